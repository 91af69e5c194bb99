"""`python -m reference.plain_mesa`: compare results and speed of the plain and the fast implementation."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

from model.outcomes.outcomes import OUTCOMES
from reference.plain_mesa.agreement import LEVEL, MARGIN, agreement, compared, fast_runs, plain_runs

HEADLINES = {outcome.name for outcome in OUTCOMES if outcome.headline} | {"felt_voice", "horizontal_inequity"}


def arguments() -> argparse.Namespace:
    """Return the command-line arguments."""
    parser = argparse.ArgumentParser(prog="python -m reference.plain_mesa", description=__doc__)
    parser.add_argument("--citizens", type=int, default=400, help="in each town (default 400, at least 50)")
    parser.add_argument("--months", type=int, default=60, help="under the paradigm, after the warm-up (default 60)")
    parser.add_argument("--seeds", type=int, default=10, help="towns of the plain model (default 10, at least 2)")
    parser.add_argument("--fast-seeds", type=int, help="towns of the fast model (default five times as many)")
    parser.add_argument("--first-seed", type=int, default=1, metavar="S", help="seeds are S, S + 1, ... (default 1)")
    parser.add_argument("--paradigms", default="TPA,NPM,NPG", help="default TPA,NPM,NPG")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="change a parameter or rule")
    parser.add_argument("--all", action="store_true", help="print all outcomes, not only the headlines")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the whole table to a new file")
    asked = parser.parse_args()
    if asked.citizens < 50 or asked.months < 1 or asked.seeds < 2:
        parser.error("--citizens must be at least 50, --months at least 1, --seeds at least 2")
    if asked.csv is not None and asked.csv.exists():
        parser.error(f"{asked.csv} exists; nothing is overwritten")
    asked.changes = dict(pair.split("=", 1) for pair in asked.set)  # text is read as on any command line
    return asked


def figure(x: float) -> str:
    """Return a number with digits by its size."""
    return f"{x:,.0f}" if abs(x) >= 1000 else f"{x:.4f}"


def show(table: pd.DataFrame) -> None:
    """Print a comparison."""
    print(
        f"{'outcome':30s} {'plain':>10s} {'fast':>10s} {'difference':>10s} {'± (99 %)':>10s} {'%':>6s} {'p adj.':>7s}"
    )
    for row in table.itertuples():
        percent = f"{100 * row.difference / row.fast:.1f}" if abs(row.fast) > 1e-9 else "-"
        verdict = "  DISAGREE" if not row.agree else "" if row.inside else "  outside the margin"
        print(
            f"{row.outcome:30s} {figure(row.plain):>10s} {figure(row.fast):>10s} {figure(row.difference):>10s} "
            f"{figure(row.half_width):>10s} {percent:>6s} {row.adjusted:7.3f}{verdict}"
        )


def main() -> int:
    """Run both models, and print how they compare."""
    asked = arguments()
    many, first = asked.fast_seeds or 5 * asked.seeds, asked.first_seed
    frames, times = {}, {}
    fast_runs("TPA", 50, 1, [1])  # compiles everything
    for paradigm in asked.paradigms.split(","):
        plain = plain_runs(paradigm, asked.citizens, asked.months, range(first, first + asked.seeds), asked.changes)
        fast = fast_runs(paradigm, asked.citizens, asked.months, range(first, first + many), asked.changes)
        frames[paradigm] = compared(plain.outcomes, fast.outcomes)
        times[paradigm] = plain.ns, fast.ns
    table = agreement(frames)
    print(f"Larvik with {asked.citizens:,} citizens after {asked.months} months:", end=" ")
    print(f"{asked.seeds} towns of the plain model, {many} of the fast one.")
    print(f"They agree where p, adjusted for {len(table)} comparisons (Holm), is at least {LEVEL}.")
    print(f"The margin is {MARGIN} standard deviations between towns; a 90 % interval must lie inside.")
    for paradigm, part in table.groupby("paradigm", sort=False):
        print(f"\n{paradigm}")
        show(part if asked.all else part[part["outcome"].isin(HEADLINES) | ~part["agree"] | ~part["inside"]])
    print("\nnanoseconds of processor time per citizen and month (least over seeds)")
    for paradigm, (slow, quick) in times.items():
        print(f"{paradigm:6s} plain {slow:>10,.0f}   fast {quick:>8,.0f}   {slow / quick:6.0f} times")
    print(f"\n{int(table['agree'].sum())} of {len(table)} agree; {int(table['inside'].sum())} inside the margin")
    if asked.csv is not None:
        table.to_csv(asked.csv, index=False)
        print(asked.csv)
    return 0 if table["agree"].all() else 1


if __name__ == "__main__":
    sys.exit(main())
