"""Code of one's own in manifests and sweeps: kept with its source, and never run from there."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from experiments.comparison import compare
from experiments.design.study import read_study, study_of
from experiments.own.collection import own_from
from experiments.sweeps.results import read_results, run_study
from experiments.sweeps.runner import sweep
from experiments.sweeps.store import Store
from tests.experiments.own.examples_of_code import EXAMPLES, MECHANISM, OUTCOMES, ROOT, refusal, written
from tests.shell import called

FEW = ["--citizens", "200", "--months", "3", "--seeds", "2", "--paradigms", "TPA,NPG", "--quiet"]


# --- manifests ---


@pytest.fixture(scope="module")
def compared(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("code") / "first"
    code = ["--outcomes", str(OUTCOMES), "--mechanisms", str(MECHANISM), "--set", "word_of_mouth.pull=0.3"]
    done = called("compare", *FEW, *code, "-o", str(folder), cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_manifest_keeps_source_hash_and_declarations(compared: Path) -> None:
    content = json.loads((compared / "manifest.json").read_text(encoding="utf-8"))
    kept = {one["kind"]: one for one in content["own"]}
    assert kept["outcomes"]["text"] == OUTCOMES.read_text(encoding="utf-8")
    assert kept["mechanism"]["text"] == MECHANISM.read_text(encoding="utf-8")
    assert content["changed_parameters"] == {"word_of_mouth.pull": 0.3}
    assert content["outcomes"]["given_up_hope"]["unit"] == "share"
    assert own_from(content["own"]).parameters["word_of_mouth.pull"].high == 1


def test_a_manifest_does_not_run_its_code(compared: Path, tmp_path: Path) -> None:
    done = called("compare", str(compared / "manifest.json"), "-o", str(tmp_path / "again"), cwd=ROOT)
    assert done.returncode == 2
    assert "code from a manifest does not run by itself" in done.stderr and "--outcomes" in done.stderr


def test_a_manifest_refuses_another_file_of_the_name(compared: Path, tmp_path: Path) -> None:
    other = written(tmp_path, OUTCOMES.read_text(encoding="utf-8") + "\n# changed\n", "my_outcomes.py")
    words = ["compare", str(compared / "manifest.json"), "--mechanisms", str(MECHANISM), "--outcomes"]
    done = called(*words, str(other), "-o", str(tmp_path / "again"), cwd=ROOT)
    assert done.returncode == 2
    assert "is not the file of outcomes that these results were made with" in done.stderr


def test_a_manifest_repeats_its_bits_with_its_files(compared: Path, tmp_path: Path) -> None:
    words = ["--mechanisms", str(MECHANISM), "--outcomes", str(OUTCOMES), "--quiet", "-o", str(tmp_path / "again")]
    done = called("compare", str(compared / "manifest.json"), *words, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert (compared / "runs.parquet").read_bytes() == (tmp_path / "again" / "runs.parquet").read_bytes()


def test_an_altered_text_in_a_manifest_is_refused(compared: Path) -> None:
    content = json.loads((compared / "manifest.json").read_text(encoding="utf-8"))
    content["own"][0]["text"] += "\n"
    with pytest.raises(ValueError):
        own_from(content["own"])


def test_a_report_reads_results_without_running_their_code(compared: Path, tmp_path: Path) -> None:
    done = called("report", str(compared), "--out", str(tmp_path / "report.html"), cwd=ROOT)
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert f"--outcomes {OUTCOMES} --mechanisms {MECHANISM}" in html  # of the command that repeats the comparison


# --- sweeps ---


def study(months: int = 3):
    text = (EXAMPLES / "code-study.toml").read_text(encoding="utf-8")
    small = text.replace("months = 24", f"months = {months}").replace(
        "citizens = 800", 'citizens = 100\n"town.warm_up" = 1'
    )
    return study_of(small.replace("seeds = 4", "seeds = 2"), str(EXAMPLES / "code-study.toml"))


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sweeps") / "code"
    return run_study(study(), folder, workers=2)


def test_a_sweep_runs_code_in_its_workers(swept) -> None:
    table = swept.last
    assert len(table) == 16 and not len(swept.failed)
    assert list(swept.outcomes) == ["trust", "trust_of_the_worst_off", "open_needs_per_citizen"]
    assert np.isfinite(table[list(swept.outcomes)].to_numpy()).all()
    by = table.set_index(["paradigm", "seed", "word_of_mouth.pull", "mechanisms.word_of_mouth"])[
        "trust_of_the_worst_off"
    ]
    for paradigm in ("TPA", "NPG"):
        for seed in (1, 2):
            off = by[paradigm, seed, 0.0, False]
            assert off == by[paradigm, seed, 0.1, False] == by[paradigm, seed, 0.0, True]
            assert off != by[paradigm, seed, 0.1, True]


def test_a_sweep_equals_the_same_runs_made_here(swept) -> None:
    compared = compare(
        ["TPA", "NPG"], citizens=100, months=3, seeds=2, outcomes=[OUTCOMES], mechanisms=[MECHANISM],
        parameters={"town.warm_up": 1, "word_of_mouth.pull": 0.1},
    )  # fmt: skip
    here = compared.runs[compared.runs["month"] == 3].set_index(["paradigm", "seed"])["trust_of_the_worst_off"]
    there = swept.last.query("`word_of_mouth.pull` == 0.1 and `mechanisms.word_of_mouth`")
    assert there.set_index(["paradigm", "seed"])["trust_of_the_worst_off"].to_dict() == here.to_dict()


def test_a_folder_is_read_without_running_its_code(swept) -> None:
    again = read_results(swept.folder)
    assert not again.study.own.code[0].trusted
    assert again.study.key == swept.study.key
    assert list(again.outcomes) == list(swept.outcomes)


def test_a_folder_does_not_run_its_code_either(swept, tmp_path: Path) -> None:
    kept = read_study(swept.folder)
    assert "code from a manifest does not run by itself" in str(refusal(sweep, kept, tmp_path / "new"))
    done = called("sweep", str(swept.folder), cwd=ROOT)
    assert done.returncode == 2
    assert "--outcomes my_outcomes.py" in done.stderr and "--mechanisms word_of_mouth.py" in done.stderr
    words = ["--mechanisms", str(MECHANISM), "--outcomes", str(OUTCOMES), "--quiet"]
    done = called("sweep", str(swept.folder), *words, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_a_folder_without_its_manifest_runs_no_code(swept, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(swept.folder, tmp_path / "copy"))
    (folder / "manifest.json").unlink()
    written(folder, "raise SystemExit('this code must not run')\n", "my_outcomes.py")
    written(folder, "raise SystemExit('this code must not run')\n", "word_of_mouth.py")
    for read in (read_results, read_study):
        assert "code in a folder of results does not run" in str(refusal(read, folder))
    assert "code in a folder of results does not run" in str(refusal(read_study, folder / "study.toml"))


def test_results_of_a_sweep_show_outcomes_of_ones_own(swept) -> None:
    done = called("results", str(swept.folder), cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "Trust of the worst off" in done.stdout


def test_another_text_makes_another_study(tmp_path: Path) -> None:
    for name in ("code-study.toml", "my_outcomes.py", "word_of_mouth.py"):
        (tmp_path / name).write_text((EXAMPLES / name).read_text(encoding="utf-8"), encoding="utf-8")
    first = read_study(tmp_path / "code-study.toml")
    written(tmp_path, MECHANISM.read_text(encoding="utf-8") + "\n# changed\n", "word_of_mouth.py")
    second = read_study(tmp_path / "code-study.toml")
    point = next(first.points())
    assert first.key != second.key and first.run_id(point, 1) != second.run_id(point, 1)
    Store.open(tmp_path / "kept", first).close()
    assert "the file word_of_mouth.py has changed" in str(refusal(Store.open, tmp_path / "kept", second))
    bad = (tmp_path / "code-study.toml").read_text(encoding="utf-8").replace('"trust_of_the_worst_off"', '"trust_of"')
    unknown = str(refusal(study_of, bad, str(tmp_path / "code-study.toml"), code=True))
    assert "did you mean 'trust_of_the_worst_off'" in unknown and "yours are given_up_hope" in unknown


@pytest.mark.slow
def test_workers_of_dask_run_code_without_the_file(swept, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        found = run_study(study(), tmp_path / "dask", dask=cluster.scheduler_address)
    columns = ["run_id", *found.outcomes]
    tables = [one.table.sort_values("run_id")[columns].reset_index(drop=True) for one in (found, swept)]
    assert tables[0].equals(tables[1])
