"""`samskaping national`: every municipality of the country under each paradigm."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.cli.numbers import LENGTHS, SEVERAL
from experiments.cli.options import (
    comma_separated,
    debug_option,
    excel_option,
    json_option,
    language_option,
    log_json_option,
    processes_option,
)
from experiments.defaults import PARADIGMS
from samskaping.language import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


@click.command("national", short_help="Simulate all municipalities under each paradigm, resumable.")
@click.option(
    "-o",
    "--out",
    metavar="FOLDER",
    default="results/national",
    show_default=True,
    help="Folder for the results; an existing sweep of the same study is resumed.",
)
@click.option("--paradigms", default=",".join(PARADIGMS), show_default=True, metavar="A,B,...", help="Paradigms.")
@click.option("--months", type=LENGTHS, default=240, show_default=True, help="Months simulated.")
@click.option("--seeds", type=SEVERAL, default=1, show_default=True, help="How many seeds.")
@click.option(
    "--share",
    type=float,
    default=1.0,
    show_default=True,
    metavar="X",
    help="Share of each municipality's citizens to simulate (at least 50 citizens).",
)
@click.option("--county", metavar="NAME", help="Only the municipalities of a county.")
@processes_option
@click.option("--dask", metavar="ADDRESS", help="Use the workers of a Dask scheduler, such as tcp://scheduler:8786.")
@click.option("--retry-failed", is_flag=True, help="Also run again the runs that failed.")
@click.option("--dry-run", is_flag=True, help="Check everything; show runs complete and to do, time and disk space.")
@json_option
@excel_option
@click.option("--quiet", is_flag=True, help="Show no progress and no table, only the path of the results.")
@log_json_option
@language_option
@debug_option
def command(
    out: str,
    paradigms: str,
    months: int,
    seeds: int,
    share: float,
    county: str | None,
    jobs: int | None,
    dask: str | None,
    retry_failed: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    log_json: bool,
    language: Language,
) -> int:
    """Simulate all municipalities at full size (5.6 million citizens) for 20 years under each paradigm.

    This is one sweep, with the largest municipalities first; the same command resumes it after a stop. At the end it
    writes national.csv, with a row for each municipality and paradigm, and prints the country's means, weighted by
    population. For a first look in a few minutes: --share 0.01 --months 24.
    """  # fmt: skip
    from experiments.cli.sweeps.planning import plan_of_study, show_study_plan
    from experiments.cli.sweeps.sweeping import carry_out, exit_code, note_limits_in
    from experiments.evidence.national import country, national_study, national_table, write_national
    from experiments.runs.manifest import as_json as json_of
    from experiments.sweeps.executors import check_scheduler
    from experiments.sweeps.results import read_results

    study = national_study(comma_separated(paradigms), months, seeds, share, county)
    folder = Path(out)
    if dry_run:
        plan = plan_of_study(study, jobs, folder, language, retry_failed=retry_failed)
        if dask is not None:
            check_scheduler(dask)
        if not quiet:
            note_limits_in(study, language)
        print(json_of(plan)) if as_json else show_study_plan(plan, language)
        return 0
    options: dict[str, Any] = {"quiet": quiet, "log_json": log_json, "as_json": as_json, "language": language}
    progress = carry_out(study, folder, jobs, dask, retry_failed=retry_failed, **options)
    results = read_results(folder)
    path = write_national(results)
    if not (quiet or as_json):
        places = national_table(results)
        _show(country(places, results.outcomes), language)
        if places["paradigm"].nunique() > 1:
            _show_places(places, results.outcomes, language)
        print(path)
    return exit_code(progress)


def _show(means: pd.DataFrame, language: Language) -> None:
    from experiments.output.figures import headlines
    from experiments.output.terminal import show, table
    from experiments.output.texts import decimals_for, label, number, text, unit

    columns: list[tuple[str, dict[str, Any]]] = [(text("outcome", language), {})]
    columns += [(text("unit", language), {"style": "dim"})]
    columns += [(name, {"justify": "right"}) for name in means.index]
    rows = []
    for outcome in headlines(list(means.columns)):
        values = means[outcome.name]
        decimals = decimals_for(*values)
        figures = (number(value, decimals, language) for value in values)
        rows.append([label(outcome, language), unit(outcome, language), *figures])
    show(table(text("country", language), columns, rows))


def _show_places(places: pd.DataFrame, outcomes: Sequence[str], language: Language) -> None:
    """Print in how many municipalities each paradigm has a higher value of an outcome than the first."""
    from experiments.evidence.national import more_than_first
    from experiments.output.figures import headlines
    from experiments.output.terminal import show, table
    from experiments.output.texts import label, text

    more = more_than_first(places, outcomes)
    columns: list[tuple[str, dict[str, Any]]] = [(text("outcome", language), {})]
    columns += [(name, {"justify": "right"}) for name in more.index]
    rows = [[label(outcome, language), *more[outcome.name]] for outcome in headlines(list(more.columns))]
    first = places["paradigm"].iloc[0]
    title = text("in_places", language, n=places["code"].nunique(), first=first)
    show(table(title, columns, rows))
