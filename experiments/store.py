"""Where a sweep's results lie: a folder that a crash at any moment leaves whole.

Finished runs are appended as Parquet parts, each written beside the others under another name, flushed to disk and then
renamed, so a part is there entirely or not at all. Which runs are done is read from the parts themselves, so there is
no list that could disagree with them. `runs/` holds nothing but results: clock, host and workers go to `log.jsonl`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from agents.errors import InputError
from experiments.factors import is_text, is_whole
from experiments.manifest import as_json, sweep_manifest
from experiments.places import Places
from experiments.reading import MOST_MANIFEST, json_of, text_of
from experiments.study import Job, Study, read_study

STUDY, MANIFEST, RUNS, LOG, LOCK = "study.toml", "manifest.json", "runs", "log.jsonl", ".lock"
_OWN = {STUDY, MANIFEST, RUNS, LOG, LOCK}
OK, FAILED = "ok", "failed"
# Told by each part: which runs it holds, by their places, and a hash of the order that gives them those.
PLACES, ORDER = b"samskaping.places", b"samskaping.order"


@dataclass(frozen=True)
class Found:
    """What came of some jobs, in their order. Arrays, as runs are many and small: this goes between processes."""

    values: np.ndarray
    """(jobs, kept months, outcomes) float64; NaN where a run failed."""
    errors: Mapping[int, str]
    """Why a run failed, by its place among the jobs."""
    seconds: float = 0.0
    """About what the jobs took: as many times the median run."""


class Done(NamedTuple):
    """Jobs that are finished, and what came of them."""

    jobs: Sequence[Job]
    found: Found


class Store:
    """The folder of one sweep, held by one process at a time."""

    def __init__(self, folder: Path, study: Study) -> None:
        self.folder, self.study = folder, study
        self.schema = schema_of(study)
        self._lock: Any = None

    @classmethod
    def open(cls, folder: Path, study: Study) -> Store:
        """Return the store in `folder`, made if it is not there; refuse one that holds something else.

        Raises:
            InputError: the folder holds other files, another study, or results of another version of the model; or
                another process is writing to it.
        """
        folder = Path(os.path.abspath(folder))
        store = cls(folder, study)
        if folder.exists() and not folder.is_dir():
            raise InputError(
                f"the output folder {folder} exists and is not a folder; give another one with --out",
                f"{folder} finnes og er ikke en mappe; velg en annen med --out",
            )
        if not (folder / STUDY).exists():
            _check_unused(folder)
        try:
            (folder / RUNS).mkdir(parents=True, exist_ok=True)
            store._take_lock()
            if (folder / STUDY).exists():  # asked under the lock: another process may have begun and ended just now
                store._check_same()
            else:
                store._write_text(MANIFEST, as_json(sweep_manifest(study)) + "\n")
                store._write_text(STUDY, study.text)  # last: with it the folder counts as begun
            for left in folder.glob(".part-*"):
                left.unlink()
        except BaseException as error:
            store.close()
            if isinstance(error, PermissionError):
                raise InputError(
                    f"the output folder {folder} cannot be written ({error.strerror})",
                    f"det går ikke å skrive i mappen {folder} ({error.strerror})",
                ) from None
            raise
        return store

    def _check_same(self) -> None:
        kept = read_study(self.folder / STUDY)
        if kept.key != self.study.key:
            go_on = f"`samskaping sweep {self.folder / STUDY} --out {self.folder}`"
            raise InputError(
                f"the folder {self.folder} holds another study ({kept.name}): nothing is mixed or overwritten; "
                f"give another folder with --out, or go on with {go_on}",
                f"mappen {self.folder} har en annen studie ({kept.name}): Ingenting blandes eller overskrives; velg en "
                f"annen mappe med --out, eller gå videre med {go_on}",
            )
        made = read_manifest(self.folder).get("source", {}).get("model_sha256_16")
        now = sweep_manifest(self.study)["source"]["model_sha256_16"]
        if made is not None and made != now:
            raise InputError(
                f"the runs in {self.folder} were made by another version of the model ({made}, this is {now}): "
                "mixing them would compare two models; give a new folder with --out, or go back to that version",
                f"kjøringene i {self.folder} er gjort med en annen versjon av modellen ({made}, denne er {now}): "
                "Blandet ville de sammenligne to modeller; velg en ny mappe med --out, eller gå tilbake til den "
                "versjonen",
            )

    def _take_lock(self) -> None:
        """Hold the folder until this process ends, however it ends."""
        self._lock = open(self.folder / LOCK, "w")  # noqa: SIM115  held open as long as the store
        with contextlib.suppress(ImportError):  # Windows has no fcntl
            import fcntl

            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise InputError(
                    f"another process is writing to {self.folder}; wait for it, or stop it",
                    f"en annen prosess skriver til {self.folder}; vent på den, eller stopp den",
                ) from None

    def close(self) -> None:
        """Let go of the folder."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _write_text(self, name: str, text: str) -> None:
        with whole_file(self.folder / name, self.folder) as draft:
            draft.write_text(text, encoding="utf-8")

    # --- parts ---

    def parts(self) -> list[Path]:
        """Return the parts written so far, by name."""
        return sorted((self.folder / RUNS).glob("part-*.parquet"))

    def done(self) -> Places:
        """Return which runs are done or failed: every part tells in its file's own words, before its rows.

        Raises:
            InputError: a part tells nothing, or was written for another order of the runs.
        """

        found = Places()
        for part in self.parts():
            told = told_by(part)
            if PLACES not in told:
                raise InputError(
                    f"{part} does not tell which runs it holds, so no sweep wrote it; move it out of the folder",
                    f"{part} sier ikke hvilke kjøringer den har, så den er ikke skrevet av `samskaping sweep`; "
                    "flytt den ut av mappen",
                )
            if told[ORDER].decode() != self.study.order:
                raise InputError(
                    f"the runs in {self.folder} were made in another order or from another sample than this version "
                    "makes (of samskaping, SciPy or SALib): they can be read, not gone on with; give a new folder with "
                    "--out, or go back to the versions in its manifest.json",
                    f"kjøringene i {self.folder} er gjort i en annen rekkefølge eller fra et annet utvalg enn denne "
                    "versjonen lager (av samskaping, SciPy eller SALib): De kan leses, men ikke gås videre med; velg "
                    "en ny mappe med --out, eller gå tilbake til versjonene i manifest.json der",
                )
            found |= Places.read(told[PLACES].decode())
        return found

    def append(self, finished: Sequence[Done]) -> Path:
        """Write finished runs as one part and return its path; it is on disk when this returns."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pa.Table.from_pydict(columns_of(self.study, finished), schema=self.schema)
        ids = sorted(job.run_id for done in finished for job in done.jobs)
        name = hashlib.sha256("".join(ids).encode()).hexdigest()[:16]
        path = self.folder / RUNS / f"part-{name}.parquet"
        places = Places.of(job.place for done in finished for job in done.jobs)
        told = table.replace_schema_metadata({PLACES: str(places), ORDER: self.study.order})
        with whole_file(path, self.folder) as draft:
            pq.write_table(told, draft, compression="zstd")
        return path

    def log(self, event: str, **told: Any) -> None:
        """Append a line to the log: what happened, when and where."""
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "host": socket.gethostname(),
            "event": event,
        }
        with open(self.folder / LOG, "a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(json.dumps({**line, **told}, ensure_ascii=False) + "\n")


@contextlib.contextmanager
def whole_file(path: Path, beside: Path) -> Iterator[Path]:
    """Give a draft to write into; it becomes `path` when all is on disk, and goes if anything fails."""
    draft = beside / f".part-{path.name}-{os.getpid()}"
    try:
        yield draft
        with open(draft, "rb") as written:
            os.fsync(written.fileno())
        os.replace(draft, path)
        _sync_folder(path.parent)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every system can
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _check_unused(folder: Path) -> None:
    """Refuse a folder with something in it that is not the beginning of a sweep."""
    if not folder.exists():
        return
    inside = {path.name for path in folder.iterdir() if not path.name.startswith(".part-")}
    begun = inside <= {MANIFEST, RUNS, LOCK, LOG} and not any((folder / RUNS).glob("*.parquet"))
    if inside and not begun:
        raise InputError(
            f"the output folder {folder} exists, is not empty and holds no sweep: nothing is overwritten; "
            "give a new or empty folder with --out",
            f"mappen {folder} finnes, er ikke tom og har ingen resultater av en studie: Ingenting overskrives; velg en "
            "ny eller tom mappe med --out",
        )


def told_by(part: Path) -> dict[bytes, bytes]:
    """Return what a part tells before its rows; raise `InputError` when it is no whole Parquet file."""
    import pyarrow.parquet as pq

    try:
        return dict(pq.read_metadata(part).metadata or {})
    except (OSError, ValueError) as error:  # pyarrow's own errors are ValueErrors
        raise InputError(
            f"{part} is damaged and cannot be read; move it out of the folder, and a sweep does its runs again",
            f"{part} er skadet og kan ikke leses; flytt den ut av mappen, så gjøres kjøringene i den om igjen",
        ) from error


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return a sweep's manifest, empty when there is none; raise `InputError` where the file is something else."""
    path = folder / MANIFEST
    try:
        found = json_of(text_of(path, ("the manifest", "manifestet"), MOST_MANIFEST))
    except FileNotFoundError:
        return {}
    except InputError:
        raise
    except ValueError:
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("source", {}), dict):
        raise InputError(
            f"{path} is not the manifest of a sweep, so what made the results is not known; put the right one back, or "
            "move it out of the folder",
            f"{path} er ikke manifestet til en kjørt studie, så det er ukjent hva som har laget resultatene; legg det "
            "riktige tilbake, eller flytt det ut av mappen",
        )
    return found


