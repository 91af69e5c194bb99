"""Smallest relevant effects: how large a difference must be to matter in practice, and what people call its size.

They were set before results existed. A question file may name its own; everything else takes them from here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Relevant:
    """The smallest relevant effect on an outcome: in its own unit, or as a share of the outcome."""

    size: float
    relative: bool = False

    def at(self, reference: float) -> float:
        """Return the effect in the outcome's own unit, where the outcome is `reference`."""
        return self.size * abs(reference) if self.relative else self.size


_BY_SIZE: Mapping[Relevant, tuple[str, ...]] = {
    # Services and gaps between the fifths by resources, and how citizens are treated.
    Relevant(0.02): (
        "fit", "fit_p10", "fit_in_use", "met_need", "met_need_lowest", "take_up", "failure_demand", "satisfaction",
        "met_need_gap", "take_up_gap", "trust_gap", "private_exit_gap", "felt_voice", "felt_influence", "justice",
        "efficacy", "ownership", "participation_parity", "input_followed", "competence",
    ),
    # Trust moves slowly; the statutory floor, and refusals, in which needs end without a service.
    Relevant(0.01): ("trust", "trust_low", "political_support", "below_floor", "given_up", "private_exit"),
    Relevant(0.05): ("strain", "load"),
    # Cost, and the hours that it is made of.
    Relevant(0.03, relative=True): (
        "public_cost_nok_per_capita", "cost_per_met_need_nok", "cost_per_met_need_public_nok",
        "cost_per_met_need_wage_nok", "public_hours_per_capita", "citizen_hours_per_capita", "hours_per_case",
    ),
}  # fmt: skip

RELEVANT: Mapping[str, Relevant] = {name: size for size, names in _BY_SIZE.items() for name in names}
"""The smallest relevant effect by outcome; an outcome that is not here has none."""

MEDIUM, LARGE = 3.0, 6.0
"""From how many smallest relevant effects a difference is called medium, and large."""


class Size(Enum):
    """What a difference is called."""

    NONE = "none"
    """The whole interval is within the smallest relevant effect."""
    UNCERTAIN = "uncertain"
    """The interval has 0 in it, and effects that would matter."""
    POSSIBLE = "possible"
    """The interval lies on one side of 0, but not beyond the smallest relevant effect."""
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"

    @property
    def matters(self) -> bool:
        """Whether the whole interval lies beyond the smallest relevant effect."""
        return self in (Size.SMALL, Size.MEDIUM, Size.LARGE)


def size_of(difference: float, low: float, high: float, smallest: float) -> Size:
    """Return what a difference with its 95 % interval is called, where `smallest` is the smallest relevant effect.

    Without an interval (`low` is NaN, as with one seed) a difference is uncertain.
    """
    if not math.isfinite(low) or not smallest > 0.0:
        return Size.UNCERTAIN
    if max(abs(low), abs(high)) < smallest:
        return Size.NONE
    if low <= 0.0 <= high:
        return Size.UNCERTAIN
    if min(abs(low), abs(high)) < smallest:
        return Size.POSSIBLE
    times = abs(difference) / smallest
    return Size.LARGE if times >= LARGE else Size.MEDIUM if times >= MEDIUM else Size.SMALL
