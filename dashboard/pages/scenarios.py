"""Scenario files as cards, and kept settings side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import solara

from agents.errors import InputError, shortened
from dashboard import limits
from dashboard.components import controls
from dashboard.components.components import Scenarios as Cards
from dashboard.components.palette import series, title
from dashboard.content import show
from dashboard.content.course import described
from dashboard.content.results import Results
from dashboard.pages.parts.words import changed_words, link_key, progress_words, with_unit
from dashboard.state import Settings, State, from_scenario
from dashboard.texts.common import text, words
from dashboard.visitor import Visitor
from experiments.output.texts import number
from experiments.output.texts_sources import source_of
from experiments.runs.scenario import FOLDER, Scenario, load_scenario
from experiments.runs.scenario.groups import GROUPS, by_group
from samskaping.language import Language, Versions

_WORDS = (
    "scenarios",
    "scenarios_lead",
    "differs",
    "compared",
    "course",
    "watch",
    "talk",
    "load",
    "load_keep",
    "kept",
    "kept_none",
    "open_it",
    "drop",
    "outcome",
    "sideways",
)


def found() -> tuple[list[Scenario], list[InputError]]:
    """Return the scenarios in the folder, and the errors of files that cannot be read."""
    good, bad = [], []
    for path in sorted(FOLDER.glob("*.toml")):
        try:
            good.append(load_scenario(path.stem))
        except InputError as error:
            bad.append(error)
    return good, bad


@solara.component
def ScenariosPage(visitor: Visitor) -> None:
    """The page."""
    visitor.tick.value  # noqa: B018  redraws the page when results come in
    state = visitor.state.value
    language = state.language
    good, bad = solara.use_memo(found, [])

    def load(name: Any) -> None:
        _with(visitor, name, lambda settings: replace(visitor.state.peek(), settings=settings, page="compare"))

    def beside(name: Any) -> None:
        _with(visitor, name, visitor.state.peek().keeping)

    def open_(place: Any) -> None:
        now = visitor.state.peek()
        if isinstance(place, int) and 0 <= place < len(now.kept):
            visitor.go(replace(now, settings=now.kept[place], page="compare"))

    def drop(place: Any) -> None:
        now = visitor.state.peek()
        visitor.go(replace(now, kept=tuple(one for n, one in enumerate(now.kept) if n != place)))

    shown = [(-1, visitor.results)] + [(n, visitor.kept.get(one)) for n, one in enumerate(state.kept)]
    Cards(
        t=words(language, *_WORDS),
        groups=[
            {"key": group, "title": GROUPS(group, language), "cards": [card(one, language) for one in members]}
            for group, members in by_group(good).items()
        ],
        broken=[text("scenario_broken", language, why=limits.error_text(error, language)) for error in bad],
        kept=[kept_card(place, one, language) for place, one in shown if one is not None],
        event_load=load,
        event_beside=beside,
        event_open=open_,
        event_drop=drop,
    )


def _with(visitor: Visitor, name: Any, then: Callable[[Settings], State]) -> None:
    """Go to the state for the settings of a scenario in the folder; a name from the page is never a path."""
    if name not in {path.stem for path in FOLDER.glob("*.toml")}:
        return
    try:
        visitor.go(then(from_scenario(load_scenario(name))))
    except InputError as error:
        visitor.refuse(error)


def card(scenario: Scenario, language: Language) -> dict[str, Any]:
    """Return the texts of a scenario's card."""
    settings = from_scenario(scenario)
    asked = scenario.citizens or settings.place.population
    where = show.heading(settings, language)
    if asked != settings.citizens:
        where += ". " + text(
            "scaled", language, citizens=number(settings.citizens, 0, language), asked=number(asked, 0, language)
        )
    titles = {arm.name: arm.label(language) for arm in scenario.arms}
    names = "; ".join(title(name, language, short=True) for name in settings.paradigms)
    return {
        "name": scenario.name,
        "title": scenario.title.text(language),
        "story": scenario.story.text(language),
        "where": where,
        "ways": text("paradigms_n", language, names=names),
        "changes": [
            {
                "name": change.name,
                "label": controls.short_label(controls.declared()[change.name], language),
                "value": with_unit(change.name, change.value, language),
                "why": change.why.text(language),
                "source": source_of(change.source, language),
            }
            for change in scenario.changes
        ],
        "arms": [
            {"name": arm.label(language), "why": arm.why.text(language) if isinstance(arm.why, Versions) else ""}
            for arm in scenario.arms
        ],
        "course": [
            {
                "when": said["when"],
                "what": said["what"],
                "who": titles.get(one.change.arm, one.change.arm),
                "why": one.why.text(language) if one.why else "",
            }
            for said, one in zip(described(settings, language), scenario.timed, strict=True)
        ],
        "watch": scenario.watch.text(language),
        "outcomes": [show.group_outcome(name, language)["label"] for name in scenario.outcomes],
        "questions": [question.text(language) for question in scenario.questions],
    }


def kept_card(place: int, results: Results, language: Language) -> dict[str, Any]:
    """Return one column of the side-by-side table; place -1 holds the current settings."""
    settings = results.settings
    name = show.heading(settings, language)
    if settings.scenario:
        name = load_scenario(settings.scenario).title.text(language)
    rows = [row for block in show.scorecard(results, language) for row in block["rows"]]
    return {
        "key": f"{place}-{link_key(settings)}",
        "n": place,
        "title": f"{text('kept_now', language)}: {name}" if place < 0 else name,
        "sub": shortened(changed_words(settings, language, along=True), 250),
        "progress": progress_words(results, False, language),
        "series": series(settings.paradigms, language, settings.base),
        "rows": rows,
    }
