"""Figures of a comparison and of a run: small multiples over months, and paired differences.

Made with `matplotlib.figure.Figure` and never with pyplot, which keeps figures alive and is shared by all
threads. The same numbers give the same bytes. Colours are told apart with any colour vision, and lines by their
pattern too.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

from experiments.estimates import monthly
from experiments.texts import MINUS, Language, label, number, seeds_text, text, unit
from model.outcomes import OUTCOMES, Outcome

if TYPE_CHECKING:
    from experiments.comparison import Comparison
    from experiments.runs import RunResult

# Okabe and Ito's palette (black for the first: it prints), with a pattern and a marker each.
LOOKS: tuple[tuple[str, Any, str], ...] = (
    ("#000000", "-", "o"),
    ("#D55E00", (0, (5, 1.5)), "s"),
    ("#0072B2", (0, (1.2, 1.2)), "D"),
    ("#009E73", (0, (6, 1.5, 1.2, 1.5)), "^"),
    ("#CC79A7", (0, (3, 1)), "v"),
    ("#E69F00", (0, (8, 2)), "P"),
    ("#56B4E9", (0, (4, 1, 1, 1, 1, 1)), "X"),
)
_GREY = "#595959"
_PLAIN: Any = {"svg.hashsalt": "samskaping", "svg.fonttype": "path"}


def look(place: int) -> tuple[str, Any, str]:
    """Return colour, line pattern and marker of the paradigm at this place in the comparison."""
    return LOOKS[place % len(LOOKS)]


def headlines(columns: Sequence[str]) -> list[Outcome]:
    """Return the outcomes to show first, of those that a table has."""
    return [outcome for outcome in OUTCOMES if outcome.headline and outcome.name in columns]


def comparison_figure(comparison: Comparison, language: Language = "en") -> Figure:
    """Return headline outcomes by month, a line a paradigm, and below them the differences from the first paradigm."""
    shown = headlines(comparison.runs.columns)
    several = len(comparison.names) > 1
    rows = -(-len(shown) // _columns(len(shown)))
    heights = (
        [2.25 * rows + 1.0, 1.1 + 0.16 * len(shown) * max(1.5, len(comparison.names))] if several else [1]
    )
    figure = Figure(figsize=(12, sum(heights) if several else 2.25 * rows + 1.0), layout="constrained")
    parts = figure.subfigures(len(heights), 1, height_ratios=heights, squeeze=False)[:, 0]

    def draw(axes: Axes, outcome: Outcome) -> None:
        for place, name in enumerate(comparison.names):
            colour, pattern, _ = look(place)
            series = monthly(comparison.runs, name, outcome.name)
            axes.plot(
                series.index, series["mean"], color=colour, linestyle=pattern, linewidth=1.6, label=name
            )
            if len(comparison.seeds) > 1:
                axes.fill_between(
                    series.index, series["low"], series["high"], color=colour, alpha=0.18, linewidth=0
                )

    _multiples(parts[0], shown, draw, comparison.months, language)
    title = text(
        "title_compare",
        language,
        town=comparison.municipality.name,
        citizens=number(comparison.population, 0, language),
        months=comparison.months,
        seeds=seeds_text(len(comparison.seeds), language),
    )
    parts[0].suptitle(title, fontsize=14, fontweight="bold", x=0.01, ha="left")
    handles, names = parts[0].axes[0].get_legend_handles_labels()
    note = text("band" if len(comparison.seeds) > 1 else "no_band", language)
    legend = parts[0].legend(
        handles,
        names,
        loc="outside lower center",
        ncols=len(names),
        frameon=False,
        title=note,
        handlelength=4,
    )
    legend.get_title().set_color(_GREY)
    if several:
        _differences(parts[1].subplots(), comparison, shown, language)
    return figure


def series_figure(result: RunResult, language: Language = "en") -> Figure:
    """Return one run's headline outcomes by month, with a line where the paradigm was switched."""
    months, run = result.months, result.run
    shown = headlines(months.columns)
    rows = -(-len(shown) // _columns(len(shown)))
    figure = Figure(figsize=(12, 2.25 * rows + 0.7), layout="constrained")
    part = figure.subfigures(1, 1, squeeze=False)[0, 0]
    names = list(dict.fromkeys(months["paradigm"]))

    def draw(axes: Axes, outcome: Outcome) -> None:
        axes.plot(months["month"], months[outcome.name], color=LOOKS[0][0], linewidth=1.4)
        for month, paradigm in run.paradigms[1:]:
            axes.axvline(month - 0.5, color=LOOKS[1][0], linestyle=LOOKS[1][1], linewidth=1)
            axes.annotate(
                f" {paradigm.name}", (month, 1), xycoords=("data", "axes fraction"),
                va="top", fontsize=7, color=LOOKS[1][0],
            )  # fmt: skip

    _multiples(part, shown, draw, run.months, language)
    title = text(
        "title_run",
        language,
        town=run.town.name,
        paradigm=" \N{RIGHTWARDS ARROW} ".join(names),
        citizens=number(result.population, 0, language),
        months=run.months,
        seed=run.seed,
    )
    part.suptitle(title, fontsize=14, fontweight="bold", x=0.01, ha="left")
    return figure


def _columns(panels: int) -> int:
    return 3 if panels <= 6 else 4


def _multiples(
    part: SubFigure,
    shown: Sequence[Outcome],
    draw: Callable[[Axes, Outcome], None],
    months: int,
    language: Language,
) -> None:
    """Draw one panel an outcome, all with the same months and each with its own scale."""
    columns = _columns(len(shown))
    rows = -(-len(shown) // columns)
    panels = part.subplots(rows, columns, squeeze=False)
    for place, axes in enumerate(panels.flat):
        if place >= len(shown):
            axes.set_axis_off()
            continue
        outcome = shown[place]
        draw(axes, outcome)
        axes.set_title(textwrap.fill(label(outcome, language), 38), fontsize=9.5, loc="left")
        axes.set_ylabel(textwrap.fill(unit(outcome, language), 26), fontsize=8, color=_GREY)
        axes.set_xlim(0, months)
        axes.xaxis.set_major_locator(
            MultipleLocator(12 * max(1, -(-months // 96))) if months >= 36 else MaxNLocator(6, integer=True)
        )
        axes.yaxis.set_major_locator(MaxNLocator(5))
        axes.yaxis.set_major_formatter(_formatter(language))
        if place >= len(shown) - columns:
            axes.set_xlabel(text("months_axis", language), fontsize=8, color=_GREY)
        _tidy(axes)


def _differences(axes: Axes, comparison: Comparison, shown: Sequence[Outcome], language: Language) -> None:
    """Draw each paradigm's difference from the first as a dot with its interval, a row an outcome, in standard units."""
    first, others = comparison.names[0], comparison.names[1:]
    axes.set_title(text("differences", language, first=first), fontsize=11, loc="left", fontweight="bold")
    _tidy(axes)
    if len(comparison.seeds) < 2:
        axes.set_axis_off()
        axes.text(0, 0.8, text("needs_seeds", language), transform=axes.transAxes, va="top", color=_GREY)
        return
    table = comparison.paired.set_index(["paradigm_a", "paradigm_b", "outcome"]).sort_index()
    for place, other in enumerate(others):
        part = table.loc[(first, other)].loc[[outcome.name for outcome in shown]]
        unit = part["sd"].where(part["sd"] > 0)
        x, low, high = (part[column] / unit for column in ("difference", "low", "high"))
        y = np.arange(len(shown)) + 0.22 * (place - (len(others) - 1) / 2)
        colour, _, marker = look(place + 1)
        axes.errorbar(
            x, y, xerr=[x - low, high - x], color=colour, marker=marker, markersize=5, linestyle="none",
            elinewidth=1.6, capsize=2.5, label=f"{other} {MINUS} {first}",
        )  # fmt: skip
    axes.axvline(0, color=_GREY, linewidth=0.8)
    signs = {"higher": " \N{UPWARDS ARROW}", "lower": " \N{DOWNWARDS ARROW}"}
    names = [label(outcome, language) + signs.get(outcome.better, "") for outcome in shown]
    axes.set_yticks(
        range(len(shown)), [textwrap.shorten(name, 60, placeholder="…") for name in names], fontsize=9
    )
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_xscale("symlog", linthresh=2, linscale=1.5)
    axes.xaxis.set_major_formatter(_formatter(language))
    axes.set_xlabel(text("standard_units", language), fontsize=9, color=_GREY)
    axes.grid(axis="y", color="#e6e6e6", linewidth=0.6)
    axes.legend(loc="best", frameon=True, framealpha=0.9, edgecolor="none", fontsize=9)


def _tidy(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8)
    axes.grid(axis="both", color="#ededed", linewidth=0.6)
    axes.set_axisbelow(True)


def _formatter(language: Language) -> FuncFormatter:
    def written(value: float, _: object) -> str:
        decimals = next((d for d in range(4) if abs(value - round(value, d)) < 1e-9 * max(1, abs(value))), 4)
        return number(value, decimals, language)

    return FuncFormatter(written)


def save_figure(figure: Figure, folder: Path, name: str = "figure") -> None:
    """Write a figure as PNG and SVG without dates or versions, so that the same numbers give the same bytes."""
    with mpl.rc_context(_PLAIN):
        figure.savefig(folder / f"{name}.png", dpi=150, metadata={"Software": None})
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None, "Creator": None})
