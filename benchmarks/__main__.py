"""`python -m benchmarks [speed|memory|phases|compile|warmup|all]`: print tables; `--json` writes the figures."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from benchmarks.report import SIZES, machine, yardstick

WHAT = ("speed", "memory", "phases", "compile")


def arguments() -> argparse.Namespace:
    """Return the command-line arguments."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", nargs="?", default="all", choices=(*WHAT, "warmup", "all"))
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES), help="citizens, from 50")
    parser.add_argument("--repeats", type=int, default=5, help="repeats of every measurement (default 5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a new file")
    asked = parser.parse_args()
    if asked.repeats < 1 or min(asked.sizes) < 50:
        parser.error("--repeats must be at least 1, and --sizes at least 50")
    if asked.json is not None and asked.json.exists():
        parser.error(f"{asked.json} exists; nothing is overwritten")
    return asked


def main() -> None:
    """Run the chosen measurements."""
    asked = arguments()
    figures: dict[str, Any] = {"machine": machine()}
    print("python {python}, {processors} processors, load {load}".format(**figures["machine"]))
    figures["yardstick_ns"] = yardstick()
    print(f"yardstick: {figures['yardstick_ns']:.1f} ns for a normal deviate; compare runs in which it is the same")
    for what in WHAT if asked.what == "all" else (asked.what,):
        if what == "speed":
            from benchmarks.speed import speed

            figures[what] = speed(asked.sizes, asked.repeats)
        elif what == "memory":
            from benchmarks.memory import memory

            figures[what] = memory(asked.sizes)
        elif what == "phases":
            from benchmarks.phases import phases

            figures[what] = phases([size for size in asked.sizes if size <= 100_000] or asked.sizes, asked.repeats)
        elif what == "warmup":
            from benchmarks.warm_up import warm_up

            figures[what] = warm_up(asked.repeats)
        else:
            from benchmarks.compilation import compilation

            figures[what] = compilation(asked.repeats)
    figures["yardstick_after_ns"] = yardstick()
    print(f"\nyardstick afterwards: {figures['yardstick_after_ns']:.1f} ns")
    if asked.json is not None:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        print(f"\n{asked.json}")


if __name__ == "__main__":
    main()
