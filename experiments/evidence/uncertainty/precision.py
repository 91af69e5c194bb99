"""Precision: the width of an interval by number of seeds, and how many seeds a difference needs."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from experiments.runs.estimates import t_quantile
from experiments.sweeps.results import Results

POWER = 0.8
MOST = 100_000
COUNTS = (3, 6, 10, 20, 40, 100)
SUBSETS = 200
_STEPS = 4000


def precision(results: Results) -> pd.DataFrame:
    """Return, for each outcome and pair of paradigms (others against the first), the precision of the difference.

    Columns:

    - `outcome, base, paradigm`; `level`: of the base;
    - `sd`: between runs of one paradigm, pooled over the two;
    - `difference, low, high, sd_paired`: of the difference, seed by seed;
    - `saving`: how many times as many seeds an unpaired comparison needs;
    - `half_N` for N in `COUNTS`: half of the 95 % interval with N seeds;
    - `needed`: seeds that detect the estimated difference with 80 % power;
    - `needed_half`, `needed_quarter`: seeds that detect a half and a quarter of it.
    """
    last = results.last.set_index(["paradigm", "seed"]).sort_index()
    paradigms = list(results.study.factors[-1].levels)
    rows = []
    for outcome in results.outcomes:
        first = last.loc[paradigms[0], outcome]
        for paradigm in paradigms[1:]:
            other = last.loc[paradigm, outcome]
            change = (other - first).to_numpy(float)
            mean, sd, n = float(change.mean()), float(change.std(ddof=1)), len(change)
            between = math.sqrt((first.var(ddof=1) + other.var(ddof=1)) / 2)
            half = half_width(sd, n)
            rows.append({
                "outcome": outcome, "base": paradigms[0], "paradigm": paradigm, "level": float(first.mean()),
                "sd": between, "difference": mean, "low": mean - half, "high": mean + half, "sd_paired": sd,
                "saving": 2 * between**2 / sd**2 if sd > 0 else math.inf,
                **{f"half_{count}": half_width(sd, count) for count in COUNTS},
                "needed": seeds_needed(mean, sd), "needed_half": seeds_needed(mean / 2, sd),
                "needed_quarter": seeds_needed(mean / 4, sd),
            })  # fmt: skip
    return pd.DataFrame(rows)


def half_width(sd: float, seeds: int) -> float:
    """Return half of the 95 % t-interval of a mean over `seeds` values of standard deviation `sd`."""
    return float(t_quantile(seeds - 1) * sd / math.sqrt(seeds))


def power(difference: float, sd: float, seeds: int) -> float:
    """Return the power of a paired t-test at 5 % with so many seeds.

    It averages the normal power over the distribution of the observed standard deviation, since SciPy's noncentral t
    fails for some arguments.
    """
    if sd <= 0:
        return float(difference != 0)
    limit = t_quantile(seeds - 1)
    away = abs(difference) / sd * math.sqrt(seeds)
    seen = limit * np.sqrt(stats.chi2.ppf((np.arange(_STEPS) + 0.5) / _STEPS, seeds - 1) / (seeds - 1))
    return float((stats.norm.cdf(away - seen) + stats.norm.cdf(-away - seen)).mean())


def seeds_needed(difference: float, sd: float) -> float:
    """Return the fewest seeds, 2 or more, that detect a difference with 80 % power; inf beyond `MOST`."""
    if difference == 0:
        return math.inf
    low, high = 1, 2
    while power(difference, sd, high) < POWER:
        low, high = high, 2 * high
        if low > MOST:
            return math.inf
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power(difference, sd, middle) >= POWER else (middle, high)
    return float(high)


def subsets(results: Results, outcome: str, base: str, paradigm: str, counts: Sequence[int]) -> np.ndarray:
    """Return the median half width, (counts,), over 200 random subsets of the seeds of each size.

    It shows what a study of that size would get, whereas `half_width` takes the standard deviation of all seeds as
    the true one.
    """
    last = results.last.set_index(["paradigm", "seed"]).sort_index()[outcome]
    change = (last.loc[paradigm] - last.loc[base]).to_numpy(float)
    rng = np.random.default_rng(1)
    halves = []
    for count in counts:
        draws = [rng.choice(change, count, replace=False).std(ddof=1) for _ in range(SUBSETS)]
        halves.append(half_width(float(np.median(draws)), count))
    return np.array(halves)
