"""`samskaping municipalities`: find municipalities by a part of the name, the county or the number."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agents.errors import InputError, fold
from experiments.cli.options import debug_option, json_option, language_option, nothing_contains
from samskaping.language import Language, Message

if TYPE_CHECKING:
    from model.town.municipalities import Municipality

_MOST_SHOWN = 5


@click.command("municipalities", short_help="Search Norway's municipalities.")
@click.argument("part", required=False)
@click.option("--toml", "as_toml", is_flag=True, help="Print a town file with all figures of one municipality, to be "
              "changed and used with --municipality.")  # fmt: skip
@click.option("-o", "--out", metavar="FILE.toml", help="With --toml: write the town file, and print only its name.")
@json_option
@language_option
@debug_option
def command(part: str | None, as_toml: bool, out: str | None, as_json: bool, language: Language) -> None:
    """List Norway's municipalities, or those whose name, county or number contains PART."""
    from experiments.runs.manifest import as_json as json_of
    from model.town.municipalities import former_error, municipalities

    towns = municipalities()
    matching = towns if not part else tuple(town for town in towns if fold(part) in _searched(town))
    if not matching:
        former = former_error(str(part))
        if former is not None:
            raise former
        where = Message("the names, counties and numbers of municipalities")
        raise nothing_contains(str(part), where, [town.label for town in towns])
    if as_toml:
        if as_json:
            raise InputError("{option} cannot be given together with {other}", option="--toml", other="--json")
        _show_file(_one(part, matching), out, language)
        return
    if out is not None:
        raise InputError("--out is for --toml, which writes a town file")
    if as_json:
        print(json_of([{**dataclasses.asdict(town), "council_seats": town.council_seats} for town in matching]))
        return
    from experiments.output.terminal import show, table
    from experiments.output.texts import number, share_text, text

    columns: list[tuple[str, dict[str, Any]]] = [(text(key, language), {}) for key in ("code", "name", "county")]
    columns += [(text(key, language), {"justify": "right"}) for key in ("citizens", "over_66", "educated")]
    rows = [
        (
            town.code, town.official_name, town.county, number(town.population, 0, language),
            share_text(town.share_67_79 + town.share_80plus, language),
            share_text(town.share_higher_education, language),
        )
        for town in matching
    ]  # fmt: skip
    title = text("n_of", language, n=len(matching), all=len(towns), what=text("municipalities", language))
    show(table(title, columns, rows))


def _one(part: str | None, matching: Sequence[Municipality]) -> Municipality:
    """Return the municipality whose name or number PART is, else the only match."""
    exact = [town for town in matching if part and fold(part) in (fold(town.name), fold(town.official_name), town.code)]
    found = exact or matching
    if len(found) > 1:
        shown = [f"{town.code} {town.label}" for town in found[:_MOST_SHOWN]]
        raise InputError(
            "--toml prints one municipality, and {n} match; give the number of one: {towns}",
            n=len(found), towns=", ".join([*shown, "…"] if len(found) > len(shown) else shown),
        )  # fmt: skip
    return found[0]


def _show_file(town: Municipality, out: str | None, language: Language) -> None:
    from experiments.own.town_file import town_text

    text = town_text(town, language)
    if out is None:
        print(text, end="")
        return
    from experiments.output.folders import check_file, write_text

    target = Path(out)
    if target.suffix.lower() != ".toml":
        raise InputError("--out {path} is not valid: give a TOML file, such as town.toml", path=target)
    if os.path.lexists(target):
        raise InputError("{path} exists, and nothing is overwritten; give another name", path=target)
    check_file(target, "--out")
    write_text(target, text)
    print(target)


def _searched(town: Municipality) -> str:
    return " | ".join(fold(name) for name in (town.name, town.official_name, town.county, town.code))
