"""Texts for people, in the language they ask for. English stands in the code; catalogues hold the other languages.

A table of texts is a `Texts`, a sentence with values in it a `Message`. Both know their English and render themselves
in a language when they are shown. Numbers and lists follow the language too: "0.5" is "0,5" in Norwegian.
"""

from __future__ import annotations

import datetime
import string
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from numbers import Number
from typing import Any, Literal, TypeVar

from samskaping.catalogue import ALSO, SOURCE, formats_of, languages, preferred, translate

__all__ = [
    "SOURCE",
    "Joined",
    "Keyed",
    "Language",
    "Listing",
    "Message",
    "Texts",
    "Translatable",
    "Versions",
    "formats_of",
    "in_nearest",
    "language_code",
    "language_name",
    "languages",
    "localised",
    "preferred",
    "written_day",
]

Language = str
"""A language's code, such as "en" or "nb"; `languages()` lists the valid ones."""

T = TypeVar("T")


class Translatable(ABC):
    """A text that renders itself in a language."""

    @abstractmethod
    def text(self, language: Language = SOURCE) -> str:
        """Return the text in a language."""


class Message(Translatable):
    """A sentence with named values in braces: `Message("no municipality is called {name}", name="Oslo")`.

    A value that is itself `Translatable` is rendered in the same language. Numbers are written as the language writes
    them, with a format or without: `{share:.2f}`. Text is put in as it is. A sentence without values may hold braces.
    """

    def __init__(self, english: str, /, **values: Any) -> None:
        self.english = english
        self.values = {name: _kept(value) for name, value in values.items()}

    def text(self, language: Language = SOURCE) -> str:
        """Return the sentence in a language, its values filled in."""
        template = translate(self.english, "", language)
        return _filled_or_english(template, self.english, self.values, language) if self.values else template

    def __str__(self) -> str:
        return self.text()


class Keyed(Translatable):
    """A text that catalogues keep under an id of its own: `Keyed("model.help.trust.gain", "Share of the way ...")`."""

    def __init__(self, context: str, english: str) -> None:
        self.context = context
        self.english = english

    def text(self, language: Language = SOURCE) -> str:
        """Return the text in a language."""
        return translate(self.english, self.context, language)

    def __str__(self) -> str:
        return self.text()


class Versions(Translatable):
    """A text that its author wrote in several languages, such as a scenario's title: {"en": "Mine", "nb": "Min"}.

    English is among them. For a language that is not, the nearest one stands in.
    """

    def __init__(self, texts: Mapping[Language, str]) -> None:
        self.texts = dict(texts)
        if SOURCE not in self.texts:
            raise ValueError(f"no text in {SOURCE!r}")

    def text(self, language: Language = SOURCE) -> str:
        """Return the text in a language."""
        return in_nearest(self.texts, language)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"Versions({self.texts!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Versions) and self.texts == other.texts

    def __hash__(self) -> int:
        return hash(frozenset(self.texts.items()))


class Listing(Translatable):
    """Items in a row, as a language lists them: "a, b and c"; "a, b eller c"."""

    def __init__(self, items: Iterable[object], style: Literal["and", "or"] = "and") -> None:
        self.items = list(items)
        self.style = style

    def text(self, language: Language = SOURCE) -> str:
        """Return the items, the last two joined by the language's word."""
        from babel.lists import format_list

        items = [_written(item, "", language) for item in self.items]
        return format_list(items, "or" if self.style == "or" else "standard", locale=_locale(formats_of(language)))

    def __str__(self) -> str:
        return self.text()


class Joined(Translatable):
    """Texts in a row with the same separator between them; empty ones are left out."""

    def __init__(self, separator: str, items: Iterable[object]) -> None:
        self.separator = separator
        self.items = list(items)

    def text(self, language: Language = SOURCE) -> str:
        """Return the items in a language."""
        return self.separator.join(filter(None, (_written(item, "", language) for item in self.items)))

    def __str__(self) -> str:
        return self.text()


