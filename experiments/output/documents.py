"""Pages of docs/ that commands generate: Markdown tables, how a page was made, and writing it."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Sequence
from pathlib import Path

from agents.engine.cache import source_hash
from agents.errors import InputError
from experiments.output.folders import check_file, write_text


def markdown_table(headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """Return a Markdown table; columns in `numbers` are aligned to the right."""
    rules = ["---:" if k in numbers else "---" for k in range(len(headings))]
    lines = [headings, rules, *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def made_by(*words: str, settings: str) -> str:
    """Return the paragraph that says how a page was made, and with which model."""
    command = shlex.join(["samskaping", *words])
    return (
        f"*This page is generated: `{command}`. {settings} Model {source_hash('agents', 'model')}. Numbers move a "
        "little when the model does; run the command again then.*\n"
    )


def check_page(path: str | Path) -> Path:
    """Return the path of a page to write, before anything runs; raise `InputError` where it cannot be written."""
    page = Path(path)
    if page.suffix != ".md":
        raise InputError("--write {page} is not valid: give a Markdown file, such as docs/patterns.md", page=page)
    check_file(page, "--write")
    return page


def write_page(path: Path, text: str) -> None:
    """Write a page completely or not at all, replacing the old one; paragraphs are wrapped, tables are not."""
    lines = [_wrapped(line) if path.suffix == ".md" else line for line in text.rstrip("\n").split("\n")]
    write_text(path, "\n".join(lines) + "\n")


def _wrapped(line: str) -> str:
    if line.startswith(("|", "#", "!")):
        return line
    hanging = "  " if line.startswith("- ") else ""
    return textwrap.fill(line, 120, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)
