"""Analyses of a sweep: against functions with known answers, small tables by hand, and through the command line."""

import json
import math
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from agents.errors import InputError
from experiments.analysis import discovery
from experiments.analysis.contrasts import contrasts, mean_intervals
from experiments.analysis.directions import as_costs, directions
from experiments.analysis.discovery import discover, where_better, where_met
from experiments.analysis.points import points_of
from experiments.analysis.sensitivity import CHANCE, sensitivity
from experiments.analysis.tradeoffs import ALL, Threshold, on_front, pareto, regret, threshold
from experiments.analysis.words import _WORDS
from experiments.cli import main
from experiments.results import Results
from experiments.study import study_of
from tests.test_cli import samskaping
from tests.test_texts import norwegian_faults

# Three ranges of different widths, so that values and shares are not the same.
RANGES = {"trust.gain": (0.1, 0.3), "trust.loss_aversion": (1.0, 3.0), "needs.wickedness": (0.5, 1.5)}
OUTCOMES = ("fit", "trust", "met_need_gap")


def study_text(kind: str, samples: int = 0, seeds: int = 2, more: str = "", factors: str = "") -> str:
    """Return a study of three ranges, crossed with two paradigms."""
    ranges = "\n".join(f'"{name}" = {{ low = {low}, high = {high} }}' for name, (low, high) in RANGES.items())
    return f"""
months = 2
seeds = {seeds}
outcomes = {json.dumps(OUTCOMES)}
[design]
kind = "{kind}"
samples = {samples}
{more}
[factors]
{factors or ranges}
paradigm = ["TPA", "NPG"]
"""


def fake(text: str, outcome: Callable[..., dict[str, float]]) -> Results:
    """Return results as a sweep would leave them, where `outcome(point, seed)` stands in for the model."""
    study = study_of(text)
    rows = [
        {"run_id": job.run_id, "status": "ok", "error": None, "seed": job.seed, "month": study.months, **job.point,
         **outcome(job.point, job.seed)}
        for job in study.jobs()
    ]  # fmt: skip
    shuffled = pd.DataFrame(rows).sample(frac=1, random_state=1)  # parts are written in any order
    return Results(study, Path("fake"), shuffled.reset_index(drop=True))


def shares(point: dict) -> np.ndarray:
    """Return a point's ranges as shares of them."""
    return np.array([(point[name] - low) / (high - low) for name, (low, high) in RANGES.items()])


def same(value: float) -> dict[str, float]:
    return dict.fromkeys(OUTCOMES, value)


def factorial(levels: str, seeds: int = 4) -> str:
    return f"months = 1\nseeds = {seeds}\noutcomes = {json.dumps(OUTCOMES)}\n[factors]\n{levels}"


# --- sensitivity -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ishigami() -> pd.DataFrame:
    """Sobol' indices of Ishigami's function under TPA, of 3 x1 + x2 under NPG, each with its own shift by seed."""

    def outcome(point: dict, seed: int) -> dict[str, float]:
        x = shares(point)
        if point["paradigm"] == "NPG":
            return same(3 * x[0] + x[1] + 10 * seed)
        a, b, c = 2 * np.pi * x - np.pi
        return same(math.sin(a) + 7 * math.sin(b) ** 2 + 0.1 * c**4 * math.sin(a) + 10 * seed)

    text = study_text("sobol", 512, more="second_order = true")
    return sensitivity(fake(text, outcome), ["fit"]).set_index(["paradigm", "index", "factor"]).sort_index()


def test_sobol_indices_of_ishigamis_function(ishigami):
    a, b, c = RANGES
    known = {  # analytical, for a = 7 and b = 0.1
        ("S1", a): 0.3139, ("S1", b): 0.4424, ("S1", c): 0.0, ("ST", a): 0.5576, ("ST", b): 0.4424, ("ST", c): 0.2437,
        ("S2", f"{a} x {b}"): 0.0, ("S2", f"{a} x {c}"): 0.2437, ("S2", f"{b} x {c}"): 0.0,
    }  # fmt: skip
    found = ishigami.loc["TPA"]
    assert len(found) == len(known) + 1  # and the row of chance
    for key, value in known.items():
        assert found.loc[key, "value"] == pytest.approx(value, abs=0.05), key
        assert found.loc[key, "low"] - 0.01 <= value <= found.loc[key, "high"] + 0.01, key


