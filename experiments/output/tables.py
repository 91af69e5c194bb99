"""The tables that commands print: a comparison's headline outcomes and differences, and a run by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from textwrap import wrap
from typing import TYPE_CHECKING, Any, TypeVar

from rich.table import Table
from rich.text import Text

from experiments.output.figures import comparison_title, headlines, run_title
from experiments.output.formats import Html, html
from experiments.output.marks import changed_lines
from experiments.output.terminal import WIDTH, table
from experiments.output.texts import (
    MINUS,
    decimals_for,
    decimals_of,
    difference_of,
    few_seeds,
    label,
    many_intervals,
    number,
    seeds_text,
    text,
    unit,
    with_margin,
    with_unit,
)
from experiments.own.paradigm_file import label_of
from experiments.runs.arms.values import NO_ARENAS
from model.outcomes.outcomes import OUTCOMES
from model.paradigms.protocol import levelled
from samskaping.language import Language

if TYPE_CHECKING:
    import pandas as pd

    from experiments.comparison import Comparison
    from experiments.runs.run import RunResult
    from model.outcomes.outcomes import Outcome
    from model.timeline.change import Change

T = TypeVar("T")
Column = tuple[str, dict[str, Any]]

# Columns that fit beside the outcomes' names in 100 characters.
NUMBERS_ACROSS = 3
YEARS_ACROSS = 5  # beside the units too
MOST_DECIMALS = 6
HEADING, SHORT = 20, 32  # characters: titles are broken to this width, and differences above this one


def comparison_tables(comparison: Comparison, language: Language = "en", width: int = WIDTH) -> Iterator[Table | Text]:
    """Yield a title, the outcomes of each paradigm, then the paired differences, for a terminal `width` wide.

    The tables have the headline outcomes and the scenario's outcomes to watch. On a terminal of less than 100
    characters, units stand beside the names, since there is no room for a column of units.
    """
    one = len(comparison.seeds) == 1
    shown = _shown(comparison)
    way, labels = comparison.way, comparison.courses(language)
    means = comparison.summary.set_index(["outcome", way]).sort_index()
    margins = comparison.paired.assign(half=(comparison.paired["high"] - comparison.paired["low"]) / 2)
    halves = margins.groupby("outcome")["half"].agg(list) if len(margins) else {}
    decimals = {
        outcome.name: _enough(means.loc[outcome.name, "mean"], halves[outcome.name] if len(halves) else ())
        for outcome in shown
    }

    first, *units = _first_columns(width, language)

    def mean(outcome: Outcome, name: str) -> str:
        row = means.loc[(outcome.name, name)]
        return with_margin(row["mean"], row["low"], row["high"], decimals[outcome.name], language)

    yield _above(comparison_title(comparison, language), comparison.changed, comparison.timeline, language)
    title = text("means_one" if one else "means", language, seeds=seeds_text(len(comparison.seeds), language))
    for names in _batches(comparison.names, NUMBERS_ACROSS):
        rows = [[*_named(o, width, language), *(mean(o, name) for name in names)] for o in shown]
        columns = [first, *units, *_numbers([_heading(labels[name]) for name in names])]
        note = "\n".join(filter(None, (text("read", language), few_seeds(len(comparison.seeds), language))))
        yield table(title, columns, rows, note=note)
    if len(comparison.names) < 2:
        return
    changes = comparison.paired.set_index(["outcome", f"{way}_a", f"{way}_b"]).sort_index()
    title = text("paired_one" if one else "paired", language)
    pairs = list(combinations(comparison.names, 2))
    if len(comparison.names) > 3:  # too many to read: each against the first, as in the figure, and twins
        pairs = [(a, b) for a, b in pairs if a == comparison.names[0] or b == f"{a}-{NO_ARENAS}"]
    n = int(changes.loc[[(outcome.name, *pair) for outcome in shown for pair in pairs], "low"].notna().sum())
    chance = many_intervals(n, language)
    stars = text("star", language) + (f"\n{chance}." if chance else "")
    for some in _batches(pairs, NUMBERS_ACROSS):
        headings = [_difference(labels[a], labels[b]) for a, b in some]
        rows = []
        for outcome in shown:
            changes_shown = [changes.loc[(outcome.name, *pair)] for pair in some]
            places = _decimals(changes_shown, decimals[outcome.name])
            rows.append([label(outcome, language), *(_change(row, places, language) for row in changes_shown)])
        yield table(title, [first, *_numbers(headings)], rows, note="" if one else stars)
    last = [text("explained", language), *([text("unlevelled", language)] if _unlevelled(comparison) else [])]
    yield Text("\n".join(last), style="dim")


def comparison_html(comparison: Comparison, language: Language = "en") -> Html:
    """Return the tables of a comparison for a notebook."""
    tables = [one for one in comparison_tables(comparison, language) if isinstance(one, Table)]
    return html(tables, comparison_title(comparison, language))


def _above(title: str, changed: Mapping[str, Any], changes: Iterable[Change], language: Language) -> Text:
    """Return the lines above the tables: what was run, and what differs from defaults and presets."""
    made = Text(title, style="bold")
    if lines := changed_lines(changed, changes, language):
        made.append(f"\n{text('changed', language, what='; '.join(lines))}", style="not bold dim")
    return made.append("\n")


def _unlevelled(comparison: Comparison) -> bool:
    """Return whether paradigms are compared that differ in a rule that levelling holds alike."""
    if comparison.arms or len(comparison.names) < 2:
        return False
    first, *others = (paradigm.flat() for paradigm in comparison.paradigms)
    return any(other[rule] != first[rule] for other in others for rule in levelled())


def run_tables(result: RunResult, language: Language = "en", width: int = WIDTH) -> Iterator[Table | Text]:
    """Yield a title, then a run's headline outcomes by year and at its end; after a switch, also the paradigms then.

    Units stand where `comparison_tables` has them on a terminal of that width.
    """
    months, run = result.months, result.run
    shown = headlines(months.columns, run.own)
    years = (months["month"] - 1) // 12 + 1
    means = months[[outcome.name for outcome in shown]].groupby(years).last()
    paradigms = months.groupby(years)["paradigm"].last()
    yield _above(run_title(result, language), run.overrides, run.changes, language)
    whole = run.months % 12 == 0
    title = text("by_year" if whole else "by_year_and_end" if run.months > 12 else "at_the_end", language)
    names = {year: str(year) for year in means.index}
    names[1] = f"{text('year', language)} 1"
    if not whole:
        names[means.index[-1]] = f"{text('month', language)} {run.months}"
    firsts = _first_columns(width, language)
    for some in _batches(list(means.index), YEARS_ACROSS):
        rows = []
        if run.later:
            ruling = (label_of(paradigms[year], language) for year in some)
            rows.append([text("rules", language), *[""] * (len(firsts) - 1), *ruling])
        for outcome in shown:
            decimals = decimals_for(*means[outcome.name])
            values = (number(means.loc[year, outcome.name], decimals, language) for year in some)
            rows.append([*_named(outcome, width, language), *values])
        columns = [*firsts, *_numbers([names[year] for year in some])]
        yield table(title, columns, rows, note=text("read", language))


def _first_columns(width: int, language: Language) -> list[Column]:
    """Return the columns of names and units; of names alone on a narrow terminal, where they hold the units."""
    names: Column = (text("outcome", language), {"overflow": "fold"})
    return [names] if width < WIDTH else [names, (text("unit", language), {"style": "dim"})]


def _named(outcome: Outcome, width: int, language: Language) -> list[str]:
    """Return an outcome's cells in these columns."""
    return [with_unit(outcome, language)] if width < WIDTH else [label(outcome, language), unit(outcome, language)]


