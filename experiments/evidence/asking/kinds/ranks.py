"""Obstacles alone and in pairs: do the largest keep their places?

An obstacle is a condition. D is the advantage of `arm` over `base` in the outcome. An obstacle's weight is the mean of
two losses: alone, D(none) - D(i), and beside other obstacles, the mean of D(j) - D(i and j). The claim has two parts.
The same `top` obstacles come first in `share` of the bootstraps over seeds. Kendall's tau between the ranks of two
halves of the seeds is at least `tau`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.errors import InputError
from experiments.evidence.asking.kinds.values import number, some_names
from experiments.evidence.asking.table import direction, halves, resampled
from experiments.evidence.asking.verdicts import Judged, Row, decided, settled
from experiments.runs.run import integer
from experiments.shapes import Table as Keys
from experiments.shapes import Text

if TYPE_CHECKING:
    from experiments.evidence.asking.question import Question
    from experiments.evidence.asking.table import Table

BOOTSTRAPS = 1000


class Shape(Keys):
    """The obstacles, and what they are obstacles to."""

    arm: Text
    base: Text
    outcome: Text
    obstacles: Any
    top: Any = 3
    share: Any = 0.9
    tau: Any = 0.8


@dataclass(frozen=True)
class Ranks:
    """The rule."""

    arm: str
    base: str
    outcome: str
    obstacles: tuple[str, ...]
    top: int
    share: float
    tau: float


def read(shape: Shape) -> Ranks:
    """Return the rule of a file's `Shape`; raise `InputError` for a value that cannot be."""
    obstacles = some_names(shape.obstacles, "[rule] obstacles")
    top = integer("[rule] top", shape.top, 1, 1000)
    if len(obstacles) <= top:
        raise InputError("[rule] obstacles: give more than top = {top} of them", top=top)
    share, tau = number(shape.share, "[rule] share"), number(shape.tau, "[rule] tau")
    return Ranks(shape.arm, shape.base, shape.outcome, obstacles, top, share, tau)


def check(question: Question) -> None:
    """Raise `InputError` for arms, conditions or an outcome that the question lacks."""
    rule = question.rule
    for condition in (question.first_condition, *rule.obstacles):
        question.compares(f"{rule.arm}@{condition}", f"{rule.base}@{condition}")
    if rule.outcome not in question.sre:
        raise InputError("sre.{name} is missing: the smallest relevant effect on each outcome", name=rule.outcome)


def conditions(rule: Ranks) -> list[str]:
    """Return the conditions: each obstacle alone, and each pair joined by a plus."""
    return [*rule.obstacles, *(f"{a}+{b}" for a, b in combinations(rule.obstacles, 2))]


def cells(question: Question) -> list[str]:
    """Return the cells of both arms without an obstacle, with one, and with two."""
    rule = question.rule
    names = [question.first_condition, *conditions(rule)]
    return [question.cell(f"{arm}@{name}") for name in names for arm in (rule.arm, rule.base)]


def judge(question: Question, table: Table) -> Judged:
    """Return the rows of the bootstraps and of the halves, and the verdict; `extra` has the obstacles' weights."""
    from scipy.stats import kendalltau

    rule = question.rule
    sign = direction(question, rule.outcome)

    def advantage(condition: str) -> np.ndarray:
        own, other = (table.of(question.cell(f"{arm}@{condition}"), rule.outcome) for arm in (rule.arm, rule.base))
        return sign * (own - other)

    plain = advantage(question.first_condition)
    alone = np.array([advantage(name) for name in rule.obstacles])
    count = len(rule.obstacles)
    pairs = np.zeros((count, count, len(plain)))
    for a, b in combinations(range(count), 2):
        pairs[a, b] = pairs[b, a] = advantage(f"{rule.obstacles[a]}+{rule.obstacles[b]}")
    weights = np.zeros((count, len(plain)))
    for k in range(count):
        others = [j for j in range(count) if j != k]
        beside = np.mean([alone[j] - pairs[k, j] for j in others], axis=0)
        weights[k] = (plain - alone[k] + beside) / 2
    mean = weights.mean(axis=1)
    leading = set(np.argsort(-mean)[: rule.top])
    samples = resampled(len(plain), BOOTSTRAPS)
    same = [set(np.argsort(-weights[:, sample].mean(axis=1))[: rule.top]) == leading for sample in samples]
    first, second = halves(len(plain))
    tau = float(kendalltau(weights[:, first].mean(axis=1), weights[:, second].mean(axis=1)).statistic)
    share = float(np.mean(same)) if len(plain) > 1 else float("nan")
    rows = _rows(rule, share, tau, len(plain))
    order = np.argsort(-mean)
    ranked = {rule.obstacles[int(k)]: float(mean[k]) for k in order}
    return decided(settled(rows), "all", {}, extra={"weights": ranked})


def unfilled(question: Question, extra: Mapping[str, Any]) -> list[Row]:
    """Return the rows of the bootstraps and of the halves without values."""
    return _rows(question.rule, np.nan, np.nan, 0)


def _rows(rule: Ranks, share: float, tau: float, seeds: int) -> list[Row]:
    return [
        Row("top", "ranks", rule.outcome, share, share, share, rule.share, np.nan, seeds, exact=True),
        Row("tau", "ranks", rule.outcome, tau, tau, tau, rule.tau, np.nan, seeds, exact=True),
    ]
