"""Units of work, jobs that consist of units, and tasks that run them."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from agents.errors import InputError
from dashboard.workers.turns import FIRST, Client


class FullError(InputError):
    """The server takes no more jobs, of this visitor or of anybody."""


@dataclass(frozen=True)
class Unit:
    """One piece of work. Its name holds everything that its result depends on."""

    name: Hashable
    kind: str
    payload: Any = field(compare=False, repr=False)
    shown_after: int = field(default=1, compare=False)
    """Messages after which there is something to see."""


class Job:
    """What a tab waits for. `on_message` is called, from a worker's thread, with (unit's place, message, content).

    `owner` is the tab: its new job replaces its old one. `client` is the visitor, who may have many tabs. A job in the
    background has its turn when no other has work for a worker.
    """

    def __init__(
        self,
        owner: Hashable,
        units: Sequence[Unit],
        on_message: Callable[[int, str, Any], None],
        client: Client | None = None,
        background: bool = False,
    ) -> None:
        self.owner = owner
        self.units = tuple(units)
        self.on_message = on_message
        self.client = client or Client(str(owner))
        self.background = background
        self.cancelled = False
        self.number = next(_numbers)
        self.seconds = 0.0
        """Seconds of workers spent on it. A visitor's jobs go in this order."""
        self.left = len(self.units)
        """Units that have not ended."""
        self.shown = False
        """Whether there is something to see."""

    @property
    def first(self) -> bool:
        """Whether these are its first moments: there is nothing to see yet, and few seconds were spent on it."""
        return not (self.background or self.shown) and self.seconds < FIRST

    @property
    def head_start(self) -> bool:
        """Whether none of its units is done."""
        return self.left == len(self.units)

    def tell(self, place: int, message: str, content: Any) -> None:
        """Pass a message on, unless the job is cancelled. A visitor who cannot be reached does not stop the worker."""
        if self.cancelled:
            return
        try:
            self.on_message(place, message, content)
        except Exception as error:
            print(f"a message did not reach a visitor: {type(error).__name__}: {error}", file=sys.stderr)


_numbers = itertools.count()


class Task:
    """A unit under way or paused, with its listeners: jobs, and the unit's place in each."""

    def __init__(self, unit: Unit, job: Job, place: int) -> None:
        self.unit = unit
        self.number = next(_numbers)
        self.listeners: list[tuple[Job, int]] = [(job, place)]
        self.said: list[tuple[str, Any]] = []  # for listeners who join later
        self.size = 0
        self.started = False
        self.deaths = 0
        self.seconds = 0.0

    @property
    def shows(self) -> bool:
        """Whether there is something to see of it."""
        return len(self.said) >= self.unit.shown_after

    @property
    def wanted(self) -> bool:
        """Whether a job still waits for it."""
        return bool(self.listeners)

    @property
    def clients(self) -> set[Client]:
        """Return the visitors who wait for it."""
        return {job.client for job, _ in self.listeners}

    def restart(self) -> None:
        """Start again: the listeners get the same messages once more."""
        self.started, self.said, self.size, self.seconds = False, [], 0, 0.0
