"""`samskaping scenarios`: the scenarios that come with the program, or one: story, changes, what to watch."""

from __future__ import annotations

import shlex
import textwrap
from typing import TYPE_CHECKING, Any

import click

from experiments.cli.options import debug_option, json_option, language_option
from samskaping.language import SOURCE, Language, Texts, Versions

if TYPE_CHECKING:
    from rich.console import Console

    from experiments.runs.scenario import Scenario

TEXTS = Texts(
    "experiments.scenarios",
    {
        "list": "{n} scenarios",
        "more": "`samskaping scenarios NAME` describes one; `samskaping compare --scenario NAME` runs it.",
        "name": "name",
        "title": "title",
        "town": "Town",
        "at": "{town}, {citizens} citizens",
        "real": "{town} at its real size",
        "open": "as without a scenario",
        "months": "Months",
        "paradigms": "Paradigms",
        "arms": "Arms, each compared with the first",
        "of_base": "{base} in all areas",
        "of_reference": "as the first arm, in all areas",
        "in_areas": "{base} in {areas}; as the first arm elsewhere",
        "reference_in_areas": "as the first arm, with changes in {areas}",
        "twin": "Also compared without its meeting places: {name}",
        "changes": "Changes, with reasons",
        "nothing": "The scenario changes no parameters or rules.",
        "timeline": "Changes in the course of the run",
        "default": "default",
        "by_paradigm": "depends on the paradigm",
        "watch": "What to watch",
        "questions": "Questions to discuss",
        "run": "To run it: {command}",
        "where": "The tables show these outcomes; summary.csv has all.",
        "source": "Source: {source}",
    },
)


@click.command("scenarios", short_help="List the scenarios, or show one and what it changes.")
@click.argument("name", required=False, metavar="[NAME|FILE]")
@json_option
@language_option
@debug_option
def command(name: str | None, as_json: bool, language: Language) -> None:
    """List the scenarios, or show one: its story, its changes and their reasons, what to watch, questions to discuss.

    NAME is a scenario that comes with the program; FILE is your own TOML file of the same form. JSON has all languages.
    """
    from experiments.runs.manifest import as_json as json_of
    from experiments.runs.scenario import load_scenario, scenarios

    if name is not None:
        one = load_scenario(name)
        print(json_of(one.as_dict())) if as_json else _show(one, name, language)
        return
    shipped = scenarios()
    if as_json:
        print(json_of([scenario.as_dict() for scenario in shipped]))
        return
    from experiments.output.terminal import console, show, table
    from experiments.runs.scenario.groups import GROUPS, by_group

    width = max(len(scenario.name) for scenario in shipped)
    columns: list[tuple[str, dict[str, Any]]] = [
        (TEXTS("name", language), {"no_wrap": True, "min_width": width}),
        (TEXTS("title", language), {}),
    ]
    out = console()
    out.print(TEXTS("list", language, n=len(shipped)))
    for group, members in by_group(shipped).items():
        rows = [(scenario.name, scenario.title.text(language)) for scenario in members]
        show(table(GROUPS(group, language), columns, rows))
    out.print(TEXTS("more", language), markup=False)


def _show(scenario: Scenario, asked: str, language: Language) -> None:
    from experiments.output.terminal import console
    from experiments.output.texts import too_long
    from experiments.runs.scenario import chosen

    out = console()
    _heading(out, scenario.title.text(language))
    if story := scenario.story.text(language):
        _say(out, story)
    out.print()
    unset = TEXTS("open", language)
    months = chosen(None, scenario, "months", unset)
    paradigms = ", ".join(chosen(None, scenario, "paradigms", (unset,)))
    rows = [("town", _town(scenario, language)), ("months", months)]
    for key, value in rows if scenario.arms else [*rows, ("paradigms", paradigms)]:
        _say(out, f"{TEXTS(key, language) + ':':<12} {value}")
    if long := too_long(scenario.months or 0, language):
        _say(out, long)
    if scenario.arms:
        _arms(out, scenario, language)
    _changes(out, scenario, language)
    if scenario.timed:
        _timeline(out, scenario, language)
    if scenario.outcomes:
        _watch(out, scenario, language)
    if scenario.questions:
        _heading(out, TEXTS("questions", language))
    for n, question in enumerate(scenario.questions, 1):
        _say(out, f"{n}. {question.text(language)}")
    out.print()
    also = "" if language == SOURCE else f" --lang {language}"
    command_line = f"samskaping compare --scenario {shlex.quote(asked)}{also}"
    out.print(TEXTS("run", language, command=command_line), markup=False, soft_wrap=True)
    _say(out, TEXTS("where", language))


