"""The runner of sweeps: design x executor x store. It can be stopped at any moment, and then resumed.

Jobs go to workers in chunks of about a second's work. Chunks are smaller towards the end, so that all workers finish
together. Finished runs are appended to the store every few seconds. A run counts as done when it is on disk: if the
process dies, the others are run again.

A run that the model refuses has failed. A run during which the machine failed (a killed worker, no memory, a full disk)
is tried again alone, a few times. Then it stays not done, and the next sweep tries it again.
"""

from __future__ import annotations

import contextlib
import signal
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from experiments.defaults import SECONDS_PER_CITIZEN_MONTH, SECONDS_PER_MONTH, SECONDS_TO_BUILD
from experiments.design.run_index_set import RunIndexSet
from experiments.design.study import Job, Study
from experiments.errors import StoppedError
from experiments.machine.interruption import Interruption, watching
from experiments.machine.processes import cores
from experiments.sweeps.executors import Dask, Executor, Processes, another_program, executor, sources_changed
from experiments.sweeps.rows import ChunkResult, Done
from experiments.sweeps.stopping import KEY, reached
from experiments.sweeps.store import Store
from experiments.sweeps.workers import is_of_the_machine, program
from model.parameters.parameters import Parameters
from model.town.municipalities import municipality

CHUNK_SECONDS = 1.0  # of work in a chunk: starting one costs about a millisecond
LEAST_SECONDS = 0.05  # of work in the last chunks
MOST_IN_CHUNK = 500
WRITE_SECONDS = 5.0  # between parts
WRITE_SHARE = 0.005  # of the sweep's duration, between parts of a long sweep, to limit their number
MOST_WRITE_SECONDS = 60.0
MOST_RUNS, MOST_NUMBERS = 4_000, 1_000_000  # in a part: the main process holds them in memory
MOST_WEIGHED = 50_000  # runs whose size is computed, to estimate the time left
PASSES = 10  # over all points, where results so far are asked for
IN_ADVANCE = 2  # chunks a worker has waiting
WARM_UP = Parameters().town.warm_up  # months

MOST_TRIES = 3  # of a run alone, when the machine fails
MOST_IN_A_ROW = 3  # runs given up before any run is finished: then the machine is the cause
MOST_IN_A_ROW_LATER = 20  # the same after finished runs: memory may suffice for small towns only

DIED = "the worker died under this run (killed, or out of memory)"


@dataclass
class Progress:
    """The progress of a sweep, in runs."""

    total: int
    before: int
    """Done before this sweep began."""
    done: int
    """Done so far, earlier sweeps included."""
    failures: int = 0
    """Failed runs of the study, earlier sweeps included."""
    failures_before: int = 0
    """Runs that failed before this sweep began."""
    not_done: dict[str, str] = field(default_factory=dict)
    """Reasons why runs were given up in this sweep, by run id; the next sweep tries them again."""
    workers: str = ""
    reached: dict[str, Any] | None = None
    """What the study's rule of precision says so far (`stopping.reached`)."""
    work: float = 0.0
    """Share of the work of this sweep that is done, 0-1: runs of large towns weigh more."""


Report = Callable[[Progress], None]


