"""How tests call the command line: in a process of its own, or in this one."""

import contextlib
import io
import os
import signal
import subprocess
import sys
from pathlib import Path

from experiments.cli.command_line import main

ROOT = Path(__file__).resolve().parent.parent


def samskaping(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "experiments", *arguments],
        cwd=cwd, env=environment(), capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip


def called(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in this process: a second or two faster, where a process of its own is not the point."""
    output, errors = io.StringIO(), io.StringIO()
    terminated = signal.getsignal(signal.SIGTERM)
    try:
        with contextlib.chdir(cwd), contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            code = main(arguments)
    finally:
        signal.signal(signal.SIGTERM, terminated)  # sweeps set one of their own
    return subprocess.CompletedProcess(arguments, code, output.getvalue(), errors.getvalue())


def environment() -> dict[str, str]:
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