def _town(scenario: Scenario, language: Language) -> str:
    from experiments.defaults import MUNICIPALITY
    from experiments.output.texts import number
    from model.town.municipalities import municipality

    if scenario.municipality is None and scenario.citizens is None:
        return TEXTS("open", language)
    town = municipality(scenario.municipality or MUNICIPALITY).label
    if scenario.citizens is None:
        return TEXTS("real", language, town=town)
    return TEXTS("at", language, town=town, citizens=number(scenario.citizens, 0, language))


def _arms(out: Console, scenario: Scenario, language: Language) -> None:
    """Print each arm: title and name, base and areas, then the rules and parameters that differ."""
    from experiments.output.texts import plain
    from experiments.output.texts_units import AREAS
    from experiments.runs.arms import NO_ARENAS
    from samskaping.language import Listing

    _heading(out, TEXTS("arms", language))
    for arm in scenario.arms:
        areas = Listing([AREAS(area, language) for area in arm.areas]).text(language)
        if arm.areas:
            where = TEXTS("in_areas" if arm.base else "reference_in_areas", language, base=arm.base_name, areas=areas)
        else:
            where = TEXTS("of_base" if arm.base else "of_reference", language, base=arm.base_name)
        _say(out, f"{arm.label(language)} ({arm.name}): {where}")
        for prefix, values in (("rules.", arm.rules), ("", arm.parameters)):
            for name, value in values.items():
                _say(out, f"{prefix}{name} = {plain(value, decimal=False)}", 4)
        if isinstance(arm.why, Versions):
            _say(out, arm.why.text(language), 4)
        if arm.twin:
            _say(out, TEXTS("twin", language, name=f"{arm.name}-{NO_ARENAS}"), 4)


def _changes(out: Console, scenario: Scenario, language: Language) -> None:
    """Print each change: name, value and default, then the reason and its source."""
    from experiments.output.texts import plain
    from experiments.output.texts_sources import source_of
    from model.parameters.parameters import Parameters

    _heading(out, TEXTS("changes", language))
    if not scenario.changes:
        _say(out, TEXTS("nothing", language))
    usual = Parameters().flat()
    for change in scenario.changes:
        default = plain(usual[change.name], decimal=False) if change.name in usual else TEXTS("by_paradigm", language)
        _say(out, f"{change.name} = {plain(change.value, decimal=False)}   ({TEXTS('default', language)}: {default})")
        _say(out, change.why.text(language), 4)
        if change.source:
            _say(out, TEXTS("source", language, source=source_of(change.source, language)), 4, "dim")


def _timeline(out: Console, scenario: Scenario, language: Language) -> None:
    """Print each change in the course of the run: its months, what changes, then the reason and its source."""
    from experiments.output.marks import change_in_full, when_text
    from experiments.output.texts_sources import source_of

    _heading(out, TEXTS("timeline", language))
    for one in scenario.timed:
        change = one.change
        _say(out, f"{when_text(change, language)}: {change_in_full(change, language)}")
        if one.why is not None:
            _say(out, one.why.text(language), 4)
        if one.source:
            _say(out, TEXTS("source", language, source=source_of(one.source, language)), 4, "dim")


def _watch(out: Console, scenario: Scenario, language: Language) -> None:
    from experiments.output.texts import label
    from model.outcomes.outcomes import OUTCOMES

    _heading(out, TEXTS("watch", language))
    if why := scenario.watch.text(language):
        _say(out, why)
    declared = {outcome.name: outcome for outcome in OUTCOMES}
    for name in scenario.outcomes:
        meaning = declared[name].help(language)
        _say(out, f"{label(declared[name], language)} ({name}): {meaning}", 4)


def _heading(out: Console, text: str) -> None:
    out.print()
    _say(out, text, style="bold")


def _say(out: Console, text: str, indent: int = 0, style: str = "") -> None:
    """Print a text, wrapped to the width of the console; names and addresses are never broken."""
    wrapped = textwrap.fill(
        text, out.width, initial_indent=" " * indent, subsequent_indent=" " * indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    out.print(wrapped, markup=False, style=style, soft_wrap=True)
