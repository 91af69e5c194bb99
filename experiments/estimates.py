"""From runs to conclusions: the end of each run, its mean over seeds, and paired differences between paradigms.

The same seed gives every paradigm the same people, needs and shocks. So the difference is taken seed by seed, and
its interval is much narrower than the two means' own intervals would suggest.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.special import stdtrit

CONFIDENCE = 0.95
KEYS = ("paradigm", "seed", "month")


def _t(freedom: int) -> float:
    """Return the t-distribution's quantile for the interval (all of scipy.stats would take a second to import)."""
    return float(stdtrit(freedom, (1 + CONFIDENCE) / 2))


def at_the_end(runs: pd.DataFrame) -> pd.DataFrame:
    """Return each run's outcomes in its last month, by paradigm and seed; ratios in it are over the last 12 months."""
    return runs[runs["month"] == runs["month"].max()].drop(columns="month").set_index(["paradigm", "seed"])


def interval(values: np.ndarray) -> tuple[float, float, float]:
    """Return the mean of `values` and its 95 % t-interval; one value has none: low and high are then NaN."""
    values = np.asarray(values, dtype=float)
    mean = float(values.mean())
    if len(values) < 2:
        return mean, float("nan"), float("nan")
    half = float(_t(len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values)))
    return mean, mean - half, mean + half


def summary(runs: pd.DataFrame, paradigms: Sequence[str]) -> pd.DataFrame:
    """Return `paradigm, outcome, mean, low, high`: over seeds, at the end of each run."""
    end = at_the_end(runs)
    rows = [
        (paradigm, outcome, *interval(end.loc[paradigm, outcome].to_numpy()))
        for paradigm in paradigms
        for outcome in end.columns
    ]
    return pd.DataFrame(rows, columns=["paradigm", "outcome", "mean", "low", "high"])


def paired(runs: pd.DataFrame, paradigms: Sequence[str]) -> pd.DataFrame:
    """Return what changes from `paradigm_a` to `paradigm_b` (b minus a), seed by seed, for every pair.

    `difference`, `low` and `high` are in the outcome's own unit. `sd` is the standard deviation between runs of
    the same paradigm, pooled over all paradigms compared, for standard units; NaN with one seed.
    """
    end = at_the_end(runs).sort_index()
    spread = np.sqrt(end.groupby("paradigm").var(ddof=1).mean())
    rows = []
    for outcome in end.columns:
        for a, b in combinations(paradigms, 2):
            change = end.loc[b, outcome] - end.loc[a, outcome]  # aligned by seed
            mean, low, high = interval(change.to_numpy())
            rows.append((outcome, a, b, mean, low, high, float(spread[outcome])))
    columns = ["outcome", "paradigm_a", "paradigm_b", "difference", "low", "high", "sd"]
    return pd.DataFrame(rows, columns=columns)


def monthly(runs: pd.DataFrame, paradigm: str, outcome: str) -> pd.DataFrame:
    """Return `mean, low, high` of an outcome over seeds, indexed by month; low and high are NaN with one seed."""
    table = runs[runs["paradigm"] == paradigm].pivot(index="month", columns="seed", values=outcome)
    mean = table.mean(axis=1)
    if table.shape[1] < 2:
        return pd.DataFrame({"mean": mean, "low": np.nan, "high": np.nan})
    half = _t(table.shape[1] - 1) * table.std(axis=1, ddof=1) / np.sqrt(table.shape[1])
    return pd.DataFrame({"mean": mean, "low": mean - half, "high": mean + half})
