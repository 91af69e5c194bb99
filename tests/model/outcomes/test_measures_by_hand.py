"""Every outcome computed a second time, by its declared meaning, from counts that are drawn at random."""

from __future__ import annotations

import math

import numpy as np
import pytest

from agents.citizens import CHILD, FIFTHS
from agents.engine.table import AREAS
from model import GovernanceModel
from model.outcomes.measures import _unit_spread, begin_outcomes, measure
from model.outcomes.outcomes import NAMES, OUTCOMES
from model.outcomes.ratios import FIRST, concentration, gap, kept, percentile, ratio
from model.paradigms.rules import RULE
from model.phases.service.allocation import council_hours
from model.town.ledger import EVENT, FIT_BINS, KIND, PAYER, STATE, WORK
from model.town.town import COUNT

WINDOW = 12
CITIZENS = 200


@pytest.fixture(scope="module")
def town():
    """A town that has lived a year and a half under NPG, so that no part of it is empty."""
    model = GovernanceModel(paradigm="NPG", citizens=CITIZENS, rng=3)
    model.run(18)
    return model.town


@pytest.fixture
def drawn(town):
    """Draw what the ledger holds, each event and state at least once in each group; return a random generator."""
    rng = np.random.default_rng(7)
    ledger = town.ledger
    ledger.events_by_group[:] = rng.uniform(1.0, 9.0, ledger.events_by_group.shape)
    ledger.events_by_group[:, EVENT.arrived] = rng.uniform(50.0, 90.0, len(ledger.events_by_group))
    ledger.group_states[:] = rng.uniform(1.0, 9.0, ledger.group_states.shape)
    ledger.hours_a_month[:] = rng.uniform(1.0, 9.0, len(ledger.hours_a_month))
    ledger.work_a_month[:] = rng.uniform(0.1, 0.9, 3)
    ledger.cost_a_month[:] = 1234.0
    ledger.fits_of_window[:] = rng.integers(1, 9, FIT_BINS)
    town.counts[:] = rng.uniform(1.0, 9.0, len(COUNT))
    begin_outcomes(town)
    return rng


def outcomes(town) -> dict[str, float]:
    measure(town)
    return dict(zip(NAMES, town.outcomes.tolist(), strict=True))


def events(town) -> dict[str, float]:
    rows = town.ledger.events_by_group[:FIFTHS].sum(axis=0)
    return {name: float(rows[place]) for place, name in enumerate(EVENT._fields)}


def differing(found: dict[str, float], meant: dict[str, float]) -> dict[str, tuple[float, float]]:
    return {
        name: (found[name], x) for name, x in meant.items() if found[name] != pytest.approx(x, rel=1e-12, abs=1e-14)
    }


def test_ratios_by_hand():
    assert ratio(3.0, 4.0, 9.0) == 0.75 and ratio(3.0, 0.0, 9.0) == 9.0 and ratio(3.0, 1e-12, 9.0) == 9.0
    assert kept(0.3, 1.0, 2.0) == 0.5 and kept(0.3, 1.0, 0.0) == 0.3
    below = np.array([4.0, 1.0, 1.0, 1.0, 2.0])
    assert gap(0.9, np.array([1.0, 9.0, 9.0, 9.0, 1.5]), below) == 0.75 - 0.25
    assert gap(0.9, np.array([8.0, 0.0, 0.0, 0.0, 1.0]), below) == 0.5 - 1.0  # no share exceeds 1
    assert gap(0.9, np.array([1.0, 0.0, 0.0, 0.0, 8.0]), below) == 1.0 - 0.25
    for empty in (0, 4):
        without = below.copy()
        without[empty] = 0.0
        assert gap(0.9, below, without) == 0.9


def test_concentration_is_the_index_of_kakwani():
    rng = np.random.default_rng(1)
    rank, amount = (np.arange(50) + 0.5) / 50, rng.uniform(0.0, 1.0, 50)
    meant = 2.0 * np.cov(amount, rank, bias=True)[0, 1] / amount.mean()
    assert concentration((amount * rank).sum(), amount.sum(), rank.sum(), 50.0) == pytest.approx(meant)
    assert concentration(9.0, 1.0, 1.0, 1.0) == 1.0 and concentration(0.0, 1.0, 9.0, 1.0) == -1.0
    assert concentration(1.0, 0.0, 1.0, 1.0) == 0.0 and concentration(1.0, 1.0, 1.0, 0.0) == 0.0


