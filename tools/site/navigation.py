"""What the site holds, in the order of its menu.

Pages of `docs/` that `MENU` does not name find their own places. Translations stand under their language, guides and
decisions in their folders' lists, and all others under "Understand".
"""

from __future__ import annotations

from pathlib import Path

from tools.site.examples import examples_page
from tools.site.packages import package_pages, public_names
from tools.site.pages import HOME, Gathered, place
from tools.site.reference import reference_pages
from tools.site.words import dictionary

MENU = {
    "Begin": [
        "start.md", "install.md", "tutorial-researcher.md", "tutorial.ipynb", "tutorial-council.md", "lesson-45.md",
        "workshop-90.md",
    ],
    "Do": ["experiments.md", "timeline.md", "council.md", "dashboard.md", "guides/README.md", "redo.md"],
    "Results": [
        "contingency.md", "robustness.md", "questions.md", "sources.md", "predictions.md", "patterns.md", "trust.md",
        "calibration.md", "uncertainty.md", "ablation.md", "sizes.md", "docking.md", "scenarios.md",
    ],
    "Understand": ["model.md", "presets.md", "odd.md", "evidence.md", "architecture.md", "decisions/README.md"],
    "Look up": [
        "reference/commands.md", "reference/parameters.md", "reference/rules.md", "reference/outcomes.md",
        "reference/python.md", "reference/packages/README.md", "glossary.md", "ordliste.md",
    ],
    "På norsk": [],
    "På nynorsk": [],
    "The project": [],
}  # fmt: skip
LANGUAGES = {"nb": "På norsk", "nn": "På nynorsk"}
REPOSITORY = [
    "CHANGELOG.md", "CONTRIBUTING.md", "model/data/SOURCES.md", "model/data/SURVEY_FACTS.md", "LICENSE.md",
]  # fmt: skip
"""Pages outside `docs/`, where they exist. They stand under "The project"."""

FOLDERS = ("guides", "decisions")
"""Folders of `docs/` whose README lists the other pages."""


def gather(root: Path, target: Path) -> None:
    """Write the sources of the site of the repository at `root` into the folder `target`."""
    pages = Gathered(root, target)
    generated = {
        **reference_pages(),
        "reference/python.md": public_names(root),
        **package_pages(root),
        "ordliste.md": dictionary((root / "docs" / "glossary.md").read_text(encoding="utf-8")),
        "repository/examples/README.md": examples_page(root / "examples"),
    }
    for name, text in generated.items():
        pages.write(name, text)
    found = sorted((root / "docs").rglob("*.md")) + sorted((root / "docs").glob("*.ipynb"))
    documents = [path.relative_to(root / "docs").as_posix() for path in found]
    others = [path for path in REPOSITORY if (root / path).exists()]
    for path in [*(f"docs/{name}" for name in documents), *others]:
        pages.add(path)
    for folder in FOLDERS:
        _list(pages, f"{folder}/README.md", [name for name in documents if name.startswith(f"{folder}/")])
    menu = menu_of([name for name in documents if not name.startswith(tuple(f"{one}/" for one in FOLDERS))], generated)
    menu["The project"] += [place(path) for path in [*others, "examples/README.md"]]
    home = target / "index.md"
    trees = [toctree(names, caption) for caption, names in menu.items() if names]
    home.write_text("\n".join([home.read_text(encoding="utf-8"), *trees]), encoding="utf-8")


def menu_of(documents: list[str], generated: dict[str, str]) -> dict[str, list[str]]:
    """Return the menu with every page, given the names of the pages of `docs/` and of the generated ones."""
    there = {*documents, *generated, *(f"{folder}/README.md" for folder in FOLDERS)}
    menu = {caption: [name for name in names if name in there] for caption, names in MENU.items()}
    placed = {name for names in menu.values() for name in names} | {HOME.removeprefix("docs/")}
    for name in documents:
        if name not in placed:
            menu[LANGUAGES.get(Path(name).stem.rpartition("-")[2], "Understand")].append(name)
    menu["På norsk"] += [name for name in generated if Path(name).stem.endswith("-nb")]
    return menu


def toctree(names: list[str], caption: str = "") -> str:
    """Return MyST's hidden list of pages, which makes a part of the menu."""
    head = ["```{toctree}", ":hidden:", *([f":caption: {caption}"] if caption else []), ""]
    return "\n".join([*head, *(str(Path(name).with_suffix("").as_posix()) for name in names), "```", ""])


def _list(pages: Gathered, index: str, names: list[str]) -> None:
    """Add the pages of a folder to the menu, below the folder's README."""
    path = pages.target / index
    inside = [Path(name).name for name in sorted(names) if name != index]
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{toctree(inside)}", encoding="utf-8")
