"""The factors of a study: the name of each, and its levels or range, checked against the declaration."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from agents.errors import InputError, shown, suggestion
from experiments.runs.run import MOST_MONTHS, integer
from model.paradigms.paradigm import Paradigm, full_name_hint, load_paradigm
from model.parameters.declare import Declaration, coerced
from model.parameters.parameters import Parameters
from model.town.municipalities import LARGEST, SMALLEST, municipality
from samskaping.registry import registered

# The keys of a study file, and the settings of a run besides parameters and rules.
STUDY_KEYS = (
    "name", "months", "seeds", "outcomes", "mechanisms", "keep", "design", "base", "factors", "exclude", "derived",
    "arms", "timeline", "precision",
)  # fmt: skip
RUN_KEYS = ("paradigm", "arm", "municipality", "citizens", "scenario")


_TIMED = re.compile(r"timeline\.([^.\s]+)\.(month|until|over)")


def timed(name: str) -> tuple[str, str] | None:
    """Return the change and the key that a factor such as "timeline.cut.month" varies; None for other factors."""
    found = _TIMED.fullmatch(name)
    return (found[1], found[2]) if found else None


@dataclass(frozen=True)
class Factor:
    """One thing that a study varies: a list of `levels`, or a range from `low` to `high`."""

    name: str
    levels: tuple[Any, ...] = ()
    low: float = 0.0
    high: float = 0.0
    log: bool = False
    """Whether a range is sampled evenly in the logarithm: as often from 1 to 10 as from 10 to 100."""

    @property
    def sampled(self) -> bool:
        """Whether the factor is a range, to be sampled."""
        return not self.levels

    def at(self, shares: np.ndarray) -> np.ndarray:
        """Return the values at `shares` (0-1, any shape) of the range, in that shape; whole numbers are rounded."""
        values = self.low + shares * (self.high - self.low)
        if self.log:
            values = self.low * (self.high / self.low) ** shares
        return np.clip(np.rint(values), self.low, self.high).astype(np.int64) if is_whole(self.name) else values


def declared() -> dict[str, Declaration]:
    """Return every parameter's and rule's declaration by its dotted name, those of mechanisms that were read too."""
    own = registered("parameter")
    return {**of_the_model(), **own} if own else of_the_model()


@cache
def of_the_model() -> dict[str, Declaration]:
    """Return the declaration of every parameter and rule of the model itself, by its dotted name."""
    return {d.name: d for d in (*Parameters.declarations(), *Paradigm.declarations())}


def is_whole(name: str) -> bool:
    """Return whether a factor takes whole numbers only."""
    return name == "citizens" or bool(timed(name)) or (name in declared() and declared()[name].kind == "whole")


def is_text(name: str) -> bool:
    """Return whether a factor takes words."""
    return name in ("paradigm", "arm", "municipality", "scenario") or (
        name in declared() and declared()[name].kind == "choice"
    )


def check_name(name: str, where: str) -> None:
    """Raise `InputError` unless a run has a setting, parameter or rule `name`; `where` begins the message."""
    if name not in RUN_KEYS and name not in declared() and not timed(name):
        if name.startswith("timeline."):
            raise InputError(
                "{where}: {name} is not of the form timeline.NAME.month (or until, or over), where NAME is the name of "
                "a change in [[timeline]]",
                where=where, name=name,
            )  # fmt: skip
        if name in STUDY_KEYS:
            raise InputError("{where}: {name} belongs at the top of the file, above all tables", where=where, name=name)
        raise InputError(
            "{where}: unknown name {name!r}; valid: {names} and the names that `samskaping parameters` lists{hint}",
            where=where,
            name=name,
            names=", ".join(RUN_KEYS),
            hint=full_name_hint(name) or suggestion(name, (*RUN_KEYS, *declared())),
        )


def checked_value(name: str, value: Any, where: str) -> Any:
    """Return `value` in canonical form: a preset's own name, a municipality's name or code.

    Raises `InputError`, which `where` begins, for a value that the factor cannot have.
    """
    try:
        return _value(name, value)
    except InputError as error:
        if str(error).startswith(f"{name} = "):  # not the name twice
            where = where.removesuffix(f": {name}")
        raise InputError("{where}: {error}", where=where, error=error) from None


def _value(name: str, value: Any) -> Any:
    kind = {"paradigm": "paradigm", "municipality": "town"}.get(name)
    if kind and isinstance(value, str) and value in registered(kind):
        return value
    if name == "paradigm":
        return load_paradigm(value).name
    if name == "scenario":
        from experiments.runs.scenario import load_scenario

        return load_scenario(value).name
    if name == "arm":  # the study checks which arms there are
        if not isinstance(value, str):
            raise InputError("arm = {value} is not valid: it must be the name of an arm", value=shown(value))
        return value
    if name == "municipality":
        town = municipality(value)
        try:
            return town.name if municipality(town.name) == town else town.code
        except InputError:  # several have that name
            return town.code
    if timed(name):
        return integer(name, value, 1, MOST_MONTHS)
    if name == "citizens":
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole or not SMALLEST <= value <= LARGEST:
            raise InputError(
                "citizens = {value} is not valid: it must be a whole number from {low:,} to {high:,}",
                value=shown(value),
                low=SMALLEST,
                high=LARGEST,
            )
        return value
    if isinstance(value, str) and declared()[name].kind != "choice":
        raise InputError(
            "{name} = {value} is not valid: it must be {valid}, without quotes",
            name=name, value=shown(value), valid=declared()[name].valid,
        )  # fmt: skip
    return coerced(declared()[name], value)


def read_factor(name: str, given: Any, where: str) -> Factor:
    """Return a factor from what a study file gives for it.

    That is a list of levels, `{ low = , high = }`, or `{ relative = [0.8, 1.2] }`: levels as multiples of the default.
    Raises `InputError`, which `where` begins, for an unknown name, another form, or a value that cannot be.
    """
    check_name(name, where)
    if isinstance(given, Mapping):
        if isinstance(given.get("relative"), list):
            return _read_multiples(name, given, where)
        return _read_range(name, given, where)
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise InputError(
            "{where}: {given} is not valid: give a list of levels, or {{ low = ..., high = ... }}",
            where=where,
            given=shown(given),
        )
    if not given:
        raise InputError("{where}: the list is empty; give at least one level", where=where)
    known: dict[str, Any] = {}  # looking up a word is slow, and a list may repeat it often

    def level(value: Any) -> Any:
        if not isinstance(value, str):
            return _checked_level(name, value, where)
        if value not in known:
            known[value] = _checked_level(name, value, where)
        return known[value]

    return Factor(name, tuple(map(level, given)))


def _checked_level(name: str, value: Any, where: str) -> Any:
    """Return a checked level; a refusal says how multiples of the default are written, where there are any."""
    try:
        return checked_value(name, value, where)
    except InputError as error:
        default = None if name.startswith("rules.") or name not in declared() else declared()[name].default
        if isinstance(default, bool) or not isinstance(default, int | float) or default == 0:
            raise
        raise InputError(
            "{error}; multiples of the default are written {{ relative = [0.8, 1, 1.2] }}", error=error
        ) from None


def is_relative(given: Any) -> bool:
    """Return whether a study file gives a factor's values as multiples of the default."""
    return isinstance(given, Mapping) and bool(given.get("relative"))


