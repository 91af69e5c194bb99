"""The values that a rule gives in a question file, checked before anything runs.

Each function returns a checked value, or raises `InputError`, in which `key` names the value.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from agents.errors import InputError, shown


def mapping(value: Any, key: str) -> Mapping[str, Any]:
    """Return a table, {name: value}."""
    if not isinstance(value, Mapping):
        raise InputError("{key} = {value} is not valid: it must be a table", key=key, value=shown(value))
    return value


def number(value: Any, key: str) -> float:
    """Return a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InputError("{key} = {value} is not valid: it must be a number", key=key, value=shown(value))
    return float(value)


def above_zero(given: Any, key: str) -> dict[str, float]:
    """Return a table of finite numbers above 0."""
    found = {name: number(one, f"{key}.{name}") for name, one in mapping(given, key).items()}
    for name, one in found.items():
        if one <= 0:
            raise InputError(
                "{where} = {value} is not valid: it must be a number above 0", where=f"{key}.{name}", value=shown(one)
            )
    return found


def names(value: Any, key: str) -> tuple[str, ...]:
    """Return the names in a list that has some."""
    if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
        raise InputError("{key} = {value} is not valid: it must be a list of names", key=key, value=shown(value))
    return tuple(value)


def some_names(value: Any, key: str) -> tuple[str, ...]:
    """Return one name, or those in a list that has some."""
    return names([value] if isinstance(value, str) else value, key)


def switch(value: Any, name: str) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise InputError("{name} = {value!r} is not valid: give true or false", name=name, value=value)
    return value
