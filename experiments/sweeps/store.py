"""The folder of a sweep's results, which stays consistent after a crash at any moment.

Finished runs are appended as Parquet parts. Each is written under another name, flushed to disk and then renamed, so a
part is complete or absent. The parts' metadata list the completed runs. `runs/` has nothing but results: clock, host
and workers go to `log.jsonl`.
"""

from __future__ import annotations

import errno
import json
import os
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agents.errors import InputError
from experiments.design.run_index_set import RunIndexSet
from experiments.design.study import Study, read_study
from experiments.errors import another_path_helps, why
from experiments.output.folders import check_new_folder, whole_file
from experiments.reading import MOST_MANIFEST, json_of, text_of
from experiments.runs.manifest import as_json, sweep_manifest
from experiments.runs.versions import model_hash
from experiments.sweeps import parts
from experiments.sweeps.parts import OK, Part
from experiments.sweeps.rows import Done, columns_of, schema_of
from samskaping.language import Joined, Listing, Message

STUDY, MANIFEST, RUNS, LOG, LOCK = "study.toml", "manifest.json", "runs", "log.jsonl", ".lock"
_DRAFT = ".part-"


@dataclass(frozen=True)
class FolderState:
    """The completed runs of a study in a folder."""

    done: RunIndexSet
    """Completed runs, failed runs included."""
    failed: RunIndexSet


