"""Reads files that people write, within bounds, so that no file stops the program or fills the memory.

TOML is checked before it is parsed. The memory of Python's parser grows with the square of a dotted key's length, and
it recurses into nested lists.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from agents.errors import NOTHING, InputError, shortened, shown
from experiments.errors import why
from samskaping.language import Joined, Message, Translatable

MOST_BYTES = 5_000_000  # of a study or a scenario: half a million levels; the parser takes about two seconds
MOST_MANIFEST = 50_000_000  # bytes: a manifest holds a study, its scenarios and its seeds
MOST_DEPTH = 20  # nested lists and tables
MOST_PARTS = 20  # of a dotted key
MOST_STRING = 20_000  # characters, of a text or a name
LARGEST = 2**63 - 1  # TOML's whole numbers have 64 bits

_MARKS = re.compile(
    r'"""(?:[^\\]|\\.)*?"""'  # texts and comments are skipped
    r"|'''.*?'''"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'[^'\n]*+'"
    r"|#[^\n]*+"
    r"|[\[\]{}=,.\n]",
    re.DOTALL,
)


def text_of(path: Path, what: Translatable, most: int = MOST_BYTES) -> str:
    """Return the text of a file in UTF-8, with or without the byte order mark that some editors write.

    Args:
        path: the file.
        what: names the file in messages, such as `Message("the study file")`.
        most: bytes that are read; a longer file is refused.

    Raises:
        FileNotFoundError: there is no such file.
        InputError: it cannot be read, is too long, or is not text in UTF-8.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise InputError("{what} {path} cannot be read ({why})", what=what, path=path, why=why(error)) from None
    except ValueError:  # a zero byte in the name
        raise InputError(
            "{what} {path} cannot be read (no file can have that name)", what=what, path=shown(str(path))
        ) from None
    if len(content) > most:
        raise InputError("{what} {path} is too long: at most {most:,} bytes", what=what, path=path, most=most)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise InputError("{what} {path} is not text in UTF-8: save it as UTF-8", what=what, path=path) from None


def json_of(text: str) -> Any:
    """Return the data in a text of JSON; raise ValueError where it is not JSON, too deep, or has too large a number."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("too many nested lists") from None


def toml_of(text: str, file: str) -> dict[str, Any]:
    """Return the data in a text of TOML, with no value too large for a message; messages begin with `file`.

    Raises:
        InputError: the text is too long, too deeply nested or not TOML, or a number or a text in it is too large.
    """
    _check_size(text, file)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            "{file}: this is not TOML: {error}{line}", file=file, error=error, line=_line_shown(str(error), text)
        ) from None
    except (ValueError, RecursionError):  # more digits than Python reads; other numbers are checked below
        raise _too_large(file) from None
    for value in _values(data):
        if isinstance(value, int) and abs(value) > LARGEST:
            raise _too_large(file)
        if isinstance(value, str) and len(value) > MOST_STRING:
            raise InputError(
                "{file}: the text {value} is too long: {n:,} characters; at most {most:,} are allowed",
                file=file,
                value=shown(value),
                n=len(value),
                most=MOST_STRING,
            )
    return data


def _too_large(file: str) -> InputError:
    return InputError(
        "{file}: a number is too large: whole numbers have at most 19 digits, up to {largest}",
        file=file,
        largest=LARGEST,
    )


def _check_size(text: str, file: str) -> None:
    """Refuse a text that would take the parser too much time or memory; the message names the line."""
    if len(text) > MOST_BYTES:
        raise InputError(
            "{file}: the text is too long: {n:,} characters; at most {most:,} are allowed",
            file=file,
            n=len(text),
            most=MOST_BYTES,
        )
    depth = parts = 0
    for mark in _MARKS.finditer(text):
        sign = text[mark.start()]
        if sign in "[{":
            depth += 1
        elif sign in "]}":
            depth = max(depth - 1, 0)
        parts = parts + 1 if sign == "." else 0 if sign in "=,\n[{" else parts
        if depth > MOST_DEPTH or parts > MOST_PARTS:
            raise InputError(
                "{file}, line {line}: lists, tables or parts of a name are nested too deep: at most {most} levels",
                file=file,
                line=text.count("\n", 0, mark.start()) + 1,
                most=MOST_DEPTH,
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


def _line_shown(problem: str, text: str) -> Translatable:
    """Return the line that is not TOML, and the usual mistake where it looks like one."""
    where = re.search(r"at line (\d+), column (\d+)", problem)
    lines = text.split("\n")
    if where is None or int(where[1]) > len(lines):
        return NOTHING
    line, column = lines[int(where[1]) - 1], int(where[2])
    hint = NOTHING
    zero = re.compile(r"0\d+").match(line, max(column - 2, 0))  # the parser stops after the zero
    if "Invalid value" in problem and line[column - 1 : column].isalpha():
        hint = Message("; put words in quotes")
    elif zero and len(zero[0]) == 4:
        hint = Message('; put a municipality\'s number in quotes: "{number}"', number=zero[0])
    elif zero:
        hint = Message("; a number cannot begin with 0")
    return Joined("", [f": {shortened(line.strip(), 200)}", hint])


def dotted(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with its names dotted: TOML reads `information.dialogue = 0.9` as a table in a table."""
    found: dict[str, Any] = {}
    for name, value in table.items():
        if isinstance(value, Mapping):
            found |= {f"{name}.{inner}": one for inner, one in dotted(value).items()}
        else:
            found[name] = value
    return found


def number_or_text(value: str) -> int | float | str:
    """Return a value of an option as a number where it is one."""
    for kind in (int, float):
        try:
            return kind(value)
        except ValueError:
            continue
    return value
