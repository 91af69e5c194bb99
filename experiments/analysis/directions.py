"""Which way an outcome is better: as declared in `model.outcomes`, or as the user says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from agents.errors import InputError, hints
from model.outcomes.outcomes import OUTCOMES

Better = Literal["higher", "lower", "zero"]
WAYS: tuple[Better, ...] = ("higher", "lower", "zero")
ARROWS = {"higher": "\N{UPWARDS ARROW}", "lower": "\N{DOWNWARDS ARROW}", "zero": "\N{RIGHTWARDS ARROW}0"}

_SIGNED = ("difference", "index")


def directions(outcomes: Sequence[str], given: Mapping[str, str] | None = None) -> dict[str, Better]:
    """Return which way each outcome is better.

    `given` goes before the declaration. A declared "lower" of a difference or an index, which may be below 0 (a gap, a
    concentration), is read as "the nearer to 0 the better": a gap the other way round is a gap too.

    Raises:
        InputError: for an outcome without a declared way and none given, or an unknown way.
    """
    given = dict(given or {})
    for name, way in given.items():
        if name not in outcomes:
            hint, tips = hints(name, outcomes)
            raise InputError(
                f"{name!r} is not analysed; {hint + ' ' if hint else ''}there are {', '.join(outcomes)}",
                f"{name!r} analyseres ikke; {tips + ' ' if tips else ''}det finnes {', '.join(outcomes)}",
            )
        if way not in WAYS:
            hint, tips = hints(way, WAYS)
            raise InputError(
                f"{name} = {way!r} is not a way to be better; {hint + ' ' if hint else ''}valid: {', '.join(WAYS)}",
                f"{name} = {way!r} er ingen måte å være bedre på; {tips + ' ' if tips else ''}gyldige: "
                f"{', '.join(WAYS)}",
            )
    declared = {outcome.name: outcome for outcome in OUTCOMES}
    chosen: dict[str, Better] = {}
    for name in outcomes:
        outcome = declared[name]
        way = given.get(name, outcome.better)
        if way == "neither":
            raise InputError(
                f"{name} has no direction that most people would call better; leave it out, or say one: "
                f"--better {name}=higher (or lower, or zero)",
                f"{name} har ingen retning som de fleste ville kalle bedre; utelat det, eller oppgi en: "
                f"--better {name}=higher (eller lower, eller zero)",
            )
        if name not in given and way == "lower" and outcome.unit in _SIGNED:
            way = "zero"
        chosen[name] = next(known for known in WAYS if known == way)
    return chosen


def directed(outcomes: Sequence[str], given: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the outcomes that have a direction, declared or given."""
    neither = {outcome.name for outcome in OUTCOMES if outcome.better == "neither"}
    return tuple(name for name in outcomes if name not in neither or name in (given or {}))


def as_costs(values: np.ndarray, ways: Sequence[Better]) -> np.ndarray:
    """Return values, (..., outcomes), such that less is better for each outcome."""
    costs = values.astype(float)
    for k, way in enumerate(ways):
        if way == "higher":
            costs[..., k] = -costs[..., k]
        elif way == "zero":
            costs[..., k] = np.abs(costs[..., k])
    return costs
