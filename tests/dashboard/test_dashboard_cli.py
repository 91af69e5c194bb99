"""`samskaping dashboard`: refuses what cannot be before anything heavy starts, and serves what it promises."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from importlib import util

import pytest

from agents.errors import InputError
from experiments.cli.command_line import main
from tests.browser import PATIENCE, ROOT


def test_without_its_packages_it_says_how_to_get_them(monkeypatch, capsys):
    found = util.find_spec
    monkeypatch.setattr(util, "find_spec", lambda name: None if name == "solara" else found(name))
    assert main(["dashboard", "--no-open"]) == 2
    assert ".[dashboard]" in capsys.readouterr().err


@pytest.mark.skipif(util.find_spec("solara") is None, reason="the dashboard's packages are not installed")
def test_a_port_in_use_is_refused(capsys):
    from dashboard import serve

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["dashboard", "--no-open", "--port", str(port)]) == 2
        printed = capsys.readouterr().err
        assert f"--port {port} cannot be used (another program uses that port)" in printed
        with pytest.raises(InputError) as refused:
            serve._free("127.0.0.1", port)
    assert "(et annet program bruker allerede porten)" in refused.value.text("nb")


@pytest.mark.skipif(util.find_spec("solara") is None, reason="the dashboard's packages are not installed")
@pytest.mark.parametrize("host", ["nowhere.invalid", "192.0.2.1"])
def test_a_host_that_this_machine_does_not_have_is_refused(host, capsys):
    assert main(["dashboard", "--no-open", "--host", host]) == 2
    assert "choose another host, such as --host 127.0.0.1" in capsys.readouterr().err


@pytest.mark.skipif(util.find_spec("solara") is None, reason="the dashboard's packages are not installed")
def test_it_says_where_it_is_and_how_to_end_it():
    from dashboard.serve import started

    assert started("127.0.0.1", 8765).text("en") == "The dashboard starts at http://127.0.0.1:8765. Ctrl-C ends it."
    assert "http://[::1]:99." in started("::1", 99).text("nb") and "Ctrl-C" in started("::1", 99).text("nb")
    assert "http://localhost:8765." in started("0.0.0.0", 8765).text("nn")


@pytest.mark.parametrize(
    "option, value", [("--root-path", "//elsewhere.invalid"), ("--allow-host", "http://a"), ("--allow-frame", "*")]
)
def test_a_path_or_a_name_that_cannot_be_used_is_refused(option, value, capsys, monkeypatch):
    monkeypatch.setattr(os, "environ", dict(os.environ))
    assert main(["dashboard", "--no-open", option, value]) == 2
    assert value in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(util.find_spec("solara") is None, reason="the dashboard's packages are not installed")
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent as on Unix")
def test_it_serves_and_ends_with_ctrl_c():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "experiments.cli.command_line",
        "dashboard",
        "--no-open",
        "--port",
        str(port),
        "--workers",
        "1",
    ]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # background jobs may ignore it
    )  # fmt: skip
    try:
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            assert process.poll() is None, process.stdout.read()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
                    page = answer.read().decode()
                break
            except OSError:
                time.sleep(0.3)
        assert "samskaping" in page and "cdn.jsdelivr.net" not in page and "unpkg.com" not in page
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) in (0, 130)
        said = process.stdout.read()
        assert f"The dashboard starts at http://127.0.0.1:{port}. Ctrl-C ends it." in said
        assert "the dashboard has stopped" in said and "interrupted" not in said
    finally:
        process.kill()
