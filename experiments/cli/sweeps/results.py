"""`samskaping results`: the results of a sweep so far."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

import click

from experiments.cli.options import debug_option, excel_option, json_option, language_option, names
from samskaping.language import Language

if TYPE_CHECKING:
    import pandas as pd

    from experiments.sweeps.results import Results


def _pairs(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, list[str]]:
    from agents.errors import InputError

    pairs: dict[str, list[str]] = {}
    for pair in given:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals or not name or not value:
            raise InputError("--where {pair!r} is not of the form column=value, such as paradigm=NPG", pair=pair)
        pairs.setdefault(name, []).append(value)
    return pairs


@click.command("results", short_help="Summarise, filter and export the results of a sweep.")
@click.argument("folder", metavar="FOLDER")
@click.option("--by", callback=names, metavar="FACTOR,...", help="Factors to group by; means are over all others.")
@click.option("--outcomes", callback=names, metavar="NAME,...", help="Outcomes to show.  [default: all kept]")
@click.option(
    "--where",
    "conditions",
    multiple=True,
    callback=_pairs,
    metavar="COLUMN=VALUE",
    help="Only rows with that value, such as paradigm=NPG or month=12. Repeatable: several values of one column keep "
    "rows with any of them.",
)
@click.option("--failed", is_flag=True, help="List the runs that failed, and why.")
@click.option(
    "--csv",
    "csv",
    is_flag=False,
    flag_value="-",
    metavar="[FILE]",
    help="Write the rows as CSV, sorted by run id, to a new file or to stdout.",
)
@click.option("--netcdf", metavar="FILE", help="Write all results as a NetCDF file, through xarray.")
@click.option(
    "--format", "written", type=click.Choice(["md", "tex"]), help="Print the table as Markdown or LaTeX instead.",
)  # fmt: skip
@excel_option
@language_option
@json_option
@debug_option
def command(
    folder: str,
    by: list[str] | None,
    outcomes: list[str] | None,
    conditions: dict[str, list[str]],
    failed: bool,
    csv: str | None,
    netcdf: str | None,
    written: str | None,
    language: Language,
    as_json: bool,
) -> None:
    """Show the means of the outcomes in the last month kept, with 95 % intervals over seeds; or export all rows.

    A mean is over the points of its row. Runs that share a seed count as one draw. The interval covers the chance in
    the mean of these points, which may differ in other factors. Another month that was kept: --where month=12.

    pandas.read_parquet("FOLDER/runs") reads the complete table, as do Polars, DuckDB and R (arrow).
    """  # fmt: skip
    from agents.errors import InputError
    from experiments.output.csv_files import for_excel
    from experiments.output.texts import text
    from experiments.sweeps.results import read_results

    if for_excel() and csv is None:
        raise InputError("--excel decides how --csv writes the rows: give --csv FILE too")
    results = read_results(folder).where(conditions)
    if csv is not None:
        _export(results, csv)
        return
    if netcdf is not None:
        from experiments.sweeps.arrays import write_netcdf

        write_netcdf(results, netcdf)
        print(netcdf)
        return
    if failed:
        for row in results.failed.to_dict("records"):
            point = {name: row[name] for name in results.factors}
            print(text("failed_run", language, run=row["run_id"], seed=row["seed"], point=point, error=row["error"]))
        return
    summary = results.summary(by, outcomes)
    if as_json:
        from experiments.runs.manifest import as_json as json_of

        counts = {
            "runs": results.runs,
            "failed": len(results.failed),
            "missing": results.missing,
            "month": results.month,
        }
        print(json_of({"study": results.study.name, **counts, "summary": summary.to_dict("records")}))
        return
    _show(results, summary, language, written)


def _export(results: Results, csv: str) -> None:
    from pathlib import Path

    from experiments.output.folders import new_file

    if csv == "-":
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # also where the locale has another encoding
        results.write_csv(sys.stdout)
        return
    path = Path(csv)
    with new_file(path) as draft:
        results.write_csv(draft)
    print(path)


def _show(results: Results, summary: pd.DataFrame, language: Language, written_as: str | None = None) -> None:
    from experiments.output.terminal import show
    from experiments.output.texts import number, text
    from experiments.sweeps.shown import summary_table

    made = summary_table(results, summary, language, grouped=written_as is None)
    if written_as is not None:
        from experiments.output.formats import WRITERS

        print(WRITERS[written_as](made, f"{results.study.name} results"))
        return
    show(made)
    if results.missing > 0:
        key = "one_missing" if results.missing == 1 else "runs_missing"
        print(text(key, language, n=number(results.missing, 0, language), folder=shlex.quote(str(results.folder))))
