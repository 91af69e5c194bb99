"""The units of parameters and outcomes, words of choices, areas and signs, in the reader's language."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import Any

from model.outcomes.outcomes import OUTCOMES, Outcome
from model.paradigms.paradigm import Paradigm
from model.parameters.parameters import Parameters
from samskaping.language import Language, Texts
from samskaping.registry import registered

_UNITS = dict.fromkeys(d.unit for d in (*Parameters.declarations(), *Paradigm.declarations()))
_UNITS |= dict.fromkeys(outcome.unit for outcome in OUTCOMES)

UNITS = Texts("experiments.units", {unit: unit for unit in _UNITS})
"""Every declared unit; each is its own key."""

ONE = Texts(
    "experiments.units_one",
    {
        "categories": "category",
        "units": "unit",
        "months": "month",
        "citizens": "citizen",
        "meetings": "meeting",
        "hours": "hour",
        "arenas per area and 10,000 citizens": "arena per area and 10,000 citizens",
    },
)
"""Units of rules that are counted, for the number 1."""

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


_KNOWN: Any = registered("outcome")
DECLARED: Mapping[str, Outcome] = ChainMap({outcome.name: outcome for outcome in OUTCOMES}, _KNOWN)
"""Outcomes by name: the model's, and those of files that were read."""


def label(outcome: Outcome, language: Language = "en") -> str:
    """Return an outcome's short name in a language."""
    return outcome.label(language)


def outcome_label(name: str, language: Language = "en", way: str | None = None, with_unit: bool = False) -> str:
    """Return an outcome's short name, with an arrow in the better direction (the declared one, if `way` is None).

    `with_unit` adds the unit: "Service fit, share" and the arrow.
    """
    outcome = DECLARED[name]
    named, of = label(outcome, language), unit_of(outcome.unit, language) if with_unit else ""
    arrow = ARROWS.get(outcome.better if way is None else way, "")
    return f"{f'{named}, {of}' if of else named} {arrow}".strip()


def unit_of(unit: str, language: Language) -> str:
    """Return a declared unit in a language."""
    return UNITS(unit, language) if unit in UNITS else unit


def unit_of_one(unit: str, language: Language) -> str:
    """Return a declared unit in a language, as it stands after the number 1."""
    return ONE(unit, language) if unit in ONE else unit_of(unit, language)


def choice_of(word: str, language: Language) -> str:
    """Return a choice's word in a language."""
    return CHOICES(word, language) if word in CHOICES else word
