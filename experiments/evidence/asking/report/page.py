"""The page of questions: every question with its answer, made from the answers in a folder.

The page keeps what it shows in `values/questions.json`, so that a change of words needs no new run. A question without
an answer in the folder keeps the page's answer, as long as its file is the same. Without either it is listed as not
asked yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from agents.engine.cache import source_hash
from experiments.evidence.asking.folder import answers_in, read_json
from experiments.evidence.asking.question import Question, shipped
from experiments.evidence.asking.reading import load_question
from experiments.evidence.asking.register import filed
from experiments.evidence.asking.report.figures import tests_figure
from experiments.evidence.asking.report.keep import PAGE, keep
from experiments.evidence.asking.report.maps import map_figure
from experiments.evidence.asking.report.names import Names, names_of, without_keys
from experiments.evidence.asking.report.words import without_verdict
from experiments.evidence.asking.sizes import planned
from experiments.evidence.asking.verdicts import ALPHA, UNDECIDED, holm
from experiments.evidence.pages import VALUES, page_languages, write
from experiments.output.figures import save_page_figure
from samskaping.language import SOURCE, languages

COMMAND = "samskaping ask --all --out results/ask --write docs/questions.md"
MOST_ROWS = 40
"""Most tests that decide, and most of the others, that the page lists for a question; `answer.json` has all."""

_KEPT = (
    "question", "title", "claim", "fails", "note", "source", "kind", "verdict", "p", "pilot", "model", "robust_share",
    "robust_interval", "robust", "paragraph", "municipality", "citizens", "months", "seeds", "sample", "runs",
    "seconds", "processor_seconds", "full", "rule_changed", "filed", "sha256", "failed", "extra",
)  # fmt: skip
_ROW = (
    "name", "group", "outcome", "mean", "low", "high", "threshold", "p", "p_holm", "seeds", "precision", "decides",
    "gate", "relative", "exact", "verdict",
)  # fmt: skip


def make(page: Path, folder: Path) -> Path:
    """Write the page and its figures from the answers in a folder, and return the page's path.

    A whole protocol on the page is not replaced by a pilot in the folder. With the page of the sources, the answers
    that come with the program are written too.
    """
    answers = {one["question"]: one for one in answers_in(folder)}
    before = read_json(page.parent / VALUES / "questions.json").get("questions", [])
    made = values(answers, page.parent / "figures", {one["question"]: one for one in before})
    if page.resolve() == PAGE:
        keep(made["questions"], answers)
    write(page, "questions", made)
    return page


def values(
    answers: Mapping[str, Mapping[str, Any]],
    figures: Path | None = None,
    before: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """Return the values of the templates `questions*.md.jinja`, independent of language.

    Args:
        answers: by question.
        figures: the folder in which figures are drawn, if they are.
        before: what the page shows of each question now.
    """
    shown = [_shown(load_question(name), answers.get(name), figures, (before or {}).get(name)) for name in shipped()]
    run = [one for one in shown if one["asked"] and not one["pilot"] and one["kind"] != "cannot"]
    for one, p in zip(run, holm([one["p"] for one in run]), strict=True):
        one["across"] = bool(p < ALPHA) if one["verdict"] != UNDECIDED else None
    return {
        "command": COMMAND,
        "model": ", ".join(dict.fromkeys(one["model"] for one in shown if one["asked"]))
        or source_hash("agents", "model"),
        "questions": shown,
        "filed": [str(day(entry.filed for entry in filed())) for day in (min, max)],
        "size": {
            "asked": len(run),
            "pilots": sum(bool(one["asked"] and one["pilot"] and one["kind"] != "cannot") for one in shown),
        },
    }


def _shown(
    question: Question, answer: Mapping[str, Any] | None, figures: Path | None, before: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return what the page shows of a question: its answer, or that `before`, or its texts and what it would take."""
    plan = planned(question, False)
    start = {
        "question": question.name, "title": dict(question.title.texts), "claim": dict(question.claim.texts),
        "fails": dict(question.fails.texts), "note": dict(question.note.texts) if question.note else None,
        "source": without_keys(question.source), "kind": question.kind, "asked": answer is not None, "across": None,
        "planned": {"runs": plan["runs"], "cells": plan["cells"]},
    }  # fmt: skip
    if before is not None and before["asked"] and before["sha256"] == question.sha256:
        if answer is None or answer["sha256"] != question.sha256 or (answer["pilot"] and not before["pilot"]):
            return {**before, **start, "asked": True, "stale": False, "paragraph": without_verdict(before)}
    if answer is None:
        return start
    kept = {key: answer[key] for key in _KEPT if key in answer}
    answer = {**answer, **names_of(question)}
    called = {code: Names(answer, code) for code in languages()}
    rows = [row for row in answer["rows"] if row["decides"]]
    shown = [row for row in answer["rows"] if not row["decides"]]
    return {
        **start, **kept, "source": start["source"], "paragraph": without_verdict(answer),
        "stale": answer["sha256"] != question.sha256,
        "groups": [_group(group, called, answer["robust"]) for group in answer["groups"] if group["note"] != "shown"],
        "rows": [{key: row[key] for key in _ROW} for row in rows[:MOST_ROWS]],
        "rows_in_all": len(rows),
        "shown": [{key: row[key] for key in _ROW} for row in shown[:MOST_ROWS]],
        "shown_in_all": len(shown),
        "figures": draw_figures(answer, figures),
    }  # fmt: skip


def _group(
    group: Mapping[str, Any], called: Mapping[str, Names], robust: Mapping[str, Any] | None
) -> dict[str, Any]:  # fmt: skip
    """Return a part of the claim as the page writes it, with the share of points at which it holds."""
    texts = {code: names(group["name"]) for code, names in called.items()}
    return {**group, "texts": texts, "share": (robust or {}).get("groups", {}).get(group["name"])}


def draw_figures(answer: Mapping[str, Any], folder: Path | None) -> list[str]:
    """Draw the figures of an answer in the languages of the page, and return their names without language."""
    names = []
    for kind, draw in (("tests", tests_figure), ("map", map_figure)):
        if kind == "map" and not _is_a_map(answer):
            continue
        name = f"question-{answer['question']}-{kind}"
        drawn = {code: draw(answer, code) for code in page_languages("questions")}
        if drawn[SOURCE] is None:
            continue
        names.append(name)
        for code, figure in drawn.items():
            if folder is not None and figure is not None:
                save_page_figure(figure, folder, name if code == SOURCE else f"{name}-{code}")
    return names


def _is_a_map(answer: Mapping[str, Any]) -> bool:
    """Return whether the map of cells is part of the answer: where arms are cells of a matrix."""
    return len(answer["arms"]) >= len(answer["conditions"]) * 2 and len(answer["conditions"]) > 2


__all__: Sequence[str] = ("COMMAND", "make", "values")