class Texts(Mapping[str, str]):
    """A table of English texts by key, which returns them in any language: `TEXTS("seeds", "nb", n=3)`.

    `context` begins the id under which catalogues keep each text: `<context>.<key>`. Its first part is the package, and
    with that the catalogue: "dashboard.compare" stands in `dashboard.po`.
    """

    tables: list[Texts] = []

    def __init__(self, context: str, english: Mapping[str, str]) -> None:
        self.context = context
        self._english = dict(english)
        Texts.tables.append(self)

    def __call__(self, key: str, language: Language = SOURCE, /, **values: Any) -> str:
        """Return a text in a language, its values filled in; an unknown key raises `KeyError`."""
        english = self._english[key]
        return _filled_or_english(translate(english, f"{self.context}.{key}", language), english, values, language)

    def __getitem__(self, key: str) -> str:
        """Return the English text."""
        return self._english[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._english)

    def __len__(self) -> int:
        return len(self._english)

    def message(self, key: str, /, **values: Any) -> Entry:
        """Return a text of the table with its values, to be rendered when its reader's language is known."""
        return Entry(self, key, values)


class Entry(Translatable):
    """A text of a table with its values."""

    def __init__(self, table: Texts, key: str, values: Mapping[str, Any]) -> None:
        self.table, self.key, self.values = table, key, values

    def text(self, language: Language = SOURCE) -> str:
        """Return the text in a language."""
        return self.table(self.key, language, **self.values)

    def __str__(self) -> str:
        return self.text()


def _filled_or_english(template: str, english: str, values: Mapping[str, Any], language: Language) -> str:
    """Fill a translation in; where it names a value that does not exist, the English: a slip must not end a command."""
    try:
        return filled(template, values, language)
    except (KeyError, ValueError, IndexError):
        return filled(english, values, language)


def filled(template: str, values: Mapping[str, Any], language: Language) -> str:
    """Return a template with its values in the language's form."""
    return _Filler(language).vformat(template, (), values)


def localised(number: str, language: Language) -> str:
    """Return a number written the English way, "1,234.5", as a language writes it, "1 234,5"."""
    form = formats_of(language)
    if form == SOURCE:
        return number
    decimal, group = _separators(form)
    return number.translate({ord(","): group, ord("."): decimal})


def written_day(date: datetime.date, language: Language) -> str:
    """Return a day as a language writes it: "29 November 2026", "29. november 2026"."""
    from babel.dates import format_date

    return format_date(date, "long", locale=_locale(formats_of(language)))


def in_nearest(texts: Mapping[Language, T], language: Language) -> T:
    """Return what a mapping has in a language or, where it lacks that, in the nearest; `KeyError` if it lacks all."""
    return texts[next((code for code in preferred(language) if code in texts), SOURCE)]


def language_code(given: str) -> Language | None:
    """Return the language that a code means, None where texts do not exist in it.

    A country, an encoding and capitals make no difference: "nb_NO.UTF-8", "NB" and "no" all mean "nb".
    """
    code = given.replace("-", "_").partition(".")[0].partition("_")[0].strip().lower()
    code = code if code in languages() else ALSO.get(code, code)
    return code if code in languages() else None


def language_name(language: Language) -> str:
    """Return what a language calls itself; forms of one language go without its name: "Bokmål", not "Norsk bokmål"."""
    name = _own_name(language)
    for code in ALSO:
        name = name.removeprefix(f"{_own_name(code)} ")
    return name.capitalize()


class _Shown(str):
    """What a value looked like when it was put into a sentence, so that the sentence can be sent and stays the same."""

    _repr: str

    def __repr__(self) -> str:
        return self._repr


def _kept(value: Any) -> Any:
    """Return a text, a number or a translatable as it is, and how anything else looks now."""
    if value is None or isinstance(value, str | Number | Translatable):
        return value
    shown = _Shown(value)
    try:
        shown._repr = repr(value)
    except (ValueError, RecursionError):  # numbers or lists too long or too deep for Python to write
        shown._repr = f"<{type(value).__name__}>"
    return shown


class _Filler(string.Formatter):
    """Fills a template; only plain names stand in its braces, so that a catalogue cannot reach into a value."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return self.get_value(field_name, args, kwargs), field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        return _written(value, format_spec, self.language)


def _written(value: Any, format_spec: str, language: Language) -> str:
    """Return a value in a language: a text, a number or anything else."""
    if isinstance(value, Translatable):
        return value.text(language)
    written = format(value, format_spec)
    number = isinstance(value, Number) and not isinstance(value, bool)
    return localised(written, language) if number else written


def _own_name(code: str) -> str:
    return str(_locale(code).display_name).partition("(")[0].strip()


@cache
def _separators(language: Language) -> tuple[str, str]:
    """Return a language's decimal sign and what stands between thousands."""
    symbols = _locale(language).number_symbols["latn"]
    return symbols["decimal"], symbols["group"]


@cache
def _locale(language: Language) -> Any:
    from babel import Locale

    return Locale.parse("en_GB" if language == SOURCE else language)
