"""Old names of rules, parameters, outcomes and columns, and the name that each has now.

Studies, scenarios, links, manifests and finished sweeps may contain old names. An old name is read as the new name,
with a note. An old name together with its new name is an error. Names are never removed from the table or reused.

`current`, `current_names` and `current_list` translate. The note is a `RenamedWarning`. A server with
several users in one process gets the names with `collecting` instead.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, NamedTuple, TypeVar

from agents.errors import InputError
from samskaping.language import SOURCE, Joined, Language, Message, Translatable

Kind = Literal["rule", "parameter", "outcome", "column", "setting"]
V = TypeVar("V")


class Renamed(NamedTuple):
    """The new name, and the date (year-month-day) of the change."""

    new: str
    since: str


_FIRST = "2026-11-28"

ALIASES: dict[str, dict[str, Renamed]] = {
    "rule": {  # without the prefix `rules.`
        "aggregation.lam_p": Renamed("aggregation.weight_agenda", _FIRST),
        "aggregation.lam_d": Renamed("aggregation.weight_design", _FIRST),
        "aggregation.lam_y": Renamed("aggregation.weight_delivery", _FIRST),
        "aggregation.lam_e": Renamed("aggregation.weight_evaluation", _FIRST),
        "choice.exit": Renamed("choice.exit_support", _FIRST),
    },
    "parameter": {
        "access.press": Renamed("access.complaint_priority", _FIRST),
        "arenas.join_uptake": Renamed("arenas.join_input_followed", _FIRST),
        "politics.contact_uptake": Renamed("politics.contact_followed", _FIRST),
        "mechanisms.expected_uptake": Renamed("mechanisms.expected_input_followed", _FIRST),
    },
    "outcome": {
        "uptake": Renamed("input_followed", _FIRST),
        "indicator_gap": Renamed("reported_minus_real", _FIRST),
    },
    "column": {  # of saved tables, beside those named by an outcome or a factor
        "sd": Renamed("pooled_sd", _FIRST),
    },
}
# What `--set`, studies, scenarios and links name: parameters, and rules with their prefix.
ALIASES["setting"] = ALIASES["parameter"] | {
    f"rules.{old}": Renamed(f"rules.{new}", since) for old, (new, since) in ALIASES["rule"].items()
}


class RenamedWarning(UserWarning, Translatable):
    """Old names were used: {old: new}. `str` gives the note in English, `text` in any language."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = dict(names)
        super().__init__(self.text())

    def text(self, language: Language = SOURCE) -> str:
        """Return the note in a language."""
        notes = (Message("{old} is now called {new}", old=old, new=new) for old, new in self.names.items())
        return Joined("; ", notes).text(language)


_collected: ContextVar[dict[str, str] | None] = ContextVar("collected", default=None)


@contextmanager
def collecting() -> Iterator[dict[str, str]]:
    """Collect the old names that the body uses, {old: new}, and issue no note."""
    names: dict[str, str] = {}
    token = _collected.set(names)
    try:
        yield names
    finally:
        _collected.reset(token)


@contextmanager
def one_note() -> Iterator[None]:
    """Issue one note, at the end, for all old names that the body uses."""
    with collecting() as names:
        yield
    _note(names)


def new_name(name: str, *kinds: Kind) -> str:
    """Return the name that `name` has now among `kinds`, without a note; an unknown name comes back as it is."""
    for kind in kinds:
        while name in ALIASES[kind]:
            name = ALIASES[kind][name].new
    return name


def current(name: str, *kinds: Kind) -> str:
    """Return the name that `name` has now, with a note if it is an old one."""
    return next(iter(current_names({name: None}, *kinds)))


def current_names(values: Mapping[str, V], *kinds: Kind) -> dict[str, V]:
    """Return `values` under the names that their keys have now, in the same order, with one note for all old names.

    Raises:
        InputError: where an old name stands beside its new one.
    """
    found: dict[str, V] = {}
    changed: dict[str, str] = {}
    for name, value in values.items():
        new = new_name(name, *kinds) if isinstance(name, str) else name
        if new != name:
            changed[name] = new
        if new in found:
            raise _both([old for old, known in changed.items() if known == new], new)
        found[new] = value
    _note(changed)
    return found


def current_list(names: Iterable[str], *kinds: Kind) -> list[str]:
    """Return names as they are now, with one note for all old ones; a repeated name stays repeated.

    Raises:
        InputError: where an old name stands beside its new one.
    """
    given = list(names)
    by_name = current_names(dict.fromkeys(given), *kinds)
    new = dict(zip(dict.fromkeys(given), by_name, strict=True))
    return [new[name] for name in given]


def written_names(names: Iterable[str], *kinds: Kind) -> dict[str, str]:
    """Return {name now: name as written} of those among `names` that are old."""
    return {new: name for name in names if isinstance(name, str) and (new := new_name(name, *kinds)) != name}


def old_names_with(part: str, *kinds: Kind) -> dict[str, str]:
    """Return {old name: name now} of the old names that contain `part`, whatever its case."""
    sought = part.casefold()
    return {old: new_name(old, kind) for kind in kinds for old in ALIASES[kind] if sought in old.casefold()}


def _note(changed: Mapping[str, str]) -> None:
    collected = _collected.get()
    if collected is not None:
        collected.update(changed)
    elif changed:
        warnings.warn(RenamedWarning(changed), stacklevel=3)


def _both(old: list[str], new: str) -> InputError:
    names = ", ".join(old)
    return InputError("{names} is the old name of {new}, and both are given; leave out {names}", names=names, new=new)
