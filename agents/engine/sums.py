"""Sums and means whose last digit does not depend on who adds."""

from agents.engine.kernel import kernel


@kernel
def total(values):
    """Return the sum of an array in the order of its rows (numpy adds in pairs: other last digits, interpreted)."""
    found = 0.0
    for k in range(len(values)):
        found += values[k]
    return found


@kernel
def mean(values):
    """Return the mean of an array, added up in the order of its rows."""
    return total(values) / len(values)
