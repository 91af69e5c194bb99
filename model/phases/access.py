"""Access: apply or not, choose a unit, complain, leave, give up (M6, M7, M8)."""

from collections import namedtuple
from typing import Any

import numpy as np

from agents.citizen_rules import (
    compliance_cost,
    hazard_of_fading,
    learning_cost,
    probability_of_applying,
    waiting_odds,
)
from agents.engine.kernel import kernel
from agents.engine.packed import unpacked
from agents.engine.table import AREAS, NONE, SLOTS, taker
from model.chance import ACCESS, uniforms
from model.paradigms.rules import RULE
from model.parameters.parameters import kind_of
from model.phases.choice import chosen_unit
from model.town.ledger import EVENT, KIND
from model.town.town import Town

ACCESS_NUMBERS: Any = kind_of("access")
MARKET: Any = kind_of("market")

Seekers = namedtuple(  # noqa: PYI024
    "Seekers",
    "identity cell resources income rank efficacy expected_uptake trust district months_in_need hours_given need_state "
    "need_area need_unit need_returns need_waited need_severity need_pressed known_fit known_unit",
)
Queues = namedtuple("Queues", "indicator wait users")  # noqa: PYI024
SEEKERS, QUEUES = taker(Seekers), taker(Queues)


def access(town: Town) -> None:
    """Everyone with a need decides what to do about it."""
    complaints, left = _access(
        SEEKERS(town.citizens), QUEUES(town.units), town.distance, town.rules, town.areas.universality,
        town.units_per_area, town.tie_start, town.tie_other, town.packed.access, town.packed.market,
        town.p.delivery.paper_hours, town.seed, town.month, town.ledger.events,
    )  # fmt: skip
    money = town.p.money
    town.ledger.hours[:, KIND.administration] += (complaints + town.complaints) * money.complaint
    town.complaints[:] = 0.0
    supported = (
        left * town.rules[:, RULE.exit_support] * town.areas.hours
    )  # standard hours of those who left, supported
    town.ledger.extra_cost += float(supported.sum()) * money.exit_support * money.nok_per_hour


@kernel
def _access(
    c, units, distance, rules, universality, units_per_area, tie_start, tie_other, a, market, paper_hours, seed, month,
    events,
):  # fmt: skip
    """Return (complaints, those who left for private help), each by area.

    `c` holds the values of `Seekers`, `units` those of `Queues`.
    """
    c, units = Seekers(*c), Queues(*units)
    a, market = unpacked(ACCESS_NUMBERS, a), unpacked(MARKET, market)
    complaints, left = np.zeros(AREAS), np.zeros(AREAS)
    for i in range(len(c.identity)):
        in_need = False
        for s in range(SLOTS):
            state = c.need_state[i, s]
            if state == 0:
                continue
            in_need = True
            area = int(c.need_area[i, s])
            rule = rules[area]
            tally = events[c.cell[i], area]
            providers = int(rule[RULE.n_providers])
            u = uniforms(seed, ACCESS, month, c.identity[i], s)
            home = (int(c.district[i]) + area) % units_per_area
            severity = float(c.need_severity[i, s])
            if state == 1:
                learning = learning_cost(
                    rule[RULE.rule_categories], providers, rule[RULE.plain_language], rule[RULE.outreach]
                )
                compliance = compliance_cost(rule[RULE.documentation], distance[c.district[i]], rule[RULE.outreach])
                stigma = 1.0 - universality[area]
                queue = units.wait[area * units_per_area + home]
                applying = probability_of_applying(
                    severity, c.resources[i], c.trust[i], learning, compliance, stigma, queue, a
                )
                if u[0] < applying:
                    c.need_state[i, s] = 2
                    tally[EVENT.applied] += 1.0
                    hours = paper_hours * rule[RULE.documentation]
                    c.hours_given[i] = float(c.hours_given[i]) + hours
                    tally[EVENT.citizen_hours] += hours
                    tally[EVENT.citizen_hours_rank] += hours * c.rank[i]
                elif u[1] < hazard_of_fading(severity, a):
                    c.need_state[i, s] = 0
                    c.need_area[i, s] = NONE
                    tally[EVENT.faded] += 1.0
            elif c.need_waited[i, s] > 0:
                leave, complain, give_up = waiting_odds(
                    c.resources[i], c.income[i], c.efficacy[i], c.expected_uptake[i], float(c.need_waited[i, s]),
                    float(c.need_returns[i, s]), rule[RULE.exit_support], a,
                )  # fmt: skip
                at = u[2] * (1.0 + leave + complain + give_up)
                if at < leave:
                    c.need_state[i, s] = 0
                    c.need_area[i, s] = NONE
                    left[area] += 1.0
                    tally[EVENT.left] += 1.0
                elif at < leave + give_up:
                    c.need_state[i, s] = 0
                    c.need_area[i, s] = NONE
                    tally[EVENT.gave_up] += 1.0
                elif at < leave + give_up + complain:
                    c.need_pressed[i, s] = float(c.need_pressed[i, s]) + a.complaint_priority
                    complaints[area] += 1.0
                    tally[EVENT.complaints] += 1.0
                    tally[EVENT.acts] += 1.0
            if c.need_state[i, s] == 2 and c.need_unit[i, s] == NONE:
                unit = chosen_unit(
                    i, area, home, u[3], providers, c.resources[i], c.known_fit, c.known_unit, tie_start,
                    tie_other, units.indicator, rule[RULE.indicator_publication], units_per_area, market,
                )  # fmt: skip
                c.need_unit[i, s] = unit
                units.users[area * units_per_area + unit] += 1.0
        if in_need:
            c.months_in_need[i] += 1
    return complaints, left
