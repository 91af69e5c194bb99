"""The frozen files and their register: `frozen.toml` lists each file with its date and SHA-256.

The register is append-only. A filed text is never edited: a change is a new file with the next number, and both stay.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from agents.errors import InputError

FOLDER = Path(__file__).parent
REGISTER = "frozen.toml"
_NUMBERED = re.compile(r"^([a-z]+)-(\d+)\.toml$")


@dataclass(frozen=True)
class Filed:
    """An entry of the register: a file's name, the day it was filed, its SHA-256, and why it was filed."""

    name: str
    filed: date
    sha256: str
    note: str

    @property
    def kind(self) -> str:
        """What the file holds: "predictions" or "patterns"."""
        return _parts(self.name)[0]

    @property
    def version(self) -> int:
        """The file's number, from 1."""
        return _parts(self.name)[1]


def register(folder: Path = FOLDER) -> list[Filed]:
    """Return the entries of the register, the oldest first."""
    entries = tomllib.loads((folder / REGISTER).read_text(encoding="utf-8"))["file"]
    return [Filed(**entry) for entry in entries]


def digest(path: Path) -> str:
    """Return the SHA-256 of a text file, with its line ends as `\\n`."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def check(folder: Path = FOLDER) -> None:
    """Raise `InputError` where a filed file has changed, is missing, has no entry, or is out of order."""
    entries = register(folder)
    for entry in entries:
        path = folder / entry.name
        if not path.is_file() or digest(path) != entry.sha256:
            raise InputError(
                "{name} was filed on {filed} and has changed since: put it back, and file the change as {next} in "
                "{register}",
                name=entry.name,
                filed=entry.filed.isoformat(),
                next=f"{entry.kind}-{_last(entries, entry.kind) + 1}.toml",
                register=REGISTER,
            )
    listed = {entry.name for entry in entries}
    for path in sorted(folder.glob("*.toml")):
        if _NUMBERED.match(path.name) and path.name not in listed:
            raise InputError(
                "{name} has no entry in {register}: add its date and SHA-256 {sha256}",
                name=path.name, register=REGISTER, sha256=digest(path),
            )  # fmt: skip
    numbers: dict[str, int] = {}
    latest = date.min
    for entry in entries:
        expected = numbers.get(entry.kind, 0) + 1
        if entry.version != expected or entry.filed < latest:
            raise InputError(
                "{name} is out of order in {register}: numbers rise by 1 and dates never fall",
                name=entry.name, register=REGISTER,
            )  # fmt: skip
        numbers[entry.kind], latest = expected, entry.filed


def contents(kind: str, folder: Path = FOLDER) -> list[tuple[Filed, dict[str, Any]]]:
    """Return every version of a kind with what its file holds, the oldest first; the files are checked before."""
    check(folder)
    return [
        (entry, tomllib.loads((folder / entry.name).read_text(encoding="utf-8")))
        for entry in register(folder)
        if entry.kind == kind
    ]


def _parts(name: str) -> tuple[str, int]:
    match = _NUMBERED.match(name)
    if match is None:
        raise InputError(
            "{name} is no name of a filed file: valid are predictions-1.toml, patterns-1.toml and so on", name=name
        )
    return match[1], int(match[2])


def _last(entries: list[Filed], kind: str) -> int:
    return max(entry.version for entry in entries if entry.kind == kind)
