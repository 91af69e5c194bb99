"""The 357 Norwegian municipalities: their figures, and look-up by name or number.

The figures are Statistics Norway's, read from data/municipalities.csv; data/SOURCES.md gives the table
and year of every column. The borders and numbers are those in force since 1 January 2024.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from numbers import Integral
from typing import TypeAlias

from agents.errors import InputError, fold, shown, suggestion
from model.town.former_municipalities import FormerMunicipality, former_by_code, former_by_name
from samskaping.language import Joined, Listing, Message

SMALLEST, LARGEST = 50, 10_000_000
"""How few and how many citizens a simulated municipality can have."""

SMALLEST_VALID = 5_000
"""Fewest citizens that stand for a larger municipality: from here on results equal the full town's within stated
margins (docs/sizes.md). A municipality with fewer residents is simulated in full."""

# Smallest lawful municipal council: members for a population of at most so many residents. Sources that quote the Act,
# with the section's number of 1992:
#
# - https://www.oavis.no/kommunesammenslaing-kommunestyret-kutt/vi-har-et-fornuftig-antall-representanter-i-kommunestyret/615953
# - letters c and d of section 5-5: https://quizaksen.no/arkiv/2021-2/adventsquizaksen-2021/luke-12/svar-luke-12/
_COUNCIL_BANDS = ((5_000, 11), (10_000, 19), (50_000, 27), (100_000, 35))
_LARGEST_COUNCIL_BAND = 43


def council_seats(population: int) -> int:
    """Return the smallest lawful number of council members for `population` residents.

    Source: the Norwegian Local Government Act (Act no. 83 of 22 June 2018), section 5-5, letters a to e. It requires
    at least 11 members up to 5,000 residents, 19 above 5,000, 27 above 10,000, 35 above 50,000 and 43 above 100,000.
    Many councils are larger. The Act counts residents at the last New Year but one before the election; this function
    uses `population`.
    """
    for most_residents, members in _COUNCIL_BANDS:
        if population <= most_residents:
            return members
    return _LARGEST_COUNCIL_BAND


TURNOUT_BOUNDS = (0.01, 0.99)  # its log odds must be finite
UNBELIEVABLE = 1e12  # people, or NOK


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """One municipality as the registers describe it. Shares are fractions, 0 to 1.

    Sources: Statistics Norway, tables 07459 (population), 09429 (education), 09475 (turnout) and
    06944 (income).
    """

    code: str
    """Four-digit municipality number; text, since Oslo's is 0301."""
    name: str
    """Norwegian name. Two names are shared by two municipalities each: Herøy and Våler."""
    official_name: str
    """Official name with its Sami and Kven forms, separated by " - "."""
    county: str
    """County since 1 January 2024."""
    population: int
    """Residents on 1 January 2026 (persons)."""
    share_0_17: float
    """Residents aged 0-17, share of the population, 1 January 2026."""
    share_18_66: float
    """Residents aged 18-66, share of the population, 1 January 2026."""
    share_67_79: float
    """Residents aged 67-79, share of the population, 1 January 2026."""
    share_80plus: float
    """Residents aged 80 or more, share of the population, 1 January 2026."""
    share_higher_education: float
    """University or college education, share of those aged 16 or more with known education, 2024."""
    share_basic_education: float
    """Compulsory school only, share of those aged 16 or more with known education, 2024."""
    turnout_2023: float
    """Votes cast at the municipal election of 11 September 2023, share of the electorate."""
    median_household_income_nok: int
    """Median household income after tax in 2024 (NOK a year), not adjusted for household size."""

    def checked(self) -> Municipality:
        """Return the municipality; raise `InputError` for a figure out of bounds (a caller may construct one)."""
        shares = [name for name in self.__dataclass_fields__ if name.startswith("share_")]
        for name in (*shares, "turnout_2023"):
            low, high = TURNOUT_BOUNDS if name == "turnout_2023" else (0.0, 1.0)
            if not low <= getattr(self, name) <= high:  # NaN neither
                raise InputError(
                    "{name} = {value!r} is not valid: it must be a number from {low:g} to {high:g}",
                    name=name,
                    value=getattr(self, name),
                    low=low,
                    high=high,
                )
        if not sum(getattr(self, name) for name in shares[:4]) > 0.0:
            raise InputError("the age shares of {name} are all 0: at least one must be greater", name=self.name)
        for name in ("population", "median_household_income_nok"):
            if not 1 <= getattr(self, name) < UNBELIEVABLE:
                raise InputError(
                    "{name} = {value!r} is not valid: it must be a number from 1", name=name, value=getattr(self, name)
                )
        return self

    @property
    def label(self) -> str:
        """Name to show: with the county where another municipality has the same name."""
        return f"{self.name} ({self.county})" if self.name in _shared_names() else self.name

    @property
    def council_seats(self) -> int:
        """Smallest lawful number of council members (persons); see `council_seats` in this module."""
        return council_seats(self.population)


