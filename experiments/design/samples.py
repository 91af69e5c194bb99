"""Samples of ranges, made a block of rows at a time: a study of millions of points never holds them all.

A Sobol' sample is equal to SALib's, and so is a Morris sample of one block. A Latin hypercube of at most
`LATIN_AT_ONCE` rows is SciPy's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

ROWS = 8192  # in a block, at most
MORRIS_LEVELS = 4
LATIN_AT_ONCE = 1 << 16  # a larger Latin hypercube is made in blocks
AT_ONCE = 1 << 17  # points compared with each other at a time

Blocks = Callable[[], Iterator[np.ndarray]]


def problem_of(names: Sequence[str]) -> dict[str, Any]:
    """Return SALib's description of a sample of shares."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def sample_blocks(
    kind: str, samples: int, d: int, seed: int, second_order: bool = False, groups: Sequence[str] = ()
) -> Iterator[np.ndarray]:
    """Yield the sample of `d` ranges as shares of them, (rows, d) a block, in the order in which SALib analyses it.

    `groups` names the group of each range of a Sobol' sample; the ranges of a group change together.
    """
    if kind == "sobol":
        return _saltelli(samples, d, seed, second_order, groups)
    if kind == "morris":
        return _trajectories(samples, d, seed)
    if samples <= LATIN_AT_ONCE:
        from scipy.stats.qmc import LatinHypercube

        whole = LatinHypercube(d, rng=seed).random(samples)
        return (whole[first:last] for first, last in _firsts(samples, 1))
    return _latin(samples, d, seed)


def _firsts(samples: int, rows: int) -> Iterator[tuple[int, int]]:
    """Yield first and last (left out) of the samples of each block, when a sample makes so many rows."""
    step = 1 << (max(ROWS // rows, 1).bit_length() - 1)  # a power of two, which Sobol' sequences need to be balanced
    return ((first, min(first + step, samples)) for first in range(0, samples, step))


def _saltelli(samples: int, d: int, seed: int, second_order: bool, groups: Sequence[str]) -> Iterator[np.ndarray]:
    """Yield Saltelli's sample (2002) over a scrambled Sobol' sequence.

    Each base row gives A, then A with one column of B at a time, and last B. With `second_order`, B with one column of
    A at a time comes before B.
    """
    from scipy.stats import qmc

    sequence = qmc.Sobol(2 * d, scramble=True, seed=seed)  # as SALib does, whose sample this is
    column = np.arange(d)
    order = list(dict.fromkeys(groups))
    group = np.array([order.index(one) for one in groups]) if groups else column
    n = len(order) or d
    rows = (2 * n if second_order else n) + 2
    for first, last in _firsts(samples, rows):
        base = sequence.random(last - first)
        a, b = base[:, :d], base[:, d:]
        block = np.repeat(a[:, None], rows, axis=1)
        block[:, 1 + group, column] = b
        if second_order:
            block[:, n + 1 :] = b[:, None]
            block[:, n + 1 + group, column] = a
        block[:, -1] = b
        yield block.reshape(-1, d)


def _trajectories(samples: int, d: int, seed: int) -> Iterator[np.ndarray]:
    """Yield Morris' trajectories, each drawn independently; every block has a stream of its own."""
    from SALib.sample import morris

    for first, last in _firsts(samples, d + 1):
        stream: Any = [seed, first] if first else seed
        problem = problem_of([f"x{k}" for k in range(d)])
        yield morris.sample(problem, last - first, num_levels=MORRIS_LEVELS, seed=stream)


def _latin(samples: int, d: int, seed: int) -> Iterator[np.ndarray]:
    """Yield a Latin hypercube: in each column every one of `samples` strata once, in an order of its own."""
    orders, within = np.random.default_rng(seed).spawn(2)
    keys = orders.integers(0, 1 << 64, (d, 8), np.uint64)
    for first, last in _firsts(samples, 1):
        rows = np.arange(first, last, dtype=np.uint64)
        strata = np.column_stack([shuffled(rows, samples, key) for key in keys])
        yield (strata + within.random(strata.shape)) / samples


def shuffled(places: np.ndarray, n: int, keys: np.ndarray) -> np.ndarray:
    """Return where a shuffle of 0 ... n-1 puts some places, without making the others, (places,) uint64.

    A Feistel network with one round per key permutes the numbers of a given number of bits (Luby and Rackoff 1988).
    A result outside n is permuted again until it falls inside (Black and Rogaway 2002).
    """
    half = np.uint64(((n - 1).bit_length() + 1) // 2)
    mask = np.uint64((1 << int(half)) - 1)

    def sent(of: np.ndarray) -> np.ndarray:
        left, right = of >> half, of & mask
        for key in keys:
            left, right = right, left ^ (_mixed(right ^ key) & mask)
        return left << half | right

    targets = sent(places)
    while (outside := targets >= n).any():
        targets[outside] = sent(targets[outside])
    return targets


def _mixed(x: np.ndarray) -> np.ndarray:
    """Return numbers of 64 bits, each bit of which depends on all of the given (the finaliser of SplitMix64)."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def repeats(blocks: Blocks, at_once: int = AT_ONCE) -> np.ndarray:
    """Return which rows equal an earlier row, as packed bits (`repeated`), a bit a row.

    Whole numbers and grids repeat points. A hash divides the rows into parts, and the sample is drawn again for each
    part, so that memory holds about `at_once` rows.
    """
    count = sum(len(block) for block in blocks())
    bits = np.zeros((count + 7) // 8, np.uint8)
    parts = -(-count // at_once)
    for part in range(parts):
        places, rows = zip(*_with_hash(blocks, part, parts), strict=True)
        place, row = np.concatenate(places), np.concatenate(rows)
        order = np.lexsort(row.T)  # stable: of equal rows the first is first
        again = place[order[1:][(np.diff(row[order], axis=0) == 0).all(axis=1)]]
        np.bitwise_or.at(bits, again >> 3, np.left_shift(1, again & 7).astype(np.uint8))
    return bits


def _with_hash(blocks: Blocks, part: int, parts: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield places and rows of the rows that belong to a part by their hash."""
    first = 0
    for block in blocks():
        hashed = np.zeros(len(block), np.uint64)
        for column in block.T:
            hashed = _mixed(hashed ^ (column + 0.0).view(np.uint64)) + np.uint64(1)
        mine = np.flatnonzero(hashed % np.uint64(parts) == part)
        yield first + mine, block[mine]
        first += len(block)


def repeated(bits: np.ndarray, first: int, last: int) -> np.ndarray:
    """Return whether an earlier row equals each of the rows `first` to `last` (left out), (rows,) bool."""
    place = np.arange(first, last)
    return (bits[place >> 3] >> (place & 7).astype(np.uint8)) & 1 == 1
