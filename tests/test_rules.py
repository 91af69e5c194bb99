"""The scalar rules of behaviour: bounds, directions, fixed points, and values worked out by hand.

Every compiled rule of the two modules must stand in `RULES` below; a rule that is not there, or has an argument without
a range, fails the first tests. Parameters are drawn from all that their declarations admit.
"""

from __future__ import annotations

import ast
import inspect
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from numba.core.dispatcher import Dispatcher

from agents import citizen_rules as citizen
from agents import service_rules as service
from agents.service_rules import CODIFIED, LIVED, PROFESSIONAL
from model.allocation import case_hours, citizen_share_of_case, worths_of_effort
from model.declare import Group, declaration
from model.encounter import fit_of, tailoring_gain
from model.parameters import Parameters

KINDS = (CODIFIED, PROFESSIONAL, LIVED)
EPSILON = 1e-12

# The range of every argument, by its name; whole numbers are drawn where both ends are `int`.
RANGES: dict[str, tuple[float, float]] = {
    **dict.fromkeys(
        """severity resources trust learning compliance stigma exit_support income efficacy expected_uptake distance
        documentation plain_language outreach public own share time support voice uptake fit justice expectation
        satisfied anchor felt_voice skill own_effort ownership salience continuity dialogue facilitation social_distance
        lam openness discretion revealed quality relation target_pressure measured_share motive binding presence
        power_at_stake strained has_need at_home experience publication shortfall attention group_trust newcomers
        achieved strain result""".split(),
        (0.0, 1.0),
    ),
    "measurability": (0.05, 0.95),
    "noise": (-1.0, 1.0),
    "shock": (-1.0, 1.0),
    "closeness": (-1.0, 1.0),
    "platform": (-1.0, 1.0),
    "shared": (-3.0, 3.0),
    "believed_quality": (0.0, 1.5),
    "indicator": (0.0, 1.5),
    "load": (0.0, 5.0),
    "categories": (0.0, 40.0),
    "n_providers": (1, 3),
    "dimensions": (0, 12),
    "wait": (0.0, 24.0),
    "waited": (0.0, 120.0),
    "returns": (0.0, 50.0),
    "hours": (0.5, 12.0),
    "pay": (0.0, 5.0),
    "meetings_attended": (0, 30),
    "age_band": (1, 3),
    "kind": (0, 2),
    "offered": (0.0, 10.0),
    "delivered": (0.0, 10.0),
    "steepness": (0.5, 20.0),
    "x": (-30.0, 30.0),
    "low": (-5.0, 5.0),
    "high": (-5.0, 5.0),
}
GROUPS = {name: getattr(Parameters(), name) for name in Parameters.model_fields}
# Names of the parameter groups among the arguments.
LETTERS = {
    citizen: {"a": "access", "t": "trust", "d": "delivery", "j": "arenas", "market": "market", "politics": "politics"},
    service: {"e": "encounter", "d": "delivery", "m": "market", "s": "staff", "p": "politics", "j": "arenas"},
}


@dataclass
class Rule:
    """What is claimed of a rule: its bounds, and how it moves with each argument (+ up, - down, never the other way).

    `part` picks one of several results; `given` holds some arguments fixed for the claims on direction.
    """

    module: ModuleType
    name: str
    low: float = 0.0
    high: float = 1.0
    rises: str = ""
    falls: str = ""
    part: int | None = None
    given: dict[str, float] = field(default_factory=dict)

    @property
    def function(self) -> Dispatcher:
        return getattr(self.module, self.name)

    @cached_property
    def arguments(self) -> list[str]:
        return list(inspect.signature(self.function.py_func).parameters)

    @cached_property
    def cases(self) -> st.SearchStrategy[tuple[dict[str, Any], dict[str, Any]]]:
        """Return what may be drawn: all arguments, and another value of each that something is claimed of."""
        drawn = {
            name: of_argument(name, self.module, fields_read(self.function.py_func, name)) for name in self.arguments
        }
        claimed = [*self.rises.split(), *self.falls.split()]
        return st.tuples(st.fixed_dictionaries(drawn), st.fixed_dictionaries({name: drawn[name] for name in claimed}))

    def value(self, drawn: dict[str, Any]) -> float:
        result = self.function(*(drawn[name] for name in self.arguments))
        return result if self.part is None else result[self.part]


