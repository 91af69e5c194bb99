"""`samskaping robustness`: every headline with the changes that would turn or remove it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from experiments.cli.evidence.paged import citizens_option, paged_options, show_page
from experiments.cli.numbers import Whole
from experiments.defaults import MUNICIPALITY
from samskaping.language import Language


@click.command("robustness", short_help="Show which changes would turn or remove each headline.")
@click.option("--seeds", type=Whole(2, 1000), default=12, show_default=True, help="Seeds of every change.")
@click.option("--draws", type=Whole(1, 10_000), default=40, show_default=True,
              help="Presets drawn within the ranges that advocates could defend.")  # fmt: skip
@click.option("--draw-seeds", type=Whole(2, 1000), default=4, show_default=True, help="Seeds of each draw.")
@citizens_option
@click.option("--large", "large_citizens", type=Whole(200, 1_000_000),
              help="Citizens in the larger town.  [default: all inhabitants]")  # fmt: skip
@paged_options
def command(
    seeds: int,
    draws: int,
    draw_seeds: int,
    citizens: int,
    large_citizens: int | None,
    jobs: int | None,
    out: Path,
    write: Path | None,
    language: Language,
) -> None:
    """Run every headline under one change at a time and print the results as a page of Markdown.

    Changes of the rules are presets as argued, the free levers, and trials with the interval of revision. Changes of
    the model are steepness of routine, form of justice, and each mechanism switched off. Warm-up, horizon and a larger
    town follow. Presets are also drawn at random within the ranges of docs/presets.md.

    With --write, each language with a template gets a page.
    """
    from experiments.evidence.robustness.page import make
    from model.town.municipalities import municipality

    def values(figures: Path | None) -> dict[str, Any]:
        return make(
            out, seeds=seeds, draws=draws, draw_seeds=draw_seeds, citizens=citizens,
            large_citizens=large_citizens or municipality(MUNICIPALITY).population, workers=jobs, figures=figures,
        )  # fmt: skip

    show_page("robustness", write, out, language, values)
