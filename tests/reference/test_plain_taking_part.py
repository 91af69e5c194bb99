"""Taking part: both implementations compute the same from the same town where chance plays no part."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from model import GovernanceModel
from model.phases.governing.news import spread_news
from model.phases.governing.politics import govern
from model.phases.participation.meetings import sessions_of_meeting
from model.phases.participation.youth import children_in_design, register_children
from model.town.ledger import KIND
from reference.plain_mesa.arena import Arena
from reference.plain_mesa.model import PlainModel
from tests.reference.test_plain_twin import CERTAIN, attitudes, same, twin_of

PART = {
    **CERTAIN, "rules.boundary.youth": 0.2, "rules.information.child_mapping": 0.7, "rules.information.declared": 0.8,
    "rules.information.answers_published": 1.0,  # everyone is reached
    "rules.scope.meeting_hours": 10.0, "rules.scope.session_hours": 3.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def twins() -> tuple[GovernanceModel, PlainModel]:
    fast = GovernanceModel(paradigm="NPG", citizens=300, parameters=PART, rng=5)
    fast.run(5)
    return fast, twin_of(fast, PART)


def test_news_of_answers_is_the_same(twins: tuple[GovernanceModel, PlainModel]) -> None:
    fast, plain = twins
    town = fast.town
    town.arenas.member[:] = -1  # nobody was there
    town.areas.answers[:] = [[2, 1], [0, 0], [1, 0], [3, 3]]
    for area, (answered, adopted) in zip(plain.areas, town.areas.answers.tolist(), strict=True):
        area.answered, area.adopted = answered, adopted
        area.arenas = []
    before = town.citizens.trust.copy()
    spread_news(town)
    plain.spread_news()
    attitudes(town, plain)
    assert (town.citizens.trust != before).all() and town.news_felt == pytest.approx(plain.news) != 0.0
    assert (town.citizens.overruling_heard == town.month + 1).all()
    assert all(citizen.heard_overruling == plain.t for citizen in plain.citizens)
    govern(town)
    plain.politics(town.calendar)
    same(town.politicians.support, [politician.support for politician in plain.council], "support")
    assert town.news_felt == plain.news == 0.0


def test_registered_children_are_the_same(twins: tuple[GovernanceModel, PlainModel]) -> None:
    fast, plain = twins
    weights, views = children_in_design(fast.town)
    for a, area in enumerate(plain.areas):
        weight, view = area.map_of_children(plain)
        assert weight == pytest.approx(weights[a])
        if weight:
            same(views[a], view, area.name)
        area.hours = Counter()
    fast.town.ledger.hours[:] = 0.0
    register_children(fast.town)
    plain.register_the_young()
    same(fast.town.ledger.hours[:, KIND.process], [area.hours["process"] for area in plain.areas], "hours")


def test_a_programme_moves_toward_registered_children_alike(twins: tuple[GovernanceModel, PlainModel]) -> None:
    """With the same files and voices in every unit, and no trials at revisions."""
    from model.phases.governing.programmes import _revise_areas

    fast, plain = twins
    town = fast.town
    rng = np.random.default_rng(1)
    files, voices = rng.normal(size=(len(town.units), 12)), rng.normal(size=(len(town.units), 12))
    heard = np.arange(len(town.units)) % 2 == 0  # every second unit has voices of an arena
    town.units.file_sum[:], town.units.file_count[:] = 4 * files, 4.0
    town.units.arena_sum[:], town.units.arena_count[:] = 3 * voices * heard[:, None], 3.0 * heard
    town.units.survey_count[:] = 0.0
    units = [unit for area in plain.areas for unit in area.units]
    for row, unit in enumerate(units):
        unit.files, unit.surveys = [files[row].tolist()] * 4, []
        unit.voices = [voices[row].tolist()] * 3 if heard[row] else []
    for k, team in enumerate(team for area in plain.areas for team in area.teams):
        team.openness = town.teams.openness[k].item()
    _revise_areas(town, np.ones(4, np.bool_))
    for row, unit in enumerate(units):
        unit.revise()
        same(town.units.programme[row], unit.programme, f"programme {row}")


def test_sessions_are_the_same(twins: tuple[GovernanceModel, PlainModel]) -> None:
    plain = twins[1]
    arena = Arena(plain, plain.areas[0], plain.areas[0].units[0])
    assert arena.sessions() == sessions_of_meeting(10.0, 3.0) == 4
