"""Codes of rooms, keys of browsers, and the cleaning of what phones write."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

LETTERS = "BCDFGHJKMNPQRTVWXZ2346789"
"""Letters and digits of a code. None looks like another, and without vowels they spell no words."""
LENGTH = 6
"""25 to the power of 6 codes: 244 million."""
REASON = 140
"""Characters of a reason."""
MARKS = 2
"""Accents on one letter; more would be written across other lines."""


def new_code() -> str:
    """Return a random code for a room."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def read_code(text: str) -> str | None:
    """Return the code that somebody typed, in any case and with or without separators; None where it is no code."""
    code = "".join(text[:40].split()).replace("-", "").upper()
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else None


def spaced(code: str) -> str:
    """Return a code as it is shown: "BCD-FGH"."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def new_key() -> str:
    """Return a random key, which only the browser that gets it holds."""
    return secrets.token_urlsafe(32)


def digest(key: str) -> str:
    """Return what the server keeps of a key. The key cannot be computed from it."""
    return hashlib.sha256(key.encode()).hexdigest()


def fits(key: str, kept: str) -> bool:
    """Return whether a key is the one of which the digest was kept."""
    return hmac.compare_digest(digest(key), kept)


def cleaned(text: str) -> str:
    """Return one line of plain text of at most `REASON` characters, without control and formatting characters."""
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", text[: 4 * REASON]):
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if letter.isspace():
            kept.append(" ")
        elif marks <= MARKS and not unicodedata.category(letter).startswith("C"):
            kept.append(letter)
    return " ".join("".join(kept).split())[:REASON].rstrip()
