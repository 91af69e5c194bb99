"""Events that act on the town itself: scandal and uniform reform. Equations E131 and E132."""

from __future__ import annotations

import numpy as np

from model.parameters.parameters import AREA_NAMES, Parameters
from model.phases.participation.roles import put_in_force
from model.timeline.change import Change
from model.town.fidelity import draw_fidelity
from model.town.town import Town


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
