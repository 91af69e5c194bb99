"""Compiling into an empty cache: processes side by side (`compile_once`) against one warm-up under a lock.

Both are measured in turn, so that they meet the same load. Wall time is valid on a quiet machine only; processor time
on any machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measures.compilation import ALL, COMPILE
from benchmarks.report import table
from experiments.machine.processes import cores

ONE = (
    "from experiments.machine import compiling\n"
    "from agents.engine.lock import locked\n"
    "with locked(compiling._folder() / 'compiling.lock'):\n"
    "    compiling._collect_seldom()\n"
    "    compiling.warm_up()\n"
)
WAYS = {"side by side": COMPILE, "one warm-up": ONE}


def warm_up(pairs: int) -> dict[str, Any]:
    """Measure so many pairs in fresh processes, and print; return the figures."""
    figures: dict[str, Any] = {name: [] for name in WAYS}
    for pair in range(pairs):
        names = list(WAYS) if pair % 2 == 0 else list(reversed(WAYS))
        for name in names:
            with tempfile.TemporaryDirectory() as folder:
                load = os.getloadavg()[0]
                wall, processor = timed(WAYS[name], folder)
                after, _ = timed(ALL, folder)
                files = sum(1 for file in Path(folder).rglob("*.nbi"))
            measured = {"wall_s": wall, "cpu_s": processor, "after_s": after, "kernels": files, "load": load}
            figures[name].append(measured)
    rows = []
    for name, runs in figures.items():
        of = {key: median(run[key] for run in runs) for key in runs[0]}
        rows.append((name, of["wall_s"], of["cpu_s"], of["after_s"], f"{of['kernels']:.0f}", f"{of['load']:.1f}"))
    table(
        f"Compiling into an empty cache, {cores()} cores, median of {pairs} pairs",
        ("way", "wall s", "processor s", "first runs afterwards s", "kernels kept", "load before"),
        rows,
        "first runs afterwards: towns under three paradigms with the cache just made; kernels left out show here",
    )
    return figures


def timed(code: str, cache: str) -> tuple[float, float]:
    """Return wall and processor time (with its children's) of a fresh process with a cache folder."""
    before, begun = os.times(), time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "SAMSKAPING_CACHE": cache})
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - begun, used
