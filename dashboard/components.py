"""The Vue components, and their parameters. `event_x` is called when the component calls `x(...)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

Event = Callable[..., Any]


@solara.component_vue("vue/shell.vue")
def Shell(
    t: dict,
    lang: str,
    page: str,
    pages: list,
    link: str,
    title: str,
    message: str,
    tour: list,
    can_undo: bool,
    can_redo: bool,
    event_go: Event,
    event_undo: Event,
    event_redo: Event,
    event_reset: Event,
    event_language: Event,
    event_dismiss: Event,
) -> None:
    """Head of the page: pages, undo, share link, tour, language."""


@solara.component_vue("vue/panel.vue")
def Panel(
    t: dict,
    lang: str,
    town: dict,
    towns: list,
    bounds: dict,
    paradigms: list,
    first: list,
    groups: list,
    changes: dict,
    version: int,
    event_plain: Event,
    event_toggle: Event,
    event_set: Event,
    event_clear: Event,
) -> None:
    """The control panel."""


@solara.component_vue("vue/status.vue")
def Status(
    t: dict,
    key_: str,
    title: str,
    words: str,
    percent: int,
    complete: bool,
    cancelled: bool,
    error: bool,
    ghost: bool,
    changed: str,
    file: dict,
    event_cancel: Event,
    event_again: Event,
    event_toggle_ghost: Event,
    event_keep: Event,
    event_download: Event,
) -> None:
    """What is shown, how far it is computed, downloads."""


@solara.component_vue("vue/scorecard.vue")
def Scorecard(t: dict, key_: str, caption: str, series: list, blocks: list, ready: bool) -> None:
    """Outcomes by paradigm, and their differences."""


@solara.component_vue("vue/charts.vue")
def Charts(
    t: dict,
    lang: str,
    key_: str,
    title: str,
    series: list,
    panels: list,
    has_ghost: bool,
    ghost_words: str,
    note: str,
    sets: list,
    shown_set: str,
    event_choose: Event,
) -> None:
    """Curves with bands."""


@solara.component_vue("vue/groups.vue")
def Groups(
    t: dict, words: str, series: list, panels: list, dimension: str, dimensions: list, event_choose: Event
) -> None:
    """Who gains and who pays."""
