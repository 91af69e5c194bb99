"""Differences between cells: the claim holds where they exceed the smallest relevant effect.

A test is a sum of weighted cells, seed by seed: `first` minus `second`, or `terms = { cell = weight }`. So it covers a
difference between two arms in a named condition, a slope, an interaction, and a difference in differences. Cells are
written `arm@condition`. Tests form groups, and groups make the verdict:

    statistic = sense x (sum of weight x outcome), divided by the outcome of the second cell where the SRE is a share
    threshold = over x SRE, or `least`

`sense` is "better" or "worse" (by the outcome's own direction), "more", "less", or "different" (either way). With
`over` = -1 a test asks for "not worse by the SRE". Tests behind a `gate` count only where that group is upheld. Tests
with `decides = false` are shown and decide nothing. In names of tests, groups and gates {outcome}, {condition}, {first}
and {second} stand for those of the test. Inside a group all tests must hold, unless `within` says otherwise. Of
tests without a group, one is enough where `combine` is "any".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.errors import InputError, shown, suggestion
from experiments.design.values import one_of
from experiments.evidence.asking.kinds.values import mapping, number, some_names, switch
from experiments.evidence.asking.table import direction
from experiments.evidence.asking.verdicts import COMBINE, Judged, Row, decided, row_of, settled
from experiments.shapes import Table as Keys
from experiments.shapes import Text

if TYPE_CHECKING:
    from experiments.evidence.asking.question import Question
    from experiments.evidence.asking.table import Table

ALONE = "all"
"""The group of tests that name none."""
SENSES = ("better", "worse", "more", "less", "different")


class Test(Keys):
    """One test, or several alike: every outcome, condition, first and second that it lists."""

    name: Text = ""
    group: Text = ALONE
    outcomes: Any
    first: Any = None
    second: Any = None
    conditions: Any = None
    terms: Any = None
    sense: Text = "better"
    over: Any = 1
    least: Any = None
    gate: Text = ""
    decides: Any = True


class Shape(Keys):
    """The tests, and how they make a verdict."""

    combine: Text = "all"
    within: Any = {}
    tests: list[Test]


@dataclass(frozen=True)
class Contrast:
    """One test with its cells and weights. Without a name it takes those of its `pair` and of the condition `at`."""

    name: str
    pair: tuple[str, str]
    at: str
    group: str
    outcome: str
    terms: tuple[tuple[str, float], ...]
    scale: str
    sense: str
    over: float
    least: float | None
    gate: str
    decides: bool


@dataclass(frozen=True)
class Contrasts:
    """All tests of a question, and how groups and the question combine them."""

    tests: tuple[Contrast, ...]
    combine: Any
    within: Mapping[str, Any]


def read(shape: Shape) -> Contrasts:
    """Return the tests, each listed alone."""
    combine = one_of(shape.combine, COMBINE, "combine")
    within = {name: one_of(how, COMBINE, f"within.{name}") for name, how in mapping(shape.within, "within").items()}
    tests = expanded(shape.tests)
    if combine == "any" and any(test.group == ALONE for test in tests):
        within = {ALONE: combine, **within}
    return Contrasts(tests, combine, within)


def expanded(tests: Sequence[Test]) -> tuple[Contrast, ...]:
    """Return tests with every outcome, condition, first and second alone."""
    return tuple(one for k, test in enumerate(tests, 1) for one in _expanded(test, f"[[rule.tests]] #{k}"))


def _expanded(test: Test, where: str) -> list[Contrast]:
    pair = test.first is not None and test.second is not None
    if pair == (test.terms is not None):
        raise InputError("{where}: give first and second, or terms = {{ cell = weight }}", where=where)
    over = number(test.over, f"{where}: over")
    least = None if test.least is None else number(test.least, f"{where}: least")
    decides = switch(test.decides, f"{where}: decides")
    one_of(test.sense, SENSES, f"{where}, sense")
    outcomes = some_names(test.outcomes, f"{where}: outcomes")
    conditions = some_names(test.conditions, f"{where}: conditions") if test.conditions else ("",)
    pairs, given = [("", "")], {}
    if pair:
        firsts, seconds = some_names(test.first, f"{where}: first"), some_names(test.second, f"{where}: second")
        pairs = list(product(firsts, seconds))
    else:
        given = _weights(test.terms, f"{where}: terms")
    found = []
    for outcome, condition in product(outcomes, conditions):
        for first, second in pairs:
            if pair and first == second:
                continue
            words = {"outcome": outcome, "condition": condition, "first": first, "second": second}
            weights = {first: 1.0, second: -1.0} if pair else given
            terms = tuple((_at(cell, condition), weight) for cell, weight in weights.items())
            at = condition if "{condition}" not in test.group else ""
            name = _filled(test.name, words) or ("" if pair else " ".join(cell for cell, _ in terms))
            found.append(
                Contrast(
                    name, (first, second), at, _filled(test.group, words), outcome, terms,
                    terms[1 if pair else 0][0], test.sense, over, least,
                    _filled(test.gate, words), decides,
                )
            )  # fmt: skip
    if not found:
        raise InputError("{where}: {cell} is compared with itself", where=where, cell=pairs[0][0])
    return found


def _weights(terms: Any, where: str) -> dict[str, float]:
    given = mapping(terms, where)
    if not given:
        raise InputError("{key} = {value} is not valid: it must be a table", key=where, value=shown(terms))
    return {cell: number(weight, f"{where}.{cell}") for cell, weight in given.items()}


def _at(cell: str, condition: str) -> str:
    return f"{cell}@{condition}" if condition and "@" not in cell else cell


def _filled(text: str, words: Mapping[str, str]) -> str:
    for key, value in words.items():
        text = text.replace("{" + key + "}", value)
    return text


def check(question: Question) -> None:
    """Raise `InputError` for cells, outcomes, groups or gates that the question lacks."""
    check_tests(question, question.rule.tests)
    groups = {test.group for test in question.rule.tests}
    for what, names in (("within", question.rule.within), ("gate", {test.gate for test in question.rule.tests})):
        for name in names:
            if name and name not in groups:
                raise InputError(
                    "[rule] {what}: unknown group {name!r}; valid: {names}{hint}",
                    what=what, name=name, names=", ".join(sorted(groups)), hint=suggestion(name, groups),
                )  # fmt: skip


def check_tests(question: Question, tests: Sequence[Contrast]) -> None:
    """Raise `InputError` for a test whose cells or outcome the question lacks, or whose effect has no smallest size."""
    for test in tests:
        names = [question.cell(cell) for cell, _ in test.terms]
        if test.pair != ("", ""):
            question.compares(*names)  # "NPG" and "NPG@today" may be one
        if test.outcome not in question.outcomes:
            raise InputError(
                "[rule] outcome {name!r} is not among outcomes; valid: {names}{hint}",
                name=test.outcome, names=", ".join(question.outcomes),
                hint=suggestion(test.outcome, question.outcomes),
            )  # fmt: skip
        if test.outcome not in question.sre:
            raise InputError("sre.{name} is missing: the smallest relevant effect on each outcome", name=test.outcome)


def cells(question: Question) -> list[str]:
    """Return the cells of the tests that decide."""
    names = [question.cell(cell) for test in question.rule.tests if test.decides for cell, _ in test.terms]
    return list(dict.fromkeys(names))


def judge(question: Question, table: Table) -> Judged:
    """Return the rows of all tests whose cells have results, and the verdict."""
    rule = question.rule
    there = [t for t in rule.tests if all(question.cell(cell) in table.values for cell, _ in t.terms)]
    rows = settled(row(question, table, test) for test in there)
    return decided(rows, rule.combine, rule.within)


def unfilled(question: Question, extra: Mapping[str, Any]) -> list[Row]:
    """Return the rows of the tests that decide, without values."""
    return [_row(question, test, np.empty(0)) for test in question.rule.tests if test.decides]


def row(question: Question, table: Table, test: Contrast) -> Row:
    """Return the row of one test."""
    return _row(question, test, statistic(question, table, test))


def limit_of(question: Question, test: Contrast) -> float:
    """Return what a test needs: above 0 a gain, below 0 that a loss is smaller than this."""
    return test.over * question.sre[test.outcome].size if test.least is None else test.least


def _row(question: Question, test: Contrast, values: np.ndarray) -> Row:
    sre = question.sre[test.outcome]
    return row_of(
        values, limit_of(question, test), test.sense == "different", name=test.name or _called(question, test),
        group=test.group, outcome=test.outcome, precision=sre.size / 3, decides=test.decides, gate=test.gate,
        relative=sre.relative,
    )  # fmt: skip


EITHER = "either way"


def _called(question: Question, test: Contrast) -> str:
    """Return the name of a difference between two cells, in the order in which one is taken from the other."""
    first, second = test.pair if _sign(question, test) > 0 else test.pair[::-1]
    parts = [f"{first} \N{MINUS SIGN} {second}", EITHER if test.sense == "different" else "", test.at]
    return ", ".join(part for part in parts if part)


def statistic(question: Question, table: Table, test: Contrast) -> Any:
    """Return a test's statistic, (seeds,), or (points, seeds), turned so that the claim means high values."""
    values = sum(weight * table.of(question.cell(cell), test.outcome) for cell, weight in test.terms)
    if question.sre[test.outcome].relative:
        usual = abs(np.nanmean(table.of(question.cell(test.scale), test.outcome), axis=-1, keepdims=True))
        values = values / usual
    return values * _sign(question, test)


def _sign(question: Question, test: Contrast) -> int:
    """Return 1 where high values of the weighted sum speak for the claim, else -1."""
    better = direction(question, test.outcome)
    return {"better": better, "worse": -better, "more": 1, "less": -1, "different": 1}[test.sense]
