"""Two towns side by side: the outcomes of both, and sentences on where ways of governing differ in the same direction.

Differences between ways are paired by seed within a town. Two towns have other people, also with the same seed, so a
difference between towns is not paired.
"""

from __future__ import annotations

from typing import Any

from dashboard.components.palette import series
from dashboard.content import show
from dashboard.content.results import Results, unpaired
from dashboard.texts.common import text
from experiments.output.texts import label, number
from samskaping.language import Language

OUTCOMES = tuple(name for names in show.SCORECARD.values() for name in names)
_KINDS = ("both", "here", "there", "opposite")


def blocks(here: Results, there: Results, language: Language) -> list[dict[str, Any]]:
    """Return the scorecard's blocks with the cells of both towns: for each way the first town's, then the second's."""
    made = []
    for first, second in zip(show.scorecard(here, language), show.scorecard(there, language), strict=True):
        rows = [
            one | {"cells": [cell for pair in zip(one["cells"], other["cells"], strict=True) for cell in pair]}
            for one, other in zip(first["rows"], second["rows"], strict=True)
        ]
        made.append(first | {"rows": rows})
    return made


def sentences(here: Results, there: Results, language: Language) -> list[dict[str, Any]]:
    """Return for each way but the first where it differs from the first in both towns, in one, or in opposite ways.

    A part has a kind (one of `_KINDS`, or "neither") and a text. Nothing before both towns have a complete repeat.
    """
    if not (here.complete_seeds() and there.complete_seeds()):
        return []
    towns = {"here": here.settings.place.label, "there": there.settings.place.label}
    looks = series(here.names, language, here.settings.base)
    made = []
    for look in looks[1:]:
        found: dict[str, list[str]] = {}
        for name in OUTCOMES:
            kind, words = _agreement(here, there, look["name"], name, language)
            found.setdefault(kind, []).append(words)
        parts = [
            {"kind": kind, "text": text(f"towns_{kind}", language, what=", ".join(found[kind]), **towns)}
            for kind in _KINDS
            if kind in found
        ]
        n = len(found.get("neither", ()))
        if n:
            parts.append({"kind": "neither", "text": text("towns_neither", language, n=n, all=len(OUTCOMES))})
        lead = text("towns_lead", language, way=look["label"], first=looks[0]["label"])
        made.append({"label": look["label"], "colour": look["colour"], "lead": lead, "parts": parts})
    return made


def _agreement(here: Results, there: Results, way: str, name: str, language: Language) -> tuple[str, str]:
    """Return the kind of agreement between two towns on one outcome, and the outcome with its direction in words."""
    matters = []
    for results in (here, there):
        change = results.differences(name)[way]
        reference = float(results.at_the_end(name)[results.names[0]].mean)
        size = show.graded(change, reference, show.OUTCOME[name])
        matters.append((1 if float(change.mean) > 0 else -1) if size.matters else 0)
    one, other = matters
    outcome = label(show.OUTCOME[name], language).lower()
    if one and other and one != other:
        return "opposite", outcome
    up = (one or other) > 0
    words = f"{outcome} ({_direction(name, up, language)})"
    return "both" if one and other else "here" if one else "there" if other else "neither", words


def _direction(name: str, up: bool, language: Language) -> str:
    better = show.OUTCOME[name].better
    if better == "neither":
        return text("towns_up" if up else "towns_down", language)
    return text("better" if up == (better == "higher") else "worse", language)


def levels(here: Results, there: Results, language: Language) -> str:
    """Return how the second town differs from the first under the first way of governing; "" before it is known."""
    if not (here.complete_seeds() and there.complete_seeds()):
        return ""
    way = here.names[0]
    parts = []
    for name in OUTCOMES:
        outcome = show.OUTCOME[name]
        one, other = here.at_the_end(name)[way], there.at_the_end(name)[way]
        change = unpaired(one, other)
        size = show.graded(change, float(one.mean), outcome)
        if size.matters:
            times, decimals = show.times_of(outcome), show.decimals_of_row(outcome, float(one.mean))
            written = number(times * float(change.mean), decimals, language, sign=True)
            if times > 1:
                written = text("minutes_n", language, n=written)
            parts.append(f"{label(outcome, language).lower()} {written} ({text(f'size_{size.value}', language)})")
    values = {
        "way": series(here.names[:1], language, here.settings.base)[0]["label"],
        "here": here.settings.place.label,
        "there": there.settings.place.label,
    }
    return text("towns_levels" if parts else "towns_no_levels", language, what=", ".join(parts), **values)
