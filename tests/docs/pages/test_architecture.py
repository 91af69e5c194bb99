"""The picture of the architecture is current, the page's functions exist, and links between pages lead somewhere."""

import importlib
import json
import re
import sys
from functools import reduce
from pathlib import Path

import pytest

pytest.importorskip("grimp")
pytest.importorskip("markdown_it")

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "docs"))

import check_links  # noqa: E402
import draw_architecture  # noqa: E402


def test_the_picture_shows_the_imports_of_now() -> None:
    from PIL import Image

    with Image.open(draw_architecture.PICTURE) as picture:
        drawn = json.loads(picture.text[draw_architecture.DATA])  # type: ignore[attr-defined]
    assert drawn == draw_architecture.imports(), "run `make docs`"


def test_imports_go_one_way_in_the_order_that_the_picture_has() -> None:
    rooms = draw_architecture.imports()
    order = draw_architecture.order(rooms)
    assert sorted(order) == sorted(rooms)
    assert [(a, b) for a, others in rooms.items() for b in others if order.index(b) < order.index(a)] == []


def test_the_phases_that_the_page_names_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    folders = re.findall(r"^    (service|participation|governing)/ +(?:[^:\n]*: )?(.*)$", text, re.MULTILINE)
    assert len(folders) == 3
    phases = ROOT / "model" / "phases"
    assert [
        name for folder, names in folders for name in names.split(", ") if not (phases / folder / f"{name}.py").exists()
    ] == []


def test_the_functions_of_the_datas_way_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    names = re.findall(r"^\| \d+ \| `([\w.]+)` \|", text, re.MULTILINE)
    assert len(names) == 10
    missing = []
    for name in names:
        parts = name.split(".")
        size = next(k for k in range(len(parts), 0, -1) if (ROOT / Path(*parts[:k])).with_suffix(".py").exists())
        try:
            reduce(getattr, parts[size:], importlib.import_module(".".join(parts[:size])))
        except AttributeError:
            missing.append(name)
    assert missing == []


def test_links_between_pages_lead_somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [fault for page in check_links.pages() for fault in check_links.broken(page)] == []
    monkeypatch.setattr(check_links, "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text("# A heading!\n\n[a](#a-heading) [b](#b) [c](page.md#a-heading) [d](none.md) ![e](no.png)\n")
    assert check_links.broken(page) == ["page.md: #b", "page.md: none.md", "page.md: no.png"]


def test_the_index_of_decisions_has_every_record() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"^\| \[\w+\]\((\w+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(path.name for path in folder.glob("*.md") if path.name != "README.md")
