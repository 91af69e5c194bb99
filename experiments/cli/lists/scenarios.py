"""`samskaping scenarios`: the cases that come with the program, or one of them: story, changes, what to watch."""

from __future__ import annotations

import shlex
import textwrap
from typing import TYPE_CHECKING, Any

import click

from experiments.cli.options import debug_option, json_option, language_option

if TYPE_CHECKING:
    from rich.console import Console

    from experiments.runs.scenario import Scenario

# Headings and labels in English and Norwegian.
_WORDS = {
    "list": ("{n} scenarios", "{n} scenarioer"),
    "more": (
        "`samskaping scenarios NAME` tells one, `samskaping compare --scenario NAME` runs it.",
        "`samskaping scenarios NAVN` forteller om ett, `samskaping compare --scenario NAVN` kjører det.",
    ),
    "name": ("name", "navn"),
    "title": ("title", "tittel"),
    "town": ("Town", "Kommune"),
    "at": ("{town}, {citizens} citizens", "{town}, {citizens} innbyggere"),
    "real": ("{town} at its real size", "{town} i virkelig størrelse"),
    "open": ("as without a scenario", "som uten scenario"),
    "months": ("Months", "Måneder"),
    "paradigms": ("Paradigms", "Paradigmer"),
    "changes": ("What differs, and why", "Hva som er annerledes, og hvorfor"),
    "nothing": ("Nothing differs from the defaults.", "Ingenting avviker fra standardverdiene."),
    "default": ("default", "standard"),
    "by_paradigm": ("by paradigm", "etter paradigme"),
    "watch": ("What to watch", "Hva dere bør følge med på"),
    "questions": ("Questions to talk over", "Spørsmål å snakke om"),
    "run": ("To run it:", "Slik kjøres det:"),
    "where": (
        "Its tables have these outcomes; summary.csv has all.",
        "Tabellene viser disse utfallene; summary.csv har alle.",
    ),
    "source": ("Source: {source}", "Kilde: {source}"),
}


@click.command("scenarios", short_help="List the scenarios, or tell one and what it changes.")
@click.argument("name", required=False, metavar="[NAME|FILE]")
@json_option
@language_option
@debug_option
def command(name: str | None, as_json: bool, language: Any) -> None:
    """List the scenarios, or tell one: its story, what it changes and why, what to watch, questions to talk over.

    NAME is one that comes with the program; FILE is your own, a TOML file of the same form. JSON has both languages.
    """
    from experiments.runs.manifest import as_json as json_of
    from experiments.runs.scenario import load_scenario, scenarios

    if name is not None:
        one = load_scenario(name)
        print(json_of(one.as_dict())) if as_json else _tell(one, name, language)
        return
    listed = scenarios()
    if as_json:
        print(json_of([scenario.as_dict() for scenario in listed]))
        return
    from experiments.output.terminal import console, show, table

    rows = [(scenario.name, _told(scenario, "title", language)) for scenario in listed]
    columns: list[tuple[str, dict[str, Any]]] = [
        (_word("name", language), {"no_wrap": True}),
        (_word("title", language), {}),
    ]
    out = console()
    show(table(_word("list", language, n=len(rows)), columns, rows))
    out.print(_word("more", language), markup=False)


def _tell(scenario: Scenario, asked: str, language: str) -> None:
    from experiments.output.terminal import console
    from experiments.runs.scenario import chosen

    out = console()
    _heading(out, _told(scenario, "title", language))
    _say(out, _told(scenario, "story", language))
    out.print()
    left_open = _word("open", language)
    months = chosen(None, scenario, "months", left_open)
    paradigms = ", ".join(chosen(None, scenario, "paradigms", (left_open,)))
    for key, value in (("town", _town(scenario, language)), ("months", months), ("paradigms", paradigms)):
        _say(out, f"{_word(key, language) + ':':<12} {value}")
    _changes(out, scenario, language)
    _watch(out, scenario, language)
    _heading(out, _word("questions", language))
    for n, question in enumerate(_told(scenario, "questions", language), 1):
        _say(out, f"{n}. {question}")
    out.print()
    also = "" if language == "en" else f" --lang {language}"
    command_line = f"samskaping compare --scenario {shlex.quote(asked)}{also}"
    out.print(f"{_word('run', language)} {command_line}", markup=False, soft_wrap=True)
    _say(out, _word("where", language))


def _town(scenario: Scenario, language: Any) -> str:
    from experiments.defaults import MUNICIPALITY
    from experiments.output.texts import number
    from model.town.municipalities import municipality

    if scenario.municipality is None and scenario.citizens is None:
        return _word("open", language)
    town = municipality(scenario.municipality or MUNICIPALITY).label
    if scenario.citizens is None:
        return _word("real", language, town=town)
    return _word("at", language, town=town, citizens=number(scenario.citizens, 0, language))


def _changes(out: Console, scenario: Scenario, language: Any) -> None:
    """Print what differs: name, value and default, and below them why, and where that comes from."""
    from experiments.output.texts_sources import source_of
    from model.parameters.parameters import Parameters

    _heading(out, _word("changes", language))
    if not scenario.changes:
        _say(out, _word("nothing", language))
    usual = Parameters().flat()
    for change in scenario.changes:
        default = _value(usual[change.name]) if change.name in usual else _word("by_paradigm", language)
        _say(out, f"{change.name} = {_value(change.value)}   ({_word('default', language)}: {default})")
        _say(out, _told(change, "why", language), 4)
        if change.source:
            _say(out, _word("source", language, source=source_of(change.source, language)), 4, "dim")


def _watch(out: Console, scenario: Scenario, language: Any) -> None:
    from experiments.output.texts import label
    from model.outcomes.outcomes import OUTCOMES

    _heading(out, _word("watch", language))
    _say(out, _told(scenario, "watch", language))
    declared = {outcome.name: outcome for outcome in OUTCOMES}
    for name in scenario.outcomes:
        meaning = _told(declared[name], "help", language)
        _say(out, f"{label(declared[name], language)} ({name}): {meaning}", 4)


def _heading(out: Console, text: str) -> None:
    out.print()
    _say(out, text, style="bold")


def _say(out: Console, text: str, indent: int = 0, style: str = "") -> None:
    """Print a text, wrapped to the page; names and addresses are never broken."""
    wrapped = textwrap.fill(
        text, out.width, initial_indent=" " * indent, subsequent_indent=" " * indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    out.print(wrapped, markup=False, style=style, soft_wrap=True)


def _word(key: str, language: str, **values: object) -> str:
    return _WORDS[key][language == "nb"].format(**values)


def _told(what: Any, field: str, language: str) -> Any:
    """Return a field that is there in both languages (`title_en`, `title_nb`) in one of them."""
    return getattr(what, f"{field}_{language}")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)
