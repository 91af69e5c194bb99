"""The shape of a table that people write: pydantic checks it, and what it finds becomes a message for them.

A shape is a `Table`: keys, and the type of each value. What values mean is checked afterwards, by whoever uses them.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from agents.errors import InputError, shown, suggestion


class Table(BaseModel):
    """A table with these keys and no others. Values have the very type; nothing is converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(lambda text: " ".join(text.split()))
]
"""A text that is not empty, put on one line."""
Texts = Annotated[list[Text], Field(min_length=1)]
"""A list with at least one text."""

T = TypeVar("T", bound=Table)


def read_table(shape: type[T], content: Any, where: str) -> T:
    """Return a parsed table as a `shape`; `where` begins messages.

    Raises:
        InputError: for the first thing that is wrong: unknown keys before missing ones, and both before wrong values.
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
    if kind in ("list_type", "too_short"):
        return InputError("{place} must be a list with at least one text, not {given}", place=place, given=shown(given))
    return InputError("{place} must be a text that is not empty, not {given}", place=place, given=shown(given))


def _needed(table: type[BaseModel]) -> str:
    return ", ".join(name for name, field in table.model_fields.items() if field.is_required())


def _table_at(shape: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel]:
    """Return the table that a place lies in, or is."""
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
