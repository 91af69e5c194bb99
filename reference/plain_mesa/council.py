"""The council: politicians, the yearly budget, elections (ODD page: 7.3)."""

from __future__ import annotations

from math import exp, log

import mesa

from reference.plain_mesa.base import Town
from reference.plain_mesa.citizen import Citizen
from reference.plain_mesa.maths import above, held, logistic, mean, shares


class Politician(mesa.Agent):
    """A member of the municipal council."""

    model: Town

    def __init__(self, model: Town, leaning: list[float]) -> None:
        super().__init__(model)
        self.take_seat(leaning)

    def take_seat(self, leaning: list[float]) -> None:
        """Start as a newcomer with priorities around `leaning`."""  # E11
        normal = self.model.normal
        self.priorities = shares(x * exp(0.3 * normal()) for x in leaning)
        self.openness = held(self.model.p.politics.openness + 0.15 * normal())
        self.platform = held(0.4 * normal(), -1, 1)
        self.support = 0.5

    def be_judged(self, trust: float, demand: list[float], news: float) -> None:
        """Move support toward trust, the match of priorities with open needs, and news of answers."""  # E17, E121
        distance = sum(abs(own - open_) for own, open_ in zip(self.priorities, demand)) / 2
        self.support += 0.1 * (held(trust + 0.1 - 0.4 * distance + news) - self.support)


def open_hours(model: Town) -> list[float]:
    """Return open case hours of the areas as shares."""  # E17
    demand = [area.share * sum(unit.load * unit.share for unit in area.units) for area in model.areas]
    return shares(demand) if sum(demand) > 0 else [area.share for area in model.areas]


def decide_budget(model: Town) -> None:
    """Move area shares toward priorities, demand and voices, above each area's floor."""  # E18
    rule, p, areas = model.rules, model.p.politics, model.areas
    rest = above(1 - rule.budget_to_demand - rule.budget_to_voice)
    total = rest + rule.budget_to_demand + rule.budget_to_voice
    demand, heard = open_hours(model), sum(area.heard for area in areas)
    wished = []
    for area in areas:
        priority = mean(politician.priorities[area.number] for politician in model.council)
        voice = 0.9 * area.start_share + 0.1 * (area.heard / heard if heard > 0 else area.share)
        aim = rest * priority + rule.budget_to_demand * demand[area.number] + rule.budget_to_voice * voice
        wished.append(area.share + p.budget_speed * (aim / total - area.share))
    floors = [p.budget_floor * area.start_share for area in areas]
    free = [above(share - floor) for share, floor in zip(wished, floors)]
    for area, floor, part in zip(areas, floors, shares(free)):
        area.share = floor + part * (1 - sum(floors))


def hold_election(model: Town) -> None:
    """Citizens vote or stay home; seats are kept by support."""  # E19, E20
    p, electors = model.p.politics, [citizen for citizen in model.citizens if citizen.band > 0]

    def lean(citizen: Citizen, trust: float) -> float:
        age = p.turnout_age * (0, 0, 1, 0.1)[citizen.band]
        return p.turnout_skill * (citizen.skill - 0.5) + p.turnout_trust * (trust - 0.5) + age

    usual = log(model.place.turnout_2023 / (1 - model.place.turnout_2023)) - mean(lean(c, 0.55) for c in electors)
    voters = [c for c in electors if model.random.random() < logistic(usual + lean(c, c.trust))]
    model.turnout = len(voters) / len(electors)
    wanted = [0.0] * len(model.areas)
    for citizen in voters:
        for need in citizen.needs:
            if need is not None:
                wanted[need.area.number] += need.severity * citizen.resources**p.seat_skill
    budget = [area.share for area in model.areas]
    wanted = shares(wanted) if sum(wanted) > 0 else budget
    leaning = [0.7 * share + 0.3 * need for share, need in zip(budget, wanted)]
    for politician in model.council:
        if model.random.random() >= p.retention + 0.8 * (politician.support - 0.5):
            politician.take_seat(leaning)
