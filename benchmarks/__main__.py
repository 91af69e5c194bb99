"""`python -m benchmarks [WHAT ...]`: print tables; `--json` writes the figures.

Without WHAT, all but the long ones are measured: `norway` (all municipalities at full size), `sweep` (100,000 runs) and
`warmup`. `python -m benchmarks.page FILE --write docs/performance.md` makes the page of a JSON file.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.report import SIZES, machine, write_figures, yardsticks

MANY = 100_000
DASK = (1, 2)


def _speed(asked: Any) -> Any:
    from benchmarks.measures.speed import speed

    return speed(asked.sizes, asked.repeats)


def _memory(asked: Any) -> Any:
    from benchmarks.measures.memory import memory

    return memory(asked.sizes)


def _phases(asked: Any) -> Any:
    from benchmarks.measures.phases import phases

    return phases([size for size in asked.sizes if size <= 100_000] or asked.sizes, asked.repeats)


def _fixed(asked: Any) -> Any:
    from benchmarks.targets.fixed import fixed

    return fixed(asked.repeats)


def _limits(asked: Any) -> Any:
    from benchmarks.targets.limits import limits

    return limits(asked.repeats)


def _compile(asked: Any) -> Any:
    from benchmarks.measures.compilation import compilation

    return compilation(asked.repeats)


def _processes(asked: Any) -> Any:
    from benchmarks.targets.processes import processes

    return processes(asked.repeats)


def _throughput(asked: Any) -> Any:
    from benchmarks.targets.throughput import throughput

    return throughput(asked.repeats, many=asked.runs or 2_000)


def _peers(asked: Any) -> Any:
    """Kernels of one process know one kind of town, so the small model gets a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "peers.json"
        words = [sys.executable, "-m", "benchmarks.peers", "--repeats", str(max(3, 2 * asked.repeats))]
        sizes = [str(size) for size in asked.sizes if size <= 100_000] or ["1000"]
        ended = subprocess.run([*words, "--sizes", *sizes, "--json", str(found)], check=False)
        if not found.exists():  # 1 with a file: the versions are not the same model
            ended.check_returncode()
        return json.loads(found.read_text(encoding="utf-8"))


def _sweep(asked: Any) -> Any:
    from benchmarks.targets.throughput import many_runs, show_many

    figures = [many_runs(asked.runs or MANY), *(many_runs((asked.runs or MANY) // 10, dask=n) for n in DASK)]
    show_many(*figures)
    return figures


def _norway(asked: Any) -> Any:
    from benchmarks.targets.norway import norway

    return norway()


def _warmup(asked: Any) -> Any:
    from benchmarks.warm_up import warm_up

    return warm_up(asked.repeats)


WHAT: dict[str, Callable[[Any], Any]] = {
    "speed": _speed, "fixed": _fixed, "memory": _memory, "phases": _phases, "limits": _limits, "compile": _compile,
    "processes": _processes, "throughput": _throughput, "peers": _peers,
}  # fmt: skip
LONG: dict[str, Callable[[Any], Any]] = {"sweep": _sweep, "norway": _norway, "warmup": _warmup}


def arguments() -> argparse.Namespace:
    """Return the command-line arguments."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", nargs="*", metavar="WHAT", help=", ".join([*WHAT, *LONG]))
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES), help="citizens, from 50")
    parser.add_argument("--repeats", type=int, default=5, help="repeats of every measurement (default 5)")
    parser.add_argument("--runs", type=int, help=f"of the small runs of `throughput` (2,000) and `sweep` ({MANY:,})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a new file")
    asked = parser.parse_args()
    unknown = [what for what in asked.what if what not in {*WHAT, *LONG, "all"}]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; valid: {', '.join([*WHAT, *LONG, 'all'])}")
    if asked.repeats < 1 or min(asked.sizes) < 50 or (asked.runs or 50) < 50:
        parser.error("--repeats must be at least 1, --sizes and --runs at least 50")
    if asked.json is not None and asked.json.exists():
        parser.error(f"{asked.json} exists; nothing is overwritten")
    return asked


def main() -> None:
    """Run the chosen measurements; write the figures after each, so that an interrupted run keeps the earlier ones."""
    asked = arguments()
    chosen = [*WHAT] if not asked.what or "all" in asked.what else asked.what
    figures: dict[str, Any] = {"machine": machine(), "yardsticks": yardsticks()}
    print("python {python}, {processors} processors, load {load}".format(**figures["machine"]))
    _show("yardsticks", figures["yardsticks"])
    for what in chosen:
        figures[what] = {**WHAT, **LONG}[what](asked)
        figures["yardsticks_after"] = yardsticks()
        write_figures(asked.json, figures)
    _show("\nyardsticks afterwards", figures["yardsticks_after"])
    if asked.json is not None:
        print(asked.json)


def _show(name: str, sticks: dict[str, float]) -> None:
    print(f"{name}: " + ", ".join(f"{ns:.2f} ns for a {what}" for what, ns in sticks.items()), end="")
    print("; compare runs in which they are the same")


if __name__ == "__main__":
    main()
