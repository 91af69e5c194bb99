"""`python -m benchmarks.peers`: one small model in this engine, C, numpy, ambr, mesa-frames and Mesa, side by side.

Repeats take turns, so that a slow minute of the machine affects all. Times are nanoseconds per citizen and month,
five outcomes a month included; building the town is not. A framework that needs other versions than this project runs
in a Python of its own: --python 'mesa-frames=/path/to/its/bin/python' (or the variable PEER_PYTHONS, separated by
semicolons).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.peers import agreement
from benchmarks.peers.worker import opened
from benchmarks.report import machine, spread, table, write_figures

SIZES = (1_000, 10_000, 100_000)
CITIZEN_MONTHS = 120_000  # of one measurement
MOST_OF_C, LEAST_OF_PYTHON = 1.5, 5.0  # targets


def peers(sizes: Sequence[int], repeats: int, pythons: dict[str, str], seeds: int) -> dict[str, Any]:
    """Check that all versions agree, time them, and print; return the figures."""
    versions, missing = opened(pythons)
    try:
        found = {version.version.name: version.versions() for version in versions}
        for name, text in found.items():
            print(f"{name}: {text}")
        for name, reason in missing.items():
            print(f"{name}: not run ({reason})")
        rows = agreement.compared(versions, seeds)
        _show_agreement(rows, seeds)
        wrong = agreement.disagreeing(rows)
        if wrong:
            print("NOT the same model: " + ", ".join(f"{row.version} in {row.outcome}" for row in wrong))
        cells = [_cell(versions, size, repeats) for size in sizes]
    finally:
        for version in versions:
            version.close()
    for cell in cells:
        _show_times(cell)
    return {
        "versions": found,
        "missing": missing,
        "agreement": agreement.as_figures(rows),
        "disagreeing": agreement.as_figures(wrong),
        "cells": cells,
    }


def _cell(versions: Sequence[Any], citizens: int, repeats: int) -> dict[str, Any]:
    """Time every version at one size, in turns."""
    months = max(2, CITIZEN_MONTHS // citizens)
    seconds: dict[str, list[float]] = {version.version.name: [] for version in versions}
    for version in versions:
        version.seconds(citizens, 1)  # builds the town
    for _ in range(repeats):
        for version in versions:
            seconds[version.version.name].append(version.seconds(citizens, months))
    scale = 1e9 / citizens / months
    return {"citizens": citizens, "months": months, "ns": {name: spread(all_, scale) for name, all_ in seconds.items()}}


def ratios(cell: dict[str, Any]) -> dict[str, float | None]:
    """Return this engine's time over C's, and the fastest other Python version's over this engine's; None: not run."""
    least = {name: times["min"] for name, times in cell["ns"].items()}
    own = least["this engine"]
    python = [time for name, time in least.items() if name != "this engine" and not name.startswith("C")]
    return {"C": own / least["C"] if "C" in least else None, "Python": min(python) / own if python else None}


def _show_times(cell: dict[str, Any]) -> None:
    least = {name: times["min"] for name, times in cell["ns"].items()}
    base, own = least.get("C"), least["this engine"]
    table(
        f"Nanoseconds per citizen and month: {cell['citizens']:,} citizens, {cell['months']} months a repeat",
        ("version", "least", "median", "/ C", "/ this engine"),
        [
            (name, times["min"], times["median"], None if base is None else times["min"] / base, times["min"] / own)
            for name, times in cell["ns"].items()
        ],
    )
    found = ratios(cell)
    if found["C"] is not None:
        print(f"{found['C']:.2f} times C (target: at most {MOST_OF_C})", end="; ")
    if found["Python"] is not None:
        print(f"{found['Python']:.1f} times as fast as the fastest Python peer (target: at least {LEAST_OF_PYTHON:g})")


def _show_agreement(rows: Sequence[agreement.Agreement], seeds: int) -> None:
    by_version: dict[str, dict[str, agreement.Agreement]] = {}
    for row in rows:
        by_version.setdefault(row.version, {})[row.outcome] = row
    head = [f"{outcome} {word}" for outcome in agreement.OUTCOMES for word in ("", "z")]
    lines = [
        [name, *(f"{v:.3f}" if k == 0 else f"{v:+.1f}" for row in of.values() for k, v in enumerate((row.mean, row.z)))]
        for name, of in by_version.items()
    ]
    table(
        f"Means of the last {agreement.LATE} of {agreement.MONTHS} months, {agreement.CITIZENS} citizens, {seeds} seeds"
        ", and their distance from this engine's in standard errors", ("version", *map(str.strip, head)), lines,
    )  # fmt: skip


def pythons_of(texts: Sequence[str]) -> dict[str, str]:
    """Return the Python of each version from texts such as `ambr=/path/to/python`."""
    return dict(text.split("=", 1) for text in texts if "=" in text)


def main() -> int:
    """Measure and print; exit with 1 if the versions are not the same model."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES))
    parser.add_argument("--repeats", type=int, default=10)
    parser.add_argument("--seeds", type=int, default=agreement.SEEDS, help="of the check that all are the same model")
    parser.add_argument("--python", action="append", default=[], metavar="NAME=PATH", help="a version's own Python")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a new file")
    asked = parser.parse_args()
    if asked.repeats < 1 or min(asked.sizes) < 50 or asked.seeds < 2:
        parser.error("--repeats must be at least 1, --sizes at least 50, and --seeds at least 2")
    texts = [*os.environ.get("PEER_PYTHONS", "").split(";"), *asked.python]
    print("python {python}, {processors} processors, load {load}".format(**machine()))
    figures = peers(asked.sizes, asked.repeats, pythons_of(texts), asked.seeds)
    write_figures(asked.json, figures)
    return 1 if figures["disagreeing"] else 0


if __name__ == "__main__":
    sys.exit(main())
