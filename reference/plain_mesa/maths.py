"""Functions that the ODD page uses without definition."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp
from statistics import NormalDist

phi = NormalDist().cdf
quantile = NormalDist().inv_cdf


def logistic(x: float) -> float:
    """Return 1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + exp(-x))


def held(x: float, low: float = 0.0, high: float = 1.0) -> float:
    """Return `x` held within `low` and `high`."""
    return min(max(x, low), high)


def above(x: float) -> float:
    """Return `x` where it is positive, else 0."""
    return max(x, 0.0)


def mean(values: Iterable[float]) -> float:
    """Return the mean of some numbers."""
    numbers = list(values)
    return sum(numbers) / len(numbers)


def shares(amounts: Iterable[float]) -> list[float]:
    """Return amounts over their sum; equal shares where all are 0."""
    numbers = list(amounts)
    total = sum(numbers)
    return [number / total for number in numbers] if total > 0 else [1.0 / len(numbers)] * len(numbers)
