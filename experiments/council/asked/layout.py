"""Font sizes with which each part of a question's report fits on its A4 page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.council.layout import fitting, heading_mm, list_mm, table_mm, text_mm, warnings_mm

_LIMITS, _QUESTIONS = 0.61, 0.34  # shares of the page's width
_VERDICT = 1.5  # times the size of the text


def sizes(values: Mapping[str, Any], figure: float) -> tuple[float, float]:
    """Return the font sizes in points of the two pages; `figure` is the height of the figure in mm."""
    return fitting(lambda size: _first(values, size) + figure), fitting(lambda size: _second(values, size))


def _first(values: Mapping[str, Any], size: float) -> float:
    tall = text_mm(values["title"], size, scale=1.72, after=2.4) + text_mm("", size, scale=0.84)
    tall += warnings_mm(values, size) + 3 * heading_mm(size)
    words = values["words"]
    tall += text_mm(f"{words['claim']} {values['claim']} {words['fails']} {values['fails']}", size)
    tall += text_mm(values["source"], size, scale=0.88) + sum(text_mm(line, size) for line in values["rule"])
    tall += max(text_mm(values["certainty"], size, 0.7), text_mm("", size, scale=_VERDICT)) + 4.0
    tall += text_mm(values["paragraph"], size)
    if values["parts"]["rows"]:
        tall += table_mm(values["parts"], size)
    return tall + text_mm(values["figure_title"], size, scale=0.92) + 1.0


def _second(values: Mapping[str, Any], size: float) -> float:
    tall = warnings_mm(values, size) + 4 * heading_mm(size)
    for table, notes in (("costs", "costs_notes"), ("who", "who_notes")):
        if values[table]["rows"]:
            tall += table_mm(values[table], size)
        tall += sum(text_mm(line, size) for line in values[notes])
    tall += max(list_mm(values["limits"], size, _LIMITS), list_mm(values["questions"], size, _QUESTIONS))
    tall += list_mm(values["restore"], size, 0.85) + 0.45 * len(values["restore"])
    return tall + text_mm(values["settings"], size, scale=0.88) + 3.0
