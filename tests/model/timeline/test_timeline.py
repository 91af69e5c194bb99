"""Changes in the course of a run: paradigm, rules and parameters at a month."""

import numpy as np
import pandas as pd
import pytest

from agents.errors import InputError
from model import GovernanceModel, load_paradigm
from model.paradigms.rules import RULE
from model.parameters.parameters import Parameters

MONTHS = 10


def made(timeline=(), paradigm="TPA", **overrides) -> GovernanceModel:
    return GovernanceModel(
        paradigm=paradigm, citizens=300, rng=3, parameters={"town.warm_up": 2, **overrides}, timeline=timeline
    )


def run(timeline=(), months=MONTHS, **settings) -> pd.DataFrame:
    return made(timeline, **settings).run(months)


def rule(model: GovernanceModel, name: str) -> float:
    column = model.town.rules[:, RULE._fields.index(name)]
    assert (column == column[0]).all()
    return float(column[0])


def by_month(model: GovernanceModel, read, months=MONTHS) -> list:
    found = []
    for _ in range(months):
        model.step()
        found.append(read(model))
    return found


# --- what changes, and when --------------------------------------------------------------------------------------

CHANGES = [
    {"paradigm": "NPM"},
    {"paradigm": "triage"},
    {"rules": {"information.dialogue": 0.9}},
    {"parameters": {"money.case_budget": "*0.8"}},
    {"parameters": {"trust.gain": 0.4, "mechanisms.burden": False}},
    {"parameters": {"upbringing.arrivals": 0.6}},
]


def test_months_before_a_change_are_those_without_it_and_months_after_differ():
    without = run()
    for change in CHANGES:
        with_it = run([{"month": 6, **change}])
        assert with_it[:5].equals(without[:5]), change
        assert not with_it[5:].equals(without[5:]), change


def test_an_empty_change_leaves_every_bit():
    for paradigm in ("NPG", "triage"):
        without = run(paradigm=paradigm)
        empty = [
            {"month": 1, "parameters": {}},
            {"month": 3, "rules": {}, "until": 4},
            {"month": 4, "parameters": {"money.case_budget": "*1", "needs.rate": Parameters().needs.rate}, "over": 5},
            {"month": 5, "rules": {"information.dialogue": "+0"}, "over": 3},
        ]
        assert run(empty, paradigm=paradigm).equals(without), paradigm


def test_a_paradigm_at_a_month_is_the_switch_made_by_hand():
    by_hand = made()
    frames = [by_hand.run(4)]
    by_hand.switch_paradigm("NPG")
    frames.append(by_hand.run(6))
    assert run([{"month": 5, "paradigm": "NPG"}]).equals(pd.concat(frames, ignore_index=True))


def test_rules_of_the_run_hold_under_later_paradigms_and_so_do_changed_rules():
    timeline = [{"month": 3, "rules": {"information.dialogue": 0.9}}, {"month": 5, "paradigm": "NPM"}]
    model = made(timeline, **{"rules.choice.discretion": 0.11})
    model.run(6)
    assert model.paradigm.name == "NPM"
    assert (rule(model, "discretion"), rule(model, "dialogue")) == pytest.approx((0.11, 0.9))


def test_a_changed_rule_neither_starts_the_paradigm_anew_nor_touches_other_rules():
    model = made([{"month": 4, "rules": {"information.dialogue": 0.9}}], paradigm="NPG")
    model.run(6)
    other = made(paradigm="NPG")
    other.run(6)
    assert model.town.months_of_paradigm == other.town.months_of_paradigm == 6
    differs = (model.town.rules != other.town.rules).any(axis=0)
    assert np.flatnonzero(differs).tolist() == [RULE.dialogue]


def test_until_is_the_last_month_and_what_was_before_returns():
    budget = by_month(
        made([{"month": 3, "until": 5, "parameters": {"money.case_budget": "*0.5"}}]),
        lambda model: float(model.town.areas.budget.sum()),
    )
    whole, half = budget[0], budget[2]
    assert budget == [whole] * 2 + [half] * 3 + [whole] * 5 and half < 0.52 * whole
    names = by_month(made([{"month": 3, "until": 5, "paradigm": "NPG"}]), lambda model: model.paradigm.name)
    assert names == ["TPA"] * 2 + ["NPG"] * 3 + ["TPA"] * 5
    dialogue = load_paradigm("TPA").information.dialogue
    values = by_month(
        made([{"month": 3, "until": 5, "rules": {"information.dialogue": "+0.25"}}]), lambda m: rule(m, "dialogue")
    )
    assert values == [dialogue] * 2 + [dialogue + 0.25] * 3 + [dialogue] * 5


