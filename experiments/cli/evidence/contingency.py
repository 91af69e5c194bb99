"""`samskaping contingency`: where each paradigm is best, and whether co-creation should be all or nothing."""

from __future__ import annotations

from pathlib import Path

import click

from experiments.cli.options import as_given, debug_option, excel_option, page_language_option
from experiments.defaults import VALID_CITIZENS


@click.command("contingency", short_help="Map where each paradigm is best, with uncertainty.")
@click.option("--samples", type=click.IntRange(2, 100_000), default=120, show_default=True, help="Points of the map.")
@click.option("--map-seeds", type=click.IntRange(2, 100), default=6, show_default=True, help="Seeds at each of them.")
@click.option("--seeds", type=click.IntRange(2, 1000), default=16, show_default=True,
              help="Seeds of today's conditions; intensity has half as many.")  # fmt: skip
@click.option(
    "--citizens", type=click.IntRange(200, 1_000_000), default=VALID_CITIZENS, show_default=True, help="In each town."
)
@click.option("--jobs", type=int, metavar="N", help="Processes.  [default: one for each core]")
@click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), required=True,
              metavar="FOLDER", help="Folder for sweeps, figures and tables; existing sweeps are resumed.")  # fmt: skip
@click.option("--write", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write the page to FILE, its figures and values into figures/ and values/ beside it.")  # fmt: skip
@excel_option
@page_language_option
@debug_option
def command(
    samples: int,
    map_seeds: int,
    seeds: int,
    citizens: int,
    jobs: int | None,
    out: Path,
    write: Path | None,
    **_: object,
) -> None:
    """Run the contingency studies and print the results as a page of Markdown.

    TPA, NPM, NPG and the control `responsive` run levelled and as argued. One study has today's conditions. The map
    varies kinds of knowledge, wickedness, facilitation, initial trust, budget, plain language with outreach, and
    horizon. A test runs NPG at 0 to 100 % intensity where co-creation is needed little to much.

    With --write, each language with a template gets a page.
    """
    from experiments.evidence.contingency.page import make
    from experiments.evidence.pages import plain, render
    from experiments.evidence.pages import write as write_with_values
    from experiments.output.documents import check_page

    if write is not None:
        check_page(write)  # before anything runs
    values = as_given(make(out, samples, map_seeds, seeds, citizens, jobs, write.parent / "figures" if write else None))
    if write is None:
        print(render("contingency.md.jinja", **plain(values)))
    else:
        write_with_values(write, "contingency", values)
        print(write)
