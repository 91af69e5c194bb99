"""Volunteers, peers and initiative: both implementations compute the same from the same town and the same luck."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from agents.engine.table import NONE
from model import GovernanceModel
from model.chance import VOLUNTEER, uniforms
from model.phases.participation.initiative import take_initiative
from model.phases.participation.volunteers import OTHERS, PEERS, volunteer
from model.phases.service.encounter import serve
from model.town.ledger import EVENT, KIND, PAYER, open_month
from reference.plain_mesa import help as plain_help
from reference.plain_mesa.model import PlainModel
from tests.reference.test_plain_twin import CERTAIN, attitudes, same, twin_of

HELP = {
    **CERTAIN, "rules.scope.volunteers": 0.9, "rules.scope.peers": 0.8, "rules.scope.initiative_support": 1.0,
    "town.citizens_per_district": 100_000,  # few, so that helpers and cases are near each other
    "access.peer_stigma": -0.2, "arenas.join_base": -1.0, "rules.boundary.civic_provider": True,
}  # fmt: skip


@pytest.fixture(scope="module", params=["NPM", "facilitating"])
def twins(request: pytest.FixtureRequest) -> tuple[GovernanceModel, PlainModel]:
    fast = GovernanceModel(paradigm=request.param, citizens=300, parameters=HELP, rng=5)
    fast.run(5)
    town, c = fast.town, fast.town.citizens
    applied = (c.need_state == 1) & (np.arange(300) % 3 > 0)[:, None]
    c.need_state[applied] = 2
    c.need_unit[(c.need_state == 2) & (c.need_unit == NONE)] = 1
    c.need_waited[c.need_state == 2] = 2
    town.units.bank[:] = 1e6  # nobody waits: who is served first is chance
    rows = np.arange(len(town.units))
    town.units.kind[:] = (rows // town.units_per_area + rows) % 3
    plain = twin_of(fast, HELP)
    year = town.calendar // 12
    plain.helpers.year = year
    plain.helpers.luck = {
        citizen: uniforms(town.seed, VOLUNTEER, year, citizen.identity, 0)[:3] for citizen in plain.citizens
    }
    for (d, a), hours in np.ndenumerate(town.pool[:, :, PEERS]):
        plain.helpers.peers[d, plain.areas[a]] = hours
        plain.helpers.others[d, plain.areas[a]] = town.pool[d, a, OTHERS]
    for citizen, meetings in zip(plain.citizens, c.meetings, strict=True):
        citizen.meetings = int(meetings)
    units = [unit for area in plain.areas for unit in area.units]
    for row, unit in enumerate(units):
        unit.willing, unit.proposal = float(town.units.pressure[row]), int(town.units.proposal[row])
    return fast, plain


def test_helping_is_the_same(twins: tuple[GovernanceModel, PlainModel]) -> None:
    fast, plain = twins
    town, record = fast.town, plain.record
    open_month(town)
    record.open_month()
    for area in plain.areas:
        area.hours = Counter()
    places = [(d, a, area) for d in range(town.districts) for a, area in enumerate(plain.areas)]

    take_initiative(town)
    for citizen in plain.citizens:
        citizen.take_answer = lambda followed: None  # who proposed is chance
    plain_help.take_initiative(plain)
    units = [unit for area in plain.areas for unit in area.units]
    assert (town.units.proposal > 0).any() and (town.units.pressure > 0.0).any()
    same(town.units.pressure, [unit.willing for unit in units], "pressure")
    same(town.units.proposal, [unit.proposal for unit in units], "proposals")
    same(town.ledger.hours[:, KIND.process], [area.hours["process"] for area in plain.areas], "process")
    for column in ("trust", "voice", "expected_following", "felt_influence"):  # of residents who proposed
        for citizen, value in zip(plain.citizens, getattr(town.citizens, column), strict=True):
            setattr(citizen, column, float(value))

    volunteer(town)
    plain.helpers.gather(town.calendar)
    assert len(town.helpers) == len(plain.helpers.volunteers) > 20
    same(town.pool[:, :, PEERS].ravel(), [plain.helpers.peers[d, area] for d, _, area in places], "peers")
    same(town.pool[:, :, OTHERS].ravel(), [plain.helpers.others[d, area] for d, _, area in places], "others")
    sought = [(d, a, area) for d, a, area in places if (d, area) in plain.helpers.met]
    same([town.met[d, a] for d, a, _ in sought], [plain.helpers.met[d, area] for d, _, area in sought], "met")
    assert 0.0 < max(plain.helpers.met.values()) <= 0.8

    town.ledger.events[:] = 0.0
    record.events.clear()
    serve(town)
    plain.serve()
    assert len(record.fits) > 30
    attitudes(town, plain)
    same(
        town.ledger.others,
        [
            *(record_of(record, f"hours in {kind} units") for kind in ("contracted", "civic")),
            *(record.offered, record.used, record.expired),
        ],
        "payers",
    )
    assert (town.ledger.others > 0.0).all()
    same(town.pool[:, :, PEERS].ravel(), [plain.helpers.peers[d, area] for d, _, area in places], "peers kept")
    given = town.ledger.events[:, :, EVENT.citizen_hours].sum()
    assert given == pytest.approx(record_of(record, "citizen hours"), rel=1e-6)
    for kind in KIND._fields:
        same(town.ledger.hours[:, KIND._fields.index(kind)], [area.hours[kind] for area in plain.areas], kind)
    assert town.ledger.others[PAYER.used] > 0.3 * town.ledger.others[PAYER.offered]


def record_of(record, what: str) -> float:
    return sum(record.events[what, fifth] for fifth in range(5))
