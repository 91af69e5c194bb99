"""Declarations of patterns: source, runs, measures, and a test that is fixed in advance.

A criterion passes if its 95 % interval over seeds lies in the declared range, so an effect that is not significant
fails. Ranges come from the sources; where a source gives only a direction, the range is "above 0" or "below 0". A
pattern passes if all its judged criteria do.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from experiments.defaults import MUNICIPALITY
from experiments.evidence.validation.probes import Probe
from model.governance import GovernanceModel
from samskaping.language import Keyed

Place = Literal["imposed", "imposed in part", "emergent"]
CONTEXT = "experiments.patterns"
"""Begins the ids of the patterns' texts in the catalogues: "experiments.patterns.P3.title"."""


@dataclass(frozen=True)
class Arm:
    """One kind of run: rules, parameters, length, and probes that measure more than the outcomes.

    `town` returns the municipality of the k-th seed (from 0), simulated at full size; None is the default one, scaled.
    `change` changes the model before its first month. `citizens` overrides the number of citizens of the default town;
    0 is its real number. `switches` are as in `experiments.runs.run.Run`.
    """

    name: str
    paradigm: str
    months: int = 60
    overrides: Mapping[str, Any] = field(default_factory=dict)
    probes: tuple[Callable[[], Probe], ...] = ()
    change: Callable[[GovernanceModel], None] | None = None
    town: Callable[[int], str] | None = None
    citizens: int | None = None
    switches: tuple[tuple[int, str], ...] = ()

    def place(self, k: int, citizens: int) -> tuple[str, int | None]:
        """Return municipality and number of citizens of the k-th seed's run."""
        if self.town is not None:
            return self.town(k), None
        own = citizens if self.citizens is None else self.citizens
        return MUNICIPALITY, own or None


ArmResults = Mapping[str, pd.DataFrame]
"""By arm: one row a seed, one column a measure (an outcome, "outcome@month", "outcome/group", or a probe's)."""


def lies_in(low: float, high: float, least: float, most: float) -> bool:
    """Return whether an interval lies in a range, of which an end at 0 is no part."""
    return bool(low > least if least == 0 else low >= least) and bool(high < most if most == 0 else high <= most)


@dataclass(frozen=True)
class Criterion:
    """A measure, (seeds,) numbers, and the range that its mean's interval must lie in.

    A criterion with `judged` off only shows its number. `why` explains a failure. It is given if and only if the
    criterion fails, and the command reports where that is no longer true.
    """

    text: Keyed
    measure: Callable[[ArmResults], np.ndarray]
    low: float = -math.inf
    high: float = math.inf
    judged: bool = True
    why: Keyed | None = None

    def holds(self, low: float, high: float) -> bool:
        """Return whether an interval lies in the range."""
        return lies_in(low, high, self.low, self.high)


@dataclass(frozen=True)
class Pattern:
    """A pattern of docs/evidence.md, declared by `pattern`.

    `imposed` is its place in the model as that page has it, `design_note` its place in the design note. A pattern with
    `unverified`, the reason why its source is not reliable, is shown and not judged.
    """

    code: str
    title: Keyed
    source: str
    place: Place
    imposed: str
    design_note: Literal["imposed", "emergent", "sign imposed, size emergent", "level imposed, gradient emergent"]
    arms: tuple[Arm, ...]
    criteria: tuple[Criterion, ...]
    unverified: Keyed | None = None
    remark: Keyed | None = None
    """How the experiment differs from the pattern's source."""

    def texts(self) -> list[Keyed]:
        """Return the texts of the pattern and its criteria."""
        own = [self.title, self.unverified, self.remark]
        return [text for text in (*own, *(t for c in self.criteria for t in (c.text, c.why))) if text is not None]


def pattern(
    code: str,
    title: str,
    source: str,
    place: Place,
    imposed: str,
    design_note: Literal["imposed", "emergent", "sign imposed, size emergent", "level imposed, gradient emergent"],
    arms: tuple[Arm, ...],
    criteria: tuple[Criterion, ...],
    unverified: str | None = None,
    remark: str | None = None,
) -> Pattern:
    """Return a pattern whose texts have ids: "P3.title", "P3.unverified", "P3.remark", and "P3.2" and "P3.2.why".

    The last two belong to the second criterion, whose texts have no id before.
    """

    prefix = f"{CONTEXT}.{code}"
    return Pattern(
        code, Keyed(f"{prefix}.title", title), source, place, imposed, design_note, arms,
        tuple(
            replace(
                criterion,
                text=Keyed(f"{prefix}.{k}", criterion.text.english),
                why=_optional(f"{prefix}.{k}.why", criterion.why.english if criterion.why else None),
            )
            for k, criterion in enumerate(criteria, 1)
        ),
        _optional(f"{prefix}.unverified", unverified), _optional(f"{prefix}.remark", remark),
    )  # fmt: skip


def _optional(context: str, english: str | None) -> Keyed | None:
    return Keyed(context, english) if english else None


def above(text: str, measure: Callable[[ArmResults], np.ndarray], why: str | None = None) -> Criterion:
    """Return the criterion that a measure, (seeds,), is above 0."""
    return Criterion(Keyed("", text), measure, low=0.0, why=_optional("", why))


def below(text: str, measure: Callable[[ArmResults], np.ndarray], why: str | None = None) -> Criterion:
    """Return the criterion that a measure, (seeds,), is below 0."""
    return Criterion(Keyed("", text), measure, high=0.0, why=_optional("", why))


def within(
    text: str, measure: Callable[[ArmResults], np.ndarray], low: float, high: float, why: str | None = None
) -> Criterion:
    """Return the criterion that a measure, (seeds,), lies in a range."""
    return Criterion(Keyed("", text), measure, low, high, why=_optional("", why))


def shown(text: str, measure: Callable[[ArmResults], np.ndarray]) -> Criterion:
    """Return a measure, (seeds,), that is shown and not judged."""
    return Criterion(Keyed("", text), measure, judged=False)


def of(arm: str, key: str) -> Callable[[ArmResults], np.ndarray]:
    """Return a measure: a column of an arm, (seeds,)."""
    return lambda arms: arms[arm][key].to_numpy(float)


def change(key: str, base: str, arm: str) -> Callable[[ArmResults], np.ndarray]:
    """Return a measure: a column of `arm` minus that of `base`, paired by seed, (seeds,)."""
    return lambda arms: arms[arm][key].to_numpy(float) - arms[base][key].to_numpy(float)


def relative(key: str, base: str, arm: str) -> Callable[[ArmResults], np.ndarray]:
    """Return a measure: the change as a share of the base, (seeds,)."""
    return lambda arms: arms[arm][key].to_numpy(float) / arms[base][key].to_numpy(float) - 1.0
