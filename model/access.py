"""Access: apply or not, choose a unit, complain, leave, give up (M6, M7, M8)."""

from typing import Any

import numpy as np

from agents.citizen_rules import (
    compliance_cost,
    hazard_of_fading,
    learning_cost,
    probability_of_applying,
    waiting_odds,
)
from agents.kernel import kernel
from agents.packed import unpacked
from agents.table import AREAS, NONE, SLOTS
from model.chance import ACCESS, uniforms
from model.choice import chosen_unit
from model.ledger import EVENT, KIND
from model.parameters import kind_of
from model.rules import RULE
from model.town import Town

ACCESS_NUMBERS: Any = kind_of("access")
MARKET: Any = kind_of("market")


def access(town: Town) -> None:
    """Everyone with a need decides what to do about it."""
    c = town.citizens
    complaints, left = _access(
        c.identity, c.cell, c.resources, c.income, c.efficacy, c.expected_uptake, c.trust, c.district,
        c.months_in_need, c.need_state, c.need_area, c.need_unit, c.need_returns, c.need_waited, c.need_severity,
        c.need_pressed, c.known_fit, c.known_unit, c.hours_given, town.distance, town.rules, town.areas.universality,
        town.units.indicator, town.units.wait, town.units.users, town.units_per_area, town.tie_start, town.tie_other,
        town.packed.access, town.packed.market, town.p.delivery.paper_hours, c.rank, town.seed, town.month,
        town.ledger.events,
    )  # fmt: skip
    money = town.p.money
    town.ledger.hours[:, KIND.administration] += (complaints + town.complaints) * money.complaint
    town.complaints[:] = 0.0
    supported = left * town.rules[:, RULE.exit] * town.areas.hours  # standard hours of those who left, supported
    town.ledger.extra_cost += float(supported.sum()) * money.exit_support * money.nok_per_hour


@kernel
def _access(
    identity, cell, resources, income, efficacy, expected_uptake, trust, district, months_in_need, need_state,
    need_area, need_unit, need_returns, need_waited, need_severity, need_pressed, known_fit, known_unit, hours_given,
    distance, rules, universality, indicator, wait, users, units_per_area, tie_start, tie_other, a, market,
    paper_hours, rank, seed, month, events,
):  # fmt: skip
    """Return (complaints, those who left for private help), each by area."""
    a, market = unpacked(ACCESS_NUMBERS, a), unpacked(MARKET, market)
    complaints, left = np.zeros(AREAS), np.zeros(AREAS)
    for i in range(len(identity)):
        in_need = False
        for s in range(SLOTS):
            state = need_state[i, s]
            if state == 0:
                continue
            in_need = True
            area = int(need_area[i, s])
            rule = rules[area]
            tally = events[cell[i], area]
            providers = int(rule[RULE.n_providers])
            u = uniforms(seed, ACCESS, month, identity[i], s)
            home = (int(district[i]) + area) % units_per_area
            severity = float(need_severity[i, s])
            if state == 1:
                learning = learning_cost(
                    rule[RULE.rule_categories], providers, rule[RULE.plain_language], rule[RULE.outreach]
                )
                compliance = compliance_cost(rule[RULE.documentation], distance[district[i]], rule[RULE.outreach])
                stigma = 1.0 - universality[area]
                queue = wait[area * units_per_area + home]
                applying = probability_of_applying(
                    severity, resources[i], trust[i], learning, compliance, stigma, queue, a
                )
                if u[0] < applying:
                    need_state[i, s] = 2
                    tally[EVENT.applied] += 1.0
                    hours = paper_hours * rule[RULE.documentation]
                    hours_given[i] = float(hours_given[i]) + hours
                    tally[EVENT.citizen_hours] += hours
                    tally[EVENT.citizen_hours_rank] += hours * rank[i]
                elif u[1] < hazard_of_fading(severity, a):
                    need_state[i, s] = 0
                    need_area[i, s] = NONE
                    tally[EVENT.faded] += 1.0
            elif need_waited[i, s] > 0:
                leave, complain, give_up = waiting_odds(
                    resources[i], income[i], efficacy[i], expected_uptake[i], float(need_waited[i, s]),
                    float(need_returns[i, s]), rule[RULE.exit], a,
                )  # fmt: skip
                at = u[2] * (1.0 + leave + complain + give_up)
                if at < leave:
                    need_state[i, s] = 0
                    need_area[i, s] = NONE
                    left[area] += 1.0
                    tally[EVENT.left] += 1.0
                elif at < leave + give_up:
                    need_state[i, s] = 0
                    need_area[i, s] = NONE
                    tally[EVENT.gave_up] += 1.0
                elif at < leave + give_up + complain:
                    need_pressed[i, s] = float(need_pressed[i, s]) + a.press
                    complaints[area] += 1.0
                    tally[EVENT.complaints] += 1.0
                    tally[EVENT.acts] += 1.0
            if need_state[i, s] == 2 and need_unit[i, s] == NONE:
                unit = chosen_unit(
                    i, area, home, u[3], providers, resources[i], known_fit, known_unit, tie_start, tie_other,
                    indicator, rule[RULE.indicator_publication], units_per_area, market,
                )  # fmt: skip
                need_unit[i, s] = unit
                users[area * units_per_area + unit] += 1.0
        if in_need:
            months_in_need[i] += 1
    return complaints, left
