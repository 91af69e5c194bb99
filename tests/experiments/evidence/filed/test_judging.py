"""Filed predictions are judged as filed, and filed ranges follow from the figures."""

import math

import numpy as np
import pandas as pd
import pytest

from agents.errors import InputError
from experiments.evidence.filed import derived, judging, patterns, predictions, register
from experiments.evidence.filed.judging import Finding, Result, judge
from experiments.evidence.filed.predictions import FiledArm, World
from experiments.evidence.filed.predictions import Test as FiledTest

# --- judging ------------------------------------------------------------------------------------------------------

A, B, C, D = (FiledArm(name, "TPA", {}) for name in "abcd")
TODAY, OTHER = World("today", {}), World("other", {})


def filed_test(statistic, arms, low=-math.inf, high=math.inf, worlds=(TODAY,), outcome="fit") -> FiledTest:
    return FiledTest("x", statistic, outcome, arms, worlds, "valid", low, high, 0.95)


def rows(**columns):
    """Return arms' rows over three seeds: "a" in today's world is `a`, in the other `a_other`."""
    frames = {}
    for name, value in columns.items():
        arm, _, world = name.partition("_")
        frame = pd.DataFrame({"fit": np.array([-0.001, 0.0, 0.001]) + value}, index=[1, 2, 3])
        frames[f"{arm} | {world or 'today'} | valid | 120"] = frame
    return frames


@pytest.mark.parametrize(
    ("test", "mean"),
    [
        (filed_test("level", (A,), low=0.5), 0.6),
        (filed_test("difference", (A, B), low=0.05), 0.1),
        (filed_test("contrast", (A, B, C, D), low=0.15), 0.2),
        (filed_test("interaction", (A, B), high=0.0, worlds=(TODAY, OTHER)), -0.05),
        (filed_test("no gain", (A, B), low=-0.1, high=0.1), 0.0),
    ],
)
def test_statistics_by_hand(test, mean):
    found = judge(test, rows(a=0.6, b=0.7, c=0.5, d=0.8, a_other=0.6, b_other=0.65), 120)
    assert found.intervals[0].mean == pytest.approx(mean)
    assert found.passed is True


def test_relative_statistics_by_hand():
    arms = rows(a=0.5, b=0.6, c=0.5, d=0.7)
    assert judge(filed_test("relative", (A, B), low=0.15), arms, 120).intervals[0].mean == pytest.approx(0.2, abs=1e-3)
    change = judge(filed_test("relative contrast", (A, B, C, D), low=0.1), arms, 120)
    assert change.intervals[0].mean == pytest.approx(0.2, abs=1e-3)


def test_best_is_judged_against_each_other_arm():
    arms = rows(a=0.7, b=0.6, c=0.69)
    found = judge(filed_test("best", (A, B, C), low=0.02), arms, 120)
    assert [one.against for one in found.intervals] == ["b", "c"] and found.passed is False
    assert judge(filed_test("best", (A, B), low=0.02), arms, 120).passed is True
    assert judge(filed_test("relative best", (B, A, C), high=-0.1), arms, 120).passed is True


def test_an_effect_of_nothing_is_not_above_nothing():
    arms = rows(a=0.6, b=0.6)
    assert judge(filed_test("difference", (A, B), low=0.0), arms, 120).passed is False
    assert judge(filed_test("difference", (A, B), low=-0.01, high=0.01), arms, 120).passed is True


def test_an_outcome_that_the_model_lacks_cannot_be_measured():
    assert judge(filed_test("level", (A,), low=0.0, outcome="no_such_outcome"), rows(a=1.0), 120).passed is None
    assert judge(filed_test("level", (A,), low=0.0, outcome="fit/nowhere"), rows(a=1.0), 120).passed is None


def test_a_verdict_needs_every_test():
    one = predictions.current()[0]

    def verdict(*passed):
        return Result(one, tuple(Finding((), state) for state in passed)).verdict

    assert (verdict(True, True), verdict(True, None), verdict(None, False)) == ("met", "cannot be measured", "missed")


def test_persons_without_a_service_are_those_in_both_arms():
    trust = {"base": np.full(30, 0.5), "arm": np.full(30, 0.4)}
    trust["arm"][20:] = 0.9  # users of one arm, who must not count
    marked = {"base": np.ones(30, bool), "arm": np.arange(30) < 20}
    frames = {
        name: pd.DataFrame({"panel trust": [trust[name]], "panel unserved": [marked[name]]}, index=[1])
        for name in ("base", "arm")
    }
    values, persons = judging.among(frames["arm"], frames["base"], "panel unserved")
    assert values == pytest.approx([-0.1]) and persons == 20
    few = frames["arm"].assign(**{"panel unserved": [np.arange(30) < 5]})
    assert np.isnan(judging.among(few, frames["base"], "panel unserved")[0]).all()


def test_predictions_are_chosen_by_id():
    assert [one.id for one in judging.chosen(["t1", "L1"])] == ["L1", "T1"]
    with pytest.raises(InputError, match="unknown prediction 'T99'"):
        judging.chosen(["T99"])


# --- ranges -------------------------------------------------------------------------------------------------------


def test_filed_ranges_follow_from_the_figures():
    stable = next(one for one in predictions.current() if one.id == "T3").tests[0]
    assert (stable.low, stable.high) == tuple(round(end, 2) for end in derived.stability_range())
    _, table = register.contents("patterns")[0]
    for code, name in (("P33", "satisfied"), ("P34", "heeded")):
        figure = table["figure"][name]
        spread, low, high = derived.spread_from_range(
            figure["lowest"], figure["highest"], figure["scale"], figure["towns"], figure["rounding"]
        )
        criterion = next(one.pattern for one in patterns.current() if one.pattern.code == code).criteria[0]
        assert (criterion.low, criterion.high) == (round(low, 3), round(high, 3))
        assert low < spread < high


def test_a_range_of_normal_numbers_is_known():
    assert derived.expected_range(2) == pytest.approx(2 / math.sqrt(math.pi))
    assert derived.range_cdf(1.0, 2) == pytest.approx(math.erf(0.5))  # the distance has variance 2
    drawn = np.ptp(np.random.default_rng(1).normal(size=(4000, 43)), axis=1)
    assert derived.expected_range(43) == pytest.approx(drawn.mean(), abs=0.05)
    assert derived.range_cdf(float(np.quantile(drawn, 0.5)), 43) == pytest.approx(0.5, abs=0.03)


def test_the_jackknife_estimates_a_spread():
    values = np.random.default_rng(2).normal(0.0, 0.3, size=400)
    pseudo = derived.jackknife(values)
    assert pseudo.mean() == pytest.approx(0.3, abs=0.03)
    assert pseudo.std(ddof=1) / 20 == pytest.approx(0.3 / math.sqrt(800), rel=0.2)  # standard error of a spread
    assert np.isnan(derived.jackknife(values[:2])).all()
