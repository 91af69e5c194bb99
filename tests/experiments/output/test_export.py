"""Folders, manifests, figures and the words and numbers in them."""

import hashlib
import json
import math
import os
from datetime import datetime
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
import pytest

from agents.errors import InputError
from experiments import Run, compare, simulate
from experiments.output import export
from experiments.output.figures import comparison_figure, save_figure, series_figure
from experiments.output.folders import check_new_folder, default_folder, free, new_folder
from experiments.output.texts import MINUS, decimals_for, label, number, plain, with_margin
from experiments.runs.manifest import as_json, source_revision
from model.outcomes.outcomes import NAMES, OUTCOMES
from tests.each import each

FILES = [
    "courses.csv",
    "figure.png",
    "figure.svg",
    "groups.csv",
    "manifest.json",
    "paired.csv",
    "runs.parquet",
    "summary.csv",
]


@pytest.fixture(scope="module")
def comparison():
    return compare(("TPA", "NPM", "NPG"), "Larvik", 100, {"trust.loss_aversion": 2.5}, seeds=2, months=13)


@pytest.fixture(scope="module")
def saved(comparison, tmp_path_factory) -> Path:
    return comparison.save(tmp_path_factory.mktemp("results") / "one" / "two")


# --- what is written -------------------------------------------------------------------------------------------


def test_a_comparison_writes_its_files_and_nothing_else(saved):
    assert sorted(path.name for path in saved.iterdir()) == FILES
    assert [path.name for path in saved.parent.iterdir()] == ["two"]


def test_tables_come_back_as_they_were(saved, comparison):
    runs = pd.read_parquet(saved / "runs.parquet")
    pd.testing.assert_frame_equal(runs, comparison.runs, check_exact=True, check_dtype=False)
    summary = pd.read_csv(saved / "summary.csv")
    assert list(summary.columns) == ["paradigm", "outcome", "mean", "low", "high"]
    np.testing.assert_allclose(summary["mean"], comparison.summary["mean"], rtol=1e-9)
    paired = pd.read_csv(saved / "paired.csv")
    assert len(paired) == 3 * len(NAMES)
    groups = pd.read_csv(saved / "groups.csv", dtype={"group": str})
    assert len(groups) == len(comparison.groups)