INF = math.inf
RULES = [
    Rule(citizen, "logistic", rises="x"),
    Rule(citizen, "clip", -5, 5, rises="x low high"),
    Rule(citizen, "learning_cost", rises="categories n_providers", falls="plain_language outreach"),
    Rule(citizen, "compliance_cost", rises="documentation distance", falls="outreach"),
    Rule(
        citizen,
        "probability_of_applying",
        rises="severity resources trust",
        falls="learning compliance stigma wait",
    ),
    Rule(citizen, "hazard_of_fading", falls="severity"),
    Rule(citizen, "waiting_odds", 0, INF, rises="income exit_support waited", part=0),
    Rule(citizen, "waiting_odds", 0, INF, rises="resources expected_uptake efficacy returns", part=1),
    Rule(citizen, "waiting_odds", 0, INF, rises="waited returns", falls="resources", part=2),
    Rule(citizen, "complaint_drive", -INF, INF, rises="resources efficacy expected_uptake returns"),
    Rule(citizen, "probability_of_complaining", rises="shortfall resources efficacy expected_uptake returns"),
    Rule(citizen, "hazard_of_contact", rises="resources expected_uptake has_need"),
    Rule(citizen, "appeal_of_unit", 0, INF, rises="believed_quality at_home resources"),
    Rule(citizen, "co_production", 0, 1.0, rises="public own"),
    Rule(citizen, "worth_of_result", 0, 10.0, rises="result"),
    Rule(citizen, "effort", rises="severity resources time efficacy expected_uptake support"),
    Rule(citizen, "felt_uptake", rises="offered", falls="delivered steepness"),
    Rule(citizen, "procedural_justice", rises="uptake noise"),
    Rule(citizen, "procedural_justice", rises="voice", given={"uptake": 1.0}),
    Rule(citizen, "procedural_justice", falls="voice", given={"uptake": 0.0}),
    Rule(citizen, "expected_fit", rises="experience indicator"),
    Rule(citizen, "satisfaction", rises="fit justice trust noise", falls="expectation"),
    Rule(citizen, "trust_shock", -INF, INF, rises="justice", falls="trust"),
    Rule(citizen, "trust_shock", -INF, INF, rises="satisfied", given={"justice": 0.0}),
    Rule(citizen, "trust_after", rises="shock"),
    Rule(citizen, "trust_after_month", rises="trust anchor felt_voice"),
    Rule(citizen, "felt_voice", rises="voice uptake trust"),
    Rule(citizen, "efficacy_aim", rises="skill voice uptake own_effort"),
    Rule(citizen, "probability_of_use", rises="fit ownership trust"),
    Rule(citizen, "probability_of_return", falls="fit efficacy"),
    Rule(citizen, "probability_of_giving_up", falls="resources"),
    Rule(
        citizen,
        "probability_of_joining",
        rises="skill time salience efficacy expected_uptake pay",
        falls="hours income",
    ),
    Rule(citizen, "probability_of_joining", rises="support", given={"skill": 0.5}),
    Rule(citizen, "group_trust_among", rises="group_trust"),
    Rule(citizen, "group_trust_among", falls="newcomers", given={"group_trust": 1.0}),
    Rule(citizen, "group_trust_after", rises="group_trust achieved"),
    Rule(citizen, "probability_of_dropping_out", falls="uptake group_trust continuity meetings_attended"),
    Rule(citizen, "turnout_lean", -INF, INF, rises="skill trust"),
    Rule(service, "effective_dialogue", rises="dialogue attention facilitation"),
    Rule(service, "assessment_bias", rises="social_distance", falls="dialogue"),
    Rule(service, "assessment_error", 0, 2.0, falls="dialogue documentation returns"),
    Rule(service, "citizen_error", 0, 1.5),
    Rule(service, "citizen_misconception", -8, 8, rises="shared"),
    Rule(service, "citizen_misconception", 0, 8, falls="resources dialogue", given={"shared": 1.0}),
    Rule(service, "lay_expertise"),
    Rule(service, "lay_weight", rises="lam resources openness"),
    Rule(service, "lay_weight", rises="facilitation", given={"kind": LIVED}),
    Rule(service, "lay_weight", falls="facilitation", given={"kind": CODIFIED}),
    Rule(service, "topic_weight", falls="facilitation"),
    Rule(service, "codified_gain", rises="categories"),
    Rule(service, "lived_gain", rises="discretion dialogue revealed quality trust relation"),
    Rule(service, "attention_share", falls="load"),
    Rule(service, "attention_quality", rises="share"),
    Rule(service, "routine_weight", rises="load"),
    Rule(service, "measured_effort", rises="target_pressure measurability", falls="motive"),
    Rule(service, "gaming_effort", rises="target_pressure"),
    Rule(service, "effort_quality"),
    Rule(service, "strain_aim", rises="load documentation target_pressure", falls="discretion"),
    Rule(service, "in_use", rises="skill", falls="strain"),
    Rule(service, "hazard_of_leaving_post", 0, 5, rises="strain"),
    Rule(service, "motive_change", -1, 1, rises="discretion fit", falls="documentation target_pressure"),
    Rule(service, "probability_of_adopting", rises="binding presence closeness openness", falls="power_at_stake"),
    Rule(service, "probability_of_adopting", falls="strained platform"),
]