def test_each_crossed_level_has_an_analysis_of_its_own(ishigami):
    for index in ("S1", "ST"):
        found = ishigami.loc[("NPG", index), "value"].to_dict()
        assert found == pytest.approx(dict(zip(RANGES, [0.9, 0.1, 0.0], strict=True)), abs=0.03)


def test_what_a_seed_adds_everywhere_is_no_chance(ishigami):
    assert ishigami.loc[("TPA", "noise", CHANCE), "value"] == pytest.approx(0, abs=1e-9)


def test_chance_is_what_a_factor_gets_that_only_shuffles_luck():
    """The last two factors do nothing but draw other luck at every point."""

    def outcome(point: dict, seed: int) -> dict[str, float]:
        x = shares(point)
        luck = np.random.default_rng([seed, *(1e6 * x).astype(int)]).normal(0, 0.5)
        return same(2 * x[0] + luck)

    found = sensitivity(fake(study_text("sobol", 256, seeds=4), outcome), ["fit"])
    found = found[found["paradigm"] == "TPA"].set_index(["index", "factor"])["value"]
    expected = 0.25 / 4 / (4 / 12 + 0.25 / 4)  # variance of the mean of four seeds, over all there is
    assert found[("noise", CHANCE)] == pytest.approx(expected, abs=0.03)
    assert found[("ST", "trust.loss_aversion")] == pytest.approx(expected, abs=0.05)
    assert found[("ST", "trust.gain")] == pytest.approx(1, abs=0.1)
    found = sensitivity(fake(study_text("morris", 200, seeds=4), outcome), ["fit"])
    found = found[found["paradigm"] == "TPA"].set_index(["index", "factor"])["value"]
    expected = math.sqrt(2 * 0.25 / 4) / (2 / 3) * math.sqrt(2 / math.pi)
    assert found[("noise", CHANCE)] == pytest.approx(expected, rel=0.1)
    assert found[("mu_star", "trust.loss_aversion")] == pytest.approx(expected, rel=0.2)
    assert found[("mu_star", "needs.wickedness")] == pytest.approx(expected, rel=0.2)


def test_morris_effects_of_a_linear_function_are_its_coefficients():
    def outcome(point: dict, seed: int) -> dict[str, float]:
        x = shares(point)
        return {**same(5 * x[0] - 2 * x[1]), "trust": float(x[0] * x[1])}

    found = sensitivity(fake(study_text("morris", 20), outcome), ["fit", "trust"])
    found = found[found["paradigm"] == "NPG"].set_index(["outcome", "index", "factor"]).sort_index()
    expected = dict(zip(RANGES, [5, 2, 0], strict=True))
    for column in ("value", "low", "high"):
        assert found.loc[("fit", "mu_star"), column].to_dict() == pytest.approx(expected)
    assert found.loc[("fit", "sigma"), "value"].to_dict() == pytest.approx(dict.fromkeys(RANGES, 0))
    assert found.loc[("trust", "sigma", "trust.gain"), "value"] > 0.2  # an interaction
    assert found.loc[("fit", "sigma"), "low"].isna().all()


def test_whole_numbers_are_analysed_as_they_were_run():
    factors = "'town.warm_up' = {low = 0, high = 1}\n'trust.gain' = {low = 0.1, high = 0.3}"
    results = fake(study_text("sobol", 128, factors=factors), lambda point, seed: same(float(point["town.warm_up"])))
    found = sensitivity(results, ["fit"]).set_index(["paradigm", "index", "factor"])["value"]
    assert found[("TPA", "ST", "town.warm_up")] == pytest.approx(1, abs=0.05)
    assert found[("TPA", "ST", "trust.gain")] == 0


