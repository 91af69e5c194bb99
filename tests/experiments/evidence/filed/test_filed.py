"""What was filed beforehand stays as filed, can be run, and is judged as filed."""

import json
import math
import shutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from agents.errors import InputError
from experiments import defaults
from experiments.cli.command_line import main
from experiments.evidence.calibration import fit as fitting
from experiments.evidence.calibration.targets import FREE, HELD_OUT, TARGETS
from experiments.evidence.filed import page, patterns, predictions, register, running
from experiments.evidence.filed.judging import Finding, Interval, Result
from experiments.evidence.filed.predictions import SIZES, STATISTICS, TOPICS
from experiments.evidence.filed.results import Results
from experiments.evidence.pages import render
from experiments.evidence.validation import PATTERNS
from experiments.evidence.validation.arms import below_5000
from experiments.runs.run import Run
from model.references import cited_keys, entries
from model.town.municipalities import municipality

FIRST_FILING = {
    "predictions-1.toml": "6df275a3ea6148119cbb99c48de402c67bf35938ddab63f8e65cdaca2d7ce3ba",
    "predictions-2.toml": "ce0db04b0377b6b92b6dcde4001e9c2a809eee11e1a71c58e07f9e5831593ca2",
    "patterns-1.toml": "9aeca94b2ef1604bc2ee2adfe6e8f38809cf583f166e2186ae9012832f38717f",
}


# --- the register ------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    """A copy of the filed files."""
    for path in register.FOLDER.glob("*.toml"):
        shutil.copy(path, tmp_path / path.name)
    return tmp_path


