"""Runs in parallel threads: the model's compiled loops release Python's lock, so threads share the cores.

Threads share no data. Results depend neither on their number nor on their order.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from typing import Any, Protocol, TypeVar

from experiments.defaults import MOST_JOBS
from experiments.machine.compiling import compile_once
from experiments.machine.processes import cores
from experiments.runs.run import Run, RunResult, integer, simulate

Progress = Callable[[int, int], None]
"""Called with (months done, months in all) over all runs, from the threads that run them, one at a time."""


class _Months(Protocol):
    @property
    def months(self) -> int: ...


Job = TypeVar("Job", bound=_Months)
Result = TypeVar("Result")


class _StoppedError(Exception):
    """Raised inside a run after another run failed or the user interrupted."""


def workers_for(runs: int, asked: int | None) -> int:
    """Return how many runs are parallel: `asked`, or one a core; at most `runs`."""
    return max(1, min(cores() if asked is None else integer("the number of jobs", asked, 1, MOST_JOBS), runs))


def side_by_side(runs: Sequence[Run], workers: int | None = None, progress: Progress | None = None) -> list[RunResult]:
    """Simulate all runs, `workers` at a time (None: one a core); return their results in the order given."""
    return in_threads(simulate, runs, workers, progress)


def in_threads(
    work: Callable[[Job, Callable[[int], None]], Result],
    runs: Sequence[Job],
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[Result]:
    """Call `work` for all runs, `workers` at a time, with the run and a callback that takes completed months.

    The first error stops the rest and is raised. Ctrl-C stops them too. Pending runs are dropped at once. Threads of
    running simulations end by themselves within a few simulated months, with their models closed.
    """
    compile_once()
    workers = workers_for(len(runs), workers)
    total, done = sum(run.months for run in runs), 0
    stopped, lock = threading.Event(), threading.Lock()

    def after(months: int) -> None:
        nonlocal done
        if stopped.is_set():
            raise _StoppedError
        with lock:
            done += months
            if progress is not None:
                progress(done, total)

    if progress is not None:
        progress(0, total)
    if workers == 1:
        return [work(run, after) for run in runs]
    pool = ThreadPoolExecutor(workers, thread_name_prefix="run")
    try:
        tasks = [pool.submit(work, run, after) for run in runs]
        pending: set[Future[Any]] = set(tasks)
        while pending:
            # A wait without end could not be interrupted on every system.
            finished, pending = wait(pending, timeout=0.5, return_when=FIRST_EXCEPTION)
            for task in finished:
                task.result()
        return [task.result() for task in tasks]
    finally:
        stopped.set()
        pool.shutdown(wait=False, cancel_futures=True)
