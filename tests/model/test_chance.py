"""Chance: the generator is Philox4x32-10 as published, its draws look random, and no two share an address."""

import json
import math
import os
import subprocess
import sys
import warnings
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import ndtri

from model import chance
from model.chance import (
    fill_firsts,
    fill_normals,
    fill_pairs,
    normal_from,
    normals,
    philox,
    seed_word,
    uniform,
    uniforms,
)

ROOT = Path(__file__).resolve().parents[2]
SEED = seed_word(20_240_229)
MANY = 20_000
FAR = 5.0  # standard errors; seeds are fixed, so a test that passes goes on passing

# Counter (four words), key (two words), result: the vectors published with Random123 for philox4x32-10.
KNOWN = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


def words(text: str) -> list[np.uint64]:
    return [np.uint64(int(word, 16)) for word in text.split()]


def interpreted(script: str) -> str:
    """Run a script with the kernels interpreted and every warning an error; return what it printed."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", script],
        env={**os.environ, "PYTHONPATH": path, "NUMBA_DISABLE_JIT": "1"}, capture_output=True, text=True, timeout=300,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


# --- the generator ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("counter", "key", "result"), KNOWN, ids=["zeros", "ones", "pi"])
def test_known_answers(counter: str, key: str, result: str):
    assert [int(word) for word in philox(*words(counter), *words(key))] == [int(word) for word in words(result)]


@pytest.mark.parametrize(("counter", "key", "result"), KNOWN, ids=["zeros", "ones", "pi"])
def test_known_answers_when_interpreted_without_overflow(counter: str, key: str, result: str):
    plain = getattr(philox, "py_func", philox)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = plain(*words(counter), *words(key))
    assert [int(word) for word in found] == [int(word) for word in words(result)]


def test_an_address_is_the_counter_and_the_seed_is_the_key():
    # Counter (agent, month, block, stream), key (low half of the seed, high half).
    seed = seed_word(0x299F31D0_A4093822)
    found = uniforms(seed, 0x03707344, 0x85A308D3, 0x243F6A88, 0x13198A2E)
    assert found == tuple((int(word) + 0.5) / 2**32 for word in words(KNOWN[2][2]))


@given(
    address=st.tuples(*[st.integers(0, 2**32 - 1)] * 4),
    seed=st.integers(0, 2**63 - 1),
)
@settings(max_examples=50)
def test_compiled_and_interpreted_words_are_equal(address, seed):
    counter = [np.uint64(part) for part in address]
    key = [np.uint64(seed & 0xFFFFFFFF), np.uint64(seed >> 32)]
    assert list(philox(*counter, *key)) == list(getattr(philox, "py_func", philox)(*counter, *key))


@given(
    stream=st.integers(0, 100),
    month=st.integers(0, 2_000),
    agent=st.integers(0, 10_000_000),
    block=st.integers(0, 5_000),
    seed=st.integers(0, 2**63 - 1),
)
@settings(max_examples=200)
def test_a_draw_is_repeatable_and_strictly_between_zero_and_one(stream, month, agent, block, seed):
    first = uniforms(seed_word(seed), stream, month, agent, block)
    assert first == uniforms(seed_word(seed), stream, month, agent, block)
    assert all(0.0 < u < 1.0 for u in first)
    assert uniform(seed_word(seed), stream, month, agent, block) == first[0]
    assert normals(seed_word(seed), stream, month, agent, block) == tuple(normal_from(u) for u in first)


def test_the_ends_of_the_range_are_never_reached():
    lowest, highest = 0.5 / 2**32, 1 - 0.5 / 2**32
    assert lowest > 0 and highest < 1
    assert math.isfinite(normal_from(lowest)) and math.isfinite(normal_from(highest))


@pytest.mark.parametrize("length", [1, 3, 4, 5, 12, 36])
def test_normals_fill_an_array_block_by_block(length: int):
    out = np.full(length + 1, -99.0)
    fill_normals(out[:length], SEED, chance.NEED, 3, 17, 5)
    expected = [z for k in range((length + 3) // 4) for z in normals(SEED, chance.NEED, 3, 17, 5 + k)]
    assert out[:length].tolist() == expected[:length]
    assert out[length] == -99.0


def test_first_uniforms_fill_arrays_as_one_draw_each_gives_them():
    first, second = np.zeros(19), np.zeros(19)
    fill_pairs(first, second, SEED, chance.INVITE, 3, 17, 5)
    expected = [uniforms(SEED, chance.INVITE, 3, 17, 5 + k) for k in range(19)]
    assert [first.tolist(), second.tolist()] == [[u[place] for u in expected] for place in (0, 1)]
    agents, blocks = np.arange(19), np.arange(19)[::-1].copy()
    fill_firsts(first, SEED, chance.JOIN, 3, agents, blocks)
    assert first.tolist() == [uniforms(SEED, chance.JOIN, 3, int(a), int(b))[0] for a, b in zip(agents, blocks)]


@pytest.mark.parametrize(("many", "whole"), [(0, 0), (1, 8), (8, 8), (9, 16)])
def test_vectors_are_filled_up(many: int, whole: int):
    assert chance.rounded_up(many) == whole


# --- distributions ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def draws() -> np.ndarray:
    """Uniforms of many neighbouring citizens in one month, shape (MANY, 4)."""
    return np.array([uniforms(SEED, chance.ARRIVAL, 7, agent, 0) for agent in range(MANY)])


@pytest.mark.parametrize("place", range(4))
def test_each_word_is_uniform(draws: np.ndarray, place: int):
    u = draws[:, place]
    assert abs(u.mean() - 0.5) < FAR * math.sqrt(1 / 12 / MANY)
    assert abs(u.var() - 1 / 12) < FAR * math.sqrt((1 / 80 - 1 / 144) / MANY)
    assert stats.kstest(u, "uniform").pvalue > 1e-4
    counts = np.bincount((u * 64).astype(int), minlength=64)
    assert stats.chisquare(counts).pvalue > 1e-4


def test_no_value_comes_back(draws: np.ndarray):
    # Of 80,000 draws among 2^32 values 0.7 pairs are expected to coincide.
    assert len(np.unique(draws)) >= draws.size - 6


def test_normals_are_the_quantiles_of_the_uniforms():
    u = np.concatenate([
        [0.5 / 2**32, 1.5 / 2**32, 1e-8, 1e-4, 0.02425, 0.5, 0.97575, 1 - 1e-4, 1 - 1.5 / 2**32],
        np.nextafter([0.02425, 0.97575], 0.5), np.nextafter([0.02425, 0.97575], [0, 1]),
        np.linspace(0.001, 0.999, 2_001),
    ])  # fmt: skip
    found, exact = np.array([normal_from(x) for x in u]), ndtri(u)
    assert np.abs(found - exact).max() < 2e-8
    assert np.abs(found / np.where(exact == 0, 1, exact) - 1)[np.abs(exact) > 1e-6].max() < 1.2e-8
    order = np.argsort(u)
    assert np.diff(found[order]).min() > -2e-8  # the two approximations meet within their error


def test_normals_have_the_moments_of_the_normal_distribution(draws: np.ndarray):
    z = np.array([normal_from(u) for u in draws.ravel()])
    n = len(z)
    for power, moment, spread in ((1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96)):
        assert abs((z**power).mean() - moment) < FAR * math.sqrt(spread / n), power
    assert stats.kstest(z, "norm").pvalue > 1e-4


# --- independence ----------------------------------------------------------------------------------------------


def unrelated(a: np.ndarray, b: np.ndarray) -> None:
    """Neither linearly related, nor anywhere in the unit square."""
    assert abs(np.corrcoef(a, b)[0, 1]) < FAR / math.sqrt(len(a))
    cells = np.bincount((a * 8).astype(int) * 8 + (b * 8).astype(int), minlength=64)
    assert stats.chisquare(cells).pvalue > 1e-5


def test_the_four_words_of_a_block_are_independent(draws: np.ndarray):
    for a, b in combinations(range(4), 2):
        unrelated(draws[:, a], draws[:, b])


@pytest.mark.parametrize("apart", [1, 2, 3, 7, 64, 1_000])
def test_neighbouring_agents_are_independent(draws: np.ndarray, apart: int):
    for place in range(4):
        unrelated(draws[:-apart, place], draws[apart:, place])


@pytest.mark.parametrize("part", ["stream", "month", "agent", "block", "seed", "high half of the seed"])
def test_neighbouring_addresses_are_independent(part: str):
    def at(k: int, step: int) -> float:
        where = {"stream": chance.NEED, "month": 12, "agent": 40, "block": 8, "seed": 99, "high half of the seed": 3}
        where["agent" if part != "agent" else "month"] += k
        where[part] += step
        seed = seed_word(where["seed"] + (where["high half of the seed"] << 32))
        return uniform(seed, where["stream"], where["month"], where["agent"], where["block"])

    a = np.array([at(k, 0) for k in range(MANY)])
    b = np.array([at(k, 1) for k in range(MANY)])
    unrelated(a, b)


def test_the_parts_of_an_address_are_not_interchangeable():
    places = {
        uniforms(SEED, *order) for order in ((1, 2, 3, 4), (2, 1, 3, 4), (1, 3, 2, 4), (1, 2, 4, 3), (4, 3, 2, 1))
    }
    assert len(places) == 5


def test_streams_have_numbers_of_their_own():
    numbers = [value for name, value in vars(chance).items() if name.isupper() and isinstance(value, int)]
    assert len(numbers) >= 20 and len(set(numbers)) == len(numbers)


def test_streams_are_independent():
    streams = [chance.PERSON, chance.TIES, chance.ARRIVAL, chance.NEED, chance.ACCESS, chance.ENCOUNTER, chance.BALLOT]
    many = 5_000
    table = np.array([[uniform(SEED, stream, 1, agent, 0) for agent in range(many)] for stream in streams])
    apart = np.corrcoef(table)[np.triu_indices(len(streams), 1)]
    assert np.abs(apart).max() < FAR / math.sqrt(many)


@pytest.mark.parametrize(("one", "other"), [(1, 2), (1, 1 + 2**32), (0, 2**63 - 1), (5, 5 + 2**40)])
def test_seeds_that_differ_give_other_draws(one: int, other: int):
    assert seed_word(one) != seed_word(other)
    a = np.array([uniform(seed_word(one), chance.NEED, 0, agent, 0) for agent in range(2_000)])
    b = np.array([uniform(seed_word(other), chance.NEED, 0, agent, 0) for agent in range(2_000)])
    assert abs(np.corrcoef(a, b)[0, 1]) < FAR / math.sqrt(2_000)


# --- how the model uses it -------------------------------------------------------------------------------------

RECORD = """
import json, sys
from model import chance

