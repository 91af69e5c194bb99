"""`python -m benchmarks.sweeps`: the same sweep with our runner, `mesa.batch_run` and the EMA Workbench, side by side.

Every run is the same small town with the same parameters, for so many months that a bare run takes about 10 ms.
Overhead is the time of a run beyond its time in bare loops. As many loops run side by side as there are workers, since
busy processors slow each other down. It is given as wall time x workers / runs, and as processor time of all processes,
which other work on the machine disturbs less. Start-up is shown apart. `benchmarks.leader` measures the memory of the
leading process.
"""

from __future__ import annotations

import os

os.environ["TQDM_DISABLE"] = "1"  # before anything imports tqdm; processes started here inherit both
os.environ["PYTHONWARNINGS"] = "ignore"

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

from benchmarks.leader import Here, Memory, with_executor
from benchmarks.report import machine, table
from experiments import mesa_model
from experiments.design.study import Study, study_of
from experiments.machine.compiling import warm_up
from experiments.sweeps.runner import sweep
from model import GovernanceModel

CITIZENS, LOW, HIGH = 60, 0.1, 0.3
BARE_MS = 10.0
FIXED = {"town.warm_up": 0}


def town(gain: float, seed: int, months: int) -> dict[str, float]:
    """Run the little town once and return its outcomes in the last month."""
    model = GovernanceModel(paradigm="TPA", citizens=CITIZENS, rng=seed, parameters={**FIXED, "trust.gain": gain})
    for _ in range(months):
        model.step()
    found = model.outcomes
    model.close()
    return found


def gains(runs: int) -> list[float]:
    """Return the values of the parameter, one a run."""
    return [LOW + (HIGH - LOW) * k / max(runs - 1, 1) for k in range(runs)]


def bare(runs: int, workers: int, months: int) -> None:
    """Run a loop in this process, without any runner."""
    del workers
    for gain in gains(runs):
        town(gain, 1, months)


def bare_side_by_side(runs: int, workers: int, months: int) -> None:
    """Run a bare loop in each of several processes, over its share of the runs."""
    context = multiprocessing.get_context("spawn")
    shares = [gains(runs)[k::workers] for k in range(workers)]
    processes = [context.Process(target=_share, args=(share, months)) for share in shares]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise RuntimeError("a bare loop failed, so its time means nothing")


def _share(share: list[float], months: int) -> None:
    for gain in share:
        town(gain, 1, months)


def _study(runs: int, months: int) -> Study:
    return study_of(f"""
months = {months}
seeds = [1]
outcomes = ["fit", "trust"]
[base]
paradigm = "TPA"
citizens = {CITIZENS}
"town.warm_up" = 0
[factors]
"trust.gain" = {gains(runs)}
""")


def ours(runs: int, workers: int, months: int, folder: Path | None = None) -> None:
    """Run our own runner, results on disk."""
    with tempfile.TemporaryDirectory() as made:
        sweep(_study(runs, months), folder or Path(made) / "out", workers=workers)


def ours_here(runs: int, workers: int, months: int) -> None:
    """Run our own runner without other processes."""
    del workers
    with_executor(Here(), _study(runs, months))


def mesas(runs: int, workers: int, months: int) -> None:
    """Run `mesa.batch_run`, results in memory."""
    import inspect

    from mesa.batchrunner import batch_run

    made = mesa_model("trust.gain", "town.warm_up", paradigm="TPA", citizens=CITIZENS)
    values: dict[str, Any] = {"trust__gain": gains(runs), "town__warm_up": 0}
    given: dict[str, Any] = {"number_processes": workers, "max_steps": months, "display_progress": False}
    if "rng" in inspect.signature(batch_run).parameters:  # Mesa 3.5
        batch_run(made, values, rng=[1], **given)
    else:
        batch_run(made, {**values, "rng": 1}, **given)


def _policy(gain: float, months: int = 1) -> dict[str, float]:
    found = town(gain, 1, int(months))
    return {"fit": found["fit"], "trust": found["trust"]}