def test_an_outcome_that_is_constant_or_undefined_has_no_indices():
    def outcome(point: dict, seed: int) -> dict[str, float]:
        return {
            "fit": 0.7,
            "trust": math.nan if point["trust.gain"] > 0.25 else 1.0,
            "met_need_gap": point["trust.gain"],
        }

    for kind, samples in (("sobol", 8), ("morris", 4)):
        found = sensitivity(fake(study_text(kind, samples), outcome), OUTCOMES)
        of = found[found["factor"] != CHANCE].groupby("outcome")["value"]
        assert of.apply(lambda value: value.isna().all()).to_dict() == {
            "fit": True, "trust": True, "met_need_gap": False,
        }  # fmt: skip


def test_the_same_results_give_the_same_numbers():
    results = fake(study_text("sobol", 16), lambda point, seed: same(float(shares(point) @ [1, 2, 3])))
    pd.testing.assert_frame_equal(sensitivity(results), sensitivity(results))


# --- what is refused ---------------------------------------------------------------------------------------------


def test_missing_and_failed_runs_are_counted_and_refused():
    whole = fake(study_text("sobol", 4), lambda point, seed: same(1.0))
    part = Results(whole.study, whole.folder, whole.table.iloc[:-3])
    with pytest.raises(InputError, match=r"3 of 80 runs are missing .* samskaping sweep fake/study.toml --out fake"):
        sensitivity(part)
    with pytest.raises(InputError, match="3 of 80 runs are missing"):
        points_of(part, failed=True)
    table = whole.table.copy()
    table.loc[table.index[:2], ["status", *OUTCOMES]] = ["failed", *[math.nan] * 3]
    broken = Results(whole.study, whole.folder, table)
    with pytest.raises(InputError, match=r"2 of 80 runs in fake failed.*samskaping results fake --failed"):
        sensitivity(broken)
    points = points_of(broken, failed=True)
    assert 1 <= points.left_out <= 2 and len(points.table) == 40 - points.left_out


@pytest.mark.parametrize("kind", ["lhs", "factorial"])
def test_sensitivity_needs_a_sample_made_for_it(kind):
    text = study_text("lhs", 4) if kind == "lhs" else factorial("paradigm = ['TPA', 'NPG']")
    with pytest.raises(InputError, match=f"'{kind}'.*'sobol' or 'morris'"):
        sensitivity(fake(text, lambda point, seed: same(1.0)))


def test_unknown_names_are_refused_with_the_nearest():
    results = fake(factorial("paradigm = ['TPA', 'NPG']\n'trust.gain' = [0.1, 0.2]"), lambda point, seed: same(1.0))
    points = points_of(results)
    for call, words in (
        (lambda: points_of(results, ["trsut"]), "did you mean 'trust'"),
        (lambda: points_of(results, ["load"]), "kept no outcome 'load'"),
        (lambda: points_of(results, []), "at least one outcome"),
        (lambda: contrasts(points, "paradgim"), "did you mean 'paradigm'"),
        (lambda: contrasts(points, against="NPM"), "no level 'NPM'"),
        (lambda: contrasts(points, by=["paradigm"]), "cannot stand in --by"),
        (lambda: points.where({"trust.gain": "0.3"}), "no level '0.3'"),
        (lambda: contrasts(points.where({"paradigm": "npg"})), "one level NPG"),
        (lambda: regret(points.where({"paradigm": "NPG"})), "one level NPG"),
        (lambda: directions(["fit"], {"fit": "hihger"}), "did you mean 'higher'"),
        (lambda: directions(["fit"], {"trust": "higher"}), "'trust' is not analysed"),
        (lambda: directions(["trust_spread"]), "--better trust_spread=higher"),
        (lambda: threshold("fit=0.5"), "fit>=0.6"),
        (lambda: threshold("fit>=half"), "fit>=0.6"),
        (lambda: regret(points, thresholds=[Threshold("load", "<", 1)]), "load < 1 is on an outcome"),
        (lambda: where_met(points, Threshold("load", "<", 1)), "load < 1 is on an outcome"),
    ):
        with pytest.raises(InputError, match=words.replace("(", r"\(")):
            call()


