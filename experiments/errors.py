"""What stops a sweep that was asked for rightly, and why the system refuses a file. Nothing heavy is imported here."""

from __future__ import annotations

import errno

from agents.errors import bounded


class StoppedError(RuntimeError):
    """A sweep that cannot go on for a reason outside the study; the message tells the user why, and what to do."""

    def __init__(self, message: str, norwegian: str = "") -> None:
        super().__init__(bounded(message))
        self.norwegian = bounded(norwegian or message)

    def told(self, language: str) -> str:
        """Return the message in Norwegian ("nb") or English (anything else)."""
        return self.norwegian if language == "nb" else str(self)


_OF_PATHS = {
    errno.ENOENT: ("there is no such file or folder", "filen eller mappen finnes ikke"),
    errno.EACCES: ("you have no permission to read or write there", "du har ikke tilgang til å lese eller skrive der"),
    errno.EPERM: ("you have no permission to read or write there", "du har ikke tilgang til å lese eller skrive der"),
    errno.EEXIST: ("it exists already", "den finnes fra før"),
    errno.ENOTEMPTY: ("it is a folder with something in it", "det er en mappe som ikke er tom"),
    errno.ENOTDIR: ("a part of the path is not a folder", "en del av stien er ikke en mappe"),
    errno.EISDIR: ("it is a folder, where a file is needed", "det er en mappe, men det trengs en fil"),
    errno.ENAMETOOLONG: ("the name is too long", "navnet er for langt"),
    errno.ELOOP: ("its links lead in a circle", "lenkene går i ring"),
    errno.EROFS: ("that disk can only be read", "den disken kan bare leses"),
    errno.EINVAL: ("the system cannot use that name", "systemet kan ikke bruke det navnet"),
}
"""What another path would put right, by the system's number: why, in English and in Norwegian."""

_OF_THE_MACHINE = {
    errno.ENOSPC: ("the disk is full", "disken er full"),
    errno.EDQUOT: ("your share of the disk is full", "din del av disken er full"),
    errno.EIO: ("the disk or the network failed", "disken eller nettverket sviktet"),
    errno.EFBIG: ("the file would be too large", "filen blir for stor"),
    errno.EMFILE: ("too many files are open", "for mange filer er åpne"),
    errno.ENFILE: ("too many files are open", "for mange filer er åpne"),
    errno.ENOMEM: ("the memory is full", "minnet er fullt"),
    errno.ESTALE: ("the network disk is gone", "nettverksdisken er borte"),
    errno.EPIPE: ("nothing reads the output any more", "ingenting leser utskriften lenger"),
}


def why(error: OSError) -> tuple[str, str]:
    """Return why the system refused a file, in English and in Norwegian; in the system's words where it is rare."""
    known = {**_OF_PATHS, **_OF_THE_MACHINE}
    rare = error.strerror or str(error) or type(error).__name__
    return known.get(error.errno or 0, (rare, rare))


def another_path_helps(error: OSError) -> bool:
    """Return whether the path that a person gave is what is wrong, rather than the machine."""
    return error.filename is not None and error.errno in _OF_PATHS
