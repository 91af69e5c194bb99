"""Quadratic surfaces fitted by least squares to an outcome at sampled points, with the uncertainty of the surface.

The intervals of a surface, and its error at points left out of the fit, show how reliable it is. All points share their
seeds, so points and seeds are two samples, and each adds to the variance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from scipy import stats

from experiments.runs.estimates import CONFIDENCE

FOLDS = 10


@dataclass(frozen=True)
class Surface:
    """A quadratic surface: y = terms(x) b, x scaled to -1..1 over what was sampled.

    Attributes:
        low, high: of each condition in the sample, (conditions,).
        b: coefficients, (terms,). covariance: of `b`, (terms, terms). free: degrees of freedom.
        explained: share of variance explained at points left out of the fit (10-fold); 0 or less if it predicts
            nothing.
        by_seed: variance of the surface that all points share, since they share their seeds.
        seeds: how many seeds there are.
        squared: whether each condition has a square, (conditions,); a condition at two levels has none.
    """

    low: np.ndarray
    high: np.ndarray
    b: np.ndarray
    covariance: np.ndarray
    free: int
    explained: float
    by_seed: float = 0.0
    seeds: int = 1
    squared: tuple[bool, ...] = ()

    def at(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the mean difference at conditions `x`, (n, conditions), and half its 95 % interval, both (n,)."""
        terms = _terms(_scaled(x, self.low, self.high), self.squared)
        of_points = np.maximum((terms @ self.covariance * terms).sum(axis=1), 0.0)
        both = of_points + self.by_seed
        free = np.full(len(both), float(self.free))
        if self.by_seed > 0:  # Satterthwaite 1946, doi:10.2307/3002019
            free = both**2 / (of_points**2 / self.free + self.by_seed**2 / (self.seeds - 1))
        return terms @ self.b, stats.t.ppf((1 + CONFIDENCE) / 2, free) * np.sqrt(both)


def fit_surface(x: np.ndarray, y: np.ndarray, point: np.ndarray) -> Surface:
    """Return the surface of `y` over conditions `x` (n, conditions).

    `y` is (n, seeds), or (n,) where there is one seed: then the interval is for that seed alone. Rows of one `point`
    (n,) are the same runs at several horizons. Cross-validation leaves them out together. The covariance is clustered
    by point (sandwich estimator). The seeds' part of the variance is in `by_seed`.
    """
    low, high = x.min(axis=0), x.max(axis=0)
    squared = tuple(len(np.unique(column)) > 2 for column in x.T)
    terms = _terms(_scaled(x, low, high), squared)
    each = y.reshape(len(x), -1)
    y = np.nanmean(each, axis=1)
    b = np.linalg.lstsq(terms, y, rcond=None)[0]
    bread = np.linalg.pinv(terms.T @ terms)
    groups = np.unique(point)
    free = max(len(groups) - terms.shape[1], 1)
    scores = np.stack([terms[point == g].T @ (y - terms @ b)[point == g] for g in groups])
    covariance = bread @ (scores.T @ scores) @ bread * len(groups) / free
    missed = np.empty(len(y))
    for fold in range(FOLDS):
        out = point % FOLDS == fold
        if out.any() and not out.all():
            missed[out] = y[out] - terms[out] @ np.linalg.lstsq(terms[~out], y[~out], rcond=None)[0]
        else:
            missed[out] = y[out] - y.mean()
    spread = float(((y - y.mean()) ** 2).sum())
    explained = 1.0 - float((missed**2).sum()) / spread if spread > 0 else 0.0
    return Surface(low, high, b, covariance, free, explained, _by_seed(terms, each), each.shape[1], squared)


def _by_seed(terms: np.ndarray, each: np.ndarray) -> float:
    """Return the variance of the mean surface that is due to the seeds, averaged over rows; 0 with one seed.

    Each seed has its own surface, and the mean surface averages them. Chance at single points enters here and in the
    covariance by point, so intervals are too wide rather than too narrow.
    """
    complete = np.isfinite(each).all(axis=1)
    terms, each, seeds = terms[complete], each[complete], each.shape[1]
    if seeds < 2 or not complete.any():
        return 0.0
    apart = each - each.mean(axis=1, keepdims=True)
    surfaces = terms @ np.linalg.lstsq(terms, apart, rcond=None)[0]
    return float((surfaces**2).sum(axis=1).mean() / (seeds * (seeds - 1)))


def _scaled(x: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return 2.0 * (x - low) / np.where(high > low, high - low, 1.0) - 1.0


def _terms(x: np.ndarray, squared: Sequence[bool]) -> np.ndarray:
    """Return 1, each condition, and each product of two conditions, (n, terms)."""
    places = combinations_with_replacement(range(x.shape[1]), 2)
    products = [x[:, i] * x[:, j] for i, j in places if i != j or squared[i]]
    return np.stack([np.ones(len(x)), *x.T, *products], axis=1)
