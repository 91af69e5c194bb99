"""The server's workers: a few processes, a queue that is fair to visitors, and a cache of results.

A tab asks for a job: units of work in order. A worker runs a unit for a moment at a time. When it is another visitor's
turn (see `dashboard.workers.turns`), the unit is paused, the other visitor's unit runs, and the first one continues
later. So one visitor's twenty large jobs delay another visitor's first result by a fraction of a second.

A worker holds few paused units, because each keeps its models in memory, and one of each visitor. The first moments of
a new job run at once even so. If there is no place for its unit after them, the unit is dropped, and restarted when a
place is free. Meanwhile the unit that is furthest is finished first.

A job in the background is begun by a worker that has nothing else to do, and paused when it has.

A new job of a tab replaces the old one, whose units are dropped. Units are named by everything that they depend on, so
two visitors with the same settings share one computation.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Hashable, Sequence
from typing import Any

from dashboard.workers.choice import choose, has_no_place
from dashboard.workers.jobs import FullError, Job, Task
from dashboard.workers.kept import MEMORY, Kept, size_of
from dashboard.workers.process import ClosedError, WorkerProcess
from dashboard.workers.quota import Quota, quota
from dashboard.workers.turns import Turns
from experiments.machine.compiling import compile_once, compiled
from experiments.machine.processes import cores
from samskaping.language import Message

TRIES = 2
"""Times that a unit is run when the worker process dies during it."""


class Pool:
    """Worker processes with a fair queue. Threads of the server may call `submit`, `cancel` and `close`."""

    def __init__(
        self, workers: int | None = None, memory: int = MEMORY, most: Quota | None = None, turns: Turns | None = None
    ) -> None:
        self._changed = threading.Condition()
        self._jobs: dict[Hashable, Job] = {}  # by tab, as long as something of it is not done
        self._queues: dict[Hashable, deque[int]] = {}  # by tab: places of units not begun
        self._under_way: dict[Hashable, Task] = {}
        self._kept = Kept(memory)
        self._most = most or Quota()
        self._turns = turns or Turns()
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
        """Queue a job in place of the tab's last one, and pass on the messages of units that are done or under way.

        Raises `FullError` when the visitor, or all together, have too many jobs.
        """
        known = []
        with self._changed:
            self._drop(job.owner)
            waiting: deque[int] = deque()
            joined: list[tuple[Task, int]] = []
            for place, unit in enumerate(job.units):
                under_way = self._under_way.get(unit.name)
                if unit.name in self._kept:
                    known.append((place, self._kept.messages(unit.name)))
                    job.left -= 1
                    job.shown = True
                elif under_way is not None and under_way.wanted:
                    joined.append((under_way, place))
                else:
                    waiting.append(place)
            if job.left:
                self._admit(job)
                self._jobs[job.owner] = job
            for task, place in joined:
                known.append((place, self._join(task, job, place)))
            if waiting:
                self._queues[job.owner] = waiting
            self._changed.notify_all()
        for place, messages in known:
            for message, content in messages:
                job.on_message(place, message, content)
        return job

    def _admit(self, job: Job) -> None:
        """Raise `FullError` when there is no room for the job. Jobs in the background leave half of the room free."""
        behind = sum(other.background for other in self._jobs.values())
        if job.background:
            if behind >= self._most.jobs // 2:
                raise FullError("the server has too much to do")
            return
        own = sum(other.client.session == job.client.session for other in self._jobs.values())
        if own >= self._most.jobs_per_visitor:
            raise FullError(
                "You already have {n} computations waiting here. Close a tab or stop one of them and try again.", n=own
            )
        if (n := len(self._jobs) - behind) >= self._most.jobs:
            raise FullError("The server is full: {n} computations are waiting. Try again in a minute.", n=n)

    def cancel(self, owner: Hashable) -> None:
        """Give up what a tab waits for; nothing more is passed on to it."""
        with self._changed:
            self._drop(owner)
            self._changed.notify_all()

    def _drop(self, owner: Hashable) -> None:
        self._queues.pop(owner, None)
        job = self._jobs.pop(owner, None)
        if job is not None:
            job.cancelled = True
            for task in self._under_way.values():
                task.listeners = [(one, place) for one, place in task.listeners if one is not job]

    def waiting(self) -> int:
        """Return the number of units not begun."""
        with self._changed:
            return sum(len(queue) for queue in self._queues.values())

    def jobs(self) -> int:
        """Return how many jobs are not done."""
        with self._changed:
            return len(self._jobs)

    def close(self) -> None:
        """Stop the workers, in the middle of a unit if need be."""
        with self._changed:
            self._closed = True
            self._queues.clear()
            self._jobs.clear()
            for task in self._under_way.values():
                task.listeners = []
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(timeout=5)

    # --- turns ---

    def _next(self, held: list[Task], last: Task | None) -> Task | None:
        """Wait for the next task: one to run, or an unwanted one to drop. Return None when the pool closes."""
        while True:
            with self._changed:
                while (choice := self._choice(held, last)) is None and not self._closed:
                    self._changed.wait()
                if self._closed:
                    return None
                if isinstance(choice, Task):
                    return choice
                assert choice is not None
                job, place = choice, self._take(choice)
                unit = job.units[place]
                under_way = self._under_way.get(unit.name)
                if unit.name in self._kept:  # another visitor asked for the same, and it is done
                    messages = self._kept.messages(unit.name)
                    self._ended([(job, place)])
                elif under_way is not None and under_way.wanted:
                    messages = self._join(under_way, job, place)
                else:
                    task = self._under_way[unit.name] = Task(unit, job, place)
                    held.append(task)
                    return task
            for message, content in messages:
                job.tell(place, message, content)

    def _join(self, task: Task, job: Job, place: int) -> list[tuple[str, Any]]:
        """Have a job listen to a task under way; return the messages so far."""
        task.listeners.append((job, place))
        job.shown = job.shown or task.shows
        return list(task.said)

    def _take(self, job: Job) -> int:
        queue = self._queues[job.owner]
        place = queue.popleft()
        if not queue:
            del self._queues[job.owner]
        return place

    def _choice(self, held: list[Task], last: Task | None) -> Task | Job | None:
        """Return the held task to run or to drop, or the job of which a unit is to begin."""
        if held and has_no_place(held[-1], held[:-1]):
            self._put_back(held[-1])
        ranks = {
            job: self._turns.rank(job.client, job.first, job.head_start, job.background) for job in self._jobs.values()
        }
        return choose(held, last, [self._jobs[owner] for owner in self._queues], ranks)

    def _put_back(self, task: Task) -> None:
        """Take all listeners off the task and queue its unit again."""
        for job, place in task.listeners:
            self._queues.setdefault(job.owner, deque()).appendleft(place)
        task.listeners = []
        self._changed.notify_all()  # another worker, which has nothing to do, may begin it

    # --- in the workers' threads ---

    def _serve(self) -> None:
        """Keep one worker process, and have it run units in turn."""
        worker = WorkerProcess(lambda: self._closed)
        held: list[Task] = []
        try:
            self._compile()
            worker.start()
            self.ready.set()
            task = None
            while (task := self._next(held, task)) is not None:
                self._guarded_turn(task, held, worker)
        except ClosedError:
            return
        finally:
            worker.close()

    def _guarded_turn(self, task: Task, held: list[Task], worker: WorkerProcess) -> None:
        """Run or drop a task; restart the worker process if it has died."""
        try:
            self._turn(task, held, worker)
        except (EOFError, OSError):
            worker.start()
            self._after_death(task, held)

    def _turn(self, task: Task, held: list[Task], worker: WorkerProcess) -> None:
        """Run a task for a moment, or drop it. Raises EOFError or OSError when the worker process has died."""
        if not task.wanted:
            held.remove(task)
            self._forget(task)
            if task.started:
                worker.send(("drop", task.number, None))
            return
        with self._changed:
            jobs, began = [(job, job.first) for job, _ in task.listeners], time.monotonic()
        worker.send(("run", task.number, None if task.started else (task.unit.kind, task.unit.payload)))
        task.started = True
        try:
            while True:
                answer = worker.receive(0.2)
                if self._closed:
                    raise ClosedError
                if answer is None:
                    continue
                message, content = answer
                if message == "paused":
                    return
                if message in ("done", "error"):
                    held.remove(task)
                    self._end(task, message, content)
                    return
                self._tell(task, message, content)
        finally:
            self._charge(task, jobs, time.monotonic() - began)

    def _charge(self, task: Task, jobs: list[tuple[Job, bool]], seconds: float) -> None:
        """Divide seconds of a worker among the jobs that waited for them when they began."""
        with self._changed:
            task.seconds += seconds
            for job, first in jobs:
                self._turns.charge(job.client, seconds / len(jobs), first)
                job.seconds += seconds
                job.shown = job.shown or task.shows

    def _after_death(self, task: Task, held: list[Task]) -> None:
        """Run again everything that a dead worker held, but give up a task that keeps killing it."""
        task.deaths += 1
        with self._changed:
            for one in held:
                one.restart()
        if task in held and task.deaths >= TRIES:
            held.remove(task)
            self._end(task, "error", Message("the worker process died twice while it computed this"))

    def _compile(self) -> None:
        """See that rules are compiled: workers would each compile all of them, and may not share it out."""

        def callback(done: int, total: int) -> None:
            if self._closed:
                raise ClosedError
            self.compiled = done / total

        try:
            compile_once(callback)
        except ClosedError:
            raise
        except Exception:  # such as a full disk: the workers then compile, and report the fault
            logging.getLogger(__name__).exception("the model's rules could not be compiled beforehand")
        self.compiled = 1.0

    def _tell(self, task: Task, message: str, content: Any) -> None:
        with self._changed:
            task.said.append((message, content))
            task.size += size_of(content)
            listeners = list(task.listeners)
        for job, place in listeners:
            job.tell(place, message, content)

    def _forget(self, task: Task) -> None:
        with self._changed:
            if self._under_way.get(task.unit.name) is task:
                del self._under_way[task.unit.name]

    def _end(self, task: Task, message: str, content: Any) -> None:
        """Cache the result, and pass it on to the listeners."""
        self._forget(task)
        with self._changed:
            task.said.append((message, content))
            if message == "done":
                self._kept.add(task.unit.name, task.said, task.size + size_of(content))
            listeners = list(task.listeners)
            self._ended(listeners)
        for job, place in listeners:
            job.tell(place, message, content)

    def _ended(self, listeners: Sequence[tuple[Job, int]]) -> None:
        """Count a unit as ended for the jobs that waited for it."""
        for job, _ in listeners:
            job.left -= 1
            job.shown = True
            if not job.left and self._jobs.get(job.owner) is job:
                del self._jobs[job.owner]


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
            _pool = Pool(int(asked) if asked.isascii() and asked.isdigit() and int(asked) else None, most=quota())
        return _pool
