"""The shape of a table that people write: pydantic checks it, and its findings become `InputError` messages.

A shape is a `Table`: keys, and the type of each value. The code that uses the values checks their meaning.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeVar, get_args, get_type_hints

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, create_model

from agents.errors import InputError, shown, suggestion
from samskaping.language import SOURCE, Language, languages


class Table(BaseModel):
    """A table with these keys and no others. Values must have the declared type; nothing is converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(lambda text: " ".join(text.split()))
]
"""A text that is not empty, put on one line."""
Texts = Annotated[list[Text], Field(min_length=1)]
"""A list with at least one text."""

T = TypeVar("T", bound=Table)


def in_every_language(shape: type[T]) -> type[T]:
    """Give a table further keys: beside each English one, `en` or `why_en`, an optional one for every other language.

    Used as a decorator of the class.
    """
    hints = get_type_hints(shape, include_extras=True)
    further: dict[str, Any] = {}
    for key in shape.model_fields:
        before, english, _ = key.rpartition(SOURCE)
        if english and key == before + SOURCE and (not before or before.endswith("_")):
            further |= {before + code: (hints[key] | None, None) for code in languages() if code != SOURCE}
    return create_model(shape.__name__, __base__=shape, __module__=shape.__module__, **further)


def by_language(table: Table, before: str = "") -> dict[Language, Any]:
    """Return what a table holds in each language that it has: {"en": ..., "nb": ...}; `before` begins the keys."""
    values = {code: getattr(table, before + code) for code in languages()}
    return {code: value for code, value in values.items() if value is not None}


def read_table(shape: type[T], content: Any, where: str) -> T:
    """Return a parsed table as a `shape`; `where` begins messages.

    Raises:
        InputError: for one fault: an unknown key, else a missing one, else a wrong value.
    """
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        wrong = min(error.errors(include_url=False), key=lambda one: _RANK.get(one["type"], 2))
    raise _refusal(shape, wrong["type"], wrong["loc"], wrong["input"], where)


_RANK = {"extra_forbidden": 0, "missing": 1}


def _refusal(shape: type[Table], kind: str, loc: tuple[int | str, ...], given: Any, where: str) -> InputError:
    key = str(loc[-1]) if loc else ""
    if kind == "extra_forbidden":
        valid = list(_table_at(shape, loc[:-1]).model_fields)
        return InputError(
            "{where}: unknown key {key!r}; valid: {names}{hint}",
            where=_place(where, loc[:-1], True),
            key=key,
            names=", ".join(valid),
            hint=suggestion(key, valid),
        )
    if kind == "missing":
        needed = _needed(_table_at(shape, loc[:-1]))
        return InputError(
            "{place}: {key!r} is missing; needed: {needed}", place=_place(where, loc[:-1], True), key=key, needed=needed
        )
    place = _place(where, loc)
    if kind == "model_type":
        needed = _needed(_table_at(shape, loc))
        return InputError(
            "{place} must be a table with {needed}, not {given}", place=place, needed=needed, given=shown(given)
        )
    if kind == "list_type" and _table_at(shape, loc) is not _table_at(shape, loc[:-1]):
        return InputError("{where}: each of {key} is a table of its own, headed [[{key}]]", where=where, key=key)
    if kind == "dict_type":
        return InputError("{place} must be a table, not {given}", place=place, given=shown(given))
    if kind in ("list_type", "too_short"):
        return InputError("{place} must be a list with at least one text, not {given}", place=place, given=shown(given))
    return InputError("{place} must be a text that is not empty, not {given}", place=place, given=shown(given))


def _needed(table: type[BaseModel]) -> str:
    return ", ".join(name for name, field in table.model_fields.items() if field.is_required())


def _table_at(shape: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel]:
    """Return the table at a place, or the innermost table around it."""
    for part in loc:
        if isinstance(part, str) and part in shape.model_fields:
            annotation: Any = shape.model_fields[part].annotation
            inner = [one for one in (annotation, *get_args(annotation)) if isinstance(one, type)]
            shape = next((one for one in inner if issubclass(one, BaseModel)), shape)
    return shape


def _place(where: str, loc: tuple[int | str, ...], table: bool = False) -> str:
    """Return a place in words, such as `file, [watch] outcomes #2` or `file, [[changes]] #1, name`.

    `table` says that the place is a table itself: `file, [title]`.
    """
    words = ""
    for k, part in enumerate(loc):
        after = loc[k + 1] if k + 1 < len(loc) else None
        if isinstance(part, str):
            words += f"[{part}] " if isinstance(after, str) or (after is None and table) else part
        elif after is None and not table:
            words += f" #{part + 1}"
        else:
            words = f"[[{words}]] #{part + 1}{', ' if after is not None else ''}"
    return f"{where}, {words.rstrip()}" if words else where
