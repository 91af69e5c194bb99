"""What is claimed of every rule of behaviour, and what may be drawn for its arguments."""

from __future__ import annotations

import ast
import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numba.core.dispatcher import Dispatcher

from agents import attitude_rules as attitude
from agents import citizen_rules as citizen
from agents import helping_rules as helping
from agents import service_rules as service
from agents.engine.kernel import INTERPRETED
from agents.service_rules import CODIFIED, LIVED, PROFESSIONAL
from model.parameters.declare import Group, declaration
from model.parameters.parameters import Parameters

KINDS = (CODIFIED, PROFESSIONAL, LIVED)
EPSILON = 1e-12

# The range of every argument, by its name; whole numbers are drawn where both ends are `int`.
RANGES: dict[str, tuple[float, float]] = {
    **dict.fromkeys(
        """severity resources trust_level learning compliance stigma exit_support income efficacy expected_following
        distance documentation plain_language outreach public own share time support voice followed fit
        justice expectation satisfied anchor felt_voice skill own_effort ownership salience continuity
        dialogue facilitation social_distance lay_rule openness discretion revealed quality relation
        target_pressure measured_share motive binding presence power_at_stake strained has_need at_home
        influence experience publication shortfall attention group_trust newcomers achieved strain result dilution
        rivalry targets drive contract money_follows_user status_quo fidelity rule weary
        delivery_share taken coordination level share_used helping burden met""".split(),
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
    "stands_for": (1.0, 1000.0),
    "at_hand": (0.0, 50_000.0),
    "base": (1.0, 2000.0),
    "categories": (0.0, 40.0),
    "n_providers": (1, 3),
    "span": (1, 3),
    "dimensions": (0, 12),
    "rights": (0.0, 3.0),
    "turn": (-1.0, 1.0),
    "accrued": (0.0, 1.0),
    "weight_agenda": (0.0, 1.0),
    "weight_evaluation": (0.0, 1.0),
    "cases": (0.0, 5000.0),
    "blur": (1.0, 2.0),
    "months": (0, 120),
    "spread": (0.0, 4.0),
    "silent": (0.0, 10.0),
    "wait": (0.0, 24.0),
    "waited": (0.0, 120.0),
    "returns": (0.0, 50.0),
    "hours": (0.5, 48.0),
    "session_hours": (0.5, 12.0),
    "declared": (0.0, 1.0),
    "expected": (0.0, 1.0),
    "ties_who_heard": (0, 50),
    "pay": (0.0, 5.0),
    "meetings_attended": (0, 30),
    "meetings_before": (0, 100),
    "a_year": (0.0, 12.0),
    "moved": (0.0, 10.0),
    "unit_luck": (-5.0, 5.0),
    "town_luck": (-5.0, 5.0),
    "age_band": (1, 3),
    "kind": (0, 2),
    "offered": (0.0, 10.0),
    "delivered": (0.0, 10.0),
    "steepness": (0.5, 20.0),
    "x": (-30.0, 30.0),
    "wanted": (0.0, 500.0),
    "helped": (0.0, 100.0),
    "unused": (0.0, 1000.0),
    "relief": (-1.0, 1.0),
    "pressure": (0.0, 100.0),
    "organisers": (0.0, 100.0),
    "low": (-5.0, 5.0),
    "high": (-5.0, 5.0),
}
GROUPS = {name: getattr(Parameters(), name) for name in Parameters.model_fields}


@dataclass
class Rule:
    """What is claimed of a rule: its bounds, and how it moves with each argument (+ up, - down, never the other way).

    `part` picks one of several results; `given` holds some arguments fixed for the claims on direction.
    """

    name: str
    low: float = 0.0
    high: float = 1.0
    rises: str = ""
    falls: str = ""
    part: int | None = None
    given: dict[str, float] = field(default_factory=dict)

    @property
    def function(self) -> Callable[..., Any]:
        return COMPILED[self.name]

    @cached_property
    def arguments(self) -> list[str]:
        return list(inspect.signature(source_of(self.function)).parameters)

    @cached_property
    def cases(self) -> st.SearchStrategy[tuple[dict[str, Any], dict[str, Any]]]:
        """Return what may be drawn: all arguments, and another value of each that something is claimed of."""
        drawn = {name: of_argument(name, fields_read(source_of(self.function), name)) for name in self.arguments}
        claimed = [*self.rises.split(), *self.falls.split()]
        return st.tuples(st.fixed_dictionaries(drawn), st.fixed_dictionaries({name: drawn[name] for name in claimed}))

    def value(self, drawn: dict[str, Any]) -> float:
        result = self.function(*(drawn[name] for name in self.arguments))
        return result if self.part is None else result[self.part]


def is_rule(thing: Any) -> bool:
    """Return whether something is a compiled rule, or a function that would be one if Numba were not switched off."""
    return isinstance(thing, Dispatcher) or (INTERPRETED and inspect.isfunction(thing))


def source_of(rule: Any) -> Callable[..., Any]:
    """Return the Python function of a rule."""
    return getattr(rule, "py_func", rule)


COMPILED: dict[str, Callable[..., Any]] = {
    name: thing
    for module in (citizen, attitude, service, helping)
    for name, thing in vars(module).items()
    if is_rule(thing) and source_of(thing).__module__ == module.__name__
}
"""Every rule of behaviour by its name."""

INF = math.inf
CLAIMED = [
    Rule("logistic", rises="x"),
    Rule("clip", -5, 5, rises="x low high"),
    Rule("learning_cost", rises="categories n_providers", falls="plain_language outreach"),
    Rule("compliance_cost", rises="documentation distance", falls="outreach"),
    Rule(
        "probability_of_applying",
        rises="severity resources trust_level",
        falls="learning compliance stigma wait",
    ),
    Rule("hazard_of_fading", falls="severity"),
    Rule("waiting_odds", 0, INF, rises="income exit_support waited", part=0),
    Rule("waiting_odds", 0, INF, rises="resources expected_following efficacy returns", part=1),
    Rule("waiting_odds", 0, INF, rises="waited returns", falls="resources", part=2),
    Rule("complaint_drive", -INF, INF, rises="resources efficacy expected_following returns"),
    Rule("probability_of_complaining", rises="shortfall resources efficacy expected_following returns"),
    Rule("probability_of_appealing", rises="resources efficacy expected_following returns"),
    Rule("hazard_of_contact", rises="resources expected_following has_need"),
    Rule("appeal_of_unit", 0, INF, rises="believed_quality at_home resources"),
    Rule("co_production", 0, 1.0, rises="public own"),
    Rule("worth_of_result", 0, 10.0, rises="result"),
    Rule("effort", rises="severity resources time efficacy expected_following support"),
    Rule("felt_following", rises="offered", falls="delivered steepness"),
    Rule("procedural_justice", rises="followed noise"),
    Rule("procedural_justice", rises="voice", given={"followed": 1.0}),
    Rule("procedural_justice", falls="voice", given={"followed": 0.0}),
    Rule("expected_fit", rises="experience indicator"),
    Rule("satisfaction", rises="fit justice trust_level noise", falls="expectation"),
    Rule("trust_shock", -INF, INF, rises="justice", falls="trust_level"),
    Rule("trust_shock", -INF, INF, rises="satisfied", given={"justice": 0.0}),
    Rule("trust_after", rises="shock"),
    Rule("trust_after_month", rises="trust_level anchor felt_voice"),
    Rule("trust_after_month", rises="influence", given={"felt_voice": 1.0}),
    Rule("trust_after_month", falls="influence", given={"felt_voice": 0.0}),
    Rule("anchor_after_month", rises="anchor trust_level"),
    Rule("unserved_shock", -INF, INF),
    Rule("influence_of_voice", rises="silent", falls="delivered"),
    Rule("inconsistency", -INF, INF, rises="spread"),
    Rule("felt_voice", rises="voice followed trust_level"),
    Rule("efficacy_aim", rises="skill voice followed own_effort"),
    Rule("probability_of_use", rises="fit ownership trust_level"),
    Rule("probability_of_return", falls="fit efficacy"),
    Rule("probability_of_giving_up", falls="resources"),
    Rule(
        "probability_of_joining",
        rises="skill time salience efficacy expected_following pay",
        falls="hours income meetings_before",
    ),
    Rule("probability_of_joining", rises="support", given={"skill": 0.5}),
    Rule("group_trust_among", rises="group_trust"),
    Rule("group_trust_among", falls="newcomers", given={"group_trust": 1.0}),
    Rule("group_trust_after", rises="group_trust achieved"),
    Rule("probability_of_dropping_out", rises="weary", falls="followed group_trust continuity meetings_attended"),
    Rule("expected_when_declared", rises="expected_following declared trust_level"),
    Rule("sessions_of_meeting", 1, 96, rises="hours", falls="session_hours"),
    Rule("chance_of_hearing_from_ties", rises="ties_who_heard"),
    Rule("justice_lost_to_promise", rises="voice declared trust_level", falls="followed"),
    Rule("justice_of_news", -2, 2, rises="followed", falls="expected"),
    Rule("weariness", 0, 6.0, rises="meetings_attended", falls="a_year"),
    Rule("turnout_lean", -INF, INF, rises="skill trust_level"),
    Rule("effective_dialogue", rises="dialogue attention facilitation"),
    Rule("assessment_bias", rises="social_distance", falls="dialogue"),
    Rule("assessment_error", 0, 2.0, falls="dialogue documentation returns"),
    Rule("citizen_error", 0, 1.5),
    Rule("citizen_misconception", -8, 8, rises="shared"),
    Rule("citizen_misconception", 0, 8, falls="resources dialogue", given={"shared": 1.0}),
    Rule("lay_expertise"),
    Rule("lay_weight", rises="lay_rule resources openness"),
    Rule("lay_weight", rises="facilitation", given={"kind": LIVED}),
    Rule("lay_weight", falls="facilitation", given={"kind": CODIFIED}),
    Rule("topic_weight", falls="facilitation"),
    Rule("codified_gain", rises="categories"),
    Rule("up_to_date", falls="categories moved"),
    Rule("lived_gain", rises="discretion dialogue revealed quality trust_level relation"),
    Rule("admitted_load", 0, 5, rises="load"),
    Rule("admitted_load", 1, 5, rises="dilution", given={"load": 3.0}),
    Rule("attention_share", falls="load dilution"),
    Rule("rivalry_between_units", rises="contract money_follows_user n_providers"),
    Rule("drive_to_perform", rises="rivalry targets"),
    Rule("saving_aim", 0, 0.3, rises="drive measurability"),
    Rule("passed_over", 0, 2, rises="span returns drive"),
    Rule("felt_rate", rises="cases", falls="stands_for"),
    Rule("hours_in_advance", 0, INF, rises="at_hand base stands_for"),
    Rule("attention_quality", rises="share"),
    Rule("routine_weight", rises="load"),
    Rule("measured_effort", rises="target_pressure measurability", falls="motive"),
    Rule("gaming_effort", rises="target_pressure"),
    Rule("effort_quality"),
    Rule("control", rises="documentation target_pressure"),
    Rule("strain_aim", rises="load documentation target_pressure", falls="discretion"),
    Rule("fidelity_of_unit"),
    Rule("rule_in_practice", rises="rule status_quo"),
    Rule("probability_of_upholding", rises="documentation", falls="discretion"),
    Rule("effective_skill", rises="skill", falls="strain"),
    Rule("hazard_of_leaving_post", 0, 5, rises="strain"),
    Rule("motive_change", -1, 1, rises="discretion fit", falls="documentation target_pressure"),
    Rule("trials_due", 0, 3, rises="rights"),
    Rule("turn_of_arena", -1, 1, rises="turn weight_agenda accrued"),
    Rule("measurement_blur", 1, 2, rises="target_pressure", falls="measurability weight_evaluation"),
    Rule("observation_error", 0, 2, rises="blur", falls="cases"),
    Rule("probability_of_adopting", rises="binding presence closeness openness", falls="power_at_stake"),
    Rule("probability_of_adopting", falls="strained platform"),
    Rule("citizen_share_of_case", 0, 0.8, rises="own_effort delivery_share time"),
    Rule("help_wanted", 0, 1600, rises="base", falls="taken"),
    Rule("share_covered", rises="hours", falls="wanted"),
    Rule("hours_after_help", 0, 48, rises="hours coordination", falls="helped"),
    Rule("hours_kept", 0, 1000, rises="unused stands_for"),
    Rule("gain_from_helping", rises="level share_used helping"),
    Rule("burden_with_peers", 0, 2, rises="burden", falls="relief"),
    Rule("burden_with_peers", falls="met", given={"relief": 0.5}),
    Rule("burden_with_peers", 0, 2, rises="met", given={"relief": -0.5}),
    Rule("pressure_after_month", 0, 200, rises="pressure organisers"),
]

RULES = CLAIMED + [Rule(name) for name in COMPILED if name not in {claim.name for claim in CLAIMED}]
"""A rule without a claim stays within 0 and 1, whatever its arguments."""


def of_argument(name: str, read: frozenset[str] | None = None) -> st.SearchStrategy[Any]:
    """Return what may be drawn for an argument: a number in its range, or a group of admissible parameters."""
    if name in GROUPS:
        return admissible(GROUPS[name], read)
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


def fields_read(rule: Callable[..., Any], group: str) -> frozenset[str]:
    """Return the fields of the group `group` that a rule reads, itself or in the rules it hands the group to."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(inspect.getsource(rule))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == group:
            found.add(node.attr)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            called = rule.__globals__.get(node.func.id)
            if is_rule(called) and any(getattr(a, "id", None) == group for a in node.args):
                found |= fields_read(source_of(called), group)
    return frozenset(found)


def identifier(rule: Rule) -> str:
    return rule.name + (f"-{rule.part}" if rule.part is not None else "") + "".join(f"-{k}" for k in rule.given)


def numbers(group: str, **values: float) -> Any:
    """Return a parameter group with some values of one's own, as kernels take it."""
    return GROUPS[group].changed(values).numbers()
