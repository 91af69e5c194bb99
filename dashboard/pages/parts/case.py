"""The case that is open: its title, what to watch in it and its questions stay in view while settings change."""

from __future__ import annotations

from typing import Any

import solara

from dashboard.components.components import Case
from dashboard.components.palette import in_text, series
from dashboard.content import show
from dashboard.pages.parts.words import link_key
from dashboard.texts.common import text, words
from dashboard.visitor import Visitor
from experiments.runs.scenario import load_scenario

_WORDS = ("case", "case_about", "case_close", "case_less", "case_more", "case_watch", "case_next", "case_key")


@solara.component
def OpenCase(visitor: Visitor) -> None:
    """The bar above the results; nothing where no case is open."""
    visitor.tick.value  # noqa: B018  redraws the bar when results come in
    state = visitor.state.value
    settings, language = state.settings, state.language
    results = visitor.results_of(settings)
    if not settings.scenario or results is None:
        return
    scenario = load_scenario(settings.scenario)
    looks = series(settings.paradigms, language, settings.base)
    first = in_text(settings.paradigms[0], language, settings.base)
    watched: list[dict[str, Any]] = []
    for name in scenario.outcomes:
        row = show.row(results, name, language)
        cells = [
            {
                "way": look["label"], "colour": look["colour"], "mark": cell.get("mark", ""),
                "line": f"{look['label']}: {cell['line']}",
            }
            for look, cell in zip(looks[1:], row["cells"][1:], strict=True)
            if cell.get("difference")
        ]  # fmt: skip
        watched.append({"name": name, "label": row["label"], "help": row["help"], "cells": cells})

    def close() -> None:
        visitor.change(scenario="", timeline=visitor.settings.course)

    Case(
        t=words(language, *_WORDS)
        | {
            "case_question": text("case_question", language, n="{n}", all=len(scenario.questions)),
            "case_order": text("case_one" if len(looks) == 2 else "case_order", language, first=first),
        },
        key_=link_key(settings),
        title=scenario.title.text(language),
        story=scenario.story.text(language),
        why=scenario.watch.text(language),
        watched=watched,
        ways=[{"label": look["label"], "colour": look["colour"]} for look in looks[1:]],
        questions=[question.text(language) for question in scenario.questions],
        event_close=lambda *_: close(),
    )
