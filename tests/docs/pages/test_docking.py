"""The commands that docs/docking.md offers are valid; none of them is run."""

import re
import shlex
from pathlib import Path

from experiments.cli.command_line import main

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "docking.md").read_text(encoding="utf-8")


def test_every_command_is_accepted(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"(?:^|`)(samskaping [^`\n]+)", TEXT, flags=re.MULTILINE)
    assert len(commands) > 5
    faults = []
    for command in commands:
        if main([*shlex.split(command)[1:], "--dry-run"]) != 0:
            faults.append(f"{command}: {capsys.readouterr().err}")
    assert faults == []
