"""Rules of what citizens do and feel: known values, and properties that hold for every input."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from agents import attitude_rules as attitude
from agents import citizen_rules as citizen
from agents.efforts import worths_of_effort
from agents.helping_rules import citizen_share_of_case, pressure_after_month
from tests.agents.rules import EPSILON, GROUPS, admissible, numbers

# --- getting to the service ---------------------------------------------------------------------------------------


def test_learning_cost_by_hand():
    access = GROUPS["access"].numbers()
    # 12 of 12 + 12 categories: .30 + .30 / 2; three providers add twice .06
    assert citizen.learning_cost(12.0, 1, 0.0, 0.0, access) == pytest.approx(0.45)
    assert citizen.learning_cost(12.0, 3, 0.0, 0.0, access) == pytest.approx(0.57)
    assert citizen.learning_cost(0.0, 1, 0.0, 0.0, access) == pytest.approx(0.30)
    assert citizen.learning_cost(12.0, 1, 0.5, 0.5, access) == pytest.approx(0.45 * 0.8 * 0.8)


def test_compliance_cost_by_hand():
    access = GROUPS["access"].numbers()
    assert citizen.compliance_cost(0.0, 0.0, 0.0, access) == pytest.approx(0.10)
    assert citizen.compliance_cost(1.0, 1.0, 0.0, access) == pytest.approx(1.0)
    assert citizen.compliance_cost(0.6, 0.0, 1.0, access) == pytest.approx(0.43 * 0.75)


def test_applying_by_hand():
    a = numbers("access", intercept=-1.0, severity=2.0, learning_cost=1.0, compliance_cost=2.0, stigma=1.0, wait=0.1)
    # drive -1 + 2 x .5 - .4 x (1 - .5) - .1 x 2 = -.4; burden .5 x (1 x .2 + 2 x .3) = .4
    value = citizen.probability_of_applying(0.5, 0.5, 0.5, 0.2, 0.3, 0.4, 2.0, a)
    assert value == pytest.approx(1.0 / (1.0 + math.exp(0.8)))
    # with full resources papers do not matter, with full trust there is no stigma
    assert citizen.probability_of_applying(0.5, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, a) == pytest.approx(0.5)


@given(a=admissible(GROUPS["access"]), severity=st.floats(0, 1), trust=st.floats(0, 1), burden=st.floats(0, 1))
def test_burden_hurts_those_with_few_resources_most(a, severity, trust, burden):
    def log_odds(resources: float, costs: float) -> float:
        p = citizen.probability_of_applying(severity, resources, trust, costs, costs, 0.0, 0.0, a)
        return math.log(p / (1.0 - p))

    lost = [log_odds(r, 0.0) - log_odds(r, burden) for r in (0.1, 0.5, 0.9)]
    assert lost[0] >= lost[1] - 1e-9 >= lost[2] - 2e-9 >= -3e-9


def test_fading_by_hand():
    a = numbers("access", fading=0.1)
    assert citizen.hazard_of_fading(0.5, a) == pytest.approx(0.1)
    assert citizen.hazard_of_fading(1.0, a) == pytest.approx(0.07)
    assert citizen.hazard_of_fading(0.0, numbers("access", fading=1.0)) == 1.0  # a chance, also of the slightest need


def test_pressure_stands_for_the_organisers_of_a_year():
    """With the same number each month it comes to rest at twelve months' sum."""
    pressure = 0.0
    for _ in range(600):
        pressure = pressure_after_month(pressure, 3.0)
    assert pressure == pytest.approx(12 * 3.0)


def test_waiting_odds_by_hand():
    a = numbers("access", leave=-2.0, complain=-1.0, give_up=-3.0)
    leave, complain, give_up = citizen.waiting_odds(0.5, 0.5, 0.5, 0.0, 4.0, 2.0, 0.5, a)
    assert leave == pytest.approx(math.exp(-2.0 + 1.0 + 0.6))
    assert complain == pytest.approx(math.exp(-1.0 + 1.0))
    assert give_up == pytest.approx(math.exp(-3.0 + 0.75 + 0.4 + 0.6))


