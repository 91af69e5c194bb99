"""Finding the answer that `samskaping ask` wrote: by the question's name or file, or in a folder."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.errors import InputError
from experiments.evidence.asking.folder import ANSWER, FILE, KIND, MANIFEST, ROOT, question_in, read_json
from experiments.evidence.asking.question import Question, shipped
from experiments.evidence.asking.reading import load_question, question_of
from experiments.evidence.asking.report.answers import valid_answer
from experiments.evidence.asking.report.names import names_of
from experiments.reading import text_of, toml_of
from experiments.runs.scenario import scenarios
from samskaping.language import Message
from samskaping.registry import installed

_ONLY_IN_QUESTIONS = frozenset({"claim_en", "fails_en", "rule"})


@dataclass(frozen=True)
class Answered:
    """An answer as plain data, the question that it answers, and the folder that holds both.

    Without a folder it is the answer that comes with the program. That may lack levels and differences by arm.
    """

    question: Question
    answer: dict[str, Any]
    folder: Path | None

    @property
    def is_shipped(self) -> bool:
        """Whether the program comes with the same question file."""
        path = shipped().get(self.question.name)
        return path is not None and question_of(_text(path), path.stem, path.name).sha256 == self.question.sha256


def is_asked(what: str) -> bool:
    """Return whether `what` is a question: its name, its file, or the folder of its answer.

    A question of one's own is known by name where results/ask has its answer and no scenario has the name.
    """
    path = Path(what)
    if path.suffix == ".toml":
        return _is_question_file(path)
    if what in questions() or read_json(_folder(path) / MANIFEST).get("kind") == KIND:
        return True
    return not path.is_dir() and bool(_folders_of(what)) and what not in {one.name for one in scenarios()}


def questions() -> list[str]:
    """Return the names of the questions that come with the program or with an installed package."""
    return [*shipped(), *installed("question")]


def answered(what: str) -> Answered:
    """Return the answer in a folder, or of a question by its name or file.

    The answer of a name or a file is looked for under results/ask, that of the whole protocol before a pilot's. Without
    one, the answer that comes with the program is used, where the model still computes the same.

    Raises:
        InputError: there is no answer, or it is of an older version.
    """
    path = Path(what)
    file = load_question(path) if path.suffix == ".toml" else None
    folder = _folder(path)
    if file is not None or not folder.is_dir():
        there = _folders_of(file.name if file else what)
        if not there and (kept := _with_the_program(file, what)):
            return kept
        if not there:
            raise InputError(
                "the question {name} has no answer under {root} yet. Run `samskaping ask {name}`, with --pilot for a "
                "first look; or give the folder of its answer",
                name=shlex.quote(what), root=ROOT,
            )  # fmt: skip
        folder = there[0]
    answer = read_json(folder / ANSWER)
    if not answer or not (folder / FILE).is_file():
        raise InputError(
            "{folder} holds a question without an answer: run `samskaping ask` with --out {folder}, which resumes it",
            folder=shlex.quote(str(folder)),
        )
    question = question_in(folder, str(answer["question"]))
    if "differences" not in answer or answer["sha256"] != question.sha256:
        raise InputError(
            "{folder}: its answer is of an older version. Run `samskaping ask` again with --out {folder}, which keeps "
            "the runs",
            folder=shlex.quote(str(folder)),
        )
    if file is not None and (file.sha256, file.own.identity()) != (question.sha256, question.own.identity()):
        raise InputError(
            "{folder} has the answer of another version of {file}. Run `samskaping ask {file}` again", folder=folder,
            file=shlex.quote(what),
        )  # fmt: skip
    return Answered(question, {**answer, **names_of(question)}, folder)


def _with_the_program(file: Question | None, name: str) -> Answered | None:
    """Return the answer of one of the program's own questions that comes with it; None where it has none."""
    if file is None and name not in shipped():
        return None
    question = file or load_question(name)
    answer = valid_answer(question)
    return Answered(question, {**answer, **names_of(question)}, None) if answer else None


def _folders_of(name: str) -> list[Path]:
    """Return the folders under results/ask that have an answer of a question, the whole protocol's first."""
    return [one for one in (ROOT / name, ROOT / f"{name}-pilot") if (one / ANSWER).is_file()]


def _is_question_file(path: Path) -> bool:
    """Return whether a file has keys that only questions have."""
    try:
        return not _ONLY_IN_QUESTIONS.isdisjoint(toml_of(_text(path), str(path)))
    except (FileNotFoundError, InputError):
        return False  # the caller says what is wrong with it


def _folder(path: Path) -> Path:
    return path.parent if path.name in (MANIFEST, ANSWER) else path


def _text(path: Path) -> str:
    return text_of(path, Message("the question file"))
