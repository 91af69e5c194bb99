"""The one error that a person can put right by giving something else, and the words for a near miss.

Nothing but the standard library is imported here: the command line needs this before anything else.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ŋ": "n", "ŧ": "t"})


class InputError(ValueError):
    """Bad input from a user: a name, a number or a file that cannot be used as it is.

    The message is for that user, so it says what was given, why it cannot be used, what would be
    valid (a range, a list), and the nearest valid name where there is one (see `nearest`). The command
    line prints it without a traceback and ends with exit code 2.

    What a page of the dashboard can call forth says the same in Norwegian, `norwegian`; the rest is English in both.
    """

    def __init__(self, message: str, norwegian: str = "") -> None:
        super().__init__(message)
        self.norwegian = norwegian or message

    def told(self, language: str) -> str:
        """Return the message in Norwegian ("nb") or English (anything else)."""
        return self.norwegian if language == "nb" else str(self)


def fold(text: str) -> str:
    """Return `text` in the form in which names are compared: lower case, plain letters, single spaces.

    Accents go, Norwegian and Sami letters become their nearest plain letters, and everything that is
    neither a letter nor a digit separates words: "Sør-Varanger" and "sor varanger" are the same.
    """
    apart = text
    for _ in range(2):  # lower case may come apart into marks, and what came apart may have capitals
        apart = unicodedata.normalize("NFKD", apart.casefold())
    plain = "".join(c for c in apart if not unicodedata.combining(c)).translate(_PLAIN)
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def nearest(name: str, candidates: Iterable[str], n: int = 3) -> str:
    """Return "did you mean 'x', 'y'?" with at most `n` candidates like `name`, or "" when none is.

    Names are compared without case and accents, and given back as they were written.
    """
    written: dict[str, str] = {}
    for candidate in candidates:
        written.setdefault(fold(candidate), candidate)
    close = difflib.get_close_matches(fold(name), written, n=n)
    if not close:
        return ""
    return f"did you mean {', '.join(repr(written[key]) for key in close)}?"


def hints(name: str, candidates: Iterable[str]) -> tuple[str, str]:
    """Return what `nearest` says, in English and in Norwegian."""
    hint = nearest(name, candidates)
    return hint, hint.replace("did you mean", "mente du", 1)
