"""Better *and* cheaper at once: chosen on half of the seeds, tested on the others.

At each price of citizens' hours, every second seed chooses: the candidate with most seeds in which both hold. It must
be better and cheaper than every reference, each by `over` times the SRE. Its share of the other seeds is compared with
one half (exact binomial test). The claim needs every price.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.errors import InputError
from experiments.evidence.asking.kinds.values import number, some_names
from experiments.evidence.asking.table import direction, halves
from experiments.evidence.asking.verdicts import Judged, Row, decided, settled
from experiments.shapes import Table as Keys
from experiments.shapes import Text

if TYPE_CHECKING:
    from experiments.evidence.asking.question import Question
    from experiments.evidence.asking.table import Table

HALF = 0.5
SEEDS_A_POINT = 2
"""Fewest seeds at a sampled point: one to choose on, and one to test on."""


class Shape(Keys):
    """Which arms may be better and cheaper than which, and in what."""

    candidates: Any
    references: Any
    better: Text
    cheaper: Any
    over: Any = 1


@dataclass(frozen=True)
class Joint:
    """The rule: `cheaper` are costs, one for each price."""

    candidates: tuple[str, ...]
    references: tuple[str, ...]
    better: str
    cheaper: tuple[str, ...]
    over: float


def read(shape: Shape) -> Joint:
    """Return the rule."""
    candidates, references, cheaper = (
        some_names(getattr(shape, key), f"[rule] {key}") for key in ("candidates", "references", "cheaper")
    )
    return Joint(candidates, references, shape.better, cheaper, number(shape.over, "[rule] over"))


def check(question: Question) -> None:
    """Raise `InputError` for arms or outcomes that the question lacks."""
    rule = question.rule
    for candidate, reference in product(rule.candidates, rule.references):
        question.compares(candidate, reference)
    for outcome in (rule.better, *rule.cheaper):
        if outcome not in question.sre:
            raise InputError("sre.{name} is missing: the smallest relevant effect on each outcome", name=outcome)


def cells(question: Question) -> list[str]:
    """Return the cells of candidates and references."""
    return [question.cell(arm) for arm in (*question.rule.candidates, *question.rule.references)]


def judge(question: Question, table: Table) -> Judged:
    """Return a row for each price, and the verdict."""
    rule = question.rule
    choosing, testing = halves(table.seeds)
    rows, chosen = [], {}
    for cost in rule.cheaper:
        wins = {arm: _wins(question, table, arm, cost) for arm in rule.candidates}
        best = max(rule.candidates, key=lambda arm: wins[arm][choosing].mean() if len(choosing) else 0.0)
        chosen[cost] = best
        rows.append(_row(best, cost, wins[best][testing]))
    return decided(settled(rows), "all", {}, extra={"chosen": chosen})


def unfilled(question: Question, extra: Mapping[str, Any]) -> list[Row]:
    """Return the row of each price without its value; `extra` says which arm was chosen at it."""
    return [_row(extra["chosen"][cost], cost, np.empty(0)) for cost in question.rule.cheaper]


def _wins(question: Question, table: Table, arm: str, cost: str) -> np.ndarray:
    """Return by seed whether an arm is better and cheaper than every reference, (seeds,)."""
    won = np.ones(table.seeds, bool)
    for reference in question.rule.references:
        for outcome, sign in ((question.rule.better, direction(question, question.rule.better)), (cost, -1)):
            own, other = (table.of(question.cell(one), outcome) for one in (arm, reference))
            sre = question.sre[outcome]
            unit = abs(np.nanmean(other)) if sre.relative else 1.0
            won &= sign * (own - other) / unit > question.rule.over * sre.size
    return won


def _row(arm: str, cost: str, won: np.ndarray) -> Row:
    from scipy.stats import binomtest

    test = binomtest(int(won.sum()), len(won), HALF) if len(won) else None
    low, high = test.proportion_ci() if test else (np.nan, np.nan)
    return Row(
        name=arm, group=cost, outcome=cost, mean=float(won.mean()) if len(won) else np.nan, low=float(low),
        high=float(high), threshold=HALF, p=float(test.pvalue) if test else np.nan, seeds=len(won),
    )  # fmt: skip