def sweep(
    study: Study,
    folder: str | Path,
    workers: int | None = None,
    dask: str | None = None,
    report: Report | None = None,
    *,
    retry_failed: bool = False,
    interruption: Interruption | None = None,
    store: Store | None = None,
    spread: bool = False,
) -> Progress:
    """Run every run of a study that is not yet done, and append it to the folder.

    Args:
        study: what to run (`read_study`).
        folder: new, empty, or the folder of a sweep of the same study, which is resumed.
        workers: processes on this machine; None is one for each core.
        dask: address of a Dask scheduler whose workers are used instead.
        report: called often, with the progress.
        retry_failed: also run again the runs that failed.
        interruption: the flag that signals set, where the caller handles signals; None handles Ctrl-C here.
        spread: make runs of all points with the first seeds before further seeds, so that results so far are of use.
        store: the folder, if the caller has opened it and will close it.

    Raises:
        InputError: when the folder has other content, or the scheduler cannot be used.
        OSError: when results cannot be written (a full disk); earlier parts stay.
        StoppedError: when no run can be finished, workers run another program, or the scheduler is gone.
        KeyboardInterrupt: when interrupted; finished runs are written first.
    """
    study.own.extensions()  # refuses code that is not trusted, or fails, before anything runs
    with contextlib.ExitStack() as held:
        if interruption is None:
            interruption = held.enter_context(watching(signal.SIGINT))
        if store is None:
            store = held.enter_context(contextlib.closing(Store.open(Path(folder), study)))
        return _sweep(study, store, workers, dask, report, retry_failed, interruption, spread)


def _sweep(
    study: Study,
    store: Store,
    workers: int | None,
    dask: str | None,
    report: Report | None,
    retry_failed: bool,
    interruption: Interruption,
    spread: bool,
) -> Progress:
    try:
        store.state()  # refuses before anything is dropped
        if retry_failed:
            store.log("retrying failed runs", runs=store.drop_failed())
        state = store.state()
        done, failed = state.done, len(state.failed)
        progress = Progress(study.size, len(done), len(done), failed, failed)
        store.log("resumed" if len(done) else "started", study=study.name, runs=study.size, done=len(done))
        steps = [len(study.seeds)] if study.precision is None else study.precision.steps()
        with contextlib.ExitStack() as held:
            workforce = None
            for seeds in steps:
                progress.total, progress.work = study.point_count * seeds, 0.0
                todo = _spread(study, done, seeds) if spread else study.jobs(done, seeds)
                first = next(todo, None)
                if first is not None:
                    if workforce is None:
                        workforce = held.enter_context(executor(cores() if workers is None else workers, dask))
                        progress.workers = workforce.name
                        store.log("working", workers=workforce.name)
                    work = _work(study, done) if study.precision is None else 0.0
                    with interruption.deferred():
                        runner = _Runner(study, store, workforce, progress, report, work, interruption)
                        runner.run(chain([first], todo))
                if study.precision is None or progress.not_done:
                    break
                done = store.state().done
                progress.reached = _reached(study, store, seeds)
                if progress.reached["finished"]:
                    break
        store.log("finished", runs=progress.done, failures=progress.failures, not_done=len(progress.not_done))
        return progress
    except BaseException as error:
        _log_if_possible(store, "stopped", error=f"{type(error).__name__}: {error}")
        raise


