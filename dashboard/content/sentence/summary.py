"""The sentences above the scorecard: how each way of governing differs from the first, at whose cost, and if it holds.

Lines stand in the same order while results come in, and what becomes of differences in the counterpart has its place
from the start.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from dashboard.components.palette import in_text, series
from dashboard.content.results import Results
from dashboard.content.sentence.alike import twin, twin_words
from dashboard.content.sentence.amounts import ALWAYS, COSTS, SHARED, amount, magnitudes, otherwise, spread
from dashboard.content.sentence.survival import Fate, Survival, fates
from dashboard.content.show import OUTCOME
from dashboard.levelling import in_two_versions, is_levelled, other_names, without_other
from dashboard.texts.common import text
from experiments.output.texts import label
from samskaping.language import Language, Listing

COUNTED = ("slight", "same", "unsure")
"""Verdicts whose differences do not matter for certain. A summary counts their rows."""
COUNTS = ("counts", "matters", *COUNTED)
"""Kinds of parts of the last line, which counts the scorecard's marks."""
TAILS = (
    "survives", "also_argued", "turns_argued", "turns_levelled", "argued", "levelled", "open_argued", "open_levelled",
)  # fmt: skip
"""Kinds of parts that say which differences remain, turn, or are smaller in the counterpart. Each has a help text."""
Part = dict[str, Any]


def summary(
    results: Results,
    blocks: list[dict[str, Any]],
    language: Language,
    other: Results | None = None,
    wait: bool = False,
) -> list[dict[str, Any]]:
    """Return for each way of governing but the first how it differs from the first, as parts of a sentence.

    A part has a text and a kind, and some the verdict of their outcome. With `begins` it starts a line, or a sentence.
    With `end` its text ends in a colon. With `items` its text is that of `lead` and of outcomes that have explanations:

    - "twin": it has the same rules as an earlier one, whose lines hold for it; it has no other parts;
    - "better", "worse": the outcomes that differ enough to matter, with amounts; "even": there are none;
    - "much": a difference in everyday units, with its size;
    - "is": an outcome of `ALWAYS` that is about the same, or not settled;
    - "pays", "gains": the heads of a line on costs, and of one on who gains;
    - "rules": the head of the line on the counterpart, which has an explanation; "nothing": no difference remains;
    - one of `TAILS`: the differences of which it holds; "later": it is being computed; "only": there is none;
    - "counts": the head of the line that counts the scorecard's rows by their marks; "matters": how many differ enough;
    - "slight": how many differ by what may be too small to matter;
    - "same": how many are about the same;
    - "unsure": how many these repeats do not settle.

    Args:
        results: of the settings.
        blocks: the scorecard.
        language: of all texts.
        other: the results of the counterpart: levelled where `results` are as argued, and the other way round. Until
            they are complete, their line says that they are being computed. Without them there is no such line.
        wait: whether to say that the counterpart is being computed though there are no results of it yet.
    """
    rows = [one for block in blocks for one in block["rows"]]
    palette = series(results.names, language, results.settings.base)
    others = other_names(results.names) if other is not None or wait else {}
    lacking = without_other(results.names)
    made = []
    for place, look in enumerate(palette[1:], start=1):
        name = look["name"]
        verdicts = {one["name"]: one["cells"][place]["verdict"] for one in rows}
        if not any(verdicts.values()):
            continue
        if other_name := twin(results.settings, name):
            same = _part("twin", twin_words(results.settings, name, other_name, language))
            made.append(_of_way(look, results, _line(same), language))
            continue
        parts = [*_gets(results, name, verdicts, language), *_who(results, name, verdicts, language)]
        if name in others:
            parts += _rules(results, other, name, others[name], verdicts, language)
        elif name in lacking:
            parts += _no_rules(results, language)
        parts += _counts(verdicts, language)
        made.append(_of_way(look, results, parts, language))
    return made


def expected(results: Results, language: Language) -> list[dict[str, Any]]:
    """Return what stands in the place of `summary` until two repeats are complete."""
    waiting = text("computing", language)
    return [
        _of_way(look, results, _line(_part("later", waiting)), language)
        for look in series(results.names, language, results.settings.base)[1:]
    ]


def _of_way(look: Mapping[str, Any], results: Results, parts: list[Part], language: Language) -> dict[str, Any]:
    under = _under(look["name"], results, language)
    return {"name": look["name"], "label": look["label"], "colour": look["colour"], "under": under, "parts": parts}


def _under(name: str, results: Results, language: Language) -> str:
    """Return how a way of governing is led in; a scenario's own ones have titles that no sentence takes up."""
    words = in_text(name, language, results.settings.base)
    return f"{words[:1].upper()}{words[1:]}:" if "/" in name else text("sum_under", language, way=words)


def _part(kind: str, words: str, **more: Any) -> Part:
    return {"kind": kind, "text": words, **more}


def _line(*parts: Part) -> list[Part]:
    return [{**part, "begins": not place} for place, part in enumerate(parts)]