def test_a_range_has_no_levels_to_compare():
    points = points_of(fake(study_text("lhs", 4), lambda point, seed: same(1.0)))
    with pytest.raises(InputError, match="trust.gain is a range.*paradigm"):
        contrasts(points, "trust.gain")


def test_a_list_design_without_pairs_is_refused():
    text = factorial("paradigm = ['TPA', 'NPG']\n'trust.gain' = [0.1, 0.2]").replace(
        "[factors]", "[design]\nkind = 'list'\n[factors]"
    )
    with pytest.raises(InputError, match="cannot be compared in pairs"):
        contrasts(points_of(fake(text, lambda point, seed: same(1.0))))


# --- contrasts ---------------------------------------------------------------------------------------------------


def test_differences_by_hand():
    """NPG is above TPA by 1 at gain 0.1 and by 3 at 0.2, and by a tenth of the seed everywhere."""

    def outcome(point: dict, seed: int) -> dict[str, float]:
        effect = {0.1: 1.0, 0.2: 3.0}[point["trust.gain"]] + seed / 10
        return same(100 * seed + point["trust.gain"] + (effect if point["paradigm"] == "NPG" else 0.0))

    points = points_of(fake(factorial("paradigm = ['TPA', 'NPG']\n'trust.gain' = [0.1, 0.2]", seeds=3), outcome))
    row = contrasts(points).set_index("outcome").loc["fit"]
    assert (row["base"], row["level"], row["points"], row["seeds"]) == ("TPA", "NPG", 2, 3)
    assert row["difference"] == pytest.approx(2.2)  # mean of 1 and 3, and of 0.1, 0.2, 0.3
    half = 4.302653 * 0.1 / math.sqrt(3)  # three seeds: Student's t
    assert (row["low"], row["high"]) == pytest.approx((2.2 - half, 2.2 + half))
    assert (row["p05"], row["p95"], row["higher"]) == pytest.approx((1.3, 3.1, 1.0))
    groups = contrasts(points, by=["trust.gain"], against="NPG").query("outcome == 'fit'")
    assert groups["trust.gain"].to_list() == [0.1, 0.2] and set(groups["level"]) == {"TPA"}
    assert groups["difference"].to_list() == pytest.approx([-1.2, -3.2]) and groups["higher"].to_list() == [0, 0]


def test_ranges_are_grouped_by_thirds():
    results = fake(study_text("lhs", 30), lambda point, seed: same((point["paradigm"] == "NPG") * point["trust.gain"]))
    found = contrasts(points_of(results, ["fit"]), by=["trust.gain"])
    assert [name.replace("\N{EN DASH}", "-") for name in found["trust.gain"]] == [
        "0.1-0.1667",
        "0.1667-0.2333",
        "0.2333-0.3",
    ]
    assert found["points"].to_list() == [10, 10, 10]  # a Latin hypercube is even
    assert found["difference"].to_list() == pytest.approx([0.4 / 3, 0.2, 0.8 / 3], abs=0.01)


def test_points_that_a_sample_repeats_stay_paired():
    factors = "'town.warm_up' = {low = 0, high = 1}"
    results = fake(
        study_text("lhs", 10, factors=factors),
        lambda point, seed: same(point["town.warm_up"] + (point["paradigm"] == "NPG")),
    )
    found = contrasts(points_of(results, ["fit"]))
    assert found["points"].to_list() == [10] and found["difference"].to_list() == [1.0]


