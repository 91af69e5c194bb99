"""Which choices of a varied rule can be run at all, given the paradigms and the other rules that are varied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from agents.errors import InputError
from model.paradigms.paradigm import load_paradigm
from model.parameters.declare import Declaration

_PREFIX = "rules."
MOST_COMBINATIONS = 2_000
"""Combinations of other rules that are tried for each choice; with more of them every choice is kept."""


def possible_choices(
    of: Declaration, paradigms: Sequence[str], varied: Mapping[str, Sequence[Any]]
) -> tuple[tuple[str, ...], str]:
    """Return the choices of a rule that do not contradict every combination of the rest, and why the others do.

    Args:
        of: the rule's declaration. A parameter that is no rule contradicts nothing.
        paradigms: presets that the rule may be combined with.
        varied: the other rules that are varied, by dotted name, with the values to try (ends of ranges, choices).

    Returns:
        The choices, and the first contradiction found ("" where all choices are possible).
    """
    if not of.name.startswith(_PREFIX):
        return of.choices, ""
    rules = {name.removeprefix(_PREFIX): values for name, values in varied.items() if name.startswith(_PREFIX)}
    rest = [(None, *values) for values in rules.values()]  # None: as in the paradigm
    if _count(rest) * len(paradigms) > MOST_COMBINATIONS:
        return of.choices, ""
    possible, reason = [], ""
    for choice in of.choices:
        why = _contradiction(of.name.removeprefix(_PREFIX), choice, paradigms, list(rules), rest)
        if why:
            reason = reason or why
        else:
            possible.append(choice)
    return tuple(possible), reason


def _count(rest: Sequence[Sequence[Any]]) -> int:
    count = 1
    for values in rest:
        count *= len(values)
    return count


def _contradiction(
    rule: str, choice: str, paradigms: Sequence[str], names: Sequence[str], rest: Sequence[Sequence[Any]]
) -> str:
    """Return "" if a choice can be combined with something, else what it contradicts."""
    why = ""
    for paradigm, values in product(paradigms, product(*rest)):
        others = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        try:
            load_paradigm(paradigm).updated({**others, rule: choice})
        except InputError as error:
            why = why or f"{paradigm} with {_PREFIX}{rule} = {choice}: {error}"
        else:
            return ""
    return why
