"""Bounds on one visitor's requests, so that thirty can share a server, and the errors for requests beyond them."""

from __future__ import annotations

from typing import Any

from agents.errors import MOST_SHOWN, InputError, shortened, shown
from samskaping.language import Language, Message, Translatable

CITIZENS = (50, 20_000)
MONTHS = (1, 300)
SEEDS = (1, 20)
PARADIGMS = (1, 5)
LARGEST_SEED = 2**31
WORK = 40_000_000
"""Citizen-months of one comparison: about half a minute of one core."""
LINK = 6_000
"""Characters of a share link's settings."""
CHANGES = 60
"""Parameters and rules that differ from the defaults."""
FIELDS = 110
"""Keys of a link, also keys added by networks and mail programs."""
LONGEST_MESSAGE = 600
"""Characters of a message on the page."""


def too_many_paradigms(n: int) -> InputError:
    """Return the refusal of a comparison of `n` ways of governing."""
    low, high = PARADIGMS
    return InputError("{n} ways of governing cannot be compared; choose from {low} to {high}", n=n, low=low, high=high)


def too_much_work(citizens: int, months: int, seeds: int, paradigms: int, towns: int = 1) -> InputError:
    """Return the refusal of a comparison that would take a shared server too long."""
    if towns > 1:
        return InputError(
            "With two towns, {citizens:,} citizens x {months} months x {seeds} repeats x {paradigms} ways of governing "
            "is too much for this shared server. It takes {most:,} citizen-months in all",
            citizens=citizens,
            months=months,
            seeds=seeds,
            paradigms=paradigms,
            most=WORK,
        )
    return InputError(
        "{citizens:,} citizens x {months} months x {seeds} repeats x {paradigms} ways of governing is too much for "
        "this shared server, which takes {most:,} citizen-months. Lower one of these numbers, or use samskaping "
        "compare",
        citizens=citizens,
        months=months,
        seeds=seeds,
        paradigms=paradigms,
        most=WORK,
    )


def too_many_changes(n: int) -> InputError:
    """Return the refusal of `n` changed parameters and rules."""
    return InputError("{n} parameters and rules are changed; there is room for at most {most}", n=n, most=CHANGES)


_NAMES = {
    "citizens": Message("citizens"),
    "months": Message("months"),
    "seeds": Message("repeats"),
    "seed": Message("the first seed"),
    "town_month": Message("the town's month"),
    "town_citizen": Message("the citizen's number"),
}
_ONLY_HERE = ("seed", "town_month", "town_citizen")
"""Names whose bounds are no shared server's: the command line takes no more of them."""


def integer(what: str, value: Any, bounds: tuple[int, int]) -> int:
    """Return `value` (an int, or digits) as an int within the bounds.

    `what` is a key of `_NAMES`. Raises `InputError` for anything else.
    """
    low, high = bounds
    given = value
    if isinstance(value, str) and len(value) < 12:
        try:
            value = int(value.strip())
        except ValueError:
            value = None
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        written = shortened(given, MOST_SHOWN) if isinstance(given, str) else shown(given)
        raise InputError(
            "{what} = {value} is not valid here; it must be a whole number from {low:,} to {high:,}{more}",
            what=_NAMES[what],
            value=written,
            low=low,
            high=high,
            more="" if what in _ONLY_HERE else Message(". The command line takes more: samskaping compare"),
        )
    return value


def error_text(error: object, language: Language) -> str:
    """Return an error's message in a language, no longer than a page can hold."""
    return shortened(error.text(language) if isinstance(error, Translatable) else str(error), LONGEST_MESSAGE)
