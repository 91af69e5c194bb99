"""Politics: the yearly budget over areas, elections, openness and support (M21, P29)."""

from typing import Any

import numpy as np

from agents.attitude_rules import AVERAGE_TRUST
from agents.citizen_rules import MIDDLE, clip, logistic, turnout_lean
from agents.citizens import CHILD, NO_NEED
from agents.engine.kernel import kernel
from agents.engine.sums import mean
from agents.engine.table import AREAS, SLOTS
from model.chance import BALLOT, SEAT, uniform
from model.paradigms.rules import RULE
from model.town.town import Town, new_politician

SUPPORT_ABOVE_TRUST = 0.1  # support of a politician whose priorities are the citizens' own, above their trust
SUPPORT_BY_DISTANCE = 0.4  # support lost by priorities as far away as can be
SUPPORT_RATE = 0.1  # a month, of the way to what trust and priorities point to
VOICES_IN_BUDGET = 0.1  # weight of matters raised, against the first budget, since they carry no cost of cases
SUPPORT_AT_BALLOT = 0.8  # how much full support raises the chance to keep a seat
NEED_IN_LEANING = 0.3  # weight of voters' needs, against today's budget, in newcomers' priorities
BUDGET_IN_LEANING = 0.7  # the rest


def govern(town: Town) -> None:
    """The month's politics: seniority and support, a budget every year, an election at the end of a term."""
    council: Any = town.politicians
    presence = mean(town.rules[:, RULE.presence])
    _month_of_a_council(
        council.priorities, council.support, council.seniority, council.presence, open_hours(town), presence,
        mean(town.citizens.trust), town.news_felt,
    )  # fmt: skip
    town.news_felt = 0.0
    if town.calendar > 0 and town.calendar % 12 == 0:
        _budget(town)
    if town.calendar > 0 and town.calendar % town.p.politics.term == 0:
        _election(town)


def open_hours(town: Town) -> np.ndarray:
    """Return open case hours of each area as shares, (areas,)."""
    demand = (town.units.load * town.units.share).reshape(AREAS, -1).sum(axis=1) * town.areas.share
    return demand / demand.sum() if demand.sum() > 0 else town.areas.share.copy()


@kernel
def _month_of_a_council(priorities, support, seniority, presence, open_hours, presence_rule, trust_level, news_felt):
    """Move support toward trust and the match of a politician's priorities with open needs. Equations E17 and E121.

    `news_felt` is what last month's answers to arenas made citizens feel.
    """
    for j in range(len(support)):
        seniority[j] += 1
        presence[j] = presence_rule
        distance = 0.0
        for a in range(len(open_hours)):
            distance += abs(priorities[j, a] - open_hours[a])
        match = trust_level + SUPPORT_ABOVE_TRUST - SUPPORT_BY_DISTANCE * (distance / 2.0)
        aim = clip(match + news_felt, 0.0, 1.0)
        support[j] += SUPPORT_RATE * (aim - support[j])


def _budget(town: Town) -> None:
    """Move area shares toward priorities, demand and matters raised, weighted by the rules, above each area's floor.

    Equation E18.
    """
    areas, p = town.areas, town.p
    to_demand = float(town.rules[:, RULE.budget_to_demand].mean())
    to_voice = float(town.rules[:, RULE.budget_to_voice].mean())
    rest = max(0.0, 1.0 - to_demand - to_voice)
    total = to_demand + to_voice + rest
    priorities = town.politicians.priorities.mean(axis=0)
    voices = areas.heard / areas.heard.sum() if areas.heard.sum() > 0 else areas.share
    voices = (1.0 - VOICES_IN_BUDGET) * areas.start_share + VOICES_IN_BUDGET * voices
    aim = (rest * priorities + to_demand * open_hours(town) + to_voice * voices) / total
    share = areas.share + p.politics.budget_speed * (aim - areas.share)
    floor = p.politics.budget_floor * areas.start_share
    share = np.maximum(share, floor)
    free = share - floor
    areas.share[:] = floor + free / free.sum() * (1.0 - floor.sum()) if free.sum() > 0 else share / share.sum()


def _election(town: Town) -> None:
    """Hold an election: support decides who keeps a seat; newcomers favour needs of voters with most resources.

    Equation E20.
    """
    citizens, p = town.citizens, town.p
    wanted = np.zeros(AREAS)
    votes, electors = _ballot(
        citizens.identity, citizens.age_band, citizens.skill, citizens.trust, citizens.resources, citizens.need_state,
        citizens.need_area, citizens.need_severity, town.place.turnout_2023, p.politics.seat_skill,
        town.numbers.politics, town.seed, town.month, wanted,
    )  # fmt: skip
    town.turnout = votes / electors if electors > 0 else town.turnout
    needed = wanted / wanted.sum() if wanted.sum() > 0 else town.areas.share
    leaning = BUDGET_IN_LEANING * town.areas.share + NEED_IN_LEANING * needed
    council = town.politicians
    for j in range(len(council)):
        kept = p.politics.retention + SUPPORT_AT_BALLOT * (council.support[j] - MIDDLE)
        if uniform(town.seed, SEAT, town.month, j, 0) >= kept:
            new_politician(council, j, leaning, p, town.seed, town.month)


@kernel
def _ballot(
    identity, age_band, skill, trust_level, resources, need_state, need_area, need_severity, base, seat_skill, politics,
    seed, month, wanted,
):  # fmt: skip
    """Return (votes, electors) and add voters' needs, weighted by resources, to `wanted` (areas,).

    Equations E19 and E20.
    """
    middle = 0.0
    electors = 0.0
    for i in range(len(identity)):
        if age_band[i] != CHILD:
            middle += turnout_lean(skill[i], age_band[i], AVERAGE_TRUST, politics)
            electors += 1.0
    middle = middle / electors if electors > 0.0 else 0.0
    odds = np.log(base / (1.0 - base))
    votes = 0.0
    for i in range(len(identity)):
        if age_band[i] == CHILD:
            continue
        lean = odds + (turnout_lean(skill[i], age_band[i], trust_level[i], politics) - middle)
        if uniform(seed, BALLOT, month, identity[i], 0) < logistic(lean):
            votes += 1.0
            for s in range(SLOTS):
                if need_state[i, s] != NO_NEED:
                    wanted[need_area[i, s]] += float(need_severity[i, s]) * resources[i] ** seat_skill
    return votes, electors
