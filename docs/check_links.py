"""Check that links between the repository's pages lead somewhere: `python docs/check_links.py`.

Looks at files, figures and headings inside the repository. Addresses on the web are left alone. Exits with 1 when a
link is broken.
"""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[1]


def pages() -> list[Path]:
    """Return the Markdown pages that git knows or would add, without the parts that docs/odd.md is made from."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    whole = [name for name in names.splitlines() if not name.startswith("experiments/evidence/")]
    return [ROOT / name for name in whole if (ROOT / name).exists()]


def links(text: str) -> list[str]:
    """Return the targets of a page's links and images."""
    found = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        for child in token.children or ():
            target = child.attrGet("href") or child.attrGet("src")
            found += [str(target)] if target else []
    return found


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return the anchors that GitHub gives a page's headings, and the anchors that the page sets itself."""
    text = page.read_text(encoding="utf-8")
    found = re.findall(r'<a id="([^"]+)">', text)
    tokens = MarkdownIt("commonmark").parse(text)
    for opening, heading in zip(tokens, tokens[1:], strict=False):
        if opening.type == "heading_open":
            words = "".join(child.content for child in heading.children or ())
            anchor = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
            found.append(anchor if anchor not in found else f"{anchor}-{found.count(anchor)}")
    return frozenset(found)


def broken(page: Path) -> list[str]:
    """Return a page's links that lead nowhere, each with the page's name."""
    faults = []
    for target in links(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = unquote(target).partition("#")
        other = (page.parent / name).resolve() if name else page
        if not other.exists() or (anchor and other.suffix == ".md" and anchor not in anchors(other)):
            faults.append(f"{page.relative_to(ROOT)}: {target}")
    return faults


def main() -> int:
    """Print broken links and return the exit code."""
    checked = pages()
    faults = [fault for page in checked for fault in broken(page)]
    print(
        "\n".join(faults) or f"The links of {len(checked)} pages lead somewhere.", file=sys.stderr if faults else None
    )
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
