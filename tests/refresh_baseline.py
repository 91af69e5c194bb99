"""Write the numbers that `test_baseline.py` holds the model to. Run it when a change of results is meant:

    python tests/refresh_baseline.py            # shows what moved, and writes tests/baseline/outcomes.csv
    python tests/refresh_baseline.py --show     # only shows

The file holds every outcome under every preset: the mean of the last 12 of 36 months and of seeds 1 to 3. The town has
1,500 citizens of the default municipality and default parameters.
"""

from __future__ import annotations

import csv
import math
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

if __name__ == "__main__":  # from any folder, without installing
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from model import GovernanceModel
from model.outcomes.outcomes import NAMES
from model.paradigms.presets import PRESETS

FILE = Path(__file__).resolve().parent / "baseline" / "outcomes.csv"
COMMAND = "python tests/refresh_baseline.py"
CITIZENS, MONTHS, LAST, SEEDS = 1500, 36, 12, (1, 2, 3)
SHOWN = 1e-9  # relative change that is shown
ALLOWED = 1e-6  # relative change that another platform's mathematical library may make

Numbers = dict[str, dict[str, float]]  # by preset and outcome
Move = tuple[str, str, float, float]  # preset, outcome, in the file, now


def summary(preset: str) -> dict[str, float]:
    """Return the mean of every outcome over the last year and the seeds."""
    total = dict.fromkeys(NAMES, 0.0)
    for seed in SEEDS:
        model = GovernanceModel(paradigm=preset, citizens=CITIZENS, rng=seed)
        last = model.run(months=MONTHS).tail(LAST)
        model.close()
        for name in NAMES:
            total[name] += math.fsum(last[name]) / LAST / len(SEEDS)
    return total


def read(file: Path = FILE) -> Numbers:
    """Return the numbers in the file (none when there is no file)."""
    numbers: Numbers = {}
    if file.exists():
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                numbers.setdefault(row["preset"], {})[row["outcome"]] = float(row["mean"])
    return numbers


def write(numbers: Numbers, file: Path = FILE) -> None:
    """Write the numbers, each with all its digits."""
    file.parent.mkdir(exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines, lineterminator="\n")
        out.writerow(["preset", "outcome", "mean"])
        for preset, means in numbers.items():
            out.writerows([preset, outcome, repr(float(mean))] for outcome, mean in means.items())


def change(old: float, new: float) -> float:
    """Return the relative change, infinite where one of the two is missing (NaN)."""
    if math.isnan(old) or math.isnan(new):
        return math.inf
    return abs(new - old) / max(abs(old), abs(new), 1e-9)


def moves(old: Numbers, new: Numbers, beyond: float = SHOWN) -> list[Move]:
    """Return what moved by more than `beyond`, what is new, and what is gone (NaN stands for a missing number)."""
    found = []
    for preset in [*new, *(p for p in old if p not in new)]:
        before, now = old.get(preset, {}), new.get(preset, {})
        for outcome in [*now, *(o for o in before if o not in now)]:
            pair = before.get(outcome, math.nan), now.get(outcome, math.nan)
            if change(*pair) > beyond:
                found.append((preset, outcome, *pair))
    return found


def table(moved: list[Move]) -> str:
    """Return what moved as a table."""
    rows = [("preset", "outcome", "in the file", "now", "change")]
    for preset, outcome, old, new in moved:
        share = change(old, new)
        shown = (
            ""
            if math.isinf(share)
            else (f"{(new - old) / max(abs(old), 1e-9):+.2%}" if share > 1e-4 else f"{share:.1e}")
        )
        rows.append((preset, outcome, f"{old:.6g}", f"{new:.6g}", shown))
    widths = [max(len(row[k]) for row in rows) for k in range(5)]
    return "\n".join(
        "  ".join(
            cell.ljust(w) if k < 2 else cell.rjust(w) for k, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def main(arguments: list[str]) -> int:
    """Show what moved, and write it unless asked only to show."""
    if set(arguments) - {"--show"}:
        print(__doc__)
        return 2
    with ThreadPoolExecutor() as pool:
        numbers = dict(zip(PRESETS, pool.map(summary, PRESETS), strict=True))
    moved = moves(read(), numbers)
    print(table(moved) if moved else "nothing moved")
    if "--show" not in arguments:
        write(numbers)
        print(f"{len(moved)} of {len(PRESETS) * len(NAMES)} numbers moved; written to {FILE}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
