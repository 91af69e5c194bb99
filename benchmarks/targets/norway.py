"""All municipalities at full size under three paradigms: time, peak memory, disk.

`python -m benchmarks.targets.norway --share 0.01 --months 12` is a trial of some seconds.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.measures.compilation import command_line
from benchmarks.report import PARADIGMS, table, write_figures
from benchmarks.targets.watch import watched
from experiments.machine.compiling import compile_once
from experiments.machine.processes import cores
from model.parameters.parameters import Parameters
from model.town.municipalities import SMALLEST, municipalities

MONTHS = 240
CLUSTER = 100  # cores
TARGET_S, TARGET_MB = 300.0, 400.0


def norway(months: int = MONTHS, share: float = 1.0, county: str | None = None) -> dict[str, Any]:
    """Run `samskaping national` as users do, and print; return the figures."""
    compile_once()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "out"
        command = [*command_line(), "national", "-o", str(folder), "--months", str(months), "--share", str(share),
                   "--paradigms", ",".join(PARADIGMS), "--quiet"]  # fmt: skip
        used = watched([*command, *(["--county", county] if county else [])])
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    places = [place for place in municipalities() if county in (None, place.county)]
    citizens = sum(max(SMALLEST, round(place.population * share)) for place in places)
    warm_up = Parameters().town.warm_up
    longest = max(place.population for place in places) / sum(place.population for place in places) / len(PARADIGMS)
    figures = {
        **asdict(used),
        "months": months,
        "share": share,
        "places": len(places),
        "citizens": citizens,
        "paradigms": len(PARADIGMS),
        "disk_mb": size / 1e6,
        "ns": used.processor_s * 1e9 / citizens / len(PARADIGMS) / (months + warm_up),
        "cores": cores(),
        "cluster_s": max(used.processor_s / CLUSTER, used.processor_s * longest),
        "longest_run_s": used.processor_s * longest,
    }
    show(figures)
    return figures


def show(figures: dict[str, Any]) -> None:
    """Print the figures."""
    table(
        f"{figures['places']} municipalities, {figures['citizens']:,} citizens, {figures['months']} months,"
        f" {figures['paradigms']} paradigms, {figures['cores']} cores",
        ("what", "figure", "target"),
        [
            ("wall time, s", figures["wall_s"], f"{TARGET_S:.0f}"),
            ("processor time, s", figures["processor_s"], ""),
            ("largest process, MB", figures["most_mb"], f"{TARGET_MB:.0f}"),
            ("of which private, MB", figures["most_private_mb"], ""),
            ("all processes, MB", figures["total_mb"], ""),
            ("results on disk, MB", figures["disk_mb"], ""),
            (f"{CLUSTER} cores would need, s", figures["cluster_s"], ""),
            ("the largest municipality alone, one paradigm, s", figures["longest_run_s"], ""),
        ],
        f"{CLUSTER} cores: processor time divided by {CLUSTER}, but no less than the largest run, which is one process",
    )


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.targets.norway", description=__doc__)
    parser.add_argument("--months", type=int, default=MONTHS)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--county")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a new file")
    asked = parser.parse_args()
    figures = norway(asked.months, asked.share, asked.county)
    write_figures(asked.json, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
