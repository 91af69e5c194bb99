"""From the ledger to outcomes. Ratios of flows are over the trailing window; where nothing happened the last value
stands.
"""

import math

import numpy as np

from agents.engine.kernel import kernel
from agents.engine.sums import mean, total
from agents.engine.table import AREAS
from model.outcomes.outcomes import GROUP_OUTCOMES, NAMES
from model.phases.allocation import council_hours
from model.town.ledger import EVENT, FIT_BINS, KIND, STATE
from model.town.town import COUNT, Town

QUINTILES = slice(0, 5)
NOTHING = 1e-12  # amounts up to this are none: rounding may leave as much


def ratio(above: float, below: float, otherwise: float) -> float:
    """Return above / below, or `otherwise` when there is nothing below."""
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

    `amount_rank` is the sum of amount times rank, `rank` the sum of ranks over the `units` that could have had it.
    Equation E74.
    """
    if amount <= NOTHING or units <= NOTHING:
        return 0.0
    return float(min(1.0, max(-1.0, 2.0 * (amount_rank / amount - rank / units))))


class Month:
    """What the outcomes of one month are computed from; `kept` falls back on last month's value."""

    def __init__(self, town: Town, last: dict[str, float]) -> None:
        ledger = town.ledger
        self.town, self.last = town, last
        self.n = float(town.population)
        self.months = float(max(1, min(ledger.months, ledger.window)))
        fifths = ledger.window_events()[QUINTILES]
        self.fifths = fifths.tolist()  # events by resources quintile: `fifths[4][EVENT.met]`
        self.e = dict(zip(EVENT._fields, fifths.sum(axis=0).tolist()))
        states = ledger.group_states[QUINTILES]
        self.fifth_states = states.tolist()
        self.s = dict(zip(STATE._fields, states.sum(axis=0).tolist()))
        self.hours = ledger.window_hours().tolist()
        self.load, self.wait, self.turnover = ledger.window_work()

    def kept(self, name: str, above: float, below: float, start: float) -> float:
        """Return above / below, or last month's value of `name` when there is nothing below."""
        return ratio(above, below, self.last.get(name, start))

    def gap(self, name: str, above: int, *below: int) -> float:
        """Return the share in the highest quintile minus that in the lowest; neither is above 1 (late cases may be).

        The share is of event `above` in the sum of the events `below`.
        """
        lowest, highest = self.fifths[0], self.fifths[4]
        low, high = sum(lowest[k] for k in below), sum(highest[k] for k in below)
        if low <= NOTHING or high <= NOTHING:
            return self.last.get(name, 0.0)
        return min(1.0, highest[above] / high) - min(1.0, lowest[above] / low)


def measure(town: Town, last: dict[str, float]) -> dict[str, float]:
    """Return all outcomes of the month just closed; `last` holds the month before, for what did not happen."""
    month = Month(town, last)
    found = {
        **_service(month),
        **_resources(month),
        **_attitudes(month),
        **_inequality(month),
        **_democracy(month),
        **_workforce(month),
    }
    return {name: found[name] for name in NAMES}


def _service(m: Month) -> dict[str, float]:
    e = m.e
    ended = e["applied"] + e["faded"]
    return {
        "fit": m.kept("fit", e["fit"], e["cases"], 0.6),
        "fit_p10": percentile(m.town.ledger.window_fits(), 0.1, m.last.get("fit_p10", 0.4)),
        "below_floor": m.kept("below_floor", e["below_floor"], e["cases"], 0.0),
        "fit_in_use": m.kept("fit_in_use", e["use"], e["cases"], 0.5),
        "met_need": min(1.0, m.kept("met_need", e["met"], e["arrived"], 0.5)),
        "take_up": m.kept("take_up", e["applied"], ended, 0.6),
        "failure_demand": m.kept("failure_demand", e["return_cases"], e["cases"], 0.2),
        "satisfaction": m.kept("satisfaction", e["satisfaction"], e["cases"], 0.55),
        "justice": m.kept("justice", e["justice"], e["cases"], 0.52),
        "wait": m.wait,
    }