def test_a_percentile_is_linear_within_a_bin():
    fits = np.zeros(FIT_BINS)
    assert percentile(fits, 0.1, 0.4) == 0.4
    fits[[20, 50]] = 4.0, 6.0
    assert percentile(fits, 0.1, 0.4) == pytest.approx((20 + 1 / 4) / FIT_BINS)
    assert percentile(fits, 0.4, 0.4) == pytest.approx(21 / FIT_BINS)
    assert percentile(fits, 0.7, 0.4) == pytest.approx((50 + 3 / 6) / FIT_BINS)


def test_services_and_waiting(town, drawn):
    found, e = outcomes(town), events(town)
    mean = e["satisfaction"] / e["cases"]
    spread = math.sqrt(max(e["satisfaction_square"] / e["cases"] - mean**2, 0.0))
    complex_, simple = e["complex"], e["cases"] - e["complex"]
    fifths = town.ledger.events_by_group[:FIFTHS]
    left = np.minimum(fifths[:, EVENT.left] / fifths[:, EVENT.applied], 1.0)
    meant = {
        "fit": e["fit"] / e["cases"],
        "below_floor": e["below_floor"] / e["cases"],
        "fit_in_use": e["use"] / e["cases"],
        "met_need": min(1.0, e["met"] / e["arrived"]),
        "take_up": e["applied"] / (e["applied"] + e["faded"]),
        "failure_demand": e["return_cases"] / e["cases"],
        "satisfaction": mean,
        "justice": e["justice"] / e["cases"],
        "satisfaction_spread": spread,
        "appeals": e["appeals"] / e["below_floor"],
        "appeals_upheld": e["upheld"] / e["appeals"],
        "wait": town.ledger.work_a_month[WORK.wait],
        "unserved": e["unserved"] / WINDOW * 12 / CITIZENS,
        "months_to_service": e["waited"] / e["cases"],
        "attention": e["attention"] / e["cases"],
        "private_exit": min(1.0, e["left"] / e["applied"]),
        "given_up": min(1.0, e["gave_up"] / e["applied"]),
        "private_exit_gap": left[-1] - left[0],
        "complex_wait_gap": e["complex_waited"] / complex_ - (e["waited"] - e["complex_waited"]) / simple,
    }
    assert differing(found, meant) == {}


def test_the_spread_of_satisfaction(town, drawn):
    rows = town.ledger.events_by_group
    rows[:, EVENT.cases], rows[:, EVENT.satisfaction], rows[:, EVENT.satisfaction_square] = 10.0, 5.0, 3.4
    assert outcomes(town)["satisfaction_spread"] == pytest.approx(math.sqrt(0.34 - 0.25))


def test_resources_and_who_pays(town, drawn):
    found, e, money = outcomes(town), events(town), town.numbers.money
    hours, areas = town.ledger.hours_a_month, town.ledger.events_by_group[-AREAS:]
    by_kind = {name: hours[place] for place, name in enumerate(KIND._fields)}
    others = {name: hours[len(KIND) + place] for place, name in enumerate(PAYER._fields)}
    public = sum(by_kind.values()) - by_kind["idle"] + town.paid.sum() * money.absence + council_hours(town)
    cost, met = public * money.nok_per_hour + 1234.0, e["met"] / WINDOW
    wage = e["citizen_hours"] / WINDOW * money.wage
    at_work = 1.0 - money.absence
    bought = (areas[:, EVENT.left] * town.areas.hours).sum() / WINDOW
    paid = {"contracted": others["contracted"] / at_work, "civic": others["civic"] / at_work}
    given = paid | {
        "staff": public - paid["contracted"] - paid["civic"],
        "users": e["delivered_hours"] / WINDOW,
        "volunteers": others["used"],
        "private": bought,
    }
    meant = {
        "public_hours_per_capita": public / CITIZENS,
        "citizen_hours_per_capita": e["citizen_hours"] / WINDOW / CITIZENS,
        "public_cost_nok_per_capita": cost / CITIZENS,
        "cost_per_met_need_nok": (cost + money.citizen_price * wage) / met,
        "cost_per_met_need_public_nok": cost / met,
        "cost_per_met_need_wage_nok": (cost + wage) / met,
        "hours_per_case": areas[:, EVENT.public_hours].sum() / (areas[:, EVENT.cases] * town.areas.hours).sum(),
        **{f"hours_{name}": x / CITIZENS for name, x in (by_kind | given).items()},
        "staff_share": given["staff"] / sum(given.values()),
        "volunteers_unused": min(1.0, others["expired"] / others["offered"]),
    }
    assert differing(found, meant) == {}