def compiled_rules(module: ModuleType) -> set[str]:
    """Return the names of the compiled functions that a module defines."""
    return {
        name
        for name, thing in vars(module).items()
        if isinstance(thing, Dispatcher) and thing.py_func.__module__ == module.__name__
    }


def of_argument(name: str, module: ModuleType, read: frozenset[str] | None = None) -> st.SearchStrategy[Any]:
    """Return what may be drawn for an argument: a number in its range, or a group of admissible parameters."""
    if name in LETTERS[module]:
        return admissible(GROUPS[LETTERS[module][name]], read)
    if name == "worths":  # more effort is never worth less
        shares = st.lists(st.floats(0, 1), min_size=citizen.EFFORTS, max_size=citizen.EFFORTS)
        return shares.map(lambda values: np.array(sorted(values)))
    low, high = RANGES[name]
    return st.integers(low, high) if isinstance(low, int) else st.floats(low, high)


def admissible(group: Group, read: frozenset[str] | None = None) -> st.SearchStrategy[Any]:
    """Return groups of parameters, as kernels take them, with the fields in `read` (all when None) anywhere within
    their declared bounds.
    """
    start = group.numbers()
    fields = {}
    for name, info in type(group).model_fields.items():
        declared = declaration(name, info, getattr(group, name))
        if read is None or name in read:
            whole = declared.kind == "whole"
            drawn = st.integers(declared.low, declared.high) if whole else st.floats(declared.low, declared.high)
            fields[name] = drawn.map(float)
    return st.fixed_dictionaries({}, optional=fields).map(lambda values: start._replace(**values))


