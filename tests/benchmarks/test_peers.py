"""The small model of `benchmarks/peers`: C gives the engine's bits, and the check of agreement finds differences."""

import json
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks.peers import agreement, columns, in_c, rules
from benchmarks.peers.__main__ import pythons_of, ratios

# Kernels of one process know one kind of town, and other tests make towns of the model.
EQUAL = """
import json
from benchmarks.peers import in_c, own
found = {}
for citizens, seed in ((10, 1), (513, 2), (3000, 2**63 + 5)):
    ours, theirs = (kind(citizens, seed).run(40) for kind in (own.TrustTown, in_c.TrustTown))
    found[citizens] = [bool((ours == theirs).all()), float(ours[-1, 1])]
print(json.dumps(found))
"""


@pytest.mark.skipif(in_c.COMPILER is None, reason="no C compiler")
def test_c_gives_the_same_bits_as_the_engine():
    done = subprocess.run([sys.executable, "-c", EQUAL], capture_output=True, text=True, check=True)
    for citizens, (equal, unmet) in json.loads(done.stdout).items():
        assert equal and 0.0 < unmet < 1.0, citizens


def version(name, change=0.0):
    def run(citizens, seed, months):
        return columns.TrustTown(citizens, seed + (100 if name else 0)).run(months) + change

    return SimpleNamespace(version=SimpleNamespace(name=name), run=run)


def test_agreement_finds_another_model_and_only_that():
    rows = agreement.compared([version(""), version("other chance"), version("other trust", 0.05)], 10)
    assert {row.version for row in agreement.disagreeing(rows)} == {"other trust"}


def test_gini_is_that_of_the_definition():
    values = np.random.default_rng(1).integers(0, 101, 200)
    pairs = np.abs(values[:, None] - values[None, :]).sum()
    assert rules.gini(values) == pytest.approx(pairs / (2 * len(values) * values.sum()))
    assert rules.gini(np.zeros(5, int)) == 0.0


def test_ratios_and_pythons():
    times = {"this engine": 12.0, "C": 10.0, "C, -ffast-math": 9.0, "numpy columns": 60.0, "ambr": 100.0}
    cell = {"ns": {name: {"min": ns} for name, ns in times.items()}}
    assert ratios(cell) == {"C": 1.2, "Python": 5.0}
    assert pythons_of(["", "ambr=/a=b/python"]) == {"ambr": "/a=b/python"}