def test_over_moves_numbers_by_equal_steps():
    def gain(model):
        return model.town.p.trust.gain

    found = by_month(made([{"month": 3, "over": 4, "parameters": {"trust.gain": 0.4}}]), gain)
    assert found == pytest.approx([0.2, 0.2, 0.25, 0.3, 0.35, 0.4, 0.4, 0.4, 0.4, 0.4]) and found[-1] == 0.4
    a, b = load_paradigm("TPA").vector(), load_paradigm("NPM").vector()
    model = made([{"month": 3, "over": 4, "paradigm": "NPM"}])
    seen = by_month(model, lambda m: m.town.rules[0].copy())
    k = RULE.target_pressure
    shares = [0, 0, 0.25, 0.5, 0.75, 1, 1, 1, 1, 1]
    assert [row[k] for row in seen] == pytest.approx([a[k] + s * (b[k] - a[k]) for s in shares])
    assert np.array_equal(seen[5], b)
    for row in seen:
        assert row[RULE.n_providers] == round(row[RULE.n_providers])  # whole numbers stay whole


def test_arenas_are_recruited_to_as_long_as_meetings_are_phased_out():
    model = made([{"month": 3, "over": 4, "paradigm": "NPM"}], paradigm="NPG")
    seen = by_month(model, lambda m: (rule(m, "meetings_per_year"), rule(m, "recruitment")), 7)
    assert all((meetings > 0) == (recruitment > 0) for meetings, recruitment in seen)
    assert seen[2][0] > seen[3][0] > 0 == seen[5][0]


def test_changes_work_on_what_earlier_ones_leave():
    timeline = [{"month": month, "parameters": {"trust.gain": "*0.5"}} for month in (2, 4)]
    assert by_month(made(timeline), lambda m: m.town.p.trust.gain, 5) == [0.2, 0.1, 0.1, 0.05, 0.05]


def test_a_relative_rule_under_triage_works_on_each_option():
    model = made([{"month": 2, "rules": {"information.dialogue": "*0.5"}}], paradigm="triage")
    before = [option.information.dialogue for option in load_paradigm("triage").options]
    model.run(2)
    assert [option.information.dialogue for option in model.paradigm.options] == [0.5 * value for value in before]


def test_a_changed_trend_of_the_budget_continues_from_the_budget_reached():
    timeline = [{"month": 4, "parameters": {"money.trend": -0.05}}]
    paid = by_month(made(timeline, **{"money.trend": 0.05}), lambda m: float(m.town.paid.sum()), 6)
    growth = [later / earlier for earlier, later in zip(paid, paid[1:], strict=False)]
    assert growth == pytest.approx([1.05 ** (1 / 12)] * 2 + [0.95 ** (1 / 12)] * 3)


def test_needs_that_have_grown_with_ageing_keep_their_growth_when_the_rate_changes():
    settings = {"needs.ageing": 0.1}
    timeline = [{"month": 3, "until": 4, "parameters": {"needs.rate": "*2"}}]
    plain = by_month(made(**settings), lambda m: m.town.areas.rate.copy(), 6)
    changed = by_month(made(timeline, **settings), lambda m: m.town.areas.rate.copy(), 6)
    for month, (one, other) in enumerate(zip(plain, changed, strict=True), start=1):
        assert np.allclose(other, one * (2 if month in (3, 4) else 1), rtol=1e-12), month


def test_parameters_and_paradigm_of_a_model_are_those_in_force():
    model = made([{"month": 2, "parameters": {"trust.gain": 0.4}}, {"month": 3, "paradigm": "NPM"}])
    seen = by_month(model, lambda m: (m.parameters.trust.gain, m.paradigm.name), 3)
    assert seen == [(0.2, "TPA"), (0.4, "TPA"), (0.4, "NPM")]
    assert [change.month for change in model.timeline] == [2, 3]


# --- parameters that shape the town ----------------------------------------------------------------------------


def test_parameters_of_the_start_are_refused_and_all_others_reach_the_town():
    """Every parameter: refused with a reason, or in force in the month of its change."""
    wrong = []
    for declared in Parameters.declarations():
        value = _another(declared)
        try:
            model = made([{"month": 1, "parameters": {declared.name: value}}])
        except InputError as error:
            refused = "shapes the town when it is made" in str(error)
            if not refused or not (declared.start_only or declared.kind == "switch"):
                wrong.append((declared.name, str(error)))
            continue
        model.step()
        if declared.start_only or model.parameters.flat()[declared.name] != value:
            wrong.append((declared.name, "not in force"))
    assert not wrong


