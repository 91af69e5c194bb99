"""Results made again from their manifest.json: the same numbers, or words for why not."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from agents.errors import InputError
from experiments import compare
from experiments.cli.again import comparison_again, other_sources, run_again
from experiments.design.study import study_of
from experiments.runs import versions
from experiments.sweeps.runner import sweep
from model import load_paradigm
from model.town.municipalities import municipality
from tests.helpers.sweeps import SMALL
from tests.shell import called

SHORT = ("--months", "3", "--citizens", "60", "--set", "town.warm_up=1", "--quiet")
TABLES = ("runs.parquet", "summary.csv", "paired.csv", "courses.csv", "groups.csv")


def done(folder: Path, *words: str) -> str:
    """Run a command that must succeed, and return what it printed."""
    result = called(*words, cwd=folder)
    assert result.returncode == 0, result.stderr
    return result.stdout


def told(folder: Path, *words: str, code: int = 2) -> str:
    """Run a command that must be refused, and return the message."""
    result = called(*words, cwd=folder)
    assert result.returncode == code and "Traceback" not in result.stderr
    return result.stderr


def same_files(one: Path, other: Path, names) -> None:
    for name in names:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


COMPARED = {
    "settings": ["--municipality", "Bodø", "--seeds", "2", "--seed", "5", "--set", "trust.gain=0.2", *SHORT],
    "rules": ["--paradigms", "NPG,TPA", "--seeds", "2", "--set", "rules.aggregation.weight_design=0.3", *SHORT],
    "triage": ["--paradigms", "triage,NPM", "--seeds", "1", "--set", "rules.intensity=0.5", *SHORT],
    "scenario": ["--scenario", "svarstad", "--seeds", "1", *SHORT],
}


@pytest.mark.parametrize("what", COMPARED)
def test_a_comparison_is_made_again(what, tmp_path):
    done(tmp_path, "compare", *COMPARED[what], "-o", "first")
    assert done(tmp_path, "compare", "first/manifest.json", "--quiet", "-o", "second").strip() == "second"
    same_files(tmp_path / "first", tmp_path / "second", TABLES)
    first, second = (json.loads((tmp_path / name / "manifest.json").read_text()) for name in ("first", "second"))
    for key in ("municipality", "citizens", "months", "seeds", "paradigms", "parameters", "changed_parameters"):
        assert first[key] == second[key], key
    assert first["scenario"] == second["scenario"]


def test_a_comparison_of_what_no_command_can_name_is_made_again(tmp_path):
    mine = load_paradigm("NPG").replace("aggregation.weight_delivery", 0.1).model_copy(update={"name": "mine"})
    town = municipality("Bodø")
    first = compare([mine, "TPA"], town, 60, {"town.warm_up": 1}, seeds=2, months=2)
    first.save(tmp_path / "first")
    again = compare(**comparison_again(tmp_path / "first"))
    pd.testing.assert_frame_equal(first.runs, again.runs)
    pd.testing.assert_frame_equal(first.summary, again.summary)
    assert again.paradigms == first.paradigms and again.municipality == town


def test_numbers_are_the_manifests_also_where_a_default_has_changed_since(tmp_path):
    compare(["TPA"], "Bodø", 60, {"town.warm_up": 1}, seeds=1, months=1).save(tmp_path / "first")
    file = tmp_path / "first" / "manifest.json"
    manifest = json.loads(file.read_text())
    manifest["parameters"]["trust.gain"] = 0.123  # as if that had been the default
    manifest["source"] |= dict.fromkeys(("sha256_16", "model_sha256_16", "model_code_sha256_16"), "another")
    file.write_text(json.dumps(manifest))
    asked = comparison_again(file)
    assert asked["parameters"]["trust.gain"] == 0.123
    plan = called("compare", str(file), "--dry-run", "--lang", "nb", cwd=tmp_path)
    assert plan.returncode == 0 and "tallene kan bli andre" in plan.stderr


def test_results_of_an_equal_model_are_not_called_anothers(tmp_path, monkeypatch):
    compare(["TPA"], "Bodø", 60, {"town.warm_up": 1}, seeds=1, months=1).save(tmp_path / "first")
    file = tmp_path / "first" / "manifest.json"
    manifest = json.loads(file.read_text())
    manifest["source"]["sha256_16"] = "another"  # of what reads and writes results
    file.write_text(json.dumps(manifest))
    assert not other_sources(file, "compare")
    manifest["source"] |= {"model_sha256_16": "a" * 16, "model_code_sha256_16": "another"}
    file.write_text(json.dumps(manifest))
    assert other_sources(file, "compare")
    monkeypatch.setattr(versions, "EQUAL", tmp_path / "equal.toml")
    versions.EQUAL.write_text(f'now = "{versions.model_hash()}"\n[[equal]]\nmodel = "{"a" * 16}"\n')
    assert not other_sources(file, "compare")


def test_a_run_is_made_again_with_its_switches(tmp_path):
    done(tmp_path, "run", "--paradigm", "TPA", "--switch", "2=NPG", "--switch", "3=TPA", "--seed", "3", *SHORT,
         "-o", "first")  # fmt: skip
    done(tmp_path, "run", "first", "--quiet", "-o", "second")
    same_files(tmp_path / "first", tmp_path / "second", ("runs.parquet", "series.csv", "groups.csv"))
    run, scenario = run_again(tmp_path / "first")
    assert [month for month, _ in run.switches] == [2, 3] and run.seed == 3 and scenario is None


@pytest.fixture(scope="module")
def swept(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("swept")
    sweep(study_of(SMALL.replace("seeds = 2", "seeds = 3")), folder / "small", workers=1)
    return folder


ANALYSES = {
    "contrasts": ["--against", "NPG", "--by", "trust.gain"],
    "pareto": ["--outcomes", "fit,trust", "--factor", "paradigm", "--better", "trust=lower"],
    "regret": ["--option", "trust.gain", "--threshold", "fit>=0.1", "--where", "paradigm=NPG"],
}


@pytest.mark.parametrize("kind", ANALYSES)
def test_an_analysis_is_made_again(kind, swept):
    done(swept, "analyse", "small", kind, *ANALYSES[kind], "-o", f"{kind}-1")
    printed = done(swept, "analyse", f"{kind}-1/manifest.json", "-o", f"{kind}-2")
    assert printed.splitlines()[-1] == f"{kind}-2"
    same_files(swept / f"{kind}-1", swept / f"{kind}-2", (f"{kind}.csv", "figure.svg"))
    first, second = (json.loads((swept / f"{kind}-{n}" / "manifest.json").read_text()) for n in (1, 2))
    for key in ("analysis", "asked", "settings", "notes", "study_key"):
        assert first[key] == second[key], key


def test_indices_and_boxes_are_made_again(tmp_path):
    ranges = '"trust.gain" = { low = 0.1, high = 0.3 }\n"money.case_budget" = { low = 0.01, high = 0.06 }'
    text = SMALL.replace('"trust.gain" = [0.1, 0.2]', ranges).replace('keep = "all"', 'keep = "last"')
    text = text.replace("[base]", '[design]\nkind = "morris"\nsamples = 8\n[base]')
    sweep(study_of(text.replace("seeds = 2", "seeds = 1")), tmp_path / "sample", workers=1)
    load = pd.read_parquet(tmp_path / "sample" / "runs")["load"]
    for kind, words in {"sensitivity": [], "discover": ["--threshold", f"load>{load.median():.6g}"]}.items():
        done(tmp_path, "analyse", "sample", kind, *words, "-o", kind)
        done(tmp_path, "analyse", f"{kind}/manifest.json", "again", "-o", f"{kind}-again")
        names = [path.name for path in (tmp_path / kind).glob("*.csv")]
        same_files(tmp_path / kind, tmp_path / f"{kind}-again", names)


def test_an_analysis_finds_a_sweep_that_was_moved_with_it(swept, tmp_path):
    done(swept, "analyse", "small", "contrasts", "-o", "moved")
    shutil.copytree(swept / "small", tmp_path / "else" / "small")
    shutil.copytree(swept / "moved", tmp_path / "else" / "moved")
    done(tmp_path, "analyse", "else/moved/manifest.json", "-o", "again")
    same_files(swept / "moved", tmp_path / "again", ("contrasts.csv",))
    (tmp_path / "else" / "small").rename(tmp_path / "away")
    assert "name its folder with --sweep" in told(tmp_path, "analyse", "else/moved/manifest.json")
    done(tmp_path, "analyse", "else/moved/manifest.json", "--sweep", "away", "--json")


def test_an_analysis_of_another_study_is_refused(swept, tmp_path):
    done(swept, "analyse", "small", "contrasts", "-o", "other")
    sweep(study_of(SMALL.replace("months = 3", "months = 2")), tmp_path / "else", workers=1)
    message = told(swept, "analyse", "other/manifest.json", "--sweep", str(tmp_path / "else"), "--lang", "nb")
    assert "en annen studie" in message


@pytest.mark.parametrize(
    ("command", "content", "words"),
    [
        ("compare", None, "there is no file"),
        ("compare", "[1]", "is not the manifest of a comparison"),
        ("compare", "[" * 100_000, "is not the manifest of a comparison"),
        ("compare", "\ud800", "is not text in UTF-8"),
        ("compare", '{"kind": ["compare"]}', "is not the manifest of a comparison"),
        ("compare", '{"kind": "run"}', "it belongs to a run; `samskaping run m.json` runs it again"),
        ("analyse", '{"kind": "sweep"}', "it belongs to a sweep; `samskaping sweep m.json` runs it again"),
        ("sweep", '{"kind": "compare"}', "it belongs to a comparison; `samskaping compare m.json` runs it again"),
        ("sweep", '{"kind": "weather"}', "is not the manifest of a sweep: it holds no study"),
        ("run", '{"kind": "run"}', "incomplete or was made by another version"),
        (
            "compare",
            '{"kind": "compare", "source": null, "seeds": [1, 3]}',
            "incomplete or was made by another version",
        ),
        ("analyse", '{"kind": "analysis", "analysis": "regret"}', "incomplete or was made by another version"),
    ],
)
def test_what_is_no_manifest_is_refused(command, content, words, tmp_path):
    if content is not None:
        (tmp_path / "m.json").write_bytes(content.encode("utf-8", "surrogatepass"))
    assert words in told(tmp_path, command, "m.json")


def test_a_manifest_that_cannot_be_read_is_told_why_in_norwegian(tmp_path):
    (tmp_path / "made" / "manifest.json").mkdir(parents=True)
    for command in ("compare", "run"):
        message = told(tmp_path, command, "made", "--lang", "nb")
        assert "made/manifest.json kan ikke leses (det er en mappe, men det trengs en fil)" in message


def test_names_that_this_version_lacks_are_refused(tmp_path):
    compare(["TPA"], "Bodø", 60, {"town.warm_up": 1}, seeds=1, months=1).save(tmp_path / "first")
    file = tmp_path / "first" / "manifest.json"
    manifest = json.loads(file.read_text())
    manifest["parameters"]["trust.gone"] = 1.0
    file.write_text(json.dumps(manifest))
    with pytest.raises(InputError, match="trust.gone"):
        comparison_again(file)


def test_what_the_manifest_says_is_not_said_twice(tmp_path):
    for command in ("compare", "run"):
        message = told(tmp_path, command, "m.json", "--months", "3")
        assert "--months cannot be given together with m.json" in message
    assert "kan ikke oppgis sammen" in told(tmp_path, "compare", "m.json", "--seeds", "2", "--lang", "nb")
