"""The start page: ways of governing side by side on the same town and the same seeds."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import solara

from agents.errors import shortened
from dashboard import limits
from dashboard.components import controls
from dashboard.components.components import Charts, Groups, Panel, Status, Tools
from dashboard.components.palette import series
from dashboard.content import course, curves, paper, show
from dashboard.content.exports import ENDS, caveat, csv_of, file_name
from dashboard.content.results import Results
from dashboard.pages.card import card
from dashboard.pages.case import OpenCase
from dashboard.pages.course import Timeline
from dashboard.pages.towns import TwoTowns
from dashboard.pages.words import changed_words, link_key, progress_words
from dashboard.state import CURVES
from dashboard.texts.common import text, words
from dashboard.visitor import Visitor
from dashboard.ways import in_areas
from samskaping.language import Language

FEW_WAYS = 3
"""Ways of governing up to which the scorecard has room beside the curves on a laptop."""

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
_STATUS = (
    "computing",
    "typing",
    "cancel",
    "again",
)
_TOOLS = (
    "results_tools",
    "ghost",
    "keep",
    "keep_help",
    "csv",
    "excel",
    "figure",
    "figure_svg",
    "save_more",
    "save_report",
    "save_pdf",
    "save_slide",
    "save_slide_svg",
    "save_two",
)
_CHARTS = (
    "charts",
    "curves",
    "curves_as",
    "zone",
    "show",
    "table",
    "as_table",
    "download",
    "full",
    "close",
    "month",
    "months_axis",
    "years",
    "show_hide",
    "values_in_month",
    "charts_failed",
    "sideways",
)


@solara.component
def Compare(visitor: Visitor) -> None:
    """Panel on the left, results on the right. Only the results are redrawn while they come in."""
    with solara.Div(classes=["sk-split"]):
        with solara.Div(classes=["sk-left"]):
            Controls(visitor)
        with solara.Div(classes=["sk-right"], attributes={"id": "sk-main"}):
            Outcomes(visitor)
    solara.Style(_LAYOUT)


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


@solara.component
def Outcomes(visitor: Visitor) -> None:
    """The results, redrawn when more have come in."""
    visitor.tick.value  # noqa: B018  redraws the page when results come in
    state = visitor.state.value
    language, settings = state.language, state.settings
    which, set_which = solara.use_state("")
    dimension, set_dimension = solara.use_state("quintile")
    ghost, set_ghost = solara.use_state(True)
    results = visitor.results_of(settings)
    if results is None:
        return

    def download(what: dict[str, Any]) -> None:
        kind, address = next((kind for kind in ENDS if kind == what.get("kind")), "png"), what.get("address")
        if not results.complete or (kind.startswith(("report", "slide")) and len(settings.paradigms) < 2):
            return
        called = file_name(settings, kind)
        if kind in ("csv", "excel"):
            written = csv_of(results, kind == "excel", address, language)
            visitor.hand(written.encode(), called, "text/csv;charset=utf-8")
        else:
            changed = changed_words(settings, language, along=True)
            unit = paper.unit_of(results, kind, address, changed, language, visitor.behind.results_of(settings))
            visitor.print(unit, called, paper.MIME[kind])

    OpenCase(visitor)
    Status(
        t=words(language, *_STATUS),
        key_=link_key(settings),
        title=show.heading(settings, language),
        words=progress_words(results, visitor.cancelled, language),
        percent=round(100 * results.progress()),
        complete=results.complete,
        cancelled=visitor.cancelled,
        error=bool(results.error),
        changed=changed_words(settings, language, along=True),
        event_cancel=lambda *_: visitor.cancel(),
        event_again=lambda *_: visitor.resume(),
    )
    TwoTowns(visitor)
    many = len(settings.paradigms) > FEW_WAYS
    with solara.Div(classes=["sk-top", "many"] if many else ["sk-top"]):
        card(visitor, results, language)
        with solara.Div(classes=["sk-beside"]):  # below the scorecard on a phone, and read after it everywhere
            Tools(
                t=words(language, *_TOOLS),
                complete=results.complete,
                ghost=ghost,
                file=_file(visitor),
                note=_note(visitor, language),
                two=len(settings.paradigms) > 1,
                event_toggle_ghost=set_ghost,
                event_keep=lambda *_: visitor.go(visitor.state.peek().keeping(settings)),
                event_download=download,
            )
            Timeline(visitor)
            _curves(visitor, results, language, which, set_which, ghost)
    _groups(results, language, dimension, set_dimension)


def _curves(
    visitor: Visitor,
    results: Results,
    language: Language,
    which: str,
    set_which: Callable[[str], None],
    ghost: bool,
) -> None:
    """Show the set of charts `which`, with grey lines of the results before (`ghost`)."""
    settings, done = results.settings, results.complete_seeds()
    palette = series(results.names, language, settings.base)
    before = visitor.before if ghost else None
    sets = show.sets_of(settings)
    which = which if which in sets else next(iter(sets))
    marked = text("marks_note", language) if settings.course else ""
    differences = visitor.state.peek().curves == "differences" and len(palette) > 1
    note = "note_one" if done <= 1 else "note_differences" if differences else "note_band"
    Charts(
        t=words(language, *_CHARTS),
        lang=language,
        key_=link_key(settings),
        title=" ".join(filter(None, (paper.heading(results, language), changed_words(settings, language, along=True)))),
        caveat=caveat(results, language),
        series=palette,
        panels=curves.charts(results, before, sets[which], language, differences),
        marks=course.marks(settings, language),
        views=[{"id": one, "label": text(f"curves_{one}", language)} for one in CURVES],
        view="differences" if differences else "levels",
        zero=text("zero_line", language, first=palette[0]["label"]),
        has_ghost=before is not None,
        ghost_words=text("ghost_words", language),
        note=f"{text(note, language, n=done, first=palette[0]['label'])} {marked}".rstrip(),
        sets=[{"id": one, "label": text(f"set_{one}", language)} for one in sets],
        shown_set=which,
        event_choose=lambda one: set_which(one if one in sets else ""),
        event_as=lambda one: visitor.go(replace(visitor.state.peek(), curves=one if one in CURVES else CURVES[0])),
    )


def _groups(results: Results, language: Language, dimension: str, choose: Callable[[str], None]) -> None:
    """Show differences by group of a dimension, such as fifths of citizens by resources."""
    palette = series(results.names, language, results.settings.base)
    Groups(
        t=words(
            language, "groups", "by", "wait_seed", "group_missing", "as_table", "group", "show_hide", "values_in_group"
        ),
        lang=language,
        series=palette,
        words=text("groups_words" if len(palette) > 1 else "groups_none", language, first=palette[0]["label"]),
        panels=show.groups(results, dimension, language) if len(palette) > 1 else [],
        dimension=dimension,
        dimensions=[{"id": one, "label": text(f"dim_{one}", language)} for one in show.DIMENSIONS],
        event_choose=lambda what: choose(what["dimension"] if what["dimension"] in show.DIMENSIONS else "quintile"),
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


def _file(visitor: Visitor) -> dict[str, Any]:
    """Return the file that the visitor asked for, or that there is none yet."""
    one = visitor.paper
    if one.content is None:
        return {"n": 0}
    return {"n": one.n, "name": one.name, "mime": one.mime, "base64": base64.b64encode(one.content).decode()}


def _note(visitor: Visitor, language: Language) -> str:
    """Return whether a file is being made, or why it could not be; "" else."""
    if visitor.paper.making:
        return text("making", language)
    why = visitor.paper.error
    return text("not_made", language, why=limits.error_text(why, language)) if why is not None else ""


def _number(value: Any) -> Any:
    """Return an input field's value: a number, or text for `checked` to judge."""
    return value if isinstance(value, int) else shortened(str(value), 100)


