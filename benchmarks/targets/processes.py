"""What a worker costs: its private memory, the memory and processor time of compiling, and a warm comparison."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.measures.compilation import COMPILE, command_line, least
from benchmarks.report import table
from benchmarks.targets.watch import Watched, watched
from experiments.machine.processes import cores

TARGETS = {"worker": 60.0, "compiling": 400.0, "import": 0.4, "compare": 4.0}
BEFORE = "2e6a3225"  # the last revision before the mechanisms whose compiling the target bounds
_USS = "import os, psutil; print(psutil.Process(os.getpid()).memory_full_info().uss / 1e6)"
_LIBRARIES = "import mesa, numba; "
# A worker of a sweep that has run towns of 1,000 citizens.
_WORKER = """
from experiments.design.study import study_of
from experiments.sweeps.workers import run_jobs
study = study_of('months = 24\\nseeds = [1]\\n[base]\\ncitizens = 1000\\n[factors]\\nparadigm = ["TPA", "NPM", "NPG"]')
run_jobs(study, list(study.jobs()))
"""


def processes(repeats: int) -> dict[str, Any]:
    """Measure in fresh processes, and print; return the figures."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "SAMSKAPING_CACHE": folder}
        compiling, before = watched([sys.executable, "-c", COMPILE], environment), compiling_of(BEFORE)
        base = min(_private(_LIBRARIES, environment) for _ in range(min(repeats, 3)))
        worker = min(_private(_WORKER, environment) for _ in range(min(repeats, 3)))
        model = least([sys.executable, "-c", "from model import GovernanceModel"], environment, repeats)
        libraries = least([sys.executable, "-c", _LIBRARIES], environment, repeats)
        with tempfile.TemporaryDirectory() as results:
            command = [*command_line(), "compare", "--quiet", "-o", f"{results}/r"]
            comparing = min(_compare(command, environment) for _ in range(min(repeats, 3)))
    figures = {
        "compiling": asdict(compiling),
        "compiling_before": None if before is None else asdict(before),
        "serial_share": serial_share(compiling.wall_s, compiling.processor_s, cores()),
        "cores": cores(),
        "libraries_private_mb": base,
        "worker_private_mb": worker,
        "worker_above_mb": worker - base,
        "cffi": find_spec("cffi") is not None,
        "import_above_s": model - libraries,
        "import_libraries_s": libraries,
        "compare_s": comparing,
    }
    serial = figures["serial_share"]
    table(
        "What a process costs",
        ("what", "figure", "target"),
        [
            ("private memory of a worker above `import mesa, numba`, MB", worker - base, f"{TARGETS['worker']:.0f}"),
            ("of `import mesa, numba` alone, MB", base, ""),
            ("largest process while compiling, MB", compiling.most_mb, f"{TARGETS['compiling']:.0f}"),
            ("of which private, MB", compiling.most_private_mb, ""),
            ("all processes while compiling, MB", compiling.total_mb, ""),
            ("compiling into an empty cache, s", compiling.wall_s, ""),
            ("processor time of it, s", compiling.processor_s, ""),
            (f"the same in revision {BEFORE}, s", "-" if before is None else before.processor_s, ""),
            ("share of it that runs on one core alone", "-" if serial is None else f"{serial:.0%}", ""),
            ("import beyond `mesa, numba`, s", model - libraries, f"{TARGETS['import']}"),
            ("warm `samskaping compare`, s", comparing, f"{TARGETS['compare']:.0f}"),
        ],
        "the share on one core follows from wall and processor time, and counts waits for a shared machine as serial",
    )
    return figures


def compiling_of(revision: str) -> Watched | None:
    """Return what compiling took in an earlier revision; None where it is not at hand, as in a shallow clone."""
    with tempfile.TemporaryDirectory() as folder:
        tree, packed = Path(folder) / "tree", Path(folder) / "tree.tar"
        root = Path(__file__).resolve().parents[2]
        command = ["git", "-C", str(root), "archive", "--output", str(packed), revision]
        if shutil.which("git") is None or subprocess.run(command, capture_output=True).returncode:
            return None
        shutil.unpack_archive(packed, tree)
        environment = {**os.environ, "SAMSKAPING_CACHE": f"{folder}/cache", "PYTHONPATH": str(tree)}
        return watched([sys.executable, "-c", COMPILE], environment, tree)


def serial_share(wall: float, processor: float, processors: int) -> float | None:
    """Return the share of processor time during which one core worked alone (Amdahl); None on a single core."""
    if processors < 2:
        return None
    return min(1.0, max(0.0, (wall / processor * processors - 1.0) / (processors - 1.0)))


def _private(code: str, environment: dict[str, str]) -> float:
    """Return the private memory in MB of a process that has run some code, while another has run the same.

    Pages of libraries count as private where no other process has them. A sweep has several workers.
    """
    command = [sys.executable, "-c", f"{code}\nprint('ready', flush=True)\ninput()\n{_USS}"]
    with contextlib.ExitStack() as stack:
        two = [
            stack.enter_context(
                subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            )
            for _ in range(2)
        ]
        for process in two:
            if process.stdout is None or "ready\n" not in iter(process.stdout.readline, ""):
                raise RuntimeError("a process ended before it was measured")
        return [float(process.communicate("\n")[0].splitlines()[-1]) for process in two][0]


def _compare(command: list[str], environment: dict[str, str]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        return least([*command[:-1], f"{folder}/r"], environment, 1)
