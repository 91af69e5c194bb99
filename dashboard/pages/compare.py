"""The start page: ways of governing side by side on the same town and the same seeds."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import solara

from dashboard import limits
from dashboard.components.components import Charts, Groups, Status, Tools
from dashboard.components.palette import series
from dashboard.content import course, curves, show
from dashboard.content.files import paper
from dashboard.content.files.exports import ENDS, caveat, csv_of, file_name
from dashboard.content.results import Results
from dashboard.pages.parts.card import card
from dashboard.pages.parts.case import OpenCase
from dashboard.pages.parts.course import Timeline
from dashboard.pages.parts.settings import Controls
from dashboard.pages.parts.towns import TwoTowns
from dashboard.pages.parts.words import changed_words, link_key, progress_words
from dashboard.state import CURVES
from dashboard.texts.common import text, words
from dashboard.visitor import Visitor
from samskaping.language import Language

FEW_WAYS = 3
"""Ways of governing up to which the scorecard has room beside the curves on a laptop."""

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


_LAYOUT = """
.sk-split { display: flex; align-items: stretch; min-height: calc(100vh - 60px) }
.sk-left { flex: 0 0 292px; width: 292px; background: #f3f5f7; align-self: flex-start;
  max-height: calc(100vh - 57px); overflow-y: auto;
  position: sticky; top: 0 }
.sk-right { flex: 1; min-width: 0; position: relative }
.sk-right > .v-sheet { gap: 0 !important }
.sk-beside { min-width: 0; padding-top: 2px }
@media (min-width: 1241px) {
  .sk-top:not(.many) .sk-beside :is(.sk-acts, .sk-course, .sk-charts) { padding-left: 8px !important }
}
.sk-beside .sk-course h2 { font-size: 15px }
.sk-top { display: grid; grid-template-columns: minmax(560px, 1.6fr) minmax(340px, 1fr); align-items: start }
.sk-top.many .sk-score { padding-right: 18px !important }
@media (max-width: 1240px) {
  .sk-top { grid-template-columns: minmax(0, 1fr) }
  .sk-top .sk-score { padding-right: 18px !important }
}
@media (max-width: 1680px) { .sk-top.many { grid-template-columns: minmax(0, 1fr) } }
@media (max-width: 700px) { #sk-main .sk-page { padding-left: 12px !important; padding-right: 12px !important } }
@media (max-width: 900px) {
  .sk-split { flex-direction: column }
  .sk-left { flex: none; width: 100%; max-height: none; position: static; border-bottom: 2px solid #cfd6dd }
  .sk-right { width: 100% }
}
"""
