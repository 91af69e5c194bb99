"""Scenarios by name or file: each is read from TOML and checked before anyone gets it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.errors import InputError, fold, nearest_names, shown, suggestion
from experiments.errors import why
from experiments.reading import text_of, toml_of
from experiments.runs.scenario.scenario import Change, Scenario, TimedChange
from model.aliases import current_list, one_note, written_names
from samskaping.language import SOURCE, Message, Versions
from samskaping.registry import installed

if TYPE_CHECKING:
    from experiments.runs.arms import Arm
    from experiments.runs.scenario.file import Questions
    from experiments.shapes import Table

FOLDER = Path(__file__).resolve().parents[2] / "scenarios"


def scenarios() -> tuple[Scenario, ...]:
    """Return the scenarios that come with the program, by name."""
    return tuple(_read(path) for path in _shipped().values())


def load_scenario(name_or_path: str | Path | Scenario) -> Scenario:
    """Return a scenario by its name, or read from a file; a `Scenario` is returned as it is.

    A text that ends in `.toml` or has a folder in it is a path. Any other is a name; case does not matter.

    Raises:
        InputError: when there is no such scenario, or its file is not valid; the message names the file, the key,
            the fault, and valid values.
    """
    if isinstance(name_or_path, Scenario):
        return name_or_path
    if not isinstance(name_or_path, (str, Path)):
        raise InputError(
            "a scenario is given by its name or its file, not by {name_or_path}", name_or_path=shown(name_or_path)
        )
    path = Path(name_or_path)
    if isinstance(name_or_path, Path) or path.suffix == ".toml" or len(path.parts) > 1:
        return _read(path)
    shipped = {**installed("scenario"), **_shipped()}
    for name, place in shipped.items():
        if fold(name) == fold(name_or_path):
            return _read(place)
    raise InputError(
        "unknown scenario {name!r}; valid: {names}, or a file of your own, such as my.toml{hint}",
        name=name_or_path,
        names=", ".join(shipped),
        hint=suggestion(name_or_path, shipped),
    )


def _shipped() -> dict[str, Path]:
    return {path.stem: path for path in sorted(FOLDER.glob("*.toml"))}


def _read(path: Path) -> Scenario:
    """Return the scenario in a file, checked."""
    return scenario_of(_text_of(path), path.stem, path.name if path.parent == FOLDER else str(path))


def scenario_of(text: str, name: str, where: str) -> Scenario:
    """Return the scenario in a TOML text, checked; `where` names it in messages."""
    content = toml_of(text, where)
    with one_note():
        return _scenario_of(content, text, name, where)


def _scenario_of(content: dict[str, Any], text: str, name: str, where: str) -> Scenario:
    from experiments.runs.scenario.check import check_scenario, refuse_files
    from experiments.runs.scenario.file import File, read_table
    from experiments.shapes import by_language

    for key in ("mechanisms", "outcomes"):
        if key in content:
            raise InputError(
                "{where}: a scenario names no code of your own. Give the file beside the scenario, with --{key}, or "
                "name it in a study",
                where=where, key=key,
            )  # fmt: skip
    file = read_table(File, content, where)
    refuse_files(file, where)
    read = [Change(one.name, one.value, Versions(by_language(one, "why_")), one.source) for one in file.changes]
    watched = file.watch.outcomes if file.watch else []
    try:
        names, outcomes = current_list([one.name for one in read], "setting"), current_list(watched, "outcome")
    except InputError as error:
        raise InputError("{where}: {error}", where=where, error=error) from None
    scenario = Scenario(
        name=name,
        title=_versions(file.title, name, where),
        story=_versions(file.story, "", where),
        municipality=file.municipality,
        citizens=file.citizens,
        months=file.months,
        paradigms=None if file.paradigms is None else tuple(file.paradigms),
        changes=tuple(replace(one, name=name) for one, name in zip(read, names, strict=True)),
        outcomes=tuple(outcomes),
        watch=_versions(file.watch, "", f"{where}, [watch]"),
        questions=_questions(file.questions, where),
        text=text,
        timed=_timed(file.timeline, where),
        written=written_names([one.name for one in read], "setting") | written_names(watched, "outcome"),
        arms=_arms(file.arms, file.paradigms, where),
        group=file.group,
    )
    try:
        check_scenario(scenario)
    except InputError as error:
        raise InputError("{where}: {error}", where=where, error=error) from None
    return scenario


def _versions(table: Table | None, absent: str, where: str) -> Versions:
    """Return the texts of a table, or `absent` where it has none; a text in another language needs one in English."""
    from experiments.shapes import by_language

    texts = by_language(table) if table is not None else {}
    if texts and SOURCE not in texts:
        raise InputError("{place}: {key!r} is missing; needed: {needed}", place=where, key=SOURCE, needed=SOURCE)
    return Versions(texts or {SOURCE: absent})


def _questions(table: Questions | None, where: str) -> tuple[Versions, ...]:
    """Return the questions to discuss, as many in each language."""
    from experiments.shapes import by_language

    if table is None:
        return ()
    asked = by_language(table)
    for language, texts in asked.items():
        if len(texts) != len(table.en):
            raise InputError(
                "{where}, [questions]: {english} in en but {others} in {language}; give all in each language",
                where=where,
                english=len(table.en),
                others=len(texts),
                language=language,
            )
    return tuple(Versions(dict(zip(asked, same, strict=True))) for same in zip(*asked.values(), strict=True))


def _arms(given: Any, paradigms: Any, where: str) -> tuple[Arm, ...]:
    """Return the arms in a file, as written."""
    if given is None:
        return ()
    from experiments.runs.arms import read_arms

    if paradigms is not None:
        raise InputError(
            "{where}: give paradigms or [[arms]], not both: each arm names its paradigm as its base",
            where=where,
        )
    return read_arms(given, where)


def _timed(given: Any, where: str) -> tuple[TimedChange, ...]:
    """Return the changes of `[[timeline]]`, each with its reasons."""
    from experiments.runs.scenario.file import Reasons, read_table
    from experiments.runs.timeline import read_timeline
    from experiments.shapes import by_language

    tables = given if isinstance(given, list) and all(isinstance(one, dict) for one in given) else []
    reasons = [
        read_table(Reasons, {key: value for key, value in one.items() if key in Reasons.model_fields}, place)
        for one, place in zip(tables, (f"{where}, [[timeline]] #{n}" for n in range(1, len(tables) + 1)), strict=True)
    ]
    plain = [{key: value for key, value in one.items() if key not in Reasons.model_fields} for one in tables]
    found = []
    for change, reason in zip(read_timeline(plain if tables else given, where, ordered=False), reasons, strict=True):
        texts = by_language(reason, "why_")
        found.append(TimedChange(change, Versions(texts) if texts else None, reason.source))
    return tuple(sorted(found, key=lambda one: one.change.month))


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
