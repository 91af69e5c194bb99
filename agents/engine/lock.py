"""A lock between processes and threads."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PAUSE = 0.02  # seconds between two attempts; a blocking wait could not be interrupted on every system


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Wait until no other process or thread holds the lock on the file `path`, then hold it while the body runs.

    The system releases the lock when the process that holds it dies. Where files cannot be written or locked, the body
    runs without a lock: use it only where a missing lock costs time, not correctness.
    """
    from filelock import FileLock  # imported here, since the command line's help does not need it

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
