"""Addressable chance: every random number has an address, so that no agent's draws depend on another agent.

A draw is Philox4x32-10 (Salmon et al. 2011) of the run's seed and the address (agent, month, block, stream). There is
no state to carry: the order of agents, the number of workers and the paradigm cannot shift a draw. The four uniforms
of one block serve one agent's draws in one phase. All integers are `np.uint64`: mixed with signed ones numba would
make floats.
"""

import math

import numpy as np

from agents.engine.kernel import kernel

# Streams: one for each kind of event. Draws of exogenous streams (the first group) do not depend on the paradigm.
PERSON, TIES, TOWN, LANDSCAPE, DRIFT, ARRIVAL, NEED = range(1, 8)
ACCESS, QUEUE, CHOICE, ENCOUNTER, EXPERIENCE = range(20, 25)
CONTACT, INVITE, JOIN, DELIBERATE, COUNCIL, MEMBER, FACILITATOR, SAMPLED = range(30, 38)
BALLOT, SEAT, REVISION, INDICATOR, TEAM, TURNOVER, SIGNAL, STAFF = range(40, 48)
FIDELITY, APPEAL = 60, 61
VOLUNTEER, INITIATIVE, PERMIT = 70, 71, 72
NEWS = 80

_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_SCALE = 1.0 / 4294967296.0
TAIL = 0.02425  # below it, and above 1 less it, Acklam's approximation has a form of its own


@kernel(forceinline=True)  # a call would keep the surrounding loops from computing several blocks at a time
def philox(c0, c1, c2, c3, k0, k1):
    """Return the four 32-bit words (as `uint64`) of Philox4x32-10 at counter (c0..c3) and key (k0, k1)."""
    for _ in range(10):
        product0 = _M0 * c0
        product1 = _M1 * c2
        c0, c1, c2, c3 = (
            (product1 >> _SHIFT) ^ c1 ^ k0,
            product1 & _LOW,
            (product0 >> _SHIFT) ^ c3 ^ k1,
            product0 & _LOW,
        )
        k0 = (k0 + _W0) & _LOW
        k1 = (k1 + _W1) & _LOW
    return c0, c1, c2, c3


# One signature each: a caller's mix of integer types would otherwise compile a copy of its own.
_FOUR = "UniTuple(float64, 4)(uint64, int64, int64, int64, int64)"
_ONE = "float64(uint64, int64, int64, int64, int64)"
_FILL = "void(float64[::1], uint64, int64, int64, int64, int64)"


@kernel(_FOUR)
def uniforms(seed, stream, month, agent, block):
    """Return four independent uniforms in (0, 1) at one address; `seed` is `np.uint64`, the rest whole numbers."""
    a, b, c, d = philox(
        np.uint64(agent) & _LOW,
        np.uint64(month) & _LOW,
        np.uint64(block) & _LOW,
        np.uint64(stream) & _LOW,
        seed & _LOW,
        seed >> _SHIFT,
    )
    return (
        (float(a) + 0.5) * _SCALE,
        (float(b) + 0.5) * _SCALE,
        (float(c) + 0.5) * _SCALE,
        (float(d) + 0.5) * _SCALE,
    )


@kernel(_ONE)
def uniform(seed, stream, month, agent, block):
    """Return one uniform in (0, 1): the first of the block."""
    return uniforms(seed, stream, month, agent, block)[0]


