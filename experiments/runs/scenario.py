"""Scenarios: a case told in two languages, and the few numbers that make the town that case. One TOML file each.

A scenario says where and for how long, which paradigms to compare, which parameters and rules differ and why, what to
watch, and which questions to talk over. It never says what comes out. Those that come with the program lie in
`experiments/scenarios/`; a file put there, or given by its path, needs no code. What is given explicitly goes before
what a scenario says, which goes before the defaults (`chosen`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agents.errors import InputError, fold, hints, nearest_names, shown
from experiments.defaults import PARADIGMS
from experiments.errors import why
from experiments.reading import text_of, toml_of
from model.town.municipalities import LARGEST, SMALLEST
from samskaping.language import Message

FOLDER = Path(__file__).resolve().parents[1] / "scenarios"

Value = float | int | bool | str


@dataclass(frozen=True)
class Change:
    """One parameter or rule that differs from the defaults, and why. Rules change in every paradigm compared."""

    name: str
    """Flat dotted name: `needs.ageing`, `rules.scope.place`."""
    value: Value
    why_en: str
    why_nb: str
    source: str = ""
    """Where the number or the direction comes from; empty where `why` says all there is to say."""


@dataclass(frozen=True)
class Scenario:
    """A checked scenario. What it leaves open (None) is as it would be without it."""

    name: str
    """The file's name without `.toml`; what `--scenario` takes."""
    title_en: str
    title_nb: str
    story_en: str
    story_nb: str
    municipality: str | None
    citizens: int | None
    months: int | None
    paradigms: tuple[str, ...] | None
    """Presets' names, the first the one that the others are compared with; `run` takes the last."""
    changes: tuple[Change, ...]
    outcomes: tuple[str, ...]
    """Names of outcomes to watch."""
    watch_en: str
    watch_nb: str
    questions_en: tuple[str, ...]
    questions_nb: tuple[str, ...]
    text: str = field(repr=False)
    """The file as written."""

    @property
    def overrides(self) -> dict[str, Value]:
        """What differs from the defaults: {dotted name: value}, as `Run.overrides` takes it."""
        return {change.name: change.value for change in self.changes}

    def as_dict(self) -> dict[str, Any]:
        """Return the scenario as plain data, shaped as its file is, with its name; for JSON."""
        return {
            "name": self.name,
            "title": {"en": self.title_en, "nb": self.title_nb},
            "story": {"en": self.story_en, "nb": self.story_nb},
            "municipality": self.municipality,
            "citizens": self.citizens,
            "months": self.months,
            "paradigms": self.paradigms,
            "changes": [dict(vars(change)) for change in self.changes],
            "watch": {"outcomes": self.outcomes, "en": self.watch_en, "nb": self.watch_nb},
            "questions": {"en": self.questions_en, "nb": self.questions_nb},
        }


def scenarios() -> tuple[Scenario, ...]:
    """Return the scenarios that come with the program, by name."""
    return tuple(_read(path) for path in _shipped().values())


def load_scenario(name_or_path: str | Path | Scenario) -> Scenario:
    """Return a scenario by its name, or read from a file; a `Scenario` is returned as it is.

    What ends in `.toml` or has a folder in it is a file; anything else a name, found without regard to case.

    Raises:
        InputError: when there is no such scenario, or its file is not valid; the message names the file, the key,
            what is wrong, and what would be valid.
    """
    if isinstance(name_or_path, Scenario):
        return name_or_path
    if not isinstance(name_or_path, (str, Path)):
        raise InputError(
            f"a scenario is given by its name or its file, not by {shown(name_or_path)}",
            f"et scenario oppgis med navn eller fil, ikke med {shown(name_or_path)}",
        )
    path = Path(name_or_path)
    if isinstance(name_or_path, Path) or path.suffix == ".toml" or len(path.parts) > 1:
        return _read(path)
    shipped = _shipped()
    for name, place in shipped.items():
        if fold(name) == fold(name_or_path):
            return _read(place)
    hint, tips = hints(name_or_path, shipped)
    raise InputError(
        f"unknown scenario {name_or_path!r}; {hint + ' ' if hint else ''}valid: {', '.join(shipped)}, "
        "or a file of your own, such as my.toml",
        f"ukjent scenario {name_or_path!r}; {tips + ' ' if tips else ''}gyldige: {', '.join(shipped)}, "
        "eller en egen fil, som mitt.toml",
    )


