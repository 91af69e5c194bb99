"""Pareto fronts and regret: small tables with known answers, and the effect of chance alone."""

import numpy as np
import pytest

from agents.errors import InputError
from experiments.analysis.directions import as_costs, directions
from experiments.analysis.points import points_of
from experiments.analysis.report.reports import regret_report
from experiments.analysis.tradeoffs import ALL, on_front, pareto, regret, threshold
from model.extend import OwnOutcome
from samskaping.registry import registered
from tests.helpers.fake_sweeps import factorial, fake, same, study_text


def test_directions_are_as_declared_and_gaps_go_to_zero():
    declared = directions(["fit", "cost_per_met_need_nok", "met_need_gap", "load"])
    assert list(declared.values()) == ["higher", "lower", "zero", "lower"]
    assert directions(["met_need_gap"], {"met_need_gap": "lower"}) == {"met_need_gap": "lower"}
    costs = as_costs(np.array([[0.7, -0.2], [0.6, 0.1]]), ["higher", "zero"])
    assert costs.tolist() == [[-0.7, 0.2], [-0.6, 0.1]]


def test_a_front_by_hand_and_against_brute_force():
    costs = np.array([[1, 5], [2, 2], [5, 1], [2, 3], [5, 5], [2, 2], [0, np.nan]])
    assert on_front(costs).tolist() == [True, True, True, False, False, True, False]
    rng = np.random.default_rng(3)
    for _ in range(20):
        costs = rng.integers(0, 6, size=(40, 3)).astype(float)
        brute = [not any((o <= c).all() and (o < c).any() for o in costs) for c in costs]
        assert on_front(costs).tolist() == brute


LEVELS = "paradigm = ['TPA', 'NPM', 'NPG']\n'trust.gain' = [0.1, 0.2]"


def test_a_pareto_front_says_how_sure_it_is():
    """TPA has the better fit, NPG the better trust, NPM is as TPA less 0.1 of fit, and 1 % of trust more by luck."""

    def outcome(point: dict, seed: int) -> dict[str, float]:
        luck = 0.02 * (-1) ** seed
        fit, trust, gap = {"TPA": (0.7, 0.5, 0.1), "NPM": (0.6, 0.5 + luck, -0.1), "NPG": (0.5, 0.8, 0.1)}[
            point["paradigm"]
        ]
        return {"fit": fit, "trust": trust + point["trust.gain"], "met_need_gap": gap}

    points = points_of(fake(factorial(LEVELS, seeds=6), outcome))
    found = pareto(points, options=["paradigm"]).set_index("paradigm")
    assert found["front"].to_dict() == {"TPA": True, "NPM": False, "NPG": True}
    assert found["trust"].to_list() == pytest.approx([0.65, 0.65, 0.95])  # means over gains
    assert found.loc["TPA", "often"] == found.loc["NPG", "often"] == 1
    assert 0.2 < found.loc["NPM", "often"] < 0.5  # with more of the lucky seeds: P(more than 3 of 6) = 0.34
    assert pareto(points, {"met_need_gap": "lower"}, ["paradigm"])["front"].all()  # then -0.1 is better than 0.1
    everything = pareto(points)
    assert everything.query("front")["trust.gain"].to_list() == [0.2, 0.2]  # gain is chosen too
    one = points_of(fake(factorial(LEVELS, seeds=1), outcome))
    assert pareto(one)["often"].isna().all()


