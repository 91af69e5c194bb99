"""The table of the source documents names only what exists, and its pages are up to date."""

from collections import Counter
from pathlib import Path

from agents.errors import nearest_names
from experiments.cli.command_line import COMMANDS
from experiments.evidence.asking.question import shipped
from experiments.evidence.asking.reading import load_question
from experiments.evidence.sources import KINDS, REFERENCES, RUNS, STATUSES, Item, declared, write
from experiments.runs.scenario import FOLDER as SCENARIOS
from experiments.runs.scenario import scenarios
from model.outcomes.outcomes import OUTCOMES
from model.paradigms.paradigm import Paradigm
from model.paradigms.presets import PRESETS
from model.parameters.parameters import Parameters
from model.references import entries
from model.timeline.events import EVENTS

DOCS = Path(__file__).resolve().parents[3] / "docs"
PARAMETERS = [one.name for one in Parameters.declarations()]
NAMES = {
    "scenario": [one.name for one in scenarios()],
    "question": list(shipped()),
    "command": list(COMMANDS),
    "paradigm": list(PRESETS),
    "rule": [one.name.removeprefix("rules.") for one in Paradigm.declarations()],
    "parameter": [name for name in PARAMETERS if not name.startswith("mechanisms.")],
    "mechanism": [name.removeprefix("mechanisms.") for name in PARAMETERS if name.startswith("mechanisms.")],
    "event": list(EVENTS),
    "outcome": [one.name for one in OUTCOMES],
}


def faults_of(item: Item, documents: set[str]) -> list[str]:
    """Return what is wrong with an item, each fault with its id."""
    faults = [
        f"no {what} {value!r}"
        for what, value, valid in (
            ("document", item.document, documents), ("kind", item.kind, KINDS), ("status", item.status, STATUSES),
        )
        if value not in valid
    ]  # fmt: skip
    for reference in (*item.by, *item.see):
        kind, _, name = reference.partition(":")
        if name not in NAMES.get(kind, ()):
            near = nearest_names(name, NAMES.get(kind, NAMES)) or ["nothing like it"]
            faults.append(f"no {reference}; nearest: {', '.join(near)}")
    texts = {"title": item.title.texts, "note": item.note.texts}
    faults += [f"{name} needs en and nb" for name, one in texts.items() if {*one} != {"en", "nb"}]
    if not all([item.where.strip(), *(text.strip() for one in texts.values() for text in one.values())]):
        faults.append("an empty text")
    if len({*item.by, *item.see}) < len(item.by) + len(item.see):
        faults.append("names something twice")
    runs = [one for one in item.by if one.partition(":")[0] in RUNS]
    if item.status == "not represented" and item.by:
        faults.append("not represented, and yet `by` names what runs it")
    if item.status != "not represented" and not runs:
        faults.append("has a status, and `by` names nothing that runs it")
    return [f"{item.id}: {fault}" for fault in faults]


def test_the_table_names_what_exists_and_leaves_nothing_out() -> None:
    documents, items = declared()
    assert set(NAMES) == set(REFERENCES)
    keys = {one.key for one in documents}
    faults = [f"no work {key}" for key in keys - set(entries())]
    faults += [f"{one}: twice" for one, times in Counter(item.id for item in items).items() if times > 1]
    faults += [fault for item in items for fault in faults_of(item, keys)]
    named = {reference for item in items for reference in (*item.by, *item.see)}
    marks = [f"@{key.partition('-')[0]}" for key in keys]
    citing = [
        f"{path.parent.name.removesuffix('s')}:{path.stem}"
        for path in (*SCENARIOS.glob("*.toml"), *shipped().values())
        if any(mark in path.read_text(encoding="utf-8") for mark in marks)
    ]
    assert len(citing) > len(keys)
    faults += [f"{one} cites a source document, and no item names it" for one in citing if one not in named]
    undecidable = {f"question:{name}" for name in NAMES["question"] if load_question(name).kind == "cannot"}
    faults += [f"{item.id}: {one} runs nothing" for item in items for one in undecidable & set(item.by)]
    assert not faults, "\n".join(faults)


def test_the_pages_are_up_to_date(tmp_path: Path) -> None:
    write(tmp_path)
    for name in ("sources.md", "sources-nb.md"):
        assert (tmp_path / name).read_text("utf-8") == (DOCS / name).read_text("utf-8"), "run `make docs`"
