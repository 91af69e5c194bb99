"""`samskaping calibrate`: fit the status quo to Norwegian figures, and check on other municipalities."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from experiments.cli.options import as_given, debug_option, page_language_option
from experiments.defaults import CITIZENS


@click.command("calibrate", short_help="Fit the status quo to Norwegian figures, and check.")
@click.option("--towns", type=click.IntRange(2, 50), default=8, show_default=True, help="Municipalities fitted on.")
@click.option(
    "--citizens", type=click.IntRange(500, 100_000), default=CITIZENS, show_default=True, help="In each, at most."
)
@click.option("--seeds", type=click.IntRange(1, 100), default=2, show_default=True, help="Seeds in each.")
@click.option("--jobs", type=int, metavar="N", help="Runs side by side.  [default: one for each core]")
@click.option("--check", is_flag=True, help="Skip the fit and measure at today's defaults.")
@click.option("--write", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the page.")
@click.option(
    "--keep", is_flag=True, help="Keep the result beside the code (experiments/evidence/calibration/result.json)."
)
@page_language_option
@debug_option
def command(
    towns: int, citizens: int, seeds: int, jobs: int | None, check: bool, write: Path | None, keep: bool,
    language: Any,
) -> None:  # fmt: skip
    """Fit parameters of the status quo to national figures and print the result as a page of Markdown.

    The fit uses half of a sample of municipalities, the check the other half with other seeds. The page shows which
    targets are missed and which parameters the targets identify. The fit takes about ten minutes, --check a few. The
    command does not change defaults: model/parameters declares them, and a test compares them with the kept result.
    """
    import sys

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
