"""Writes the answers that come with the program, from answers in a folder of results and from the page of questions.

    python -m experiments.evidence.asking.report.keep [RESULTS]

An answer in RESULTS is used where the page has the same one. Else the file stays that there is of the page's answer.
Without one, the file has what the page keeps, which lacks levels and differences by arm. A pilot is never kept.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from experiments.evidence.asking.folder import ROOT, answers_in, read_json
from experiments.evidence.asking.question import FOLDER as QUESTIONS
from experiments.evidence.asking.reading import load_question
from experiments.evidence.asking.report.answers import FOLDER, file_of, is_same, kept_answer
from experiments.evidence.asking.report.kept import rows_of
from experiments.evidence.asking.report.names import names_of
from experiments.evidence.pages import VALUES
from experiments.output.folders import write_text
from experiments.runs.manifest import as_json

PAGE = QUESTIONS.parents[1] / "docs" / "questions.md"
"""The page of the program's own questions, whose answers are kept."""
_DIGITS = 6
_ALIKE = (
    "question", "title", "claim", "fails", "note", "source", "kind", "verdict", "p", "pilot", "robust_share",
    "robust_interval", "robust", "extra", "municipality", "citizens", "months", "seeds", "sample", "sha256", "filed",
    "model", "paragraph", "rule_changed", "runs", "failed", "seconds", "processor_seconds",
)  # fmt: skip
_OF_RUNS = ("first_seed", "seeds_given", "seeds_needed", "control")
_GROUP = ("name", "combine", "verdict", "counts", "note")
_ROW = (
    "name", "group", "outcome", "mean", "low", "high", "threshold", "p", "p_holm", "seeds", "precision", "decides",
    "gate", "relative", "exact", "verdict",
)  # fmt: skip


def keep(
    page: Iterable[Mapping[str, Any]], answers: Mapping[str, Mapping[str, Any]], folder: Path = FOLDER
) -> list[Path]:  # fmt: skip
    """Write a file for each answer of a whole protocol on the page, and return the files.

    Args:
        page: what the page keeps of each question.
        answers: as `samskaping ask` wrote them, by question.
        folder: of the files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for one in page:
        if not one["asked"] or one["pilot"] or one["kind"] == "cannot":
            continue
        name, found = str(one["question"]), answers.get(str(one["question"]), {})
        path = file_of(name, folder)
        if is_same(found, one):
            write_text(path, as_json(from_results(found)) + "\n")
        elif not is_same(read_json(path), one):
            write_text(path, as_json(from_page(one)) + "\n")
        files.append(path)
    kept_answer.cache_clear()
    return files


def from_results(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return the short form of an answer: without tests that decide nothing, and cells of several conditions."""
    return {
        **{key: answer[key] for key in (*_ALIKE, *_OF_RUNS)},
        "groups": [{key: group[key] for key in _GROUP} for group in answer["groups"]],
        "rows": _rounded([{key: row[key] for key in _ROW} for row in answer["rows"] if row["decides"]]),
        **{key: _rounded({cell: found for cell, found in answer[key].items() if "+" not in cell})
           for key in ("means", "differences")},
    }  # fmt: skip


def from_page(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return the short form of an answer of which only the page is left: no levels, and numbers with its decimals."""
    question = load_question(str(one["question"]))
    return {
        **{key: one[key] for key in _ALIKE},
        "first_seed": question.protocol.first_seed, "seeds_given": None, "seeds_needed": None,
        "control": question.control,
        "groups": [{key: group[key] for key in _GROUP} for group in one["groups"]],
        "rows": [{key: row[key] for key in _ROW if key in row} for row in rows_of(question, one)],
        "means": {}, "differences": {},
    }  # fmt: skip


def _rounded(value: Any) -> Any:
    """Return plain data with numbers of six digits."""
    if isinstance(value, Mapping):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(part) for part in value]
    return float(f"{value:.{_DIGITS}g}") if isinstance(value, float) else value


def main(results: Path) -> list[Path]:
    """Write the files from the values of the page and the answers in a folder of results, whose figures are drawn."""
    from experiments.evidence.asking.report.page import draw_figures

    page = read_json(PAGE.parent / VALUES / "questions.json")["questions"]
    answers = {one["question"]: one for one in answers_in(results)}
    for one in page:
        if is_same(found := answers.get(one["question"], {}), one):
            draw_figures({**found, **names_of(load_question(one["question"]))}, PAGE.parent / "figures")
    return keep(page, answers)


if __name__ == "__main__":
    print(*main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT), sep="\n")
