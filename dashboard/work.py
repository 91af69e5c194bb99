"""The server's workers: a few processes, a fair queue over visitors, and a memory of what was computed.

A visitor asks for a job: units of work in order. Workers take one unit of each visitor in turn, so that nobody waits
for somebody else's twenty seeds; the first unit of a job goes before the further ones of others, so that everybody sees
something soon. A new job of a visitor replaces the old one, whose units are dropped or stopped. Units
are named by everything that they depend on, so two visitors with the same settings share one computation.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.process import ClosedError, WorkerProcess
from experiments.compiling import compile_once, compiled
from experiments.processes import cores

MEMORY = 96 * 2**20
"""Bytes of results kept for those who ask for the same again."""
HEAD_START = 10.0
"""Seconds by which a job's first unit goes before further units of others; who waits longer than that has the turn."""


@dataclass(frozen=True)
class Unit:
    """One thing to compute: its name says all that it depends on."""

    name: Hashable
    kind: str
    payload: Any = field(compare=False, repr=False)


class Job:
    """What a visitor waits for. `told` is called, from a worker's thread, with (unit's place, message, content)."""

    def __init__(self, owner: Hashable, units: Sequence[Unit], told: Callable[[int, str, Any], None]) -> None:
        self.owner = owner
        self.units = tuple(units)
        self.told = told
        self.cancelled = False
        self.due = time.monotonic()
        """When its turn is, as against others'."""


@dataclass
class _Task:
    """A unit under way or waiting, and who listens: jobs with the unit's place in them."""

    unit: Unit
    listeners: list[tuple[Job, int]]
    said: list[tuple[str, Any]] = field(default_factory=list)  # for those who come while it is under way
    size: int = 0

    @property
    def wanted(self) -> bool:
        return any(not job.cancelled for job, _ in self.listeners)


