"""Finding the answer that `samskaping ask` wrote: by the question's name, or in a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.errors import InputError
from experiments.evidence.asking.folder import ANSWER, FILE, KIND, MANIFEST, ROOT, read_json
from experiments.evidence.asking.question import Question, shipped
from experiments.evidence.asking.reading import question_of
from experiments.evidence.asking.report.words import names_of
from experiments.reading import text_of
from samskaping.language import Message


@dataclass(frozen=True)
class Answered:
    """An answer as plain data, the question that it answers, and the folder that holds both."""

    question: Question
    answer: dict[str, Any]
    folder: Path

    @property
    def is_shipped(self) -> bool:
        """Whether the program comes with the same question file."""
        path = shipped().get(self.question.name)
        return path is not None and question_of(_text(path), path.stem, path.name).sha256 == self.question.sha256


def is_asked(what: str) -> bool:
    """Return whether `what` names a question that comes with the program, or the folder of a question."""
    return what in shipped() or read_json(_folder(Path(what)) / MANIFEST).get("kind") == KIND


def answered(what: str) -> Answered:
    """Return the answer in a folder, or of a question by name: under results/ask, the whole protocol before a pilot.

    Raises:
        InputError: there is no answer, or it is of an older version.
    """
    folder = _folder(Path(what))
    if not folder.is_dir():
        there = [one for one in (ROOT / what, ROOT / f"{what}-pilot") if (one / ANSWER).is_file()]
        if not there:
            raise InputError(
                "the question {name} has no answer under {root} yet. Run `samskaping ask {name}`, with --pilot for a "
                "first look; or give the folder of its answer",
                name=what, root=ROOT,
            )  # fmt: skip
        folder = there[0]
    answer = read_json(folder / ANSWER)
    if not answer or not (folder / FILE).is_file():
        raise InputError(
            "{folder} holds a question without an answer: run `samskaping ask` with --out {folder}, which resumes it",
            folder=folder,
        )
    question = question_of(_text(folder / FILE), str(answer["question"]), str(folder / FILE))
    if "differences" not in answer or answer["sha256"] != question.sha256:
        raise InputError(
            "{folder}: its answer is of an older version. Run `samskaping ask` again with --out {folder}, which keeps "
            "the runs",
            folder=folder,
        )
    return Answered(question, {**answer, **names_of(question)}, folder)


def _folder(path: Path) -> Path:
    return path.parent if path.name in (MANIFEST, ANSWER) else path


def _text(path: Path) -> str:
    return text_of(path, Message("the question file"))
