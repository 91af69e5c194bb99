"""A town of one's own: a TOML file, or a row of a CSV table, with the figures of a municipality.

`FIGURES` declares each figure with its unit and bounds. A file gives them all, or names a municipality in `like`, which
gives the figures that the file leaves out.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from agents.errors import InputError, fold, shown, suggestion
from experiments.own.source import Source, checked_name, read_text
from experiments.reading import number_or_text, toml_of
from model.town.municipalities import LARGEST, TURNOUT_BOUNDS, UNBELIEVABLE, Municipality, municipalities, municipality
from samskaping.language import Joined, Texts
from samskaping.registry import names_file, register

CODE = "own"
"""Stands where a municipality has its four-digit number."""
MOST_SEATS = 1000
SUM_OF_AGES = 0.01  # how far the four shares may be from 1 together, since published ones are rounded
EXTRA = ("name", "like")


class Figure(NamedTuple):
    """A figure of a town: the field of `Municipality` that holds it, unit, and bounds."""

    field: str
    unit: str
    low: float
    high: float
    whole: bool = False
    needed: bool = True


FIGURES: Mapping[str, Figure] = {
    "population": Figure("population", "residents", 1, LARGEST, whole=True),
    "share_0_17": Figure("share_0_17", "share of residents", 0.0, 1.0),
    "share_18_66": Figure("share_18_66", "share of residents", 0.0, 1.0),
    "share_67_79": Figure("share_67_79", "share of residents", 0.0, 1.0),
    "share_80plus": Figure("share_80plus", "share of residents", 0.0, 1.0),
    "share_higher_education": Figure("share_higher_education", "share of people aged 16 or more", 0.001, 0.999),
    "turnout": Figure("turnout_2023", "share of the electorate", *TURNOUT_BOUNDS),
    "median_household_income_nok": Figure("median_household_income_nok", "NOK a year", 1, UNBELIEVABLE, whole=True),
    "seats": Figure("seats", "members of the council", 1, MOST_SEATS, whole=True, needed=False),
}
UNITS = Texts("experiments.town_units", {one.unit: one.unit for one in FIGURES.values()})
AGES = tuple(name for name in FIGURES if name.startswith("share_") and name != "share_higher_education")
_ALSO = {"turnout_2023": "turnout", "council_seats": "seats", "inhabitants": "population", "residents": "population"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTown(Municipality):
    """A town from a user's file. Basic education is NaN, since no rule reads it."""

    seats: int | None = None
    """Members of the council; None is the smallest lawful number."""

    @property
    def council_seats(self) -> int:
        """Members of the council."""
        return Municipality.council_seats.fget(self) if self.seats is None else self.seats  # type: ignore[attr-defined]

    def checked(self) -> OwnTown:
        """Return the town; raise `InputError` for a figure out of bounds."""
        Municipality.checked(replace(self, share_basic_education=0.0) if _missing(self.share_basic_education) else self)
        return self


def _missing(value: float | None) -> bool:
    return value is None or math.isnan(value)


def town_from(plain: Mapping[str, Any]) -> Municipality:
    """Return the municipality in a manifest, one of Norway's or a user's own; raise `TypeError` where it is neither."""
    if "seats" not in plain:
        return Municipality(**plain).checked()
    education = plain.get("share_basic_education")
    return OwnTown(**{**plain, "share_basic_education": math.nan if education is None else education}).checked()


def towns_of(text: str, stem: str, where: str, table: bool) -> dict[str, OwnTown]:
    """Return the towns in a text by name: one in TOML, one for each row in CSV (`table`).

    Raises:
        InputError: a figure is missing, unknown or out of bounds; the message gives its unit and valid values.
    """
    if not table:
        town = _town(toml_of(text, where), stem, where)
        return {town.name: town}
    found: dict[str, OwnTown] = {}
    for line, row in _rows(text, where):
        town = _town(row, stem, f"{where}, row {line}")
        if town.name in found:
            raise InputError("{where}: two towns have the name {name}; give each its own", where=where, name=town.name)
        found[town.name] = town
    if not found:
        raise InputError(
            "{where}: the table is empty; its first row has the names {names}", where=where,
            names=", ".join((*EXTRA, *FIGURES)),
        )  # fmt: skip
    return found


