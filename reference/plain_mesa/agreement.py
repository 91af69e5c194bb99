"""Compare the outcomes of many towns of both implementations within Monte-Carlo error.

Two criteria are fixed in advance. Welch's test compares the means over seeds of every outcome under every paradigm; a
permutation test does where one sample has no variance. The implementations agree if no p-value is below 1 %, adjusted
by Holm's method for all tests together. They agree inside the margin if the 90 % interval of the difference lies inside
it (two one-sided tests at 5 %). The margin is three quarters of the standard deviation between towns, which 60 towns
can establish for some 200 comparisons. The two implementations use different random numbers, so a seed gives different
towns.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from model import GovernanceModel
from reference.plain_mesa.model import PlainModel

LEVEL = 0.01  # of all tests together
SHUFFLES = 199_999
"""Permutations of towns where Welch's test does not hold: enough for a p-value below `LEVEL` after Holm's method."""
MARGIN = 0.75  # largest difference that counts as none, in standard deviations between towns
ONE_SIDED = 0.05  # level of each test against the margin


@dataclass
class Sample:
    """Outcomes of many towns under one paradigm: a row a seed; and the nanoseconds a citizen and month took."""

    outcomes: pd.DataFrame
    ns: float


def plain_runs(paradigm: str, citizens: int, months: int, seeds: Iterable[int], changes: dict | None = None) -> Sample:
    """Run the plain model once for every seed."""

    def make(seed: int) -> PlainModel:
        return PlainModel(paradigm, citizens, seed, changes=changes)

    def last(model: PlainModel) -> dict[str, float]:
        for _ in range(months):
            model.step()
        return model.outcomes

    return _timed(make, last, citizens * months, seeds)


def fast_runs(paradigm: str, citizens: int, months: int, seeds: Iterable[int], changes: dict | None = None) -> Sample:
    """Run the first implementation once for every seed."""

    def make(seed: int) -> GovernanceModel:
        return GovernanceModel(paradigm=paradigm, citizens=citizens, parameters=changes, rng=seed)

    def last(model: GovernanceModel) -> dict[str, float]:
        for _ in range(months):  # as the plain model does; `run` would make a table of the months, which takes time
            model.step()
        model.close()
        return model.outcomes

    return _timed(make, last, citizens * months, seeds)


def _timed(make: Callable, last: Callable, citizen_months: int, seeds: Iterable[int]) -> Sample:
    rows, seconds = [], []
    for seed in seeds:
        model = make(seed)
        begun = time.process_time()  # processor time, without waits on a shared machine
        rows.append(last(model))
        seconds.append(time.process_time() - begun)
    return Sample(pd.DataFrame(rows), min(seconds) * 1e9 / citizen_months)


def compared(plain: pd.DataFrame, fast: pd.DataFrame) -> pd.DataFrame:
    """Return both means of every outcome of the plain model, and how they differ.

    The difference has a 99 % interval, Welch's p-value, its margin, and whether it lies inside.
    """
    rows = []
    for name in plain.columns:
        one, other = plain[name].to_numpy(float), fast[name].to_numpy(float)
        difference = one.mean() - other.mean()
        if one.std() + other.std() < 1e-12:  # constant outcomes: agreement is equality
            p, half = float(abs(difference) < 1e-9), 0.0
            reach = abs(difference)
        else:
            test = stats.ttest_ind(one, other, equal_var=False)
            p, interval = float(test.pvalue), test.confidence_interval(1 - LEVEL)
            if min(one.std(), other.std()) < 1e-12:
                p = permuted(one, other)
            half = (interval.high - interval.low) / 2
            narrow = test.confidence_interval(1 - 2 * ONE_SIDED)
            reach = max(abs(narrow.low), abs(narrow.high))
        spread = np.std(fast[name], ddof=1)
        inside = bool(reach <= max(MARGIN * spread, 1e-9))
        rows.append((name, one.mean(), other.mean(), difference, half, spread, p, MARGIN * spread, inside))
    head = ["outcome", "plain", "fast", "difference", "half_width", "sd_of_seeds", "p", "margin", "inside"]
    return pd.DataFrame(rows, columns=head)


def permuted(one: np.ndarray, other: np.ndarray) -> float:
    """Return the p-value of a permutation test of equal means.

    It is for a rare event that happened in no town of one implementation. Welch's test would take that sample's
    variance, zero, for known, and call 0 of 60 towns against 23 of 300 different with p below 0.00001.
    """
    test = stats.permutation_test(
        (one, other), lambda x, y, axis: x.mean(axis=axis) - y.mean(axis=axis), vectorized=True,
        n_resamples=SHUFFLES, batch=2_000, random_state=1,
    )  # fmt: skip
    return float(test.pvalue)


def holm(p: Sequence[float]) -> np.ndarray:
    """Return p-values adjusted for multiple tests by Holm's method."""
    p = np.asarray(p, float)
    order = np.argsort(p)
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted


def agreement(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the comparisons of all paradigms in one table, with adjusted p-values and verdicts."""
    table = pd.concat(frames.values(), keys=frames.keys(), names=["paradigm"]).reset_index(level=0)
    table["adjusted"] = holm(table["p"])
    table["agree"] = table["adjusted"] >= LEVEL
    return table.reset_index(drop=True)
