"""The runner of sweeps: design x executor x store. It can be stopped at any moment and goes on where it was.

Jobs go to workers in chunks of about a second's work, smaller towards the end, so that no worker is idle while another
has a long chunk before it. Finished runs are appended to the store every few seconds. What is not yet written when the
process dies is simply run again: a run counts as done when it is on disk.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from experiments.defaults import SECONDS_PER_CITIZEN_MONTH, SECONDS_PER_MONTH, SECONDS_TO_BUILD
from experiments.errors import StoppedError
from experiments.executors import Executor, Processes, executor
from experiments.places import Places
from experiments.processes import cores
from experiments.store import Done, Found, Store
from experiments.study import Job, Study
from experiments.work import all_failed
from model.municipalities import municipality
from model.parameters import Parameters

CHUNK_SECONDS = 1.0  # of work in a chunk: starting one costs about a millisecond
LEAST_SECONDS = 0.05  # of work in the last chunks
MOST_IN_CHUNK = 500
WRITE_SECONDS = 5.0  # between parts
WRITE_SHARE = 0.005  # of the time the sweep has taken, between parts of a long one: else there would be too many
MOST_WRITE_SECONDS = 60.0
MOST_RUNS, MOST_NUMBERS = 4_000, 1_000_000  # in a part: this is what the process that leads holds in memory
MOST_WEIGHED = 50_000  # runs whose size is asked for, to tell the time left
IN_ADVANCE = 2  # chunks a worker has waiting
WARM_UP = Parameters().town.warm_up  # months

MOST_DEAD = 3  # runs that each kill a worker before any run is finished: then it is not the runs

DIED = "the worker died under this run (killed, or out of memory), and did so again when the run was alone"


@dataclass
class Progress:
    """How far a sweep is, in runs."""

    total: int
    before: int
    """Done already when this sweep began."""
    done: int
    """Done by now, those before included."""
    failures: int = 0
    workers: str = ""
    work: float = 0.0
    """Share of the work of this sweep that is done, 0-1: runs of large towns weigh more."""


Report = Callable[[Progress], None]


def sweep(
    study: Study,
    folder: str | Path,
    workers: int | None = None,
    dask: str | None = None,
    report: Report | None = None,
) -> Progress:
    """Run what of a study is not yet done, and append it to the folder.

    Args:
        study: what to run (`read_study`).
        folder: new, empty, or one of the same study, which is then gone on with.
        workers: processes on this machine; None is one for each core.
        dask: address of a Dask scheduler whose workers are used instead.
        report: called with the progress, often.

    Raises:
        InputError: when the folder holds something else, or the scheduler cannot be used.
        OSError: when results cannot be written (a full disk); what was written stays.
        StoppedError: when workers die whatever they run, or the scheduler is gone.
        KeyboardInterrupt: when interrupted; what is finished is written first.
    """
    store = Store.open(Path(folder), study)
    try:
        done = store.done()
        progress = Progress(study.size, len(done), len(done))
        store.log("resumed" if len(done) else "started", study=study.name, runs=study.size, done=len(done))
        todo = study.jobs(done)
        first = next(todo, None)
        if first is not None:
            jobs = chain([first], todo)
            with executor(cores() if workers is None else workers, dask) as workforce:
                progress.workers = workforce.name
                store.log("working", workers=workforce.name)
                _Runner(study, store, workforce, progress, report, _work(study, done)).run(jobs)
        store.log("finished", runs=progress.done, failures=progress.failures)
        return progress
    except BaseException as error:
        store.log("stopped", error=f"{type(error).__name__}: {error}")
        raise
    finally:
        store.close()


def _work(study: Study, done: Places) -> float:
    """Return about how many seconds the runs to do take; 0 where they are all alike, or too many to ask each."""
    unlike = {"municipality", "citizens", "scenario"} & {factor.name for factor in study.factors}
    if not unlike or study.size > MOST_WEIGHED:
        return 0.0
    return sum(expected_seconds(study, job) for job in study.jobs(done))


class _Runner:
    """One sweep under way: chunks out, finished runs in, parts written."""

    def __init__(
        self,
        study: Study,
        store: Store,
        workforce: Executor,
        progress: Progress,
        report: Report | None,
        work: float = 0.0,
    ) -> None:
        self.study, self.store, self.workforce = study, store, workforce
        self.progress, self.report = progress, report
        self.work = work  # seconds expected of all runs to do, 0 when that is not known
        self.out: dict[Any, list[Job]] = {}
        self.suspects: deque[Job] = deque()  # runs during which a worker died: they go alone
        self.worked = False  # whether any worker has finished anything
        self.dead: list[Job] = []  # runs that killed a worker while none had finished anything
        self.finished: list[Done] = []
        self.unwritten = 0  # runs in `finished`
        self.began = self.written = time.monotonic()
        self.rate = 1.0  # seconds a run takes over seconds expected, so that chunks fit this machine

    def run(self, jobs: Iterator[Job]) -> None:
        """Run all jobs; whatever happens, what is finished is written."""
        try:
            chunks = self._chunks(jobs)
            while True:
                self._send(chunks)
                if not self.out:
                    self._bury()
                    break
                for future in self.workforce.finished(self.out, seconds=0.5):
                    self._take(future)
                self._write(wait=True)
                self._tell()
        finally:
            self._write(wait=False)
            self._tell()

    def _chunks(self, jobs: Iterator[Job]) -> Iterator[list[Job]]:
        chunk: list[Job] = []
        seconds = 0.0
        left = self.progress.total - self.progress.before
        for job in jobs:
            chunk.append(job)
            expected = expected_seconds(self.study, job) * self.rate
            seconds += expected
            left -= 1
            share = left * expected / (2 * self.workforce.workers)  # of what is left, so that all end together
            if seconds >= min(CHUNK_SECONDS, max(share, LEAST_SECONDS)) or len(chunk) == MOST_IN_CHUNK:
                yield chunk
                chunk, seconds = [], 0.0
        if chunk:
            yield chunk

    def _send(self, chunks: Iterator[list[Job]]) -> None:
        """Keep every worker busy; a suspect goes alone, with nothing else under way that its death could hit."""
        if self.suspects:
            if not self.out:
                self._submit([self.suspects.popleft()])
            return
        while len(self.out) < self.workforce.workers * IN_ADVANCE:
            chunk = next(chunks, None)
            if chunk is None:
                return
            self._submit(chunk)

    def _submit(self, chunk: list[Job]) -> None:
        self.out[self.workforce.submit(self.study.for_workers, chunk)] = chunk

    def _take(self, future: Any) -> None:
        chunk = self.out.pop(future, None)
        if chunk is None:  # taken already, when its pool broke
            return
        try:
            found = future.result()
        except Exception as error:
            if not self.workforce.broken(error):
                raise
            self._worker_died(chunk)
            return
        expected = sum(expected_seconds(self.study, job) for job in chunk)
        self.rate += 0.2 * (min(max(found.seconds / expected, 0.05), 20.0) - self.rate)
        if self.work > 0.0:
            self.progress.work += expected / self.work
        self.worked = True
        self._bury()
        self._keep(chunk, found)

    def _bury(self) -> None:
        """Keep as failed the runs that killed a worker, now that it is known that others do not."""
        if self.dead:
            self._keep(self.dead, all_failed(self.study, self.dead, DIED))
            self.dead = []

    def _worker_died(self, chunk: list[Job]) -> None:
        """One of the runs under way killed a worker: take those apart and run each alone; one that does it again
        failed.
        """
        if isinstance(self.workforce, Processes):  # with the pool, all that was under way is lost
            lost = [chunk, *self.out.values()]
            alone = sum(map(len, lost)) == 1
            self.out.clear()
            self.workforce.restart()
        else:
            lost, alone = [chunk], len(chunk) == 1
        if alone:
            self.store.log("worker died", run_id=chunk[0].run_id)
            self.dead += chunk
            if self.worked:
                self._bury()
            elif len(self.dead) == MOST_DEAD:
                raise StoppedError(
                    "workers die before they finish any run (out of memory, or the program does not start in them): "
                    "no run is marked as failed; try fewer of them with --jobs 1",
                    "arbeiderne dør før de får gjort noen kjøring (for lite minne, eller programmet starter ikke i "
                    "dem): Ingen kjøring er merket som mislykket; prøv færre av dem med --jobs 1",
                )
        else:
            self.store.log("worker died", suspects=sum(map(len, lost)))
            self.suspects.extend(job for jobs in lost for job in jobs)

    def _keep(self, jobs: list[Job], found: Found) -> None:
        self.finished.append(Done(jobs, found))
        self.unwritten += len(jobs)
        self.progress.done += len(jobs)
        if self.work == 0.0:
            self.progress.work += len(jobs) / max(self.progress.total - self.progress.before, 1)
        self.progress.failures += len(found.errors)
        for place, error in found.errors.items():
            self.store.log("run failed", run_id=jobs[place].run_id, error=error)

    def _write(self, wait: bool) -> None:
        """Write finished runs as a part; with `wait`, only when enough have gathered or some time has gone."""
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

    def _tell(self) -> None:
        if self.report is not None:
            self.report(self.progress)


def expected_seconds(study: Study, job: Job) -> float:
    """Return about how long a job takes: a month's fixed cost, and each citizen's."""
    run = study.run(job.point, job.seed)
    citizens = run.citizens or municipality(run.municipality).population
    months = study.months + run.overrides.get("town.warm_up", WARM_UP)
    return SECONDS_TO_BUILD + months * (SECONDS_PER_MONTH + citizens * SECONDS_PER_CITIZEN_MONTH)