def fields_read(rule: Callable[..., Any], letter: str) -> frozenset[str]:
    """Return the fields of the group `letter` that a rule reads, itself or in the rules it hands the group to."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(inspect.getsource(rule))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == letter:
            found.add(node.attr)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            called = rule.__globals__.get(node.func.id)
            if isinstance(called, Dispatcher) and any(getattr(a, "id", None) == letter for a in node.args):
                found |= fields_read(called.py_func, letter)
    return frozenset(found)


def identifier(rule: Rule) -> str:
    return rule.name + (f"-{rule.part}" if rule.part is not None else "") + "".join(f"-{k}" for k in rule.given)


# --- every rule ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", [citizen, service], ids=["citizen", "service"])
def test_every_rule_is_claimed_something(module):
    assert compiled_rules(module) == {rule.name for rule in RULES if rule.module is module}


@pytest.mark.parametrize("rule", RULES, ids=identifier)
def test_every_argument_has_a_range_and_every_claim_an_argument(rule):
    missing = [name for name in rule.arguments if name not in (*RANGES, "worths") and name not in LETTERS[rule.module]]
    assert not missing, f"give {', '.join(missing)} a range in RANGES"
    assert set(rule.rises.split()) | set(rule.falls.split()) | set(rule.given) <= set(rule.arguments)


@pytest.mark.parametrize("rule", RULES, ids=identifier)
@given(data=st.data())
@settings(max_examples=50)
def test_bounds_and_directions(rule, data):
    drawn, others = data.draw(rule.cases)
    drawn.update(rule.given)
    if rule.name == "clip":
        assume(drawn["low"] <= drawn["high"])
    value = rule.value(drawn)
    assert math.isfinite(value)
    assert rule.low - EPSILON <= value <= rule.high + EPSILON
    for sign, names in ((1.0, rule.rises.split()), (-1.0, rule.falls.split())):
        for name in names:
            low, high = sorted((drawn[name], others[name]))
            if rule.name == "clip" and name != "x":
                assume(low <= drawn["high"] and high >= drawn["low"] and (name == "high" or high <= drawn["high"]))
                assume(name == "low" or low >= drawn["low"])
            first, second = (rule.value({**drawn, name: x}) for x in (low, high))
            slack = EPSILON * max(1.0, abs(first))
            assert sign * (second - first) >= -slack, f"{rule.name}: {first} at {name} = {low}, {second} at {high}"


@pytest.mark.parametrize("rule", [r for r in RULES if r.rises or r.falls], ids=identifier)
def test_every_direction_is_felt_somewhere(rule):
    """A claim that something rises would hold of a constant too: with the default parameters it must really move."""
    chance = random.Random(1)
    still = {*rule.rises.split(), *rule.falls.split()}
    for _ in range(2000):
        case = {name: _any(name, rule.module, chance) for name in rule.arguments} | rule.given
        if rule.name == "clip" and case["low"] > case["high"]:
            continue
        for name in sorted(still):
            ends = [rule.value({**case, name: end}) for end in RANGES[name]]
            if (ends[1] - ends[0]) * (1.0 if name in rule.rises.split() else -1.0) > 1e-6:
                still.discard(name)
        if not still:
            return
    raise AssertionError(f"{rule.name} never moves with {', '.join(sorted(still))}")


def _any(name: str, module: ModuleType, chance: random.Random) -> Any:
    if name in LETTERS[module]:
        return GROUPS[LETTERS[module][name]].numbers()
    if name == "worths":
        return np.array(sorted(chance.random() for _ in range(citizen.EFFORTS)))
    low, high = RANGES[name]
    return chance.randint(low, high) if isinstance(low, int) else chance.uniform(low, high)


def test_compiled_and_interpreted_rules_agree():
    """The compiled rule is the source one reads."""
    chance = random.Random(2)
    for rule in RULES * 5:
        drawn = {name: _any(name, rule.module, chance) for name in rule.arguments} | rule.given
        plain = rule.function.py_func(*(drawn[name] for name in rule.arguments))
        plain = plain if rule.part is None else plain[rule.part]
        assert rule.value(drawn) == pytest.approx(plain, rel=1e-14, abs=1e-15), rule.name


# --- getting to the service ---------------------------------------------------------------------------------------


def numbers(group: str, **values: float) -> Any:
    """Return a parameter group with some values of one's own, as kernels take it."""
    return GROUPS[group].changed(values).numbers()


def test_learning_cost_by_hand():
    # 12 of 12 + 12 categories: .30 + .30 / 2; three providers add twice .06
    assert citizen.learning_cost(12.0, 1, 0.0, 0.0) == pytest.approx(0.45)
    assert citizen.learning_cost(12.0, 3, 0.0, 0.0) == pytest.approx(0.57)
    assert citizen.learning_cost(0.0, 1, 0.0, 0.0) == pytest.approx(0.30)
    assert citizen.learning_cost(12.0, 1, 0.5, 0.5) == pytest.approx(0.45 * 0.8 * 0.8)


