"""Writing results so that a folder is either whole or not there: never overwritten, never half-written."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from agents.errors import InputError, fold
from experiments.errors import another_path_helps, why

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
            reason, grunn = why(error)
            raise InputError(
                f"the output folder {folder} cannot be read ({reason})", f"mappen {folder} kan ikke leses ({grunn})"
            ) from None
        if not empty:
            raise InputError(
                f"the output folder {folder} exists and is not empty: nothing is overwritten; "
                "give a new or empty folder with --out, or remove it first",
                f"mappen {folder} finnes og er ikke tom: ingenting overskrives; velg en ny eller tom mappe med --out, "
                "eller fjern den først",
            )
    check_place(folder, ("the output folder", "mappen"), "--out")


def check_place(path: Path, what: tuple[str, str], option: str) -> None:
    """Raise `InputError` unless a file or folder can be made at a path; `what` and `option` name it in the message.

    Nothing is left behind. A full disk is no bad input, and raises OSError.
    """
    english, norwegian = (f"{word} {path}" for word in what)
    try:
        os.path.abspath(path).encode("utf-8")
    except UnicodeEncodeError:  # pyarrow takes no other names
        raise InputError(
            f"{english} cannot be made: the name is not in UTF-8; give another one with {option}, or work under a "
            "locale such as LANG=C.UTF-8",
            f"{norwegian} kan ikke lages: Navnet er ikke i UTF-8; velg et annet med {option}, eller bruk et "
            "språkoppsett som LANG=C.UTF-8",
        ) from None
    above = _nearest_existing(path)
    if not above.is_dir():
        raise InputError(
            f"{english} cannot be made: {above} is not a folder",
            f"{norwegian} kan ikke lages: {above} er ikke en mappe",
        )
    try:
        _check_lengths(path, above)
        tempfile.TemporaryDirectory(prefix=".samskaping-", dir=above).cleanup()
    except OSError as error:
        if not another_path_helps(error):
            raise
        reason, grunn = why(error)
        raise InputError(
            f"{english} cannot be made in {above}: {reason}; give another place with {option}",
            f"{norwegian} kan ikke lages i {above}: {grunn}; velg et annet sted med {option}",
        ) from None


def _check_lengths(path: Path, above: Path) -> None:
    """Raise the system's own error where a path has too long a name, before anything is made."""
    limits = {"PC_NAME_MAX": 255, "PC_PATH_MAX": 4096}
    if hasattr(os, "pathconf"):
        limits = {name: os.pathconf(above, name) for name in limits}
    absolute = os.path.abspath(path)
    longest = max(len(os.fsencode(part)) for part in Path(absolute).parts)
    if longest > limits["PC_NAME_MAX"] or len(os.fsencode(absolute)) > limits["PC_PATH_MAX"] - _ROOM:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), absolute)


_ROOM = 300  # characters that files inside a folder may add to its path


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
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name[:50]}-", suffix=".partial", dir=folder.parent))
    with naming(folder):
        try:
            yield draft
            draft.chmod(0o777 & ~_umask())
            if folder.exists():
                folder.rmdir()  # empty, as checked; anything else refuses here
            draft.rename(folder)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Have errors of the system that name no file, or a draft, name the path that a person asked for."""
    try:
        yield
    except OSError as error:
        if error.errno is not None:
            error.filename, error.filename2 = str(path), None
        raise


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give a draft to write into, as `whole_file` does; refuse a path where something is already."""
    if os.path.lexists(path):
        raise InputError(
            f"{path} exists and is not overwritten; give another name",
            f"{path} finnes og overskrives ikke; velg et annet navn",
        )
    check_file(path, "--csv")
    with whole_file(path) as draft:
        yield draft


@contextmanager
def whole_file(path: Path, draft: Path | None = None) -> Iterator[Path]:
    """Give a draft to write into; it replaces `path` when it is on disk, and is removed if anything fails.

    Args:
        path: the file that readers see: the old one, or the whole new one.
        draft: where the draft is, on the same disk as `path`; None is beside it, hidden. The process's id is added to
            its name, so that no two processes write one draft.

    Raises:
        OSError: the system's refusal, with `path` as its file.
    """
    draft = path.with_name(f".{path.name[:50]}") if draft is None else draft
    draft = draft.with_name(f"{draft.name}-{os.getpid()}.partial")
    with naming(path):
        try:
            yield draft
            with open(draft, "rb+") as written:  # Windows flushes only what is open for writing
                os.fsync(written.fileno())
            os.replace(draft, path)
            _sync_folder(path.parent)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


def write_text(path: Path, text: str) -> None:
    """Write a text in UTF-8, whole or not at all, over the file that was there."""
    with whole_file(path) as draft:
        draft.write_text(text, encoding="utf-8")


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # not every system can
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def check_file(path: Path, option: str) -> None:
    """Raise `InputError` unless a file can be written at a path, in a folder that is there; `option` asked for it."""
    if not path.parent.is_dir():
        raise InputError(
            f"{option} {path} is not possible: there is no folder {path.parent}",
            f"{option} {path} er ikke mulig: det finnes ingen mappe {path.parent}",
        )
    if path.is_dir():
        raise InputError(
            f"{option} {path} is not possible: it is a folder, where a file is needed",
            f"{option} {path} er ikke mulig: det er en mappe, men det trengs en fil",
        )
    check_place(path, ("the file", "filen"), option)


def _umask() -> int:
    """Return the process's mask of permissions (it can only be read by setting it)."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
