"""Intervals over runs that share seeds: the seed is the unit of chance, however many points are pooled."""

import math

import numpy as np
import pandas as pd
import pytest

from experiments.runs.estimates import crossed, interval, pooled
from experiments.sweeps.results import Results
from tests.helpers.fake_sweeps import OUTCOMES, factorial, fake, same

LEVELS = "paradigm = ['TPA', 'NPG']\n'trust.gain' = [0.1, 0.2, 0.3]"


def study(points: int, seeds: int, missing: float, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """One simulated study: outcomes with effects of points and of seeds, the point and seed of each, and the truth."""
    means = rng.normal(0.0, 2.0, points)
    values = means[:, None] + rng.normal(0.0, 1.0, seeds) + rng.normal(0.0, 0.5, (points, seeds))
    there = rng.random((points, seeds)) >= missing
    there[:, 0] = True
    point, seed = np.nonzero(there)
    return values[there], point, seed, means.mean()


@pytest.mark.parametrize("points, seeds, missing", [(24, 6, 0.0), (24, 2, 0.0), (6, 10, 0.3), (1, 5, 0.0)])
def test_nominal_95_percent_covers_90_to_99(points, seeds, missing):
    rng = np.random.default_rng(points + seeds)
    covered = []
    for _ in range(800):
        values, point, seed, truth = study(points, seeds, missing, rng)
        _, low, high = pooled(values, point, seed)
        covered.append(low <= truth <= high)
    assert 0.90 <= np.mean(covered) <= 0.99


def test_runs_taken_for_independent_would_cover_too_little():
    """The test above can fail: the interval over all runs alike does."""
    rng = np.random.default_rng(1)
    covered = []
    for _ in range(400):
        values, *_, truth = study(24, 6, 0.0, rng)
        _, low, high = interval(values)
        covered.append(low <= truth <= high)
    assert np.mean(covered) < 0.9


def test_with_all_runs_it_is_the_interval_of_the_seeds_means():
    rng = np.random.default_rng(2)
    values, point, seed, _ = study(7, 5, 0.0, rng)
    by_seed = pd.Series(values).groupby(seed).mean().to_numpy()
    assert pooled(values, point, seed) == pytest.approx(interval(by_seed))


def test_effects_of_points_are_not_chance():
    """Points that differ by 100 and seeds that do nothing: the mean over points is certain, missing runs or not."""
    point, seed = np.array([0, 0, 0, 1, 1]), np.array([1, 2, 3, 1, 2])
    assert pooled(100.0 * point, point, seed) == pytest.approx((50.0, 50.0, 50.0))


@pytest.mark.parametrize("point, seed", [([0, 1, 2], [1, 1, 1]), ([0, 1, 2], [1, 2, 3]), ([0], [1])])
def test_there_is_no_interval_where_seeds_cannot_be_compared(point, seed):
    mean, low, high = pooled(np.arange(float(len(point))), np.array(point), np.array(seed))
    assert mean == (len(point) - 1) / 2 and math.isnan(low) and math.isnan(high)


def test_a_point_with_one_run_gets_the_spread_of_the_others():
    values, point, seed = np.array([1.0, 3.0, 2.0, 7.0]), np.array([0, 0, 0, 1]), np.array([1, 2, 3, 1])
    _, low, high = pooled(values, point, seed)
    _, alone_low, alone_high = pooled(values[:3], point[:3], seed[:3])
    assert high - low > (alone_high - alone_low) / 2  # of two points that count the same, half would be the first's


def seeds_differ(point: dict, seed: int) -> dict[str, float]:
    """Outcomes that a seed moves the same way at all points."""
    return same(seed + 10.0 * point["trust.gain"] + (point["paradigm"] == "NPG"))


@pytest.mark.parametrize(
    "by, runs", [([], 24), (["paradigm"], 12), (["trust.gain"], 8), (["paradigm", "trust.gain"], 4)]
)
def test_a_summary_has_the_same_interval_however_many_points_it_pools(by, runs):
    found = fake(factorial(LEVELS, seeds=4), seeds_differ).summary(by, ["fit"])
    _, low, high = interval(np.arange(1.0, 5.0))
    assert set(found["runs"]) == {runs} and set(found["seeds"]) == {4}
    assert (found["high"] - found["low"]).to_numpy() == pytest.approx(high - low)


def test_a_summary_of_one_seed_has_no_interval():
    results = fake(factorial(LEVELS, seeds=4), seeds_differ)
    for found in (results.where({"seed": 2}).summary([]), results.summary(["seed"])):
        assert set(found["seeds"]) == {1} and found[["low", "high"]].isna().all(axis=None)


def test_points_count_the_same_where_runs_have_failed():
    results = fake(factorial(LEVELS, seeds=4), seeds_differ)
    table = results.table.copy()
    gone = (table["trust.gain"] == 0.1) & (table["seed"] > 2)
    table.loc[gone, ["status", *OUTCOMES]] = ["failed", *[math.nan] * 3]
    found = Results(results.study, results.folder, table).summary([], ["fit"]).iloc[0]
    by_point = results.table[~gone].groupby(["paradigm", "trust.gain"])["fit"].mean()
    assert found["mean"] == pytest.approx(by_point.mean()) and (found["runs"], found["seeds"]) == (20, 4)
    assert found["low"] < found["mean"] < found["high"]


@pytest.mark.parametrize("towns, seeds, moved", [(8, 2, 1.0), (8, 4, 1.0), (15, 2, 0.3)])
def test_towns_that_share_seeds_are_covered_90_to_99(towns, seeds, moved):
    rng = np.random.default_rng(towns * seeds)
    covered = []
    for _ in range(800):
        values = rng.normal(0, 1.0, (towns, 1)) + rng.normal(0, moved, seeds) + rng.normal(0, 0.3, (towns, seeds))
        _, low, high = crossed(values)
        covered.append(low <= 0 <= high)
    assert 0.90 <= np.mean(covered) <= 0.99


def test_towns_with_one_seed_have_no_interval():
    assert np.isnan(crossed(np.ones((5, 1)))[1:]).all() and np.isnan(crossed(np.ones((1, 5)))[1:]).all()
    assert crossed(np.ones((3, 3))) == (1.0, 1.0, 1.0)
