"""A study of all municipalities under each paradigm, and its table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from agents.errors import InputError, suggestion
from experiments.defaults import MOST_SEEDS
from experiments.design.factors import checked_value
from experiments.design.study import Study, study_of
from experiments.design.text import toml_value
from experiments.output.csv_files import write_csv
from experiments.output.folders import whole_file
from experiments.runs.run import MOST_MONTHS, integer
from experiments.sweeps.results import Results
from model.paradigms.paradigm import load_paradigm
from model.town.municipalities import SMALLEST, Municipality, municipalities, municipality

TABLE = "national.csv"
MONTHS = 240


def national_study(
    paradigms: Sequence[str], months: int = MONTHS, seeds: int = 1, share: float = 1.0, county: str | None = None
) -> Study:
    """Return the study of all municipalities under each paradigm, the largest municipality first.

    Args:
        paradigms: names of presets; the others are compared with the first.
        months: months simulated after the warm-up.
        seeds: number of seeds.
        share: share of each municipality's citizens that is simulated, at least 50 citizens.
        county: name of a county, to leave out the others; None for all.

    Raises:
        InputError: for paradigms, numbers or a county that are not valid.
    """
    if not paradigms:
        raise InputError("no paradigms are given; name at least one, such as TPA,NPG")
    chosen = [load_paradigm(name).name for name in paradigms]
    if len(set(chosen)) < len(chosen):
        raise InputError("a paradigm is given twice: {names}", names=", ".join(chosen))
    integer("months", months, 1, MOST_MONTHS)
    integer("the number of seeds", seeds, 1, MOST_SEEDS)
    if not 0.0 < share <= 1.0:
        raise InputError("the share of citizens = {share!r} is not valid: a number above 0, up to 1", share=share)
    places = sorted(_places(county), key=lambda place: (-place.population, place.code))
    names = [checked_value("municipality", place.code, "national") for place in places]
    lines = [
        'name = "national"',
        f"months = {months}",
        f"seeds = {seeds}",
        'keep = "yearly"',
        "[design]",
        'kind = "list"',
        "[factors]",
        f"municipality = {toml_value([name for name in names for _ in chosen])}",
        f"paradigm = {toml_value(chosen * len(names))}",
    ]
    if share < 1.0:
        citizens = [max(SMALLEST, round(place.population * share)) for place in places]
        lines.append(f"citizens = {toml_value([number for number in citizens for _ in chosen])}")
    return study_of("\n".join(lines) + "\n", "national")


def _places(county: str | None) -> Sequence[Municipality]:
    if county is None:
        return municipalities()
    places = [place for place in municipalities() if place.county.casefold() == county.casefold()]
    if not places:
        counties = sorted({place.county for place in municipalities()})
        raise InputError(
            "unknown county {name!r}; valid: {names}{hint}",
            name=county,
            names=", ".join(counties),
            hint=suggestion(county, counties),
        )
    return places


def national_table(results: Results) -> pd.DataFrame:
    """Return one row a municipality and paradigm.

    Columns: code, name, county, population, citizens (simulated), paradigm, runs, then outcomes: means over seeds at
    the end of the runs. Rows are sorted by falling population, then by the study's order of paradigms.
    """
    ends = results.last.groupby(["municipality", "paradigm"], sort=False)
    table = ends[list(results.outcomes)].mean().reset_index()
    places = [municipality(name) for name in table["municipality"]]
    population = [place.population for place in places]
    citizens = ends["citizens"].first().to_numpy() if "citizens" in results.last else population
    table = table.drop(columns="municipality")
    table.insert(0, "code", [place.code for place in places])
    table.insert(1, "name", [place.name for place in places])
    table.insert(2, "county", [place.county for place in places])
    table.insert(3, "population", population)
    table.insert(4, "citizens", citizens)
    table.insert(6, "runs", ends.size().to_numpy())
    levels = next(factor.levels for factor in results.study.factors if factor.name == "paradigm")
    place_of = {name: place for place, name in enumerate(dict.fromkeys(levels))}
    order = table.assign(at=table["paradigm"].map(place_of), least=-table["population"])
    order = order.sort_values(["least", "code", "at"], kind="stable").index
    return table.loc[order].reset_index(drop=True)


def more_than_first(table: pd.DataFrame, outcomes: Sequence[str]) -> pd.DataFrame:
    """Return by paradigm the number of municipalities where an outcome exceeds that of the first paradigm."""
    first, *others = table["paradigm"].unique()
    by_place = {name: part.set_index("code")[list(outcomes)] for name, part in table.groupby("paradigm")}
    return pd.DataFrame({name: (by_place[name] > by_place[first]).sum() for name in others}).T


def country(table: pd.DataFrame, outcomes: Sequence[str]) -> pd.DataFrame:
    """Return outcomes by paradigm as means over municipalities, weighted by population."""
    rows = {}
    for paradigm, part in table.groupby("paradigm", sort=False):
        weight = part["population"] / part["population"].sum()
        rows[paradigm] = {name: float((part[name] * weight).sum()) for name in outcomes}
    return pd.DataFrame(rows).T


def write_national(results: Results) -> Path:
    """Write the table into the folder of the results and return its path; an interrupted write leaves no file."""
    path = results.folder / TABLE
    with whole_file(path) as draft:
        # Chance makes further digits meaningless; runs/ has them all.
        write_csv(national_table(results), draft, "%.6g")
    return path
