"""Samples made a block at a time: what the libraries would make whole, Latin hypercubes, and repeated rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from SALib.sample import morris, sobol
from scipy.stats.qmc import LatinHypercube

from experiments.design import samples
from experiments.design.designs import Design
from experiments.design.factors import Factor
from experiments.design.samples import MORRIS_LEVELS, problem_of, repeated, repeats, sample_blocks, shuffled


def whole(*given):
    return np.concatenate(list(sample_blocks(*given)))


@pytest.mark.parametrize("second_order", [False, True])
@pytest.mark.parametrize("d", [1, 2, 5])
def test_sobol_samples_in_blocks_are_saltellis_as_salib_makes_them(d, second_order, monkeypatch):
    names = [f"x{k}" for k in range(d)]
    expected = sobol.sample(problem_of(names), 128, calc_second_order=second_order, seed=4)
    for rows in (1, 40, 8192):
        monkeypatch.setattr(samples, "ROWS", rows)
        assert np.array_equal(whole("sobol", 128, d, 4, second_order), expected)


def test_small_samples_are_the_libraries_own():
    names = ["a", "b", "c"]
    assert np.array_equal(whole("lhs", 20_000, 3, 2), LatinHypercube(3, rng=2).random(20_000))
    assert np.array_equal(whole("morris", 50, 3, 2), morris.sample(problem_of(names), 50, MORRIS_LEVELS, seed=2))


def test_trajectories_of_many_blocks_each_move_every_factor_once(monkeypatch):
    monkeypatch.setattr(samples, "ROWS", 32)
    found = whole("morris", 100, 6, 1).reshape(100, 7, 6)
    moved = np.abs(np.diff(found, axis=1)) > 0
    assert (moved.sum(axis=1) == 1).all() and (moved.sum(axis=2) == 1).all()
    assert len(np.unique(found.reshape(100, -1), axis=0)) > 90  # blocks are not copies of each other


def test_a_large_latin_hypercube_has_every_stratum_once_and_no_order(monkeypatch):
    monkeypatch.setattr(samples, "LATIN_AT_ONCE", 1000)
    n = 20_011  # a prime: no power of two
    found = whole("lhs", n, 4, 9)
    for column in found.T:
        assert np.array_equal(np.sort(np.floor(column * n)), np.arange(n))
    noise = 4 / np.sqrt(n)
    assert np.abs(np.corrcoef(found.T) - np.eye(4)).max() < noise
    assert all(abs(np.corrcoef(column[:-1], column[1:])[0, 1]) < noise for column in found.T)
    assert not np.array_equal(found, whole("lhs", n, 4, 10)) and np.array_equal(found, whole("lhs", n, 4, 9))


@given(some.integers(1, 3000), some.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_a_shuffle_is_a_permutation(n, seed):
    keys = np.random.default_rng(seed).integers(0, 1 << 64, 8, np.uint64)
    assert np.array_equal(np.sort(shuffled(np.arange(n, dtype=np.uint64), n, keys)), np.arange(n))


@given(some.lists(some.tuples(some.integers(0, 3), some.integers(-1, 1)), max_size=60), some.integers(1, 9))
@settings(deadline=None)
def test_repeated_rows_are_those_seen_before(rows, at_once):
    table = np.array(rows, float).reshape(-1, 2)
    bits = repeats(lambda: (table[k : k + 7] for k in range(0, len(table), 7)), at_once)
    assert repeated(bits, 0, len(rows)).tolist() == [row in rows[:k] for k, row in enumerate(rows)]


@pytest.mark.parametrize("kind", ["lhs", "sobol", "morris"])
def test_each_point_is_run_once_however_the_sample_is_cut(kind, monkeypatch):
    factors = [Factor("citizens", low=100, high=103), Factor("paradigm", levels=("TPA", "NPG"))]
    points = [tuple(point.items()) for point in Design(kind, 64, 3).points(factors)]
    monkeypatch.setattr(samples, "ROWS", 8)
    design = Design(kind, 64, 4)
    once = [tuple(point.items()) for point in design.points(factors, once=True)]
    every = [tuple(point.items()) for point in design.points(factors)]
    assert once == list(dict.fromkeys(every)) and len(once) == design.size(factors) < len(every) == len(points)
