"""How many tabs, jobs and rooms the server takes, per visitor and in all. Set by environment variables."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields

from agents.errors import InputError, shown

MOST = 100_000


@dataclass(frozen=True)
class Quota:
    """The most that the server holds at one time. Each field is set by `SAMSKAPING_DASHBOARD_` and its name."""

    tabs: int = 200
    """Open tabs of all visitors."""
    tabs_per_visitor: int = 20
    """Open tabs of one browser."""
    tabs_per_address: int = 100
    """Open tabs from one network address: half of all, so that one machine cannot fill the server."""
    jobs: int = 400
    """Computations of all visitors, waiting or under way; half as many in the background come on top."""
    jobs_per_visitor: int = 40
    """Computations of one visitor: a tab has at most two, the comparison and the town, beside one in the background."""
    rooms: int = 30
    """Rooms of classes that are open at the same time."""
    rooms_per_address: int = 6
    """Rooms opened from one network address."""
    phones_per_room: int = 80
    """Phones in one room."""


def quota() -> Quota:
    """Return the quota that the environment sets. Raises `InputError` for a value that is no whole number from 1."""
    return Quota(**{field.name: _setting(field.name, field.default) for field in fields(Quota)})  # type: ignore[arg-type]


def _setting(name: str, default: int) -> int:
    variable = f"SAMSKAPING_DASHBOARD_{name.upper()}"
    given = os.environ.get(variable, "").strip()
    if not given:
        return default
    if not (given.isascii() and given.isdigit() and len(given) < 10 and 1 <= int(given) <= MOST):
        raise InputError(
            "{variable} = {given} cannot be used; it must be a whole number from 1 to {most:,}",
            variable=variable,
            given=shown(given),
            most=MOST,
        )
    return int(given)
