"""The robustness page: runs the studies, draws the figure, and computes the values of the page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd

from agents.engine.cache import source_hash
from experiments.evidence.listed import Listed, Values
from experiments.evidence.pages import in_languages, page_languages
from experiments.evidence.robustness.changes import TEXTS, Change, changes, large
from experiments.evidence.robustness.figures import matrix_figure
from experiments.evidence.robustness.headlines import headlines
from experiments.evidence.robustness.studies import changes_study, draws_study, large_study
from experiments.evidence.robustness.verdicts import REMOVES, TURNS, Judged, effects, judged, ranked
from experiments.output.csv_files import write_csv
from experiments.output.figures import save_figure, shrink_figure
from experiments.sweeps.results import run_study
from samskaping.language import SOURCE

COMMAND = "samskaping robustness --out results/robustness --write docs/robustness.md"
LARGE_SEEDS = 6
"""Most seeds of the larger town, whose runs take ten times as long."""


def make(
    out: Path,
    *,
    seeds: int,
    draws: int,
    draw_seeds: int,
    citizens: int,
    large_citizens: int,
    workers: int | None = None,
    figures: Path | None = None,
) -> dict[str, Any]:
    """Run what the studies in `out` still lack, draw the figure, and return the page's values.

    Args:
        out: folder of the sweeps, the figure and the table.
        seeds: of the base and of every change.
        draws: how many rule sets are drawn of each paradigm.
        draw_seeds: seeds of each drawn rule set.
        citizens: of each town.
        large_citizens: of the larger town.
        workers: processes; None is one for each core.
        figures: folder for copies of the figures that the page shows, or None.
    """
    every, size = changes(), large(large_citizens)
    changed, drawn = changes_study(every, seeds, citizens), draws_study(draws, draw_seeds, citizens)
    larger = large_study(size, min(seeds, LARGE_SEEDS))

    def run(study: Listed) -> Values:
        return Values(study, run_study(study.study, out / study.study.name, workers))

    of_changes, of_draws, of_size = run(changed), run(drawn), run(larger)
    found = []
    for headline in headlines():
        one = judged(headline, every, of_changes, of_draws, draws)
        found.append(one.with_effects(effects(headline, [size], of_size, one.base, paired=False)))
    shown = sorted_by_group([*every, size])
    for language in page_languages("robustness"):
        name = "robustness" if language == SOURCE else f"robustness-{language}"
        figure = matrix_figure(found, shown, language)
        out.mkdir(parents=True, exist_ok=True)
        save_figure(figure, out, name)
        if figures is not None:
            shrink_figure(out / f"{name}.png", figures, name)
    write_csv(_table(found), out / "robustness.csv")
    sizes = {
        "seeds": seeds, "draws": draws, "draw_seeds": draw_seeds, "citizens": citizens,
        "large_citizens": large_citizens, "large_seeds": len(larger.study.seeds),
        "runs": sum(study.study.size for study in (changed, drawn, larger)),
    }  # fmt: skip
    return values(found, shown, sizes)


def values(found: Sequence[Judged], shown: Sequence[Change], sizes: dict[str, int]) -> dict[str, Any]:
    """Return the values of the templates `robustness*.md.jinja`, independent of language."""
    return {
        "command": COMMAND,
        "model": source_hash("agents", "model"),
        "size": sizes,
        "headlines": found,
        "changes": {change.key: in_languages(change.text) for change in shown},
        "groups": [
            {"text": in_languages(TEXTS.message(f"group.{key}")), "changes": [change.key for change in members]}
            for key, members in groupby(shown, lambda change: change.group)
        ],
        "ranked": [{"change": key, "turns": n.get(TURNS, 0), "removes": n.get(REMOVES, 0)} for key, n in ranked(found)],
    }


def sorted_by_group(changes: Sequence[Change]) -> list[Change]:
    """Return changes with each group together; mechanisms come last, since there are many."""
    order = list(dict.fromkeys(change.group for change in changes))
    order = [key for key in order if key != "mechanisms"] + [key for key in order if key == "mechanisms"]
    return sorted(changes, key=lambda change: order.index(change.group))


def _table(found: Sequence[Judged]) -> pd.DataFrame:
    """Return every effect: a row each headline and change."""
    rows = [
        (one.headline.outcome, one.headline.first, one.headline.second, effect.change, effect.difference.mean,
         effect.difference.low, effect.difference.high, effect.verdict, effect.moved)
        for one in found for effect in one.effects
    ]  # fmt: skip
    names = ["outcome", "first", "second", "change", "difference", "low", "high", "verdict", "moved"]
    return pd.DataFrame(rows, columns=names)
