"""Arms of a comparison: named ways of governing, each in all areas or in some.

An arm starts from a base paradigm and changes rules. Outside its areas the rules are those of the reference, the first
arm. Its parameters differ from month 1 under the paradigm, so that all arms share their past. Rules and parameters of
an arm hold over what a comparison changes for all arms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from agents.errors import InputError, shown, suggestion
from experiments.runs.arm_values import (
    NO_ARENAS,
    areas_of,
    base_of,
    known_parameters,
    known_rules,
    name_of,
    parameters_of,
    rules_of,
    title_of,
    twin_of,
    why_of,
)
from model.paradigms.paradigm import Paradigm, load_paradigm
from model.parameters.parameters import AREA_NAMES
from samskaping.language import SOURCE, Language, Listing, Message, Versions, languages

MOST_ARMS = 50

TEXTS = ("title", "why")
_OWN = ("name", "base", "areas", "rules", "parameters", "twin")
KEYS = (*_OWN, *(f"{text}_{language}" for text in TEXTS for language in languages()))
"""The keys of an arm in a file."""

WITHOUT_ARENAS: Mapping[str, Any] = {
    "scope.meetings_per_year": 0.0, "boundary.recruitment": "none", "boundary.pay": 0.0,
}  # fmt: skip
"""The rules of a twin without meeting places: no meetings, and so nobody recruited or paid."""


@dataclass(frozen=True)
class Arm:
    """A checked arm. Raises `InputError` for a name or value that cannot be used.

    Attributes:
        name: of the arm, in the column `arm`.
        title: what people read: a text, or texts by language; empty means the name.
        base: a preset's name or a `Paradigm`; None starts from the rules of the reference.
        areas: where the arm's rules apply; empty means in all areas.
        rules: rules that differ from the base, {dotted name: value}, with or without `rules.` in front.
        parameters: parameters in force from month 1, {dotted name: value}.
        twin: "no-arenas" adds the arm once more without its meeting places, as `<name>-no-arenas`.
        why: reasons for the rules and parameters, and which are assumptions: a text, or texts by language.
    """

    name: str
    title: Versions | Mapping[Language, str] | str = field(default="", hash=False)
    base: str | Paradigm | None = None
    areas: Sequence[str] = ()
    rules: Mapping[str, Any] = field(default_factory=dict, hash=False)
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)
    twin: str = ""
    why: Versions | Mapping[Language, str] | str | None = field(default=None, hash=False)

    def __post_init__(self) -> None:
        """Check every part, and keep it in its canonical form."""
        name = name_of(self.name)
        try:
            made = {
                "name": name,
                "title": title_of(self.title, name),
                "base": base_of(self.base),
                "areas": areas_of(self.areas),
                "rules": rules_of(self.rules),
                "parameters": parameters_of(self.parameters),
                "twin": twin_of(self.twin),
                "why": why_of(self.why),
            }
        except InputError as error:
            raise InputError("arm {name}: {error}", name=name, error=error) from None
        for key, value in made.items():
            object.__setattr__(self, key, value)

    def label(self, language: Language = SOURCE) -> str:
        """Return the title in a language."""
        assert isinstance(self.title, Versions)
        return self.title.text(language)

    @property
    def base_name(self) -> str:
        """The name of the base, or "" where the arm starts from the reference."""
        return self.base.name if isinstance(self.base, Paradigm) else self.base or ""

    def definition(self) -> dict[str, Any]:
        """Return what decides the arm's runs as plain data: all but titles and reasons; the base by its name."""
        return {
            "name": self.name, "base": self.base_name, "areas": list(self.areas), "rules": dict(self.rules),
            "parameters": dict(self.parameters), "twin": self.twin,
        }  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        """Return the arm as plain data, shaped as in a file."""
        assert isinstance(self.title, Versions)
        definition = self.definition()
        texts = {f"title_{language}": text for language, text in self.title.texts.items()}
        if isinstance(self.why, Versions):
            texts |= {f"why_{language}": text for language, text in self.why.texts.items()}
        return {"name": definition.pop("name"), **texts, **definition}


