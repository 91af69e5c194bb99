"""Sweeps that are killed, stopped, short of disk or sent to the wrong folder: nothing is lost, doubled or mixed."""

import contextlib
import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from agents.errors import InputError
from experiments.design import designs
from experiments.design.study import study_of
from experiments.sweeps.results import read_results
from experiments.sweeps.rows import Done
from experiments.sweeps.runner import sweep
from experiments.sweeps.store import Store, inspect_folder
from experiments.sweeps.workers import run_jobs
from tests.helpers.questions import DIFFERENCE, HEAD
from tests.helpers.sweeps import LONG, SMALL, Here, csv_of, run_here
from tests.model.parameters.test_texts import message_faults
from tests.shell import called, environment


def test_a_full_disk_stops_the_sweep_and_keeps_what_was_written(tmp_path, monkeypatch):
    append, calls = Store.append, []

    def full(self, runs):
        calls.append(len(runs))
        if len(calls) > 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return append(self, runs)

    monkeypatch.setattr("experiments.sweeps.runner.WRITE_SECONDS", 0.0)
    monkeypatch.setattr("experiments.sweeps.runner.CHUNK_SECONDS", 0.0)
    monkeypatch.setattr(Store, "append", full)
    with pytest.raises(OSError, match="No space left"):
        run_here(SMALL, tmp_path / "out", Here())
    assert read_results(tmp_path / "out").table["run_id"].nunique() == 2
    monkeypatch.undo()
    sweep(study_of(SMALL), tmp_path / "out", workers=1)
    assert read_results(tmp_path / "out").table["run_id"].nunique() == 8


@pytest.mark.parametrize(
    ("stop", "code", "begins"),
    [
        (KeyboardInterrupt(), 130, "avbrutt: 0 av 8 kjøringer er fullført og lagret i out"),
        (OSError(errno.ENOSPC, "full"), 1, "feil: resultatene"),
    ],
)
def test_what_stops_a_sweep_is_told_in_norwegian(stop, code, begins, tmp_path, monkeypatch):
    def stopped(*_):
        raise stop

    monkeypatch.setattr(Store, "append", stopped)
    (tmp_path / "small.toml").write_text(SMALL)
    done = called("sweep", "small.toml", "--out", "out", "--jobs", "1", "--quiet", "--lang", "nb", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "") and done.stderr.strip().startswith(begins)
    assert message_faults(done.stderr.split("samskaping ")[0]) == []  # after that is the command, as it was given


