"""Compute outcomes from the ledger. Ratios of flows cover the trailing window; without events the last value stays."""

import math
from typing import Any

from agents.citizens import CHILD
from agents.engine.kernel import kernel
from agents.engine.packed import params_from_array
from agents.engine.sums import mean, square, total
from agents.engine.table import AREAS
from agents.service_rules import up_to_date
from model.outcomes.outcomes import NAMES
from model.paradigms.rules import RULE
from model.parameters.parameters import params_type
from model.phases.allocation import council_hours
from model.town.ledger import EVENT, FIT_BINS, KIND, STATE
from model.town.town import COUNT, Town

ENCOUNTER: Any = params_type("encounter")
QUINTILES = slice(0, 5)
NOTHING = 1e-12  # amounts up to this count as 0, since rounding may leave them
LOW_SHARE = 0.4  # of citizens, in the two lowest fifths
LOWEST_TENTH = 0.1
MEAN_RANK = 0.5  # of all citizens
# Values before the first event, close to those of the status quo.
FIRST = {
    "fit": 0.6, "fit_p10": 0.4, "fit_in_use": 0.5, "met_need": 0.5, "take_up": 0.6, "failure_demand": 0.2,
    "satisfaction": 0.55, "justice": 0.52, "horizontal_inequity": 0.1, "participation_parity": 1.0,
    "input_followed": 0.3, "attention": 1.0, "hours_per_case": 1.3,
}  # fmt: skip


def ratio(above: float, below: float, otherwise: float) -> float:
    """Return above / below, or `otherwise` when `below` is about 0."""
    return float(above / below) if below > NOTHING else otherwise


@kernel
def percentile(fits, share, otherwise):
    """Return the fit that `share` of encounters fall below, from a histogram, linear within a bin."""
    sought = share * total(fits)
    if sought <= 0.0:
        return otherwise
    before = 0.0
    k = 0
    while before + fits[k] < sought:
        before += fits[k]
        k += 1
    return (k + (sought - before) / fits[k]) / FIT_BINS


def concentration(amount_rank: float, amount: float, rank: float, units: float) -> float:
    """Return the concentration index 2 cov(h, r) / mean(h) of an amount over resource rank (Kakwani et al.).

    `amount_rank` is the sum of amount times rank, `rank` the sum of ranks over the `units` that could have received it.
    Equation E74.
    """
    if amount <= NOTHING or units <= NOTHING:
        return 0.0
    return float(min(1.0, max(-1.0, 2.0 * (amount_rank / amount - rank / units))))


class Month:
    """Input of the outcomes of one month; `kept` falls back on last month's value."""

    def __init__(self, town: Town, last: dict[str, float]) -> None:
        ledger = town.ledger
        self.town, self.last = town, last
        self.citizens = float(town.population)
        self.months = float(max(1, min(ledger.months, ledger.window)))
        fifths = ledger.window_events()[QUINTILES]
        self.fifths = fifths.tolist()  # events by resources quintile: `fifths[4][EVENT.met]`
        self.events = dict(zip(EVENT._fields, fifths.sum(axis=0).tolist()))
        states = ledger.group_states[QUINTILES]
        self.fifth_states = states.tolist()
        self.states = dict(zip(STATE._fields, states.sum(axis=0).tolist()))
        self.public_hours, others = ledger.window_hours()
        self.hours, self.others = self.public_hours.tolist(), others.tolist()
        self.load, self.wait, self.turnover = ledger.window_work()

    def kept(self, name: str, above: float, below: float) -> float:
        """Return above / below, or last month's value of `name` when `below` is about 0."""
        return ratio(above, below, self.last.get(name, FIRST.get(name, 0.0)))

    def gap(self, name: str, above: int, *below: int) -> float:
        """Return the share in the highest quintile minus that in the lowest; neither is above 1 (late cases may be).

        The share is of event `above` in the sum of the events `below`.
        """
        lowest, highest = self.fifths[0], self.fifths[4]
        low, high = sum(lowest[k] for k in below), sum(highest[k] for k in below)
        if low <= NOTHING or high <= NOTHING:
            return self.last.get(name, 0.0)
        return min(1.0, highest[above] / high) - min(1.0, lowest[above] / low)

    def lowest(self, name: str, above: int, below: int) -> float:
        """Return the share of event `above` in the events `below` in the lowest quintile, at most 1."""
        count = self.fifths[0][below]
        return self.last.get(name, FIRST["met_need"]) if count <= NOTHING else min(1.0, self.fifths[0][above] / count)


