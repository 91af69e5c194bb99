"""Bytes of state per citizen, and the peak memory of a process that runs one town and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.report import REFERENCE, SEED, TARGET_BYTES, table

MONTHS = 3
SMALL = 200  # citizens of a first town that loads everything, before the measured town


def memory(sizes: Sequence[int], paradigm: str = "NPG") -> list[dict[str, Any]]:
    """Measure every size in a process of its own, and print; return the figures."""
    figures = []
    for size in sizes:
        command = [sys.executable, "-m", "benchmarks.measures.memory", paradigm, str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        figures.append(json.loads(done.stdout.splitlines()[-1]))
    table(
        f"Memory ({paradigm}, {MONTHS} months, a fresh process each)",
        ("citizens", "bytes of state a citizen", "of which columns", "ties", "peak MB", "before the town MB",
         "peak above that, bytes a citizen"),
        [
            (f"{f['citizens']:,}", f["state_bytes"], f["column_bytes"], f["tie_bytes"], f["peak_mb"], f["loaded_mb"],
             f["grown_bytes"])
            for f in figures
        ],
        f"target: below {TARGET_BYTES:.0f} bytes of state at {REFERENCE:,} and above.\n"
        f"Of the same size in every town: the ledger's counts, {figures[0]['ledger_kb']:.0f} kB, and tables of areas"
        f" and their solutions, {figures[0]['areas_kb']:.0f} kB.",
    )  # fmt: skip
    return figures


def measured(paradigm: str, citizens: int) -> dict[str, Any]:
    """Build and run a town; return the memory that this process uses."""
    from model import GovernanceModel

    GovernanceModel(paradigm=paradigm, citizens=SMALL, rng=SEED).run(months=MONTHS)
    loaded = peak_mb()
    model = GovernanceModel(paradigm=paradigm, citizens=citizens, rng=SEED)
    model.run(months=MONTHS)
    peak = peak_mb()
    town = model.town
    return {
        "paradigm": paradigm,
        "citizens": citizens,
        "state_bytes": town.table_bytes / citizens,
        "column_bytes": town.citizens.nbytes / citizens,
        "tie_bytes": (town.tie_start.nbytes + town.tie_other.nbytes) / citizens,
        "ledger_kb": town.ledger.nbytes / 1e3,
        "areas_kb": town.areas.nbytes / 1e3,
        "peak_mb": peak,
        "loaded_mb": loaded,
        "grown_bytes": None if peak is None or loaded is None else (peak - loaded) * 1e6 / citizens,
    }


def peak_mb() -> float | None:
    """Return the most memory this process has had, in MB; None where the system does not report it.

    Linux hands `ru_maxrss` on to a process that another one starts, so a large parent would be measured there.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024 / 1e6
    try:
        import resource
    except ImportError:  # Windows
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], int(sys.argv[2]))))
