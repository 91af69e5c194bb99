"""`samskaping analyse`: analyses of the results of a sweep."""

from __future__ import annotations

from typing import Any

import click

from experiments.cli.help import language_before_option
from experiments.cli.notes import note_other_sources
from experiments.cli.numbers import Whole
from experiments.cli.options import debug_option, json_option, language_option
from experiments.cli.sweeps.analyses import (
    DEFAULT_FACTOR,
    Analyses,
    better_option,
    deliver,
    format_option,
    names,
    out_option,
    outcomes_option,
    output_options,
)


@click.group("analyse", cls=Analyses, short_help="Analyse a sweep: sensitivity, trade-offs, discovery.")
@click.argument("folder", metavar="FOLDER")
@language_before_option
@click.pass_context
def command(ctx: click.Context, folder: str) -> None:
    """Analyse the results of a complete sweep in FOLDER: the means over seeds in the last month kept.

    `samskaping analyse FOLDER sensitivity --help` explains an analysis. Tables are printed; --out also writes them as
    CSV, with a figure and a manifest. Nothing is simulated.

    `samskaping analyse MANIFEST` repeats the analysis of a manifest.json.
    """
    ctx.obj = folder


@command.command("sensitivity", short_help="Sobol' or Morris indices, from a study with that design.")
@outcomes_option
@click.option(
    "--resamples",
    type=Whole(10, 1_000_000),
    default=1000,
    show_default=True,
    help="Bootstrap resamples for the intervals.",
)
@output_options
@click.pass_obj
def sensitivity(folder: str, outcomes: Any, resamples: int, conditions: Any, **how: Any) -> None:
    """Compute which factors the outcomes depend on, for each combination of the crossed factors, such as each paradigm.

    The design of the study must be sobol or morris, and all its runs complete.
    """
    from experiments.analysis.report.reports import sensitivity_report

    deliver(
        folder, lambda results, language: sensitivity_report(results, outcomes, resamples, conditions, language), **how
    )


@command.command("contrasts", short_help="Paired differences between the levels of a factor.")
@click.option("--factor", metavar="FACTOR", help=f"The factor whose levels to compare.  {DEFAULT_FACTOR}")
@click.option("--against", metavar="LEVEL", help="The level that others are compared with.  [default: the first]")
@click.option(
    "--by",
    callback=names,
    metavar="FACTOR,...",
    help="Compare separately for each level of these factors, and for each third of a range.",
)
@outcomes_option
@output_options
@click.pass_obj
def contrasts(
    folder: str, factor: str | None, against: str | None, by: Any, outcomes: Any, conditions: Any, **how: Any
) -> None:
    """Compute what changes from one level to another, point by point and seed by seed.

    The 95 % intervals are over seeds: by bootstrap, or Student's t-intervals where there are fewer than five seeds.
    """
    from experiments.analysis.report.reports import contrasts_report

    deliver(
        folder,
        lambda results, language: contrasts_report(results, factor, against, by or [], outcomes, conditions, language),
        **how,
    )


@command.command("pareto", short_help="Options that no other option beats in every outcome.")
@click.option(
    "--factor", "--options", "--option", "options", callback=names, metavar="FACTOR,...",
    help="Factors that a decision can choose; outcomes are averaged over the others.  [default: all factors]",
)  # fmt: skip
@outcomes_option
@better_option
@output_options
@click.pass_obj
def pareto(folder: str, options: Any, outcomes: Any, better: Any, conditions: Any, **how: Any) -> None:
    """Find the Pareto front, and how often each option is on it when seeds are resampled.

    Without --outcomes, the front is over fit, cost_per_met_need_nok, trust and met_need_gap, as far as they were kept.
    A front over many outcomes holds nearly every option.
    """
    from experiments.analysis.report.reports import pareto_report

    deliver(
        folder, lambda results, language: pareto_report(results, options, outcomes, better, conditions, language), **how
    )


@command.command("regret", short_help="Regret and robustness of options over scenarios.")
@click.option(
    "--factor", "--option", "--options", "option", metavar="FACTOR",
    help=f"The factor whose levels are the options.  {DEFAULT_FACTOR}",
)  # fmt: skip
@click.option(
    "--threshold", "thresholds", multiple=True, metavar="OUTCOME>=X",
    help="A requirement; shows the share of scenarios that meet it. Repeatable.",
)  # fmt: skip
@outcomes_option
@better_option
@output_options
@click.pass_obj
def regret(
    folder: str, option: str | None, thresholds: Any, outcomes: Any, better: Any, conditions: Any, **how: Any
) -> None:
    """Compute how much worse each option can do than the best one, with the points of the other factors as scenarios.

    Without --outcomes, all kept outcomes that have a better direction are used.
    """
    from experiments.analysis.report.reports import regret_report

    deliver(
        folder,
        lambda results, language: regret_report(results, option, outcomes, better, thresholds, conditions, language),
        **how,
    )