TARGETS = """
months = 2
seeds = 2
[base]
citizens = 60
"town.warm_up" = 0
[parameters]
"trust.start" = { low = 0.2, high = 0.8 }
[[targets]]
outcome = "trust"
value = 0.5
tolerance = 0.01
source = "A test"
[history]
waves = 2
points = 20
"""


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("ask mine.toml", "4 of at least 36 runs are complete"),
        ("ask mine.toml --seeds 3", "4 of 27 runs are complete"),
        ("calibrate targets.toml", "4 of at most 80 runs are complete"),
        ("robustness --seeds 2 --draws 1 --citizens 200", r"4 of at least \d+ runs are complete"),
    ],
)
def test_what_runs_several_sweeps_says_how_far_it_came(command, said, tmp_path, monkeypatch):
    append, calls = Store.append, []

    def stopped(self, runs):
        calls.append(len(runs))
        if len(calls) > 2:
            raise KeyboardInterrupt
        return append(self, runs)

    monkeypatch.setattr("experiments.sweeps.runner.WRITE_SECONDS", 0.0)
    monkeypatch.setattr("experiments.sweeps.runner.CHUNK_SECONDS", 0.0)
    monkeypatch.setattr(Store, "append", stopped)
    monkeypatch.setattr("sys.argv", ["samskaping", *command.split()])
    (tmp_path / "mine.toml").write_text(HEAD + DIFFERENCE)
    (tmp_path / "targets.toml").write_text(TARGETS)
    done = called(*command.split(), "--jobs", "1", "-o", "out", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (130, "")
    wanted = rf"interrupted: {said}, and kept in out; resume with: samskaping {command}"
    assert re.fullmatch(wanted, done.stderr.splitlines()[-1]), done.stderr


def test_a_resumed_sweep_says_how_many_runs_are_left(tmp_path):
    study = study_of(SMALL)
    with contextlib.closing(Store.open(tmp_path / "out", study)) as store:
        jobs = list(study.jobs())[:3]
        store.append([Done(jobs, run_jobs(study, jobs))])
    (tmp_path / "small.toml").write_text(SMALL)
    command = ("sweep", "small.toml", "--out", "out", "--jobs", "1")
    note = "3 of 8 runs are complete; 5 to do"
    assert note in called(*command, cwd=tmp_path).stderr
    assert "complete; " not in called(*command, cwd=tmp_path).stderr  # nothing is left
    assert "complete; " not in called(*command[:2], "--out", "new", "--jobs", "1", cwd=tmp_path).stderr


def test_a_full_disk_is_not_the_fault_of_the_folder(tmp_path, monkeypatch):
    (tmp_path / "small.toml").write_text(SMALL)
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    done = called("sweep", "small.toml", "--out", "out", "--jobs", "1", "--quiet", "--lang", "nb", cwd=tmp_path)
    assert done.returncode == 1 and done.stderr.endswith("manifest.json kan ikke brukes: disken er full\n")
    assert not list((tmp_path / "out").glob(".part-*"))


def test_a_folder_that_cannot_be_written_is_told_why_in_norwegian(tmp_path, monkeypatch):
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(InputError) as refused:
        inspect_folder(folder, study_of(SMALL))
    assert f"mappen {folder} kan ikke brukes (du har ikke tilgang" in refused.value.text("nb")


def test_a_part_that_cannot_be_written_leaves_nothing(tmp_path, monkeypatch):
    study = study_of(SMALL)
    store = Store.open(tmp_path / "out", study)
    jobs = list(study.jobs())[:2]
    done = Done(jobs, run_jobs(study, jobs))

    def broken(*_, **__):
        raise OSError(errno.EIO, "cannot")

    monkeypatch.setattr(os, "replace", broken)
    with pytest.raises(OSError, match="cannot"):
        store.append([done])
    store.close()
    assert store.parts() == [] and not list((tmp_path / "out").glob(".part-*"))


# Each part is written at once. After the first part the sweep submits no work while the file `held` exists. A signal
# therefore always reaches an unfinished sweep, on fast and slow machines alike.
HELD = """
import signal, sys, time
from pathlib import Path
from experiments.sweeps import runner as sweep
from experiments.cli.command_line import main

send = sweep._Runner._send

def held(runner, chunks):
    while Path("held").exists() and runner.store.parts():
        runner.interruption.check()
        time.sleep(0.02)
    send(runner, chunks)

sweep._Runner._send = held
sweep.WRITE_SECONDS, sweep.CHUNK_SECONDS = 0.0, 0.1
signal.signal(signal.SIGINT, signal.default_int_handler)  # background jobs may ignore it
sys.exit(main())
"""


def start(folder: Path, *workers: str) -> subprocess.Popen[str]:
    """Start the long sweep, which stops after its first part until `held` is removed."""
    (folder / "long.toml").write_text(LONG)
    (folder / "held").touch()
    return subprocess.Popen(
        [sys.executable, "-c", HELD, "sweep", "long.toml", "--out", "out", *workers],
        cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip


def until_some_are_written(folder: Path, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 200
    while not list((folder / "out" / "runs").glob("*.parquet")):
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < deadline, "no part was written"
        time.sleep(0.02)


def workers_of(pid: int) -> list[int]:
    """Return the workers of a sweep; none where there is no /proc."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    found = children.read_text().split() if children.exists() else []
    return [int(pid) for pid in found if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> str:
    """The canonical export of the long study, run without any trouble."""
    folder = tmp_path_factory.mktemp("whole")
    sweep(study_of(LONG), folder / "out", workers=1)
    return csv_of(folder / "out")


@pytest.mark.slow
def test_a_killed_sweep_goes_on_with_no_run_lost_and_none_done_twice(tmp_path, whole):
    process = start(tmp_path, "--jobs", "2")
    until_some_are_written(tmp_path, process)
    workers = workers_of(process.pid)
    process.kill()  # the process that leads alone: its workers must not stay behind
    process.wait()
    deadline = time.monotonic() + 60
    while any(Path(f"/proc/{pid}").exists() for pid in workers):
        assert time.monotonic() < deadline, "workers stay behind"
        time.sleep(0.1)
    kept = read_results(tmp_path / "out")
    assert 0 < kept.table["run_id"].nunique() < study_of(LONG).size, "killed too late to show anything"
    (tmp_path / "out" / ".part-left-behind").write_text("half a file")
    assert called("sweep", "long.toml", "--out", "out", "--jobs", "1", "--quiet", cwd=tmp_path).returncode == 0
    assert csv_of(tmp_path / "out") == whole
    assert not list((tmp_path / "out").glob(".part-*"))


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_finished_and_says_how_to_go_on(tmp_path, whole):
    process = start(tmp_path, "--jobs", "2")
    until_some_are_written(tmp_path, process)
    process.send_signal(signal.SIGINT)
    try:
        told = process.communicate(timeout=100)[1]
    finally:
        process.kill()
    assert process.returncode == 130
    kept = f"{read_results(tmp_path / 'out').table['run_id'].nunique()} of {study_of(LONG).size} runs are complete"
    assert f"interrupted: {kept}, and kept in out; resume with: samskaping sweep long.toml --out out" in told
    assert "Traceback" not in told
    assert called("sweep", "long.toml", "--out", "out", "--jobs", "1", "--quiet", cwd=tmp_path).returncode == 0
    assert csv_of(tmp_path / "out") == whole


@pytest.mark.thorough
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the worker under /proc")
def test_a_killed_worker_costs_no_run(tmp_path, whole):
    process = start(tmp_path, "--jobs", "2")
    until_some_are_written(tmp_path, process)
    workers = workers_of(process.pid)
    os.kill(workers[-1], signal.SIGKILL)
    (tmp_path / "held").unlink()
    assert process.wait(timeout=300) == 0, process.stderr.read()
    assert csv_of(tmp_path / "out") == whole
    assert "worker died" in (tmp_path / "out" / "log.jsonl").read_text()


# --- what is refused ---------------------------------------------------------------------------------------------


def test_the_same_command_again_does_nothing_twice(tmp_path):
    (tmp_path / "small.toml").write_text(SMALL)
    sweep(study_of(SMALL), tmp_path / "out", workers=1)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out" / "runs").iterdir()}
    done = called("sweep", "small.toml", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / "out" / "runs").iterdir()} == before


def test_another_study_is_refused(tmp_path):
    Store.open(tmp_path / "out", study_of(SMALL)).close()
    before = (tmp_path / "out" / "study.toml").read_text()
    (tmp_path / "other.toml").write_text(SMALL.replace("months = 3", "months = 4"))
    done = called("sweep", "other.toml", "--out", "out", cwd=tmp_path)
    assert done.returncode == 2 and "holds another study" in done.stderr
    assert (tmp_path / "out" / "study.toml").read_text() == before


SAMPLED = SMALL.replace("[factors]", '[design]\nkind = "lhs"\nsamples = 4\n[factors]').replace(
    "[0.1, 0.2]", "{ low = 0.1, high = 0.2 }"
)


def test_a_sample_that_is_drawn_otherwise_is_refused(tmp_path, monkeypatch):
    sweep(study_of(SAMPLED), tmp_path / "out", workers=1)
    drawn = designs.sample_blocks
    monkeypatch.setattr(designs, "sample_blocks", lambda *given: (1.0 - block for block in drawn(*given)))
    designs._sample_of.cache_clear()
    with pytest.raises(InputError, match="another order or sample than this version"):
        sweep(study_of(SAMPLED), tmp_path / "out", workers=1)
    designs._sample_of.cache_clear()


def test_a_part_that_no_sweep_wrote_is_refused(tmp_path):
    sweep(study_of(SMALL), tmp_path / "out", workers=1)
    (part,) = (tmp_path / "out" / "runs").iterdir()
    pq.write_table(pq.read_table(part).replace_schema_metadata(None), part)
    with pytest.raises(InputError, match="no record of which runs it holds"):
        sweep(study_of(SMALL), tmp_path / "out", workers=1)


def test_a_damaged_part_is_named(tmp_path):
    sweep(study_of(SMALL), tmp_path / "out", workers=1)
    (part,) = (tmp_path / "out" / "runs").iterdir()
    part.write_bytes(part.read_bytes()[:100])
    for ask in (lambda: sweep(study_of(SMALL), tmp_path / "out", workers=1), lambda: read_results(tmp_path / "out")):
        with pytest.raises(InputError, match=f"{part.name} cannot be read"):
            ask()


def test_a_part_that_is_taken_away_is_run_again(tmp_path, monkeypatch):
    monkeypatch.setattr("experiments.sweeps.runner.WRITE_SECONDS", 0.0)
    monkeypatch.setattr("experiments.sweeps.runner.CHUNK_SECONDS", 0.0)
    run_here(SAMPLED, tmp_path / "out", Here())
    expected = csv_of(tmp_path / "out")
    parts = sorted((tmp_path / "out" / "runs").iterdir())
    for part in parts[::3]:
        part.unlink()
    sweep(study_of(SAMPLED), tmp_path / "out", workers=1)
    assert len(parts) > 3 and csv_of(tmp_path / "out") == expected


def test_another_version_of_the_model_is_refused(tmp_path):
    folder = tmp_path / "out"
    Store.open(folder, study_of(SMALL)).close()
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["source"]["model_sha256_16"] = "0123456789abcdef"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(InputError, match="another version of the model"):
        Store.open(folder, study_of(SMALL))


def test_two_sweeps_in_one_folder_are_refused(tmp_path):
    pytest.importorskip("fcntl")
    store = Store.open(tmp_path / "out", study_of(SMALL))
    with pytest.raises(InputError, match="another process is writing"):
        Store.open(tmp_path / "out", study_of(SMALL))
    store.close()
    Store.open(tmp_path / "out", study_of(SMALL)).close()


def test_a_folder_that_another_study_took_meanwhile_is_refused(tmp_path, monkeypatch):
    take_lock = Store._take_lock

    def slowly(store: Store) -> None:
        monkeypatch.setattr(Store, "_take_lock", take_lock)
        Store.open(store.folder, study_of(SMALL.replace("months = 3", "months = 4"))).close()
        take_lock(store)

    monkeypatch.setattr(Store, "_take_lock", slowly)
    with pytest.raises(InputError, match="holds another study"):
        Store.open(tmp_path / "out", study_of(SMALL))
    Store.open(tmp_path / "out", study_of(SMALL.replace("months = 3", "months = 4"))).close()  # nobody holds it


def test_a_folder_with_something_else_is_refused(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "diary.txt").write_text("mine")
    with pytest.raises(InputError, match="holds no sweep"):
        Store.open(tmp_path / "out", study_of(SMALL))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["diary.txt"]
    with pytest.raises(InputError, match="not a folder"):
        Store.open(tmp_path / "out" / "diary.txt", study_of(SMALL))


def test_a_folder_without_its_results_is_filled_again(tmp_path):
    study = study_of(SMALL)
    sweep(study, tmp_path / "out", workers=1)
    shutil.rmtree(tmp_path / "out" / "runs")
    done = called("sweep", "out", "--quiet", "--jobs", "1", cwd=tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "out")
    assert len(list(inspect_folder(tmp_path / "out", study).done)) == study.size
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
