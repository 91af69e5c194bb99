"""What one visitor may ask of the server, so that thirty can share it. Bounds, and words for who goes beyond them."""

from __future__ import annotations

from typing import Any

from agents.errors import MOST_SHOWN, InputError, shortened, shown
from experiments.output.texts import LANGUAGES, Language, number

CITIZENS = (50, 20_000)
MONTHS = (1, 240)
SEEDS = (1, 20)
PARADIGMS = (1, 5)
LARGEST_SEED = 2**31
WORK = 40_000_000
"""Citizen-months of one comparison: about half a minute of one core."""
LINK = 6_000
"""Characters of a share link's settings."""
CHANGES = 60
"""Parameters and rules that differ from the defaults."""
_MOST_WRITTEN = 10**15
"""Whole numbers below this are written out in messages."""

_WORDS = {
    "citizens": ("citizens", "innbyggere"),
    "months": ("months", "måneder"),
    "seeds": ("seeds", "frø"),
    "seed": ("the first seed", "det første frøet"),
    "whole": (
        "{what} = {value} is not valid here: it must be a whole number from {low} to {high}.",
        "{what} = {value} kan ikke brukes her: Det må være et heltall fra {low} til {high}.",
    ),
    "more": (
        " The command line takes more: samskaping compare.",
        " Kommandolinjen tar mer: samskaping compare.",
    ),
    "paradigms": (
        "{n} paradigms are too many or too few: choose from {low} to {high}.",
        "{n} paradigmer er for mange eller for få: Velg fra {low} til {high}.",
    ),
    "work": (
        "{citizens} citizens x {months} months x {seeds} seeds x {paradigms} paradigms is too much for a shared "
        "server: at most {most} citizen-months. Take fewer of one of them, or the command line.",
        "{citizens} innbyggere x {months} måneder x {seeds} frø x {paradigms} paradigmer er for mye for en delt "
        "tjener: høyst {most} innbyggermåneder. Velg færre av noe, eller bruk kommandolinjen.",
    ),
    "changes": (
        "{n} changed parameters and rules are too many: at most {most}.",
        "{n} endrede parametere og regler er for mange: høyst {most}.",
    ),
}  # fmt: skip


def refused(key: str, **values: Any) -> InputError:
    """Return the refusal `key`, filled in; numbers are written as each language writes them."""
    texts = []
    for place, language in enumerate(LANGUAGES):
        filled = {name: _written(value, place, language) for name, value in values.items()}
        texts.append(_WORDS[key][place].format(**filled))
        if key in ("whole", "work"):
            texts[-1] += _WORDS["more"][place] if key == "whole" and values["what"] != "seed" else ""
    return InputError(*texts)


def _written(value: Any, place: int, language: Language) -> str:
    if isinstance(value, str) and value in _WORDS:
        return _WORDS[value][place]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _MOST_WRITTEN:
        return number(value, 0, language)
    return shortened(value, MOST_SHOWN) if isinstance(value, str) else shown(value)


def integer(what: str, value: Any, bounds: tuple[int, int]) -> int:
    """Return `value` (an int, or digits) as an int within the bounds, or refuse it."""
    low, high = bounds
    given = value
    if isinstance(value, str) and len(value) < 12:
        try:
            value = int(value.strip())
        except ValueError:
            value = None
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise refused("whole", what=what, value=given, low=low, high=high)
    return value


def told(error: Exception, language: Language) -> str:
    """Return an error's message in a language, not longer than a page can hold."""
    return shortened(error.told(language) if isinstance(error, InputError) else str(error), 600)