@kernel("float64(float64)")
def normal_from_tail(u):
    """Return the lower-tail quantile for `u` below 0.02425 (see `normal_from`)."""
    q = math.sqrt(-2.0 * math.log(u))
    return (
        (
            (
                ((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e00) * q
                - 2.549732539343734e00
            )
            * q
            + 4.374664141464968e00
        )
        * q
        + 2.938163982698783e00
    ) / (
        (((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e00) * q + 3.754408661907416e00)
        * q
        + 1.0
    )


@kernel("float64(float64)")
def normal_from_middle(u):
    """Return the quantile for `u` between 0.02425 and 0.97575 (see `normal_from`)."""
    q = u - 0.5
    r = q * q
    return (
        (
            (
                (
                    ((-3.969683028665376e01 * r + 2.209460984245205e02) * r - 2.759285104469687e02) * r
                    + 1.383577518672690e02
                )
                * r
                - 3.066479806614716e01
            )
            * r
            + 2.506628277459239e00
        )
        * q
        / (
            (
                (
                    ((-5.447609879822406e01 * r + 1.615858368580409e02) * r - 1.556989798598866e02) * r
                    + 6.680131188771972e01
                )
                * r
                - 1.328068155288572e01
            )
            * r
            + 1.0
        )
    )


@kernel("float64(float64)")
def normal_from(u):
    """Return the standard normal quantile of `u` in (0, 1), by Acklam's rational approximation (relative error
    1.2e-9).
    """
    if u < TAIL:
        return normal_from_tail(u)
    if u > 1.0 - TAIL:
        return -normal_from_tail(1.0 - u)
    return normal_from_middle(u)


@kernel(_FOUR)
def normals(seed, stream, month, agent, block):
    """Return four independent standard normals at one address."""
    a, b, c, d = uniforms(seed, stream, month, agent, block)
    return normal_from(a), normal_from(b), normal_from(c), normal_from(d)


@kernel(_FILL)
def fill_uniforms(out, seed, stream, month, agent, first_block):
    """Fill `out` (any length) with uniforms in (0, 1) from consecutive blocks beginning at `first_block`.

    The blocks do not wait for each other, so that the processor computes several at a time.
    """
    whole = len(out) // 4
    for k in range(whole):
        a, b, c, d = philox(
            np.uint64(agent) & _LOW,
            np.uint64(month) & _LOW,
            np.uint64(first_block + k) & _LOW,
            np.uint64(stream) & _LOW,
            seed & _LOW,
            seed >> _SHIFT,
        )
        out[4 * k] = (float(a) + 0.5) * _SCALE
        out[4 * k + 1] = (float(b) + 0.5) * _SCALE
        out[4 * k + 2] = (float(c) + 0.5) * _SCALE
        out[4 * k + 3] = (float(d) + 0.5) * _SCALE
    if 4 * whole < len(out):
        rest = uniforms(seed, stream, month, agent, first_block + whole)
        for k in range(4 * whole, len(out)):
            out[k] = rest[k - 4 * whole]


@kernel(_FILL)
def fill_normals(out, seed, stream, month, agent, first_block):
    """Fill `out` (any length) with standard normals from consecutive blocks beginning at `first_block`.

    The same numbers as `normals` gives: the few in a tail first, each marked by lying outside (0, 1), then all others
    together.
    """
    fill_uniforms(out, seed, stream, month, agent, first_block)
    for k in range(len(out)):
        if out[k] < TAIL:
            out[k] = normal_from_tail(out[k])
        elif out[k] > 1.0 - TAIL:
            out[k] = -normal_from_tail(1.0 - out[k])
    for k in range(len(out)):
        z = normal_from_middle(out[k])
        out[k] = z if abs(out[k]) < 1.0 else out[k]


_FILL_MANY = "void(float64[:, ::1], int64, uint64, int64, int64, int64[::1], int64[::1])"


@kernel(_FILL_MANY)
def fill_uniforms_side_by_side(out, many, seed, stream, month, agents, first_blocks):
    """Fill column k of `out` (numbers, at least many) with the uniforms of `fill_uniforms` for agents[k], for k < many.

    Each begins at first_blocks[k]; the numbers must be a multiple of 4. Agents side by side keep the processor's
    vectors full, where one agent has few numbers.
    """
    for block in range(len(out) // 4):
        for k in range(many):
            a, b, c, d = philox(
                np.uint64(agents[k]) & _LOW,
                np.uint64(month) & _LOW,
                np.uint64(first_blocks[k] + block) & _LOW,
                np.uint64(stream) & _LOW,
                seed & _LOW,
                seed >> _SHIFT,
            )
            out[4 * block, k] = (float(a) + 0.5) * _SCALE
            out[4 * block + 1, k] = (float(b) + 0.5) * _SCALE
            out[4 * block + 2, k] = (float(c) + 0.5) * _SCALE
            out[4 * block + 3, k] = (float(d) + 0.5) * _SCALE


@kernel(_FILL_MANY)
def fill_side_by_side(out, many, seed, stream, month, agents, first_blocks):
    """Fill column k of `out` with the normals of `fill_normals`; see `fill_uniforms_side_by_side`."""
    fill_uniforms_side_by_side(out, many, seed, stream, month, agents, first_blocks)
    for x in range(len(out)):
        row = out[x]
        for k in range(many):
            if row[k] < TAIL:
                row[k] = normal_from_tail(row[k])
            elif row[k] > 1.0 - TAIL:
                row[k] = -normal_from_tail(1.0 - row[k])
        for k in range(many):
            z = normal_from_middle(row[k])
            row[k] = z if abs(row[k]) < 1.0 else row[k]


@kernel
def rounded_up(many):
    """Return `many` rounded up to whole vectors of the processor, of eight numbers."""
    return (many + 7) // 8 * 8


@kernel
def fill_firsts(out, seed, stream, month, agents, blocks):
    """Fill `out` with the first uniform of blocks[k] for agents[k]; see `uniform`."""
    for k in range(len(out)):
        a, _, _, _ = philox(
            np.uint64(agents[k]) & _LOW, np.uint64(month) & _LOW, np.uint64(blocks[k]) & _LOW,
            np.uint64(stream) & _LOW, seed & _LOW, seed >> _SHIFT,
        )  # fmt: skip
        out[k] = (float(a) + 0.5) * _SCALE


@kernel
def fill_pairs(first, second, seed, stream, month, agent, first_block):
    """Fill two arrays with the first two uniforms of consecutive blocks beginning at `first_block`."""
    for k in range(len(first)):
        a, b, _, _ = philox(
            np.uint64(agent) & _LOW, np.uint64(month) & _LOW, np.uint64(first_block + k) & _LOW,
            np.uint64(stream) & _LOW, seed & _LOW, seed >> _SHIFT,
        )  # fmt: skip
        first[k] = (float(a) + 0.5) * _SCALE
        second[k] = (float(b) + 0.5) * _SCALE


@kernel
def fill_for_all(first, last, seed, stream, month, identity):
    """Fill `first` and `last` with the first and the fourth uniform of block 0 for every agent of `identity`."""
    for k in range(len(identity)):
        a, _, _, d = philox(
            np.uint64(identity[k]), np.uint64(month) & _LOW, np.uint64(0), np.uint64(stream) & _LOW, seed & _LOW,
            seed >> _SHIFT,
        )  # fmt: skip
        first[k] = (float(a) + 0.5) * _SCALE
        last[k] = (float(d) + 0.5) * _SCALE


@kernel
def fill_block(out, seed, stream, month, block):
    """Fill `out` with the first uniform of a block for agents 0, 1, 2 ..."""
    for k in range(len(out)):
        a, _, _, _ = philox(
            np.uint64(k), np.uint64(month) & _LOW, np.uint64(block) & _LOW, np.uint64(stream) & _LOW, seed & _LOW,
            seed >> _SHIFT,
        )  # fmt: skip
        out[k] = (float(a) + 0.5) * _SCALE


def seed_word(seed: int) -> np.uint64:
    """Return a run's seed as the 64-bit key; whole numbers that differ by less than 2**64 give different keys."""
    return np.uint64(int(seed) & 0xFFFFFFFFFFFFFFFF)
