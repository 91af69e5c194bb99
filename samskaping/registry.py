"""What people add without editing the program: which kinds there are, where their files stand, and what was read.

A file is named by its path, or by its name in an installed package. Such packages announce themselves under the entry
point group `samskaping`. Each entry point there names a package, whose folders hold the files:
`paradigms/`, `towns/`, `outcomes/`, `mechanisms/`, `scenarios/` and `questions/`.

This module finds files and reads none of them. It never runs code.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

GROUP = "samskaping"
"""The entry point group under which an installed package announces what it adds."""


class Kind(NamedTuple):
    """A kind of addition: the folder of an installed package that holds it, its files' suffixes, whether it is code."""

    folder: str
    suffixes: tuple[str, ...]
    code: bool = False


KINDS: Mapping[str, Kind] = {
    "paradigm": Kind("paradigms", (".toml",)),
    "town": Kind("towns", (".toml", ".csv")),
    "outcomes": Kind("outcomes", (".py",), code=True),
    "mechanism": Kind("mechanisms", (".py",), code=True),
    "scenario": Kind("scenarios", (".toml",)),
    "question": Kind("questions", (".toml",)),
}


@cache
def packages() -> tuple[Path, ...]:
    """Return the folders of installed packages that add something. They are found, and not imported."""
    folders = []
    for entry in entry_points(group=GROUP):
        spec = find_spec(entry.value.partition(":")[0].partition(".")[0])  # a dotted name would import its parent
        for place in (spec.submodule_search_locations or ()) if spec else ():
            folders.append(Path(place).joinpath(*entry.value.partition(":")[0].split(".")[1:]))
    return tuple(dict.fromkeys(folders))


def installed(kind: str) -> dict[str, Path]:
    """Return the files of a kind in installed packages: {name: path}, the name without the suffix."""
    folder, suffixes, _ = KINDS[kind]
    return {
        path.stem: path
        for package in packages()
        for path in sorted(package.joinpath(folder).glob("*"))
        if path.suffix in suffixes
    }


def names_file(kind: str, given: object) -> bool:
    """Return whether `given` names a file of a kind: a path with the kind's suffix, or an installed one.

    A part after `#`, which chooses a row of a table, does not count.
    """
    if isinstance(given, Path):
        return True
    if not isinstance(given, str):
        return False
    path = Path(given.partition("#")[0])
    return path.suffix.lower() in KINDS[kind].suffixes or given in installed(kind)


def path_of(kind: str, given: str | Path, folder: Path = Path()) -> Path:
    """Return the path that `given` names, an installed file's or one relative to `folder`."""
    there = installed(kind)
    return there[str(given)] if str(given) in there else folder / given


_DECLARED: dict[str, dict[str, Any]] = {}


def register(kind: str, name: str, declared: Any) -> None:
    """Make a name known in this process, with its declaration. Contents travel with a run; this table has no content.

    `kind` is one of `KINDS`, or another word, such as "parameter" and "outcome" for what code files declare. A later
    declaration of the same name replaces the earlier one.
    """
    _DECLARED.setdefault(kind, {})[name] = declared


def registered(kind: str) -> Mapping[str, Any]:
    """Return the names of a kind that were made known in this process, with their declarations; it grows with them."""
    return _DECLARED.setdefault(kind, {})
