"""Compare the outcomes of many towns of both implementations within Monte-Carlo error.

The criterion is fixed in advance. Welch's test compares the means over seeds of every outcome under every paradigm. The
implementations agree if no p-value is below 1 %, adjusted by Holm's method for all tests together. They use different
random numbers, so a seed gives different towns. The interval of each difference bounds the disagreement that the test
may have missed.
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
        model.run(months)
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
    """Return, for every outcome of the plain model, both means, the difference with a 99 % interval, and p (Welch)."""
    rows = []
    for name in plain.columns:
        one, other = plain[name].to_numpy(float), fast[name].to_numpy(float)
        difference = one.mean() - other.mean()
        if one.std() + other.std() < 1e-12:  # constant outcomes: agreement is equality
            p, half = float(abs(difference) < 1e-9), 0.0
        else:
            test = stats.ttest_ind(one, other, equal_var=False)
            p, interval = float(test.pvalue), test.confidence_interval(1 - LEVEL)
            half = (interval.high - interval.low) / 2
        rows.append((name, one.mean(), other.mean(), difference, half, np.std(fast[name], ddof=1), p))
    head = ["outcome", "plain", "fast", "difference", "half_width", "sd_of_seeds", "p"]
    return pd.DataFrame(rows, columns=head)


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
