"""What the machine can do at best: chance, gathers from memory, and streamed bytes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

from benchmarks.report import SEED, table, timed
from model.chance import NEED, fill_for_all, fill_normals, fill_uniforms, normals, seed_word, uniforms

DRAWS = 100_000
GATHERS = (1_000, 10_000, 100_000, 1_000_000)
STREAMS = (100_000, 1_000_000, 20_000_000)  # float64 of each of three arrays
TIES = 8


@njit  # type: ignore[untyped-decorator]
def _blocks(seed: Any, many: int) -> float:
    total = 0.0
    for k in range(many):
        a, b, c, d = uniforms(seed, 1, 0, k, 0)
        total += a + b + c + d
    return total


@njit  # type: ignore[untyped-decorator]
def _normal_blocks(seed: Any, many: int) -> float:
    total = 0.0
    for k in range(many):
        a, b, c, d = normals(seed, 1, 0, k, 0)
        total += a + b + c + d
    return total


@njit  # type: ignore[untyped-decorator]
def _exponentials(values: Any) -> float:
    total = 0.0
    for k in range(len(values)):
        total += math.exp(values[k])
    return total


@njit  # type: ignore[untyped-decorator]
def _gather(values: Any, ties: Any, out: Any) -> None:
    for i in range(len(ties)):
        total = 0.0
        for k in range(ties.shape[1]):
            total += values[ties[i, k]]
        out[i] = total


@njit  # type: ignore[untyped-decorator]
def _triad(a: Any, b: Any, c: Any) -> None:
    for k in range(len(a)):
        a[k] = b[k] + 0.5 * c[k]


def limits(repeats: int) -> dict[str, Any]:
    """Measure and print; return the figures, nanoseconds but for `gb_per_s`."""
    seed, out, blocks = seed_word(SEED), np.empty(DRAWS), DRAWS // 4
    people, first, last = np.arange(DRAWS), np.empty(DRAWS), np.empty(DRAWS)
    rng = np.random.default_rng(SEED)
    negative = -rng.random(DRAWS)
    chance = {
        "Philox block of four, one after another": _least(lambda: _blocks(seed, blocks), repeats) / blocks,
        "Philox block of four, side by side": _least(
            lambda: fill_uniforms(out, seed, NEED, 0, 0, 0), repeats) / blocks,
        "Philox block, two of four kept, side by side": _least(
            lambda: fill_for_all(first, last, seed, NEED, 0, people), repeats) / DRAWS,
        "normal, one after another": _least(lambda: _normal_blocks(seed, blocks), repeats) / DRAWS,
        "normal, side by side": _least(lambda: fill_normals(out, seed, NEED, 0, 0, 0), repeats) / DRAWS,
        "numpy's random double": _least(lambda: rng.random(out=out), repeats) / DRAWS,
        "numpy's normal": _least(lambda: rng.standard_normal(out=out), repeats) / DRAWS,
        "exponential": _least(lambda: _exponentials(negative), repeats) / DRAWS,
    }  # fmt: skip
    gathers = {}
    for citizens in GATHERS:
        ties = rng.integers(0, citizens, (citizens, TIES)).astype(np.uint32)
        values, sums = rng.random(citizens), np.empty(citizens)
        gathers[str(citizens)] = _least(lambda v=values, t=ties, s=sums: _gather(v, t, s), repeats) / citizens  # type: ignore[misc]
    streams = {}
    for many in STREAMS:
        a, b, c = np.zeros(many), rng.random(many), rng.random(many)
        streams[str(24 * many)] = 24 * many / _least(lambda a=a, b=b, c=c: _triad(a, b, c), repeats)  # type: ignore[misc]
    table("Limits of the machine, on one core: chance", ("what", "ns"), list(chance.items()))
    table(f"Means over {TIES} ties at random places", ("citizens", "ns a citizen"),
          [(f"{int(n):,}", ns) for n, ns in gathers.items()])  # fmt: skip
    table("Streamed memory (two arrays read, one written)", ("MB", "GB a second"),
          [(int(n) // 1_000_000, gb) for n, gb in streams.items()])  # fmt: skip
    return {"chance": chance, "gathers": gathers, "gb_per_s": streams}


def _least(work: Callable[[], Any], repeats: int) -> float:
    """Return the least nanoseconds of a call; the first may compile."""
    work()
    return min(wall for wall, _ in timed(work, max(3, 2 * repeats))) * 1e9
