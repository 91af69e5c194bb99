"""The parts that figures of the analyses share: a grid of panels, axes, row names, legend."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from experiments.output.figures import number_formatter, style, tidy
from experiments.output.texts import unit
from experiments.output.texts_units import DECLARED, outcome_label
from samskaping.language import Language

GREY, PALE = "#595959", "#d4d4d4"
BLUE = style(2)[0]

# Inches.
_WIDTH, _TOP, _BOTTOM, _RIGHT = 13.0, 1.25, 0.6, 0.3
_GAP_ACROSS, _GAP_DOWN = 0.35, 0.75
_LETTER = 0.068


def panels(
    count: int, columns: int, tall: float, title: str, notes: Sequence[str], names: Sequence[str] = (), own: float = 0.0
) -> tuple[Figure, list[Axes]]:
    """Return a figure with `count` panels, `tall` inches each, under a title and notes.

    `names` will stand left of each row of panels, once; `own` is extra room left of every panel, in inches.
    """
    columns = min(columns, count)
    rows = -(-count // columns)
    left = 0.35 + (max(map(len, names)) * _LETTER if names else 0.0) + own
    height = _TOP + rows * tall + (rows - 1) * _GAP_DOWN + _BOTTOM
    across = _GAP_ACROSS + own
    width = (_WIDTH - left - _RIGHT - (columns - 1) * across) / columns
    figure = Figure(figsize=(_WIDTH, height))
    figure.text(0.25 / _WIDTH, 1 - 0.36 / height, title, fontsize=14, fontweight="bold")
    figure.text(0.25 / _WIDTH, 1 - 0.62 / height, "   ".join(notes), fontsize=9, color=GREY)
    axes = []
    for place in range(count):
        row, column = divmod(place, columns)
        bottom = height - _TOP - (row + 1) * tall - row * _GAP_DOWN
        x = left + column * (width + across)
        axes.append(figure.add_axes((x / _WIDTH, bottom / height, width / _WIDTH, tall / height)))
    return figure, axes


def outcome_panel(
    axes: Axes, outcome: str, language: Language, xlabel: str | None = None, way: str | None = None
) -> None:
    """Title a panel with its outcome, and label x with the unit (or `xlabel`)."""
    axes.set_title(outcome_label(outcome, language, way), fontsize=10, loc="left")
    axes.set_xlabel(unit(DECLARED[outcome], language) if xlabel is None else xlabel, fontsize=8, color=GREY)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.xaxis.set_major_formatter(number_formatter(language))
    tidy(axes)
    axes.grid(axis="y", visible=False)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)


def row_names(axes: Axes, names: Sequence[str], shown: bool, size: float = 8.5) -> None:
    """Name the rows of a panel, from the top down."""
    axes.set_yticks(range(len(names)), names if shown else [""] * len(names), fontsize=size)
    axes.set_ylim(len(names) - 0.45, -0.55)
    for place in range(1, len(names)):
        axes.axhline(place - 0.5, color="#efefef", linewidth=0.8, zorder=0)


def offsets(count: int, room: float = 0.76) -> np.ndarray:
    """Return the offsets, (count,), of `count` marks around the middle of a row."""
    return (np.arange(count) - (count - 1) / 2) * room / max(count, 1)


def legend(figure: Figure, names: Sequence[str], first: int = 0) -> None:
    """Draw the legend of colours under the notes; `first` is the place of the first colour."""
    if len(names) < 2:
        return
    handles = [Patch(color=style(place)[0], label=name) for place, name in enumerate(names, first)]
    figure.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0.22 / _WIDTH, 1 - 0.7 / figure.get_figheight()),
        ncols=len(names), frameon=False, fontsize=9, borderaxespad=0, handlelength=1.2, columnspacing=1.4,
    )  # fmt: skip
