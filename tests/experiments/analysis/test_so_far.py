"""Sweeps that are not complete: analyses so far, the course of estimates, and results while a sweep runs."""

from dataclasses import replace

import numpy as np
import pytest

from agents.errors import InputError
from experiments.analysis.contrasts import contrasts
from experiments.analysis.convergence import convergence
from experiments.analysis.points import points_of
from experiments.analysis.report.reports_studies import convergence_report
from experiments.analysis.sensitivity import sensitivity
from experiments.design.run_index_set import RunIndexSet
from experiments.design.study import study_of
from experiments.runs.estimates import interval
from experiments.sweeps.runner import _spread
from tests.helpers.fake_sweeps import factorial, fake, same, study_text
from tests.helpers.sweeps import SMALL
from tests.shell import called

NOISE = np.random.default_rng(3).normal(size=50)
TEXT = factorial("paradigm = ['TPA', 'NPG']\n'trust.gain' = [0.1, 0.2, 0.3]", seeds=10)


def results(text: str = TEXT):
    return fake(text, lambda point, seed: same(NOISE[seed] + (point["paradigm"] == "NPG") * (1 + NOISE[seed + 10])))


def test_an_unfinished_sweep_is_analysed_so_far() -> None:
    whole = results()
    early = whole.table["seed"] <= 4
    some = replace(whole, table=whole.table[early | (whole.table["trust.gain"] == 0.1)])
    with pytest.raises(InputError, match="36 of 60 runs are missing"):
        points_of(replace(some, table=whole.table[early]), ["fit"])
    found = points_of(replace(some, table=whole.table[early], so_far=True), ["fit"])
    assert (found.values.shape, found.missing, found.of_all) == ((6, 4, 1), 36, (6, 10))
    row = contrasts(found).iloc[0]
    assert row["difference"] == pytest.approx(1 + NOISE[11:15].mean()) and row["seeds"] == 4
    one = whole.table[whole.table["trust.gain"] == 0.1]  # points with all seeds, where they are more runs
    assert points_of(replace(some, table=one, so_far=True), ["fit"]).values.shape == (2, 10, 1)
    report = convergence_report(replace(some, table=whole.table[early], so_far=True), language="nb")
    assert "36" in report.notes[0] and report.tables["convergence"]["seeds"].max() == 4
    assert report.figure().axes and report.shown()
    sample = fake(study_text("sobol", 4), lambda point, seed: same(point["trust.gain"]))
    with pytest.raises(InputError, match="need every point"):
        sensitivity(replace(sample, table=sample.table[:30], so_far=True), ["fit"])


def test_one_level_so_far_names_the_option_that_makes_runs_of_all() -> None:
    whole = results()
    first = replace(whole, table=whole.table[whole.table["paradigm"] == "TPA"], so_far=True)
    with pytest.raises(InputError, match="30 runs are not made yet. With --live, `samskaping sweep`"):
        contrasts(points_of(first, ["fit"]))
    alone = fake(factorial("paradigm = ['TPA']\n'trust.gain' = [0.1, 0.2]"), lambda point, seed: same(seed))
    with pytest.raises(InputError, match="name another factor with --factor: trust.gain"):
        contrasts(points_of(alone, ["fit"]))


def test_near_names_are_given_for_words_and_not_for_numbers() -> None:
    points = points_of(results(), ["fit"])
    for name, value, hint in (("paradigm", "NPF", "did you mean 'NPG'"), ("trust.gain", "0.15", "0.1, 0.2, 0.3$")):
        with pytest.raises(InputError, match=hint):
            points.level(name, value)
        with pytest.raises(
            InputError, match="did you mean" if name == "paradigm" else "is never 0.15; it is 0.1.*0.3$"
        ):
            results().where({name: [value]})


def test_the_course_is_the_interval_of_the_first_seeds() -> None:
    course = convergence(points_of(results(), ["fit"]), "paradigm", "difference")
    assert set(course["level"]) == {"NPG"}
    for n in (2, 5, 10):
        row = course[course["seeds"] == n].iloc[0]
        assert (row["mean"], row["low"], row["high"]) == pytest.approx(interval(1 + NOISE[11 : 11 + n]))


def test_live_results_and_the_order_of_runs(tmp_path, monkeypatch) -> None:
    study = study_of(TEXT)
    jobs = list(_spread(study, RunIndexSet.of([0]), 10))
    assert [job.seed for job in jobs[:6]] == [1, 1, 1, 1, 1, 2]  # one is done already
    assert sorted(job.place for job in jobs) == list(range(1, 60))
    monkeypatch.setattr("experiments.cli.sweeps.live.SECONDS", 0.0)
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    done = called("sweep", "small.toml", "--live", "--out", "out", "--jobs", "1", "--quiet", cwd=tmp_path)
    assert done.returncode == 0 and "so far: 8 runs; estimates from 2 seeds" in done.stderr
    assert "TPA" in done.stderr and (tmp_path / "out" / "convergence.png").stat().st_size > 10_000
    assert called("sweep", "small.toml", "--out", "out", "--jobs", "1", cwd=tmp_path).returncode == 0
