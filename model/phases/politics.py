"""Politics: the yearly budget over areas, elections, openness and support (M21, P29)."""

from typing import Any

import numpy as np

from agents.citizen_rules import clip, logistic, turnout_lean
from agents.engine.kernel import kernel
from agents.engine.sums import mean
from agents.engine.table import AREAS, SLOTS
from model.chance import BALLOT, SEAT, uniform
from model.paradigms.rules import RULE
from model.town.town import Town, new_politician


def govern(town: Town) -> None:
    """The month's politics: seniority and support, a budget every year, an election at the end of a term."""
    council: Any = town.politicians
    presence = mean(town.rules[:, RULE.presence])
    _month_of_a_council(
        council.priorities, council.support, council.seniority, council.presence, open_hours(town), presence,
        mean(town.citizens.trust),
    )  # fmt: skip
    if town.calendar > 0 and town.calendar % 12 == 0:
        _budget(town)
    if town.calendar > 0 and town.calendar % town.p.politics.term == 0:
        _election(town)


def open_hours(town: Town) -> np.ndarray:
    """Return open case hours of each area as shares, (areas,)."""
    demand = (town.units.load * town.units.share).reshape(AREAS, -1).sum(axis=1) * town.areas.share
    return demand / demand.sum() if demand.sum() > 0 else town.areas.share.copy()


@kernel
def _month_of_a_council(priorities, support, seniority, presence, open_hours, rule, trust):
    """Support follows trust, and how close a politician's priorities are to what people queue for. Equation E17."""
    for j in range(len(support)):
        seniority[j] += 1
        presence[j] = rule
        distance = 0.0
        for a in range(len(open_hours)):
            distance += abs(priorities[j, a] - open_hours[a])
        aim = clip(trust + 0.1 - 0.4 * (distance / 2.0), 0.0, 1.0)
        support[j] += 0.1 * (aim - support[j])


def _budget(town: Town) -> None:
    """Move area shares toward priorities, demand and voices as the rules weigh them, above each area's floor.

    Equation E18.
    """
    areas, p = town.areas, town.p
    to_demand = float(town.rules[:, RULE.budget_to_demand].mean())
    to_voice = float(town.rules[:, RULE.budget_to_voice].mean())
    rest = max(0.0, 1.0 - to_demand - to_voice)
    total = to_demand + to_voice + rest
    priorities = town.politicians.priorities.mean(axis=0)
    voices = areas.heard / areas.heard.sum() if areas.heard.sum() > 0 else areas.share
    voices = 0.9 * areas.start_share + 0.1 * voices  # matters raised do not know what cases cost
    aim = (rest * priorities + to_demand * open_hours(town) + to_voice * voices) / total
    share = areas.share + p.politics.budget_speed * (aim - areas.share)
    floor = p.politics.budget_floor * areas.start_share
    share = np.maximum(share, floor)
    free = share - floor
    areas.share[:] = floor + free / free.sum() * (1.0 - floor.sum()) if free.sum() > 0 else share / share.sum()


def _election(town: Town) -> None:
    """Citizens vote or stay home; seats are kept by support, newcomers lean to what voters, and the resourceful,
    need. Equation E20.
    """
    c, p = town.citizens, town.p
    wanted = np.zeros(AREAS)
    votes, electors = _ballot(
        c.identity, c.age_band, c.skill, c.trust, c.resources, c.need_state, c.need_area, c.need_severity,
        town.place.turnout_2023, p.politics.seat_skill, town.numbers.politics, town.seed, town.month, wanted,
    )  # fmt: skip
    town.turnout = votes / electors if electors > 0 else town.turnout
    leaning = 0.7 * town.areas.share + 0.3 * (wanted / wanted.sum() if wanted.sum() > 0 else town.areas.share)
    council = town.politicians
    for j in range(len(council)):
        kept = p.politics.retention + 0.8 * (council.support[j] - 0.5)
        if uniform(town.seed, SEAT, town.month, j, 0) >= kept:
            new_politician(council, j, leaning, p, town.seed, town.month)


@kernel
def _ballot(
    identity, age_band, skill, trust, resources, need_state, need_area, need_severity, base, seat_skill, politics,
    seed, month, wanted,
):  # fmt: skip
    """Return (votes, electors) and add voters' needs, weighed by resources, to `wanted` (areas,).

    Equations E19 and E20.
    """
    middle = 0.0
    electors = 0.0
    for i in range(len(identity)):
        if age_band[i] > 0:
            middle += turnout_lean(skill[i], age_band[i], 0.55, politics)
            electors += 1.0
    middle = middle / electors if electors > 0.0 else 0.0
    odds = np.log(base / (1.0 - base))
    votes = 0.0
    for i in range(len(identity)):
        if age_band[i] == 0:
            continue
        lean = odds + (turnout_lean(skill[i], age_band[i], trust[i], politics) - middle)
        if uniform(seed, BALLOT, month, identity[i], 0) < logistic(lean):
            votes += 1.0
            for s in range(SLOTS):
                if need_state[i, s] > 0:
                    wanted[need_area[i, s]] += float(need_severity[i, s]) * resources[i] ** seat_skill
    return votes, electors
