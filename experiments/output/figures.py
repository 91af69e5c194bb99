"""Figures of a comparison and of a run: small multiples over months, and paired differences.

Figures use `matplotlib.figure.Figure`, never pyplot, which keeps figures alive and is shared by all threads. The same
numbers give the same bytes. Any colour vision distinguishes the colours, and lines differ in pattern too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from io import BytesIO
from itertools import count
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator, NullLocator
from PIL import Image

from experiments.defaults import PARADIGMS
from experiments.output.folders import whole_file
from experiments.output.marks import draw_marks, marks_of
from experiments.output.texts import (
    course,
    difference_of,
    few_seeds,
    label,
    months_text,
    number,
    seeds_text,
    text,
    unit,
)
from experiments.output.texts_units import ARROWS
from experiments.own.collection import NO_FILES, Own
from experiments.own.paradigm_file import label_of
from experiments.runs.estimates import monthly
from model.outcomes.outcomes import OUTCOMES, Outcome
from samskaping.language import Language

if TYPE_CHECKING:
    import pandas as pd

    from experiments.comparison import Comparison
    from experiments.runs.run import RunResult

# Okabe and Ito's palette (black for the first, as it prints), with a pattern and a marker each.
STYLES: tuple[tuple[str, Any, str], ...] = (
    ("#000000", "-", "o"),
    ("#D55E00", (0, (5, 1.5)), "s"),
    ("#0072B2", (0, (1.2, 1.2)), "D"),
    ("#009E73", (0, (6, 1.5, 1.2, 1.5)), "^"),
    ("#CC79A7", (0, (3, 1)), "v"),
    ("#E69F00", (0, (8, 2)), "P"),
    ("#56B4E9", (0, (4, 1, 1, 1, 1, 1)), "X"),
)
_GREY = "#595959"

# Sizes in inches. A fixed layout draws twice as fast as matplotlib's automatic layout.
_WIDTH, _LEFT, _RIGHT, _TOP, _BOTTOM = 15.0, 0.8, 0.25, 1.05, 0.6
_PANEL, _GAP_DOWN, _GAP_ACROSS = 1.5, 0.62, 0.82
_ROW, _NAMES = 0.28, 2.6
DPI = 110
_TOP_PLAIN, _DIFFERENCES = 0.8, 1.75

# Characters across a figure, and the room that a line's sample takes in a legend.
_LEGEND, _LEGEND_HANDLE = 190, 8
_LEGEND_ROW = 0.21  # inches

# More bands than these hide one another.
_MOST_BANDS = 4


def places(names: Sequence[str]) -> dict[str, int]:
    """Return the place in `STYLES` of each paradigm; the three main paradigms keep theirs in every figure."""
    own = {name: place for place, name in enumerate(PARADIGMS) if name in names}
    rest = (place for place in count() if place not in own.values())
    return {name: own[name] if name in own else next(rest) for name in names}


def style(place: int) -> tuple[str, Any, str]:
    """Return colour, line pattern and marker at a place; 49 places differ."""
    shift = place // len(STYLES)
    colour = STYLES[place % len(STYLES)][0]
    _, pattern, marker = STYLES[(place + shift) % len(STYLES)]
    return colour, pattern, marker


def headlines(columns: Sequence[str], own: Own = NO_FILES) -> list[Outcome]:
    """Return the headline outcomes among the columns of a table, then those of the user's own files."""
    shown = [outcome for outcome in OUTCOMES if outcome.headline and outcome.name in columns]
    return shown + [outcome for outcome in own.outcomes.values() if outcome.name in columns]


def comparison_title(comparison: Comparison, language: Language = "en") -> str:
    """Return the title of a comparison's tables and figure: town, citizens, months and seeds."""
    return text(
        "title_compare",
        language,
        town=comparison.municipality.label,
        citizens=number(comparison.population, 0, language),
        months=months_text(comparison.months, language),
        seeds=seeds_text(len(comparison.seeds), language),
    )


def run_title(result: RunResult, language: Language = "en") -> str:
    """Return the title of a run's tables and figure: town, paradigms, citizens, months and seed."""
    run = result.run
    return text(
        "title_run",
        language,
        town=run.town.label,
        paradigm=course(label_of(run.paradigms[0][1].name, language), (label_of(one, language) for one in run.later)),
        citizens=number(result.population, 0, language),
        months=months_text(run.months, language),
        seed=run.seed,
    )


