"""A paradigm of one's own: a TOML file with a base and the rules that differ from it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agents.errors import InputError, fold
from experiments.own.source import Source, checked_name, read_text
from experiments.reading import dotted, toml_of
from experiments.shapes import Table, Text, Texts, by_language, in_every_language, read_table
from model.aliases import one_note
from model.paradigms.paradigm import Paradigm, load_paradigm
from model.paradigms.presets import PRESETS
from samskaping.language import SOURCE, Language, Versions
from samskaping.registry import names_file, register, registered

BASE = "status-quo"
_WORDS = "words of paradigms"


@in_every_language
class Shape(Table):
    """The file: all keys are optional except the rules."""

    rules: dict[str, Any]
    name: Text | None = None
    base: Text = BASE
    options: Texts | None = None
    title_en: Text | None = None
    story_en: Text | None = None


def paradigm_of(text: str, stem: str, where: str) -> tuple[Paradigm, Versions | None, Versions | None]:
    """Return the paradigm in a TOML text, and its title and story if it has them.

    Args:
        text: the file's text.
        stem: the name where the text has none.
        where: names the file in messages.

    Raises:
        InputError: an unknown key or rule, a value out of bounds, rules that contradict each other, or the name of a
            preset.
    """
    content = toml_of(text, where)
    file = read_table(Shape, content, where)
    name = checked_name(file.name or stem, where)
    taken = {fold(one) for preset in PRESETS.values() for one in (preset.name, *preset.aliases)}
    if fold(name) in taken:
        raise InputError(
            "{where}: name = {name!r} is a preset's; give the paradigm another name", where=where, name=name
        )
    try:
        with one_note():
            made = load_paradigm(file.base).updated(dotted(file.rules))
            options = [load_paradigm(one) for one in file.options] if file.options else made.options
            made = load_paradigm(made.model_copy(update={"name": name, "options": tuple(options)}))
    except InputError as error:
        raise InputError("{where}: {error}", where=where, error=error) from None
    return made, _versions(by_language(file, "title_")), _versions(by_language(file, "story_"))


def _versions(texts: Mapping[Language, str]) -> Versions | None:
    """Return texts by language; where there is none in English, the first one stands in."""
    return Versions({SOURCE: next(iter(texts.values())), **texts}) if texts else None


def read_paradigm(given: str | Path, folder: Path = Path()) -> tuple[Paradigm, Source]:
    """Return the paradigm of a file, and the file as it was read; raise `InputError` where it is not valid."""
    text = read_text("paradigm", given, folder)
    made, title, story = paradigm_of(text, Path(given).stem, str(given))
    register("paradigm", made.name, made.name)
    register_words(made.name, title, story)
    return made, Source("paradigm", made.name, str(given), text)


def register_words(name: str, title: Versions | None, story: Versions | None) -> None:
    """Make the title and the story of a file's paradigm known in this process."""
    register(_WORDS, name, (title, story))


def words_of(name: str) -> tuple[Versions | None, Versions | None]:
    """Return the title and the story of the file that a paradigm was read from, None where it has none."""
    return registered(_WORDS).get(name, (None, None))


def label_of(name: str, language: Language) -> str:
    """Return what people read for a paradigm: the title in its file, else its name."""
    title, _ = words_of(name)
    return title.text(language) if title else name


def names_paradigm(given: Any) -> bool:
    """Return whether `given` names a paradigm's file, and no preset."""
    presets = {one for preset in PRESETS.values() for one in (preset.name, *preset.aliases)}
    return isinstance(given, str | Path) and given not in presets and names_file("paradigm", given)


def paradigm_named(given: Any, folder: Path = Path()) -> Any:
    """Return the paradigm of a file where `given` names one, and anything else as it is."""
    return read_paradigm(given, folder)[0] if names_paradigm(given) else given


def with_bases(arms: Any, folder: Path) -> Any:
    """Return the arms of a file with the paradigms that their bases name as files; anything else stays as it is."""
    if not isinstance(arms, list):
        return arms
    return [
        {**arm, "base": paradigm_named(arm["base"], folder)} if isinstance(arm, dict) and "base" in arm else arm
        for arm in arms
    ]