def test_attitudes(town, drawn):
    found = outcomes(town)
    fifths = town.ledger.group_states[:FIFTHS]
    s = {name: fifths[:, place].sum() for place, name in enumerate(STATE._fields)}
    trust = fifths[:, STATE.trust] / fifths[:, STATE.people]
    unvoiced = (s["trust"] - s["voiced_trust"]) / (CITIZENS - s["voiced"])
    meant = {
        "trust": s["trust"] / CITIZENS,
        "trust_spread": math.sqrt(s["trust_square"] / CITIZENS - (s["trust"] / CITIZENS) ** 2),
        "trust_low": s["low_trust"] / CITIZENS,
        "trust_gap": trust[-1] - trust[0],
        "trust_voice_gap": s["voiced_trust"] / s["voiced"] - unvoiced,
        "polarisation": 4.0 * s["low_trust"] / CITIZENS * s["high_trust"] / CITIZENS,
        "felt_voice": s["voice"] / CITIZENS,
        "felt_influence": s["felt_influence"] / CITIZENS,
        "efficacy": s["efficacy"] / CITIZENS,
        "ownership": s["ownership"] / CITIZENS,
    }
    assert differing(found, meant) == {}


def test_inequality(town, drawn):
    rows = town.ledger.events_by_group[:FIFTHS]
    rows[:, [EVENT.arrived_complex, EVENT.met_complex]] = 20.0, 0.5
    found, e = outcomes(town), events(town)
    states = town.ledger.group_states[:FIFTHS].sum(axis=0)
    met, asked = rows[:, EVENT.met] / rows[:, EVENT.arrived], rows[:, EVENT.applied] + rows[:, EVENT.faded]
    took = rows[:, EVENT.applied] / asked
    simple = (e["met"] - e["met_complex"]) / (e["arrived"] - e["arrived_complex"])

    def index(of_rank: float, amount: float, rank: float = 0.5) -> float:
        return min(1.0, max(-1.0, 2.0 * (of_rank / amount - rank)))

    meant = {
        "met_need_gap": met[-1] - met[0],
        "met_need_lowest": met[0],
        "costly_need_gap": e["met_complex"] / e["arrived_complex"] - simple,
        "met_need_concentration": index(e["met_rank"], e["met"], e["arrived_rank"] / e["arrived"]),
        "take_up_gap": took[-1] - took[0],
        "citizen_hours_concentration": index(e["citizen_hours_rank"], e["citizen_hours"]),
        "influence_concentration": index(e["influence_rank"], e["influence"]),
        "trust_concentration": index(states[STATE.trust_rank], states[STATE.trust]),
        "horizontal_inequity": math.sqrt(e["spread"] / e["cases"]),
    }
    assert differing(found, meant) == {}