def append(folder, name, filed="2099-01-01", digest=None):
    """Add an entry to the register of a copy."""
    digest = digest or register.digest(folder / name)
    with (folder / "frozen.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[file]]\nname = "{name}"\nfiled = {filed}\nsha256 = "{digest}"\nnote = "A change."\n')


def test_what_was_filed_is_as_it_was_filed():
    register.check()
    kept = {entry.name: entry.sha256 for entry in register.register()}
    assert FIRST_FILING.items() <= kept.items()


def test_a_changed_file_is_refused(folder):
    path = folder / "predictions-1.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("low = 0.56", "low = 0.10"), encoding="utf-8")
    with pytest.raises(InputError, match=r"predictions-1\.toml .* predictions-3\.toml"):
        register.check(folder)


def test_line_ends_do_not_change_a_hash(folder):
    path = folder / "patterns-1.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    register.check(folder)


def test_a_change_is_a_new_version_beside_the_old(folder):
    shutil.copy(folder / "patterns-1.toml", folder / "patterns-2.toml")
    with pytest.raises(InputError, match=r"patterns-2\.toml has no entry"):
        register.check(folder)
    append(folder, "patterns-2.toml")
    assert [filed.version for filed, _ in register.contents("patterns", folder)] == [1, 2]


def test_a_later_version_replaces_and_the_page_shows_both():
    versions = [one for one in predictions.every_version() if one.id == "M1"]
    assert [one.filed.version for one in versions] == [1, 2]
    assert [one for one in predictions.current() if one.id == "M1"] == versions[1:]
    text = render("predictions.md.jinja", **page.values(Results()))
    assert all(one.claim in text for one in versions) and "**M1** (version 1, superseded)" in text


@pytest.mark.parametrize(("name", "filed"), [("patterns-3.toml", "2099-01-01"), ("patterns-2.toml", "2000-01-01")])
def test_entries_are_in_order(folder, name, filed):
    shutil.copy(folder / "patterns-1.toml", folder / name)
    append(folder, name, filed)
    with pytest.raises(InputError, match="out of order"):
        register.check(folder)


# --- predictions --------------------------------------------------------------------------------------------------


def faults_of(prediction: predictions.Prediction) -> list[str]:
    """Return what is wrong with a filed prediction."""
    found = [] if prediction.topic in TOPICS else [f"topic {prediction.topic}"]
    known = {*entries(), *predictions.sources()}
    found += [f"unknown source {key}" for key in cited_keys(prediction.literature) if key not in known]
    if prediction.pilot_seen != bool(prediction.pilot):
        found.append("pilot_seen and pilot disagree")
    for test in prediction.tests:
        count = STATISTICS.get(test.statistic)
        if count is None or (len(test.arms) < 2 if count == 0 else len(test.arms) != count):
            found.append(f"{test.statistic} of {len(test.arms)} arms")
        if len(test.worlds) != (2 if test.statistic == "interaction" else 1):
            found.append(f"{test.statistic} in {len(test.worlds)} worlds")
        if test.size not in SIZES or not test.low < test.high or math.isinf(test.low) and math.isinf(test.high):
            found.append(f"size or range of: {test.says}")
        for arm in test.arms:
            for world in test.worlds:
                try:
                    Run(arm.paradigm, "Larvik", 100, {**world.set, **arm.set}, 1, prediction.months).checked()
                except InputError as error:
                    found.append(f"{arm.name}: {error}")
    return found


def test_every_prediction_can_be_run_and_says_where_it_comes_from():
    found = {one.key: faults for one in predictions.every_version() if (faults := faults_of(one))}
    assert found == {}
    assert {one.topic for one in predictions.current()} == set(TOPICS)
    assert all(source["address"] or source["read"] == "known" for source in predictions.sources().values())


def test_filed_seeds_are_new():
    filed = {
        seed
        for one in (*predictions.current(), *patterns.current())
        for seed in range(one.first_seed, one.first_seed + one.seeds)
    }
    from experiments.evidence import trust

    used = {
        *range(defaults.FIRST_SEED, defaults.FIRST_SEED + 200), *range(1001, 1101),
        *range(trust.FIRST_SEED, trust.FIRST_SEED + 200), *range(running.TRIAL_SEED, running.TRIAL_SEED + 100),
    }  # fmt: skip
    assert not filed & used


def test_confidence_follows_the_claim():
    by_says = {test.says: test for one in predictions.current() for test in one.tests}
    assert by_says["trust, -20 % minus today: below 0"].confidence == 0.95
    assert by_says["needs met, NPG minus TPA: within .02"].confidence == 0.90
    assert by_says["share of small towns without gain: .25 to .90"].confidence == 0.95


# --- patterns -----------------------------------------------------------------------------------------------------


def test_corrected_patterns_stand_beside_their_originals():
    corrected = {one.corrects: one for one in patterns.current() if one.corrects}
    assert set(corrected) == {"P3", "P6", "P8", "P12", "P13", "P24", "P25"}
    for code, one in corrected.items():
        assert one.original in PATTERNS and one.pattern.code == f"{code}c"
        assert one.pilot_seen


def pattern(code):
    return next(one for one in patterns.current() if one.pattern.code == code).pattern


def frame(**columns):
    return pd.DataFrame(columns, index=[1, 2, 3])


def test_measures_of_patterns_by_hand():
    p13 = pattern("P13c").criteria[1]
    towns = {
        "TPA that may change": frame(**{"complaints before": [1.0] * 3, "complaints after": [1.5] * 3}),
        "TPA, then NPM": frame(**{"complaints before": [2.0] * 3, "complaints after": [3.5] * 3}),
    }
    assert p13.measure(towns) == pytest.approx([1.0] * 3)
    p24 = pattern("P24c").criteria[0]
    trials = {
        "TPA, two years": frame(**{"fit@12": [0.5] * 3, "fit@24": [0.5] * 3, "fit_sd": [0.2] * 3}),
        "NPG, two years": frame(**{"fit@12": [0.52] * 3, "fit@24": [0.56] * 3, "fit_sd": [9.0] * 3}),
    }
    assert p24.measure(trials) == pytest.approx([0.2] * 3)
    p36 = pattern("P36").criteria[0]
    country = {"the country": frame(**{"satisfaction/upbringing": [0.7] * 3, "satisfaction/elder_care": [0.6] * 3})}
    assert p36.measure(country) == pytest.approx([0.1] * 3)


def test_survey_noise_depends_on_the_seed_alone():
    figures = {"respondents": {"people": 900, "towns": 1}, "answers": {"within": 0.3}}
    seeds = np.arange(500)
    noise = patterns.with_survey_noise(np.zeros(500), seeds, figures)
    assert noise.std() == pytest.approx(0.01, rel=0.1)
    assert patterns.with_survey_noise(np.zeros(3), seeds[7:10], figures) == pytest.approx(noise[7:10])


def test_municipalities_of_the_spread_are_small_and_different():
    codes = [below_5000(k) for k in range(43)]
    assert len(set(codes)) == 43
    populations = [municipality(code).population for code in codes]
    assert max(populations) < 5_000 and min(populations) < 600 and max(populations) > 4_500


# --- what is held out ---------------------------------------------------------------------------------------------


def test_a_fit_may_not_use_what_is_held_out():
    assert set(HELD_OUT) <= {target.name for target in TARGETS}
    assert not {target.name for target in fitting.fitted()} & set(HELD_OUT)
    with pytest.raises(InputError, match="held out"):
        fitting.refuse_held_out([target for target in TARGETS if target.name == HELD_OUT[0]])


def test_every_fitted_parameter_keeps_a_target():
    left = {target.name for target in fitting.fitted()}
    without = [free.name for free in FREE if not left & set(free.by.split(", "))]
    assert without == []


# --- results and page -----------------------------------------------------------------------------------------------


def test_results_are_kept_as_they_were(tmp_path):
    one = predictions.current()[0]
    tests = (Finding((Interval(0.1, float("nan"), 0.3, "b"),), None), Finding((Interval(1.0, 0.5, 1.5),), True))
    results = Results()
    results.add([Result(one, tests)], 500)
    results.save(tmp_path / "kept.json")
    again = Results.load(tmp_path / "kept.json")
    assert again.verdict(one) == "cannot be measured"
    assert np.isnan(again.tests(one)[0].intervals[0].low) and again.tests(one)[1] == tests[1]
    other = replace(one, filed=replace(one.filed, name="predictions-2.toml"))
    assert again.verdict(other) == "not yet run"  # a new version has no results of the old one


def test_the_page_shows_what_was_filed_and_what_came_of_it():
    one = predictions.current()[0]
    results = Results()
    results.add([Result(one, tuple(Finding((Interval(0.04, 0.03, 0.05),), True) for _ in one.tests))], 500)
    text = render("predictions.md.jinja", **page.values(results))
    assert "| met | 1 |" in text and "0.04 [0.03, 0.05]" in text
    for prediction in predictions.current():
        assert prediction.claim in text
    for filed in patterns.current():
        assert filed.pattern.title.english in text
    for digest in FIRST_FILING.values():
        assert digest in text


# --- the command ----------------------------------------------------------------------------------------------------


def test_a_trial_runs_and_keeps_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    asked = ["predictions", "T2", "t4", "V4", "--run", "--citizens", "150", "--seeds", "2", "--jobs", "1", "--quiet"]
    assert main([*asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["predictions"]
    assert list(found) == ["T2", "T4", "V4"]
    assert found["V4"]["verdict"] in ("met", "missed")
    assert 0.5 < found["T4"]["tests"][0]["intervals"][0]["mean"] < 1.5
    assert not list(tmp_path.iterdir())


def test_the_list_in_norwegian(capsys):
    assert main(["predictions", "T1", "--lang", "nb"]) == 0
    told = capsys.readouterr().out
    assert "tillit" in told.lower() and "ikke kjørt" in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["T1", "--keep"], "--run"),
        (["T1", "--run", "--keep", "--seeds", "2"], "filed protocol"),
        (["T1", "--write", "x.txt"], "Markdown"),
        (["X1"], "unknown prediction 'X1'"),
    ],
)
def test_bad_input_is_refused(arguments, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["predictions", *arguments]) == 2
    assert said in capsys.readouterr().err