def test_compliance_cost_by_hand():
    assert citizen.compliance_cost(0.0, 0.0, 0.0) == pytest.approx(0.10)
    assert citizen.compliance_cost(1.0, 1.0, 0.0) == pytest.approx(1.0)
    assert citizen.compliance_cost(0.6, 0.0, 1.0) == pytest.approx(0.43 * 0.75)


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


def test_felt_uptake_by_hand():
    assert citizen.felt_uptake(1.0, 0.0, 2.0) == pytest.approx(1.0)
    assert citizen.felt_uptake(1.0, 1.0, 2.0) == pytest.approx(0.5 * math.exp(-2.0))
    assert citizen.felt_uptake(1.0, 0.5, 2.0) == pytest.approx(0.25 + 0.5 * math.exp(-1.0))


def test_justice_by_hand():
    t = numbers("trust", justice_base=0.5, heard=0.3, ignored=0.4)
    assert citizen.procedural_justice(0.0, 0.7, 0.0, t) == pytest.approx(0.5)
    assert citizen.procedural_justice(1.0, 1.0, 0.0, t) == pytest.approx(0.8)
    assert citizen.procedural_justice(0.5, 0.0, 0.0, t) == pytest.approx(0.3)
    assert citizen.procedural_justice(0.8, 0.5, 0.01, t) == pytest.approx(0.5 + 0.12 - 0.16 + 0.01)


@given(t=admissible(GROUPS["trust"]), uptake=st.floats(0, 1))
def test_one_who_is_not_asked_does_not_mind_the_answer(t, uptake):
    assert citizen.procedural_justice(0.0, uptake, 0.0, t) == citizen.procedural_justice(0.0, 0.0, 0.0, t)
    # of whom trust says nothing either
    assert citizen.felt_voice(0.0, uptake, 0.55, t) == citizen.felt_voice(uptake, 0.0, 0.55, t) == 0.0


def test_expected_fit_by_hand():
    t = numbers("trust", expectation_published=0.4)
    assert citizen.expected_fit(0.6, 0.9, 0.0, t) == pytest.approx(0.6)
    assert citizen.expected_fit(0.6, 0.9, 0.5, t) == pytest.approx(0.66)
    assert citizen.expected_fit(0.6, 1.4, 1.0, t) == pytest.approx(0.76)  # no fit is above 1


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
    assert citizen.satisfaction(0.5, 0.5, 0.65, 0.5, 0.0, t) == pytest.approx(0.54)
    assert citizen.satisfaction(0.5, 0.5, 0.55, 0.3, 0.0, t) == pytest.approx(0.5 + 0.1 * 0.2)
    assert citizen.satisfaction(0.5, 0.5, 0.55, 0.8, 0.0, t) == pytest.approx(0.5 - 0.2 * 0.3)


@given(t=admissible(GROUPS["trust"]), trust=st.floats(0, 1))
def test_what_is_as_expected_of_a_service_leaves_trust_as_it_is(t, trust):
    satisfied = t.satisfaction_reference + t.halo * (trust - 0.55)
    assume(satisfied <= t.satisfaction_reference or t.process_when_bad >= 0)
    assert citizen.trust_shock(satisfied, t.justice_reference, trust, t) == pytest.approx(0.0, abs=1e-12)


def test_trust_shock_by_hand():
    t = numbers(
        "trust", halo=0.4, satisfaction_reference=0.5, justice_reference=0.5, outcome_weight=0.5, process_weight=0.4,
        process_when_bad=0.5,
    )  # fmt: skip
    assert citizen.trust_shock(0.7, 0.6, 0.55, t) == pytest.approx(0.5 * 0.2 + 0.4 * 0.1)
    # a bad outcome gives the process more weight: .4 + .5 x .2
    assert citizen.trust_shock(0.3, 0.4, 0.55, t) == pytest.approx(-0.5 * 0.2 - 0.5 * 0.1)
    # the halo is taken out: 1 - .55 of trust explains .18 of satisfaction
    assert citizen.trust_shock(0.68, 0.5, 1.0, t) == pytest.approx(0.0, abs=1e-12)


