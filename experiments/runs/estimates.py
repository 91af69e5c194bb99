"""Estimates over seeds: the end of each run, its mean, and paired differences between paradigms.

The same seed gives every paradigm the same people, needs and shocks. So differences are taken seed by seed, and their
intervals are much narrower than the intervals of the two means suggest.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

CONFIDENCE = 0.95
KEYS = ("arm", "paradigm", "seed", "month")


def way_of(runs: pd.DataFrame) -> str:
    """Return the column that names the way of governing: `arm` where runs have it, else `paradigm`."""
    return "arm" if "arm" in runs.columns else "paradigm"


def t_quantile(freedom: float) -> float:
    """Return the quantile of Student's t-distribution that makes a 95 % interval, for so many degrees of freedom.

    All of scipy.stats, which has the same number, takes a second to import, and this part of scipy a tenth.
    """
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + CONFIDENCE) / 2))


def at_the_end(runs: pd.DataFrame) -> pd.DataFrame:
    """Return each run's outcomes in its last month, by arm or paradigm, and seed; ratios cover its last 12 months."""
    last = runs[runs["month"] == runs["month"].max()].set_index([way_of(runs), "seed"])
    return last.drop(columns=[name for name in KEYS if name in last.columns])


def paradigms_at_the_end(runs: pd.DataFrame) -> dict[str, str]:
    """Return the name of the paradigm in the last month, by arm; empty where runs have no arms."""
    if way_of(runs) == "paradigm":
        return {}
    last = runs[runs["month"] == runs["month"].max()]
    return dict(zip(last["arm"], last["paradigm"], strict=True))


def interval(values: np.ndarray) -> tuple[float, float, float]:
    """Return the mean of `values`, (seeds,), and its 95 % t-interval; with one value, low and high are NaN."""
    values = np.asarray(values, dtype=float)
    mean = float(values.mean())
    if len(values) < 2:
        return mean, float("nan"), float("nan")
    half = float(t_quantile(len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values)))
    return mean, mean - half, mean + half


def pooled(values: np.ndarray, points: np.ndarray, seeds: np.ndarray) -> tuple[float, float, float]:
    """Return the mean over points and its 95 % interval over seeds, where all points share their seeds.

    The estimand is the mean outcome over these points, each counting the same. Points are fixed; only seeds are a
    sample. Runs of one seed share people, needs and shocks, so they are one cluster, not independent draws. With y[p,s]
    the run of seed s at point p, n[p] the runs at that point, P points and G seeds:

        mean = sum over p of ybar[p] / P
        variance = sum over s of (sum over p of sqrt(n[p] / (n[p] - 1)) (y[p,s] - ybar[p]) / (P n[p]))^2
        interval = mean +- t(G - 1) sqrt(variance)

    This is the cluster-robust variance of a regression on the points (Cameron and Miller 2015,
    doi:10.3368/jhr.50.2.317). Residuals are scaled up for the number of runs at their point. Where no run is missing,
    the interval equals the t-interval of the seeds' own means. A point with one run gets the spread of the others.

    Args:
        values: one outcome, (runs,).
        points: which point each run is at, (runs,), whole numbers from 0 without gaps.
        seeds: the seed of each run, (runs,).

    Returns:
        mean, low, high. With one seed, or a single run at every point, low and high are NaN.
    """
    values = np.asarray(values, dtype=float)
    if not len(values):
        return (float("nan"),) * 3
    count = np.bincount(points)
    means = np.bincount(points, values) / count
    mean = float(means.mean())
    _, seed = np.unique(seeds, return_inverse=True)
    clusters = int(seed.max()) + 1
    if clusters < 2 or count.max() < 2:
        return mean, float("nan"), float("nan")
    n = count[points]
    alone = n < 2
    left = values - means[points]
    by_seed = np.bincount(seed, left * np.sqrt(n / np.maximum(n - 1, 1)) / n, clusters)
    typical = np.sqrt((left**2).sum() / (count - 1).sum())
    by_seed = np.abs(by_seed) + np.bincount(seed[alone], minlength=clusters) * typical
    half = float(t_quantile(clusters - 1) * np.sqrt((by_seed**2).sum()) / len(count))
    return mean, mean - half, mean + half


def crossed(values: np.ndarray) -> tuple[float, float, float]:
    """Return the mean and its 95 % interval where rows and columns are both samples: towns that share their seeds.

    The variance is the sum of two: that of the mean over rows, and that of the mean over columns. Chance in single
    cells is in both, so the interval is too wide rather than too narrow. Degrees of freedom are Satterthwaite's (1946,
    doi:10.2307/3002019).

    Args:
        values: (towns, seeds), no cell missing.

    Returns:
        mean, low, high. With one row or one column, low and high are NaN.
    """
    values = np.asarray(values, dtype=float)
    mean = float(values.mean())
    if min(values.shape) < 2:
        return mean, float("nan"), float("nan")
    parts = np.array([values.mean(axis=1 - axis).var(ddof=1) / values.shape[axis] for axis in (0, 1)])
    if not parts.sum() > 0:
        return (mean, mean, mean) if parts.sum() == 0 else (mean, float("nan"), float("nan"))
    free = parts.sum() ** 2 / (parts**2 / (np.array(values.shape) - 1)).sum()
    half = float(t_quantile(free) * np.sqrt(parts.sum()))
    return mean, mean - half, mean + half


