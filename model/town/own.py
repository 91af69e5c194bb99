"""A municipality that is not one of Norway's: a user's own, with a council of any size."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from agents.errors import InputError, shown, suggestion
from model.town.municipalities import Municipality, council_seats

CODE = "own"
"""Stands where a municipality has its four-digit number."""
MOST_SEATS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTown(Municipality):
    """A user's own municipality. Basic education may be NaN, since no rule reads it."""

    seats: int | None = None
    """Members of the council; None is the smallest lawful number."""

    @property
    def council_seats(self) -> int:
        """Members of the council."""
        return council_seats(self.population) if self.seats is None else self.seats

    def checked(self) -> OwnTown:
        """Return the town; raise `InputError` for a figure out of bounds."""
        known = replace(self, share_basic_education=0.0) if math.isnan(self.share_basic_education) else self
        Municipality.checked(known)
        if self.seats is not None and not (isinstance(self.seats, int) and 1 <= self.seats <= MOST_SEATS):
            raise InputError(
                "seats = {seats} is not valid: it must be a whole number from 1 to {most:,}",
                seats=shown(self.seats), most=MOST_SEATS,
            )  # fmt: skip
        return self


def municipality_from(plain: Mapping[str, Any]) -> Municipality:
    """Return the municipality that `dataclasses.asdict` made `plain` of; the field `seats` marks a user's own.

    Basic education may be None for NaN, which JSON lacks.

    Raises:
        InputError: a figure is unknown, missing or out of bounds.
        TypeError: a figure has a value of another type.
    """
    kind = OwnTown if "seats" in plain else Municipality
    names = [one.name for one in fields(kind)]
    for name in plain:
        if name not in names:
            raise InputError("unknown figure {name!r} of a municipality{hint}", name=name, hint=suggestion(name, names))
    missing = [name for name in names if name not in plain]
    if missing:
        raise InputError("figures of a municipality are missing: {names}", names=", ".join(missing))
    values = dict(plain)
    if kind is OwnTown and values["share_basic_education"] is None:
        values["share_basic_education"] = math.nan
    return kind(**values).checked()
