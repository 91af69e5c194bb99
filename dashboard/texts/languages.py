"""The languages that a visitor can choose: all that have catalogues."""

from __future__ import annotations

from samskaping.language import Language, language_name, languages

DEFAULT: Language = "nb"
"""The language of a page whose link names none that exists."""


def valid(code: object) -> Language:
    """Return the language of this code, or the default where there is none."""
    return code if isinstance(code, str) and code in languages() else DEFAULT


def in_order() -> list[Language]:
    """Return all languages, the default first: for an answer whose reader's language is unknown."""
    return sorted(languages(), key=lambda code: code != DEFAULT)


def choices() -> list[dict[str, str]]:
    """Return code and own name of every language."""
    return [{"code": code, "name": language_name(code)} for code in languages()]
