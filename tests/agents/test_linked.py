"""Rules that only kernels call: what they raise and print arrives, wherever their code comes from."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RULES = """
import model
from agents.engine.cache import COVERED
COVERED.add("ours")
from agents.engine.kernel import INNER, kernel

@kernel
def refuse(x):
    if x > 1.0:
        print("refused", x)
        raise ValueError("too much", x)
    return x

@kernel
def rule(x):
    return refuse(x) + 1.0

@kernel
def caller(x):
    return rule(x)
"""
OLD, NEW = "from ours import caller as called", "import numba, ours\n@numba.njit\ndef called(x): return ours.rule(x)"
CALL = """
try:
    called(3.0)
except ValueError as error:
    print(error.args)
from ours import INNER
print(len(INNER))
"""


@pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0"), reason="nothing is compiled")
def test_a_linked_rule_prints_and_raises_numbers_compiled_or_from_disk(tmp_path: Path) -> None:
    (tmp_path / "ours.py").write_text(RULES, encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)]),
        "SAMSKAPING_CACHE": str(tmp_path / "cache"),
    }
    for caller, linked in ((OLD, 2), (OLD, 0), (NEW, 1)):  # compiled; from disk; a new caller of rules from disk
        done = subprocess.run(
            [sys.executable, "-c", caller + CALL], env=environment, capture_output=True, text=True, timeout=120
        )
        assert done.stdout.splitlines() == ["refused 3.0", "('too much', 3.0)", str(linked)], done.stderr
