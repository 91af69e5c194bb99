"""A finished sweep extended by seeds and levels: only new runs are made, and the results equal those of one sweep."""

import json
import shutil
from pathlib import Path

import pytest

from agents.errors import InputError
from experiments.design.study import study_of
from experiments.sweeps.results import read_results, run_study
from experiments.sweeps.reuse import reuse
from experiments.sweeps.store import Store
from tests.shell import called

TEXT = """
name = "small"
months = 2
seeds = 2
outcomes = ["fit", "trust"]
[base]
citizens = 60
"town.warm_up" = 0
[factors]
paradigm = ["TPA"]
"trust.gain" = [0.1, 0.2]
"""
LARGER = TEXT.replace("seeds = 2", "seeds = 3").replace('["TPA"]', '["TPA", "NPG"]')


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("reuse") / "first"
    run_study(study_of(TEXT), folder, workers=1)
    return folder


def rows(folder: Path):
    table = read_results(folder).table.sort_values(["run_id", "month"]).reset_index(drop=True)
    return table


def test_more_seeds_and_levels_make_only_the_new_runs(first: Path, tmp_path: Path) -> None:
    (tmp_path / "larger.toml").write_text(LARGER, encoding="utf-8")
    done = called("sweep", "larger.toml", "--reuse", str(first), "--out", "second", "--jobs", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "4 runs are taken over" in done.stderr
    events = [json.loads(line) for line in (tmp_path / "second" / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert next(one for one in events if one["event"] == "resumed")["done"] == 4
    run_study(study_of(LARGER), tmp_path / "whole", workers=1)
    assert rows(tmp_path / "second").equals(rows(tmp_path / "whole"))


def test_an_outcome_that_was_not_kept_needs_all_runs(first: Path, tmp_path: Path) -> None:
    study = study_of(TEXT.replace('["fit", "trust"]', '["fit", "load"]'))
    store = Store.open(tmp_path / "second", study)
    try:
        found = reuse(study, store, first)
    finally:
        store.close()
    assert (found.runs, found.lacking) == (0, ("load",))


def test_runs_that_differ_are_not_taken_over(first: Path, tmp_path: Path) -> None:
    for text in (TEXT.replace("citizens = 60", "citizens = 70"), TEXT.replace("months = 2", "months = 3")):
        study = study_of(text)
        store = Store.open(tmp_path / str(study.key), study)
        try:
            assert reuse(study, store, first).runs == 0
        finally:
            store.close()


def test_another_model_and_the_own_folder_are_refused(first: Path, tmp_path: Path) -> None:
    study = study_of(LARGER)
    store = Store.open(tmp_path / "second", study)
    try:
        with pytest.raises(InputError, match="folder of this sweep"):
            reuse(study, store, tmp_path / "second")
        with pytest.raises(InputError, match="holds no sweep"):
            reuse(study, store, tmp_path)
        other = Path(shutil.copytree(first, tmp_path / "other"))
        manifest = json.loads((other / "manifest.json").read_text(encoding="utf-8"))
        manifest["source"]["model_sha256_16"] = "0" * 16
        (other / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        with pytest.raises(InputError, match="another version of the model"):
            reuse(study, store, other)
    finally:
        store.close()
