"""`samskaping outcomes`: the outcomes of the model, as declared."""

from __future__ import annotations

from typing import Any

import click

from agents.errors import fold
from experiments.cli.notes import note_old_names
from experiments.cli.options import debug_option, json_option, language_option, nothing_contains, outcomes_option
from samskaping.language import Language, Message


@click.command("outcomes", short_help="List the outcomes: unit, meaning, direction.")
@click.argument("words", required=False, metavar="[PART]")
@outcomes_option
@json_option
@language_option
@debug_option
def command(words: str | None, own_outcomes: Any, as_json: bool, language: Language) -> None:
    """List every outcome with its column name, unit, meaning and direction.

    PART limits the list to outcomes whose name, label or meaning contains it: `samskaping outcomes followed`. The
    direction is the change that most people would call better; many outcomes have none. With --outcomes, those of
    your own file are listed too.
    """
    from experiments.output.terminal import show, table
    from experiments.output.texts import label, text, unit
    from experiments.output.texts_units import ARROWS
    from experiments.runs.manifest import as_json as json_of
    from model.aliases import old_names_with
    from model.outcomes.outcomes import OUTCOMES

    renamed = old_names_with(words, "outcome") if words else {}
    declared = [*OUTCOMES, *own_outcomes.outcomes.values()]
    shown = [
        o
        for o in declared
        if not words
        or o.name in renamed.values()
        or fold(words) in fold(" ".join(map(str, (label(o, language), *o.as_dict().values()))))
    ]
    if not shown:
        raise nothing_contains(str(words), Message("the names and meanings of outcomes"), [o.name for o in declared])
    note_old_names(renamed, language)
    if as_json:
        print(json_of([o.as_dict() for o in shown]))
        return
    columns: list[tuple[str, dict[str, Any]]] = [
        (text("name", language), {"no_wrap": True}),
        (text("unit", language), {}),
        (text("better", language), {}),
        (text("meaning", language), {"ratio": 1}),
    ]
    rows = [
        (o.name, unit(o, language), ARROWS.get(o.better, ""), f"{label(o, language)}. {o.help(language)}")
        for o in shown
    ]
    title = text("n_of", language, n=len(shown), all=len(declared), what=text("outcomes", language))
    show(table(title, columns, rows))
