"""The direction in which an outcome is better: as declared in `model.outcomes`, or as the user sets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from agents.errors import InputError, suggestion
from model.outcomes.outcomes import OUTCOMES
from samskaping.registry import registered

Better = Literal["higher", "lower", "zero"]
WAYS: tuple[Better, ...] = ("higher", "lower", "zero")

_SIGNED = ("difference", "index")


def directions(outcomes: Sequence[str], given: Mapping[str, str] | None = None) -> dict[str, Better]:
    """Return the better direction of each outcome.

    `given` overrides the declaration. A difference or an index may be negative (a gap, a concentration). For these, a
    declared "lower" means "closer to 0 is better", since a gap in the other direction is a gap too.

    Raises:
        InputError: an outcome has no direction, declared or given, or a direction is unknown.
    """
    given = dict(given or {})
    for name, way in given.items():
        if name not in outcomes:
            raise InputError(
                "{name!r} is not analysed; valid: {names}{hint}",
                name=name,
                hint=suggestion(name, outcomes),
                names=", ".join(outcomes),
            )
        if way not in WAYS:
            raise InputError(
                "{name} = {way!r} is not a direction; valid: {names}{hint}",
                name=name,
                way=way,
                hint=suggestion(way, WAYS),
                names=", ".join(WAYS),
            )
    declared = {**{outcome.name: outcome for outcome in OUTCOMES}, **registered("outcome")}
    chosen: dict[str, Better] = {}
    for name in outcomes:
        outcome = declared[name]
        way = given.get(name, outcome.better)
        if way == "neither":
            raise InputError(
                "{name} has no direction that most people would call better; leave it out, or choose one: --better "
                "{name}=higher (or lower, or zero)",
                name=name,
            )
        if way not in WAYS:  # an outcome of the user's own, in a sweep that was made before this was checked
            raise InputError(
                "{name} is declared with better = {way!r}, which is not a direction; choose one: --better "
                "{name}=higher (or lower, or zero)",
                name=name,
                way=way,
            )
        if name not in given and way == "lower" and outcome.unit in _SIGNED:
            way = "zero"
        chosen[name] = next(known for known in WAYS if known == way)
    return chosen


def directed(outcomes: Sequence[str], given: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the outcomes that have a direction, declared or given."""
    neither = {one.name for one in (*OUTCOMES, *registered("outcome").values()) if one.better == "neither"}
    return tuple(name for name in outcomes if name not in neither or name in (given or {}))


def as_costs(values: np.ndarray, ways: Sequence[Better]) -> np.ndarray:
    """Return values, (..., outcomes), transformed so that less is better for each outcome."""
    costs = values.astype(float)
    for k, way in enumerate(ways):
        if way == "higher":
            costs[..., k] = -costs[..., k]
        elif way == "zero":
            costs[..., k] = np.abs(costs[..., k])
    return costs