@given(t=admissible(GROUPS["trust"]), trust=st.floats(0, 1), shock=st.floats(0, 1))
def test_a_good_experience_never_lowers_trust_and_a_bad_one_never_raises_it(t, trust, shock):
    assert citizen.trust_after(trust, 0.0, t) == trust
    assert citizen.trust_after(trust, -shock, t) <= trust <= citizen.trust_after(trust, shock, t)


@given(t=admissible(GROUPS["trust"]), shock=st.floats(0, 1))
@example(t=GROUPS["trust"].numbers(), shock=0.3)
def test_bad_news_counts_at_least_as_much_as_good(t, shock):
    won = citizen.trust_after(0.5, shock, t) - 0.5
    lost = 0.5 - citizen.trust_after(0.5, -shock, t)
    assert lost >= won - EPSILON
    if lost < 0.5:  # not at the bound
        assert lost == pytest.approx(t.loss_aversion * won, abs=1e-12)


def test_trust_after_by_hand():
    t = numbers("trust", gain=0.2, loss_aversion=2.0)
    assert citizen.trust_after(0.6, 0.5, t) == pytest.approx(0.6 + 0.2 * 0.4 * 0.5)
    assert citizen.trust_after(0.6, -0.5, t) == pytest.approx(0.6 - 0.4 * 0.6 * 0.5)


@given(t=admissible(GROUPS["trust"]), trust=st.floats(0, 1), anchor=st.floats(0, 1), voice=st.floats(0, 1))
def test_trust_drifts_to_its_anchor_and_rests_there(t, trust, anchor, voice):
    assert citizen.trust_after_month(anchor, anchor, t.voice_reference, t) == pytest.approx(anchor, abs=1e-15)
    after = citizen.trust_after_month(trust, anchor, t.voice_reference, t)
    assert min(trust, anchor) - EPSILON <= after <= max(trust, anchor) + EPSILON
    aim = anchor + t.voice_lift * (voice - t.voice_reference)
    expected = min(max((1 - t.anchor_pull) * trust + t.anchor_pull * aim, 0.0), 1.0)
    assert citizen.trust_after_month(trust, anchor, voice, t) == pytest.approx(expected, abs=1e-12)


def test_felt_voice_and_efficacy_by_hand():
    t = numbers("trust", voice_scale=2.0, efficacy_voice=0.4)
    assert citizen.felt_voice(0.25, 0.36, 0.55, t) == pytest.approx(2.0 * 0.3)
    assert citizen.felt_voice(0.25, 0.36, 0.75, t._replace(halo=0.5)) == pytest.approx(2.0 * 0.3 + 0.5 * 0.2)
    assert citizen.felt_voice(0.9, 0.9, 0.55, t) == 1.0
    assert citizen.efficacy_aim(0.5, 0.0, 1.0, 0.0, t) == pytest.approx(0.43)
    assert citizen.efficacy_aim(0.5, 0.25, 0.36, 0.4, t) == pytest.approx(0.43 + 0.4 * 0.3 + 0.06)


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
        "arenas", join_base=-2.0, join_skill=1.0, join_time=1.0, join_salience=1.0, join_efficacy=1.0, join_uptake=1.0,
        join_hours=0.1, join_pay=1.0,
    )  # fmt: skip
    plain = citizen.probability_of_joining(0.5, 0.5, 0.0, 0.5, 0.3, 0.3, 0.0, 0.0, 0.0, j)
    assert plain == pytest.approx(1.0 / (1.0 + math.exp(2.0)))
    paid = citizen.probability_of_joining(0.5, 0.5, 1.0, 0.5, 0.3, 0.3, 5.0, 1.0, 0.0, j)
    assert paid == pytest.approx(1.0 / (1.0 + math.exp(0.5)))  # -2 + 1 - .5 + 1


