"""The control panel: every parameter and rule, grouped by the question that it answers, from the declarations."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from dashboard.components.palette import story, title
from dashboard.state import OWN, Settings, arm_of, ways_of
from dashboard.texts.common import text
from dashboard.texts.frame import SLIDERS
from dashboard.ways import in_areas
from experiments.defaults import PARADIGMS
from experiments.design.factors import of_the_model as declared
from experiments.output.texts_sources import sources_of
from experiments.output.texts_units import choice_of, unit_of, unit_of_one
from experiments.runs.scenario import load_scenario
from model.paradigms.presets import PRESETS
from model.parameters.declare import Declaration
from model.parameters.parameters import AREA_NAMES
from model.town.municipalities import municipalities
from samskaping.language import Language

# Questions, and the groups of parameters under each. A test checks that every group has a question.
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


def first(language: Language) -> list[dict[str, Any]]:
    """Return the sliders that are always in sight, each with a short name of its own (`SLIDERS`)."""
    return [slider(declared()[name], language) for name in SLIDERS]


def groups(language: Language) -> list[dict[str, Any]]:
    """Return all controls under their questions."""
    at = {group: question for question, groups in QUESTIONS.items() for group in groups}
    made: dict[str, list[dict[str, Any]]] = {question: [] for question in QUESTIONS}
    for name, one in declared().items():
        made[at[name.split(".", 1)[0]]].append(slider(one, language))
    return [{"id": key, "title": text(key, language), "items": items} for key, items in made.items()]


def paradigms(settings: Settings, language: Language) -> list[dict[str, Any]]:
    """Return what can be compared: arms of the scenario or chosen, then paradigms, the three main ones first."""
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
        "title": title(OWN, language, base=settings.base),
        "on": OWN in settings.paradigms,
        "main": True,
        "story": text("own_help", language),
    }
    arms = _arms(settings, language)
    limited = [one for one in arms if in_areas(one["name"]) is not None]
    return [*(one for one in arms if one not in limited), *entries[:3], own, *limited, *entries[3:]]


def bases(language: Language) -> list[dict[str, Any]]:
    """Return the ways that may hold in some areas only: all presets and the visitor's own, by name and label."""
    return [{"name": name, "label": title(name, language)} for name in (*PRESETS, OWN)]


def areas(language: Language) -> list[dict[str, Any]]:
    """Return the service areas by name and label."""
    return [{"name": name, "label": text(name, language)} for name in AREA_NAMES]


def _arms(settings: Settings, language: Language) -> list[dict[str, Any]]:
    """Return the arms of the scenario that the settings come from, and other arms that are compared."""
    known = ways_of(load_scenario(settings.scenario)) if settings.scenario else ()
    found = []
    for name in dict.fromkeys((*known, *settings.paradigms)):
        if arm_of(name) is not None or in_areas(name) is not None:
            on = name in settings.paradigms
            found.append({"name": name, "title": title(name, language, base=settings.base), "on": on, "main": True})
            found[-1]["story"] = story(name, language)
    return found


@cache
def towns() -> list[str]:
    """Return all municipalities as people are shown them: with the county where two have the same name."""
    return sorted(one.label for one in municipalities())


def slider(one: Declaration, language: Language) -> dict[str, Any]:
    """Return a declaration as a control: label, help, unit, source, bounds, step."""
    help_ = one.help(language)
    made = {
        "name": one.name,
        "label": short_label(one, language),
        "help": help_,
        "unit": unit_of(one.unit, language),
        "unit_one": unit_of_one(one.unit, language),
        "source": sources_of(one, language),
        "kind": one.kind,
        "default": one.default,
        "choices": [{"value": word, "label": choice_of(word, language)} for word in one.choices],
    }
    if one.low is not None and one.high is not None:
        made |= {"low": one.low, "high": one.high, "step": step(one), "key": key_step(one)}
    return made


def short_label(one: Declaration, language: Language) -> str:
    """Return a short name: given, or the help's first clause."""
    if one.name in SLIDERS:
        return SLIDERS(one.name, language)
    help_ = one.help(language)
    for end in (". ", " (", ": ", "; ", ", "):
        head = help_.split(end)[0]
        if len(head) >= 12:
            help_ = head
    area = one.name.split(".", 1)[0]
    return f"{text(area, language).capitalize()}: {help_[0].lower()}{help_[1:]}" if area in AREA_NAMES else help_


_BARE = ("share", "multiple", "exponent", "weight", "ratio", "1", "on/off", "0 or 1", "word")
"""Units that a number needs no word for: shares of 1, factors, and what is written in words."""


def with_unit(one: Declaration, value: Any, written: str, language: Language) -> str:
    """Return a value as it is `written`, with its unit where it needs one."""
    if one.unit in _BARE or isinstance(value, (bool, str)):
        return written
    return f"{written} {unit_of_one(one.unit, language) if value == 1 else unit_of(one.unit, language)}"


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


def key_step(one: Declaration) -> float:
    """Return how far an arrow key moves the slider: a round number of about a hundredth of the range."""
    if one.low is None or one.high is None:
        return 1
    about = (one.high - one.low) / 100
    size = 10.0 ** math.floor(math.log10(about))
    rounded = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= about - 1e-12)
    return max(step(one), float(f"{rounded:.6g}"))
