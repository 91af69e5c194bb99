"""Ablation: known effects, the study, the page, and the command at small size."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.cli.command_line import main
from experiments.cli.evidence.ablate import _show
from experiments.evidence.ablation import ablation_study, ablation_table, ablation_values
from experiments.evidence.pages import environment, plain, render
from experiments.output.texts import label
from experiments.sweeps.results import Results, read_results
from model.outcomes.outcomes import OUTCOMES
from model.parameters.mechanisms import OFF
from tests.experiments.evidence.test_pages import kept

ROOT = Path(__file__).resolve().parents[3]
SEEDS = 4
LUCK = np.array([0.0, 0.001, -0.001, 0.0005])


def fake(differences: dict[str, float], level: float = 0.0) -> Results:
    """Return results in which NPG minus TPA is 0.2, and as given without a mechanism; then TPA moves by `level`."""
    study = ablation_study(100, SEEDS, 2, list(differences), ["TPA", "NPG"])
    rows = []
    for job in study.jobs():
        off = next((name for name in differences if not job.point[f"mechanisms.{name}"]), None)
        value = 0.5 + 10 * job.seed + (level if off else 0.0)
        if job.point["paradigm"] == "NPG":
            value += (0.2 if off is None else differences[off]) + LUCK[job.seed - 1] * (1 if off is None else 2)
        rows.append(
            {"run_id": job.run_id, "status": "ok", "error": None, "seed": job.seed, "month": 2, **job.point}
            | dict.fromkeys(study.outcomes, value)
        )
    return Results(study, Path("fake"), pd.DataFrame(rows))


def effects(results: Results) -> dict[str, str]:
    table = ablation_table(results)
    here = table[(table["outcome"] == "fit") & (table["of"] == "NPG - TPA")]
    return dict(zip(here["mechanism"], here["effect"], strict=True))


def test_what_becomes_of_a_difference():
    given = {"halo": 0.2, "coping": 0.1, "burden": 0.4, "choice": -0.2, "slack": 0.0}
    assert effects(fake(given)) == {
        "halo": "kept", "coping": "weaker", "burden": "stronger", "choice": "turned", "slack": "gone",
    }  # fmt: skip


def test_a_level_may_move_and_the_difference_stay():
    table = ablation_table(fake({"halo": 0.2}, level=0.3)).set_index(["outcome", "of"]).loc["fit"]
    assert table.loc["TPA", "change"] == pytest.approx(0.3) and table.loc["TPA", "sure"]
    assert table.loc["NPG - TPA", "on"] == pytest.approx(0.2, abs=0.001)
    assert table.loc["NPG - TPA", "effect"] == "kept" and not table.loc["NPG - TPA", "sure"]
    assert table.loc["NPG - TPA", "low"] < 0 < table.loc["NPG - TPA", "high"]


def test_the_study_switches_one_mechanism_off_at_a_time():
    study = ablation_study(100, 2, 12)
    points = list(study.points())
    assert len(points) == 3 * (len(OFF) + 1)
    off = [[name for name in OFF if not point[f"mechanisms.{name}"]] for point in points]
    assert off[:3] == [[], [], []]
    assert sorted(sum(off, [])) == sorted(3 * list(OFF))
    assert all(len(names) <= 1 for names in off)


def test_a_page_names_what_turns():
    results = fake({"choice": -0.2, "halo": 0.2})
    page = render("ablation.md.jinja", **plain(ablation_values(ablation_table(results), results)))
    summary = page.split("## How much does")[0]
    assert re.search(r"`choice` \| \*turned\*: service fit", summary)
    assert re.search(r"change no difference .*: (`\w+`, )*`halo`", summary) and "| `halo` |" not in summary
    assert "`choice` off" in page and "`halo` off" not in page


def test_the_table_is_printed_in_the_readers_language(capsys):
    table = ablation_table(fake({"halo": 0.2, "coping": 0.1, "choice": -0.2, "slack": 0.0}))
    fit = next(outcome for outcome in OUTCOMES if outcome.name == "fit")
    _show(table, "nb")
    printed = capsys.readouterr().out
    assert printed.startswith("Forskjeller mellom paradigmer som endrer seg (99,9 %-intervallet")
    row = next(line for line in printed.splitlines() if "coping" in line and fit.label("nb") in line)
    assert "+0,200" in row and row.rstrip().endswith("svakere") and "halo" not in printed
    assert {"snudd", "borte"} <= set(printed.split())
    _show(table, "en")
    row = next(line for line in capsys.readouterr().out.splitlines() if "coping" in line and fit.label() in line)
    assert "+0.200" in row and row.rstrip().endswith("weaker")
    _show(table[table["mechanism"] == "halo"], "nb")
    assert capsys.readouterr().out.startswith("Ingen forskjell mellom paradigmene endrer seg")


def test_the_command_runs_resumes_and_writes(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = ["ablate", "--mechanisms", "failure_demand,halo", "--paradigms", "TPA,NPG", "--citizens", "150", "--months"]
    asked += ["12", "--seeds", "2", "--jobs", "1", "-o", "out", "--quiet"]
    assert main(asked) == 0
    assert capsys.readouterr().out.split()[-1] == str(Path("out", "ablation.csv"))
    table = pd.read_csv("out/ablation.csv")
    assert set(table["mechanism"]) == {"failure_demand", "halo"}
    assert len(table) == 2 * 3 * sum(outcome.headline for outcome in OUTCOMES)
    row = table.set_index(["mechanism", "outcome", "of"]).loc[("failure_demand", "failure_demand", "TPA")]
    assert row["off"] < row["on"]  # nothing comes back
    assert main([*asked, "--json"]) == 0  # nothing is left to run
    printed = json.loads(capsys.readouterr().out.split("\n", 1)[1])
    assert len(printed["ablation"]) == len(table) and len(read_results("out").last) == 3 * 2 * 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--mechanisms", "halos"], "halo"),
        (["--mechanisms", ","], "at least one name"),
        (["--paradigms", "TPA"], "at least two names"),
        (["--paradigms", "TPA,XYZ"], "XYZ"),
        (["--seeds", "1"], "--seeds = 1 is not valid: it must be a whole number from 2"),
        (["--mechanisms", "halo", "--write", "x.md"], "--write"),
    ],
)
def test_bad_input_is_refused(arguments, said, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["ablate", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_page_in_the_documentation_has_every_mechanism_and_outcome():
    page = (ROOT / "docs" / "ablation.md").read_text(encoding="utf-8")
    summary = page.split("## How much does")[0]
    missing = [name for name in OFF if f"`{name}`" not in summary]
    for outcome in OUTCOMES:
        on_page = f"### {label(outcome)} " in page
        if on_page != outcome.headline and not (outcome.headline and label(outcome) in summary):
            missing.append(outcome.name)
    assert not missing, "run `make docs`, or `samskaping ablate --write docs/ablation.md` for outcomes that are gone"


def test_a_page_names_what_is_newer_than_its_runs(monkeypatch):
    values, now = kept("ablation"), environment().globals
    in_page = [one["mechanism"] for one in values["mechanisms"]]
    monkeypatch.setitem(now, "mechanisms_now", [*in_page, "weariness"])
    monkeypatch.setitem(now, "headline_now", [*now["headline_now"], "Sleep"])
    page = render("ablation.md.jinja", **values)
    assert "mechanisms are newer than the runs of this page: `weariness`." in page
    assert "outcomes are newer than the runs of this page: Sleep." in page
    monkeypatch.setitem(now, "mechanisms_now", in_page)
    assert "mechanisms are newer than the runs" not in render("ablation.md.jinja", **values)