@pytest.mark.parametrize(("draw", "least"), [("normal", 0.93), ("exponential", 0.87)])
def test_intervals_hold_about_as_often_as_they_say(draw, least):
    rng = np.random.default_rng(0)
    samples = getattr(rng, draw)(size=(2000, 10))
    low, high = mean_intervals(samples, 2000, 1)[:, 1:].T
    truth = 0.0 if draw == "normal" else 1.0
    assert least <= ((low <= truth) & (truth <= high)).mean() <= 0.97
    assert (low[:5] == mean_intervals(samples, 2000, 1)[:5, 1]).all()


def test_intervals_of_nothing_are_nothing():
    samples = np.vstack([np.full(6, np.nan), np.arange(6.0)])
    found = mean_intervals(samples, 100, 1)
    assert np.isnan(found[0]).all() and found[1, 1] < 2.5 < found[1, 2]
    assert np.isnan(mean_intervals(np.array([[1.0]]), 100, 1)[0, 1:]).all()


# --- trade-offs --------------------------------------------------------------------------------------------------


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


# --- discovery ---------------------------------------------------------------------------------------------------


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
    # What the EMA Workbench counts and what is counted here from the limits are the same.
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
    with pytest.raises(InputError, match="all of the 400 points"):
        discover(planted, np.ones(400, bool))
    with pytest.raises(InputError, match="10 points of 5 factors"):
        discover(planted[:10], np.arange(10) < 5)
    with pytest.raises(InputError, match="density = 2"):
        discover(planted, np.arange(400) < 5, density=2)


def test_without_the_workbench_it_says_what_to_install(planted, monkeypatch):
    monkeypatch.setitem(sys.modules, "ema_workbench.analysis", None)
    with pytest.raises(InputError, match=r"samskaping\[research\]"):
        discover(planted, np.arange(400) < 200)
    assert "research" in discovery.MISSING


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


# --- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", _WORDS)
def test_words_are_in_both_languages(key):
    english, norwegian = _WORDS[key]
    assert english and norwegian and norwegian_faults(norwegian) == []
    for name in ("{study}", "{names}", "{n}", "{base}", "{option}", "{p}"):
        assert (name in english) == (name in norwegian)


# --- the command line, on a real sweep ---------------------------------------------------------------------------

