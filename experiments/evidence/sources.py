"""The pages docs/sources.md and docs/sources-nb.md: what the source documents ask, and what answers it.

The table is `sources.toml`. Each item of a document has a status, and the names of what runs it. The words of the pages
stand in their templates.

python -m experiments.evidence.sources docs
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.evidence.pages import page_language, render, template
from experiments.evidence.scenarios import anchor
from experiments.output.documents import write_page
from experiments.output.texts import label
from experiments.output.texts_sources import work_linked
from experiments.runs.scenario import load_scenario
from model.outcomes.outcomes import OUTCOMES
from samskaping.language import SOURCE, Language, Versions

FILE = Path(__file__).with_name("sources.toml")
KINDS = ("mechanism", "case", "question", "measure")
"""What an item is; "question" is a question or a claim."""
STATUSES = ("can be run", "in part", "not represented")
RUNS = ("scenario", "question", "command", "paradigm", "rule", "parameter", "mechanism", "event")
"""Kinds of references that make the model do something."""
REFERENCES = (*RUNS, "outcome")


@dataclass(frozen=True)
class Item:
    """One thing that a source document asks for, and what answers it."""

    id: str
    document: str
    """The document's key in the bibliography."""
    where: str
    """Slide, heading or sentence, in the document's own words."""
    kind: str
    title: Versions
    status: str
    by: tuple[str, ...]
    """What runs it, each as `kind:name`; a kind is among `REFERENCES`."""
    see: tuple[str, ...]
    """Further references, which run nothing of it."""
    note: Versions
    """What is run, or what is missing and why. Markdown."""


@dataclass(frozen=True)
class Document:
    """A source document: its key in the bibliography, and its title."""

    key: str
    title: Versions


def declared() -> tuple[tuple[Document, ...], tuple[Item, ...]]:
    """Return the documents and the items of the table, in its order."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    documents = tuple(Document(one["key"], _versions(one, "title")) for one in table["document"])
    return documents, tuple(_item(one) for one in table["item"])


def _item(one: dict[str, Any]) -> Item:
    return Item(
        one["id"], one["document"], one["where"], one["kind"], _versions(one, "title"), one["status"],
        tuple(one["by"]), tuple(one.get("see", ())), _versions(one, "note"),
    )  # fmt: skip


def _versions(one: dict[str, Any], key: str) -> Versions:
    start = f"{key}_"
    return Versions({name.removeprefix(start): text for name, text in one.items() if name.startswith(start)})


def page(language: Language) -> str:
    """Return the page in a language, or in the nearest that has a template."""
    language = page_language("sources", language)
    documents, items = declared()
    return render(
        template("sources", language),
        language=language,
        counts=[
            (_heading(one, language), *_counted([item for item in items if item.document == one.key]))
            for one in documents
        ],
        kinds=[(kind, *_counted([item for item in items if item.kind == kind])) for kind in KINDS],
        total=_counted(items),
        documents=[
            {
                "title": one.title.text(language),
                "source": work_linked(one.key, language),
                "items": [_shown(item, language) for item in items if item.document == one.key],
            }
            for one in documents
        ],
        missing=[
            (_title_of(documents, item.document, language), item.title.text(language), item.note.text(language))
            for item in items
            if item.status == STATUSES[-1]
        ],
    )


def _heading(document: Document, language: Language) -> str:
    """Return a document's title with a link to its section."""
    title = document.title.text(language)
    return f"[{title}](#{anchor(title)})"


def _title_of(documents: Sequence[Document], key: str, language: Language) -> str:
    return next(one.title.text(language) for one in documents if one.key == key)


def _counted(items: Sequence[Item]) -> tuple[int, ...]:
    """Return how many items have each status, and how many there are."""
    counts = Counter(item.status for item in items)
    return (*(counts[status] for status in STATUSES), len(items))


def _shown(item: Item, language: Language) -> dict[str, Any]:
    return {
        "where": item.where,
        "kind": item.kind,
        "title": item.title.text(language),
        "status": item.status,
        "note": item.note.text(language),
        "by": _grouped(item.by, language),
        "see": _grouped(item.see, language),
    }


def _grouped(references: Sequence[str], language: Language) -> list[tuple[str, list[str]]]:
    """Return references by kind, as Markdown."""
    parts = [one.partition(":")[::2] for one in references]
    return [
        (kind, [_linked(kind, name, language) for one, name in parts if one == kind])
        for kind in dict.fromkeys(kind for kind, _ in parts)
    ]


def _linked(kind: str, name: str, language: Language) -> str:
    """Return a name with a link to its page, where it has a place on one."""
    also = "" if language == SOURCE else f"-{language}"
    if kind == "scenario":
        return f"[{name}](scenarios{also}.md#{anchor(load_scenario(name).title.text(language))})"
    if kind == "question":
        return f"[{name}](questions{also}.md#{name})"
    if kind == "outcome":
        return f"*{next(label(one, language) for one in OUTCOMES if one.name == name)}*"
    return f"`samskaping {name}`" if kind == "command" else f"`{name}`"


def write(docs: Path) -> None:
    """Write the page in both languages into the folder `docs`."""
    write_page(docs / "sources.md", page("en"))
    write_page(docs / "sources-nb.md", page("nb"))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
