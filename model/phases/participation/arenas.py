"""Arenas: recruit, deliberate, search, decide, adopt (M13, M15, M16, M17, M21, M24, P22, P32).

An arena works on one unit of one area. Members contribute their view of a fitting service (evidence for the next
revision) and judge changes to the unit's solution; the council adopts or rejects. Members who do not understand a part
of the problem judge it with more error. Facilitation lowers error among dissimilar members; without it status counts.
Small wins make members trust each other and stay; idle meetings and newcomers have the opposite effect.
"""

import numpy as np

from agents.engine.kernel import kernel
from agents.engine.table import AREAS
from model.chance import FACILITATOR, normals
from model.paradigms.rules import RULE
from model.phases.governing.news import spread_news
from model.phases.occasional import occasional
from model.phases.participation.meetings import facilitators_skill, hold_meetings
from model.phases.participation.youth import register_children, young_people
from model.town.town import Arenas, Town

PER_CITIZENS = 10_000.0  # citizens that `arenas_per_10000` counts by
NUMBERS_PER_AREA = 10_000  # addresses of arenas reserved for an area
SCOPE = (RULE.elder_care, RULE.upbringing, RULE.work_income, RULE.place)
CALLING = [*SCOPE, RULE.meetings_per_year, RULE.arenas_per_10000, RULE.arena_size]  # rules that determine the arenas


def _rules_have_changed(town: Town) -> bool:
    return town.arenas_called_by != town.rules.tobytes()


@occasional(_rules_have_changed)
def call_arenas(town: Town) -> None:
    """Open the arenas that the rules in force call for, and end the others."""
    called = (town.rules[:, RULE.meetings_per_year] > 0).any()
    town.arenas = _arenas_by_the_rules(town) if called else None
    if called:
        town.young = young_people(town)
    town.arenas_called_by = town.rules.tobytes()


@kernel
def hold_arenas(town):
    """Hold the arenas' meetings that are due, and tell citizens of the council's answers."""
    register_children(town)
    town.areas.answers[:] = 0.0
    if len(town.seats.area) > 0:
        hold_meetings(town)
        spread_news(town)


def _arenas_by_the_rules(town: Town) -> Arenas:
    """Return the arenas that the rules in force call for; arenas whose area still has them stay unchanged."""
    old = town.arenas
    if old is not None and (old.called_for == town.rules.take(CALLING, axis=1)).all():
        return old
    new = _new_arenas(town)
    if old is None:
        return new
    for a in range(AREAS):
        seats = min(int(town.rules[a, RULE.arena_size]), old.member.shape[1])  # areas may differ, under triage
        here, before = np.flatnonzero(new.area == a), np.flatnonzero(old.area == a)
        for k, j in zip(here, before, strict=False):
            new.member[k, :seats], new.attended[k, :seats] = old.member[j, :seats], old.attended[j, :seats]
            new.held[k], new.group_trust[k] = old.held[j], old.group_trust[j]
            new.facilitator[k], new.filled[k] = old.facilitator[j], old.filled[j]
    return new


def _new_arenas(town: Town) -> Arenas:
    area: list[int] = []
    unit: list[int] = []
    number: list[int] = []
    for a in range(AREAS):
        rule = town.rules[a]
        if rule[SCOPE[a]] and rule[RULE.meetings_per_year] > 0:
            count = max(1, round(rule[RULE.arenas_per_10000] * (town.population * town.stands_for) / PER_CITIZENS))
            area += [a] * count
            unit += [k % town.units_per_area for k in range(count)]
            number += [NUMBERS_PER_AREA * a + k for k in range(count)]
    seats = max(int(town.rules[a, RULE.arena_size]) for a in area) if area else 0
    empty = np.full((len(area), seats), -1, np.int32)
    called_for = town.rules[:, CALLING].copy()
    group_trust = np.full(len(area), town.p.arenas.group_trust_start)
    facilitator = np.empty(len(area))
    _first_facilitators(facilitator, np.array(number, np.int64), town.numbers.arenas, town.seed)
    return Arenas(
        np.array(number, np.int64), np.array(area, np.int64), np.array(unit, np.int64), empty, np.zeros_like(empty),
        np.zeros(len(area)), group_trust, facilitator, called_for, np.zeros(len(area)),
    )  # fmt: skip


@kernel
def _first_facilitators(skill, arenas, numbers, seed):
    """Fill `skill` (arenas,) of the facilitators with whom arenas begin."""
    for k in range(len(skill)):
        skill[k] = facilitators_skill(normals(seed, FACILITATOR, 0, arenas[k], 2)[0], numbers)
