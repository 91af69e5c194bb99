"""What the README shows is run: every console command (on a smaller town), every Python block, every make target."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shell import called

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SMALL = {
    "compare": ["--citizens", "300", "--seeds", "2", "--months", "3"],
    "run": ["--citizens", "300", "--months", "3"],
    "plan-evaluation": ["--citizens", "300", "--municipalities", "4", "--draws", "20"],
}
WRITE = ("compare", "run")


def blocks(language: str) -> list[str]:
    """Return the README's fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def commands() -> list[str]:
    """Return the `samskaping` commands of the console blocks, without their comments."""
    lines = [line.split("#")[0].strip() for block in blocks("console") for line in block.splitlines()]
    return [line for line in lines if line.startswith("samskaping ")]


def test_the_readme_has_commands_and_python() -> None:
    assert len(commands()) >= 5
    assert len(blocks("python")) == 1


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_readme_runs(command: str, tmp_path: Path) -> None:
    words = shlex.split(command)[1:]
    small = list(SMALL.get(words[0], []))
    if {"--switch", "--at"} & set(words):  # the months of the changes must be reached
        small[small.index("--months") + 1] = "40"
    given = [w for w in words if w.startswith("--")]
    extra: list[str] = []
    for flag, value in zip(small[::2], small[1::2], strict=False):
        if flag in given:  # the last one on the line wins, so the README's own number is replaced
            words[words.index(flag) + 1] = value
        else:
            extra += [flag, value]
    if words[0] in WRITE:
        extra += ["--quiet", "-o", str(tmp_path / "out")]
    if words[0] == "report":
        words[words.index("--out") + 1] = str(tmp_path / "report.html")
        extra += ["--quick"]
    done = called(*words, *extra, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    if words[0] in WRITE:
        assert (tmp_path / "out" / "manifest.json").exists()


def test_the_python_of_the_readme_runs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", blocks("python")[0]], cwd=ROOT, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    assert "fit" in done.stdout and "NPG" in done.stdout


def test_a_year_in_a_timeline_is_twelve_months() -> None:
    years = re.findall(r"--at (\d+)-(\d+):.*# a year", README)
    assert years and all(int(last) - int(first) == 11 for first, last in years)


def test_links_and_figures_of_the_readme_exist() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("target", re.findall(r"^make (\w+)", README, flags=re.MULTILINE))
def test_make_targets_of_the_readme_exist(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