def test_democracy_and_innovation(town, drawn):
    declared = np.zeros(AREAS)
    declared[[0, 2]] = 0.8, 0.4
    town.rules[:, RULE.declared] = declared
    found, e, c = outcomes(town), events(town), dict(zip(COUNT._fields, town.counts, strict=True))
    fifths, areas = town.ledger.events_by_group[:FIFTHS], town.ledger.events_by_group[-AREAS:]
    years = town.months_of_paradigm / 12 * len(town.units.kind)
    seated = town.seats.member[town.seats.member >= 0]
    followed, answered = areas[[0, 2], EVENT.followed].sum(), areas[[0, 2], EVENT.answered].sum()
    solutions = town.units.solution.reshape(AREAS, -1)
    meant = {
        "participation_parity": min(1.0, fifths[:2, EVENT.acts].sum() / e["acts"] / 0.4),
        "input_followed": e["followed"] / e["answered"],
        "power_shared": (e["lay_weight"] / e["cases"] + c["design_weight"] / c["design_count"]) / 2,
        "turnout": town.turnout,
        "seats_filled": town.seats.filled.mean(),
        "repeat_attendance": e["repeated"] / e["attended"],
        "overruled": c["overruled"] / c["decisions"],
        "youth_seats": (town.citizens.age_band[seated] == CHILD).mean(),
        "declared_gap": 0.6 - followed / answered,
        "innovation": c["innovations"] / years,
        "trials": c["trials"] / years,
        "trials_reversed": c["reversed"] / c["judged"],
        "initiatives": c["initiatives"] / years,
        "solution_quality": np.mean([town.areas.quality[a, solutions[a]] for a in range(AREAS)]),
        "reported_minus_real": town.units.indicator.mean() - town.units.quality.mean(),
        "political_support": town.politicians.support.mean(),
    }
    assert differing(found, meant) == {}


def test_the_workforce(town, drawn):
    found = outcomes(town)
    meant = {
        "load": town.ledger.work_a_month[WORK.load],
        "turnover": 12.0 * town.ledger.work_a_month[WORK.turnover],
        "strain": town.teams.strain.mean(),
        "competence": town.teams.competence.mean(),
        "readiness": town.readiness.mean(),
        "fidelity": town.carried_out,
    }
    assert differing(found, meant) == {}


def test_who_heard_of_an_overruling(town, drawn):
    heard, now = town.citizens.overruling_heard, town.month
    heard[:] = 0  # never; otherwise the month that follows the news
    heard[:20] = now + 1
    heard[20:30] = now + 1 - (WINDOW - 1)
    heard[30:50] = now + 1 - WINDOW  # a year ago
    town.news_month = now
    assert outcomes(town)["heard_overruled"] == pytest.approx(30 / CITIZENS)
    town.news_month = now - WINDOW
    assert outcomes(town)["heard_overruled"] == 0.0


def test_spread_between_units_by_hand():
    """Two areas of two units: the means of one differ by 0.4, with 1 and 3 cases; one unit of the other is empty."""
    sums, counts = np.array([0.2, 3 * 0.6, 5 * 0.9, 0.0]), np.array([1.0, 3.0, 5.0, 0.0])
    mean_of_first = 2.0 / 4.0
    squares = (0.2 - mean_of_first) ** 2 + 3 * (0.6 - mean_of_first) ** 2
    assert _unit_spread(sums, counts, 2) == pytest.approx(math.sqrt(squares / 9.0))
    assert _unit_spread(np.zeros(4), np.zeros(4), 2) == 0.0


def test_what_a_town_does_not_have_counts_as_zero():
    """TPA has no arenas and declares no influence, and after a month no trial has been judged."""
    model = GovernanceModel(paradigm="TPA", citizens=CITIZENS, rng=3)
    months = model.run(1)
    assert len(model.town.seats.filled) == model.town.counts[COUNT.judged] == 0
    assert not model.town.rules[:, RULE.declared].any()
    assert months[["seats_filled", "trials_reversed", "declared_gap"]].to_numpy().tolist() == [[0.0, 0.0, 0.0]]


def test_without_events_the_last_values_stay(town, drawn):
    town.ledger.events_by_group[:] = 0.0
    town.ledger.fits_of_window[:] = 0.0
    found = outcomes(town)
    assert differing(found, FIRST) == {}
    units = {outcome.name: outcome.unit for outcome in OUTCOMES}
    shares = {name: value for name, value in FIRST.items() if units[name] in ("share", "difference")}
    assert len(shares) >= 10 and {name: v for name, v in shares.items() if not 0.0 <= v <= 1.0} == {}
    none = (
        "failure_demand",
        "satisfaction_spread",
        "met_need_gap",
        "take_up_gap",
        "private_exit_gap",
        "complex_wait_gap",
    )
    assert {name: found[name] for name in none if found[name] != FIRST.get(name, 0.0)} == {}
