"""Allocation: hours at hand, attention per case under load, then a queue (M11).

Under load every case gets less time, down to a least share; what still does not fit waits, ordered by severity, months
waited, complaints and the person's own key. Hours left over are kept only up to what one large case takes.
"""

from typing import Any, NamedTuple

import numpy as np

from agents.citizen_rules import EFFORTS, clip, co_production, effort, worth_of_result
from agents.engine.kernel import kernel
from agents.engine.packed import unpacked
from agents.engine.sums import total
from agents.engine.table import SLOTS
from agents.providers import CIVIC, CONTRACTED
from agents.service_rules import attention_share
from model.chance import WAITING, uniform
from model.paradigms.rules import RULE
from model.parameters.parameters import kind_of
from model.town.areas import overhead
from model.town.ledger import KIND
from model.town.town import Town

MONEY: Any = kind_of("money")
DELIVERY: Any = kind_of("delivery")

ROUNDING = 1.0 + 1e-9  # a last digit must not decide whether a case fits
EXPECTATIONS = 40  # steps of what citizens expect of a service, when they choose their own effort
BANK_CASES = 3.0  # hours kept for later are at most this many standard cases, or the largest case waiting


class Served(NamedTuple):
    """The month's served cases, a row each."""

    slot: np.ndarray  # (cases,) int64, row of the citizen * 3 + slot of the need
    unit: np.ndarray  # (cases,) int64, row of the unit
    hours: np.ndarray  # (cases,) public hours given
    effort: np.ndarray  # (cases,) own effort of the citizen, 0-1
    attention: np.ndarray  # (units,) share of normal time
    load: np.ndarray  # (units,) open hours over hours at hand, as felt over the last cases


def allocate(town: Town) -> Served:
    """Give this month's hours to cases; return those served."""
    c, units, areas, rules, p = town.citizens, town.units, town.areas, town.rules, town.p
    at_hand = hours_at_hand(town)
    slots, rows, hours, efforts = _open_cases(
        c.identity, c.resources, c.time, c.efficacy, c.expected_uptake, c.expectation, c.need_state, c.need_area,
        c.need_unit, c.need_span, c.need_severity, units.kind, units.slack, rules, areas.hours, areas.measurability,
        town.units_per_area,
        town.readiness[3], p.delivery.civic_share, town.packed.money, town.packed.delivery,
    )  # fmt: skip
    attention, lost, slot, unit, given, own = _share_out(
        slots, rows, hours, efforts, at_hand, areas.hours, units.load, units.felt_load, units.bank, units.wait,
        c.identity, c.need_severity, c.need_waited, c.need_pressed, town.packed.delivery, town.seed, town.month,
    )  # fmt: skip
    town.ledger.hours[:, KIND.idle] += lost.reshape(len(areas.hours), -1).sum(axis=1)
    return Served(slot, unit, given, own, attention, units.felt_load)


def hours_at_hand(town: Town) -> np.ndarray:
    """Return the direct hours of each unit this month, (units,), and book what overhead takes.

    Paid hours follow the budget; absence, administration, monitoring and tenders come off, and so do this month's
    meetings, revisions and complaints, already booked.
    """
    areas, ledger, money = town.areas, town.ledger, town.p.money
    town.paid = areas.budget.sum() * areas.share * (1.0 + money.trend) ** (town.month / 12.0)
    experience = (1.0 + areas.held_tenders) ** -town.p.arenas.learning_exponent
    at_hand = _direct_hours(
        town.paid, areas.share, town.rules, areas.measurability, experience, town.unbooked, town.late_hours,
        council_hours(town), town.units.share, town.packed.money, ledger.hours,
    )  # fmt: skip
    town.unbooked = np.zeros(len(town.paid))
    town.late_hours = 0.0
    return at_hand


@kernel
def _direct_hours(paid, share, rules, measurability, experience, unbooked, late, council, unit_share, m, hours):
    """Book overheads to `hours` (areas, kinds), and return what they leave of paid hours to each unit, (units,).

    Equation E37.
    """
    m = unpacked(MONEY, m)
    overheads = overhead(rules, measurability, m)
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
        direct = max(paid[a] * (1.0 - m.absence) - own - common * share[a], 0.01 * paid[a])
        at_hand[row] = direct * unit_share[row]
    return at_hand


def council_hours(town: Town) -> float:
    """Return the monthly hours of running the council, which do not grow with the municipality.

    A town of fewer citizens than its municipality has stands for all of them, so it bears its part only. Equation E38.
    """
    part = town.population / town.place.population
    return float(min(town.p.money.council * town.p.town.fixed_costs * part, 0.03 * town.areas.budget.sum()))


@kernel
def case_hours(base, slack, span, rules, delivery_share, m):
    """Public hours of a case before co-delivery: slack, discretion, dialogue, coordination, support. Equation E43."""
    extra = m.discretion * rules[RULE.discretion]
    extra += (m.dialogue + m.facilitation * rules[RULE.facilitation]) * rules[RULE.dialogue]
    extra += m.coordination * rules[RULE.coordination] * (span - 1.0) + m.support * rules[RULE.support] * delivery_share
    return base * (1.0 + slack + extra)


@kernel
def citizen_share_of_case(own_effort, delivery_share, time, base, d):
    """Share of the base hours that the citizen takes over, capped by what a person can give (M14, M23).

    Equation E44.
    """
    wished = d.largest_share * delivery_share * own_effort
    return min(wished, d.hours_cap * time / 0.4 / base)


