"""Parts of a claim that ask only that one way is not worse than others by the smallest relevant effect.

Such a part holds also where others are better by less. Its verdict is called "not relevantly worse", not "upheld". The
answer says which way is best by point estimate, and which others stay within the limit of the best.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.evidence.asking.kinds.contrast import limit_of
from experiments.evidence.asking.verdicts import REJECTED, UPHELD

if TYPE_CHECKING:
    from experiments.evidence.asking.kinds.contrast import Contrast
    from experiments.evidence.asking.question import Question

_BELOW = {"better": "worse", "worse": "better", "more": "lower", "less": "higher"}
"""By the sense of a test: what the first cell may be by less than the limit."""


def limits_of(question: Question) -> dict[str, dict[str, Any]]:
    """Return the parts in which every test that decides has a limit below 0, as plain data by group.

    Each has `than`, what the first cell must not be ("worse"), `combine` inside the group, and `cells`, the two of each
    test. These are left out unless all tests compare one cell with others in one outcome, in its own unit.
    """
    found = {}
    for group in dict.fromkeys(test.group for test in getattr(question.rule, "tests", ())):
        tests = [test for test in question.rule.tests if test.group == group and test.decides]
        senses = {test.sense for test in tests}
        if len(senses) == 1 and senses <= set(_BELOW) and all(limit_of(question, test) < 0 for test in tests):
            found[group] = {
                "than": _BELOW[senses.pop()], "combine": question.rule.within.get(group, "all"),
                "cells": _cells(question, tests),
            }  # fmt: skip
    return found


def _cells(question: Question, tests: Sequence[Contrast]) -> list[list[str]]:
    """Return the first and second cell of each test, as "better" and "more" count; none where they do not compare."""
    pairs = [[question.cell(cell) for cell, _ in test.terms] for test in tests]
    alike = len({(pair[0], test.outcome, limit_of(question, test)) for pair, test in zip(pairs, tests)}) == 1
    simple = all(test.pair[0] and test.sense == "better" for test in tests)
    return pairs if alike and simple and not question.sre[tests[0].outcome].relative else []


@dataclass(frozen=True)
class Best:
    """Which cell of a group is best by point estimate.

    Attributes:
        group: its name. claimed, best: cells, `arm@condition`.
        ahead, low, high: of the best before the claimed one, with its 95 % interval; 0 where they are the same.
        within: the other cells less than `limit` behind the best, the claimed one among them.
    """

    group: str
    claimed: str
    best: str
    ahead: float
    low: float
    high: float
    limit: float
    within: tuple[str, ...]


def best_of(limits: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> list[Best]:
    """Return the best cell of each group with cells; `rows` are the deciding ones, in the rule's order."""
    found = []
    for group, limit in limits.items():
        here = [row for row in rows if row["group"] == group]
        if not limit["cells"] or len(here) != len(limit["cells"]) or any(_missing(row["mean"]) for row in here):
            continue
        claimed = limit["cells"][0][0]
        behind = {claimed: 0.0} | {pair[1]: row["mean"] for pair, row in zip(limit["cells"], here)}
        intervals = {pair[1]: (-row["high"], -row["low"]) for pair, row in zip(limit["cells"], here)}
        best = min(behind, key=lambda cell: behind[cell])
        size = -here[0]["threshold"]
        within = [cell for cell in behind if cell != best and behind[cell] - behind[best] < size]
        low, high = intervals.get(best, (0.0, 0.0))
        found.append(Best(group, claimed, best, -behind[best], low, high, size, tuple(within)))
    return found


def limit_of_all(answer: Mapping[str, Any], groups: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the limit of a whole answer, where all parts that count have such limits; else None."""
    limits = answer.get("limits", {})
    counting = [group["name"] for group in groups if group["counts"]]
    if not counting or any(name not in limits for name in counting):
        return None
    found = [limits[name] for name in counting]
    return {"than": found[0]["than"]} if len({one["than"] for one in found}) == 1 else None


def verdict_key(verdict: str, limit: Mapping[str, Any] | None) -> str:
    """Return the key of the text that a verdict is called by: "upheld", or "not_worse" where a limit is tested."""
    if limit is None:
        return verdict
    return {UPHELD: f"not_{limit['than']}", REJECTED: limit["than"]}.get(verdict, verdict)


def by_one_alone(verdict: str, limit: Mapping[str, Any], tests: Sequence[str]) -> bool:
    """Return whether a group has its verdict by some of its `tests`, so that it says "than at least one"."""
    enough = (verdict, limit["combine"]) in ((UPHELD, "any"), (REJECTED, "all"))
    return enough and any(one != verdict for one in tests)


def _missing(value: Any) -> bool:
    return value is None or math.isnan(value)
