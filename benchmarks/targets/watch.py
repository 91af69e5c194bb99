"""Memory and processor time of a process and all its children, sampled while they run."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

EVERY = 0.05  # seconds between samples


@dataclass
class Watched:
    """What a command used. Memory in MB: resident, and private (of no other process), of the largest process."""

    wall_s: float
    processor_s: float
    most_mb: float
    most_private_mb: float
    total_mb: float  # resident, of all together
    processes: int  # at most


def watched(
    command: Sequence[str], environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> Watched:
    """Run a command and sample its memory until it ends. Raises `CalledProcessError` if it fails."""
    used = os.times()
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL)
    most = private = total = 0.0
    processes = 1
    while process.poll() is None:
        resident = _sample(process.pid)
        most, total = max([most, *resident.values()]), max(total, sum(resident.values()))
        processes = max(processes, len(resident))
        if resident and max(resident.values()) > 0.98 * most:  # private memory takes long to count
            private = max(private, _private(max(resident, key=lambda pid: resident[pid])))
        time.sleep(EVERY)
    wall = time.perf_counter() - begun
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    now = os.times()
    spent = now.children_user + now.children_system - used.children_user - used.children_system
    return Watched(wall, spent, most, private, total, processes)


def _sample(pid: int) -> dict[int, float]:
    """Return the resident memory in MB of a process and its children, by number."""
    found = {}
    try:
        tree = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return found
    for process in tree:
        try:
            found[process.pid] = process.memory_info().rss / 1e6
        except psutil.Error:  # it has ended
            continue
    return found


def _private(pid: int) -> float:
    try:
        return float(psutil.Process(pid).memory_full_info().uss) / 1e6
    except psutil.Error:
        return 0.0