used, draw = {}, chance.philox


def recorded(agent, month, block, stream, *key):
    frame = sys._getframe(1)
    while frame.f_code.co_filename.endswith("chance.py"):
        frame = frame.f_back
    at = (frame.f_code.co_filename.rpartition("/")[2], frame.f_lineno)
    used.setdefault((int(stream), int(month), int(agent), int(block)), set()).add(at)
    return draw(agent, month, block, stream, *key)


chance.philox = recorded
from model import GovernanceModel

few = {"town.warm_up": 1, "politics.term": 12, "needs.rate": 0.3, "revision.trials": 10.0}
few["mechanisms.subsample"] = False
town = GovernanceModel(paradigm="facilitating", citizens=50, parameters=few, rng=3)
town.run(months=2)
town.switch_paradigm("triage")
town.run(months=13)
GovernanceModel(
    paradigm="NPG", citizens=50, parameters={"town.warm_up": 1, "outcomes.statutory_floor": 0.9}, rng=4
).run(months=3)
part = {
    "town.warm_up": 1, "arenas.join_base": 2.0, "arenas.threshold": 0.0, "revision.trials": 10.0,
    "rules.boundary.youth": 0.3, "rules.information.answers_published": 0.5, "rules.scope.session_hours": 1.0,
}
GovernanceModel(paradigm="facilitating", citizens=50, parameters=part, rng=5).run(months=5)
helped = {
    "town.warm_up": 1, "needs.rate": 0.3, "money.case_budget": 0.01, "rules.scope.volunteers": 1.0,
    "rules.scope.initiative_support": 0.5, "politics.initiative_organisers": 1.0, "politics.initiative_months": 1,
    "arenas.join_base": 0.0, "town.subsample": 0.0,
}
GovernanceModel(paradigm="NPG", citizens=50, parameters=helped, rng=5).run(months=6)
shared = sorted((address, sorted(sites)) for address, sites in used.items() if len(sites) > 1)
print(json.dumps({
    "addresses": len(used), "streams": sorted({a[0] for a in used}), "shared": shared[:10],
    "names": {v: k for k, v in vars(chance).items() if k.isupper() and isinstance(v, int)},
}))
"""


def test_no_two_decisions_of_the_model_share_an_address():
    found = json.loads(interpreted(RECORD))
    assert found["addresses"] > 5_000
    unused = {name for number, name in found["names"].items() if int(number) not in found["streams"]}
    assert unused <= {"CHOICE", "TEAM"}  # declared but not drawn from; all others were watched here
    assert found["shared"] == []
