"""Are the versions of TrustTown the same model? Their outcomes are compared over seeds, before any is timed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy import stats

from benchmarks.peers.rules import OUTCOMES

CITIZENS, MONTHS, LATE = 500, 60, 30  # the last months count
SEEDS = 40
LEVEL = 0.01  # of all tests together (Holm)


@dataclass(frozen=True)
class Agreement:
    """How one version differs from the first in one outcome."""

    version: str
    outcome: str
    mean: float
    difference: float
    z: float
    p: float


def means(version: Any, seeds: int = SEEDS) -> np.ndarray:
    """Return the mean outcomes of the late months for every seed, (seeds, outcomes)."""
    runs = [np.array(version.run(CITIZENS, seed, MONTHS))[-LATE:].mean(axis=0) for seed in range(1, seeds + 1)]
    return np.array(runs)


def compared(versions: Sequence[Any], seeds: int = SEEDS) -> list[Agreement]:
    """Compare each version with the first by Welch's test, p-values adjusted by Holm's method.

    Versions with the same chance have the same outcomes, so that the test says nothing beyond that.
    """
    base, *others = (means(version, seeds) for version in versions)
    rows = []
    for version, found in zip(versions[1:], others):
        for k, outcome in enumerate(OUTCOMES):
            ours, theirs = base[:, k], found[:, k]
            gap = float(theirs.mean() - ours.mean())
            z = gap / float(np.sqrt(ours.var(ddof=1) / seeds + theirs.var(ddof=1) / seeds))
            p = float(stats.ttest_ind(theirs, ours, equal_var=False).pvalue)
            rows.append(Agreement(version.version.name, outcome, float(theirs.mean()), gap, z, p))
    return rows


def disagreeing(rows: Sequence[Agreement]) -> list[Agreement]:
    """Return the rows that are significant after Holm's adjustment, the clearest first."""
    found = []
    for place, row in enumerate(sorted(rows, key=lambda row: row.p)):
        if row.p * (len(rows) - place) >= LEVEL:
            break
        found.append(row)
    return found


def as_figures(rows: Sequence[Agreement]) -> list[dict[str, Any]]:
    """Return the rows as plain values."""
    return [asdict(row) for row in rows]
