"""Kernels called one after another within one compiled call."""

from __future__ import annotations

import numba
import numpy as np
import pytest

from agents.engine.kernel import kernel
from agents.engine.sequence import one_after_another

compiled_only = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="nothing is compiled")


@kernel
def add_one(values):
    """Add 1 to all values."""
    for k in range(len(values)):
        values[k] += 1.0


@kernel
def double(values):
    """Double all values; refuse large ones."""
    for k in range(len(values)):
        if values[k] > 20.0:
            raise ValueError("too large")
        values[k] *= 2.0


@kernel
def largest(values):
    """Return the largest value."""
    return values.max()


def test_kernels_run_in_order_at_every_call() -> None:
    values, sequence = np.arange(3.0), one_after_another(add_one, double)
    for _ in range(3):
        sequence(values)
    assert values.tolist() == [14.0, 22.0, 30.0]  # ((x + 1) * 2 + 1) * 2 ...


def test_an_exception_ends_the_call_and_reaches_the_caller() -> None:
    values, sequence = np.array([1.0]), one_after_another(add_one, double, add_one)
    for expected in (5.0, 13.0):
        sequence(values)
        assert values.tolist() == [expected]
    sequence(values)
    assert values.tolist() == [29.0]
    with pytest.raises(ValueError, match="too large"):
        sequence(values)
    assert values.tolist() == [30.0]  # what the first kernel did stays; the last did not run


@compiled_only
def test_a_kernel_that_returns_something_is_refused() -> None:
    with pytest.raises(TypeError, match="largest returns a float64"):
        one_after_another(add_one, largest)(np.arange(3.0))
