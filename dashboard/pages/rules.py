"""Rules: a hybrid from the seven rule groups, presets, and the matrix of who plans and who delivers."""

from __future__ import annotations

from typing import Any

import solara

from dashboard.components import controls
from dashboard.components.components import Rules
from dashboard.components.palette import title
from dashboard.content.matrix import CELLS, matrix_of
from dashboard.pages.parts.card import card
from dashboard.pages.parts.words import own_words, progress_words
from dashboard.state import OWN, Settings
from dashboard.texts.common import text, words
from dashboard.visitor import Visitor
from model.paradigms.paradigm import load_paradigm
from model.paradigms.presets import PRESETS
from model.paradigms.rules import GROUPS
from samskaping.language import Language

_WORDS = (
    "what", "unit", "source", "rules", "rules_lead", "start_from", "matrix", "matrix_help", "own_rules", "marks",
    "sideways",
)  # fmt: skip
_MARKS = {"T": "TPA", "M": "NPM", "G": "NPG"}


@solara.component
def RulesPage(visitor: Visitor) -> None:
    """The page: rules to the left, the scorecard with the own paradigm to the right."""
    with solara.Div(classes=["sk-rules-split"]):
        RuleControls(visitor)
        Beside(visitor)
    solara.Style(
        ".sk-rules-split { display: grid; grid-template-columns: minmax(0, 1fr) minmax(420px, 640px);"
        " align-items: start }"
        ".sk-rules-side { position: sticky; top: 0; padding-top: 12px }"
        "@media (max-width: 1160px) { .sk-rules-split { grid-template-columns: minmax(0, 1fr) } }"
    )


@solara.component
def RuleControls(visitor: Visitor) -> None:
    """Presets, matrix and sliders."""
    state = visitor.state.value
    language, settings = state.language, state.settings

    def change(base: str, own: Any) -> None:
        now = visitor.settings.paradigms
        visitor.change(move=f"own {base}", base=base, own=own, paradigms=now if OWN in now else (*now[:4], OWN))

    def start(base: Any) -> None:
        if base in PRESETS:
            change(base, ())

    def cell(where: dict[str, Any]) -> None:
        row, column = where.get("row"), where.get("column")
        if row in (0, 1, 2) and column in (0, 1, 2) and CELLS[row][column].base:
            change(CELLS[row][column].base, CELLS[row][column].own)

    def set_(what: dict[str, Any]) -> None:
        name = str(what.get("name"))
        rest = tuple((key, value) for key, value in visitor.settings.own if key != name)
        change(visitor.settings.base, (*rest, (name, what.get("value"))))

    at = next(
        ([i, j] for i, row in enumerate(CELLS) for j, one in enumerate(row) if one.base and _is(one, settings)),
        [-1, -1],
    )
    Rules(
        t=words(language, *_WORDS),
        lang=language,
        base=settings.base,
        presets=[{"name": name, "title": title(name, language)} for name in PRESETS],
        matrix=matrix_of(language),
        at=at,
        own_words=own_words(settings, language),
        groups=groups(settings, language),
        event_start=start,
        event_cell=cell,
        event_set=set_,
    )


def _is(cell: Any, settings: Settings) -> bool:
    return cell.base == settings.base and tuple(sorted(cell.own)) == settings.own


def groups(settings: Settings, language: Language) -> list[dict[str, Any]]:
    """Return the seven groups with the own paradigm's values, and where the main three lie."""
    values = settings.own_paradigm.flat()
    changed = dict(settings.own)
    marks = {letter: load_paradigm(name).flat() for letter, name in _MARKS.items()}
    made = []
    for group in GROUPS:
        items = []
        for name, one in controls.declared().items():
            if not name.startswith(f"rules.{group}."):
                continue
            key = name.removeprefix("rules.")
            item = controls.slider(one, language) | {"name": key, "value": values[key], "changed": key in changed}
            if one.kind in ("number", "whole"):
                at: dict[float, str] = {}
                for letter, rules in marks.items():
                    at[rules[key]] = at.get(rules[key], "") + letter
                item["marks"] = [{"k": letters, "v": value} for value, letters in at.items()]
            items.append(item)
        made.append({"id": group, "title": text(group, language), "items": items})
    return made


@solara.component
def Beside(visitor: Visitor) -> None:
    """The scorecard of the paradigms compared, the own one among them."""
    visitor.tick.value  # noqa: B018  redraws the page when results come in
    state = visitor.state.value
    language, results = state.language, visitor.results_of(state.settings)
    if results is None:
        return
    with solara.Div(classes=["sk-rules-side"]):
        heading, lead = text("rules_results", language), progress_words(results, visitor.cancelled, language)
        card(visitor, results, language, heading, lead)
