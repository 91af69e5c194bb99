"""Shared by the reports of analyses: a record of what repeats the report, and notes on what it leaves out."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any, ParamSpec

import pandas as pd

from experiments.analysis.points import Points, points_of
from experiments.analysis.report.page import Report
from experiments.analysis.report.words import word
from experiments.output.formats import language_named
from experiments.output.texts import many_intervals
from experiments.sweeps.results import Results
from model.aliases import Kind, current, current_list, current_names, one_note
from samskaping.language import Language

Names = Sequence[str] | None
Pairs = Mapping[str, str]
Conditions = Mapping[str, str | Sequence[str]]
P = ParamSpec("P")

_CHOSEN = ("outcomes", "factor", "option", "against")  # arguments that an analysis chooses where the caller does not


_NAMES: dict[str, Kind] = {
    "outcomes": "outcome", "better": "outcome", "factor": "setting", "option": "setting", "options": "setting",
    "by": "setting", "where": "setting",
}  # fmt: skip
"""Arguments that name something, and what they name."""


def _now(argument: str, value: Any) -> Any:
    """Return an argument of an analysis with current names."""
    if argument not in _NAMES or value is None:
        return value
    kind = _NAMES[argument]
    if isinstance(value, Mapping):
        return current_names(value, kind)
    return current(value, kind) if isinstance(value, str) else current_list(value, kind)


def repeatable(make: Callable[P, Report]) -> Callable[P, Report]:
    """Record in a report the arguments that repeat it, including arguments that the analysis chose."""
    signature = inspect.signature(make)

    @wraps(make)
    def made(*values: P.args, **named: P.kwargs) -> Report:
        given = signature.bind(*values, **named)
        given.apply_defaults()
        if "language" in given.arguments:
            given.arguments["language"] = language_named(given.arguments["language"])
        with one_note():
            given.arguments.update({name: _now(name, value) for name, value in given.arguments.items()})
            report = make(*given.args, **given.kwargs)
        asked = {name: value for name, value in given.arguments.items() if name not in ("results", "language")}
        chosen = {"outcomes": list(report.settings.get("better", {})) or None, **report.settings}
        asked |= {name: chosen[name] for name in _CHOSEN if name in asked and asked[name] is None and name in chosen}
        return replace(report, asked=asked)

    return made


def points_asked(results: Results, outcomes: Names, where: Conditions | None) -> Points:
    """Return the points of a sweep that an analysis is asked for, with those where runs failed."""
    points = points_of(results, outcomes, failed=True)
    return points.where(where) if where else points


def left_out(points: Points, language: Language) -> list[str]:
    """Return notes on points and runs that an analysis does not have."""
    notes = [word("left_out", language, n=points.left_out)] if points.left_out else []
    if points.missing:
        counts = {"points": len(points.table) + points.left_out, "seeds": points.values.shape[1]}
        of = {"all_points": points.of_all[0], "all_seeds": points.of_all[1]}
        notes.insert(0, word("so_far", language, n=points.missing, **counts, **of))
    return notes


def chance_stars(frame: pd.DataFrame, language: Language) -> list[str]:
    """Return a note on multiple comparisons where a table has many 95 % intervals, else none."""
    return list(filter(None, [many_intervals(int(frame["low"].notna().sum()), language)]))


def outcomes_of(frame: pd.DataFrame) -> list[str]:
    """Return the outcomes of a table, in its order."""
    return list(dict.fromkeys(frame["outcome"]))