@command.command("discover", short_help="The ranges of the factors in which something happens (PRIM).")
@click.option("--beats", callback=names, metavar="A,B", help="Look for points where level A is better than level B.")
@click.option("--factor", metavar="FACTOR", help=f"The factor of levels A and B.  {DEFAULT_FACTOR}")
@click.option(
    "--margin",
    type=float,
    default=0.0,
    show_default=True,
    help="Count only points where A is better by more than this.",
)
@click.option("--threshold", metavar="OUTCOME>=X", help="Look for points where this holds, instead of --beats.")
@click.option(
    "--density", type=float, metavar="SHARE",
    help="Share of the box's points that must be cases.  [default: 0.8, or more where most points are cases]",
)  # fmt: skip
@click.option("--smallest", type=float, default=0.05, show_default=True, help="Least share of all points in a box.")
@outcomes_option
@better_option
@output_options
@click.pass_obj
def discover(
    folder: str, beats: Any, factor: str | None, margin: float, threshold: Any, density: float | None, smallest: float,
    outcomes: Any, better: Any, conditions: Any, **how: Any,
) -> None:  # fmt: skip
    """Find the ranges of the factors in which something happens: one paradigm beats another, or an outcome is low.

    This needs the EMA Workbench (the extra `research`) and hundreds of points, such as those of a design of kind lhs.
    """
    from experiments.analysis.report.reports import discovery_report

    asked = (beats, factor, margin, threshold, density, smallest, outcomes, better, conditions)
    deliver(folder, lambda results, language: discovery_report(results, *asked, language), **how)


@command.command("again", short_help="Repeat the analysis of a manifest.json.")
@click.option("--sweep", metavar="FOLDER", help="The folder of the sweep.  [default: as the manifest says]")
@out_option
@format_option
@json_option
@language_option
@debug_option
@click.pass_obj
def again(manifest: str, sweep: str | None, **how: Any) -> None:
    """Repeat an analysis from its manifest.json: the same sweep, analysis and settings."""
    from experiments.cli.again import analysis_again

    deliver(None, lambda language: analysis_again(manifest, sweep, language), **how)
    note_other_sources(manifest, "analysis", how["language"])


@command.command("convergence", short_help="Estimates and intervals as seeds are added.")
@click.option("--factor", metavar="FACTOR", help=f"The factor whose levels to show apart.  {DEFAULT_FACTOR}")
@click.option(
    "--of", type=click.Choice(["level", "difference"]), default="level", show_default=True,
    help="Means of levels, or differences from the first level.",
)  # fmt: skip
@outcomes_option
@output_options
@click.pass_obj
def convergence(folder: str, factor: str | None, of: str, outcomes: Any, conditions: Any, **how: Any) -> None:
    """Show how estimates and their 95 % intervals change as seeds are added, to see whether there are enough."""
    from experiments.analysis.report.reports import convergence_report

    deliver(
        folder, lambda results, language: convergence_report(results, factor, of, outcomes, conditions, language), **how
    )


@command.command("studies", short_help="Differences from another study, same points and seeds.")
@click.option("--against", required=True, metavar="FOLDER", help="The sweep that this one is compared with.")
@outcomes_option
@output_options
@click.pass_obj
def studies(folder: str, against: str, outcomes: Any, conditions: Any, **how: Any) -> None:
    """Compute how the outcomes differ from those of another study, at the points and seeds that both have.

    `samskaping analyse FOLDER --against OTHER` is short for this analysis.
    """
    from experiments.analysis.report.reports import studies_report

    deliver(folder, lambda results, language: studies_report(results, against, outcomes, conditions, language), **how)


@command.command("surface", short_help="Two factors together: a heat map, or a response surface.")
@click.option("--x", metavar="FACTOR", help="Factor across.  [default: the study's numbers, where it varies two]")
@click.option("--y", metavar="FACTOR", help="Factor upwards.")
@click.option("--factor", metavar="FACTOR", help=f"The factor whose levels to show apart.  {DEFAULT_FACTOR}")
@click.option(
    "--of", type=click.Choice(["level", "difference"]), default="level", show_default=True,
    help="Means of levels, or differences from the first level.",
)  # fmt: skip
@outcomes_option
@output_options
@click.pass_obj
def surface(
    folder: str, x: str | None, y: str | None, factor: str | None, of: str, outcomes: Any, conditions: Any, **how: Any
) -> None:
    """Show outcomes over two factors: means at each pair of levels, or a quadratic surface over ranges."""
    from experiments.analysis.report.reports import surface_report

    deliver(
        folder,
        lambda results, language: surface_report(results, x, y, factor, of, outcomes, conditions, language),
        **how,
    )