def _resources(m: Month) -> dict[str, float]:
    """Equation E76."""
    money, town, ledger = m.town.p.money, m.town, m.town.ledger
    used = total(ledger.window_hours()) - m.hours[KIND.idle]  # Python's own sum has other last digits from 3.12 on
    public_hours = used + absence_and_council(town)
    public = public_hours * money.nok_per_hour + ledger.window_cost()
    citizen = m.e["citizen_hours"] / m.months
    met = m.e["met"] / m.months
    wage = citizen * money.wage
    return {
        "public_hours_per_capita": public_hours / m.n,
        "citizen_hours_per_capita": citizen / m.n,
        "public_cost_nok_per_capita": public / m.n,
        "cost_per_met_need_nok": m.kept("cost_per_met_need_nok", public + money.citizen_price * wage, met, 0.0),
        "cost_per_met_need_public_nok": m.kept("cost_per_met_need_public_nok", public, met, 0.0),
        "cost_per_met_need_wage_nok": m.kept("cost_per_met_need_wage_nok", public + wage, met, 0.0),
        **{f"hours_{kind}": hours / m.n for kind, hours in zip(KIND._fields, m.hours)},
    }


def _attitudes(m: Month) -> dict[str, float]:
    s, n = m.s, m.n
    mean_trust = s["trust"] / n
    unvoiced = n - s["voiced"]
    voice_gap = m.last.get("trust_voice_gap", 0.0)
    if s["voiced"] > 0 and unvoiced > 0:
        voice_gap = s["voiced_trust"] / s["voiced"] - (s["trust"] - s["voiced_trust"]) / unvoiced
    by_fifth = [states[STATE.trust] / max(states[STATE.people], 1.0) for states in m.fifth_states]
    return {
        "trust": mean_trust,
        "trust_spread": math.sqrt(max(s["trust_square"] / n - mean_trust**2, 0.0)),
        "trust_low": s["low_trust"] / n,
        "trust_gap": by_fifth[4] - by_fifth[0],
        "trust_voice_gap": voice_gap,
        "polarisation": 4.0 * s["low_trust"] * s["high_trust"] / n**2,
        "felt_voice": s["voice"] / n,
        "efficacy": s["efficacy"] / n,
        "ownership": s["ownership"] / n,
    }


def _inequality(m: Month) -> dict[str, float]:
    """Equation E75."""
    e, n = m.e, m.n
    spread = m.kept("_", e["spread"], e["cases"], m.last.get("horizontal_inequity", 0.1) ** 2)
    return {
        "met_need_gap": m.gap("met_need_gap", EVENT.met, EVENT.arrived),
        "met_need_concentration": concentration(e["met_rank"], e["met"], e["arrived_rank"], e["arrived"]),
        "take_up_gap": m.gap("take_up_gap", EVENT.applied, EVENT.applied, EVENT.faded),
        "citizen_hours_concentration": concentration(e["citizen_hours_rank"], e["citizen_hours"], 0.5 * n, n),
        "influence_concentration": concentration(e["influence_rank"], e["influence"], 0.5 * n, n),
        "trust_concentration": concentration(m.s["trust_rank"], m.s["trust"], 0.5 * n, n),
        "horizontal_inequity": math.sqrt(spread),
    }


def _democracy(m: Month) -> dict[str, float]:
    e, town, counts = m.e, m.town, m.town.counts.tolist()
    acts_of_low = m.fifths[0][EVENT.acts] + m.fifths[1][EVENT.acts]
    in_cases = m.kept("_", e["lay_weight"], e["cases"], 0.0)
    in_design = ratio(counts[COUNT.design_weight], counts[COUNT.design_count], 0.0)
    unit_years = max(town.months_of_paradigm, 1) / 12.0 * len(town.units)
    return {
        "participation_parity": min(1.0, m.kept("participation_parity", acts_of_low / 0.4, e["acts"], 1.0)),
        "input_followed": m.kept("input_followed", e["followed"], e["answered"], 0.3),
        "power_shared": 0.5 * in_cases + 0.5 * in_design,
        "turnout": town.turnout,
        "overruled": ratio(counts[COUNT.overruled], counts[COUNT.decisions], 0.0),
        "innovation": counts[COUNT.innovations] / unit_years,
        "solution_quality": _solution_quality(town.areas.quality, town.units.solution),
        "reported_minus_real": mean(town.units.indicator) - mean(town.units.quality),
        "political_support": mean(town.politicians.support),
    }


