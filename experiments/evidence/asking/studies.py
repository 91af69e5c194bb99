"""The studies behind a question: its cells, its sample of conditions, and the sampled points of the robust share.

A cell is an arm under a condition. Settings that hold from before the warm-up are factors of the study. Parameters and
rules of a condition join those of the arm, and hold from month 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from experiments.design.designs import Design
from experiments.design.factors import Factor, declared
from experiments.design.study import Study
from experiments.design.text import written
from experiments.evidence.asking.question import Condition, Question
from experiments.evidence.asking.table import Table
from experiments.evidence.uncertainty.studies import range_of, uncertain
from experiments.runs.arms import Arm, named
from experiments.sweeps.results import Results
from model.timeline.change import Change, changes_of

IDENTIFIED = (
    "upbringing.hours", "work_income.hours", "elder_care.hours", "place.hours", "access.contact", "access.intercept",
    "trust.start", "trust.start_gradient", "trust.start_spread", "politics.turnout_age", "politics.turnout_skill",
    "money.nok_per_hour",
)  # fmt: skip
"""Numbers that Norwegian figures determine, well or in part (docs/calibration.md)."""


@dataclass(frozen=True)
class Cells:
    """A study, and the cell of each of its points: by the level of `arm`, then those of `start`, in order."""

    study: Study
    start: tuple[str, ...]
    cells: Mapping[tuple[Any, ...], str]
    sampled: tuple[str, ...] = ()


def _arm(question: Question, cell: str) -> tuple[Arm, Condition]:
    """Return the arm of a cell with what its condition adds, and the condition."""
    name, _, at = cell.partition("@")
    arm, condition = named(question.arms, name), question.condition(at)
    parts = [part for part in at.split("+") if question.conditions[part].parameters or question.conditions[part].rules]
    if not parts:
        return arm, condition
    changed: dict[str, Any] = {
        "rules": {**arm.rules, **condition.rules}, "parameters": {**arm.parameters, **condition.parameters},
    }  # fmt: skip
    return replace(arm, name=f"{name}@{'+'.join(parts)}", **changed), condition


def _arms(question: Question, cells: Sequence[str]) -> tuple[tuple[Arm, ...], dict[str, tuple[Arm, Condition]]]:
    """Return the arms of a study, the reference first, and each cell's arm and condition."""
    by_cell = {cell: _arm(question, cell) for cell in cells}
    reference = question.arms[0]
    arms = {reference.name: reference, **{arm.name: arm for arm, _ in by_cell.values()}}
    return tuple(arms.values()), by_cell


def _study(question: Question, name: str, seeds: range, citizens: int | None, **parts: Any) -> Study:
    base = {"municipality": question.protocol.municipality, **({"citizens": citizens} if citizens else {})}
    parts["base"] = {**base, **parts.get("base", {})}
    return written(
        Study(
            name=f"{question.name} {name}", months=question.protocol.months, seeds=list(seeds), outcomes=question.kept,
            keep="last", timeline=_timeline(question, parts["arms"]), own=question.own, **parts,
        )
    )  # fmt: skip


def _timeline(question: Question, arms: Sequence[Arm]) -> tuple[Change, ...]:
    """Return the changes in a study's runs: one for an arm also holds for that arm under conditions."""
    found = []
    for change in question.timeline:
        under = [arm.name for arm in arms if arm.name.partition("@")[0] == change.arm] if change.arm else [""]
        found += [replace(change, arm=name) for name in under]
    return changes_of(found)


def cells_study(question: Question, name: str, cells: Sequence[str], seeds: range, citizens: int | None) -> Cells:
    """Return the study of cells, each at every seed; `citizens` None is the municipality's real size."""
    arms, by_cell = _arms(question, cells)
    start = tuple(dict.fromkeys(key for _, condition in by_cell.values() for key in condition.start))
    points = {
        (arm.name, *(condition.start.get(key, declared()[key].default) for key in start)): cell
        for cell, (arm, condition) in by_cell.items()
    }
    columns = list(zip(*points, strict=True))
    factors = [Factor(key, tuple(column)) for key, column in zip(("arm", *start), columns, strict=True)]
    made = _study(question, name, seeds, citizens, design=Design("list"), factors=tuple(factors), arms=arms)
    return Cells(made, start, points)


