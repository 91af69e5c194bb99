"""Ranges of filed tests that follow from published figures: stability of trust, and spread between municipalities."""

from __future__ import annotations

import math

import numpy as np
from scipy import integrate, optimize
from scipy.special import ndtr, ndtri


def stability_range(
    same_or_next: float = 0.55,
    years: float = 19.0,
    horizon: float = 10.0,
    sd: tuple[float, float] = (2.0, 2.4),
    reliability: tuple[float, float] = (0.75, 0.90),
) -> tuple[float, float]:
    """Return the lowest and highest correlation of error-free trust over `horizon` years, same persons.

    Answers at both times are taken as normal on a scale of whole numbers. The low end is a trait, without decay between
    `horizon` and `years`, with the smallest spread and the most reliable answers. The high end is a steady drift with
    the largest spread and the least reliable answers.

    Args:
        same_or_next: share of persons whose two answers are the same or one number apart.
        years: years between the two answers.
        horizon: years of the correlation wanted; at most `years`.
        sd: lowest and highest standard deviation of answers between persons.
        reliability: lowest and highest reliability of one answer.
    """
    distance = 1.5 / float(ndtri((1.0 + same_or_next) / 2.0))  # of the two answers, standard deviation

    def observed(spread: float) -> float:
        return 1.0 - distance**2 / (2.0 * spread**2)

    low = observed(sd[0]) / reliability[1]
    high = min(observed(sd[1]) / reliability[0], 1.0) ** (horizon / years)
    return low, high


def range_cdf(width: float, count: int) -> float:
    """Return the chance that `count` standard normal numbers lie within `width` of one another."""

    def density(x: float) -> float:
        others = float(ndtr(x + width) - ndtr(x)) ** (count - 1)
        return count * math.exp(-x * x / 2.0) / math.sqrt(2.0 * math.pi) * others

    return float(integrate.quad(density, -8.0, 8.0, limit=200)[0])


def expected_range(count: int) -> float:
    """Return the mean distance between the largest and the smallest of `count` standard normal numbers."""
    return float(integrate.quad(lambda x: 1.0 - ndtr(x) ** count - ndtr(-x) ** count, -8.0, 8.0, limit=200)[0])


def spread_from_range(
    lowest: float, highest: float, scale: tuple[float, float], towns: int, rounding: float = 0.0
) -> tuple[float, float, float]:
    """Return the standard deviation between towns on 0-1, and the ends of its 95 % interval.

    The published lowest and highest mean are each known up to `rounding`. Means of towns are taken as normal, survey
    noise included. The ends are the standard deviations under which a distance as large, or as small, as the published
    one has a chance of 2.5 %.
    """
    unit = scale[1] - scale[0]
    distance = (highest - lowest) / unit
    slack = 2.0 * rounding / unit

    def quantile(chance: float) -> float:
        return float(optimize.brentq(lambda width: range_cdf(width, towns) - chance, 0.5, 12.0))

    return (
        distance / expected_range(towns),
        max(distance - slack, 0.0) / quantile(0.975),
        (distance + slack) / quantile(0.025),
    )


def jackknife(values: np.ndarray) -> np.ndarray:
    """Return pseudo-values of the standard deviation of `values`, (n,): their mean estimates it, their t-interval too.

    Fewer than three values give NaN.
    """
    values = np.asarray(values, dtype=float)
    n = len(values)
    if n < 3:
        return np.full(n, np.nan)
    whole = values.std(ddof=1)
    without = np.array([np.delete(values, k).std(ddof=1) for k in range(n)])
    return n * whole - (n - 1) * without
