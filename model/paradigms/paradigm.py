"""Paradigms are data: a name, the seven rule groups, and the intensity with which the municipality carries them out.

No rule of the model reads a paradigm's name. Presets are overlays on one baseline, the status quo of a
Norwegian municipality between TPA and NPM (`rules.py` has its values).
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, ClassVar, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from agents.engine.table import AREAS
from agents.errors import InputError, fold, shown, suggestion
from model.aliases import ALIASES, current_names, new_name
from model.paradigms.presets import PRESETS, Preset
from model.paradigms.rules import (
    FIELDS,
    INTENSITY,
    RULE,
    WHOLE,
    Aggregation,
    Boundary,
    Choice,
    Information,
    Payoff,
    Position,
    Scope,
    rule_vector,
)
from model.parameters.declare import DESIGN, Declaration, Group, coerced, declarations_of, flat, refused, replaced
from model.parameters.parameters import AREA_NAMES, Parameters
from samskaping.language import Message, Texts

INTENSITY_DECLARATION = Declaration(
    "rules.intensity", 1.0, "number", 0.0, 1.0, (), "share", "@borge2024", DESIGN,
    "How fully the municipality carries out the rules: every number lies this far from the status quo (0) to its "
    "value (1)",
    "rules.intensity",
)  # fmt: skip


class Paradigm(BaseModel):
    """A named configuration of rules. Frozen; `.replace("aggregation.weight_design", .8)` makes a checked variant.

    `intensity` scales every rule that is a number between the status quo (0) and the value given (1). `options`, when
    not empty, holds three other paradigms. Every year triage gives each area one of them, by noisy signals of the
    knowledge that the area needs.

    `areas`, when not empty, names the areas where these rules apply. The rules of `outside` apply in the others.
    `within` makes such a paradigm. A rule for the whole town, such as the weight of demand in the budget, is then the
    mean over the areas.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    text_prefix: ClassVar[str] = "rules."
    """What the ids of the rules' help texts begin with, also where their names do not."""

    name: str
    position: Position = Position()
    boundary: Boundary = Boundary()
    choice: Choice = Choice()
    aggregation: Aggregation = Aggregation()
    information: Information = Information()
    payoff: Payoff = Payoff()
    scope: Scope = Scope()
    intensity: float = Field(default=1.0, ge=0, le=1, allow_inf_nan=False)
    options: tuple["Paradigm", ...] = ()
    areas: tuple[str, ...] = ()
    outside: "Paradigm | None" = None

    @model_validator(mode="after")
    def _no_contradiction(self) -> Self:
        meets = self.scope.meetings_per_year > 0
        recruits = self.boundary.recruitment != "none"
        areas = self.scope.elder_care or self.scope.upbringing or self.scope.work_income or self.scope.place
        if meets and not recruits:
            raise InputError(
                "contradictory rules: rules.scope.meetings_per_year > 0 but rules.boundary.recruitment is none; choose "
                "open, network, targeted, sortition or stratified, or no meetings"
            )
        if recruits and not meets:
            raise InputError(
                "contradictory rules: rules.boundary.recruitment is {recruitment} but rules.scope.meetings_per_year is "
                "0; give 1 to 12 meetings a year, or recruitment none",
                recruitment=self.boundary.recruitment,
            )
        if meets and not areas:
            raise InputError("contradictory rules: there are meetings, but no area of scope has arenas")
        if self.boundary.pay > 0 and not recruits:
            raise InputError(
                "contradictory rules: rules.boundary.pay > 0 but nobody is recruited "
                "(rules.boundary.recruitment is none)"
            )
        if self.payoff.money_follows_user > 0 and self.choice.n_providers == 1:
            raise InputError(
                "contradictory rules: rules.payoff.money_follows_user > 0 but rules.choice.n_providers is 1: money "
                "cannot follow users who have no choice; give 2 or 3 providers"
            )
        if self.options and len(self.options) != 3:
            raise InputError("triage needs three options: for known, improvable and not yet existing knowledge")
        _check_areas(self.areas)
        if (self.outside is None) != (not self.areas):
            raise InputError(
                "a paradigm with areas needs another one for the rules outside them; paradigm.within(areas, outside) "
                "makes one"
            )
        return self

    def replace(self, name: str, value: Any) -> Self:
        """Return a checked copy with one dotted rule (or `intensity`) replaced; raise `InputError` otherwise."""
        return self.updated({name: value})

    def updated(self, values: Mapping[str, Any]) -> Self:
        """Return a checked copy with several dotted rules replaced (in options too).

        Names are with or without `rules.` in front.
        """
        rest = current_names({str(name).removeprefix("rules."): value for name, value in values.items()}, "rule")
        variant = self
        if "intensity" in rest:
            intensity = {"intensity": coerced(INTENSITY_DECLARATION, rest.pop("intensity"))}
            variant = type(self)(**{**_parts(variant), **intensity, **_nested(variant, intensity)})
        if rest:
            variant = replaced(variant, rest, "rule", others=("intensity",))
            if variant.options or variant.outside is not None:
                variant = type(self)(**{**_parts(variant), **_nested(variant, rest)})
        return variant

    def within(self, areas: Collection[str], outside: "Paradigm") -> "Paradigm":
        """Return the paradigm in force in some areas only, with the rules of `outside` in the others.

        Args:
            areas: names of areas (`AREA_NAMES`); none or all of them means everywhere, and returns the paradigm itself.
            outside: the paradigm of the other areas. Both may themselves differ between areas.

        Raises:
            InputError: an area is unknown.
        """
        _check_areas(areas)
        return _in_areas(self, areas, outside) if areas else self

    def flat(self) -> dict[str, Any]:
        """Return {dotted name: value} of all rules and the intensity."""
        return {**flat(self), "intensity": self.intensity}

    def vector(self) -> np.ndarray:
        """Return the rules in force as floats in the order of `rules.FIELDS`, with intensity applied. Equation E12."""
        values = rule_vector({group: getattr(self, group) for group, _ in FIELDS})
        for field in INTENSITY:
            column = RULE._fields.index(field)
            start = STATUS_QUO[column]
            values[column] = start + self.intensity * (values[column] - start)
            if field in WHOLE:
                values[column] = round(values[column])
        return values

    def matrix(self, picks: np.ndarray | None = None) -> np.ndarray:
        """Return the rules of each area, shape (areas, rules); `picks` (areas,) holds each area's option."""
        if not self.options or picks is None:
            rules = np.tile(self.vector(), (AREAS, 1))
        else:
            rules = np.stack([self.options[int(pick)].vector() for pick in picks])
        if self.outside is not None:
            others = [place for place, name in enumerate(AREA_NAMES) if name not in self.areas]
            rules[others] = self.outside.matrix(picks)[others]
        return rules

    @property
    def has_options(self) -> bool:
        """Whether triage chooses the rules of any area."""
        return bool(self.options) or (self.outside is not None and self.outside.has_options)

    def triaged(self) -> np.ndarray:
        """Return whether triage chooses the rules of each area, (areas,) bool."""
        areas = np.full(AREAS, bool(self.options))
        if self.outside is not None:
            others = [name not in self.areas for name in AREA_NAMES]
            areas[others] = self.outside.triaged()[others]
        return areas

    @staticmethod
    @cache
    def declarations() -> tuple[Declaration, ...]:
        """Return every rule field's declaration under its full dotted name (`rules.aggregation.weight_design`)."""
        return (*declarations_of(Paradigm(name="status-quo"), "rules."), INTENSITY_DECLARATION)


