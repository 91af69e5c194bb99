"""References at which trust is at rest under the status quo: `python -m experiments.evidence.calibration.rest`.

No paradigm is simulated. `trust.neutrality_reference` is the status quo's horizontal inequity.
`trust.satisfaction_reference` is the value at which mean trust does not change over the last four of five years. The
seeds are fixed, so the command prints the same numbers each time. It does not change defaults.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from scipy.optimize import brentq

from experiments.evidence.calibration.fit import Bench
from experiments.evidence.calibration.measures import sample

TOWNS, CITIZENS, SEEDS = 8, 4000, range(1, 5)
RANGE = (0.25, 0.60)  # of the reference of satisfaction
PRECISION = 0.0005


def references(bench: Bench, progress: Callable[[str], None] = lambda _: None) -> dict[str, float]:
    """Return the references by dotted name, rounded to three digits."""
    usual = round(float(bench.means({})["horizontal_inequity"]), 3)
    progress(f"horizontal inequity {usual:.3f}")

    def change_of_trust(reference: float) -> float:
        change = bench.means({"trust.neutrality_reference": usual, "trust.satisfaction_reference": reference})
        progress(f"satisfaction_reference {reference:.4f}: trust changes by {change['trust_change']:+.4f}")
        return float(change["trust_change"])

    at_rest = round(float(brentq(change_of_trust, *RANGE, xtol=PRECISION)), 3)
    return {"trust.neutrality_reference": usual, "trust.satisfaction_reference": at_rest}


if __name__ == "__main__":
    found = references(Bench(sample(TOWNS), CITIZENS, SEEDS), lambda line: print(line, file=sys.stderr))
    for name, value in found.items():
        print(f"{name} = {value:g}")
