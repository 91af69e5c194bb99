"""Outcomes by group and derived outcomes, from the study to the analysis."""

import numpy as np
import pytest

from agents.errors import InputError
from experiments.analysis.contrasts import contrasts
from experiments.analysis.points import points_of
from experiments.design.clauses.expressions import Expression
from experiments.design.study import study_of
from experiments.design.text import toml_of
from experiments.runs.run import Run
from experiments.sweeps.results import read_results, run_study
from model.governance import GovernanceModel
from tests.helpers.fake_sweeps import factorial
from tests.shell import called

TEXT = """
name = "unequal"
months = 2
seeds = 2
outcomes = ["trust", "trust@Q1", "trust@Q5", "fit@elder_care", "trust@district99"]
[derived]
gap = { of = "trust@Q5 - trust@Q1", better = "lower", label = "Trust gap" }
wide = "gap > 0"
[base]
citizens = 80
"town.warm_up" = 1
[factors]
paradigm = ["TPA", "NPG"]
"""


def test_groups_and_derived_outcomes_reach_results_and_analyses(tmp_path) -> None:
    (tmp_path / "unequal.toml").write_text(TEXT, encoding="utf-8")
    results = run_study(study_of(TEXT), tmp_path / "out", workers=1)
    row = results.last[(results.last["paradigm"] == "NPG") & (results.last["seed"] == 2)].iloc[0]
    model = GovernanceModel(**Run("NPG", "Larvik", 80, {"town.warm_up": 1}, 2, 2).arguments)
    model.run(2)
    groups = model.groups(last=1).set_index(["dimension", "group"])
    assert row["trust@Q1"] == groups.loc[("quintile", "Q1"), "trust"]
    assert row["fit@elder_care"] == pytest.approx(groups.loc[("area", "elder_care"), "fit"], nan_ok=True)
    assert np.isnan(row["trust@district99"])
    assert row["gap"] == row["trust@Q5"] - row["trust@Q1"] and row["wide"] == float(row["gap"] > 0)
    found = contrasts(points_of(results, ["gap", "trust@Q1"])).set_index("outcome")
    change = results.last.groupby("paradigm")["gap"].mean()
    assert found.loc["gap", "difference"] == pytest.approx(change["NPG"] - change["TPA"])
    printed = called("results", "out", "--outcomes", "gap,trust@Q1", "--lang", "nb", cwd=tmp_path)
    assert "Trust gap" in printed.stdout and "minst ressurser" in printed.stdout
    assert study_of(toml_of(results.study), name="unequal").derived == results.study.derived
    # another derived outcome costs no run: the same sweep is "resumed", and its text replaced
    (tmp_path / "unequal.toml").write_text(TEXT.replace('wide = "gap > 0"', 'ratio = "max(gap, 0) / trust"'))
    again = called("sweep", "unequal.toml", "--out", "out", "--jobs", "1", cwd=tmp_path)
    assert again.returncode == 0 and "nothing" in again.stderr
    assert read_results(tmp_path / "out").outcomes[-1] == "ratio"


def test_expressions_compute_and_refuse() -> None:
    values = {"fit": np.array([0.25, -1.0, np.nan]), "trust@80+": np.array([1.0, 2.0, 3.0])}
    for text, right in {
        "sqrt(fit) + 2 ** -1": [1.0, np.nan, np.nan],
        "-max(fit, trust@80+) * 2": [-2.0, -4.0, np.nan],
        "(fit >= 0) / 1e0": [1.0, 0.0, np.nan],
        "trust@80+ - fit / 0": [np.nan] * 3,
    }.items():
        np.testing.assert_array_equal(Expression(text, "here").of(values), right, err_msg=text)
    wrong = []
    for text in (
        "__import__('os')", "fit.real", "fit[0]", "fit if 1 else 2", "lambda: 1", "fit; trust", "min(fit)", "1j", "'a'",
        "fit and 1", "round(fit)", "", "fit + " * 200 + "fit", "abs(fit, x=1)", "f'{fit}'", "1 < fit < 2", "True",
        "(" * 300 + "fit" + ")" * 300, "fit :=1", "a" * 600, "9" * 400,
    ):  # fmt: skip
        try:
            Expression(text, "here")
            wrong.append(text)
        except InputError:
            pass
    assert not wrong


def test_names_are_checked() -> None:
    wrong = []
    for old, new, part in (
        ('outcomes = ["fit", "trust", "met_need_gap"]', 'outcomes = ["load@Q1"]', "load is not measured by group"),
        ('outcomes = ["fit", "trust", "met_need_gap"]', 'outcomes = ["trust@Q9"]', "there is no group 'Q9'"),
        ('outcomes = ["fit", "trust", "met_need_gap"]', 'outcomes = ["trust@place"]', "not of service areas"),
        ("[factors]", "[derived]\nnet = 'fit - load'\n[factors]", "does not keep 'load'"),
        ("[factors]", "[derived]\nfit = 'trust'\n[factors]", "name is taken"),
        ("[factors]", "[derived]\nnet = 3\n[factors]", "an expression in quotes"),
        ("[factors]", "[derived]\nnet = { of = 'fit', bettr = 'x' }\n[factors]", "did you mean 'better'"),
    ):
        try:
            study_of(factorial("paradigm = ['TPA']").replace(old, new))
            wrong.append((new, "accepted"))
        except InputError as error:
            if part not in str(error):
                wrong.append((new, str(error)))
    assert not wrong, wrong
