"""How outcomes depend on how many citizens stand for the same municipality: `python -m benchmarks.sizes`."""

import sys

from benchmarks.report import table
from model import GovernanceModel

SIZES = ((1_000, 8), (3_000, 8), (10_000, 8), (49_022, 8))  # citizens, seeds
SHOWN = ("load", "wait", "strain", "fit", "met_need", "justice", "trust", "cost_per_met_need_nok", "hours_idle")
PARADIGMS = ("TPA", "NPG")
MONTHS = 60


def main() -> int:
    """Print the mean of each outcome over seeds, by size and paradigm."""
    rows = []
    for citizens, seeds in SIZES:
        for paradigm in PARADIGMS:
            ends = [
                GovernanceModel(paradigm=paradigm, citizens=citizens, rng=seed).run(MONTHS).iloc[-1]
                for seed in range(1, seeds + 1)
            ]
            means = [sum(end[name] for end in ends) / seeds for name in SHOWN]
            shown = [f"{mean:.3f}" if mean < 100 else f"{mean:,.0f}" for mean in means]
            rows.append([f"{citizens:,}", paradigm, seeds, *shown])
    head = ["citizens", "paradigm", "seeds", *SHOWN]
    table(f"Larvik by citizens simulated, after {MONTHS} months (means over seeds)", head, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
