"""Municipality numbers and names that are no longer in force, and the municipalities that succeeded them.

The table data/municipality_numbers.csv has every number in force at some time since 1 January 2002;
data/SOURCES.md gives its source.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from agents.errors import fold


@dataclass(frozen=True, slots=True)
class FormerMunicipality:
    """A municipality number that is no longer in force."""

    code: str
    """Four-digit number, as text."""
    name: str
    """Official name while the number was in force."""
    last_year: int
    """Last year in force; the number went out of use at the end of it."""
    successors: tuple[str, ...]
    """Numbers, in force today, of the municipalities that its area belongs to."""

    @property
    def names(self) -> tuple[str, ...]:
        """The name as written, without a county in brackets, and each of its languages' forms."""
        plain = re.sub(r" \(.*\)$", "", self.name)
        return tuple(dict.fromkeys((self.name, plain, *plain.split(" - "))))


@cache
def former_municipalities() -> tuple[FormerMunicipality, ...]:
    """Return every number that went out of use since 2002, ordered by number. No number was used again."""
    text = files("model").joinpath("data", "municipality_numbers.csv").read_text(encoding="utf-8")
    return tuple(
        FormerMunicipality(row["number"], row["name"], int(row["last_year"]), tuple(row["now"].split()))
        for row in csv.DictReader(text.splitlines())
        if row["last_year"]
    )


def former_by_code(code: str) -> FormerMunicipality | None:
    """Return the municipality that had this four-digit number, or None."""
    return _by_code().get(code)


def former_by_name(name: str) -> tuple[FormerMunicipality, ...]:
    """Return the municipalities that had this name, without regard to case and accents; the latest first.

    Of several numbers of one municipality only the latest counts: 0712 for Larvik, not 0709.
    """
    return _by_name().get(fold(name).removesuffix(" kommune"), ())


@cache
def _by_code() -> dict[str, FormerMunicipality]:
    return {former.code: former for former in former_municipalities()}


@cache
def _by_name() -> dict[str, tuple[FormerMunicipality, ...]]:
    index: dict[str, tuple[FormerMunicipality, ...]] = {}
    for former in sorted(former_municipalities(), key=lambda one: -one.last_year):
        for name in dict.fromkeys(map(fold, former.names)):
            known = index.get(name, ())
            if former.successors not in {one.successors for one in known}:
                index[name] = (*known, former)
    return index
