"""What single keys of a study file may say, and the words for where a key stands and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from agents.errors import InputError, hints
from experiments.defaults import FIRST_SEED
from experiments.runs import LARGEST_SEED
from model.outcomes import NAMES

MOST_SEEDS = 100_000


def line_shown(problem: str, text: str) -> tuple[str, str]:
    """Return the line that is not TOML, and what is most often wrong with it, in English and in Norwegian."""
    found = re.search(r"at line (\d+), column (\d+)", problem)
    if found is None:
        return "", ""
    line, column = text.splitlines()[int(found[1]) - 1], int(found[2])
    shown = f": {line.strip()}"
    if "Invalid value" in problem and line[column - 1 : column].isalpha():
        return f"{shown}; words stand in quotes", f"{shown}; ord står i anførselstegn"
    return shown, shown


def place_of(file: str, text: str, key: str) -> str:
    """Return where a key stands: file, line and key. In a table, `gain` under `[factors.trust]`, by its last part."""
    for sought in (key, key.split(".")[-1]):
        pattern = re.compile(rf"""^\s*\[?\s*["']?{re.escape(sought)}["']?\s*[\]=.]""")
        lines = [number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)]
        if lines and (sought == key or len(lines) == 1):
            return f"{file}, line {lines[0]}: {key}"
    return f"{file}: {key}"


@contextmanager
def lines_named(file: str) -> Iterator[None]:
    """Have what is refused at a `place_of` in the file say "linje" in Norwegian."""
    try:
        yield
    except InputError as error:
        error.norwegian = error.norwegian.replace(f"{file}, line ", f"{file}, linje ", 1)
        raise


def name_of(value: Any, where: str) -> str:
    """Return a name without spaces around it."""
    if not isinstance(value, str) or not value.strip():
        raise InputError(
            f"{where}: {value!r} is not valid: it must be a text",
            f"{where}: {value!r} kan ikke brukes: Det må være en tekst",
        )
    return value.strip()


def whole_of(value: Any, where: str, low: int, high: int) -> int:
    """Return a whole number within [low, high]."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(
            f"{where} = {value!r} is not valid: it must be a whole number from {low} to {high:,}",
            f"{where} = {value!r} kan ikke brukes: Det må være et heltall fra {low} til {high}",
        )
    return value


def one_of(value: Any, words: Sequence[str], where: str) -> str:
    """Return one of the words."""
    if value not in words:
        hint, tips = hints(str(value), words)
        raise InputError(
            f"{where} = {value!r} is not valid; {hint + ' ' if hint else ''}valid: {', '.join(words)}",
            f"{where} = {value!r} kan ikke brukes; {tips + ' ' if tips else ''}gyldige: {', '.join(words)}",
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
        seeds = tuple(whole_of(seed, where, 0, LARGEST_SEED) for seed in value)
        if len(set(seeds)) < len(seeds):
            raise InputError(
                f"{where}: a seed stands twice; each makes one run a point",
                f"{where}: et frø står to ganger; hvert gir én kjøring per punkt",
            )
        return seeds
    count = whole_of(value, where, 1, MOST_SEEDS)
    return range(FIRST_SEED, FIRST_SEED + count)


def outcomes_of(value: Any, where: str) -> tuple[str, ...]:
    """Return names of outcomes; None is all of them."""
    if value is None:
        return tuple(NAMES)
    if not isinstance(value, list) or not value or not all(isinstance(name, str) for name in value):
        raise InputError(
            f"{where} = {value!r} is not valid: it must be a list of outcomes such as ['fit', 'trust']",
            f"{where} = {value!r} kan ikke brukes: Det må være en liste med utfall, som ['fit', 'trust']",
        )
    for name in value:
        if name not in NAMES:
            hint, tips = hints(name, NAMES)
            raise InputError(
                f"{where}: unknown outcome {name!r}; {hint and hint + ' '}`samskaping outcomes` lists all",
                f"{where}: ukjent utfall {name!r}; {tips and tips + ' '}`samskaping outcomes` viser alle",
            )
    if len(set(value)) < len(value):
        raise InputError(f"{where}: an outcome stands twice", f"{where}: et utfall står to ganger")
    return tuple(value)
