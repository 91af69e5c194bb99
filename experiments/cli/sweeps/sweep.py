"""`samskaping sweep`: all runs of a study, resumable."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from experiments.cli.options import (
    code_options,
    debug_option,
    json_option,
    language_option,
    log_json_option,
    processes_option,
)
from samskaping.language import Language


@click.command("sweep", short_help="Run a study: many points, many seeds, resumable.")
@click.argument("study", metavar="STUDY.toml|FOLDER")
@click.option(
    "-o",
    "--out",
    metavar="FOLDER",
    help="Folder for the results; an existing sweep of the same study is resumed.  "
    "[default: the sweep's own FOLDER, else results/NAME]",
)
@processes_option
@click.option("--dask", metavar="ADDRESS", help="Use the workers of a Dask scheduler, such as tcp://scheduler:8786.")
@click.option(
    "--reuse",
    "earlier",
    metavar="FOLDER",
    help="Take over the runs that an earlier sweep has in common with this study, such as one with fewer seeds.",
)
@code_options
@click.option("--retry-failed", is_flag=True, help="Also run again the runs that failed.")
@click.option("--dry-run", is_flag=True, help="Check everything; show factors, runs complete and to do, time and disk.")
@json_option
@click.option("--quiet", is_flag=True, help="Show no progress, only the path of the results.")
@click.option(
    "--live", is_flag=True,
    help="Show results so far while the sweep runs, and draw convergence.png in its folder. All points get some seeds "
    "before any point gets all.",
)  # fmt: skip
@log_json_option
@language_option
@debug_option
def command(
    study: str,
    out: str | None,
    jobs: int | None,
    dask: str | None,
    earlier: str | None,
    own_outcomes: Any,
    own_mechanisms: Any,
    retry_failed: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    live: bool,
    log_json: bool,
    language: Language,
) -> int:
    """Run every point of a study with every seed, and append the results to a folder.

    The study is a TOML file (see docs/experiments.md), or the folder or manifest.json of an earlier sweep. The same
    command resumes a sweep after Ctrl-C or a power cut: no completed run is lost, and none is repeated. The exit code
    is 1 when runs of the study have failed or were not completed.

    To extend a sweep, write a study with more seeds, levels or outcomes, and name the sweep with --reuse.

    With the folder of a sweep, or the manifest.json in it, the command resumes that sweep. With --out as well, it runs
    the same study in a new folder. A folder holds the code of your own that the study used, and does not run it: name
    the files again with --outcomes and --mechanisms.
    """
    from experiments.cli.sweeps.planning import plan_of_study, show_study_plan
    from experiments.cli.sweeps.sweeping import carry_out, exit_code, note_limits_in
    from experiments.design.study import read_study
    from experiments.runs.manifest import as_json as json_of
    from experiments.sweeps.executors import check_scheduler

    planned = read_study(study)
    if own := own_outcomes.plus(*own_mechanisms.sources):  # the study names files already, or a sweep's folder did
        planned = replace(planned, own=planned.own.trusting(own))
    planned.own.extensions()
    folder = Path(out) if out is not None else _sweep_of(study) or Path("results") / _file_name(planned.name)
    if dry_run:
        plan = plan_of_study(planned, jobs, folder, language, retry_failed=retry_failed)
        if dask is not None:
            check_scheduler(dask)
        if not quiet:
            note_limits_in(planned, language)
        print(json_of(plan)) if as_json else show_study_plan(plan, language, planned.timeline)
        return 0
    options: dict[str, Any] = {"quiet": quiet, "log_json": log_json, "as_json": as_json, "language": language}
    options["live"] = live
    options["earlier"] = None if earlier is None else Path(earlier)
    return exit_code(carry_out(planned, folder, jobs, dask, retry_failed=retry_failed, **options))


def _sweep_of(given: str) -> Path | None:
    """Return the folder of the sweep that the argument names, by folder, manifest or study; None for other files."""
    from experiments.sweeps.store import MANIFEST, RUNS, STUDY

    path = Path(given)
    folder = path.parent if path.name in (MANIFEST, STUDY) else path
    begun = (folder / RUNS).is_dir() or (folder / MANIFEST).is_file()  # a folder without its results is filled again
    return folder if begun and (folder / STUDY).is_file() else None


def _file_name(name: str) -> str:
    from agents.errors import fold

    return fold(name).replace(" ", "-") or "study"
