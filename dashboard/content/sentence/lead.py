"""The sentence that leads the compare page: on which outcomes the ways of governing do better and worse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.components.palette import in_text, series
from dashboard.content.results import Results
from dashboard.content.sentence.alike import twin, twin_words
from dashboard.content.sentence.amounts import UNITS, size_in
from dashboard.content.show import OUTCOME
from dashboard.state import arm_of
from dashboard.texts.common import text
from experiments.analysis.relevance import Size
from experiments.output.texts import label, number
from samskaping.language import Language, Listing

_AT_MOST = {1: 4, 2: 3}
"""Outcomes that are named as better, and as worse, by the number of ways of governing that differ."""
_AT_LEAST = 2
"""The same where there are more ways of governing."""
_LARGEST_FIRST = (Size.LARGE, Size.MEDIUM, Size.SMALL)
_MINUTES = ("lead_minutes_more", "lead_minutes_less")
_AMOUNTS = {
    "met_need": ("lead_needs_more", "lead_needs_less"), "cost_per_met_need_nok": ("lead_money_more", "lead_money_less"),
    "citizen_hours_per_capita": _MINUTES, "public_hours_per_capita": _MINUTES,
}  # fmt: skip
"""Texts of differences in everyday units: more, and less."""
_DOES = {"better": "lead_better", "worse": "lead_worse"}


def lead(results: Results, blocks: list[dict[str, Any]], language: Language) -> list[dict[str, Any]]:
    """Return the clauses of one sentence, in the order of the ways of governing; none without intervals.

    A clause has the way's `name` and `colour`, its `label` in the sentence, and `parts`, each a text and the verdict of
    its outcomes. Outcomes are named if they differ enough to matter, the largest differences first. Ways of governing
    without such an outcome share the last clause, whose `label` is "". A way with the same rules as an earlier one has
    a clause only where no other has.

    Args:
        results: of the settings.
        blocks: the scorecard.
        language: of all texts.
    """
    rows = [one for block in blocks for one in block["rows"]]
    looks = list(enumerate(series(results.names, language, results.settings.base)))[1:]
    verdicts = {look["name"]: {row["name"]: row["cells"][at]["verdict"] for row in rows} for at, look in looks}
    known = [look for _, look in looks if any(verdicts[look["name"]].values())]
    own = [look for look in known if not twin(results.settings, look["name"])]
    differ = [look for look in own if {"better", "worse"} & set(verdicts[look["name"]].values())]
    most = _AT_MOST.get(len(differ), _AT_LEAST)
    clauses = [
        _clause(look, results, _parts(results, look["name"], verdicts, most, language), language) for look in differ
    ]
    if even := [_called(look["name"], results, language) for look in own if look not in differ]:
        words = text("lead_even", language, ways=Listing(even).text(language))
        clauses.append({"name": "", "colour": "", "label": "", "parts": [{"text": words, "verdict": ""}]})
    for look in known if not own else ():
        words = twin_words(results.settings, look["name"], twin(results.settings, look["name"]), language)
        clauses.append(_clause(look, results, [{"text": f"({words})", "verdict": ""}], language))
    return clauses


def _clause(
    look: Mapping[str, Any], results: Results, parts: list[dict[str, str]], language: Language
) -> dict[str, Any]:
    return {
        "name": look["name"],
        "colour": look["colour"],
        "label": _called(look["name"], results, language),
        "parts": parts,
    }


def _called(name: str, results: Results, language: Language) -> str:
    """Return the name of a way of governing in the sentence; a scenario's own ones have titles, which are quoted."""
    words = in_text(name, language, results.settings.base)
    return words if arm_of(name) is None else text("lead_title", language, title=words[:1].upper() + words[1:])


def _parts(
    results: Results, name: str, verdicts: Mapping[str, Mapping[str, str]], most: int, language: Language
) -> list[dict[str, str]]:
    """Return on what a way of governing does better, and on what worse, with at most so many outcomes each."""
    parts: list[dict[str, str]] = []
    for kind, does in _DOES.items():
        named = [one for one, found in verdicts[name].items() if found == kind]
        if not named:
            continue
        named.sort(key=lambda one: _LARGEST_FIRST.index(size_in(results, name, one)))
        shown = named if len(named) == most + 1 else named[:most]  # the name of one more is as short as its number
        words = [_outcome(results, name, one, language) for one in shown]
        if len(shown) < len(named):
            words.append(text("lead_others", language, n=len(named) - len(shown)))
        key = "lead_and_worse" if parts else does
        parts.append({"text": text(key, language, what=Listing(words).text(language)), "verdict": kind})
    return parts


def _outcome(results: Results, name: str, outcome: str, language: Language) -> str:
    """Return an outcome's name, with its difference in everyday units where there are any."""
    words = label(OUTCOME[outcome], language).lower()
    if outcome not in _AMOUNTS:
        return words
    change = float(results.differences(outcome)[name].mean) * UNITS[outcome][0]
    more, less = _AMOUNTS[outcome]
    n = number(abs(change), 0 if abs(change) >= 2 else 1, language)  # so that no text needs a singular
    return f"{words} ({text(more if change > 0 else less, language, n=n)})"
