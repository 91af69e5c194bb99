"""Relative and logarithmic factors, and combinations that a study leaves out."""

import numpy as np
import pytest

from agents.errors import InputError
from experiments.analysis.sensitivity import sensitivity
from experiments.cli.sweeps.planning import plan_of_study
from experiments.design.factors import declared
from experiments.design.study import study_of
from experiments.design.text import toml_of
from tests.helpers.fake_sweeps import factorial, fake, same, study_text

GAIN = declared()["trust.gain"].default


def test_multiples_of_the_default_and_logarithms() -> None:
    study = study_of(factorial("'trust.gain' = { relative = [0.8, 1, 1.2] }\n'town.warm_up' = { relative = [0.5] }"))
    levels = {factor.name: factor.levels for factor in study.factors}
    assert levels["trust.gain"] == pytest.approx((0.8 * GAIN, GAIN, 1.2 * GAIN))
    assert levels["town.warm_up"] == (round(declared()["town.warm_up"].default / 2),)
    ranges = "'trust.gain' = { low = 0.5, high = 1.5, relative = true }\n"
    ranges += "'trust.loss_aversion' = { low = 1, high = 4, scale = 'log' }"
    study = study_of(study_text("lhs", 64, factors=ranges))
    points = list(study.points())
    assert study.factors[0].low == pytest.approx(0.5 * GAIN)
    below = np.mean([point["trust.loss_aversion"] < 2 for point in points])
    assert below == 0.5  # 2 is the middle of 1 to 4 in the logarithm
    again = study_of(toml_of(study), name=study.name)
    assert again.key == study.key != study_of(study_text("lhs", 64, factors=ranges.replace("'log'", "'linear'"))).key


def test_excluded_points_are_never_run(tmp_path) -> None:
    text = factorial("paradigm = ['TPA', 'NPG', 'NPM']\n'trust.gain' = [0.1, 0.2]", seeds=2)
    text += "\n[[exclude]]\nparadigm = 'TPA'\ntrust.gain = [0.2]\n[[exclude]]\nparadigm = ['NPM']"
    study = study_of(text)
    points = [(point["paradigm"], point["trust.gain"]) for point in study.points()]
    assert points == [("TPA", 0.1), ("NPG", 0.1), ("NPG", 0.2)]
    assert (study.size, study.left_out, [job.place for job in study.jobs()]) == (6, 3, list(range(6)))
    plan = plan_of_study(study, 1, tmp_path / "out")
    assert (plan["points"], plan["points_excluded"]) == (3, 3)
    assert study_of(toml_of(study), name=study.name).key == study.key
    ranges = study_text("lhs", 40) + "\n[[exclude]]\nparadigm = 'NPG'\n'trust.gain' = { low = 0.2 }"
    assert study_of(ranges).left_out == 20
    crossed = study_of(study_text("sobol", 4) + "\n[[exclude]]\nparadigm = 'TPA'")
    found = sensitivity(fake(crossed.text, lambda point, seed: same(point["trust.gain"])), ["fit"])
    assert set(found["paradigm"]) == {"NPG"}


REFUSED = (
    ("'trust.gain' = { relative = [] }", "list is empty"),
    ("'trust.gain' = { relative = [0.8], low = 1 }", "stands alone"),
    ("'trust.gain' = { relative = ['a'] }", "not a number"),
    ("'rules.position.facilitation' = { relative = [0.5] }", "no number as its default"),
    ("citizens = { relative = [0.5] }", "no number as its default"),
    ("'trust.gain' = { relative = [900] }", "trust.gain = "),
    ("'town.warm_up' = { relative = [1.0, 1.0] }", "twice"),
    ("'trust.gain' = { low = 0.1, high = 0.2, scale = 'cubic' }", "valid: linear, log"),
    ("'trust.gain' = { low = 0, high = 0.2, scale = 'log' }", "no logarithm"),
    ("'trust.gain' = { low = 0.1, high = 0.2, skale = 'log' }", "did you mean 'scale'"),
    ("'trust.gain' = [0.1, 0.2]\n[[exclude]]\nparadigm = 'TPA'", "not a factor of the study"),
    ("'trust.gain' = [0.1, 0.2]\n[[exclude]]\n'trust.gain' = 0.15", "never has the level 0.15"),
    ("'trust.gain' = [0.1, 0.2]\n[[exclude]]\n'trust.gain' = { low = 0.1 }", "has levels, not a range"),
    ("'trust.gain' = [0.1, 0.2]\n[[exclude]]\n'trust.gain' = [0.1, 0.2]", "every point"),
    ("'trust.gain' = [0.1, 0.2]\n[exclude]\n'trust.gain' = [0.1, 0.2]", "headed"),
)
SAMPLED = (
    ("sobol", "[[exclude]]\n'trust.gain' = { low = 0.2 }", "its indices need every point"),
    ("lhs", "[[exclude]]\n'trust.gain' = { low = 0.4 }", "no value of the range"),
    ("lhs", "[[exclude]]\n'trust.gain' = 0.2", "is a range"),
)


def test_refusals_say_what_would_do() -> None:
    wrong = []
    studies = [(factorial(factors), part) for factors, part in REFUSED]
    for text, part in studies + [(f"{study_text(kind, 8)}\n{more}", part) for kind, more, part in SAMPLED]:
        try:
            study_of(text)
            wrong.append((text, "accepted"))
        except InputError as error:
            if part not in str(error):
                wrong.append((text, str(error)))
    assert not wrong, wrong


def test_an_arm_may_start_from_a_paradigm_of_a_file(tmp_path) -> None:
    """The file decides the runs of its arm: with other rules under the same name, they are other runs."""
    text = "months = 2\nseeds = 1\n[[arms]]\nname = 'today'\nbase = 'TPA'\n[[arms]]\nname = 'mine'\nbase = 'mine.toml'"
    ids = []
    for value in (0.7, 0.9):
        (tmp_path / "mine.toml").write_text(
            f"base = 'TPA'\n[rules]\ninformation.dialogue = {value}\n", encoding="utf-8"
        )
        study = study_of(text, str(tmp_path / "study.toml"))
        run = study.run({"arm": "mine"}, 1)
        assert run.paradigm.information.dialogue == value
        assert study_of(toml_of(study), "study", own=study.own).key == study.key
        ids.append([study.run_id({"arm": arm}, 1) for arm in ("today", "mine")])
    assert ids[0][0] == ids[1][0] and ids[0][1] != ids[1][1]
