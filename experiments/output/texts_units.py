"""The units of parameters and outcomes, the words of choices, the areas, and signs, in the reader's language."""

from __future__ import annotations

from model.outcomes.outcomes import OUTCOMES
from model.paradigms.paradigm import Paradigm
from model.parameters.parameters import Parameters
from samskaping.language import Language, Texts

_UNITS = dict.fromkeys(d.unit for d in (*Parameters.declarations(), *Paradigm.declarations()))
_UNITS |= dict.fromkeys(outcome.unit for outcome in OUTCOMES)

UNITS = Texts("experiments.units", {unit: unit for unit in _UNITS})
"""Every declared unit; each is its own key."""

CHOICES = Texts(
    "experiments.choices",
    {
        "none": "none",
        "open": "open call",
        "network": "networks",
        "targeted": "targeted",
        "sortition": "by lot",
        "stratified": "by lot with quotas",
    },
)
"""What a choice's words mean; a word that is not here stands for itself."""


AREAS = Texts(
    "experiments.areas",
    {
        "elder_care": "elder care",
        "upbringing": "upbringing",
        "work_income": "work and income",
        "place": "local development",
    },
)
"""What the areas are called."""

ARROWS = {"higher": "\N{UPWARDS ARROW}", "lower": "\N{DOWNWARDS ARROW}", "zero": "\N{RIGHTWARDS ARROW}0"}
"""The sign of each direction in which an outcome is better; `neither` has none."""


def unit_of(unit: str, language: Language) -> str:
    """Return a declared unit in a language."""
    return UNITS(unit, language) if unit in UNITS else unit


def choice_of(word: str, language: Language) -> str:
    """Return a choice's word in a language."""
    return CHOICES(word, language) if word in CHOICES else word