def _gets(results: Results, name: str, verdicts: Mapping[str, str], language: Language) -> list[Part]:
    """Return the line on services, trust and inequality: what is better and worse, and by how much."""
    much = magnitudes(results, name, language)
    parts = []
    for kind in ("better", "worse"):
        named = [one for one, found in verdicts.items() if found == kind and one not in (*COSTS, *SHARED, *much)]
        if named:
            items = [
                {
                    "label": label(OUTCOME[one], language).lower(),
                    "amount": amount(results, name, one, language),
                    "title": label(OUTCOME[one], language),
                    "help": OUTCOME[one].help(language),
                }
                for one in named
            ]
            what = ", ".join(f"{item['label']} {item['amount']}" for item in items)
            lead = text(f"sum_{kind}", language, what="").rstrip()
            parts.append(_part(kind, text(f"sum_{kind}", language, what=what), lead=lead, items=items))
    if "met_need" in much:
        parts.append(_part("much", much["met_need"], verdict=verdicts["met_need"]))
    if not parts or all(part["kind"] == "much" and verdicts["met_need"] in COUNTED for part in parts):
        alike = all(verdicts.get(one) in COUNTED for one in SHARED)  # of which the line on who gains speaks
        parts.insert(0, _part("even", text("sum_even" if alike else "sum_even_services", language)))
    return _line(*parts)


def _who(results: Results, name: str, verdicts: Mapping[str, str], language: Language) -> list[Part]:
    """Return the lines on costs, with how citizens share them, and on who gains."""
    much = magnitudes(results, name, language)
    lines = []
    for kind, key, outcomes in (("pays", "sum_pays", COSTS), ("gains", "sum_gains", SHARED)):
        parts = [_part(kind, text(key, language), end=True)]
        for outcome in outcomes:
            if outcome in much:
                shares = spread(results, name, language) if outcome == "citizen_hours_per_capita" else ""
                words = f"{much[outcome]}: {shares}" if shares else much[outcome]
                parts.append(_part("much", words, verdict=verdicts[outcome]))
            elif outcome in ALWAYS:
                parts.append(_part("is", otherwise(results, name, outcome, language), verdict=verdicts[outcome]))
        lines += _line(*parts)
    return lines


def _rules(
    results: Results,
    other: Results | None,
    name: str,
    counterpart: str,
    verdicts: Mapping[str, str],
    language: Language,
) -> list[Part]:
    """Return the line on the counterpart: which differences remain, turn, or are smaller, and which only it has.

    Its differences are named without numbers, which would not belong to the settings shown.
    """
    levelled = is_levelled(results.settings)
    head = _head_of_rules(results, language)
    if other is None or not (results.complete and other.complete):
        key = "computing" if other is None or other.error is None else "sum_failed"
        return _line(head, _part("later", text(key, language)))
    found = fates(results, other, name, counterpart, list(verdicts))
    here, there = ("levelled", "argued") if levelled else ("argued", "levelled")
    lines = {
        Survival.SURVIVES: ("also_argued" if levelled else "survives", "sum_remain"),
        Survival.TURNS: (f"turns_{there}", "sum_turn"),
        Survival.HERE: (here, "sum_smaller"),
        Survival.OPEN: (f"open_{there}", "sum_open"),
    }
    parts = [head]
    for survival, (kind, key) in lines.items():
        among = [one for one, fate in found.items() if fate.survival is survival]
        if among:
            parts.append(_part(kind, text(key, language, what=_names(among, language)), tail=True))
        elif survival is Survival.SURVIVES:
            certain = not any(fate.unsettled for fate in found.values())
            parts.append(_part("nothing", text("sum_nothing" if certain else "sum_nothing_certain", language)))
    if alone := _alone(found, language):
        parts.append(_part(there, text("sum_only_then", language, what=alone), tail=True))
    return _line(*parts)


def _no_rules(results: Results, language: Language) -> list[Part]:
    """Return the line of a way of governing that has no counterpart: for which ones the page compares twice."""
    ways = Listing([series([name], language)[0]["label"] for name in in_two_versions()]).text(language)
    return _line(_head_of_rules(results, language), _part("only", text("sum_only_between", language, ways=ways)))


def _counts(verdicts: Mapping[str, str], language: Language) -> list[Part]:
    """Return the line that counts the rows of the table below: how many differences matter, and what the others are."""
    n = Counter(verdict if verdict in COUNTED else "matters" for verdict in verdicts.values())
    head = _part("counts", text("sum_counts", language, all=len(verdicts)), end=True)
    return _line(head, *(_part(kind, text(f"sum_{kind}", language, n=n[kind])) for kind in COUNTS if n[kind]))


def _head_of_rules(results: Results, language: Language) -> Part:
    key = "sum_differ" if is_levelled(results.settings) else "sum_alike"
    return _part("rules", text(key, language), end=True)


def _names(outcomes: Collection[str], language: Language) -> str:
    return ", ".join(label(OUTCOME[name], language).lower() for name in outcomes)


def _alone(found: Mapping[str, Fate], language: Language) -> str:
    """Return what is better and worse in the counterpart only."""
    kinds: dict[str, list[str]] = {"better": [], "worse": []}
    for name, fate in found.items():
        if fate.survival is Survival.THERE and OUTCOME[name].better != "neither":
            kinds["better" if fate.up == (OUTCOME[name].better == "higher") else "worse"].append(name)
    return "; ".join(
        text(f"sum_{kind}", language, what=_names(names, language)) for kind, names in kinds.items() if names
    )
