"""The settings: which town, which ways of governing, and what if; one panel beside the results."""

from __future__ import annotations

from typing import Any

import solara

from agents.errors import shortened
from dashboard import limits
from dashboard.components import controls
from dashboard.components.components import Panel
from dashboard.content import show
from dashboard.texts.common import text, words
from dashboard.visitor import Visitor
from dashboard.ways import in_areas

_PANEL = (
    "panel",
    "panel_show",
    "panel_hide",
    "q_town",
    "municipality",
    "second_town",
    "citizens",
    "months",
    "seeds",
    "first_seed",
    "seeds_help",
    "q_paradigms",
    "all_paradigms",
    "fewer",
    "level_note",
    "areas_add",
    "areas_way",
    "areas_where",
    "areas_elsewhere",
    "areas_save",
    "q_first",
    "q_size",
    "all_parameters",
    "search",
    "what",
    "unit",
    "source",
    "value",
    "to_default",
    "changed_n",
    "on",
    "off",
)


@solara.component
def Controls(visitor: Visitor) -> None:
    """The control panel with its events."""
    state = visitor.state.value
    language, settings = state.language, state.settings
    first = solara.use_memo(lambda: controls.first(language), [language])
    groups = solara.use_memo(lambda: controls.groups(language), [language])

    def plain(change: dict[str, Any]) -> None:
        if change.get("name") in ("municipality", "second", "citizens", "months", "seeds", "first_seed"):
            visitor.change(**{change["name"]: _number(change.get("value")), "scenario": settings.scenario})

    def toggle(change: dict[str, Any]) -> None:
        order = [p["name"] for p in controls.paradigms(visitor.settings, language)]
        visitor.change(
            paradigms=chosen(visitor.settings.paradigms, order, str(change.get("name")), bool(change.get("on")))
        )

    def set_(change: dict[str, Any]) -> None:
        one = controls.declared().get(str(change.get("name")))
        if one is not None:
            visitor.set(one.name, change.get("value"), one.default)

    def clear(change: dict[str, Any]) -> None:
        one = controls.declared().get(str(change.get("name")))
        if one is not None:
            rest = tuple((name, value) for name, value in visitor.settings.changes if name != one.name)
            visitor.change(changes=rest)

    Panel(
        t=words(language, *_PANEL),
        lang=language,
        title=show.heading(settings, language),
        town={
            "municipality": settings.place.label,
            "second": settings.beside.place.label if settings.beside else "",
            "citizens": settings.citizens,
            "months": settings.months,
            "seeds": settings.seeds,
            "first_seed": settings.first_seed,
        },
        towns=controls.towns(),
        bounds={"citizens": limits.CITIZENS, "months": limits.MONTHS, "seeds": limits.SEEDS},
        paradigms=controls.paradigms(settings, language),
        bases=controls.bases(language),
        areas=controls.areas(language),
        first=first,
        levels={
            key: text(key, language, n="{n}")
            for key in ("level_same", "level_more", "level_less", "level_times", "level_none", "level_full")
        },
        groups=groups,
        changes=dict(settings.changes),
        event_plain=plain,
        event_toggle=toggle,
        event_set=set_,
        event_clear=clear,
    )


def chosen(now: tuple[str, ...], order: list[str], name: str, on: bool) -> tuple[str, ...]:
    """Return the ways compared after one is ticked or unticked.

    The first one stays the reference. Where it goes, a way that holds in all areas takes its place.
    """
    names = {*now, name} if on else {*now} - {name}
    kept = [one for one in now if one in names]
    made = dict.fromkeys((*kept, *(one for one in (*order, name) if one in names)))
    reference = next((way for way in made if in_areas(way) is None), None)
    return tuple(sorted(made, key=lambda one: one != reference and reference is not None))


def _number(value: Any) -> Any:
    """Return an input field's value: a number, or text for `checked` to judge."""
    return value if isinstance(value, int) else shortened(str(value), 100)
