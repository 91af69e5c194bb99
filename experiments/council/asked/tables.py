"""The tables of a question's answer: what each way of governing gives and costs, for whom, and the claim's parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from experiments.analysis.relevance import size_of
from experiments.council.amounts import amount, change, unit_for_readers
from experiments.council.asked.answers import Answered
from experiments.council.asked.texts import TEXTS
from experiments.council.findings import DECLARED
from experiments.council.report import word_of
from experiments.evidence.asking.kinds import KINDS
from experiments.evidence.asking.report.names import Names, percent
from experiments.evidence.asking.report.words import group_word
from model.outcomes.outcomes import OUTCOMES, Outcome
from samskaping.language import Language

FOR_WHOM = (
    "met_need_lowest", "met_need_gap", "take_up_gap", "trust_gap", "private_exit_gap", "participation_parity",
    "influence_concentration", "trust_low", "fit_p10", "below_floor", "given_up", "unserved", "private_exit", "strain",
    "load", "competence",
)  # fmt: skip
"""Outcomes about some of the citizens, or about staff."""

_MOST_ROWS, _MOST_PARTS = 14, 8


def cells_shown(asked: Answered) -> tuple[list[str], bool]:
    """Return the cells of the tables, `arm@condition`, and whether some are left out.

    They are all arms under the conditions of the tests that decide, as many as there is room for.
    """
    question, answer = asked.question, asked.answer
    deciding = [cell for cell in KINDS[question.kind].cells(question) if "+" not in cell]
    conditions = list(dict.fromkeys(cell.partition("@")[2] for cell in deciding))
    if question.kind == "ranks":
        conditions = [question.first_condition]
    shown: list[str] = []
    for condition in conditions:
        arms = sorted((arm.name for arm in question.arms), key=lambda name: name != answer["control"])
        cells = [f"{arm}@{condition}" for arm in arms if f"{arm}@{condition}" in answer["means"]]
        if shown and len(shown) + len(cells) > _MOST_ROWS:
            break
        shown += cells
    if len(shown) > _MOST_ROWS:
        decides = [cell for cell in shown if cell in deciding]
        control = [cell for cell in shown if cell.partition("@")[0] == answer["control"]]
        shown = [cell for cell in shown if cell in {*control, *decides[: _MOST_ROWS - len(control)]}]
    return shown, len(shown) < len(answer["means"])


def outcome_of(asked: Answered, name: str) -> Outcome:
    """Return an outcome's declaration; a derived one has the unit and direction of what it is made of."""
    declared = {**DECLARED, **asked.question.own.outcomes}
    if name in declared:
        return declared[name]
    made = asked.question.derived[name]
    if made.sum:
        return replace(OUTCOMES[0], name=name, unit="share", better="neither")
    return replace(declared[made.base], name=name)


def by_arm(asked: Answered, outcomes: Sequence[str], language: Language) -> dict[str, Any]:
    """Return a table with a row for each way of governing and a column for each outcome."""
    answer, called = asked.answer, Names(asked.answer, language)
    cells, _ = cells_shown(asked)
    if not outcomes:
        return {"head": [], "rows": [], "first": 30}
    declared = [outcome_of(asked, name) for name in outcomes]
    units = [unit_for_readers(one, language) for one in declared]
    heads = [f"{called(one.name)} ({unit})" if unit else called(one.name) for one, unit in zip(declared, units)]
    several = len({cell.partition("@")[2] for cell in cells}) > 1
    rows = []
    for cell in cells:
        arm, _, condition = cell.partition("@")
        name = TEXTS("row", language, arm=called(arm), condition=called(condition)) if several else called(arm)
        is_reference = arm == answer["control"]
        if is_reference:
            name = TEXTS("reference", language, arm=name)
            texts = [amount(one, _float(answer["means"][cell][one.name]), language) for one in declared]
            found = [{"text": text, "word": "", "tone": ""} for text in texts]
        else:
            found = [_cell(asked, cell, one, language) for one in declared]
        rows.append({"name": name, "unit": "", "cells": found})
    head = [TEXTS("differences", language, control=called(answer["control"]).lower()), *heads]
    return {"head": head, "rows": rows, "first": 34 if len(outcomes) < 6 else 26}


def _cell(asked: Answered, cell: str, outcome: Outcome, language: Language) -> dict[str, str]:
    """Return a difference from the control, with its size in words; a level where the control was not run there."""
    answer = asked.answer
    found = answer["differences"].get(cell)
    if found is None:
        return {"text": amount(outcome, _float(answer["means"][cell][outcome.name]), language), "word": "", "tone": ""}
    mean, low, high = map(_float, found[outcome.name])
    level = _float(answer["means"][f"{answer['control']}@{cell.partition('@')[2]}"][outcome.name])
    size = size_of(mean, low, high, asked.question.sre[outcome.name].at(level))
    tone = "slight"
    if size.matters:
        good = "" if outcome.better == "neither" else "good" if (mean > 0) == (outcome.better == "higher") else "bad"
        tone = f"matters {good}".strip()
    word = "" if mean != mean else word_of(size, language)
    return {"text": change(outcome, mean, low, high, language) or "–", "word": word, "tone": tone}


def parts_table(asked: Answered, language: Language) -> dict[str, Any]:
    """Return a table of the parts of the claim with their verdicts; empty where there is one."""
    answer, called = asked.answer, Names(asked.answer, language)
    counting = [group for group in answer["groups"] if group["counts"]]
    head = [TEXTS("part", language), TEXTS("part_verdict", language), TEXTS("part_share", language)]
    if len(counting) < 2:
        return {"head": head, "rows": [], "first": 60}
    shares: Mapping[str, float] = (answer["robust"] or {}).get("groups", {})
    rows = []
    for group in counting[:_MOST_PARTS]:
        share = shares.get(group["name"])
        cells = [group_word(answer, group, language), "–" if share is None else percent(share, language)]
        rows.append({"name": called(group["name"]), "unit": "",
                     "cells": [{"text": text, "word": "", "tone": ""} for text in cells]})  # fmt: skip
    if len(counting) > _MOST_PARTS:
        empty = [{"text": "", "word": "", "tone": ""}] * 2
        rows.append({"name": TEXTS("more_parts", language, n=len(counting) - _MOST_PARTS), "unit": "", "cells": empty})
    return {"head": head, "rows": rows, "first": 60}


def _float(value: Any) -> float:
    return float("nan") if value is None else float(value)
