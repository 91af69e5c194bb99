"""TrustTown in C (`town.c`), compiled by the system's compiler into a temporary folder and called through ctypes."""

from __future__ import annotations

import atexit
import ctypes
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers import rules

COMPILER = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
EQUAL = ("-O3", "-march=native", "-ffp-contract=off")
"""Options that leave every sum and product as written, so that results equal those of `own` bit for bit."""
LOOSE = ("-O3", "-march=native", "-ffast-math")
"""Options that let the compiler reorder sums: as fast as it can, with other last digits."""

_PARAMETERS = {
    "arrival": rules.ARRIVAL, "intercept": rules.INTERCEPT, "by_trust": rules.BY_TRUST,
    "by_resources": rules.BY_RESOURCES, "slip": rules.SLIP, "narrowness": rules.NARROWNESS, "returns": rules.RETURNS,
    "gain": rules.GAIN, "loss": rules.LOSS, "waiting": rules.WAITING, "influence": rules.INFLUENCE,
}  # fmt: skip
_ARRAYS = (
    "trust", "resources", "vector", "before", "outcomes", "ties", "take_up", "order", "again", "rows", "keys",
    "quintile", "need", "benefit", "counts", "benefits", "people",
)  # fmt: skip


class _Town(ctypes.Structure):
    _fields_ = [
        *((name, ctypes.c_int64) for name in ("citizens", "month", "capacity", "applicants", "served")),
        ("seed", ctypes.c_uint64),
        ("fit_sum", ctypes.c_double),
        *((name, ctypes.c_double) for name in _PARAMETERS),
        *((name, ctypes.c_void_p) for name in _ARRAYS),
    ]


@cache
def library(options: tuple[str, ...]) -> Any:
    """Return the compiled library. Raises `FileNotFoundError` without a compiler."""
    if COMPILER is None:
        raise FileNotFoundError("no C compiler: install gcc or clang, or name one in the variable CC")
    folder = Path(tempfile.mkdtemp(prefix="trusttown-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made, source = folder / "town.so", Path(__file__).with_name("town.c")
    subprocess.run([COMPILER, *options, "-shared", "-fPIC", "-o", str(made), str(source), "-lm"], check=True)
    found = ctypes.CDLL(str(made))
    found.live_a_month.argtypes, found.live_a_month.restype = [ctypes.c_void_p], None
    return found


def version() -> str:
    """Return the compiler's own description."""
    if COMPILER is None:
        return "none"
    done = subprocess.run([COMPILER, "--version"], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[0]


class TrustTown:
    """The town in C; `outcomes` are those of the last month (`rules.OUTCOMES`)."""

    options = EQUAL

    def __init__(self, citizens: int, seed: int) -> None:
        first = rules.start(citizens, seed)
        words = dict.fromkeys(("take_up", "order", "again", "rows", "keys"), np.uint32)
        self.arrays: dict[str, np.ndarray] = {
            "trust": first.trust,
            "resources": first.resources,
            "quintile": first.quintile,
            "ties": first.ties,
            "need": np.zeros(citizens, np.uint8),
            "benefit": np.zeros(citizens, np.uint8),
            "vector": np.zeros((citizens, rules.DIMENSIONS)),
            "before": np.zeros(citizens),
            "counts": np.zeros(101, np.int64),
            "benefits": np.zeros(rules.QUINTILES, np.int64),
            "people": np.bincount(first.quintile, minlength=rules.QUINTILES),
            "outcomes": np.zeros(len(rules.OUTCOMES)),
            **{name: np.zeros(citizens, kind) for name, kind in words.items()},
        }
        self.arrays["counts"][0] = citizens
        self.outcomes = self.arrays["outcomes"]
        self._town = _Town(
            citizens=citizens, capacity=first.capacity, seed=seed, **_PARAMETERS,
            **{name: self.arrays[name].ctypes.data for name in _ARRAYS},
        )  # fmt: skip
        self._address = ctypes.addressof(self._town)
        self._live = library(self.options).live_a_month

    def run(self, months: int) -> np.ndarray:
        """Simulate some months; return their outcomes, (months, outcomes)."""
        found = np.empty((months, len(rules.OUTCOMES)))
        for month in range(months):
            self._live(self._address)
            found[month] = self.outcomes
        return found


class LooseTown(TrustTown):
    """The town compiled with `LOOSE` options."""

    options = LOOSE
