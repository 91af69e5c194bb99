"""Arguments of a model, checked: paradigm and parameters, municipality, seed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from agents.errors import InputError, shown
from model.paradigms.paradigm import Paradigm, load_paradigm
from model.parameters.parameters import Parameters, split_overrides
from model.town.municipalities import Municipality, municipality

SEEDS = 2**63  # of a run


def checked(
    paradigm: str | Paradigm, parameters: Parameters | Mapping[str, Any] | None
) -> tuple[Paradigm, Parameters, dict[str, Any]]:
    """Return the validated paradigm and parameters with overrides applied, and the changed rules."""
    chosen = load_paradigm(paradigm)
    if parameters is None:
        return chosen, Parameters(), {}
    if isinstance(parameters, Parameters):
        return chosen, Parameters.validated(parameters), {}
    if not isinstance(parameters, Mapping):
        raise InputError(
            "parameters must be Parameters or a mapping of names to values, not {kind}", kind=type(parameters).__name__
        )
    values, rules = split_overrides(parameters)
    return (chosen.updated(rules) if rules else chosen), Parameters().updated(values), rules


def place_of(name: str | Municipality) -> Municipality:
    """Return a municipality by name or code, or a checked one."""
    return name.checked() if isinstance(name, Municipality) else municipality(name)


def seed_of(rng: Any) -> int:
    """Return a run's seed; None draws a fresh one."""
    if rng is None:
        return int(np.random.SeedSequence().entropy) % SEEDS  # type: ignore[arg-type]
    if isinstance(rng, bool) or not isinstance(rng, (int, np.integer)) or not 0 <= rng < SEEDS:
        raise InputError("rng = {rng} is not valid: a run's seed is a whole number from 0 to 2**63 - 1", rng=shown(rng))
    return int(rng)
