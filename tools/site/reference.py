"""Reference pages from the declarations that the program runs on: commands, parameters, rules, outcomes.

Each page exists in English and bokmål, from the same texts as `samskaping COMMAND --help` and `samskaping parameters`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence
from itertools import groupby

import click

from experiments.cli.command_line import COMMANDS, LazyGroup
from experiments.cli.help import translate_click
from experiments.cli.lists.parameters import explained, valid_values
from experiments.defaults import PARADIGMS
from experiments.output.texts import label, plain, text, unit
from experiments.output.texts_units import ARROWS
from model.outcomes.outcomes import OUTCOMES
from model.paradigms.paradigm import Paradigm, load_paradigm
from model.parameters.parameters import Parameters
from samskaping.language import SOURCE, Language

WORDS = {
    "en": {
        "commands": "Commands",
        "commands_intro": "Every command with its options, as `samskaping COMMAND --help` prints them.",
        "parameters": "Parameters",
        "parameters_intro": (
            "Every number of the model that a user can change with `--set`, in a study or on a slider. Brackets hold "
            "the unit, and the sources of the mechanism and of the number. [Evidence](../evidence.md) explains codes."
        ),
        "rules": "Rules",
        "rules_intro": (
            "Every rule of a way of governing: its value in the status quo, and in three presets. "
            "[Presets](../presets.md) argues each value."
        ),
        "outcomes": "Outcomes",
        "outcomes_intro": "Every result of a run. An arrow shows the change that most people would call better.",
        "option": "option",
        "effect": "what it does",
        "label": "label",
    },
    "nb": {
        "commands": "Kommandoer",
        "commands_intro": "Alle kommandoer med valgene sine, slik `samskaping --lang nb KOMMANDO --help` skriver dem.",
        "parameters": "Parametere",
        "parameters_intro": (
            "Alle tall i modellen som kan endres med `--set`, i en studie eller med en glidebryter. I parentes står "
            "enheten og kildene til mekanismen og til tallet. [Evidence](../evidence.md) (på engelsk) forklarer kodene."
        ),
        "rules": "Regler",
        "rules_intro": (
            "Alle regler i en styringsform: verdien i dagens styring og i tre ferdige styringsformer. "
            "[Styringsformene](../presets-nb.md) begrunner hver verdi."
        ),
        "outcomes": "Resultater",
        "outcomes_intro": "Alle målte resultater av en kjøring. En pil viser endringen de fleste vil kalle bedre.",
        "option": "valg",
        "effect": "virkning",
        "label": "navn på sider og i tabeller",
    },
}


def reference_pages() -> dict[str, str]:
    """Return the pages' texts by name, such as `reference/outcomes.md` and `reference/outcomes-nb.md`."""
    makers = {"commands": commands, "parameters": parameters, "rules": rules, "outcomes": outcomes}
    pages = {}
    for language, words in WORDS.items():
        ending = "" if language == SOURCE else f"-{language}"
        for name, make in makers.items():
            head = f"# {words[name]}\n\n{words[f'{name}_intro']}\n"
            pages[f"reference/{name}{ending}.md"] = f"{head}\n{make(language)}"
    return pages


def commands(language: Language) -> str:
    """Return a section for each command: usage, help, and a table of its options."""
    translate_click(language)
    try:
        group = LazyGroup(name="samskaping")
        context = click.Context(group, info_name="samskaping")
        found = [(name, group.get_command(context, name)) for name in COMMANDS]
        return "\n".join(_command(name, one, context, 2, language) for name, one in found if one is not None)
    finally:
        translate_click(SOURCE)


def _command(name: str, command: click.Command, parent: click.Context, level: int, language: Language) -> str:
    context = click.Context(command, info_name=name, parent=parent)
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    records = [one.get_help_record(context) for one in command.get_params(context)]
    rows = [(code(option), shown) for option, shown in filter(None, records)]
    parts = [
        f"{'#' * level} {name}\n",
        f"```text\n{usage}\n```\n",
        f"{escaped(inspect.cleandoc(command.help or ''))}\n",
        table((WORDS[language]["option"], WORDS[language]["effect"]), rows),
    ]
    if isinstance(command, click.Group):
        for one in command.list_commands(context):
            inner = command.get_command(context, one)
            if inner is not None:
                parts.append(_command(one, inner, context, level + 1, language))
    return "\n".join(parts)


def parameters(language: Language) -> str:
    """Return a table for each group of parameters."""
    parts = []
    for group, declared in groupby(Parameters.declarations(), lambda one: one.name.partition(".")[0]):
        rows = []
        for one in declared:
            default = code(plain(one.default, decimal=False))
            valid = escaped(valid_values(one, language))
            rows.append((code(one.name), default, valid, escaped(explained(one, language))))
        parts.append(f"## `{group}`\n\n{table(_head(language, 'default', 'valid', 'help'), rows)}")
    return "\n".join(parts)


def rules(language: Language) -> str:
    """Return a table for each group of rules, with the value of every preset."""
    presets = {name: load_paradigm(name).flat() for name in PARADIGMS}
    parts = []
    for group, declared in groupby(Paradigm.declarations(), lambda one: one.name.rpartition(".")[0]):
        head = (*_head(language, "default", "valid"), *presets, text("meaning", language))
        rows = []
        for one in declared:
            values = [plain(flat.get(one.name.removeprefix("rules."), ""), decimal=False) for flat in presets.values()]
            cells = (code(one.name), plain(one.default, decimal=False), escaped(valid_values(one, language)))
            rows.append((*cells, *values, escaped(one.help(language))))
        parts.append(f"## `{group}`\n\n{table(head, rows)}")
    return "\n".join(parts)


def outcomes(language: Language) -> str:
    """Return the table of outcomes."""
    head = _head(language, "unit", "better")
    rows = []
    for one in OUTCOMES:
        shown = (label(one, language), one.help(language))
        rows.append((code(one.name), unit(one, language), ARROWS.get(one.better, ""), *map(escaped, shown)))
    return table((*head, WORDS[language]["label"], text("meaning", language)), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table, empty where there are no rows."""
    lines = [" | ".join(row) for row in rows]
    top = [" | ".join(head), " | ".join("---" for _ in head)]
    return "".join(f"| {line} |\n" for line in [*top, *lines]) if lines else ""


def code(shown: str) -> str:
    """Return a text as code in a table's cell."""
    return f"`{' '.join(shown.split())}`".replace("|", "\\|")


def escaped(shown: str) -> str:
    """Return a plain text as Markdown: marks of HTML, tables and formulas stand for themselves outside code."""
    pieces = re.split(r"(`[^`]*`)", shown)
    pieces[::2] = [re.sub(r"([*_|$<\[\]])", r"\\\1", piece) for piece in pieces[::2]]
    return "".join(pieces)


def _head(language: Language, *keys: str) -> tuple[str, ...]:
    return tuple(text(key, language) for key in ("name", *keys))
