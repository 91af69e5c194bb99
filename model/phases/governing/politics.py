"""Politics: the yearly budget over areas, elections, openness and support (M21, P29)."""

import numpy as np

from agents.attitude_rules import AVERAGE_TRUST
from agents.citizen_rules import MIDDLE, clip, logistic, turnout_lean
from agents.citizens import CHILD, NO_NEED
from agents.engine.kernel import kernel
from agents.engine.sums import mean, total
from agents.engine.table import AREAS, SLOTS
from model.chance import BALLOT, SEAT, uniform
from model.paradigms.rules import RULE
from model.phases.occasional import occasional
from model.town.town import Town, new_politician

SUPPORT_ABOVE_TRUST = 0.1  # support of a politician whose priorities are the citizens' own, above their trust
SUPPORT_BY_DISTANCE = 0.4  # support lost by priorities as far away as can be
SUPPORT_RATE = 0.1  # a month, of the way to what trust and priorities point to
VOICES_IN_BUDGET = 0.1  # weight of matters raised, against the first budget, since they carry no cost of cases
SUPPORT_AT_BALLOT = 0.8  # how much full support raises the chance to keep a seat
NEED_IN_LEANING = 0.3  # weight of voters' needs, against today's budget, in newcomers' priorities
BUDGET_IN_LEANING = 0.7  # the rest


@kernel
def govern(town):
    """A month of the council: seniority, presence, and support that moves toward trust and what citizens need.

    Support follows the match of a politician's priorities with open needs, and what last month's answers to arenas made
    citizens feel. Equations E17 and E121.
    """
    council, wanted = town.politicians, open_hours(town)
    presence, trust_level = mean(town.rules[:, RULE.presence]), mean(town.citizens.trust)
    for j in range(len(council.support)):
        council.seniority[j] += 1
        council.presence[j] = presence
        distance = 0.0
        for a in range(len(wanted)):
            distance += abs(council.priorities[j, a] - wanted[a])
        match = trust_level + SUPPORT_ABOVE_TRUST - SUPPORT_BY_DISTANCE * (distance / 2.0)
        aim = clip(match + town.news_felt, 0.0, 1.0)
        council.support[j] += SUPPORT_RATE * (aim - council.support[j])
    town.news_felt = 0.0
    months = town.month - int(town.numbers.town.warm_up)
    if months > 0 and months % 12 == 0:
        _budget(town, wanted)


@kernel
def open_hours(town):
    """Return open case hours of each area as shares, (areas,)."""
    found = np.zeros(AREAS)
    per = town.units_per_area
    for a in range(AREAS):
        for row in range(a * per, (a + 1) * per):
            found[a] += town.units.load[row] * town.units.share[row]
        found[a] *= town.areas.share[a]
    everything = total(found)
    for a in range(AREAS):
        found[a] = found[a] / everything if everything > 0.0 else town.areas.share[a]
    return found


def _election_is_due(town: Town) -> bool:
    month = town.calendar
    return month > 0 and month % town.p.politics.term == 0


@kernel
def _budget(town, demand):
    """Move area shares toward priorities, demand and matters raised, weighted by the rules, above each area's floor.

    `demand` (areas,) is of open case hours, as shares. Equation E18.
    """
    areas, politics = town.areas, town.numbers.politics
    to_demand, to_voice = mean(town.rules[:, RULE.budget_to_demand]), mean(town.rules[:, RULE.budget_to_voice])
    rest = max(0.0, 1.0 - to_demand - to_voice)
    in_all = to_demand + to_voice + rest
    heard, share, free = total(areas.heard), np.empty(AREAS), np.empty(AREAS)
    for a in range(AREAS):
        voices = areas.heard[a] / heard if heard > 0.0 else areas.share[a]
        voices = (1.0 - VOICES_IN_BUDGET) * areas.start_share[a] + VOICES_IN_BUDGET * voices
        priority = mean(town.politicians.priorities[:, a])
        aim = (rest * priority + to_demand * demand[a] + to_voice * voices) / in_all
        floor = politics.budget_floor * areas.start_share[a]
        share[a] = max(areas.share[a] + politics.budget_speed * (aim - areas.share[a]), floor)
        free[a] = share[a] - floor
    floors, spare, sum_of_shares = politics.budget_floor * total(areas.start_share), total(free), total(share)
    for a in range(AREAS):
        floor = politics.budget_floor * areas.start_share[a]
        areas.share[a] = floor + free[a] / spare * (1.0 - floors) if spare > 0.0 else share[a] / sum_of_shares


@occasional(_election_is_due)
def hold_election(town: Town) -> None:
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
