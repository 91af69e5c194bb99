"""Events of a timeline: influx, support withdrawn, scandal, uniform reform. Equation E130.

Each is made of what the model has. An influx changes need rates, and support withdrawn changes rules. A scandal takes
skills from an area's teams for some months. A uniform reform gives an area's units one solution and one programme.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from model.parameters.parameters import AREA_NAMES, Parameters

if TYPE_CHECKING:
    from model.timeline.change import Change


@dataclass(frozen=True)
class Event:
    """What an event's own keys may be. Sizes are design choices: round numbers with no data behind them."""

    size: float | None
    """The size where none is given; None: the event has no size."""
    low: float = 0.0
    high: float = 1.0
    meaning: str = ""
    """What the size is."""
    by_area: bool = True
    """Whether it may be for some areas only."""
    ends: bool = False
    """Whether it needs a last month."""
    gradual: bool = False
    """Whether it may be phased in."""


EVENTS = {
    "influx": Event(1.5, 0.1, 10.0, "multiplies the rate of new needs", gradual=True),
    "support_withdrawn": Event(None, by_area=False, gradual=True),
    "scandal": Event(0.5, 0.0, 0.9, "share of their skills that teams do not use", ends=True),
    "uniform_reform": Event(None),
}
SUPPORT = {"payoff.support": 0.0, "position.facilitation": 0.0, "boundary.pay": 0.0}
"""The rules that support for citizens' part consists of, at nothing: training and materials, facilitators, pay."""


def rules_of(change: Change) -> Mapping[str, Any]:
    """Return the rules that a change sets, by itself or by its event."""
    return SUPPORT if change.event == "support_withdrawn" else change.rules


def parameters_of(change: Change, now: Parameters) -> Mapping[str, Any]:
    """Return the parameters that a change sets, by itself or by its event. Equation E130.

    `now` holds the parameters before the change.
    """
    if change.event != "influx":
        return change.parameters
    if set(change.areas) == set(AREA_NAMES):
        return {"needs.rate": f"*{change.size:.12f}"}
    shares = {name: getattr(now, name).arrivals for name in AREA_NAMES}
    grown = {name: share * (change.size if name in change.areas else 1.0) for name, share in shares.items()}
    total, after = sum(shares.values()), sum(grown.values())
    if not total:
        return {}
    values: dict[str, Any] = {f"{name}.arrivals": share / max(after, 1.0) for name, share in grown.items()}
    return {**values, "needs.rate": f"*{after / total:.12f}"}


def acts(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the events that act on the town itself."""
    return tuple(change for change in changes if change.event in ("scandal", "uniform_reform"))
