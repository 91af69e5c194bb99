"""Young people take part: seats in arenas, and a yearly registration of the places that they use (M30)."""

import numpy as np

from agents.citizen_rules import MIDDLE
from agents.citizens import CHILD, GROUPS
from agents.engine.kernel import kernel
from agents.engine.sums import total
from agents.engine.table import AREAS, DIMENSIONS
from agents.service_rules import LIVED, citizen_misconception
from model.chance import PERSON, uniform
from model.paradigms.rules import RULE
from model.town.ledger import KIND
from model.town.town import Town

MAPPED = (1, 3)  # areas that use the registration: upbringing and place
AGE_BLOCK = 5  # block of chance of a child's age
YOUNGEST, OF_AGE = 10, 18  # years: from the first to below the second, young people may hold seats
NOBODY = np.zeros(0, np.int64)


@kernel
def _young(age_band, identity, row_of, seed):
    """Return the rows of citizens of 10 to 17 years, in order of identity. Ages are even within the band 0-17."""
    rows = np.empty(len(identity), np.int64)
    found = 0
    for k in range(len(identity)):
        row = int(row_of[k])
        if age_band[row] == CHILD and uniform(seed, PERSON, 0, identity[row], AGE_BLOCK) * OF_AGE >= YOUNGEST:
            rows[found] = row
            found += 1
    return rows[:found].copy()


def young_people(town: Town) -> np.ndarray:
    """Return the rows of the young who may hold seats; nobody where no rule keeps seats for them. Equation E116."""
    if not (town.rules[:, RULE.youth] > 0).any() or not town.p.mechanisms.youth:
        return NOBODY
    return town.young if len(town.young) else _all_young(town)


def _all_young(town: Town) -> np.ndarray:
    rows: np.ndarray = _young(town.citizens.age_band, town.citizens.identity, town.row_of, town.seed)
    return rows


@kernel
def register_children(town):
    """Book the month's hours of registering young people's use of places. Equation E118."""
    mapped, wanted = town.rules[:, RULE.child_mapping], False
    for area in range(AREAS):
        wanted = wanted or mapped[area] > 0.0
    if not wanted or town.numbers.mechanisms.youth <= 0.0:
        return
    children = 0.0
    for band in town.citizens.age_band:
        children += 1.0 if band == CHILD else 0.0
    young = children * (OF_AGE - YOUNGEST) / OF_AGE
    for area in MAPPED:  # one registration serves the areas, and each pays its part
        hours = mapped[area] * young * town.numbers.arenas.mapping_hours / 12.0 / len(MAPPED)
        town.ledger.hours[area, KIND.process] += hours


@kernel
def children_in_design(town):
    """Return the weight of registered children among lay voices (areas,), and their view of a service (areas, 12).

    The weight is children's share of citizens, as far as they are registered. So many register that their errors cancel
    out, except the error that citizens share. Equation E117.
    """
    weight, view, rule = np.zeros(AREAS), np.zeros((AREAS, DIMENSIONS)), town.rules[:, RULE.child_mapping]
    children, groups = 0.0, np.zeros(len(GROUPS))
    if max(rule[MAPPED[0]], rule[MAPPED[1]]) <= 0.0 or town.numbers.mechanisms.youth <= 0.0:
        return weight, view
    for i in range(len(town.citizens.age_band)):
        if town.citizens.age_band[i] == CHILD:
            groups[town.citizens.group[i]] += 1.0
            children += 1.0
    if children == 0.0:
        return weight, view
    groups /= children
    for area in MAPPED:
        weight[area] = rule[area] * children / town.population
        for x in range(DIMENSIONS):
            shared = citizen_misconception(
                LIVED, town.areas.misconception[area, x], MIDDLE, 0.0, town.numbers.encounter
            )
            view[area, x] = total(groups * town.areas.centre[area, :, x]) + shared
    return weight, view