def measure(town: Town, last: dict[str, float]) -> dict[str, float]:
    """Return all outcomes of the month just closed; `last` holds the month before, for ratios without events."""
    month = Month(town, last)
    outcomes = {
        **_service(month),
        **_resources(month),
        **_attitudes(month),
        **_inequality(month),
        **_democracy(month),
        **_workforce(month),
    }
    return {name: outcomes[name] for name in NAMES}


def _service(month: Month) -> dict[str, float]:
    events, town = month.events, month.town
    ended = events["applied"] + events["faded"]
    mean_square = ratio(events["satisfaction_square"], events["cases"], 0.0)
    variance = mean_square - ratio(events["satisfaction"], events["cases"], 0.0) ** 2
    return {
        "fit": month.kept("fit", events["fit"], events["cases"]),
        "fit_p10": percentile(
            month.town.ledger.window_fits(), LOWEST_TENTH, month.last.get("fit_p10", FIRST["fit_p10"])
        ),
        "below_floor": month.kept("below_floor", events["below_floor"], events["cases"]),
        "fit_in_use": month.kept("fit_in_use", events["use"], events["cases"]),
        "met_need": min(1.0, month.kept("met_need", events["met"], events["arrived"])),
        "take_up": month.kept("take_up", events["applied"], ended),
        "failure_demand": month.kept("failure_demand", events["return_cases"], events["cases"]),
        "satisfaction": month.kept("satisfaction", events["satisfaction"], events["cases"]),
        "justice": month.kept("justice", events["justice"], events["cases"]),
        "satisfaction_spread": math.sqrt(max(variance, 0.0)),
        "satisfaction_unit_spread": _unit_spread(town.units.satisfaction_sum, town.units.satisfaction_count, AREAS),
        "appeals": month.kept("appeals", events["appeals"], events["below_floor"]),
        "appeals_upheld": month.kept("appeals_upheld", events["upheld"], events["appeals"]),
        "rules_outdated": _outdated(town.usual, town.areas.codified_count, town.areas.moved, town.packed.encounter),
        "wait": month.wait,
        "unserved": 12.0 * events["unserved"] / month.months / month.citizens,
        "months_to_service": month.kept("months_to_service", events["waited"], events["cases"]),
        "attention": month.kept("attention", events["attention"], events["cases"]),
        "private_exit": min(1.0, month.kept("private_exit", events["left"], events["applied"])),
        "given_up": min(1.0, month.kept("given_up", events["gave_up"], events["applied"])),
        "private_exit_gap": month.gap("private_exit_gap", EVENT.left, EVENT.applied),
        "complex_wait_gap": _complex_wait_gap(month),
    }


def _complex_wait_gap(month: Month) -> float:
    """Return the mean months to service of complex cases minus that of simple ones; last month's without both."""
    events = month.events
    simple = events["cases"] - events["complex"]
    if events["complex"] <= NOTHING or simple <= NOTHING:
        return month.last.get("complex_wait_gap", 0.0)
    return events["complex_waited"] / events["complex"] - (events["waited"] - events["complex_waited"]) / simple


def _hours_per_case(month: Month) -> float:
    """Return public hours of cases over standard hours of as many cases, area by area."""
    town = month.town
    areas = town.ledger.window_events()[-AREAS:]
    standard = float((areas[:, EVENT.cases] * town.areas.hours).sum())
    return month.kept("hours_per_case", float(areas[:, EVENT.public_hours].sum()), standard)