# Accepted ways to name a municipality. A `Municipality` is used as it is, so that callers can construct one.
MunicipalityLike: TypeAlias = "Municipality | str | int"

# Municipalities with a name: one or several.
_Index: TypeAlias = "dict[str, tuple[Municipality, ...]]"


@cache
def municipalities() -> tuple[Municipality, ...]:
    """Return all municipalities, ordered by code."""
    table = files("model").joinpath("data", "municipalities.csv").read_text(encoding="utf-8")
    return tuple(sorted(map(_from_row, csv.DictReader(table.splitlines())), key=lambda town: town.code))


@cache
def _shared_names() -> frozenset[str]:
    names = [town.name for town in municipalities()]
    return frozenset(name for name in names if names.count(name) > 1)


def municipality(name_or_code: MunicipalityLike) -> Municipality:
    """Return the municipality with this name or four-digit code.

    Names are matched without case and accents, in Norwegian, Sami or Kven: "Bodø", "bodo kommune", "Guovdageaidnu".
    Municipalities that share a name need their county: "Herøy, Nordland". A code can be text or a whole number: "0301"
    and 301 are Oslo.

    Raises:
        InputError: when no municipality, or more than one, has this name. The message gives the nearest names, and the
            successors of a number or name that is no longer in force.
    """
    if isinstance(name_or_code, Municipality):
        return name_or_code
    if isinstance(name_or_code, Integral) and not isinstance(name_or_code, bool):
        return _by_code(shown(int(name_or_code)))
    if not isinstance(name_or_code, str):
        raise InputError(
            "a municipality is given by its name or its four-digit code, such as 'Larvik' or '3909', not by "
            "{name_or_code} ({kind})",
            name_or_code=shown(name_or_code),
            kind=type(name_or_code).__name__,
        )
    asked = name_or_code.strip()
    if asked.isascii() and asked.isdigit():
        return _by_code(asked)
    return _by_name(asked)


def _by_code(code: str) -> Municipality:
    towns = {town.code: town for town in municipalities()}
    found = towns.get(code.zfill(4))
    if found is None:
        former = former_error(code)
        if former is not None:
            raise former
        raise InputError(
            "no municipality has the code {code!r}: codes are the four-digit municipality numbers in force since "
            "1 January 2024, from {first} to {last}{hint}",
            code=code,
            first=min(towns),
            last=max(towns),
            hint=suggestion(code.zfill(4), towns),
        )
    return found


def _by_name(name: str) -> Municipality:
    exact, folded = _indexes()
    found = exact.get(name.casefold()) or folded.get(fold(name).removesuffix(" kommune"), ())
    if len(found) == 1:
        return found[0]
    if found:
        which = [f"{town.code} ({town.name}, {town.county})" for town in found]
        raise InputError(
            "{name!r} is the name of {n} municipalities: give the code, {codes}",
            name=name,
            n=len(found),
            codes=Listing(which, "or"),
        )
    former = former_error(name)
    if former is not None:
        raise former
    known = [part for town in municipalities() for part in _names(town)]
    raise InputError(
        "no municipality is called {name!r}: give one of Norway's {n} municipalities by its name or four-digit "
        "code{hint}",
        name=name,
        n=len(municipalities()),
        hint=suggestion(name, known),
    )


