"""A second town beside the first, under the same ways of governing."""

from __future__ import annotations

import solara

from dashboard.components.components import Towns
from dashboard.components.palette import series
from dashboard.content import towns
from dashboard.pages.parts.words import link_key, progress_words
from dashboard.texts.common import text, words
from dashboard.visitor import Visitor

_WORDS = ("towns_note", "towns_close", "outcome", "towns_table", "sideways")


@solara.component
def TwoTowns(visitor: Visitor) -> None:
    """Both towns' outcomes, and in words where they agree; nothing where there is one town."""
    visitor.tick.value  # noqa: B018  redraws the section when results come in
    state = visitor.state.value
    settings, language = state.settings, state.language
    beside = settings.beside
    if beside is None:
        return
    here, there = visitor.results_of(settings), visitor.kept.get(beside)
    if here is None or there is None:
        return
    names = {"here": settings.place.label, "there": beside.place.label}
    Towns(
        t=words(language, *_WORDS),
        key_=link_key(settings),
        title=text("towns_title", language, **names),
        towns=list(names.values()),
        series=series(settings.paradigms, language, settings.base),
        complete=here.complete and there.complete,
        progress=f"{names['there']}: {progress_words(there, visitor.cancelled, language)}",
        sentences=towns.sentences(here, there, language),
        levels=towns.levels(here, there, language),
        blocks=towns.blocks(here, there, language),
        event_close=lambda *_: visitor.change(second=""),
    )
