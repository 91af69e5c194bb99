"""What the page of questions keeps of an answer, as rows and words again.

The page's values hold rows with their numbers. Those of earlier versions hold only the texts of the table. Numbers
are then those of the answer that comes with the program, or are read from the English texts. Names and limits are those
of the question, whose file is the same.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from agents.errors import InputError
from experiments.evidence.asking.kinds import KINDS
from experiments.evidence.asking.question import Question
from experiments.evidence.asking.reading import load_question
from experiments.evidence.asking.report.answers import is_same, kept_answer
from experiments.evidence.asking.report.limits import Best, best_of, limit_of_all
from experiments.evidence.asking.report.names import Names, names_of, written
from experiments.evidence.asking.report.texts import TEXTS
from experiments.evidence.asking.report.words import group_word, paragraphs, row_word, verdict_word, without_verdict
from experiments.evidence.asking.verdicts import Combine, Group, Judged, Row
from samskaping.language import SOURCE, Language

_question = cache(load_question)
_ROW = tuple(field.name for field in dataclasses.fields(Row))
_GROUP = tuple(field.name for field in dataclasses.fields(Group))
_NUMBERS = ("mean", "low", "high")
_WRITTEN = re.compile(r"[+]?(\N{MINUS SIGN}?)[+]?(\d+\.\d+)( %)?")
_TINY = 1e-9  # in place of a zero, so that its minus sign stays
_SHARES = ("joint", "weightings", "ranks")
"""Kinds of rules with tests of shares, whose values were written as differences before."""
_NOTES = ("scaling",)
"""Notes that are no part of an answer's data, and stand in its paragraph alone."""


def on_the_page(one: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return what the page says of an answer that it keeps, in a language.

    - `verdict`: what the verdict is called; `within`: whether it is upheld because of limits alone;
    - `paragraph`: without the sentence that gives the verdict;
    - `groups`: as they are kept; each is `called` by a name, and its verdict by a `word`;
    - `rows`: of each, `group`, `name`, `value`, `needed` and `verdict`;
    - `shown`: the same of rows that decide nothing; none where the page kept none;
    - `best`: of each group with a limit, which alternative is best by point estimate.
    """
    question = _question(one["question"])
    rows = rows_of(question, one)
    answer = {**one, "rows": rows, **names_of(question)}
    called = Names(answer, language)
    return {
        "verdict": verdict_word(answer, language),
        "within": verdict_word(answer, SOURCE) != verdict_word({**answer, "limits": {}}, SOURCE),
        "paragraph": without_verdict({**answer, "paragraph": paragraphs_of(question, answer)})[language],
        "groups": [{**group, "called": called(group["name"]), "word": group_word(answer, group, language)}
                   for group in one["groups"]],
        "rows": [row_texts(row, answer, called, language) for row in rows],
        "shown": [row_texts(_with_numbers(row), answer, called, language) for row in one.get("shown", ())],
        "best": [_best(found, called, language) for found in best_of(answer["limits"], rows)],
    }  # fmt: skip


def row_texts(
    row: Mapping[str, Any], answer: Mapping[str, Any], called: Names, language: Language
) -> dict[str, str]:  # fmt: skip
    """Return a test as tables write it."""
    low, high, mean, needed = (called.value(row[key], row) for key in ("low", "high", "mean", "threshold"))
    return {
        "group": called(row["group"]), "name": called.row(row),
        "value": mean if row["exact"] else f"{mean} [{low}, {high}]", "needed": needed,
        "verdict": row_word(answer, row, language),
    }  # fmt: skip


def _best(found: Best, called: Names, language: Language) -> dict[str, str]:
    """Return the best alternative of a group as the table writes it."""

    def arm(cell: str) -> str:
        return called(cell.partition("@")[0])

    ahead, low, high = (written(value, False, language) for value in (found.ahead, found.low, found.high))
    return {
        "group": called(found.group), "name": arm(found.best),
        "ahead": "–" if found.best == found.claimed else f"{ahead} [{low}, {high}]",
        "within": "; ".join(map(arm, found.within)) or "–",
        "limit": written(found.limit, False, language).lstrip("+"), "claimed": arm(found.claimed),
    }  # fmt: skip


def rows_of(question: Question, one: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows that a page keeps of an answer to this question, as plain data with numbers.

    Raises:
        InputError: only texts are kept, and the question has changed since.
    """
    kept = one["rows"]
    if all("mean" in row for row in kept):
        return [_with_numbers(row) for row in kept]
    exact = kept_answer(question.name)
    if is_same(exact, one):
        return [_with_numbers(row) for row in exact["rows"][: len(kept)]]
    if one["sha256"] != question.sha256:
        raise InputError("the page's answer of {name} is of another version of the question", name=question.name)
    rows = [vars(row) for row in KINDS[question.kind].unfilled(question, one["extra"]) if row.decides]
    return [_filled(row, texts["texts"][SOURCE]) for row, texts in zip(rows, kept, strict=False)]


def _filled(row: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """Return a row with the numbers in its English texts."""
    found = [(-(float(number) or _TINY) if sign else float(number)) / (100 if percent else 1)
             for sign, number, percent in _WRITTEN.findall(texts["value"])]  # fmt: skip
    numbers = (found * 3)[:3] if found else [math.nan] * 3  # a statistic that is compared as it is has no interval
    return {**row, **dict(zip(_NUMBERS, numbers, strict=True)), "verdict": texts["verdict"]}


def paragraphs_of(question: Question, answer: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the paragraph of an answer in every language: as it was kept, or in the words of this version.

    It is written again where its verdict or its numbers are written in another way now, and all rows are there.
    """
    limited = limit_of_all(answer, answer["groups"]) is not None
    rows = [row for row in answer["rows"] if row["decides"]]
    if not (limited or question.kind in _SHARES) or len(rows) < answer.get("rows_in_all", 0):
        return answer["paragraph"]
    return paragraphs(answer, judged_of(question, answer), answer["robust"], answer["pilot"])


def judged_of(question: Question, answer: Mapping[str, Any]) -> Judged:
    """Return what a rule found, from an answer as plain data."""
    before = answer["paragraph"].get(SOURCE, "")
    notes: list[tuple[str, dict[str, Any]]] = [(key, {}) for key in _NOTES if TEXTS(key, SOURCE) in before]
    rows = [_row(row) for row in answer["rows"]]
    groups = [Group(**{key: group[key] for key in _GROUP}) for group in answer["groups"]]
    combine: Combine = getattr(question.rule, "combine", "all")
    return Judged(tuple(rows), tuple(groups), answer["verdict"], answer["p"], tuple(notes), answer["extra"], combine)


def _row(row: Mapping[str, Any]) -> Row:
    fields: dict[str, Any] = {key: row[key] for key in _ROW if key in row}
    return Row(**_with_numbers(fields))


def _with_numbers(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with NaN in place of numbers that JSON cannot have."""
    return {**row, **{key: _number(row[key]) for key in _NUMBERS}}


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)
