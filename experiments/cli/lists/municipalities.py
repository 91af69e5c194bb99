"""`samskaping municipalities`: find municipalities by a part of the name, the county or the number."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import click

from agents.errors import fold
from experiments.cli.options import debug_option, json_option, language_option, nothing_contains
from samskaping.language import Message

if TYPE_CHECKING:
    from model.town.municipalities import Municipality


@click.command("municipalities", short_help="Search Norway's municipalities.")
@click.argument("part", required=False)
@json_option
@language_option
@debug_option
def command(part: str | None, as_json: bool, language: Any) -> None:
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


def _searched(town: Municipality) -> str:
    return " | ".join(fold(name) for name in (town.name, town.official_name, town.county, town.code))
