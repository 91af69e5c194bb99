"""People who help: volunteers, peers, and residents who run a unit (ODD page: 7.12)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from reference.plain_mesa.area import Area
from reference.plain_mesa.base import Town
from reference.plain_mesa.citizen import Citizen, Need
from reference.plain_mesa.maths import above, logistic
from reference.plain_mesa.unit import CIVIC, CONTRACTED, Unit

Place = tuple[int, Area]  # a district, and a service area


def probability_of_helping(citizen: Citizen, area: Area, concerned: bool, hours: float, meetings: float) -> float:
    """Return the chance that a citizen helps when asked, or would organise."""  # E21, E102
    j, rule = citizen.model.p.arenas, area.rules
    drive = j.join_base + j.join_skill * (citizen.skill - 0.5) * (1 - 0.5 * rule.support)
    drive += j.join_time * (citizen.time - 0.5) + j.join_salience * concerned
    drive += j.join_efficacy * (citizen.efficacy - 0.5) + j.join_input_followed * (citizen.expected_following - 0.3)
    return logistic(drive - j.join_hours * hours + 0.5 * rule.support - j.join_fatigue * meetings)


class Helpers:
    """The town's volunteers, and their hours in each district and area."""

    def __init__(self, model: Town) -> None:
        self.model = model
        self.luck: dict[Citizen, tuple[float, float, float]] = {}
        self.year: int | None = None
        self.volunteers: list[tuple[Citizen, Area]] = []
        self.peers: Counter[Place] = Counter()  # hours
        self.others: Counter[Place] = Counter()
        self.given: Counter[Place] = Counter()
        self.met: dict[Place, float] = {}
        self.matched: dict[int, float] = {}  # by need, in hours

    def places(self) -> list[Place]:
        """Return all districts and areas."""
        return [(district, area) for district in range(self.model.districts) for area in self.model.areas]

    def gather(self, calendar: int) -> None:
        """Let citizens who are asked join, and peers meet people who have not applied."""  # E104, E105
        model, p = self.model, self.model.p
        self.volunteers, self.met, self.matched, self.given = [], {}, {}, Counter()
        if model.rules.volunteers > 0 and p.delivery.volunteer_hours > 0:
            if calendar // 12 != self.year:
                self.year = calendar // 12
                self.luck = {c: tuple(model.random.random() for _ in range(3)) for c in model.citizens}
            for citizen in model.citizens:
                self.ask(citizen)
        present = Counter((citizen.district, area) for citizen, area in self.volunteers)
        for place in self.places():
            if not present[place]:
                model.record.expired += self.peers[place] + self.others[place]
                self.peers[place] = self.others[place] = 0.0
        if self.volunteers and (p.access.peer_learning or p.access.peer_stigma):
            self.meet()

    def ask(self, citizen: Citizen) -> None:
        """Ask a citizen, or not; a citizen who joins has hours."""  # E104
        if citizen.band == 0:
            return
        where, asked, joins = self.luck[citizen]
        area, p = self.model.areas[int(4 * where)], self.model.p
        if asked >= self.model.rules.volunteers:
            return
        area.hours["process"] += p.money.invitation / 12
        served, hours = area in citizen.known, p.delivery.volunteer_hours
        if joins < probability_of_helping(citizen, area, served, hours, 0):
            self.volunteers.append((citizen, area))
            (self.peers if served else self.others)[citizen.district, area] += hours
            self.model.record.offered += hours

    def meet(self) -> None:
        """Let peers meet people who have not applied."""  # E108
        each = self.model.p.access.peer_hours
        sought = Counter((c.district, n.area) for c in self.model.citizens for n in c.needs if n and not n.applied)
        for place, people in sought.items():
            self.met[place] = self.model.rules.peers * min(1.0, self.peers[place] / (each * people))
            self.given[place] += self.met[place] * each * people
            self.peers[place] -= self.met[place] * each * people

    def lend(self, plans: dict[Unit, list[list[Any]]]) -> None:
        """Match volunteers to open cases, and lower the public hours of these."""  # E106
        d, wanted = self.model.p.delivery, Counter[Place]()
        could = []
        for unit, plan in plans.items():
            for case in plan if unit.kind != CONTRACTED else []:
                place = case[0].district, unit.area
                hours = unit.area.own.hours * above(d.largest_share - case[3])
                wanted[place] += hours
                could.append((place, case, hours))
        for place, case, hours in could:
            at_hand = self.peers[place] + self.others[place]
            if at_hand and hours:
                matched = hours * min(1.0, at_hand / wanted[place])
                self.matched[id(case[1])] = matched
                case[4] = max(case[4] - (1 - d.coordination_share) * matched, 0.0)

    def thank(self, served: list[tuple[Citizen, Need]]) -> None:
        """Book the hours used, let the rest expire, and change the volunteers."""  # E105, E107
        model, so = self.model, self.model.p.social
        for citizen, need in served:
            place, hours = (citizen.district, need.area), self.matched.get(id(need), 0.0)
            first = min(hours, self.others[place])
            self.others[place] -= first
            self.peers[place] -= hours - first
            self.given[place] += hours
        for hours in (self.peers, self.others):
            for place in self.places():
                kept = above(hours[place]) * (1 - 1 / model.stands_for)
                model.record.expired += above(hours[place]) - kept
                hours[place] = kept
        model.record.used += sum(self.given.values())
        present = Counter((citizen.district, area) for citizen, area in self.volunteers)
        for citizen, area in self.volunteers:
            mine = self.given[citizen.district, area] / present[citizen.district, area]
            citizen.count("citizen hours", mine)
            step = so.helping * min(1.0, mine / model.p.delivery.volunteer_hours)
            citizen.efficacy += step * (1 - citizen.efficacy)
            citizen.ownership += step * (1 - citizen.ownership)
            for tie in citizen.ties:
                tie.ownership += so.ownership_share * step * (1 - tie.ownership)


