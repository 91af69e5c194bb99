"""Declarations of patterns: source, runs, measures, and a test that is fixed in advance.

A criterion passes if its 95 % interval over seeds lies in the declared range, so an effect that is not significant
fails. Ranges come from the sources; where a source gives only a direction, the range is "above 0" or "below 0". A
pattern passes if all its judged criteria do.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from experiments.defaults import MUNICIPALITY
from experiments.evidence.validation.probes import Probe
from model.governance import GovernanceModel

Place = Literal["imposed", "imposed in part", "emergent"]
Both = tuple[str, str]
"""A text in English and Norwegian."""


@dataclass(frozen=True)
class Arm:
    """One kind of run: rules, parameters, length, and probes that measure more than the outcomes.

    `town` returns the municipality of the k-th seed (from 0), simulated at full size; None is the default one, scaled.
    `change` changes the model before its first month.
    """

    name: str
    paradigm: str
    months: int = 60
    overrides: Mapping[str, Any] = field(default_factory=dict)
    probes: tuple[Callable[[], Probe], ...] = ()
    change: Callable[[GovernanceModel], None] | None = None
    town: Callable[[int], str] | None = None

    def place(self, k: int, citizens: int) -> tuple[str, int | None]:
        """Return municipality and number of citizens of the k-th seed's run."""
        return (MUNICIPALITY, citizens) if self.town is None else (self.town(k), None)


ArmResults = Mapping[str, pd.DataFrame]
"""By arm: one row a seed, one column a measure (an outcome, "outcome@month", "outcome/group", or a probe's)."""


@dataclass(frozen=True)
class Criterion:
    """A measure, (seeds,) numbers, and the range that its mean's interval must lie in.

    A criterion with `judged` off only shows its number. `why` explains a failure. It is given if and only if the
    criterion fails, and the command reports where that is no longer true.
    """

    text: Both
    measure: Callable[[ArmResults], np.ndarray]
    low: float = -math.inf
    high: float = math.inf
    judged: bool = True
    why: Both | None = None

    def holds(self, low: float, high: float) -> bool:
        """Return whether an interval lies in the range."""
        return bool(low > self.low if self.low == 0 else low >= self.low) and bool(
            high < self.high if self.high == 0 else high <= self.high
        )


@dataclass(frozen=True)
class Pattern:
    """A pattern of docs/evidence.md.

    `imposed` is its place in the model as that page has it, `design_note` its place in the design note. A pattern with
    `unverified`, the reason why its source is not reliable, is shown and not judged.
    """

    code: str
    title: Both
    source: str
    place: Place
    imposed: str
    design_note: Literal["imposed", "emergent", "sign imposed, size emergent", "level imposed, gradient emergent"]
    arms: tuple[Arm, ...]
    criteria: tuple[Criterion, ...]
    unverified: Both | None = None
    remark: Both | None = None
    """How the experiment differs from the pattern's source."""


def above(text: Both, measure: Callable[[ArmResults], np.ndarray], why: Both | None = None) -> Criterion:
    """Return the criterion that a measure is above 0."""
    return Criterion(text, measure, low=0.0, why=why)


def below(text: Both, measure: Callable[[ArmResults], np.ndarray], why: Both | None = None) -> Criterion:
    """Return the criterion that a measure is below 0."""
    return Criterion(text, measure, high=0.0, why=why)


def within(
    text: Both, measure: Callable[[ArmResults], np.ndarray], low: float, high: float, why: Both | None = None
) -> Criterion:
    """Return the criterion that a measure lies in a range."""
    return Criterion(text, measure, low, high, why=why)


def shown(text: Both, measure: Callable[[ArmResults], np.ndarray]) -> Criterion:
    """Return a measure that is shown and not judged."""
    return Criterion(text, measure, judged=False)


def of(arm: str, key: str) -> Callable[[ArmResults], np.ndarray]:
    """Return a measure: a column of an arm."""
    return lambda arms: arms[arm][key].to_numpy(float)


def change(key: str, base: str, arm: str) -> Callable[[ArmResults], np.ndarray]:
    """Return a measure: a column of `arm` minus that of `base`, paired by seed."""
    return lambda arms: arms[arm][key].to_numpy(float) - arms[base][key].to_numpy(float)


def relative(key: str, base: str, arm: str) -> Callable[[ArmResults], np.ndarray]:
    """Return a measure: the change as a share of the base."""
    return lambda arms: arms[arm][key].to_numpy(float) / arms[base][key].to_numpy(float) - 1.0
