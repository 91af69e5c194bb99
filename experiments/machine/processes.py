"""Processes beside this one: how many there is room for, and how they begin and end."""

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


_ONE_AT_A_TIME = threading.Lock()  # what is set aside while a process begins is put back before another one does


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
    """Let processes that are begun here have one thread each, where nobody asked for another number.

    Libraries read it from the environment when they are loaded, which is why the process must inherit it; whoever asked
    for the sweep keeps an environment, and arithmetic, of many threads.
    """
    unset = [name for name in ONE_THREAD if name not in os.environ]
    os.environ.update(dict.fromkeys(unset, "1"))
    try:
        yield
    finally:
        for name in unset:
            os.environ.pop(name, None)


class _Apart(SpawnContext):
    """Processes that know nothing of this one's script.

    Spawned, not forked: a fork copies locks that numba's and numpy's threads may hold. Python would have every spawned
    process begin by running the script again, and a script that asks for a sweep would ask for it again in each.
    """

    Process = _ProcessApart  # type: ignore[assignment]


APART = _Apart()


def begin_apart() -> None:
    """Begin a process: Ctrl-C is for the one that leads, which stops the others in good order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that leads is gone (kill -9): nobody would ever send it work or stop it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