def summary(runs: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return `paradigm, outcome, mean, low, high`: over seeds, at the end of each run; `arm` first where runs have it.

    Args:
        runs: a row a run and month.
        names: of the arms or paradigms compared.
    """
    end, paradigms = at_the_end(runs), paradigms_at_the_end(runs)
    ends = {name: end.loc[name] for name in names}
    rows = [(name, outcome, *interval(ends[name][outcome].to_numpy())) for name in names for outcome in end.columns]
    found = pd.DataFrame(rows, columns=[way_of(runs), "outcome", "mean", "low", "high"])
    if paradigms:
        found.insert(1, "paradigm", found["arm"].map(paradigms))
    return found


def paired(runs: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return differences between arms or paradigms (b minus a), paired by seed, for every pair of `names`.

    `difference`, `low` and `high` are in the outcome's own unit. `pooled_sd` is the standard deviation between runs of
    the same arm or paradigm, pooled over all compared, for standard units; NaN with one seed. Runs with arms give
    `arm_a` and `arm_b` beside `paradigm_a` and `paradigm_b`.
    """
    end, way, paradigms = at_the_end(runs).sort_index(), way_of(runs), paradigms_at_the_end(runs)
    spread = np.sqrt(end.groupby(way).var(ddof=1).mean())
    changes = {(a, b): end.loc[b] - end.loc[a] for a, b in combinations(names, 2)}  # aligned by seed
    rows = [
        (outcome, *pair, *interval(change[outcome].to_numpy()), float(spread[outcome]))
        for outcome in end.columns
        for pair, change in changes.items()
    ]
    columns = ["outcome", f"{way}_a", f"{way}_b", "difference", "low", "high", "pooled_sd"]
    found = pd.DataFrame(rows, columns=columns)
    if paradigms:
        for place, end_of in enumerate("ab", 3):
            found.insert(place, f"paradigm_{end_of}", found[f"arm_{end_of}"].map(paradigms))
    return found


def paired_by_month(runs: pd.DataFrame, pairs: Sequence[tuple[str, str]], outcomes: Sequence[str]) -> pd.DataFrame:
    """Return differences (b minus a), paired by seed, in every month: of `pairs` of arms or paradigms, in `outcomes`.

    The columns are `outcome`, the two names as in `paired`, `month, mean_a, mean_b, difference, low, high`.
    """
    way = way_of(runs)
    by_run = runs.sort_values([way, "month", "seed"], kind="stable")
    months, seeds = np.unique(runs["month"]), runs["seed"].nunique()
    values = {
        name: rows[list(outcomes)].to_numpy(float).reshape(len(months), seeds, len(outcomes))
        for name, rows in by_run.groupby(way)
    }
    factor = t_quantile(seeds - 1) / np.sqrt(seeds) if seeds > 1 else np.nan
    names = ["outcome", f"{way}_a", f"{way}_b"]
    tables = [pd.DataFrame(columns=[*names, "month", "mean_a", "mean_b", "difference", "low", "high"])]
    for place, outcome in enumerate(outcomes):
        for a, b in pairs:
            first, second = values[a][..., place], values[b][..., place]  # (months, seeds)
            change = second - first
            mean, half = change.mean(axis=1), factor * (change.std(axis=1, ddof=1) if seeds > 1 else 0.0)
            ends = {"mean_a": first.mean(axis=1), "mean_b": second.mean(axis=1), "difference": mean}
            about = dict(zip(names, (outcome, a, b), strict=True))
            tables.append(pd.DataFrame({**about, "month": months, **ends, "low": mean - half, "high": mean + half}))
    return pd.concat(tables[min(1, len(tables) - 1) :], ignore_index=True)


def monthly(runs: pd.DataFrame, name: str, outcome: str) -> pd.DataFrame:
    """Return `mean, low, high` of an outcome over seeds, by month, of an arm or paradigm; NaN ends with one seed."""
    table = runs[runs[way_of(runs)] == name].pivot(index="month", columns="seed", values=outcome)
    mean = table.mean(axis=1)
    if table.shape[1] < 2:
        return pd.DataFrame({"mean": mean, "low": np.nan, "high": np.nan})
    half = t_quantile(table.shape[1] - 1) * table.std(axis=1, ddof=1) / np.sqrt(table.shape[1])
    return pd.DataFrame({"mean": mean, "low": mean - half, "high": mean + half})
