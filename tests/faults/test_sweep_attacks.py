"""Sweeps under kills, signals, little memory and little disk: no run is lost, doubled or changed."""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from experiments.design.study import study_of
from experiments.sweeps.results import read_results
from experiments.sweeps.runner import sweep
from tests.experiments.sweeps.test_resume import workers_of
from tests.helpers.sweeps import LONG, csv_of
from tests.shell import called, environment

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for workers under /proc")]

STUDY = LONG.replace("months = 3", "months = 12").replace("seeds = 30", "seeds = 75")  # 300 runs, a few seconds
# Parts come often, so that an attack meets one being written.
EAGER = """
import sys
from experiments.sweeps import runner as sweep
from experiments.cli.command_line import main
sweep.WRITE_SECONDS, sweep.CHUNK_SECONDS = 0.05, 0.05
sys.exit(main())
"""


@pytest.fixture(scope="module")
def expected(tmp_path_factory) -> str:
    """The canonical export of the study, run without any trouble."""
    folder = tmp_path_factory.mktemp("expected")
    sweep(study_of(STUDY), folder / "out", workers=1)
    return csv_of(folder / "out")


def start(folder: Path, limit: int | None = None) -> subprocess.Popen[str]:
    (folder / "study.toml").write_text(STUDY)

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # background jobs may ignore it
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that writing fails, as on a full disk

    return subprocess.Popen(
        [sys.executable, "-c", EAGER, "sweep", "study.toml", "--out", "out", "--jobs", "2", "--quiet"],
        cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=prepare,
    )  # fmt: skip


def until_working(folder: Path, process: subprocess.Popen[str]) -> None:
    """Wait until the sweep has workers, or is over."""
    log = folder / "out" / "log.jsonl"
    deadline = time.monotonic() + 200
    while process.poll() is None and not (log.exists() and '"working"' in log.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def finish(folder: Path) -> None:
    """Give the same command, which resumes the sweep."""
    done = called("sweep", "study.toml", "--out", "out", "--jobs", "1", "--quiet", cwd=folder)
    assert done.returncode == 0, done.stderr


@pytest.mark.thorough
@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_no_signal_is_lost_whenever_it_comes(asked, tmp_path, expected, tries):
    if asked is signal.SIGINT and not tries(0, 1):
        pytest.skip("tests/experiments/sweeps/test_resume.py interrupts once; --night interrupts at many moments")
    chance = random.Random(asked)
    for k in range(tries(1, 200)):
        folder = tmp_path / str(k)
        folder.mkdir()
        process = start(folder)
        until_working(folder, process)
        time.sleep(chance.uniform(0.0, 2.0))
        sent = datetime.now(UTC)
        process.send_signal(asked)
        told = process.communicate(timeout=60)[1]
        if process.returncode != 130:  # then the sweep was over when the signal came
            event, when = last_event(folder)
            assert event == "finished" and when < sent, (process.returncode, event, when, sent)
        else:
            assert "Traceback" not in told
        if k % 20 == 0:
            finish(folder)
            assert csv_of(folder / "out") == expected


def last_event(folder: Path) -> tuple[str, datetime]:
    line = json.loads((folder / "out" / "log.jsonl").read_text().splitlines()[-1])
    return line["event"], datetime.fromisoformat(line["time"])


def many_or_skip(tries) -> int:
    """Return how many kills to try with --night; skip otherwise."""
    if not tries(0, 1):
        pytest.skip("tests/experiments/sweeps/test_resume.py kills once; --night kills at many moments")
    return tries(0, 20)


def test_a_leader_may_be_killed_at_any_moment(tmp_path, expected, tries):
    chance = random.Random(2)
    for k in range(many_or_skip(tries)):
        folder = tmp_path / str(k)
        folder.mkdir()
        for _ in range(2):
            process = start(folder)
            until_working(folder, process)
            time.sleep(chance.uniform(0.0, 2.0))
            process.kill()
            process.communicate()
        finish(folder)
        assert csv_of(folder / "out") == expected


def test_workers_may_be_killed_at_any_moment(tmp_path, expected, tries):
    chance = random.Random(3)
    for k in range(many_or_skip(tries)):
        folder = tmp_path / str(k)
        folder.mkdir()
        process = start(folder)
        until_working(folder, process)
        for _ in range(4):
            time.sleep(chance.uniform(0.1, 0.6))
            for pid in workers_of(process.pid)[:1] if process.poll() is None else ():
                os.kill(pid, signal.SIGKILL)
        out, told = process.communicate(timeout=300)
        if process.returncode != 0:
            assert process.returncode == 1 and ("were not done" in told or "run after run" in told), told
            finish(folder)
        assert csv_of(folder / "out") == expected
        assert not len(read_results(folder / "out").failed)


@pytest.mark.thorough
def test_a_full_disk_keeps_what_was_written(tmp_path, expected):
    process = start(tmp_path, limit=6_000)
    told = process.communicate(timeout=300)[1]
    assert process.returncode == 1 and "cannot be written" in told and "Traceback" not in told, told
    finish(tmp_path)
    assert csv_of(tmp_path / "out") == expected
