"""Answers that come with the program: of its own questions, by the whole protocol, one short file each.

A file has what a report for a council needs: the verdict, the tests that decide, and levels and differences by arm. It
lacks the runs. `python -m experiments.evidence.asking.report.keep` writes the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from experiments.evidence.asking.folder import read_json
from experiments.evidence.asking.question import FOLDER as QUESTIONS
from experiments.evidence.asking.question import Question
from experiments.runs.versions import same_results

FOLDER = QUESTIONS / "answers"


def file_of(name: str, folder: Path = FOLDER) -> Path:
    """Return the file of the answer of a question, which need not be there."""
    return folder / f"{name}.json"


@cache
def kept_answer(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """Return the answer that comes with the program, as plain data; empty where there is none."""
    return read_json(file_of(name, folder))


def valid_answer(question: Question, folder: Path = FOLDER) -> dict[str, Any]:
    """Return the kept answer of a question where this program would give the same; else an empty one.

    It holds for the same file of the question, and for a version of the model that computes the same results.
    """
    answer = kept_answer(question.name, folder)
    if answer and answer["sha256"] == question.sha256 and same_results(answer["model"]):
        return answer
    return {}


def is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two forms of an answer are of the same runs and the same question."""
    return bool(one) and bool(other) and all(one[key] == other[key] for key in ("sha256", "model", "verdict", "p"))
