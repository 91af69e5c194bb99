"""Valid values of the keys in a study file, and the place of a key in the file.

The functions below return a checked value, or raise `InputError`, which `where` begins.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from agents.errors import InputError, shown, suggestion
from experiments.defaults import FIRST_SEED, LARGEST_SEED, MOST_SEEDS
from experiments.design.clauses.by_group import checked_group, is_by_group
from model.aliases import current_list
from model.outcomes.outcomes import NAMES
from samskaping.language import SOURCE, Language, Listing, Message, Translatable

MOST_NAME = 100  # characters: it names a folder as well


def place_of(file: str, text: str, key: str) -> str:
    """Return the place of a key: file, line and key. The last part finds `gain` under `[factors.trust]`."""
    begun = _lines_by_name(text)
    for sought in (key, key.split(".")[-1]):
        lines = begun.get(sought, [])
        if lines and (sought == key or len(lines) == 1):
            return f"{file}, line {lines[0]}: {key}"
    return f"{file}: {key}"


@lru_cache(maxsize=2)
def _lines_by_name(text: str) -> dict[str, list[int]]:
    """Return the lines that begin with a name, by the name; `a.b = 1` begins with both `a` and `a.b`."""
    lines: dict[str, list[int]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        begin = _NAME.match(line)
        if begin is None:
            continue
        name = ""
        for part in begin[1].split("."):
            name = f"{name}.{part.strip()}" if name else part.strip()
            lines.setdefault(name, []).append(number)
    return lines


_NAME = re.compile(r"""\s*+\[*+\s*+["']?([^"'\[\]={},#]{1,200})["']?\s*[\]=.]""")


@contextmanager
def lines_named(file: str) -> Iterator[None]:
    """Translate "line" in refusals that begin with a `place_of` in the file."""
    try:
        yield
    except InputError as error:
        error.message = _Lined(error.message, file)
        raise


class _Lined(Translatable):
    """A message whose `place_of` text in it is in the reader's language."""

    def __init__(self, message: Translatable, file: str) -> None:
        self.message, self.file = message, file

    def text(self, language: Language = SOURCE) -> str:
        """Return the message in a language."""
        line = Message("{file}, line ", file=self.file)
        return self.message.text(language).replace(line.text(), line.text(language), 1)


def name_of(value: Any, where: str) -> str:
    """Return a name without spaces around it, at most `MOST_NAME` characters long."""
    if not isinstance(value, str) or not value.strip():
        raise InputError("{where}: {value} is not valid: it must be a text", where=where, value=shown(value))
    name = value.strip()
    if len(name) > MOST_NAME:
        raise InputError(
            "{where}: {name} is too long: {n:,} characters; at most {most:,} are allowed",
            where=where,
            name=shown(name),
            n=len(name),
            most=MOST_NAME,
        )
    return name


def integer_of(value: Any, where: str, low: int, high: int) -> int:
    """Return a whole number within [low, high]."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(
            "{where} = {value} is not valid: it must be a whole number from {low:,} to {high:,}",
            where=where,
            value=shown(value),
            low=low,
            high=high,
        )
    return value


def one_of(value: Any, words: Sequence[str], where: str) -> str:
    """Return `value`, which must be one of the words."""
    if value not in words:
        raise InputError(
            "{where} = {value} is not valid; valid: {names}{hint}",
            where=where,
            value=shown(value),
            names=", ".join(words),
            hint=suggestion(value if isinstance(value, str) else "", words),
        )
    return value


def seeds_of(value: Any, where: str) -> Sequence[int]:
    """Return the seeds: `10` is the range from 1 to 10, a list stays as it is."""
    if isinstance(value, list):
        if not value:
            raise InputError("{where}: the list is empty; give at least one seed, or the number of seeds", where=where)
        seeds = tuple(integer_of(seed, where, 0, LARGEST_SEED) for seed in value)
        if len(set(seeds)) < len(seeds):
            raise InputError("{where}: a seed is given twice; each seed makes one run per point", where=where)
        return seeds
    count = integer_of(value, where, 1, MOST_SEEDS)
    return range(FIRST_SEED, FIRST_SEED + count)


def outcomes_of(value: Any, where: str, own: Collection[str] = ()) -> tuple[str, ...]:
    """Return names of outcomes, of the model, by group or in `own`; None is all of the model and of `own`."""
    valid = (*NAMES, *own)
    if value is None:
        return valid
    if not isinstance(value, list) or not value or not all(isinstance(name, str) for name in value):
        raise InputError(
            "{where} = {value} is not valid: it must be a list of outcomes such as ['fit', 'trust']",
            where=where,
            value=shown(value),
        )
    try:
        names = current_list(value, "outcome")
    except InputError as error:
        raise InputError("{where}: {error}", where=where, error=error) from None
    names = [checked_group(name, where) if is_by_group(name) else name for name in names]
    for name in names:
        if name not in valid and not is_by_group(name):
            raise InputError(
                "{where}: unknown outcome {name!r}; `samskaping outcomes` lists the model's, and yours are {own}{hint}"
                if own
                else "{where}: unknown outcome {name!r}; `samskaping outcomes` lists all{hint}",
                where=where,
                name=name,
                own=Listing(own),
                hint=suggestion(name, valid),
            )
    if len(set(names)) < len(names):
        raise InputError("{where}: an outcome is given twice", where=where)
    return tuple(names)
