"""The patterns of the About page. Results are read from the page that `samskaping validate` writes.

Titles, criteria and remarks come from the declarations, so that all languages show the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import model
from dashboard.texts.common import text
from experiments.evidence.filed.page import criteria_of
from experiments.evidence.filed.patterns import current
from experiments.evidence.filed.results import Results
from experiments.evidence.validation.catalogue import PATTERNS
from experiments.evidence.validation.declare import Criterion, Pattern
from experiments.evidence.validation.report import expected, in_language, word
from experiments.output.texts_sources import source_of
from samskaping.language import Language, localised

PLACES = (
    Path(__file__).resolve().parents[1] / "data" / "patterns.md",
    Path(model.__file__).resolve().parents[1] / "docs" / "patterns.md",
)
"""Where the page of patterns may be: packaged, or in the sources."""
# Patterns that support the model come first.
_KINDS = {"emergent": "pl_emergent", "imposed in part": "pl_in_part", "imposed": "pl_imposed"}


@dataclass(frozen=True)
class Measured:
    """One pattern on the page: its verdict, and (English text, value, result) of each criterion."""

    verdict: str
    rows: list[tuple[str, str, str]] = field(default_factory=list)


def measured(places: Iterable[Path] = PLACES) -> dict[str, Measured]:
    """Return the patterns on the page by code; empty when there is no page."""
    page = next((path for path in places if path.is_file()), None)
    by_code: dict[str, Measured] = {}
    code = ""
    for line in page.read_text(encoding="utf-8").splitlines() if page else ():
        cells = [cell.strip().strip("*") for cell in line.strip().removeprefix("|").removesuffix("|").split(" | ")]
        if not line.startswith("|") or len(cells) != 5:
            continue
        if re.fullmatch(r"P\d+", cells[0]):
            code = cells[0]
            by_code[code] = Measured(cells[4])
        elif code:
            by_code[code].rows.append((cells[1], cells[3], cells[4]))
    return by_code


@cache
def filed() -> dict[str, tuple[Pattern, Measured]]:
    """Return the patterns that were filed later and correct no other one by code, each with its results."""
    kept = Results.load().patterns
    made = {}
    for one in current():
        if one.corrects is None and one.key in kept:
            shown = criteria_of(one.pattern, kept[one.key]["filed"])
            rows = [(row["text"], row["value"], row["result"]) for row in shown["measures"]]
            made[one.pattern.code] = (one.pattern, Measured(shown["verdict"], rows))
    return dict(sorted(made.items()))


def known(places: Iterable[Path] = PLACES) -> list[tuple[Pattern, Measured]]:
    """Return all patterns that have results: those on the page and those filed later; none when there is no page."""
    by_code = measured(places)
    here = [(one, by_code[one.code]) for one in PATTERNS if one.code in by_code]
    return [*here, *filed().values()] if by_code else []


@cache
def independent() -> tuple[int, int]:
    """Return how many patterns that are not built in pass, and how many are judged."""
    verdicts = [found.verdict for one, found in known() if one.place == "emergent"]
    return verdicts.count("pass"), len(verdicts) - verdicts.count("cannot be judged")


def groups(language: Language, places: Iterable[Path] = PLACES) -> list[dict[str, Any]]:
    """Return the patterns, grouped by how far they are built in, each with verdict, rows and notes."""
    every, made = known(places), []
    for kind in _KINDS:
        here = [(one, found) for one, found in every if one.place == kind]
        verdicts = [found.verdict for _, found in here]
        passed, judged = verdicts.count("pass"), len(here) - verdicts.count("cannot be judged")
        if here:
            tally = [text("patterns_tally", language, passed=passed, judged=judged)]
            if judged < len(here):
                tally.append(text("patterns_unjudged", language, n=len(here) - judged))
            made.append({
                "id": kind,
                "title": text(_KINDS[kind], language),
                "tally": ", ".join(tally),
                "items": [_pattern(one, found, language) for one, found in here],
            })  # fmt: skip
    return made


def _pattern(pattern: Pattern, measurement: Measured, language: Language) -> dict[str, Any]:
    rows, notes = [], []
    left = list(measurement.rows)
    for criterion in pattern.criteria:
        row = next((row for row in left if row[0] == criterion.text.english), None)
        if row is None:  # declared since the page was written
            continue
        left.remove(row)
        rows.append(_row(criterion, row[1], row[2], language))
        if row[2] == "fail" and criterion.why:
            notes.append(criterion.why)
    notes += [one for one in (pattern.unverified, pattern.remark) if one]
    return {
        "code": pattern.code,
        "title": in_language(pattern.title, language),
        "source": source_of(pattern.source, language),
        "verdict": word(measurement.verdict, language),
        "kind": measurement.verdict.split(" ")[0],
        "rows": rows,
        "notes": list(dict.fromkeys(in_language(one, language) for one in notes)),
    }


def _row(criterion: Criterion, value: str, result: str, language: Language) -> dict[str, str]:
    return {
        "text": in_language(criterion.text, language),
        "expected": expected(criterion, language),
        "value": written(value, language),
        "result": word(result, language),
        "kind": result.split(" ")[0],
    }


def written(numbers: str, language: Language) -> str:
    """Return numbers written the English way, such as "1,234.5 [0.1, 2]", as a language writes them."""
    decimal = localised(".", language)
    between = "; " if decimal == "," else ", "
    return between.join(localised(one, language) for one in numbers.split(", "))
