"""Volunteers and peers: who joins, whom they help, and what helping leaves in them (M27, M28).

Volunteers have hours for others in their district, in one area. Peers, volunteers who have used a service of the area
themselves, first help people who have not applied. The hours that are left go to others' cases. Unused hours expire.
Nothing here runs while the rules ask nobody.
"""

from collections import namedtuple

import numpy as np

from agents.citizen_rules import probability_of_joining
from agents.citizens import CHILD, LATENT
from agents.engine.kernel import kernel
from agents.engine.table import AREAS, NONE, SLOTS, columns
from agents.helping_rules import (
    burden_with_peers,
    citizen_share_of_case,
    gain_from_helping,
    help_wanted,
    hours_after_help,
    hours_kept,
    share_covered,
)
from agents.providers import CIVIC, CONTRACTED
from agents.year import MONTHS
from model.chance import VOLUNTEER, uniforms
from model.paradigms.rules import RULE
from model.phases.occasional import occasional
from model.town.ledger import EVENT, KIND, PAYER, Tallies, tally_of
from model.town.town import LEARNING, ROLE, STIGMA, Town

OTHERS, PEERS = 0, 1  # hours of volunteers without and with an own service in the area

Asked = namedtuple(  # noqa: PYI024
    "Asked", "identity age_band district skill time efficacy expected_following income known_unit"
)
Helpers = namedtuple("Helpers", "cell district rank efficacy ownership hours_given")  # noqa: PYI024


def _asks_or_has_asked(town: Town) -> bool:
    return town.asks_volunteers or len(town.helpers) > 0


@occasional(_asks_or_has_asked)
def volunteer(town: Town) -> None:
    """Let citizens who are asked join as volunteers, and let peers among them meet people who have not applied."""
    if not (town.asks_volunteers and town.p.delivery.volunteer_hours > 0.0):
        if len(town.helpers):
            town.send_helpers_home()
        return
    ledger, access = town.ledger, town.p.access
    year = town.calendar // MONTHS  # a citizen is asked, and decides, with the luck of a year
    town.helpers, town.helper_area, asked = _join(town, year)
    ledger.hours[:, KIND.process] += asked * town.p.money.invitation / MONTHS
    if access.peer_learning or access.peer_stigma:
        _meet_peers(town)
    elif town.met.any():  # where a timeline ends what peers do
        town.met[:], town.burdens[:] = 0.0, 1.0


@kernel
def _join(town, year):
    """Return the volunteers' rows and areas, both (volunteers,), and how many were asked, (areas,). Equation E104.

    Hours go to the pool (districts, areas, 2); those kept from before expire where nobody is left to give them.
    """
    citizens, arenas, hours = columns(Asked, town.citizens), town.numbers.arenas, town.numbers.delivery.volunteer_hours
    rules, pool, others, seed = town.usual, town.pool, town.ledger.others, town.seed
    n = len(citizens.identity)
    helpers, where = np.empty(n, np.int64), np.empty(n, np.int64)
    asked, present = np.zeros(AREAS), np.zeros(pool.shape[:2], np.int64)
    k = 0
    for i in range(n):
        if citizens.age_band[i] == CHILD:
            continue
        u = uniforms(seed, VOLUNTEER, year, citizens.identity[i], 0)
        area = int(u[0] * AREAS)
        rule = rules[area]
        if u[1] >= rule[RULE.volunteers]:
            continue
        asked[area] += 1.0
        peer = citizens.known_unit[i, area] != NONE
        joining = probability_of_joining(
            citizens.skill[i], citizens.time[i], 1.0 if peer else 0.0, citizens.efficacy[i],
            citizens.expected_following[i], citizens.income[i], hours, 0.0, rule[RULE.support], 0.0, arenas,
        )  # fmt: skip
        if u[2] < joining:
            district = int(citizens.district[i])
            pool[district, area, PEERS if peer else OTHERS] += hours
            present[district, area] += 1
            others[PAYER.offered] += hours
            helpers[k] = i
            where[k] = area
            k += 1
    for district in range(len(pool)):
        for area in range(AREAS):
            if present[district, area] == 0:
                others[PAYER.expired] += pool[district, area, OTHERS] + pool[district, area, PEERS]
                pool[district, area, OTHERS] = pool[district, area, PEERS] = 0.0
    return helpers[:k].copy(), where[:k].copy(), asked


