"""The values of an arm: each in its canonical form, or refused with the reason and what is valid.

Functions that end in `_of` raise `InputError` for a value that an arm cannot have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from agents.errors import NOTHING, InputError, shown, suggestion
from model.aliases import current_names
from model.paradigms.paradigm import Paradigm, full_name_hint, load_paradigm
from model.parameters.declare import Declaration, coerced
from model.parameters.parameters import AREA_NAMES, Parameters
from model.timeline.values import is_relative
from samskaping.language import SOURCE, Message, Versions, languages
from samskaping.registry import registered

NO_ARENAS = "no-arenas"
TWINS = (NO_ARENAS,)
"""Values of `Arm.twin`."""

MOST_NAME = 60  # characters


def name_of(value: Any) -> str:
    """Return a name without spaces around it, short and free of signs that lists and options use."""
    if not isinstance(value, str) or not value.strip():
        raise InputError("name = {value} is not valid: an arm's name is a text", value=shown(value))
    name = value.strip()
    if len(name) > MOST_NAME or any(sign in name for sign in ",;=\n"):
        raise InputError(
            "name = {value} is not valid: at most {most} characters, without commas, semicolons, = and line breaks",
            value=shown(value), most=MOST_NAME,
        )  # fmt: skip
    return name


def title_of(value: Any, name: str) -> Versions:
    """Return a title from a text or texts by language; an empty text means the name."""
    return _texts(value or name, "title")


def _texts(value: Any, key: str) -> Versions:
    """Return texts by language from those, or from one text, which is English; `key` names them in messages."""
    if isinstance(value, Versions):
        return value
    texts = {SOURCE: value} if isinstance(value, str) else value
    if not isinstance(texts, Mapping):
        raise InputError(
            "{key} = {value} is not valid: it must be a text for each language", key=key, value=shown(value)
        )
    for language, text in texts.items():
        if language not in languages():
            raise InputError(
                "{key}: unknown language {code}; valid: {names}",
                key=key, code=shown(language), names=", ".join(languages()),
            )  # fmt: skip
        if not isinstance(text, str) or not text.strip():
            raise InputError(
                "{key}_{code} = {value} is not valid: it must be a text", key=key, code=language, value=shown(text)
            )
    if SOURCE not in texts:
        raise InputError("'{key}_{code}' is missing: it stands in for other languages", key=key, code=SOURCE)
    return Versions({language: " ".join(text.split()) for language, text in texts.items()})


def why_of(value: Any) -> Versions | None:
    """Return the reasons for an arm from texts by language; empty means none."""
    return _texts(value, "why") if value else None


def base_of(value: Any) -> str | Paradigm | None:
    """Return a base as a preset's own name or a checked paradigm that applies in all areas."""
    if value is None:
        return None
    if isinstance(value, str) and value in registered("paradigm"):  # of a file that the study or the run has
        return value
    try:
        found = load_paradigm(value)
    except InputError as error:
        raise InputError("base: {error}", error=error) from None
    if found.areas:
        raise InputError(
            "base: the paradigm {name} has areas of its own; an arm names its areas itself", name=found.name
        )
    return found.name if isinstance(value, str) else found


def areas_of(value: Any) -> tuple[str, ...]:
    """Return names of areas in the model's order."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise InputError(
            "areas = {value} is not valid: give a list of areas; valid: {names}",
            value=shown(value), names=", ".join(AREA_NAMES),
        )  # fmt: skip
    for area in value:
        if area not in AREA_NAMES:
            raise InputError(
                "areas: unknown area {area}; valid: {names}{hint}", area=shown(area), names=", ".join(AREA_NAMES),
                hint=suggestion(area if isinstance(area, str) else "", AREA_NAMES),
            )  # fmt: skip
        if list(value).count(area) > 1:
            raise InputError("areas: {area} is given twice", area=area)
    return tuple(name for name in AREA_NAMES if name in value)


def rules_of(value: Any) -> dict[str, Any]:
    """Return checked rules under their current names, without `rules.` in front."""
    given = {name.removeprefix("rules."): one for name, one in _flat(value, "rules").items()}
    known, found = known_rules(), {}
    for name, one in current_names(given, "rule").items():
        full = f"rules.{name}"
        if name not in known:
            valid = [f"rules.{rule}" for rule in known]
            hint = full_name_hint(full) or suggestion(
                full, valid, Message("; see `samskaping parameters` for all names")
            )
            raise InputError("unknown rule {name!r}{hint}", name=full, hint=hint)
        found[name] = coerced(known[name], one)
    return found


def parameters_of(value: Any) -> dict[str, Any]:
    """Return checked parameters; a text such as "*0.85" or "+0.1" is relative to the value before."""
    known, found = known_parameters(), {}
    for name, one in current_names(_flat(value, "parameters"), "parameter").items():
        if name in registered("parameter"):
            raise InputError(
                "{name} belongs to a mechanism of your own, whose parameters are the same in all arms. Give it with "
                "--set, in a study under [base] or [factors], or in a question under start",
                name=name,
            )
        if name not in known:
            valid = Message("; see `samskaping parameters` for all names")
            in_rules = name.removeprefix("rules.") in known_rules()
            hint: Any = Message("; it is a rule: give it under rules") if in_rules else full_name_hint(name)
            raise InputError("unknown parameter {name!r}{hint}", name=name, hint=hint or suggestion(name, known, valid))
        if known[name].start_only:
            raise InputError(
                "{name} cannot differ between arms, since it shapes the town before month 1; change it for all arms",
                name=name,
            )
        found[name] = one if is_relative(one) else coerced(known[name], one)
    return found


def twin_of(value: Any) -> str:
    """Return the kind of twin; empty means none."""
    if value not in ("", *TWINS):
        raise InputError(
            "twin = {value} is not valid; valid: {names}{hint}", value=shown(value), names=", ".join(TWINS),
            hint=suggestion(value, TWINS) if isinstance(value, str) else NOTHING,
        )  # fmt: skip
    return str(value)


def _flat(table: Any, key: str) -> dict[str, Any]:
    """Return a table with its names dotted: {"boundary": {"pay": 1}} is {"boundary.pay": 1}."""
    if not isinstance(table, Mapping):
        raise InputError("{key} = {table} is not valid: it must be a table", key=key, table=shown(table))
    found: dict[str, Any] = {}
    for name, value in table.items():
        if not isinstance(name, str):
            raise InputError("{key}: the name {name} is not a text", key=key, name=shown(name))
        parts = {f"{name}.{rest}": one for rest, one in _flat(value, key).items()} if isinstance(value, Mapping) else {}
        for full, one in (parts or {name: value}).items():
            if full in found:
                raise InputError("{key}: {name} is given twice", key=key, name=full)
            found[full] = one
    return found


@cache
def known_rules() -> dict[str, Declaration]:
    """Return the declaration of every rule by its name without `rules.`."""
    return {declared.name.removeprefix("rules."): declared for declared in Paradigm.declarations()}


@cache
def known_parameters() -> dict[str, Declaration]:
    """Return the declaration of every parameter by its dotted name."""
    return {declared.name: declared for declared in Parameters.declarations()}
