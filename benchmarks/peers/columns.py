"""TrustTown in numpy columns, with a scipy matrix of neighbours; the steps also serve `frames` and `records`."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from benchmarks.peers import rules


def arrivals(rng: Any, need: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows of citizens in whom a need arrives, and their needs, (rows, 6)."""
    rows = np.flatnonzero((rng.random(len(need)) < rules.ARRIVAL) & (need == 0))
    return rows, rng.standard_normal((len(rows), rules.DIMENSIONS))


def applicants(rng: Any, need: np.ndarray, trust: np.ndarray, resources: np.ndarray) -> np.ndarray:
    """Return the rows of people in need who apply."""
    rows = np.flatnonzero(need)
    odds = rules.INTERCEPT + rules.BY_TRUST * trust[rows] + rules.BY_RESOURCES * resources[rows]
    return rows[rng.random(len(rows)) < 1.0 / (1.0 + np.exp(-odds))]


def queue(rng: Any, rows: np.ndarray, capacity: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the applicants who are served and the applicants who wait, in random order."""
    if len(rows) <= capacity:
        return rows, rows[:0]
    order = np.argpartition(rng.random(len(rows)), capacity - 1)
    return rows[order[:capacity]], rows[order[capacity:]]


def cases(rng: Any, vectors: np.ndarray, trust: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return fit, trust afterwards, and whether the need is still open, of cases with needs (cases, 6) and trust."""
    off = rules.SLIP * (vectors[:, : rules.SEEN] + rng.standard_normal((len(vectors), rules.SEEN)))
    missed = vectors[:, rules.SEEN :]
    fit = np.exp(-rules.NARROWNESS * ((off * off).sum(axis=1) + (missed * missed).sum(axis=1)))
    gap = fit - trust
    after = trust + np.where(gap > 0.0, rules.GAIN, rules.LOSS) * gap
    return fit, after, rng.random(len(fit)) < rules.RETURNS * (1.0 - fit)


def neighbours(ties: np.ndarray) -> Any:
    """Return the matrix that takes neighbours' means."""
    n = len(ties)
    start = np.arange(0, n * rules.TIES + 1, rules.TIES)
    return csr_matrix((np.full(n * rules.TIES, 1.0 / rules.TIES), ties.ravel().astype(np.int32), start), shape=(n, n))


def outcomes(fit: np.ndarray, need: np.ndarray, trust: np.ndarray, benefit: np.ndarray, quintile: np.ndarray) -> Any:
    """Return the month's outcomes (`rules.OUTCOMES`)."""
    by_quintile = np.bincount(quintile, weights=benefit) / np.bincount(quintile)
    gap = (by_quintile[-1] - by_quintile[0]) * 0.01
    return fit.mean() if len(fit) else 0.0, need.mean(), trust.mean(), rules.gini(benefit), gap


def percent(fit: np.ndarray) -> np.ndarray:
    """Return fit as benefit: whole percent."""
    return (100.0 * fit + 0.5).astype(np.uint8)


class TrustTown:
    """The town in numpy columns."""

    def __init__(self, citizens: int, seed: int) -> None:
        first = rules.start(citizens, seed)
        self.rng = np.random.Generator(np.random.SFC64(seed))
        self.trust, self.resources, self.quintile = first.trust, first.resources, first.quintile
        self.capacity, self.neighbours = first.capacity, neighbours(first.ties)
        self.need, self.benefit = np.zeros(citizens, np.uint8), np.zeros(citizens, np.uint8)
        self.vector = np.zeros((citizens, rules.DIMENSIONS))

    def live_a_month(self) -> Any:
        """Simulate a month; return its outcomes."""
        rng, trust, need = self.rng, self.trust, self.need
        rows, vectors = arrivals(rng, need)
        need[rows] = 1
        self.vector[rows] = vectors
        served, left = queue(rng, applicants(rng, need, trust, self.resources), self.capacity)
        trust[left] *= 1.0 - rules.WAITING
        fit, trust[served], need[served] = cases(rng, self.vector[served], trust[served])
        self.benefit[served] = percent(fit)
        trust += rules.INFLUENCE * (self.neighbours @ trust - trust)
        return outcomes(fit, need, trust, self.benefit, self.quintile)

    def run(self, months: int) -> np.ndarray:
        """Simulate some months; return their outcomes, (months, outcomes)."""
        return np.array([self.live_a_month() for _ in range(months)])
