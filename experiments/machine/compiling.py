"""Compiles the model's rules: once on a machine, on all its cores, before runs wait for them.

A small town's first year, simulated without compilation, shows which kernels to compile and for which types. Other
processes then compile the kernels, the largest first, into the cache that all processes share. A kernel that they
leave out is compiled when it is first called.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import multiprocessing
import os
import platform
from collections.abc import Callable
from importlib import import_module
from multiprocessing import connection
from pathlib import Path
from typing import Any

import model  # noqa: F401  names the folder of the cache
from agents.engine.cache import is_kept, remove_unused
from agents.engine.lock import locked
from experiments.defaults import PARADIGMS
from experiments.machine.processes import APART, begin_apart, cores

ProgressCallback = Callable[[int, int], None]
"""Called with (done, in all), in bytes of source, while kernels compile; an exception from it ends the compilation."""

_ROOT = Path(__file__).resolve().parents[2]
MOST_PROCESSES = 4  # the largest kernel takes a quarter of the work, and each process half a gigabyte


def compile_once(callback: ProgressCallback | None = None, waiting: Callable[[], None] | None = None) -> None:
    """Compile the rules to disk, so that workers and threads do not wait for each other to compile them.

    A file beside them marks that they are complete, and later calls return at once. Of two concurrent callers, the
    second waits, and calls `waiting` before it does.
    """
    if compiled():
        return
    lock = _folder() / "compiling.lock"
    if waiting is not None and _held(lock):
        waiting()
    with locked(lock):
        if compiled():
            return
        _compile(callback or (lambda done, total: None))
        with contextlib.suppress(OSError):
            _mark().touch()
    remove_unused()


def compiled() -> bool:
    """Return whether `compile_once` has nothing to do."""
    return os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0") or _mark().exists()


def warm_up() -> None:
    """Load all compiled rules, or compile them, by simulating a small town.

    It runs until after an election, under one paradigm after the other.
    """
    from model.governance import GovernanceModel

    few = {"town.warm_up": 0, "politics.term": 12}
    town = GovernanceModel(paradigm=PARADIGMS[-1], citizens=60, rng=1, parameters=few)  # the last has arenas
    for paradigm in PARADIGMS:
        town.run(months=5)
        town.switch_paradigm(paradigm)
    town.close()


def _folder() -> Path:
    return Path(os.environ["NUMBA_CACHE_DIR"])


def _held(path: Path) -> bool:
    """Return whether another process or thread holds the lock on a file now."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(path, fallback_to_soft=False).acquire(timeout=0):
            return False
    except Timeout:
        return True
    except (OSError, NotImplementedError):  # as in `locked`
        return False


def _mark() -> Path:
    """Return the file that exists when all is compiled, for this machine, Python and copy of the sources.

    Numba finds compiled code by the path of the source and, in some versions, its time, so the name depends on both.
    """
    sources = [path for package in ("agents", "model") for path in sorted((_ROOT / package).rglob("*.py"))]
    copy_of = f"{_ROOT} {[path.stat().st_mtime_ns for path in sources]}"
    copy = hashlib.sha256(copy_of.encode()).hexdigest()[:8]
    return _folder() / f"complete-{platform.node()}-{platform.python_version()}-{copy}"


def _compile(callback: ProgressCallback) -> None:
    was = gc.get_threshold()
    try:
        processes = min(cores(), MOST_PROCESSES) if _may_start_processes() else 1
        if processes > 1:
            _side_by_side(processes, callback)
        else:
            _collect_seldom()
            _here(callback)
        warm_up()
    finally:
        gc.set_threshold(*was)


def _may_start_processes() -> bool:
    """Return whether this process may start others: a process of a pool may not."""
    return is_kept() and multiprocessing.parent_process() is None


def _collect_seldom() -> None:
    """Collect garbage seldom: numba makes millions of objects, and nearly all live until it is done."""
    gc.set_threshold(50_000, 20, 20)


_Tasks = dict[tuple[str, str, tuple[Any, ...]], int]
"""Kernels to compile: module, name and numba's types of the arguments; and the size of each."""


def _rehearsed() -> _Tasks:
    """Return the kernels to compile, the largest first; none where this version of numba does not show them."""
    import_module("model.governance")
    from agents.engine.rehearsal import rehearsing, size

    try:
        with rehearsing() as calls:
            warm_up()
        sizes = {(made.py_func.__module__, made.py_func.__name__, types): size(made) for made, types in calls}
    except Exception:  # this step only saves time: a run of the model raises the error again
        return {}
    return dict(sorted(sizes.items(), key=lambda known: -known[1]))


def _compile_one(module: str, name: str, types: tuple[Any, ...]) -> None:
    getattr(import_module(module), name).compile(types)


def _here(callback: ProgressCallback) -> None:
    tasks = _rehearsed()
    done, total = 0, sum(tasks.values())
    for one, size in tasks.items():
        callback(done, total)
        with contextlib.suppress(Exception):  # as in `_help`
            _compile_one(*one)
        done += size


def _side_by_side(processes: int, callback: ProgressCallback) -> None:
    """Hand kernels out to processes; skip the kernel of a process that dies, for lack of memory, say."""
    helpers: list[Any] = []
    busy: dict[Any, int] = {}  # links to processes that compile, and the size of their kernel
    try:
        with contextlib.suppress(OSError):  # no more processes may be started
            for _ in range(processes):
                helpers.append(_Helper())
        idle = [helper.link for helper in helpers]
        waiting = _rehearsed()
        done, total = 0, sum(waiting.values())
        _hand_out(waiting, idle, busy)
        while busy:
            callback(done, total)
            link: Any
            for link in connection.wait(list(busy), timeout=0.5):
                done += busy.pop(link)
                with contextlib.suppress(EOFError, OSError):
                    link.recv()
                    idle.append(link)
            _hand_out(waiting, idle, busy)
    finally:
        for helper in helpers:
            helper.end()


class _Helper:
    """A process that compiles, and the link to it."""

    def __init__(self) -> None:
        self.link, theirs = APART.Pipe()
        self._process = APART.Process(target=_help, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def end(self) -> None:
        self.link.close()
        self._process.terminate()
        self._process.join()


def _hand_out(waiting: _Tasks, idle: list[Any], busy: dict[Any, int]) -> None:
    from agents.engine.layout import layout

    while waiting and idle:
        one, link = next(iter(waiting)), idle.pop()
        size = waiting.pop(one)
        with contextlib.suppress(OSError):
            link.send((layout(), one))
            busy[link] = size


def _help(link: Any) -> None:
    """Compile the kernels that the link sends, until it closes.

    Loads slow modules first, but not the model: what is sent brings the modules that it needs.
    """
    from agents.engine.layout import use_layout

    begin_apart()
    _collect_seldom()
    for package in ("numba", "mesa"):
        import_module(package)
    with contextlib.suppress(EOFError, OSError):
        while True:
            known, one = link.recv()
            use_layout(known)
            with contextlib.suppress(Exception):  # the next caller gets the error
                _compile_one(*one)
            link.send(None)