def chosen(given: Any, scenario: Scenario | None, what: str, default: Any) -> Any:
    """Return what is given explicitly, else what the scenario says of `what`, else the default. None is not given."""
    if given is not None:
        return given
    said = getattr(scenario, what) if scenario is not None else None
    return default if said is None else said


def overridden(scenario: Scenario | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a scenario changes, with what is given explicitly put over it: {dotted name: value}."""
    return {**(scenario.overrides if scenario is not None else {}), **given}


def _shipped() -> dict[str, Path]:
    return {path.stem: path for path in sorted(FOLDER.glob("*.toml"))}


# --- reading a file --------------------------------------------------------------------------------------------


def _read(path: Path) -> Scenario:
    """Return the scenario in a file, checked."""
    return scenario_of(_text_of(path), path.stem, path.name if path.parent == FOLDER else str(path))


def scenario_of(text: str, name: str, where: str) -> Scenario:
    """Return the scenario that a TOML text tells, checked; `where` names it in messages."""
    told = toml_of(text, where)
    _keys(where, told, ("title", "story", "watch", "questions"), _OPTIONAL)
    title, story = (_both(f"{where}, [{key}]", told[key]) for key in ("title", "story"))
    watch = _both(f"{where}, [watch]", told["watch"], ("outcomes",))
    questions = _keys(f"{where}, [questions]", told["questions"], ("en", "nb"))
    asked = {key: _words(f"{where}, [questions] {key}", questions[key]) for key in ("en", "nb")}
    if len(asked["en"]) != len(asked["nb"]):
        raise InputError(
            f"{where}, [questions]: {len(asked['en'])} in en but {len(asked['nb'])} in nb; give each in both",
            f"{where}, [questions]: {len(asked['en'])} i en, men {len(asked['nb'])} i nb; skriv hvert i begge",
        )
    changes = told.get("changes", [])
    if not isinstance(changes, list):
        raise InputError(
            f"{where}: each change is a table of its own, headed [[changes]]",
            f"{where}: hver endring er en tabell for seg, med [[changes]] over",
        )
    paradigms = told.get("paradigms")
    scenario = Scenario(
        name=name,
        title_en=title["en"], title_nb=title["nb"], story_en=story["en"], story_nb=story["nb"],
        municipality=None if "municipality" not in told else _word(f"{where}, municipality", told["municipality"]),
        citizens=told.get("citizens"),
        months=told.get("months"),
        paradigms=None if paradigms is None else _words(f"{where}, paradigms", paradigms),
        changes=tuple(_change(f"{where}, [[changes]] #{n}", change) for n, change in enumerate(changes, 1)),
        outcomes=_words(f"{where}, [watch] outcomes", told["watch"]["outcomes"]),
        watch_en=watch["en"], watch_nb=watch["nb"], questions_en=asked["en"], questions_nb=asked["nb"],
        text=text,
    )  # fmt: skip
    try:
        _check(scenario)
    except InputError as error:
        raise InputError(f"{where}: {error}", f"{where}: {error.norwegian}") from None
    return scenario


_OPTIONAL = ("municipality", "citizens", "months", "paradigms", "changes")


def _text_of(path: Path) -> str:
    try:
        return text_of(path, Message("the scenario file"))
    except FileNotFoundError as error:
        near = nearest_names(path.stem, _shipped())
        raise InputError(
            "the scenario file {path} cannot be read ({why}); without .toml, did you mean {names}?"
            if near
            else "the scenario file {path} cannot be read ({why})",
            path=path,
            why=why(error),
            names=", ".join(map(repr, near)),
        ) from None


def _keys(where: str, table: Any, needed: tuple[str, ...], optional: tuple[str, ...] = ()) -> Mapping[str, Any]:
    """Return a table that has the needed keys, and none but those and the optional ones."""
    valid = (*needed, *optional)
    if not isinstance(table, dict):
        raise InputError(
            f"{where} must be a table with {', '.join(needed)}, not {shown(table)}",
            f"{where} må være en tabell med {', '.join(needed)}, ikke {shown(table)}",
        )
    for key in table:
        if key not in valid:
            hint, tips = hints(key, valid)
            raise InputError(
                f"{where}: unknown key {key!r}; {hint + ' ' if hint else ''}valid: {', '.join(valid)}",
                f"{where}: ukjent nøkkel {key!r}; {tips + ' ' if tips else ''}gyldige: {', '.join(valid)}",
            )
    for key in needed:
        if key not in table:
            raise InputError(
                f"{where}: {key!r} is missing; needed: {', '.join(needed)}",
                f"{where}: {key!r} mangler; nødvendige: {', '.join(needed)}",
            )
    return table


def _both(where: str, table: Any, more: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the English and the Norwegian text of a table; it may have `more` keys, which are read elsewhere."""
    told = _keys(where, table, ("en", "nb", *more))
    return {language: _word(f"{where} {language}", told[language]) for language in ("en", "nb")}


def _word(where: str, value: Any) -> str:
    """Return a text on one line, however it is broken into lines in the file."""
    if not isinstance(value, str) or not value.strip():
        raise InputError(
            f"{where} must be a text that is not empty, not {shown(value)}",
            f"{where} må være en tekst som ikke er tom, ikke {shown(value)}",
        )
    return " ".join(value.split())


def _words(where: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise InputError(
            f"{where} must be a list with at least one text, not {shown(value)}",
            f"{where} må være en liste med minst én tekst, ikke {shown(value)}",
        )
    return tuple(_word(where, one) for one in value)


def _change(where: str, table: Any) -> Change:
    told = _keys(where, table, ("name", "value", "why_en", "why_nb"), ("source",))
    texts = {key: _word(f"{where}, {key}", value) for key, value in told.items() if key != "value"}
    return Change(value=told["value"], **texts)


# --- against the model's declarations --------------------------------------------------------------------------


def _check(scenario: Scenario) -> None:
    """Raise `InputError` for what the model does not know or cannot do. Imports declarations, not the model."""
    from experiments.runs.run import MOST_MONTHS, whole
    from model.outcomes.outcomes import NAMES
    from model.paradigms.paradigm import load_paradigm
    from model.parameters.parameters import Parameters, split_overrides
    from model.town.municipalities import municipality

    _once("the change", "endringen", [change.name for change in scenario.changes])
    _once("the outcome", "utfallet", scenario.outcomes)
    for outcome in scenario.outcomes:
        if outcome not in NAMES:
            hint, tips = hints(outcome, NAMES)
            raise InputError(
                f"unknown outcome {outcome!r} in [watch]; {hint or 'valid: ' + ', '.join(NAMES)}",
                f"ukjent utfall {outcome!r} i [watch]; {tips or 'gyldige: ' + ', '.join(NAMES)}",
            )
    if scenario.municipality is not None:
        municipality(scenario.municipality)
    if scenario.citizens is not None:
        whole("citizens", scenario.citizens, SMALLEST, LARGEST)
    if scenario.months is not None:
        whole("months", scenario.months, 1, MOST_MONTHS)
    parameters, rules = split_overrides(scenario.overrides)
    Parameters().updated(parameters)
    presets = [load_paradigm(name) for name in scenario.paradigms or PARADIGMS]
    _once("the paradigm", "paradigmet", [preset.name for preset in presets])
    for preset in presets:
        try:
            preset.updated(rules)
        except InputError as error:
            raise InputError(
                f"{error} (changed in the paradigm {preset.name})",
                f"{error.norwegian} (endret i paradigmet {preset.name})",
            ) from None


def _once(english: str, norwegian: str, names: Sequence[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise InputError(f"{english} {name} is given twice", f"{norwegian} {name} er oppgitt to ganger")
