"""`samskaping contingency`: where each paradigm is best, and whether co-creation should be all or nothing."""

from __future__ import annotations

from pathlib import Path

import click

from experiments.cli.options import debug_option, excel_option
from experiments.defaults import CITIZENS


@click.command("contingency", short_help="Map where each paradigm is best, with uncertainty.")
@click.option("--samples", type=click.IntRange(50, 100_000), default=160, show_default=True, help="Points of the map.")
@click.option("--map-seeds", type=click.IntRange(2, 100), default=8, show_default=True, help="Seeds at each of them.")
@click.option("--seeds", type=click.IntRange(2, 1000), default=8, show_default=True, help="Seeds of intensity.")
@click.option("--citizens", type=click.IntRange(200, 1_000_000), default=CITIZENS, show_default=True,
              help="In each town.")  # fmt: skip
@click.option("--jobs", type=int, metavar="N", help="Processes.  [default: one for each core]")
@click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), required=True,
              metavar="FOLDER", help="Folder for sweeps, figures and tables; existing sweeps are resumed.")  # fmt: skip
@click.option("--write", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write the page to FILE, its figures and values into figures/ and values/ beside it.")  # fmt: skip
@excel_option
@debug_option
def command(
    samples: int, map_seeds: int, seeds: int, citizens: int, jobs: int | None, out: Path, write: Path | None
) -> None:
    """Run both contingency studies and print the results as a page of Markdown.

    The map compares TPA, NPM, NPG and the control `responsive` over kinds of knowledge, wickedness, facilitation,
    initial trust, budget and horizon. The test runs NPG at 0 to 100 % intensity where co-creation is needed little to
    much. Both take about a quarter of an hour on two cores.
    """
    from experiments.evidence.contingency.page import make
    from experiments.evidence.pages import plain, render
    from experiments.evidence.pages import write as write_with_values
    from experiments.output.documents import check_page

    if write is not None:
        check_page(write)  # before anything runs
    values = make(out, samples, map_seeds, seeds, citizens, jobs, write.parent / "figures" if write else None)
    if write is None:
        print(render("contingency.md.jinja", **plain(values)))
    else:
        write_with_values(write, "contingency", values)
        print(write)
