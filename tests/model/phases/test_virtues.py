"""Fidelity, ageing rules, appeals, fatigue: nothing in their limiting cases, and seen in their outcomes elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from model.outcomes.measures import _unit_spread
from model.paradigms.paradigm import STATUS_QUO
from model.paradigms.rules import CARRIED_OUT, RULE
from model.town.ledger import EVENT
from tests.model.test_limits import model, moved, run

SMALL = {"citizens": 400}
CARRIED = [RULE._fields.index(name) for name in CARRIED_OUT]
WHOLE = [k for k in range(len(RULE)) if k not in CARRIED]


# --- fidelity -----------------------------------------------------------------------------------------------------


def test_without_spread_units_carry_out_the_rules_as_decided():
    off = run("NPG", **SMALL, mechanisms__fidelity=False)
    assert moved(off, run("NPG", **SMALL, roles__fidelity=0.0, roles__fidelity_town=0.0)) == []
    assert (off["fidelity"] == 1.0).all()
    assert {"fit", "fidelity"} <= set(moved(off, run("NPG", **SMALL)))


def test_under_the_status_quo_nothing_falls_short():
    on, off = (run("status-quo", **SMALL, mechanisms__fidelity=switch) for switch in (True, False))
    assert moved(on, off) == []


def test_practice_lies_between_the_status_quo_and_the_rules():
    town = model("NPG", **SMALL).town
    rules, per = town.rules[0], town.units_per_area
    low, high = np.minimum(rules, STATUS_QUO), np.maximum(rules, STATUS_QUO)
    assert ((low - 1e-12 <= town.practice) & (town.practice <= high + 1e-12)).all()
    assert (town.practice[:, WHOLE] == np.repeat(town.rules, per, axis=0)[:, WHOLE]).all()
    np.testing.assert_allclose(town.usual, town.practice.reshape(len(town.rules), per, -1).mean(axis=1), rtol=1e-12)
    changed = [k for k in CARRIED if rules[k] != STATUS_QUO[k]]
    assert (np.ptp(town.practice[:, changed], axis=0) > 0.0).all()  # units differ in each rule
    gone = (town.practice[:, changed] - STATUS_QUO[changed]) / (rules[changed] - STATUS_QUO[changed])
    assert gone.mean() == pytest.approx(model("NPG", **SMALL).run(1)["fidelity"].iloc[0])


def test_paradigms_meet_the_same_units_and_towns_differ():
    assert (model("TPA", **SMALL).town.fidelity == model("NPG", **SMALL).town.fidelity).all()
    own = {"roles__fidelity": 0.0}  # then all units of a town are alike
    towns = [model("TPA", citizens=60, rng=seed, **own).town.fidelity[:, CARRIED] for seed in range(4)]
    assert all(np.ptp(town) == 0.0 for town in towns)
    assert len({town[0, 0] for town in towns}) == 4


def test_the_mean_fidelity_is_within_what_reviews_found():
    found = [model("TPA", citizens=60, rng=seed).town.fidelity[:, CARRIED].mean() for seed in range(60)]
    assert 0.6 < np.mean(found) < 0.8


def test_units_differ_also_from_a_steady_start():
    steady = {**SMALL, "roles__steady_start": 1.0}
    on, off = (run("NPG", **steady, mechanisms__fidelity=switch) for switch in (True, False))
    assert (on["readiness"] == 1.0).all() and (on["fidelity"] < 1.0).all() and "fit" in moved(on, off)


# --- rules that age -----------------------------------------------------------------------------------------------


def test_where_needs_stay_rules_stay_up_to_date():
    still = {**SMALL, "needs__turbulence": 0.0}
    on, off = (run("TPA", **still, mechanisms__rule_ageing=switch) for switch in (True, False))
    assert moved(on, off) == [] and (on["rules_outdated"] == 0.0).all()


def test_rules_age_until_they_are_revised():
    rare, often = (
        run("TPA", **SMALL, months=37, needs__turbulence=0.05, rules__aggregation__revision_interval=months)[
            "rules_outdated"
        ].to_numpy()
        for months in (120, 12)
    )
    assert (rare[:12] == often[:12]).all() and rare[11] > 0.0  # new rules were written for needs as they were
    assert often[12] == often[24] == 0.0 and often[23] > 0.0  # revised
    assert rare[12:].mean() > 2.0 * often[12:].mean()


def test_outdated_rules_tailor_worse():
    world = {"needs__professional": 0.0, "needs__lived": 0.0, "needs__turbulence": 0.05, **SMALL}
    on, off = (run("TPA", **world, mechanisms__rule_ageing=switch) for switch in (True, False))
    assert on["fit"].iloc[-1] < off["fit"].iloc[-1]


# --- appeals ------------------------------------------------------------------------------------------------------

ERRORS = {**SMALL, "outcomes__statutory_floor": 0.6, "access__appeal": 20.0}


def test_without_a_floor_there_are_no_errors_to_appeal():
    low = {**SMALL, "outcomes__statutory_floor": 0.0}
    on, off = (run("TPA", **low, mechanisms__appeals=switch) for switch in (True, False))
    assert moved(on, off) == [] and (on["appeals"] == 0.0).all()


def test_upheld_appeals_reopen_cases_and_take_hours(watching):
    """With full documentation and no discretion every appeal is upheld; the case then counts as returned."""
    seen = np.zeros(len(EVENT))

    def look(phase, town):
        nonlocal seen
        if phase == "encounters":
            seen = seen + town.ledger.events.sum(axis=(0, 1))
            assert town.complaints.sum() == town.ledger.events[:, :, [EVENT.appeals]].sum()

    strict = {"rules__information__documentation": 1.0, "rules__choice__discretion": 0.0}
    quiet = {"access__complain_shortfall": 0.0, "mechanisms__failure_demand": False, "mechanisms__fidelity": False}
    with watching(look):
        frame = run("TPA", **ERRORS, **strict, **quiet, town__warm_up=0)
    assert seen[EVENT.appeals] == seen[EVENT.upheld] == seen[EVENT.returned] > 20.0
    assert seen[EVENT.return_cases] > 0.0
    assert frame["appeals_upheld"].iloc[-1] == 1.0 and 0.0 < frame["appeals"].iloc[-1] < 1.0
    free = run("TPA", **ERRORS, **strict, **quiet, town__warm_up=0, money__complaint=0.0)
    assert free["hours_administration"].iloc[1] < frame["hours_administration"].iloc[1]


def test_discretion_leaves_nothing_to_uphold():
    loose = {"rules__choice__discretion": 1.0, "mechanisms__fidelity": False, "town__warm_up": 0}
    frame = run("TPA", **ERRORS, **loose)
    assert frame["appeals"].iloc[-1] > 0.0 and (frame["appeals_upheld"] == 0.0).all()


def test_rules_and_files_protect_citizens():
    """More appeals are upheld where rules decide than where professionals do."""
    tpa, npg = (run(paradigm, **{**ERRORS, "citizens": 800})["appeals_upheld"].iloc[-1] for paradigm in ("TPA", "NPG"))
    assert tpa > npg


# --- fatigue ------------------------------------------------------------------------------------------------------


def test_without_arenas_nobody_tires():
    on, off = (run("TPA", **SMALL, mechanisms__fatigue=switch) for switch in (True, False))
    assert moved(on, off) == []
    assert (on["seats_filled"] == 0.0).all() and (on["repeat_attendance"] == 0.0).all()


def test_long_duty_empties_seats():
    """Members who trust each other and are followed stay; when they tire, others hold the meetings."""
    stays = {**SMALL, "rules__scope__continuity": 1.0, "arenas__leaving": 0.0, "arenas__early_leaving": 0.0}
    tired, rested = (
        run("NPG", months=48, **stays, arenas__fatigue=fatigue, arenas__join_fatigue=10 * fatigue)
        for fatigue in (0.1, 0.0)
    )
    assert tired["repeat_attendance"].iloc[-1] < rested["repeat_attendance"].iloc[-1]
    assert tired["seats_filled"].iloc[-12:].mean() < rested["seats_filled"].iloc[-12:].mean()
    assert rested["seats_filled"].iloc[-1] == 1.0


# --- spread of satisfaction ---------------------------------------------------------------------------------------


def test_the_spread_between_users_holds_that_between_units():
    frame = run("NPG", **SMALL)
    assert (frame["satisfaction_unit_spread"] < frame["satisfaction_spread"]).all()
    calm = {"trust__satisfaction_noise": 0.0, "trust__justice_noise": 0.0}
    assert run("NPG", **SMALL, **calm)["satisfaction_spread"].iloc[-1] < frame["satisfaction_spread"].iloc[-1]


def test_the_spread_between_units_by_hand():
    town = model("TPA", **SMALL)
    town.run(1)
    units = town.town.units
    units.satisfaction_count[:] = 2.0
    units.satisfaction_sum[:] = np.tile([1.0, 1.2, 0.8], len(units) // 3)  # means .5, .6 and .4 in each area of three
    assert _unit_spread(units.satisfaction_sum, units.satisfaction_count, 4) == pytest.approx(np.sqrt(0.02 / 3))


# --- search and ownership, which were there before ----------------------------------------------------------------


def test_without_collective_search_nobody_finds_new_solutions():
    """Where units try nothing themselves, solutions change through arenas only."""
    still = {**SMALL, "months": 36, "revision__trials": 0.0, "mechanisms__trial_capacity": False}
    search, none = (run("NPG", **still, mechanisms__collective_search=switch) for switch in (True, False))
    assert none["solution_quality"].nunique() == 1 and (none["innovation"] == 0.0).all()
    assert search["solution_quality"].iloc[-1] > none["solution_quality"].iloc[-1]


def test_without_ownership_the_same_services_are_used_less():
    owned, not_owned = (run("NPG", **SMALL, mechanisms__ownership=switch) for switch in (True, False))
    assert moved(owned, not_owned) == ["fit_in_use"]
    assert owned["fit_in_use"].iloc[-1] > not_owned["fit_in_use"].iloc[-1]
