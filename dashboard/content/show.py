"""The compare page's scorecard, warnings and groups: plain data, with numbers as the language writes them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from dashboard.components.palette import series
from dashboard.content.results import Estimate, Results
from dashboard.state import Settings
from dashboard.texts.common import group_label, text
from experiments.analysis.relevance import RELEVANT, Size, size_of
from experiments.council.limits import too_small
from experiments.output.texts import decimals_for, label, number, too_long, unit
from experiments.runs.scenario import load_scenario
from model.outcomes.outcomes import OUTCOMES, Outcome
from samskaping.language import Language

OUTCOME = {outcome.name: outcome for outcome in OUTCOMES}

# The scorecard's rows under their four headings.
SCORECARD = {
    "card_fit": ("fit", "met_need", "failure_demand"),
    "card_resources": ("public_hours_per_capita", "citizen_hours_per_capita", "cost_per_met_need_nok", "strain"),
    "card_trust": ("trust", "felt_voice", "political_support"),
    "card_inequality": ("met_need_gap", "trust_gap", "participation_parity"),
}
CHARTS = {
    "main": ("fit", "trust", "public_hours_per_capita", "citizen_hours_per_capita"),
    "fit": ("fit", "met_need", "take_up", "failure_demand", "satisfaction", "wait"),
    "resources": (
        "public_hours_per_capita",
        "citizen_hours_per_capita",
        "cost_per_met_need_nok",
        "hours_delivery",
        "hours_administration",
        "hours_process",
    ),
    "trust": ("trust", "trust_low", "felt_voice", "input_followed", "political_support", "ownership"),
    "inequality": (
        "met_need_gap",
        "trust_gap",
        "take_up_gap",
        "participation_parity",
        "horizontal_inequity",
        "fit_p10",
    ),
    "work": ("load", "strain", "turnover", "competence", "innovation", "readiness"),
}
MINUTES = 60
"""Minutes in an hour: the page has minutes where columns have hours."""
GROUP_CHARTS = ("met_need", "trust", "citizen_hours_per_capita", "case_hours_per_capita")
ENOUGH_SEEDS = 4
"""Repeats from which on a comparison needs no warning."""
DIMENSIONS = ("quintile", "age", "district", "area")


def heading(settings: Settings, language: Language) -> str:
    """Return the town, its citizens and the months in a line, which heads results of these settings."""
    citizens = number(settings.citizens, 0, language)
    return text("heading", language, town=settings.place.label, citizens=citizens, months=settings.months)


def scorecard(results: Results, language: Language) -> list[dict[str, Any]]:
    """Return blocks of rows. A row is an outcome, with each paradigm's value and its difference from the first."""
    return [
        {"title": text(key, language), "rows": [row(results, name, language) for name in names]}
        for key, names in SCORECARD.items()
    ]


def row(results: Results, name: str, language: Language) -> dict[str, Any]:
    """Return an outcome's row, as the scorecard has it."""
    outcome = OUTCOME[name]
    values, changes = results.at_the_end(outcome.name), results.differences(outcome.name)
    times, decimals = times_of(outcome), decimals_of_row(outcome, *(float(v.mean) for v in values.values()))
    reference = float(values[results.names[0]].mean)
    cells = []
    for place, way in enumerate(results.names):
        cell: dict[str, str] = {"value": number(times * float(values[way].mean), decimals, language)}
        if place:
            cell |= verdict(changes[way], reference, outcome, decimals, language, times)
        cells.append(cell)
    return {
        "name": outcome.name,
        "label": label(outcome, language),
        "help": f"{_stopped(outcome.help(language))} {smallest_words(outcome, reference, language)}".rstrip(),
        "cells": cells,
        "unit": unit_words(outcome, language),
    }


def times_of(outcome: Outcome) -> int:
    """Return what the page multiplies an outcome by: hours of a month are minutes, as in sentences."""
    return MINUTES if outcome.unit == "hours/month" else 1


def decimals_of_row(outcome: Outcome, *values: float) -> int:
    """Return how many decimals the page gives these values of an outcome; minutes have one, as in sentences."""
    times = times_of(outcome)
    decimals = decimals_for(*(times * value for value in values))
    return min(1, decimals) if times > 1 else decimals


def _stopped(sentence: str) -> str:
    """Return a sentence with its full stop."""
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


