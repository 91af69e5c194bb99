"""Notes on standard error: what a reader should know of a result, whatever was asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import click

from experiments.runs.scenario import Scenario
from samskaping.language import Language, Listing, Message


def note_other_sources(manifest: str, kind: str, language: Language) -> None:
    """Print a note to stderr where a manifest was made by another version of the sources."""
    from experiments.cli.again import other_sources
    from experiments.output.texts import text

    if other_sources(manifest, kind):
        click.echo(text("other_sources", language, file=manifest), err=True)


def note_old_names(renamed: Mapping[str, str], language: Language) -> None:
    """Print to stderr the current names of old names, {old: new}."""
    from model.aliases import RenamedWarning

    if renamed:
        click.echo(Message("note: {message}", message=RenamedWarning(renamed)).text(language), err=True)


def shown_outcomes(scenario: Scenario | None = None) -> list[str]:
    """Return the names of the outcomes that tables show: the headlines, and the ones to watch in a scenario."""
    from model.outcomes.outcomes import OUTCOMES

    return [*(one.name for one in OUTCOMES if one.headline), *(scenario.outcomes if scenario else ())]


def note_limits(runs: Collection[Any], outcomes: Collection[str], language: Language) -> None:
    """Print to standard error how far runs are valid: with few citizens, and over many months.

    `outcomes` are those kept or shown.
    """
    from experiments.output.texts import too_long

    _note_few_citizens(runs, outcomes, language)
    if long := too_long(max((run.months for run in runs), default=0), language):
        click.echo(Message("note: {message}", message=long.removesuffix(".")).text(language), err=True)


def _note_few_citizens(runs: Collection[Any], outcomes: Collection[str], language: Language) -> None:
    """Print to standard error what the smallest town of the runs stands for, where it is a sample of its citizens.

    A first line says that the citizens are too few. A second one names outcomes for which no size of a sample is valid.
    """
    from experiments.defaults import VALID_CITIZENS, VALID_DIFFERENCES, WITHOUT_MARGIN
    from experiments.output.texts import label
    from model.outcomes.outcomes import OUTCOMES
    from model.parameters.mechanisms import effective

    samples = [run for run in runs if run.citizens is not None and run.citizens < run.town.population]
    smallest = min(samples, key=lambda run: run.citizens, default=None)
    if smallest is None or effective(smallest.parameters).town.subsample <= 0.0:
        return
    population = smallest.town.population
    counts = {"citizens": smallest.citizens, "population": population}
    if smallest.citizens < VALID_DIFFERENCES:
        message = Message(
            "note: {citizens:,} of {population:,} citizens are too few to stand for the town; differences need "
            "{differences:,}, levels {levels:,}: see docs/sizes.md",
            differences=min(VALID_DIFFERENCES, population), levels=min(VALID_CITIZENS, population), **counts,
        )  # fmt: skip
        click.echo(message.text(language), err=True)
    elif smallest.citizens < VALID_CITIZENS:
        message = Message(
            "note: {citizens:,} of {population:,} citizens: valid for differences only; levels need {levels:,}: see "
            "docs/sizes.md",
            levels=VALID_CITIZENS, **counts,
        )  # fmt: skip
        click.echo(message.text(language), err=True)
    free = [one for one in OUTCOMES if one.name in WITHOUT_MARGIN and one.name in outcomes]
    if free:
        listed = Listing(label(one, language).lower() for one in free)
        message = Message(
            "note: no size of a sample is valid for {outcomes}: a difference there may come from the size alone, see "
            "docs/sizes.md",
            outcomes=listed,
        )  # fmt: skip
        click.echo(message.text(language), err=True)
