"""The files of a result: Parquet and CSV tables, the figure, and the manifest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.table import Table

from experiments.output.csv_files import write_csv
from experiments.output.figures import save_figure, series_figure
from experiments.output.folders import new_folder
from experiments.output.formats import USUAL, WRITERS, checked_formats, write_printed
from experiments.output.tables import comparison_tables, run_tables
from experiments.runs.estimates import KEYS
from experiments.runs.manifest import manifest, rules_by_name, write_manifest
from experiments.runs.run import Run, RunResult
from model.paradigms.paradigm import load_paradigm
from model.timeline.change import changes_of
from samskaping.language import Language

if TYPE_CHECKING:
    from experiments.comparison import Comparison
    from experiments.runs.scenario import Scenario


def save_comparison(
    comparison: Comparison, folder: Path, language: Language = "en", formats: Sequence[str] = USUAL
) -> Path:
    """Write a comparison into a new folder and return the folder, which is complete or absent.

    `formats` are among `FORMATS`. The tables are always written as CSV, and all months as Parquet.
    """
    formats = checked_formats(formats)
    labels = comparison.labels(language) if comparison.arms else {}
    with new_folder(folder) as draft:
        write_table(comparison.runs, draft / "runs.parquet")
        write_tables(comparison.groups, draft / "groups", formats)
        write_tables(titled(comparison.summary, labels), draft / "summary", formats)
        write_tables(titled(comparison.paired, labels), draft / "paired", formats)
        write_tables(titled(comparison.by_month(), labels), draft / "courses", formats)
        if set(formats) & set(WRITERS):
            case = comparison.scenario.name if comparison.scenario else comparison.municipality.name
            printed = [one for one in comparison_tables(comparison, language) if isinstance(one, Table)]
            write_printed(printed, draft, f"{case} compare", formats)
        save_figure(comparison.figure(language), draft, kinds=formats)
        write_manifest(
            draft,
            manifest(
                "compare",
                paradigms=comparison.paradigms,
                municipality=comparison.municipality,
                population=comparison.population,
                parameters=comparison.parameters,
                seeds=comparison.seeds,
                months=comparison.months,
                outcomes=outcome_columns(comparison.runs),
                changed=comparison.changed,
                timeline=[change.as_dict() for change in comparison.timeline],
                timeline_paradigms=rules_by_name(c.paradigm for c in comparison.timeline if c.paradigm is not None),
                scenario=_scenario_text(comparison.scenario),
                arms=comparison.arms,
                own=comparison.own,
            ),
        )
    return folder


def titled(table: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Return a table with the title of each arm after its name, `title` or `title_a` and `title_b`."""
    table = table.copy()
    for end in ("", "_a", "_b"):
        if labels and f"arm{end}" in table:
            place = list(table.columns).index(f"arm{end}") + 1
            table.insert(place, f"title{end}", table[f"arm{end}"].map(labels))
    return table


def save_run(
    result: RunResult, folder: Path, language: Language = "en", scenario: Scenario | None = None,
    formats: Sequence[str] = USUAL,
) -> Path:  # fmt: skip
    """Write one run, month by month, into a new folder and return the folder; `formats` as in `save_comparison`."""
    run, formats = result.run, checked_formats(formats)
    with new_folder(folder) as draft:
        write_table(result.months, draft / "runs.parquet")
        write_table(result.months, draft / "series.csv")
        write_tables(result.groups, draft / "groups", formats)
        if set(formats) & set(WRITERS):
            printed = [one for one in run_tables(result, language) if isinstance(one, Table)]
            write_printed(printed, draft, f"{scenario.name if scenario else run.town.name} run", formats)
        save_figure(series_figure(result, language), draft, kinds=formats)
        write_manifest(
            draft,
            manifest(
                "run",
                paradigms=run.own_paradigms,
                municipality=run.town,
                population=result.population,
                parameters=run.parameters,
                seeds=[run.seed],
                months=run.months,
                changed=dict(run.overrides),
                outcomes=outcome_columns(result.months),
                switches=[{"month": month, "paradigm": load_paradigm(new).name} for month, new in run.switches],
                timeline=[change.as_dict() for change in changes_of(run.timeline)],
                scenario=_scenario_text(scenario),
                arm=_arm(run),
                own=run.own,
            ),
        )
    return folder


def _arm(run: Run) -> dict[str, Any] | None:
    """Return the arm of a run, if any: its name, its base, and its rules in all areas."""
    if not run.arm:
        return None
    paradigm = load_paradigm(run.paradigm)
    return {"name": run.arm, "base": paradigm.name, **rules_by_name([paradigm])[paradigm.name]}


def _scenario_text(scenario: Scenario | None) -> dict[str, str] | None:
    """Return a scenario's name and the text of its file, enough to run it again without the file."""
    return None if scenario is None else {"name": scenario.name, "text": scenario.text}


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as Parquet or CSV, by the file's name; the same table gives the same bytes."""
    if path.suffix == ".parquet":
        table.to_parquet(path, engine="pyarrow", compression="zstd", index=False)
    else:
        write_csv(table, path, "%.10g")


def write_tables(table: pd.DataFrame, path: Path, formats: Collection[str]) -> None:
    """Write a table as CSV, and as Parquet where that is among `formats`; `path` has no suffix."""
    for kind in ("csv", *(["parquet"] if "parquet" in formats else [])):
        write_table(table, path.with_name(f"{path.name}.{kind}"))


def outcome_columns(runs: pd.DataFrame) -> Sequence[str]:
    """Return the columns of a runs table that are outcomes."""
    return [column for column in runs.columns if column not in KEYS]
