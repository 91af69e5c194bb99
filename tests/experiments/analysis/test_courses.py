"""The course of differences: steady, late, turning and passing ones, in numbers, in words and in a file."""

import numpy as np
import pandas as pd
import pytest

from experiments import compare
from experiments.analysis.courses.settling import Course, course_of
from experiments.analysis.courses.words import course_lines, course_text
from experiments.runs import estimates

MONTHS = 48


def course(pieces: dict[int, float], half: float = 0.005, outcome: str = "met_need") -> Course:
    """Return the course of a difference of these sizes from these months on; the smallest relevant effect is 0.02."""
    month = np.arange(1, MONTHS + 1)
    sizes = np.array([next(size for start, size in reversed(pieces.items()) if start <= m) for m in month])
    return course_of(
        outcome, "TPA", "NPG",
        pd.DataFrame(
            {"month": month, "mean_a": 0.5, "difference": sizes, "low": sizes - half, "high": sizes + half}
        ),
    )  # fmt: skip


def test_a_steady_difference_is_not_late() -> None:
    found = course({1: 0.0, 4: 0.04})
    assert (found.sign, found.since, found.other, found.is_late, found.turns) == (1, 4, 0, False, False)


def test_a_late_difference_has_its_first_month() -> None:
    found = course({1: 0.0, 20: 0.04})
    assert (found.sign, found.since, found.is_late) == (1, 20, True)
    assert course_text(found) == "better (higher) from month 20 on"
    before = course({1: 0.0, 5: 0.03, 9: 0.01, 20: 0.04})
    assert course_text(before) == "better (higher) at times from month 5, and steadily from month 20 on"


def test_a_dip_is_told_from_a_steady_effect() -> None:
    found = course({1: 0.0, 3: -0.03, 6: -0.05, 7: -0.03, 10: 0.0, 22: 0.04})
    assert found.turns and (found.first, found.last, found.month, found.since) == (3, 9, 6, 22)
    assert found.most == pytest.approx(-0.05)
    said = course_text(found)
    assert said == (
        "first worse (lower), in months 3 to 9 (most in month 6: \N{MINUS SIGN}0.050 share); "
        "then better (higher), from month 22 on"
    )
    assert course_text(found, "nb").startswith("først dårligere (lavere), i måned 3 til 9 ")


def test_a_difference_that_does_not_last_never_settles() -> None:
    found = course({1: 0.0, 3: 0.03, 9: 0.01})
    assert (found.sign, found.since, found.is_late) == (0, None, True)
    assert course_text(found).endswith("too briefly or unevenly to last") and "in months 3 to 8" in course_text(found)
    assert "at times in months 3 to 30" in course_text(course({1: 0.0, 3: 0.03, 9: 0.01, 29: 0.03, 31: 0.0}))
    last_months = course({1: 0.0, 40: 0.03})
    assert (last_months.sign, last_months.since) == (0, None)


def test_what_is_small_or_uncertain_never_is_there() -> None:
    for found in (course({1: 0.019}), course({1: 0.05}, half=0.06), course({1: 0.0, 5: 0.03, 7: 0.0})):
        assert (found.sign, found.other, found.is_late) == (0, 0, False)


@pytest.fixture(scope="module")
def comparison():
    return compare(("TPA", "NPG", "NPM"), citizens=200, months=6, seeds=3, workers=1)


def test_the_last_month_is_that_of_the_paired_differences(comparison) -> None:
    table = comparison.by_month(["fit", "trust"])
    assert list(table.columns) == [
        "outcome", "unit", "paradigm_a", "paradigm_b", "month", "mean_a", "mean_b", "difference", "low", "high",
    ]  # fmt: skip
    assert len(table) == 2 * 3 * 6 and set(table["unit"]) == {"share"}
    keys, values = ["outcome", "paradigm_a", "paradigm_b"], ["difference", "low", "high"]
    last = table[table["month"] == 6].set_index(keys)[values].sort_index()
    ends = comparison.paired.set_index(keys).loc[last.index, values]
    assert np.allclose(last, ends) and np.allclose(table["mean_b"] - table["mean_a"], table["difference"])


def test_rows_in_any_order_are_paired_by_seed(comparison) -> None:
    mixed = comparison.runs.sample(frac=1.0, random_state=1)
    found = estimates.paired_by_month(mixed, [("TPA", "NPM")], ["fit"])
    expected = estimates.paired_by_month(comparison.runs, [("TPA", "NPM")], ["fit"])
    pd.testing.assert_frame_equal(found, expected)


def test_lines_name_every_outcome_with_a_smallest_relevant_effect_once(comparison) -> None:
    lines = list(course_lines(comparison, ["fit", "trust", "innovation"]))
    assert lines[0].startswith("From which month does a difference last?")
    assert [line for line in lines if not line.startswith(" ")][1:] == [
        "NPG \N{MINUS SIGN} TPA:", "NPM \N{MINUS SIGN} TPA:",
    ]  # fmt: skip
    text = " ".join(lines)
    assert text.count("Service fit") == text.count("Trust") == 2 and "Innovation" not in text


def test_one_seed_has_no_lines() -> None:
    one = compare(("TPA", "NPG"), citizens=100, months=2, seeds=1, workers=1)
    assert not list(course_lines(one, ["fit"])) and one.by_month(["fit"])["low"].isna().all()
