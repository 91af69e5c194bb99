"""Timelines of runs, comparisons, scenarios and the command line."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from agents.errors import InputError
from experiments import compare
from experiments.cli.command_line import main
from experiments.runs.run import Run, simulate
from experiments.runs.scenario import load_scenario, scenario_of
from experiments.runs.timeline import read_change, read_switch
from model import GovernanceModel
from model.timeline.change import change_of

SHORT = ["--citizens", "150", "--set", "town.warm_up=1", "--quiet"]


def test_options_are_read_as_the_changes_they_mean():
    expected = {
        "24:money.case_budget*0.85": {"month": 24, "parameters": {"money.case_budget": "*0.85"}},
        "25-36:trust.gain=0.3": {"month": 25, "until": 36, "parameters": {"trust.gain": 0.3}},
        "24~12:rules.information.dialogue+0.1": {"month": 24, "over": 12, "rules": {"information.dialogue": "+0.1"}},
        "2-9~3:mechanisms.halo=false": {"month": 2, "until": 9, "over": 3, "parameters": {"mechanisms.halo": "false"}},
        "5-8:scandal@place,upbringing=0.7": {
            "month": 5, "until": 8, "event": "scandal", "areas": ["place", "upbringing"], "size": 0.7
        },
        "5:support_withdrawn": {"month": 5, "event": "support_withdrawn"},
    }  # fmt: skip
    assert {text: read_change(text) for text in expected} == {text: change_of(one) for text, one in expected.items()}
    for text in ("36:NPM", "36=NPM"):
        assert read_switch(text) == change_of({"month": 36, "paradigm": "NPM"})


def test_a_run_names_the_paradigm_of_each_month():
    timeline = [{"month": 3, "until": 4, "paradigm": "NPM"}, {"month": 6, "paradigm": "NPG"}]
    result = simulate(Run("TPA", "Larvik", 150, {"town.warm_up": 1}, months=7, timeline=timeline))
    assert result.months["paradigm"].tolist() == ["TPA", "TPA", "NPM", "NPM", "TPA", "NPG", "NPG"]
    assert [(month, paradigm.name) for month, paradigm in result.run.paradigms] == [
        (1, "TPA"), (3, "NPM"), (5, "TPA"), (6, "NPG")
    ]  # fmt: skip


def test_an_arm_of_a_comparison_has_its_own_changes():
    settings = {"municipality": "Larvik", "citizens": 150, "seeds": 1, "months": 5, "parameters": {"town.warm_up": 1}}
    timeline = [
        {"month": 3, "arm": "NPM", "parameters": {"money.case_budget": "*0.5"}},
        {"month": 4, "paradigm": "TPA"},
    ]
    plain = compare(["TPA", "NPM"], **settings).runs
    timed = compare(["TPA", "NPM"], timeline=timeline, **settings).runs
    for name, first in (("TPA", 4), ("NPM", 3)):
        one, other = (runs[runs["paradigm"] == name].reset_index(drop=True) for runs in (plain, timed))
        assert one[: first - 1].equals(other[: first - 1]) and not one[first - 1 :].equals(other[first - 1 :]), name
    with pytest.raises(InputError, match="unknown arm 'NPN'.*did you mean 'NPM'"):
        compare(["TPA", "NPM"], timeline=[{"month": 3, "arm": "NPN", "paradigm": "TPA"}], **settings)


def test_a_scenario_has_a_timeline_which_explicit_months_cut_short():
    text = load_scenario("perspektivmeldingen").text
    months = load_scenario("perspektivmeldingen").months or 120
    added = """
[[timeline]]
month = 13
arm = "NPG"
why_en = "Assumption: a reform"
why_nb = "Antakelse: en reform"
[timeline.rules]
information.dialogue = "*0.5"
"""
    scenario = scenario_of(text + added, "timed", "timed.toml")
    arm = scenario.paradigms[-1] if scenario.paradigms else "NPG"
    if arm != "NPG":
        scenario = scenario_of(text + added.replace("NPG", arm), "timed", "timed.toml")
    assert [change.month for change in scenario.timeline] == [13]
    assert scenario.timed[0].why.text("nb") == "Antakelse: en reform"
    assert scenario.as_dict()["timeline"][0]["rules"] == {"information.dialogue": "*0.5"}
    wrong = [
        (added.replace("13", str(months + 1)), "never reached"),
        (added.replace('"NPG"', '"NPN"'), "unknown arm"),
        (added.replace("dialogue", "dialogs"), "rules.information.dialogue"),
        (added.replace("why_en", "why_se"), "unknown key"),
        ("timeline = 3\n", "headed \\[\\[timeline\\]\\]"),
    ]
    for more, reason in wrong:
        content = more + text if more.startswith("timeline") else text + more
        with pytest.raises(InputError, match=f"timed.toml.*{reason}"):
            scenario_of(content, "timed", "timed.toml")


def test_a_saved_run_continues_on_the_command_line_and_its_manifest_repeats_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    later = ["--switch", "5:NPM", "--at", "4~3:trust.gain*1.5"]
    assert (
        main(["run", *SHORT, "--months", "7", "--paradigm", "TPA", "--at", "2:needs.rate*1.2", *later, "-o", "whole"])
        == 0
    )
    assert main(["run", *SHORT, "--months", "3", "--paradigm", "TPA", "--at", "2:needs.rate*1.2", "--save", "past.run",
                 "-o", "past"]) == 0  # fmt: skip
    assert main(["run", *SHORT, "--months", "1", "--save", "past.run"]) == 2  # a saved run is not overwritten
    assert main(["run", "--from", "past.run", "--months", "7", *later, "--quiet", "-o", "rest"]) == 0
    assert main(["run", "rest", "--quiet", "-o", "again"]) == 0
    whole = pd.read_parquet("whole/runs.parquet")
    for folder in ("rest", "again"):
        assert pd.read_parquet(f"{folder}/runs.parquet").equals(whole), folder
    manifest = json.loads((tmp_path / "rest" / "manifest.json").read_text())
    assert manifest["switches"] == [{"month": 5, "paradigm": "NPM"}]
    assert manifest["timeline"] == [
        {"month": 2, "parameters": {"needs.rate": "*1.2"}},
        {"month": 4, "over": 3, "parameters": {"trust.gain": "*1.5"}},
    ]


def test_a_comparison_with_a_timeline_is_repeated_from_its_manifest(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = ["compare", *SHORT, "--months", "5", "--seeds", "2", "--paradigms", "TPA,NPG", "--switch", "4~2:NPM"]
    assert main([*asked, "-o", "one"]) == 0 and main(["compare", "one", "--quiet", "-o", "two"]) == 0
    assert pd.read_parquet("one/runs.parquet").equals(pd.read_parquet("two/runs.parquet"))


def test_two_paradigms_of_one_name_are_refused():
    mine = GovernanceModel(paradigm="NPM", citizens=100, rng=1).paradigm.replace("information.dialogue", 0.9)
    run = Run("NPM", "Larvik", 100, months=5, timeline=[{"month": 3, "paradigm": mine}])
    with pytest.raises(InputError, match="two different paradigms of the run have the name NPM"):
        run.checked()
    replace(run, paradigm="TPA").checked()
