"""Time before the first month: imports, compilation without and with a cache, and `--help`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.report import table
from experiments.machine.processes import cores

IMPORT = "from model import GovernanceModel"
COMPILE = "from experiments.machine.compiling import compile_once; compile_once()"
# Settings that use every kernel: arenas, a market, units run by civil society, an election.
ALL = (
    "from model import GovernanceModel\n"
    "for paradigm in ('NPG', 'NPM', 'facilitating'):\n"
    "    m = GovernanceModel(paradigm=paradigm, citizens=200, rng=1, parameters={'politics.term': 12})\n"
    "    m.run(months=14)\n"
    "    m.close()\n"
)


def compilation(repeats: int) -> dict[str, Any]:
    """Measure in fresh processes, and print; return the figures."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "SAMSKAPING_CACHE": folder}
        figures: dict[str, Any] = {"cold_one_process_s": seconds([sys.executable, "-c", ALL], environment)}
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "SAMSKAPING_CACHE": folder}
        figures["cold_s"] = seconds([sys.executable, "-c", COMPILE], environment)
        figures["warm_s"] = least([sys.executable, "-c", ALL], environment, repeats)
        figures["cache_mb"] = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file()) / 1e6
        figures["import_s"] = least([sys.executable, "-c", IMPORT], environment, repeats)
        figures["import_mesa_s"] = least([sys.executable, "-c", "import mesa"], environment, repeats)
        figures["help_s"] = least([*command_line(), "--help"], environment, repeats)
        figures["python_s"] = least([sys.executable, "-c", "pass"], environment, repeats)
    table(
        "Before the first month (seconds of a fresh process, the least of a few)",
        ("what", "seconds", "target"),
        [
            (f"all kernels, empty cache, {cores()} cores", figures["cold_s"], ""),
            ("all kernels, empty cache, in one process", figures["cold_one_process_s"], "30"),
            ("all kernels, cached", figures["warm_s"], ""),
            ("import of the model, cached", figures["import_s"], ""),
            ("of which import of mesa", figures["import_mesa_s"], ""),
            ("samskaping --help", figures["help_s"], "0.3"),
            ("python, doing nothing", figures["python_s"], ""),
        ],
        f"cache: {figures['cache_mb']:.1f} MB",
    )
    return figures


def command_line() -> list[str]:
    """Return the command `samskaping` of this environment, or the module where it is not installed."""
    script = shutil.which("samskaping", path=str(Path(sys.executable).parent))
    return [script] if script else [sys.executable, "-m", "experiments"]


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Return the seconds that a fresh process takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def least(command: list[str], environment: dict[str, str], repeats: int) -> float:
    """Return the least of several measurements."""
    return min(seconds(command, environment) for _ in range(repeats))
