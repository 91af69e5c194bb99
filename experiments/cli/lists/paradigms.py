"""`samskaping paradigms`: the presets, and the rules of one compared with the status quo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from agents.errors import InputError
from experiments.cli.options import debug_option, json_option, language_option
from samskaping.language import Language, Listing
from samskaping.registry import names_file

if TYPE_CHECKING:
    from model.paradigms.presets import Preset
    from model.paradigms.protocol import Argument

STATUS_QUO = "status-quo"


@click.command("paradigms", short_help="List the paradigms, or show the rules of one.")
@click.argument("name", required=False)
@click.option("--why", is_flag=True, help="Show the defended range and the argument of each value (TPA, NPM and NPG).")
@json_option
@language_option
@debug_option
def command(name: str | None, why: bool, as_json: bool, language: Language) -> None:
    """List the paradigms, or show every rule of one (NAME) beside its value in the status quo.

    A star marks rules that differ from the status quo. Any rule can be changed with
    `--set rules.GROUP.NAME=VALUE`. NAME may be the TOML file of a paradigm of your own.

    With --why, TPA, NPM and NPG show the range and the argument of each value. docs/presets.md adds what it costs.
    """
    from experiments.runs.manifest import as_json as json_of
    from model.paradigms.presets import PRESETS
    from model.paradigms.protocol import PRINCIPAL

    if name is not None:
        _argue(name, as_json, language) if why else _show(name, as_json, language)
        return
    if why:
        raise InputError("--why needs the name of a paradigm: {valid}", valid=Listing(PRINCIPAL, "or"))
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


def _described(preset: Preset, language: Language) -> dict[str, Any]:
    return {
        "name": preset.name,
        "title": preset.title(language),
        "story": preset.story(language),
        "aliases": list(preset.aliases),
        "options": list(preset.options),
    }


def _own(file: str, language: Language) -> dict[str, Any]:
    """Return the title and story of a paradigm's file, empty where it has none."""
    from pathlib import Path

    from experiments.own.paradigm_file import paradigm_of
    from experiments.own.source import read_text

    made, title, story = paradigm_of(read_text("paradigm", file), Path(file).stem, file)
    return {
        "name": made.name, "title": title.text(language) if title else made.name,
        "story": story.text(language) if story else "", "aliases": [], "options": [one.name for one in made.options],
    }  # fmt: skip


def _show(name: str, as_json: bool, language: Language) -> None:
    from experiments.own.paradigm_file import paradigm_named
    from experiments.runs.manifest import as_json as json_of
    from model.paradigms.paradigm import Paradigm, load_paradigm, preset

    paradigm, usual = load_paradigm(paradigm_named(name)), load_paradigm(STATUS_QUO).flat()
    described = _own(name, language) if names_file("paradigm", name) else _described(preset(name), language)
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


def _argue(name: str, as_json: bool, language: Language) -> None:
    """Show the value, defended range and argument of every rule of a principal paradigm."""
    from experiments.output.terminal import console, show, table
    from experiments.output.texts import plain, text
    from experiments.runs.manifest import as_json as json_of
    from model.paradigms.paradigm import preset
    from model.paradigms.protocol import PRINCIPAL, protocol
    from model.references import short

    described = _described(preset(name), language)
    if described["name"] not in PRINCIPAL:
        raise InputError(
            "{name} has no arguments of its own: it is a variant; valid with --why: {valid}",
            name=described["name"], valid=Listing(PRINCIPAL, "or"),
        )  # fmt: skip
    arguments = protocol(described["name"])
    if as_json:
        rules = {
            f"rules.{rule}": {
                "value": one.value, "range": list(one.choices), "argument": one.text(language), "source": one.source,
            }
            for rule, one in arguments.items()
        }  # fmt: skip
        print(json_of({**described, "rules": rules}))
        return

    def defended(one: Argument) -> str:
        if not one.varies:
            return text("not_varied", language)
        ends = [plain(end, decimal=False) for end in one.choices]
        return ", ".join(ends) if isinstance(one.value, str) else text("to", language, low=ends[0], high=ends[1])

    rows = [
        (
            f"rules.{rule}",
            plain(one.value, decimal=False),
            defended(one),
            one.text(language) + (f" ({short(one.source[1:])})" if one.source.startswith("@") else ""),
        )
        for rule, one in arguments.items()
    ]
    right = {"justify": "right"}
    columns: list[tuple[str, dict[str, Any]]] = [
        (text("rule", language), {"no_wrap": True}),
        (described["name"], right),
        (text("defended", language), {}),
        (text("argument", language), {"ratio": 1}),
    ]
    console().print(f"{described['title']}. {described['story']}", markup=False)
    show(table("", columns, rows))
