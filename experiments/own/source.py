"""A file that a user adds: its text, its hash, and whether its code may run."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agents.errors import InputError, shown, suggestion
from experiments.reading import text_of
from samskaping.language import Texts
from samskaping.registry import KINDS, installed, path_of

MOST_NAME = 60  # characters, since names stand in tables, options and file names
SIGNS = ",;=#@\n"  # that separate names in options

FILES = Texts(
    "experiments.own",
    {
        "paradigm": "the paradigm file",
        "town": "the town file",
        "outcomes": "the file of outcomes",
        "mechanism": "the mechanism file",
    },
)


@dataclass(frozen=True)
class Source:
    """A file as it was read. `trusted` says whether a user of this process named it, so that its code may run."""

    kind: str
    name: str
    """What the file adds, such as the paradigm's name; for code, the file's name without its suffix."""
    file: str
    """The path as the user gave it."""
    text: str = field(repr=False)
    trusted: bool = True
    declared: tuple[Mapping[str, Any], ...] = field(default=(), repr=False, compare=False)
    """What code declares, as plain data."""

    @property
    def sha256(self) -> str:
        """The hash of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def code(self) -> bool:
        """Whether the file is Python code."""
        return KINDS[self.kind].code

    def as_dict(self) -> dict[str, Any]:
        """Return the source as plain data for a manifest."""
        plain = {"kind": self.kind, "name": self.name, "file": self.file, "sha256": self.sha256, "text": self.text}
        return {**plain, "declared": list(self.declared)} if self.code else plain


def source_from(plain: Mapping[str, Any]) -> Source:
    """Return the source in a manifest, which is not trusted; raise `ValueError` where it is incomplete or changed."""
    declared = tuple(plain.get("declared", ()))
    made = Source(plain["kind"], plain["name"], plain["file"], plain["text"], trusted=False, declared=declared)
    if made.kind not in KINDS or made.sha256 != plain["sha256"]:
        raise ValueError(made.kind)
    return made


def read_text(kind: str, given: str | Path, folder: Path = Path()) -> str:
    """Return the text of the file that `given` names, relative to `folder`, or of an installed one.

    Raises:
        InputError: there is no such file, or it cannot be read; the message gives near names.
    """
    if not isinstance(given, str | Path):
        raise InputError("{what} is given by its path, not by {given}", what=FILES.message(kind), given=shown(given))
    path = path_of(kind, given, folder)
    try:
        return text_of(path, FILES.message(kind))
    except FileNotFoundError:
        beside = [one.name for one in path.parent.glob("*")] if path.parent.is_dir() else []
        near = [one for one in beside if Path(one).suffix in KINDS[kind].suffixes]
        raise InputError(
            "{what} {path} does not exist{hint}",
            what=FILES.message(kind),
            path=path,
            hint=suggestion(path.name, [*near, *installed(kind)]),
        ) from None


def checked_name(name: Any, where: str) -> str:
    """Return a name that options and tables can hold, or raise `InputError`, which `where` begins."""
    text = name.strip() if isinstance(name, str) else ""
    if not text or len(text) > MOST_NAME or any(sign in text for sign in SIGNS):
        raise InputError(
            "{where}: name = {name!r} is not valid: 1 to {most} characters, none of {signs}",
            where=where, name=name, most=MOST_NAME, signs=", ; = # @",
        )  # fmt: skip
    return text
