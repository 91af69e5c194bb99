"""When each way of governing is best: a map over two conditions from stored results; a click computes a world."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import solara

from agents.errors import InputError
from dashboard.components.components import When
from dashboard.components.palette import series
from dashboard.content import when
from dashboard.texts.common import text, words
from dashboard.views import MapView, level_of
from dashboard.visitor import Visitor
from experiments.evidence.contingency.stored import NAMES
from experiments.evidence.contingency.studies import PARADIGMS
from samskaping.language import Language

_WORDS = (
    "when", "when_lead", "limits_link", "when_outcome", "when_x", "when_y", "when_version", "when_as_table",
    "when_as_map", "when_here", "when_open", "when_keys", "when_key", "when_col_way", "when_col_best",
    "when_shares", "when_col_matters", "when_col_slight", "when_col_open", "when_explained", "when_explained_lead",
    "when_two", "when_all", "when_what", "when_kinds",
)  # fmt: skip


@solara.component
def WhenPage(visitor: Visitor) -> None:
    """The page."""
    state = visitor.state.value
    language, view = state.language, state.map
    shown = solara.use_memo(lambda: _contents(view, language), [view, language])

    def choose(change: dict[str, Any]) -> None:
        now = visitor.state.peek()
        try:
            visitor.go(replace(now, map=now.map.changed(str(change.get("name")), change.get("value"))))
        except InputError as error:
            visitor.refuse(error)

    def open_(cell: dict[str, Any]) -> None:
        now = visitor.state.peek()
        if (cell.get("x_of"), cell.get("y_of")) != (now.map.x, now.map.y):
            return  # a cell of a map that is no longer shown
        try:
            x, y = level_of(now.map.x, cell.get("x")), level_of(now.map.y, cell.get("y"))
            visitor.go(replace(now, settings=when.settings_at(now.map, x, y), page="compare"))
        except InputError as error:
            visitor.refuse(error)

    When(
        t=words(language, *_WORDS), lang=language, key_=f"{view.to_link()} {language}", view=_view(view), **shown,
        event_choose=choose, event_open=open_,
        event_limits=lambda *_: visitor.go(replace(visitor.state.peek(), page="about")),
    )  # fmt: skip


def _view(view: MapView) -> dict[str, Any]:
    return {"outcome": view.outcome, "x": view.x, "y": view.y, "version": view.version}


def _contents(view: MapView, language: Language) -> dict[str, Any]:
    """Return what the component shows, as plain data."""
    others = [name for name in NAMES if name not in (view.x, view.y)]
    x, y = when.condition(view.x, language), when.condition(view.y, language)
    return {
        "choices": when.choices(language),
        "others": [
            {"id": n, "label": when.condition(n, language), "value": view.world[n], "levels": when.levels(n, language)}
            for n in others
        ],
        "others_words": text("when_others", language, n=len(view.held)),
        "series": series(PARADIGMS, language),
        "heading": when.heading(view, language),
        "start": when.start(language),
        "verdict": when.verdict(view, language),
        "drawing": when.drawing(view, language),
        "labels": {
            "x": x, "y": y, "map": text("when_map", language, x=x, y=y),
            "cell": f"{x}: {{xl}}. {y}: {{yl}}.",
        },
        "shares": when.shares(view, language),
        "certainty": when.certainty(view, language),
        "apart": when.apart(view, language),
        "explained": when.explained(view, language),
        "origin": when.origin(language),
    }  # fmt: skip
