"""A lock between processes: what one of them does, no other does at the same time."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

_PAUSE = 0.02  # seconds between two attempts: a wait of the system's own could not be interrupted everywhere


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Wait until no other process or thread holds the lock on a file, and hold it meanwhile.

    The system lets go of it when its holder dies. Where files cannot be written or locked, nobody waits: so use it for
    what goes wrong without it seldom, or only takes longer.
    """
    try:
        file = path.open("ab")
    except OSError:
        yield
        return
    with file:  # closing it lets go
        while not _taken(file):
            time.sleep(_PAUSE)
        yield


def _taken(file: IO[Any]) -> bool:
    """Take the lock if nobody holds it; return whether to go on: it is ours, or there is no locking here."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # on Windows the latter is how a held lock is told
        return False
    except OSError:
        return True
    return True