def _shown(comparison: Comparison) -> list[Outcome]:
    """Return the headline outcomes and those of own files, then the others that the scenario watches."""
    columns = comparison.runs.columns
    watched = comparison.scenario.outcomes if comparison.scenario else ()
    shown = headlines(columns, comparison.own)
    return shown + [o for o in OUTCOMES if o.name in watched and o.name in columns and o not in shown]


def outcomes_of(comparison: Comparison) -> list[str]:
    """Return the names of the outcomes in the tables of a comparison."""
    return [outcome.name for outcome in _shown(comparison)]


def units_of(comparison: Comparison) -> dict[str, str]:
    """Return the declared unit of every outcome, by name."""
    return {outcome.name: outcome.unit for outcome in (*OUTCOMES, *comparison.own.outcomes.values())}


def _heading(label: str) -> str:
    """Return a column's heading, a long one on several lines."""
    return "\n".join(wrap(label, HEADING))


def _difference(a: str, b: str) -> str:
    """Return the heading of b minus a, a long one on several lines."""
    short = difference_of(a, b)
    return short if len(short) <= SHORT else f"{_heading(b)}\n{_heading(f'{MINUS} {a}')}"


def _significant(change: pd.Series) -> bool:
    return bool(change["low"] > 0 or change["high"] < 0)


def _enough(means: Iterable[float], margins: Iterable[float]) -> int:
    """Return the decimals of an outcome's means and differences.

    They show the means' first digits and two digits of the widest margin of a difference. Where two digits would need
    several decimals more, they show one.
    """
    usual = decimals_for(*means)
    widest = max((margin for margin in margins if margin > 10.0**-MOST_DECIMALS), default=0.0)
    return min(MOST_DECIMALS, max(usual, min(usual + 1, decimals_of(widest, 2)), decimals_of(widest, 1)))


def _decimals(changes: Sequence[pd.Series], least: int) -> int:
    """Return the decimals of a row of differences: `least`, or more where a significant one would be written as 0."""
    sizes = [abs(change["difference"]) for change in changes if _significant(change)]
    return next((n for n in range(least, MOST_DECIMALS) if all(round(d, n) > 0 for d in sizes)), MOST_DECIMALS)


def _change(change: pd.Series, decimals: int, language: Language) -> str:
    star = _significant(change) and round(change["difference"], decimals) != 0
    written = with_margin(change["difference"], change["low"], change["high"], decimals, language, sign=True)
    return f"{written} {'*' if star else ' '}"


def _numbers(headings: Sequence[str]) -> list[Column]:
    return [(heading, {"justify": "right", "no_wrap": True}) for heading in headings]


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
