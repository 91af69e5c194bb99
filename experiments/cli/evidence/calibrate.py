"""`samskaping calibrate`: fit the status quo to Norwegian figures, or parameters to targets of a user's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.cli.numbers import Whole
from experiments.cli.options import as_given, debug_option, json_option, page_language_option, runs_option
from experiments.defaults import CITIZENS
from samskaping.language import Language

if TYPE_CHECKING:
    from experiments.design.study import Study


@click.command("calibrate", short_help="Fit to Norwegian figures, or to targets of your own.")
@click.argument("targets", metavar="[TARGETS.toml]", required=False)
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), metavar="FOLDER",
    help="With TARGETS: the folder for runs and results, resumed where it exists.  [default: results/NAME-calibration]",
)  # fmt: skip
@click.option(
    "--towns",
    type=Whole(2, 50),
    default=8,
    show_default=True,
    help="Municipalities that the parameters are fitted to.",
)
@click.option(
    "--citizens",
    type=Whole(500, 100_000),
    default=CITIZENS,
    show_default=True,
    help="Citizens in each municipality, at most.",
)
@click.option("--seeds", type=Whole(1, 100), default=2, show_default=True, help="Seeds in each municipality.")
@runs_option
@click.option("--check", is_flag=True, help="Skip the fit and measure at today's defaults.")
@click.option("--write", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the page.")
@click.option(
    "--keep", is_flag=True, help="Keep the result beside the code (experiments/evidence/calibration/result.json)."
)
@json_option
@page_language_option
@debug_option
@click.pass_context
def command(
    ctx: click.Context, targets: str | None, out: Path | None, as_json: bool, towns: int, citizens: int, seeds: int,
    jobs: int | None, check: bool, write: Path | None, keep: bool, language: Language,
) -> None:  # fmt: skip
    """Fit parameters to figures.

    With a file of targets, TARGETS.toml, look for parameter values that none of your own targets rules out (history
    matching; see docs/guides/calibrate.md). This needs the extra `calibration`. Each wave of runs is a sweep.

    Without a file, fit parameters of the status quo to national figures and print the result as a page of Markdown.

    The fit uses half of a sample of municipalities, the check the other half with other seeds. The page shows which
    targets are missed and which parameters the targets identify. The fit takes about ten minutes, --check a few. The
    command does not change defaults: model/parameters declares them, and a test compares them with the kept result.
    """
    import sys

    if targets is not None:
        _to_targets(ctx, targets, out, jobs, as_json, language)
        return
    from experiments.evidence.calibration.fit import default_of
    from experiments.evidence.calibration.page import values
    from experiments.evidence.calibration.result import KEPT, calibrate
    from experiments.evidence.calibration.targets import FREE
    from experiments.evidence.pages import plain, render
    from experiments.evidence.pages import write as write_with_values
    from experiments.output.documents import check_page

    if write is not None:
        check_page(write)  # before anything runs
    fixed = {f.name: default_of(f.name) for f in FREE} if check else None
    result = calibrate(
        towns, citizens, seeds, jobs, lambda message: print(message.text(language), file=sys.stderr), fixed
    )
    if keep:
        result.save(KEPT)
    if write is not None:
        write_with_values(write, "calibration", as_given(values(result)))
        print(write)
    else:
        print(render("calibration.md.jinja", **plain(values(result))))


def _to_targets(
    ctx: click.Context, path: str, out: Path | None, jobs: int | None, as_json: bool, language: Language
) -> None:
    """Match the targets of a file: run the waves, print tables and notes, and write the results."""
    import signal
    import sys

    from agents.errors import InputError, fold
    from experiments.cli.sweeps.analyses import print_notes
    from experiments.cli.sweeps.sweeping import reporting, resumable, runs_inside
    from experiments.evidence.matching.report import as_dict, save, tables
    from experiments.evidence.matching.targets import read_targets
    from experiments.evidence.matching.waves import match
    from experiments.machine.interruption import watching
    from experiments.output.terminal import compile_first, show
    from experiments.output.texts import number, text
    from experiments.runs.manifest import as_json as json_of
    from experiments.sweeps.runner import sweep

    for name in ("towns", "citizens", "seeds", "check", "write", "keep"):
        if ctx.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT:
            raise InputError("--{name} belongs to the calibration to national figures; leave out the file", name=name)
    targets = read_targets(path)
    folder = out or Path("results") / f"{fold(targets.name).replace(' ', '-')}-calibration"

    def run(study: Study, place: Path) -> None:
        with (
            watching(signal.SIGINT, signal.SIGTERM) as interruption,
            reporting(study, False, False, language) as report,
        ):
            sweep(study, place, jobs, report=report, interruption=interruption)

    def so_far() -> tuple[int, str]:
        runs = targets.waves * targets.points * targets.seeds
        return runs_inside(folder)[0], text("at_most", language, n=number(runs, 0, language))

    with resumable(folder, language, so_far):
        compile_first(not sys.stderr.isatty(), language)
        matched = match(targets, folder, run, lambda message: print(message.text(language), file=sys.stderr))
    save(matched, folder, language)
    if as_json:
        print(json_of({**as_dict(matched, language), "out": str(folder)}))
        return
    for table in tables(matched, language):
        show(table)
    print_notes(as_dict(matched, language)["notes"])
    print(folder)
