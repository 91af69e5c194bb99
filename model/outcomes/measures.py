"""Compute outcomes from the ledger. Ratios of flows cover the trailing window; without events the last value stays."""

import math
from collections import namedtuple

import numpy as np

from agents.citizens import FIFTHS
from agents.engine.kernel import kernel
from agents.engine.sums import mean, square, total
from agents.engine.table import AREAS
from agents.service_rules import up_to_date
from model.outcomes.of_people import measure_attitudes, measure_democracy, measure_inequality
from model.outcomes.outcomes import NAMES
from model.outcomes.ratios import FIRST, OUTCOME, SMALLEST, gap, kept, percentile, ratio
from model.paradigms.rules import RULE
from model.phases.service.allocation import council_hours
from model.town.ledger import EVENT, KIND, PAYER, WORK
from model.town.town import Town

LOWEST_TENTH = 0.1
Month = namedtuple(  # noqa: PYI024
    "Month", "citizens months fifths events fifth_states states areas"
)
OF_AREAS = -AREAS  # the ledger's last groups
OF_KIND = np.array([NAMES.index(f"hours_{kind}") for kind in KIND._fields])  # outcomes of hours by kind


def begin_outcomes(town: Town) -> None:
    """Give the town its outcomes as they are before the first event, close to those of the status quo."""
    town.outcomes = np.array([FIRST.get(name, 0.0) for name in NAMES])


@kernel
def measure(town):
    """Fill `town.outcomes` with those of the month just closed; it holds those of the month before."""
    if len(town.outcomes) != len(OUTCOME):
        raise ValueError("the town has no outcomes yet: call begin_outcomes")
    ledger = town.ledger
    month = Month(
        float(town.population), float(max(1, min(ledger.months, ledger.window))), ledger.events_by_group[:FIFTHS],
        _sum_of_rows(ledger.events_by_group[:FIFTHS]), ledger.group_states[:FIFTHS],
        _sum_of_rows(ledger.group_states[:FIFTHS]), ledger.events_by_group[OF_AREAS:],
    )  # fmt: skip
    outcomes = town.outcomes
    _measure_service(town, month, outcomes)
    _measure_waiting(month, outcomes, ledger.work_a_month[WORK.wait])
    _measure_resources(town, month, outcomes)
    measure_attitudes(month, outcomes)
    measure_inequality(month, outcomes)
    measure_democracy(town, month, outcomes)
    _measure_workforce(town, outcomes)


@kernel
def _sum_of_rows(rows):
    """Return the sums of the columns of `rows`."""
    sums = np.zeros(rows.shape[1])
    for k in range(len(rows)):
        for x in range(len(sums)):
            sums[x] += rows[k, x]
    return sums


@kernel
def _measure_service(town, month, out):
    events = month.events
    cases = events[EVENT.cases]
    ended = events[EVENT.applied] + events[EVENT.faded]
    mean_square = ratio(events[EVENT.satisfaction_square], cases, 0.0)
    variance = mean_square - square(ratio(events[EVENT.satisfaction], cases, 0.0))
    out[OUTCOME.fit] = kept(out[OUTCOME.fit], events[EVENT.fit], cases)
    out[OUTCOME.fit_p10] = percentile(town.ledger.fits_of_window, LOWEST_TENTH, out[OUTCOME.fit_p10])
    out[OUTCOME.below_floor] = kept(out[OUTCOME.below_floor], events[EVENT.below_floor], cases)
    out[OUTCOME.fit_in_use] = kept(out[OUTCOME.fit_in_use], events[EVENT.use], cases)
    out[OUTCOME.met_need] = min(1.0, kept(out[OUTCOME.met_need], events[EVENT.met], events[EVENT.arrived]))
    out[OUTCOME.take_up] = kept(out[OUTCOME.take_up], events[EVENT.applied], ended)
    out[OUTCOME.failure_demand] = kept(out[OUTCOME.failure_demand], events[EVENT.return_cases], cases)
    out[OUTCOME.satisfaction] = kept(out[OUTCOME.satisfaction], events[EVENT.satisfaction], cases)
    out[OUTCOME.justice] = kept(out[OUTCOME.justice], events[EVENT.justice], cases)
    out[OUTCOME.satisfaction_spread] = math.sqrt(max(variance, 0.0))
    out[OUTCOME.satisfaction_unit_spread] = _unit_spread(
        town.units.satisfaction_sum, town.units.satisfaction_count, AREAS
    )
    out[OUTCOME.appeals] = kept(out[OUTCOME.appeals], events[EVENT.appeals], events[EVENT.below_floor])
    out[OUTCOME.appeals_upheld] = kept(out[OUTCOME.appeals_upheld], events[EVENT.upheld], events[EVENT.appeals])
    out[OUTCOME.rules_outdated] = _outdated(
        town.usual, town.areas.codified_count, town.areas.moved, town.numbers.encounter
    )


