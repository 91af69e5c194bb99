"""What a leader can ask a class: the questions of the dashboard, and the comparison that its link sets up."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.classroom.roles import ROLES, at_the_start, settings_of
from dashboard.content.questions import QUESTIONS
from dashboard.state import Settings
from experiments.analysis.relevance import RELEVANT

LINK = "link"
"""The task that compares what the dashboard's link compares."""
ROLE_PLAY = "roles"
"""The task in which teams decide the rules."""
OF_LINK = ("met_need", "fit", "trust", "felt_voice", "met_need_gap", "public_cost_nok_per_capita",
           "citizen_hours_per_capita", "strain", "political_support")  # fmt: skip
"""Outcomes to choose among for the comparison of a link."""


@dataclass(frozen=True)
class Task:
    """A comparison to guess about: the last way of governing against the first, in some outcomes."""

    id: str
    outcomes: tuple[str, ...]
    settings: Settings


def names() -> tuple[str, ...]:
    """Return all tasks in order."""
    return (*(question.id for question in QUESTIONS), LINK, ROLE_PLAY)


def question_task(id_: str, base: Settings) -> Task:
    """Return a question of the dashboard in the town, the size and the seeds of `base`. Raises `KeyError`."""
    question = {one.id: one for one in QUESTIONS}[id_]
    return Task(id_, (question.outcome,), question.settings(base))


def link_task(outcome: str, base: Settings) -> Task | None:
    """Return the comparison of a link with one of `OF_LINK` to guess; None where it compares nothing."""
    if outcome not in OF_LINK or len(base.paradigms) < 2:
        return None
    return Task(LINK, (outcome,), base)


def role_task(base: Settings) -> Task:
    """Return the task of a role round before anything is decided."""
    return Task(ROLE_PLAY, tuple(role.guessed for role in ROLES), settings_of(base, at_the_start()))


assert set(OF_LINK) <= set(RELEVANT)
