"""Studies of listed runs: equal settings run once, and results are found by name, seed by seed."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from experiments.evidence.listed import Values, difference, listed
from model.paradigms.paradigm import load_paradigm

RUNS = {
    "plain": {"paradigm": "TPA"},
    "same": {"paradigm": "TPA", "needs.wickedness": 1.0},
    "other": {"paradigm": "NPG", "needs.wickedness": 2.0, "rules.choice.discretion": 0.3},
    "large": {"paradigm": "NPG", "citizens": 500},
}


def made():
    return listed("test", RUNS, months=12, seeds=3, citizens=200, outcomes=("fit", "trust"))


def test_settings_left_out_are_the_defaults_and_equal_runs_are_one() -> None:
    study = made()
    assert study.places["plain"] == study.places["same"] and study.study.size == 3 * 3
    points = list(study.study.points())
    plain, large = points[study.places["plain"]], points[study.places["large"]]
    assert plain["rules.choice.discretion"] == load_paradigm("TPA").flat()["choice.discretion"]
    assert large["rules.choice.discretion"] == load_paradigm("NPG").flat()["choice.discretion"]
    assert (plain["citizens"], large["citizens"]) == (200, 500)


def test_results_are_found_by_name_and_failed_runs_are_left_out() -> None:
    study = made()
    rows = [
        {
            "run_id": job.run_id, "month": 12, "trust": 0.0, "status": "ok",
            "fit": 10.0 * job.seed + (1.0 if job.point["paradigm"] == "NPG" else 0.0),
        }
        for job in study.study.jobs()
    ]  # fmt: skip
    values = Values(study, SimpleNamespace(table=pd.DataFrame(rows[::-1])))
    assert list(values.of("other", "fit", 12) - values.of("plain", "fit", 12)) == [1.0] * 3
    assert values.difference("other", "same", "fit", 12).sign == 1
    rows[0]["status"] = "failed"
    values = Values(study, SimpleNamespace(table=pd.DataFrame(rows)))
    assert np.isnan(values.of("plain", "fit", 12)).sum() == 1
    assert values.difference("other", "plain", "fit", 12).mean == pytest.approx(1.0)


def test_a_difference_has_a_sign_only_where_its_interval_leaves_out_zero() -> None:
    assert difference(np.array([1.0, 1.1, 0.9])).sign == 1
    assert difference(np.array([-1.0, -1.1, -0.9])).sign == -1
    assert difference(np.array([1.0, -1.1, 0.9])).sign == difference(np.zeros(4)).sign == 0
