"""Heat maps of an outcome over two factors: a row of panels for each outcome, a panel for each level."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from experiments.analysis.points import Points
from experiments.analysis.report.drawing import GREY
from experiments.analysis.report.tables import places_for
from experiments.analysis.report.words import levels_text, word
from experiments.analysis.surfaces import Surfaces
from experiments.design.factors import Factor
from experiments.output.figures import number_formatter
from experiments.output.texts import number, unit
from experiments.output.texts_units import DECLARED, outcome_label
from samskaping.language import Language

_OUTCOMES, _LEVELS = 4, 6
_WRITTEN = 40  # cells, at most, whose means are written into them
_WIDTH, _TALL = 3.0, 2.6  # inches of a panel with its axes


def surface_figure(found: Surfaces, points: Points, title: str, of: str, language: Language = "en") -> Figure:
    """Return the heat maps; surfaces have contour lines and dots where the study has points."""
    outcomes = list(dict.fromkeys(found.table["outcome"]))[:_OUTCOMES]
    levels = list(dict.fromkeys(found.table["level"]))[:_LEVELS]
    across, tall = max(7.0, 1.0 + (_WIDTH + 0.2) * len(levels) + 1.0), 1.2 + (_TALL + 0.75) * len(outcomes)
    figure = Figure(figsize=(across, tall))
    figure.text(0.2 / across, 1 - 0.35 / tall, title, fontsize=13, fontweight="bold")
    figure.text(
        0.2 / across,
        1 - 0.62 / tall,
        word("note_surface" if found.fitted else "note_heat", language),
        fontsize=9,
        color=GREY,
    )
    factors = {factor.name: factor for factor in points.study.factors}
    for i, outcome in enumerate(outcomes):
        part = found.table[found.table["outcome"] == outcome]
        low, high = part["mean"].min(), part["mean"].max()
        if of == "difference":
            low, high = -max(abs(low), abs(high)), max(abs(low), abs(high))
        bottom = tall - 1.0 - (i + 1) * (_TALL + 0.75) + 0.75
        mesh = None
        for j, level in enumerate(levels):
            box = ((0.95 + j * (_WIDTH + 0.2)) / across, bottom / tall, (_WIDTH - 0.35) / across, (_TALL - 0.25) / tall)
            panel = figure.add_axes(box)
            here = part[part["level"] == level].pivot(index=found.y, columns=found.x, values="mean")
            here = _in_order(here, found, factors)
            colours = "RdBu_r" if of == "difference" else "viridis"
            mesh = _drawn(panel, here, found, factors, points, (low, high), colours, language)
            name = levels_text([level], language)
            panel.set_title(f"{outcome_label(outcome, language)}{': ' if name else ''}{name}", fontsize=9.5, loc="left")
            panel.tick_params(labelsize=8, labelleft=j == 0)
            panel.set_xlabel(found.x, fontsize=8.5)
            if j == 0:
                panel.set_ylabel(found.y, fontsize=8.5)
        if mesh is not None:
            place = (0.95 + len(levels) * (_WIDTH + 0.2) - 0.4) / across
            bar = figure.colorbar(
                mesh, cax=figure.add_axes((place, bottom / tall, 0.13 / across, (_TALL - 0.25) / tall))
            )
            bar.ax.yaxis.set_major_locator(MaxNLocator(5))
            bar.ax.yaxis.set_major_formatter(number_formatter(language))
            bar.ax.tick_params(labelsize=8)
            bar.set_label(unit(DECLARED[outcome], language), fontsize=8, color=GREY)
    return figure


def _in_order(table: pd.DataFrame, found: Surfaces, factors: dict[str, Factor]) -> pd.DataFrame:
    """Return a table with levels in the study's order."""
    if found.fitted:
        return table
    return table.reindex(
        index=[level for level in factors[found.y].levels if level in table.index],
        columns=[level for level in factors[found.x].levels if level in table.columns],
    )


def _drawn(
    panel: Axes, table: pd.DataFrame, found: Surfaces, factors: dict[str, Factor], points: Points,
    limits: tuple[float, float], colours: str, language: Language,
) -> Any:  # fmt: skip
    values = table.to_numpy(float)
    scale: dict[str, Any] = {"cmap": colours, "vmin": limits[0], "vmax": limits[1]}
    if found.fitted:
        x, y = table.columns.to_numpy(float), table.index.to_numpy(float)
        mesh = panel.pcolormesh(x, y, values, shading="gouraud", rasterized=True, **scale)
        if np.ptp(values) > 0:
            lines = panel.contour(x, y, values, 6, colors="white", linewidths=0.7)
            panel.clabel(
                lines, fontsize=7, fmt=FuncFormatter(lambda v, _: number(v, places_for(np.ptp(values)), language))
            )
        panel.plot(points.table[found.x], points.table[found.y], ".", color="black", markersize=1.5, alpha=0.4)
        for axis, set_scale, name in (
            (panel.xaxis, panel.set_xscale, found.x),
            (panel.yaxis, panel.set_yscale, found.y),
        ):
            factor = factors[name]
            if factor.log:
                set_scale("log")
                axis.set_minor_locator(NullLocator())
                middle = (factor.low * factor.high) ** 0.5
                axis.set_major_locator(FixedLocator([float(f"{v:.2g}") for v in (factor.low, middle, factor.high)]))
            else:
                axis.set_major_locator(MaxNLocator(4))
            axis.set_major_formatter(number_formatter(language))
        panel.set_xlim(x.min(), x.max())
        panel.set_ylim(y.min(), y.max())
        return mesh
    mesh = panel.pcolormesh(np.arange(values.shape[1] + 1), np.arange(values.shape[0] + 1), values, **scale)
    panel.set_xticks(np.arange(values.shape[1]) + 0.5, [levels_text([one], language) for one in table.columns])
    panel.set_yticks(np.arange(values.shape[0]) + 0.5, [levels_text([one], language) for one in table.index])
    if values.size <= _WRITTEN:
        places = places_for(limits[1] - limits[0])
        for row, column in np.ndindex(*values.shape):
            if np.isfinite(values[row, column]):
                red, green, blue, _ = mesh.to_rgba(values[row, column])
                dark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.5
                written = number(values[row, column], places, language)
                panel.text(
                    column + 0.5,
                    row + 0.5,
                    written,
                    ha="center",
                    va="center",
                    fontsize=8,
                    color="white" if dark else "black",
                )
    return mesh
