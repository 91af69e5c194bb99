"""Allocation: available hours, attention per case under load, then a queue (M11).

Under load every case gets less time, down to a least share, where people have a right to the service. Elsewhere cases
wait, ordered by severity, months waited, complaints and the citizen's own key. Units under rivalry and targets put
costly cases back. Unused hours are kept only up to the size of one large case.
"""

from collections import namedtuple
from typing import NamedTuple

import numpy as np

from agents.citizen_rules import clip, effort
from agents.citizens import WAITING
from agents.efforts import EXPECTATIONS
from agents.engine.kernel import kernel
from agents.engine.sums import total
from agents.engine.table import AREAS, SLOTS, columns
from agents.helping_rules import citizen_share_of_case
from agents.providers import CIVIC, CONTRACTED
from agents.service_rules import (
    admitted_load,
    attention_share,
    drive_to_perform,
    felt_rate,
    hours_in_advance,
    passed_over,
    rivalry_between_units,
)
from model.chance import QUEUE, fill_firsts
from model.paradigms.rules import RULE
from model.phases.participation.volunteers import lend_hands, thank_helpers
from model.phases.service.slots import slots_from
from model.town.areas import overhead
from model.town.ledger import KIND
from model.town.town import ROLE

ROUNDING = 1.0 + 1e-9  # tolerance for rounding in whether a case fits
LEAST_DIRECT = 0.01  # of paid hours; overhead never takes more
MOST_COUNCIL = 0.03  # of the budget; cost of the council of a tiny town at most
LEAST_PACE = 0.5  # cases a month: a unit without served cases is expected to serve one in two months
LONGEST_QUEUE = 24.0  # longest expected wait, in months
LOT = 0.05  # priority by lot, so that equal cases are not ordered by their numbers
SOMETHING = 1e-9  # hours and cases are divided by at least this
BANK_CASES = 3.0  # hours kept for later are at most this many standard cases, or the largest case waiting

Applicants = namedtuple(  # noqa: PYI024
    "Applicants",
    "identity resources time efficacy expected_following expectation need_state need_area need_unit need_span "
    "need_severity",
)


class Served(NamedTuple):
    """The month's served cases, a row each."""

    slot: np.ndarray  # (cases,) int64, row of the citizen * 3 + slot of the need
    unit: np.ndarray  # (cases,) int64, row of the unit
    hours: np.ndarray  # (cases,) public hours given
    effort: np.ndarray  # (cases,) own effort of the citizen, 0-1
    attention: np.ndarray  # (units,) share of normal time