def sample_study(
    question: Question, name: str, cells: Sequence[str], points: int, seeds: range, citizens: int | None,
    ranges: Mapping[str, tuple[float, float]], start: Mapping[str, Any] | None = None,
) -> Cells:  # fmt: skip
    """Return the study of cells at points of a Latin hypercube; `start` holds at all of them."""
    arms, by_cell = _arms(question, cells)
    levels = {(arm.name,): cell for cell, (arm, _) in by_cell.items()}
    factors = [Factor("arm", tuple(level for (level,) in levels))]
    factors += [Factor(key, (), low, high) for key, (low, high) in ranges.items()]
    made = _study(
        question, name, seeds, citizens, design=Design("lhs", samples=points, seed=1), factors=tuple(factors),
        arms=arms, base=dict(start or {}),
    )  # fmt: skip
    return Cells(made, (), levels, tuple(ranges))


def robust_studies(question: Question, cells: Sequence[str], points: int, seeds: range, citizens: int) -> list[Cells]:
    """Return the studies of the robust share: one for each set of settings from before the warm-up.

    All have the same sample of the numbers that no figure identifies, each a quarter up and down.
    """
    ranges = unidentified(question)
    by_start: dict[tuple[Any, ...], list[str]] = {}
    starts: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for cell in cells:
        start = question.condition(cell.partition("@")[2]).start
        key = tuple(sorted(start.items()))
        by_start.setdefault(key, []).append(cell)
        starts[key] = start
    return [
        sample_study(question, f"robust {k}", members, points, seeds, citizens, ranges, starts[key])
        for k, (key, members) in enumerate(by_start.items(), 1)
    ]


def unidentified(question: Question) -> dict[str, tuple[float, float]]:
    """Return the ranges of the numbers that no figure identifies, without what the question itself sets."""
    own = {key for one in question.conditions.values() for key in (*one.start, *one.parameters)}
    own |= {key for arm in question.arms for key in arm.parameters}
    own |= {key for change in question.timeline for key in change.parameters}
    found = {}
    for one in uncertain():
        ends = range_of(one)
        if ends is not None and one.name not in own and one.name not in IDENTIFIED:
            found[one.name] = (int(ends[0]), int(ends[1])) if one.kind == "whole" else ends
    return found


def table_of(question: Question, parts: Sequence[tuple[Cells, Results]]) -> Table:
    """Return the outcomes by cell and seed of listed cells, whose studies have different seeds."""
    seeds = [seed for made, _ in parts for seed in made.study.seeds]
    places = {seed: k for k, seed in enumerate(seeds)}
    values: dict[str, dict[str, np.ndarray]] = {}
    for made, results in parts:
        for row in results.last.to_dict("records"):
            cell = made.cells[(row["arm"], *(row[key] for key in made.start))]
            _put(values, cell, question.kept, (len(seeds),), places[row["seed"]], row)
    return Table(values, question.derived)


def sampled_table(question: Question, parts: Sequence[tuple[Cells, Results]]) -> Table:
    """Return the outcomes by cell, point and seed of sampled studies, whose samples are the same."""
    import pandas as pd

    values: dict[str, dict[str, np.ndarray]] = {}
    points = None
    for made, results in parts:
        every = made.study.points()
        sample = [point for k, point in enumerate(every) if k % len(made.cells) == 0]
        points = pd.DataFrame([{key: point[key] for key in made.sampled} for point in sample])
        rows = {tuple(point[key] for key in made.sampled): k for k, point in enumerate(sample)}
        places = {seed: k for k, seed in enumerate(made.study.seeds)}
        shape = (len(sample), len(places))
        for row in results.last.to_dict("records"):
            at = rows[tuple(row[key] for key in made.sampled)], places[row["seed"]]
            _put(values, made.cells[(row["arm"],)], question.kept, shape, at, row)
    return Table(values, question.derived, points)


def _put(
    values: dict[str, dict[str, np.ndarray]], cell: str, outcomes: Sequence[str], shape: tuple[int, ...], at: Any,
    row: Mapping[str, Any],
) -> None:  # fmt: skip
    """Write a run's outcomes into a cell's arrays, which are NaN before."""
    there = values.setdefault(cell, {})
    for outcome in outcomes:
        there.setdefault(outcome, np.full(shape, np.nan))[at] = row[outcome]


def at_point(table: Table, point: int) -> Table:
    """Return a sampled table at one point: outcomes by cell and seed."""
    return Table(
        {cell: {name: one[point] for name, one in there.items()} for cell, there in table.values.items()},
        table.derived,
    )  # fmt: skip
