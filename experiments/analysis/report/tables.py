"""The printed tables of the analyses."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from rich.table import Table

from experiments.analysis.discovery import Discovery
from experiments.analysis.report.words import levels_text, rows_text, word
from experiments.analysis.sensitivity import CHANCE
from experiments.analysis.tradeoffs import ALL
from experiments.output.terminal import table as rich_table
from experiments.output.texts import decimals_for, number, share_text, text, with_margin
from experiments.output.texts_units import outcome_label
from samskaping.language import Language

_COMBINATIONS_ACROSS = 2
_PAIRS = 10
_FRONT = 25
_FACTORS_ACROSS = 3
Column = tuple[str, dict[str, Any]]
_RIGHT: dict[str, Any] = {"justify": "right", "no_wrap": True}

MOST_PLACES = 4  # of a regret: smaller ones matter to nobody, and the table must fit a terminal


def sensitivity_tables(indices: pd.DataFrame, title: str, language: Language) -> Iterator[Table]:
    """Yield, for each outcome, the indices by factor, the strongest first, then those of pairs of factors."""
    crossed = list(indices.columns[: list(indices.columns).index("outcome")])
    indices = indices.assign(combination=rows_text(indices[crossed], language))
    combos = list(dict.fromkeys(indices["combination"]))
    for outcome, part in indices.groupby("outcome", sort=False):
        for start in range(0, len(combos), _COMBINATIONS_ACROSS):
            some = combos[start : start + _COMBINATIONS_ACROSS]
            here = part[part["combination"].isin(some)]
            in_units = bool((here["index"] == "mu_star").any())
            named = outcome_label(str(outcome), language, with_unit=in_units)
            yield _indices(here[here["index"] != "S2"], some, f"{title}: {named}", language)
            if (here["index"] == "S2").any():
                yield _pairs(here[here["index"] == "S2"], some, language)


def _indices(part: pd.DataFrame, combos: Sequence[str], title: str, language: Language) -> Table:
    main, second = ("mu_star", "sigma") if "mu_star" in set(part["index"]) else ("ST", "S1")
    weight = part[part["index"] == main].groupby("factor", sort=False)["value"].max()
    factors = list(weight.sort_values(ascending=False, kind="stable").index)
    if (part["factor"] == CHANCE).any():
        factors.append(CHANCE)
    decimals = places_for(*part["value"]) if main == "mu_star" else 2
    cells = part.set_index(["factor", "combination", "index"])
    rows = []
    for factor in factors:
        row = [word("chance", language) if factor == CHANCE else factor]
        for combo in combos:
            for index in (second, main):
                key = (factor, combo, "noise" if factor == CHANCE else index)
                written = ""
                if key in cells.index and (factor != CHANCE or index == main):
                    written = _margin(cells.loc[key], decimals, language)
                row.append(written)
        rows.append(row)
    headings = [f"{combo} {index}".strip() for combo in combos for index in (second, main)]
    return rich_table(title, [(word("factor", language), {}), *((h, _RIGHT) for h in headings)], rows)


def _pairs(part: pd.DataFrame, combos: Sequence[str], language: Language) -> Table:
    order = part.groupby("factor", sort=False)["value"].max().sort_values(ascending=False, kind="stable").index
    cells = part.set_index(["factor", "combination"])
    rows = [[pair, *(_margin(cells.loc[(pair, combo)], 2, language) for combo in combos)] for pair in order[:_PAIRS]]
    headings = [(f"{combo} S2".strip(), _RIGHT) for combo in combos]
    return rich_table("", [(word("pair", language), {}), *headings], rows)


def _margin(row: pd.Series, decimals: int, language: Language) -> str:
    return with_margin(row["value"], row["low"], row["high"], decimals, language)


def contrasts_tables(frame: pd.DataFrame, title: str, language: Language) -> Iterator[Table]:
    """Yield differences, with a star where the interval does not contain 0; with groups, one table per outcome.

    Where every row has one point, there is no column of how differences vary between points.
    """
    several = bool((frame["points"] > 1).any())
    by = list(frame.columns[: list(frame.columns).index("outcome")])
    if not by:
        columns: list[Column] = [(word("outcome", language), {}), (word("level", language), {})]
        rows = [
            [
                outcome_label(r["outcome"], language, with_unit=True),
                levels_text([r["level"]], language),
                *_change(r, frame, several, language),
            ]
            for r in _rows(frame)
        ]
        yield rich_table(title, [*columns, *_heads(several, language)], rows, note=star_note(frame, language))
        return
    for outcome, part in frame.groupby("outcome", sort=False):
        rows = [
            [
                *(levels_text([r[name]], language) for name in by),
                levels_text([r["level"]], language),
                *_change(r, frame, several, language),
            ]
            for r in _rows(part)
        ]
        columns = [*((name, {}) for name in by), (word("level", language), {})]
        named = outcome_label(str(outcome), language, with_unit=True)
        heads = [*columns, *_heads(several, language)]
        yield rich_table(f"{title}: {named}", heads, rows, note=star_note(frame, language))


def star_note(frame: pd.DataFrame, language: Language) -> str:
    """Return what a star in a table of differences means; "" where there are no intervals."""
    return text("star", language) if frame["low"].notna().any() else ""


def _heads(several: bool, language: Language) -> list[Column]:
    heads: list[Column] = [(word(key, language), _RIGHT) for key in ("difference", "interval")]
    if several:
        heads += [(word("spread", language), _RIGHT), (word("higher", language), {"justify": "right"})]
    return heads


def _change(row: Mapping[str, Any], frame: pd.DataFrame, several: bool, language: Language) -> list[str]:
    same = frame[frame["outcome"] == row["outcome"]]
    margins = (same["high"] - same["low"]) / 2
    places = (
        places_for(margins[margins > 0].min(), digits=2) if (margins > 0).any() else places_for(*same["difference"])
    )
    star = "*" if row["low"] > 0 or row["high"] < 0 else " "
    ends = [number(row[end], places, language, sign=True) for end in ("low", "high", "p05", "p95")]
    share = share_text(row["higher"], language) if np.isfinite(row["higher"]) else ""
    change = number(row["difference"], places, language, sign=True)
    spread = [_range(*ends[2:]), share] if several else []
    return [f"{change} {star}", _range(*ends[:2]), *spread]


def _range(low: str, high: str) -> str:
    return f"{low} … {high}" if low and high else ""


def pareto_table(
    frame: pd.DataFrame, title: str, ways: Mapping[str, str], factors: Sequence[str], language: Language
) -> Table:
    """Return the options on the front, or all when they are few; `#` is the row in the CSV file, from 0.

    `factors` are the columns that distinguish options; the first few are shown.
    """
    shown = frame if len(frame) <= _FRONT else frame[frame["front"]].head(_FRONT)
    decimals = {name: decimals_for(*frame[name]) for name in ways}
    rows = []
    for place, row in zip(shown.index, _rows(shown)):
        numbers = [number(row[name], decimals[name], language) for name in ways]
        on = word("yes" if row["front"] else "no", language)
        levels = (levels_text([row[name]], language) for name in factors[:_FACTORS_ACROSS])
        rows.append([place, *levels, *numbers, on, number(row["often"], 2, language)])
    columns: list[Column] = [("#", _RIGHT), *((name, {"overflow": "fold"}) for name in factors[:_FACTORS_ACROSS])]
    columns += [(outcome_label(name, language, way, True), {"justify": "right"}) for name, way in ways.items()]
    return rich_table(title, [*columns, (word("front", language), {}), (word("often", language), _RIGHT)], rows)


def regret_table(frame: pd.DataFrame, title: str, ways: Mapping[str, str], language: Language) -> Table:
    """Return each option's regret by outcome, with the regret from chance alone in brackets."""
    option = frame.columns[0]
    cells = {(r["outcome"], r[option], r["measure"]): r for r in _rows(frame)}
    levels = list(dict.fromkeys(frame[option]))
    rows = []
    for outcome in dict.fromkeys(frame["outcome"]):
        worst = frame.loc[(frame["outcome"] == outcome) & (frame["measure"] == "max_regret"), "value"]
        decimals = min(places_for(*worst), MOST_PLACES)
        for level in levels:
            label = word("all_demands", language)
            if outcome != ALL:
                label = outcome_label(outcome, language, ways[outcome], with_unit=True)
            row = [label, levels_text([level], language)]
            for measure in ("mean_regret", "max_regret"):
                value, luck = (_of(cells, (outcome, level, measure), column) for column in ("value", "chance"))
                in_brackets = f" ({number(luck, decimals, language)})" if np.isfinite(luck) else ""
                row.append(number(value, decimals, language) + in_brackets)
            for measure in ("best", "clearly_best", "satisfied"):
                share = _of(cells, (outcome, level, measure))
                row.append(share_text(share, language) if np.isfinite(share) else "")
            rows.append(row)
    keys = ("mean_regret", "max_regret", "best", "clearly_best", "satisfied")
    kept = [k for k in range(len(keys)) if any(row[k + 2] for row in rows)]
    columns: list[Column] = [(word("outcome", language), {}), (option, {"overflow": "fold"})]
    columns += [(word(keys[k], language), _RIGHT if k < 2 else {"justify": "right"}) for k in kept]
    return rich_table(title, columns, [[*row[:2], *(row[k + 2] for k in kept)] for row in rows])


