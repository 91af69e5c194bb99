"""`samskaping parameters`: every parameter and rule, as declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from agents.errors import fold
from experiments.cli.notes import note_old_names
from experiments.cli.options import debug_option, json_option, language_option, mechanisms_option, nothing_contains
from samskaping.language import Language, Message, languages

if TYPE_CHECKING:
    from model.parameters.declare import Declaration


@click.command("parameters", short_help="List parameters and rules, with bounds and sources.")
@click.argument("words", required=False, metavar="[PART]")
@mechanisms_option
@json_option
@language_option
@debug_option
def command(words: str | None, own_mechanisms: Any, as_json: bool, language: Language) -> None:
    """List every parameter and rule with default, bounds, unit, help and sources.

    A parameter has two sources: of its mechanism and of its number. docs/evidence.md explains codes such as M6.

    PART limits the list to parameters and rules whose name or help contains it, and adds the works behind them:
    `samskaping parameters trust`. The default of a rule (rules.*) is its value in the status quo. Paradigms differ in
    rules: see `samskaping paradigms`. With --mechanisms, the parameters of your own file are listed too.
    """
    from experiments.design.factors import of_the_model
    from experiments.runs.manifest import as_json as json_of
    from model.aliases import old_names_with

    declared = [*of_the_model().values(), *own_mechanisms.parameters.values()]
    renamed = old_names_with(words, "setting") if words else {}
    shown = declared if not words else [d for d in declared if d.name in renamed.values() or _matches(d, words)]
    if not shown:
        where = Message("the names and explanations of parameters and rules")
        raise nothing_contains(str(words), where, [d.name for d in declared])
    note_old_names(renamed, language)
    if as_json:
        print(json_of([d.as_dict() for d in shown]))
        return
    from experiments.output.terminal import show, table
    from experiments.output.texts import plain, text

    columns: list[tuple[str, dict[str, Any]]] = [
        (text("name", language), {"no_wrap": True}),
        (text("default", language), {"justify": "right"}),
        (text("valid", language), {"max_width": 14}),
        (text("help", language), {"ratio": 1}),
    ]
    rows = [(d.name, plain(d.default, decimal=False), valid_values(d, language), explained(d, language)) for d in shown]
    title = text("n_of", language, n=len(shown), all=len(declared), what=text("parameters_rules", language))
    note = text("rules_default", language) if any(d.name.startswith("rules.") for d in shown) else ""
    show(table(title, columns, rows, note=note))
    if words:
        _references(shown, language)


def _references(shown: list[Declaration], language: Language) -> None:
    """Print the works behind the parameters shown."""
    from rich.text import Text

    from experiments.output.terminal import show
    from experiments.output.texts import text
    from experiments.output.texts_sources import cited_in
    from model.references import full, ordered

    works = ordered({key for declared in shown for key in cited_in(declared)})
    if works:
        show(Text(text("references", language), style="bold"))
        for key in works:
            show(Text(full(key).replace("*", "")))


def _matches(declared: Declaration, words: str) -> bool:
    if words.casefold() in declared.name.casefold():
        return True
    return fold(words) in fold(" ".join(declared.help(one) for one in languages()))


def valid_values(declared: Declaration, language: Language) -> str:
    """Return the values that a parameter or rule can have, such as `0 to 1`."""
    from experiments.output.texts import text

    if declared.kind == "choice":
        return ", ".join(declared.choices)
    if declared.kind == "switch":
        return "true, false"
    return text("to", language, low=f"{declared.low:g}", high=f"{declared.high:g}")


def explained(declared: Declaration, language: Language) -> str:
    """Return what a parameter or rule means, with its unit and sources in brackets."""
    from experiments.output.texts_sources import sources_of
    from experiments.output.texts_units import unit_of

    unit, source = unit_of(declared.unit, language), sources_of(declared, language)
    return f"{declared.help(language)} ({unit}; {source})"