@kernel
def allocate(town):
    """Give this month's hours to cases; return those served, a `Served`."""
    at_hand = hours_at_hand(town)
    slots, rows, hours, efforts = _open_cases(town)
    helping = len(town.helpers) > 0
    helped = lend_hands(town, slots, rows, hours, efforts) if helping else np.zeros(0)
    attention, lost, keep = _share_out(town, slots, rows, hours, at_hand)
    served = np.flatnonzero(keep)
    if helping:
        thank_helpers(town, slots[served], helped[served])
    for row in range(len(lost)):
        town.ledger.hours[row // town.units_per_area, KIND.idle] += lost[row]
    unit = rows[served]
    return Served(slots[served], unit, hours[served] * attention[unit], efforts[served], attention)


@kernel
def hours_at_hand(town):
    """Return the direct hours of each unit this month, (units,), and book overhead.

    Paid hours follow the budget. Absence, administration, monitoring and tenders are subtracted, and so are meetings,
    revisions and complaints already booked this month.
    """
    areas, money, experience = town.areas, town.numbers.money, np.empty(AREAS)
    paid = total(areas.budget)
    growth = (1.0 + money.trend) ** (town.month / 12.0)
    for a in range(AREAS):
        town.paid[a] = paid * areas.share[a] * growth
        experience[a] = (1.0 + areas.held_tenders[a]) ** -town.numbers.arenas.learning_exponent
    at_hand = _direct_hours(
        town.paid, areas.share, town.usual, areas.measurability, experience, town.unbooked, town.late_hours,
        council_hours(town), town.units.share, money, town.ledger.hours,
    )  # fmt: skip
    town.unbooked[:] = 0.0
    town.late_hours = 0.0
    return at_hand


@kernel
def _direct_hours(paid, share, rules, measurability, experience, unbooked, late, council, unit_share, money, hours):
    """Book overheads to `hours` (areas, kinds), and return the remaining paid hours of each unit, (units,).

    Equation E37.
    """
    overheads = overhead(rules, measurability, money)
    for a in range(len(paid)):
        hours[a, KIND.process] += unbooked[a]
        hours[a, KIND.administration] += paid[a] * (overheads[a, 0] + overheads[a, 1])
        hours[a, KIND.transaction] += paid[a] * overheads[a, 2] * experience[a]
    # The whole town pays for arenas, revisions (those of last month, booked after its cases) and council.
    common = total(hours[:, KIND.process]) + late + council
    at_hand = np.empty(len(unit_share))
    for row in range(len(at_hand)):
        a = row // (len(at_hand) // len(paid))
        own = hours[a, KIND.administration] + hours[a, KIND.transaction]
        direct = max(paid[a] * (1.0 - money.absence) - own - common * share[a], LEAST_DIRECT * paid[a])
        at_hand[row] = direct * unit_share[row]
    return at_hand


@kernel
def council_hours(town):
    """Return the monthly hours of running the council, which do not grow with the municipality.

    A town with fewer citizens than its municipality stands for all of them, and bears its share of the
    hours. Equation E38.
    """
    running = town.numbers.money.council * town.numbers.town.fixed_costs * town.council_share
    return min(running, MOST_COUNCIL * total(town.areas.budget))


@kernel
def case_hours(base, slack, span, rules, delivery_share, money):
    """Public hours of a case before co-delivery: slack, discretion, dialogue, coordination, support. Equation E43."""
    extra = money.discretion * rules[RULE.discretion]
    extra += (money.dialogue + money.facilitation * rules[RULE.facilitation]) * rules[RULE.dialogue]
    coordination = money.coordination * rules[RULE.coordination] * (span - 1.0)
    extra += coordination + money.support * rules[RULE.support] * delivery_share
    return base * (1.0 + slack + extra)


@kernel
def _open_cases(town):
    """Return (slot, unit, hours, own effort) of every need applied for, each (cases,). Equations E43, E44 and E91."""
    citizens, money, delivery = columns(Applicants, town.citizens), town.numbers.money, town.numbers.delivery
    unit_kind, slack, saved, practice = town.units.kind, town.units.slack, town.units.saved, town.practice
    base_hours, measurability, units_per_area = town.areas.hours, town.areas.measurability, town.units_per_area
    citizen_readiness = town.readiness[ROLE.citizens]
    slots = slots_from(citizens.need_state, WAITING)
    rows, hours, efforts = np.empty(len(slots), np.int64), np.empty(len(slots)), np.empty(len(slots))
    worths = town.worths
    for k in range(len(slots)):
        i, s = slots[k] // SLOTS, slots[k] % SLOTS
        area = int(citizens.need_area[i, s])
        row = area * units_per_area + int(citizens.need_unit[i, s])
        share = practice[row, RULE.delivery_share] * citizen_readiness
        if unit_kind[row] == CIVIC:
            share = max(share, delivery.civic_share)
        public = int(clip(citizens.expectation[i], 0.0, 1.0) * EXPECTATIONS + 0.5)
        own = effort(
            float(citizens.need_severity[i, s]), worths[public], share, citizens.resources[i], citizens.time[i],
            citizens.efficacy[i], citizens.expected_following[i], practice[row, RULE.support], delivery,
        )  # fmt: skip
        taken = citizen_share_of_case(own, share, citizens.time[i], base_hours[area], delivery)
        span = float(citizens.need_span[i, s])
        full = case_hours(base_hours[area], slack[row], span, practice[row], share, money)
        thrifty = full - saved[row] * base_hours[area]
        if unit_kind[row] == CONTRACTED:  # the larger saving, not both: a tender is a yardstick too
            thrifty = min(full * (1.0 - money.contract_saving * measurability[area]), thrifty)
        sharing = delivery.coordination_fixed + delivery.coordination_share * taken if share > 0.0 else 0.0
        rows[k] = row
        hours[k] = thrifty + base_hours[area] * (sharing - taken)
        efforts[k] = own
    return slots, rows, hours, efforts


@kernel
def _share_out(town, slots, rows, hours, at_hand):
    """Return (attention, hours lost) of every unit, and whether each open case is served.

    Equations E39, E42, E84 and E90.
    """
    delivery, base_hours, dilution = town.numbers.delivery, town.areas.hours, town.areas.dilution
    of_units = town.units
    load, usual_load, felt_load, bank, wait = (
        of_units.load, of_units.usual_load, of_units.felt_load, of_units.bank, of_units.wait
    )  # fmt: skip
    units = len(at_hand)
    asked, cases = np.zeros(units), np.zeros(units, np.int64)
    for k in range(len(rows)):
        asked[rows[k]] += hours[k]
        cases[rows[k]] += 1
    attention, capacity, used, advance = np.empty(units), np.empty(units), np.zeros(units), np.empty(units)
    for row in range(units):
        thins = dilution[row // (units // len(dilution))]
        load[row] = asked[row] / max(at_hand[row], SOMETHING)
        base = base_hours[row // (units // len(base_hours))]
        usual = at_hand[row] / base
        seen = delivery.felt_by_cases * cases[row] + (1.0 - delivery.felt_by_cases) * usual
        usual_load[row] += felt_rate(seen, town.stands_for, delivery) * (load[row] - usual_load[row])
        felt_load[row] = admitted_load(usual_load[row], thins)
        attention[row] = attention_share(felt_load[row], thins, delivery)
        advance[row] = hours_in_advance(at_hand[row], base, town.stands_for)
        capacity[row] = at_hand[row] + bank[row] + advance[row]
    keep = _serve(town, _by_unit(rows, cases), rows, slots, hours, attention, capacity, used)
    largest, pace = np.zeros(units), np.zeros(units)
    for k in range(len(rows)):
        if keep[k]:
            pace[rows[k]] += 1.0
        else:
            largest[rows[k]] = max(largest[rows[k]], hours[k])
    lost = np.empty(units)
    for row in range(units):
        left = max(capacity[row] - used[row], min(capacity[row], 0.0)) - advance[row]
        kept = base_hours[row // (units // len(base_hours))] * BANK_CASES + advance[row]
        bank[row] = min(left, max(kept, largest[row]))  # else a larger case would never be served
        lost[row] = left - bank[row]
        wait[row] = min((cases[row] - pace[row]) / max(pace[row], LEAST_PACE), LONGEST_QUEUE)
    return attention, lost, keep


@kernel
def _drives(kind, practice):
    """Return how strongly each unit is driven toward good figures, (units,). Equation E92."""
    drive = np.empty(len(kind))
    for row in range(len(kind)):
        rule = practice[row]
        rivalry = rivalry_between_units(rule[RULE.contract], rule[RULE.money_follows_user], rule[RULE.n_providers])
        drive[row] = drive_to_perform(rivalry, rule[RULE.target_pressure] if kind[row] != CIVIC else 0.0)
    return drive


@kernel
def _by_unit(rows, cases):
    """Return the order of cases by unit; cases of a unit stay in order. `cases` counts them by unit."""
    place = np.zeros(len(cases), np.int64)
    for row in range(1, len(cases)):
        place[row] = place[row - 1] + cases[row - 1]
    order = np.empty(len(rows), np.int64)
    for k in range(len(rows)):
        order[place[rows[k]]] = k
        place[rows[k]] += 1
    return order


@kernel
def ascending(keys):
    """Return the places in `keys` (any length) from the least to the largest; equal ones stay in order.

    Sorted runs are merged to runs of twice the length. (`np.argsort` takes four times as long to compile.)
    """
    n = len(keys)
    order, merged = np.empty(n, np.int64), np.empty(n, np.int64)
    for k in range(n):
        order[k] = k
    length = 1
    while length < n:
        first = 0
        while first < n:
            middle, last = min(first + length, n), min(first + 2 * length, n)
            left, right = first, middle
            for k in range(first, last):
                if left < middle and (right == last or keys[order[left]] <= keys[order[right]]):
                    merged[k] = order[left]
                    left += 1
                else:
                    merged[k] = order[right]
                    right += 1
            first = last
        order, merged = merged, order
        length *= 2
    return order


@kernel
def _serve(town, order, rows, slots, hours, attention, capacity, used):
    """Return whether each case is served, and count the wait of the others; `order` groups cases by unit.

    Equations E41 and E92.
    """
    citizens = town.citizens
    identity, severity, waited = citizens.identity, citizens.need_severity, citizens.need_waited
    pressed, span, returns = citizens.need_pressed, citizens.need_span, citizens.need_returns
    market, wait_priority, seed, month = town.numbers.market, town.numbers.delivery.wait_priority, town.seed, town.month
    drive = _drives(town.units.kind, town.practice)
    n = len(order)
    keep = np.zeros(n, np.bool_)
    start = 0
    while start < n:
        row = rows[order[start]]
        end = start
        asked = 0.0
        while end < n and rows[order[end]] == row:
            asked += hours[order[end]] * attention[row]
            end += 1
        if asked <= capacity[row] * ROUNDING:
            for k in range(start, end):
                keep[order[k]] = True
            used[row] = asked
        else:
            urgency, lots = np.empty(end - start), np.empty(end - start)
            addresses, places = np.empty(end - start, np.int64), np.empty(end - start, np.int64)
            for k in range(start, end):
                addresses[k - start] = identity[slots[order[k]] // SLOTS]
                places[k - start] = slots[order[k]] % SLOTS
            fill_firsts(lots, seed, QUEUE, month, addresses, places)
            for k in range(start, end):
                i, s = slots[order[k]] // SLOTS, places[k - start]
                lot = LOT * lots[k - start]
                by_wait = wait_priority * float(waited[i, s])
                back = passed_over(float(span[i, s]), float(returns[i, s]), drive[row], market)
                urgency[k - start] = -(float(severity[i, s]) + by_wait + float(pressed[i, s]) + lot - back)
            for place in ascending(urgency):
                case = order[start + place]
                asked = hours[case] * attention[row]
                if used[row] + asked > capacity[row] * ROUNDING:
                    break  # strictly in order, so that smaller cases do not overtake a large case for ever
                used[row] += asked
                keep[case] = True
        start = end
    for k in range(n):
        if not keep[k]:
            waited[slots[k] // SLOTS, slots[k] % SLOTS] += 1
    return keep