_LAYOUT = """
.sk-split { display: flex; align-items: stretch; min-height: calc(100vh - 60px) }
.sk-left { flex: 0 0 292px; width: 292px; background: #f3f5f7; align-self: flex-start;
  max-height: calc(100vh - 57px); overflow-y: auto;
  position: sticky; top: 0 }
.sk-right { flex: 1; min-width: 0; position: relative }
.sk-right > .v-sheet { gap: 0 !important }
.sk-beside { min-width: 0; padding-top: 2px }
@media (min-width: 1241px) { .sk-top:not(.many) .sk-beside :is(.sk-acts, .sk-course) { padding-left: 8px !important } }
.sk-beside .sk-course h2 { font-size: 15px }
.sk-top { display: grid; grid-template-columns: minmax(560px, 1.6fr) minmax(340px, 1fr); align-items: start }
@media (max-width: 1240px) { .sk-top { grid-template-columns: minmax(0, 1fr) } }
@media (max-width: 1680px) { .sk-top.many { grid-template-columns: minmax(0, 1fr) } }
@media (max-width: 900px) {
  .sk-split { flex-direction: column }
  .sk-left { flex: none; width: 100%; max-height: none; position: static; border-bottom: 2px solid #cfd6dd }
  .sk-right { width: 100% }
}
"""