def comparison_figure(comparison: Comparison, language: Language = "en") -> Figure:
    """Return headline outcomes by month, a line a paradigm or arm, and below them differences from the first one."""
    shown = headlines(list(comparison.runs.columns), comparison.own)
    names, intervals = comparison.names, len(comparison.seeds) > 1
    labels = comparison.courses(language)
    at = places(names)
    bands = intervals and len(names) <= _MOST_BANDS
    marks = marks_of(comparison.timeline, comparison.months, language)
    below, top = 0.0, _TOP + _LEGEND_ROW * (_rows(labels.values()) - 1)
    if len(names) > 1:
        below = _DIFFERENCES + _ROW * len(shown) * max(1.0, (len(names) - 1) / 3) if intervals else 0.6
    if len(names) > 1 and intervals:
        below += _LEGEND_ROW * (_rows(_differences_of(labels)) - 1)

    def draw(axes: Axes, outcome: Outcome) -> None:
        for name in names:
            colour, pattern, _ = style(at[name])
            series = monthly(comparison.runs, name, outcome.name)
            axes.plot(series.index, series["mean"], color=colour, linestyle=pattern, linewidth=1.6, label=labels[name])
            if bands:
                low, high = _within_reach(series)
                axes.fill_between(series.index, low, high, color=colour, alpha=0.16, linewidth=0)
        draw_marks(axes, marks)

    title = comparison_title(comparison, language)
    figure = _multiples(shown, draw, comparison.months, title, language, top, below)
    _notes(figure, comparison.changed, language, few_seeds(len(comparison.seeds), language))
    _legend(figure, _columns(labels.values()), text("band" if bands else "mean" if intervals else "no_band", language))
    if len(names) > 1 and intervals:
        _differences(figure, comparison, shown, language, below)
    elif len(names) > 1:
        figure.text(_LEFT / _WIDTH, 0.25 / figure.get_figheight(), text("needs_seeds", language), color=_GREY)
    return figure


