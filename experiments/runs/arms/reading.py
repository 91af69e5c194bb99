"""Arms as people write them: tables `[[arms]]` of a file, or dicts in Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from agents.errors import InputError, shown, suggestion
from experiments.runs.arms.arm import KEYS, PLAIN, TEXTS, Arm, check_names
from experiments.runs.arms.values import known_parameters, known_rules
from samskaping.language import Listing, Message, languages

MOST_ARMS = 50


def read_arm(given: Arm | Mapping[str, Any], where: str = "") -> Arm:
    """Return an arm from a table of a file or a dict in Python, which may have `title` and `why` by language.

    Args:
        given: the arm; tables of rules and parameters may be nested, as TOML's dotted keys make them.
        where: begins messages, such as "mine.toml, [[arms]] #2".

    Raises:
        InputError: for an unknown key, a missing name, or a value that cannot be used.
    """
    if isinstance(given, Arm):
        return given
    try:
        return _read(given)
    except InputError as error:
        raise (InputError("{where}: {error}", where=where, error=error) if where else error) from None


def _read(given: Any) -> Arm:
    if not isinstance(given, Mapping):
        raise InputError(
            "{given} is not valid: an arm is a table with the keys {keys}", given=shown(given), keys=", ".join(KEYS)
        )
    for key in given:
        if key not in (*KEYS, *TEXTS):
            shown_key = key if isinstance(key, str) else shown(key)
            raise InputError(
                "unknown key {key!r}; valid: {names}{hint}", key=shown_key, names=", ".join(KEYS), hint=_key_hint(key)
            )
    if "name" not in given:
        raise InputError("'name' is missing; each arm needs one")
    return Arm(
        **{key: given[key] for key in PLAIN if key in given}, **{text: _by_language(given, text) for text in TEXTS}
    )


def _by_language(given: Mapping[str, Any], text: str) -> Any:
    """Return a text of an arm, `title` or `why`, from the keys that have it: one for all languages or one for each."""
    keys = {language: f"{text}_{language}" for language in languages() if f"{text}_{language}" in given}
    if keys and text in given:
        raise InputError(
            "arm {name}: give {text} or {keys}, not both", name=given["name"], text=text, keys=Listing(keys.values())
        )
    return {language: given[key] for language, key in keys.items()} or given.get(text, "")


def _key_hint(key: Any) -> Message:
    """Return the nearest key; for a parameter or rule, the table that it belongs in."""
    key = str(key)
    name = key.removeprefix("rules.")
    if name in known_rules():
        return Message('; write rules = {{ "{name}" = ... }}', name=name)
    if key in known_parameters():
        return Message('; write parameters = {{ "{name}" = ... }}', name=key)
    return suggestion(key, KEYS)


def read_arms(given: Any, where: str = "") -> tuple[Arm, ...]:
    """Return the arms of a list, as written: no twins are added, and no base is filled in.

    Raises:
        InputError: for a list that is empty or no list, an arm that is not valid, or a name that is given twice.
    """
    prefix = f"{where}, " if where else ""
    if isinstance(given, (str, Mapping, Arm)) or not isinstance(given, Iterable):
        raise InputError(
            "{prefix}arms = {given} is not valid: give a list of arms, in a file tables headed [[arms]]",
            prefix=prefix, given=shown(given),
        )  # fmt: skip
    arms = [read_arm(one, f"{prefix}[[arms]] #{n}") for n, one in enumerate(given, 1)]
    if not arms:
        raise InputError("{prefix}arms is empty: give at least one arm", prefix=prefix)
    if len(arms) > MOST_ARMS:
        raise InputError("{prefix}{n} arms are too many: at most {most}", prefix=prefix, n=len(arms), most=MOST_ARMS)
    try:
        check_names(arms)
    except InputError as error:
        raise InputError("{prefix}{error}", prefix=prefix, error=error) from None
    return tuple(arms)
