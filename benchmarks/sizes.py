"""Do fewer simulated citizens stand for the same municipality? `python -m benchmarks.sizes [--quick] [--write PAGE]`.

Each municipality is simulated in full and with fewer citizens, with the same seeds. The mismatch of an outcome is the
mean over seeds of (fewer - full), with its 90 % interval. A size is valid if the interval of every outcome with a
margin lies inside the margin. This must hold in levels and in differences between paradigms, there and at all larger
sizes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from benchmarks.report import table
from experiments.defaults import VALID_DIFFERENCES
from model import GovernanceModel, municipality
from model.town.municipalities import SMALLEST_VALID

TOWNS = ("Larvik", "Alta")
SIZES = (1_000, 2_000, 3_000, 5_000, 10_000)
PARADIGMS = ("status-quo", "TPA", "NPM", "NPG")
DIFFERENCES = (("NPM", "TPA"), ("NPG", "TPA"))
MONTHS, SEEDS = 120, 32  # half-widths of fit then are about a third of its margin
FIRST_SEED = 101  # earlier seeds were used while sub-samples were built
QUICK_TOWN, QUICK_MONTHS, QUICK_SEEDS = "Risør", 24, 6
COST = "cost_per_met_need_nok"

# Half the smallest relevant effect; cost as a share of its mean under TPA in full size.
MARGINS = {"load": 0.03, "strain": 0.03, "fit": 0.01, "justice": 0.01, "met_need": 0.01, COST: 0.015}
SHOWN = ("wait", "hours_idle", "trust", "turnover")  # without a margin
CONFIDENCE = 0.90


@dataclass(frozen=True)
class Row:
    """The mismatch of one outcome at one size, as a level of a paradigm or as a difference between two."""

    town: str
    citizens: int
    outcome: str
    what: str
    full: float
    mismatch: float
    half_width: float
    margin: float | None
    inside: bool | None


def last_outcomes(job: tuple[str, str, int | None, int, int]) -> dict[str, float | str | int]:
    """Run (town, paradigm, citizens or None, seed, months); return the last month's outcomes, with the job."""
    town, paradigm, citizens, seed, months = job
    model = GovernanceModel(paradigm=paradigm, municipality=town, citizens=citizens, rng=seed)
    model.run(months)
    model.close()
    found = {name: model.outcomes[name] for name in (*MARGINS, *SHOWN)}
    return {"town": town, "paradigm": paradigm, "citizens": citizens or 0, "seed": seed, **found}


def runs(towns: Iterable[str], sizes: Sequence[int], seeds: int, months: int) -> pd.DataFrame:
    """Return a row of outcomes for each town, paradigm, size (0: in full) and seed."""
    jobs = [
        (town, paradigm, citizens, seed, months)
        for town in towns
        for citizens in (None, *(n for n in sizes if n < municipality(town).population))
        for paradigm in PARADIGMS
        for seed in range(FIRST_SEED, FIRST_SEED + seeds)
    ]
    last_outcomes((jobs[0][0], "TPA", 50, 1, 1))  # compile once
    with ProcessPoolExecutor(os.cpu_count(), mp_context=multiprocessing.get_context("spawn")) as pool:
        return pd.DataFrame(pool.map(last_outcomes, jobs))


def mismatches(found: pd.DataFrame) -> list[Row]:
    """Return the mismatch of every town, size, outcome, paradigm and difference."""
    rows = []
    for town, runs_of_town in found.groupby("town", sort=False):
        by_size = {n: part.set_index(["paradigm", "seed"]).sort_index() for n, part in runs_of_town.groupby("citizens")}
        full = by_size.pop(0)
        for citizens, few in by_size.items():
            for outcome in (*MARGINS, *SHOWN):
                unit = float(full.loc["TPA"][outcome].mean()) if outcome == COST else 1.0
                small, large = few[outcome] / unit, full[outcome] / unit
                for what in (*((p,) for p in PARADIGMS), *DIFFERENCES):
                    level = large[what[0]] - (large[what[1]] if len(what) == 2 else 0.0)
                    gap = small[what[0]] - (small[what[1]] if len(what) == 2 else 0.0) - level
                    half = float(stats.t.ppf(0.5 + CONFIDENCE / 2, len(gap) - 1) * gap.std() / np.sqrt(len(gap)))
                    mean, margin = float(gap.mean()), MARGINS.get(outcome)
                    inside = None if margin is None else bool(abs(mean) + half <= margin)
                    name = " - ".join(what)
                    rows.append(
                        Row(str(town), int(citizens), outcome, name, float(level.mean()), mean, half, margin, inside)
                    )
    return rows


