"""Sobol' indices and Morris' effects against functions with known answers."""

import math

import numpy as np
import pandas as pd
import pytest

from experiments.analysis.sensitivity import CHANCE, sensitivity
from tests.helpers.fake_sweeps import OUTCOMES, RANGES, fake, same, shares, study_text


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
