"""A lock between processes: while one of them holds it, the others wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PAUSE = 0.02  # seconds between two attempts: a wait of the system's own could not be interrupted everywhere


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Wait until no other process or thread holds the lock on a file, then hold it while the body runs.

    The system releases the lock when its holder dies. Where files cannot be written or locked, nobody waits: use it
    only where a missing lock costs time, not correctness.
    """
    from filelock import FileLock  # imported here: the command line's help does without it

    lock = FileLock(path, fallback_to_soft=False)
    try:
        lock.acquire(poll_interval=_PAUSE)
    except (OSError, NotImplementedError):
        yield
        return
    try:
        yield
    finally:
        lock.release()
