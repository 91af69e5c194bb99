"""The computation of a round: the comparison runs in the server's workers, and becomes a short answer."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from agents.errors import InputError
from dashboard.content.results import Estimate, Results, units_of
from dashboard.state import Settings
from dashboard.workers.jobs import Job
from dashboard.workers.pool import pool
from dashboard.workers.turns import Client
from experiments.analysis.relevance import RELEVANT, Size, size_of
from experiments.council.findings import LEAST, MOST

BY_FIFTH = "met_need"
"""The outcome that an answer also gives for the fifths with least and with most resources."""


@dataclass(frozen=True)
class Measured:
    """One outcome under the first and the last way of governing, and their difference with its 95 % interval."""

    outcome: str
    first: float
    last: float
    difference: float
    low: float
    high: float
    size: Size
    fifth: str = ""
    """`LEAST` or `MOST` where it is about one fifth of the citizens by resources."""

    @property
    def guess(self) -> str:
        """The guess that the answer agrees with. "Same" stands for what does not matter and for what is not settled."""
        if self.size in (Size.NONE, Size.UNCERTAIN):
            return "same"
        return "higher" if self.difference > 0 else "lower"

    def agrees(self, guess: str) -> bool:
        """Return whether a guess agrees. Where a difference may be too small to matter, "same" agrees as well."""
        return guess == self.guess or (self.size is Size.POSSIBLE and guess == "same")


def answer_of(results: Results, outcomes: Iterable[str]) -> tuple[Measured, ...]:
    """Return outcomes at the end, from complete results, and then those of the fifths."""
    first, last = results.names[0], results.names[-1]
    made = []
    for name in outcomes:
        values, change = results.at_the_end(name), results.differences(name)[last]
        made.append(_measured(name, values[first], values[last], change))
    by_fifth, changes = results.by_group(BY_FIFTH, "quintile"), results.group_differences(BY_FIFTH, "quintile")
    for fifth in (LEAST, MOST):
        if fifth in by_fifth:
            made.append(_measured(BY_FIFTH, by_fifth[fifth][first], by_fifth[fifth][last], changes[fifth][last], fifth))
    return tuple(made)


def _measured(name: str, first: Estimate, last: Estimate, change: Estimate, fifth: str = "") -> Measured:
    reference, difference, low, high = (float(v) for v in (first.mean, change.mean, change.low, change.high))
    smallest = RELEVANT[name].at(reference)
    size = size_of(difference, low, high, smallest) if math.isfinite(smallest) else Size.UNCERTAIN
    return Measured(name, reference, float(last.mean), difference, low, high, size, fifth)


class Work:
    """A comparison under way. Workers' threads fill it; the answer stays when the results are dropped."""

    def __init__(self, settings: Settings, outcomes: Iterable[str]) -> None:
        self.settings, self.outcomes = settings, tuple(dict.fromkeys(outcomes))
        self.answer: tuple[Measured, ...] | None = None
        self.error: object = None
        """Why there is no answer: a text, or an object that renders itself in a language."""
        self._results: Results | None = Results(settings)
        self._lock = threading.Lock()

    def start(self, owner: str, client: Client) -> None:
        """Request the results from the server's workers. `owner` names the job, for `pool().cancel`."""
        try:
            pool().submit(Job(owner, units_of(self.settings), self.take, client))
        except InputError as error:  # the server is full
            self.error = error

    @property
    def done(self) -> bool:
        """Whether there is an answer, or a reason why there is none."""
        return self.answer is not None or self.error is not None

    def progress(self) -> float:
        """Return the share of the simulated months that is done."""
        results = self._results
        return 1.0 if results is None else results.progress()

    def take(self, place: int, message: str, content: Any) -> None:
        """Take a message of the workers about the seed at a place, as `Job.on_message` gets it."""
        with self._lock:
            results = self._results
            if results is None:
                return
            if message == "part":
                results.add(place, content)
            elif message == "error":
                self.error = content
            if self.error is None and results.complete:
                self.answer = answer_of(results, self.outcomes)
            if self.done:
                self._results = None
