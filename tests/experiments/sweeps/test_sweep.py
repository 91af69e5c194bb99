"""Sweeps through their real entry point: what is on disk, and how the work is shared out."""

import json
import re
import subprocess
import sys
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from experiments.cli.sweeps.planning import plan_of_study
from experiments.defaults import START_SECONDS
from experiments.design.run_index_set import RunIndexSet
from experiments.design.study import study_of
from experiments.errors import StoppedError
from experiments.runs.run import Run, simulate
from experiments.sweeps.parts import CHECKSUM, FAILURES, MODEL, ORDER, PLACES, STUDY_KEY
from experiments.sweeps.results import read_results, run_study
from experiments.sweeps.runner import DIED, Progress, _Runner, _work, sweep
from experiments.sweeps.store import Store
from experiments.sweeps.workers import kept_outcomes
from tests.helpers.sweeps import HALF, SMALL, Dying, Here, csv_of, not_run, run_here
from tests.model.parameters.test_texts import norwegian_faults
from tests.shell import called, environment, samskaping


@pytest.fixture(scope="module")
def swept(tmp_path_factory) -> Path:
    """The small study, run with two processes by the command line."""
    folder = tmp_path_factory.mktemp("swept")
    (folder / "small.toml").write_text(SMALL)
    done = samskaping("sweep", "small.toml", "--out", "out", "--jobs", "2", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "out" and done.stderr.count("\n") == 2  # no progress in a pipe
    assert "are too few to stand for the town; differences need 2,000" in done.stderr
    assert "no size of a sample is valid for trust:" in done.stderr
    return folder


# --- what is written ---------------------------------------------------------------------------------------------


def test_the_folder_holds_what_is_promised(swept):
    out = swept / "out"
    assert {path.name for path in out.iterdir()} == {"study.toml", "manifest.json", "runs", "log.jsonl", ".lock"}
    assert (out / "study.toml").read_text() == SMALL
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["study"] == SMALL and manifest["seeds"] == [1, 2] and manifest["versions"]["numba"]
    assert {"model_sha256_16", "model_code_sha256_16"} <= set(manifest["source"]) and manifest["machine"]["cores"] >= 1
    table = pd.read_parquet(out / "runs")
    keys = ["run_id", "status", "error", "seed", "month"]
    assert list(table.columns) == [*keys, "paradigm", "trust.gain", "fit", "trust", "load"]
    assert len(table) == 8 * 3 and table["run_id"].nunique() == 8 and set(table["status"]) == {"ok"}
    assert table.groupby("run_id")["month"].apply(list).tolist() == [[1, 2, 3]] * 8
    assert table["error"].isna().all() and table["month"].dtype == "int32" and table["seed"].dtype == "int64"


def test_numbers_are_those_of_single_runs(swept):
    table = read_results(swept / "out").table
    row = table[(table["paradigm"] == "NPG") & (table["trust.gain"] == 0.2) & (table["seed"] == 2)]
    single = simulate(Run("NPG", "Larvik", 100, {"town.warm_up": 1, "trust.gain": 0.2}, 2, 3)).months
    for name in ("fit", "trust", "load"):
        assert row.sort_values("month")[name].tolist() == single[name].tolist()


def test_what_runs_beside_what_changes_nothing(swept, tmp_path):
    for k, workforce in enumerate((Here(), Here())):
        run_here(SMALL, tmp_path / str(k), workforce)
        assert csv_of(tmp_path / str(k)) == csv_of(swept / "out")


def test_a_study_is_rerun_from_its_manifest(swept, tmp_path):
    done = called("sweep", str(swept / "out" / "manifest.json"), "--out", "again", "--jobs", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    first = called("results", str(swept / "out"), "--csv", cwd=tmp_path)
    again = called("results", "again", "--csv", cwd=tmp_path)
    assert first.stdout == again.stdout != "" and first.returncode == 0
    ids = [line.split(",")[0] for line in first.stdout.splitlines()[1:]]
    assert ids == sorted(ids)


def test_a_sweeps_folder_is_resumed_without_out_and_run_anew_with_it(tmp_path):
    (tmp_path / "small.toml").write_text(SMALL.replace('name = "small"\n', ""))
    assert called("sweep", "small.toml", "-o", "mine", "--jobs", "1", cwd=tmp_path).returncode == 0
    whole = called("results", "mine", "--csv", cwd=tmp_path).stdout
    next((tmp_path / "mine" / "runs").iterdir()).unlink()
    (tmp_path / "small.toml").unlink()
    for given in ("mine", "mine/manifest.json", "mine/study.toml"):
        plan = json.loads(called("sweep", given, "--dry-run", "--json", cwd=tmp_path).stdout)
        assert plan["out"] == "mine" and plan["to_do"] > 0
    done = called("sweep", "mine", "--jobs", "1", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "mine\n"), done.stderr
    assert called("results", "mine", "--csv", cwd=tmp_path).stdout == whole
    assert not (tmp_path / "results").exists()
    plan = json.loads(called("sweep", "mine", "-o", "anew", "--dry-run", "--json", cwd=tmp_path).stdout)
    assert (plan["out"], plan["done"]) == ("anew", 0)
    (tmp_path / "manifest.json").write_text((tmp_path / "mine" / "manifest.json").read_text())  # beside no sweep
    plan = json.loads(called("sweep", "manifest.json", "--dry-run", "--json", cwd=tmp_path).stdout)
    assert plan["out"].startswith("results") and plan["done"] == 0


def test_runs_holds_no_clock_host_or_worker(swept, tmp_path):
    folder = tmp_path / "again"
    sweep(study_of(SMALL), folder, workers=1)
    parts = [*(swept / "out" / "runs").iterdir(), *(folder / "runs").iterdir()]
    for part in parts:
        assert re.fullmatch(r"part-[0-9a-f]{16}\.parquet", part.name)
        assert set(pq.read_metadata(part).metadata) == {
            b"ARROW:schema",
            PLACES,
            ORDER,
            FAILURES,
            STUDY_KEY,
            MODEL,
            CHECKSUM,
        }
    frames = [pd.read_parquet(swept / "out" / "runs"), pd.read_parquet(folder / "runs")]
    pd.testing.assert_frame_equal(*(f.sort_values(["run_id", "month"]).reset_index(drop=True) for f in frames))


def test_a_dry_run_writes_nothing(tmp_path):
    (tmp_path / "half.toml").write_text(HALF)
    done = called("sweep", "half.toml", "--out", "out", "--dry-run", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "4 (2 points x 2 seeds), each of 3 months" in done.stdout and "about" in done.stdout
    assert "contradictory rules" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["half.toml"]
    plan = json.loads(called("sweep", "half.toml", "--dry-run", "--json", cwd=tmp_path).stdout)
    assert plan["runs"] == 4 and plan["about_seconds"] > 0 and plan["about_bytes"] > 0
    assert plan["points_that_cannot_be_run"] == 1 and (plan["done"], plan["to_do"]) == (0, 4)
    shown = called("sweep", "half.toml", "--dry-run", "--lang", "nb", "--jobs", "1000", cwd=tmp_path).stdout
    assert "(2 punkter x 2 gjentakelser), hver på 3 måneder" in shown and "delt av 1\u00a0000 prosesser" in shown
    assert norwegian_faults(shown.split("vil feile")[0]) == []


def test_a_dry_run_shows_what_varies(tmp_path):
    listed = SMALL.replace('"trust.gain" = [0.1, 0.2]', '"trust.loss_aversion" = [1,5]')  # meant as 1.5
    many = SMALL.replace("[0.1, 0.2]", str([n / 25 for n in range(12)]))
    ranged = 'months = 3\nseeds = 2\ndesign = { kind = "lhs", samples = 4 }\n[factors]\n"trust.gain" = '
    points = 'months = 3\nseeds = 2\ndesign = { kind = "list" }\n[factors]\n'
    shown = {
        listed: (
            "varies      paradigm: TPA, NPG; trust.loss_aversion: 1, 5\n",
            "varierer    paradigm: TPA, NPG; trust.loss_aversion: 1, 5\n",
        ),
        many: ("trust.gain: 0, 0.04, 0.08, 0.12, ... (12 levels)\n", "0, 0.04, 0.08, 0.12, ... (12 nivåer)\n"),
        ranged + "{ low = 0.1, high = 0.3 }": ("varies      trust.gain: 0.1 to 0.3\n", "trust.gain: 0.1 til 0.3\n"),
        points + 'paradigm = ["TPA", "TPA"]\ncitizens = [60, 61]\n': (
            "varies      paradigm: TPA; citizens: 60, 61\n",
            "varierer    paradigm: TPA; citizens: 60, 61\n",
        ),
        "months = 3\nseeds = 2\n": ("varies      nothing\n", "varierer    ingenting\n"),
    }
    for study, lines in shown.items():
        (tmp_path / "x.toml").write_text(study)
        for language, line in zip(("en", "nb"), lines, strict=True):
            plan = called("sweep", "x.toml", "--dry-run", "--lang", language, cwd=tmp_path)
            assert line in plan.stdout, plan.stdout + plan.stderr


def test_a_dry_run_counts_what_is_there_and_refuses_what_the_sweep_would(tmp_path):
    (tmp_path / "half.toml").write_text(HALF)
    (tmp_path / "small.toml").write_text(SMALL)
    called("sweep", "half.toml", "--out", "out", "--jobs", "1", cwd=tmp_path)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    done = called("sweep", "half.toml", "--out", "out", "--dry-run", cwd=tmp_path)
    assert done.returncode == 0 and "all complete, 2 of them failed" in done.stdout
    plan = json.loads(called("sweep", "half.toml", "--out", "out", "--dry-run", "--json", cwd=tmp_path).stdout)
    assert (plan["runs"], plan["done"], plan["failed"], plan["to_do"], plan["about_seconds"]) == (4, 4, 2, 0, 0.0)
    retried = called("sweep", "half.toml", "--out", "out", "--dry-run", "--retry-failed", cwd=tmp_path)
    assert "4 complete, 2 of them failed" in retried.stdout
    refusals = {
        ("small.toml", "out"): "holds another study",
        ("small.toml", "."): "holds no sweep",
        ("small.toml", "small.toml"): "not a folder",
        ("small.toml", "small.toml/out"): "not a folder",
    }
    for (study, folder), words in refusals.items():
        for dry in ([], ["--dry-run"]):
            refused = called("sweep", study, "--out", folder, *dry, cwd=tmp_path)
            assert refused.returncode == 2 and words in refused.stderr, (dry, refused.stderr)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")} == before


def test_the_time_a_plan_tells_is_of_all_runs_not_of_the_first(tmp_path):
    gains = [k / 1000 for k in range(400)]
    towns = f"months = 3\nseeds = 1\n[factors]\ncitizens = [1000000, 50]\n'trust.gain' = {gains}"
    large, small = (towns.replace("[1000000, 50]", f"[{n}]") for n in (1_000_000, 50))
    both, *each = (
        plan_of_study(study_of(text), 1, tmp_path / "out")["about_seconds"] for text in (towns, large, small)
    )
    assert both == pytest.approx(sum(each) - START_SECONDS, abs=0.2)


def test_progress_for_machines(swept):
    done = called("sweep", "small.toml", "--out", "logged", "--jobs", "1", "--log-json", cwd=swept)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert lines[-1] == {**lines[-1], "event": "progress", "done": 8, "total": 8, "failed": 0}


def test_the_time_left_is_told_by_work_not_by_runs(tmp_path, monkeypatch):
    text = SMALL.replace("citizens = 100\n", "").replace('"trust.gain" = [0.1, 0.2]', "citizens = [100000, 50]")
    text = text.replace("[base]", '[design]\nkind = "list"\n[base]').replace("seeds = 2", "seeds = 1")
    study, workforce, seen = study_of(text), Here(), {}
    monkeypatch.setattr("experiments.sweeps.runner.CHUNK_SECONDS", 0.0)  # a chunk a run
    monkeypatch.setattr("tests.helpers.sweeps.run_jobs", not_run)
    store, progress = Store.open(tmp_path / "out", study), Progress(study.size, 0, 0)
    work = _work(study, RunIndexSet())
    _Runner(study, store, workforce, progress, lambda p: seen.setdefault(p.done, p.work), work).run(study.jobs())
    store.close()
    assert sorted(seen) == [1, 2]
    assert seen[1] > 0.8 and seen[2] == pytest.approx(1.0)  # the large town is first
    again = _work(study_of(SMALL), RunIndexSet())
    assert again == 0.0  # runs that are all alike need no weighing


def test_a_study_from_python(swept, tmp_path):
    found = run_study(swept / "small.toml", tmp_path / "out", workers=1)
    assert csv_of(tmp_path / "out") == csv_of(swept / "out") and found.missing == 0
    assert run_study(study_of(SMALL), tmp_path / "out").table.equals(found.table)


class Timed(Here):
    """Workers on a clock of their own: a run takes so many seconds, and 1 ms is lost for each chunk."""

    def __init__(self, workers: int, seconds: float) -> None:
        super().__init__()
        self.workers, self.seconds, self.now, self.free, self.ends = workers, seconds, 0.0, [0.0] * workers, {}

    def submit(self, study, jobs):
        future: Future = Future()
        future.set_result(replace(not_run(study, jobs), seconds=self.seconds * len(jobs)))
        self.free.sort()
        self.free[0] = max(self.free[0], self.now) + 0.001 + self.seconds * len(jobs)
        self.ends[future] = self.free[0]
        return future

    def finished(self, futures, seconds):
        first = min(futures, key=self.ends.__getitem__)
        self.now = self.ends[first]
        return {first}


@pytest.mark.parametrize("workers", [2, 16])
@pytest.mark.parametrize("seconds", [0.01, 0.1])
def test_workers_are_neither_idle_nor_kept_busy_by_chunks(workers, seconds, tmp_path):
    text = SMALL.replace("seeds = 2", f"seeds = {125 * workers}")  # 500 runs a worker
    workforce = Timed(workers, seconds)
    assert run_here(text, tmp_path / "out", workforce).done == 500 * workers
    assert workforce.now < 1.05 * 500 * seconds


def test_a_part_holds_a_bounded_number_of_runs(tmp_path, monkeypatch):
    monkeypatch.setattr("experiments.sweeps.runner.MOST_RUNS", 40)
    monkeypatch.setattr("experiments.sweeps.runner.MOST_IN_CHUNK", 10)
    run_here(SMALL.replace("seeds = 2", "seeds = 50"), tmp_path / "out", Timed(2, 1e-4))
    sizes = [pd.read_parquet(part)["run_id"].nunique() for part in (tmp_path / "out" / "runs").iterdir()]
    assert sum(sizes) == 200 and max(sizes) == 40


# --- when something goes wrong -----------------------------------------------------------------------------------


def test_a_failing_run_is_a_row_and_touches_no_other(tmp_path):
    progress = run_here(HALF, tmp_path / "out", Here())
    assert (progress.done, progress.failures) == (4, 2)
    table = read_results(tmp_path / "out").table
    failed = table[table["status"] == "failed"]
    assert len(failed) == 2 and set(failed["paradigm"]) == {"TPA"} and set(failed["month"]) == {0}
    assert failed["error"].str.contains("contradictory rules").all()
    assert failed[["fit", "trust", "load"]].isna().all(axis=None)
    alone = HALF.replace('["NPM", "TPA"]', '["NPM"]')
    run_here(alone, tmp_path / "alone", Here())
    fine = table[table["status"] == "ok"].sort_values(["run_id", "month"]).reset_index(drop=True)
    expected = read_results(tmp_path / "alone").table.sort_values(["run_id", "month"]).reset_index(drop=True)
    pd.testing.assert_frame_equal(fine, expected)


@pytest.mark.parametrize("kind", [pytest.param(Here, marks=pytest.mark.thorough), Dying])
def test_a_run_under_which_workers_die_is_not_done_and_named(kind, tmp_path):
    text = SMALL.replace("seeds = 2", "seeds = 30")
    progress = run_here(text, tmp_path / "out", kind(frozenset({17})))
    assert (progress.done, progress.failures, len(progress.not_done)) == (116, 0, 4)  # seed 17 at each of four points
    assert set(progress.not_done.values()) == {DIED}
    table = read_results(tmp_path / "out").table
    assert table["run_id"].nunique() == 116 and set(table["status"]) == {"ok"} and 17 not in set(table["seed"])
    assert run_here(text, tmp_path / "out", Here()).done == 120  # the next sweep does them
    assert csv_of(tmp_path / "out") == csv_of_all(text, tmp_path / "all")


def csv_of_all(text: str, folder: Path) -> str:
    run_here(text, folder, Here())
    return csv_of(folder)


@pytest.mark.parametrize("error", [MemoryError("no memory"), OSError(28, "No space left on device")])
def test_what_the_machine_lacks_leaves_a_run_not_done(error, tmp_path, monkeypatch):
    def lacking(run, study):
        if run.seed == 2:
            raise RuntimeError("wrapped") from error
        return kept_outcomes(run, study)

    monkeypatch.setattr("experiments.sweeps.workers.kept_outcomes", lacking)
    progress = run_here(SMALL, tmp_path / "out", Here())
    assert (progress.done, progress.failures, len(progress.not_done)) == (4, 0, 4)
    monkeypatch.undo()
    assert run_here(SMALL, tmp_path / "out", Here()).done == 8
    assert csv_of(tmp_path / "out") == csv_of_all(SMALL, tmp_path / "all")


def test_runs_given_up_one_after_another_stop_the_sweep(tmp_path, monkeypatch):
    with pytest.raises(StoppedError, match="run after run cannot be finished"):
        run_here(SMALL, tmp_path / "out", Dying(frozenset({1, 2})))
    assert len(read_results(tmp_path / "out").table) == 0
    many = SMALL.replace("seeds = 2", "seeds = 50")
    monkeypatch.setattr("experiments.sweeps.runner.CHUNK_SECONDS", 0.0)
    executor = Here(frozenset(range(3, 51)))  # the machine gives out after the first runs
    with pytest.raises(StoppedError, match="run after run"):
        run_here(many, tmp_path / "later", executor)
    assert read_results(tmp_path / "later").table["run_id"].nunique() == 2
    assert len(executor.chunks) < 200  # of 1,000 if every run were tried


def test_failed_runs_are_counted_on_resume_and_run_again_when_asked(tmp_path, monkeypatch):
    (tmp_path / "half.toml").write_text(HALF)
    first = called("sweep", "half.toml", "--out", "out", "--jobs", "1", cwd=tmp_path)
    assert first.returncode == 1 and "2 runs of the study have failed (0 of them earlier)" in first.stderr
    again = called("sweep", "half.toml", "--out", "out", cwd=tmp_path)
    assert again.returncode == 1 and "2 runs of the study have failed (2 of them earlier)" in again.stderr
    quiet = called("sweep", "half.toml", "--out", "out", "--quiet", cwd=tmp_path)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (1, "out\n", "")
    told = json.loads(called("sweep", "half.toml", "--out", "out", "--json", cwd=tmp_path).stdout)
    assert told == {"out": "out", "runs": 4, "failed": 2, "not_done": 0}
    before = csv_of(tmp_path / "out")
    retried = called(
        "sweep", "half.toml", "--out", "out", "--retry-failed", "--jobs", "1", "--lang", "nb", cwd=tmp_path
    )
    assert retried.returncode == 1 and "2 kjøringer i studien har feilet (0 av dem tidligere)" in retried.stderr
    assert csv_of(tmp_path / "out") == before  # the model refuses them again
    Store.open(tmp_path / "out", study_of(HALF)).close()
    found = run_study(study_of(HALF), tmp_path / "out", workers=1, retry_failed=True)
    assert len(found.failed) == 2 and found.missing == 0


def test_a_worker_of_another_version_is_refused_whenever_it_joins(tmp_path):
    class Late(Here):  # the second chunk comes from a worker with other sources
        def submit(self, study, jobs):
            future = super().submit(study, jobs)
            if len(self.chunks) == 2:
                found = future.result()
                future = Future()
                future.set_result(replace(found, program="0123456789abcdef"))
            return future

    late = Late()
    late.workers = 1
    with pytest.raises(StoppedError, match="sources of samskaping changed while the sweep ran .0123456789abcdef"):
        run_here(SMALL.replace("seeds = 2", "seeds = 60"), tmp_path / "out", late)
    kept = read_results(tmp_path / "out")
    assert 0 < kept.table["run_id"].nunique() == late.chunks[0] and kept.missing > 0


@pytest.mark.thorough
@pytest.mark.slow
def test_a_script_may_ask_for_a_sweep_without_ado(tmp_path):
    (tmp_path / "small.toml").write_text(SMALL)
    (tmp_path / "mine.py").write_text(
        "from experiments import run_study\nprint(run_study('small.toml', 'out').missing)"
    )
    done = subprocess.run(
        [sys.executable, "mine.py"], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "0\n", "")
    assert set(read_results(tmp_path / "out").table["status"]) == {"ok"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sweep", "nothing.toml"], "no study file nothing.toml"),
        (["sweep", "bad.toml"], "bad.toml, line 1: monhts"),
        (["sweep", "small.toml", "--jobs", "0"], "--jobs = 0 is not valid: it must be a whole number from 1"),
        (["results", "nowhere"], "holds no sweep"),
    ],
)
def test_bad_input_has_exit_code_2(arguments, words, tmp_path):
    (tmp_path / "small.toml").write_text(SMALL)
    (tmp_path / "bad.toml").write_text("monhts = 3")
    done = called(*arguments, cwd=tmp_path)
    assert done.returncode == 2 and words in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
