"""Errors that a user can correct by giving another value, and the nearest valid names.

Only the standard library is imported here: the command line needs this before anything else.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from itertools import islice
from typing import Any

from samskaping.language import SOURCE, Language, Message, Translatable

# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ŋ": "n", "ŧ": "t"})


MOST_SHOWN = 80  # characters of a value in a message
MOST_WORD = 300  # characters of one word in a message: a name, a path, a number
MOST_TOLD = 2_000  # characters of a message
MOST_SOUGHT = 100  # characters of a name for which similar names are sought
MOST_CANDIDATES = 10_000


def shortened(text: str, most: int) -> str:
    """Return `text`, or its start and its end with [...] between them where it has more than `most` characters."""
    if len(text) <= most:
        return text
    left = most - len(_LEFT_OUT)
    return text[: left - left // 2] + _LEFT_OUT + text[len(text) - left // 2 :]


def shown(value: Any, most: int = MOST_SHOWN) -> str:
    """Return `value` as Python writes it, shortened to `most` characters; works for values of any length and depth."""
    try:
        return shortened(repr(value), most)
    except (ValueError, RecursionError):  # more digits than Python writes, or lists too deep in each other
        digits = f" of about {value.bit_length() * 301 // 1000:,} digits" if isinstance(value, int) else ""
        return f"<{type(value).__name__}{digits}>"


def bounded(message: str) -> str:
    """Return a message that a terminal and a page can hold, whatever was put into it."""
    if len(message) > MOST_WORD:
        message = re.sub(rf"\S{{{MOST_WORD + 1},}}", lambda word: shortened(word[0], MOST_WORD // 2), message)
    return shortened(message, MOST_TOLD)


_LEFT_OUT = " [...] "


class SpokenError(Exception):
    """An error whose message is for a person, in that person's language.

    The message is a `Message`, or an English sentence with named values in braces: `InputError("no {path}", path=p)`.
    `str` gives the English. It may quote input of any length: words of more than `MOST_WORD` characters and messages of
    more than `MOST_TOLD` lose their middle.
    """

    def __init__(self, message: str | Translatable, norwegian: str = "", /, **values: Any) -> None:
        self.message: Translatable = Message(message, **values) if isinstance(message, str) else message
        super().__init__(bounded(self.message.text()))
        self._norwegian = bounded(norwegian)

    def text(self, language: Language = SOURCE) -> str:
        """Return the message in a language."""
        if language == "nb" and self._norwegian:
            return self._norwegian
        return bounded(self.message.text(language))

    @property
    def norwegian(self) -> str:
        """The message in Norwegian."""
        return self.text("nb")

    @norwegian.setter
    def norwegian(self, text: str) -> None:
        self._norwegian = bounded(text)

    def told(self, language: str) -> str:
        """Return the message in a language."""
        return self.text(language)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self._norwegian)


class InputError(SpokenError, ValueError):
    """Bad input from a user: a name, a number or a file that cannot be used as it is.

    The message gives the value, the reason why it cannot be used, and what is valid (a range or a list). It suggests
    the nearest valid name where there is one (see `nearest`). The command line prints it without a traceback and exits
    with 2.
    """


def fold(text: str) -> str:
    """Return `text` in the form in which names are compared: lower case, plain letters, single spaces.

    Accents are removed, and Norwegian and Sami letters become their nearest plain letters. All characters other than
    letters and digits separate words: "Sør-Varanger" and "sor varanger" are the same.
    """
    apart = text
    for _ in range(2):  # lower case may come apart into marks, and what came apart may have capitals
        apart = unicodedata.normalize("NFKD", apart.casefold())
    plain = "".join(c for c in apart if not unicodedata.combining(c)).translate(_PLAIN)
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def nearest_names(name: str, candidates: Iterable[str], n: int = 3) -> list[str]:
    """Return at most `n` candidates that resemble `name`, the nearest first.

    Names are compared without case and accents, and returned as they were written, in this order:

    1. candidates that begin with `name` ("trust.loss" gives trust.loss_aversion, not trust.halo);
    2. candidates in which each word of `name` begins a word;
    3. candidates with the most similar spelling, with their group or without ("loss_aversoin").

    To limit time, a name of more than `MOST_SOUGHT` characters resembles none, and only the first `MOST_CANDIDATES`
    candidates are compared.
    """
    if len(name) > MOST_SOUGHT:
        return []
    written: dict[str, str] = {}
    for candidate in islice(candidates, MOST_CANDIDATES):
        if len(candidate) <= MOST_SOUGHT:
            written.setdefault(fold(candidate), candidate)
    asked = fold(name)
    close = []
    for key, candidate in written.items():
        begun = _begun(asked, key)
        alike = max(_likeness(asked, key), 0.95 * _likeness(asked, fold(candidate.rpartition(".")[2])))
        if begun or alike >= LIKE:
            close.append((begun, alike, key))
    return [written[key] for *_, key in sorted(close, reverse=True)[:n]]


NOTHING = Message("")


def suggestion(name: str, candidates: Iterable[str], otherwise: Message | None = None) -> Message:
    """Return "; did you mean 'x', 'y'?" for the end of a message, or `otherwise` (nothing) where no name is near."""
    near = nearest_names(name, candidates)
    if near:
        return Message("; did you mean {names}?", names=", ".join(map(repr, near)))
    return otherwise or NOTHING


def nearest(name: str, candidates: Iterable[str], n: int = 3) -> str:
    """Return "did you mean 'x', 'y'?" with at most `n` candidates like `name`, or "" when none is."""
    near = nearest_names(name, candidates, n)
    return f"did you mean {', '.join(map(repr, near))}?" if near else ""


LIKE = 0.6  # least similarity of two spellings, 0-1, at which one is suggested for the other


def _likeness(asked: str, key: str) -> float:
    """Return the similarity of two spellings, 0-1; 0 where a quick bound shows it to be below `LIKE`."""
    pair = difflib.SequenceMatcher(None, key, asked)
    return pair.ratio() if min(pair.real_quick_ratio(), pair.quick_ratio()) >= LIKE else 0.0


def _begun(asked: str, key: str) -> int:
    """Return 2 if `key` begins with `asked`, 1 if each word of `asked` begins a word of `key`, else 0.

    Names of one or two letters return 0: they begin too many words.
    """
    if len(asked) < 3:
        return 0
    if key.startswith(asked):
        return 2
    words = key.split()
    return int(all(any(word.startswith(part) for word in words) for part in asked.split()))


def hints(name: str, candidates: Iterable[str]) -> tuple[str, str]:
    """Return what `nearest` says, in English and in Norwegian."""
    hint = nearest(name, candidates)
    return hint, hint.replace("did you mean", "mente du", 1)