def schema_of(study: Study) -> Any:
    """Return the columns of every part: run_id, status, error, seed, month, factors, outcomes."""
    import pyarrow as pa

    fields = [("run_id", pa.string()), ("status", pa.string()), ("error", pa.string())]
    fields += [("seed", pa.int64()), ("month", pa.int32())]
    fields += [(factor.name, _type_of(factor.name)) for factor in study.factors]
    fields += [(name, pa.float64()) for name in study.outcomes]
    return pa.schema(fields)


def _type_of(name: str) -> Any:
    import pyarrow as pa

    from experiments.factors import declared

    if is_text(name):
        return pa.string()
    if name in declared() and declared()[name].kind == "switch":
        return pa.bool_()
    return pa.int64() if is_whole(name) else pa.float64()


def columns_of(study: Study, finished: Sequence[Done]) -> dict[str, Any]:
    """Return finished runs as columns, a row a kept month; a failed run has one row: month 0 and no outcomes (NaN)."""
    import pyarrow as pa

    jobs = [job for done in finished for job in done.jobs]
    errors = [done.found.errors.get(place) for done in finished for place in range(len(done.jobs))]
    fine = np.array([error is None for error in errors])
    kept = np.array(study.kept_months, np.int32)
    rows = np.where(fine, len(kept), 1)
    run = np.repeat(np.arange(len(jobs)), rows)  # of each row
    place = np.arange(len(run)) - np.repeat(np.cumsum(rows) - rows, rows)  # of the row among its run's
    values = np.concatenate([done.found.values for done in finished])[run, place]

    def each(items: Sequence[Any], of: Any) -> Any:
        return pa.array(items, of).take(pa.array(run))

    return {
        "run_id": each([job.run_id for job in jobs], pa.string()),
        "status": each([OK if error is None else FAILED for error in errors], pa.string()),
        "error": each(errors, pa.string()),
        "seed": each([job.seed for job in jobs], pa.int64()),
        "month": np.where(fine[run], kept[place], 0).astype(np.int32),
        **{f.name: each([job.point[f.name] for job in jobs], _type_of(f.name)) for f in study.factors},
        **{name: values[:, k] for k, name in enumerate(study.outcomes)},
    }
