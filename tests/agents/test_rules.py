"""The scalar rules of behaviour: bounds and directions of every one, and that compiling changes none.

`RULES` (`tests/agents/rules.py`) has every compiled rule of the two modules, with the claims that are made there. An
argument without a range there fails the first test. Parameters are drawn from everything that their declarations admit.
"""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from agents import citizen_rules as citizen
from tests.agents.rules import CLAIMED, COMPILED, EPSILON, GROUPS, RANGES, RULES, identifier, source_of
from tests.each import each


def test_every_claim_is_about_a_rule():
    assert {claim.name for claim in CLAIMED} <= set(COMPILED)


@each("rule", RULES, ids=identifier)
def test_every_argument_has_a_range_and_every_claim_an_argument(rule):
    missing = [name for name in rule.arguments if name not in (*RANGES, "worths") and name not in GROUPS]
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


@each("rule", [r for r in RULES if r.rises or r.falls], ids=identifier)
def test_every_direction_is_felt_somewhere(rule):
    """A claim that something rises would hold of a constant too: with the default parameters it must really move."""
    chance = random.Random(1)
    still = {*rule.rises.split(), *rule.falls.split()}
    for _ in range(2000):
        case = {name: _any(name, chance) for name in rule.arguments} | rule.given
        if rule.name == "clip" and case["low"] > case["high"]:
            continue
        for name in sorted(still):
            ends = [rule.value({**case, name: end}) for end in RANGES[name]]
            if (ends[1] - ends[0]) * (1.0 if name in rule.rises.split() else -1.0) > 1e-6:
                still.discard(name)
        if not still:
            return
    raise AssertionError(f"{rule.name} never moves with {', '.join(sorted(still))}")


def _any(name: str, chance: random.Random) -> Any:
    if name in GROUPS:
        return GROUPS[name].numbers()
    if name == "worths":
        return np.array(sorted(chance.random() for _ in range(citizen.EFFORTS)))
    low, high = RANGES[name]
    return chance.randint(low, high) if isinstance(low, int) else chance.uniform(low, high)


def test_compiled_and_interpreted_rules_agree():
    """The compiled rule is the source one reads."""
    chance = random.Random(2)
    for rule in RULES * 5:
        drawn = {name: _any(name, chance) for name in rule.arguments} | rule.given
        plain = source_of(rule.function)(*(drawn[name] for name in rule.arguments))
        plain = plain if rule.part is None else plain[rule.part]
        assert rule.value(drawn) == pytest.approx(plain, rel=1e-14, abs=1e-15), rule.name
