"""Timelines in studies, and the month of a change as a factor."""

import pytest

from agents.errors import InputError
from experiments.design.study import study_of
from experiments.design.text import written
from experiments.sweeps.workers import kept_outcomes
from model import GovernanceModel

STUDY = """
months = 6
seeds = 1
outcomes = ["trust", "fit"]
[base]
citizens = 150
"town.warm_up" = 1
[[timeline]]
name = "cut"
month = 3
until = 4
[timeline.parameters]
money.case_budget = "*0.5"
[[timeline]]
month = 4
arm = "NPM"
rules = { "information.dialogue" = 0.9 }
[factors]
paradigm = ["TPA", "NPM"]
timeline.cut.month = [2, 3]
"""


def test_the_month_of_a_change_is_a_factor_and_the_change_keeps_its_length():
    study = study_of(STUDY)
    found = [(point["paradigm"], [(c.month, c.until) for c in study.run(point, 1).changes]) for point in study.points()]
    assert found == [
        ("TPA", [(2, 3)]), ("TPA", [(3, 4)]), ("NPM", [(2, 3), (4, None)]), ("NPM", [(3, 4), (4, None)])
    ]  # fmt: skip
    point = {"paradigm": "TPA", "timeline.cut.month": 2}
    model = GovernanceModel(
        paradigm="TPA", citizens=150, rng=1, parameters={"town.warm_up": 1},
        timeline=[{"month": 2, "until": 3, "parameters": {"money.case_budget": "*0.5"}}],
    )  # fmt: skip
    expected = model.run(6)[["trust", "fit"]].iloc[-1].tolist()
    assert kept_outcomes(study.run(point, 1), study).tolist() == [expected]


def test_a_study_with_a_timeline_is_written_and_read_back():
    study = study_of(STUDY)
    bare = written(study_of(STUDY).__class__(**{**vars_of(study), "text": ""}))
    assert bare.key == study.key and "[[timeline]]" in bare.text
    assert study_of(STUDY.replace("*0.5", "*0.6")).key != study.key
    assert len({study.run_id(point, 1) for point in study.points()}) == 4


def vars_of(study):
    return {name: getattr(study, name) for name in study.__dataclass_fields__}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("timeline.cut.month", "timeline.cutt.month", "did you mean 'cut'"),
        ("timeline.cut.month", "timeline.cut.moth", "is not of the form timeline.NAME.month"),
        ("[2, 3]", "[2, 0]", "must be a whole number from 1"),
        ("month = 3", "mont = 3", "did you mean 'month'"),
        ('"*0.5"', '"*50"', "the timeline's change in month 2: money.case_budget"),
        ('arm = "NPM"', 'name = "cut"', "is given twice"),
    ],
)
def test_a_wrong_timeline_of_a_study_is_refused(old, new, reason):
    with pytest.raises(InputError, match=reason.replace("[", r"\[")):
        study_of(STUDY.replace(old, new))
