"""Differences between paradigms as smooth surfaces over conditions, with the uncertainty of the surface.

A quadratic surface is fitted by least squares to the paired difference (mean over seeds) at the sampled points. Its
intervals and its error at points left out of the fit show how reliable it is.

All points share their seeds, so points and seeds are two samples, and each adds to the variance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
import pandas as pd
from scipy import stats

from experiments.evidence.arms import VERSIONS
from experiments.evidence.contingency.studies import CONDITIONS, HORIZONS, OUTCOMES, PARADIGMS, Map, knowledge_shares
from experiments.evidence.listed import Values
from experiments.runs.estimates import CONFIDENCE
from model.parameters.parameters import Parameters

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


def conditions_of(study: Map) -> pd.DataFrame:
    """Return the sampled conditions: a row each point and horizon, with a column each condition, and `point`."""
    today = Parameters().money.case_budget
    rows = []
    for k, sampled in enumerate(study.sampled):
        lived, codified = knowledge_shares(sampled)
        conditions = {c.name: sampled[c.setting] for c in CONDITIONS if c.setting}
        conditions |= {"lived": lived, "codified": codified, "levers": float(study.levers[k])}
        conditions["budget"] /= today
        rows += [{**conditions, "horizon": month / 12.0, "point": k} for month in HORIZONS]
    return pd.DataFrame(rows)


def differences(study: Map, values: Values) -> tuple[pd.DataFrame, dict[tuple[str, str, str], np.ndarray]]:
    """Return how paradigms differ from the first one, at each point and horizon.

    Returns:
        The conditions, see `conditions_of`.
        The differences seed by seed, (rows, seeds), by (version, paradigm, outcome); NaN where a run is missing.
    """
    by_seed = {}
    for version in VERSIONS:
        for paradigm in PARADIGMS[1:]:
            for outcome in OUTCOMES:
                by_seed[version, paradigm, outcome] = np.stack([
                    values.of((k, version, paradigm), outcome, month)
                    - values.of((k, version, PARADIGMS[0]), outcome, month)
                    for k in range(len(study.sampled)) for month in HORIZONS
                ])  # fmt: skip
    return conditions_of(study), by_seed


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


def best(surfaces: Sequence[Surface], x: np.ndarray, higher_is_better: bool) -> np.ndarray:
    """Return the significantly best paradigm at conditions `x`: 0 is the first, 1 and on the others, -1 none.

    A paradigm is best where its difference from each other paradigm exceeds the 95 % interval. Surfaces of two
    paradigms are treated as independent. Both are differences from the same runs, so they are correlated, and the
    intervals between them are too wide rather than too narrow.
    """
    means, halves = [np.zeros(len(x))], [np.zeros(len(x))]
    for surface in surfaces:
        mean, half = surface.at(x)
        means.append(mean)
        halves.append(half)
    value = np.stack(means) * (1.0 if higher_is_better else -1.0)
    half = np.stack(halves)
    winner = value.argmax(axis=0)
    significant = np.ones(len(x), bool)
    for k in range(len(value)):
        gap = np.take_along_axis(value, winner[None], 0)[0] - value[k]
        slack = np.hypot(np.take_along_axis(half, winner[None], 0)[0], half[k])
        significant &= (winner == k) | (gap > slack)
    return np.where(significant, winner, -1)


def _scaled(x: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return 2.0 * (x - low) / np.where(high > low, high - low, 1.0) - 1.0


def _terms(x: np.ndarray, squared: Sequence[bool]) -> np.ndarray:
    """Return 1, each condition, and each product of two conditions, (n, terms)."""
    places = combinations_with_replacement(range(x.shape[1]), 2)
    products = [x[:, i] * x[:, j] for i, j in places if i != j or squared[i]]
    return np.stack([np.ones(len(x)), *x.T, *products], axis=1)