@kernel
def _measure_waiting(month, out, wait):
    events = month.events
    cases, applied = events[EVENT.cases], events[EVENT.applied]
    out[OUTCOME.wait] = wait
    out[OUTCOME.unserved] = 12.0 * events[EVENT.unserved] / month.months / month.citizens
    out[OUTCOME.months_to_service] = kept(out[OUTCOME.months_to_service], events[EVENT.waited], cases)
    out[OUTCOME.attention] = kept(out[OUTCOME.attention], events[EVENT.attention], cases)
    out[OUTCOME.private_exit] = min(1.0, kept(out[OUTCOME.private_exit], events[EVENT.left], applied))
    out[OUTCOME.given_up] = min(1.0, kept(out[OUTCOME.given_up], events[EVENT.gave_up], applied))
    applied_by_fifth = month.fifths[:, EVENT.applied]
    out[OUTCOME.private_exit_gap] = gap(out[OUTCOME.private_exit_gap], month.fifths[:, EVENT.left], applied_by_fifth)
    intricate, simple = events[EVENT.complex], cases - events[EVENT.complex]
    if intricate > SMALLEST and simple > SMALLEST:
        of_simple = (events[EVENT.waited] - events[EVENT.complex_waited]) / simple
        out[OUTCOME.complex_wait_gap] = events[EVENT.complex_waited] / intricate - of_simple


@kernel
def _measure_resources(town, month, out):
    """Equation E76."""
    money, hours = town.numbers.money, town.ledger.hours_a_month
    events, months, citizens = month.events, month.months, month.citizens
    used = total(hours[: len(KIND)]) - hours[KIND.idle]
    public_hours = used + total(town.paid) * money.absence + council_hours(town)
    public = public_hours * money.nok_per_hour + town.ledger.cost_a_month[0]
    citizen, met = events[EVENT.citizen_hours] / months, events[EVENT.met] / months
    wage = citizen * money.wage
    out[OUTCOME.public_hours_per_capita] = public_hours / citizens
    out[OUTCOME.citizen_hours_per_capita] = citizen / citizens
    out[OUTCOME.public_cost_nok_per_capita] = public / citizens
    out[OUTCOME.cost_per_met_need_nok] = kept(
        out[OUTCOME.cost_per_met_need_nok], public + money.citizen_price * wage, met
    )
    out[OUTCOME.cost_per_met_need_public_nok] = kept(out[OUTCOME.cost_per_met_need_public_nok], public, met)
    out[OUTCOME.cost_per_met_need_wage_nok] = kept(out[OUTCOME.cost_per_met_need_wage_nok], public + wage, met)
    given, standard, private = 0.0, 0.0, 0.0  # hours of cases, of as many standard cases, of citizens who left
    for area in range(AREAS):
        given += month.areas[area, EVENT.public_hours]
        standard += month.areas[area, EVENT.cases] * town.areas.hours[area]
        private += month.areas[area, EVENT.left] * town.areas.hours[area]
    out[OUTCOME.hours_per_case] = kept(out[OUTCOME.hours_per_case], given, standard)
    _measure_payers(town, month, out, public_hours, private)
    for kind in range(len(KIND)):
        out[OF_KIND[kind]] = hours[kind] / citizens


@kernel
def _measure_payers(town, month, out, public, private):
    """Measure hours a month per inhabitant by who works or pays them; `public` is all public hours. Equation E111."""
    others = town.ledger.hours_a_month[len(KIND) :]
    at_work = 1.0 - town.numbers.money.absence
    contracted, civic = others[PAYER.contracted] / at_work, others[PAYER.civic] / at_work
    staff = max(public - (others[PAYER.contracted] + others[PAYER.civic]) / at_work, 0.0)
    users, helped, left = month.events[EVENT.delivered_hours] / month.months, others[PAYER.used], private / month.months
    out[OUTCOME.hours_staff] = staff / month.citizens
    out[OUTCOME.hours_contracted] = contracted / month.citizens
    out[OUTCOME.hours_civic] = civic / month.citizens
    out[OUTCOME.hours_users] = users / month.citizens
    out[OUTCOME.hours_volunteers] = helped / month.citizens
    out[OUTCOME.hours_private] = left / month.citizens
    out[OUTCOME.staff_share] = ratio(staff, staff + contracted + civic + users + helped + left, 1.0)
    out[OUTCOME.volunteers_unused] = min(1.0, ratio(others[PAYER.expired], others[PAYER.offered], 0.0))


@kernel
def _measure_workforce(town, out):
    work, teams = town.ledger.work_a_month, town.teams
    out[OUTCOME.load] = work[WORK.load]
    out[OUTCOME.strain] = mean(teams.strain)
    out[OUTCOME.turnover] = 12.0 * work[WORK.turnover]
    out[OUTCOME.competence] = mean(teams.competence)
    out[OUTCOME.readiness] = mean(town.readiness)
    out[OUTCOME.fidelity] = town.carried_out


@kernel
def _outdated(usual, codified_count, moved, encounter):
    """Return the share of codified tailoring that rules have lost to age, a mean over areas. Equation E98.

    `usual` (areas, rules) holds rules as units carry them out on average.
    """
    current = 0.0
    for a in range(len(usual)):
        current += up_to_date(usual[a, RULE.rule_categories], codified_count[a], moved[a], encounter)
    return 1.0 - current / len(usual)


@kernel
def _unit_spread(sums, counts, areas):
    """Return the standard deviation of units' means around their area's, weighted by cases. Equation E103.

    `sums` and `counts` (units,) are of cases; units of an area stand together.
    """
    per = len(sums) // areas
    squares, cases = 0.0, 0.0
    for area in range(areas):
        first, last = area * per, (area + 1) * per
        count = total(counts[first:last])
        for row in range(first, last):
            if counts[row] > 0.0:
                squares += counts[row] * square(sums[row] / counts[row] - total(sums[first:last]) / count)
        cases += count
    return math.sqrt(squares / cases) if cases > 0.0 else 0.0
