"""Plain tables and helpers for measurements."""

from __future__ import annotations

import gc
import json
import os
import platform
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

PARADIGMS = ("TPA", "NPM", "NPG")
SIZES = (1_000, 10_000, 100_000, 1_000_000)
REFERENCE = 10_000  # ratios are relative to this size, measured in the same run
TARGET_BYTES = 400.0  # of state per citizen, at the reference size and above
SEED = 1


def timed(work: Callable[[], Any], times: int = 1) -> list[tuple[float, float]]:
    """Return the (wall, processor) seconds of each call; garbage is collected before the first call only."""
    found = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(times):
            wall, processor = time.perf_counter(), time.thread_time()
            work()
            found.append((time.perf_counter() - wall, time.thread_time() - processor))
        return found
    finally:
        gc.enable()


def spread(seconds: Sequence[float], scale: float = 1.0) -> dict[str, float]:
    """Return the minimum and the median of repeated measurements, times `scale`."""
    return {"min": min(seconds) * scale, "median": median(seconds) * scale}


def yardsticks() -> dict[str, float]:
    """Return nanoseconds of one draw: numpy's random double, and the model's normal deviate (`fill_normals`).

    They say how fast the machine is at this moment.
    """
    import numpy as np

    from model.chance import NEED, fill_normals, seed_word

    out, rng = np.empty(100_000), np.random.default_rng(SEED)
    ways = {
        "random double": lambda: rng.random(out=out),
        "normal": lambda: fill_normals(out, seed_word(SEED), NEED, 0, 0, 0),
    }
    return {name: min(wall for wall, _ in timed(draw, 50)[1:]) * 1e9 / len(out) for name, draw in ways.items()}


def machine() -> dict[str, Any]:
    """Return a description of this machine."""
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "processor": _processor(),
        "system": platform.system(),
        "processors": os.cpu_count(),
        "load": list(os.getloadavg()) if hasattr(os, "getloadavg") else None,
        "versions": {name: version(name) for name in ("mesa", "numba", "numpy", "pandas")},
    }


def _processor() -> str:
    """Return the processor's name where the system names it (Linux), or its kind."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def write_figures(path: Path | None, figures: Any) -> None:
    """Write figures as JSON, completely or not at all, replacing the file that was there; None writes nothing."""
    from experiments.output.folders import write_text

    if path is not None:
        write_text(path, json.dumps(figures, indent=1) + "\n")


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[Any]], note: str = "") -> None:
    """Print a table: the first column to the left, figures to the right."""
    text = [[_cell(value) for value in row] for row in rows]
    wide = [max(len(line[k]) for line in [list(head), *text]) for k in range(len(head))]
    print(f"\n{title}")
    for line in [list(head), ["-" * width for width in wide], *text]:
        print("  ".join(cell.ljust(w) if k == 0 else cell.rjust(w) for k, (cell, w) in enumerate(zip(line, wide))))
    if note:
        print(note)


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
