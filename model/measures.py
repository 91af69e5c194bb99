"""From the ledger to outcomes. Ratios of flows are over the trailing window; where nothing happened the last value
stands.
"""

import numpy as np

from agents.table import AREAS
from model.ledger import EVENT, FIT_BINS, KIND, STATE
from model.outcomes import GROUP_OUTCOMES, NAMES
from model.town import COUNT, Town

QUINTILES = slice(0, 5)
MANY = 1e-12


def ratio(above: float, below: float, otherwise: float) -> float:
    """Return above / below, or `otherwise` when there is nothing below."""
    return float(above / below) if below > MANY else otherwise


def percentile(fits: np.ndarray, share: float, otherwise: float) -> float:
    """Return the fit that `share` of encounters fall below, from a histogram, linear within a bin."""
    total = fits.sum()
    if total <= 0:
        return otherwise
    running = np.cumsum(fits)
    k = int(np.searchsorted(running, share * total))
    before = running[k - 1] if k else 0.0
    return float((k + (share * total - before) / fits[k]) / FIT_BINS)


def concentration(amount_rank: float, amount: float, rank: float, units: float) -> float:
    """Return the concentration index 2 cov(h, r) / mean(h) of an amount over resource rank (Kakwani et al.).

    `amount_rank` is the sum of amount times rank, `rank` the sum of ranks over the `units` that could have had it.
    """
    if amount <= MANY or units <= MANY:
        return 0.0
    return float(min(1.0, max(-1.0, 2.0 * (amount_rank / amount - rank / units))))


def measure(town: Town, last: dict[str, float]) -> dict[str, float]:
    """Return all outcomes of the month just closed; `last` holds the month before, for what did not happen."""
    ledger, c, p = town.ledger, town.citizens, town.p
    n = float(town.population)
    by_group = ledger.window_events()
    fifths = by_group[QUINTILES]
    total = fifths.sum(axis=0)
    months = float(max(1, min(ledger.months, ledger.window)))
    states = ledger.group_states[QUINTILES]
    state = states.sum(axis=0)
    hours = ledger.window_hours()
    fits = ledger.window_fits()
    e = {name: float(total[k]) for k, name in enumerate(EVENT._fields)}

    def kept(name: str, above: float, below: float, start: float) -> float:
        return ratio(above, below, last.get(name, start))

    def gap(name: str, above: int, below: np.ndarray) -> float:
        if below[0] <= MANY or below[4] <= MANY:
            return last.get(name, 0.0)
        return float(fifths[4, above] / below[4] - fifths[0, above] / below[0])

    ended = fifths[:, [EVENT.applied, EVENT.faded]].sum(axis=1)
    met_month = e["met"] / months
    public_nok = (
        float(hours.sum()) * p.money.nok_per_hour + ledger.window_cost() + idle_and_council(town) * p.money.nok_per_hour
    )
    citizen = e["citizen_hours"] / months
    mean_trust = state[STATE.trust] / n
    voiced, unvoiced = state[STATE.voiced], n - state[STATE.voiced]
    acts_low = fifths[:2, EVENT.acts].sum()
    load = (town.units.load * town.units.share).reshape(AREAS, -1).sum(axis=1)
    weight = town.areas.share
    out = {
        "fit": kept("fit", e["fit"], e["cases"], 0.6), "fit_p10": percentile(fits, 0.1, last.get("fit_p10", 0.4)),
        "below_floor": kept("below_floor", e["below_floor"], e["cases"], 0.0), "fit_in_use": kept("fit_in_use",
        e["use"], e["cases"], 0.5), "met_need": min(1.0, kept("met_need", e["met"], e["arrived"], 0.5)), "take_up":
        kept("take_up", e["applied"], float(ended.sum()), 0.6), "failure_demand": kept("failure_demand",
        e["return_cases"], e["cases"], 0.2), "satisfaction": kept("satisfaction", e["satisfaction"], e["cases"],
        0.55), "wait": float((town.units.wait * town.units.share).sum() / AREAS), "public_hours_per_capita":
        float(hours.sum() + idle_and_council(town)) / n, "citizen_hours_per_capita": citizen / n,
        "public_cost_nok_per_capita": public_nok / n, "cost_per_met_need_nok": kept("cost_per_met_need_nok",
        public_nok + citizen * p.money.wage * p.money.citizen_price, met_month, 0.0), "cost_per_met_need_public_nok":
        kept("cost_per_met_need_public_nok", public_nok, met_month, 0.0), "cost_per_met_need_wage_nok":
        kept("cost_per_met_need_wage_nok", public_nok + citizen * p.money.wage, met_month, 0.0), **{f"hours_{kind}":
        float(hours[k]) / n for k, kind in enumerate(KIND._fields)}, "trust": float(mean_trust), "trust_spread":
        float(np.sqrt(max(state[STATE.trust_square] / n - mean_trust**2, 0.0))), "trust_low":
        float(state[STATE.low_trust] / n), "trust_gap": float(states[4, STATE.trust] / max(states[4, STATE.people], 1)
        - states[0, STATE.trust] / max(states[0, STATE.people], 1)), "trust_voice_gap":
        float(state[STATE.voiced_trust] / voiced - (state[STATE.trust] - state[STATE.voiced_trust]) / unvoiced)
        if voiced > 0 and unvoiced > 0 else last.get("trust_voice_gap", 0.0), "polarisation": float(4.0 *
        state[STATE.low_trust] * state[STATE.high_trust] / n**2), "felt_voice": float(state[STATE.voice] / n),
        "justice": kept("justice", e["justice"], e["cases"], 0.52), "efficacy": float(state[STATE.efficacy] / n),
        "ownership": float(state[STATE.ownership] / n), "met_need_gap": gap("met_need_gap", EVENT.met, fifths[:,
        EVENT.arrived]), "met_need_concentration": concentration(e["met_rank"], e["met"], e["arrived_rank"],
        e["arrived"]), "take_up_gap": gap("take_up_gap", EVENT.applied, ended), "citizen_hours_concentration":
        concentration(e["citizen_hours_rank"], e["citizen_hours"], 0.5 * n, n), "influence_concentration":
        concentration(e["influence_rank"], e["influence"], 0.5 * n, n), "trust_concentration":
        concentration(float(state[STATE.trust_rank]), float(state[STATE.trust]), 0.5 * n, n), "horizontal_inequity":
        float(np.sqrt(kept("_spread", e["spread"], e["cases"], last.get("horizontal_inequity", 0.1) ** 2))),
        "participation_parity": min(1.0, kept("participation_parity", acts_low / 0.4, e["acts"], 1.0)), "uptake":
        kept("uptake", e["followed"], e["answered"], 0.3), "power_shared": 0.5 * kept("_lay", e["lay_weight"],
        e["cases"], 0.0)
        + 0.5 * ratio(town.counts[COUNT.design_weight], town.counts[COUNT.design_count], 0.0), "turnout":
        town.turnout, "overruled": ratio(town.counts[COUNT.overruled], town.counts[COUNT.decisions], 0.0),
        "innovation": ratio(town.counts[COUNT.innovations] * 12.0, max(town.months_of_paradigm, 1) * len(town.units),
        0.0), "solution_quality": float(_solution_quality(town)), "indicator_gap": float((town.units.indicator -
        town.units.quality).mean()), "load": float((load * weight).sum()), "strain": float(town.teams.strain.mean()),
        "turnover": 12.0 * town.turnover, "competence": float(town.teams.competence.mean()), "political_support":
        float(town.politicians.support.mean()), "readiness": float(town.readiness.mean()),
    }  # fmt: skip
    assert tuple(out) == NAMES and c is town.citizens
    return out