def test_regret_by_hand():
    """Two scenarios: fit 0.5, 0.6, 0.9 at gain 0.1, and 0.8, 0.7, 0.5 at 0.2; a gap that only TPA closes."""
    fit = {
        ("TPA", 0.1): 0.5,
        ("NPM", 0.1): 0.6,
        ("NPG", 0.1): 0.9,
        ("TPA", 0.2): 0.8,
        ("NPM", 0.2): 0.7,
        ("NPG", 0.2): 0.5,
    }

    def outcome(point: dict, seed: int) -> dict[str, float]:
        value = fit[point["paradigm"], point["trust.gain"]] + seed
        return {"fit": value, "trust": value, "met_need_gap": 0.0 if point["paradigm"] == "TPA" else -0.2}

    points = points_of(fake(factorial(LEVELS, seeds=3), outcome), ["fit", "met_need_gap"])  # seeds add 2 on average
    demands = [threshold("fit >= 2.6"), threshold("met_need_gap > -0.1")]
    found = regret(points, thresholds=demands)
    value = found.set_index(["outcome", "measure", "paradigm"])["value"].sort_index()
    assert value["fit", "max_regret"].to_dict() == pytest.approx({"TPA": 0.4, "NPM": 0.3, "NPG": 0.3})
    assert value["fit", "mean_regret"].to_dict() == pytest.approx({"TPA": 0.2, "NPM": 0.2, "NPG": 0.15})
    assert value["fit", "best"].to_dict() == {"TPA": 0.5, "NPM": 0.0, "NPG": 0.5}
    assert value["fit", "clearly_best"].to_dict() == {"TPA": 0.5, "NPM": 0.0, "NPG": 0.5}
    assert value["met_need_gap", "max_regret"].to_dict() == pytest.approx({"TPA": 0, "NPM": 0.2, "NPG": 0.2})
    assert value["fit", "satisfied"].to_dict() == {"TPA": 0.5, "NPM": 1.0, "NPG": 0.5}
    assert value[ALL, "satisfied"].to_dict() == {"TPA": 0.5, "NPM": 0.0, "NPG": 0.0}
    assert not set(found["measure"]) - {"max_regret", "mean_regret", "best", "clearly_best", "satisfied"}


def test_equal_options_are_both_best_and_neither_significantly():
    """NPM and NPG are identical at every seed, and better than TPA."""
    points = points_of(
        fake(factorial(LEVELS, seeds=5), lambda at, seed: same(seed + (at["paradigm"] != "TPA"))), ["fit"]
    )
    value = regret(points).set_index(["measure", "paradigm"])["value"]
    assert value["best"].to_dict() == {"TPA": 0, "NPM": 1, "NPG": 1}
    assert value["clearly_best"].to_dict() == {"TPA": 0, "NPM": 0, "NPG": 0}


def test_a_table_of_regret_counts_one_scenario_and_writes_per_cent_as_the_rest_does():
    for levels, title in (("", "in one scenario"), ("\n'trust.gain' = [0.1, 0.2]", "over 2 scenarios")):
        results = fake(
            factorial("paradigm = ['TPA', 'NPM']" + levels), lambda at, seed: same(len(at["paradigm"]) + seed)
        )
        table = regret_report(results, outcomes=["fit"]).shown()[0]
        assert str(table.title).endswith(title)
        assert {str(cell) for cell in table.columns[4].cells} == {"100 %"}
        assert str(next(iter(table.columns[0].cells))).startswith("Service fit, share")


def test_a_direction_that_does_not_exist_is_refused_with_what_to_do(monkeypatch):
    wrong = OwnOutcome("my_own", "share", "Mine", "", "up")
    monkeypatch.setitem(registered("outcome"), "my_own", wrong)
    with pytest.raises(InputError, match="my_own is declared with better = 'up'.*--better my_own=higher"):
        directions(["fit", "my_own"])
    assert directions(["my_own"], {"my_own": "higher"}) == {"my_own": "higher"}


def test_options_that_differ_by_luck_alone_have_the_regret_of_luck():
    rng = np.random.default_rng(2)
    results = fake(study_text("lhs", 60, seeds=10), lambda point, seed: same(float(rng.normal())))
    found = regret(points_of(results, ["fit"])).set_index(["measure", "paradigm"])
    for measure in ("mean_regret", "max_regret"):
        part = found.loc[measure]
        assert part["value"].mean() == pytest.approx(part["chance"].mean(), rel=0.2)
    assert found.loc["clearly_best", "value"].max() < 0.2
    one = fake(study_text("lhs", 4, seeds=1), lambda point, seed: same(1.0))
    assert regret(points_of(one, ["fit"]))["chance"].isna().all()
