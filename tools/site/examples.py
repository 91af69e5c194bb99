"""The files of `examples/` as one page."""

from __future__ import annotations

from pathlib import Path

LANGUAGES = {".py": "python", ".toml": "toml", ".csv": "text", ".po": "po"}


def examples_page(folder: Path) -> str:
    """Return a page with every example, each as a block of code."""
    parts = [
        "# Examples\n\nFiles that extend the program without an edit of its source. "
        "[The guide](../../guides/extend.md) shows how to use them.\n"
    ]
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in LANGUAGES and "results" not in path.parts:
            text = path.read_text(encoding="utf-8").rstrip()
            parts.append(f"## `{path.relative_to(folder).as_posix()}`\n\n```{LANGUAGES[path.suffix]}\n{text}\n```\n")
    return "\n".join(parts)
