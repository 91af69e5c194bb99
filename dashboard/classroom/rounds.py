"""One round of a room: a question to guess, or roles that decide rules. Its steps, its guesses and its counts."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.classroom.roles import BY_ID, Decided, at_the_start, decided
from dashboard.classroom.tasks import ROLE_PLAY, Task
from dashboard.classroom.work import Work

GUESSES = ("higher", "same", "lower")
GUESS, SHOWN, ANSWER = "guess", "shown", "answer"
"""Steps: phones guess (and teams choose); guesses and choices are closed and shown; the answer is shown."""


@dataclass
class Guess:
    """What one phone sent: a guess for each outcome, and a reason."""

    by_outcome: Mapping[str, str]
    reason: str = ""
    hidden: bool = False
    team: str = ""
    votes: Mapping[str, str] = field(default_factory=dict)
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    """A random name, by which the leader hides the reason."""


@dataclass
class Round:
    """One round. Not safe for threads: its room locks."""

    number: int
    task: Task
    start: Decided = field(default_factory=dict)
    """In a role round the options that hold before the teams decide."""
    step: str = GUESS
    guesses: dict[str, Guess] = field(default_factory=dict)
    """By phone."""
    committed: dict[str, str] = field(default_factory=dict)
    """The options that the teams have committed to."""
    work: Work | None = None
    reasons_shown: bool = False

    @property
    def is_role_play(self) -> bool:
        """Whether teams decide rules in it."""
        return self.task.id == ROLE_PLAY

    @property
    def open(self) -> bool:
        """Whether phones may guess."""
        return self.step == GUESS

    def counts(self, outcome: str) -> dict[str, int]:
        """Return how many guess each of `GUESSES` about an outcome."""
        made = dict.fromkeys(GUESSES, 0)
        for guess in self.guesses.values():
            if outcome in guess.by_outcome:
                made[guess.by_outcome[outcome]] += 1
        return made

    def tally(self, team: str) -> dict[str, dict[str, int]]:
        """Return how many phones of a team want each option, by choice."""
        votes = [one.votes for one in self.guesses.values() if one.team == team]
        return {
            choice.id: {one.name: sum(vote.get(choice.id) == one.name for vote in votes) for one in choice.options}
            for choice in BY_ID[team].choices
        }

    def decided(self) -> dict[str, str]:
        """Return the options with most votes of the phones so far."""
        return decided((one.votes for one in self.guesses.values()), self.start or at_the_start())

    def reasons(self) -> list[Guess]:
        """Return the guesses with a reason, in the reasons' alphabetical order, which does not say who wrote when."""
        return sorted((one for one in self.guesses.values() if one.reason), key=lambda one: (one.reason, one.id))

    def hide(self, id_: str, hidden: bool) -> None:
        """Hide a reason, or show it again. An unknown id changes nothing."""
        for one in self.guesses.values():
            if one.id == id_:
                one.hidden = hidden
