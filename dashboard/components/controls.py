"""The control panel: every parameter and rule, grouped by the question that it answers, from the declarations."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from dashboard.components.palette import title
from dashboard.state import OWN, Settings
from dashboard.texts.common import text
from experiments.defaults import PARADIGMS
from experiments.output.texts import Language
from experiments.output.texts_sources import sources_of
from experiments.output.texts_units import choice_of, unit_of
from model.paradigms.paradigm import Paradigm
from model.paradigms.presets import PRESETS
from model.parameters.declare import Declaration
from model.parameters.parameters import AREA_NAMES, Parameters
from model.town.municipalities import municipalities

# Questions, and the groups of parameters that each takes in. A test sees to it that none is left out.
QUESTIONS: dict[str, tuple[str, ...]] = {
    "g_needs": ("needs", "elder_care", "upbringing", "work_income", "place"),
    "g_access": ("access",),
    "g_encounter": ("encounter", "delivery"),
    "g_trust": ("trust", "social"),
    "g_staff": ("staff", "market", "money"),
    "g_arenas": ("arenas", "revision", "politics", "roles"),
    "g_town": ("town",),
    "g_mechanisms": ("mechanisms",),
    "g_rules": ("rules",),
    "g_outcomes": ("outcomes",),
}

# The sliders that are always in sight, with a short name each. The rest are named by their help.
FIRST: dict[str, tuple[str, str]] = {
    "rules.intensity": ("How wholeheartedly", "Hvor helhjertet"),
    "needs.lived": ("Needs call for lived knowledge", "Behov krever levd kunnskap"),
    "needs.codified": ("Needs call for rules and forms", "Behov krever regler og skjema"),
    "needs.wickedness": ("Wicked problems", "Gjenstridige problemer"),
    "needs.cross_sector": ("Needs across sectors", "Behov på tvers av sektorer"),
    "needs.turbulence": ("The world changes", "Verden endrer seg"),
    "access.learning_cost": ("Hard to find one's rights", "Vanskelig å finne rettighetene"),
    "money.case_budget": ("Public budget", "Offentlig budsjett"),
    "politics.openness": ("Politicians open to share power", "Politikere åpne for å dele makt"),
    "trust.loss_aversion": ("Trust falls faster than it rises", "Tillit faller fortere enn den stiger"),
}


@cache
def declared() -> dict[str, Declaration]:
    """Return every parameter's and rule's declaration by full dotted name."""
    return {d.name: d for d in (*Parameters.declarations(), *Paradigm.declarations())}


def first(language: Language) -> list[dict[str, Any]]:
    """Return the sliders always in sight."""
    return [slider(declared()[name], language) for name in FIRST if name in declared()]


def groups(language: Language) -> list[dict[str, Any]]:
    """Return all controls under their questions."""
    at = {group: question for question, groups in QUESTIONS.items() for group in groups}
    made: dict[str, list[dict[str, Any]]] = {question: [] for question in QUESTIONS}
    for name, one in declared().items():
        made[at[name.split(".", 1)[0]]].append(slider(one, language))
    return [{"id": key, "title": text(key, language), "items": items} for key, items in made.items()]


def paradigms(settings: Settings, language: Language) -> list[dict[str, Any]]:
    """Return the paradigms that can be compared; the three main ones, the own one and those chosen come first."""
    entries = [
        {
            "name": name,
            "title": title(name, language),
            "on": name in settings.paradigms,
            "main": name in PARADIGMS,
            "story": one.story(language),
        }
        for name, one in PRESETS.items()
    ]
    own = {
        "name": OWN,
        "title": title(OWN, language),
        "on": OWN in settings.paradigms,
        "main": True,
        "story": text("own_help", language),
    }
    return [*entries[:3], own, *entries[3:]]


@cache
def towns() -> list[str]:
    """Return all municipalities as people are shown them: with the county where two have the same name."""
    return sorted(one.label for one in municipalities())


def slider(one: Declaration, language: Language) -> dict[str, Any]:
    """Return a declaration as a control: label, help, unit, source, bounds, step."""
    help_ = one.help_nb if language == "nb" else one.help_en
    made = {
        "name": one.name,
        "label": short_label(one, language),
        "help": help_,
        "unit": unit_of(one.unit, language),
        "source": sources_of(one, language),
        "kind": one.kind,
        "default": one.default,
        "choices": [{"value": word, "label": choice_of(word, language)} for word in one.choices],
    }
    if one.low is not None and one.high is not None:
        made |= {"low": one.low, "high": one.high, "step": step(one)}
    return made


def short_label(one: Declaration, language: Language) -> str:
    """Return a short name: given, or the help's first clause."""
    if one.name in FIRST:
        return FIRST[one.name][language == "nb"]
    help_ = one.help_nb if language == "nb" else one.help_en
    for end in (" (", ": ", "; ", ", "):
        head = help_.split(end)[0]
        if len(head) >= 12:
            help_ = head
    area = one.name.split(".", 1)[0]
    return f"{text(area, language).capitalize()}: {help_[0].lower()}{help_[1:]}" if area in AREA_NAMES else help_


def step(one: Declaration) -> float:
    """Return the slider's step: about a hundred to the range, and such that the default lies on one."""
    if one.low is None or one.high is None or one.kind == "whole":
        return 1
    size = 10.0 ** math.floor(math.log10((one.high - one.low) / 50))
    off = (float(one.default) - one.low) / size
    while abs(off - round(off)) > 1e-6 and size > 1e-5:
        size /= 10
        off = (float(one.default) - one.low) / size
    return float(f"{size:.6g}")