# --- reading -------------------------------------------------------------------------------------------------------


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
        **{key: given[key] for key in _OWN if key in given}, **{text: _by_language(given, text) for text in TEXTS}
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
        _names_once(arms)
    except InputError as error:
        raise InputError("{prefix}{error}", prefix=prefix, error=error) from None
    return tuple(arms)


def _names_once(arms: Sequence[Arm]) -> None:
    names: set[str] = set()
    for arm in arms:
        if arm.name in names:
            raise InputError("two arms have the name {name}; give one of them another name", name=arm.name)
        names.add(arm.name)


# --- from arms to paradigms ----------------------------------------------------------------------------------------


def whole_arms(arms: Sequence[Arm]) -> tuple[Arm, ...]:
    """Return the arms of a comparison in full: bases filled in, and each twin after its arm.

    An arm without a base has the reference's base and rules; its own rules hold over those. Parameters are not taken
    over. An arm in full stays as it is.

    Raises:
        InputError: the first arm has no base or applies in some areas only, a twin has no meeting places to lose, or
            its name is taken.
    """
    reference = arms[0]
    if reference.base is None:
        raise InputError(
            "arm {name}: the first arm is the reference, so it needs a base, such as base = 'status-quo'",
            name=reference.name,
        )
    if reference.areas:
        raise InputError(
            "arm {name}: the first arm is the reference, whose rules apply outside the areas of other arms; leave out "
            "areas",
            name=reference.name,
        )
    found = []
    for arm in arms:
        if arm.base is None:
            arm = replace(arm, base=reference.base, rules={**reference.rules, **arm.rules})
        found += [arm] if not arm.twin else [replace(arm, twin=""), _no_arenas(arm)]
    _names_once(found)
    return tuple(found)


def _no_arenas(arm: Arm) -> Arm:
    """Return an arm without its meeting places."""
    here = arm.areas or AREA_NAMES
    paradigm = _inside(arm, {})
    if not any(_meets(one, here) for one in (paradigm.options or (paradigm,))):
        raise InputError(
            "arm {name}: it has no meeting places, so twin = 'no-arenas' would be the same arm; leave out twin",
            name=arm.name,
        )
    titles = {
        code: Message("{title} (without meeting places)", title=arm.label(code)).text(code) for code in languages()
    }
    rules = {**arm.rules, **WITHOUT_ARENAS}
    return replace(arm, name=f"{arm.name}-{NO_ARENAS}", title=Versions(titles), rules=rules, twin="")


def _meets(paradigm: Paradigm, areas: Iterable[str]) -> bool:
    return paradigm.scope.meetings_per_year > 0 and any(getattr(paradigm.scope, area) for area in areas)


def paradigms_of(arms: Sequence[Arm], rules: Mapping[str, Any] | None = None) -> tuple[Paradigm, ...]:
    """Return the paradigm of each arm in full (`whole_arms`), in their order.

    Args:
        arms: the first is the reference.
        rules: changed in all arms that do not set them, {dotted name without `rules.`: value}.

    Raises:
        InputError: rules that contradict each other; the message names the arm.
    """
    shared = rules or {}
    reference = _inside(arms[0], shared)
    return tuple(_inside(arm, shared).within(arm.areas, reference) for arm in arms)


def paradigm_of(arm: Arm, reference: Arm, rules: Mapping[str, Any] | None = None) -> Paradigm:
    """Return the paradigm of one arm in full, as `paradigms_of` does."""
    return paradigms_of([reference, arm], rules)[1] if arm.areas else _inside(arm, rules or {})


def _inside(arm: Arm, shared: Mapping[str, Any]) -> Paradigm:
    """Return the rules of an arm in its own areas."""
    assert arm.base is not None
    try:
        return load_paradigm(arm.base).updated({**shared, **arm.rules})
    except InputError as error:
        raise InputError("arm {name}: {error}", name=arm.name, error=error) from None


def named(arms: Sequence[Arm], name: str) -> Arm:
    """Return the arm with a name, or raise `InputError` with the nearest."""
    for arm in arms:
        if arm.name == name:
            return arm
    names = [arm.name for arm in arms]
    raise InputError(
        "unknown arm {name!r}; valid: {names}{hint}", name=name, names=", ".join(names), hint=suggestion(name, names)
    )
