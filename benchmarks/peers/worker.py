"""Versions of TrustTown: in this process, or in another Python where a framework's own requirements are installed.

`python -m benchmarks.peers.worker MODULE:CLASS` reads a request a line from its input, and answers each with a line.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

import numpy as np

LEAD_IN = 24  # months before the clock starts, so that the queue is as in the middle of a run


@dataclass(frozen=True)
class Version:
    """One way to write TrustTown."""

    name: str
    place: str  # module of `benchmarks.peers`, and class
    needs: tuple[str, ...]  # distributions whose versions matter
    extra: bool = False  # a peer that must be installed


VERSIONS = (
    Version("this engine", "own:TrustTown", ("numba", "numpy")),
    Version("C", "in_c:TrustTown", ()),
    Version("C, -ffast-math", "in_c:LooseTown", ()),
    Version("numpy columns", "columns:TrustTown", ("numpy", "scipy")),
    Version("ambr", "records:TrustTown", ("ambr", "polars", "numpy", "scipy"), True),
    Version("mesa-frames", "frames:TrustTown", ("mesa-frames", "polars", "numpy", "scipy"), True),
    Version("plain Mesa", "objects:TrustTown", ("mesa", "numpy")),
)
"""This engine first, then C, then Python."""


class Here:
    """A version that runs in this process. Raises `ImportError` or `FileNotFoundError` where it cannot run."""

    def __init__(self, version: Version) -> None:
        module, name = version.place.split(":")
        self.version = version
        self._module = import_module(f"benchmarks.peers.{module}")
        self._make = getattr(self._module, name)
        self._make(10, 1).run(1)  # compiles
        self._timed: tuple[int, Any] = (0, None)

    def versions(self) -> str:
        """Return the versions of what it needs."""
        if hasattr(self._module, "version"):
            return str(self._module.version())
        return ", ".join(f"{name} {metadata.version(name)}" for name in self.version.needs)

    def run(self, citizens: int, seed: int, months: int) -> list[list[float]]:
        """Return the outcomes of a new town, (months, outcomes)."""
        found: list[list[float]] = np.asarray(self._make(citizens, seed).run(months)).tolist()
        return found

    def seconds(self, citizens: int, months: int) -> float:
        """Return the seconds that the next months of a town of so many citizens take."""
        if self._timed[0] != citizens:
            self._timed = (citizens, self._make(citizens, 1))
            self._timed[1].run(LEAD_IN)
        begun = time.perf_counter()
        self._timed[1].run(months)
        return time.perf_counter() - begun

    def close(self) -> None:
        """Drop the town."""
        self._timed = (0, None)


class Elsewhere:
    """A version that runs in a process of another Python. Raises `ImportError` where it cannot run there."""

    def __init__(self, version: Version, python: str) -> None:
        self.version = version
        path = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
        self._process = subprocess.Popen(
            [python, "-m", "benchmarks.peers.worker", version.place], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip
        started = self._ask({})
        if started != "ready":
            raise ImportError(str(started))

    def _ask(self, request: Any) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except OSError:
            return None
        line = self._process.stdout.readline()
        return json.loads(line) if line else None

    def versions(self) -> str:
        """Return the versions of what it needs."""
        return str(self._ask({"ask": "versions"}))

    def run(self, citizens: int, seed: int, months: int) -> list[list[float]]:
        """Return the outcomes of a new town, (months, outcomes)."""
        found: list[list[float]] = self._ask({"ask": "run", "citizens": citizens, "seed": seed, "months": months})
        return found

    def seconds(self, citizens: int, months: int) -> float:
        """Return the seconds that the next months of a town of so many citizens take."""
        return float(self._ask({"ask": "seconds", "citizens": citizens, "months": months}))

    def close(self) -> None:
        """End the process."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()


def opened(pythons: dict[str, str]) -> tuple[list[Any], dict[str, str]]:
    """Return the versions that can run, and why each of the others cannot.

    Args:
        pythons: by a version's name, the Python to run it with; this one runs all others.
    """
    found: list[Any] = []
    missing: dict[str, str] = {}
    for version in VERSIONS:
        try:
            there = version.name in pythons
            found.append(Elsewhere(version, pythons[version.name]) if there else Here(version))
        except (ImportError, OSError, metadata.PackageNotFoundError) as error:
            advice = f"pip install {version.needs[0]} scipy" if version.extra else "see the reason"
            missing[version.name] = f"{error}; {advice}, here or for --python '{version.name}=PATH'"
    return found, missing


def main(place: str) -> int:
    """Answer requests until the input ends."""
    version = next(one for one in VERSIONS if one.place == place)
    answer: Any = "ready"
    try:
        town = Here(version)
    except (ImportError, OSError) as error:
        answer = str(error)
    sys.stdin.readline()
    print(json.dumps(answer), flush=True)
    for line in sys.stdin if answer == "ready" else ():
        request = json.loads(line)
        method = getattr(town, request.pop("ask"))
        print(json.dumps(method(**request)), flush=True)
    return 0


def names(versions: Sequence[Version] = VERSIONS) -> str:
    """Return the names of the versions, for help texts."""
    return ", ".join(version.name for version in versions)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
