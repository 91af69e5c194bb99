"""Differences between two levels of a factor, such as two paradigms, with everything else and the seed the same.

The difference is taken point by point and seed by seed, then averaged over points, which leaves one number per seed.
The interval is that of their mean, by a bootstrap over seeds: it holds for these points, not for others. `p05`, `p95`
and `higher` describe how differences vary between points.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from agents.errors import InputError
from experiments.analysis.points import Points, other_lists
from experiments.runs.estimates import interval, t_quantile

FEWEST = 5
"""Fewest seeds for bootstrap intervals; with fewer, a resample too often repeats one seed."""

_THIRDS = 3
_AT_A_TIME = 20_000_000  # numbers in memory


def contrasts(
    points: Points,
    factor: str = "paradigm",
    against: Any = None,
    by: Sequence[str] = (),
    resamples: int = 5000,
    seed: int = 1,
) -> pd.DataFrame:
    """Return how the levels of `factor` differ from one of them, with 95 % intervals.

    Columns: `by...`, then `outcome, base, level, points, seeds, difference, low, high, p05, p95, higher`. `difference`
    is level minus base in the outcome's unit. `p05` and `p95` are percentiles over points of the mean difference at
    each. `higher` is the share of points at which it is above 0. With one seed low and high are NaN.

    Args:
        points: the points to compare (`points_of`).
        factor: a list factor.
        against: the level that others are compared with; None is the first.
        by: other factors; the comparison is repeated for each combination of their levels, or thirds of a range.
        resamples: of the bootstrap.
        seed: of the bootstrap.

    Raises:
        InputError: a factor or a level is unknown, or the levels have no points in common.
    """
    levels = points.levels(factor)
    base = levels[0] if against is None else points.level(factor, against)
    if len(levels) < 2:
        raise InputError(
            "{factor} has only the level {level} here, so there is nothing to compare it with{others}",
            factor=factor,
            level=base,
            others=other_lists(points, factor),
        )
    if factor in by:
        raise InputError("{factor} is the factor compared, so it cannot be in --by too", factor=factor)
    rows, by_seed = [], []
    for level in levels:
        if level == base:
            continue
        others, values = points.across(factor, [base, level])
        change = values[1] - values[0]
        for key, chosen in _groups(points, others, by):
            for k, outcome in enumerate(points.outcomes):
                part = change[chosen, :, k]
                part = part[np.isfinite(part).all(axis=1)]
                by_seed.append(part.mean(axis=0) if len(part) else np.full(part.shape[1], np.nan))
                rows.append([*key, outcome, base, level, len(part), part.shape[1], *_spread(part.mean(axis=1))])
    keys = [*by, "outcome", "base", "level", "points", "seeds"]
    table = pd.DataFrame(rows, columns=[*keys, "p05", "p95", "higher"])
    intervals = pd.DataFrame(mean_intervals(np.array(by_seed), resamples, seed), columns=["difference", "low", "high"])
    return pd.concat([table[keys], intervals, table[["p05", "p95", "higher"]]], axis=1)


def mean_intervals(samples: np.ndarray, resamples: int, seed: int) -> np.ndarray:
    """Return mean, low and high, (rows, 3), of each row of `samples`, (rows, n), by bootstrap.

    It is a percentile interval, widened as by Hesterberg 2015 (doi:10.1080/00031305.2015.1089789, "expanded
    percentile"), since the plain one is too narrow when n is small. Below `FEWEST` it is Student's t-interval; with
    n = 1, and in rows with NaN, there is none.
    """
    rows, n = samples.shape
    if n < FEWEST:
        return np.array([interval(sample) for sample in samples])
    intervals = np.full((rows, 3), np.nan)
    intervals[:, 0] = samples.mean(axis=1)
    fine = np.isfinite(intervals[:, 0])
    if fine.any():
        expanded = stats.norm.cdf(np.sqrt(n / (n - 1)) * t_quantile(n - 1))
        drawn = stats.bootstrap(
            (samples[fine],), np.mean, axis=1, method="percentile", confidence_level=2 * expanded - 1,
            n_resamples=resamples, batch=max(1, _AT_A_TIME // (rows * n)), rng=np.random.default_rng(seed),
        )  # fmt: skip
        intervals[fine, 1:] = np.stack(drawn.confidence_interval, axis=1)
    return intervals


def _spread(means: np.ndarray) -> tuple[float, float, float]:
    if not len(means):
        return (float("nan"),) * 3
    low, high = np.percentile(means, [5, 95])
    return float(low), float(high), float((means > 0).mean())


def _groups(points: Points, others: pd.DataFrame, by: Sequence[str]) -> list[tuple[tuple[Any, ...], np.ndarray]]:
    """Return each combination of levels of `by` with the places of its points."""
    if not by:
        return [((), np.arange(len(others)))]
    steps = pd.DataFrame({name: _steps(points, others, points.factor(name)) for name in by})
    return [(tuple(key), part.index.to_numpy()) for key, part in steps.groupby(list(by), observed=True)]


def _steps(points: Points, others: pd.DataFrame, name: str) -> pd.Series:
    """Return a factor's level at each point; of a range, the third that the point lies in."""
    factor = next(f for f in points.study.factors if f.name == name)
    if not factor.sampled:
        return pd.Series(pd.Categorical(others[name], list(factor.levels), ordered=True))
    edges = (np.geomspace if factor.log else np.linspace)(factor.low, factor.high, _THIRDS + 1)
    third = np.clip(np.searchsorted(edges, others[name], side="right") - 1, 0, _THIRDS - 1)
    names = [f"{low:.4g}\N{EN DASH}{high:.4g}" for low, high in zip(edges, edges[1:], strict=False)]
    return pd.Series(pd.Categorical.from_codes(third, names, ordered=True))
