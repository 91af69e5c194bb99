"""`samskaping paradigms`: the presets, and the rules of one compared with the status quo."""

from __future__ import annotations

from typing import Any

import click

from experiments.cli.options import debug_option, json_option, language_option
from samskaping.language import Language

STATUS_QUO = "status-quo"


@click.command("paradigms", short_help="List the paradigms, or show the rules of one.")
@click.argument("name", required=False)
@json_option
@language_option
@debug_option
def command(name: str | None, as_json: bool, language: Any) -> None:
    """List the paradigms, or show every rule of one (NAME) beside its value in the status quo.

    A star marks rules that differ from the status quo. Any rule can be changed with
    `--set rules.GROUP.NAME=VALUE`.
    """
    from experiments.runs.manifest import as_json as json_of
    from model.paradigms.presets import PRESETS

    if name is not None:
        _show(name, as_json, language)
        return
    presets = [_described(preset, language) for preset in PRESETS.values()]
    if as_json:
        print(json_of(presets))
        return
    from experiments.output.terminal import show, table
    from experiments.output.texts import text

    columns: list[tuple[str, dict[str, Any]]] = [
        (text("name", language), {"no_wrap": True}),
        (text("title", language), {"ratio": 2}),
        ("", {"ratio": 3}),
    ]
    rows = [(preset["name"], preset["title"], preset["story"]) for preset in presets]
    show(table(text("n_paradigms", language, n=len(rows)), columns, rows))


def _described(preset: Any, language: Language) -> dict[str, Any]:
    return {
        "name": preset.name,
        "title": preset.title(language),
        "story": preset.story(language),
        "aliases": list(preset.aliases),
        "options": list(preset.options),
    }


def _show(name: str, as_json: bool, language: Any) -> None:
    from experiments.runs.manifest import as_json as json_of
    from model.paradigms.paradigm import Paradigm, load_paradigm, preset

    paradigm, usual = load_paradigm(name), load_paradigm(STATUS_QUO).flat()
    described = _described(preset(name), language)
    if as_json:
        rules = {f"rules.{rule}": value for rule, value in paradigm.flat().items()}
        print(json_of({**described, "rules": rules}))
        return
    from experiments.output.terminal import console, show, table
    from experiments.output.texts import plain, text

    helps = {d.name: d.help(language) for d in Paradigm.declarations()}
    rows = []
    for rule, value in paradigm.flat().items():
        star = "*" if value != usual[rule] else ""
        rows.append(
            (
                f"rules.{rule}",
                plain(value, decimal=False),
                star,
                plain(usual[rule], decimal=False),
                helps.get(f"rules.{rule}", ""),
            )
        )
    right = {"justify": "right"}
    columns: list[tuple[str, dict[str, Any]]] = [
        (text("rule", language), {"no_wrap": True}),
        (paradigm.name, right), ("", {}), (STATUS_QUO, right), ("", {"ratio": 1}),
    ]  # fmt: skip
    out = console()
    out.print(f"{described['title']}. {described['story']}", markup=False)
    if paradigm.options:
        out.print(text("options", language) + " " + ", ".join(o.name for o in paradigm.options), markup=False)
    show(table("", columns, rows))