REAL = """\
name = "real"
months = 2
seeds = 5
outcomes = ["fit", "trust", "load", "hours_process", "met_need_gap"]
[design]
kind = "sobol"
samples = 4
[base]
citizens = 60
"town.warm_up" = 0
[factors]
"trust.gain" = { low = 0.05, high = 0.3 }
"rules.position.facilitation" = { low = 0.0, high = 1.0 }
paradigm = ["TPA", "NPG"]
"""


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    (folder / "real.toml").write_text(REAL)
    done = samskaping("sweep", "real.toml", "--out", "out", "--quiet", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


ASKED = {
    "sensitivity": ["--outcomes", "fit,load"],
    "contrasts": ["--by", "trust.gain"],
    "pareto": ["--outcomes", "fit,trust,met_need_gap"],
    "regret": ["--outcomes", "fit,load", "--threshold", "fit>=0.1"],
    "discover": ["--threshold", "load>MEDIAN"],
}


def median_load(folder: Path) -> str:
    runs = pd.read_parquet(folder / "out" / "runs")
    return f"{runs.groupby(['paradigm', 'trust.gain', 'rules.position.facilitation'])['load'].mean().median():.6g}"


@pytest.fixture
def here(real, monkeypatch) -> Path:
    """The folder with the real sweep, to work in."""
    monkeypatch.chdir(real)
    return real


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("kind", ASKED)
def test_an_analysis_is_printed_and_written(kind, language, here, capsys):
    words = [word.replace("MEDIAN", median_load(here)) for word in ASKED[kind]]
    folder = f"{kind}-{language}"
    arguments = ["analyse", "out", kind, *words, "--lang", language, "-o"]
    assert main([*arguments, folder]) == 0
    printed = capsys.readouterr()
    assert printed.err == "" and printed.out.splitlines()[-1] == folder
    assert max(map(len, printed.out.splitlines())) <= 100 and "nan" not in printed.out.lower().split()
    names = {"box", "trajectory", "points"} if kind == "discover" else {kind}
    files = {path.name for path in (here / folder).iterdir()}
    assert files == {"figure.png", "figure.svg", "manifest.json"} | {f"{name}.csv" for name in names}
    manifest = json.loads((here / folder / "manifest.json").read_text())
    assert manifest["kind"] == "analysis" and manifest["analysis"] == kind and manifest["versions"]["SALib"]
    assert main([*arguments, folder]) == 2
    assert ("ikke tom" if language == "nb" else "not empty") in capsys.readouterr().err
    if language == "en":  # the same results give the same bytes
        assert main([*arguments, f"{folder}-again"]) == 0
        for file in files - {"manifest.json"}:
            assert (here / folder / file).read_bytes() == (here / f"{folder}-again" / file).read_bytes(), file


@pytest.mark.parametrize("kind", ASKED)
def test_json_is_one_document(kind, here, capsys):
    words = [word.replace("MEDIAN", median_load(here)) for word in ASKED[kind]]
    assert main(["analyse", "out", kind, *words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["analysis"] == kind and told["study"] == "real" and told["out"] is None
    assert told["box" if kind == "discover" else kind]


def test_numbers_of_the_command_are_those_of_the_runs(real):
    done = samskaping("analyse", "out", "contrasts", "--outcomes", "load", "--json", cwd=real)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    (row,) = json.loads(done.stdout)["contrasts"]
    runs = pd.read_parquet(real / "out" / "runs").groupby("paradigm")["load"].mean()
    assert row["difference"] == pytest.approx(runs["NPG"] - runs["TPA"]) and row["points"] == 16
    bad = samskaping("analyse", "out", "sensitivty", cwd=real)
    assert (bad.returncode, bad.stdout) == (2, "") and "did you mean 'sensitivity'" in bad.stderr


@pytest.mark.parametrize("kind", ["sensitivity", "pareto"])
def test_points_can_be_left_out(kind, here, capsys):
    assert main(["analyse", "out", kind, "--where", "paradigm=npg", "--json"]) == 0
    assert {row["paradigm"] for row in json.loads(capsys.readouterr().out)[kind]} == {"NPG"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere", "contrasts"], "holds no sweep"),
        (["out", "sensitivty"], "did you mean 'sensitivity'"),
        (["out"], "Missing command"),
        (["out", "contrasts", "--factor", "paradgim"], "did you mean 'paradigm'"),
        (["out", "contrasts", "--against", "NPM"], "no level 'NPM'"),
        (["out", "contrasts", "--outcomes", "trsut"], "did you mean 'trust'"),
        (["out", "contrasts", "--where", "paradigm"], "--where 'paradigm' is not of the form FACTOR=LEVEL"),
        (["out", "sensitivity", "--where", "trust.gain=0.1"], "trust.gain is a range"),
        (["out", "pareto", "--outcomes", "fit"], "needs two outcomes"),
        (["out", "pareto", "--better", "fit=up", "--outcomes", "fit,trust"], "valid: higher, lower, zero"),
        (["out", "regret", "--threshold", "fit"], "such as fit>=0.6"),
        (["out", "discover"], "say what to look for"),
        (["out", "discover", "--beats", "NPG", "--outcomes", "fit"], "needs two levels"),
        (["out", "discover", "--threshold", "fit<-5"], "none of the 32 points"),
        (["out", "contrasts", "-o", "out"], "not empty"),
    ],
)
def test_bad_input_has_exit_code_2(arguments, words, here, capsys):
    before = sorted(path.name for path in here.iterdir())
    assert main(["analyse", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and words in printed.err and "Traceback" not in printed.err
    assert sorted(path.name for path in here.iterdir()) == before


def test_figures_are_never_made_with_pyplot():
    import experiments.analysis

    for source in Path(experiments.analysis.__file__).parent.glob("*.py"):
        assert "import pyplot" not in source.read_text() and "matplotlib.pyplot" not in source.read_text(), source
