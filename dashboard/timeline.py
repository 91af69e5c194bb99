"""Changes in the course of the runs as links hold them: the keys of `[[timeline]]`, flat and in text.

Such as `month:25;paradigm:NPM`, `month:13;until:24;parameters.money.case_budget:*0.85`, or
`month:7;until:9;event:scandal;areas:place`.
A value that begins with *, + or - changes the value in force, as in files. A negative value is written with =.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from agents.errors import MOST_SHOWN, InputError, shortened, shown
from experiments.reading import number_or_text
from model.timeline.change import Change, change_of, ordered
from model.timeline.values import is_relative

Timed = tuple[tuple[str, Any], ...]
"""One change: its keys and values, such as (("month", 25), ("paradigm", "NPM"))."""

MOST = 20
_TABLES = ("rules", "parameters")
_TEXTS = ("arm", "name", "paradigm", "event")


def parsed(text: str) -> Timed:
    """Return a change from its text in a link, not checked against the model.

    Raises:
        InputError: a part that is not key:value, or a key that is given twice.
    """
    found: dict[str, Any] = {}
    for part in text.split(";"):
        key, colon, value = part.partition(":")
        key = key.strip()
        if not colon or key in found:
            raise InputError(
                "at={value} in the link: {part} is not key:value, or is given twice",
                value=shown(text),
                part=shown(part),
            )
        found[key] = value.strip() if key in (*_TEXTS, "areas") else _value(value.strip())
    return tuple(found.items())


def written(timed: Timed) -> str:
    """Return a change as a link has it."""
    return ";".join(f"{key}:{_text(value)}" for key, value in timed)


def checked(given: Iterable[Timed], own: Any = None) -> tuple[Timed, ...]:
    """Return changes ordered by month, with names and values as the model writes them.

    Args:
        given: the changes.
        own: the paradigm that the name `own` means.

    Raises:
        InputError: a change that is not valid by itself, two paradigms in one month, or too many changes.
    """
    given = tuple(given)
    if len(given) > MOST:
        raise InputError(
            "{n} changes in the course of the run are too many; there is room for at most {most}",
            n=len(given),
            most=MOST,
        )
    return tuple(map(timed_of, ordered(changes_of(given, own))))


def changes_of(given: Iterable[Timed], own: Any = None) -> list[Change]:
    """Return the model's changes, in the order given; raises `InputError` as `checked` does."""
    return [_change(one, own) for one in given]


def timed_of(change: Change) -> Timed:
    """Return a change of the model as a link has it; `name`, which only studies use, is left out."""
    found: dict[str, Any] = {}
    for key, value in replace(change, name="").as_dict().items():
        if key in _TABLES:
            found |= {f"{key}.{name}": one for name, one in value.items()}
        else:
            found[key] = ",".join(value) if key == "areas" else value
    return tuple(found.items())


def _change(timed: Timed, own: Any) -> Change:
    nested: dict[str, Any] = {}
    for key, value in timed:
        table, dot, name = key.partition(".")
        if dot and table in _TABLES:
            nested.setdefault(table, {})[name] = value
        elif key == "areas":
            nested[key] = [one.strip() for one in str(value).split(",")]
        else:
            nested[key] = own if key == "paradigm" and own is not None and value == own.name else value
    return change_of(nested)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)) and value < 0:
        return f"={value!r}"
    return repr(value) if isinstance(value, float) else str(value)


def _value(text: str) -> Any:
    """Return a change's value: one relative to the value in force as text, and others as `plain_value` does."""
    return shortened(text, MOST_SHOWN) if is_relative(text) else plain_value(text.removeprefix("="))


def plain_value(text: str) -> Any:
    """Return the number in a link, yes or no, or the text itself.

    No number or option is longer than `MOST_SHOWN`; a longer text is kept short for the message that refuses it.
    """
    if text in ("true", "false"):
        return text == "true"
    if len(text) > MOST_SHOWN:
        return shortened(text, MOST_SHOWN)
    return number_or_text(text)


def without(timeline: Sequence[Timed], place: int) -> tuple[Timed, ...]:
    """Return a timeline without the change at a place."""
    return tuple(one for n, one in enumerate(timeline) if n != place)


def with_arm(timed: Timed, arm: str) -> Timed:
    """Return a change for another arm."""
    return tuple((key, arm if key == "arm" else value) for key, value in timed)


def arm_in(timed: Timed) -> str:
    """Return the arm that a change is for; "" for all."""
    return str(dict(timed).get("arm", ""))
