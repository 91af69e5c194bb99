"""One town month by month, under several ways of governing side by side, and the story of a citizen under each."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import numpy as np
import solara

from agents.errors import InputError
from dashboard.components.components import Town
from dashboard.components.palette import series
from dashboard.content.results import unit_of
from dashboard.content.show import heading
from dashboard.content.story import eventful, story, totals, who
from dashboard.limits import integer
from dashboard.pages.parts.words import link_key
from dashboard.state import Settings
from dashboard.texts.common import text, words
from dashboard.views import COLOURINGS, SIDE_BY_SIDE, TOWN_CITIZENS, TOWN_MONTHS, TownView
from dashboard.visitor import Visitor
from dashboard.workers.life import Life
from experiments.output.texts import number
from model.parameters.parameters import AREA_NAMES
from samskaping.language import Language

_WORDS = (
    "town", "town_lead", "limits_link",
    "play", "pause", "step", "to_start", "speed", "colour_by", "by_trust", "by_fit", "by_need",
    "by_wait", "unit_trust", "unit_fit", "unit_need", "unit_wait", "way", "ways_shown", "ways_one", "pick",
    "citizen_number", "eventful", "other_lives", "queues", "waiting_n", "load_n", "strain_n", "arenas_n", "no_arenas",
    "council", "priority_n", "bar_words", "legend_low", "legend_high", "no_service", "need_none", "need_outside",
    "need_waiting", "story", "s_nothing", "computing", "month", "months_axis", "years", "map_keys", "citizen",
    "sideways",
)  # fmt: skip
_SUMS = ("h_services", "h_fit", "h_heard", "h_ignored", "h_meetings", "h_trust")


def small(settings: Settings) -> Settings:
    """Return the settings at the size that the town page shows: one seed, fewer citizens."""
    citizens, months = min(settings.citizens, TOWN_CITIZENS), min(settings.months, TOWN_MONTHS)
    return replace(settings, citizens=citizens, months=months, seeds=1, scenario="", timeline=settings.course)


def shown_ways(view: TownView, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ways of governing side by side, in the order of the comparison: those chosen, else the first."""
    chosen = tuple(name for name in names if name in view.ways)
    return chosen or names[:SIDE_BY_SIDE]


@solara.component
def TownPage(visitor: Visitor) -> None:
    """The page."""
    visitor.tick.value  # noqa: B018  redraws the page when results come in
    state = visitor.state.value
    language, view = state.language, state.town
    settings = small(state.settings)
    unit = solara.use_memo(lambda: unit_of(settings.runs, "life"), [settings])
    solara.use_effect(lambda: visitor.live(unit), [settings])
    names, n = settings.paradigms, settings.citizens
    ways = shown_ways(view, names)
    lives = visitor.lives_of(unit.name)
    there = [lives[names.index(way)] for way in ways if names.index(way) in lives]
    ready, first = len(there) == len(ways), there[0] if there else None
    picked = view.citizen if 0 <= view.citizen < n else -1

    def look(**values: Any) -> None:
        now = visitor.state.peek()
        visitor.go(replace(now, town=replace(now.town, **values)))

    def pick(which: Any) -> None:
        if which == "eventful" and first is not None:
            look(citizen=eventful(first))
            return
        try:
            look(citizen=integer("town_citizen", which, (0, n - 1)))
        except InputError as error:
            visitor.refuse(error)

    def show_month(month: Any) -> None:
        if isinstance(month, int) and 0 <= month <= settings.months:
            look(month=month)

    def toggle(way: Any) -> None:
        now = shown_ways(visitor.state.peek().town, names)
        rest = tuple(name for name in now if name != way)
        if way in names and rest:
            chosen = rest if way in now else (*now[-SIDE_BY_SIDE + 1 :], way)
            look(ways=tuple(name for name in names if name in chosen))

    Town(
        t=words(language, *_WORDS),
        lang=language,
        key_=f"{link_key(settings)} {','.join(ways)} {view.colour}" if ready else "",
        title=heading(settings, language),
        size=text("town_size", language, citizens=number(n, 0, language), seed=settings.first_seed),
        n=n,
        months=settings.months,
        start=min(view.month, settings.months),
        district_words=text("district_n", language, n="#"),
        series=series(names, language, settings.base),
        colouring=view.colour,
        people=_bytes(np.ascontiguousarray(first.people[:, 0])) if first is not None and ready else "",
        towns=[_town(way, one, view.colour, settings, language) for way, one in zip(ways, there)] if ready else [],
        ways=list(ways),
        areas=[text(a, language) for a in AREA_NAMES],
        picked=picked,
        sum_head=[text(key, language) for key in _SUMS],
        who=who(first, picked, language) if first is not None and picked >= 0 else "",
        stories=[story(lives.get(k), picked, language) for k in range(len(names))] if picked >= 0 else [],
        event_toggle=toggle,
        event_colour=lambda what: look(colour=what if what in COLOURINGS else COLOURINGS[0]),
        event_pick=pick,
        event_month=show_month,
        event_limits=lambda *_: visitor.go(replace(visitor.state.peek(), page="about")),
    )


def _bytes(values: np.ndarray) -> str:
    return base64.b64encode(values.tobytes()).decode()


def _town(way: str, one: Life, colour: str, settings: Settings, language: Language) -> dict[str, Any]:
    """Return a town under one way of governing: its frames, totals, places, and a sentence to be filled in."""
    look = series([way], language, settings.base)[0]
    return {
        "name": way,
        "frames": _bytes(getattr(one, colour)),
        "totals": totals(one),
        "places": [_described(month, language) for month in one.places],
        "said": text(
            "town_words", language, town=settings.place.label, citizens=number(settings.citizens, 0, language),
            month="{month}", way=look["label"], trust="{trust}", need="{need}", waiting="{wait}",
        ),
    }  # fmt: skip


def _described(month: dict[str, Any], language: Language) -> dict[str, Any]:
    """Return a month's places with words for arenas and council."""
    by_area: dict[int, list[tuple[int, int]]] = {}
    for area, n, poor in month["arenas"]:
        by_area.setdefault(area, []).append((n, poor))
    arenas = [
        text(
            "arena_words_one" if len(each) == 1 else "arena_words", language,
            area=text(AREA_NAMES[area], language).capitalize(), arenas=len(each),
            n=sum(n for n, _ in each), share=sum(poor for _, poor in each),
        )
        for area, each in by_area.items()
    ]  # fmt: skip
    council = text("council_words", language, n=month["council"], open=number(month["open"], 2, language))
    return {**month, "arenas": arenas, "council": council}
