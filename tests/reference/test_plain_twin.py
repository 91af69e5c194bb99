"""The fast and the plain model compute the same next month of a town when chance is switched off.

The test copies a town of the fast model into the plain one. From the same state each phase must give the same numbers
to rounding: politics, allocation, encounters, influence, indicators, work life and roles. A comparison of means over
towns could not detect a small difference in one equation.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from agents.engine.table import NONE
from model import GovernanceModel
from model.paradigms.rules import CARRIED_OUT, FIELDS, RULE
from model.phases.governing.politics import govern, hold_election
from model.phases.governing.programmes import revise, tend_units
from model.phases.governing.staff import work_life
from model.phases.governing.trials import try_changes
from model.phases.occasional import is_due
from model.phases.participation.roles import adapt_roles, sort_areas
from model.phases.service.encounter import serve
from model.phases.service.experience import influence
from model.town.ledger import KIND, open_month
from reference.plain_mesa.citizen import Need
from reference.plain_mesa.model import PlainModel
from reference.plain_mesa.unit import CIVIC, CONTRACTED, PUBLIC

CERTAIN: dict[str, Any] = {
    "encounter.sd_codified": 0.0, "encounter.sd_professional": 0.0, "encounter.sd_lived": 0.0,
    "encounter.citizen_sd_expert": 0.0, "encounter.citizen_sd_lived": 0.0, "encounter.discretion_noise": 0.0,
    "trust.justice_noise": 0.0, "trust.satisfaction_noise": 0.0, "market.indicator_noise": 0.0, "staff.turnover": 0.0,
    "money.case_budget": 0.3, "town.warm_up": 2, "needs.rate": 0.15,
    # complaints and returns would be chance; a high floor leaves many needs unmet
    "access.complain_shortfall": 0.0, "delivery.returning": 0.0, "outcomes.statutory_floor": 0.6, "access.appeal": 0.0,
    "roles.pace_leaders": 3.0, "roles.pace_citizens": 0.4,
}  # fmt: skip
CITIZEN = {
    "identity": "identity", "age_band": "band", "district": "district", "group": "group", "quintile": "quintile",
    "skill": "skill", "income": "income", "resources": "resources", "rank": "rank", "time": "time", "anchor": "anchor",
    "trust": "trust", "expectation": "expectation", "voice": "voice", "efficacy": "efficacy", "ownership": "ownership",
    "expected_following": "expected_following", "felt_influence": "felt_influence",
}  # fmt: skip
UNIT = (
    "solution", "indicator", "quality", "share", "users", "slack", "saved", "bank", "wait", "load", "usual_load",
    "felt_load", "rights",
)  # fmt: skip
TEAM = ("competence", "relation", "openness", "strain", "motive")


def bits(mask: int) -> set[int]:
    return {bit for bit in range(12) if (int(mask) >> bit) & 1}


def twin_of(fast: GovernanceModel, changes: dict[str, Any]) -> PlainModel:
    """Return a plain model in the state of the fast one."""
    town, name = fast.town, fast.paradigm.name
    plain = PlainModel(name, town.population, 1, changes=changes)
    plain.t, plain.months_of_paradigm, plain.late_hours = town.month, town.months_of_paradigm, town.late_hours
    plain.habits = [{field: habit[k] for k, (_, field) in enumerate(FIELDS)} for habit in town.habit]
    plain.readiness = dict(zip(plain.readiness, town.readiness, strict=True))
    for a, area in enumerate(plain.areas):
        copy_area(plain, area, a, town)
    plain.carry_out()
    for j, politician in enumerate(plain.council):
        politician.priorities = list(town.politicians.priorities[j])
        for what in ("openness", "platform", "support"):
            setattr(politician, what, getattr(town.politicians, what)[j])
    for i, citizen in enumerate(plain.citizens):
        copy_citizen(plain, citizen, i, town)
    return plain


def copy_area(plain: PlainModel, area: Any, a: int, town: Any) -> None:
    areas = town.areas
    area.written = areas.ruled[a].tolist()
    area.typical, area.misconception = areas.centre[a].tolist(), areas.misconception[a].tolist()
    area.quality, area.professionals_know = areas.quality[a].tolist(), bits(areas.known_professional[a])
    area.share, area.start_share, area.budget = areas.share[a], areas.start_share[a], areas.budget[a]
    area.heard, area.following, area.tenders = areas.heard[a], areas.following[a], int(areas.held_tenders[a])
    for k, unit in enumerate(area.units):
        row = a * town.units_per_area + k
        unit.programme = town.units.programme[row].tolist()
        unit.kind = (PUBLIC, CONTRACTED, CIVIC)[town.units.kind[row]]
        for what in UNIT:
            setattr(unit, what, getattr(town.units, what)[row].item())
        unit.turn = town.units.arena_turn[row].item()
        unit.fidelity = {name: town.fidelity[row, getattr(RULE, name)] for name in CARRIED_OUT}
    for k, team in enumerate(area.teams):
        for what in TEAM:
            setattr(team, what, getattr(town.teams, what)[town.team_start[a] + k])


def copy_citizen(plain: PlainModel, citizen: Any, i: int, town: Any) -> None:
    c = town.citizens
    for column, name in CITIZEN.items():
        setattr(citizen, name, getattr(c, column)[i].item())
    citizen.way = town.distance[citizen.district]
    citizen.ties = [plain.citizens[k] for k in town.tie_other[town.tie_start[i] : town.tie_start[i + 1]]]
    citizen.known = {
        area: (area.units[c.known_unit[i, a]], float(c.known_fit[i, a]))
        for a, area in enumerate(plain.areas)
        if c.known_unit[i, a] != NONE
    }
    for s in range(3):
        citizen.needs[s] = None
        if c.need_state[i, s]:
            area = plain.areas[c.need_area[i, s]]
            need = Need(area, c.need_vector[i, s].tolist(), float(c.need_severity[i, s]), int(c.need_span[i, s]))
            need.applied = c.need_state[i, s] == 2
            need.unit = area.units[c.need_unit[i, s]] if need.applied else None
            need.waited, need.returns = int(c.need_waited[i, s]), int(c.need_returns[i, s])
            citizen.needs[s] = need


@pytest.fixture(scope="module", params=["TPA", "NPM", "NPG", "facilitating"])
def twins(request: pytest.FixtureRequest) -> tuple[GovernanceModel, PlainModel]:
    """Both models, before the phases below."""
    fast = GovernanceModel(paradigm=request.param, citizens=200, parameters=CERTAIN, rng=5)
    fast.run(5)
    town, c = fast.town, fast.town.citizens
    c.need_state[c.need_state == 1] = 2  # more cases: everyone has applied
    c.need_returns[::3] = 1
    homeless = (c.need_state == 2) & (c.need_unit == NONE)
    c.need_unit[homeless] = 1
    town.units.bank[:] = 1e6  # nobody waits: who is served first is chance
    town.units.usual_load[:] = np.linspace(0.8, 1.6, len(town.units))
    town.units.rights[:] = np.linspace(0.0, 0.9, len(town.units))  # no trial now: it draws
    town.units.on_trial[:] = 0
    return fast, twin_of(fast, CERTAIN)


def test_the_next_month_is_the_same(twins: tuple[GovernanceModel, PlainModel]) -> None:
    fast, plain = twins
    town = fast.town
    before = town.units.file_sum.copy()
    cases = int((town.citizens.need_state == 2).sum())
    assert cases > 30
    fits_before = {(i, a): fit for i, a, fit in known(town)}
    open_month(town)
    plain.record.open_month()
    for area in plain.areas:
        area.hours = Counter()
        for unit in area.units:
            unit.put_evidence_away()

    assert not is_due(hold_election, town)
    govern(town)
    plain.politics(town.calendar)
    same(town.politicians.support, [politician.support for politician in plain.council], "support")

    serve(town)
    plain.serve()
    assert len(plain.record.fits) == cases  # all were served
    units = [unit for area in plain.areas for unit in area.units]
    for what in ("load", "usual_load", "felt_load", "wait", "bank", "quality"):
        same(getattr(town.units, what), [getattr(unit, what) for unit in units], what)
    files = [np.sum(unit.files, axis=0) if unit.files else np.zeros(12) for unit in units]
    same(town.units.file_sum - before, files, "case files")
    for kind in KIND._fields:
        same(town.ledger.hours[:, KIND._fields.index(kind)], [area.hours[kind] for area in plain.areas], kind)
    attitudes(town, plain)
    assert town.citizens.hardships.sum() > 0
    changed = 0
    for i, a, fit in known(town):
        assert plain.citizens[i].known[plain.areas[a]][1] == pytest.approx(fit, abs=1e-6)
        changed += fits_before.get((i, a)) != fit
    assert changed > 20

    influence(town)
    plain.influence()
    attitudes(town, plain)

    assert town.calendar % int(plain.rules.revision_interval) != 0  # no revision now: it draws
    for phase in (revise, try_changes, tend_units):
        if is_due(phase, town):
            phase(town)
    plain.revision(town.calendar)
    same(town.units.arena_turn, [unit.turn for unit in units], "turn")
    for what in ("indicator", "slack", "saved", "share", "users", "rights"):
        same(getattr(town.units, what), [getattr(unit, what) for unit in units], what)
    assert [(PUBLIC, CONTRACTED, CIVIC)[kind] for kind in town.units.kind] == [unit.kind for unit in units]

    work_life(town)
    teams = [team for area in plain.areas for team in area.teams]
    for team in teams:
        team.work_a_month()
    for what in TEAM:
        same(getattr(town.teams, what), [getattr(team, what) for team in teams], what)

    assert not is_due(sort_areas, town)
    adapt_roles(town)
    plain.roles()
    same(town.readiness, list(plain.readiness.values()), "readiness")


def known(town: Any) -> list[tuple[int, int, float]]:
    c = town.citizens
    return [(int(i), int(a), float(c.known_fit[i, a])) for i, a in zip(*np.nonzero(c.known_unit != NONE), strict=True)]


def attitudes(town: Any, plain: PlainModel) -> None:
    for what in (
        "trust",
        "voice",
        "expectation",
        "efficacy",
        "ownership",
        "expected_following",
        "felt_influence",
        "anchor",
    ):
        same(getattr(town.citizens, what), [getattr(citizen, what) for citizen in plain.citizens], what)


def same(fast: np.ndarray, plain: list[Any], what: str) -> None:
    assert np.allclose(fast, plain, rtol=1e-6, atol=2e-7), f"{what}: {np.abs(np.array(plain) - fast).max()}"
