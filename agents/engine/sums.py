"""Sums, means and squares that are bit-identical in compiled and interpreted runs."""

from agents.engine.kernel import kernel


@kernel
def total(values):
    """Return the sum of a one-dimensional array, added in order.

    Numpy adds in pairs, which changes the last digits.
    """
    amount = 0.0
    for k in range(len(values)):
        amount += values[k]
    return amount


@kernel
def mean(values):
    """Return the mean of a one-dimensional array, which must not be empty, added in order."""
    return total(values) / len(values)


@kernel
def square(x):
    """Return x times x. Interpreted, `x**2` may differ from it in the last digit."""
    return x * x
