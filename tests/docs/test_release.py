"""What a release promises: pages can be redone, licences are listed, pins agree, the archive is complete."""

import json
import re
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from experiments.cli.command_line import COMMANDS
from tools import archive

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def rows() -> dict[str, list[str]]:
    """Return the cells of docs/redo.md by page: command, studies and seeds, time."""
    lines = (DOCS / "redo.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| [")]
    return {re.findall(r"\((\w+)\.md\)", page)[0]: rest for page, *rest in cells}


def test_every_page_with_stored_values_can_be_redone_by_the_command_that_it_names() -> None:
    faults = []
    assert set(rows()) == {path.stem for path in (DOCS / "values").glob("*.json")}
    for page, (command, studies, time) in rows().items():
        text = " ".join((DOCS / f"{page}.md").read_text(encoding="utf-8").split())
        named = re.findall(r"This page is generated: `(.+?)`", text)
        if [command.strip("`")] != named:
            faults.append(f"{page}: {command}, and the page names {named}")
        if command.startswith("`samskaping") and command.split()[1] not in COMMANDS:
            faults.append(f"{page}: no command {command.split()[1]}")
        faults += [
            f"{page}: no {path}" for path in re.findall(r"`(experiments/[^`]+)`", studies) if not (ROOT / path).exists()
        ]
        if not re.fullmatch(r"not timed|(about )?[\d.]+ min|[\d.]+ h of processor time", time):
            faults.append(f"{page}: {time}")
    assert faults == []


def test_the_archive_has_every_study_and_value_with_its_checksum(tmp_path) -> None:
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    assert archive.write(one) == archive.write(two) > 100
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as packed:
        manifest = json.loads(packed.read("MANIFEST.json"))
        assert set(packed.namelist()) == {"MANIFEST.json", *manifest["sha256"]}
    assert re.fullmatch(r"[0-9a-f]{16}", manifest["model"])
    wanted = [*(DOCS / "values").glob("*.json"), *(ROOT / "experiments" / "questions").glob("*.toml"), DOCS / "redo.md"]
    assert {path.relative_to(ROOT).as_posix() for path in wanted} <= set(manifest["sha256"])


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the page lists the packages of Python 3.11")
def test_the_page_of_licences_names_what_is_installed() -> None:
    licences = pytest.importorskip("tools.licences")
    assert licences.differences((DOCS / "licences.md").read_text(encoding="utf-8")) == []


def test_pins_and_versions_agree() -> None:
    pinned = set(
        re.findall(r"^([\w.-]+==[\w.]+)", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    )
    locked = re.findall(r"^([\w.-]+==[\w.]+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(locked) > 100
    assert [one for one in locked if one not in pinned] == []
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