def full_names(part: str) -> list[str]:
    """Return the parameters and rules whose dotted names end with `part`: "weight_design" lacks its prefix and group.

    An old name counts too, under the name it has now. With `rules.` in front, `part` names rules only.
    """
    kept = {d.name: d.name for d in (*Parameters.declarations(), *Paradigm.declarations())}
    names = {**kept, **{old: new_name(old, "setting") for old in ALIASES["setting"]}}
    prefix = "rules." if part.startswith("rules.") else ""
    end = "." + part.removeprefix(prefix)
    return list(
        dict.fromkeys(now for name, now in names.items() if f".{name}".endswith(end) and now.startswith(prefix))
    )


def full_name_hint(name: str) -> Message | None:
    """Return "; did you mean ...?" for the end of a message that `name` is unknown, or None where it ends no name."""
    full = full_names(name)
    return Message("; did you mean {names}?", names=", ".join(map(repr, full))) if full else None


def _parts(paradigm: Paradigm) -> dict[str, Any]:
    return {name: getattr(paradigm, name) for name in Paradigm.model_fields}


def _check_areas(areas: Collection[str]) -> None:
    """Raise `InputError` where a name is not an area's."""
    for area in areas:
        if area not in AREA_NAMES:
            raise InputError(
                "unknown area {area}; valid: {names}{hint}", area=shown(area), names=", ".join(AREA_NAMES),
                hint=suggestion(area if isinstance(area, str) else "", AREA_NAMES),
            )  # fmt: skip