def _of(cells: Mapping[Any, Mapping[str, float]], key: Any, column: str = "value") -> float:
    return cells[key][column] if key in cells else math.nan


def discovery_table(discovery: Discovery, title: str, language: Language) -> Table:
    """Return the limits of the box, with its coverage, density and share of points."""
    stats = ", ".join(
        f"{word(key, language)} {number(value, 2, language)}"
        for key, value in (
            ("coverage", discovery.coverage), ("density", discovery.density),
            ("base", discovery.base), ("mass", discovery.mass),
        )
    )  # fmt: skip
    rows = []
    for row in _rows(discovery.box):
        span = row["to"] - row["from"]
        decimals = decimals_for(span) if row["levels"] == () else 0
        ends = [number(row[end], decimals, language) for end in ("low", "high")]
        limits = " … ".join(end or word("open", language) for end in ends)
        whole = " … ".join(number(row[end], decimals, language) for end in ("from", "to"))
        p_values = ", ".join(number(p, 3, language) for p in (row["qp_low"], row["qp_high"]) if np.isfinite(p))
        rows.append(
            [row["factor"], levels_text(row["levels"], language) or limits, "" if row["levels"] else whole, p_values]
        )
    heads = (word(key, language) for key in ("box", "of", "quasi_p"))
    return rich_table(f"{title}\n{stats}", [(word("factor", language), {}), *((head, _RIGHT) for head in heads)], rows)


def _rows(table: pd.DataFrame) -> list[dict[Any, Any]]:
    return table.to_dict("records")


def places_for(*values: float, digits: int = 3) -> int:
    """Return how many decimals show a number of digits of the largest of the values; six at most."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    return min(6, max(0, digits - 1 - math.floor(math.log10(largest)))) if largest > 0 else 3
