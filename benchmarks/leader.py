"""Cost of the process that leads a sweep: `python -m benchmarks.leader` prints its time and memory by number of runs.

Workers are stubs that return noise at once, so that only the leader's work is measured: naming runs, sending chunks,
writing parts.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from benchmarks.report import machine, table
from experiments.design.study import Study, study_of
from experiments.sweeps.rows import ChunkResult
from experiments.sweeps.runner import Progress, _Runner, sweep
from experiments.sweeps.store import Store
from experiments.sweeps.workers import program, run_jobs
from model.outcomes.outcomes import NAMES

SIZES = (2_048, 16_384, 131_072, 524_288)
RANGES = "'trust.gain' = {{ low = 0.1, high = 0.3 }}\n'needs.wickedness' = {{ low = 0.5, high = 1.5 }}"
DESIGNS = {
    "many seeds": "seeds = {eighth}\n[factors]\nparadigm = ['TPA', 'NPG']\n'trust.gain' = [0.1, 0.15, 0.2, 0.25]",
    "a Latin hypercube": "seeds = 1\n[design]\nkind = 'lhs'\nsamples = {runs}\n[factors]\n" + RANGES,
    "a Sobol' sample": "seeds = 1\n[design]\nkind = 'sobol'\nsamples = {quarter}\n[factors]\n" + RANGES,
}


class Here:
    """An executor in this process, pickling included, on one processor."""

    workers, name = 1, "this process"

    def submit(self, study: Study, jobs: Any) -> Future[Any]:
        """Run a chunk at once."""
        future: Future[Any] = Future()
        done = self.work(*pickle.loads(pickle.dumps((study, jobs))))
        future.set_result(pickle.loads(pickle.dumps(done)))
        return future

    def work(self, study: Study, jobs: Any) -> ChunkResult:
        """Run the jobs of a chunk."""
        return run_jobs(study, jobs)

    def finished(self, futures: Any, seconds: float) -> set[Any]:
        """Return one of the futures; all are done."""
        return {next(iter(futures))}

    def broken(self, error: BaseException) -> bool:
        """Return False: no worker dies here."""
        return False

    def restart(self) -> None:
        """Do nothing."""


class Nothing(Here):
    """An executor whose runs return noise at once, to measure the runner's own memory."""

    def work(self, study: Study, jobs: Any) -> ChunkResult:
        """Return noise for each job."""
        values = np.random.default_rng(1).random((len(jobs), len(study.kept_months), len(study.outcomes)))
        return ChunkResult(values, {}, program(), 0.01 * len(jobs))


def with_executor(workforce: Any, study: Study, folder: Path | None = None) -> None:
    """Run a study with an executor of the benchmark's own."""
    with tempfile.TemporaryDirectory() as made:
        store = Store.open(folder or Path(made) / "out", study)
        _Runner(study, store, workforce, Progress(study.size, 0, 0), None).run(study.jobs())
        store.close()


class Memory:
    """Highest memory of this process and its children meanwhile, in megabytes, sampled 20 times a second."""

    def __enter__(self) -> Memory:
        self.most, self._stop = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def _watch(self) -> None:
        me = psutil.Process()
        while not self._stop.wait(0.05):
            total = 0
            for process in (me, *me.children(recursive=True)):
                try:
                    total += process.memory_info().rss
                except psutil.Error:
                    continue
            self.most = max(self.most, total / 1e6)

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def study_for(design: str, runs: int) -> Study:
    """Return a study of so many runs (a power of two) that keeps all outcomes of the last month."""
    return study_of("months = 2\n" + DESIGNS[design].format(runs=runs, quarter=runs // 4, eighth=runs // 8))


def measured(design: str, runs: int) -> list[str]:
    """Return seconds, memory before and at most (MB), and seconds to skip all finished runs, of a sweep of stubs."""
    with_executor(Nothing(), study_for(design, 128))  # so that all is imported
    before = psutil.Process().memory_info().rss / 1e6
    study = study_for(design, runs)
    with tempfile.TemporaryDirectory() as made, Memory() as watched:
        folder = Path(made) / "out"
        start = time.perf_counter()
        with_executor(Nothing(), study, folder)
        took = time.perf_counter() - start
        start = time.perf_counter()
        sweep(study, folder)
        again = time.perf_counter() - start
    return [
        f"{took:.1f}",
        f"{took / runs * 1e3:.3f}",
        f"{before:.0f}",
        f"{max(watched.most, before):.0f}",
        f"{again:.1f}",
    ]


def main() -> int:
    """Measure each size in a process of its own, and print."""
    if len(sys.argv) == 3:
        print(*measured(sys.argv[1], int(sys.argv[2])))
        return 0
    print("python {python}, {processors} processors, load {load}".format(**machine()))
    rows = []
    for design in DESIGNS:
        for runs in SIZES:
            words = [sys.executable, "-m", "benchmarks.leader", design, str(runs)]
            told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
            rows.append([design, f"{runs:,}", *told.split()])
    head = ["design", "runs", "seconds", "ms a run", "MB before", "MB at most", "s to find all done"]
    table(f"The process that leads, with runs that take no time ({len(NAMES)} outcomes kept)", head, rows, "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
