"""NK landscapes: each area's shared problem, whose solutions people find only by search (M15).

A solution is 12 bits; the contribution of each bit depends on itself and on K others. All 4,096 solutions are valued
once, so that rules can look them up.
"""

import numpy as np

from agents.engine.kernel import kernel
from agents.engine.sums import total
from model.chance import LANDSCAPE, uniforms

BITS = 12
SOLUTIONS = 1 << BITS
LEAST_QUALITY = 0.2  # least quality of a solution
AVERAGE_QUALITY, QUALITY_RANGE = 0.4, 0.6  # 0.4 for an average solution, 1 for the best
FIRST_STEPS = 5  # best changes made before the start where bits depend on few others, fewer the more they do
LINKS, START, KNOWN = 1000, 2000, 3000  # addresses of chance beside those of the contributions


@kernel
def raw_values(seed, area, interdependence):
    """Return the mean contribution of the bits for every solution, shape (4096,); contributions are uniform.

    Loops are split so that the processor handles several solutions at a time.
    """
    out, keys = np.zeros(SOLUTIONS), np.empty(SOLUTIONS, np.uint16)  # a key has at most 12 bits
    for bit in range(BITS):
        others = np.zeros(interdependence, np.int64)  # the K bits that this one depends on, without repeats
        chosen = 1 << bit
        linked = 0
        block = 0
        while linked < interdependence:
            u = uniforms(seed, LANDSCAPE, LINKS + area, bit, block)[0]
            block += 1
            other = int(u * BITS)
            if not chosen & (1 << other):
                chosen |= 1 << other
                others[linked] = other
                linked += 1
        contribution = np.empty(2 << interdependence)  # of the bit, by its own value and those of the others
        for key in range(len(contribution)):
            contribution[key] = uniforms(seed, LANDSCAPE, area, bit, key)[0]
        for solution in range(SOLUTIONS):
            keys[solution] = (solution >> bit) & 1
        for k in range(interdependence):
            for solution in range(SOLUTIONS):
                keys[solution] = keys[solution] * 2 + ((solution >> others[k]) & 1)
        for solution in range(SOLUTIONS):
            out[solution] += contribution[keys[solution]]
    return out / BITS


@kernel
def normalised(raw):
    """Return solution quality: 0.4 for an average solution, 1 for the best, never below 0.2. Equation E6."""
    mean = total(raw) / len(raw)
    top = raw[0]
    for value in raw:
        top = max(top, value)
    out = np.empty(len(raw))
    for k in range(len(raw)):
        out[k] = max(LEAST_QUALITY, AVERAGE_QUALITY + QUALITY_RANGE * (raw[k] - mean) / (top - mean))
    return out


@kernel
def improved(values, solution, steps):
    """Return the solution after `steps` best single changes (fewer when none improves any more)."""
    for _ in range(steps):
        best = solution
        for bit in range(BITS):
            candidate = solution ^ (1 << bit)
            if values[candidate] > values[best]:
                best = candidate
        if best == solution:
            break
        solution = best
    return solution


@kernel
def first_solution(seed, area, values, interdependence):
    """Return an area's first solution: a local optimum when tame, random when wicked, between these otherwise."""
    u = uniforms(seed, LANDSCAPE, START, area, 0)[0]
    steps = BITS if interdependence <= 1 else max(0, FIRST_STEPS - interdependence)
    return improved(values, int(u * SOLUTIONS), steps)


@kernel
def understood_bits(seed, area, who, share):
    """Return a mask of the bits that `who` (a group's number, or 9 for professionals) understands."""
    mask = 0
    for bit in range(BITS):
        if uniforms(seed, LANDSCAPE, KNOWN + who, area, bit)[0] < share:
            mask |= 1 << bit
    return mask
