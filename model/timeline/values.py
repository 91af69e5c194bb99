"""The value that a change leads to: one given, or the value in force times, plus or minus a number."""

from __future__ import annotations

import re
from typing import Any

from agents.errors import InputError, shown
from model.parameters.declare import Declaration, coerced, point_hint

_RELATIVE = re.compile(r"([*+-])\s*(\d+(?:\.\d+)?|\.\d+)")


def is_relative(value: Any) -> bool:
    """Return whether a value is text such as "*0.85", "+0.1" or "-0.1", which changes the value in force."""
    return isinstance(value, str) and value.strip()[:1] in ("*", "+", "-")


def changed_value(declared: Declaration, before: Any, value: Any) -> Any:
    """Return the value that a change leads to from `before`, checked; raise `InputError` otherwise."""
    if not is_relative(value):
        return coerced(declared, value)
    if declared.kind not in ("number", "whole"):
        raise InputError(
            "{name}: {value!r} needs a number, but valid is {valid}",
            name=declared.name, value=value, valid=declared.valid,
        )  # fmt: skip
    found = _RELATIVE.fullmatch(value.strip())
    if found is None:
        raise InputError(
            "{name} = {value} is not valid: it must be a new value, or *, + or - and a number, such as *0.85, +0.1 or "
            "-0.1{hint}",
            name=declared.name, value=shown(value), hint=point_hint(value),
        )  # fmt: skip
    sign, figure = found[1], float(found[2])
    target = before * figure if sign == "*" else before + (figure if sign == "+" else -figure)
    return coerced(declared, round(target) if declared.kind == "whole" else target)


def reached(declared: Declaration, before: Any, target: Any, share: float) -> Any:
    """Return the value after `share` of the way; whole numbers are rounded, switches and words change at once."""
    if share >= 1.0 or declared.kind not in ("number", "whole"):
        return target
    value = before + share * (target - before)
    return round(value) if declared.kind == "whole" else value
