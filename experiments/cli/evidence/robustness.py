"""`samskaping robustness`: every headline with the changes that would turn or remove it."""

from __future__ import annotations

from pathlib import Path

import click

from experiments.cli.options import as_given, debug_option, excel_option, page_language_option
from experiments.defaults import MUNICIPALITY, VALID_CITIZENS


@click.command("robustness", short_help="Show which changes would turn or remove each headline.")
@click.option("--seeds", type=click.IntRange(2, 1000), default=12, show_default=True, help="Seeds of every change.")
@click.option("--draws", type=click.IntRange(1, 10_000), default=40, show_default=True,
              help="Presets drawn within the ranges that advocates could defend.")  # fmt: skip
@click.option("--draw-seeds", type=click.IntRange(2, 1000), default=4, show_default=True, help="Seeds of each draw.")
@click.option("--citizens", type=click.IntRange(200, 1_000_000), default=VALID_CITIZENS, show_default=True,
              help="In each town.")  # fmt: skip
@click.option("--large", "large_citizens", type=click.IntRange(200, 1_000_000),
              help="In the larger town.  [default: all inhabitants]")  # fmt: skip
@click.option("--jobs", type=int, metavar="N", help="Processes.  [default: one for each core]")
@click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), required=True,
              metavar="FOLDER", help="Folder for sweeps, figures and tables; existing sweeps are resumed.")  # fmt: skip
@click.option("--write", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write the page to FILE, its figures and values into figures/ and values/ beside it.")  # fmt: skip
@excel_option
@page_language_option
@debug_option
def command(
    seeds: int,
    draws: int,
    draw_seeds: int,
    citizens: int,
    large_citizens: int | None,
    jobs: int | None,
    out: Path,
    write: Path | None,
    **_: object,
) -> None:
    """Run every headline under one change at a time and print the results as a page of Markdown.

    Changes of the rules are presets as argued, the free levers, and trials with the interval of revision. Changes of
    the model are steepness of routine, form of justice, and each mechanism off. Warm-up, horizon and a larger town
    follow. Presets are also drawn at random within the ranges of docs/presets.md.

    With --write, each language with a template gets a page.
    """
    from experiments.evidence.pages import plain, render
    from experiments.evidence.pages import write as write_with_values
    from experiments.evidence.robustness.page import make
    from experiments.output.documents import check_page
    from model.town.municipalities import municipality

    if write is not None:
        check_page(write)  # before anything runs
    values = as_given(make(
        out, seeds=seeds, draws=draws, draw_seeds=draw_seeds, citizens=citizens,
        large_citizens=large_citizens or municipality(MUNICIPALITY).population, workers=jobs,
        figures=write.parent / "figures" if write else None,
    ))  # fmt: skip
    if write is None:
        print(render("robustness.md.jinja", **plain(values)))
    else:
        write_with_values(write, "robustness", values)
        print(write)
