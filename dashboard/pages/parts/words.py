"""Sentences that several pages share: progress of a computation, changed settings, values of parameters."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

from dashboard.components import controls
from dashboard.components.palette import title
from dashboard.content import course
from dashboard.content.results import Results
from dashboard.limits import error_text
from dashboard.state import OWN, Settings
from dashboard.texts.common import text
from dashboard.workers.pool import share_compiled
from experiments.output.texts import number
from experiments.output.texts_units import choice_of
from samskaping.language import Language


def link_key(settings: Settings) -> str:
    """Return a short name of the settings, by which a page marks whose numbers it shows."""
    return hashlib.sha256(repr(settings).encode()).hexdigest()[:12]


def progress_words(results: Results, cancelled: bool, language: Language) -> str:
    """Return the progress of a computation as a sentence."""
    if results.error:
        return text("status_failed", language, why=error_text(results.error, language))
    n, done = results.settings.seeds, results.complete_seeds()
    if done == n:
        return text("status_done" if n > 1 else "status_one", language, n=n)
    stopped = text("status_cancelled", language) + " " if cancelled else ""
    if done:
        return stopped + text("status_part", language, done=done, all=n)
    if (months := results.months_so_far()) > 0:
        return stopped + text("status_first", language, month=months, months=results.settings.months)
    if (share := share_compiled()) < 1.0:
        return text("status_compiling", language, share=round(100 * share))
    return stopped or text("status_wait", language)


def own_words(settings: Settings, language: Language) -> str:
    """Return how the visitor's own way of governing differs from its base."""
    key = {0: "own_same", 1: "own_one"}.get(len(settings.own), "own_differs")
    return text(key, language, base=title(settings.base, language, short=True), n=len(settings.own))


def changed_words(settings: Settings, language: Language, along: bool = False) -> str:
    """Return the parameters and rules that differ from the defaults, with their values.

    With `along`, also what changes in the course of the runs.
    """
    declared = controls.declared()
    parts = []
    for name, value in settings.changes:
        parts.append(f"{controls.short_label(declared[name], language)} = {with_unit(name, value, language)}")
    if any(name.partition("@")[0] == OWN for name in settings.paradigms):
        parts.append(f"{text('own', language)}: {own_words(settings, language)}")
    for one in course.described(settings, language) if along else ():
        parts.append(text("course_one", language, when=one["when"].lower(), what=one["what"], who=one["who"]))
    return text("changed_list", language, what="; ".join(parts)) if parts else ""


def with_unit(name: str, value: Any, language: Language) -> str:
    """Return the value of a declared parameter or rule as people write it, with its unit."""
    return controls.with_unit(controls.declared()[name], value, written(value, language), language)


def written(value: Any, language: Language) -> str:
    """Return a parameter's value as people write it."""
    if isinstance(value, bool):
        return text("on" if value else "off", language)
    if isinstance(value, str):
        return choice_of(value, language)
    decimals = max(0, -Decimal(f"{value:.6g}").normalize().as_tuple().exponent)  # type: ignore[operator]  # finite
    return number(value, decimals, language)
