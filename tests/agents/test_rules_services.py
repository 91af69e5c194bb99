"""Rules of professionals, politicians and cases: known values, and properties that hold for every input."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from agents import service_rules as service
from agents.service_rules import CODIFIED, LIVED, PROFESSIONAL
from model.paradigms.rules import RULE
from model.phases.service.allocation import case_hours
from model.phases.service.fit import fit_of, tailoring_gain
from tests.agents.rules import EPSILON, GROUPS, KINDS, admissible, numbers

# --- the professional ---------------------------------------------------------------------------------------------


@given(e=admissible(GROUPS["encounter"]), dialogue=st.floats(0, 1))
def test_facilitated_dialogue_is_whole(e, dialogue):
    assert service.effective_dialogue(dialogue, 1.0, 1.0, e) == pytest.approx(dialogue)
    assert service.effective_dialogue(dialogue, 1.0, 0.0, e) == pytest.approx(e.unaided_dialogue * dialogue)
    assert service.effective_dialogue(dialogue, 0.7, 1.0, e) == pytest.approx(0.7 * dialogue)  # the time there is


def test_bias_by_hand():
    e = numbers("encounter", bias_professional=0.2, bias_lived=0.5, bias_relief=0.6)
    assert [service.assessment_bias(kind, 0.5, 0.0, e) for kind in KINDS] == pytest.approx([0.0, 0.1, 0.25])
    assert service.assessment_bias(LIVED, 1.0, 1.0, e) == pytest.approx(0.2)
    assert service.assessment_bias(LIVED, 0.0, 0.0, e) == 0.0


def test_error_by_hand():
    e = numbers("encounter", sd_codified=0.03, sd_professional=0.2, sd_lived=0.5, dialogue_precision=3.0,
                documentation_precision=0.5)  # fmt: skip
    assert [service.assessment_error(kind, 0.0, 1.0, 0.0, e) for kind in KINDS] == pytest.approx([0.03, 0.2, 0.5])
    assert service.assessment_error(LIVED, 1.0, 0.0, 0.0, e) == pytest.approx(0.25)  # talk: 0.5 / sqrt(1 + 3)
    assert service.assessment_error(CODIFIED, 1.0, 0.0, 0.0, e) == pytest.approx(0.045)  # papers: 0.03 x (1 + 0.5)
    assert service.assessment_error(PROFESSIONAL, 1.0, 0.0, 3.0, e) == pytest.approx(0.1)  # only returns teach here


def test_citizens_know_their_own_life():
    e = numbers("encounter", citizen_sd_expert=0.3, citizen_sd_lived=0.12, misconception=0.6, misconception_lived=0.05,
                bias_relief=0.5)  # fmt: skip
    assert [service.citizen_error(kind, e) for kind in KINDS] == pytest.approx([0.3, 0.3, 0.12])
    assert service.citizen_misconception(LIVED, 2.0, 0.0, 0.0, e) == pytest.approx(0.1)
    assert service.citizen_misconception(CODIFIED, 2.0, 0.5, 0.0, e) == pytest.approx(1.2)
    assert service.citizen_misconception(PROFESSIONAL, -1.0, 1.0, 1.0, e) == pytest.approx(-0.6 * 0.7 * 0.5)
    assert [service.lay_expertise(kind, e) for kind in KINDS] == pytest.approx([0.0, e.professional_lay_share, 1.0])


@given(e=admissible(GROUPS["encounter"]), drawn=st.tuples(*[st.floats(0, 1)] * 4))
def test_facilitation_sorts_who_knows_what_and_status_decides_without_it(e, drawn):
    lay_rule, facilitation, resources, openness = drawn
    assert all(service.lay_weight(kind, 0.0, facilitation, resources, openness, e) == 0.0 for kind in KINDS)
    unaided = {service.lay_weight(kind, lay_rule, 0.0, resources, openness, e) for kind in KINDS}
    assert len(unaided) == 1  # without facilitation nobody asks who knows
    for kind in KINDS:  # with it, rank does not count
        poor, rich = (service.lay_weight(kind, lay_rule, 1.0, r, openness, e) for r in (0.0, 1.0))
        assert poor == rich
        assert poor == pytest.approx((0.5 + 0.5 * openness) * lay_rule * service.lay_expertise(kind, e))


def test_lay_weight_by_hand():
    e = numbers("encounter", professional_lay_share=0.25)
    assert service.lay_weight(PROFESSIONAL, 0.5, 0.8, 0.6, 1.0, e) == pytest.approx(0.5 * (0.2 + 0.2))
    assert service.lay_weight(LIVED, 1.0, 0.0, 0.2, 0.0, e) == pytest.approx(0.5 * 0.4 / 0.8)
    assert [service.topic_weight(kind, 0.8, e) for kind in KINDS] == pytest.approx([0.2, 0.4, 1.0])


def test_codified_gain_by_hand():
    e = numbers("encounter", categories_dimensions=3)
    assert service.codified_gain(8.0, 5, e) == pytest.approx(0.5)  # 1 - 8^(-1/3)
    assert service.codified_gain(8.0, 1, e) == pytest.approx(0.875)
    assert service.codified_gain(16.0, 2, e) == pytest.approx(0.75)
    assert (
        service.codified_gain(1.0, 3, e) == service.codified_gain(0.0, 3, e) == service.codified_gain(8.0, 0, e) == 0.0
    )


@given(e=admissible(GROUPS["encounter"]), categories=st.floats(1, 40), dimensions=st.integers(1, 11))
def test_rules_spread_thin_over_more_dimensions(e, categories, dimensions):
    few = service.codified_gain(categories, dimensions, e)
    assert few >= service.codified_gain(categories, dimensions + 1, e) - EPSILON


def test_lived_gain_by_hand():
    e = numbers("encounter", trust_needed=0.5)
    # disclosed .5, trust .4 opens .5 + .5 x .6 = .8, relation .5 carries .7
    assert service.lived_gain(0.6, 0.3, 0.2, 1.0, 0.4, 0.5, e) == pytest.approx(0.6 * 0.5 * 0.8 * 0.7)
    assert service.lived_gain(1.0, 0.0, 0.0, 1.0, 1.0, 1.0, e) == 0.0  # nothing disclosed, nothing known
    assert service.lived_gain(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, e) == pytest.approx(1.0)


def test_tailoring_gain_follows_the_kind_of_knowledge():
    e = GROUPS["encounter"].numbers()
    case = (0.5, 0.6, 0.8, 0.3, 0.1, 0.9, 0.5, 0.7, e)  # as `tailoring_gain` names them
    assert tailoring_gain(CODIFIED, *case) == 0.5
    assert tailoring_gain(PROFESSIONAL, *case) == pytest.approx(0.6 * 0.8 * 0.9)
    assert tailoring_gain(LIVED, *case) == service.lived_gain(0.6, 0.3, 0.1, 0.9, 0.5, 0.7, e)


@given(
    e=admissible(GROUPS["encounter"]),
    near=st.floats(0, 5),
    further=st.floats(0, 5),
    quality=st.floats(0.2, 1),
    better=st.floats(0, 0.8),
    weight=st.floats(0, 1),
)
def test_fit_falls_with_distance_and_rises_with_the_shared_solution(e, near, further, quality, better, weight):
    fit = fit_of(near, quality, weight, e)
    assert 0.0 <= fit <= 1.0
    assert fit_of(near + further, quality, weight, e) <= fit
    assert fit_of(near, min(1.0, quality + better), weight, e) >= fit
    assert fit_of(0.0, 1.0, weight, e) == 1.0
    assert fit_of(near, quality, 0.0, e) == pytest.approx(math.exp(-e.steepness * near))


def test_fit_by_hand():
    e = numbers("encounter", steepness=2.0)
    assert fit_of(0.1, 0.25, 0.5, e) == pytest.approx(0.5 * math.exp(-0.2))


def test_attention_by_hand():
    d = numbers("delivery", least_attention=0.6, attention=2.0, routine=12.0)
    assert [service.attention_share(load, 1.0, d) for load in (0.0, 1.0, 1.25, 3.0)] == pytest.approx(
        [1.0, 1.0, 0.8, 0.6]
    )
    assert service.attention_quality(1.0, d) == pytest.approx(1.0)
    assert service.attention_quality(0.0, d) == 0.0
    assert service.attention_quality(0.5, d) == pytest.approx((1 - math.exp(-1)) / (1 - math.exp(-2)))
    assert service.routine_weight(1.0, d) == pytest.approx(0.5)
    assert service.routine_weight(9.0, numbers("delivery", routine=0.0)) == 0.0


@given(d=admissible(GROUPS["delivery"]), load=st.floats(1, 50))
def test_hours_saved_by_haste_never_fall_below_the_least(d, load):
    share = service.attention_share(load, 1.0, d)
    assert d.least_attention <= share <= 1.0
    assert share == pytest.approx(max(1.0 / load, d.least_attention))


def test_a_service_lets_in_its_share_of_an_overload():
    assert service.admitted_load(0.7, 0.0) == 0.7
    assert service.admitted_load(1.8, 1.0) == 1.8
    assert service.admitted_load(1.8, 0.5) == pytest.approx(1.4)
    assert service.admitted_load(1.8, 0.0) == 1.0
    d = numbers("delivery", least_attention=0.6)
    assert [service.attention_share(9.0, thins, d) for thins in (1.0, 0.5, 0.0)] == pytest.approx([0.6, 0.8, 1.0])


def test_yardsticks_save_by_hand():
    m = numbers("market", yardsticks=0.10)
    rivalry = service.rivalry_between_units(0.5, 0.8, 3.0)
    assert rivalry == pytest.approx(0.65)
    assert service.rivalry_between_units(0.5, 0.8, 1.0) == pytest.approx(0.25)  # nobody may choose
    assert service.drive_to_perform(rivalry, 0.7 * 0.9) == pytest.approx(0.965)
    assert service.drive_to_perform(1.0, 1.0) == 1.0
    assert service.saving_aim(0.965, 0.5, m) == pytest.approx(0.04825)
    assert service.saving_aim(1.0, 0.0, m) == 0.0  # nothing is measured


def test_costly_cases_are_passed_over_by_hand():
    m = numbers("market", skimming=0.3)
    assert service.passed_over(1.0, 0.0, 1.0, m) == 0.0
    assert service.passed_over(2.0, 0.0, 1.0, m) == service.passed_over(1.0, 1.0, 1.0, m) == pytest.approx(0.15)
    assert service.passed_over(3.0, 5.0, 0.5, m) == pytest.approx(0.15)
    assert service.passed_over(3.0, 5.0, 0.0, m) == 0.0


# --- targets, strain, motive --------------------------------------------------------------------------------------


@given(m=admissible(GROUPS["market"]), measurability=st.floats(0.05, 0.95), motive=st.floats(0, 1))
def test_without_targets_effort_is_whole(m, measurability, motive):
    assert service.effort_quality(0.0, measurability, motive, m) == pytest.approx(1.0)
    assert service.measured_effort(0.0, measurability, motive) == measurability
    assert service.gaming_effort(0.0, m) == 0.0


@given(
    m=admissible(GROUPS["market"]),
    pressure=st.floats(0, 1),
    more=st.floats(0, 1),
    measurability=st.floats(0.05, 0.95),
    motive=st.floats(0, 1),
)
def test_targets_bend_effort_and_motive_holds_it_straight(m, pressure, more, measurability, motive):
    higher = min(1.0, pressure + more)

    def left(p: float, motive: float) -> float:  # effort left for what is not measured
        return (1 - service.gaming_effort(p, m)) * (1 - service.measured_effort(p, measurability, motive))

    assume(min(left(higher, motive), left(pressure, motive)) >= 0.01)  # below that the rule holds it at .01
    quality = service.effort_quality(pressure, measurability, motive, m)
    assert service.effort_quality(higher, measurability, motive, m) <= quality + EPSILON
    assert service.effort_quality(pressure, measurability, 1.0, m) >= quality - EPSILON


def test_effort_quality_by_hand():
    m = numbers("market", gaming=0.2, audit=0.5)
    # half measured, full pressure, motive .5: three quarters to the measured; a tenth is lost on looks
    assert service.measured_effort(1.0, 0.5, 0.5) == pytest.approx(0.75)
    assert service.gaming_effort(1.0, m) == pytest.approx(0.1)
    assert service.effort_quality(1.0, 0.5, 0.5, m) == pytest.approx(math.sqrt(0.675 / 0.5 * 0.225 / 0.5))


def test_strain_and_motive_by_hand():
    s = numbers("staff", strain_load=1.0, control=0.1, autonomy=0.2, benefit=0.3)
    assert service.strain_aim(0.5, 0.0, 0.0, 0.0, s) == pytest.approx(0.15)
    assert service.strain_aim(1.2, 0.4, 0.6, 0.5, s) == pytest.approx(0.15 + 0.4 + 0.125 - 0.075)
    assert service.motive_change(0.4, 0.6, 0.5, 0.5, s) == pytest.approx(-0.05)
    assert service.motive_change(0.0, 0.0, 1.0, 0.0, s) == pytest.approx(0.1 - 0.15)


# --- the politician -----------------------------------------------------------------------------------------------


@given(p=admissible(GROUPS["politics"]), drawn=st.tuples(*[st.floats(0, 1)] * 4), platform=st.floats(-1, 1))
def test_what_binds_is_adopted(p, drawn, platform):
    presence, openness, power, strained = drawn
    assert service.probability_of_adopting(1.0, presence, 0.0, openness, power, strained, platform, p) == 1.0
    some = service.probability_of_adopting(0.4, presence, 0.0, openness, power, strained, platform, p)
    assert 0.4 <= some <= 1.0


def test_adopting_by_hand():
    p = numbers("politics", adopt_base=-1.0, adopt_presence=1.0, adopt_closeness=2.0, adopt_status=2.0, adopt_cost=0.5)
    # -1 + 1 x .5 + 2 x .5 - 2 x .5 x (1 - .5) - .5 x 0
    assert service.probability_of_adopting(0.0, 0.5, 0.5, 0.5, 0.5, 0.0, 0.0, p) == pytest.approx(0.5)
    assert service.probability_of_adopting(0.2, 0.5, 0.5, 0.5, 0.5, 0.0, 0.0, p) == pytest.approx(0.6)
    # cost under strain counts double for a council wholly to the right
    assert service.probability_of_adopting(0.0, 0.5, 0.5, 0.5, 0.5, 1.0, 1.0, p) == pytest.approx(
        1 / (1 + math.exp(1.0))
    )
    assert service.probability_of_adopting(0.0, 0.5, 0.5, 0.5, 0.5, 1.0, -1.0, p) == pytest.approx(0.5)


# --- hours --------------------------------------------------------------------------------------------------------


def test_hours_of_a_case_by_hand():
    rules = np.zeros(len(RULE))
    m = numbers("money", discretion=0.1, dialogue=0.4, coordination=0.2, support=0.1)
    assert case_hours(100.0, 0.0, 1.0, rules, 0.0, m) == pytest.approx(100.0)
    rules[[RULE.discretion, RULE.dialogue, RULE.coordination, RULE.support]] = 0.5
    assert case_hours(100.0, 0.1, 3.0, rules, 1.0, m) == pytest.approx(100.0 * (1.1 + 0.05 + 0.2 + 0.2 + 0.05))


# --- how rules are carried out, and how they age ------------------------------------------------------------------


def test_a_unit_carries_a_rule_part_of_the_way_out():
    roles = numbers("roles", fidelity=0.4, fidelity_town=0.2)
    assert service.fidelity_of_unit(0.0, 0.0, roles) == 1.0
    assert service.fidelity_of_unit(1.0, -2.0, roles) == pytest.approx(math.exp(-0.8))
    assert service.fidelity_of_unit(3.0, 3.0, numbers("roles", fidelity=0.0, fidelity_town=0.0)) == 1.0
    assert service.rule_in_practice(0.9, 0.1, 0.75) == pytest.approx(0.7)
    assert service.rule_in_practice(0.9, 0.1, 1.0) == 0.9


def test_rules_age_by_the_width_of_their_categories():
    e = numbers("encounter", rule_ageing=1.0, categories_dimensions=2)
    assert service.up_to_date(25.0, 2, 0.0, e) == 1.0
    assert service.up_to_date(25.0, 2, 0.04, e) == pytest.approx(0.5)  # as far as a category is wide: 1/5 of the spread
    assert service.up_to_date(1.0, 2, 1.0, e) == pytest.approx(0.5)
    assert service.up_to_date(25.0, 2, 9.0, numbers("encounter", rule_ageing=0.0)) == 1.0


def test_appeals_are_upheld_where_rules_and_files_decide():
    assert service.probability_of_upholding(0.8, 0.5) == pytest.approx(0.4)
    assert service.probability_of_upholding(1.0, 1.0) == service.probability_of_upholding(0.0, 0.0) == 0.0
