"""Writing results so that a folder is either whole or not there: never overwritten, never half-written."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from agents.errors import InputError, fold

RESULTS = Path("results")


def default_folder(what: str, town: str, now: datetime | None = None) -> Path:
    """Return a folder of its own under `results/`, named by what was run, where and when."""
    stamp = (now or datetime.now()).strftime("%Y%m%d-%H%M%S")
    return free(RESULTS / f"{what}-{fold(town).replace(' ', '-')}-{stamp}")


def free(folder: Path) -> Path:
    """Return `folder`, or the first of `folder-2`, `folder-3` ... where nothing is yet."""
    candidate, n = folder, 1
    while os.path.lexists(candidate):
        n += 1
        candidate = folder.with_name(f"{folder.name}-{n}")
    return candidate


def check_new_folder(folder: Path) -> None:
    """Raise `InputError` unless `folder` is new or empty, in a place that can be written.

    Nothing is left behind. Called before anything is computed.
    """
    if folder.absolute() == Path.cwd():
        raise InputError(
            "results need a folder of their own, not the current one; give its name with --out",
            "resultatene trenger en egen mappe, ikke den du står i; skriv navnet med --out",
        )
    if os.path.lexists(folder):
        if not folder.is_dir():
            raise InputError(
                f"the output folder {folder} exists and is not a folder; give another one with --out",
                f"{folder} finnes og er ikke en mappe; velg en annen med --out",
            )
        try:
            empty = not any(folder.iterdir())
        except OSError as error:
            raise InputError(
                f"the output folder {folder} cannot be read ({error.strerror})",
                f"mappen {folder} kan ikke leses ({error.strerror})",
            ) from None
        if not empty:
            raise InputError(
                f"the output folder {folder} exists and is not empty: nothing is overwritten; "
                "give a new or empty folder with --out, or remove it first",
                f"mappen {folder} finnes og er ikke tom: ingenting overskrives; velg en ny eller tom mappe med --out, "
                "eller fjern den først",
            )
    above = _nearest_existing(folder)
    if not above.is_dir():
        raise InputError(
            f"the output folder {folder} cannot be made: {above} is not a folder",
            f"mappen {folder} kan ikke lages: {above} er ikke en mappe",
        )
    try:
        tempfile.TemporaryDirectory(prefix=".samskaping-", dir=above).cleanup()
    except OSError as error:
        raise InputError(
            f"the output folder {folder} cannot be made: {above} cannot be written ({error.strerror}); "
            "give another place with --out",
            f"mappen {folder} kan ikke lages: Det går ikke å skrive i {above} ({error.strerror}); velg et annet sted "
            "med --out",
        ) from None


def _nearest_existing(folder: Path) -> Path:
    above = Path(os.path.abspath(folder)).parent
    while not os.path.lexists(above):
        above = above.parent
    return above


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a draft folder to write into: it becomes `folder` when all is written, and goes if anything fails."""
    check_new_folder(folder)
    folder = Path(os.path.abspath(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix=".partial", dir=folder.parent))
    try:
        yield draft
        draft.chmod(0o777 & ~_umask())
        if folder.exists():
            folder.rmdir()  # empty, as checked; anything else refuses here
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _umask() -> int:
    """Return the process's mask of permissions (it can only be read by setting it)."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