def _workforce(m: Month) -> dict[str, float]:
    town = m.town
    return {
        "load": m.load,
        "strain": mean(town.teams.strain),
        "turnover": 12.0 * m.turnover,
        "competence": mean(town.teams.competence),
        "readiness": mean(town.readiness),
    }


def month_of_work(town: Town) -> tuple[float, float, float]:
    """Return this month's load (hours of open cases over hours at hand), wait (months) and share of posts renewed."""
    units = town.units
    load = (units.load * units.share).reshape(AREAS, -1).sum(axis=1)
    return float((load * town.areas.share).sum()), float((units.wait * units.share).sum() / AREAS), town.turnover


def absence_and_council(town: Town) -> float:
    """Return monthly public hours that are not booked by kind: absence and the council."""
    return float(town.paid.sum() * town.p.money.absence) + council_hours(town)


@kernel
def _solution_quality(quality, solution):
    """Return the mean quality (areas, solutions) of the units' solutions (units,)."""
    found = 0.0
    for row in range(len(solution)):
        found += quality[row // (len(solution) // len(quality)), solution[row]]
    return found / len(solution)


def measure_groups(events: np.ndarray, states: np.ndarray, months: int, population: int) -> np.ndarray:
    """Return `GROUP_OUTCOMES` for every quintile, age band, district and area: (groups, outcomes); NaN where undefined.

    `events` (groups, events) are sums over the last `months` of the window, `states` (groups, states) the latest.
    Attitudes are people's, so areas have none.
    """
    e, s = events.astype(float), states.astype(float)
    people = np.where(s[:, STATE.people] > 0, s[:, STATE.people], np.nan)
    people[-AREAS:] = np.nan
    heads = people.copy()
    heads[-AREAS:] = population

    def share(above: np.ndarray, below: np.ndarray) -> np.ndarray:
        return np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)

    cases = e[:, EVENT.cases]
    mean_trust = s[:, STATE.trust] / people
    columns = {
        "fit": share(e[:, EVENT.fit], cases),
        "fit_in_use": share(e[:, EVENT.use], cases),
        "below_floor": share(e[:, EVENT.below_floor], cases),
        "met_need": np.minimum(share(e[:, EVENT.met], e[:, EVENT.arrived]), 1.0),
        "take_up": share(e[:, EVENT.applied], e[:, EVENT.applied] + e[:, EVENT.faded]),
        "failure_demand": share(e[:, EVENT.return_cases], cases),
        "satisfaction": share(e[:, EVENT.satisfaction], cases),
        "justice": share(e[:, EVENT.justice], cases),
        "horizontal_inequity": np.sqrt(share(e[:, EVENT.spread], cases)),
        "case_hours_per_capita": e[:, EVENT.public_hours] / months / heads,
        "citizen_hours_per_capita": e[:, EVENT.citizen_hours] / months / heads,
        "open_needs_per_capita": s[:, STATE.open_needs] / people,
        "acts_per_capita": e[:, EVENT.acts] / months / heads,
        "complaints_per_capita": e[:, EVENT.complaints] / months / heads,
        "influence_per_capita": e[:, EVENT.influence] / months / heads,
        "input_followed": share(e[:, EVENT.followed], e[:, EVENT.answered]),
        "trust": mean_trust,
        "trust_spread": np.sqrt(np.maximum(s[:, STATE.trust_square] / people - mean_trust**2, 0.0)),
        "trust_low": s[:, STATE.low_trust] / people,
        "felt_voice": s[:, STATE.voice] / people,
        "efficacy": s[:, STATE.efficacy] / people,
        "ownership": s[:, STATE.ownership] / people,
    }
    return np.stack([columns[name] for name in GROUP_OUTCOMES], axis=1)
