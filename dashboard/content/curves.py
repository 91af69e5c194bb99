"""The compare page's charts over time, as plain data: levels, or differences from the first way of governing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dashboard.components.palette import series
from dashboard.content.results import Estimate, Results
from dashboard.content.show import OUTCOME, decimals_of_row, times_of, unit_in_full, verdict
from dashboard.texts.common import text
from experiments.analysis.relevance import RELEVANT
from experiments.output.texts import label, number
from model.outcomes.outcomes import Outcome
from samskaping.language import Language


def charts(
    results: Results, before: Results | None, names: Sequence[str], language: Language, differences: bool = False
) -> list[dict[str, Any]]:
    """Return a panel for each outcome in `names`: lines, bands, and the lines of the previous settings (`before`).

    With `differences`, lines are differences from the first way of governing, paired by seed.
    """
    panel = _panel_of_differences if differences else _panel
    return [panel(results, before, OUTCOME[name], language) for name in names]


def _panel(results: Results, before: Results | None, outcome: Outcome, language: Language) -> dict[str, Any]:
    now = results.monthly(outcome.name)
    old = before.monthly(outcome.name) if before is not None else {}
    last = {name: _last(one.mean) for name, one in now.items()}
    times, decimals = times_of(outcome), decimals_of_row(outcome, *(v for v in last.values() if v is not None), 0.0)
    label_of = {s["name"]: s["short"] for s in series(results.names, language, results.settings.base)}
    values = ", ".join(
        f"{label_of[name]} {number(times * v, decimals, language)}" for name, v in last.items() if v is not None
    )
    return _described(outcome, results, language) | {
        "title": label(outcome, language),
        "unit": unit_in_full(outcome, language),
        "lines": _lines(now, old, results.settings.months, times),
        "decimals": decimals,
        "words": text("chart_words", language, values=values) if values else text("computing", language),
    }


def _panel_of_differences(
    results: Results, before: Results | None, outcome: Outcome, language: Language
) -> dict[str, Any]:
    """Return a panel of differences from the first way, with the zone in which a difference is too small to matter."""
    first, *others = results.names
    now = results.monthly_differences(outcome.name)
    same = before is not None and before.names[0] == first
    old = before.monthly_differences(outcome.name) if before is not None and same else {}
    reference = results.monthly(outcome.name)[first].mean
    at_end = {name: Estimate(one.mean[-1], one.low[-1], one.high[-1], one.seeds) for name, one in now.items()}
    times, decimals = times_of(outcome), decimals_of_row(outcome, float(np.nan_to_num(reference[-1])))
    looks = {look["name"]: look["short"] for look in series(results.names, language, results.settings.base)}
    said = []
    for name in others:
        if one := verdict(at_end[name], float(reference[-1]), outcome, decimals, language, times):
            said.append(f"{looks[name]} {one['difference']}" + (f" ({one['words']})" if one["words"] else ""))
    zone = [times * RELEVANT[outcome.name].at(value) for value in reference] if outcome.name in RELEVANT else []
    ready = math.isfinite(float(reference[-1])) and bool(others)
    return _described(outcome, results, language) | {
        "title": text("difference_title", language, outcome=label(outcome, language), first=looks[first]),
        "unit": text("difference_axis", language, unit=unit_in_full(outcome, language)),
        "lines": _lines({name: now[name] for name in others}, old, results.settings.months, times),
        "decimals": decimals,
        "zone": _listed(np.array(zone)),
        "words": text("chart_words_differences", language, first=looks[first], values="; ".join(said))
        if ready
        else text("computing", language),
    }


def _described(outcome: Outcome, results: Results, language: Language) -> dict[str, Any]:
    """Return what a panel has in both views."""
    return {
        "name": outcome.name,
        "label": label(outcome, language),
        "help": outcome.help(language),
        "months": results.settings.months,
        "least": 0.05 if outcome.unit == "share" else 1e-3 * times_of(outcome),
        "zone": [],
    }


def _lines(now: Mapping[str, Estimate], old: Mapping[str, Estimate], months: int, times: int) -> list[dict[str, Any]]:
    """Return a line for each way of governing in `now`, with its line in `old` as the grey one; both times `times`."""
    lines = []
    for name, one in now.items():
        line: dict[str, Any] = {
            "k": name,
            "mean": _listed(times * one.mean),
            "low": _listed(times * one.low),
            "high": _listed(times * one.high),
        }
        if name in old:
            line["ghost"] = _listed(times * old[name].mean[:months])
        lines.append(line)
    return lines


def _listed(values: np.ndarray) -> list[float | None]:
    return [None if not math.isfinite(v) else float(f"{v:.5g}") for v in values.tolist()]


def _last(values: np.ndarray) -> float | None:
    there = values[np.isfinite(values)]
    return float(there[-1]) if len(there) else None