def idle_and_council(town: Town) -> float:
    """Return monthly public hours outside cases and overhead booked by kind: absence and the council."""
    from model.allocation import council_hours

    return float(town.paid.sum() * town.p.money.absence) + council_hours(town)


def _solution_quality(town: Town) -> float:
    rows = np.arange(len(town.units)) // town.units_per_area
    return float(town.areas.quality[rows, town.units.solution].mean())


def measure_groups(town: Town) -> np.ndarray:
    """Return `GROUP_OUTCOMES` for every quintile, age band, district and area: (groups, outcomes); NaN where undefined.

    Attitudes are people's, so areas have none.
    """
    ledger = town.ledger
    e = ledger.window_events()
    s = ledger.group_states
    months = float(max(1, min(ledger.months, ledger.window)))
    people = np.where(s[:, STATE.people] > 0, s[:, STATE.people], np.nan)
    people[-AREAS:] = np.nan
    heads = people.copy()
    heads[-AREAS:] = town.population

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
        "uptake": share(e[:, EVENT.followed], e[:, EVENT.answered]),
        "trust": mean_trust,
        "trust_spread": np.sqrt(np.maximum(s[:, STATE.trust_square] / people - mean_trust**2, 0.0)),
        "trust_low": s[:, STATE.low_trust] / people,
        "felt_voice": s[:, STATE.voice] / people,
        "efficacy": s[:, STATE.efficacy] / people,
        "ownership": s[:, STATE.ownership] / people,
    }
    return np.stack([columns[name] for name in GROUP_OUTCOMES], axis=1)