class Store:
    """The folder of one sweep, held by one process at a time."""

    def __init__(self, folder: Path, study: Study) -> None:
        self.folder, self.study = Path(os.path.abspath(folder)), study
        self.schema = schema_of(study)
        self._lock: Any = None
        self._derives_anew = False

    @classmethod
    def open(cls, folder: Path, study: Study) -> Store:
        """Return the store in `folder`, which is made if it is missing; refuse a folder with other content.

        Raises:
            InputError: the folder has other files, another study, or results of another version of the model; another
                process is writing to it; it cannot be written or locked.
            OSError: the machine is at fault, as with a full disk.
        """
        store = cls(folder, study)
        try:
            store._check_usable()
            (store.folder / RUNS).mkdir(parents=True, exist_ok=True)
            store._take_lock()
            if (store.folder / STUDY).exists():  # checked under the lock: another process may just have begun and ended
                store._check_same()
                if store._derives_anew:
                    store._take_text()
            else:
                store._write_text(MANIFEST, as_json(sweep_manifest(study)) + "\n")
                store._write_text(STUDY, study.text)  # last: with it the folder counts as begun
            for draft in store.folder.glob(f"{_DRAFT}*"):
                if draft.is_file():
                    draft.unlink()
        except BaseException as error:
            store.close()
            if isinstance(error, OSError):
                raise _unwritable(store.folder, error) from None
            raise
        return store

    def _check_usable(self) -> None:
        if not self.folder.exists():
            check_new_folder(self.folder)
        elif not self.folder.is_dir():
            raise InputError(
                "the output folder {folder} exists and is not a folder; give another one with --out", folder=self.folder
            )
        if not (self.folder / STUDY).exists():
            _check_unused(self.folder)

    def _check_same(self) -> None:
        kept = read_study(self.folder / STUDY, code=False)
        if kept.key != self.study.key:
            changed = [
                one.file
                for one in self.study.own.sources
                if (was := kept.own.find(one.kind, one.name)) is not None and was.sha256 != one.sha256
            ]
            if changed:
                raise InputError(
                    "the file {files} has changed since the runs in {folder}: nothing is mixed or overwritten. Give "
                    "another folder with --out, or restore its earlier text, which is in {manifest}"
                    if len(changed) == 1
                    else "the files {files} have changed since the runs in {folder}: nothing is mixed or overwritten. "
                    "Give another folder with --out, or restore their earlier texts, which are in {manifest}",
                    folder=self.folder, files=Listing(changed), manifest=self.folder / MANIFEST,
                )  # fmt: skip
            resume = f"`samskaping sweep {self.folder / STUDY} --out {self.folder}`"
            raise InputError(
                "the folder {folder} holds another study ({name}): nothing is mixed or overwritten. Give another "
                "folder with --out; with --reuse {folder} it takes over the runs that both have. Or resume that study "
                "with {resume}",
                folder=self.folder,
                name=kept.name,
                resume=resume,
            )
        self._derives_anew = kept.derived != self.study.derived
        made = read_manifest(self.folder).get("source", {}).get("model_sha256_16")
        if made is not None and made != model_hash():
            raise self._another_model(self.folder, made)

    def _take_text(self) -> None:
        """Replace the folder's study by this one, which asks for the same runs and derives other outcomes of them."""
        self._write_text(MANIFEST, as_json({**read_manifest(self.folder), "study": self.study.text}) + "\n")
        self._write_text(STUDY, self.study.text)
        self.log("derived outcomes changed", outcomes=[one.name for one in self.study.derived])

    @staticmethod
    def _another_model(holder: Path, made: str) -> InputError:
        return InputError(
            "the runs in {holder} were made by another version of the model ({made}, this is {model_hash}). "
            "Mixing them would compare two models. Give a new folder with --out, or go back to that version",
            holder=holder,
            made=made,
            model_hash=model_hash(),
        )

    def _take_lock(self) -> None:
        """Hold the folder until this process ends, however it ends."""
        from filelock import FileLock, Timeout

        lock = FileLock(self.folder / LOCK, timeout=0, fallback_to_soft=False)
        try:
            lock.acquire()
        except Timeout:
            raise InputError(
                "another process is writing to {folder}; wait for it, or stop it", folder=self.folder
            ) from None
        except NotImplementedError:
            raise InputError(
                "the file system of {folder} cannot lock files, so two sweeps could write there at once; give a "
                "folder on another disk with --out",
                folder=self.folder,
            ) from None
        self._lock = lock

    def close(self) -> None:
        """Release the folder."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _write_text(self, name: str, text: str) -> None:
        with whole_file(self.folder / name, self._draft(name)) as draft:
            draft.write_text(text, encoding="utf-8")

    def _draft(self, name: str) -> Path:
        """Return the path of a file's draft: outside `runs/`, and removed by `open` if the process was killed."""
        return self.folder / f"{_DRAFT}{name}"

    # --- parts ---

    def parts(self) -> list[Path]:
        """Return the parts written so far, by name."""
        return parts.paths_in(self.folder / RUNS)

    def state(self) -> FolderState:
        """Return which runs are done and which of them failed, from the parts' metadata.

        Raises:
            InputError: a part is damaged, or belongs to another study, order of runs or model.
        """
        done, failed = RunIndexSet(), RunIndexSet()
        for path in self.parts():
            part = parts.describe(path)
            self._check_part(part)
            done |= part.runs
            failed |= part.failed
        return FolderState(done, failed)

    def _check_part(self, part: Part) -> None:
        if part.order != self.study.order:
            raise InputError(
                "the runs in {folder} ({name}) have another order or sample than this version of samskaping, "
                "SciPy or SALib makes. They can be read, but the sweep cannot be resumed. Give a new folder with "
                "--out, or go back to the versions in its manifest.json",
                folder=self.folder,
                name=part.path.name,
            )
        if part.model not in ("", model_hash()):
            raise self._another_model(part.path, part.model)

    def append(self, finished: Sequence[Done]) -> Path:
        """Write finished runs as one part and return its path; it is on disk when this returns."""
        import pyarrow as pa

        table = pa.Table.from_pydict(columns_of(self.study, finished), schema=self.schema)
        failed = (done.jobs[place].place for done in finished for place in done.result.errors)
        return self._write_part(table, RunIndexSet.of(job.place for done in finished for job in done.jobs), failed)

    def drop_failed(self) -> int:
        """Remove the rows of runs that failed, so that they count as not done; return their number."""
        import pyarrow.compute as pc

        dropped = 0
        for path in self.parts():
            part = parts.describe(path)
            if not part.failed:
                continue
            table = parts.read(part)
            rest = table.filter(pc.equal(table["status"], OK))
            if rest.num_rows:
                self._write_part(rest, RunIndexSet.of(place for place in part.runs if place not in part.failed), ())
            path.unlink()
            dropped += len(part.failed)
        return dropped

    def _write_part(self, table: Any, runs: RunIndexSet, failed: Iterable[int]) -> Path:
        path = self.folder / RUNS / parts.name_for(table["run_id"].unique().to_pylist())
        part = Part(path, runs, RunIndexSet.of(failed), self.study.order, self.study.key, model_hash())
        with whole_file(path, self._draft(path.name)) as draft:
            parts.write(draft, table, part)
        return path

    def note(self, key: str, content: Any) -> None:
        """Write an entry of the manifest, which keeps all others."""
        self._write_text(MANIFEST, as_json({**read_manifest(self.folder), key: content}) + "\n")

    def log(self, event: str, **details: Any) -> None:
        """Append a line to the log: the event, time and host."""
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "host": socket.gethostname(),
            "event": event,
        }
        with open(self.folder / LOG, "a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(json.dumps({**line, **details}, ensure_ascii=False) + "\n")


def inspect_folder(folder: Path, study: Study) -> FolderState:
    """Return the completed runs of a study in `folder`, and write nothing.

    Raises:
        InputError: as `Store.open`, except that another process may hold the folder.
    """
    store = Store(folder, study)
    try:
        store._check_usable()
        if (store.folder / STUDY).exists():
            store._check_same()
            return store.state()
        if store.folder.exists() and not os.access(store.folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(store.folder))
    except OSError as error:
        raise _unwritable(store.folder, error) from None
    return FolderState(RunIndexSet(), RunIndexSet())


def _unwritable(folder: Path, error: OSError) -> Exception:
    """Return the refusal of a folder; or the error itself where the machine is at fault, as with a full disk."""
    if not another_path_helps(error):
        return error
    reason = Joined(": ", [error.filename if error.filename != str(folder) else "", why(error)])
    return InputError(
        "the output folder {folder} cannot be used ({why}); give another one with --out", folder=folder, why=reason
    )


def _check_unused(folder: Path) -> None:
    """Refuse a folder with files that no sweep wrote."""
    if not folder.exists():
        return
    inside = {path.name for path in folder.iterdir() if not path.name.startswith(_DRAFT)}
    begun = inside <= {MANIFEST, RUNS, LOCK, LOG} and not any(
        path.suffix == ".parquet" for path in _inside_runs(folder)
    )
    if inside and not begun:
        raise InputError(
            "the output folder {folder} exists, is not empty and holds no sweep: nothing is overwritten; "
            "give a new or empty folder with --out",
            folder=folder,
        )


def _inside_runs(folder: Path) -> list[Path]:
    return list((folder / RUNS).iterdir()) if (folder / RUNS).is_dir() else []


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return a sweep's manifest, empty when there is none; raise `InputError` where the file has other content."""
    path = folder / MANIFEST
    try:
        content = json_of(text_of(path, Message("the manifest"), MOST_MANIFEST))
    except FileNotFoundError:
        return {}
    except InputError:
        raise
    except ValueError:
        content = None
    if not isinstance(content, dict) or not isinstance(content.get("source", {}), dict):
        raise InputError(
            "{path} is not the manifest of a sweep, so the origin of the results is unknown. Put the right "
            "manifest back, or move the file out of the folder",
            path=path,
        )
    return content
