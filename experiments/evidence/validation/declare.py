"""How a pattern is declared: where it comes from, the runs it needs, what is measured, and the test, fixed beforehand.

A criterion passes when the whole 95 % interval over seeds lies in the range declared, and fails otherwise: an effect
that cannot be told from none is not shown. Ranges come from the sources; where a source gives a direction only, the
range is "above 0" or "below 0". A pattern passes when all its judged criteria do.
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
    """One kind of run: rules, parameters, length, and what is looked at besides the outcomes.

    `town` gives the municipality of the k-th seed (from 0) at its real size; without it, it is the default one, scaled.
    `change` is done to the model before its first month.
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


Found = Mapping[str, pd.DataFrame]
"""By arm: a row a seed, a column a measure (an outcome, "outcome@month", "outcome/group", or what a probe found)."""


@dataclass(frozen=True)
class Criterion:
    """What is measured, (seeds,) numbers, and the range that its mean's interval must lie in.

    With `judged` off the number is shown only. `why` explains a failure: it is there if and only if the criterion
    fails, and the command says so when that is no longer true.
    """

    text: Both
    measure: Callable[[Found], np.ndarray]
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
    """A pattern of docs/evidence.md; `imposed` is what that page says of its place, `note_said` what a note said.

    With `unverified` (why its source cannot be relied on) the pattern is shown and not judged.
    """

    code: str
    title: Both
    source: str
    place: Place
    imposed: str
    note_said: Literal["imposed", "emergent", "sign imposed, size emergent", "level imposed, gradient emergent"]
    arms: tuple[Arm, ...]
    criteria: tuple[Criterion, ...]
    unverified: Both | None = None
    remark: Both | None = None
    """What a reader must know about how the experiment stands for the pattern."""


def above(text: Both, measure: Callable[[Found], np.ndarray], why: Both | None = None) -> Criterion:
    """Return the criterion that something is above 0."""
    return Criterion(text, measure, low=0.0, why=why)


def below(text: Both, measure: Callable[[Found], np.ndarray], why: Both | None = None) -> Criterion:
    """Return the criterion that something is below 0."""
    return Criterion(text, measure, high=0.0, why=why)


def within(
    text: Both, measure: Callable[[Found], np.ndarray], low: float, high: float, why: Both | None = None
) -> Criterion:
    """Return the criterion that something lies in a range."""
    return Criterion(text, measure, low, high, why=why)


def shown(text: Both, measure: Callable[[Found], np.ndarray]) -> Criterion:
    """Return a measure that is shown and not judged."""
    return Criterion(text, measure, judged=False)


def of(arm: str, key: str) -> Callable[[Found], np.ndarray]:
    """Return a measure: a column of an arm."""
    return lambda found: found[arm][key].to_numpy(float)


def change(key: str, base: str, arm: str) -> Callable[[Found], np.ndarray]:
    """Return a measure: how a column of `arm` differs from that of `base`, seed by seed."""
    return lambda found: found[arm][key].to_numpy(float) - found[base][key].to_numpy(float)


def relative(key: str, base: str, arm: str) -> Callable[[Found], np.ndarray]:
    """Return a measure: the change as a share of the base."""
    return lambda found: found[arm][key].to_numpy(float) / found[base][key].to_numpy(float) - 1.0
