"""The folder of a question: its file, its manifest, its runs in folders beside each other, and its answer."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agents.errors import InputError
from experiments.evidence.asking.question import Question
from experiments.evidence.asking.reading import load_question, question_of
from experiments.evidence.asking.register import is_filed
from experiments.output.folders import check_new_folder, write_text
from experiments.own.collection import NO_FILES, Own, own_from
from experiments.reading import text_of
from experiments.runs.manifest import as_json, source_revision
from samskaping.language import Message

MANIFEST, ANSWER, FILE = "manifest.json", "answer.json", "question.toml"
KIND = "question"
ROOT = Path("results") / "ask"
"""The folder of the folders of questions, unless --out names another."""


def open_folder(question: Question, out: Path, pilot: bool) -> bool:
    """Make or check the folder; return whether the rule has changed since it got results.

    Raises:
        InputError: the folder holds something else, another question, or another size of the same.
    """
    known = read_json(out / MANIFEST)
    if not known:
        check_new_folder(out)
    elif known.get("kind") != KIND or known.get("question") != question.name:
        raise InputError(
            "{folder} holds something else ({name}); give another folder with --out",
            folder=out, name=str(known.get("question") or known.get("kind")),
        )  # fmt: skip
    elif known.get("pilot") != pilot:
        raise InputError(
            "{folder} holds a pilot of this question; give another folder with --out for the whole protocol"
            if known.get("pilot")
            else "{folder} holds the whole protocol of this question; give another folder with --out for a pilot",
            folder=out,
        )
    now = {"sha256": question.sha256, "decided_by": question.decided_by, "since": _now()}
    versions = [one for one in known.get("files", []) if isinstance(one, dict)]
    if not any(out.glob("*/runs/*")):
        versions = []  # nothing has been run with an earlier file
    if not versions or versions[-1]["sha256"] != question.sha256:
        versions.append(now)
    manifest = {
        "kind": KIND, "question": question.name, "pilot": pilot, "sha256": question.sha256,
        "filed": is_filed(question), "files": versions,
        **({"own": question.own.as_list()} if question.own else {}),
        "source": source_revision(),
    }  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    write_text(out / MANIFEST, as_json(manifest) + "\n")
    write_text(out / FILE, question.text)
    return any(one["decided_by"] != question.decided_by for one in versions)


def question_in(folder: Path, name: str, run: bool = False) -> Question:
    """Return the question in a folder of results, with the files that it names as they were then.

    Args:
        folder: as `open_folder` made it.
        name: of the question.
        run: whether its runs are to be made, which its code may not do.

    Raises:
        InputError: the question is not valid, or names code and is to be run.
    """
    try:
        own = own_from(read_json(folder / MANIFEST).get("own", []))
    except (KeyError, TypeError, ValueError, AttributeError):
        own = NO_FILES  # a file that is missing then is refused by its name
    own = Own(tuple(one for one in own.sources if not one.code)) if run else own
    text = text_of(folder / FILE, Message("the question file"))
    return question_of(text, name, str(folder / FILE), own, code=False)


def question_named(given: str) -> Question:
    """Return the question by name or in a file, which may be the one in a folder of results."""
    path = Path(given)
    if path.name == FILE and read_json(path.parent / MANIFEST).get("kind") == KIND:
        return question_in(path.parent, path.stem, run=True)
    return load_question(given)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file, empty where there is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def answers_in(folder: Path) -> list[dict[str, Any]]:
    """Return the answers in the folders inside a folder, whole protocols before pilots of the same question."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob(f"*/{ANSWER}")):
        one = read_json(path)
        name = one.get("question", "")
        if name and (name not in found or not one.get("pilot")):
            found[name] = one
    return list(found.values())
