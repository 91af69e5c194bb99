"""The results that a rule judges: outcomes by cell and seed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from model.outcomes.outcomes import OUTCOMES, Outcome
from samskaping.registry import registered

if TYPE_CHECKING:
    from experiments.evidence.asking.question import Derived, Question

_OF_THE_MODEL = {outcome.name: outcome for outcome in OUTCOMES}


class Table:
    """Outcomes by cell, `arm@condition`, and seed; every cell has the same seeds."""

    def __init__(
        self, values: Mapping[str, Mapping[str, np.ndarray]], derived: Mapping[str, Derived] | None = None,
        points: Any = None,
    ) -> None:  # fmt: skip
        """Keep `values`, {cell: {outcome: (seeds,)}}; `points` are the sampled settings where a rule has some."""
        self.values, self.derived, self.points = values, derived or {}, points

    @property
    def cells(self) -> list[str]:
        """The cells that have results."""
        return list(self.values)

    @property
    def seeds(self) -> int:
        """How many seeds each cell has."""
        return next((len(one) for cell in self.values.values() for one in cell.values()), 0)

    def of(self, cell: str, outcome: str) -> np.ndarray:
        """Return an outcome of the model, or a derived one, in a cell: (seeds,), or (points, seeds)."""
        there = self.values[cell]
        if outcome in there:
            return there[outcome]
        one = self.derived[outcome]
        if one.sum:
            above, below = (np.sum([there[name] for name in names], axis=0) for names in (one.sum, one.over))
            return np.asarray(above / below)
        return there[one.base] + one.price * (there[one.top] - there[one.base])

    def part(self, seeds: np.ndarray | slice) -> Table:
        """Return the table with some of the seeds: their places, (seeds,), or a slice."""
        return Table(
            {cell: {name: one[..., seeds] for name, one in there.items()} for cell, there in self.values.items()},
            self.derived, self.points,
        )  # fmt: skip


def declared(outcome: str) -> Outcome | None:
    """Return the declaration of an outcome of the model, or of a file that this process has read; else None."""
    return _OF_THE_MODEL.get(outcome) or registered("outcome").get(outcome)


def better(outcome: str) -> str:
    """Return the better direction of an outcome; "neither" where it is not declared, as for derived ones."""
    found = declared(outcome)
    return found.better if found else "neither"


def direction(question: Question, outcome: str) -> int:
    """Return 1 where higher is better, -1 where lower is; of a derived outcome its base decides, else 1."""
    name = outcome
    if outcome in question.derived:
        name = question.derived[outcome].base or outcome
    return -1 if better(name) == "lower" else 1


def halves(seeds: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of every second seed, and of the others, (seeds / 2,) whole numbers each."""
    places = np.arange(seeds)
    return places[::2], places[1::2]


def resampled(seeds: int, draws: int, seed: int = 1) -> np.ndarray:
    """Return bootstrap samples of places of seeds, (draws, seeds); the same call gives the same samples."""
    return np.random.default_rng([seed, seeds]).integers(0, seeds, (draws, seeds))