@kernel
def _meet_peers(town):
    """Fill `met` (districts, areas), the chance of meeting a peer, and `burdens` (districts, areas, 2).

    Peers' hours move from `pool` to `lent`. Equation E108.
    """
    citizens = town.citizens
    district, need_state, need_area = citizens.district, citizens.need_state, citizens.need_area
    rules, pool, lent, met, burdens = town.usual, town.pool, town.lent, town.met, town.burdens
    access = town.numbers.access
    hours_each, learning, stigma = access.peer_hours, access.peer_learning, access.peer_stigma
    in_need = np.zeros(met.shape)
    for i in range(len(district)):
        for s in range(SLOTS):
            if need_state[i, s] == LATENT:
                in_need[district[i], need_area[i, s]] += 1.0
    for d in range(len(met)):
        for a in range(AREAS):
            wanted = in_need[d, a] * hours_each
            met[d, a] = rules[a, RULE.peers] * share_covered(pool[d, a, PEERS], wanted)
            used = min(met[d, a] * wanted, pool[d, a, PEERS])
            burdens[d, a, LEARNING] = burden_with_peers(1.0, learning, met[d, a])
            burdens[d, a, STIGMA] = burden_with_peers(1.0, stigma, met[d, a])
            pool[d, a, PEERS] -= used
            lent[d, a] += used


@kernel
def lend_hands(town, slots, rows, hours, efforts):
    """Match volunteers to the month's open cases, and lower their public `hours`; return hours matched, (cases,).

    `slots`, `rows`, `hours` and `efforts` are those of the open cases, (cases,). Equation E106.
    """
    district, time, unit_kind, practice = town.citizens.district, town.citizens.time, town.units.kind, town.practice
    base_hours, pool, readiness = town.areas.hours, town.pool, town.readiness[ROLE.citizens]
    delivery = town.numbers.delivery
    per = len(unit_kind) // len(base_hours)
    wanted, helped = np.zeros(pool.shape[:2]), np.zeros(len(slots))
    for k in range(len(slots)):
        i, row = slots[k] // SLOTS, rows[k]
        if unit_kind[row] == CONTRACTED:
            continue
        area = row // per
        share = practice[row, RULE.delivery_share] * readiness
        if unit_kind[row] == CIVIC:
            share = max(share, delivery.civic_share)
        taken = citizen_share_of_case(efforts[k], share, time[i], base_hours[area], delivery)
        helped[k] = help_wanted(base_hours[area], taken, delivery)
        wanted[district[i], area] += helped[k]
    for k in range(len(slots)):
        d, a = district[slots[k] // SLOTS], rows[k] // per
        helped[k] *= share_covered(pool[d, a, OTHERS] + pool[d, a, PEERS], wanted[d, a])
        hours[k] = hours_after_help(hours[k], helped[k], delivery.coordination_share)
    return helped


@kernel
def thank_helpers(town, slots, helped):
    """Book the hours given to the cases served (both (cases,)), let the rest expire, and change the helpers.

    Their self-efficacy and ownership grow. Equations E105 and E107.
    """
    citizens, district, need_area = columns(Helpers, town.citizens), town.citizens.district, town.citizens.need_area
    tallies, others, pool, lent = columns(Tallies, town.ledger), town.ledger.others, town.pool, town.lent
    helpers, where, tie_start, tie_other = town.helpers, town.helper_area, town.tie_start, town.tie_other
    hours, stands_for = town.numbers.delivery.volunteer_hours, town.stands_for
    helping, shared = town.numbers.social.helping, town.numbers.social.ownership_share
    in_cases, present = np.zeros(lent.shape), np.zeros(lent.shape)
    for k in range(len(slots)):
        i = slots[k] // SLOTS
        in_cases[district[i], need_area[i, slots[k] % SLOTS]] += helped[k]
    for d in range(len(lent)):
        for a in range(AREAS):
            from_others = min(in_cases[d, a], pool[d, a, OTHERS])
            pool[d, a, OTHERS] -= from_others
            pool[d, a, PEERS] = max(pool[d, a, PEERS] - (in_cases[d, a] - from_others), 0.0)
            lent[d, a] += in_cases[d, a]
            others[PAYER.used] += lent[d, a]
            for who in (OTHERS, PEERS):
                kept = hours_kept(pool[d, a, who], stands_for)
                others[PAYER.expired] += pool[d, a, who] - kept
                pool[d, a, who] = kept
    for k in range(len(helpers)):
        present[citizens.district[helpers[k]], where[k]] += 1.0
    for k in range(len(helpers)):
        i, a = helpers[k], where[k]
        given = lent[citizens.district[i], a] / present[citizens.district[i], a]
        tally = tally_of(tallies, citizens.cell[i], a)
        tally[EVENT.citizen_hours] += given
        tally[EVENT.citizen_hours_rank] += given * citizens.rank[i]
        citizens.hours_given[i] = float(citizens.hours_given[i]) + given
        used = share_covered(given, hours)
        citizens.efficacy[i] = gain_from_helping(citizens.efficacy[i], used, helping)
        citizens.ownership[i] = gain_from_helping(citizens.ownership[i], used, helping)
        for tie in range(tie_start[i], tie_start[i + 1]):
            other = tie_other[tie]
            citizens.ownership[other] = gain_from_helping(citizens.ownership[other], used, helping * shared)
    lent[:] = 0.0
