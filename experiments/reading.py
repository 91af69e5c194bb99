"""Reading files that people write: bounded, so that no file stops the program or fills the memory.

A text of TOML is looked over before it is parsed: Python's parser takes memory with the square of a dotted key's length
and recurses into nested lists.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agents.errors import InputError, shortened, shown
from experiments.errors import why

MOST_BYTES = 5_000_000  # of a study or a scenario: half a million levels; the parser takes about two seconds
MOST_MANIFEST = 50_000_000  # bytes: a manifest holds a study, its scenarios and its seeds
MOST_DEPTH = 20  # lists and tables in each other
MOST_PARTS = 20  # of a dotted key
MOST_STRING = 20_000  # characters, of a text or a name
LARGEST = 2**63 - 1  # TOML's whole numbers have 64 bits

_MARKS = re.compile(
    r'"""(?:[^\\]|\\.)*?"""'  # texts and comments are passed over, whatever is in them
    r"|'''.*?'''"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'[^'\n]*+'"
    r"|#[^\n]*+"
    r"|[\[\]{}=,.\n]",
    re.DOTALL,
)


def text_of(path: Path, what: tuple[str, str], most: int = MOST_BYTES) -> str:
    """Return the text of a file in UTF-8, with or without the mark that some editors put first.

    Args:
        path: the file.
        what: names it in messages, in English and Norwegian: ("the study file", "studiefilen").
        most: bytes that are read; a longer file is refused.

    Raises:
        FileNotFoundError: there is no such file.
        InputError: it cannot be read, is too long, or is not text in UTF-8.
    """
    english, norwegian = what
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        reason, grunn = why(error)
        raise InputError(
            f"{english} {path} cannot be read ({reason})", f"{norwegian} {path} kan ikke leses ({grunn})"
        ) from None
    except ValueError:  # a zero byte in the name
        raise InputError(
            f"{english} {shown(str(path))} cannot be read (no file can have that name)",
            f"{norwegian} {shown(str(path))} kan ikke leses (ingen fil kan ha det navnet)",
        ) from None
    if len(data) > most:
        raise InputError(
            f"{english} {path} is too long: at most {most:,} bytes",
            f"{norwegian} {path} er for lang: høyst {most} byte",
        )
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise InputError(
            f"{english} {path} is not text in UTF-8: save it as UTF-8",
            f"{norwegian} {path} er ikke tekst i UTF-8: lagre den som UTF-8",
        ) from None


def json_of(text: str) -> Any:
    """Return the data in a text of JSON; raise ValueError where it is none, too deep, or has too large a number."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("too many lists in each other") from None


def toml_of(text: str, file: str) -> dict[str, Any]:
    """Return the data in a text of TOML, none of it too large to be shown in a message; `file` begins messages."""
    _check_size(text, file)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, linje = _line_shown(str(error), text)
        raise InputError(
            f"{file}: this is not TOML: {error}{line}", f"{file}: dette er ikke TOML: {error}{linje}"
        ) from None
    except (ValueError, RecursionError):  # more digits than Python reads; other numbers are looked at below
        raise _too_large(file) from None
    for value in _values(content):
        if isinstance(value, int) and abs(value) > LARGEST:
            raise _too_large(file)
        if isinstance(value, str) and len(value) > MOST_STRING:
            raise InputError(
                f"{file}: the text {shown(value)} is too long: {len(value):,} characters of at most {MOST_STRING:,}",
                f"{file}: teksten {shown(value)} er for lang: {len(value)} tegn av høyst {MOST_STRING}",
            )
    return content


def _too_large(file: str) -> InputError:
    return InputError(
        f"{file}: a number is too large: whole numbers have at most 19 digits, up to {LARGEST}",
        f"{file}: et tall er for stort: Heltall har høyst 19 sifre, opp til {LARGEST}",
    )


def _check_size(text: str, file: str) -> None:
    """Refuse a text that the parser would take too long or too much memory for, and name the line."""
    if len(text) > MOST_BYTES:
        raise InputError(
            f"{file}: the text is too long: {len(text):,} characters of at most {MOST_BYTES:,}",
            f"{file}: teksten er for lang: {len(text)} tegn av høyst {MOST_BYTES}",
        )
    depth = parts = line = 0
    for mark in _MARKS.finditer(text):
        sign = text[mark.start()]
        if sign in "[{":
            depth += 1
        elif sign in "]}":
            depth = max(depth - 1, 0)
        parts = parts + 1 if sign == "." else 0 if sign in "=,\n[{" else parts
        if depth > MOST_DEPTH or parts > MOST_PARTS:
            line = text.count("\n", 0, mark.start()) + 1
            raise InputError(
                f"{file}, line {line}: lists, tables or parts of a name are too deep in each other: "
                f"at most {MOST_DEPTH}",
                f"{file}, linje {line}: Lister, tabeller eller deler av et navn ligger for dypt i hverandre: "
                f"høyst {MOST_DEPTH}",
            )


def _values(content: Any) -> Iterator[Any]:
    """Yield every key and every single value, at any depth."""
    waiting = [content]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield from one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        else:
            yield one


def _line_shown(problem: str, text: str) -> tuple[str, str]:
    """Return the line that is not TOML, and what is most often wrong with it, in English and in Norwegian."""
    match = re.search(r"at line (\d+), column (\d+)", problem)
    lines = text.split("\n")
    if match is None or int(match[1]) > len(lines):
        return "", ""
    line, column = lines[int(match[1]) - 1], int(match[2])
    written = f": {shortened(line.strip(), 200)}"
    if "Invalid value" in problem and line[column - 1 : column].isalpha():
        return f"{written}; words stand in quotes", f"{written}; ord står i anførselstegn"
    zero = re.compile(r"0\d+").match(line, max(column - 2, 0))  # the parser stops after the zero
    if zero and len(zero[0]) == 4:
        return (
            f'{written}; a municipality\'s number stands in quotes: "{zero[0]}"',
            f'{written}; et kommunenummer står i anførselstegn: "{zero[0]}"',
        )
    if zero:
        return f"{written}; a number does not begin with 0", f"{written}; et tall begynner ikke med 0"
    return written, written
