"""`samskaping parameters`: every parameter and rule, as declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from agents.errors import InputError, fold, nearest
from experiments.commands.options import debug_option, json_option, language_option

if TYPE_CHECKING:
    from model.declare import Declaration


@click.command("parameters", short_help="List parameters and rules, with bounds and sources.")
@click.argument("words", required=False, metavar="[PART]")
@json_option
@language_option
@debug_option
def command(words: str | None, as_json: bool, language: Any) -> None:
    """List every parameter and rule with default, bounds, unit, source and help.

    PART leaves those whose name or help contains it: `samskaping parameters trust`. The default of a rule (rules.*)
    is its value in the status quo; paradigms differ in rules, see `samskaping paradigms`.
    """
    from experiments.manifest import as_json as json_of
    from model.paradigms import Paradigm
    from model.parameters import Parameters

    declared = [*Parameters.declarations(), *Paradigm.declarations()]
    shown = declared if not words else [d for d in declared if _matches(d, words)]
    if not shown:
        hint = nearest(str(words), [d.name for d in declared])
        raise InputError(f"no parameter's name or help contains {words!r}" + (hint and f"; {hint}"))
    if as_json:
        print(json_of([d.as_dict() for d in shown]))
        return
    from experiments.terminal import console, table

    columns: list[tuple[str, dict[str, Any]]] = [
        ("name", {"no_wrap": True}),
        ("default", {"justify": "right"}),
        ("valid", {"max_width": 14}),
        ("help (unit; source)", {"ratio": 1}),
    ]
    rows = [(d.name, _value(d.default), _valid(d), _help(d, language)) for d in shown]
    console().print(table(f"{len(shown)} of {len(declared)} parameters and rules", columns, rows))


def _matches(declared: Declaration, words: str) -> bool:
    if words.casefold() in declared.name.casefold():
        return True
    return fold(words) in fold(f"{declared.help_en} {declared.help_nb}")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _valid(declared: Declaration) -> str:
    if declared.kind == "choice":
        return ", ".join(declared.choices)
    return "true, false" if declared.kind == "switch" else f"{declared.low:g} to {declared.high:g}"


def _help(declared: Declaration, language: str) -> str:
    told = declared.help_nb if language == "nb" else declared.help_en
    return f"{told} ({declared.unit}; {declared.source})"
