"""What docs/experiments.md shows is run: its studies (in small towns and few points), commands and Python blocks."""

import re
import shlex
from pathlib import Path

import numpy as np
import pytest

from experiments.analysis.points import points_of
from experiments.cli.command_line import COMMANDS, main
from experiments.cli.sweeps.analyse import command as analyse
from experiments.design.study import study_of
from experiments.sweeps.results import read_results

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "experiments.md").read_text(encoding="utf-8")
SMALLER = (
    (r"^months = \d+", "months = 8"), (r"^seeds = \d+", "seeds = 2"), (r"^citizens = \d+", "citizens = 100"),
    (r"^samples = 200", "samples = 24"), (r"^samples = 128", "samples = 4"),
    (r"^\[base\]", '[base]\n"town.warm_up" = 0'),
)  # fmt: skip


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, flags=re.DOTALL | re.MULTILINE)


def commands() -> list[list[str]]:
    """Return the words of every `samskaping` command of the console blocks."""
    lines = [line.split("#")[0].strip() for block in blocks("console") for line in block.splitlines()]
    assert all(line.startswith("samskaping ") for line in lines if line)
    return [shlex.split(line)[1:] for line in lines if line]


def is_read_by_others(words: list[str]) -> bool:
    """Return whether a command writes a folder (`-o`) that another command begins with."""
    folder = words[words.index("-o") + 1] if "-o" in words else None
    return any(Path(other[1]).parts[0] == folder for other in commands())


FIRST = [words for words in commands() if is_read_by_others(words)]
OTHERS = [words for words in commands() if words not in FIRST]


def studies() -> dict[str, str]:
    """Return the study files by name."""
    return {block.splitlines()[0].removeprefix("# "): block for block in blocks("toml")}


def middle(values: np.ndarray) -> float:
    return float(values.min() + values.max()) / 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The studies, smaller, with everything that the document's commands and Python blocks read."""
    folder = tmp_path_factory.mktemp("docs")
    for name, text in studies().items():
        for pattern, replacement in SMALLER:
            text = re.sub(pattern, replacement, text, flags=re.MULTILINE)
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for words in FIRST:
            assert main([*words, "--jobs", "1", "--quiet"] if words[0] == "sweep" else words) == 0
    return folder


def test_the_document_has_what_is_tested():
    assert [words[0] for words in FIRST] == ["sweep"] * 4 + ["analyse"]
    assert len(OTHERS) >= 8 and len(blocks("python")) == 5
    analyses = {words[2] for words in commands() if words[0] == "analyse"}
    assert analyses == set(analyse.commands)
    assert {words[0] for words in commands()} <= set(COMMANDS)


@pytest.mark.parametrize("name", studies())
def test_a_study_is_valid_as_written(name):
    study = study_of(studies()[name], name)
    assert study.size > 20
    assert study.name == name.removesuffix(".toml")


@pytest.mark.parametrize("words", OTHERS, ids=" ".join)
def test_a_command_runs(words, folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    if "discover" in words:  # the limits must split the points of these small towns
        points = points_of(read_results("uncertain"), ["trust"] if "--beats" in words else ["fit"])
        values = points.across("paradigm", ["TPA", "NPG"])[1].mean(axis=2)
        if "--beats" in words:
            words = [*words, f"--margin={middle(values[1] - values[0]):.17g}"]
        else:
            words = [word.replace("fit<0.55", f"fit<{middle(values):.17g}") for word in words]
    assert main(words) == 0, capsys.readouterr().err
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("code", blocks("python"), ids=lambda code: code.split("\n\n")[0].split("\n")[-1])
@pytest.mark.filterwarnings("ignore")
def test_a_python_block_runs(code, folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    exec(compile(code, "docs/experiments.md", "exec"), {"__name__": "__main__"})
    assert capsys.readouterr().out.strip()


def test_commands_named_in_the_text_exist():
    for name in re.findall(r"`samskaping (\w+)", TEXT):
        assert name in COMMANDS, name
