"""Phases in Python that run only in some months; all others are compiled."""

from collections.abc import Callable
from typing import Any

from model.town.town import Town

Phase = Callable[[Town], None]


def occasional(due: Callable[[Town], bool]) -> Callable[[Phase], Phase]:
    """Declare a phase that runs in months for which `due(town)` is true.

    The answer must be the same before the month begins and when the phase's turn comes, since either is asked.
    """

    def declared(phase: Phase) -> Phase:
        made: Any = phase
        made.due = due
        return phase

    return declared


def is_due(phase: Phase, town: Town) -> bool:
    """Return whether a phase runs this month; those not declared as occasional always do."""
    due = getattr(phase, "due", None)
    return due is None or bool(due(town))