def _in_areas(inside: Paradigm, areas: Collection[str], outside: Paradigm) -> Paradigm:
    """Return a paradigm with the rules of `inside` in some areas, perhaps none, and of `outside` in the others."""
    here = tuple(name for name in AREA_NAMES if name in areas)
    if not here:
        return outside
    if len(here) == AREAS:
        return inside
    if inside.outside is not None:
        own = [name for name in here if name in inside.areas]
        outside = _in_areas(inside.outside, [name for name in here if name not in own], outside)
        inside = inside.model_copy(update={"areas": (), "outside": None})
        return _in_areas(inside, own, outside)
    return type(inside)(**{**_parts(inside), "areas": here, "outside": outside})


def _nested(paradigm: Paradigm, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the paradigms inside a paradigm, its options and the one outside its areas, with rules replaced."""
    outside = paradigm.outside
    return {
        "options": tuple(option.updated(values) for option in paradigm.options),
        "outside": None if outside is None else outside.updated(values),
    }


STATUS_QUO = rule_vector({group: getattr(Paradigm(name="status-quo"), group) for group, _ in FIELDS})


def preset(name: str) -> Preset:
    """Return a preset by name (case does not matter), or raise `InputError` with the nearest names."""
    sought = fold(name)
    for key, candidate in PRESETS.items():
        if sought in (fold(key), *map(fold, candidate.aliases)):
            return candidate
    raise InputError(
        "unknown paradigm {name!r}: valid are {valid}{hint}",
        name=name,
        valid=", ".join(PRESETS),
        hint=suggestion(name, PRESETS),
    )


def _validated(given: Paradigm) -> Paradigm:
    """Return a paradigm validated again, since `model_copy(update=...)` validates nothing."""
    values = {}
    for name, field in Paradigm.model_fields.items():
        value = getattr(given, name)
        if isinstance(field.default, Group):
            if not isinstance(value, type(field.default)):
                raise InputError(
                    "{name} = {value!r} is not valid: it must be a {kind} group",
                    name=name,
                    value=value,
                    kind=type(field.default).__name__,
                )
            value = vars(value)
        elif name == "options":
            if not isinstance(value, tuple) or not all(isinstance(option, Paradigm) for option in value):
                raise InputError("options = {value!r} is not valid: it must be three paradigms, or none", value=value)
            value = tuple(_validated(option) for option in value)
        elif isinstance(value, Paradigm):
            value = _validated(value)
        values[name] = value
    try:
        return Paradigm.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise (
            InputError("{where} = {value!r}: {why}", where=where, value=first["input"], why=first["msg"])
            if where
            else refused(error)
        ) from None


def load_paradigm(paradigm: "str | Paradigm") -> Paradigm:
    """Return a preset as a checked `Paradigm`; a `Paradigm` given is validated again and returned."""
    if isinstance(paradigm, Paradigm):
        return _validated(paradigm)
    if not isinstance(paradigm, str):
        raise InputError("paradigm must be a preset's name or a Paradigm, not {paradigm}", paradigm=shown(paradigm))
    chosen = preset(paradigm)
    options = tuple(load_paradigm(option) for option in chosen.options)
    return Paradigm(name=chosen.name, options=options).updated(chosen.rules)


HELP = Texts("model.help", {one.text_id: one.help_en for one in (*Parameters.declarations(), *Paradigm.declarations())})