def smallest_valid(rows: Sequence[Row]) -> int | None:
    """Return the smallest size from which on all outcomes with a margin are inside it; None if there is none."""
    valid = None
    for size in sorted({row.citizens for row in rows}, reverse=True):
        if any(row.inside is False for row in rows if row.citizens == size):
            break
        valid = size
    return valid


def show(rows: Sequence[Row]) -> None:
    """Print a table for each town and size."""
    for town, size in dict.fromkeys((row.town, row.citizens) for row in rows):
        here = [row for row in rows if (row.town, row.citizens) == (town, size)]
        lines = [
            [f"{row.outcome} {row.what}", f"{row.full:.4f}", f"{row.mismatch:+.4f}", f"{row.half_width:.4f}",
             "-" if row.margin is None else f"{row.margin:.3f}",
             {True: "inside", False: "OUTSIDE", None: "-"}[row.inside]]
            for row in here
        ]  # fmt: skip
        table(
            f"{town}, {size:,} citizens against all {municipality(town).population:,}",
            ["outcome", "in full", "mismatch", "± (90 %)", "margin", "verdict"], lines,
        )  # fmt: skip


def main() -> int:
    """Measure, print, and write the page; exit with 1 if a mismatch is certain (--quick) or the constant is not met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sizes", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one small municipality, two years, few seeds")
    parser.add_argument("--seeds", type=int, help=f"towns of each size (default {SEEDS})")
    parser.add_argument("--towns", nargs="+", default=list(TOWNS), help=f"default {', '.join(TOWNS)}")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the page, and its values beside it")
    asked = parser.parse_args()
    seeds = asked.seeds or (QUICK_SEEDS if asked.quick else SEEDS)
    if seeds < 2:
        parser.error("--seeds must be at least 2")
    if asked.quick:
        rows = mismatches(runs([QUICK_TOWN], [SMALLEST_VALID], seeds, QUICK_MONTHS))
        show(rows)
        certain = [row for row in rows if row.margin is not None and abs(row.mismatch) - row.half_width > row.margin]
        print(f"\n{len(certain)} mismatches are certain to exceed their margin")
        return 1 if certain else 0
    rows = mismatches(runs(asked.towns, SIZES, seeds, MONTHS))
    show(rows)
    valid = smallest_valid(rows)
    differences = smallest_valid([row for row in rows if " - " in row.what])
    print(f"\nsmallest valid size: {valid or 'none'}, for differences alone {differences or 'none'};", end=" ")
    print(f"the model states {SMALLEST_VALID:,}")
    if asked.write is not None:
        write_page(asked.write, rows, asked.towns, seeds, valid, differences)
    return 0 if valid is not None and valid <= SMALLEST_VALID else 1


def write_page(
    path: Path, rows: Sequence[Row], towns: Sequence[str], seeds: int, valid: int | None, differences: int | None
) -> None:
    """Write the page of sizes and its values."""
    from agents.engine.cache import source_hash
    from experiments.evidence.pages import write

    write(path, "sizes", {
        "command": "python -m benchmarks.sizes --write docs/sizes.md", "model": source_hash("agents", "model"),
        "months": MONTHS, "seeds": seeds,
        "towns": [[town, municipality(town).population] for town in towns], "rows": rows,
        "valid": valid, "differences": differences, "stated": SMALLEST_VALID, "noted": VALID_DIFFERENCES,
    })  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