def waits(citizen: Citizen, area: Area) -> bool:
    """Return whether the citizen has an unmet need of the area."""  # E109
    open_needs = [need for need in citizen.needs if need and need.area is area and need.applied]
    return any(need.waited or need.returns for need in open_needs)


def take_initiative(model: Town) -> None:
    """Let residents propose to run their unit."""  # E109, E110
    support, p = model.rules.initiative_support, model.p
    for area in model.areas:
        organisers: dict[Unit, list[tuple[Citizen, float]]] = {unit: [] for unit in area.units}
        if support > 0 and p.mechanisms.initiative:
            for citizen in model.citizens:
                if citizen.band and waits(citizen, area) and any(waits(tie, area) for tie in citizen.ties):
                    hours, meetings = model.rules.meeting_hours, citizen.meetings
                    chance = probability_of_helping(citizen, area, True, hours, meetings)
                    organisers[citizen.home(area)].append((citizen, chance))
        for unit, people in organisers.items():
            if not (support > 0 and p.mechanisms.initiative):
                unit.willing, unit.proposal, unit.resident_run = 0.0, 0, False
                continue
            unit.willing = 11 / 12 * unit.willing + model.stands_for * sum(chance for _, chance in people)
            if unit.proposal:
                unit.proposal += -1 if unit.proposal > 0 else 1
                unit.resident_run = unit.resident_run or unit.coming and not unit.proposal
            elif unit.kind != CIVIC and not unit.resident_run and unit.willing >= p.politics.initiative_organisers:
                propose(model, unit, people)


def propose(model: Town, unit: Unit, people: list[tuple[Citizen, float]]) -> None:
    """Put a proposal to the municipality, and tell residents who proposed."""  # E110
    unit.coming = model.random.random() < model.rules.initiative_support
    followed = float(unit.coming)
    unit.proposal = model.p.politics.initiative_months * (1 if unit.coming else -1)
    hours = unit.hours_of_trial()
    unit.area.hours["process"] += hours
    model.late_hours += hours
    model.record.initiatives += 1
    for citizen, chance in people:
        if model.random.random() < chance:
            for what, amount in (("acts", 1.0), ("answered", 1.0), ("followed", followed), ("influence", followed)):
                citizen.count(what, amount)
            citizen.take_answer(followed)
