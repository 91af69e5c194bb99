"""Figures of a municipality's own survey, which stand in for the model's in the plan of an evaluation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from experiments.council.evaluation.panel import Components


@dataclass(frozen=True)
class Figures:
    """Figures as a survey measures them, with its measurement error, on a scale from 0 to 1. None is the model's.

    Attributes:
        sd: standard deviation between persons: of one municipality, or of several where `icc` is given.
        stability: correlation of a person's two measurements.
        icc: share of the variance between persons that lies between municipalities.
        place_sd: standard deviation between municipalities of the change in their means.
    """

    sd: float | None = None
    stability: float | None = None
    icc: float | None = None
    place_sd: float | None = None

    @property
    def given(self) -> dict[str, float]:
        """The figures that stand in for the model's, by name."""
        return {name: value for name, value in vars(self).items() if value is not None}

    @property
    def of_persons(self) -> bool:
        """Whether persons vary otherwise than in the model."""
        return not self.given.keys() <= {"place_sd"}

    def in_place_of(self, parts: Components) -> Components:
        """Return the model's components with these figures in their place."""
        person, between = parts.person, parts.between
        if self.icc is not None:
            total = (person**2 + between**2) ** 0.5 if self.sd is None else self.sd
            person, between = total * (1.0 - self.icc) ** 0.5, total * self.icc**0.5
        elif self.sd is not None:
            person = self.sd
        return replace(
            parts, person=person, between=between, icc=between**2 / (between**2 + person**2),
            stability=parts.stability if self.stability is None else self.stability,
            place=parts.place if self.place_sd is None else self.place_sd,
        )  # fmt: skip


def rescaled(
    before: np.ndarray, after: np.ndarray, sd: float, correlation: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return two measurements of the same persons with this standard deviation and correlation, and the same means.

    Persons keep their order in what is common to both measurements and in how they change. Where nobody changes, or
    all are alike, that part is drawn from a normal distribution.
    """
    first, second = _standard(before, rng), _standard(after, rng)
    common, change = _standard(first + second, rng), _standard(second - first, rng)
    same, other = ((1.0 + correlation) / 2.0) ** 0.5 * common, ((1.0 - correlation) / 2.0) ** 0.5 * change
    return before.mean() + sd * (same - other), after.mean() + sd * (same + other)


def _standard(values: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return values with mean 0 and standard deviation 1."""
    around = values - values.mean()
    if not around.std() > _NOTHING:
        around = rng.standard_normal(len(values))
        around -= around.mean()
    return np.asarray(around / around.std(ddof=1))


_NOTHING = 1e-9
"""A standard deviation below which all values are the same but for rounding."""
