"""Writing results so that a folder is complete or absent: never overwritten, never half-written."""

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
from samskaping.language import Message

RESULTS = Path("results")


def default_folder(what: str, town: str, now: datetime | None = None) -> Path:
    """Return a new folder under `results/`, named by what was run, where and when."""
    stamp = (now or datetime.now()).strftime("%Y%m%d-%H%M%S")
    return free(RESULTS / f"{what}-{fold(town).replace(' ', '-')}-{stamp}")


def free(folder: Path) -> Path:
    """Return `folder`, or the first of `folder-2`, `folder-3` ... that does not exist."""
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
        raise InputError("results need a folder of their own, not the current one; name one with --out")
    if os.path.lexists(folder):
        if not folder.is_dir():
            raise InputError(
                "the output folder {folder} exists and is not a folder; give another one with --out", folder=folder
            )
        try:
            empty = not any(folder.iterdir())
        except OSError as error:
            raise InputError(
                "the output folder {folder} cannot be read ({why})", folder=folder, why=why(error)
            ) from None
        if not empty:
            raise InputError(
                "the output folder {folder} is not empty, and nothing is overwritten; give a new or empty folder with "
                "--out, or remove that one first",
                folder=folder,
            )
    check_place(folder, Message("the output folder"), "--out")


def check_place(path: Path, what: Message, option: str) -> None:
    """Raise `InputError` unless a file or folder can be made at a path; `what` and `option` name it in the message.

    Nothing is left behind. A full disk is not bad input, and raises OSError.
    """
    try:
        os.path.abspath(path).encode("utf-8")
    except UnicodeEncodeError:  # pyarrow takes no other names
        raise InputError(
            "{what} {path} cannot be made: the name is not in UTF-8; give another one with {option}, or use a locale "
            "such as LANG=C.UTF-8",
            what=what,
            path=path,
            option=option,
        ) from None
    above = _nearest_existing(path)
    if not above.is_dir():
        raise InputError("{what} {path} cannot be made: {above} is not a folder", what=what, path=path, above=above)
    try:
        _check_lengths(path, above)
        tempfile.TemporaryDirectory(prefix=".samskaping-", dir=above).cleanup()
    except OSError as error:
        if not another_path_helps(error):
            raise
        raise InputError(
            "{what} {path} cannot be made in {above}: {why}; give another place with {option}",
            what=what,
            path=path,
            above=above,
            why=why(error),
            option=option,
        ) from None


def _check_lengths(path: Path, above: Path) -> None:
    """Raise the system's own error where a path has too long a name, before anything is made."""
    limits = {"PC_NAME_MAX": 255, "PC_PATH_MAX": 4096}
    if hasattr(os, "pathconf"):
        limits = {name: os.pathconf(above, name) for name in limits}
    full = os.path.abspath(path)
    longest = max(len(os.fsencode(part)) for part in Path(full).parts)
    if longest > limits["PC_NAME_MAX"] or len(os.fsencode(full)) > limits["PC_PATH_MAX"] - _ROOM:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), full)


_ROOM = 300  # characters that files inside a folder may add to its path


def _nearest_existing(folder: Path) -> Path:
    above = Path(os.path.abspath(folder)).parent
    while not os.path.lexists(above):
        above = above.parent
    return above


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Yield a draft folder to write into: it becomes `folder` when all is written, and is removed on failure."""
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
    """Let the system's errors name the path that a person asked for, rather than a draft or no file."""
    try:
        yield
    except OSError as error:
        if error.errno is not None:
            error.filename, error.filename2 = str(path), None
        raise


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Yield a draft to write into, as `whole_file` does; refuse a path that exists."""
    if os.path.lexists(path):
        raise InputError("{path} exists, and nothing is overwritten; give another name", path=path)
    check_file(path, "--csv")
    with whole_file(path) as draft:
        yield draft


@contextmanager
def whole_file(path: Path, draft: Path | None = None) -> Iterator[Path]:
    """Yield a draft to write into; it replaces `path` when it is on disk, and is removed on failure.

    Args:
        path: the file that readers see: the old one, or the complete new one.
        draft: where the draft is, on the same disk as `path`; None is a hidden file beside it. The process's id is
            added to its name, so that no two processes share a draft.

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
    """Write a text in UTF-8, completely or not at all, replacing the file that was there."""
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
    """Raise `InputError` unless a file can be written at a path, in an existing folder; `option` gave the path."""
    if not path.parent.is_dir():
        raise InputError(
            "{option} {path} cannot be written: there is no folder {parent}",
            option=option,
            path=path,
            parent=path.parent,
        )
    if path.is_dir():
        raise InputError(
            "{option} {path} cannot be written: it is a folder, where a file is needed", option=option, path=path
        )
    check_place(path, Message("the file"), option)


def _umask() -> int:
    """Return the process's permission mask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
