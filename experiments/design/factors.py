"""What a study varies: each factor's name, and the levels or the range it takes, checked against its declaration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from agents.errors import InputError, hints, shown
from model.paradigms.paradigm import Paradigm, load_paradigm
from model.parameters.declare import Declaration, coerced
from model.parameters.parameters import Parameters
from model.town.municipalities import LARGEST, SMALLEST, municipality

# The keys of a study file, and what a run is made of besides parameters and rules.
STUDY_KEYS = ("name", "months", "seeds", "outcomes", "keep", "design", "base", "factors")
RUN_KEYS = ("paradigm", "municipality", "citizens", "scenario")


@dataclass(frozen=True)
class Factor:
    """One thing that a study varies: a list of `levels`, or a range from `low` to `high`."""

    name: str
    levels: tuple[Any, ...] = ()
    low: float = 0.0
    high: float = 0.0

    @property
    def sampled(self) -> bool:
        """Whether the factor is a range, to be sampled."""
        return not self.levels

    def at(self, shares: np.ndarray) -> np.ndarray:
        """Return the values at `shares` (0-1) of the range: of whole numbers the nearest."""
        values = self.low + shares * (self.high - self.low)
        return np.clip(np.rint(values), self.low, self.high).astype(np.int64) if is_whole(self.name) else values


@cache
def declared() -> dict[str, Declaration]:
    """Return every parameter's and rule's declaration by its dotted name."""
    return {d.name: d for d in (*Parameters.declarations(), *Paradigm.declarations())}


def is_whole(name: str) -> bool:
    """Return whether a factor takes whole numbers only."""
    return name == "citizens" or (name in declared() and declared()[name].kind == "whole")


def is_text(name: str) -> bool:
    """Return whether a factor takes words."""
    return name in ("paradigm", "municipality", "scenario") or (
        name in declared() and declared()[name].kind == "choice"
    )


def check_name(name: str, where: str) -> None:
    """Raise `InputError` unless `name` is something that can be set in a run; `where` begins the message."""
    if name not in RUN_KEYS and name not in declared():
        if name in STUDY_KEYS:
            raise InputError(
                f"{where}: {name} belongs at the top of the file, above all tables",
                f"{where}: {name} hører hjemme øverst i filen, over alle tabeller",
            )
        rule = f"rules.{name}"
        hint, tips = hints(rule, [rule]) if rule in declared() else hints(name, (*RUN_KEYS, *declared()))
        keys = ", ".join(RUN_KEYS)
        raise InputError(
            f"{where}: unknown name {name!r}; {hint + ' ' if hint else ''}valid: {keys} and the names that "
            "`samskaping parameters` lists",
            f"{where}: ukjent navn {name!r}; {tips + ' ' if tips else ''}gyldige: {keys} og navnene som "
            "`samskaping parameters` viser",
        )


def checked_value(name: str, value: Any, where: str) -> Any:
    """Return `value` as a run takes it, canonical (a preset's own name, a municipality's name or code)."""
    try:
        return _value(name, value)
    except InputError as error:
        if str(error).startswith(f"{name} = "):  # not the name twice
            where = where.removesuffix(f": {name}")
        raise InputError(f"{where}: {error}", f"{where}: {error.norwegian}") from None


def _value(name: str, value: Any) -> Any:
    if name == "paradigm":
        return load_paradigm(value).name
    if name == "scenario":
        from experiments.runs.scenario import load_scenario

        return load_scenario(value).name
    if name == "municipality":
        town = municipality(value)
        try:
            return town.name if municipality(town.name) == town else town.code
        except InputError:  # several have that name
            return town.code
    if name == "citizens":
        integer = isinstance(value, int) and not isinstance(value, bool)
        if not integer or not SMALLEST <= value <= LARGEST:
            raise InputError(
                f"citizens = {shown(value)} is not valid: a whole number from {SMALLEST} to {LARGEST:,}",
                f"citizens = {shown(value)} kan ikke brukes: et heltall fra {SMALLEST} til {LARGEST}",
            )
        return value
    if isinstance(value, str) and declared()[name].kind != "choice":
        raise InputError(
            f"{name} = {shown(value)} is not valid: it must be {declared()[name].valid}, without quotes",
            f"{name} = {shown(value)} kan ikke brukes: Det må være {declared()[name].valid_nb}, uten anførselstegn",
        )
    return coerced(declared()[name], value)


def read_factor(name: str, given: Any, where: str) -> Factor:
    """Return a factor from what a study file gives for it: a list of levels, or `{ low = , high = }`."""
    check_name(name, where)
    if isinstance(given, Mapping):
        return _read_range(name, given, where)
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise InputError(
            f"{where}: {shown(given)} is not valid: give a list of levels, or {{ low = ..., high = ... }}",
            f"{where}: {shown(given)} kan ikke brukes: oppgi en liste med nivåer, eller {{ low = ..., high = ... }}",
        )
    if not given:
        raise InputError(
            f"{where}: the list is empty; give at least one level", f"{where}: listen er tom; oppgi minst ett nivå"
        )
    known: dict[str, Any] = {}  # looking up a word takes long, and a list may repeat it often

    def level(value: Any) -> Any:
        if not isinstance(value, str):
            return checked_value(name, value, where)
        if value not in known:
            known[value] = checked_value(name, value, where)
        return known[value]

    return Factor(name, tuple(map(level, given)))


def _read_range(name: str, given: Mapping[str, Any], where: str) -> Factor:
    unknown = set(given) - {"low", "high"}
    if unknown:
        raise InputError(
            f"{where}: unknown key {min(unknown)!r}; a range is {{ low = ..., high = ... }}",
            f"{where}: ukjent nøkkel {min(unknown)!r}; et spenn er {{ low = ..., high = ... }}",
        )
    if {"low", "high"} - set(given):
        raise InputError(f"{where}: a range needs both low and high", f"{where}: et spenn trenger både low og high")
    if is_text(name) or (name in declared() and declared()[name].kind == "switch"):
        raise InputError(
            f"{where}: {name} is not a number, so it has no range; give a list of levels",
            f"{where}: {name} er ikke et tall og har derfor ikke noe spenn; oppgi en liste med nivåer",
        )
    low, high = (checked_value(name, given[end], where) for end in ("low", "high"))
    if not low < high:
        raise InputError(
            f"{where}: low = {low} is not below high = {high}", f"{where}: low = {low} er ikke under high = {high}"
        )
    return Factor(name, low=low, high=high)
