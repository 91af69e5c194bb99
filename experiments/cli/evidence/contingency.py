"""`samskaping contingency`: where each paradigm is best, and whether co-creation should be all or nothing."""

from __future__ import annotations

from pathlib import Path

import click

from experiments.cli.evidence.paged import citizens_option, paged_options, show_page
from experiments.cli.numbers import Whole
from samskaping.language import Language


@click.command("contingency", short_help="Map where each paradigm is best, with uncertainty.")
@click.option("--samples", type=Whole(2, 100_000), default=120, show_default=True, help="Points of the map.")
@click.option("--map-seeds", type=Whole(2, 100), default=6, show_default=True, help="Seeds at each point of the map.")
@click.option("--seeds", type=Whole(2, 1000), default=16, show_default=True,
              help="Seeds of today's conditions; intensity has half as many.")  # fmt: skip
@click.option("--map", "map_file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write the results at each point of the map to FILE (.npz). The dashboard draws its map "
              "from them.")  # fmt: skip
@citizens_option
@paged_options
def command(
    samples: int,
    map_seeds: int,
    seeds: int,
    citizens: int,
    jobs: int | None,
    out: Path,
    write: Path | None,
    map_file: Path | None,
    language: Language,
) -> None:
    """Run the contingency studies and print the results as a page of Markdown.

    TPA, NPM, NPG and the control `responsive` run levelled and as argued. One study has today's conditions. The map
    varies kinds of knowledge, wickedness, facilitation, initial trust, budget, plain language with outreach, and
    horizon. A test runs NPG at 0 to 100 % intensity where co-creation is needed little to much.

    With --write, each language with a template gets a page.
    """
    from experiments.evidence.contingency.page import make
    from experiments.output.folders import check_file

    if map_file is not None:
        check_file(map_file, "--map")
    show_page(
        "contingency", write, out, language,
        lambda figures: make(out, samples, map_seeds, seeds, citizens, jobs, figures, map_file),
    )  # fmt: skip
