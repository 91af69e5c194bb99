"""Sums and means that are bit-identical in compiled and interpreted runs."""

from agents.engine.kernel import kernel


@kernel
def total(values):
    """Return the sum of an array in the order of its rows (numpy adds in pairs, which changes the last digits)."""
    amount = 0.0
    for k in range(len(values)):
        amount += values[k]
    return amount


@kernel
def mean(values):
    """Return the mean of an array, added up in the order of its rows."""
    return total(values) / len(values)
