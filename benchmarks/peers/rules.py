"""Numbers, outcomes and first month of TrustTown: all that its versions share. Needs numpy alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

TIES = 8  # of each citizen
DIMENSIONS, SEEN = 6, 4  # of a need, and how many of them the professional sees
ARRIVAL = 0.05  # chance of a need in a month, without an open one
INTERCEPT, BY_TRUST, BY_RESOURCES = -1.5, 2.0, 0.5  # log-odds of taking up a service
CAPACITY = 0.04  # cases a citizen and month
SLIP = 0.3  # how imprecisely the professional sees a dimension
NARROWNESS = 0.125  # how fast fit falls with squared distance
RETURNS = 0.5  # chance that a case without any fit comes back (failure demand)
GAIN, LOSS = 0.1, 0.2  # change of trust with fit above and below it
WAITING = 0.02  # share of trust that is lost in a month in the queue
INFLUENCE = 0.1  # weight of neighbours' mean trust
QUINTILES = 5
OUTCOMES = ("fit", "unmet", "trust", "gini", "gap")
"""Mean fit of the month's cases, share with an open need, mean trust, Gini coefficient of benefit, and the gap in
benefit between the richest and the poorest fifth. Benefit is the fit of a citizen's last case, in whole percent."""


@dataclass(frozen=True)
class Start:
    """A town in its first month, drawn with numpy's generator: the same in all versions."""

    trust: np.ndarray  # (citizens,) 0 to 1
    resources: np.ndarray  # (citizens,) standard normal
    quintile: np.ndarray  # (citizens,) 0 to 4, of resources
    ties: np.ndarray  # (citizens, TIES) rows of neighbours, uint32

    @property
    def capacity(self) -> int:
        """Cases that the professional takes in a month."""
        return max(1, round(CAPACITY * len(self.trust)))


def start(citizens: int, seed: int) -> Start:
    """Return the town of so many citizens, at least 10, that belongs to a seed."""
    rng = np.random.default_rng(seed)
    resources = rng.standard_normal(citizens)
    rank = np.argsort(np.argsort(resources))
    return Start(
        trust=rng.uniform(0.3, 0.8, citizens),
        resources=resources,
        quintile=(rank * QUINTILES // citizens).astype(np.uint8),
        ties=rng.integers(0, citizens, (citizens, TIES)).astype(np.uint32),
    )


def gini(percent: np.ndarray) -> float:
    """Return the Gini coefficient of whole numbers from 0 to 100; 0 where all are 0."""
    counts = np.bincount(percent, minlength=101)
    values = np.arange(101)
    n, total = int(counts.sum()), int((counts * values).sum())
    if total == 0:
        return 0.0
    below = np.cumsum(counts) - counts
    ranked = int((values * (counts * below + counts * (counts + 1) // 2)).sum())
    return 2.0 * ranked / (n * total) - (n + 1.0) / n