def _another(declared):
    if declared.kind == "switch":
        return not declared.default
    high = declared.default < declared.high
    if declared.kind == "whole":
        return declared.default + (1 if high else -1)
    return 0.9 * declared.default + 0.1 * (declared.high if high else declared.low)


# --- refusals ----------------------------------------------------------------------------------------------------

REFUSED = [
    ("NPM", "a timeline is a list of changes"),
    ([5], "5 is not a change"),
    ([{"paradigm": "NPM"}], "month is missing"),
    ([{"month": 0, "paradigm": "NPM"}], "month = 0 is not valid: it must be a whole number from 1"),
    ([{"month": 2.5, "paradigm": "NPM"}], "month = 2.5"),
    ([{"month": True, "paradigm": "NPM"}], "month = True"),
    ([{"month": 1, "paradigm": "NPM"}], "a paradigm in month 1"),
    ([{"month": 5, "until": 4, "rules": {}}], "until = 4 is not valid"),
    ([{"month": 5, "until": 6, "over": 3, "rules": {}}], "until = 6 ends it before it is phased in"),
    ([{"month": 5, "over": 0, "rules": {}}], "over = 0"),
    ([{"month": 5}], "exactly one of"),
    ([{"month": 5, "paradigm": "NPM", "rules": {}}], "exactly one of"),
    ([{"month": 5, "paradigms": "NPM"}], "did you mean 'paradigm'"),
    ([{"month": 5, "paradigm": "NPX"}], "unknown paradigm 'NPX'"),
    ([{"month": 5, "rules": ["x"]}], "rules = ['x'] must be a table"),
    ([{"month": 5, "rules": {"information.dialog": 1}}], "did you mean 'rules.information.dialogue'"),
    ([{"month": 5, "rules": {"information.dialogue": 2}}], "rules.information.dialogue = 2 is not valid"),
    ([{"month": 5, "rules": {"information.dialogue": "*9"}}], "is not valid: it must be a number from 0 to 1"),
    ([{"month": 5, "rules": {"boundary.recruitment": "*2"}}], "needs a number, but valid is one of none"),
    ([{"month": 5, "rules": {"scope.meetings_per_year": 4}}], "contradictory rules"),
    ([{"month": 5, "parameters": {"rules.information.dialogue": 1}}], "give it under rules"),
    ([{"month": 5, "parameters": {"trust.gian": 0.1}}], "did you mean 'trust.gain'"),
    ([{"month": 5, "parameters": {"trust.gain": "*half"}}], "or *, + or - and a number, such as *0.85"),
    ([{"month": 5, "parameters": {"trust.gain": "*0,5"}}], "write decimals with a point: *0.5"),
    ([{"month": 5, "rules": {"information.dialogue": "0,5"}}], "write decimals with a point: 0.5"),
    ([{"month": 5, "rules": {"boundary.recruitment": "+0,5"}}], "needs a number, but valid is one of none"),
    ([{"month": 5, "parameters": {"trust.start": 0.5}}], "trust.start cannot change in a run"),
    ([{"month": 5, "parameters": {"mechanisms.fidelity": False}}], "roles.fidelity cannot change in a run"),
    ([{"month": 5, "arm": 3, "rules": {}}], "arm = 3 must be text"),
    ([{"month": 5, "paradigm": "NPM"}, {"month": 5, "paradigm": "NPG"}], "two changes of paradigm are in month 5"),
    (
        [{"month": 5, "over": 9, "paradigm": "NPM"}, {"month": 7, "until": 8, "paradigm": "NPG"}],
        "ends while that of month 5 waits",
    ),
]


def test_a_wrong_timeline_is_refused_with_place_key_and_reason():
    wrong = []
    for timeline, reason in REFUSED:
        try:
            made(timeline)
        except InputError as error:
            if reason not in str(error) or not error.text("nb"):
                wrong.append((timeline, str(error)))
        else:
            wrong.append((timeline, "accepted"))
    assert not wrong


def test_a_switch_by_hand_that_is_not_valid_leaves_the_plan():
    model, other = made(), made()
    with pytest.raises(InputError):
        model.switch_paradigm("NPX")
    assert not model.timeline and model.run(3).equals(other.run(3))
