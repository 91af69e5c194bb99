"""The same sweep on the workers of a real Dask scheduler, one of which (or the scheduler) is killed in mid-sweep."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from experiments.design.study import study_of
from experiments.sweeps.results import read_results
from experiments.sweeps.runner import sweep
from tests.experiments.sweeps.test_resume import start, until_some_are_written
from tests.helpers.sweeps import LONG, csv_of
from tests.shell import called, environment

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


@pytest.mark.thorough
@pytest.mark.slow
def test_a_scheduler_that_goes_is_to_blame_and_no_run(cluster, tmp_path):
    address, scheduler, _ = cluster
    process = start(tmp_path, "--dask", address)
    until_some_are_written(tmp_path, process)
    scheduler.kill()
    (tmp_path / "held").unlink()
    told = process.communicate(timeout=300)[1]
    assert process.returncode == 1 and "\nerror: the Dask scheduler is gone" in told, told
    kept = read_results(tmp_path / "out")
    assert not len(kept.failed) and kept.missing > 0
    sweep(study_of(LONG), tmp_path / "out", workers=1)
    assert read_results(tmp_path / "out").missing == 0


@pytest.mark.thorough
@pytest.mark.slow
def test_workers_with_another_model_are_refused(cluster, tmp_path):
    address, *_ = cluster
    (tmp_path / "small.toml").write_text(LONG)
    code = """
import sys
from experiments.sweeps import executors
from experiments.sweeps import workers as work
from experiments.cli.command_line import main

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


@contextmanager
def mute_peer() -> Iterator[str]:
    """Give the address of a peer that accepts connections and answers each with an HTTP error."""
    with socket.create_server(("127.0.0.1", 0)) as peer:

        def answer() -> None:
            with contextlib.suppress(OSError):
                while True:
                    link, _ = peer.accept()
                    link.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 20)

        threading.Thread(target=answer, daemon=True).start()
        yield f"tcp://127.0.0.1:{peer.getsockname()[1]}"


def test_an_address_without_a_scheduler_is_refused_at_once(tmp_path: Path):
    (tmp_path / "small.toml").write_text(LONG)
    with mute_peer() as no_scheduler:
        for address in ("tcp://127.0.0.1:9", "tls://127.0.0.1:9", "nonsense://x", "127.0.0.1:none", no_scheduler):
            for dry in ([], ["--dry-run"]) if address == no_scheduler else ([],):
                began = time.monotonic()
                done = called("sweep", "small.toml", "--out", "o", "--quiet", "--dask", address, *dry, cwd=tmp_path)
                assert done.returncode == 2 and f"no Dask scheduler answers at {address}" in done.stderr
                assert len(done.stderr.splitlines()) == 1, done.stderr  # no traceback of distributed before it
                assert time.monotonic() - began < 20  # ten on an idle machine
    assert not (tmp_path / "o").exists()


def test_a_scheduler_without_workers_is_refused(tmp_path, monkeypatch):
    (tmp_path / "small.toml").write_text(LONG)
    with distributed.LocalCluster(n_workers=0, dashboard_address=None, processes=False) as cluster:
        began = time.monotonic()
        done = called(
            "sweep", "small.toml", "--out", "o", "--dask", cluster.scheduler_address, "--lang", "nb", cwd=tmp_path
        )
        assert done.returncode == 2 and "har ingen arbeidsprosesser" in done.stderr, done.stderr
        assert time.monotonic() - began < 20  # ten on an idle machine
