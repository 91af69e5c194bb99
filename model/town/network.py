"""Ties: a homophilous small world. Most ties join people of the same district with similar resources (M22)."""

import numpy as np

from agents.engine.kernel import kernel
from model.chance import TIES, uniforms

NEAR = 24.0  # rows that a tie to someone alike reaches at most; most reach far less (the square of a uniform)


@kernel
def _partner(place, k, identity, seed, homophily):
    """Return the row of the k-th tie that the citizen at row `place` makes. Equation E3."""
    n = len(identity)
    u = uniforms(seed, TIES, 0, identity[place], k)
    if u[0] < homophily:
        step = 1 + int(NEAR * u[1] * u[1])
        other = place + step if u[2] < 0.5 else place - step
        if other < 0 or other >= n:
            other = place - step if other >= n else place + step
        other = min(max(other, 0), n - 1)
    else:
        other = int(u[3] * n)
    return other if other != place else (place + 1) % n


@kernel
def ties(identity, degree, homophily, seed):
    """Return ties as a compressed table: `start` (citizens + 1,) and `other` (ties,), both `uint32`.

    Rows are sorted by district and resources, so neighbours in the table are similar. Every tie is stored twice,
    once at each end.
    """
    n = len(identity)
    made = max(1, degree // 2)
    count = np.zeros(n + 1, np.int64)
    for place in range(n):
        for k in range(made):
            other = _partner(place, k, identity, seed, homophily)
            count[place + 1] += 1
            count[other + 1] += 1
    start = count  # added up from the first row on
    for place in range(n):
        start[place + 1] += start[place]
    filled = start[:-1].copy()
    other_end = np.zeros(start[-1], np.uint32)
    for place in range(n):
        for k in range(made):
            other = _partner(place, k, identity, seed, homophily)
            a = place
            b = other
            other_end[filled[a]] = b
            filled[a] += 1
            other_end[filled[b]] = a
            filled[b] += 1
    return start.astype(np.uint32), other_end
