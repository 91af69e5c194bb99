"""Figures of the documentation: each is shown by a page, each that a page shows is there, and none is large."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FIGURES = ROOT / "docs" / "figures"
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "docs").rglob("*.ipynb")]
MOST_BYTES = 200_000


def shown() -> dict[Path, Path]:
    """Return the page of each picture that a page shows, by the picture's path."""
    found = {}
    for page in PAGES:
        for target in re.findall(r"!\[[^]]*\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                found[(page.parent / target).resolve()] = page
    return found


def test_every_figure_is_shown_and_every_shown_one_is_there() -> None:
    there = {path for path in FIGURES.rglob("*") if path.is_file()}
    assert there and {path.name for path in there - set(shown())} == set(), "no page shows these"
    assert {path.name: page.name for path, page in shown().items() if not path.exists()} == {}, "these are missing"


def test_figures_are_small_pngs() -> None:
    for path in FIGURES.iterdir():
        assert path.read_bytes().startswith(b"\x89PNG"), f"{path.name} is no PNG"
        assert path.stat().st_size <= MOST_BYTES, f"{path.name} has {path.stat().st_size:,} bytes"
