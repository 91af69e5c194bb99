"""The sentences above the scorecard: how each way of governing differs from the first, and what survives levelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from typing import Any

import numpy as np

from dashboard.components.palette import series
from dashboard.content.results import Results
from dashboard.content.show import OUTCOME, graded, row
from dashboard.levelling import is_levelled, other_names
from dashboard.texts.common import text
from experiments.analysis.relevance import Size
from experiments.output.texts import label, number
from samskaping.language import Language

COUNTED = ("slight", "same", "unsure")
"""Verdicts whose rows a summary counts."""
Part = dict[str, Any]


def summary(
    results: Results, blocks: list[dict[str, Any]], language: Language, other: Results | None = None
) -> list[dict[str, Any]]:
    """Return for each way of governing but the first how it differs from the first, as parts of a sentence.

    A part has a text and a kind. With `begins` it starts a line, or a sentence:

    - "survives", "argued", "levelled": a head, of parts that survive levelling, or differ as argued or levelled only;
    - "nothing": there are none;
    - "much": a difference in everyday units, with its size;
    - "better", "worse": names of the other outcomes that differ enough to matter;
    - "slight": the number of rows with the mark for what may be too small to matter;
    - "same": the number of rows with the mark for what is about the same;
    - "unsure": the number of rows with the mark for what these repeats do not settle.

    Args:
        results: of the settings.
        blocks: the scorecard.
        language: of all texts.
        other: the results of the counterpart: levelled where `results` are as argued, and the other way round. Without
            them, or before they are complete, nothing is said about levelling.
    """
    rows = [one for block in blocks for one in block["rows"]]
    palette = series(results.names, language)
    others = other_names(results.names) if other is not None and other.complete and results.complete else {}
    made = []
    for place, look in enumerate(palette[1:], start=1):
        verdicts = {one["name"]: one["cells"][place]["verdict"] for one in rows}
        way = look["name"]
        if other is not None and way in others:
            parts = _by_survival(results, other, way, others[way], verdicts, language)
        else:
            parts = _differences(results, way, verdicts, verdicts, language)
        counts = Counter(verdicts.values())
        counted: list[Part] = [
            {"kind": kind, "text": text(f"sum_{kind}", language, n=counts[kind], all=len(rows))}
            for kind in COUNTED
            if counts[kind]
        ]
        if counted and any(part.get("head") for part in parts):
            counted[0]["begins"] = True
        parts += counted
        if parts:
            under = text("sum_under", language, way=look["label"])
            made.append(
                {"name": look["name"], "label": look["label"], "colour": look["colour"], "under": under, "parts": parts}
            )
    return made


def _by_survival(
    results: Results, other: Results, way: str, counterpart: str, verdicts: dict[str, str], language: Language
) -> list[Part]:
    """Return the differences in groups: what survives levelling, what these results alone have, and the others alone.

    What only the others have is named without numbers, which would not belong to the settings shown.
    """
    mine = {name for name in verdicts if _size(results, way, name).matters}
    theirs = {name for name in verdicts if _size(other, counterpart, name).matters}
    both = {name for name in mine & theirs if survives(results, other, way, counterpart, name)}
    own, others = ("levelled", "argued") if is_levelled(results.settings) else ("argued", "levelled")
    nothing = {"kind": "nothing", "text": text("sum_nothing", language)}
    parts = [_head("survives", language), *(_differences(results, way, verdicts, both, language) or [nothing])]
    if alone := _differences(results, way, verdicts, mine - both, language):
        parts += [_head(own, language), *alone]
    there = {name: _verdict(other, counterpart, name, language) for name in verdicts}
    if named := _named(there, theirs - both, language):
        parts += [_head(others, language), *named]
    return parts


def _head(kind: str, language: Language) -> Part:
    return {"kind": kind, "text": text(f"sum_{kind}", language), "head": True, "begins": True}


def survives(results: Results, other: Results, way: str, counterpart: str, outcome: str) -> bool:
    """Return whether an outcome's difference matters in both results, with the same sign."""
    signs = [
        np.sign(float(one.differences(outcome)[name].mean)) for one, name in ((results, way), (other, counterpart))
    ]
    matter = _size(results, way, outcome).matters and _size(other, counterpart, outcome).matters
    return bool(matter and signs[0] == signs[1])


def _size(results: Results, way: str, outcome: str) -> Size:
    reference = float(results.at_the_end(outcome)[results.names[0]].mean)
    return graded(results.differences(outcome)[way], reference, OUTCOME[outcome])


def _differences(
    results: Results, way: str, verdicts: dict[str, str], among: Container[str], language: Language
) -> list[Part]:
    """Return the differences of outcomes `among`: in everyday units first, then by name what is better and worse."""
    much = magnitudes(results, way, language)
    parts = [{"kind": "much", "text": words} for name, words in much.items() if name in among]
    return parts + _named(verdicts, {name for name in verdicts if name in among and name not in much}, language)


def _named(verdicts: dict[str, str], among: Container[str], language: Language) -> list[Part]:
    """Return the names of the outcomes `among` that are better and that are worse."""
    parts = []
    for kind in ("better", "worse"):
        names = [name for name, verdict in verdicts.items() if verdict == kind and name in among]
        if names:
            what = ", ".join(label(OUTCOME[name], language).lower() for name in names)
            parts.append({"kind": kind, "text": text(f"sum_{kind}", language, what=what)})
    return parts


def _verdict(results: Results, way: str, outcome: str, language: Language) -> str:
    cells = row(results, outcome, language)["cells"]
    return str(cells[results.names.index(way)]["verdict"])


_MAGNITUDES = (
    ("met_need", 100, "met_more", "met_fewer"),
    ("citizen_hours_per_capita", 60, "time_more", "time_less"),
    ("public_hours_per_capita", 60, "public_more", "public_less"),
    ("strain", 0, "strain_more", "strain_less"),
    ("met_need_gap", 0, "gap_more", "gap_less"),
)
"""Outcome, everyday units in one of the outcome's (0: no number), and the keys of the texts for more and for less."""


def magnitudes(results: Results, name: str, language: Language) -> dict[str, str]:
    """Return how much a way of governing differs from the first in everyday units, by outcome, where it is significant.

    These are what is gained, and at whose cost: needs met, citizens' and public time, strain on staff, and the gap.
    """
    made = {}
    for outcome, units, more, less in _MAGNITUDES:
        change = results.differences(outcome)[name]
        reference = float(results.at_the_end(outcome)[results.names[0]].mean)
        size = graded(change, reference, OUTCOME[outcome])
        if size.matters or (size is Size.POSSIBLE and units):
            much = abs(float(change.mean)) * units
            n = number(much, 0 if much >= 2 else 1, language)  # so that no text needs a singular
            words = text(more if change.mean > 0 else less, language, n=n)
            made[outcome] = f"{words} ({text(f'size_{size.value}', language)})"
    return made
