"""Declaration of a number: default, bounds, unit, sources and help text.

Parameters and rule fields are frozen pydantic models made of these declarations. The command line, the sliders, sweeps
and the documentation read them through `declarations`.

A declaration has two sources, since literature that supports a mechanism seldom gives its size:

- `mechanism`: codes of docs/evidence.md (`M6`, `P19`) or works, cited as `@key` of model/references.bib;
- `number_source`: a work or data that gives this number, `calibrated to ...`, or `design choice`.
"""

import re
import sys
from collections import namedtuple
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal, Self, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from agents.errors import NOTHING, InputError, SpokenError, shown, suggestion
from model.aliases import current_names
from samskaping.language import SOURCE, Joined, Keyed, Language, Message, languages

DESIGN = "design choice"  # the number has no source


@dataclass(frozen=True)
class Declaration:
    """One declared number, switch or choice, as every interface sees it."""

    name: str
    default: float | int | bool | str
    kind: Literal["number", "whole", "switch", "choice"]
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    unit: str
    mechanism: str
    number_source: str
    help_en: str
    text_id: str
    """Key of the help text in the catalogues: the name, or `area.` and the field for parameters of all areas."""
    start_only: bool = False
    """Whether the value shapes the town when it is made, so that a timeline cannot change it later."""

    def help(self, language: Language = SOURCE) -> str:
        """Return the help text in a language."""
        return self.help_text.text(language)

    @property
    def help_text(self) -> Keyed:
        """The help text, to be rendered when its reader's language is known."""
        return Keyed(f"model.help.{self.text_id}", self.help_en)

    @property
    def source(self) -> str:
        """Return both sources in one text, without repeating one."""
        if self.number_source.startswith(self.mechanism):
            return self.number_source
        return f"{self.mechanism}; {self.number_source}"

    def as_dict(self) -> dict[str, Any]:
        """Return the declaration as plain data for JSON: `source`, and the help text in every language, among it."""
        plain = {name: value for name, value in asdict(self).items() if name not in ("help_en", "text_id")}
        return {**plain, **{f"help_{one}": self.help(one) for one in languages()}, "source": self.source}

    @property
    def valid(self) -> Message:
        """The valid values in words."""
        if self.kind == "choice":
            return Message("one of {choices}", choices=", ".join(self.choices))
        if self.kind == "switch":
            return Message("true or false")
        if self.kind == "whole":
            return Message("a whole number from {low:g} to {high:g}", low=self.low, high=self.high)
        return Message("a number from {low:g} to {high:g}", low=self.low, high=self.high)

    def refusal(self, value: Any, more: Message = NOTHING) -> InputError:
        """Return the error that `value` is not valid here, ready to raise; `more` goes at its end."""
        return InputError(
            "{name} = {value} is not valid: it must be {valid} ({help}){more}",
            name=self.name, value=shown(value), valid=self.valid, help=self.help_text, more=more,
        )  # fmt: skip


def _field(default: Any, unit: str, mechanism: str, number_source: str, en: str, **bounds: Any) -> Any:
    extra: Any = {"unit": unit, "mechanism": mechanism, "number_source": number_source}
    return Field(default, description=en, json_schema_extra=extra, **bounds)


def number(default: float, low: float, high: float, unit: str, mechanism: str, number_source: str, en: str) -> Any:
    """Declare a real number within [low, high]."""
    return _field(float(default), unit, mechanism, number_source, en, ge=low, le=high, allow_inf_nan=False)


def whole(default: int, low: int, high: int, unit: str, mechanism: str, number_source: str, en: str) -> Any:
    """Declare a whole number within [low, high]."""
    return _field(int(default), unit, mechanism, number_source, en, ge=low, le=high)


def switch(default: bool, mechanism: str, number_source: str, en: str, off: Mapping[str, float] | None = None) -> Any:
    """Declare something that is on or off.

    `off` is for mechanisms: the parameters, by dotted name, and the values that they take while it is off.
    """
    field = _field(bool(default), "on/off", mechanism, number_source, en)
    field.json_schema_extra["off"] = dict(off or {})
    return field


def choice(default: str, mechanism: str, number_source: str, en: str) -> Any:
    """Declare a word of the field's `Literal` type; kernels see its index."""
    return _field(default, "word", mechanism, number_source, en)


class Group(BaseModel):
    """A frozen group of declared values; unknown names and values out of bounds raise."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, validate_default=True)

    shared_as: ClassVar[str] = ""
    """The name under which catalogues keep the help texts of a group that stands under several names."""

    start_only: ClassVar[tuple[str, ...]] = ()
    """The fields that shape the town when it is made. A change later would have no effect, or a false one."""

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        # Importable by name: numba's cache on disk identifies a type by its class, and would never hit otherwise.
        made = namedtuple(cls.__name__ + "Numbers", list(cls.model_fields), module=cls.__module__)  # type: ignore[misc]  # noqa: PYI024
        setattr(sys.modules[cls.__module__], made.__name__, made)

    @classmethod
    def kind(cls) -> Any:
        """Return the namedtuple type of the group's numbers."""
        return getattr(sys.modules[cls.__module__], cls.__name__ + "Numbers")

    def numbers(self) -> Any:
        """Return the values as a namedtuple of floats, the form in which rules take them."""
        kind, own = self.kind(), vars(self)
        words = {name: as_number(self, name) for name in kind._fields if isinstance(own[name], str)}
        return kind._make(map(float, map({**own, **words}.__getitem__, kind._fields)))

    def changed(self, values: Mapping[str, Any]) -> Self:
        """Return a checked copy with some fields replaced (`model_copy` would not validate)."""
        return type(self).model_validate({**self.model_dump(), **values})


