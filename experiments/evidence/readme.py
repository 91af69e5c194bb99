"""The results in README.md, written from the kept values of the contingency and robustness pages.

python -m experiments.evidence.readme

The sentences replace what stands between the two lines `START` and `END`. Without these lines they are only printed.
"""

from __future__ import annotations

import json
from pathlib import Path

from experiments.evidence.pages import VALUES, render
from experiments.output.documents import reflowed
from experiments.output.folders import write_text

START, END = "<!-- results: python -m experiments.evidence.readme -->", "<!-- end of results -->"
PAGES = ("contingency", "robustness")


def sentences(docs: Path) -> str:
    """Return the results as a list in Markdown, from the values kept beside the pages in `docs`."""
    kept = {name: json.loads((docs / VALUES / f"{name}.json").read_text(encoding="utf-8")) for name in PAGES}
    return reflowed(render("readme.md.jinja", **kept))


def updated(readme: str, results: str) -> str:
    """Return the text of the README with its results replaced; unchanged where it lacks the two lines."""
    before, start, rest = readme.partition(START)
    _, end, after = rest.partition(END)
    return f"{before}{start}\n\n{results.strip()}\n\n{end}{after}" if start and end else readme


if __name__ == "__main__":
    path = Path("README.md")
    results = sentences(Path("docs"))
    write_text(path, updated(path.read_text(encoding="utf-8"), results))
    print(results)
