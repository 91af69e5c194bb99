"""Figures of an answer: its tests with intervals, and a map of arms by condition."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from experiments.analysis.drawing import GREY, PALE
from experiments.evidence.asking.report.words import TEXTS, Names
from experiments.evidence.asking.table import BETTER
from experiments.output.figures import number_formatter, style
from samskaping.language import SOURCE, Language, in_nearest, localised

MOST_ROWS = 60
TEST_WIDTH, ARM_WIDTH = 70, 30  # letters of a line; longer names are broken
COLOURS = {"upheld": style(2)[0], "rejected": style(1)[0], "undecided": GREY}


def tests_figure(answer: Mapping[str, Any], language: Language = SOURCE) -> Figure | None:
    """Return the figure of the tests that decide, each with its 95 % interval and its threshold; None without tests.

    Effects are divided by the smallest relevant effect, so that outcomes share an axis; shares stay shares.
    """
    rows = [row for row in answer["rows"] if row["decides"] and _number(row["mean"]) is not None][:MOST_ROWS]
    if not rows:
        return None
    called = Names(answer, language)
    lines = _lines(rows, called)
    height = 1.7 + 0.14 * sum(1 + _height(name) for name, _ in lines)
    figure = Figure(figsize=(11.0, height))
    left = min(0.62, 0.03 + 0.0062 * max(len(line) for name, _ in lines for line in name.splitlines()))
    heights = np.array([(1 + _height(name)) / 2 for name, _ in lines])
    places = heights.cumsum() - heights / 2
    places -= places[0]
    axes = figure.add_axes((left, 0.62 / height, 0.97 - left, (height - 1.4) / height))
    for place, (_, row) in zip(places, lines, strict=True):
        if row is None:
            continue
        unit = 3 * row["precision"] if row["precision"] else 1.0
        mean, low, high, threshold = (_number(row[key]) for key in ("mean", "low", "high", "threshold"))
        colour = COLOURS[row["verdict"]]
        if low is not None and high is not None:
            axes.plot([low / unit, high / unit], [place, place], color=colour, linewidth=2, solid_capstyle="butt")
        axes.plot(mean / unit, place, "o", color=colour, markersize=5)  # type: ignore[operator]
        axes.plot(threshold / unit, place, "|", color="black", markersize=11, markeredgewidth=1.6)  # type: ignore[operator]
    axes.axvline(0, color=PALE, linewidth=1, zorder=0)
    axes.set_yticks(places, [name for name, _ in lines], fontsize=8)
    for text, (_, row) in zip(axes.get_yticklabels(), lines, strict=True):
        text.set_fontweight("bold" if row is None else "normal")
    axes.set_ylim(places[-1] + 0.6, -0.6)
    in_units = any(row["precision"] for row in rows)
    label = TEXTS("axis" if in_units else "axis_share", language)
    axes.set_xlabel(label, fontsize=8, color=GREY, x=1.0, horizontalalignment="right")
    axes.xaxis.set_major_formatter(number_formatter(language))
    axes.tick_params(axis="x", labelsize=8)
    axes.tick_params(axis="y", length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    handles = [Patch(color=colour, label=TEXTS(verdict, language)) for verdict, colour in COLOURS.items()]
    figure.legend(handles=handles, loc="upper right", ncols=3, frameon=False, fontsize=8, handlelength=1.0)
    _titled(figure, answer, language)
    return figure


def _lines(rows: Sequence[Mapping[str, Any]], called: Names) -> list[tuple[str, Mapping[str, Any] | None]]:
    """Return the lines of the figure of tests: each group's name where there are several, and its tests below."""
    groups = list(dict.fromkeys(row["group"] for row in rows))
    lines: list[tuple[str, Mapping[str, Any] | None]] = []
    for group in groups:
        if len(groups) > 1:
            lines.append((textwrap.fill(called(group), TEST_WIDTH), None))
        members = [row for row in rows if row["group"] == group]
        lines += [(textwrap.fill(called.row(row), TEST_WIDTH), row) for row in members]
    return lines


def _height(name: str) -> int:
    return name.count("\n") + 1


def map_figure(answer: Mapping[str, Any], language: Language = SOURCE) -> Figure | None:
    """Return the map of every outcome by arm and condition; None where a question has few arms or one condition."""
    arms, conditions = list(answer["arms"]), list(answer["conditions"])
    means = answer["means"]
    if not means or len(conditions) < 2 or len(arms) < 5 or any("+" in cell for cell in means):
        return None
    outcomes = list(next(iter(means.values())))
    called = Names(answer, language)
    columns = min(4, len(outcomes))
    rows = math.ceil(len(outcomes) / columns)
    labels = [textwrap.fill(called(arm), ARM_WIDTH) for arm in arms]
    height = 1.1 + rows * (1.0 + (0.3 if any("\n" in label for label in labels) else 0.26) * len(arms))
    figure = Figure(figsize=(2.9 * columns + 2.7, height))
    _titled(figure, answer, language, TEXTS("map", language))
    grid = figure.subplots(rows, columns, squeeze=False)
    figure.subplots_adjust(
        left=2.7 / figure.get_figwidth(),
        right=0.99,
        top=1 - 0.95 / height,
        bottom=0.55 / height,
        hspace=1.6 / (0.3 * len(arms) + 1.0),
        wspace=0.08,
    )
    for place, axes in enumerate(grid.flat):
        if place >= len(outcomes):
            axes.set_visible(False)
            continue
        outcome = outcomes[place]
        values = np.array(
            [[_number(means.get(f"{arm}@{one}", {}).get(outcome)) for one in conditions] for arm in arms], float
        )
        lower = BETTER.get(outcome) == "lower"
        axes.imshow(-values if lower else values, aspect="auto", cmap="Blues", alpha=0.75)
        best = np.nanargmin(values, axis=0) if lower else np.nanargmax(values, axis=0)
        for (row, column), value in np.ndenumerate(values):
            weight = "bold" if best[column] == row else "normal"
            text = localised(f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3f}", language)
            axes.text(column, row, text, ha="center", va="center", fontsize=6.5, fontweight=weight)
            if weight == "bold":
                axes.plot(
                    column + np.array([-0.5, 0.5, 0.5, -0.5, -0.5]) * 0.96,
                    row + np.array([-0.5, -0.5, 0.5, 0.5, -0.5]) * 0.96, color="black", linewidth=1.2,
                )  # fmt: skip
        axes.set_title(called(outcome), fontsize=9, loc="left")
        axes.set_xticks(range(len(conditions)), [textwrap.fill(called(one), 11) for one in conditions], fontsize=6)
        axes.set_yticks(
            range(len(arms)),
            labels if place % columns == 0 else [""] * len(arms),
            fontsize=7,
        )
        axes.tick_params(length=0)
    return figure


def _titled(figure: Figure, answer: Mapping[str, Any], language: Language, note: str = "") -> None:
    height = figure.get_figheight()
    title = in_nearest(answer["title"], language)
    figure.text(0.02, 1 - 0.32 / height, title, fontsize=12, fontweight="bold")
    parts = [TEXTS("pilot_word", language)] if answer["pilot"] else []
    parts += [part for part in (TEXTS(answer["verdict"], language), note) if part]
    figure.text(
        0.02, 1 - 0.58 / height, "   ".join(part[0].upper() + part[1:] for part in parts), fontsize=9, color=GREY
    )


def _number(value: Any) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)
