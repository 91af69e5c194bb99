"""Goal weightings: is an arm first for people with one set of goals, and not for people with another?

Weightings are drawn from two Dirichlet distributions, `supporters` and `opponents`, whose concentrations stand in the
file. An arm's score is the weighted sum of its outcomes, each divided by a span. Spans do not depend on the arms: they
are the SRE, or the spans of a named scale. The arm must be first in `least` of the supporters' weightings, and in
at most `most` of the opponents'. Uncertainty over seeds is bootstrapped. Scales that disagree leave the question
undecided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from agents.errors import InputError
from experiments.defaults import LARGEST_SEED
from experiments.evidence.asking.kinds.values import above_zero, mapping, number, some_names
from experiments.evidence.asking.table import direction, resampled
from experiments.evidence.asking.verdicts import UNDECIDED, Judged, Row, bootstrapped, decided, settled
from experiments.runs.run import integer
from experiments.shapes import Table as Keys
from experiments.shapes import Text

if TYPE_CHECKING:
    from experiments.evidence.asking.question import Question
    from experiments.evidence.asking.table import Table

BOOTSTRAPS = 400
MOST_DRAWS = 100_000
SIDES = ("supporters", "opponents")


class Shape(Keys):
    """The weightings, the arms they choose among, and the shares that the claim needs."""

    sets: Any
    supporters: Any
    opponents: Any
    supporters_word: Text = "for"
    opponents_word: Text = "against"
    draws: Any = 1000
    seed: Any = 1
    least: Any
    most: Any
    scales: Any = {}


@dataclass(frozen=True)
class Weightings:
    """The rule. `sets` lists arms that are compared, the claim's own first; `scales` holds {scale: {outcome: span}}."""

    sets: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, Mapping[str, float]]
    words: Mapping[str, str]
    draws: int
    seed: int
    least: float
    most: float
    scales: Mapping[str, Mapping[str, float]]


def read(shape: Shape) -> Weightings:
    """Return the rule."""
    sets = mapping(shape.sets, "[rule] sets")
    scales = mapping(shape.scales, "[rule] scales")
    return Weightings(
        {name: some_names(arms, f"[rule] sets.{name}") for name, arms in sets.items()},
        {side: above_zero(getattr(shape, side), f"[rule] {side}") for side in SIDES},
        {side: getattr(shape, f"{side}_word") for side in SIDES},
        integer("[rule] draws", shape.draws, 1, MOST_DRAWS), integer("[rule] seed", shape.seed, 0, LARGEST_SEED),
        number(shape.least, "[rule] least"), number(shape.most, "[rule] most"),
        {name: above_zero(spans, f"[rule] scales.{name}") for name, spans in scales.items()},
    )  # fmt: skip


def check(question: Question) -> None:
    """Raise `InputError` for arms or outcomes that the question lacks, and scales without a span of each outcome."""
    rule = question.rule
    for arms in rule.sets.values():
        for arm in arms:
            question.cell(arm)
    used = {name for weights in rule.weights.values() for name in weights}
    for name in used:
        if name not in question.sre:
            raise InputError("sre.{name} is missing: the smallest relevant effect on each outcome", name=name)
    for scale, spans in rule.scales.items():
        for name in used - set(spans):
            raise InputError("[rule] scales.{scale}: the span of {name} is missing", scale=scale, name=name)


def cells(question: Question) -> list[str]:
    """Return the cells of all arms that are compared."""
    return list(dict.fromkeys(question.cell(arm) for arms in question.rule.sets.values() for arm in arms))


def judge(question: Question, table: Table) -> Judged:
    """Return two rows for each set of arms and scale, and the verdict."""
    rule, rows = question.rule, []
    for test in _tests(rule):
        arms, spans = rule.sets[test.arms], rule.scales.get(test.scale)
        share, draws = _first(question, table, arms, rule.weights[test.side], spans)
        if test.side == "opponents":  # turned, so that high values speak for the claim
            share, draws = 1 - share, 1 - draws
        rows.append(_row(rule, test, share, draws, table.seeds))
    judged = decided(settled(rows), "all", {})
    by_scale: dict[str, set[str]] = {}
    for group in judged.groups:
        by_scale.setdefault(group.name.rpartition(", ")[0], set()).add(group.verdict)
    if any(len(found) > 1 for found in by_scale.values()):
        return replace(judged, verdict=UNDECIDED, p=1.0, notes=(("scaling", {}),))
    return judged


def unfilled(question: Question, extra: Mapping[str, Any]) -> list[Row]:
    """Return the rows of all sets of arms and scales without values."""
    return [_row(question.rule, test, np.nan, np.empty(0), 0) for test in _tests(question.rule)]


class _Test(NamedTuple):
    arms: str
    scale: str
    side: str


def _tests(rule: Weightings) -> list[_Test]:
    return [_Test(*one) for one in product(rule.sets, ("sre", *rule.scales), SIDES)]


def _row(rule: Weightings, test: _Test, share: float, draws: np.ndarray, seeds: int) -> Row:
    threshold, word = (rule.least, "first") if test.side == "supporters" else (1 - rule.most, "not first")
    return bootstrapped(
        share, draws, threshold, name=f"{rule.sets[test.arms][0]}, {word}: {rule.words[test.side]}",
        group=f"{test.arms}, {test.scale}", outcome="", seeds=seeds,
    )  # fmt: skip


def _first(
    question: Question, table: Table, arms: tuple[str, ...], weights: Mapping[str, float],
    spans: Mapping[str, float] | None,
) -> tuple[float, np.ndarray]:  # fmt: skip
    """Return the share of weightings in which the first arm is first, and its bootstrap draws."""
    names = list(weights)
    drawn = np.random.default_rng(question.rule.seed).dirichlet([weights[name] for name in names], question.rule.draws)
    values = np.array([[_scaled(question, table, arm, name, arms[0], spans) for name in names] for arm in arms])
    means = values.mean(axis=2)  # (arms, outcomes)

    def share(of: np.ndarray) -> float:
        return float((np.argmax(drawn @ of.T, axis=1) == 0).mean())

    samples = resampled(table.seeds, BOOTSTRAPS)
    draws = [share(values[:, :, sample].mean(axis=2)) for sample in samples] if table.seeds > 1 else []
    return share(means), np.array(draws)


def _scaled(
    question: Question, table: Table, arm: str, outcome: str, first: str, spans: Mapping[str, float] | None
) -> np.ndarray:
    values = direction(question, outcome) * table.of(question.cell(arm), outcome)
    sre = question.sre[outcome]
    if sre.relative:  # of the level in the reference arm, the same for all arms
        values = values / abs(np.nanmean(table.of(question.cell(question.arms[0].name), outcome)))
    return values / (sre.size if spans is None else spans[outcome])
