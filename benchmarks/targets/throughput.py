"""Sweeps: workers against independent processes, and many small runs with the share of the process that leads.

`python -m benchmarks.targets.throughput --runs 100000` measures as many runs of 500 citizens as the targets name.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from benchmarks.report import table, write_figures
from experiments.design.study import Study, study_of
from experiments.machine.compiling import compile_once
from experiments.sweeps.runner import sweep
from experiments.sweeps.workers import run_jobs

CITIZENS, MONTHS, RUNS = 1_000, 60, 200  # of the comparison with independent processes
SMALL, SMALL_MONTHS, MANY = 500, 24, 2_000  # of the many small runs
TARGET = 0.95  # of two independent processes


def study_for(runs: int, citizens: int, months: int) -> Study:
    """Return a study of so many runs of one town, a seed each, that keeps three outcomes of the last month."""
    return study_of(
        f'months = {months}\nseeds = {runs}\noutcomes = ["fit", "met_need", "trust"]\n'
        f'[base]\nparadigm = "NPG"\ncitizens = {citizens}\n"town.warm_up" = 0\n'
    )


def throughput(repeats: int, runs: int = RUNS, many: int = MANY) -> dict[str, Any]:
    """Measure and print; return the figures."""
    compile_once()
    figures = {"side_by_side": side_by_side(runs, repeats), "many": many_runs(many)}
    pair = figures["side_by_side"]
    table(
        f"Two workers of a sweep against two independent processes: runs of {CITIZENS:,} citizens and {MONTHS} months",
        ("way", "ms a run, wall", "runs a second"),
        [(name, pair[name] * 1e3, 1.0 / pair[name]) for name in ("independent", "sweep")],
        f"share of the independent processes' speed: {pair['share']:.2f} (target: at least {TARGET}), start-up apart",
    )
    show_many(figures["many"])
    return figures


def side_by_side(runs: int, repeats: int, workers: int = 2) -> dict[str, float]:
    """Return seconds per additional run of a sweep and of independent processes, the least of repeats in turns."""
    ways = {"independent": independent, "sweep": swept}
    few, least = max(workers, runs // 4), {}
    for _ in range(repeats):
        for name, way in ways.items():
            for size in (few, runs):
                seconds = way(size, workers)
                least[name, size] = min(seconds, least.get((name, size), seconds))
    each = {name: (least[name, runs] - least[name, few]) / (runs - few) for name in ways}
    return {**each, "share": each["independent"] / each["sweep"], "workers": workers, "runs": runs}


def independent(runs: int, workers: int) -> float:
    """Return the seconds that processes take which each do their share of the runs, and write nothing."""
    context = multiprocessing.get_context("spawn")
    share = -(-runs // workers)
    started = [context.Process(target=_share, args=(share,)) for _ in range(workers)]
    begun = time.perf_counter()
    for process in started:
        process.start()
    for process in started:
        process.join()
    return time.perf_counter() - begun


def _share(runs: int) -> None:
    study = study_for(runs, CITIZENS, MONTHS)
    run_jobs(study, list(study.jobs()))


def swept(runs: int, workers: int) -> float:
    """Return the seconds that a sweep takes, results on disk."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        sweep(study_for(runs, CITIZENS, MONTHS), Path(folder) / "out", workers=workers)
        return time.perf_counter() - begun


def many_runs(runs: int, workers: int = 2, dask: int = 0) -> dict[str, Any]:
    """Return the figures of a sweep of small runs, led by a new process; with `dask` Dask workers, if any."""
    words = [sys.executable, "-m", "benchmarks.targets.throughput", "--lead", str(runs), str(workers), str(dask)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def led(runs: int, workers: int, dask: int) -> dict[str, Any]:
    """Sweep in this process; return time, processor time of this process and of its workers, and bytes."""
    with tempfile.TemporaryDirectory() as made, _cluster(dask) as address:
        folder = Path(made) / "out"
        before, begun = _processor(), time.perf_counter()
        sweep(study_for(runs, SMALL, SMALL_MONTHS), folder, workers=workers, dask=address)
        wall, after = time.perf_counter() - begun, _processor()
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    leader, others = (now - then for now, then in zip(after, before, strict=True))
    return {
        "runs": runs,
        "citizens": SMALL,
        "months": SMALL_MONTHS,
        "workers": dask or workers,
        "dask": bool(dask),
        "wall_s": wall,
        "runs_per_s": runs / wall,
        "leader_s": leader,
        "leader_share": leader / (leader + others) if others > 0 else None,
        "bytes_a_run": size / runs,
        "cores_one_leader_can_feed": (wall * (dask or workers)) / leader,
    }


@contextlib.contextmanager
def _cluster(workers: int) -> Iterator[str | None]:
    """Yield the address of a Dask scheduler with so many worker processes; None without any."""
    if not workers:
        yield None
        return
    import distributed

    with distributed.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


def _processor() -> tuple[float, float]:
    """Return the processor time of this process, and of its children, ended ones included."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    own, children = (one.ru_utime + one.ru_stime for one in used)
    living = [child.cpu_times() for child in psutil.Process().children(recursive=True)]
    return own, children + sum(times.user + times.system for times in living)


def show_many(*figures: dict[str, Any]) -> None:
    """Print sweeps of small runs."""
    table(
        f"Many runs of {SMALL} citizens and {SMALL_MONTHS} months",
        ("runs", "workers", "Dask", "seconds", "runs a second", "leader's processor s", "share", "bytes a run"),
        [
            (f"{f['runs']:,}", f["workers"], "yes" if f["dask"] else "no", f["wall_s"], f["runs_per_s"], f["leader_s"],
             "-" if f["leader_share"] is None else f"{f['leader_share']:.1%}", f["bytes_a_run"])
            for f in figures
        ],
        "cores that one leader can feed, from its own time: "
        + ", ".join(f"{f['cores_one_leader_can_feed']:.0f}" for f in figures),
    )  # fmt: skip


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.targets.throughput", description=__doc__)
    parser.add_argument("--runs", type=int, default=MANY)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--dask", type=int, nargs="*", default=[], help="also with so many Dask workers")
    parser.add_argument("--lead", nargs=3, type=int, help=argparse.SUPPRESS)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a new file")
    asked = parser.parse_args()
    if asked.lead:
        print(json.dumps(led(*asked.lead)))
        return 0
    compile_once()
    figures = [many_runs(asked.runs, asked.workers), *(many_runs(asked.runs, dask=n) for n in asked.dask)]
    show_many(*figures)
    write_figures(asked.json, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
