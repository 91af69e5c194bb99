"""Presets drawn at random: every rule of a paradigm anywhere in the range that its advocates could defend."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.errors import InputError
from experiments.evidence.arms import settings
from model.paradigms.paradigm import load_paradigm
from model.paradigms.protocol import Argument, protocol

SEED = 12
MOST_TRIES = 1000


def draws(paradigm: str, count: int) -> list[dict[str, Any]]:
    """Return `count` rule sets of a principal paradigm as settings of runs; the same call gives the same sets.

    Rules are drawn independently, and a set whose rules contradict each other is drawn again.
    """
    rng = np.random.default_rng([SEED, *paradigm.encode()])
    return [_valid(paradigm, rng) for _ in range(count)]


def _valid(paradigm: str, rng: np.random.Generator) -> dict[str, Any]:
    whole = load_paradigm(paradigm)
    for _ in range(MOST_TRIES):
        rules = {rule: _value(argument, rng) for rule, argument in protocol(paradigm).items()}
        try:
            whole.updated(rules)
        except InputError:
            continue
        return settings(rules)
    raise RuntimeError(f"no valid set of rules of {paradigm} in {MOST_TRIES} draws: its ranges contradict each other")


def _value(argument: Argument, rng: np.random.Generator) -> Any:
    if not argument.varies:
        return argument.value
    if isinstance(argument.value, str):
        return str(rng.choice(argument.choices))
    low, high = argument.choices
    if isinstance(argument.value, int):
        return int(rng.integers(low, high + 1))
    return round(float(rng.uniform(low, high)), 4)
