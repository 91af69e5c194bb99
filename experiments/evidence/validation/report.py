"""What `samskaping validate` tells: tables to read, rows for CSV and JSON, and the page docs/patterns.md."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import pandas as pd
from rich.table import Table
from rich.text import Text

from experiments.evidence.validation.declare import Both, Criterion, Pattern
from experiments.evidence.validation.verdicts import Judged, Outcome
from experiments.output.documents import made_by, markdown_table
from experiments.output.texts import MINUS, Language, decimals_for, number
from experiments.output.texts_sources import source_of
from model.references import cite, short

_WORDS: dict[str, Both] = {
    "imposed": ("imposed", "pålagt"),
    "imposed in part": ("imposed in part", "delvis pålagt"),
    "emergent": ("emergent", "framvoksende"),
    "pass": ("pass", "bestått"),
    "fail": ("fail", "ikke bestått"),
    "cannot be judged": ("cannot be judged", "kan ikke vurderes"),
    "shown": ("shown", "bare vist"),
    "above": ("above 0", "over 0"),
    "below": ("below 0", "under 0"),
    "title": ("Patterns: {passed} of {judged} judged pass", "Mønstre: {passed} av {judged} vurderte er bestått"),
    "measured": ("measured", "målt"),
    "expected": ("expected", "ventet"),
    "model": ("model (95 %)", "modell (95 %)"),
    "result": ("result", "resultat"),
    "stale": (
        "{code}: the explanation beside the declaration no longer agrees with the result of: {text}",
        "{code}: forklaringen ved deklarasjonen stemmer ikke lenger med resultatet for: {text}",
    ),
}


def word(key: str, language: Language = "en", **values: object) -> str:
    """Return a word of these tables."""
    return _WORDS[key][language == "nb"].format(**values)


def said(text: Both, language: Language = "en") -> str:
    """Return a text in a language."""
    return text[language == "nb"]


def expected(criterion: Criterion, language: Language = "en") -> str:
    """Return the range that a criterion asks for, in words."""
    if not criterion.judged:
        return word("shown", language)
    if criterion.low == 0 and math.isinf(criterion.high):
        return word("above", language)
    if criterion.high == 0 and math.isinf(criterion.low):
        return word("below", language)
    ends = (f"{end:g}".replace("-", MINUS) for end in (criterion.low, criterion.high))
    written = " \N{HORIZONTAL ELLIPSIS} ".join(ends)
    return written.replace(".", ",") if language == "nb" else written


def value(judged: Judged, language: Language = "en") -> str:
    """Return mean and interval."""
    known = [abs(x) for x in (judged.mean, judged.low, judged.high) if x == x]
    decimals = max(decimals_for(*known), 1 - math.floor(math.log10(max(known)))) if max(known) > 1e-9 else 3
    decimals = min(decimals, 5)
    mean, low, high = (number(x, decimals, language) for x in (judged.mean, judged.low, judged.high))
    return f"{mean} [{low}{';' if language == 'nb' else ','} {high}]" if low else mean


def result(outcome: Outcome, judged: Judged, language: Language = "en") -> str:
    """Return what came of a criterion, in a word."""
    if judged.passed is None:
        key = "cannot be judged" if judged.criterion.judged or outcome.pattern.unverified else "shown"
        return word(key, language)
    return word("pass" if judged.passed else "fail", language)


def counts(outcomes: Sequence[Outcome]) -> dict[str, tuple[int, int]]:
    """Return (passed, judged) patterns by place, and of all."""
    found = {}
    for place in ("imposed", "imposed in part", "emergent", "all"):
        here = [o for o in outcomes if place in ("all", o.pattern.place) and o.verdict != "cannot be judged"]
        found[place] = (sum(o.verdict == "pass" for o in here), len(here))
    return found


def stale(outcomes: Sequence[Outcome], language: Language = "en") -> list[str]:
    """Return where explanation and result do not agree."""
    return [
        word("stale", language, code=outcome.pattern.code, text=said(judged.criterion.text, language))
        for outcome in outcomes
        for judged in outcome.judged
        if not judged.explained
    ]


def shown(outcomes: Sequence[Outcome], language: Language = "en") -> Iterator[Text | Table]:
    """Yield what people read: a line a pattern with its verdict, and a row for each thing measured."""
    passed, judged_ones = counts(outcomes)["all"]
    styles = {True: "green", False: "red", None: "dim"}
    columns = ("measured", "expected", "model", "result")
    yield Text(word("title", language, passed=passed, judged=judged_ones), style="bold")
    yield _grid([[Text(word(column, language), style="dim") for column in columns]])
    for outcome in outcomes:
        pattern = outcome.pattern
        place = f"{source_of(pattern.source, language)}; {word(pattern.place, language)}"
        verdict = word(outcome.verdict, language).upper()
        yield Text(f"\n{pattern.code} {said(pattern.title, language)} ({place}): {verdict}", style="bold")
        yield _grid([
            [
                Text(said(judged.criterion.text, language)), expected(judged.criterion, language),
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
    """Return why patterns fail or cannot be judged, a line each."""
    lines = []
    for outcome in outcomes:
        pattern = outcome.pattern
        whys = [said(j.criterion.why, language) for j in outcome.judged if j.passed is False and j.criterion.why]
        if pattern.unverified:
            whys.append(said(pattern.unverified, language))
        lines += [f"{pattern.code}: {why}" for why in dict.fromkeys(whys)]
    return lines + stale(outcomes, language)


def rows(outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """Return a row a criterion, for CSV and JSON."""
    return pd.DataFrame([
        {
            "code": o.pattern.code, "pattern": o.pattern.title[0], "source": cite(o.pattern.source),
            "place": o.pattern.place, "in_the_model": o.pattern.imposed, "design_note_said": o.pattern.note_said,
            "verdict": o.verdict, "measured": j.criterion.text[0], "expected": expected(j.criterion),
            "low_limit": j.criterion.low, "high_limit": j.criterion.high,
            "mean": j.mean, "low": j.low, "high": j.high, "result": result(o, j),
            "why": j.criterion.why[0] if j.criterion.why and j.passed is False else "",
        }
        for o in outcomes for j in o.judged
    ])  # fmt: skip


def declared_cells(pattern: Pattern) -> tuple[str, str, str]:
    """Return what the page says of a pattern whatever the model gives: code, what and whence, place."""
    place = pattern.imposed
    if not pattern.imposed.startswith(pattern.note_said):
        place += f" (design note: {pattern.note_said})"
    source = cite(pattern.source, lambda key: f"[{short(key)}](odd.md#{key})")
    return pattern.code, f"{pattern.title[0]} ({source})", place


def page(outcomes: Sequence[Outcome], citizens: int, seeds: int) -> str:
    """Return docs/patterns.md."""
    by_place = counts(outcomes)
    settings = f"{citizens:,} citizens, {seeds} seeds."
    tally = ", ".join(f"{place} {by_place[place][0]} of {by_place[place][1]}" for place in list(by_place)[:3])
    lines = []
    for outcome in outcomes:
        code, what, place = declared_cells(outcome.pattern)
        lines.append([f"**{code}**", f"**{what}**", place, "", f"**{outcome.verdict}**"])
        for judged in outcome.judged:
            criterion = judged.criterion
            lines.append(["", criterion.text[0], expected(criterion), value(judged), result(outcome, judged)])
    headings = ["", "pattern (source), and what is measured", "expected", "model [95 % interval]", "result"]
    failures = [
        f"- **{o.pattern.code}** {said(o.pattern.title)}. "
        + " ".join(dict.fromkeys(said(j.criterion.why) for j in o.judged if j.passed is False and j.criterion.why))
        for o in outcomes
        if o.verdict == "fail"
    ]
    unjudged = [f"- **{o.pattern.code}** {said(o.pattern.unverified)}" for o in outcomes if o.pattern.unverified]
    remarks = [f"- **{o.pattern.code}** {said(o.pattern.remark)}" for o in outcomes if o.pattern.remark]
    old = [f"- {line}" for line in stale(outcomes)]
    return "\n".join([
        "# Patterns: what the model reproduces, and what it does not",
        "",
        made_by("validate", "--write", "docs/patterns.md", settings=settings),
        "Each pattern of [evidence.md](evidence.md#patterns) is a small experiment with a test fixed beforehand: the "
        "whole 95 % interval over seeds must lie in the range expected, and all judged rows of a pattern must pass. "
        "Ranges come from the sources; where a source gives a direction only, the range is above or below 0. An effect "
        "that cannot be told from none fails. No number of the model is tuned to what is emergent; the rule of own "
        "effort was given its form with the imposed P3 and P6 in view. With some sixty intervals at 95 %, two or three "
        "may miss by luck.",
        "",
        f"Patterns that pass: {tally}. What is *imposed* is built in or calibrated, so passing is no evidence for the "
        "model; failing shows that what was built in does not reach the outcome. Only what is *emergent* can speak for "
        "the model. Where the design note called a pattern emergent that the code builds in, both are said.",
        "",
        markdown_table(headings, lines),
        "## Why patterns fail",
        "",
        "\n".join(failures) or "None fails.",
        "",
        "## What cannot be judged",
        "",
        "\n".join(unjudged),
        "",
        "## To be known of single experiments",
        "",
        "\n".join(remarks),
        *(["", "## Explanations that no longer agree with the results", "", "\n".join(old)] if old else []),
    ])  # fmt: skip
