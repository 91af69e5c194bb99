"""`samskaping uncertainty`: how many seeds a comparison needs, and which parameters matter most."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.cli.options import (
    comma_separated,
    debug_option,
    excel_option,
    json_option,
    language_option,
    log_json_option,
    processes_option,
)
from samskaping.language import Language, Texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from experiments.design.study import Study
    from experiments.sweeps.results import Results

    Parts = Mapping[str, tuple[Results, pd.DataFrame]]

PARTS = ("seeds", "screening", "shares")
TEXTS = Texts(
    "experiments.uncertainty_tables",
    {
        "seeds": "How many seeds a comparison needs",
        "screening": "Screening: the parameters that matter most",
        "shares": "Shares of variance: the parameters that matter most",
        "outcome": "outcome",
        "pair": "pair",
        "difference": "difference",
        "half": "\N{PLUS-MINUS SIGN} at {n}",
        "saving": "saving",
        "needed": "seeds needed",
        "many": "many",
        "note": "\N{PLUS-MINUS SIGN}: half a 95 % interval with that many seeds; saving: how many times more seeds are "
        "needed without pairing",
        "detect": "{outcome}, {pair}: {seeds:g} seeds detect a difference of {difference:g}",
        "parameter": "parameter",
        "score": "score",
        "strongest": "strongest in",
        "above": "above chance",
        "of": "{n} of {all}",
    },
)


@click.command("uncertainty", short_help="How many seeds are needed, and which parameters matter most.")
@click.option("--parts", default="seeds", show_default=True, metavar="A,B,...",
              help="Any of seeds, screening and shares (one to ten minutes on two cores).")  # fmt: skip
@click.option("--studies", metavar="FOLDER", help="Folder of seeds.toml, screening.toml and shares.toml.  "
              "[default: the program's own files]")  # fmt: skip
@processes_option
@click.option("-o", "--out", metavar="FOLDER", default="results/uncertainty", show_default=True,
              help="Folder for results; existing sweeps are resumed.")  # fmt: skip
@click.option("--difference", "differences", multiple=True, metavar="OUTCOME=X",
              help="Also show how many seeds a difference of this size needs. Repeatable.")  # fmt: skip
@click.option("--choose", metavar="FILE.toml", help="Write a study of shares for the parameters ranked first.")
@click.option("--write", "docs", metavar="FOLDER", help="Write uncertainty.md, its figures and values into FOLDER.")
@click.option("--dry-run", is_flag=True, help="Check everything; show runs, time and disk.")
@json_option
@click.option("--quiet", is_flag=True, help="No progress and no tables, only paths.")
@log_json_option
@excel_option
@language_option
@debug_option
def command(
    parts: str,
    studies: str | None,
    jobs: int | None,
    out: str,
    differences: tuple[str, ...],
    choose: str | None,
    docs: str | None,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    log_json: bool,
    language: Language,
) -> None:
    """Show how many seeds a comparison needs, and which uncertain parameters its outcomes depend on.

    The command runs the requested studies as sweeps under FOLDER and resumes unfinished sweeps. It prints a
    table for each and writes it beside the results. Finished parts are not run again.
    """
    from agents.errors import InputError, suggestion
    from experiments.cli.sweeps.planning import plan_of_study, show_study_plan
    from experiments.cli.sweeps.sweeping import carry_out, results_without_failures
    from experiments.design.study import read_study
    from experiments.evidence.uncertainty.studies import FOLDER
    from experiments.output.folders import check_file
    from experiments.runs.manifest import as_json as json_of

    asked = comma_separated(parts)
    for part in asked:
        if part not in PARTS:
            raise InputError(
                "unknown part {name!r}; valid: {names}{hint}",
                name=part,
                names=", ".join(PARTS),
                hint=suggestion(part, PARTS),
            )
    if not asked:
        raise InputError("no part to run: give at least one of {names}", names=", ".join(PARTS))
    asked = [part for part in PARTS if part in asked]
    wanted = _differences(differences)
    if wanted and "seeds" not in asked:
        raise InputError("--difference needs the part seeds; add it to --parts")
    if choose is not None and "screening" not in asked:
        raise InputError("--choose needs the part screening; add it to --parts")
    if docs is not None and not Path(docs).is_dir():
        raise InputError("--write {docs} is not possible: there is no such folder", docs=docs)
    if choose is not None:
        check_file(Path(choose), "--choose")
    if docs is not None:
        check_file(Path(docs) / "uncertainty.md", "--write")
    source = FOLDER if studies is None else Path(studies)
    read = {part: read_study(source / f"{part}.toml") for part in asked}
    for part, study in read.items():
        _check(part, study)
    if dry_run:
        plans = {part: plan_of_study(study, jobs, Path(out) / part, language) for part, study in read.items()}
        if as_json:
            print(json_of(plans))
        else:
            for plan in plans.values():
                show_study_plan(plan, language)
        return
    tables: dict[str, Any] = {}
    options: dict[str, Any] = {"quiet": quiet, "log_json": log_json, "language": language}
    for part, study in read.items():
        folder = Path(out) / part
        carry_out(study, folder, jobs, None, as_json=False, needs_all=True, **options)
        results = results_without_failures(folder)
        tables[part] = (results, _table(part, results))
        _write_table(tables[part][1], folder / f"{part}.csv")
    needed = _needed(tables, wanted)
    if choose is not None:
        _choose(tables["screening"][1], Path(choose))
    if docs is not None:
        _write_docs(tables, Path(docs), Path(out), own_studies=studies is not None)
    if as_json:
        plain = {part: table.to_dict("records") for part, (_, table) in tables.items()}
        print(json_of({"out": out, "needed": needed, **plain}))
        return
    if not quiet:
        _show(tables, needed, language)


def _differences(given: tuple[str, ...]) -> dict[str, float]:
    from agents.errors import InputError

    wanted = {}
    for pair in given:
        name, equals, value = (part.strip() for part in pair.partition("="))
        try:
            wanted[name] = abs(float(value))
        except ValueError:
            equals = ""
        if not equals or not wanted[name] > 0:
            raise InputError(
                "--difference {pair!r} is not of the form OUTCOME=X with a number above 0: fit=0.01", pair=pair
            )
    return wanted


def _check(part: str, study: Study) -> None:
    from agents.errors import InputError

    lists = [factor.name for factor in study.factors if not factor.sampled]
    if lists != ["paradigm"] or len(study.factors[-1].levels) < 2:
        raise InputError(
            "{part}: the study must have the one list factor paradigm, last, with two levels or more", part=part
        )
    kinds = {"seeds": ("factorial", "list"), "screening": ("morris",), "shares": ("sobol",)}[part]
    if study.design.kind not in kinds:
        raise InputError(
            "{part}: the study's design is {kind}; it must be {names}",
            part=part,
            kind=study.design.kind,
            names=" or ".join(kinds),
        )
    if part == "seeds" and len(study.seeds) < 3:
        raise InputError("seeds: the study needs three seeds or more, to see how much they differ")


def _table(part: str, results: Results) -> pd.DataFrame:
    from experiments.evidence.uncertainty.precision import precision
    from experiments.evidence.uncertainty.ranking import indices

    return precision(results) if part == "seeds" else indices(results)


def _write_table(table: pd.DataFrame, path: Path) -> None:
    from experiments.output.csv_files import write_csv
    from experiments.output.folders import whole_file

    with whole_file(path) as draft:
        write_csv(table, draft)


def _needed(tables: Parts, wanted: dict[str, float]) -> list[dict[str, Any]]:
    """Return how many seeds each requested difference needs, by pair."""
    from agents.errors import InputError, suggestion
    from experiments.evidence.uncertainty.precision import seeds_needed

    rows = []
    for outcome, size in wanted.items():
        table = tables["seeds"][1]
        if outcome not in set(table["outcome"]):
            hint = suggestion(outcome, list(dict.fromkeys(table["outcome"])))
            raise InputError("--difference: the study kept no outcome {name!r}{hint}", name=outcome, hint=hint)
        for _, row in table[table["outcome"] == outcome].iterrows():
            pair = f"{row['paradigm']} - {row['base']}"
            rows.append({"outcome": outcome, "pair": pair, "difference": size,
                         "seeds": seeds_needed(size, row["sd_paired"])})  # fmt: skip
    return rows


def _choose(table: pd.DataFrame, path: Path) -> None:
    from experiments.evidence.uncertainty.ranking import ranking
    from experiments.evidence.uncertainty.studies import FEW, shares_text
    from experiments.output.documents import write_page

    write_page(path, shares_text(list(ranking(table)["factor"].head(FEW))))
    print(path)


def _write_docs(parts: Parts, docs: Path, out: Path, own_studies: bool) -> None:
    from experiments.evidence.pages import write
    from experiments.evidence.uncertainty.figures import seeds_figure
    from experiments.evidence.uncertainty.page import values
    from experiments.output.figures import save_figure, save_page_figure
    from samskaping.language import SOURCE, languages

    write(docs / "uncertainty.md", "uncertainty", values(parts, own_studies))
    if "seeds" in parts:
        results, table = parts["seeds"]
        (docs / "figures").mkdir(exist_ok=True)
        for language in languages():
            end = "" if language == SOURCE else f"-{language}"
            save_figure(seeds_figure(table, results, language), out / "seeds", f"seeds{end}")
        save_page_figure(seeds_figure(table, results), docs / "figures", "seeds")
    print(docs / "uncertainty.md")


def _show(tables: Parts, needed: list[dict[str, Any]], language: Language) -> None:
    from experiments.output.terminal import show, table
    from experiments.output.texts import decimals_for, label, number
    from experiments.output.texts_units import DECLARED

    right: dict[str, Any] = {"justify": "right"}
    if "seeds" in tables:
        rows = []
        for _, row in tables["seeds"][1].iterrows():
            decimals = decimals_for(row["difference"])
            rows.append([
                label(DECLARED[row["outcome"]], language), f"{row['paradigm']} - {row['base']}",
                number(row["difference"], decimals, language, sign=True), number(row["half_6"], decimals, language),
                number(row["half_40"], decimals, language), number(row["saving"], 1, language),
                number(row["needed"], 0, language) or TEXTS("many", language),
            ])  # fmt: skip
        columns: list[tuple[str, dict[str, Any]]] = [
            (TEXTS("outcome", language), {}), (TEXTS("pair", language), {}), (TEXTS("difference", language), right),
            (TEXTS("half", language, n=6), right), (TEXTS("half", language, n=40), right),
            (TEXTS("saving", language), right), (TEXTS("needed", language), right),
        ]  # fmt: skip
        show(table(TEXTS("seeds", language), columns, rows, note=TEXTS("note", language)))
    for row in needed:
        print(TEXTS("detect", language, **{**row, "outcome": label(DECLARED[row["outcome"]], language)}))
    for part in ("screening", "shares"):
        if part in tables:
            _show_ranking(part, tables[part][1], language)


def _show_ranking(part: str, indices: pd.DataFrame, language: Language) -> None:
    from experiments.evidence.uncertainty.ranking import ranking
    from experiments.output.terminal import show, table
    from experiments.output.texts import label, number
    from experiments.output.texts_units import DECLARED

    rows = []
    for _, row in ranking(indices).head(15).iterrows():
        outcome, _, of = row["strongest"].partition(", ")
        strongest = f"{label(DECLARED[outcome], language)}, {of}"
        above = TEXTS("of", language, n=row["above_luck"], all=row["all"])
        rows.append([row["factor"], number(row["score"], 2, language), strongest, above])
    right: dict[str, Any] = {"justify": "right"}
    columns: list[tuple[str, dict[str, Any]]] = [
        (TEXTS("parameter", language), {}), (TEXTS("score", language), right), (TEXTS("strongest", language), {}),
        (TEXTS("above", language), right),
    ]  # fmt: skip
    show(table(TEXTS(part, language), columns, rows))
