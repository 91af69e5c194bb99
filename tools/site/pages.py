"""Pages of the repository as pages of the site: where each goes, and its links.

A page of `docs/` goes to the site's root, and any other page into `repository/`. Links between pages are relative, so
that they also work where the repository is hosted. Here they are rewritten for the pages' new places.
"""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

HOME = "docs/README.md"
LINK = re.compile(r"(\]\()([^)\s]+)(\))")
ANCHOR = re.compile(r'<a id="([^"]+)"></a>')
MATH = re.compile(r"^(```)math$")
FENCE = re.compile(r"^ *(```+|~~~+)")


def place(path: str) -> str:
    """Return where a file of the repository goes in the site's sources: `docs/model.md` to `model.md`."""
    if path == HOME:
        return "index.md"
    return path.removeprefix("docs/") if path.startswith("docs/") else f"repository/{path}"


class Gathered:
    """The site's sources, to which pages are added one by one."""

    def __init__(self, root: Path, target: Path) -> None:
        """Gather pages of the repository at `root` in the folder `target`."""
        self.root = root
        self.target = target

    def add(self, path: str) -> None:
        """Add a page, and the files that it links to and that are no pages: figures, data, references."""
        source = self.root / path
        text = source.read_text(encoding="utf-8")
        self.write(place(path), self.rewritten(notebook(text) if source.suffix == ".ipynb" else text, path))
        for linked in links(text):
            other = posixpath.normpath(posixpath.join(posixpath.dirname(path), linked.partition("#")[0]))
            if (self.root / other).is_file() and not other.endswith((".md", ".ipynb")):
                self._copy(other)
        if source.suffix == ".ipynb":
            self._copy(path)

    def write(self, name: str, text: str) -> None:
        """Write a page, such as `reference/outcomes.md`."""
        path = self.target / Path(name).with_suffix(".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def rewritten(self, text: str, path: str) -> str:
        """Return a page's text with its links as they are in the site, and its anchors as MyST writes them."""
        here = posixpath.dirname(path)

        def link(found: re.Match[str]) -> str:
            opening, whole, closing = found.groups()
            target, hash_sign, anchor = whole.partition("#")
            if not target or re.match(r"[a-z]+:", target):
                return found.group()
            other = posixpath.normpath(posixpath.join(here, target))
            if (self.root / other).is_dir():
                other = posixpath.join(other, "README.md")
            new = posixpath.relpath(place(other), posixpath.dirname(place(path)) or ".")
            new = re.sub(r"\.ipynb$", ".md", new)
            return f"{opening}{new}{hash_sign}{anchor}{closing}"

        lines = []
        for is_code, line in _code(text):
            lines.append(MATH.sub(r"\1{math}", line) if is_code else ANCHOR.sub(r"[]{#\1}", LINK.sub(link, line)))
        return "\n".join(lines) + "\n"

    def _copy(self, path: str) -> None:
        target = self.target / place(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.root / path, target)


def links(text: str) -> list[str]:
    """Return the targets of a page's links within the repository."""
    found = [target for is_code, line in _code(text) if not is_code for _, target, _ in LINK.findall(line)]
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def notebook(text: str) -> str:
    """Return a notebook as a page: its words, and its code as blocks."""
    parts = []
    for cell in json.loads(text)["cells"]:
        source = "".join(cell["source"])
        parts.append(source if cell["cell_type"] == "markdown" else f"```python\n{source}\n```")
    first, _, rest = "\n\n".join(parts).partition("\n\n")
    return f"{first}\n\n{{download}}`The notebook <tutorial.ipynb>` has the same text and code.\n\n{rest}"


def _code(text: str) -> Iterator[tuple[bool, str]]:
    """Yield each line, and whether it belongs to a fenced block of code."""
    fence = ""
    for line in text.splitlines():
        found = FENCE.match(line)
        yield bool(fence or found), line
        if found and not fence:
            fence = found.group(1)
        elif found and line.strip() == fence:
            fence = ""
