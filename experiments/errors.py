"""Errors of a stopped sweep, reasons of the system, and how to install what is missing. This module imports quickly."""

from __future__ import annotations

import errno
from pathlib import Path

from agents.errors import SpokenError, shown
from samskaping.catalogue import FOLDER, own_folder_fault
from samskaping.language import Entry, Message, Texts

_CHECKOUT = Path(__file__).resolve().parents[1]


def installing(extra: str) -> str:
    """Return the command that installs an optional part of the program, in a checkout or from its package."""
    if (_CHECKOUT / "constraints.txt").exists():
        return f'pip install -c constraints.txt -e ".[{extra}]"'
    return f'pip install "samskaping[{extra}]"'


def own_languages_fault() -> Message | None:
    """Return why the variable of one's own languages names no folder with languages; None where nothing is wrong."""
    fault, folder = own_folder_fault()
    if not fault:
        return None
    return Message(
        "{variable} = {folder} is not valid: there is no such folder. Name a folder that holds languages, as in "
        "{example}, or unset the variable"
        if fault == "missing"
        else "{variable} = {folder} is not valid: the folder holds no language. Name a folder that holds "
        "languages, as in {example}, or unset the variable",
        variable=FOLDER, folder=shown(folder), example="FOLDER/da/LC_MESSAGES/experiments.po",
    )  # fmt: skip


class StoppedError(SpokenError, RuntimeError):
    """A sweep cannot continue, for a reason outside the study. The message says why, and what to do."""


_OF_PATHS = {
    "ENOENT": "there is no such file or folder",
    "EACCES": "you have no permission to read or write there",
    "EPERM": "you have no permission to read or write there",
    "EEXIST": "it already exists",
    "ENOTEMPTY": "the folder is not empty",
    "ENOTDIR": "a part of the path is not a folder",
    "EISDIR": "it is a folder, where a file is needed",
    "ENAMETOOLONG": "the name is too long",
    "ELOOP": "its links form a circle",
    "EROFS": "the disk is read-only",
    "EINVAL": "the system cannot use that name",
}
"""Refusals that another path avoids, by the system's name for them."""

_OF_THE_MACHINE = {
    "ENOSPC": "the disk is full",
    "EDQUOT": "your disk quota is used up",
    "EIO": "the disk or the network failed",
    "EFBIG": "the file would be too large",
    "EMFILE": "too many files are open",
    "ENFILE": "too many files are open",
    "ENOMEM": "the memory is full",
    "ESTALE": "the network disk is gone",
    "EPIPE": "nothing reads the output any more",
}

_REASONS = Texts("experiments.errors", {**_OF_PATHS, **_OF_THE_MACHINE})


def why(error: OSError) -> Entry | str:
    """Return why the system refused a file; a reason that is not listed here is the system's own text."""
    name = errno.errorcode.get(error.errno or 0, "")
    return _REASONS.message(name) if name in _REASONS else error.strerror or str(error) or type(error).__name__


def another_path_helps(error: OSError) -> bool:
    """Return whether another path would avoid an error: the path is at fault, not the machine."""
    return error.filename is not None and errno.errorcode.get(error.errno or 0) in _OF_PATHS
