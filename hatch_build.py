"""Compile the catalogues of translations, and note the revision, when the package is built or installed."""

import importlib.util
import json
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
REVISION = "samskaping/revision.json"
"""The commit of a wheel or an sdist, which have no git. A checkout and an editable install ask git."""


class BuildHook(BuildHookInterface):
    """Writes a `.mo` beside every `.po`, and the revision into what is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile and note, before the files of the wheel are collected."""
        spec = importlib.util.spec_from_file_location("catalogue", ROOT / "samskaping" / "catalogue.py")
        assert spec is not None and spec.loader is not None
        catalogue = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(catalogue)
        for source in catalogue.LOCALES.rglob("*.po"):
            source.with_suffix(".mo").write_bytes(catalogue.compile_catalogue(source))
        made = revision(ROOT)
        if made is not None and version != "editable":
            noted = ROOT / "build" / "revision.json"
            noted.parent.mkdir(exist_ok=True)
            noted.write_text(json.dumps(made) + "\n", encoding="utf-8")
            build_data["force_include"][str(noted)] = REVISION


def revision(root: Path) -> dict[str, Any] | None:
    """Return the commit of a checkout and whether its code has changes, or None where `root` is no checkout."""
    top, commit = _git(root, "rev-parse", "--show-toplevel"), _git(root, "rev-parse", "HEAD")
    if not top or not commit or Path(top).resolve() != root:
        return None
    changes = _git(root, "status", "--porcelain", "--", "agents", "model", "experiments")
    return {"git_commit": commit, "uncommitted_changes": bool(changes) if changes is not None else None}


def _git(root: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else None
