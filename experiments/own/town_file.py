"""A town of one's own: a TOML file, or a row of a CSV table, with the figures of a municipality.

`FIGURES` declares each figure with its unit and bounds. A file gives them all, or names a municipality in `like`, which
gives the figures that the file leaves out.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from agents.errors import InputError, fold, shown, suggestion
from experiments.own.source import Source, checked_name, read_text
from experiments.reading import number_or_text, toml_of
from model.town.municipalities import LARGEST, TURNOUT_BOUNDS, UNBELIEVABLE, Municipality, municipalities, municipality
from model.town.own import CODE, MOST_SEATS, OwnTown
from samskaping.language import SOURCE, Joined, Language, Message, Texts
from samskaping.registry import names_file, register

SUM_OF_AGES = 0.01  # how far the four shares may be from 1 together, since published ones are rounded
EXTRA = ("name", "like")
NEWER = 2027
"""The year after that of the municipalities' figures: a town with newer figures may have it in its name."""


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
_SUFFIX = re.compile(r"\.[A-Za-z]\w*$")
_SPACE = re.compile(r"(?<=\d)\s(?=\d{3}(?!\d))")  # in 5 000; also one at which no line is broken
_ALSO = {"turnout_2023": "turnout", "council_seats": "seats", "inhabitants": "population", "residents": "population"}


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

    Values between semicolons may have decimal commas, and thousands may be set apart by spaces, as a Norwegian Excel
    writes them.
    """
    semicolons = ";" in text.partition("\n")[0]
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if semicolons else ",")
    try:
        head = [name.strip() for name in table.fieldnames or ()]
        rows = [(table.line_num, row) for row in table]
    except csv.Error:  # the only fault that is one to the reader of CSV
        raise InputError(
            "{where}: a value in the table has more than {most:,} characters; look for a quotation mark that is not "
            "closed",
            where=where, most=csv.field_size_limit(),
        ) from None  # fmt: skip
    _check_keys([name for name in head if name], f"{where}, row 1", table=True)
    found = []
    for line, row in rows:
        if None in row or None in row.values():
            raise InputError(
                "{where}, row {line}: the row has not as many values as the first row", where=where, line=line
            )
        given = {key.strip(): value.strip() for key, value in row.items() if value.strip()}
        if not given:
            continue
        figures = {key: _number(value, semicolons) for key, value in given.items() if key not in EXTRA}
        found.append((line, {**given, **figures}))
    return found


def _number(value: str, decimal_comma: bool) -> int | float | str:
    return number_or_text(_SPACE.sub("", value.replace(",", ".") if decimal_comma else value))


def _town(given: Mapping[str, Any], stem: str, where: str) -> OwnTown:
    _check_keys(given, where)
    figures = {_ALSO.get(key, key): value for key, value in given.items() if key not in EXTRA}
    name = checked_name(given.get("name", stem), where)
    for one in municipalities():
        if fold(name) in (fold(one.name), fold(one.official_name)):
            raise InputError(
                "{where}: {name} is the name of a municipality; give the town another name, such as {other!r}",
                where=where, name=name, other=newer_name(one),
            )  # fmt: skip
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
            "{where}: missing: {missing}. Give it, or like = 'Larvik' to take it from a municipality"
            if len(missing) == 1
            else "{where}: missing: {missing}. Give them, or like = 'Larvik' to take them from a municipality",
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


def _check_keys(given: Iterable[str], where: str, table: bool = False) -> None:
    valid = (*EXTRA, *FIGURES)
    for key in given:
        if _ALSO.get(key, key) not in valid:
            raise InputError(
                "{where}: unknown column {name!r}; columns have these names, whatever the language: {names}{hint}"
                if table
                else "{where}: unknown figure {name!r}; valid: {names}{hint}",
                where=where, name=key, names=", ".join(valid), hint=suggestion(key, valid),
            )  # fmt: skip


def newer_name(town: Municipality) -> str:
    """Return a name for a town that has newer figures than a municipality: no town file may have the same name."""
    return f"{town.name} {NEWER}"


def town_text(town: Municipality, language: Language = SOURCE) -> str:
    """Return a municipality as the text of a town file, complete, with the unit of each figure."""
    intro = Message(
        "# The figures of {town}. Change what you want to. The town needs a name that no municipality has.",
        town=town.label,
    )
    lines = [intro.text(language), f"name = {json.dumps(newer_name(town), ensure_ascii=False)}"]
    for key, one in FIGURES.items():
        value = town.council_seats if one.field == "seats" else getattr(town, one.field)
        unit = UNITS(one.unit, language)
        if not one.needed:
            unit = Message("{unit} (the smallest lawful number)", unit=unit).text(language)
        lines.append(f"{key} = {value!r}  # {unit}")
    return "\n".join(lines) + "\n"


def _figure(key: str, value: Any, where: str) -> float | int:
    one = FIGURES[key]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if (share := _of_a_hundred(value)) is not None and one.high < 1.0 + SUM_OF_AGES and one.low <= share <= one.high:
        raise InputError(
            "{where}: {name} = {value} is not valid: it must be a number from {low:g} to {high:g} ({unit}), here "
            "{share}",
            where=where, name=key, value=shown(value), low=one.low, high=one.high, unit=UNITS.message(one.unit),
            share=f"{share:g}",
        )  # fmt: skip
    if not number or not one.low <= value <= one.high or (one.whole and value != round(value)):
        raise _refusal(one.whole, where=where, name=key, value=shown(value), low=one.low, high=one.high,
                       unit=UNITS.message(one.unit))  # fmt: skip
    return int(value) if one.whole else float(value)


def _of_a_hundred(value: Any) -> float | None:
    """Return the share that is meant by per cent, such as "21 %" or 21, or by a text such as "0,21"; None else."""
    written = isinstance(value, str)
    given = number_or_text(value.replace(",", ".").rstrip("% \N{NO-BREAK SPACE}")) if written else value
    if isinstance(given, bool) or not isinstance(given, int | float):
        return None
    if (written and "%" in value) or given > 1.0:
        return given / 100.0
    return float(given) if written else None


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
    """Return a town of a file's text, and the file; `chosen` names one of several. Raises `InputError` without it."""
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
    """Return the town of a file where `given` names one, and anything else as it is; raises as `read_town` does."""
    if names_town(given):
        return read_town(given, folder)[0]
    refuse_other_file(given, folder)
    return given


def refuse_other_file(given: Any, folder: Path = Path()) -> None:
    """Raise `InputError` where `given` names no municipality, but a file without the suffix of a town's file."""
    if not isinstance(given, str) or not (_SUFFIX.search(given) or (folder / given).is_file()):
        return
    try:
        municipality(given)
    except InputError:
        raise InputError(
            "{file} is no municipality, and the file of a town must end in .toml or .csv", file=given
        ) from None
