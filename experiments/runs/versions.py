"""Hashes of the program, to compare what two processes or two machines run."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from agents.engine.cache import source_hash

_ROOT = Path(__file__).resolve().parents[2]
_DATA = (".csv", ".toml")
_MODEL = ("agents", "model")

UNKNOWN = "?"
"""The version of a model that a manifest does not name."""

EQUAL = Path(__file__).with_name("equal_models.toml")
"""Earlier versions of the model that compute the same bits; `tests/compare_revisions.py --keep` writes it."""


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
    return _joined(*_MODEL)


@cache
def program_hash() -> str:
    """Return 16 hex digits that change with all code and data that a run depends on, studies included."""
    return _joined(*_MODEL, "experiments")


def equal_to(version: str) -> Sequence[dict[str, Any]]:
    """Return what `EQUAL` lists: versions that compute the same bits as a `version`; none where it is of another."""
    kept = tomllib.loads(EQUAL.read_text(encoding="utf-8")) if EQUAL.exists() else {}
    return kept.get("equal", []) if kept.get("now") == version else []


def same_results(model: str) -> bool:
    """Return whether results of a version are those of this version, bit for bit.

    Args:
        model: a `model_hash`, or the hash of the model's code alone, as pages and earlier manifests have it.
    """
    equal = equal_to(model_hash())
    return bool(model) and model in (
        model_hash(), source_hash(*_MODEL), *(one["model"] for one in equal), *(one.get("code", "") for one in equal),
    )  # fmt: skip


def model_of(source: Any) -> str:
    """Return the version of the model that the `source` of a manifest names, as `same_results` takes it.

    Earlier manifests have the hash of the code alone. `UNKNOWN` where there is neither.
    """
    known = source if isinstance(source, dict) else {}
    return str(known.get("model_sha256_16") or known.get("model_code_sha256_16") or UNKNOWN)