def as_number(group: Group, name: str) -> float:
    """Return a field's value as the float that kernels see: switches are 0 or 1, words their index."""
    value = getattr(group, name)
    if isinstance(value, str):
        return float(get_args(type(group).model_fields[name].annotation).index(value))
    return float(value)


def declaration(name: str, field: FieldInfo, default: Any, text_id: str = "", start_only: bool = False) -> Declaration:
    """Return the declaration of one field under its dotted name."""
    extra: Any = field.json_schema_extra
    low = high = None
    for rule in field.metadata:
        low = getattr(rule, "ge", low)
        high = getattr(rule, "le", high)
    words: tuple[str, ...] = ()
    kind: Literal["number", "whole", "switch", "choice"] = "number"
    if get_origin(field.annotation) is Literal:
        words, kind = get_args(field.annotation), "choice"
    elif field.annotation is bool:
        kind = "switch"
    elif field.annotation is int:
        kind = "whole"
    return Declaration(
        name,
        default,
        kind,
        low,
        high,
        words,
        extra["unit"],
        extra["mechanism"],
        extra["number_source"],
        field.description or "",
        text_id or name,
        start_only,
    )


def declarations_of(groups: BaseModel, prefix: str = "") -> Iterator[Declaration]:
    """Yield the declaration of every field of every group, in order, under dotted names."""
    text_prefix = getattr(type(groups), "text_prefix", "")
    for name in type(groups).model_fields:
        group = getattr(groups, name)
        if isinstance(group, Group):
            for field_name, field in type(group).model_fields.items():
                text_id = f"{text_prefix}{group.shared_as or name}.{field_name}"
                yield declaration(
                    f"{prefix}{name}.{field_name}", field, getattr(group, field_name), text_id,
                    field_name in type(group).start_only,
                )  # fmt: skip


def flat(groups: BaseModel, prefix: str = "") -> dict[str, Any]:
    """Return all values under their dotted names."""
    parts = {name: getattr(groups, name) for name in type(groups).model_fields}
    return {
        f"{prefix}{name}.{field}": getattr(group, field)
        for name, group in parts.items()
        if isinstance(group, Group)
        for field in type(group).model_fields
    }


def coerced(declared: Declaration, value: Any) -> Any:
    """Return `value` as the declared kind, or raise `InputError`; text is read as on a command line."""
    given = value
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        value = value.item()  # numpy scalars
    if declared.kind == "choice":
        if value not in declared.choices:
            raise declared.refusal(given, suggestion(value if isinstance(value, str) else "", declared.choices))
        return value
    if declared.kind == "switch":
        if isinstance(value, str) and value.lower() in ("true", "false", "on", "off", "1", "0", "yes", "no"):
            return value.lower() in ("true", "on", "1", "yes")
        if value in (0, 1):
            return bool(value)
        raise declared.refusal(given)
    if isinstance(value, bool):
        raise declared.refusal(given)
    try:
        figure = float(value)
    except (TypeError, ValueError, OverflowError):
        raise declared.refusal(given, point_hint(given)) from None
    low = -float("inf") if declared.low is None else declared.low
    high = float("inf") if declared.high is None else declared.high
    if not low <= figure <= high or (declared.kind == "whole" and figure != round(figure)):  # NaN fails the first
        raise declared.refusal(given)
    return int(figure) if declared.kind == "whole" else figure


def point_hint(value: Any) -> Message:
    """Return how to write a number that is given as text with a decimal comma, or nothing."""
    if not isinstance(value, str) or not _COMMA.fullmatch(value):
        return NOTHING
    return Message("; write decimals with a point: {point}", point=value.strip().replace(",", "."))


_COMMA = re.compile(r"\s*[*+-]?\s*\d*,\d+\s*")


def _known(groups: Any) -> dict[str, Declaration]:
    """Return what is declared for a kind of groups by dotted name, read once (without regard to defaults).

    The names are without the kind's prefix, such as `rules.`; the declarations have it, and so do messages.
    """
    kind = type(groups)
    if kind not in _KNOWN:
        prefix = getattr(kind, "text_prefix", "")
        _KNOWN[kind] = {d.name.removeprefix(prefix): d for d in declarations_of(groups, prefix)}
    return _KNOWN[kind]


_KNOWN: dict[type, dict[str, Declaration]] = {}


def replaced(groups: Any, values: Mapping[str, Any], what: str, others: tuple[str, ...] = ()) -> Any:
    """Return `groups` with dotted names replaced, checked; an unknown name raises with the nearest valid name."""
    known = _known(groups)
    prefix = getattr(type(groups), "text_prefix", "")
    values = current_names(values, "rule" if what == "rule" else "parameter")
    by_group: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        if name not in known:
            see = Message("; see `samskaping parameters` for all names")
            full, valid = f"{prefix}{name}", [f"{prefix}{one}" for one in (*known, *others)]
            raise InputError(
                "unknown {what} {name!r}{hint}",
                what=Message("rule") if what == "rule" else Message("parameter"),
                name=full, hint=suggestion(full, valid, see),
            )  # fmt: skip
        group, field = name.split(".", 1)
        by_group.setdefault(group, {})[field] = coerced(known[name], value)
    update = {group: getattr(groups, group).changed(fields) for group, fields in by_group.items()}
    try:
        return type(groups)(**{**{n: getattr(groups, n) for n in type(groups).model_fields}, **update})
    except ValidationError as error:
        raise refused(error) from None


def refused(error: ValidationError) -> InputError:
    """Return what pydantic found as one `InputError`; errors that validators raised keep their languages."""
    found = [one.get("ctx", {}).get("error") or one["msg"] for one in error.errors()]
    return InputError(Joined("; ", [one.message if isinstance(one, SpokenError) else str(one) for one in found]))