@kernel
def worths_of_effort(public, d):
    """Return what public effort with own effort 0, 1/4 ... 1 is worth, shape (5,): what `effort` chooses among."""
    worths = np.empty(EFFORTS)
    for step in range(EFFORTS):
        worths[step] = worth_of_result(co_production(public, step / (EFFORTS - 1), d), d)
    return worths


@kernel
def _open_cases(
    identity, resources, time, efficacy, expected_uptake, expectation, need_state, need_area, need_unit, need_span,
    need_severity, unit_kind, slack, rules, base_hours, measurability, units_per_area, citizen_readiness, civic_share,
    m, d,
):  # fmt: skip
    """Equations E43 and E44."""
    m, d = unpacked(MONEY, m), unpacked(DELIVERY, d)
    count = 0
    for state in need_state.ravel():
        count += 1 if state == 2 else 0
    slots = np.empty(count, np.int64)
    rows = np.empty(count, np.int64)
    hours = np.empty(count)
    efforts = np.empty(count)
    worths = np.empty((EXPECTATIONS + 1, EFFORTS))  # whoever expects much of a service thinks much is done already
    for step in range(EXPECTATIONS + 1):
        of = worths_of_effort(step / EXPECTATIONS, d)
        for k in range(EFFORTS):
            worths[step, k] = of[k]
    k = 0
    for i in range(len(identity)):
        for s in range(SLOTS):
            if need_state[i, s] != 2:
                continue
            area = int(need_area[i, s])
            row = area * units_per_area + int(need_unit[i, s])
            share = rules[area, RULE.delivery_share] * citizen_readiness
            if unit_kind[row] == CIVIC:
                share = max(share, civic_share)
            public = int(clip(expectation[i], 0.0, 1.0) * EXPECTATIONS + 0.5)
            own = effort(float(need_severity[i, s]), worths[public], share, resources[i], time[i], efficacy[i],
                         expected_uptake[i], rules[area, RULE.support], d)  # fmt: skip
            taken = citizen_share_of_case(own, share, time[i], base_hours[area], d)
            full = case_hours(base_hours[area], slack[row], float(need_span[i, s]), rules[area], share, m)
            if unit_kind[row] == CONTRACTED:
                full *= 1.0 - m.contract_saving * measurability[area]
            sharing = d.coordination_fixed + d.coordination_share * taken if share > 0.0 else 0.0
            slots[k] = i * SLOTS + s
            rows[k] = row
            hours[k] = full + base_hours[area] * (sharing - taken)
            efforts[k] = own
            k += 1
    return slots, rows, hours, efforts


@kernel
def _share_out(
    slots, rows, hours, efforts, at_hand, base_hours, load, felt_load, bank, wait, identity, severity, waited, pressed,
    d, seed, month,
):  # fmt: skip
    """Return (attention, hours lost) of every unit, then (slot, unit, hours, effort) of the cases served.

    Equations E39 and E42.
    """
    d = unpacked(DELIVERY, d)
    units = len(at_hand)
    asked, cases = np.zeros(units), np.zeros(units, np.int64)
    for k in range(len(rows)):
        asked[rows[k]] += hours[k]
        cases[rows[k]] += 1
    attention, capacity, used = np.empty(units), np.empty(units), np.zeros(units)
    for row in range(units):
        load[row] = asked[row] / max(at_hand[row], 1e-9)
        felt_load[row] += cases[row] / max(cases[row] + d.felt_cases, 1e-9) * (load[row] - felt_load[row])
        attention[row] = attention_share(felt_load[row], d)
        capacity[row] = at_hand[row] + bank[row]
    keep = _serve(
        _by_unit(rows, cases), rows, slots, hours, attention, capacity, used, identity, severity, waited, pressed, seed,
        month,
    )  # fmt: skip
    largest, pace = np.zeros(units), np.zeros(units)
    for k in range(len(rows)):
        if keep[k]:
            pace[rows[k]] += 1.0
        else:
            largest[rows[k]] = max(largest[rows[k]], hours[k])
    lost = np.empty(units)
    for row in range(units):
        left = max(capacity[row] - used[row], 0.0)
        kept = base_hours[row // (units // len(base_hours))] * BANK_CASES
        bank[row] = min(left, max(kept, largest[row]))  # or a case larger than that would never be served
        lost[row] = left - bank[row]
        wait[row] = min((cases[row] - pace[row]) / max(pace[row], 0.5), 24.0)
    served = np.flatnonzero(keep)
    unit = rows[served]
    return attention, lost, slots[served], unit, hours[served] * attention[unit], efforts[served]


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
def _serve(order, rows, slots, hours, attention, capacity, used, identity, severity, waited, pressed, seed, month):
    """Return whether each case is served, and count the wait of the others; `order` groups cases by unit.

    Equation E41.
    """
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
            urgency = np.empty(end - start)
            for k in range(start, end):
                slot = slots[order[k]]
                i = slot // SLOTS
                s = slot % SLOTS
                key = uniform(seed, WAITING, month, identity[i], s)
                urgency[k - start] = -(
                    float(severity[i, s]) + 0.1 * float(waited[i, s]) + float(pressed[i, s]) + 0.05 * key
                )
            for place in ascending(urgency):
                case = order[start + place]
                asked = hours[case] * attention[row]
                if used[row] + asked > capacity[row] * ROUNDING:
                    break  # strictly in order: a large case is not overtaken for ever
                used[row] += asked
                keep[case] = True
        start = end
    for k in range(n):
        if not keep[k]:
            waited[slots[k] // SLOTS, slots[k] % SLOTS] += 1
    return keep
