"""All texts of the pages by key. What others declare, such as labels of outcomes, is not repeated."""

from __future__ import annotations

from dashboard.texts.course import COURSE
from dashboard.texts.frame import FRAME, PANEL
from dashboard.texts.pages import ABOUT, QUESTIONS, RULES, SCENARIOS
from dashboard.texts.results import RESULTS
from dashboard.texts.town import TOWN
from dashboard.texts.when import WHEN
from experiments.output.texts_units import AREAS
from samskaping.language import Language, Texts

TABLES: tuple[Texts, ...] = (FRAME, PANEL, RESULTS, COURSE, SCENARIOS, RULES, QUESTIONS, ABOUT, TOWN, WHEN, AREAS)
_TABLE_OF = {key: table for table in TABLES for key in table}


def text(key: str, language: Language, **values: object) -> str:
    """Return a text in a language, its values filled in; an unknown key raises `KeyError`."""
    return _TABLE_OF[key](key, language, **values)


def words(language: Language, *keys: str) -> dict[str, str]:
    """Return texts without values by key, for a component."""
    return {key: text(key, language) for key in keys}


def group_label(dimension: str, group: str, language: Language) -> str:
    """Return the name of a group of citizens."""
    if dimension == "age":
        return text("years_old", language, band=group)
    if dimension == "district":
        return text("district_n", language, n=group)
    return text(group, language)
