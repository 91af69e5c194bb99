"""`samskaping outcomes`: what is measured, as declared."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from agents.errors import InputError, fold, nearest
from experiments.commands.options import debug_option, json_option, language_option


@click.command("outcomes", short_help="List what is measured: unit, meaning, direction.")
@click.argument("words", required=False, metavar="[PART]")
@json_option
@language_option
@debug_option
def command(words: str | None, as_json: bool, language: Any) -> None:
    """List every outcome with its column name, unit, meaning and direction.

    PART leaves those whose name, label or meaning contains it: `samskaping outcomes uptake`. Direction is which way
    most people would call better; for many outcomes there is no such way.
    """
    from experiments.manifest import as_json as json_of
    from experiments.terminal import console, table
    from model.outcomes import OUTCOMES

    shown = [o for o in OUTCOMES if not words or fold(words) in fold(" ".join(map(str, asdict(o).values())))]
    if not shown:
        hint = nearest(str(words), [o.name for o in OUTCOMES])
        raise InputError(f"no outcome's name or meaning contains {words!r}" + (hint and f"; {hint}"))
    if as_json:
        print(json_of([asdict(o) for o in shown]))
        return
    nb = language == "nb"
    signs = {"higher": "\N{UPWARDS ARROW}", "lower": "\N{DOWNWARDS ARROW}", "neither": ""}
    columns: list[tuple[str, dict[str, Any]]] = [
        ("navn" if nb else "name", {"no_wrap": True}),
        ("enhet" if nb else "unit", {}),
        ("bedre" if nb else "better", {}),
        ("betydning" if nb else "meaning", {"ratio": 1}),
    ]
    rows = [
        (o.name, o.unit, signs[o.better], f"{o.label_nb if nb else o.label_en}. {o.help_nb if nb else o.help_en}")
        for o in shown
    ]
    of = "av" if nb else "of"
    console().print(table(f"{len(shown)} {of} {len(OUTCOMES)} {'utfall' if nb else 'outcomes'}", columns, rows))
