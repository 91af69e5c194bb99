"""`samskaping compare`: a town under several paradigms or arms, with the same seeds."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import click

from agents.errors import InputError, suggestion
from experiments.cli.arm_option import arm_option
from experiments.cli.notes import note_limits, note_other_sources, shown_outcomes
from experiments.cli.numbers import SEED, SEVERAL
from experiments.cli.options import (
    code_options,
    comma_separated,
    format_option,
    output_options,
    refuse_beside,
    runs_option,
    timeline_options,
    town_of,
    town_options,
)
from experiments.defaults import FIRST_SEED, MONTHS, PARADIGMS, SEEDS
from experiments.runs.scenario import Scenario, chosen, timeline_of
from samskaping.language import Language, Listing

if TYPE_CHECKING:
    from experiments.comparison import Comparison
    from model.timeline.change import Change

LATER = ("experiments.output.export", "scipy.special")
"""What is imported while runs are under way."""

# Options that decide what is simulated, as a manifest does.
_SIMULATED = ("scenario", "municipality", "citizens", "months", "overrides", "paradigms", "arms", "seeds", "first_seed",
              "switches", "changes")  # fmt: skip


@click.command("compare", short_help="Simulate a town under several paradigms and compare.")
@click.argument("manifest", metavar="[MANIFEST]", required=False)
@town_options
@click.option(
    "--paradigms",
    metavar="A,B,...",
    help="Paradigms to compare: each with the first. See `samskaping paradigms`; a TOML file holds one of your own."
    f"  [default: {','.join(PARADIGMS)}]",
)
@arm_option
@click.option(
    "--level",
    metavar="LEVELS",
    help="Hold some rules alike in all paradigms: access, revision, discretion, or all; see docs/presets.md.",
)
@timeline_options
@code_options
@click.option("--seeds", type=SEVERAL, default=SEEDS, show_default=True, help="How many seeds.")
@click.option(
    "--seed", "first_seed", type=SEED, default=FIRST_SEED, show_default=True, metavar="S", help="The first seed."
)
@runs_option
@format_option
@output_options
@click.pass_context
def command(
    ctx: click.Context,
    manifest: str | None,
    scenario: Scenario | None,
    municipality: str | None,
    citizens: int | None,
    months: int | None,
    overrides: dict[str, Any],
    paradigms: str | None,
    arms: Any,
    level: str | None,
    switches: tuple[Change, ...],
    changes: tuple[Change, ...],
    own_outcomes: Any,
    own_mechanisms: Any,
    seeds: int,
    first_seed: int,
    jobs: int | None,
    formats: tuple[str, ...] | None,
    out: str | None,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    language: Language,
) -> None:
    """Simulate the same town under several paradigms or arms, with the same people, needs and shocks, and compare.

    Prints tables of outcomes and paired differences, and writes runs.parquet, groups.csv, summary.csv, paired.csv,
    courses.csv, figure.png, figure.svg and manifest.json into a new folder. Without arguments this takes about ten
    seconds.

    Lines below the tables say from which month a difference stays beyond the smallest relevant effect, and which first
    go the other way. The file courses.csv has the differences in every month; docs/council.md explains its columns.

    MANIFEST is the manifest.json of an earlier comparison; the same town, rules and seeds are run again. If it used
    code of your own, name the files again with --outcomes and --mechanisms.
    """
    from experiments import compare
    from experiments.comparison import planned
    from experiments.output.folders import check_new_folder, default_folder
    from experiments.output.formats import USUAL
    from experiments.output.terminal import console, plan_of, progress_of, show, show_plan, shown_if_unsaved
    from experiments.own.paradigm_file import paradigm_named
    from experiments.runs.manifest import as_json as json_of
    from experiments.runs.threads import workers_for
    from model.timeline.change import changes_of

    own = own_outcomes.plus(*own_mechanisms.sources)
    if manifest is not None:
        from experiments.cli.again import comparison_again

        refuse_beside(ctx, manifest, (*_SIMULATED, "level"))
        asked = comparison_again(manifest, own)
        note_other_sources(manifest, "compare", language)
        scenario = asked["scenario"]
    else:
        town, citizens = town_of(municipality, citizens, scenario)
        overrides = {**_levelled(level), **overrides}
        names = None if paradigms is None else [paradigm_named(name) for name in comma_separated(paradigms)]
        asked = {
            "paradigms": names, "municipality": town, "citizens": citizens, "parameters": overrides, "seeds": seeds,
            "first_seed": first_seed, "months": months, "scenario": scenario,
            "arms": arms, "own": own,
            "timeline": (*timeline_of(scenario, chosen(months, scenario, "months", MONTHS)), *switches, *changes),
        }  # fmt: skip
    runs = planned(**asked)
    workers = workers_for(len(runs), jobs)
    where = scenario.name if scenario else f"{runs[0].town.name} {runs[0].town.code}"
    folder = Path(out) if out is not None else default_folder("compare", where)
    check_new_folder(folder)
    if not quiet:
        note_limits(runs, shown_outcomes(scenario), language)
    if dry_run:
        timeline = changes_of(asked["timeline"])
        plan = plan_of(runs, workers, folder, timeline)
        print(json_of(plan)) if as_json else show_plan(plan, language, timeline)
        return
    # Importing what draws the figure takes a second: do it while the runs leave time on the cores.
    Thread(target=lambda: [import_module(name) for name in LATER], daemon=True).start()
    with progress_of(len(runs), quiet, language) as progress:
        comparison = compare(**asked, workers=workers, progress=progress)

    def tables() -> Iterable[Any]:
        from experiments.output.tables import comparison_tables

        return () if quiet or as_json else comparison_tables(comparison, language, console().width)

    # Before printing, which fails where the reader has closed the pipe.
    with shown_if_unsaved(tables):
        comparison.save(folder, language, formats or USUAL)
    if as_json:
        print(json_of(_summary(comparison, folder)))
        return
    for table in tables():
        show(table)
    if not quiet:
        from rich.text import Text

        from experiments.analysis.courses.words import course_lines
        from experiments.output.tables import outcomes_of

        if lines := list(course_lines(comparison, outcomes_of(comparison), language)):
            show(Text("\n".join([*lines, ""])))
    print(folder)


def _levelled(level: str | None) -> dict[str, Any]:
    """Return the rules that the named levels hold alike, as settings of every paradigm."""
    if level is None:
        return {}
    from model.paradigms.protocol import LEVELS, levelled

    names = comma_separated(level)
    for name in names:
        if name not in (*LEVELS, "all"):
            raise InputError(
                "--level {name!r} is not valid; valid: {valid}{hint}",
                name=name, valid=Listing([*LEVELS, "all"], "or"), hint=suggestion(name, [*LEVELS, "all"]),
            )  # fmt: skip
    chosen = () if "all" in names else tuple(names)
    return {f"rules.{rule}": value for rule, value in levelled(*chosen).items()}


def _summary(comparison: Comparison, folder: Path) -> dict[str, Any]:
    from experiments.analysis.courses.settling import courses
    from experiments.output.tables import outcomes_of

    found = courses(comparison, outcomes_of(comparison)) if len(comparison.names) > 1 else []
    return {
        "scenario": comparison.scenario.name if comparison.scenario else None,
        "municipality": comparison.municipality.name,
        "code": comparison.municipality.code,
        "county": comparison.municipality.county,
        "citizens": comparison.population,
        "months": comparison.months,
        "seeds": comparison.seeds,
        **({"arms": [arm.as_dict() for arm in comparison.arms]} if comparison.arms else {}),
        "paradigms": [paradigm.name for paradigm in comparison.paradigms],
        "summary": comparison.summary.to_dict("records"),
        "paired": comparison.paired.to_dict("records"),
        "courses": [one.as_dict() for one in found],
        "out": str(folder),
    }