def _spread(study: Study, done: RunIndexSet, seeds: int) -> Iterator[Job]:
    """Yield the runs of all points with the first seeds, then with further ones, in about `PASSES` passes."""
    step = max(1, -(-seeds // PASSES))
    for first in range(0, seeds, step):
        yield from study.jobs(done, min(first + step, seeds), first)


def _reached(study: Study, store: Store, seeds: int) -> dict[str, Any]:
    """Return what the study's rule says after so many seeds, and write it into the manifest."""
    from experiments.design.clauses.derived import with_derived
    from experiments.sweeps.reading import rows_in

    found = reached(study, with_derived(rows_in(store.folder, study), study.derived), seeds)
    store.note(KEY, found)
    store.log("precision", seeds=seeds, reached=found["reached"], finished=found["finished"])
    return found


def _log_if_possible(store: Store, event: str, **details: Any) -> None:
    """Append to the log; ignore a failure, since another error is being raised."""
    with contextlib.suppress(OSError):
        store.log(event, **details)


def _work(study: Study, done: RunIndexSet) -> float:
    """Return roughly how many seconds the remaining runs take; 0 where all are equal, or too many to check each."""
    unlike = {"municipality", "citizens", "scenario"} & {factor.name for factor in study.factors}
    if not unlike or study.size > MOST_WEIGHED:
        return 0.0
    return sum(expected_seconds(study, job) for job in study.jobs(done))


class _Runner:
    """A running sweep: sends chunks, collects finished runs, writes parts."""

    def __init__(
        self,
        study: Study,
        store: Store,
        workforce: Executor,
        progress: Progress,
        report: Report | None,
        work: float = 0.0,
        interruption: Interruption | None = None,
    ) -> None:
        self.study, self.store, self.workforce = study, store, workforce
        self.progress, self.report = progress, report
        self.work = work  # expected seconds of all remaining runs, 0 when unknown
        self.out: dict[Any, list[Job]] = {}
        self.interruption = interruption or Interruption()
        self.again: deque[list[Job]] = deque()  # chunks lost once with a worker: sent again unchanged
        self.suspects: deque[Job] = deque()  # runs during which the machine failed, or a worker died twice: sent alone
        self.alone: set[Any] = set()  # futures of suspects
        self.lost: set[str] = set()  # runs lost once with a worker, by run id
        self.tries: Counter[str] = Counter()  # of runs alone, by run id
        self.worked = False  # whether any run was finished
        self.given_up_in_a_row = 0
        self.finished: list[Done] = []
        self.unwritten = 0  # runs in `finished`
        self.began = self.written = time.monotonic()
        self.rate = 1.0  # seconds a run takes over seconds expected, so that chunks fit this machine

    def run(self, jobs: Iterator[Job]) -> None:
        """Run all jobs; write finished runs also after an error."""
        try:
            chunks = self._chunks(jobs)
            while True:
                self.interruption.check()
                self._send(chunks)
                if not self.out:
                    break
                for future in self.workforce.finished(self.out, seconds=0.5):
                    self._take(future)
                self._write(wait=True)
                self._report()
        finally:
            self._write(wait=False)
            self._report()

    def _chunks(self, jobs: Iterator[Job]) -> Iterator[list[Job]]:
        chunk: list[Job] = []
        seconds = 0.0
        left = self.progress.total - self.progress.before
        for job in jobs:
            chunk.append(job)
            expected = expected_seconds(self.study, job) * self.rate
            seconds += expected
            left -= 1
            share = left * expected / (2 * self.workforce.workers)  # of the remaining work: workers end together
            if seconds >= min(CHUNK_SECONDS, max(share, LEAST_SECONDS)) or len(chunk) == MOST_IN_CHUNK:
                yield chunk
                chunk, seconds = [], 0.0
        if chunk:
            yield chunk

    def _send(self, chunks: Iterator[list[Job]]) -> None:
        """Keep every worker busy. A suspect is a chunk of its own.

        On this machine it runs while no other chunk does: its death could end others too, and all share the memory.
        """
        while len(self.out) < self.workforce.workers * IN_ADVANCE:
            if self.suspects:
                if isinstance(self.workforce, Processes) and self.out:
                    return
                future = self._submit([self.suspects.popleft()])
                self.alone.add(future)
                if isinstance(self.workforce, Processes):
                    return
                continue
            if isinstance(self.workforce, Processes) and self.alone:
                return
            chunk = self.again.popleft() if self.again else next(chunks, None)
            if chunk is None:
                return
            self._submit(chunk)

    def _submit(self, chunk: list[Job]) -> Any:
        future = self.workforce.submit(self.study.for_workers, chunk)
        self.out[future] = chunk
        return future

    def _take(self, future: Any) -> None:
        chunk = self.out.pop(future, None)
        if chunk is None:  # already handled, when its pool broke
            return
        alone = future in self.alone
        self.alone.discard(future)
        try:
            result = future.result()
        except Exception as error:
            if self.workforce.broken(error):
                self._worker_died(chunk, alone)
            elif is_of_the_machine(error):  # in the worker, outside any run: while it sent results, say
                for job in chunk:
                    self._try_again(job, f"{type(error).__name__}: {error}", alone)
            else:
                raise
            return
        if result.program != program():
            over_dask = isinstance(self.workforce, Dask)
            theirs = result.program
            raise StoppedError(another_program(self.workforce.name, theirs) if over_dask else sources_changed(theirs))
        expected = sum(expected_seconds(self.study, job) for job in chunk)
        self.rate += 0.2 * (min(max(result.seconds / expected, 0.05), 20.0) - self.rate)
        self._keep(chunk, result)
        for place, why in result.not_done.items():
            self._try_again(chunk[place], why, alone)

    def _worker_died(self, chunk: list[Job], alone: bool) -> None:
        """Run the chunks again during which a worker died: first unchanged, then each run alone."""
        lost = [chunk]
        if isinstance(self.workforce, Processes):  # all running chunks are lost with the pool
            lost += self.out.values()
            self.out.clear()
            self.alone.clear()
            self.workforce.restart()
        self.store.log("worker died", runs=sum(map(len, lost)), run_id=chunk[0].run_id if alone else None)
        for jobs in lost:
            if alone or jobs[0].run_id in self.lost:
                for job in jobs:
                    self._try_again(job, DIED, alone)
            else:
                self.lost.update(job.run_id for job in jobs)
                self.again.append(jobs)

    def _try_again(self, job: Job, why: str, alone: bool) -> None:
        """Queue a run to be tried alone, or give it up after `MOST_TRIES`."""
        if alone:
            self.tries[job.run_id] += 1
        if self.tries[job.run_id] < MOST_TRIES:
            self.suspects.append(job)
            return
        self.store.log("run not done", run_id=job.run_id, error=why)
        self.progress.not_done[job.run_id] = why
        self.given_up_in_a_row += 1
        if self.given_up_in_a_row == (MOST_IN_A_ROW_LATER if self.worked else MOST_IN_A_ROW):
            raise StoppedError(
                "run after run cannot be finished on this machine ({why}). None of them is marked as failed. Give "
                "the same command again with fewer parallel runs, such as --jobs 1",
                why=why,
            )

    def _keep(self, chunk: list[Job], result: ChunkResult) -> None:
        """Keep the finished runs of a chunk until they are written."""
        done = result.without_the_undone(chunk)
        if not done.jobs:
            return
        self.worked, self.given_up_in_a_row = True, 0
        self.finished.append(done)
        self.unwritten += len(done.jobs)
        self.progress.done += len(done.jobs)
        if self.work > 0.0:
            self.progress.work += sum(expected_seconds(self.study, job) for job in done.jobs) / self.work
        else:
            self.progress.work += len(done.jobs) / max(self.progress.total - self.progress.before, 1)
        self.progress.failures += len(done.result.errors)
        for place, error in done.result.errors.items():
            self.store.log("run failed", run_id=done.jobs[place].run_id, error=error)

    def _write(self, wait: bool) -> None:
        """Write finished runs as a part; with `wait`, only after enough runs or enough time."""
        now = time.monotonic()
        between = max(WRITE_SECONDS, min(WRITE_SHARE * (now - self.began), MOST_WRITE_SECONDS))
        numbers = self.unwritten * len(self.study.kept_months) * len(self.study.outcomes)
        much = self.unwritten >= MOST_RUNS or numbers >= MOST_NUMBERS
        if wait and not much and now - self.written < between:
            return
        if self.finished:
            self.store.append(self.finished)
            self.finished, self.unwritten = [], 0
        self.written = time.monotonic()

    def _report(self) -> None:
        if self.report is not None:
            self.report(self.progress)


def expected_seconds(study: Study, job: Job) -> float:
    """Return roughly how long a job takes, in seconds, from the costs of a month and of a citizen-month."""
    run = study.run(job.point, job.seed)
    citizens = run.citizens or municipality(run.municipality).population
    months = study.months + run.overrides.get("town.warm_up", WARM_UP)
    return SECONDS_TO_BUILD + months * (SECONDS_PER_MONTH + citizens * SECONDS_PER_CITIZEN_MONTH)
