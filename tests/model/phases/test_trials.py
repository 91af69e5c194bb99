"""Trials of changes come out of one budget: the same number under all rules, whenever programmes are revised."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from model import GovernanceModel
from model.paradigms.rules import RULE
from model.parameters.mechanisms import OFF
from model.town.ledger import KIND
from model.town.town import COUNT, Town

YEARS = 10
PARADIGMS = ("TPA", "NPG")  # without and with arenas

# Switches of before there was a budget of trials, and outcomes then: 600 citizens of Larvik, seed 1, month 26.
OLDER = (
    "burden coping standardisation misconception group_bias codelivery failure_demand disconfirmation halo "
    "procedural_justice trust_asymmetry social_influence expected_input_followed ownership collective_search "
    "group_trust gaming slack choice exit_and_voice adoption learning strain inertia"
).split()
BEFORE = {
    "TPA": {
        "fit": "0x1.10a5aac8e37a6p-1", "trust": "0x1.04fb0d72e8ff6p-1", "innovation": "0x0.0p+0",
        "solution_quality": "0x1.12b7b9222b1e3p-1", "cost_per_met_need_nok": "0x1.b584c397bb386p+17",
        "strain": "0x1.86c37d64ad81ep-1",
    },
    "NPG": {
        "fit": "0x1.21ab6b148b317p-1", "trust": "0x1.042f21b305605p-1", "innovation": "0x1.13b13b13b13b1p-2",
        "solution_quality": "0x1.21f4fb52affc0p-1", "cost_per_met_need_nok": "0x1.a100e15c3cc03p+17",
        "strain": "0x1.d6eafa1629295p-1",
    },
}  # fmt: skip
RULES_BEFORE = {  # presets have been argued since
    "TPA": {"aggregation.revision_interval": 48, "boundary.outreach": 0.1, "information.plain_language": 0.3},
    "NPG": {"aggregation.revision_interval": 3, "boundary.outreach": 0.5, "information.plain_language": 0.7},
}
NUMBERS_BEFORE = {  # calibrated again since
    "trust.start": 0.524, "trust.start_spread": 0.07, "trust.start_gradient": 0.106,
    "trust.satisfaction_reference": 0.475, "trust.voice_scale": 1.59, "access.contact": 0.0088,
    "access.intercept": -1.63, "politics.turnout_skill": 2.4, "politics.turnout_age": 0.8, "elder_care.hours": 367.0,
}  # fmt: skip


def town_of(paradigm: str, months: int, citizens: int = 600, seed: int = 1, **values: Any) -> GovernanceModel:
    """Return a model after some months; keyword `revision__trials` stands for `revision.trials`."""
    dotted = {name.replace("__", "."): value for name, value in values.items()}
    model = GovernanceModel(paradigm=paradigm, citizens=citizens, parameters=dotted, rng=seed)
    model.run(months)
    return model


def counted(model: GovernanceModel, what: str) -> float:
    return float(model.town.counts[COUNT._fields.index(what)])


@pytest.mark.parametrize("paradigm", BEFORE)
def test_switched_off_the_model_is_the_one_before(paradigm):
    """All mechanisms that came later are switched off too."""
    later = {f"mechanisms__{name}": False for name in OFF if name not in OLDER}
    assert "mechanisms__trial_capacity" in later
    later |= {name.replace(".", "__"): value for name, value in NUMBERS_BEFORE.items()}
    later |= {f"rules__{rule.replace('.', '__')}": value for rule, value in RULES_BEFORE[paradigm].items()}
    found = town_of(paradigm, 26, **later).outcomes
    for name, value in BEFORE[paradigm].items():  # to the bit on one platform; others' mathematics may differ
        assert found[name] == pytest.approx(float.fromhex(value), rel=1e-9, abs=1e-12), name


@pytest.mark.parametrize("paradigm", [*PARADIGMS, "NPM", "self-organised", "triage"])
def test_without_rights_no_solution_ever_changes(paradigm):
    model = GovernanceModel(paradigm=paradigm, citizens=400, parameters={"revision.trials": 0.0}, rng=2)
    before = model.town.units.solution.copy()
    model.run(36)
    assert (model.town.units.solution == before).all()
    assert not model.town.units.on_trial.any()
    assert counted(model, "trials") == counted(model, "decisions") == 0.0


@pytest.mark.parametrize("paradigm", PARADIGMS)
def test_trials_do_not_depend_on_how_often_programmes_are_revised(paradigm):
    models = [town_of(paradigm, 12 * YEARS, rules__aggregation__revision_interval=interval) for interval in (3, 12, 48)]
    made = [counted(model, "trials") for model in models]
    assert made[0] == made[1] == made[2] > 0
    assert len({model.outcomes["fit"] for model in models}) == 3  # revisions do differ


@pytest.mark.parametrize("paradigm", PARADIGMS)
def test_without_learning_and_hours_the_interval_changes_nothing(paradigm):
    """Not even by the delay or the evidence of judging a change."""
    nothing = {"revision__step": 0.0, "revision__hours": 0.0, "money__rule_making": 0.0}
    nothing["mechanisms__rule_ageing"] = False
    one, other = (
        town_of(paradigm, 36, **nothing, rules__aggregation__revision_interval=interval) for interval in (3, 48)
    )
    assert counted(one, "judged") > 0
    for name in ("fit", "trust", "met_need", "innovation", "trials_reversed", "cost_per_met_need_nok", "strain"):
        assert one.outcomes[name] == other.outcomes[name], name


@pytest.mark.parametrize("trials", [0.5, 1.0, 4.0])
def test_every_right_is_used_or_in_stock(trials):
    """Rules with and without arenas make the same trials, within a stock of one trial, which may wait."""
    made = {}
    for paradigm in (*PARADIGMS, "thin", "self-organised"):
        model = town_of(paradigm, 60, revision__trials=trials)
        units = model.town.units
        per = model.town.units_per_area
        start = np.tile((np.arange(per) + 0.5) / per, len(units) // per).sum()
        accrued = len(units) * trials * 60 / 12
        made[paradigm] = counted(model, "trials")
        assert made[paradigm] + units.rights.sum() == pytest.approx(start + accrued)
        assert units.rights.max() < 2.0
        assert model.outcomes["trials"] == pytest.approx(made[paradigm] / len(units) / 5)
    assert max(made.values()) - min(made.values()) <= len(units)


def test_the_agenda_decides_who_proposes():
    proposed = {}
    for agenda in (0.0, 0.5, 1.0):
        model = town_of(
            "NPG", 60, revision__trials=2.0, rules__aggregation__weight_agenda=agenda, arenas__threshold=0.0
        )
        proposed[agenda] = counted(model, "decisions")
    assert proposed[0.0] == 0.0 < proposed[0.5] < proposed[1.0]


def test_hours_of_trials_and_of_failures_are_booked_and_paid_next_month(watching):
    seen: dict[str, Any] = {"months": 0, "failures": 0.0}

    def look(phase: str, town: Town) -> None:
        if phase == "encounters":
            seen["before"] = (town.counts.copy(), town.ledger.hours[:, KIND.process].sum())
            assert town.late_hours == 0.0  # paid
        if phase == "trials" and town.calendar >= 0:
            counts, hours = seen["before"]
            trials, reversed_ = (town.counts - counts)[[COUNT.trials, COUNT.reversed]]
            documentation = town.rules[0, RULE.documentation]
            due = town.p.revision.trial_hours * 0.6 / 3 * (trials + reversed_ * documentation)
            assert town.ledger.hours[:, KIND.process].sum() - hours == pytest.approx(due)
            assert town.late_hours == pytest.approx(due)
            seen["months"] += 1
            seen["failures"] += reversed_

    with watching(look):
        town_of(
            "TPA", 40, rules__aggregation__revision_interval=120, revision__trials=3.0, revision__realised_noise=1.0,
            mechanisms__fidelity=False, mechanisms__subsample=False,
        )  # fmt: skip
    assert seen["months"] == 40 and seen["failures"] > 0


def test_a_change_is_judged_on_the_cases_since_after_its_months(watching):
    """Rights are too few to bring the judgement forward; revisions in between lose no case."""
    cases: dict[int, float] = {}
    on_trial: list[int] = []
    files = np.zeros(12)  # of three units in each of four areas
    judged = 0

    def look(phase: str, town: Town) -> None:
        nonlocal judged
        units = town.units
        if phase == "start":
            on_trial[:] = np.flatnonzero(units.on_trial).tolist()
        if phase == "access":
            files[:] = units.file_count
        if phase == "encounters":
            for row in on_trial:
                cases[row] += units.file_count[row] - files[row]
        if phase == "trials":
            for row in on_trial:
                assert units.trial_cases[row] + units.file_count[row] == cases[row]
                if not units.on_trial[row]:
                    assert units.trial_age[row] == 7
                    judged += 1
            for row in np.flatnonzero(units.on_trial).tolist():
                assert units.trial_age[row] < 7
                if row not in on_trial:
                    cases[row] = 0.0

    with watching(look):
        town_of(
            "TPA", 60, citizens=1000, mechanisms__subsample=False, rules__aggregation__revision_interval=3,
            revision__trials=0.5,            revision__trial_months=7, arenas__noise_known=0.3,
        )  # fmt: skip
    assert judged > 5 and max(cases.values()) > 10
