"""`python -m benchmarks.sweeps`: the same sweep with our runner, `mesa.batch_run` and the EMA Workbench, side by side.

Every run is the same little town (so that overhead shows), with the same values of one parameter. Overhead a run is
wall time x workers / runs, less what the run itself takes in a bare loop: alone in this process, and as many bare loops
side by side as there are workers, since busy processors slow each other down. Start-up is shown apart.
"""

from __future__ import annotations

import os

os.environ["TQDM_DISABLE"] = "1"  # before anything imports tqdm; processes started here inherit both
os.environ["PYTHONWARNINGS"] = "ignore"

import argparse
import multiprocessing
import pickle
import subprocess
import sys
import tempfile
import time
import warnings
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from benchmarks.report import machine, table
from experiments import mesa_model
from experiments.store import OK, Done, Store
from experiments.study import Study, study_of
from experiments.sweep import Progress, _Runner, sweep
from experiments.work import run_jobs, warm_up
from model import GovernanceModel

CITIZENS, MONTHS, LOW, HIGH = 60, 2, 0.1, 0.3
FIXED = {"town.warm_up": 0}


def town(gain: float, seed: int) -> dict[str, float]:
    """Run the little town once and return its outcomes in the last month."""
    model = GovernanceModel(paradigm="TPA", citizens=CITIZENS, rng=seed, parameters={**FIXED, "trust.gain": gain})
    for _ in range(MONTHS):
        model.step()
    found = model.outcomes
    model.close()
    return found


def gains(runs: int) -> list[float]:
    """Return the values of the parameter, one a run."""
    return [LOW + (HIGH - LOW) * k / max(runs - 1, 1) for k in range(runs)]


def bare(runs: int, workers: int) -> None:
    """A loop in this process: what the runs take without anybody's runner."""
    del workers
    for gain in gains(runs):
        town(gain, 1)


def bare_side_by_side(runs: int, workers: int) -> float:
    """A bare loop in each of so many processes, over its share of the runs; return seconds without their start-up."""
    context = multiprocessing.get_context("spawn")
    ready, told = context.Barrier(workers), context.SimpleQueue()
    shares = [gains(runs)[k::workers] for k in range(workers)]
    processes = [context.Process(target=_share, args=(share, ready, told)) for share in shares]
    for process in processes:
        process.start()
    seconds = [told.get() for _ in processes]
    for process in processes:
        process.join()
    return max(seconds)


def _share(share: list[float], ready: Any, told: Any) -> None:
    town(LOW, 1)
    ready.wait()
    start = time.perf_counter()
    for gain in share:
        town(gain, 1)
    told.put(time.perf_counter() - start)


def _study(runs: int, outcomes: str = '["fit", "trust"]') -> Study:
    return study_of(f"""
months = {MONTHS}
seeds = [1]
outcomes = {outcomes}
[base]
paradigm = "TPA"
citizens = {CITIZENS}
"town.warm_up" = 0
[factors]
"trust.gain" = {gains(runs)}
""")


def ours(runs: int, workers: int, folder: Path | None = None) -> None:
    """Our own runner, results on disk."""
    with tempfile.TemporaryDirectory() as made:
        sweep(_study(runs), folder or Path(made) / "out", workers=workers)


class Here:
    """An executor in this process: all that our runner does, pickling included, on one processor."""

    workers, name = 1, "this process"

    def submit(self, study: Study, jobs: Any) -> Future[Any]:
        """Do a chunk at once."""
        future: Future[Any] = Future()
        done = self.work(*pickle.loads(pickle.dumps((study, jobs))))
        future.set_result(pickle.loads(pickle.dumps(done)))
        return future

    def work(self, study: Study, jobs: Any) -> list[Done]:
        """Run the jobs of a chunk."""
        return run_jobs(study, jobs)

    def finished(self, futures: Any, seconds: float) -> set[Any]:
        """Return one of the futures; all are done."""
        return {next(iter(futures))}

    def broken(self, error: BaseException) -> bool:
        """No worker dies here."""
        return False

    def restart(self) -> None:
        """Do nothing."""


class Nothing(Here):
    """An executor whose runs take no time and find noise, to see what the runner itself holds in memory."""

    def work(self, study: Study, jobs: Any) -> list[Done]:
        """Return noise for each job."""
        kept, chance = np.array(study.kept_months, np.int32), np.random.default_rng(1)
        values = (chance.random((len(kept), len(study.outcomes))) for _ in jobs)
        return [
            Done(job.run_id, job.point, job.seed, OK, None, kept, found, 0.01)
            for job, found in zip(jobs, values, strict=True)
        ]


def with_executor(workforce: Any, study: Study) -> None:
    """Run a study with an executor of the benchmark's own."""
    with tempfile.TemporaryDirectory() as made:
        store = Store.open(Path(made) / "out", study)
        _Runner(study, store, workforce, Progress(study.size, 0, 0), None).run(study.jobs())
        store.close()


def ours_here(runs: int, workers: int) -> None:
    """Our own runner without other processes."""
    del workers
    with_executor(Here(), _study(runs))