class Pool:
    """Worker processes with a fair queue. Threads of the server may call `submit`, `cancel` and `close`."""

    def __init__(self, workers: int | None = None, memory: int = MEMORY) -> None:
        self._changed = threading.Condition()
        self._queues: dict[Hashable, deque[tuple[Job, int]]] = {}
        self._under_way: dict[Hashable, _Task] = {}
        self._done: OrderedDict[Hashable, tuple[int, list[tuple[str, Any]]]] = OrderedDict()
        self._memory, self._kept = memory, 0
        self._closed = False
        self.ready = threading.Event()
        self.compiled = 1.0 if compiled() else 0.0
        """The part of the model's rules that is compiled; nothing can be computed before all are."""
        self._threads = [
            threading.Thread(target=self._serve, name=f"worker-{n}", daemon=True)
            for n in range(workers or max(1, min(4, cores())))
        ]
        for thread in self._threads:
            thread.start()

    # --- for visitors ---

    def submit(self, job: Job) -> Job:
        """Queue a job; what the same visitor waited for before is given up. What is known is told at once."""
        known = []
        with self._changed:
            self._drop(job.owner)
            waiting: deque[tuple[Job, int]] = deque()
            for place, unit in enumerate(job.units):
                if unit.name in self._done:
                    self._done.move_to_end(unit.name)
                    known.append((place, self._done[unit.name][1]))
                elif unit.name in self._under_way and self._under_way[unit.name].wanted:
                    task = self._under_way[unit.name]
                    known.append((place, list(task.said)))
                    task.listeners.append((job, place))
                else:
                    waiting.append((job, place))
            if waiting:
                self._queues[job.owner] = waiting
                self._changed.notify_all()
        for place, messages in known:
            for message, content in messages:
                job.told(place, message, content)
        return job

    def cancel(self, owner: Hashable) -> None:
        """Give up what a visitor waits for; nothing more is told to it."""
        with self._changed:
            self._drop(owner)

    def _drop(self, owner: Hashable) -> None:
        for job, _ in self._queues.pop(owner, ()):
            job.cancelled = True
        for task in self._under_way.values():
            for job, _ in task.listeners:
                if job.owner == owner:
                    job.cancelled = True
            task.listeners = [(job, place) for job, place in task.listeners if not job.cancelled]

    def waiting(self) -> int:
        """Return how many units wait in all."""
        with self._changed:
            return sum(len(queue) for queue in self._queues.values())

    @property
    def bytes_kept(self) -> int:
        """Bytes of results remembered."""
        return self._kept

    def close(self) -> None:
        """Stop the workers, in the middle of a unit if need be."""
        with self._changed:
            self._closed = True
            self._queues.clear()
            for task in self._under_way.values():
                task.listeners = []
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(timeout=5)

    # --- in the workers' threads ---

    def _next(self) -> _Task | None:
        """Wait for the next unit: of the visitor whose turn it is. None when the pool closes."""
        while True:
            with self._changed:
                while not self._queues and not self._closed:
                    self._changed.wait()
                if self._closed:
                    return None
                owner, queue = min(self._queues.items(), key=lambda waiting: waiting[1][0][0].due)
                job, place = queue.popleft()
                job.due = time.monotonic() + HEAD_START
                if not queue:
                    del self._queues[owner]
                unit = job.units[place]
                under_way = self._under_way.get(unit.name)
                if unit.name in self._done:  # somebody else asked for the same, and has got it
                    said = self._done[unit.name][1]
                elif under_way is not None and under_way.wanted:
                    under_way.listeners.append((job, place))
                    said = list(under_way.said)
                else:
                    task = self._under_way[unit.name] = _Task(unit, [(job, place)])
                    return task
            for message, content in said:
                if not job.cancelled:
                    _safely(job.told, place, message, content)

    def _serve(self) -> None:
        """Keep one worker process, and hand it units."""
        worker = WorkerProcess(lambda: self._closed)
        try:
            self._compile()
            worker.start()
            self.ready.set()
            while (task := self._next()) is not None:
                try:
                    self._run(task, worker)
                except (EOFError, OSError):  # the process died: once more in a new one
                    worker.start()
                    try:
                        self._run(task, worker)
                    except (EOFError, OSError):
                        self._end(task, "error", "the worker process ended twice in the midst of this")
                        worker.start()
        except ClosedError:
            return
        finally:
            worker.close()

    def _compile(self) -> None:
        """See that rules are compiled: workers would each compile all of them, and may not share it out."""

        def told(done: int, total: int) -> None:
            if self._closed:
                raise ClosedError
            self.compiled = done / total

        try:
            compile_once(told)
        except ClosedError:
            raise
        except Exception:  # a full disk, say: then the workers try, and what they cannot do is told to who asked
            logging.getLogger(__name__).exception("the model's rules could not be compiled beforehand")
        self.compiled = 1.0

    def _run(self, task: _Task, worker: WorkerProcess) -> None:
        worker.send((task.unit.kind, task.unit.payload))
        asked_to_stop = False
        while True:
            answer = worker.receive(0.02)
            if answer is not None:
                message, content = answer
                if message in ("done", "error", "cancelled"):
                    self._end(task, message, content)
                    return
                self._tell(task, message, content)
            with self._changed:
                given_up = not asked_to_stop and (self._closed or not task.wanted)
                if given_up and self._under_way.get(task.unit.name) is task:
                    del self._under_way[task.unit.name]
            if given_up:
                asked_to_stop = True
                worker.send("cancel")

    def _tell(self, task: _Task, message: str, content: Any) -> None:
        with self._changed:
            task.said.append((message, content))
            task.size += _size(content)
            listeners = list(task.listeners)
        for job, place in listeners:
            if not job.cancelled:
                _safely(job.told, place, message, content)

    def _end(self, task: _Task, message: str, content: Any) -> None:
        """Remember what came out, and tell those who wait."""
        with self._changed:
            if self._under_way.get(task.unit.name) is task:
                del self._under_way[task.unit.name]
            task.said.append((message, content))
            if message == "done":
                size = task.size + _size(content)
                self._done[task.unit.name] = (size, task.said)
                self._kept += size
                while self._kept > self._memory and self._done:
                    _, (dropped, _) = self._done.popitem(last=False)
                    self._kept -= dropped
            listeners = list(task.listeners)
        if message == "cancelled":
            return
        for job, place in listeners:
            if not job.cancelled:
                _safely(job.told, place, message, content)


def _safely(told: Callable[[int, str, Any], None], *what: Any) -> None:
    """Tell one listener; its trouble is not the others'."""
    try:
        told(*what)
    except Exception as error:
        print(f"a visitor could not be told: {type(error).__name__}: {error}", file=sys.stderr)


def _size(content: Any) -> int:
    """Return about how many bytes a message holds."""
    if hasattr(content, "nbytes"):
        return int(content.nbytes)
    if isinstance(content, (list, tuple)):
        return 64 + sum(_size(one) for one in content)
    if isinstance(content, dict):
        return 64 + sum(_size(one) for one in content.values())
    if hasattr(content, "__dict__"):
        return 64 + sum(_size(one) for one in vars(content).values())
    return sys.getsizeof(content)


def share_compiled() -> float:
    """Return the part of the model's rules that is compiled, as far as the server's pool is concerned."""
    return 1.0 if _pool is None else _pool.compiled


_pool: Pool | None = None
_lock = threading.Lock()


def pool() -> Pool:
    """Return the server's pool, started when it is first asked for."""
    global _pool
    with _lock:
        if _pool is None:
            asked = os.environ.get("SAMSKAPING_DASHBOARD_WORKERS", "")
            _pool = Pool(int(asked) if asked.isdigit() and int(asked) else None)
        return _pool
