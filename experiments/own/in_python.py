"""What a user adds, for a `GovernanceModel` in Python: code as `Extensions`, a paradigm, a town."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from agents.errors import InputError, shown
from experiments.own.collection import code_files
from experiments.own.paradigm_file import read_paradigm
from experiments.own.town_file import read_town
from model.added import Extensions
from model.extend import MARK, Mechanism, OwnOutcome, outcome
from model.outcomes.outcomes import NAMES
from model.paradigms.paradigm import Paradigm
from model.town.own import OwnTown

Code = str | Path | Callable[..., Any]
"""A file of code, or a function."""


def own_code(*, outcomes: Iterable[Code] = (), mechanisms: Iterable[Code] = ()) -> Extensions:
    """Return outcomes and mechanisms for `GovernanceModel(extensions=...)`.

    Args:
        outcomes: files of outcomes, or functions of the town, with `@outcome` or without it.
        mechanisms: files of mechanisms, or functions with `@mechanism`.

    Raises:
        InputError: a file or function is not valid, or two declare the same name.
    """
    outcomes, mechanisms = _listed("outcomes", outcomes), _listed("mechanisms", mechanisms)
    files = code_files([one for one in outcomes if not callable(one)], [one for one in mechanisms if not callable(one)])
    found = files.extensions()
    made = Extensions(
        (*found.outcomes, *(_outcome(one) for one in outcomes if callable(one))),
        (*found.mechanisms, *(_mechanism(one) for one in mechanisms if callable(one))),
    )
    names = [one.name for one, _ in made.outcomes]
    for name in names:
        if name in NAMES:
            raise InputError("the model has an outcome {name} already; give yours another name", name=name)
    for name in (*names, *(one.name for one in made.mechanisms)):
        if names.count(name) > 1 or sum(one.name == name for one in made.mechanisms) > 1:
            raise InputError("two functions have the name {name}; give one of them another name", name=name)
    return made


def own_paradigm(file: str | Path) -> Paradigm:
    """Return the paradigm of a TOML file, for `GovernanceModel`, its timeline and `switch_paradigm`.

    Raises:
        InputError: there is no such file, or it is not valid.
    """
    return read_paradigm(file)[0]


def own_town(file: str | Path) -> OwnTown:
    """Return the town of a TOML file, or of a row of a table (`towns.csv#Name`), for `GovernanceModel`.

    Raises:
        InputError: there is no such file, it is not valid, or it has several towns and `file` chooses none.
    """
    return read_town(file)[0]


def _listed(name: str, given: Any) -> list[Any]:
    if isinstance(given, str | Path) or callable(given):
        raise InputError("{name} = {value} is not a list; write it in brackets", name=name, value=shown(given))
    return list(given)


def _outcome(function: Callable[..., Any]) -> tuple[OwnOutcome, Callable[..., Any]]:
    declared = getattr(function, MARK, None)
    if isinstance(declared, Mechanism):
        raise InputError("{name} is a mechanism; give it in mechanisms", name=declared.name)
    name = getattr(function, "__name__", "")
    if not name.isidentifier():
        raise InputError(
            "{given} has no name that a column could have; write the outcome as def my_outcome(town)",
            given=shown(function),
        )
    return getattr(function if isinstance(declared, OwnOutcome) else outcome()(function), MARK), function


def _mechanism(function: Callable[..., Any]) -> Mechanism:
    declared = getattr(function, MARK, None)
    if not isinstance(declared, Mechanism):
        raise InputError("{name} is no mechanism: declare it with @mechanism", name=shown(function))
    return declared
