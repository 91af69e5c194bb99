"""How an estimate and its interval change as seeds are added, in the order of the study's seeds."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from experiments.analysis.points import Points
from experiments.runs.estimates import CONFIDENCE

LEVEL = "level"
Of = Literal["level", "difference"]


def convergence(points: Points, factor: str | None = None, of: Of = "level") -> pd.DataFrame:
    """Return estimates after each number of seeds from 2 on: `level, outcome, seeds, mean, low, high`.

    The estimate is a mean over points for each seed, then over seeds; the interval is Student's. Points at which an
    outcome is undefined for a seed do not count.

    Args:
        points: the points, with their seeds in order.
        factor: the factor whose levels are shown apart; None shows the mean over all points, with the level "".
        of: means of levels, or their differences from the first level at the same point and seed.
    """
    frames = []
    for level, values in _by_level(points, factor, of):
        for k, outcome in enumerate(points.outcomes):
            part = values[:, :, k]
            of_seeds = part[np.isfinite(part).all(axis=1)].mean(axis=0) if len(part) else np.array([])
            frames.append(_course(of_seeds).assign(level=level, outcome=outcome))
    columns = [LEVEL, "outcome", "seeds", "mean", "low", "high"]
    return pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)


def _by_level(points: Points, factor: str | None, of: Of) -> list[tuple[object, np.ndarray]]:
    """Return (points, seeds, outcomes) of each level, or of its differences from the first."""
    if factor is None:
        return [("", points.values)]
    levels = points.levels(factor)
    if of == "difference":
        pairs = [(level, points.across(factor, [levels[0], level])[1]) for level in levels[1:]]
        return [(level, values[1] - values[0]) for level, values in pairs]
    return [(level, points.values[(points.table[factor] == level).to_numpy()]) for level in levels]


def _course(values: np.ndarray) -> pd.DataFrame:
    """Return `seeds, mean, low, high` of the first 2, 3, ... of some values."""
    n = np.arange(1, len(values) + 1)
    mean = np.cumsum(values) / n
    # Sums of squares from the first value on, not from 0: the values differ little from each other.
    moved = values - values[0] if len(values) else values
    squares = np.cumsum(moved**2) - n * (np.cumsum(moved) / n) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        half = stdtrit(n - 1, (1 + CONFIDENCE) / 2) * np.sqrt(np.maximum(squares, 0) / (n - 1) / n)
    return pd.DataFrame({"seeds": n, "mean": mean, "low": mean - half, "high": mean + half})[1:]
