"""`samskaping municipalities`: find one by a part of its name, its county or its number."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import click

from agents.errors import InputError, fold, nearest
from experiments.commands.options import debug_option, json_option

if TYPE_CHECKING:
    from model.municipalities import Municipality


@click.command("municipalities", short_help="Search Norway's municipalities.")
@click.argument("part", required=False)
@json_option
@debug_option
def command(part: str | None, as_json: bool) -> None:
    """List Norway's municipalities, or those whose name, county or number contains PART."""
    from experiments.manifest import as_json as json_of
    from model.municipalities import municipalities

    towns = municipalities()
    found = towns if not part else tuple(town for town in towns if fold(part) in _searched(town))
    if not found:
        hint = nearest(str(part), [town.name for town in towns])
        raise InputError(f"no municipality's name, county or number contains {part!r}" + (hint and f"; {hint}"))
    if as_json:
        print(json_of([{**dataclasses.asdict(town), "council_seats": town.council_seats} for town in found]))
        return
    from experiments.terminal import console, table

    right = {"justify": "right"}
    columns = [
        ("code", {}),
        ("name", {}),
        ("county", {}),
        ("citizens", right),
        ("over 66", right),
        ("higher education", right),
    ]
    rows = [
        (
            town.code, town.official_name, town.county, f"{town.population:,}",
            f"{town.share_67_79 + town.share_80plus:.0%}", f"{town.share_higher_education:.0%}",
        )
        for town in found
    ]  # fmt: skip
    console().print(table(f"{len(found)} of {len(towns)} municipalities", columns, rows))


def _searched(town: Municipality) -> str:
    return " | ".join(fold(name) for name in (town.name, town.official_name, town.county, town.code))
