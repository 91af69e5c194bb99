"""The tables `[[exclude]]` of a study: combinations of factors' values that no run has.

A point is left out where it has all the values of one table. A value is a level, a list of levels, or a part of a
range, `{ low = , high = }`, whose ends belong to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agents.errors import InputError, shown, suggestion
from experiments.design.factors import Factor, checked_value

if TYPE_CHECKING:
    from experiments.design.designs import Design, Point

MOST_POINTS = 1_000_000
"""Points that a design with exclusions may have before any is left out: each of them is looked at."""


@dataclass(frozen=True)
class Part:
    """A part of a range, both ends included."""

    low: float
    high: float


@dataclass(frozen=True)
class Exclusion:
    """One table: the values of some factors that do not go together."""

    values: tuple[tuple[str, tuple[Any, ...] | Part], ...]

    def has(self, point: Point) -> bool:
        """Return whether a point is left out."""
        return all(
            where.low <= point[name] <= where.high if isinstance(where, Part) else point[name] in where
            for name, where in self.values
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the table as plain values, as a study file has it."""
        return {
            name: {"low": where.low, "high": where.high} if isinstance(where, Part) else list(where)
            for name, where in self.values
        }


def read_exclusions(
    given: Any, factors: Sequence[Factor], design: Design, where: Callable[[str], str]
) -> tuple[Exclusion, ...]:
    """Return the exclusions of a study file, checked against its factors and its design.

    Raises:
        InputError: a table names no factor or no level of one, or the design cannot leave such points out.
    """
    place = where("exclude")
    if not isinstance(given, list) or not all(isinstance(one, Mapping) and one for one in given):
        raise InputError("{where}: each combination is a table of its own, headed [[exclude]]", where=place)
    known = {factor.name: factor for factor in factors}
    found = tuple(_read(dict(table), known, place) for table in given)
    if found and design.most(factors) > MOST_POINTS:
        raise InputError(
            "{where}: the design has {n:,} points, and at most {most:,} can be checked for exclusions; give fewer "
            "levels or samples",
            where=place, n=design.most(factors), most=MOST_POINTS,
        )  # fmt: skip
    ranges = [name for one in found for name, _ in one.values if known[name].sampled]
    if ranges and design.kind in ("sobol", "morris"):
        raise InputError(
            "{where}: a {kind} sample cannot leave out points by the range {name}: its indices need every point. "
            "Exclude by factors with levels, narrow the range, or use kind = 'lhs'",
            where=place, kind=design.kind, name=ranges[0],
        )  # fmt: skip
    return found


def _read(table: Mapping[str, Any], known: Mapping[str, Factor], where: str) -> Exclusion:
    values: list[tuple[str, tuple[Any, ...] | Part]] = []
    for name, given in _dotted(table, known):
        if name not in known:
            raise InputError(
                "{where}: {name} is not a factor of the study; its factors are: {names}{hint}",
                where=where, name=name, names=", ".join(known), hint=suggestion(name, known),
            )  # fmt: skip
        values.append((name, _part(known[name], given, where)))
    return Exclusion(tuple(values))


def _dotted(table: Mapping[str, Any], known: Mapping[str, Factor], prefix: str = "") -> list[tuple[str, Any]]:
    """Return the entries of a table by dotted names: `trust.gain = 0.1` is a table in TOML."""
    found: list[tuple[str, Any]] = []
    for key, value in table.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping) and name not in known and not {"low", "high"} & set(value):
            found += _dotted(value, known, f"{name}.")
        else:
            found.append((name, value))
    return found


def _part(factor: Factor, given: Any, where: str) -> tuple[Any, ...] | Part:
    if isinstance(given, Mapping):
        if set(given) - {"low", "high"} or not given:
            raise InputError(
                "{where}: {name}: a part of a range is {{ low = ..., high = ... }}", where=where, name=factor.name
            )
        if not factor.sampled:
            raise InputError(
                "{where}: {name} has levels, not a range; name the levels to leave out", where=where, name=factor.name
            )
        ends = {end: checked_value(factor.name, value, where) for end, value in given.items()}
        part = Part(ends.get("low", factor.low), ends.get("high", factor.high))
        if part.low > part.high or part.high < factor.low or part.low > factor.high:
            raise InputError(
                "{where}: {name}: no value of the range {low} to {high} lies in {given}",
                where=where, name=factor.name, low=str(factor.low), high=str(factor.high), given=shown(dict(given)),
            )  # fmt: skip
        return part
    levels = given if isinstance(given, list) else [given]
    if factor.sampled:
        raise InputError(
            "{where}: {name} is a range; give the part to leave out, {{ low = ..., high = ... }}",
            where=where, name=factor.name,
        )  # fmt: skip
    checked = tuple(checked_value(factor.name, level, where) for level in levels)
    for level in checked:
        if level not in factor.levels:
            raise InputError(
                "{where}: {name} never has the level {level}; its levels are: {names}",
                where=where, name=factor.name, level=shown(level), names=", ".join(map(str, factor.levels[:20])),
            )  # fmt: skip
    return checked