def _read_multiples(name: str, given: Mapping[str, Any], where: str) -> Factor:
    if set(given) != {"relative"}:
        raise InputError(
            "{where}: relative = [...] gives levels and stands alone; a relative range is "
            "{{ low = 0.8, high = 1.2, relative = true }}",
            where=where,
        )
    if not given["relative"]:
        raise InputError("{where}: the list is empty; give at least one level", where=where)
    return Factor(name, tuple(_multiple(name, times, where) for times in given["relative"]))


def _multiple(name: str, times: Any, where: str) -> Any:
    """Return a multiple of a parameter's default, rounded for whole numbers and checked."""
    if isinstance(times, bool) or not isinstance(times, int | float):
        raise InputError("{where}: relative: {value} is not a number", where=where, value=shown(times))
    known = declared().get(name)
    default = None if known is None or name.startswith("rules.") else known.default
    if known is None or isinstance(default, bool) or not isinstance(default, int | float):
        raise InputError(
            "{where}: {name} has no number as its default that holds in every run, so its values cannot be relative; "
            "give the values themselves",
            where=where, name=name,
        )  # fmt: skip
    if default == 0:
        raise InputError(
            "{where}: the default of {name} is 0, and so is every multiple of it; give the values themselves",
            where=where, name=name,
        )  # fmt: skip
    value = round(times * default) if known.kind == "whole" else float(f"{times * default:.12g}")
    return checked_value(name, value, where)


_RANGE_KEYS = ("low", "high", "relative", "scale")


def _read_range(name: str, given: Mapping[str, Any], where: str) -> Factor:
    unknown = sorted(set(given) - set(_RANGE_KEYS))
    if unknown:
        raise InputError(
            "{where}: unknown key {key!r}; a range is {{ low = ..., high = ... }}, perhaps with relative or "
            "scale{hint}",
            where=where, key=unknown[0], hint=suggestion(unknown[0], _RANGE_KEYS),
        )  # fmt: skip
    if {"low", "high"} - set(given):
        raise InputError("{where}: a range needs both low and high", where=where)
    relative, scale = given.get("relative", False), given.get("scale", "linear")
    if not isinstance(relative, bool):
        raise InputError(
            "{where}: relative = {value} is not valid: it must be true, false or a list of multiples",
            where=where, value=shown(relative),
        )  # fmt: skip
    if scale not in ("linear", "log"):
        raise InputError(
            "{where}: scale = {value} is not valid; valid: {names}",
            where=where, value=shown(scale), names="linear, log",
        )  # fmt: skip
    if is_text(name) or (name in declared() and declared()[name].kind == "switch"):
        raise InputError(
            "{where}: {name} is not a number, so it has no range; give a list of levels", where=where, name=name
        )
    read = _multiple if relative else _checked_level
    low, high = (read(name, given[end], where) for end in ("low", "high"))
    if not low < high:
        raise InputError("{where}: low = {low} is not below high = {high}", where=where, low=str(low), high=str(high))
    if scale == "log" and low <= 0:
        raise InputError(
            "{where}: low = {low} has no logarithm; with scale = 'log', low must be above 0", where=where, low=str(low)
        )
    return Factor(name, low=low, high=high, log=scale == "log")
