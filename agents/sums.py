"""Sums whose last digit does not depend on who adds."""

from numba import njit


@njit(cache=True, nogil=True)
def total(values):
    """Return the sum of an array in the order of its rows (numpy adds in pairs: other last digits, interpreted)."""
    found = 0.0
    for k in range(len(values)):
        found += values[k]
    return found