def _resources(month: Month) -> dict[str, float]:
    """Equation E76."""
    money, town, ledger = month.town.p.money, month.town, month.town.ledger
    used = total(month.public_hours) - month.hours[KIND.idle]  # Python's own sum has other last digits from 3.12 on
    public_hours = used + absence_and_council(town)
    public = public_hours * money.nok_per_hour + ledger.window_cost()
    citizen = month.events["citizen_hours"] / month.months
    met = month.events["met"] / month.months
    wage = citizen * money.wage
    return {
        "public_hours_per_capita": public_hours / month.citizens,
        "citizen_hours_per_capita": citizen / month.citizens,
        "public_cost_nok_per_capita": public / month.citizens,
        "cost_per_met_need_nok": month.kept("cost_per_met_need_nok", public + money.citizen_price * wage, met),
        "cost_per_met_need_public_nok": month.kept("cost_per_met_need_public_nok", public, met),
        "cost_per_met_need_wage_nok": month.kept("cost_per_met_need_wage_nok", public + wage, met),
        "hours_per_case": _hours_per_case(month),
        **_hours_by_payer(month, public_hours),
        **{f"hours_{kind}": hours / month.citizens for kind, hours in zip(KIND._fields, month.hours)},
    }


def _hours_by_payer(month: Month, public: float) -> dict[str, float]:
    """Return hours a month per inhabitant by who works or pays them; `public` is all public hours. Equation E111."""
    town = month.town
    contracted, civic, offered, used, expired = month.others
    at_work = 1.0 - town.p.money.absence
    left = town.ledger.window_events()[-AREAS:, EVENT.left].tolist()
    hours = {
        "staff": max(public - (contracted + civic) / at_work, 0.0),
        "contracted": contracted / at_work,
        "civic": civic / at_work,
        "users": month.events["delivered_hours"] / month.months,
        "volunteers": used,
        "private": math.fsum(n * h for n, h in zip(left, town.areas.hours.tolist(), strict=True)) / month.months,
    }
    return {
        **{f"hours_{payer}": amount / month.citizens for payer, amount in hours.items()},
        "staff_share": ratio(hours["staff"], math.fsum(hours.values()), 1.0),
        "volunteers_unused": min(1.0, ratio(expired, offered, 0.0)),
    }


def _attitudes(month: Month) -> dict[str, float]:
    states, citizens = month.states, month.citizens
    mean_trust = states["trust"] / citizens
    unvoiced = citizens - states["voiced"]
    voice_gap = month.last.get("trust_voice_gap", 0.0)
    if states["voiced"] > 0 and unvoiced > 0:
        voice_gap = states["voiced_trust"] / states["voiced"] - (states["trust"] - states["voiced_trust"]) / unvoiced
    by_fifth = [fifth[STATE.trust] / max(fifth[STATE.people], 1.0) for fifth in month.fifth_states]
    return {
        "trust": mean_trust,
        "trust_spread": math.sqrt(max(states["trust_square"] / citizens - mean_trust**2, 0.0)),
        "trust_low": states["low_trust"] / citizens,
        "trust_gap": by_fifth[4] - by_fifth[0],
        "trust_voice_gap": voice_gap,
        "polarisation": 4.0 * states["low_trust"] * states["high_trust"] / citizens**2,
        "felt_voice": states["voice"] / citizens,
        "felt_influence": states["felt_influence"] / citizens,
        "efficacy": states["efficacy"] / citizens,
        "ownership": states["ownership"] / citizens,
    }


def _youth_seats(town: Town) -> float:
    """Return the share of filled seats that people under 18 hold. Equation E116."""
    if town.arenas is None:
        return 0.0
    members = town.arenas.member[town.arenas.member >= 0]
    return float((town.citizens.age_band[members] == CHILD).sum()) / max(len(members), 1)


def _heard_overruled(town: Town) -> float:
    """Return the share of citizens who heard of an overruled proposal in the window. Equation E126."""
    since = town.month - town.p.outcomes.window
    if town.news_month <= since:
        return 0.0
    return float((town.citizens.overruling_heard > max(since + 1, 0)).sum()) / town.population


def _declared_gap(town: Town) -> float:
    """Return declared influence minus the share of input followed, where something is declared. Equation E127.

    Where nothing was answered, nothing was followed.
    """
    declared = town.rules[:, RULE.declared]
    where = declared > 0
    if not where.any():
        return 0.0
    events = town.ledger.window_events()[-AREAS:][where]
    practised = ratio(float(events[:, EVENT.followed].sum()), float(events[:, EVENT.answered].sum()), 0.0)
    return float(declared[where].mean()) - practised


