"""A run saved to a file, from which it continues in another process with the same bits.

The file is a numpy archive without pickled objects: arrays by name, and one array of bytes with a JSON text. It names
the model's version, and only that version reads it: another would continue differently.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np

from agents.engine.cache import source_hash
from agents.engine.table import Table
from agents.errors import InputError
from model.town.ledger import Ledger
from model.town.town import Arenas, Town

FORMAT = "samskaping checkpoint 1"
HEADER = "header"
# What follows from the settings in force, and is not saved.
_DERIVED = ("place", "p", "numbers", "packed", "paradigm", "phasing", "arenas_called_by")


def model_version() -> str:
    """Return the hash of the model's sources, which a file must have to be continued."""
    return source_hash("agents", "model")


def write(path: Path, header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> None:
    """Write a checkpoint; the file is complete, or as it was before."""
    text = json.dumps({"format": FORMAT, "model": model_version(), **header}, default=np.generic.item)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, **{HEADER: np.frombuffer(text.encode(), np.uint8)}, **arrays)  # type: ignore[arg-type]
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(draft)
        raise


def read(path: Path) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return the header and the arrays of a checkpoint; raise `InputError` where it is not one of this model."""
    try:
        with np.load(path, allow_pickle=False) as file:
            if not isinstance(file, np.lib.npyio.NpzFile):
                raise ValueError
            arrays = {name: file[name] for name in file.files}
        header = json.loads(arrays.pop(HEADER).tobytes())
        kind = header["format"]
    except FileNotFoundError:
        raise InputError("there is no file {path}", path=path) from None
    except (OSError, ValueError, KeyError, EOFError, TypeError, AttributeError, zipfile.BadZipFile):
        raise _not_one(path) from None
    if kind != FORMAT:
        raise _not_one(path)
    if header["model"] != model_version():
        raise InputError(
            "{path} was saved by another version of the model ({then}; this is {now}), which would continue "
            "differently; make it again with this version",
            path=path, then=header["model"], now=model_version(),
        )  # fmt: skip
    return header, arrays


def _not_one(path: Path) -> InputError:
    return InputError("{path} is not a run saved by samskaping, or the file is damaged", path=path)


def town_state(town: Town) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Return the town's state: arrays, and plain values, by dotted name."""
    arrays: dict[str, np.ndarray] = {}
    plain: dict[str, Any] = {}
    for name, value in _parts(town, "town"):
        if isinstance(value, (np.ndarray, np.generic)):
            arrays[name] = np.asarray(value)
        elif value is None or isinstance(value, (bool, int, float)):
            plain[name] = value
        else:
            raise TypeError(f"{name} is a {type(value).__name__}, which a checkpoint cannot hold")
    return arrays, plain


def restore_town(town: Town, arrays: Mapping[str, np.ndarray], plain: Mapping[str, Any]) -> None:
    """Put a saved state into a town built from the same settings."""
    if any(name.startswith("town.arenas.") for name in arrays):
        columns = {one.name: arrays[f"town.arenas.{one.name}"] for one in fields(Arenas)}
        town.arenas = Arenas(**columns)
    town.held = {
        name.removeprefix("town.held."): array for name, array in arrays.items() if name.startswith("town.held.")
    }
    expected = dict(_parts(town, "town"))
    for name in expected:
        if name not in arrays and name not in plain and not name.startswith("town.arenas"):
            raise KeyError(name)
    for name, value in {**plain, **arrays}.items():
        if name.startswith(("town.arenas.", "town.held.")):
            continue
        owner: Any = town
        *path, last = name.split(".")[1:]
        for part in path:
            owner = getattr(owner, part)
        built = expected.get(name)
        if isinstance(built, np.ndarray) and built.dtype != value.dtype:
            raise TypeError(name)
        setattr(owner, last, value[()] if isinstance(value, np.ndarray) and value.ndim == 0 else value)


def _parts(owner: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    """Yield the state of a town, a table or a part of it: (dotted name, array or plain value)."""
    if isinstance(owner, Table):
        names = [column.name for column in owner.columns]
    elif isinstance(owner, Ledger):
        names = list(vars(owner))
    elif isinstance(owner, dict):
        for key, value in owner.items():
            yield f"{prefix}.{key}", value
        return
    else:
        names = [one.name for one in fields(owner) if one.name not in _DERIVED or not isinstance(owner, Town)]
    for name in names:
        value = getattr(owner, name)
        if is_dataclass(value) or isinstance(value, (Table, Ledger, dict)):
            yield from _parts(value, f"{prefix}.{name}")
        else:
            yield f"{prefix}.{name}", value