def test_support_helps_those_with_little_skill_most():
    j = numbers("arenas", join_skill=2.0)

    def log_odds(skill: float, support: float) -> float:
        p = citizen.probability_of_joining(skill, 0.5, 0.0, 0.5, 0.3, 0.5, 3.0, 0.0, support, j)
        return math.log(p / (1 - p))

    assert log_odds(0.0, 1.0) - log_odds(0.0, 0.0) == pytest.approx(1.0)  # .5, and half of the gap of 1
    assert log_odds(1.0, 1.0) - log_odds(1.0, 0.0) == pytest.approx(0.0)


def test_dropping_out_by_hand():
    j = numbers("arenas", leaving=0.05, early_leaving=0.15)
    assert citizen.probability_of_dropping_out(1, 0.5, 0.5, 1.0, j) == pytest.approx(0.05 + 0.15 * 0.7)
    assert citizen.probability_of_dropping_out(2, 0.5, 0.5, 1.0, j) == pytest.approx(0.05)
    assert citizen.probability_of_dropping_out(2, 0.5, 1.0, 1.0, j) == pytest.approx(0.025)  # they trust each other
    assert citizen.probability_of_dropping_out(9, 1.0, 1.0, 0.0, j) == 1.0  # ad hoc: everyone leaves


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
    lam, facilitation, resources, openness = drawn
    assert all(service.lay_weight(kind, 0.0, facilitation, resources, openness, e) == 0.0 for kind in KINDS)
    unaided = {service.lay_weight(kind, lam, 0.0, resources, openness, e) for kind in KINDS}
    assert len(unaided) == 1  # without facilitation nobody asks who knows
    for kind in KINDS:  # with it, rank does not count
        poor, rich = (service.lay_weight(kind, lam, 1.0, r, openness, e) for r in (0.0, 1.0))
        assert poor == rich
        assert poor == pytest.approx((0.5 + 0.5 * openness) * lam * service.lay_expertise(kind, e))


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
    # told .5, trust .4 opens .5 + .5 x .6 = .8, relation .5 carries .7
    assert service.lived_gain(0.6, 0.3, 0.2, 1.0, 0.4, 0.5, e) == pytest.approx(0.6 * 0.5 * 0.8 * 0.7)
    assert service.lived_gain(1.0, 0.0, 0.0, 1.0, 1.0, 1.0, e) == 0.0  # nothing told, nothing known
    assert service.lived_gain(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, e) == pytest.approx(1.0)


def test_tailoring_gain_follows_the_kind_of_knowledge():
    e = GROUPS["encounter"].numbers()
    case = (0.5, 0.6, 0.8, 0.3, 0.1, 0.9, 0.5, 0.7, e)  # by rule, discretion, competence, told, revealed, quality ...
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
    assert [service.attention_share(load, d) for load in (0.0, 1.0, 1.25, 3.0)] == pytest.approx([1.0, 1.0, 0.8, 0.6])
    assert service.attention_quality(1.0, d) == pytest.approx(1.0)
    assert service.attention_quality(0.0, d) == 0.0
    assert service.attention_quality(0.5, d) == pytest.approx((1 - math.exp(-1)) / (1 - math.exp(-2)))
    assert service.routine_weight(1.0, d) == pytest.approx(0.5)
    assert service.routine_weight(9.0, numbers("delivery", routine=0.0)) == 0.0


@given(d=admissible(GROUPS["delivery"]), load=st.floats(1, 50))
def test_hours_saved_by_haste_never_fall_below_the_least(d, load):
    share = service.attention_share(load, d)
    assert d.least_attention <= share <= 1.0
    assert share == pytest.approx(max(1.0 / load, d.least_attention))


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
    import numpy as np

    from model.rules import RULE

    rules = np.zeros(len(RULE))
    m = numbers("money", discretion=0.1, dialogue=0.4, coordination=0.2, support=0.1)
    assert case_hours(100.0, 0.0, 1.0, rules, 0.0, m) == pytest.approx(100.0)
    rules[[RULE.discretion, RULE.dialogue, RULE.coordination, RULE.support]] = 0.5
    assert case_hours(100.0, 0.1, 3.0, rules, 1.0, m) == pytest.approx(100.0 * (1.1 + 0.05 + 0.2 + 0.2 + 0.05))
