"""Queues, exit, yardsticks and skimming: limiting cases on small towns."""

from __future__ import annotations

import numpy as np
import pytest

from agents.citizens import WAITING
from model import GovernanceModel
from model.parameters.parameters import AREA_NAMES
from model.town.ledger import EVENT
from model.town.town import Town
from tests.model.test_limits import model, moved, run

SCARCE = {"citizens": 800, "money__case_budget": 0.03, "mechanisms__subsample": False}
NO_RIVALRY = {
    "rules__payoff__contract": 0.0, "rules__payoff__money_follows_user": 0.0, "rules__payoff__target_pressure": 0.0,
    "town__warm_up": 0, "mechanisms__fidelity": False,
}  # fmt: skip


def every_area(field: str, value: float) -> dict[str, float]:
    return {f"{area}__{field}": value for area in AREA_NAMES}


def of_areas(town: GovernanceModel, outcome: str) -> dict[str, float]:
    last = town.groups(last=1)
    return dict(last[last.dimension == "area"].set_index("group")[outcome])


def test_rights_to_every_service_are_the_model_without_queues():
    assert (
        moved(run("NPM", **SCARCE, **every_area("dilution", 1.0)), run("NPM", **SCARCE, mechanisms__queueing=False))
        == []
    )


def test_without_rights_every_case_gets_its_full_time_and_the_rest_waits():
    queue, thin = (model("TPA", **SCARCE, **every_area("dilution", value)) for value in (0.0, 1.0))
    waiting, hurried = queue.run(24), thin.run(24)
    assert (waiting["attention"] == 1.0).all() and hurried["attention"].iloc[-1] < 0.9
    assert (queue.town.units.felt_load <= 1.0 + 1e-12).all()
    assert waiting["months_to_service"].iloc[-1] > hurried["months_to_service"].iloc[-1] + 0.5


def test_services_differ_in_who_waits():
    town = model("TPA", citizens=1500, needs__rate=0.09)
    town.run(24)
    wait, time = of_areas(town, "months_to_service"), of_areas(town, "attention")
    assert wait["place"] > 2.0 * wait["work_income"]
    assert time["place"] == 1.0 and time["work_income"] < time["upbringing"] < 1.0


def test_months_to_service_is_the_mean_of_what_the_served_waited(watching):
    served = waited = 0.0
    months, state = np.zeros(0), np.zeros(0)

    def look(phase: str, town: Town) -> None:
        nonlocal months, state, served, waited
        if phase == "access":
            months, state = town.citizens.need_waited.copy(), town.citizens.need_state.copy()
        if phase == "encounters":
            done = (state == WAITING) & (town.citizens.need_waited != months + 1)
            served += done.sum()
            waited += months[done].sum()

    with watching(look):
        frame = run("TPA", 12, **SCARCE, town__warm_up=0)
    assert served > 100 and waited > 20
    assert frame["months_to_service"].iloc[-1] == pytest.approx(waited / served)


def test_those_who_can_pay_leave_the_queue():
    scarce = run("NPM", **{**SCARCE, "citizens": 2000}, needs__rate=0.09, months=36)
    ample = run("NPM", citizens=2000, money__case_budget=0.2, months=36)
    assert scarce["private_exit"].iloc[-1] > 0.01 > ample["private_exit"].iloc[-1]
    assert scarce["private_exit_gap"].tail(12).mean() > 0.01


@pytest.mark.parametrize("paradigm", ["TPA", "NPM"])
def test_yardsticks_save_nothing_without_rivalry_and_targets(paradigm):
    same = [run(paradigm, **NO_RIVALRY, market__yardsticks=value) for value in (0.0, 0.3)]
    assert moved(*same) == []


def test_yardsticks_save_in_proportion_to_what_can_be_measured():
    town = model("NPM", roles__steady_start=1, mechanisms__fidelity=False)
    town.run(60)
    units, areas = town.town.units, town.town.areas
    drive = 0.5 * 0.5 + 0.5 * 0.8 + 0.5 * 0.7 * 0.9
    aim = 0.10 * drive * np.repeat(areas.measurability, town.town.units_per_area)
    assert (units.saved < aim).all() and (units.saved > 0.85 * aim).all()


def test_a_contracted_unit_saves_the_larger_amount_not_both():
    """With all units contracted and a contract that saves more, yardsticks change no hours."""
    rules = {"rules__payoff__contract": 1.0, "rules__payoff__target_pressure": 0.0, "town__warm_up": 0}
    pair = [run("NPM", **rules, money__contract_saving=0.3, market__yardsticks=value) for value in (0.0, 0.05)]
    assert moved(*pair) == []


def test_skimming_needs_costly_cases_and_a_drive():
    simple = {"needs__cross_sector": 0.0, "mechanisms__failure_demand": False, "mechanisms__appeals": False}
    for settings in ({**simple, **SCARCE}, {**NO_RIVALRY, **SCARCE}):
        same = [run("NPM", **settings, market__skimming=value) for value in (0.0, 2.0)]
        assert moved(*same) == []


def test_skimming_lets_complex_cases_wait():
    crowded = {"citizens": 2000, "needs__rate": 0.09, "months": 36}
    gaps = [run("NPM", **crowded, market__skimming=value)["complex_wait_gap"].tail(12).mean() for value in (0.0, 1.0)]
    assert gaps[1] > gaps[0] + 0.5


def test_hours_per_case_and_exits_add_up():
    town = model("NPG", **SCARCE)
    town.run(12)
    events = town.town.ledger.window_events()
    by_area = events[-4:]
    standard = (by_area[:, EVENT.cases] * town.town.areas.hours).sum()
    assert town.outcomes["hours_per_case"] == pytest.approx(by_area[:, EVENT.public_hours].sum() / standard)
    assert town.outcomes["private_exit"] == pytest.approx(
        by_area[:, EVENT.left].sum() / by_area[:, EVENT.applied].sum()
    )


def test_needs_met_by_cost_add_up_to_needs_met():
    town = model("NPM", **SCARCE)
    outcomes = town.run(24).iloc[-1]
    events = town.town.ledger.window_events()[:5].sum(axis=0)
    costly, others = events[EVENT.arrived_complex], events[EVENT.arrived] - events[EVENT.arrived_complex]
    shares = events[EVENT.met_complex] / costly, (events[EVENT.met] - events[EVENT.met_complex]) / others
    assert 0.1 < costly / (costly + others) < 0.6
    assert outcomes.costly_need_gap == pytest.approx(shares[0] - shares[1])
    mean = (shares[0] * costly + shares[1] * others) / (costly + others)
    assert outcomes.met_need == pytest.approx(mean)
