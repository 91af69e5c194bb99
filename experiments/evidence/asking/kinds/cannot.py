"""A question that the model cannot represent: undecided, with the reason.

It is listed, so that nobody takes its absence for an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from experiments.evidence.asking.verdicts import UNDECIDED, Judged, Row
from experiments.shapes import Table as Keys
from experiments.shapes import Text, by_language, in_every_language
from samskaping.language import Versions

if TYPE_CHECKING:
    from experiments.evidence.asking.question import Question
    from experiments.evidence.asking.table import Table


@in_every_language
class Shape(Keys):
    """What the model lacks."""

    reason_en: Text


def read(shape: Shape) -> Versions:
    """Return the reason, by language."""
    return Versions(by_language(shape, "reason_"))


def check(question: Question) -> None:
    """Accept any question."""


def cells(question: Question) -> list[str]:
    """Return no cell: nothing is run."""
    return []


def judge(question: Question, table: Table) -> Judged:
    """Return that the question is undecided."""
    return Judged((), (), UNDECIDED, 1.0, (("cannot", {"reason": question.rule}),))


def unfilled(question: Question, extra: Mapping[str, Any]) -> list[Row]:
    """Return no row: nothing is tested."""
    return []
