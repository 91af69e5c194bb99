"""Hashes of the program, to compare what two processes or two machines run."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from agents.engine.cache import source_hash

_ROOT = Path(__file__).resolve().parents[2]
_DATA = (".csv", ".toml")


def _data_hash(*packages: str) -> str:
    """Return a hash of the packages' data files: figures of municipalities, scenarios."""
    digest = hashlib.sha256()
    for package in packages:
        for path in sorted((_ROOT / package).rglob("*")):
            if path.suffix in _DATA:
                digest.update(path.relative_to(_ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _joined(*packages: str) -> str:
    return hashlib.sha256(f"{source_hash(*packages)} {_data_hash(*packages)}".encode()).hexdigest()[:16]


@cache
def model_hash() -> str:
    """Return 16 hex digits that change with the sources or data of the model; as they were at the first call."""
    return _joined("agents", "model")


@cache
def program_hash() -> str:
    """Return 16 hex digits that change with all code and data that a run depends on, studies included."""
    return _joined("agents", "model", "experiments")