def _in_a_line(cell: Mapping[str, str]) -> str:
    """Return a difference, its interval and its words in a line: "+0.12 (95 % ...). Better, small difference."."""
    words = cell["words"]
    if not cell["difference"]:
        return ""
    return f"{cell['difference']} ({cell['interval']})." + (
        f" {_stopped(words[0].upper() + words[1:])}" if words else ""
    )


def unit_in_full(outcome: Outcome, language: Language) -> str:
    """Return an outcome's unit on the page; time and money of a month are per inhabitant, as no heading says here."""
    if times_of(outcome) == MINUTES:
        return text("minutes_each", language)
    if outcome.unit in ("share", "difference"):
        return text("unit_scale", language)
    written = unit(outcome, language)
    return text("each", language, unit=written) if outcome.unit == "NOK/month" else written


def unit_words(outcome: Outcome, language: Language) -> str:
    """Return the unit that stands beside an outcome's number; "" on a scale from 0 to 1."""
    return "" if outcome.unit in ("share", "difference") else unit_in_full(outcome, language)


def smallest_words(outcome: Outcome, reference: float, language: Language) -> str:
    """Return the smallest difference that matters where the first way's value is `reference`, hours as minutes."""
    smallest = RELEVANT[outcome.name].at(reference) if outcome.name in RELEVANT else 0.0
    if not (math.isfinite(smallest) and smallest > 0):
        return ""
    times = times_of(outcome)
    smallest *= times
    decimals = max(0, 1 - math.floor(math.log10(smallest)))
    return text("smallest_minutes" if times > 1 else "smallest", language, n=number(smallest, decimals, language))


_ARROWS = {Size.SMALL: 1, Size.MEDIUM: 2, Size.LARGE: 3}


def graded(change: Estimate, reference: float, outcome: Outcome) -> Size:
    """Return the size of a difference by the smallest relevant effect, where the first way's value is `reference`."""
    smallest = RELEVANT[outcome.name].at(reference) if outcome.name in RELEVANT else 0.0
    return size_of(float(change.mean), float(change.low), float(change.high), smallest)


def interval_words(change: Estimate, decimals: int, language: Language, times: int = 1) -> str:
    """Return the 95 % interval of a difference in words, multiplied by `times`."""
    if not math.isfinite(float(change.low)):
        return text("one_seed_only", language)
    low, high = (number(times * float(v), decimals, language, sign=True) for v in (change.low, change.high))
    return text("interval", language, low=low, high=high)


def verdict(
    change: Estimate, reference: float, outcome: Outcome, decimals: int, language: Language, times: int = 1
) -> dict[str, str]:
    """Return a difference with its interval, a mark and words for its size, and a line with all but the mark.

    The verdict of a difference that matters is better, worse or other. Without a relevant difference it is same, where
    it may be too small to matter, slight, and where the repeats do not settle it, unsure. Numbers are multiplied by
    `times`.
    """
    made = _verdict(change, reference, outcome, decimals, language, times)
    return made | {"line": _in_a_line(made)}


def _verdict(
    change: Estimate, reference: float, outcome: Outcome, decimals: int, language: Language, times: int
) -> dict[str, str]:
    mean = float(change.mean)
    if not math.isfinite(mean):
        return {"difference": "", "mark": "", "words": "", "verdict": "", "interval": ""}
    made = {
        "difference": number(times * mean, decimals, language, sign=True),
        "interval": interval_words(change, decimals, language, times),
        "mark": "",
        "words": "",
        "verdict": "",
    }
    if not math.isfinite(float(change.low)):
        return made
    size = graded(change, reference, outcome)
    words = text(f"size_{size.value}", language)
    up = mean > 0
    if not size.matters:
        small = "\N{WHITE UP-POINTING TRIANGLE}" if up else "\N{WHITE DOWN-POINTING TRIANGLE}"
        mark, called = {Size.NONE: ("\N{ALMOST EQUAL TO}", "same"), Size.POSSIBLE: (small, "slight")}.get(
            size, ("?", "unsure")
        )
        return made | {"mark": mark, "words": words, "verdict": called}
    arrow = "\N{BLACK UP-POINTING TRIANGLE}" if up else "\N{BLACK DOWN-POINTING TRIANGLE}"
    made |= {"mark": arrow * _ARROWS[size], "words": words}
    if outcome.better == "neither":
        return made | {"verdict": "other"}
    better = "better" if up == (outcome.better == "higher") else "worse"
    return made | {"words": f"{text(better, language)}, {words}", "verdict": better}


