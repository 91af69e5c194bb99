"""One town month by month: its citizens on a map of districts, and the story of each under every way of governing."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import numpy as np
import solara

from agents.citizens import AGE_BANDS
from dashboard.components.components import Town
from dashboard.components.palette import series, title
from dashboard.content.results import unit_of
from dashboard.pages.words import link_key
from dashboard.state import Settings
from dashboard.texts.common import text, words
from dashboard.visitor import Visitor
from dashboard.workers import life
from dashboard.workers.life import Life
from experiments.output.texts import number
from model.parameters.parameters import AREA_NAMES
from samskaping.language import Language

CITIZENS, MONTHS = 1_500, 120
"""The most that the page shows, so that each citizen can be seen."""
COLOURINGS = ("trust", "fit", "need", "wait")
_WORDS = (
    "town",
    "town_lead",
    "play",
    "pause",
    "step",
    "to_start",
    "speed",
    "colour_by",
    "by_trust",
    "by_fit",
    "by_need",
    "by_wait",
    "way",
    "pick",
    "citizen_number",
    "eventful",
    "other_lives",
    "queues",
    "waiting_n",
    "load_n",
    "strain_n",
    "arenas_n",
    "no_arenas",
    "council",
    "priority_n",
    "bar_words",
    "legend_low",
    "legend_high",
    "no_service",
    "need_none",
    "need_outside",
    "need_waiting",
    "story",
    "s_nothing",
    "computing",
    "month",
    "months_axis",
    "years",
)


def small(settings: Settings) -> Settings:
    """Return the settings at the size that the town page shows: one seed, fewer citizens."""
    return replace(
        settings, citizens=min(settings.citizens, CITIZENS), months=min(settings.months, MONTHS), seeds=1, scenario="",
        timeline=settings.course,
    )  # fmt: skip


@solara.component
def TownPage(visitor: Visitor) -> None:
    """The page."""
    visitor.tick.value  # noqa: B018  redraws the page when results come in
    state = visitor.state.value
    language = state.language
    way, set_way = solara.use_state("")
    colouring, set_colouring = solara.use_state("trust")
    picked, set_picked = solara.use_state(-1)
    settings = small(state.settings)
    unit = solara.use_memo(lambda: unit_of(settings.runs, "life"), [settings])
    solara.use_effect(lambda: visitor.live(unit), [settings])
    names = settings.paradigms
    shown = way if way in names else names[-1]
    lives = visitor.lives_of(unit.name)
    chosen = lives.get(names.index(shown))
    n = settings.citizens

    def pick(number_: Any) -> None:
        if number_ == "eventful" and chosen is not None and len(chosen.events):
            of_citizens = chosen.events[chosen.events[:, 2] != life.MEETING]
            number_ = int(np.bincount(of_citizens[:, 1], minlength=n).argmax())
        try:
            row = int(number_)
        except (TypeError, ValueError):
            return
        set_picked(row if 0 <= row < n else -1)

    frames, people, places = "", "", []
    if chosen is not None:
        frames = base64.b64encode(getattr(chosen, colouring).tobytes()).decode()
        people = base64.b64encode(np.ascontiguousarray(chosen.people[:, 0]).tobytes()).decode()
        places = [_described(month, language) for month in chosen.places]
    Town(
        t=words(language, *_WORDS),
        lang=language,
        key_=f"{link_key(settings)}-{shown}-{colouring}" if chosen else "",
        title=text(
            "heading", language, town=settings.place.label, citizens=number(n, 0, language), months=settings.months
        ),
        size=text("town_size", language, citizens=number(n, 0, language)),
        n=n,
        months=settings.months,
        district_words=text("district_n", language, n="#"),
        series=series(names, language),
        chosen_way=shown,
        colouring=colouring,
        frames=frames,
        people=people,
        places=places,
        areas=[text(a, language) for a in AREA_NAMES],
        totals=totals(chosen) if chosen else [],
        picked=picked,
        said_form=text(
            "town_words",
            language,
            town=settings.place.label,
            citizens=number(n, 0, language),
            month="{month}",
            way=title(shown, language, short=True),
            trust="{trust}",
            need="{need}",
            waiting="{wait}",
        ),
        sum_head=[
            text(key, language) for key in ("h_services", "h_fit", "h_heard", "h_ignored", "h_meetings", "h_trust")
        ],
        who=who(chosen, picked, language) if chosen and picked >= 0 else "",
        stories=[story(lives.get(k), picked, language) for k in range(len(names))] if picked >= 0 else [],
        event_way=lambda name: set_way(name if name in names else ""),
        event_colour=lambda by: set_colouring(by if by in COLOURINGS else "trust"),
        event_pick=pick,
    )


def totals(one: Life) -> list[list[float]]:
    """Return for each month the mean trust, and how many are in need and wait."""
    return [
        [round(float(t.mean()) / 250, 4), int((need > 0).sum()), int((need == 2).sum())]
        for t, need in zip(one.trust, one.need)
    ]


def who(one: Life, row: int, language: Language) -> str:
    """Return a description of a citizen."""
    district, quintile, band, sex = (int(v) for v in one.people[row])
    return text(
        "who",
        language,
        sex=text("man" if sex else "woman", language),
        age=AGE_BANDS[band],
        district=text("district_n", language, n=district + 1),
        fifth=quintile + 1,
    )


def story(one: Life | None, row: int, language: Language) -> dict[str, Any]:
    """Return what happened to a citizen: [month, words] of every event, and by month the counts that sum it up."""
    if one is None or row >= one.people.shape[0]:
        return {"events": [], "trust": [], "fits": []}
    mine = one.events[one.events[:, 1] == row]
    mine = mine[np.argsort(mine[:, 0], kind="stable")]
    events = [[int(month), int(kind), _event(int(kind), int(value), language)] for month, _, kind, value in mine]
    fits = [[int(month), float(value) / 250] for month, _, kind, value in mine if kind == life.SERVED]
    return {"events": events, "trust": [round(float(v) / 250, 3) for v in one.trust[:, row]], "fits": fits}


def _event(kind: int, value: int, language: Language) -> str:
    key = {
        life.NEED: "s_need",
        life.APPLIED: "s_applied",
        life.ENDED: "s_ended",
        life.SERVED: "s_served",
        life.HEARD: "s_heard",
        life.IGNORED: "s_ignored",
        life.MEETING: "s_meeting",
    }[kind]
    area = text(AREA_NAMES[value], language) if kind in (life.NEED, life.APPLIED, life.ENDED) and value < 4 else ""
    return text(key, language, area=area, fit=number(value / 250, 2, language))


def _described(month: dict[str, Any], language: Language) -> dict[str, Any]:
    """Return a month's places with words for arenas and council."""
    arenas = [
        text("arena_words", language, area=text(AREA_NAMES[area], language), n=n, share=poor)
        for area, n, poor in month["arenas"]
    ]
    council = text("council_words", language, n=month["council"], open=number(month["open"], 2, language))
    return {**month, "arenas": arenas, "council": council}
