"""The tables that commands print: a comparison's headline outcomes and differences, and a run by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

from rich.table import Table

from experiments.figure import headlines
from experiments.terminal import table
from experiments.texts import MINUS, Language, decimals_for, label, number, seeds_text, text, with_margin
from model.outcomes import Outcome

if TYPE_CHECKING:
    from experiments.compare import Comparison
    from experiments.runs import RunResult

T = TypeVar("T")

# Columns that fit beside the outcomes' names in 100 characters.
PARADIGMS_ACROSS = 4
YEARS_ACROSS = 10


def comparison_tables(comparison: Comparison, language: Language = "en") -> Iterator[Table]:
    """Yield the headline outcomes of each paradigm, then the paired differences."""
    shown = headlines(comparison.runs.columns)
    one = len(comparison.seeds) == 1
    seeds = seeds_text(len(comparison.seeds), language)
    title = text("means_one" if one else "means", language, seeds=seeds)
    means = comparison.summary.set_index(["outcome", "paradigm"]).sort_index()
    for names in _batches(comparison.names, PARADIGMS_ACROSS):
        rows = []
        for outcome in shown:
            decimals = decimals_for(*means.loc[outcome.name, "mean"])
            cells = (means.loc[(outcome.name, name), ["mean", "low", "high"]] for name in names)
            rows.append(
                [*_name(outcome, language), *(with_margin(*cell, decimals, language) for cell in cells)]
            )
        yield table(title, [*_first(language), *_numbers(names)], rows)
    if len(comparison.names) < 2:
        return
    changes = comparison.paired.set_index(["outcome", "paradigm_a", "paradigm_b"]).sort_index()
    pairs = list(combinations(comparison.names, 2))
    if len(comparison.names) > 3:
        pairs = [pair for pair in pairs if pair[0] == comparison.names[0]]
    for some in _batches(pairs, PARADIGMS_ACROSS - 1):
        rows = []
        for outcome in shown:
            decimals = decimals_for(*means.loc[outcome.name, "mean"])
            cells = (changes.loc[(outcome.name, *pair), ["difference", "low", "high"]] for pair in some)
            rows.append([*_name(outcome, language), *(_change(*cell, decimals, language) for cell in cells)])
        headings = [f"{b} {MINUS} {a}" for a, b in some]
        yield table(
            text("paired_one" if one else "paired", language), [*_first(language), *_numbers(headings)], rows
        )


def run_tables(result: RunResult, language: Language = "en") -> Iterator[Table]:
    """Yield a run's headline outcomes by year, and the paradigm at the end of each year where it was switched."""
    months = result.months
    shown = headlines(months.columns)
    years = (months["month"] - 1) // 12 + 1
    means = months[[outcome.name for outcome in shown]].groupby(years).mean()
    paradigms = months.groupby(years)["paradigm"].last()
    for some in _batches(list(means.index), YEARS_ACROSS):
        rows: list[list[str]] = []
        if result.run.switches:
            rows.append([text("rules", language), *(paradigms[year] for year in some)])
        for outcome in shown:
            decimals = decimals_for(*means[outcome.name])
            values = (number(means.loc[year, outcome.name], decimals, language) for year in some)
            rows.append([_name(outcome, language)[0], *values])
        headings = [f"{text('year', language)} {some[0]}", *map(str, some[1:])]
        first = (text("outcome", language), {"ratio": 1, "min_width": 20})
        yield table(text("by_year", language), [first, *_numbers(headings)], rows)


def _change(difference: float, low: float, high: float, decimals: int, language: Language) -> str:
    star = " *" if low > 0 or high < 0 else "  "
    return with_margin(difference, low, high, decimals, language, sign=True) + star


def _first(language: Language) -> list[tuple[str, dict[str, object]]]:
    return [(text("outcome", language), {"ratio": 1, "min_width": 24})]


def _name(outcome: Outcome, language: Language) -> list[str]:
    return [label(outcome, language)]


def _numbers(headings: Sequence[str]) -> list[tuple[str, dict[str, object]]]:
    return [(heading, {"justify": "right", "no_wrap": True}) for heading in headings]


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
