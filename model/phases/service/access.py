"""Access: citizens apply, choose a unit, complain, leave or give up (M6, M7, M8)."""

from collections import namedtuple

import numpy as np

from agents.attitude_rules import wait_doubled
from agents.citizen_rules import (
    compliance_cost,
    hazard_of_fading,
    learning_cost,
    probability_of_applying,
    waiting_odds,
)
from agents.citizens import LATENT, NO_NEED, WAITING
from agents.engine.kernel import kernel
from agents.engine.table import AREAS, NONE, SLOTS, columns
from model.chance import ACCESS, fill_uniforms_side_by_side
from model.paradigms.rules import RULE
from model.phases.service.answers import (
    QUEUE_BLOCK,
    answer_to_complaint,
    chance_of_being_followed,
    leave_unserved,
    take_answer,
)
from model.phases.service.choice import chosen_unit
from model.phases.service.slots import slots_from
from model.town.ledger import EVENT, KIND, Tallies, tally_of
from model.town.town import LEARNING, STIGMA

AT_ONCE = 64  # needs whose chance is drawn together

Seekers = namedtuple(  # noqa: PYI024
    "Seekers",
    "identity cell resources income rank efficacy expected_following trust district months_in_need hours_given "
    "expectation voice felt_influence heard ignored hardships "
    "need_state need_area need_unit need_returns need_waited need_severity need_pressed known_fit known_unit",
)


