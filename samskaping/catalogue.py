"""Translations of our English texts, read from gettext catalogues: `locale/<language>/LC_MESSAGES/<package>.po`.

`SAMSKAPING_LOCALE` may name a further folder of languages, for a language of one's own. Its texts come first.

Each package has a catalogue a language. The build compiles them (`.po` to `.mo`, which a wheel carries); in a checkout
a `.po` that was edited since is compiled in memory. A text that a language lacks is shown in the nearest language that
has it, else in English.
"""

from __future__ import annotations

import gettext
import io
import os
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = "en"
ALSO = {"no": "nb"}
"""Codes that people use for a language, beside its own: "no" is Norwegian of either form, nearly always bokmål."""
NEAREST = {"nn": "nb"}
"""The language that its readers read best after their own, for those where that is not English."""
COMPLETE = ("nb", "nn")
"""Languages that the program keeps up to date, the fullest first: others are measured against it."""
MOST = 0.5
"""Share of the texts that a language needs before numbers, lists and days follow it."""
LOCALES = Path(__file__).resolve().parent / "locale"
FOLDER = "SAMSKAPING_LOCALE"
"""The environment variable that names a folder of languages of one's own."""


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that texts exist in, the source language, "en", first."""
    folders = [folder for root in _roots() for folder in root.glob("*/LC_MESSAGES") if _catalogues(folder, root)]
    return SOURCE, *sorted({folder.parent.name for folder in folders} - {SOURCE})


def _roots() -> list[Path]:
    """Return the folders of languages: the user's own, if any, and the program's."""
    named = os.environ.get(FOLDER)
    return [*([Path(named)] if named else []), LOCALES]


def preferred(language: str) -> tuple[str, ...]:
    """Return the languages to look for a text in, in turn: the language, those nearest to it, the source language."""
    order = [language]
    while (nearest := NEAREST.get(order[-1], SOURCE)) not in order:
        order.append(nearest)
    return tuple(order)


def translate(english: str, context: str, language: str) -> str:
    """Return a text in a language, or where its catalogues lack it, in the nearest language that has it.

    `context` is the text's stable id, such as a parameter's name, or "" for a message that has none.
    """
    if language == SOURCE or not english:  # a catalogue keeps its header under the empty text
        return english
    catalogue = _translations(language)
    return catalogue.pgettext(context, english) if context else catalogue.gettext(english)


@cache
def formats_of(language: str) -> str:
    """Return the language whose numbers, lists and days are used with a language.

    It is the language itself once most of its texts are translated. Before that most texts are English, and numbers
    too: 3.000 would be read as 3.
    """
    if language == SOURCE or language in COMPLETE:
        return language
    return language if _translated(language) >= MOST * _translated(COMPLETE[0]) else SOURCE


def _translated(language: str) -> int:
    """Return how many texts a language has of its own."""
    stems = [one for root in _roots() for one in _catalogues(root / language / "LC_MESSAGES", root)]
    catalogues: list[Any] = [_read(stem) for stem in stems]
    return sum(len(one._catalog) for one in catalogues)


def own_folder_fault() -> tuple[str, str]:
    """Return what is wrong with the user's own folder of languages, "missing" or "empty", and the folder; else ""."""
    named = os.environ.get(FOLDER, "")
    if named and not Path(named).is_dir():
        return "missing", named
    if named and not any(_catalogues(folder, Path(named)) for folder in Path(named).glob("*/LC_MESSAGES")):
        return "empty", named
    return "", named


@cache
def _translations(language: str) -> gettext.NullTranslations:
    """Return all catalogues of a language and of those nearest to it as one."""
    first = gettext.NullTranslations()
    for code in preferred(language):
        for path in [one for root in _roots() for one in _catalogues(root / code / "LC_MESSAGES", root)]:
            first.add_fallback(_read(path))
    return first


def _catalogues(folder: Path, root: Path) -> list[Path]:
    """Return the catalogues of a language without their suffix.

    In a checkout, which has sources, a compiled file without its source is left over from another revision.
    """
    suffix = "po" if any(root.glob("*/LC_MESSAGES/*.po")) else "mo"
    return sorted(path.with_suffix("") for path in folder.glob(f"*.{suffix}"))


def _read(stem: Path) -> gettext.GNUTranslations:
    """Return one catalogue: the compiled one, or its source where that is newer or alone."""
    source, compiled = stem.with_suffix(".po"), stem.with_suffix(".mo")
    if compiled.exists() and not (source.exists() and source.stat().st_mtime > compiled.stat().st_mtime):
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    return gettext.GNUTranslations(io.BytesIO(compile_catalogue(source)))


def compile_catalogue(source: Path) -> bytes:
    """Return a `.po` file as the bytes of a `.mo` file."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file))
    return compiled.getvalue()
