"""The choices of a varied rule that can be run, given the paradigms and the other varied rules."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from agents.errors import NOTHING, InputError
from model.paradigms.paradigm import load_paradigm
from model.parameters.declare import Declaration
from samskaping.language import Message

_PREFIX = "rules."
MOST_COMBINATIONS = 2_000
"""Most combinations of other rules tried for each choice; with more, every choice is kept."""


def possible_choices(
    of: Declaration, paradigms: Sequence[str], varied: Mapping[str, Sequence[Any]]
) -> tuple[tuple[str, ...], Message]:
    """Return the choices of a rule that at least one combination of the rest allows, and why the others are impossible.

    Args:
        of: the rule's declaration. A parameter that is not a rule contradicts nothing.
        paradigms: presets that the rule may be combined with.
        varied: the other varied rules, by dotted name, with the values to try (ends of ranges, choices).

    Returns:
        The choices, and the first contradiction (`NOTHING` where all choices are possible).
    """
    if not of.name.startswith(_PREFIX):
        return of.choices, NOTHING
    rules = {name.removeprefix(_PREFIX): values for name, values in varied.items() if name.startswith(_PREFIX)}
    rest = [(None, *values) for values in rules.values()]  # None: as in the paradigm
    if math.prod(map(len, rest)) * len(paradigms) > MOST_COMBINATIONS:
        return of.choices, NOTHING
    possible, reason = [], NOTHING
    for choice in of.choices:
        why = _contradiction(of.name.removeprefix(_PREFIX), choice, paradigms, list(rules), rest)
        if why is not None:
            reason = why if reason is NOTHING else reason
        else:
            possible.append(choice)
    return tuple(possible), reason


def _contradiction(
    rule: str, choice: str, paradigms: Sequence[str], names: Sequence[str], rest: Sequence[Sequence[Any]]
) -> Message | None:
    """Return None if a choice can be combined with the rest in some way, else the first contradiction."""
    why: Message | None = None
    for paradigm, values in product(paradigms, product(*rest)):
        others = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        try:
            load_paradigm(paradigm).updated({**others, rule: choice})
        except InputError as error:
            why = why or Message(
                "{paradigm} with {rule} = {choice}: {error}",
                paradigm=paradigm,
                rule=_PREFIX + rule,
                choice=choice,
                error=error,
            )
        else:
            return None
    return why
