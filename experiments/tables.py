"""The tables that commands print: a comparison's headline outcomes and differences, and a run by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeVar

from rich.table import Table

from experiments.figure import headlines
from experiments.terminal import table
from experiments.texts import (
    MINUS,
    Language,
    decimals_for,
    label,
    number,
    seeds_text,
    text,
    unit,
    with_margin,
)

if TYPE_CHECKING:
    import pandas as pd

    from experiments.comparison import Comparison
    from experiments.runs import RunResult
    from model.outcomes import Outcome

T = TypeVar("T")
Column = tuple[str, dict[str, Any]]

# What fits beside the outcomes' names in 100 columns.
NUMBERS_ACROSS = 3
YEARS_ACROSS = 10


def comparison_tables(comparison: Comparison, language: Language = "en") -> Iterator[Table]:
    """Yield the headline outcomes of each paradigm, then the paired differences."""
    one = len(comparison.seeds) == 1
    shown = headlines(comparison.runs.columns)
    means = comparison.summary.set_index(["outcome", "paradigm"]).sort_index()
    decimals = {outcome.name: decimals_for(*means.loc[outcome.name, "mean"]) for outcome in shown}

    first: Column = (text("outcome", language), {})
    units: Column = (text("unit", language), {"style": "dim"})

    def mean(outcome: Outcome, name: str) -> str:
        row = means.loc[(outcome.name, name)]
        return with_margin(row["mean"], row["low"], row["high"], decimals[outcome.name], language)

    title = text("means_one" if one else "means", language, seeds=seeds_text(len(comparison.seeds), language))
    for names in _batches(comparison.names, NUMBERS_ACROSS):
        rows = [[label(o, language), unit(o, language), *(mean(o, name) for name in names)] for o in shown]
        yield table(title, [first, units, *_numbers(names)], rows)
    if len(comparison.names) < 2:
        return
    changes = comparison.paired.set_index(["outcome", "paradigm_a", "paradigm_b"]).sort_index()

    def change(outcome: Outcome, pair: tuple[str, str]) -> str:
        return _change(changes.loc[(outcome.name, *pair)], decimals[outcome.name], language)

    title = text("paired_one" if one else "paired", language)
    pairs = list(combinations(comparison.names, 2))
    if len(comparison.names) > 3:  # too many to read: each against the first, as the figure has it
        pairs = [pair for pair in pairs if pair[0] == comparison.names[0]]
    for some in _batches(pairs, NUMBERS_ACROSS):
        headings = [f"{b} {MINUS} {a}  " for a, b in some]
        rows = [[label(o, language), *(change(o, pair) for pair in some)] for o in shown]
        yield table(title, [first, *_numbers(headings)], rows)


def run_tables(result: RunResult, language: Language = "en") -> Iterator[Table]:
    """Yield a run's headline outcomes by year; where it was switched, also the paradigm at each year's end."""
    months = result.months
    shown = headlines(months.columns)
    years = (months["month"] - 1) // 12 + 1
    means = months[[outcome.name for outcome in shown]].groupby(years).last()
    paradigms = months.groupby(years)["paradigm"].last()
    for some in _batches(list(means.index), YEARS_ACROSS):
        rows = []
        if result.run.switches:
            rows.append([text("rules", language), *(paradigms[year] for year in some)])
        for outcome in shown:
            decimals = decimals_for(*means[outcome.name])
            values = (number(means.loc[year, outcome.name], decimals, language) for year in some)
            rows.append([label(outcome, language), *values])
        headings = [f"{text('year', language)} {some[0]}", *map(str, some[1:])]
        yield table(text("by_year", language), [(text("outcome", language), {}), *_numbers(headings)], rows)


def _change(row: pd.Series, decimals: int, language: Language) -> str:
    star = "*" if row["low"] > 0 or row["high"] < 0 else " "
    return f"{with_margin(row['difference'], row['low'], row['high'], decimals, language, sign=True)} {star}"


def _numbers(headings: Sequence[str]) -> list[Column]:
    return [(heading, {"justify": "right", "no_wrap": True}) for heading in headings]


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