def test_the_manifest_says_how_to_make_it_again(saved, comparison):
    manifest = json.loads((saved / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["kind"] == "compare" and manifest["seeds"] == [1, 2] and manifest["months"] == 13
    assert manifest["municipality"]["code"] == "3909" and manifest["citizens"] == 100
    assert manifest["parameters"] == comparison.parameters.flat()
    assert manifest["changed_parameters"] == {"trust.loss_aversion": 2.5}
    assert list(manifest["paradigms"]) == ["TPA", "NPM", "NPG"]
    assert manifest["paradigms"]["NPG"]["rules"] == comparison.paradigms[2].flat()
    assert set(manifest["outcomes"]) == set(NAMES) and manifest["outcomes"]["fit"]["unit"] == "share"
    assert manifest["versions"]["numpy"] == np.__version__ and manifest["versions"]["python"]
    assert len(manifest["source"]["sha256_16"]) == 16
    datetime.fromisoformat(manifest["created_utc"])
    for name, digest in manifest["sha256"].items():
        assert hashlib.sha256((saved / name).read_bytes()).hexdigest() == digest
    assert set(manifest["sha256"]) == set(FILES) - {"manifest.json"}


@pytest.mark.whole_figures
def test_the_same_comparison_writes_the_same_bytes(saved, comparison, tmp_path):
    again = compare(("TPA", "NPM", "NPG"), "Larvik", 100, {"trust.loss_aversion": 2.5}, seeds=2, months=13, workers=1)
    folder = again.save(tmp_path / "again")
    for name in set(FILES) - {"manifest.json"}:
        assert (folder / name).read_bytes() == (saved / name).read_bytes(), name


def test_a_run_writes_its_files(tmp_path):
    result = simulate(Run("TPA", "Larvik", 100, months=15, switches=((6, "NPG"),)))
    folder = export.save_run(result, tmp_path / "run")
    names = ["figure.png", "figure.svg", "groups.csv", "manifest.json", "runs.parquet", "series.csv"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert len(pd.read_csv(folder / "series.csv")) == 15
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["switches"] == [{"month": 6, "paradigm": "NPG"}]
    assert list(manifest["paradigms"]) == ["TPA", "NPG"]


def test_options_of_a_triage_are_in_the_manifest(tmp_path):
    folder = compare(("triage",), "Larvik", 100, seeds=1, months=1).save(tmp_path / "triage")
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["paradigms"]["triage"]
    assert list(told["options"]) == ["TPA", "thin", "NPG"] and told["options"]["NPG"]["rules"]


def test_the_source_revision_changes_with_the_sources():
    assert source_revision() == source_revision()


def test_a_wheel_names_the_commit_that_it_was_built_from(monkeypatch, tmp_path):
    noted = {"git_commit": "0" * 40, "uncommitted_changes": False}
    (tmp_path / "revision.json").write_text(json.dumps(noted))
    monkeypatch.setattr("experiments.runs.manifest._git", lambda *_: None)
    assert "git_commit" not in source_revision()
    monkeypatch.setattr("experiments.runs.manifest.REVISION", tmp_path / "revision.json")
    assert noted.items() <= source_revision().items()


# --- whole or not at all ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("failure", [OSError("the disk is full"), KeyboardInterrupt()])
@pytest.mark.parametrize("there", [True, False])
def test_nothing_is_left_of_what_could_not_be_finished(comparison, monkeypatch, tmp_path, failure, there):
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(export, "save_figure", fail)
    if there:
        (tmp_path / "out").mkdir()
    with pytest.raises(type(failure)):
        comparison.save(tmp_path / "out")
    assert [path.name for path in tmp_path.rglob("*")] == (["out"] if there else [])


def test_an_empty_folder_is_used_and_a_full_one_refused(tmp_path):
    empty, full = tmp_path / "empty", tmp_path / "full"
    empty.mkdir()
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    with new_folder(empty) as draft:
        (draft / "file").write_text("x")
    assert [path.name for path in empty.iterdir()] == ["file"]
    with pytest.raises(InputError, match="is not empty"):
        check_new_folder(full)
    assert [path.name for path in full.iterdir()] == ["mine.txt"]


def test_a_place_that_is_no_folder_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="is not a folder"):
        check_new_folder(tmp_path / "file")
    with pytest.raises(InputError, match="is not a folder"):
        check_new_folder(tmp_path / "file" / "below")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a place that nobody can write to")
def test_a_place_that_cannot_be_written_is_refused():
    with pytest.raises(InputError, match="cannot be made in /proc/self"):
        check_new_folder(Path("/proc/self/results"))


def test_checking_leaves_nothing_behind(tmp_path):
    check_new_folder(tmp_path / "a" / "b" / "c")
    assert not list(tmp_path.iterdir())


def test_a_finished_folder_has_the_usual_permissions(tmp_path):
    with new_folder(tmp_path / "out"):
        pass
    (tmp_path / "plain").mkdir()
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_default_folders_are_named_by_what_and_where_and_are_new(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    now = datetime(2026, 3, 9, 14, 5, 6)
    first = default_folder("compare", "Sør-Varanger", now)
    assert first == Path("results/compare-sor-varanger-20260309-140506")
    first.mkdir(parents=True)
    assert default_folder("compare", "Sør-Varanger", now).name.endswith("140506-2")
    assert free(tmp_path / "none") == tmp_path / "none"


# --- figures ---------------------------------------------------------------------------------------------------


@pytest.mark.whole_figures
def test_figures_have_a_panel_for_each_headline_outcome(comparison):
    headline = [outcome for outcome in OUTCOMES if outcome.headline]
    figure = comparison_figure(comparison)
    assert [axes.get_title(loc="left") for axes in figure.axes[:-1]] == [label(outcome) for outcome in headline]
    assert all(axes.get_ylabel() for axes in figure.axes[:-1])
    differences = figure.axes[-1]
    names = [text.get_text().rstrip(" \N{UPWARDS ARROW}\N{DOWNWARDS ARROW}") for text in differences.get_yticklabels()]
    assert names == [label(outcome) for outcome in headline]
    title = figure.texts[0].get_text()
    assert "Larvik" in title and "100" in title and "2 seeds" in title


@pytest.mark.whole_figures
def test_lines_are_told_apart_by_colour_and_by_pattern(comparison):
    lines = comparison_figure(comparison).axes[0].get_lines()
    assert (
        len({line.get_color() for line in lines})
        == len({str(line.get_linestyle()) + str(line._dash_pattern) for line in lines})
        == 3
    )


@pytest.mark.whole_figures
def test_norwegian_figures_have_norwegian_words_and_decimal_commas(comparison):
    figure = comparison_figure(comparison, "nb")
    figure.draw_without_rendering()
    panel = figure.axes[0]
    assert panel.get_title(loc="left") == OUTCOMES[0].label("nb") and panel.get_ylabel() == "andel"
    ticks = [tick.get_text() for tick in panel.get_yticklabels()]
    assert any("," in tick for tick in ticks) and not any("." in tick for tick in ticks)


@pytest.mark.whole_figures
@pytest.mark.parametrize(
    "paradigms", [("TPA",), ("TPA", "NPM", "NPG", "thin", "equal", "governed", "triage", "status-quo")]
)
@pytest.mark.parametrize("seeds", [1, 2])
def test_figures_of_one_and_of_many_paradigms(paradigms, seeds, tmp_path):
    save_figure(compare(paradigms, "Larvik", 100, seeds=seeds, months=2).figure(), tmp_path)
    assert (tmp_path / "figure.png").stat().st_size > 10_000


@pytest.mark.whole_figures
def test_a_run_over_years_with_switches_has_a_figure(tmp_path):
    save_figure(series_figure(simulate(Run("TPA", "Larvik", 100, months=40, switches=((13, "NPG"),))), "nb"), tmp_path)
    assert b"<dc:date>" not in (tmp_path / "figure.svg").read_bytes()


@pytest.mark.whole_figures
def test_figures_are_made_without_pyplot_and_leave_settings_alone(comparison, tmp_path):
    import subprocess
    import sys

    before = dict(matplotlib.rcParams)
    save_figure(comparison.figure(), tmp_path)
    assert dict(matplotlib.rcParams) == before
    code = (
        "import sys, experiments.output.figures, experiments.output.export; print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# --- words and numbers -----------------------------------------------------------------------------------------


@each(
    ("value", "decimals", "language", "written"),
    [
        (1234.5, 1, "en", "1,234.5"),
        (1234.5, 1, "nb", "1\N{NO-BREAK SPACE}234,5"),
        (-0.25, 2, "en", MINUS + "0.25"),
        (-0.0004, 3, "en", "0.000"),
        (math.nan, 3, "en", ""),
        (math.inf, 3, "en", ""),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(value, decimals, language, written):
    assert number(value, decimals, language) == written


def test_margins_and_signs():
    assert with_margin(0.5, 0.4, 0.6, 2) == "0.50 \N{PLUS-MINUS SIGN} 0.10"
    assert with_margin(0.5, math.nan, math.nan, 2) == "0.50"
    assert number(0.5, 1, sign=True) == "+0.5" and number(-0.5, 1, sign=True) == MINUS + "0.5"
    assert number(0.0, 1, sign=True) == "0.0"


def test_a_value_below_zero_has_a_minus_sign_for_readers_and_a_hyphen_for_files():
    assert [plain(value) for value in (-3.2, -3, 0.5, False)] == [MINUS + "3.2", MINUS + "3", "0.5", "false"]
    assert plain(-3.2, "nb") == MINUS + "3,2" and plain(-3.2, "nb", decimal=False) == "-3.2"


def test_decimals_follow_the_size_of_the_numbers():
    assert [decimals_for(x) for x in (0.5, 5.0, 50.0, 500.0, 5e6, 0.0, 0.0001)] == [3, 3, 2, 1, 0, 3, 3]
    assert decimals_for(math.nan) == 3 and decimals_for(0.1, math.nan, 200.0) == 1


def test_json_has_null_for_what_is_no_number():
    plain = {"a": math.nan, "b": [np.float64(1.5), np.int64(2), math.inf], "c": (True, None, "ø"), 4: np.bool_(True)}
    assert json.loads(as_json(plain)) == {"a": None, "b": [1.5, 2, None], "c": [True, None, "ø"], "4": True}


def test_drafts_are_hidden_while_they_are_written(tmp_path):
    with new_folder(tmp_path / "out") as draft:
        assert draft.parent == tmp_path and draft.name.startswith(".out-") and not (tmp_path / "out").exists()
    assert os.listdir(tmp_path) == ["out"]
