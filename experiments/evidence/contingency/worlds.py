"""Worlds of the map: levels of each condition, the settings of a run there, and the place on the surfaces.

A world has a level of every condition. Levels of `lived` and `codified` are factors on the weights of that knowledge,
as in the parameters. The surfaces are over the shares of knowledge that follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from experiments.evidence.arms import free_levers, settings
from experiments.evidence.contingency.stored import NAMES
from experiments.evidence.contingency.studies import CONDITIONS, HORIZONS, knowledge_shares
from model.paradigms.protocol import levelled
from model.parameters.parameters import Parameters

World = Mapping[str, float]

_FACTORS = (0.2, 0.4, 0.6, 0.8, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0)
_TRUST = float(Parameters().trust.start)

TODAY: World = {
    "lived": 1.0, "codified": 1.0, "wickedness": 1.0, "facilitation": 0.3, "trust": _TRUST, "budget": 1.0,
    "levers": 0.5, "horizon": max(HORIZONS) / 12.0,
}  # fmt: skip
"""The default town after ten years, with the free levers in the middle of their ranges."""

LEVELS: Mapping[str, tuple[float, ...]] = {
    "lived": _FACTORS,
    "codified": _FACTORS,
    "wickedness": tuple(k / 5 for k in range(11)),
    "facilitation": tuple(k / 10 for k in range(11)),
    "trust": tuple(sorted({0.35, 0.4, 0.45, 0.5, _TRUST, 0.6, 0.65, 0.7})),
    "budget": tuple(round(0.75 + k / 20, 2) for k in range(11)),
    "levers": (0.0, 0.25, 0.5, 0.75, 1.0),
    "horizon": tuple(float(year) for year in range(1, 11)),
}
"""Levels of each condition, from its lowest to its highest sampled value; today's level is one of them."""

_SETTINGS = {condition.name: condition.setting for condition in CONDITIONS if condition.setting}


def months_of(world: World) -> int:
    """Return the months of a run in a world."""
    return round(12 * world["horizon"])


def settings_of(world: World, version: str) -> dict[str, Any]:
    """Return the parameters and rules of a world, the same under every paradigm, by dotted name.

    `version` is one of `arms.VERSIONS`; levelled, they hold the levelled rules too.
    """
    low, high, at = free_levers("low"), free_levers("high"), world["levers"]
    levers = {rule: round(low[rule] + at * (high[rule] - low[rule]), 6) for rule in low}
    rules = settings({**(levelled() if version == "levelled" else {}), **levers})
    values = {setting: world[name] for name, setting in _SETTINGS.items()}
    values["money.case_budget"] *= Parameters().money.case_budget
    return rules | {name: round(value, 6) for name, value in values.items()}


def places_of(worlds: Iterable[World]) -> np.ndarray:
    """Return the conditions of worlds as the surfaces take them, (worlds, conditions)."""
    rows = []
    for world in worlds:
        lived, codified = knowledge_shares({_SETTINGS[name]: world[name] for name in ("lived", "codified")})
        rows.append([{**world, "lived": lived, "codified": codified}[name] for name in NAMES])
    return np.array(rows, dtype=float)
