"""Saves that are killed midway: a folder of results is whole or not there."""

import hashlib
import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.shell import environment

SAVE_AGAIN_AND_AGAIN = """
from experiments import compare
result = compare(("TPA", "NPG"), "Larvik", 60, seeds=1, months=1, workers=1)
print("ready", flush=True)
for k in range(10_000):
    result.save(f"out/{k}")
"""


@pytest.mark.thorough
def test_a_save_may_be_killed_at_any_moment(tmp_path: Path, tries):
    chance, whole = random.Random(4), 0
    for k in range(tries(2, 200)):
        folder = tmp_path / str(k)
        folder.mkdir()
        process = subprocess.Popen(
            [sys.executable, "-c", SAVE_AGAIN_AND_AGAIN],
            cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        while not (folder / "out" / "0").exists():
            time.sleep(0.01)
            assert process.poll() is None
        time.sleep(chance.uniform(0.0, 2.0))
        process.kill()
        process.wait()
        process.stdout.close()
        for out in folder.glob("out/[0-9]*"):
            whole += 1
            manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
            files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.iterdir()}
            del files["manifest.json"]
            assert files == manifest["sha256"] and "runs.parquet" in files
    assert whole > 0
