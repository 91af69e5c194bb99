"""The commands and blocks of the tutorials are run, in a smaller town, and the pages of two languages agree."""

import re
import shlex
from pathlib import Path

import pytest

from tests.shell import called

DOCS = Path(__file__).resolve().parents[2] / "docs"
SMALL = {
    "compare": {"--citizens": "100", "--months": "2", "--seeds": "1", "--out": "compared"},
    "run": {"--citizens": "100", "--out": "ran"},
    "report": {"--citizens": "100", "--months": "2", "--seeds": "2"},
    "case": {"--citizens": "300", "--months": "6", "--seeds": "1"},
    "plan-evaluation": {"--citizens": "100", "--municipalities": "3", "--draws": "20"},
}


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


def commands(page: str) -> list[list[str]]:
    whole = [block.replace("\\\n", "") for block in blocks(page, "console")]
    lines = [line.split(" #")[0].strip() for block in whole for line in block.splitlines()]
    assert all(line.startswith("samskaping ") for line in lines)
    return [shlex.split(line)[1:] for line in lines]


def run(words: list[str], folder: Path) -> None:
    """Run a command, smaller, and expect an answer."""
    kept = words[0] == "report" and (folder / words[1]).is_dir()  # nothing is run
    smaller = {} if kept else dict(SMALL.get(words[0], {}))
    if "--from" in words:  # a saved run has a size
        smaller.pop("--citizens")
    if "--at" in words and words[0] == "compare":  # as long as the changes
        smaller["--months"] = "25"
    if "--out" in words:
        smaller.pop("--out", None)
    for option in list(smaller):
        if option in words:
            words[words.index(option) + 1] = smaller.pop(option)
    if "--out" in smaller:
        smaller["--out"] += str(len(list(folder.iterdir())))
    done = called(*words, *(word for pair in smaller.items() for word in pair), cwd=folder)
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stderr}"
    assert done.stdout.strip(), words


@pytest.mark.parametrize("page", ["start.md", "tutorial-council.md"])
def test_the_commands_run_in_order(page: str, tmp_path: Path) -> None:
    assert len(commands(page)) >= 5
    for words in commands(page):
        run(words, tmp_path)


@pytest.mark.parametrize(("page", "least"), [("council.md", 3), ("timeline.md", 3), ("guides/arms.md", 4)])
def test_the_commands_of_a_guide_run(page: str, least: int, tmp_path: Path) -> None:
    """Commands on a question are left out: its pilot takes a minute, and other tests ask smaller ones."""
    arms = next((block for block in blocks(page, "toml") if block.startswith("[[arms]]")), "")
    (tmp_path / "arms.toml").write_text(arms, encoding="utf-8")
    chosen = [words for words in commands(page) if "more-inequality" not in words]
    assert len(chosen) >= least
    for words in chosen:
        run(words, tmp_path)


def test_the_study_becomes_a_figure(tmp_path: Path, monkeypatch, capsys) -> None:
    page = "tutorial-researcher.md"
    [study] = blocks(page, "toml")
    assert study.startswith("# wicked.toml\n")
    for pattern, less in ((r"months = \d+", "months = 2"), (r"citizens = \d+", "citizens = 100")):
        study = re.sub(pattern, less, study)
    for seeds, name in ((2, "wicked"), (3, "wicked-24")):
        (tmp_path / f"{name}.toml").write_text(re.sub(r"seeds = \d+", f"seeds = {seeds}", study), encoding="utf-8")
    for words in commands(page):
        run([*words, "--jobs", "1"] if words[0] == "sweep" else words, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert len(blocks(page, "python")) == 2
    for code in blocks(page, "python"):
        exec(compile(code, page, "exec"), {"__name__": "__main__"})
        assert "NPG-levelled" in capsys.readouterr().out
    assert (tmp_path / "wicked-contrasts" / "figure.svg").exists()
    assert (tmp_path / "fit.pdf").read_bytes().startswith(b"%PDF")


def test_both_languages_have_the_same_commands() -> None:
    for page in ("tutorial-council", "council"):
        norwegian, english = (
            [[word for word in words if word not in ("--lang", "nb")] for words in commands(f"{page}{end}.md")]
            for end in ("-nb", "")
        )
        assert norwegian == english
