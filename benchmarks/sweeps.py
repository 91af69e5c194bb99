"""`python -m benchmarks.sweeps`: the same sweep with our runner, `mesa.batch_run` and the EMA Workbench, side by side.

Every run is the same little town (so that overhead shows), with the same values of one parameter. Overhead a run is
wall time x workers / runs, less what the run itself takes in a bare loop in this process; start-up is shown apart.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import psutil

from benchmarks.report import machine, table
from experiments import mesa_model
from experiments.study import study_of
from experiments.sweep import sweep
from experiments.work import warm_up
from model import GovernanceModel

CITIZENS, MONTHS, LOW, HIGH = 60, 2, 0.1, 0.3
FIXED = {"town.warm_up": 0}


def town(gain: float, seed: int) -> dict[str, float]:
    """Run the little town once and return its outcomes in the last month."""
    model = GovernanceModel(paradigm="TPA", citizens=CITIZENS, rng=seed, parameters={**FIXED, "trust.gain": gain})
    model.run(months=MONTHS)
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


def ours(runs: int, workers: int, folder: Path | None = None) -> None:
    """Our own runner, results on disk."""
    text = f"""
months = {MONTHS}
seeds = [1]
outcomes = ["fit", "trust"]
[base]
paradigm = "TPA"
citizens = {CITIZENS}
"town.warm_up" = 0
[factors]
"trust.gain" = {gains(runs)}
"""
    with tempfile.TemporaryDirectory() as made:
        sweep(study_of(text), folder or Path(made) / "out", workers=workers)


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
    asked = parser.parse_args()
    print("python {python}, {processors} processors, load {load}".format(**machine()))
    os.environ["TQDM_DISABLE"] = "1"
    warm_up()
    runners = {"a bare loop": (bare, 1), "samskaping": (ours, asked.workers), "mesa.batch_run": (mesas, asked.workers)}
    try:
        import ema_workbench  # noqa: F401

        runners["EMA Workbench"] = (emas, asked.workers)
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
                    runner(runs, workers)
                    seconds[name, runs] = min(seconds.get((name, runs), 1e9), time.perf_counter() - start)
                memory[name] = max(memory.get(name, 0.0), watched.most)
    each = {name: (seconds[name, asked.runs] - seconds[name, few]) / (asked.runs - few) for name in runners}
    alone = each["a bare loop"]
    rows = []
    for name, (_, workers) in runners.items():
        over = each[name] * workers - alone
        begin = seconds[name, few] - each[name] * few
        times = [f"{seconds[name, asked.runs]:.2f}", f"{begin:.2f}", f"{over * 1e3:.2f}", f"{over / alone:.0%}"]
        rows.append([name, workers, *times, f"{memory[name]:.0f}"])
    head = ["runner", "workers", "seconds", "start-up s", "ms over, a run", "of a run", "MB at most"]
    note = f"a run alone takes {alone * 1e3:.1f} ms; overhead from {few} and {asked.runs} runs, so start-up is apart"
    table(f"{asked.runs} runs of {CITIZENS} citizens and {MONTHS} months", head, rows, note)
    print(f"\nresume: {_resume(asked.runs, asked.workers):.2f} s to find that all {asked.runs} runs are done")
    return 0


def _resume(runs: int, workers: int) -> float:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "out"
        ours(runs, workers, folder)
        start = time.perf_counter()
        ours(runs, workers, folder)
        return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