def _inequality(month: Month) -> dict[str, float]:
    """Equation E75."""
    events, citizens = month.events, month.citizens
    usual = month.last.get("horizontal_inequity", FIRST["horizontal_inequity"]) ** 2
    spread = ratio(events["spread"], events["cases"], usual)
    return {
        "met_need_gap": month.gap("met_need_gap", EVENT.met, EVENT.arrived),
        "met_need_lowest": month.lowest("met_need_lowest", EVENT.met, EVENT.arrived),
        "met_need_concentration": concentration(
            events["met_rank"], events["met"], events["arrived_rank"], events["arrived"]
        ),
        "take_up_gap": month.gap("take_up_gap", EVENT.applied, EVENT.applied, EVENT.faded),
        "citizen_hours_concentration": concentration(
            events["citizen_hours_rank"], events["citizen_hours"], MEAN_RANK * citizens, citizens
        ),
        "influence_concentration": concentration(
            events["influence_rank"], events["influence"], MEAN_RANK * citizens, citizens
        ),
        "trust_concentration": concentration(
            month.states["trust_rank"], month.states["trust"], MEAN_RANK * citizens, citizens
        ),
        "horizontal_inequity": math.sqrt(spread),
    }


def _democracy(month: Month) -> dict[str, float]:
    events, town, counts = month.events, month.town, month.town.counts.tolist()
    acts_of_low = month.fifths[0][EVENT.acts] + month.fifths[1][EVENT.acts]
    in_cases = ratio(events["lay_weight"], events["cases"], 0.0)
    in_design = ratio(counts[COUNT.design_weight], counts[COUNT.design_count], 0.0)
    unit_years = max(town.months_of_paradigm, 1) / 12.0 * len(town.units)
    return {
        "participation_parity": min(1.0, month.kept("participation_parity", acts_of_low / LOW_SHARE, events["acts"])),
        "input_followed": month.kept("input_followed", events["followed"], events["answered"]),
        "power_shared": 0.5 * in_cases + 0.5 * in_design,
        "turnout": town.turnout,
        "seats_filled": mean(town.arenas.filled) if town.arenas and len(town.arenas.filled) else 0.0,
        "repeat_attendance": ratio(events["repeated"], events["attended"], 0.0),
        "overruled": ratio(counts[COUNT.overruled], counts[COUNT.decisions], 0.0),
        "youth_seats": _youth_seats(town),
        "heard_overruled": _heard_overruled(town),
        "declared_gap": _declared_gap(town),
        "innovation": counts[COUNT.innovations] / unit_years,
        "trials": counts[COUNT.trials] / unit_years,
        "trials_reversed": ratio(counts[COUNT.reversed], counts[COUNT.judged], 0.0),
        "initiatives": counts[COUNT.initiatives] / unit_years,
        "resident_run": float(town.units.resident_run.mean()) if town.initiatives else 0.0,
        "solution_quality": _solution_quality(town.areas.quality, town.units.solution),
        "reported_minus_real": mean(town.units.indicator) - mean(town.units.quality),
        "political_support": mean(town.politicians.support),
    }


def _workforce(month: Month) -> dict[str, float]:
    town = month.town
    return {
        "load": month.load,
        "strain": mean(town.teams.strain),
        "turnover": 12.0 * month.turnover,
        "competence": mean(town.teams.competence),
        "readiness": mean(town.readiness),
        "fidelity": town.carried_out,
    }


def month_of_work(town: Town) -> tuple[float, float, float]:
    """Return this month's load (hours of open cases over hours available), wait (months) and share of posts renewed."""
    units = town.units
    load = (units.load * units.share).reshape(AREAS, -1).sum(axis=1)
    return float((load * town.areas.share).sum()), float((units.wait * units.share).sum() / AREAS), town.turnover


def absence_and_council(town: Town) -> float:
    """Return monthly public hours that are not booked by kind: absence and the council."""
    return float(town.paid.sum() * town.p.money.absence) + council_hours(town)


@kernel
def _outdated(usual, codified_count, moved, encounter):
    """Return the share of codified tailoring that rules have lost to age, a mean over areas. Equation E98.

    `usual` (areas, rules) holds rules as units carry them out on average.
    """
    encounter = params_from_array(ENCOUNTER, encounter)
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


@kernel
def _solution_quality(quality, solution):
    """Return the mean quality (areas, solutions) of the units' solutions (units,)."""
    total_quality = 0.0
    for row in range(len(solution)):
        total_quality += quality[row // (len(solution) // len(quality)), solution[row]]
    return total_quality / len(solution)
