"""A server of the dashboard and a real browser, for tests, screenshots and the load script. Nothing is downloaded."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Programs to look for. The shell has no window, and loads a page in half the processor time."""
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
TOKEN = secrets.token_hex(16)
"""What the tests' servers ask of those who want to know how many tabs are open."""
PATIENCE = 180
"""Seconds to wait for what takes a second or two on a machine with nothing else to do."""
DONE = 'body:has([data-testid=scorecard][data-complete="yes"]) [data-testid=status][data-complete="yes"]'
"""What a page has when all is computed. The status and the scorecard hear of it in messages of their own."""


def chromium() -> str | None:
    """Return the path of a browser on this machine, or None."""
    named = os.environ.get("CHROMIUM")
    return named if named else next((path for name in NAMES if (path := shutil.which(name))), None)


def free_port() -> int:
    """Return a port of this machine that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(
    *,
    workers: int | None = None,
    options: Sequence[str] | None = None,
    environment: Mapping[str, str] | None = None,
    port: int | None = None,
) -> Iterator[tuple[str, int]]:
    """Serve the dashboard at a port, by default a free one; give its address and the server's process id.

    It is started as `solara run app.py`, or, where `options` are given, as `samskaping dashboard` with them.
    """
    port = port or free_port()
    common = ["--host", "127.0.0.1", "--port", str(port), "--no-open"]
    if options is None:
        command = [sys.executable, "-m", "solara", "run", "app.py", *common, "--production", "--no-check-version"]
    else:
        command = [sys.executable, "-m", "experiments", "dashboard", *common, *options]
    settings = os.environ | {"PYTHONUNBUFFERED": "1", "SOLARA_RESOURCEZ_TOKEN": TOKEN} | dict(environment or {})
    if workers:
        settings["SAMSKAPING_DASHBOARD_WORKERS"] = str(workers)
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, env=settings)

        def said() -> str:
            log.seek(0)
            return log.read()[-3000:]

        url, began = f"http://127.0.0.1:{port}", time.monotonic()
        try:
            while True:
                if process.poll() is not None or time.monotonic() - began > PATIENCE:
                    raise RuntimeError(f"the server did not start:\n{said()}")
                try:
                    with urllib.request.urlopen(f"{url}/readyz", timeout=2) as answer:
                        if answer.status == 200:
                            break
                except OSError:
                    time.sleep(0.2)
            yield url, process.pid
            log.seek(0)
            if "Traceback" in (told := log.read()):
                first = told[told.index("Traceback") :]
                raise AssertionError(f"the server had an error:\n{first[:1000]}\n...\n{first[-3000:]}")
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


def tabs_become(address: str, number: int) -> None:
    """Wait until the server holds this many tabs; raises TimeoutError when it goes on holding others."""
    began = time.monotonic()
    asked = urllib.request.Request(f"{address}/resourcez", headers={"Authorization": f"Bearer {TOKEN}"})
    while True:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            held = json.load(answer)["kernels"]
        if held["total"] == number:
            return
        if time.monotonic() - began > 60:
            raise TimeoutError(f"the server holds {held['total']} tabs, not {number}: {held}")
        time.sleep(0.05)
