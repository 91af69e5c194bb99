"""Choice of a unit: own experience, hearsay from ties, the published indicator (M8)."""

import math

import numpy as np

from agents.citizen_rules import appeal_of_unit
from agents.engine.kernel import kernel
from agents.engine.sums import total
from model.town.people import START_FIT

IMPRESSION_WEIGHT = 1.0  # of the general impression, fit at the start; other weights are relative to it
TIES_HEARD = 3  # ties whose experience of a unit a citizen hears of


@kernel
def believed_quality(
    i, area, unit, row, known_fit, known_unit, tie_start, tie_other, indicator, publication, market
):  # fmt: skip
    """Return what citizen `i` believes of a unit: a weighted mean of own and ties' experience and the indicator.

    Equation E36.
    """
    weight = IMPRESSION_WEIGHT
    belief = START_FIT
    if known_unit[i, area] == unit:
        weight += market.own_experience
        belief += market.own_experience * float(known_fit[i, area])
    heard = 0
    for k in range(tie_start[i], tie_start[i + 1]):
        j = tie_other[k]
        if known_unit[j, area] == unit and heard < TIES_HEARD:
            heard += 1
            weight += market.tie_experience
            belief += market.tie_experience * float(known_fit[j, area])
    weight += market.indicator_belief * publication
    belief += market.indicator_belief * publication * indicator[row]
    return belief / weight


@kernel
def chosen_unit(
    i, area, home, u, n_providers, resources, known_fit, known_unit, tie_start, tie_other, indicator, publication,
    units_per_area, market,
):  # fmt: skip
    """Return the unit that citizen `i` chooses: the home unit, or a logit choice among it and the following units.

    Equation E35.
    """
    if n_providers <= 1:
        return home
    appeal = np.empty(n_providers)
    for k in range(n_providers):
        unit = (home + k) % units_per_area
        belief = believed_quality(
            i, area, unit, area * units_per_area + unit, known_fit, known_unit, tie_start, tie_other, indicator,
            publication, market,
        )  # fmt: skip
        appeal[k] = math.exp(appeal_of_unit(belief, 1.0 if k == 0 else 0.0, resources, market))
    target = u * total(appeal)
    below = 0.0
    for k in range(n_providers - 1):
        below += appeal[k]
        if target <= below:
            return (home + k) % units_per_area
    return (home + n_providers - 1) % units_per_area
