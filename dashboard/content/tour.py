"""The guided tour for a first lesson: the places to look at, in order."""

from __future__ import annotations

from dashboard.texts.guide import TOUR
from samskaping.language import Language

_STEPS: tuple[tuple[str, str, str], ...] = (
    ("towns", "compare", '[data-testid="status"]'),
    ("scorecard", "compare", '[data-testid="scorecard"]'),
    ("slider", "compare", '[data-testid="slider-needs.lived"]'),
    ("groups", "compare", '[data-testid="groups"]'),
    ("town", "town", "#sk-main"),
    ("questions", "questions", "#sk-main"),
    ("about", "about", "#sk-main"),
)
"""Key of the texts, page, and CSS selector of the place."""


def steps(language: Language) -> list[dict[str, str]]:
    """Return the steps: page, selector of the place, title and text."""
    return [
        {"page": page, "target": at, "title": TOUR(f"{key}.title", language), "text": TOUR(f"{key}.text", language)}
        for key, page, at in _STEPS
    ]
