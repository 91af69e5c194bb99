"""Differences between paradigms as smooth surfaces over conditions, with the uncertainty of the surface.

A quadratic surface is fitted by least squares to the paired difference (mean over seeds) at the sampled points. Its
intervals and its error at points left out say how far to believe it; where the interval holds 0 nobody is called best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
import pandas as pd
from scipy import stats

from experiments.contingency.studies import CONDITIONS, HORIZONS, OUTCOMES, PARADIGMS, knowledge_shares
from experiments.estimates import CONFIDENCE
from experiments.results import Results
from model.parameters import Parameters

FOLDS = 10


@dataclass(frozen=True)
class Surface:
    """A quadratic surface: y = terms(x) b, x scaled to -1..1 over what was sampled.

    Attributes:
        low, high: of each condition in the sample, (conditions,).
        b: coefficients, (terms,). covariance: of `b`, (terms, terms). free: degrees of freedom.
        explained: share of variance explained at points left out of the fit (10-fold): 0 or less, it tells nothing.
    """

    low: np.ndarray
    high: np.ndarray
    b: np.ndarray
    covariance: np.ndarray
    free: int
    explained: float

    def at(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the mean difference at conditions `x`, (n, conditions), and half its 95 % interval, both (n,)."""
        terms = _terms(_scaled(x, self.low, self.high))
        sd = np.sqrt(np.maximum((terms @ self.covariance * terms).sum(axis=1), 0.0))
        return terms @ self.b, stats.t.ppf((1 + CONFIDENCE) / 2, self.free) * sd


def differences(results: Results) -> pd.DataFrame:
    """Return a row each point and horizon: conditions, then `(paradigm, outcome)` differences from the first paradigm.

    A difference is paired by seed and averaged over seeds.
    """
    names = [name for name in results.factors if name != "paradigm"]
    table = results.table[results.table["month"].isin(HORIZONS)]
    wide = table.pivot_table(index=[*names, "month"], columns="paradigm", values=list(OUTCOMES), aggfunc="mean")
    points = wide.index.to_frame(index=False)
    shares = np.array([knowledge_shares(point) for point in points[names].to_dict("records")])
    found = pd.DataFrame({
        "lived": shares[:, 0],
        "codified": shares[:, 1],
        **{c.name: points[c.factor].to_numpy() for c in CONDITIONS if c.factor},
        "horizon": points["month"].to_numpy() / 12.0,
    })  # fmt: skip
    found["budget"] /= Parameters().money.case_budget
    for paradigm in PARADIGMS[1:]:
        for outcome in OUTCOMES:
            found[paradigm, outcome] = (wide[outcome, paradigm] - wide[outcome, PARADIGMS[0]]).to_numpy()
    found["point"] = pd.factorize(pd.MultiIndex.from_frame(points[names]))[0]
    return found


def fit_surface(x: np.ndarray, y: np.ndarray, point: np.ndarray) -> Surface:
    """Return the surface of `y` (n,) over conditions `x` (n, conditions).

    Rows of one `point` (n,) are the same runs at several horizons: they are left out together when the surface is
    tried on points it has not seen, and the covariance is clustered by point (sandwich estimator).
    """
    low, high = x.min(axis=0), x.max(axis=0)
    terms = _terms(_scaled(x, low, high))
    b = np.linalg.lstsq(terms, y, rcond=None)[0]
    bread = np.linalg.pinv(terms.T @ terms)
    groups = np.unique(point)
    scores = np.stack([terms[point == g].T @ (y - terms @ b)[point == g] for g in groups])
    free = max(len(groups) - terms.shape[1], 1)
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
    return Surface(low, high, b, covariance, free, explained)


def best(surfaces: Sequence[Surface], x: np.ndarray, higher_is_better: bool) -> np.ndarray:
    """Return who is best at conditions `x`: 0 the first paradigm, 1 and on the others, -1 where it is not sure.

    Best is sure when its difference from each other paradigm is beyond what 95 % intervals leave open. Two
    paradigms' surfaces are treated as independent. Both are differences from the first paradigm's runs, so they go
    together, and intervals between them should be too wide rather than too narrow.
    """
    means, halves = [np.zeros(len(x))], [np.zeros(len(x))]
    for surface in surfaces:
        mean, half = surface.at(x)
        means.append(mean)
        halves.append(half)
    value = np.stack(means) * (1.0 if higher_is_better else -1.0)
    half = np.stack(halves)
    winner = value.argmax(axis=0)
    sure = np.ones(len(x), bool)
    for k in range(len(value)):
        gap = np.take_along_axis(value, winner[None], 0)[0] - value[k]
        slack = np.hypot(np.take_along_axis(half, winner[None], 0)[0], half[k])
        sure &= (winner == k) | (gap > slack)
    return np.where(sure, winner, -1)


def _scaled(x: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return 2.0 * (x - low) / np.where(high > low, high - low, 1.0) - 1.0


def _terms(x: np.ndarray) -> np.ndarray:
    pairs = [x[:, i] * x[:, j] for i, j in combinations_with_replacement(range(x.shape[1]), 2)]
    return np.stack([np.ones(len(x)), *x.T, *pairs], axis=1)
