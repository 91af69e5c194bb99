"""What a scenario does to a run: defaults < scenario < explicit options; manifest; exit codes."""

import json
from pathlib import Path

import pytest

from experiments.cli.command_line import main
from experiments.comparison import planned
from experiments.runs.scenario import chosen, load_scenario, overridden
from tests.helpers.my_scenario import MINE
from tests.shell import called, samskaping


def test_what_is_chosen(mine):
    scenario = load_scenario(mine)
    assert chosen(None, None, "months", 7) == 7
    assert chosen(None, scenario, "months", 7) == 5
    assert chosen(2, scenario, "months", 7) == 2
    assert overridden(None, {"a.b": 1}) == {"a.b": 1}
    assert overridden(scenario, {"needs.wickedness": 1.0})["needs.wickedness"] == 1.0


def test_a_comparison_is_planned_as_the_scenario_says(mine):
    runs = planned(scenario=mine, seeds=2)
    assert [run.paradigms[0][1].name for run in runs] == ["thin", "thin", "NPG", "NPG"]
    first = runs[0]
    assert (first.town.name, first.citizens, first.months) == ("Bodø", 400, 5)
    assert first.parameters.needs.wickedness == 2 and first.paradigms[0][1].choice.discretion == 0.9


def test_what_is_given_goes_before_the_scenario(mine):
    run = planned(("TPA",), "Larvik", 100, {"needs.wickedness": 1.5, "trust.start": 0.6}, 1, 3, 2, mine)[0]
    assert (run.paradigms[0][1].name, run.town.name, run.citizens, run.months) == ("TPA", "Larvik", 100, 2)
    assert run.parameters.needs.wickedness == 1.5 and run.parameters.trust.start == 0.6
    assert run.paradigms[0][1].choice.discretion == 0.9


def test_without_a_scenario_nothing_is_changed():
    runs = planned(seeds=1)
    assert [run.paradigms[0][1].name for run in runs] == ["TPA", "NPM", "NPG"]
    assert (runs[0].town.name, runs[0].citizens, runs[0].months, runs[0].overrides) == ("Larvik", None, 120, {})


def plan(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    assert main([*arguments, "--dry-run", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_options_go_before_the_scenario(mine, capsys):
    told = plan(capsys, "compare", "--scenario", "mine.toml")
    assert (told["municipality"], told["citizens"], told["months"]) == ("Bodø", 400, 5)
    assert told["paradigms"] == ["thin", "NPG"] and told["changed_parameters"]["needs.wickedness"] == 2
    assert "compare-mine-" in told["out"]
    told = plan(
        capsys, "compare", "--scenario", str(mine), "--municipality", "Larvik", "--citizens", "300", "--months", "120",
        "--paradigms", "TPA,NPM,NPG", "--set", "needs.wickedness=1.5", "--set", "trust.start=0.6",
    )  # fmt: skip
    assert (told["municipality"], told["citizens"], told["months"]) == ("Larvik", 300, 120)
    assert told["paradigms"] == ["TPA", "NPM", "NPG"]
    assert told["changed_parameters"] == {"needs.wickedness": 1.5, "rules.choice.discretion": 0.9, "trust.start": 0.6}


def test_a_run_takes_the_last_paradigm_compared(mine, capsys):
    assert plan(capsys, "run", "--scenario", "mine.toml")["paradigms"] == ["NPG"]
    mine.write_text(MINE.replace('["thin", "NPG"]', '["NPG", "governed"]'), encoding="utf-8")
    assert plan(capsys, "run", "--scenario", "mine.toml")["paradigms"] == ["governed"]
    assert plan(capsys, "run", "--scenario", "mine.toml", "--paradigm", "thin")["paradigms"] == ["thin"]
    assert plan(capsys, "run", "--scenario", "svelvik")["arms"] == ["promise"]
    told = plan(capsys, "run")
    assert (told["paradigms"], told["months"], told["municipality"]) == (["NPG"], 120, "Larvik")


def test_a_scenario_without_a_town_leaves_the_default_one(mine, capsys):
    plain = plan(capsys, "compare")
    mine.write_text(MINE.replace('municipality = "Bodø"\ncitizens = 400', ""), encoding="utf-8")
    told = plan(capsys, "compare", "--scenario", "mine.toml")
    assert (told["municipality"], told["citizens"]) == (plain["municipality"], plain["citizens"])
    mine.write_text(MINE.replace("citizens = 400", ""), encoding="utf-8")
    assert plan(capsys, "compare", "--scenario", "mine.toml")["citizens"] > 50_000


# --- the command line -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["compare", "run"])
def test_the_manifest_has_the_name_and_the_text(command, mine, capsys):
    small = ["--citizens", "100", "--months", "1", "--quiet", "--out", "out"] + ["--seeds", "1"] * (
        command == "compare"
    )
    assert main([command, "--scenario", "mine.toml", *small]) == 0
    manifest = json.loads(Path("out/manifest.json").read_text(encoding="utf-8"))
    assert manifest["scenario"] == {"name": "mine", "text": MINE}
    assert manifest["changed_parameters"] == {"needs.wickedness": 2, "rules.choice.discretion": 0.9}
    assert manifest["citizens"] == 100 and manifest["municipality"]["name"] == "Bodø"
    assert all(told["rules"]["choice.discretion"] == 0.9 for told in manifest["paradigms"].values())
    assert main([command, *small[:-2], "--out", "plain"]) == 0
    assert json.loads(Path("plain/manifest.json").read_text(encoding="utf-8"))["scenario"] is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["compare", "--scenario", "svarstd"], ["unknown scenario 'svarstd'", "did you mean 'svarstad'"]),
        (["run", "--scenario", "none.toml"], ["none.toml", "cannot be read"]),
        (["scenarios", "svarstd"], ["did you mean 'svarstad'"]),
        (["compare", "--scenario", "bad.toml"], ["bad.toml", "unknown parameter 'needs.wickednes'", "did you mean"]),
        (["compare", "--scenario", "svelvik", "--set", "needs.agein=1"], ["unknown parameter", "needs.ageing"]),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else str(part),
)
def test_bad_input_ends_with_exit_code_2(arguments, words, tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text(MINE.replace("needs.wickedness", "needs.wickednes"), encoding="utf-8")
    done = called(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ") and len(done.stderr.splitlines()) == 1
    for word in words:
        assert word in done.stderr
    assert list(tmp_path.iterdir()) == [bad]


def test_a_file_needs_no_code(mine):
    done = samskaping(
        "compare",
        "--scenario",
        "mine.toml",
        "--seeds",
        "2",
        "--citizens",
        "100",
        "--out",
        "out",
        "--json",
        cwd=mine.parent,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["scenario"], told["municipality"], told["months"]) == ("mine", "Bodø", 5)
    assert told["paradigms"] == ["thin", "NPG"]
