"""The timeline of the compare page: what changes along the way, and a form to change it."""

from __future__ import annotations

from typing import Any

import solara

from dashboard.components.components import Course
from dashboard.content import course
from dashboard.limits import MONTHS
from dashboard.pages.parts.words import link_key
from dashboard.texts.common import text, words
from dashboard.timeline import without
from dashboard.visitor import Visitor
from experiments.runs.scenario import load_scenario

_WORDS = (
    "course_title", "course_none", "course_add", "course_edit", "course_remove", "course_restore", "course_new",
    "course_kind", "kind_paradigm", "kind_money", "kind_event", "kind_setting", "kind_keep",
    "course_way", "course_percent", "course_event", "course_setting", "course_how", "how_set", "how_times", "how_plus",
    "how_minus", "course_value", "course_valid", "course_month", "course_over", "course_until", "course_until_help",
    "course_for", "course_all", "course_where", "course_save", "course_cancel",
)  # fmt: skip


@solara.component
def Timeline(visitor: Visitor) -> None:
    """The changes along the way with their form. Nothing is in force before the model has accepted it."""
    state = visitor.state.value
    language, settings = state.language, state.settings
    parameters = solara.use_memo(lambda: course.parameters(language), [language])

    def put(fields: dict[str, Any]) -> None:
        now, place = visitor.settings.course, fields.get("place")
        old = now[place] if isinstance(place, int) and 0 <= place < len(now) else None
        rest = now if old is None or not isinstance(place, int) else without(now, place)
        visitor.change(timeline=(*rest, course.from_form(fields, old)))

    def remove(place: Any) -> None:
        if isinstance(place, int):
            visitor.change(timeline=without(visitor.settings.course, place))

    Course(
        t=words(language, *_WORDS) | {"course_editing": text("course_editing", language, n="{n}")},
        key_=link_key(settings),
        items=course.described(settings, language),
        months=settings.months,
        most=MONTHS[1],
        choices=course.choices(settings, language),
        parameters=parameters,
        problem="" if visitor.only_note else visitor.message.value,
        can_restore=_can_restore(visitor),
        event_enter=put,
        event_drop=remove,
        event_restore=lambda *_: visitor.change(timeline=None),
    )


def _can_restore(visitor: Visitor) -> bool:
    """Return whether the visitor has changed the timeline of a scenario that has one."""
    settings = visitor.settings
    return settings.timeline is not None and bool(settings.scenario and load_scenario(settings.scenario).timed)
