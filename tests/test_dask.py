"""The same sweep on the workers of a real Dask scheduler, one of which (or the scheduler) is killed in mid-sweep."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.results import read_results
from experiments.study import study_of
from experiments.sweep import sweep
from tests.shell import called, environment
from tests.sweeps import LONG, csv_of
from tests.test_resume import start, until_some_are_written

distributed = pytest.importorskip("distributed")


@pytest.fixture
def cluster(tmp_path) -> Iterator[tuple[str, subprocess.Popen, list[subprocess.Popen]]]:
    """Give the address of a scheduler, its process, and its two worker processes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    log = open(tmp_path / "dask.log", "w")  # noqa: SIM115

    def start(*words: str) -> subprocess.Popen:
        return subprocess.Popen([sys.executable, "-m", *words], cwd=tmp_path, env=environment(), stdout=log, stderr=log)

    scheduler = start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    workers = [
        start("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
              "--memory-limit", "0")
        for _ in range(2)
    ]  # fmt: skip
    try:
        with distributed.Client(address, timeout="60s") as client:
            client.wait_for_workers(2, timeout=120)
        yield address, scheduler, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()
        log.close()


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(cluster, tmp_path):
    address, _, workers = cluster
    process = start(tmp_path, "--dask", address)
    until_some_are_written(tmp_path, process)
    os.kill(workers[0].pid, signal.SIGKILL)
    (tmp_path / "held").unlink()
    told = process.communicate(timeout=300)[1]
    assert process.returncode == 0, told
    sweep(study_of(LONG), tmp_path / "local", workers=1)
    assert csv_of(tmp_path / "out") == csv_of(tmp_path / "local")


@pytest.mark.slow
def test_a_scheduler_that_goes_is_to_blame_and_no_run(cluster, tmp_path):
    address, scheduler, _ = cluster
    process = start(tmp_path, "--dask", address)
    until_some_are_written(tmp_path, process)
    scheduler.kill()
    (tmp_path / "held").unlink()
    told = process.communicate(timeout=300)[1]
    assert process.returncode == 1 and "error: the Dask scheduler is gone" in told, told
    kept = read_results(tmp_path / "out")
    assert not len(kept.failed) and kept.missing > 0
    sweep(study_of(LONG), tmp_path / "out", workers=1)
    assert read_results(tmp_path / "out").missing == 0


@pytest.mark.slow
def test_workers_with_another_model_are_refused(cluster, tmp_path):
    address, *_ = cluster
    (tmp_path / "small.toml").write_text(LONG)
    code = """
import sys
from experiments import executors, work
from experiments.cli import main

class Program:  # says something else here than where it is sent to
    def __call__(self): return "another"
    def __reduce__(self): return getattr, (work, "program")

executors.program = Program()
sys.exit(main(sys.argv[1:]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, "sweep", "small.toml", "--out", "o", "--dask", address],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 2 and "another version of samskaping" in done.stderr, done.stderr


def test_no_scheduler_is_said(tmp_path: Path):
    (tmp_path / "small.toml").write_text(LONG)
    done = called("sweep", "small.toml", "--out", "o", "--dask", "tcp://127.0.0.1:9", cwd=tmp_path)
    assert done.returncode == 2 and "no Dask scheduler answers at tcp://127.0.0.1:9" in done.stderr
    assert not (tmp_path / "o").exists()
