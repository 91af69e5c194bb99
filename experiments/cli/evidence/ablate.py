"""`samskaping ablate`: switch each mechanism off in turn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.cli.numbers import LENGTHS, SIZES, Whole
from experiments.cli.options import (
    as_given,
    comma_separated,
    debug_option,
    excel_option,
    json_option,
    language_option,
    log_json_option,
    processes_option,
)
from experiments.defaults import ABLATION_CITIZENS, ABLATION_MONTHS, ABLATION_SEEDS, MOST_SEEDS, PARADIGMS
from samskaping.language import Language, Texts

if TYPE_CHECKING:
    import pandas as pd

TEXTS = Texts(
    "experiments.ablation",
    {
        "title": "Differences between paradigms that change (their 99.9 % interval leaves out 0)",
        "note": "weaker, stronger: the difference is smaller or larger; turned: it changes sign; gone: it is no longer "
        "significant",
        "nothing": "No difference between paradigms changes significantly when a mechanism is off.",
        "off": "off",
        "outcome": "outcome",
        "difference": "difference",
        "on": "all on",
        "without": "without",
        "change": "change",
        "effect": "effect",
        "weaker": "weaker",
        "stronger": "stronger",
        "turned": "turned",
        "gone": "gone",
    },
)


@click.command("ablate", short_help="Switch each mechanism off in turn: which results depend on it?")
@click.option(
    "--mechanisms",
    metavar="A,B,...",
    help="Only these mechanisms, such as halo,choice. See `samskaping parameters mechanisms`.  [default: all]",
)
@click.option("--paradigms", metavar="A,B,...", default=",".join(PARADIGMS), show_default=True,
              help="Paradigms; the others are compared with the first.")  # fmt: skip
@click.option("--citizens", type=SIZES, default=ABLATION_CITIZENS, show_default=True, help="Citizens.")
@click.option("--seeds", type=Whole(2, MOST_SEEDS), default=ABLATION_SEEDS, show_default=True, help="How many seeds.")
@click.option("--months", type=LENGTHS, default=ABLATION_MONTHS, show_default=True, help="Months simulated.")
@processes_option
@click.option("-o", "--out", metavar="FOLDER", default="results/ablation", show_default=True,
              help="Folder for results; an existing sweep is resumed.")  # fmt: skip
@click.option("--write", "page", metavar="FILE.md", help="Also write the page, such as docs/ablation.md.")
@click.option("--dry-run", is_flag=True, help="Check everything; show runs, time and disk.")
@json_option
@excel_option
@click.option("--quiet", is_flag=True, help="No progress and no table, only the results path.")
@log_json_option
@language_option
@debug_option
def command(
    mechanisms: str | None,
    paradigms: str,
    citizens: int,
    seeds: int,
    months: int,
    jobs: int | None,
    out: str,
    page: str | None,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    log_json: bool,
    language: Language,
) -> None:
    """Run the town with each mechanism switched off alone, under each paradigm, with the same seeds.

    The command runs one sweep and resumes it if it was stopped. It prints which differences between paradigms depend
    on which mechanism. It writes ablation.csv beside the results: every level and difference, its change and interval.
    """
    from agents.errors import InputError, suggestion
    from experiments.cli.sweeps.planning import plan_of_study, show_study_plan
    from experiments.cli.sweeps.sweeping import carry_out, results_without_failures
    from experiments.evidence.ablation import ablation_study, ablation_table, ablation_values, write_ablation
    from experiments.evidence.pages import write
    from experiments.output.documents import check_page
    from experiments.runs.manifest import as_json as json_of
    from experiments.runs.run import integer
    from model.paradigms.paradigm import load_paradigm
    from model.parameters.mechanisms import OFF

    switches = list(OFF) if mechanisms is None else comma_separated(mechanisms)
    for name in switches:
        if name not in OFF:
            raise InputError(
                "unknown mechanism {name!r}; valid: {names}{hint}",
                name=name,
                names=", ".join(OFF),
                hint=suggestion(name, OFF),
            )
    if not switches or len(set(switches)) < len(switches):
        raise InputError("--mechanisms needs at least one name, each once")
    names = [load_paradigm(name).name for name in comma_separated(paradigms)]
    if len(names) < 2 or len(set(names)) < len(names):
        raise InputError("--paradigms needs at least two names, each once, since the command compares paradigms")
    integer("the number of seeds", seeds, 2, MOST_SEEDS)
    if page is not None and mechanisms is not None:
        raise InputError("--write makes the page of all mechanisms and cannot be combined with --mechanisms")
    target = None if page is None else check_page(page)
    study = ablation_study(citizens, seeds, months, switches, names)
    folder = Path(out)
    if dry_run:
        plan = plan_of_study(study, jobs, folder, language)
        print(json_of(plan)) if as_json else show_study_plan(plan, language)
        return
    options: dict[str, Any] = {"quiet": quiet, "log_json": log_json, "language": language}
    carry_out(study, folder, jobs, None, as_json=False, needs_all=True, **options)
    results = results_without_failures(folder)
    table = ablation_table(results)
    path = write_ablation(table, folder)
    if target is not None:
        write(target, "ablation", as_given(ablation_values(table, results)))
        print(target)
    if as_json:
        print(json_of({"out": str(folder), "ablation": table.to_dict("records")}))
        return
    if not quiet:
        _show(table, language)
    print(path)


def _show(effects: pd.DataFrame, language: Language) -> None:
    """Print the differences between paradigms that change when a mechanism is off."""
    from experiments.output.terminal import show, table
    from experiments.output.texts import decimals_for, label, number, with_margin
    from experiments.output.texts_units import DECLARED

    rows = []
    for _, row in effects[(effects["effect"] != "") & (effects["effect"] != "kept")].iterrows():
        decimals = decimals_for(row["on"], row["off"])
        on, off = (number(row[key], decimals, language, sign=True) for key in ("on", "off"))
        change = with_margin(row["change"], row["low"], row["high"], decimals, language, sign=True)
        name, effect = label(DECLARED[row["outcome"]], language), TEXTS(row["effect"], language)
        rows.append([row["mechanism"], name, row["of"], on, off, change, effect])
    if not rows:
        print(TEXTS("nothing", language))
        return
    right: dict[str, Any] = {"justify": "right"}
    columns = [
        (TEXTS(key, language), options)
        for key, options in (
            ("off", {"no_wrap": True}), ("outcome", {}), ("difference", {}), ("on", right), ("without", right),
            ("change", right), ("effect", {}),
        )
    ]  # fmt: skip
    show(table(TEXTS("title", language), columns, rows, note=TEXTS("note", language)))
