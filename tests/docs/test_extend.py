"""The guide to extensions: its files are those of examples/, and its commands and Python run there."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shell import called, environment

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
GUIDE = (ROOT / "docs" / "guides" / "extend.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", GUIDE, flags=re.DOTALL | re.MULTILINE)
FILES = {text.partition("\n")[0].removeprefix("# "): text.partition("\n")[2] for _, text in BLOCKS if text[0] == "#"}
LINES = [line for kind, text in BLOCKS if kind == "console" for line in text.splitlines() if line != "cd examples"]
COMMANDS = [line for line in LINES if "LOCALE" not in line]
CHEAPER = {"--citizens": "100", "--months": "2", "--seeds": "1"}


def test_the_guide_shows_the_examples_as_they_are() -> None:
    there = {path.name: path.read_text(encoding="utf-8") for path in EXAMPLES.iterdir() if path.is_file()}
    assert len(FILES) == 7
    assert {name: there.get(name) for name in FILES} == FILES
    assert all(name in GUIDE for name in there), "an example that the guide does not name"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The examples where commands may write."""
    copy = tmp_path_factory.mktemp("extend") / "examples"
    shutil.copytree(EXAMPLES, copy, ignore=shutil.ignore_patterns("results", "__pycache__"))
    study = copy / "code-study.toml"
    text = study.read_text(encoding="utf-8").replace("months = 24", "months = 2").replace("seeds = 4", "seeds = 1")
    study.write_text(text.replace("citizens = 800", "citizens = 100"), encoding="utf-8")
    return copy


def test_the_commands_run_in_order(folder: Path) -> None:
    assert len(COMMANDS) >= 11
    for command in COMMANDS:
        words = shlex.split(command)
        words = words[words.index("samskaping") + 1 :]
        for option, value in CHEAPER.items():
            if option in words and not ("boathouse.toml" in words and option == "--months"):
                words[words.index(option) + 1] = value
        done = called(*words, cwd=folder)
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        assert done.stdout.strip(), command


def test_a_language_comes_from_a_folder(monkeypatch) -> None:
    [line] = [line for line in LINES if "LOCALE" in line]
    variable, command = line.split(" ", 1)
    monkeypatch.setenv(*variable.split("="))
    done = subprocess.run(
        [sys.executable, "-m", "experiments", *shlex.split(command)[1:]],
        cwd=EXAMPLES, env=environment(), capture_output=True, text=True, encoding="utf-8", timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "18 køyringar" in done.stdout


def test_the_python_runs(folder: Path) -> None:
    """All blocks in one process, and then what the guide claims of the mechanism that feeds the ledger."""
    shown = [text for kind, text in BLOCKS if kind == "python" and text[0] != "#"]
    assert len(shown) == 4
    claims = """
def year(**added):
    town = GovernanceModel(citizens=200, rng=1, parameters={"town.warm_up": 0}, extensions=own_code(**added))
    return town.run(1).iloc[-1]
moved = year(mechanisms=[survey]) - year()
assert abs(moved["citizen_hours_per_capita"] - 0.5) < 1e-9, moved
assert abs(moved["hours_process"] - 20.0 / 200) < 1e-9, moved
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", "\n".join([*shown, claims])],
        cwd=folder, env=environment(), capture_output=True, text=True, encoding="utf-8", timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = ("trust_of_the_worst_off", "listening", "spread_now", "word_of_mouth__pull")
    assert all(name in done.stdout for name in found), done.stdout
