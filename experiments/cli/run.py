"""`samskaping run`: one town under one paradigm, month by month."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agents.errors import InputError
from experiments.cli.notes import note_limits, note_other_sources, shown_outcomes
from experiments.cli.numbers import SEED
from experiments.cli.options import (
    code_options,
    format_option,
    output_options,
    refuse_beside,
    timeline_options,
    town_of,
    town_options,
)
from experiments.defaults import FIRST_SEED, MONTHS, PARADIGM
from experiments.runs.scenario import Scenario, chosen, overridden, timeline_of
from samskaping.language import Language, Message

if TYPE_CHECKING:
    from model.timeline.change import Change


def _arm_of(
    scenario: Scenario | None,
    name: str | None,
    paradigm: str | None,
    overrides: dict[str, Any],
    changes: tuple[Change, ...],
) -> dict[str, Any]:
    """Return the settings of a run of a scenario's arm: paradigm, parameters changed for all arms, name, timeline."""
    from experiments.runs.arms import named, paradigm_of, whole_arms
    from experiments.runs.arms.timeline import timeline_of_arm
    from model.parameters.parameters import split_overrides

    if paradigm is not None:
        raise InputError("give --paradigm or --arm, not both: each arm names its paradigm as its base")
    if scenario is None or not scenario.arms:
        raise InputError("--arm {name} needs --scenario with a scenario that has arms", name=name)
    arms = whole_arms(scenario.arms)
    arm = named(arms, name or scenario.arms[-1].name)
    parameters, rules = split_overrides(overrides)
    return {
        "paradigm": paradigm_of(arm, arms[0], rules), "overrides": parameters, "arm": arm.name,
        "timeline": timeline_of_arm(arm, arms, changes, rules),
    }  # fmt: skip


# Options that decide what is simulated, as a manifest does.
_SIMULATED = ("scenario", "municipality", "citizens", "months", "overrides", "paradigm", "arm", "switches", "changes",
              "seed", "start")  # fmt: skip
# Those of them that a saved run has settled.
_SETTLED = (
    "manifest",
    "scenario",
    "municipality",
    "citizens",
    "overrides",
    "paradigm",
    "arm",
    "seed",
    "own_outcomes",
    "own_mechanisms",
)


@click.command("run", short_help="Simulate one town under one paradigm, month by month.")
@click.argument("manifest", metavar="[MANIFEST]", required=False)
@town_options
@click.option(
    "--paradigm",
    metavar="NAME|FILE",
    help="See `samskaping paradigms`; a TOML file holds one of your own."
    f"  [default: the scenario's last paradigm, else {PARADIGM}]",
)
@click.option(
    "--arm",
    metavar="NAME",
    help="An arm of the scenario, or its twin NAME-no-arenas.  [default: the scenario's last arm, if it has arms]",
)
@timeline_options
@code_options
@click.option("--save", "saved", metavar="FILE", help="Save the run after its last month into a new file, for --from.")
@click.option(
    "--from", "start", metavar="FILE",
    help="Continue a saved run to --months; --switch and --at may add later changes.",
)  # fmt: skip
@click.option(
    "--seed",
    type=SEED,
    default=FIRST_SEED,
    show_default=True,
    metavar="S",
    help="The seed, which decides all random draws.",
)
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
    paradigm: str | None,
    arm: str | None,
    switches: tuple[Change, ...],
    changes: tuple[Change, ...],
    own_outcomes: Any,
    own_mechanisms: Any,
    saved: str | None,
    start: str | None,
    seed: int,
    formats: tuple[str, ...] | None,
    out: str | None,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    language: Language,
) -> None:
    """Simulate one town under one paradigm or arm, with one seed.

    Prints the headline outcomes by year, and writes runs.parquet and series.csv (every outcome of every month),
    groups.csv, figure.png, figure.svg and manifest.json into a new folder.

    MANIFEST is the manifest.json of an earlier run, which is repeated. If it used code of your own, name the files
    again with --outcomes and --mechanisms.
    """
    from experiments.output.folders import check_new_folder, check_place, default_folder
    from experiments.output.formats import USUAL
    from experiments.output.terminal import console, plan_of, progress_of, show, show_plan, shown_if_unsaved
    from experiments.own.paradigm_file import paradigm_named
    from experiments.runs.manifest import as_json as json_of
    from experiments.runs.run import Run
    from model.paradigms.paradigm import load_paradigm
    from model.timeline.change import of_arm, switches_of

    model, own = None, own_outcomes.plus(*own_mechanisms.sources)
    if saved is not None and own:
        raise InputError("--save cannot be combined with code of your own, which a saved run cannot hold")
    if start is not None:
        from experiments.runs.run import continued

        refuse_beside(ctx, start, _SETTLED)
        run, model = continued(Path(start), MONTHS if months is None else months, (*switches, *changes))
    elif manifest is not None:
        from experiments.cli.again import run_again

        refuse_beside(ctx, manifest, _SIMULATED)
        run, scenario = run_again(manifest, own)
        note_other_sources(manifest, "run", language)
    else:
        town, citizens = town_of(municipality, citizens, scenario)
        months = chosen(months, scenario, "months", MONTHS)
        overrides = overridden(scenario, overrides)
        plain, phased = switches_of(switches)
        timed = timeline_of(scenario, months)
        if arm is not None or (paradigm is None and scenario is not None and scenario.arms):
            settings = _arm_of(scenario, arm, paradigm, overrides, timed)
        else:
            name = paradigm_named(paradigm) if paradigm else chosen(None, scenario, "paradigms", (PARADIGM,))[-1]
            settings = {"paradigm": name, "overrides": overrides, "timeline": of_arm(timed, load_paradigm(name).name)}
        settings["timeline"] = (*settings["timeline"], *phased, *changes)
        run = Run(
            municipality=town, citizens=citizens, seed=seed, months=months, switches=plain, own=own, **settings
        ).checked()
    where = scenario.name if scenario else f"{run.town.name} {run.town.code}"
    folder = Path(out) if out is not None else default_folder("run", where)
    check_new_folder(folder)
    if saved is not None:
        if Path(saved).exists():
            raise InputError("{path} exists, and nothing is overwritten; give another name", path=saved)
        check_place(Path(saved), Message("the file"), "--save")
    if not quiet:
        note_limits([run], shown_outcomes(), language)
    if dry_run:
        plan = plan_of([run], 1, folder, run.changes)
        print(json_of(plan)) if as_json else show_plan(plan, language, run.changes)
        return

    from experiments.output.export import save_run
    from experiments.runs.run import simulate
    from experiments.runs.threads import in_threads

    work = partial(simulate, model=model, save=None if saved is None else Path(saved))
    with progress_of(1, quiet, language) as progress:
        result = in_threads(work, [run], 1, progress)[0]

    def tables() -> Iterable[Any]:
        from experiments.output.tables import run_tables

        return () if quiet or as_json else run_tables(result, language, console().width)

    # Before printing, which fails where the reader has closed the pipe.
    with shown_if_unsaved(tables):
        save_run(result, folder, language, scenario, formats or USUAL)
    for table in tables():
        show(table)
    if as_json:
        months_of = result.months.drop(columns="seed").to_dict("records")
        settings = {"scenario": scenario.name if scenario else None, "seed": run.seed, "citizens": result.population}
        print(json_of({**settings, "months": months_of, "out": str(folder)}))
    else:
        print(folder)
