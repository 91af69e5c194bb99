"""About the model: assumptions, limits, patterns, outcomes and parameters with their sources."""

from __future__ import annotations

from typing import Any

import solara

from dashboard.components import controls
from dashboard.components.components import About
from dashboard.content import patterns
from dashboard.pages.parts.documents import document
from dashboard.pages.parts.words import written
from dashboard.texts.about import ASSUMPTIONS, LIMITS
from dashboard.texts.common import text, words
from dashboard.visitor import Visitor
from experiments.defaults import VALID_CITIZENS
from experiments.evidence.filed.summary import in_words
from experiments.output.texts import label, number
from experiments.output.texts_sources import sources_of
from experiments.output.texts_units import unit_of
from model.outcomes.outcomes import OUTCOMES
from samskaping.language import Language

_WORDS = (
    "about",
    "about_lead",
    "assumptions",
    "limits",
    "patterns_title",
    "patterns_none",
    "patterns_lead",
    "measured",
    "expected",
    "model_gives",
    "result",
    "outcomes_title",
    "outcomes_n",
    "parameters_title",
    "search",
    "name",
    "default",
    "range",
    "meaning",
    "source",
    "unit",
    "direction",
    "sideways",
)


@solara.component
def AboutPage(visitor: Visitor) -> None:
    """The page."""
    language = visitor.state.value.language
    declared = solara.use_memo(lambda: parameters(language), [language])
    About(
        t=words(language, *_WORDS) | {"patterns_sets": text("patterns_sets", language, n=len(patterns.known()))},
        assumptions=[ASSUMPTIONS(key, language) for key in ASSUMPTIONS],
        limits=limits(language),
        patterns=solara.use_memo(lambda: patterns.groups(language), [language]),
        outcomes=outcomes(language),
        parameters=declared,
        parameters_lead=text("parameters_lead", language, n=len(declared)),
        evidence=document("evidence", language),
    )


def limits(language: Language) -> list[dict[str, Any]]:
    """Return what the model cannot say: each limit, and a page of documentation on it or None."""
    numbers = in_words(language) | {"valid": number(VALID_CITIZENS, 0, language)}
    return [{"text": LIMITS(key, language, **numbers), "page": document(key, language)} for key in LIMITS]


def parameters(language: Language) -> list[dict[str, Any]]:
    """Return every parameter and rule as a row of the table."""
    rows = []
    for one in controls.declared().values():
        bounds = "–".join(written(v, language) for v in (one.low, one.high) if v is not None)
        choices = ", ".join(written(word, language) for word in one.choices)
        rows.append(
            {
                "name": one.name,
                "range": bounds or choices,
                "unit": unit_of(one.unit, language),
                "source": sources_of(one, language),
                "default": text("by_paradigm", language)
                if one.name.startswith("rules.")
                else written(one.default, language),
                "help": one.help(language),
            }
        )
    return rows


def outcomes(language: Language) -> list[dict[str, str]]:
    """Return every outcome as a row of the table."""
    return [
        {
            "name": one.name,
            "label": label(one, language),
            "unit": unit_of(one.unit, language),
            "help": one.help(language),
            "better": text(f"d_{one.better}", language),
        }
        for one in OUTCOMES
    ]
