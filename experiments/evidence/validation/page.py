"""Values of the page docs/patterns.md.

The templates `patterns.md.jinja` (English) and `patterns-<language>.md.jinja` hold the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agents.engine.cache import source_hash
from experiments.evidence.pages import page_language, plain, render, template
from experiments.evidence.validation.declare import Pattern
from experiments.evidence.validation.report import counts, expected, in_language, result, stale, value, word
from experiments.evidence.validation.verdicts import Outcome
from experiments.output.texts import Language
from model.references import cite, short
from samskaping.language import SOURCE

COMMAND = "samskaping validate --write docs/patterns.md"


def page(outcomes: Sequence[Outcome], citizens: int, seeds: int, language: Language = SOURCE) -> str:
    """Return the page as Markdown in a language, or in the nearest that has a template."""
    language = page_language("patterns", language)
    filled = plain(values(outcomes, citizens, seeds, language))
    return render(template("patterns", language), **filled)


def values(outcomes: Sequence[Outcome], citizens: int, seeds: int, language: Language = SOURCE) -> dict[str, Any]:
    """Return the values of the page's templates."""
    return {
        "command": COMMAND,
        "citizens": citizens,
        "seeds": seeds,
        "model": source_hash("agents", "model"),
        "counts": counts(outcomes),
        "intervals": sum(one.passed is not None for outcome in outcomes for one in outcome.judged),
        "patterns": [_pattern(outcome, language) for outcome in outcomes],
        "stale": stale(outcomes, language),
    }


def place_of(pattern: Pattern) -> str:
    """Return a pattern's place in the model, with what the design note called it where that differs."""
    if pattern.imposed.startswith(pattern.design_note):
        return pattern.imposed
    return f"{pattern.imposed} (design note: {pattern.design_note})"


def _pattern(outcome: Outcome, language: Language) -> dict[str, Any]:
    pattern = outcome.pattern
    whys = [in_language(one.criterion.why, language) for one in outcome.judged if one.passed is False]
    return {
        "code": pattern.code,
        "title": in_language(pattern.title, language),
        "source": cite(pattern.source, lambda key: f"[{short(key)}](odd.md#{key})"),
        "place": place_of(pattern) if language == SOURCE else word(pattern.place, language),
        "verdict": word(outcome.verdict, language),
        "why": " ".join(dict.fromkeys(why for why in whys if why)),
        "unverified": in_language(pattern.unverified, language),
        "remark": in_language(pattern.remark, language),
        "measures": [
            {
                "text": in_language(one.criterion.text, language),
                "expected": expected(one.criterion, language),
                "value": value(one, language),
                "result": result(outcome, one, language),
            }
            for one in outcome.judged
        ],
    }