def emas(runs: int, workers: int, months: int) -> None:
    """Run the EMA Workbench with its multiprocessing evaluator, results in memory."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ema_workbench import Constant, Model, MultiprocessingEvaluator, RealParameter, ScalarOutcome

        model = Model("town", function=_policy)
        model.uncertainties = [RealParameter("gain", LOW, HIGH)]
        model.constants = [Constant("months", months)]
        model.outcomes = [ScalarOutcome("fit"), ScalarOutcome("trust")]
        with MultiprocessingEvaluator(model, n_processes=workers) as evaluator:
            evaluator.perform_experiments(scenarios=runs)


def seconds_used() -> float:
    """Return the processor time of this process and of those it started that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def months_for(milliseconds: float) -> int:
    """Return the number of months for which a bare run takes so long (processor time, least of 5)."""

    def takes(months: int) -> float:
        start = time.process_time()
        for _ in range(20):
            town(LOW, 1, months)
        return (time.process_time() - start) / 20 * 1e3

    short, long = (min(takes(months) for _ in range(5)) for months in (1, 25))
    return max(1, round(1 + (milliseconds - short) / ((long - short) / 24)))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweeps", description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--repeats", type=int, default=3, help="the least of so many is shown")
    parser.add_argument("--months", type=int, help=f"of each run (default: so that a bare one takes {BARE_MS:g} ms)")
    parser.add_argument("--only-ours", action="store_true", help="leave out the runners of others")
    asked = parser.parse_args()
    if asked.runs < 8 or asked.workers < 1 or asked.repeats < 1:
        parser.error("--runs must be at least 8, --workers and --repeats at least 1")
    print("python {python}, {processors} processors, load {load}".format(**machine()))
    warm_up()
    months, several = asked.months or months_for(BARE_MS), asked.workers
    runners: dict[str, tuple[Any, int]] = {
        "a bare loop": (bare, 1),
        "samskaping, in this process": (ours_here, 1),
        "bare loops, side by side": (bare_side_by_side, several),
        "samskaping": (ours, several),
    }
    if not asked.only_ours:
        runners |= of_others(several)
    few = max(asked.runs // 4, 1)
    least: dict[tuple[str, int], list[float]] = {}
    memory: dict[str, float] = {}
    for _ in range(asked.repeats):  # in turns, so that a slow minute of the machine affects all runners
        for runs in (few, asked.runs):
            for name, (runner, workers) in runners.items():
                with Memory() as watched:
                    start, used = time.perf_counter(), seconds_used()
                    runner(runs, workers, months)
                    now = [time.perf_counter() - start, seconds_used() - used]
                before = least.get((name, runs), now)
                least[name, runs] = [min(pair) for pair in zip(now, before, strict=True)]
                memory[name] = max(memory.get(name, 0.0), watched.most)
    rows, bares = [], {1: "a bare loop", several: "bare loops, side by side"}
    each = {name: _each(least[name, few], least[name, asked.runs], asked.runs - few) for name in runners}
    for name, (_, workers) in runners.items():
        wall, used = each[name]
        over = [f"{one / other - 1:+.1%}" for one, other in zip(each[name], each[bares[workers]], strict=True)]
        begin = max(least[name, few][0] - wall * few, 0.0)
        times = [f"{wall * workers * 1e3:.2f}", over[0], f"{used * 1e3:.2f}", over[1], f"{begin:.2f}"]
        rows.append([name, workers, f"{least[name, asked.runs][0]:.2f}", *times, f"{memory[name]:.0f}"])
    head = [
        "runner",
        "workers",
        "seconds",
        "ms a run",
        "over bare",
        "CPU ms a run",
        "over bare",
        "start-up s",
        "MB at most",
    ]
    note = f"ms a run is wall time x workers, from {few} and {asked.runs} runs, so start-up is apart"
    table(f"{asked.runs} runs of {CITIZENS} citizens and {months} months", head, rows, note)
    print(f"\nresume: {_resume(asked.runs, several, months):.2f} s to find that all {asked.runs} runs are done")
    return 0


def _each(few: list[float], all_runs: list[float], more: int) -> list[float]:
    """Return wall and processor seconds per additional run."""
    return [(late - early) / more for early, late in zip(few, all_runs, strict=True)]


def of_others(workers: int) -> dict[str, tuple[Any, int]]:
    """Return the runners of other libraries that are installed."""
    found: dict[str, tuple[Any, int]] = {"mesa.batch_run": (mesas, workers)}
    try:
        import ema_workbench  # noqa: F401

        found["EMA Workbench"] = (emas, workers)
    except ImportError:
        print("the EMA Workbench is not installed (pip install -c constraints.txt -e '.[research]'), so it is left out")
    return found


def _resume(runs: int, workers: int, months: int) -> float:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "out"
        ours(runs, workers, months, folder)
        start = time.perf_counter()
        ours(runs, workers, months, folder)
        return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
