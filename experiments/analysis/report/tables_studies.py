"""The printed tables of analyses that look at a whole study: its convergence, its surfaces, another study beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from rich.table import Table

from experiments.analysis.report.tables import Column, _change, _heads, places_for, star_note
from experiments.analysis.report.words import levels_text, word
from experiments.analysis.surfaces import Surfaces
from experiments.output.terminal import table as rich_table
from experiments.output.texts import number, with_margin
from experiments.output.texts_units import outcome_label
from samskaping.language import Language

_RIGHT = {"justify": "right", "no_wrap": True}
_COUNTS = 4


def convergence_table(frame: pd.DataFrame, title: str, language: Language) -> Table:
    """Return half widths after some numbers of seeds, and the last estimate, for each outcome and level."""
    most = int(frame["seeds"].max())
    counts = sorted({max(2, round(most * share)) for share in (0.25, 0.5, 0.75)} - {most})[:_COUNTS]
    rows = []
    for (outcome, level), part in frame.groupby(["outcome", "level"], sort=False):
        course = part.set_index("seeds")
        half = (course["high"] - course["low"]) / 2
        last = course.loc[most]
        places = places_for(half[most], digits=2) if np.isfinite(half[most]) else 3
        cells = [number(half[n], places, language) for n in counts]
        estimate = with_margin(last["mean"], last["low"], last["high"], places, language)
        named = outcome_label(str(outcome), language, with_unit=True)
        rows.append([named, levels_text([level], language), *cells, estimate])
    heads: list[Column] = [(word("outcome", language), {}), (word("level", language), {})]
    heads += [(word("after_seeds", language, n=n), _RIGHT) for n in counts]
    estimate = f"{word('estimate', language)} ({most})"
    return rich_table(title, [*heads, (estimate, _RIGHT)], rows)


def studies_table(frame: pd.DataFrame, title: str, names: Mapping[str, str], language: Language) -> Table:
    """Return both studies' means and their paired difference, with a star where its interval does not contain 0."""
    rows = []
    several = bool((frame["points"] > 1).any())
    for row in frame.to_dict("records"):
        places = places_for(row["first"], row["second"])
        means = [number(row[side], places, language) for side in ("first", "second")]
        level = row["level"] or word("all_points", language)
        outcome = outcome_label(row["outcome"], language, with_unit=True)
        rows.append([outcome, levels_text([level], language), *means, *_change(row, frame, several, language)])
    heads: list[Column] = [(word("outcome", language), {}), (word("level", language), {})]
    heads += [(names[side], {"justify": "right"}) for side in ("first", "second")]
    return rich_table(title, [*heads, *_heads(several, language)], rows, note=star_note(frame, language))


def surface_tables(found: Surfaces, title: str, language: Language) -> Iterator[Table]:
    """Yield for each outcome and level where its mean is lowest and highest; for a fit, how much it explains."""
    rows = []
    for (outcome, level), part in found.table.groupby(["outcome", "level"], sort=False):
        known = part[np.isfinite(part["mean"])]
        if not len(known):
            continue
        places = places_for(*known["mean"])
        ends = []
        for place in (known["mean"].idxmin(), known["mean"].idxmax()):
            row = known.loc[place]
            at = f"{levels_text([row[found.x]], language)}, {levels_text([row[found.y]], language)}"
            ends.append(f"{with_margin(row['mean'], row['low'], row['high'], places, language)} ({at})")
        quality = found.quality[(found.quality["outcome"] == outcome) & (found.quality["level"] == level)]
        explained = number(quality["explained"].iloc[0], 2, language)
        named = outcome_label(str(outcome), language, with_unit=True)
        rows.append([named, levels_text([level], language), *ends, explained])
    heads: list[Column] = [(word("outcome", language), {}), (word("level", language), {})]
    heads += [
        (f"{word(key, language)} ({found.x}, {found.y})", {"justify": "right"}) for key in ("lowest_at", "highest_at")
    ]
    kept = 5 if found.fitted else 4
    heads.append((word("explained", language), _RIGHT))
    yield rich_table(title, heads[:kept], [row[:kept] for row in rows])
