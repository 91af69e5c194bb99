"""The printed tables of analyses that look at a whole study: its convergence, its surfaces, another study beside it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from rich.table import Table

from experiments.analysis.report.tables import Column, places_for
from experiments.analysis.report.words import levels_text, outcome_label, word
from experiments.output.terminal import table as rich_table
from experiments.output.texts import number, with_margin
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
        rows.append([outcome_label(str(outcome), language), levels_text([level], language), *cells, estimate])
    heads: list[Column] = [(word("outcome", language), {}), (word("level", language), {})]
    heads += [(word("after_seeds", language, n=n), _RIGHT) for n in counts]
    estimate = f"{word('estimate', language)} ({most})"
    return rich_table(title, [*heads, (estimate, _RIGHT)], rows)