def few_seeds(seeds: int, language: Language) -> str:
    """Return a warning where a comparison has few repeats, or ""."""
    if seeds >= ENOUGH_SEEDS:
        return ""
    return text("few_seeds" if seeds > 1 else "few_one", language, n=seeds)


def warnings(settings: Settings, language: Language) -> str:
    """Return what to be careful about: few repeats, and a town or a time for which results are not valid; or ""."""
    return " ".join(filter(None, (few_seeds(settings.seeds, language), validity(settings, language))))


def validity(settings: Settings, language: Language) -> str:
    """Return the report's warnings of too few citizens to stand for the municipality and of too many months, or ""."""
    first = settings.runs[0]
    small = too_small(first.town, settings.citizens, first.parameters, language)
    return " ".join(filter(None, (small, too_long(settings.months, language))))


def sets_of(settings: Settings) -> dict[str, tuple[str, ...]]:
    """Return the sets of charts by name, {name: outcomes}; what to watch in the open case comes first."""
    watched = load_scenario(settings.scenario).outcomes if settings.scenario else ()
    return {"watch": watched, **CHARTS} if watched else CHARTS


def groups(results: Results, dimension: str, language: Language) -> list[dict[str, Any]]:
    """Return panels of each group's difference from the first paradigm, with intervals."""
    panels = []
    names = results.names[1:]
    for outcome_name in GROUP_CHARTS:
        described, times = group_outcome(outcome_name, language), times_of(_measured_as(outcome_name))
        rows: list[dict[str, Any]] = []
        reach = 1e-9
        by_group = results.group_differences(outcome_name, dimension) if names and results.complete_seeds() else {}
        if dimension == "district" and len(by_group) > 8:
            by_group = dict(list(by_group.items())[:8])
        means = [float(e.mean) for g in by_group.values() for e in g.values()]
        decimals = decimals_of_row(_measured_as(outcome_name), *means, 0.0)
        for group, estimates in by_group.items():
            cells = []
            for name in names:
                one = estimates[name]
                mean, low, high = (_plain(times * v) for v in (one.mean, one.low, one.high))
                if mean is None:
                    continue
                reach = max(reach, abs(mean), abs(low or 0), abs(high or 0))
                margin = (
                    f" \N{PLUS-MINUS SIGN} {number((high - low) / 2, decimals, language)}"
                    if low is not None and high is not None
                    else ""
                )
                cells.append(
                    {
                        "mean": mean,
                        "low": low,
                        "high": high,
                        "text": number(mean, decimals, language, sign=True) + margin,
                    }
                )
            if len(cells) == len(names):
                rows.append({"label": group_label(dimension, group, language), "cells": cells})
        first = series(results.names[:1], language, results.settings.base)[0]["label"]
        axis = text("groups_axis", language, first=first, unit=described["unit"])
        words = "; ".join(f"{r['label']}: {', '.join(c['text'] for c in r['cells'])}" for r in rows)
        missing = bool(names) and not rows and results.complete_seeds() > 0
        panels.append({**described, "rows": rows, "missing": missing, "reach": reach, "axis": axis, "words": words})
    return panels


def _measured_as(name: str) -> Outcome:
    """Return the declaration that has the unit of an outcome by group; groups have a column of their own."""
    return OUTCOME.get(name, OUTCOME["public_hours_per_capita"])


def group_outcome(name: str, language: Language) -> dict[str, str]:
    """Return name, label, unit, help and good direction of an outcome by group."""
    if name in OUTCOME:
        outcome = OUTCOME[name]
        better = text(f"{outcome.better}_better", language) if outcome.better != "neither" else ""
        return {
            "name": name,
            "label": label(outcome, language),
            "unit": unit_in_full(outcome, language),
            "help": outcome.help(language),
            "direction": better,
        }
    return {
        "name": name,
        "label": text(name, language),
        "unit": unit_in_full(_measured_as(name), language),
        "help": text(f"{name}_help", language),
        "direction": "",
    }


def _plain(value: Any) -> float | None:
    return float(value) if math.isfinite(float(value)) else None
