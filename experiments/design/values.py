"""What single keys of a study file may say, and the words for where a key stands and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from agents.errors import InputError, bounded, hints, shown
from experiments.defaults import FIRST_SEED
from experiments.runs.run import LARGEST_SEED
from model.aliases import current_list
from model.outcomes.outcomes import NAMES

MOST_SEEDS = 100_000
MOST_NAME = 100  # characters: it names a folder as well


def place_of(file: str, text: str, key: str) -> str:
    """Return where a key stands: file, line and key. In a table, `gain` under `[factors.trust]`, by its last part."""
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
    """Have what is refused at a `place_of` in the file say "linje" in Norwegian."""
    try:
        yield
    except InputError as error:
        error.norwegian = bounded(error.norwegian.replace(f"{file}, line ", f"{file}, linje ", 1))
        raise


def name_of(value: Any, where: str) -> str:
    """Return a name without spaces around it, at most `MOST_NAME` characters long."""
    if not isinstance(value, str) or not value.strip():
        raise InputError(
            f"{where}: {shown(value)} is not valid: it must be a text",
            f"{where}: {shown(value)} kan ikke brukes: Det må være en tekst",
        )
    name = value.strip()
    if len(name) > MOST_NAME:
        raise InputError(
            f"{where}: {shown(name)} is not valid: it has {len(name):,} characters of at most {MOST_NAME}",
            f"{where}: {shown(name)} kan ikke brukes: Det er {len(name)} tegn av høyst {MOST_NAME}",
        )
    return name


def integer_of(value: Any, where: str, low: int, high: int) -> int:
    """Return a whole number within [low, high]."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(
            f"{where} = {shown(value)} is not valid: it must be a whole number from {low} to {high:,}",
            f"{where} = {shown(value)} kan ikke brukes: Det må være et heltall fra {low} til {high}",
        )
    return value


def one_of(value: Any, words: Sequence[str], where: str) -> str:
    """Return one of the words."""
    if value not in words:
        hint, tips = hints(value if isinstance(value, str) else "", words)
        raise InputError(
            f"{where} = {shown(value)} is not valid; {hint + ' ' if hint else ''}valid: {', '.join(words)}",
            f"{where} = {shown(value)} kan ikke brukes; {tips + ' ' if tips else ''}gyldige: {', '.join(words)}",
        )
    return value


def seeds_of(value: Any, where: str) -> Sequence[int]:
    """Return the seeds: `10` is the range from 1 to 10, a list is itself."""
    if isinstance(value, list):
        if not value:
            raise InputError(
                f"{where}: the list is empty; give at least one seed, or how many",
                f"{where}: listen er tom; oppgi minst ett frø, eller hvor mange",
            )
        seeds = tuple(integer_of(seed, where, 0, LARGEST_SEED) for seed in value)
        if len(set(seeds)) < len(seeds):
            raise InputError(
                f"{where}: a seed stands twice; each makes one run a point",
                f"{where}: et frø står to ganger; hvert gir én kjøring per punkt",
            )
        return seeds
    count = integer_of(value, where, 1, MOST_SEEDS)
    return range(FIRST_SEED, FIRST_SEED + count)


def outcomes_of(value: Any, where: str) -> tuple[str, ...]:
    """Return names of outcomes; None is all of them."""
    if value is None:
        return tuple(NAMES)
    if not isinstance(value, list) or not value or not all(isinstance(name, str) for name in value):
        raise InputError(
            f"{where} = {shown(value)} is not valid: it must be a list of outcomes such as ['fit', 'trust']",
            f"{where} = {shown(value)} kan ikke brukes: Det må være en liste med utfall, som ['fit', 'trust']",
        )
    try:
        names = current_list(value, "outcome")
    except InputError as error:
        raise InputError(f"{where}: {error}", f"{where}: {error.norwegian}") from None
    for name in names:
        if name not in NAMES:
            hint, tips = hints(name, NAMES)
            raise InputError(
                f"{where}: unknown outcome {name!r}; {hint and hint + ' '}`samskaping outcomes` lists all",
                f"{where}: ukjent utfall {name!r}; {tips and tips + ' '}`samskaping outcomes` viser alle",
            )
    if len(set(names)) < len(names):
        raise InputError(f"{where}: an outcome stands twice", f"{where}: et utfall står to ganger")
    return tuple(names)