@kernel
def access(town):
    """Let every citizen with a need decide what to do about it.

    Citizens meet the rules as the home unit carries them out. Waiting, ending unserved and answers to complaints change
    trust, unless hardship is off. Equations E31, E33, E34, E85 and E108.
    """
    citizens, ledger = columns(Seekers, town.citizens), town.ledger
    tallies, wait, users, indicator = columns(Tallies, ledger), town.units.wait, town.units.users, town.units.indicator
    practice = town.practice
    tie_start, tie_other, units_per_area = town.tie_start, town.tie_other, town.units_per_area
    access, market, trust = town.numbers.access, town.numbers.market, town.numbers.trust
    hardship, paper_hours = town.numbers.mechanisms.hardship > 0.0, town.numbers.delivery.paper_hours
    followed_from, seed, month = chance_of_being_followed(town), town.seed, town.month
    learning, compliance, stigma = _burdens(town)
    complaints, left = np.zeros(AREAS), np.zeros(AREAS)
    slots, before = slots_from(citizens.need_state, LATENT), -1
    luck, addresses, places = np.empty((4, AT_ONCE)), np.empty(AT_ONCE, np.int64), np.empty(AT_ONCE, np.int64)
    for k in range(len(slots)):
        if k % AT_ONCE == 0:
            many = min(AT_ONCE, len(slots) - k)
            for j in range(many):
                addresses[j] = citizens.identity[slots[k + j] // SLOTS]
                places[j] = slots[k + j] % SLOTS
            fill_uniforms_side_by_side(luck, many, seed, ACCESS, month, addresses, places)
        u, i, s = luck[:, k % AT_ONCE], slots[k] // SLOTS, slots[k] % SLOTS
        if i != before:
            citizens.months_in_need[i] += 1
        before, state = i, citizens.need_state[i, s]
        area = int(citizens.need_area[i, s])
        home = (int(citizens.district[i]) + area) % units_per_area
        rule = practice[area * units_per_area + home]
        tally = tally_of(tallies, citizens.cell[i], area)
        providers = int(rule[RULE.n_providers])
        if state == LATENT:
            severity, district = float(citizens.need_severity[i, s]), citizens.district[i]
            applying = probability_of_applying(
                severity, citizens.resources[i], citizens.trust[i], learning[district, area],
                compliance[district, area], stigma[district, area], wait[area * units_per_area + home], access,
            )  # fmt: skip
            if u[0] < applying:
                citizens.need_state[i, s] = WAITING
                tally[EVENT.applied] += 1.0
                hours = paper_hours * rule[RULE.documentation]
                citizens.hours_given[i] = float(citizens.hours_given[i]) + hours
                tally[EVENT.citizen_hours] += hours
                tally[EVENT.citizen_hours_rank] += hours * citizens.rank[i]
            elif u[1] < hazard_of_fading(severity, access):
                citizens.need_state[i, s] = NO_NEED
                citizens.need_area[i, s] = NONE
                tally[EVENT.faded] += 1.0
        elif citizens.need_waited[i, s] > 0:
            felt = hardship and wait_doubled(int(citizens.need_waited[i, s])) > 0.0
            leave, complain, give_up = waiting_odds(
                citizens.resources[i], citizens.income[i], citizens.efficacy[i], citizens.expected_following[i],
                float(citizens.need_waited[i, s]), float(citizens.need_returns[i, s]),
                rule[RULE.exit_support], access,
            )  # fmt: skip
            at = u[2] * (1.0 + leave + complain + give_up)
            if at < leave:
                citizens.need_state[i, s] = NO_NEED
                citizens.need_area[i, s] = NONE
                left[area] += 1.0
                tally[EVENT.left] += 1.0
                felt = hardship
            elif at < leave + give_up:
                citizens.need_state[i, s] = NO_NEED
                citizens.need_area[i, s] = NONE
                tally[EVENT.gave_up] += 1.0
                felt = hardship
            elif at < leave + give_up + complain:
                citizens.need_pressed[i, s] = float(citizens.need_pressed[i, s]) + access.complaint_priority
                complaints[area] += 1.0
                tally[EVENT.complaints] += 1.0
                tally[EVENT.acts] += 1.0
                if hardship:
                    followed = answer_to_complaint(followed_from, seed, month, citizens.identity[i], QUEUE_BLOCK + s)
                    take_answer(
                        i, followed, citizens.trust, citizens.voice, citizens.expected_following,
                        citizens.felt_influence, citizens.heard, citizens.ignored, trust,
                    )  # fmt: skip
            if felt:
                leave_unserved(i, citizens.trust, citizens.expectation, citizens.hardships, trust)
                tally[EVENT.unserved] += 1.0
        if citizens.need_state[i, s] == WAITING and citizens.need_unit[i, s] == NONE:
            unit = chosen_unit(
                i, area, home, u[3], providers, citizens.resources[i], citizens.known_fit, citizens.known_unit,
                tie_start, tie_other, indicator, rule[RULE.indicator_publication], units_per_area, market,
            )  # fmt: skip
            citizens.need_unit[i, s] = unit
            users[area * units_per_area + unit] += 1.0
    _book(town, complaints, left)


@kernel
def _burdens(town):
    """Return learning cost, compliance cost and stigma by district and area, each (districts, areas). Equation E32.

    They follow from the rules as the home unit carries them out, and from what peers leave of them.
    """
    shape = (town.districts, AREAS)
    learning, compliance, stigma = np.empty(shape), np.empty(shape), np.empty(shape)
    access, left = town.numbers.access, town.burdens
    for d in range(town.districts):
        for a in range(AREAS):
            rule = town.practice[a * town.units_per_area + (d + a) % town.units_per_area]
            outreach, plain = rule[RULE.outreach], rule[RULE.plain_language]
            cost = learning_cost(rule[RULE.rule_categories], int(rule[RULE.n_providers]), plain, outreach, access)
            learning[d, a] = cost * left[d, a, LEARNING]
            stigma[d, a] = (1.0 - town.areas.universality[a]) * left[d, a, STIGMA]
            compliance[d, a] = compliance_cost(rule[RULE.documentation], town.distance[d], outreach, access)
    return learning, compliance, stigma


@kernel
def _book(town, complaints, left):
    """Book the hours of complaints, and the support of citizens who left for private help, both (areas,)."""
    money, supported = town.numbers.money, 0.0
    for area in range(AREAS):
        town.ledger.hours[area, KIND.administration] += (complaints[area] + town.complaints[area]) * money.complaint
        town.complaints[area] = 0.0
        supported += left[area] * town.rules[area, RULE.exit_support] * town.areas.hours[area]  # standard hours
    town.ledger.extra_cost += supported * money.exit_support * money.nok_per_hour
