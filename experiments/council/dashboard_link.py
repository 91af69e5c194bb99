"""The link in a report that opens its settings in the dashboard, where the dashboard takes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from experiments.defaults import CITIZENS
from experiments.output.texts import plain
from experiments.runs.arms import Arm, whole_arms
from experiments.runs.scenario import scenarios, timeline_of
from model.paradigms.presets import PRESETS
from model.town.municipalities import municipalities
from samskaping.language import Language

if TYPE_CHECKING:
    from experiments.comparison import Comparison
    from model.timeline.change import Change

MOST_IN_DASHBOARD, MOST_MONTHS_IN_DASHBOARD = 5, 300
"""Ways of governing and months that the dashboard takes."""


def link_of(comparison: Comparison, language: Language) -> str:
    """Return a link that opens these settings in the dashboard; "" where it does not take them.

    The dashboard takes scenarios, municipalities, arms and paradigms of the program, and no files of one's own.
    """
    scenario = comparison.scenario
    if scenario is None or not _shipped(scenario.name, scenario.text):
        return ""
    if comparison.arms:
        shipped = whole_arms(scenario.arms) if scenario.arms else ()
        known = _plain(comparison.arms) == _plain(shipped)
    else:
        known = set(comparison.names) <= set(PRESETS)
    same_course = _plain(comparison.timeline) == _plain(timeline_of(scenario, comparison.months))
    fits = comparison.months <= MOST_MONTHS_IN_DASHBOARD and not comparison.own
    if not (known and same_course and fits and comparison.municipality in municipalities()):
        return ""
    return f"http://localhost:8765/?{_query(comparison, scenario.name, language)}"


def _plain(given: Sequence[Arm | Change]) -> list[dict[str, Any]]:
    return [one.definition() if isinstance(one, Arm) else one.as_dict() for one in given]


def _query(comparison: Comparison, scenario: str, language: Language) -> str:
    """Return the query of a link to the dashboard: the same settings, at most as many citizens as it starts with."""
    ways = [f"{scenario}/{arm.name}" for arm in comparison.arms] or list(comparison.names)
    pairs = [("lang", language), ("scenario", scenario), ("town", comparison.municipality.code)]
    pairs += [("citizens", str(min(comparison.population, CITIZENS))), ("months", str(comparison.months))]
    pairs += [("paradigms", ",".join(ways[:MOST_IN_DASHBOARD]))]
    pairs += [("set", f"{name}:{plain(value, decimal=False)}") for name, value in sorted(comparison.changed.items())]
    return urlencode(pairs, safe=",:/")


def _shipped(name: str, text: str) -> bool:
    """Return whether this is the scenario of the program with that name, not a file of one's own."""
    return any(one.name == name and one.text == text for one in scenarios())