def test_contact_by_hand():
    a = numbers("access", contact=0.02, contact_gradient=2.0)
    assert citizen.hazard_of_contact(0.5, 0.3, 0.0, a) == pytest.approx(0.02)
    assert citizen.hazard_of_contact(1.0, 0.3, 1.0, a) == pytest.approx(0.02 * math.exp(1.5))


def test_those_with_resources_choose_more_sharply():
    market = numbers("market", sharpness=4.0, home=0.5)
    spread = [citizen.appeal_of_unit(0.8, 0.0, r, market) - citizen.appeal_of_unit(0.4, 0.0, r, market) for r in (0, 1)]
    assert spread == pytest.approx([4.0 * 0.3 * 0.4, 4.0 * 0.4])
    assert citizen.appeal_of_unit(0.0, 1.0, 0.5, market) == pytest.approx(0.5)


# --- giving a hand ------------------------------------------------------------------------------------------------


@given(d=admissible(GROUPS["delivery"]), level=st.floats(0.05, 1.0))
def test_equal_efforts_give_that_result(d, level):
    assert citizen.co_production(level, level, d) == pytest.approx(level, rel=1e-6)


def test_co_production_by_hand():
    # harmonic mean of .8 and .4 at weights .5, .5
    assert citizen.co_production(0.8, 0.4, numbers("delivery", complementarity=-1.0, own_weight=0.5)) == pytest.approx(
        1.0 / (0.5 / 0.8 + 0.5 / 0.4)
    )
    # geometric mean at 0
    assert citizen.co_production(0.9, 0.4, numbers("delivery", complementarity=0.0, own_weight=0.5)) == pytest.approx(
        0.6
    )


@given(d=admissible(GROUPS["delivery"]), drawn=st.tuples(*[st.floats(0, 1)] * 7))
def test_nobody_gives_effort_where_nothing_is_left_to_citizens(d, drawn):
    severity, public, resources, time, efficacy, expected, support = drawn
    worths = worths_of_effort(public, d)
    assert citizen.effort(severity, worths, 0.0, resources, time, efficacy, expected, support, d) == 0.0
    for share in (0.3, 1.0):
        given_effort = citizen.effort(severity, worths, share, resources, time, efficacy, expected, support, d)
        assert given_effort in (0.0, 0.25, 0.5, 0.75, 1.0)


