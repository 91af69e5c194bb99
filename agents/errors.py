"""Errors that a user can correct by giving another value, and the nearest valid names.

Nothing heavy is imported here: the command line needs this before anything else.
"""

from __future__ import annotations

import difflib
import math
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
MOST_MESSAGE = 2_000  # characters of a message
MOST_SOUGHT = 100  # characters of a name that near names are looked for
MOST_CANDIDATES = 10_000


def shortened(text: str, most: int) -> str:
    """Return `text`, or its start and its end with [...] between them where it has more than `most` characters."""
    if len(text) <= most:
        return text
    left = most - len(_LEFT_OUT)
    return text[: left - left // 2] + _LEFT_OUT + text[len(text) - left // 2 :]


def shown(value: Any, most: int = MOST_SHOWN) -> str:
    """Return `value` as Python writes it, shortened to `most` characters, in no particular language.

    An integer with more digits than Python writes is "~10^5000", a list nested too deeply for `repr` is "<list>".
    """
    try:
        return shortened(repr(value), most)
    except (ValueError, RecursionError):
        if isinstance(value, int):
            return f"{'-' if value < 0 else ''}~10^{round(math.log10(abs(value)))}"
        return f"<{type(value).__name__}>"


def bounded(message: str) -> str:
    """Return a message with its long words shortened, and itself shortened to `MOST_MESSAGE` characters."""
    if len(message) > MOST_WORD:
        message = re.sub(rf"\S{{{MOST_WORD + 1},}}", lambda word: shortened(word[0], MOST_WORD // 2), message)
    return shortened(message, MOST_MESSAGE)


_LEFT_OUT = " [...] "


class SpokenError(Exception, Translatable):
    """An error whose message is for a person, in that person's language.

    The message is a `Message`, or an English sentence with named values in braces: `InputError("no {path}", path=p)`.
    `str` gives the English. It may quote input of any length: words of more than `MOST_WORD` characters and messages of
    more than `MOST_MESSAGE` lose their middle.
    """

    def __init__(self, message: str | Translatable, /, **values: Any) -> None:
        self.message: Translatable = Message(message, **values) if isinstance(message, str) else message
        super().__init__(bounded(self.message.text()))

    def text(self, language: Language = SOURCE) -> str:
        """Return the message in a language."""
        return bounded(self.message.text(language))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message,)


class InputError(SpokenError, ValueError):
    """Bad input from a user: a name, a number or a file that cannot be used as it is.

    The message has the value, the reason, the valid values (a range, a list), and the nearest valid name if any (see
    `nearest`). The command line prints it without a traceback and ends with exit code 2.
    """


def fold(text: str) -> str:
    """Return `text` in the form in which names are compared: lower case, plain letters, single spaces.

    Accents are dropped, and Norwegian and Sami letters become their nearest plain letters. Signs other than letters and
    digits separate words: "Sør-Varanger" and "sor varanger" are equal.
    """
    apart = text
    for _ in range(2):  # lower case may come apart into marks, and what came apart may have capitals
        apart = unicodedata.normalize("NFKD", apart.casefold())
    plain = "".join(c for c in apart if not unicodedata.combining(c)).translate(_PLAIN)
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def nearest_names(name: str, candidates: Iterable[str], n: int = 3) -> list[str]:
    """Return at most `n` candidates that resemble `name`, the nearest first.

    Names are compared without case and accents, and returned as they were written. The order is:

    - names that begin with `name` ("trust.loss" finds trust.loss_aversion, not trust.halo);
    - names in which each word of `name` begins a word;
    - names with the most similar spelling, with or without their group ("loss_aversoin").

    To save time, a name of more than `MOST_SOUGHT` characters has no match, and only the first `MOST_CANDIDATES` are
    compared.
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


LIKE = 0.6  # least similarity, 0-1, of two spellings that may mean the same name


def _likeness(asked: str, key: str) -> float:
    """Return how alike two spellings are, 0-1, and 0 where an upper bound is below `LIKE`."""
    pair = difflib.SequenceMatcher(None, key, asked)
    return pair.ratio() if min(pair.real_quick_ratio(), pair.quick_ratio()) >= LIKE else 0.0


def _begun(asked: str, key: str) -> int:
    """Return 2 if `key` begins with `asked`, 1 if each word of `asked` begins a word of `key`, else 0.

    It is 0 for one or two letters.
    """
    if len(asked) < 3:
        return 0
    if key.startswith(asked):
        return 2
    words = key.split()
    return int(all(any(word.startswith(part) for word in words) for part in asked.split()))