def former_error(name_or_code: str) -> InputError | None:
    """Return the error that names the successors of a number or name no longer in force, or None if it is neither."""
    asked = name_or_code.strip()
    by_number = asked.isascii() and asked.isdigit()
    if by_number:
        formers = tuple(filter(None, [former_by_code(asked.zfill(4))]))
    else:
        formers = former_by_name(asked)
    if not formers:
        return None
    codes = list(dict.fromkeys(code for former in formers for code in former.successors))
    return InputError(
        "{changes}: give {codes}",
        changes=Joined("; ", [_successors(former, by_number) for former in formers]),
        codes=Listing(codes, "or"),
    )


def _successors(former: FormerMunicipality, by_number: bool) -> Message:
    """Return when a number went out of use and which municipalities have its area now.

    The text begins with the number or the name that was asked for.
    """
    towns = [municipality(code) for code in former.successors]
    named = Listing(f"{town.code} {town.label}" for town in towns)
    if len(towns) > 1:
        now = Message("is now divided between {towns}", towns=named)
    elif {fold(name) for name in former.names} & {fold(name) for name in _names(towns[0])}:
        now = Message("is now {towns}", towns=named)
    else:
        now = Message("now belongs to {towns}", towns=named)
    if not by_number:
        return Message(
            "{name} (number {code} until {year}) {now}",
            name=former.name,
            code=former.code,
            year=former.last_year,
            now=now,
        )
    return Message(
        "the number {code} went out of use in {year}, and {name} {now}",
        code=former.code,
        year=former.last_year + 1,
        name=former.name,
        now=now,
    )


@cache
def _indexes() -> tuple[_Index, _Index]:
    """Return the municipalities by name as written, and by name in plain letters."""
    exact: _Index = {}
    folded: _Index = {}
    for town in municipalities():
        for name in _names(town):
            _add(exact, name.casefold(), town)
            typed = name.casefold().replace("ø", "oe").replace("å", "aa")
            for spelling in (name, typed, f"{name} {town.county}", f"{typed} {town.county}"):
                _add(folded, fold(spelling), town)
    return exact, folded


def _add(index: _Index, key: str, town: Municipality) -> None:
    known = index.get(key, ())
    if town not in known:
        index[key] = (*known, town)


def _names(town: Municipality) -> tuple[str, ...]:
    """Return the name, the official name, and the official name's parts, each once."""
    return tuple(dict.fromkeys((town.name, town.official_name, *town.official_name.split(" - "))))


def _from_row(row: dict[str, str]) -> Municipality:
    return Municipality(
        code=row["code"],
        name=row["name"],
        official_name=row["name_official"],
        county=row["county"],
        population=int(row["population"]),
        share_0_17=float(row["share_0_17"]),
        share_18_66=float(row["share_18_66"]),
        share_67_79=float(row["share_67_79"]),
        share_80plus=float(row["share_80plus"]),
        share_higher_education=float(row["share_higher_education"]),
        share_basic_education=float(row["share_basic_education"]),
        turnout_2023=float(row["turnout_2023"]),
        median_household_income_nok=int(row["median_household_income_nok"]),
    )


def population_of(place: Municipality, citizens: int | None) -> int:
    """Return how many citizens to simulate, checked; None is the real number."""
    if citizens is None:
        return place.population
    if isinstance(citizens, bool) or not isinstance(citizens, Integral) or not SMALLEST <= citizens <= LARGEST:
        raise InputError(
            "citizens = {citizens} is not valid: it must be a whole number from {SMALLEST} to {LARGEST:,}",
            citizens=shown(citizens),
            SMALLEST=SMALLEST,
            LARGEST=LARGEST,
        )
    return int(citizens)
