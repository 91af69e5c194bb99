"""Objects in studies that are built in Python become the plain values of a study file.

Run ids, sweep folders and workers need plain text and numbers. Here `Municipality`, `Paradigm`, `Scenario`, paths and
numpy's numbers are converted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from agents.errors import InputError, shown
from experiments.design.factors import Factor, checked_value
from experiments.own.collection import NO_FILES, Own
from experiments.runs.arms import Arm, read_arms, whole_arms
from experiments.runs.scenario import Scenario, load_scenario
from model.paradigms.paradigm import Paradigm, load_paradigm
from model.town.municipalities import Municipality, municipality

_PLAIN = (str, bool, int, float)


def plain_value(name: str, value: Any, scenarios: dict[str, Scenario]) -> Any:
    """Return the plain value that a study file has for the object `value` of `name`; collect scenarios by name.

    Raises:
        InputError: for an object that no study file can name, such as a municipality with changed numbers.
    """
    if type(value) in _PLAIN:
        return value
    if isinstance(value, (np.generic, np.ndarray)) and np.ndim(value) == 0:
        return plain_value(name, value.item(), scenarios)
    if name == "municipality" and isinstance(value, Municipality):
        if municipality(value.code) != value:
            raise InputError(
                "municipality = {name} differs from the municipality with number {code}, and a study names its "
                "municipalities. Give `citizens` to scale one, or use compare(), which takes any",
                name=value.name,
                code=value.code,
            )
        return checked_value(name, value.code, "study")
    if name == "paradigm" and isinstance(value, Paradigm):
        _check_preset(value)
        return value.name
    if name == "scenario" and isinstance(value, (Scenario, Path)):
        scenario = load_scenario(value)
        scenarios[scenario.name] = scenario
        return scenario.name
    given = f"{name} = {shown(value)} ({type(value).__name__})"
    raise InputError("{given} is not valid in a study: give text, a number, true or false", given=given)


def _check_preset(paradigm: Paradigm) -> None:
    try:
        same = load_paradigm(paradigm.name) == paradigm
    except InputError:
        same = False
    if not same:
        raise InputError(
            "paradigm = {name} is not one of the presets, and a study names its paradigms. Give a preset, and the "
            "rules that differ as rules.* under base or as factors. compare() takes any paradigm",
            name=paradigm.name,
        )


def plain_arms(arms: Sequence[Arm], own: Own = NO_FILES) -> tuple[Arm, ...]:
    """Return the arms of a study in full, with the names of their bases.

    Raises:
        InputError: for an arm that no study file can hold, since its base is no preset and in none of the files `own`.
    """
    if not arms:
        return ()
    whole = whole_arms(read_arms([replace(arm, base=own.paradigm(arm.base)) for arm in arms]))
    for arm in whole:
        if isinstance(arm.base, Paradigm) and own.find("paradigm", arm.base.name) is None:
            _check_preset(arm.base)
    return tuple(replace(arm, base=arm.base_name) for arm in whole)


def plain_factor(factor: Factor, scenarios: dict[str, Scenario]) -> Factor:
    """Return a factor with plain levels, or a plain range."""
    levels = tuple(factor.levels)
    if type(factor.levels) is tuple and all(type(one) in _PLAIN for one in (*levels, factor.low, factor.high)):
        return factor
    levels = tuple(plain_value(factor.name, level, scenarios) for level in levels)
    low, high = (plain_value(factor.name, end, scenarios) for end in (factor.low, factor.high))
    return replace(factor, levels=levels, low=low, high=high)


def plain_table(table: Mapping[str, Any], scenarios: dict[str, Scenario]) -> dict[str, Any]:
    """Return a table with plain values."""
    return {name: plain_value(name, value, scenarios) for name, value in table.items()}
