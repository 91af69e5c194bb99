"""The site's sources: links lead to the pages' new places, the menu has every page, the reference has every name."""

import re
import sys
from pathlib import Path

import pytest

from experiments.cli.command_line import COMMANDS
from model.outcomes.outcomes import OUTCOMES
from model.paradigms.paradigm import Paradigm
from model.parameters.parameters import Parameters
from tools.site import navigation, packages, pages, reference, words

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")


def test_links_lead_to_the_new_places(tmp_path) -> None:
    gathered = pages.Gathered(ROOT, tmp_path)
    samples = {
        ("docs/guides/arms.md", "[a](../model.md#size)"): "[a](../model.md#size)",
        ("docs/model.md", "[a](../model/references.bib)"): "[a](repository/model/references.bib)",
        ("docs/guides/extend.md", "[a](../../examples)"): "[a](../repository/examples/README.md)",
        (
            "CONTRIBUTING.md",
            "[a](docs/guides/README.md) [b](CHANGELOG.md)",
        ): "[a](../guides/README.md) [b](CHANGELOG.md)",
        ("docs/README.md", "[a](start.md) [b](tutorial.ipynb)"): "[a](start.md) [b](tutorial.md)",
        ("docs/odd.md", '- <a id="hood1991"></a>Hood, see [x](#hood1991), https://a.no'): (
            "- []{#hood1991}Hood, see [x](#hood1991), https://a.no"
        ),
        ("docs/a.md", "```\n[a](../b.md)\n```"): "```\n[a](../b.md)\n```",
        ("docs/a.md", "```math\nx\n```"): "```{math}\nx\n```",
    }
    found = {key: gathered.rewritten(key[1], key[0]).rstrip("\n") for key in samples}
    assert found == samples


def test_a_folder_that_is_no_site_is_not_replaced(tmp_path, monkeypatch) -> None:
    pytest.importorskip("sphinx")
    from tools.site.__main__ import main

    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["tools.site", str(tmp_path)])
    with pytest.raises(SystemExit, match="other things than a site"):
        main()
    assert (tmp_path / "mine.txt").exists()


def test_the_menu_has_every_page_once() -> None:
    documents = ["README.md", "start.md", "performance.md", "model-nb.md", "lesson-45-nn.md"]
    menu = navigation.menu_of(documents, {"reference/commands.md": "", "reference/commands-nb.md": ""})
    assert menu["Begin"] == ["start.md"] and menu["Understand"][-1] == "performance.md"
    assert menu["På norsk"] == ["model-nb.md", "reference/commands-nb.md"]
    assert menu["På nynorsk"] == ["lesson-45-nn.md"]


def test_the_reference_has_every_declared_name_in_each_language() -> None:
    made = reference.reference_pages()
    assert len(made) == 4 * len(reference.WORDS)
    rules = [one.name for one in Paradigm.declarations()]
    wanted = {
        "commands": [f"\n## {name}\n" for name in COMMANDS],
        "parameters": [f"| `{one.name}` |" for one in Parameters.declarations()],
        "rules": [f"| `{name}` |" for name in rules],
        "outcomes": [f"| `{one.name}` |" for one in OUTCOMES],
    }
    missing = [
        (page, name)
        for page, text in made.items()
        for name in wanted[re.findall(r"/(\w+)", page)[0]]
        if name not in text
    ]
    assert missing == []
    assert "Hent kommune" in made["reference/commands-nb.md"] and "--dry-run" in made["reference/commands-nb.md"]


def test_the_python_reference_has_signatures_and_docstrings() -> None:
    text = packages.public_names(ROOT)
    for name in ("GovernanceModel", "compare", "read_results", "mechanism", "outcome"):
        assert f"\n### {name}\n" in text, name
    assert "def compare(\n" in text and "`run(" in text
    assert packages.prose("As here::\n\n    x < 1\n\nA < b:\n>>> f()\n1\n") == (
        "As here:\n\n    x < 1\n\nA &lt; b:\n```pycon\n>>> f()\n1\n```"
    )


def test_both_glossaries_have_the_same_words() -> None:
    rows = words.entries(GLOSSARY)
    page = words.dictionary(GLOSSARY)
    assert len(rows) > 40
    assert all(f"| {norwegian} | {english} |" in page for english, norwegian, _ in rows)
    order = [line.split(" | ")[0].strip("| ") for line in page.splitlines() if line.startswith("| ")][1:]
    assert order.index("arena") < order.index("utjevnet")
