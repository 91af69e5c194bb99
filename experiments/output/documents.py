"""Pages of docs/ that commands generate: where they may be written, and how their Markdown is wrapped."""

from __future__ import annotations

import textwrap
from pathlib import Path

from agents.errors import InputError
from experiments.output.folders import check_file, write_text

WIDTH = 120


def check_page(path: str | Path) -> Path:
    """Return the path of a page to write, before anything runs; raise `InputError` where it cannot be written."""
    page = Path(path)
    if page.suffix != ".md":
        raise InputError("--write {page} is not valid: give a Markdown file, such as docs/patterns.md", page=page)
    check_file(page, "--write")
    return page


def write_page(path: Path, text: str) -> None:
    """Write a page over the old page, whole or not at all; Markdown is wrapped (`reflowed`)."""
    write_text(path, reflowed(text) if path.suffix == ".md" else text.rstrip("\n") + "\n")


def reflowed(text: str) -> str:
    """Return Markdown with its paragraphs and list items wrapped at 120 characters.

    Tables, headings, images and fenced blocks stay as they are; runs of empty lines become one.
    """
    lines: list[str] = []
    paragraph: list[str] = []
    fenced = False

    def end_paragraph() -> None:
        if paragraph:
            joined = " ".join(part.strip() for part in paragraph)
            indent = "  " if joined.startswith("- ") else ""
            lines.extend(
                textwrap.wrap(joined, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
            )
            paragraph.clear()

    for line in text.strip("\n").split("\n"):
        fence = line.startswith("```")
        if fenced or fence or line.startswith(("|", "#", "!")):
            end_paragraph()
            lines.append(line.rstrip())
            fenced ^= fence
        elif not line.strip():
            end_paragraph()
            if lines and lines[-1]:
                lines.append("")
        else:
            if line.startswith("- "):
                end_paragraph()
            paragraph.append(line)
    end_paragraph()
    return "\n".join(lines) + "\n"
