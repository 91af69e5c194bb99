"""Results of `samskaping validate`: tables for the terminal, rows for CSV and JSON, notes on failures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import pandas as pd
from rich.table import Table
from rich.text import Text

from experiments.evidence.validation.declare import Both, Criterion
from experiments.evidence.validation.verdicts import Judged, Outcome
from experiments.output.texts import MINUS, Language, decimals_for, number
from experiments.output.texts_sources import source_of
from model.references import cite
from samskaping.language import Texts, localised

_WORDS = Texts(
    "experiments.validation",
    {
        "imposed": "imposed",
        "imposed in part": "imposed in part",
        "emergent": "emergent",
        "pass": "pass",
        "fail": "fail",
        "cannot be judged": "cannot be judged",
        "not judged": "not judged",
        "above": "above 0",
        "below": "below 0",
        "title": "Patterns: {passed} of {judged} judged pass",
        "measured": "measure",
        "expected": "expected",
        "model": "model (95 %)",
        "result": "result",
        "stale": "{code}: the explanation no longer agrees with the result for: {text}",
    },
)


def word(key: str, language: Language = "en", **values: object) -> str:
    """Return a word or phrase of these tables in a language."""
    return _WORDS(key, language, **values)


def in_language(text: Both | None, language: Language = "en") -> str:
    """Return a text in a language; empty where there is none."""
    return text[language == "nb"] if text else ""


def expected(criterion: Criterion, language: Language = "en") -> str:
    """Return a criterion's expected range as text."""
    if not criterion.judged:
        return word("not judged", language)
    if criterion.low == 0 and math.isinf(criterion.high):
        return word("above", language)
    if criterion.high == 0 and math.isinf(criterion.low):
        return word("below", language)
    ends = (f"{end:g}".replace("-", MINUS) for end in (criterion.low, criterion.high))
    written = " \N{HORIZONTAL ELLIPSIS} ".join(ends)
    return localised(written, language)


def value(judged: Judged, language: Language = "en") -> str:
    """Return mean and interval as text."""
    known = [abs(x) for x in (judged.mean, judged.low, judged.high) if x == x]
    decimals = max(decimals_for(*known), 1 - math.floor(math.log10(max(known)))) if max(known) > 1e-9 else 3
    decimals = min(decimals, 5)
    mean, low, high = (number(x, decimals, language) for x in (judged.mean, judged.low, judged.high))
    return f"{mean} [{low}{';' if localised('.', language) == ',' else ','} {high}]" if low else mean


def result(outcome: Outcome, judged: Judged, language: Language = "en") -> str:
    """Return a criterion's result: pass, fail, cannot be judged, or not judged."""
    if judged.passed is None:
        key = "cannot be judged" if judged.criterion.judged or outcome.pattern.unverified else "not judged"
        return word(key, language)
    return word("pass" if judged.passed else "fail", language)


def counts(outcomes: Sequence[Outcome]) -> dict[str, tuple[int, int]]:
    """Return (passed, judged) patterns by place, and for all."""
    by_place = {}
    for place in ("imposed", "imposed in part", "emergent", "all"):
        here = [o for o in outcomes if place in ("all", o.pattern.place) and o.verdict != "cannot be judged"]
        by_place[place] = (sum(o.verdict == "pass" for o in here), len(here))
    return by_place


def stale(outcomes: Sequence[Outcome], language: Language = "en") -> list[str]:
    """Return a line for each explanation that does not agree with its result."""
    return [
        word("stale", language, code=outcome.pattern.code, text=in_language(judged.criterion.text, language))
        for outcome in outcomes
        for judged in outcome.judged
        if not judged.explained
    ]


def shown(outcomes: Sequence[Outcome], language: Language = "en") -> Iterator[Text | Table]:
    """Yield a line for each pattern with its verdict, and a table of its measures."""
    passed, judged_ones = counts(outcomes)["all"]
    styles = {True: "green", False: "red", None: "dim"}
    columns = ("measured", "expected", "model", "result")
    yield Text(word("title", language, passed=passed, judged=judged_ones), style="bold")
    yield _grid([[Text(word(column, language), style="dim") for column in columns]])
    for outcome in outcomes:
        pattern = outcome.pattern
        place = f"{source_of(pattern.source, language)}; {word(pattern.place, language)}"
        verdict = word(outcome.verdict, language).upper()
        yield Text(f"\n{pattern.code} {in_language(pattern.title, language)} ({place}): {verdict}", style="bold")
        yield _grid([
            [
                Text(in_language(judged.criterion.text, language)), expected(judged.criterion, language),
                value(judged, language), Text(result(outcome, judged, language), style=styles[judged.passed]),
            ]
            for judged in outcome.judged
        ])  # fmt: skip


def _grid(rows: Sequence[Sequence[str | Text]]) -> Table:
    grid = Table.grid(padding=(0, 2), expand=True)
    for width in (None, 13, 25, 17):
        grid.add_column(width=width, ratio=1 if width is None else None, justify="right" if width == 25 else "left")
    for row in rows:
        grid.add_row(*row)
    return grid


def notes(outcomes: Sequence[Outcome], language: Language = "en") -> list[str]:
    """Return one line for each reason that a pattern fails or cannot be judged."""
    lines = []
    for outcome in outcomes:
        pattern = outcome.pattern
        whys = [in_language(j.criterion.why, language) for j in outcome.judged if j.passed is False and j.criterion.why]
        if pattern.unverified:
            whys.append(in_language(pattern.unverified, language))
        lines += [f"{pattern.code}: {why}" for why in dict.fromkeys(whys)]
    return lines + stale(outcomes, language)


def rows(outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """Return a table with a row for each criterion."""
    return pd.DataFrame([
        {
            "code": o.pattern.code, "pattern": o.pattern.title[0], "source": cite(o.pattern.source),
            "place": o.pattern.place, "in_the_model": o.pattern.imposed, "design_note_said": o.pattern.design_note,
            "verdict": o.verdict, "measured": j.criterion.text[0], "expected": expected(j.criterion),
            "low_limit": j.criterion.low, "high_limit": j.criterion.high,
            "mean": j.mean, "low": j.low, "high": j.high, "result": result(o, j),
            "why": j.criterion.why[0] if j.criterion.why and j.passed is False else "",
        }
        for o in outcomes for j in o.judged
    ])  # fmt: skip
