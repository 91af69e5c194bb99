"""Figures of points rather than of outcomes: Pareto fronts in pairs of outcomes, and the box of scenario discovery."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.analysis.discovery import Discovery
from experiments.analysis.report.drawing import BLUE, GREY, PALE, legend, panels, tidy
from experiments.analysis.report.words import levels_text, word
from experiments.output.figures import number_formatter, style
from experiments.output.texts import decimals_for, number, unit
from experiments.output.texts_units import DECLARED, outcome_label
from samskaping.language import Language

_COLUMNS = 3


def pareto_figure(
    table: pd.DataFrame, title: str, ways: Mapping[str, str], colour_by: str | None, language: Language = "en"
) -> Figure:
    """Return a scatter of options for every pair of outcomes; those on the front are filled.

    `ways` has the outcomes and which way is better; `colour_by` is a factor with few levels.
    """
    pairs = list(combinations(ways, 2)) or [(next(iter(ways)), next(iter(ways)))]
    groups = list(dict.fromkeys(table[colour_by])) if colour_by else [""]
    certainty = table["often"].fillna(1.0).clip(0.15, 1.0)
    notes = [word("note_pareto" if table["often"].notna().any() else "note_pareto_plain", language)]
    figure, axes = panels(len(pairs), _COLUMNS, 2.5, title, notes, own=0.62)
    for panel, (x, y) in zip(axes, pairs):
        for place, group in enumerate(groups):
            of_group = table[colour_by] == group if colour_by else table["front"].notna()
            colour, _, marker = style(place)
            for on, size, width in ((False, 14, 0.5), (True, 46, 1.1)):
                here = of_group & (table["front"] == on)
                fill = [to_rgba(colour, share if on else 0.0) for share in certainty[here]]
                panel.scatter(
                    table.loc[here, x], table.loc[here, y], size, marker=marker, facecolors=fill, edgecolors=colour,
                    linewidths=width, zorder=2 + on,
                )  # fmt: skip
        _axis_of(panel, x, y, ways, language)
    legend(figure, [levels_text([group], language) for group in groups])
    return figure


def _axis_of(panel: Axes, x: str, y: str, ways: Mapping[str, str], language: Language) -> None:
    for name, axis, say in ((x, panel.xaxis, panel.set_xlabel), (y, panel.yaxis, panel.set_ylabel)):
        say(f"{outcome_label(name, language, ways[name])} ({unit(DECLARED[name], language)})", fontsize=8, color=GREY)
        axis.set_major_locator(MaxNLocator(4))
        axis.set_major_formatter(number_formatter(language))
    tidy(panel)
    panel.margins(0.08)


def discovery_figure(discovery: Discovery, title: str, language: Language = "en") -> Figure:
    """Return the limits of the box, one row per factor, beside the coverage and density of the boxes along the way."""
    rows = discovery.box.to_dict("records")
    stats = ", ".join(
        f"{word(key, language)} {number(value, 2, language)}"
        for key, value in (("coverage", discovery.coverage), ("density", discovery.density), ("mass", discovery.mass))
    )
    names = [row["factor"] for row in rows] or [word("unclear", language)]
    figure, (limits, way) = panels(2, 2, max(2.2, 0.4 + 0.55 * len(rows)), title, [stats], names, own=0.3)
    left, bottom, width, height = limits.get_position().bounds
    limits.set_position((left, bottom, width * 1.28, height))
    x, _, across, _ = way.get_position().bounds
    way.set_position((x + width * 0.34, bottom, across - width * 0.34, height))
    for place, row in enumerate(rows):
        _levels(limits, discovery, row, place, language) if row["levels"] else _range(limits, row, place, language)
    limits.set_yticks(range(len(names)), names, fontsize=9)
    limits.set_ylim(len(names) - 0.4, -0.6)
    limits.set_xlim(-0.02, 1.02)
    limits.set_xticks([])
    limits.spines[["top", "right", "left", "bottom"]].set_visible(False)
    limits.tick_params(length=0)
    limits.set_xlabel(word("note_discover", language), fontsize=8, color=GREY)
    steps = discovery.trajectory
    way.plot(steps["coverage"], steps["density"], "-o", color=GREY, markersize=4, linewidth=0.8)
    chosen = (steps["coverage"] - discovery.coverage).abs() + (steps["density"] - discovery.density).abs()
    at = steps.loc[chosen.idxmin()]
    way.plot(at["coverage"], at["density"], "o", color=BLUE, markersize=9)
    way.set_title(word("trajectory", language), fontsize=10, loc="left")
    way.set_xlabel(word("coverage", language), fontsize=8, color=GREY)
    way.set_ylabel(word("density", language), fontsize=8, color=GREY)
    for axis in (way.xaxis, way.yaxis):
        axis.set_major_locator(MaxNLocator(4))
        axis.set_major_formatter(number_formatter(language))
    tidy(way)
    way.set_xlim(0, 1.05)
    way.set_ylim(0, 1.05)
    return figure


def _range(axes: Axes, row: dict, place: int, language: Language) -> None:
    """Draw a factor's range and its part in the box, with the limits and their quasi-p values."""
    span = row["to"] - row["from"]
    integers = float(row["from"]).is_integer() and float(row["to"]).is_integer() and span > 3
    decimals = 0 if integers else decimals_for(span)
    low, high = (row[end] if np.isnan(row[limit]) else row[limit] for limit, end in (("low", "from"), ("high", "to")))
    start, end = ((value - row["from"]) / span for value in (low, high))
    axes.barh(place, 1, 0.2, color=PALE)
    axes.barh(place, max(end - start, 0.004), 0.34, left=start, color=BLUE)

    def write(value: float, at: float, side: str, bold: bool) -> None:
        look_of: dict[str, Any] = {"fontweight": "bold"} if bold else {"color": GREY}
        axes.text(at, place - 0.25, number(value, decimals, language), fontsize=8.5, ha=side, va="bottom", **look_of)

    for limit, at, side, edge, far, p in (
        ("low", start, "left", "from", start > 0.15, "qp_low"), ("high", end, "right", "to", end < 0.85, "qp_high"),
    ):  # fmt: skip
        limited = not np.isnan(row[limit])
        if limited:
            write(row[limit], at, side, True)
            axes.text(at, place + 0.22, _p(row[p], language), fontsize=7.5, ha=side, va="top", color=GREY)
        if not limited or far:
            write(row[edge], 0.0 if limit == "low" else 1.0, side, False)


def _levels(axes: Axes, discovery: Discovery, row: dict, place: int, language: Language) -> None:
    """Draw a factor's levels side by side, those in the box filled."""
    words = [str(level) for level in dict.fromkeys(discovery.points[row["factor"]])]
    for k, level in enumerate(words):
        inside = level in row["levels"]
        axes.barh(
            place, 0.96 / len(words), 0.34, left=k / len(words) + 0.02 / len(words), color=BLUE if inside else PALE
        )
        axes.text(
            (k + 0.5) / len(words),
            place,
            level,
            fontsize=8,
            ha="center",
            va="center",
            color="white" if inside else GREY,
        )
    axes.text(0, place + 0.22, _p(row["qp_low"], language), fontsize=7.5, ha="left", va="top", color=GREY)


def _p(value: float, language: Language) -> str:
    if np.isnan(value):
        return ""
    return f"p < {number(0.001, 3, language)}" if value < 0.001 else f"p = {number(value, 3, language)}"