def _rows(text: str, where: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the rows of a CSV table with the numbers that a spreadsheet gives them: 2 the first; blank rows count.

    Values between semicolons may have decimal commas, as a Norwegian Excel writes them.
    """
    semicolons = ";" in text.partition("\n")[0]
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if semicolons else ",")
    try:
        rows = [(table.line_num, row) for row in table]
    except csv.Error:  # the only fault that is one to the reader of CSV
        raise InputError(
            "{where}: a value in the table has more than {most:,} characters; look for a quotation mark that is not "
            "closed",
            where=where, most=csv.field_size_limit(),
        ) from None  # fmt: skip
    found = []
    for line, row in rows:
        if None in row or None in row.values():
            raise InputError(
                "{where}, row {line}: the row has not as many values as the first row", where=where, line=line
            )
        given = {key.strip(): value.strip() for key, value in row.items() if value.strip()}
        if not given:
            continue
        found.append((line, {
            key: value if key in EXTRA else number_or_text(value.replace(",", ".") if semicolons else value)
            for key, value in given.items()
        }))  # fmt: skip
    return found


def _town(given: Mapping[str, Any], stem: str, where: str) -> OwnTown:
    figures = {_ALSO.get(key, key): value for key, value in given.items() if key not in EXTRA}
    for key in figures:
        if key not in FIGURES:
            raise InputError(
                "{where}: unknown figure {name!r}; valid: {names}{hint}",
                where=where, name=key, names=", ".join((*EXTRA, *FIGURES)), hint=suggestion(key, (*EXTRA, *FIGURES)),
            )  # fmt: skip
    name = checked_name(given.get("name", stem), where)
    if any(fold(name) in (fold(one.name), fold(one.official_name)) for one in municipalities()):
        raise InputError(
            "{where}: {name} is the name of a municipality; give the town another name", where=where, name=name
        )
    values: dict[str, Any] = {FIGURES[key].field: _figure(key, value, where) for key, value in figures.items()}
    if "like" in given:
        try:
            like = municipality(given["like"])
        except InputError as error:
            raise InputError("{where}: like: {error}", where=where, error=error) from None
        inherited = {one.field: getattr(like, one.field) for one in FIGURES.values() if one.needed}
        if any(key in figures for key in AGES) and not all(key in figures for key in AGES):
            raise InputError(
                "{where}: give all shares of ages or none of them: {names}", where=where, names=", ".join(AGES)
            )
        values = {**inherited, "share_basic_education": like.share_basic_education, **values}
    missing = [key for key, one in FIGURES.items() if one.needed and one.field not in values]
    if missing:
        raise InputError(
            "{where}: missing: {missing}. Give them, or like = 'Larvik' to take them from a municipality",
            where=where,
            missing=Joined(", ", [Joined("", [key, " (", UNITS.message(FIGURES[key].unit), ")"]) for key in missing]),
        )
    total = sum(values[FIGURES[key].field] for key in AGES)
    if abs(total - 1.0) > SUM_OF_AGES:
        raise InputError(
            "{where}: the shares of ages add to {total:.3f}, and must add to 1: {names}",
            where=where, total=total, names=", ".join(AGES),
        )  # fmt: skip
    values.setdefault("share_basic_education", math.nan)
    return OwnTown(code=CODE, name=name, official_name=name, county="", **values).checked()


def _figure(key: str, value: Any, where: str) -> float | int:
    one = FIGURES[key]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not one.low <= value <= one.high or (one.whole and value != round(value)):
        raise _refusal(one.whole, where=where, name=key, value=shown(value), low=one.low, high=one.high,
                       unit=UNITS.message(one.unit))  # fmt: skip
    return int(value) if one.whole else float(value)


def _refusal(whole: bool, **values: Any) -> InputError:
    return InputError(
        "{where}: {name} = {value} is not valid: it must be a whole number from {low:,.0f} to {high:,.0f} ({unit})"
        if whole
        else "{where}: {name} = {value} is not valid: it must be a number from {low:g} to {high:g} ({unit})",
        **values,
    )


def read_town(given: str | Path, folder: Path = Path()) -> tuple[OwnTown, Source]:
    """Return the town of a file, and the file as it was read. `table.csv#Name` chooses a row of several.

    Raises:
        InputError: the file is not valid, or has several towns and `given` chooses none.
    """
    path, _, chosen = str(given).partition("#")
    text = read_text("town", path, folder)
    return town_in(text, str(given), chosen)


def town_in(text: str, given: str, chosen: str = "") -> tuple[OwnTown, Source]:
    """Return a town of a file's text, and the file; `chosen` names one of several."""
    path = Path(given.partition("#")[0])
    towns = towns_of(text, path.stem, str(path), path.suffix.lower() == ".csv")
    if not chosen and len(towns) > 1:
        raise InputError(
            "{file} has {n} towns; choose one as {file}#NAME: {names}", file=path, n=len(towns), names=", ".join(towns)
        )
    found = towns.get(chosen) if chosen else next(iter(towns.values()))
    if found is None:
        raise InputError(
            "{file} has no town {name!r}; valid: {names}{hint}",
            file=path, name=chosen, names=", ".join(towns), hint=suggestion(chosen, towns),
        )  # fmt: skip
    register("town", found.name, found.name)
    return found, Source("town", found.name, given, text)


def names_town(given: Any) -> bool:
    """Return whether `given` names a town's file, and no municipality."""
    if not isinstance(given, str | Path) or not names_file("town", given):
        return False
    return Path(given).suffix != "" or not any(fold(str(given)) == fold(one.name) for one in municipalities())


def town_named(given: Any, folder: Path = Path()) -> Any:
    """Return the town of a file where `given` names one, and anything else as it is."""
    return read_town(given, folder)[0] if names_town(given) else given
