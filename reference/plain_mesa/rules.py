"""Rules in force, and readiness of roles (ODD page: 4.2, 4.3, 7.10)."""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from types import SimpleNamespace
from typing import Any

from model.paradigms.paradigm import Paradigm, load_paradigm
from model.paradigms.rules import CARRIED_OUT, ROLES
from model.parameters.mechanisms import OFF
from model.parameters.parameters import Parameters
from model.parameters.steering import RoleParameters
from reference.plain_mesa.maths import mean

DECLARED = {d.name.removeprefix("rules."): d for d in Paradigm.declarations()}


def in_force(paradigm: Paradigm) -> tuple[dict[str, float], dict[str, float], dict[str, Any]]:
    """Return rules as numbers, the width of each one's range, and their values, all by short name."""
    start, flat = load_paradigm("status-quo").flat(), paradigm.flat()
    numbers, ranges, values = {}, {}, {}
    for name in flat.keys() - {"intensity"}:
        short, declared, value = name.split(".")[-1], DECLARED[name], flat[name]
        if declared.kind in ("number", "whole"):
            value = start[name] + paradigm.intensity * (value - start[name])  # E12
            value = round(value) if declared.kind == "whole" else value
        values[short] = value
        numbers[short] = float(declared.choices.index(value) if declared.kind == "choice" else value)
        ranges[short] = 1.0 if declared.low is None or declared.high is None else declared.high - declared.low
    return numbers, ranges, values


def fidelity(normal: Callable[[], float], town: float, roles: RoleParameters) -> dict[str, float]:
    """Return how far a unit carries out each rule that staff carry out; `town` is the town's normal number."""
    return {name: exp(-roles.fidelity * abs(normal()) - roles.fidelity_town * abs(town)) for name in CARRIED_OUT}  # E96


def as_carried_out(rules: SimpleNamespace, fidelity: dict[str, float]) -> SimpleNamespace:
    """Return rules as a unit with some fidelity carries them out."""
    changed = {name: START[name] + f * (getattr(rules, name) - START[name]) for name, f in fidelity.items()}  # E97
    return SimpleNamespace(**{**vars(rules), **changed})


def on_average(units: list[SimpleNamespace]) -> SimpleNamespace:
    """Return the mean of the rules that units carry out, given those of each unit."""
    usual = {name: mean(getattr(rules, name) for rules in units) for name in CARRIED_OUT}
    return SimpleNamespace(**{**vars(units[0]), **usual})


def readiness(
    numbers: dict[str, float], habits: list[dict[str, float]], ranges: dict[str, float], worst: float
) -> dict[str, float]:
    """Return how ready each role is for the rules it practises, given the habits of each area."""
    ready = {}
    for role, names in ROLES.items():
        gap = mean(abs(numbers[name] - habit[name]) / ranges[name] for name in names for habit in habits)
        ready[role] = worst + (1 - worst) * (1 - gap)  # E72
    return ready


def with_switches(p: Parameters) -> Parameters:
    """Return the parameters with neutral values for mechanisms that are switched off."""
    off: dict[str, Any] = {}
    for switch, values in OFF.items():
        off |= {} if getattr(p.mechanisms, switch) else values
    return p.updated(off)


START = in_force(load_paradigm("status-quo"))[0]  # the status quo, by short name
