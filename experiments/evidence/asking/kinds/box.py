"""What must be in place: a box of a few conditions, found in one half of the sampled points and tested in the other.

Success at a point is defined beforehand by tests (see `contrast`), all of which must hold for the means over seeds.
PRIM finds the box with at most `most` conditions in the first half. In the other half, the share of successes in the
box must be at least `lift` times that among all points (bootstrapped over points). A base rate outside `base` leaves
the question undecided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from agents.errors import InputError, shown
from experiments.design.designs import MOST_SAMPLES
from experiments.evidence.asking.kinds.contrast import Contrast, check_tests, expanded, limit_of, statistic
from experiments.evidence.asking.kinds.contrast import Test as TestKeys
from experiments.evidence.asking.kinds.values import number
from experiments.evidence.asking.verdicts import UNDECIDED, Judged, Row, bootstrapped, decided, settled
from experiments.runs.run import integer
from experiments.shapes import Table as Keys

if TYPE_CHECKING:
    from experiments.evidence.asking.question import Question
    from experiments.evidence.asking.table import Table

BOOTSTRAPS = 1000


class Shape(Keys):
    """The sample, success, and what the box must do."""

    points: Any = 512
    success: list[TestKeys]
    most: Any = 3
    lift: Any = 1.5
    base: Any = [0.15, 0.85]


@dataclass(frozen=True)
class Box:
    """The rule."""

    points: int
    success: tuple[Contrast, ...]
    most: int
    lift: float
    base: tuple[float, float]


def read(shape: Shape) -> Box:
    """Return the rule of a file's `Shape`; raise `InputError` for a value that cannot be."""
    if not isinstance(shape.base, list) or len(shape.base) != 2:
        raise InputError("[rule] base = {value} is not valid: give two shares, [low, high]", value=shown(shape.base))
    low, high = (number(end, "[rule] base") for end in shape.base)
    points, most = integer("[rule] points", shape.points, 2, MOST_SAMPLES), integer("[rule] most", shape.most, 1, 1000)
    return Box(points, expanded(shape.success), most, number(shape.lift, "[rule] lift"), (low, high))


def check(question: Question) -> None:
    """Raise `InputError` where nothing is sampled, or success rests on what the question lacks."""
    if not question.sampled:
        raise InputError("[sampled] is missing: the conditions of the sample, each with a range")
    check_tests(question, question.rule.success)


def cells(question: Question) -> list[str]:
    """Return the cells that success compares."""
    return list(dict.fromkeys(question.cell(cell) for test in question.rule.success for cell, _ in test.terms))


def judge(question: Question, table: Table) -> Judged:
    """Return the row of the lift in the other half, and the verdict.

    `extra` has the box, the share of points with success, and the share that meets each part of it alone.
    """
    from experiments.analysis.discovery import discover, within

    rule = question.rule
    points: pd.DataFrame = table.points
    met = [statistic(question, table, test).mean(axis=-1) > limit_of(question, test) for test in rule.success]
    success = np.all(met, axis=0)
    base = float(success.mean())
    parts = [{"outcome": test.outcome, "share": float(one.mean())} for test, one in zip(rule.success, met, strict=True)]
    first, second = np.arange(len(points)) % 2 == 0, np.arange(len(points)) % 2 == 1
    extra: dict[str, Any] = {"base": base, "box": [], "points": len(points), "parts": parts}
    if not rule.base[0] <= base <= rule.base[1]:
        return Judged((), (), UNDECIDED, 1.0, (("base_rate", {"share": base}),), extra)
    try:
        found = discover(points[first], success[first], most=rule.most)
    except InputError as error:
        return Judged((), (), UNDECIDED, 1.0, (("no_box", {"why": error}),), extra)
    inside = within(points[second].reset_index(drop=True), found.box)
    cases = success[second]
    extra["box"] = [
        {"name": one["factor"], "low": one["low"], "high": one["high"]} for one in found.box.to_dict("records")
    ]

    def lift(rows: np.ndarray) -> float:
        there, here = cases[rows], inside[rows]
        return float(there[here].mean() / there.mean()) if here.any() and there.any() else np.nan

    every = np.arange(len(cases))
    samples = np.random.default_rng(1).integers(0, len(cases), (BOOTSTRAPS, len(cases)))
    draws = np.array([lift(sample) for sample in samples])
    row = _row(question, lift(every), draws, len(cases))
    return decided(settled([row]), "all", {}, extra=extra)


def unfilled(question: Question, extra: Mapping[str, Any]) -> list[Row]:
    """Return the row of the lift without its value."""
    return [_row(question, np.nan, np.empty(0), 0)]


def _row(question: Question, lift: float, draws: np.ndarray, points: int) -> Row:
    return bootstrapped(lift, draws, question.rule.lift, name="lift", group="box", outcome="", seeds=points)
