"""Files and folders that cannot be used: every command that takes one says so, with exit code 2 and no raw error."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from experiments.cli.command_line import main
from experiments.output.folders import whole_file
from experiments.sweeps.results import run_study
from tests.helpers.sweeps import SMALL
from tests.shell import called

SHORT = ["--citizens", "60", "--months", "1"]
INTO = {  # where {} is a path to write to; all other arguments are fine
    "compare": ["compare", *SHORT, "--dry-run", "-o", "{}"],
    "run": ["run", *SHORT, "--dry-run", "-o", "{}"],
    "sweep": ["sweep", "good.toml", "--jobs", "1", "--quiet", "-o", "{}"],
    "validate": ["validate", "--dry-run", "-o", "{}"],
    "validate --write": ["validate", "--dry-run", "--write", "{}.md"],
    "ablate --write": ["ablate", "--dry-run", "--write", "{}.md"],
    "uncertainty --choose": ["uncertainty", "--parts", "screening", "--dry-run", "--choose", "{}.toml"],
    "contingency": ["contingency", "-o", "made", "--write", "{}.md"],
    "robustness": ["robustness", "-o", "made", "--write", "{}.md"],
    "calibrate": ["calibrate", "--write", "{}.md"],
    "results --csv": ["results", "swept", "--csv", "{}"],
    "analyse": ["analyse", "swept", "contrasts", "-o", "{}"],
    "odd": ["odd", "--write", "{}"],
}
FROM = {  # where {} is a path to read
    "sweep": ["sweep", "{}", "--dry-run"],
    "results": ["results", "{}"],
    "analyse": ["analyse", "{}", "contrasts"],
    "scenarios": ["scenarios", "{}"],
    "compare --scenario": ["compare", "--dry-run", "--scenario", "{}"],
    "uncertainty --studies": ["uncertainty", "--dry-run", "--studies", "{}"],
    "odd --check": ["odd", "--check", "{}"],
}
FILES = {
    "binary.toml": bytes(range(256)),
    "deep.toml": b"a = " + b"[" * 100_000,
    "digits.toml": b"months = " + b"1" * 1_000_000,
    "list.json": b"[1]",
    "deep.json": b"[" * 100_000,
    "null.json": b'{"study": null}',
    "table.json": b'{"study": {}, "scenarios": [["a", "b"]]}',
    "digits.json": b'{"study": ' + b"1" * 1_000_000 + b"}",
}


@pytest.fixture(scope="module")
def swept(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("swept") / "swept"
    (folder.parent / "small.toml").write_text(SMALL)
    run_study(folder.parent / "small.toml", folder, workers=1)
    return folder


@pytest.fixture
def place(here: Path, swept: Path) -> Path:
    """A working folder with a sweep, a study, and much that is neither."""
    shutil.copytree(swept, here / "swept")
    (here / "good.toml").write_text(SMALL)
    (here / "file").write_text("x")
    (here / "dangling").symlink_to("nowhere")
    (here / "loop").symlink_to("loop")
    for name, content in FILES.items():
        (here / name).write_bytes(content)
    return here


def assert_refused(arguments: list[str], *words: str, language: str = "en") -> None:
    done = called(*arguments, cwd=Path.cwd())
    told = f"{arguments}: {done.stderr}"
    assert done.returncode == 2, told
    assert done.stderr.startswith("feil: " if language == "nb" else "error: ") and "Traceback" not in done.stderr, told
    assert "Error" not in done.stderr and len(done.stderr) < 2_200, told
    for word in words:
        assert word in done.stderr, told


@pytest.mark.parametrize("command", INTO)
def test_what_cannot_be_written_is_refused_before_anything_is_run(command, place):
    before = sorted(place.iterdir())
    for path in ("file/x", "dangling/x", "loop/x", "x" * 300, "/".join(["y" * 200] * 25), "/dev/null/x"):
        assert_refused([argument.replace("{}", path) for argument in INTO[command]])
    if INTO[command][-1] == "{}" and command != "odd":  # which writes over what is there
        for path in ("dangling", "loop"):
            assert_refused([argument.replace("{}", path) for argument in INTO[command]])
    assert sorted(place.iterdir()) == before


@pytest.mark.parametrize("command", FROM)
def test_what_cannot_be_read_is_refused(command, place):
    paths = [
        "file/x",
        "dangling",
        "loop",
        "x" * 300,
        "/".join(["y" * 200] * 25),
        *(FILES if "json" not in command else ()),
    ]
    endless = [] if sys.platform == "win32" else ["/dev/zero"]
    for path in (*paths, *endless):
        assert_refused([argument.replace("{}", path) for argument in FROM[command]])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read and write everything")
def test_what_one_has_no_right_to_is_refused(place):
    (place / "secret").mkdir()
    (place / "secret").chmod(0)
    try:
        for command in INTO:
            assert_refused([argument.replace("{}", "secret/x") for argument in INTO[command]], "no permission")
        for command in FROM:
            assert_refused([argument.replace("{}", "secret/x") for argument in FROM[command]])
    finally:
        (place / "secret").chmod(0o700)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("manifest.json", b"[1]", "is not the manifest of a sweep"),
        ("manifest.json", b'{"source": null}', "is not the manifest of a sweep"),
        ("manifest.json", b"[" * 100_000, "is not the manifest of a sweep"),
        ("manifest.json", bytes(range(128, 256)), "is not text in UTF-8"),
        ("manifest.json", None, "it is a folder"),
        ("study.toml", None, "it is a folder"),
        ("study.toml", b"x", "is not TOML"),
    ],
)
def test_a_damaged_folder_of_a_sweep_is_named(name, content, words, place):
    path = place / "swept" / name
    path.unlink()
    path.mkdir() if content is None else path.write_bytes(content)
    assert_refused(["sweep", "good.toml", "--jobs", "1", "-o", "swept"], words, name)


def test_a_name_that_is_no_utf_8_is_refused(place):
    for language, words in (("en", "not in UTF-8"), ("nb", "ikke i UTF-8")):
        assert_refused(["run", *SHORT, "-o", "r\udce6", "--lang", language], words, "LANG=C.UTF-8", language=language)


def test_a_link_is_not_overwritten_by_a_csv(place):
    assert_refused(["results", "swept", "--csv", "dangling"], "nothing is overwritten")
    assert (place / "dangling").is_symlink()


def test_two_processes_do_not_write_one_draft(place, monkeypatch):
    page = place / "page.md"
    with whole_file(page) as first:
        first.write_text("first")
        with monkeypatch.context() as other:
            other.setattr("experiments.output.folders.os.getpid", lambda: 1)
            with whole_file(page) as second:
                second.write_text("second")
        assert page.read_text() == "second" and first.read_text() == "first"
    assert page.read_text() == "first" and not list(place.glob(".page*"))


def test_a_page_that_cannot_be_finished_leaves_the_old_one(place, monkeypatch, capsys):
    page = place / "page.md"
    page.write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("experiments.output.folders.os.replace", full)
    assert main(["odd", "--write", "page.md"]) == 1
    assert capsys.readouterr().err == "error: page.md cannot be used: the disk is full\n"
    assert page.read_text() == "old" and not list(place.glob(".page*"))