def _within_reach(series: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return the ends of the band, cut at 0 and 1 where every mean lies within them: t-intervals ignore such bounds."""
    low, high = series["low"], series["high"]
    if (series["mean"] >= 0).all():
        low = low.clip(lower=0)
        if (series["mean"] <= 1).all():
            high = high.clip(upper=1)
    return low, high


def _notes(figure: Figure, changed: Mapping[str, Any], language: Language, *more: str) -> None:
    """Write at the foot how ratios are computed, and which parameters and rules were changed."""
    notes = [text("trailing", language), *filter(None, more)]
    if changed:
        what = ", ".join(f"{name} = {value}" for name, value in changed.items())
        notes.append(text("changed", language, what=shorten(what, 240, placeholder=" ...")))
    for line, words in enumerate(reversed(notes)):
        y = (0.1 + 0.17 * line) / figure.get_figheight()
        figure.text(_LEFT / _WIDTH, y, words, fontsize=8.5, color=_GREY)


def add_foot(figure: Figure, lines: Sequence[str], size: float = 8.5) -> None:
    """Make a figure taller, and write lines at its foot: where its numbers are from, and how far to trust them."""
    before, extra = figure.get_figheight(), 0.1 + 0.17 * len(lines)
    after = before + extra

    def moved(y: float) -> float:
        return (y * before + extra) / after

    anchors = [one.get_bbox_to_anchor().transformed(figure.transFigure.inverted()) for one in figure.legends]
    places = [axes.get_position() for axes in figure.axes]
    figure.set_figheight(after)
    for axes, at in zip(figure.axes, places, strict=True):
        axes.set_position((at.x0, moved(at.y0), at.width, at.height * before / after))
    for words in figure.texts:
        words.set_y(moved(words.get_position()[1]))
    for legend, anchor in zip(figure.legends, anchors, strict=True):
        legend.set_bbox_to_anchor((anchor.x0, moved(anchor.y0)), transform=figure.transFigure)
    for line, written in enumerate(reversed(lines)):
        figure.text(_LEFT / _WIDTH, (0.1 + 0.17 * line) / after, written, fontsize=size, color=_GREY, parse_math=False)


def series_figure(result: RunResult, language: Language = "en") -> Figure:
    """Return one run's headline outcomes by month, with a line at each month of change."""
    months, run = result.months, result.run
    marks = marks_of(run.changes, run.months, language)

    def draw(axes: Axes, outcome: Outcome) -> None:
        axes.plot(months["month"], months[outcome.name], color=STYLES[0][0], linewidth=1.4)
        draw_marks(axes, marks)

    shown = headlines(list(months.columns), run.own)
    figure = _multiples(shown, draw, run.months, run_title(result, language), language, _TOP_PLAIN, 0.25)
    _notes(figure, run.overrides, language)
    return figure


def _multiples(
    shown: Sequence[Outcome],
    draw: Callable[[Axes, Outcome], None],
    months: int,
    title: str,
    language: Language,
    top: float,
    below: float,
) -> Figure:
    """Return a figure with one panel per outcome, and `top` and `below` inches of room above and below them."""
    columns = min(len(shown), 5 if len(shown) > 8 else 4)
    rows = -(-len(shown) // columns)
    panels = rows * _PANEL + (rows - 1) * _GAP_DOWN
    height = top + panels + _BOTTOM + below
    width = (_WIDTH - _LEFT - _RIGHT - (columns - 1) * _GAP_ACROSS) / columns
    figure = Figure(figsize=(_WIDTH, height))
    figure.text(_LEFT / _WIDTH, 1 - 0.4 / height, title, fontsize=15, fontweight="bold")
    for place, outcome in enumerate(shown):
        row, column = divmod(place, columns)
        left = _LEFT + column * (width + _GAP_ACROSS)
        bottom = height - top - (row + 1) * _PANEL - row * _GAP_DOWN
        axes = figure.add_axes((left / _WIDTH, bottom / height, width / _WIDTH, _PANEL / height))
        draw(axes, outcome)
        axes.set_title(label(outcome, language), fontsize=10, loc="left", y=1.0)  # its place is not sought
        axes.set_ylabel(unit(outcome, language), fontsize=8, color=_GREY)
        axes.set_xlim(0, months)
        years = MultipleLocator(12 * max(1, -(-months // 72)))
        axes.xaxis.set_major_locator(years if months >= 36 else MaxNLocator(6, integer=True))
        axes.yaxis.set_major_locator(MaxNLocator(4))
        axes.yaxis.set_major_formatter(number_formatter(language))
        if place + columns >= len(shown):
            axes.set_xlabel(text("month", language), fontsize=8, color=_GREY)
        tidy(axes)
        low, high = axes.get_ylim()
        least = 0.05 if outcome.unit == "share" else 0.0  # the axis is not zoomed in until a flat line looks steep
        if high - low < least:
            axes.set_ylim((low + high - least) / 2, (low + high + least) / 2)
    return figure


def _legend(figure: Figure, columns: int, note: str) -> None:
    """Write the legend under the title, and a note on lines and bands."""
    height = figure.get_figheight()
    handles, labels = figure.axes[0].get_legend_handles_labels()
    figure.legend(
        handles, labels, loc="upper left", bbox_to_anchor=(_LEFT / _WIDTH, 1 - 0.52 / height), ncols=columns,
        frameon=False, handlelength=4.5, borderaxespad=0, borderpad=0,
    )  # fmt: skip
    figure.text(1 - _RIGHT / _WIDTH, 1 - 0.4 / height, note, fontsize=9, color=_GREY, ha="right")


def _differences(
    figure: Figure, comparison: Comparison, shown: Sequence[Outcome], language: Language, height: float
) -> None:
    """Draw each paradigm's difference from the first as a dot with its interval, one row per outcome, in SDs."""
    total = figure.get_figheight()
    way, labels = comparison.way, comparison.courses(language)
    rows = _LEGEND_ROW * (_rows(_differences_of(labels)) - 1)
    bottom, tall = 0.95, height - _DIFFERENCES - rows
    axes = figure.add_axes((_NAMES / _WIDTH, bottom / total, (_WIDTH - _NAMES - _RIGHT) / _WIDTH, tall / total))
    first, others = comparison.names[0], comparison.names[1:]
    table = comparison.paired.set_index([f"{way}_a", f"{way}_b", "outcome"]).sort_index()
    at = places(comparison.names)
    for place, other in enumerate(others):
        part = table.loc[(first, other)].loc[[outcome.name for outcome in shown]]
        sd = part["pooled_sd"].where(part["pooled_sd"] > 0)
        x, low, high = (part[column] / sd for column in ("difference", "low", "high"))
        y = np.arange(len(shown)) + 0.6 / max(len(others), 2) * (place - (len(others) - 1) / 2)
        colour, _, marker = style(at[other])
        axes.errorbar(
            x, y, xerr=[x - low, high - x], color=colour, marker=marker, markersize=5, linestyle="none",
            elinewidth=1.6, capsize=2.5, label=_differences_of(labels)[place],
        )  # fmt: skip
    axes.axvline(0, color=_GREY, linewidth=0.9)
    names = [f"{label(o, language)} {ARROWS.get(o.better, '')}".rstrip() for o in shown]
    axes.set_yticks(range(len(shown)), names)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    # Linear up to 3 standard deviations, logarithmic beyond: some differences are ten times as large as others.
    axes.set_xscale("symlog", linthresh=3, linscale=1.2)
    reach = max(3.0, *(abs(limit) for limit in axes.get_xlim()))
    ticks = [tick for tick in (1, 2, 3, 10, 30, 100, 300, 1000) if tick <= reach]
    axes.set_xticks([*(-tick for tick in reversed(ticks)), 0, *ticks])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(number_formatter(language))
    axes.set_xlabel(text("standard_units", language), fontsize=9, color=_GREY)
    tidy(axes)
    axes.tick_params(axis="y", labelsize=9.5, length=0)
    heading = text("differences", language, first=labels[first])
    figure.text(_LEFT / _WIDTH, (bottom + tall + rows + 0.38) / total, heading, fontsize=12, fontweight="bold")
    columns = _columns(_differences_of(labels))
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, frameon=False, borderaxespad=0.2)


def _differences_of(labels: Mapping[str, str]) -> list[str]:
    """Return the labels of differences from the first one."""
    first, *others = labels.values()
    return [difference_of(first, other) for other in others]


def _columns(labels: Iterable[str]) -> int:
    """Return the columns of a legend with these labels that fit on the figure's width."""
    each = list(labels)
    return max(1, min(len(each), _LEGEND // (max(map(len, each)) + _LEGEND_HANDLE)))


def _rows(labels: Iterable[str]) -> int:
    """Return the rows of a legend with these labels."""
    each = list(labels)
    return -(-len(each) // _columns(each))


def tidy(axes: Axes) -> None:
    """Give axes the look of all figures: no frame above and to the right, small labels, a pale grid behind."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8)
    axes.grid(axis="both", color="#e8e8e8", linewidth=0.6)
    axes.set_axisbelow(True)


def number_formatter(language: Language) -> FuncFormatter:
    """Return a formatter of axis numbers as the language writes them."""

    def written(value: float, _: object) -> str:
        exact = (places for places in range(5) if abs(value - round(value, places)) < 1e-9 * max(1, abs(value)))
        return number(value, next(exact, 5), language)

    return FuncFormatter(written)


REPRODUCIBLE: Any = {"svg.hashsalt": "samskaping", "svg.fonttype": "path", "pdf.fonttype": 42}
"""Settings of matplotlib for figures of which the same numbers give the same bytes."""

_SAVED: Mapping[str, dict[str, Any]] = {
    "png": {"dpi": DPI, "metadata": {"Software": None}, "pil_kwargs": {"compress_level": 3}},
    "svg": {"metadata": {"Date": None, "Creator": None}},
    "pdf": {"dpi": DPI, "metadata": {"CreationDate": None, "Creator": None, "Producer": None}},
}
"""How a figure is saved as a file of each kind: without dates or versions."""


def save_figure(figure: Figure, folder: Path, name: str = "figure", kinds: Collection[str] = ("png", "svg")) -> None:
    """Write a figure as PNG, SVG or PDF; other kinds are ignored.

    The same numbers give the same bytes. Where writing fails, the old file stays.
    """
    with mpl.rc_context(REPRODUCIBLE):
        for kind, how in _SAVED.items():
            if kind in kinds:
                with whole_file(folder / f"{name}.{kind}") as draft:
                    figure.savefig(draft, format=kind, **how)


def save_page_figure(figure: Figure, folder: Path, name: str) -> None:
    """Write a figure as the PNG that a page of the documentation shows, a third as large as `save_figure`'s.

    It has 256 colours and no metadata, so that the same numbers give the same bytes. Makes `folder` if it is missing.
    """
    drawn = BytesIO()
    figure.savefig(drawn, dpi=DPI, metadata={"Software": None})
    shrink_figure(drawn, folder, name)


def shrink_figure(drawn: Path | BytesIO, folder: Path, name: str) -> None:
    """Write a PNG that `save_figure` has drawn as `save_page_figure` does, without drawing it again."""
    folder.mkdir(parents=True, exist_ok=True)
    with Image.open(drawn) as image, whole_file(folder / f"{name}.png") as draft:
        image.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(draft, format="png", optimize=True)
