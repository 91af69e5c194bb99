"""Scenario discovery: boxes that were planted are found."""

import math
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from agents.errors import InputError
from experiments.analysis import discovery
from experiments.analysis.discovery import discover, where_better, where_met
from experiments.analysis.points import points_of
from experiments.analysis.tradeoffs import threshold
from tests.helpers.fake_sweeps import fake, study_text


@pytest.fixture(scope="module")
def planted() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    return pd.DataFrame(
        {"trust.gain": rng.uniform(0, 10, 400), "needs.wickedness": rng.random(400),
         "town.warm_up": rng.integers(0, 7, 400), "paradigm": rng.choice(["TPA", "NPM", "NPG"], 400),
         "mechanisms.social_influence": rng.random(400) < 0.5, "trust.loss_aversion": 2.0}
    )  # fmt: skip


def test_a_planted_box_is_found(planted):
    cases = ((planted["trust.gain"] > 6) & (planted["town.warm_up"] >= 3) & (planted["paradigm"] != "NPM")).to_numpy()
    found = discover(planted, cases)
    box = found.box.set_index("factor")
    assert set(box.index) == {"trust.gain", "town.warm_up", "paradigm"}
    assert box.loc["trust.gain", "low"] == pytest.approx(6, abs=0.2) and math.isnan(box.loc["trust.gain", "high"])
    assert box.loc["town.warm_up", "low"] == 3 and (box["qp_low"] < 0.001).all()
    assert set(box.loc["paradigm", "levels"]) == {"TPA", "NPG"}
    assert found.coverage > 0.95 and found.density > 0.95
    inside = found.points["inside"].to_numpy()
    assert found.coverage == pytest.approx((cases & inside).sum() / cases.sum())
    assert found.density == pytest.approx(cases[inside].mean()) and found.mass == pytest.approx(inside.mean())
    # The EMA Workbench's counts equal the counts computed here from the limits.
    chosen = (found.trajectory[["coverage", "density", "mass"]] - [found.coverage, found.density, found.mass]).abs()
    assert chosen.sum(axis=1).min() < 1e-9


def test_a_switch_can_be_a_limit(planted):
    found = discover(planted, planted["mechanisms.social_influence"].to_numpy())
    assert found.box[["factor", "levels"]].to_numpy().tolist() == [["mechanisms.social_influence", ("True",)]]
    assert found.coverage == found.density == 1


def test_more_density_is_less_coverage(planted):
    rng = np.random.default_rng(4)
    cases = rng.random(400) < planted["needs.wickedness"].to_numpy()
    loose, strict = discover(planted, cases, density=0.6), discover(planted, cases, density=0.85)
    assert 0.6 <= loose.density < strict.density and loose.coverage > strict.coverage
    assert discover(planted, cases, density=1.0, smallest=0.3).density < 1  # not to be had: the densest there is


def test_what_cannot_be_searched_is_refused(planted):
    with pytest.raises(InputError, match="none of the 400 points"):
        discover(planted, np.zeros(400, bool))
    with pytest.raises(InputError, match="all 400 points"):
        discover(planted, np.ones(400, bool))
    with pytest.raises(InputError, match="10 points of 5 varying factors"):
        discover(planted[:10], np.arange(10) < 5)
    with pytest.raises(InputError, match="density = 2"):
        discover(planted, np.arange(400) < 5, density=2)


def test_without_the_workbench_it_says_what_to_install(planted, monkeypatch):
    monkeypatch.setitem(sys.modules, "ema_workbench.analysis", None)
    with pytest.raises(InputError, match=r"pip install .*\[research\]"):
        discover(planted, np.arange(400) < 200)
    assert "research" in discovery.MISSING.text("nb")


def test_where_one_level_beats_another():
    results = fake(
        study_text("lhs", 40),
        lambda point, seed: {
            "fit": point["trust.gain"] * (point["paradigm"] == "NPG"),
            "trust": 0.0,
            "met_need_gap": 0.0,
        },
    )
    points = points_of(results, ["fit"])
    factors, wins = where_better(points, "npg", "TPA", margin=0.2)
    assert "paradigm" not in factors and len(factors) == 40
    assert (wins == (factors["trust.gain"] > 0.2)).all() and 0.4 < wins.mean() < 0.6
    assert not where_better(points, "TPA", "NPG")[1].any()
    assert where_better(points, "TPA", "NPG", better={"fit": "lower"})[1].all()
    assert where_met(points, threshold("fit<=0"))[1].sum() == 40
    values = points.values.copy()
    values[np.flatnonzero(points.table["paradigm"] == "NPG")[:3]] = math.nan  # not defined there
    points = replace(points, values=values)
    assert len(where_better(points, "NPG", "TPA")[0]) == len(where_better(points, "NPG", "TPA")[1]) == 37
    assert len(where_met(points, threshold("fit<=0"))[1]) == 77
