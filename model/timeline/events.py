"""Events of a timeline: influx, support withdrawn, scandal, uniform reform. Equations E130, E131 and E132.

Each is made of what the model has. An influx changes need rates, and support withdrawn changes rules. A scandal takes
skills from an area's teams for some months. A uniform reform gives an area's units one solution and one programme.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from model.parameters.parameters import AREA_NAMES, Parameters
from model.phases.roles import put_in_force
from model.town.fidelity import draw_fidelity
from model.town.town import Town

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
    """Return the parameters that a change sets, by itself or by its event; `now` holds those before it."""
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


def act(town: Town, now: tuple[Change, ...], before: tuple[Change, ...], built: Parameters) -> None:
    """Let the events of a month act on the town; `before` are those of the month before."""
    _scandals(town, _factors(now), _factors(before))
    _reforms(town, _reformed(now), _reformed(before), built)


def _factors(events: tuple[Change, ...]) -> np.ndarray:
    """Return the share of their skills that each area's teams use, (areas,)."""
    factors = np.ones(len(AREA_NAMES))
    for event in events:
        if event.event == "scandal":
            factors[[AREA_NAMES.index(name) for name in event.areas]] *= 1.0 - event.size
    return factors


def _scandals(town: Town, factors: np.ndarray, before: np.ndarray) -> None:
    """Take skills from teams, or give them back as they were. Equation E131."""
    teams = town.teams
    for area in np.flatnonzero(factors != before).tolist():
        own = slice(town.team_start[area], town.team_start[area + 1])
        key = f"skills {area}"
        if key not in town.held:
            town.held[key] = np.stack([teams.competence[own], teams.relation[own]])
        teams.competence[own], teams.relation[own] = town.held[key] * factors[area]
        if factors[area] == 1.0:
            del town.held[key]


def _reformed(events: tuple[Change, ...]) -> set[int]:
    return {AREA_NAMES.index(name) for one in events if one.event == "uniform_reform" for name in one.areas}


def _reforms(town: Town, areas: set[int], before: set[int], built: Parameters) -> None:
    """Impose one solution, programme and fidelity on an area's units in every month of a reform. Equation E132.

    The unit that reports the best quality has the solution and the programme. After the reform units keep both, and
    are free to change them.
    """
    per = town.units_per_area
    for area in before - areas:
        del town.held[f"reform {area}"]
    for area in areas - before:
        best = area * per + int(np.argmax(town.units.indicator[area * per : (area + 1) * per]))
        town.held[f"reform {area}"] = np.append(town.units.programme[best], float(town.units.solution[best]))
    for area in areas:
        _impose(town, slice(area * per, (area + 1) * per), town.held[f"reform {area}"])
    if areas != before:
        own = draw_fidelity(len(AREA_NAMES), per, built.roles.numbers(), town.seed)
        for area in areas:
            rows = slice(area * per, (area + 1) * per)
            own[rows] = own[rows].mean(axis=0)
        town.fidelity = own
        put_in_force(town, town.rules)


def _impose(town: Town, rows: slice, reform: np.ndarray) -> None:
    units, solution = town.units, int(reform[-1])
    units.programme[rows] = reform[:-1]
    for column in ("solution", "previous"):
        getattr(units, column)[rows] = solution
    for column in ("on_trial", "trial_age", "trial_cases"):
        getattr(units, column)[rows] = 0
