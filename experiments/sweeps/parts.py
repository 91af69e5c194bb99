"""The Parquet files of a sweep: which runs each holds, and how damage in one is found.

A part's metadata name its runs, by their places in the study's order, those that failed, the study and the model. A
checksum covers these metadata, and Parquet's own page checksums cover the rows.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.errors import InputError, shortened
from experiments.design.run_index_set import RunIndexSet

NAME = re.compile(r"part-[0-9a-f]{16}\.parquet")
PLACES, ORDER = b"samskaping.places", b"samskaping.order"
FAILURES, STUDY_KEY = b"samskaping.failed", b"samskaping.study"
MODEL, CHECKSUM = b"samskaping.model", b"samskaping.checksum"
OK, FAILED = "ok", "failed"


@dataclass(frozen=True)
class Part:
    """One part, as its metadata describe it."""

    path: Path
    runs: RunIndexSet
    failed: RunIndexSet
    order: str
    """Hash of the study's order of runs, which gives the places their meaning."""
    study: str
    """Hash of the study (`Study.key`)."""
    model: str
    """Hash of the model's sources and data (`experiments.runs.versions.model_hash`)."""


def paths_in(folder: Path) -> list[Path]:
    """Return the finished parts in a folder, by name; other files (copies, drafts, `._*`) are ignored."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name) and path.is_file())


def name_for(run_ids: Iterable[str]) -> str:
    """Return the name of the part that holds some runs."""
    return f"part-{hashlib.sha256(''.join(sorted(run_ids)).encode()).hexdigest()[:16]}.parquet"


def write(draft: Path, table: Any, part: Part) -> None:
    """Write rows (a `pyarrow.Table`) and a part's metadata to a draft, with page checksums."""
    import pyarrow.parquet as pq

    metadata = {
        PLACES: str(part.runs).encode(), FAILURES: str(part.failed).encode(), ORDER: part.order.encode(),
        STUDY_KEY: part.study.encode(), MODEL: part.model.encode(),
    }  # fmt: skip
    metadata[CHECKSUM] = _checksum(metadata, table.schema, table.num_rows)
    pq.write_table(table.replace_schema_metadata(metadata), draft, compression="zstd", write_page_checksum=True)


def describe(path: Path) -> Part:
    """Return what a part's metadata say.

    Raises:
        InputError: the file is damaged, or no sweep wrote it.
    """
    import pyarrow.parquet as pq

    try:
        footer = pq.read_metadata(path)
        metadata = dict(footer.metadata or {})
        if CHECKSUM in metadata:
            schema = footer.schema.to_arrow_schema()
            if _checksum(metadata, schema, footer.num_rows) != metadata[CHECKSUM]:
                raise ValueError("the checksum of the metadata does not match")
    except FileNotFoundError:
        raise
    except Exception as error:  # a damaged footer makes pyarrow raise almost anything
        raise damaged(path, error) from error
    if PLACES not in metadata or ORDER not in metadata:
        raise InputError(
            "{path} has no record of which runs it holds, so no sweep wrote it; move it out of the folder", path=path
        )

    def of(key: bytes) -> str:
        return metadata.get(key, b"").decode()

    return Part(path, RunIndexSet.read(of(PLACES)), RunIndexSet.read(of(FAILURES)), of(ORDER), of(STUDY_KEY), of(MODEL))


def read(part: Part) -> Any:
    """Return a part's rows as a `pyarrow.Table`; raise `InputError` if they are not those that were written."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(part.path, page_checksum_verification=True).read()
        table.validate(full=True)
        run_ids = pc.unique(table["run_id"]).to_pylist()
        if len(run_ids) != len(part.runs) or name_for(run_ids) != part.path.name:
            raise ValueError("the rows are not of the runs that the metadata name")
    except FileNotFoundError:
        raise
    except Exception as error:
        raise damaged(part.path, error) from error
    return table.replace_schema_metadata(None)


def damaged(path: Path, error: Exception) -> InputError:
    """Return the refusal of a part that cannot be read."""
    why = shortened(f"{type(error).__name__}: {error}".splitlines()[0], 200)
    return InputError(
        "{path} cannot be read ({why}); move it out of the folder, and the same sweep does its runs again",
        path=path,
        why=why,
    )


def _checksum(metadata: dict[bytes, bytes], schema: Any, rows: int) -> bytes:
    """Return a checksum of the metadata, the columns and the number of rows."""
    digest = hashlib.sha256(f"{rows}".encode())
    for field in schema:
        digest.update(f"|{field.name}:{field.type}".encode())
    for key in (PLACES, FAILURES, ORDER, STUDY_KEY, MODEL):
        digest.update(b"|" + metadata.get(key, b""))
    return digest.hexdigest()[:32].encode()
