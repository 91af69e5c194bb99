"""Child processes: how many this machine can run, and how they start and end."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType
from typing import Any

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_ONE_AT_A_TIME = threading.Lock()  # settings changed for the start of a process are restored before the next start


class _ProcessApart(SpawnProcess):
    @staticmethod
    def _Popen(process_obj: Any) -> Any:
        with _ONE_AT_A_TIME:
            main = sys.modules["__main__"]
            sys.modules["__main__"] = ModuleType("__main__")
            try:
                with _one_thread():
                    return SpawnProcess._Popen(process_obj)  # type: ignore[attr-defined]
            finally:
                sys.modules["__main__"] = main


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Give processes started in the body one thread each, unless the environment sets another number.

    Libraries read the number from the environment when they are loaded, so the process must inherit it. Afterwards
    this process has its own environment again.
    """
    unset = [name for name in ONE_THREAD if name not in os.environ]
    os.environ.update(dict.fromkeys(unset, "1"))
    try:
        yield
    finally:
        for name in unset:
            os.environ.pop(name, None)


class _Apart(SpawnContext):
    """A context whose processes do not import this process's script.

    Processes are spawned: a fork copies locks that numba's and numpy's threads may hold. Python makes every spawned
    process run the script again, and a script that starts a sweep would start it again in each.
    """

    Process = _ProcessApart  # type: ignore[assignment]


APART = _Apart()


def begin_apart() -> None:
    """Initialise a child process: ignore Ctrl-C, since the parent stops its children in good order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when its parent has died (kill -9) and can no longer stop it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
