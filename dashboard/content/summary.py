"""The sentences above the scorecard: how each way of governing differs from the first, and what survives levelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from dashboard.components.palette import in_text, series
from dashboard.content.results import Results
from dashboard.content.show import OUTCOME, graded
from dashboard.content.survival import Fate, Survival, fates
from dashboard.levelling import is_levelled, other_names
from dashboard.texts.common import text
from experiments.analysis.relevance import Size
from experiments.output.texts import label, number
from samskaping.language import Language

COUNTED = ("slight", "same", "unsure")
"""Verdicts whose rows a summary counts."""
TAILS = (
    "survives", "also_argued", "turns_argued", "turns_levelled", "argued", "levelled", "open_argued", "open_levelled",
)  # fmt: skip
"""Kinds of tails, which say of the differences before them what becomes of these in the counterpart."""
Part = dict[str, Any]


def summary(
    results: Results, blocks: list[dict[str, Any]], language: Language, other: Results | None = None
) -> list[dict[str, Any]]:
    """Return for each way of governing but the first how it differs from the first, as parts of a sentence.

    A part has a text and a kind. With `begins` it starts a line, or a sentence. With `term` it has an explanation:

    - one of `TAILS`: after the differences of which it holds; "nothing": no difference survives;
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
            them, and until they are complete, there are no tails.
    """
    rows = [one for block in blocks for one in block["rows"]]
    palette = series(results.names, language)
    others = other_names(results.names) if other is not None and other.complete and results.complete else {}
    made = []
    for place, look in enumerate(palette[1:], start=1):
        verdicts = {one["name"]: one["cells"][place]["verdict"] for one in rows}
        counts, much = Counter(verdicts.values()), magnitudes(results, look["name"], language)
        counted: list[Part] = [
            {"kind": kind, "text": text(f"sum_{kind}", language, n=counts[kind], all=len(rows))}
            for kind in COUNTED
            if counts[kind]
        ]
        if other is not None and look["name"] in others:
            found = fates(results, other, look["name"], others[look["name"]], list(verdicts))
            parts = _by_fate(found, verdicts, much, is_levelled(results.settings), language)
            rest = [{"kind": "much", "text": much[name]} for name in much if verdicts[name] in COUNTED]
            parts += _line(*rest, *counted)
        else:
            parts = [*_differences(verdicts, verdicts, much, language), *counted]
        if parts:
            under = text("sum_under", language, way=in_text(look["name"], language))
            made.append(
                {"name": look["name"], "label": look["label"], "colour": look["colour"], "under": under, "parts": parts}
            )
    return made


def _by_fate(
    found: Mapping[str, Fate], verdicts: Mapping[str, str], much: Mapping[str, str], levelled: bool, language: Language
) -> list[Part]:
    """Return lines of differences, each with a tail: what survives levelling, what turns, and what only one has.

    What only the counterpart has is named without numbers, which would not belong to the settings shown. `levelled` is
    whether levelled ways of governing are shown.
    """
    here, there = ("levelled", "argued") if levelled else ("argued", "levelled")
    tails = {
        Survival.SURVIVES: "also_argued" if levelled else "survives",
        Survival.TURNS: f"turns_{there}",
        Survival.HERE: here,
        Survival.OPEN: f"open_{there}",
    }
    parts = []
    for survival, tail in tails.items():
        among = {name for name, fate in found.items() if fate.survival is survival}
        if differences := _differences(verdicts, among, much, language):
            parts += _line(*differences, _term(tail, f"sum_{tail}", language))
        elif survival is Survival.SURVIVES:
            certain = not any(fate.unsettled for fate in found.values())
            parts += _line(_term("nothing", "sum_nothing" if certain else "sum_nothing_certain", language))
    alone = {
        name: "better" if fate.up == (OUTCOME[name].better == "higher") else "worse"
        for name, fate in found.items()
        if fate.survival is Survival.THERE and OUTCOME[name].better != "neither"
    }
    if alone:
        parts += _line(*_differences(alone, alone, {}, language), _term(there, f"sum_{there}", language))
    return parts


def _line(*parts: Part) -> list[Part]:
    return [{**part, "begins": not place} for place, part in enumerate(parts)]


def _term(kind: str, key: str, language: Language) -> Part:
    return {"kind": kind, "text": text(key, language), "term": True}


def _differences(
    verdicts: Mapping[str, str], among: Collection[str], much: Mapping[str, str], language: Language
) -> list[Part]:
    """Return the differences of outcomes `among`: in everyday units first, then by name what is better and worse."""
    parts = [{"kind": "much", "text": words} for name, words in much.items() if name in among]
    for kind in ("better", "worse"):
        names = [name for name, one in verdicts.items() if one == kind and name in among and name not in much]
        if names:
            what = ", ".join(label(OUTCOME[name], language).lower() for name in names)
            parts.append({"kind": kind, "text": text(f"sum_{kind}", language, what=what)})
    return parts


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