@given(d=admissible(GROUPS["delivery"]), drawn=st.tuples(*[st.floats(0, 1)] * 6), share=st.floats(0.05, 1.0))
def test_effort_is_the_best_on_its_grid(d, drawn, share):
    severity, public, resources, time, efficacy, support = drawn
    means = min(max((resources + support) * time * 1.6, 0.02), 1.0) * max(2 * efficacy, 0.05)

    def worth(e: float) -> float:
        result = citizen.co_production(public, e, d)
        return (
            (0.4 + 0.6 * severity) * result**d.result_worth / d.result_worth
            + d.motive * (0.7 + efficacy) * e
            - d.effort_cost * share * e * e / means / 2
        )

    worths = worths_of_effort(public, d)
    chosen = citizen.effort(severity, worths, share, resources, time, efficacy, 0.4, support, d)
    best = max(worth(0.25 * k) for k in range(5))
    assert worth(chosen) == pytest.approx(best, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(("complementarity", "answer"), [(-1.0, 1), (0.2, 1), (0.8, -1), (0.9, -1)])
def test_public_effort_draws_own_effort_in_or_crowds_it_out(complementarity, answer):
    """The worth of a little more own effort rises with public effort where they complement, else it falls (P6)."""
    d = numbers("delivery", complementarity=complementarity, result_worth=0.5)

    def gain(public: float) -> float:
        worths = worths_of_effort(public, d)
        return worths[3] - worths[2]

    assert (gain(0.9) - gain(0.5)) * answer > 1e-4


def test_citizens_take_over_at_most_the_largest_share():
    d = numbers("delivery", largest_share=0.3, hours_cap=30.0)
    assert citizen_share_of_case(1.0, 1.0, 0.4, 100.0, d) == pytest.approx(0.3)
    assert citizen_share_of_case(0.5, 0.5, 0.4, 100.0, d) == pytest.approx(0.075)
    assert citizen_share_of_case(1.0, 1.0, 0.4, 1000.0, d) == pytest.approx(0.03)  # 30 hours of 1,000
    assert citizen_share_of_case(1.0, 1.0, 0.8, 1000.0, d) == pytest.approx(0.06)  # twice the free time


# --- what the encounter leaves behind -----------------------------------------------------------------------------


def test_felt_following_by_hand():
    trust = GROUPS["trust"].numbers()
    assert attitude.felt_following(1.0, 0.0, 2.0, trust) == pytest.approx(1.0)
    assert attitude.felt_following(1.0, 1.0, 2.0, trust) == pytest.approx(0.5 * math.exp(-2.0))
    assert attitude.felt_following(1.0, 0.5, 2.0, trust) == pytest.approx(0.25 + 0.5 * math.exp(-1.0))


def test_justice_by_hand():
    t = numbers("trust", justice_base=0.5, heard=0.3, ignored=0.4)
    assert attitude.procedural_justice(0.0, 0.7, 0.0, t) == pytest.approx(0.5)
    assert attitude.procedural_justice(1.0, 1.0, 0.0, t) == pytest.approx(0.8)
    assert attitude.procedural_justice(0.5, 0.0, 0.0, t) == pytest.approx(0.3)
    assert attitude.procedural_justice(0.8, 0.5, 0.01, t) == pytest.approx(0.5 + 0.12 - 0.16 + 0.01)


@given(t=admissible(GROUPS["trust"]), followed=st.floats(0, 1))
def test_one_who_is_not_asked_does_not_mind_the_answer(t, followed):
    assert attitude.procedural_justice(0.0, followed, 0.0, t) == attitude.procedural_justice(0.0, 0.0, 0.0, t)
    # of whom trust says nothing either
    assert attitude.felt_voice(0.0, followed, 0.55, t) == attitude.felt_voice(followed, 0.0, 0.55, t) == 0.0


def test_expected_fit_by_hand():
    t = numbers("trust", expectation_published=0.4)
    assert attitude.expected_fit(0.6, 0.9, 0.0, t) == pytest.approx(0.6)
    assert attitude.expected_fit(0.6, 0.9, 0.5, t) == pytest.approx(0.66)
    assert attitude.expected_fit(0.6, 1.4, 1.0, t) == pytest.approx(0.76)  # no fit is above 1


def test_complaining_by_hand():
    a = numbers("access", complain=-1.0, complain_shortfall=4.0)
    assert citizen.probability_of_complaining(0.0, 1.0, 1.0, 1.0, 9.0, a) == 0.0  # nothing to complain about
    odds = math.exp(-1.0) * (math.e - 1.0)
    assert citizen.probability_of_complaining(0.25, 0.5, 0.5, 0.0, 0.0, a) == pytest.approx(odds / (1.0 + odds))
    odds = math.exp(-1.0 + 0.75 + 0.5 + 0.5) * (math.e**2 - 1.0)
    assert citizen.probability_of_complaining(0.5, 1.0, 0.5, 0.5, 1.0, a) == pytest.approx(odds / (1.0 + odds))


def test_satisfaction_by_hand():
    t = numbers(
        "trust", satisfaction_base=0.1, fit_weight=0.6, justice_weight=0.2, halo=0.4, exceeded=0.1, disappointed=0.2
    )
    # .1 + .6 x .5 + .2 x .5 + .4 x .1
    assert attitude.satisfaction(0.5, 0.5, 0.65, 0.5, 0.0, t) == pytest.approx(0.54)
    assert attitude.satisfaction(0.5, 0.5, 0.55, 0.3, 0.0, t) == pytest.approx(0.5 + 0.1 * 0.2)
    assert attitude.satisfaction(0.5, 0.5, 0.55, 0.8, 0.0, t) == pytest.approx(0.5 - 0.2 * 0.3)


@given(t=admissible(GROUPS["trust"]), trust=st.floats(0, 1))
def test_what_is_as_expected_of_a_service_leaves_trust_as_it_is(t, trust):
    satisfied = t.satisfaction_reference + t.halo * (trust - 0.55)
    assume(satisfied <= t.satisfaction_reference or t.process_when_bad >= 0)
    assert attitude.trust_shock(satisfied, t.justice_reference, trust, t) == pytest.approx(0.0, abs=1e-12)


def test_trust_shock_by_hand():
    t = numbers(
        "trust", halo=0.4, satisfaction_reference=0.5, justice_reference=0.5, outcome_weight=0.5, process_weight=0.4,
        process_when_bad=0.5,
    )  # fmt: skip
    assert attitude.trust_shock(0.7, 0.6, 0.55, t) == pytest.approx(0.5 * 0.2 + 0.4 * 0.1)
    # a bad outcome gives the process more weight: .4 + .5 x .2
    assert attitude.trust_shock(0.3, 0.4, 0.55, t) == pytest.approx(-0.5 * 0.2 - 0.5 * 0.1)
    # the halo is taken out: 1 - .55 of trust explains .18 of satisfaction
    assert attitude.trust_shock(0.68, 0.5, 1.0, t) == pytest.approx(0.0, abs=1e-12)


@given(t=admissible(GROUPS["trust"]), trust=st.floats(0, 1), shock=st.floats(0, 1))
def test_a_good_experience_never_lowers_trust_and_a_bad_one_never_raises_it(t, trust, shock):
    assert attitude.trust_after(trust, 0.0, t) == trust
    assert attitude.trust_after(trust, -shock, t) <= trust <= attitude.trust_after(trust, shock, t)


@given(t=admissible(GROUPS["trust"]), shock=st.floats(0, 1))
@example(t=GROUPS["trust"].numbers(), shock=0.3)
def test_bad_news_counts_at_least_as_much_as_good(t, shock):
    won = attitude.trust_after(0.5, shock, t) - 0.5
    lost = 0.5 - attitude.trust_after(0.5, -shock, t)
    assert lost >= won - EPSILON
    if lost < 0.5:  # not at the bound
        assert lost == pytest.approx(t.loss_aversion * won, abs=1e-12)


def test_trust_after_by_hand():
    t = numbers("trust", gain=0.2, loss_aversion=2.0)
    assert attitude.trust_after(0.6, 0.5, t) == pytest.approx(0.6 + 0.2 * 0.4 * 0.5)
    assert attitude.trust_after(0.6, -0.5, t) == pytest.approx(0.6 - 0.4 * 0.6 * 0.5)


@given(t=admissible(GROUPS["trust"]), drawn=st.tuples(*[st.floats(0, 1)] * 4))
def test_trust_drifts_to_its_anchor_and_rests_there(t, drawn):
    trust, anchor, voice, influence = drawn
    usual = t.voice_reference
    assert attitude.trust_after_month(anchor, anchor, usual, influence, t) == pytest.approx(anchor, abs=1e-15)
    assert attitude.trust_after_month(anchor, anchor, voice, 0.0, t) == pytest.approx(anchor, abs=1e-15)
    after = attitude.trust_after_month(trust, anchor, usual, influence, t)
    assert min(trust, anchor) - EPSILON <= after <= max(trust, anchor) + EPSILON
    aim = anchor + t.voice_lift * (voice - t.voice_reference) * influence
    expected = min(max((1 - t.anchor_pull) * trust + t.anchor_pull * aim, 0.0), 1.0)
    assert attitude.trust_after_month(trust, anchor, voice, influence, t) == pytest.approx(expected, abs=1e-12)


def test_anchor_by_hand():
    t = numbers("trust", anchor_rate=0.01)
    assert attitude.anchor_after_month(0.6, 0.4, t) == pytest.approx(0.598)
    assert attitude.anchor_after_month(0.6, 0.4, t._replace(anchor_rate=0.0)) == 0.6


def test_a_wait_is_felt_each_time_it_doubles():
    assert [months for months in range(40) if attitude.wait_doubled(months)] == [1, 2, 4, 8, 16, 32]


def test_being_left_unserved_is_a_service_with_fit_0_that_asks_nobody():
    t = numbers("trust", satisfaction_reference=0.475, justice_reference=0.515)
    # satisfaction .10 + .15 x .55 - .35 x .05 - .12 x .6 = .093; without the halo .1105
    process = (0.40 + 0.25 * (0.475 - 0.093)) * (0.55 - 0.515)
    assert attitude.unserved_shock(0.5, 0.6, t) == pytest.approx(0.5 * (0.1105 - 0.475) + process)


def test_influence_of_voice_by_hand():
    assert attitude.influence_of_voice(0.4, 0.3) == pytest.approx(0.25)
    assert attitude.influence_of_voice(0.4, 0.5) == 0.0
    assert attitude.influence_of_voice(0.0, 0.0) == 0.0  # nothing was left to move


def test_inconsistency_by_hand():
    t = numbers("trust", neutrality=2.0, neutrality_reference=0.1)
    assert attitude.inconsistency(0.09, t) == pytest.approx(0.4)
    assert attitude.inconsistency(0.0, t) == pytest.approx(-0.2)


def test_felt_voice_and_efficacy_by_hand():
    t = numbers("trust", voice_scale=2.0, efficacy_voice=0.4)
    assert attitude.felt_voice(0.25, 0.36, 0.55, t) == pytest.approx(2.0 * 0.3)
    assert attitude.felt_voice(0.25, 0.36, 0.75, t._replace(halo=0.5)) == pytest.approx(2.0 * 0.3 + 0.5 * 0.2)
    assert attitude.felt_voice(0.9, 0.9, 0.55, t) == 1.0
    assert attitude.efficacy_aim(0.5, 0.0, 1.0, 0.0, t) == pytest.approx(0.43)
    assert attitude.efficacy_aim(0.5, 0.25, 0.36, 0.4, t) == pytest.approx(0.43 + 0.4 * 0.3 + 0.06)


def test_use_by_hand():
    d = numbers("delivery", use_base=-1.0, use_ownership=1.0, use_trust=1.0, use_fit=2.0)
    assert citizen.probability_of_use(0.25, 0.0, 0.5, d) == pytest.approx(0.5)


@given(d=admissible(GROUPS["delivery"]), efficacy=st.floats(0, 1))
def test_a_perfect_service_never_comes_back(d, efficacy):
    assert citizen.probability_of_return(1.0, efficacy, d) == 0.0
    assert citizen.probability_of_return(0.0, 0.0, d) == pytest.approx(d.returning)


def test_return_and_giving_up_by_hand():
    d = numbers("delivery", returning=0.8, mastery=0.2, return_give_up=0.2)
    assert citizen.probability_of_return(0.5, 0.5, d) == pytest.approx(0.8 * 0.5 * 0.9)
    assert citizen.probability_of_giving_up(0.5, d) == pytest.approx(0.2)
    assert citizen.probability_of_giving_up(0.0, d) == pytest.approx(0.3)


# --- taking part --------------------------------------------------------------------------------------------------


def test_joining_by_hand():
    j = numbers(
        "arenas", join_base=-2.0, join_skill=1.0, join_time=1.0, join_salience=1.0, join_efficacy=1.0,
        join_input_followed=1.0, join_hours=0.1, join_pay=1.0,
    )  # fmt: skip
    plain = citizen.probability_of_joining(0.5, 0.5, 0.0, 0.5, 0.3, 0.3, 0.0, 0.0, 0.0, 0.0, j)
    assert plain == pytest.approx(1.0 / (1.0 + math.exp(2.0)))
    paid = citizen.probability_of_joining(0.5, 0.5, 1.0, 0.5, 0.3, 0.3, 5.0, 1.0, 0.0, 0.0, j)
    assert paid == pytest.approx(1.0 / (1.0 + math.exp(0.5)))  # -2 + 1 - .5 + 1


def test_support_helps_those_with_little_skill_most():
    j = numbers("arenas", join_skill=2.0)

    def log_odds(skill: float, support: float) -> float:
        p = citizen.probability_of_joining(skill, 0.5, 0.0, 0.5, 0.3, 0.5, 3.0, 0.0, support, 0.0, j)
        return math.log(p / (1 - p))

    assert log_odds(0.0, 1.0) - log_odds(0.0, 0.0) == pytest.approx(1.0)  # .5, and half of the gap of 1
    assert log_odds(1.0, 1.0) - log_odds(1.0, 0.0) == pytest.approx(0.0)


def test_dropping_out_by_hand():
    j = numbers("arenas", leaving=0.05, early_leaving=0.15)
    assert citizen.probability_of_dropping_out(1, 0.5, 0.5, 1.0, 0.0, j) == pytest.approx(0.05 + 0.15 * 0.7)
    assert citizen.probability_of_dropping_out(2, 0.5, 0.5, 1.0, 0.0, j) == pytest.approx(0.05)
    assert citizen.probability_of_dropping_out(2, 0.5, 1.0, 1.0, 0.0, j) == pytest.approx(
        0.025
    )  # they trust each other
    assert citizen.probability_of_dropping_out(9, 1.0, 1.0, 0.0, 0.0, j) == 1.0  # ad hoc: everyone leaves


def test_long_duty_tires_by_hand():
    j = numbers("arenas", leaving=0.05, fatigue=0.02, join_fatigue=0.1)
    assert citizen.weariness(10.0, 10.0, j) == 0.0  # not in the first year
    weary = citizen.weariness(15.0, 10.0, j)
    assert weary == pytest.approx(0.1)
    assert citizen.probability_of_dropping_out(15, 0.5, 0.5, 1.0, weary, j) == pytest.approx(0.15)
    rested, tired = (
        citizen.probability_of_joining(0.5, 0.5, 0.0, 0.5, 0.3, 0.5, 3.0, 0.0, 0.0, meetings, j)
        for meetings in (0.0, 20.0)
    )
    odds = [p / (1.0 - p) for p in (rested, tired)]
    assert math.log(odds[1] / odds[0]) == pytest.approx(-2.0)


def test_appealing_by_hand():
    a = numbers("access", appeal=2.0, complain=-1.0)
    assert citizen.probability_of_appealing(0.5, 0.5, 0.0, 0.0, a) == pytest.approx(2.0 / (2.0 + math.e))
    assert citizen.probability_of_appealing(1.0, 1.0, 1.0, 5.0, a._replace(appeal=0.0)) == 0.0


def test_group_trust_by_hand():
    j = numbers("arenas", group_trust_start=0.4, group_trust_rate=0.25)
    assert citizen.group_trust_among(0.8, 0.0, j) == pytest.approx(0.8)
    assert citizen.group_trust_among(0.8, 0.5, j) == pytest.approx(0.6)
    assert citizen.group_trust_among(0.8, 1.0, j) == pytest.approx(0.4)  # all are new
    assert citizen.group_trust_after(0.4, 1.0, j) == pytest.approx(0.55)
    assert citizen.group_trust_after(0.4, 0.0, j) == pytest.approx(0.3)


def test_turnout_lean_by_hand():
    politics = numbers("politics", turnout_skill=2.0, turnout_trust=1.0, turnout_age=0.5)
    assert citizen.turnout_lean(0.5, 1, 0.5, politics) == pytest.approx(0.0)
    assert citizen.turnout_lean(1.0, 2, 0.7, politics) == pytest.approx(1.0 + 0.2 + 0.5)
    assert citizen.turnout_lean(0.5, 3, 0.5, politics) == pytest.approx(0.05)


def test_trust_drifts_no_further_than_full_trust():
    """Felt voice may lift the aim above 1, and trust stays a share."""
    t = numbers("trust", anchor_pull=0.2, voice_lift=0.3, voice_reference=0.2)
    assert attitude.trust_after_month(1.0, 1.0, 1.0, 1.0, t) == 1.0
    assert attitude.trust_after_month(0.0, 0.0, 0.0, 1.0, t) == 0.0
