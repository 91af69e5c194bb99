"""The register of question files: `experiments/questions/frozen.toml` lists each with its day and SHA-256.

The register is append-only. A file that changes gets a new entry, and the old one stays.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from experiments.evidence.asking.question import FOLDER, REGISTER, Question, shipped
from experiments.evidence.filed.register import Filed, digest


@cache
def filed(folder: Path = FOLDER) -> tuple[Filed, ...]:
    """Return the entries of the register, the oldest first."""
    entries = tomllib.loads((folder / REGISTER).read_text(encoding="utf-8"))["file"]
    return tuple(Filed(**entry) for entry in entries)


def is_filed(question: Question) -> bool | None:
    """Return whether a question is as last filed; None where it is a user's own and not in the register."""
    entries = [entry for entry in filed() if entry.name == f"{question.name}.toml"]
    if not entries or question.name not in shipped():
        return None
    return entries[-1].sha256 == question.sha256


def unfiled(folder: Path = FOLDER) -> list[str]:
    """Return the files whose contents the register does not have as their last entry, or that have none."""
    last = {entry.name: entry.sha256 for entry in filed(folder)}
    return [path.name for path in shipped(folder).values() if last.get(path.name) != digest(path)]