def mesas(runs: int, workers: int) -> None:
    """`mesa.batch_run`, results in memory."""
    import inspect

    from mesa.batchrunner import batch_run

    made = mesa_model("trust.gain", "town.warm_up", paradigm="TPA", citizens=CITIZENS)
    values: dict[str, Any] = {"trust__gain": gains(runs), "town__warm_up": 0}
    given: dict[str, Any] = {"number_processes": workers, "max_steps": MONTHS, "display_progress": False}
    if "rng" in inspect.signature(batch_run).parameters:  # Mesa 3.5
        batch_run(made, values, rng=[1], **given)
    else:
        batch_run(made, {**values, "rng": 1}, **given)


def _policy(gain: float) -> dict[str, float]:
    found = town(gain, 1)
    return {"fit": found["fit"], "trust": found["trust"]}


def emas(runs: int, workers: int) -> None:
    """The EMA Workbench with its multiprocessing evaluator, results in memory."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ema_workbench import Model, MultiprocessingEvaluator, RealParameter, ScalarOutcome

        model = Model("town", function=_policy)
        model.uncertainties = [RealParameter("gain", LOW, HIGH)]
        model.outcomes = [ScalarOutcome("fit"), ScalarOutcome("trust")]
        with MultiprocessingEvaluator(model, n_processes=workers) as evaluator:
            evaluator.perform_experiments(scenarios=runs)


class Memory:
    """Highest memory of this process and its children meanwhile, in megabytes, looked at 20 times a second."""

    def __enter__(self) -> Memory:
        import threading

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


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweeps", description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--repeats", type=int, default=3, help="the least of so many is shown")
    parser.add_argument("--nothing", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.nothing is not None:
        print(_held(asked.nothing))
        return 0
    print("python {python}, {processors} processors, load {load}".format(**machine()))
    warm_up()
    several = asked.workers
    runners: dict[str, tuple[Any, int]] = {
        "a bare loop": (bare, 1),
        "samskaping, in this process": (ours_here, 1),
        "bare loops, side by side": (bare_side_by_side, several),
        "samskaping": (ours, several),
        "mesa.batch_run": (mesas, several),
    }
    try:
        import ema_workbench  # noqa: F401

        runners["EMA Workbench"] = (emas, several)
    except ImportError:
        print("the EMA Workbench is not installed (pip install 'samskaping[research]'), so it is left out")
    few = max(asked.runs // 4, 1)
    seconds: dict[tuple[str, int], float] = {}
    memory: dict[str, float] = {}
    for _ in range(asked.repeats):  # in turns, so that a slow minute of the machine hits all
        for name, (runner, workers) in runners.items():
            for runs in (few, asked.runs):
                with Memory() as watched:
                    start = time.perf_counter()
                    measured = runner(runs, workers)
                    took = time.perf_counter() - start if measured is None else measured
                    seconds[name, runs] = min(seconds.get((name, runs), 1e9), took)
                memory[name] = max(memory.get(name, 0.0), watched.most)
    each = {
        name: (seconds[name, asked.runs] - seconds[name, few]) / (asked.runs - few) * workers
        for name, (_, workers) in runners.items()
    }
    alone, beside = each["a bare loop"], each["bare loops, side by side"]
    rows = []
    for name, (_, workers) in runners.items():
        begin = max(seconds[name, few] - each[name] / workers * few, 0.0)
        over = [f"{(each[name] - alone) / alone:+.0%}", f"{(each[name] - beside) / beside:+.0%}" if workers > 1 else ""]
        times = [f"{seconds[name, asked.runs]:.2f}", f"{begin:.2f}", f"{each[name] * 1e3:.2f}"]
        rows.append([name, workers, *times, *over, f"{memory[name]:.0f}"])
    head = ["runner", "workers", "seconds", "start-up s", "ms a run", "over alone", "over side by side", "MB at most"]
    note = f"ms a run is wall time x workers, from {few} and {asked.runs} runs, so start-up is apart"
    table(f"{asked.runs} runs of {CITIZENS} citizens and {MONTHS} months", head, rows, note)
    print(f"\nresume: {_resume(asked.runs, asked.workers):.2f} s to find that all {asked.runs} runs are done")
    rows = [[f"{runs:,}", *_held_by_another(runs).split()] for runs in (2_000, 20_000, 100_000)]
    head = ["runs", "seconds", "MB before", "MB at most"]
    table("What the leading process holds, with runs that take no time (all outcomes kept)", head, rows, "")
    return 0


def _held_by_another(runs: int) -> str:
    words = [sys.executable, "-m", "benchmarks.sweeps", "--nothing", str(runs)]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def _held(runs: int) -> str:
    """Return seconds, memory before and memory at most (MB) of a sweep whose runs take no time."""
    from model.outcomes import NAMES

    def study(size: int) -> Study:
        text = f"""
months = {MONTHS}
seeds = {size}
outcomes = {list(NAMES)}
[base]
citizens = {CITIZENS}
"""
        return study_of(text)

    with_executor(Nothing(), study(100))  # so that all is imported
    before = psutil.Process().memory_info().rss / 1e6
    with Memory() as watched:
        start = time.perf_counter()
        with_executor(Nothing(), study(runs))
        took = time.perf_counter() - start
    return f"{took:.1f} {before:.0f} {max(watched.most, before):.0f}"


def _resume(runs: int, workers: int) -> float:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "out"
        ours(runs, workers, folder)
        start = time.perf_counter()
        ours(runs, workers, folder)
        return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
