"""The map of an answer: every outcome by arm and condition."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.colors import Colormap, LinearSegmentedColormap
from matplotlib.figure import Figure

from experiments.evidence.asking.report.figures import entitle
from experiments.evidence.asking.report.names import Names
from experiments.evidence.asking.report.texts import TEXTS
from experiments.evidence.asking.table import better as better_of
from experiments.evidence.asking.table import declared
from experiments.output.texts import decimals_for, number, unit
from samskaping.language import SOURCE, Language

# Inches.
_NAMES, _EDGE, _ACROSS, _CELL, _GAP = 2.5, 0.22, 2.75, 0.3, 0.14
_TOP, _HEAD, _LINE = 0.75, 0.32, 0.12
_ARM_LETTERS, _CONDITION_LETTERS, _MOST_COLUMNS = 30, 48, 4
_SMALL = 0.0005  # shares below half of the last of three decimals get more of them


def map_figure(answer: Mapping[str, Any], language: Language = SOURCE) -> Figure | None:
    """Return the map of every outcome by arm and condition; None where a question has few arms or one condition."""
    arms, conditions = list(answer["arms"]), list(answer["conditions"])
    means = answer["means"]
    if not means or len(conditions) < 2 or len(arms) < 5 or any("+" in cell for cell in means):
        return None
    outcomes = list(next(iter(means.values())))
    called = Names(answer, language)
    rows = math.ceil(len(outcomes) / _MOST_COLUMNS)
    columns = math.ceil(len(outcomes) / rows)
    longest = max(len(word) for one in conditions for word in called(one).split())  # no word is broken
    letters = max(8, longest, _CONDITION_LETTERS // len(conditions))
    across = max(_ACROSS, _ACROSS * letters * len(conditions) / _CONDITION_LETTERS)
    below = [textwrap.fill(called(one), letters) for one in conditions]
    tall, foot = _CELL * len(arms), 0.2 + _LINE * max(name.count("\n") + 1 for name in below)
    width = _NAMES + columns * (across + _GAP) + _EDGE
    height = _TOP + rows * (_HEAD + tall + foot)
    figure = Figure(figsize=(width, height))
    entitle(figure, answer, language, TEXTS("map", language))
    for place, outcome in enumerate(outcomes):
        row, column = divmod(place, columns)
        x, y = _NAMES + column * (across + _GAP), height - _TOP - row * (_HEAD + tall + foot) - _HEAD - tall
        axes = figure.add_axes((x / width, y / height, across / width, tall / height))
        values = np.array([[means.get(f"{arm}@{one}", {}).get(outcome) for one in conditions] for arm in arms], float)
        _draw(axes, values, outcome, language)
        known = declared(outcome)
        measured = unit(known, language) if known else ""
        axes.set_title(f"{called(outcome)} ({measured})" if measured else called(outcome), fontsize=9, loc="left")
        axes.set_xticks(range(len(conditions)), below, fontsize=6.5)
        names = [textwrap.fill(called(arm), _ARM_LETTERS) for arm in arms] if column == 0 else [""] * len(arms)
        axes.set_yticks(range(len(arms)), names, fontsize=7)
        axes.tick_params(length=0)
    return figure


def _draw(axes: Any, values: np.ndarray, outcome: str, language: Language) -> None:
    """Draw a cell for each value: darker is better, and the best of a column is framed where the others differ."""
    better = better_of(outcome)
    axes.imshow(-values if better == "lower" else values, aspect="auto", cmap=_pale())
    texts = _written(values, language)
    for column in range(values.shape[1]):
        here = values[:, column]
        framed: set[str] = set()
        if better != "neither" and np.isfinite(here).any():
            framed = {texts[int(np.nanargmin(here) if better == "lower" else np.nanargmax(here))][column]}
        if len({line[column] for line in texts}) == 1:
            framed = set()
        for row, line in enumerate(texts):
            best = line[column] in framed
            weight = "bold" if best else "normal"
            axes.text(column, row, line[column], ha="center", va="center", fontsize=6.5, fontweight=weight)
            if best:
                axes.plot(
                    column + np.array([-0.5, 0.5, 0.5, -0.5, -0.5]) * 0.94,
                    row + np.array([-0.5, -0.5, 0.5, 0.5, -0.5]) * 0.9, color="black", linewidth=1.2,
                )  # fmt: skip


def _written(values: np.ndarray, language: Language) -> Sequence[Sequence[str]]:
    """Return the values with decimals enough to tell small shares apart."""
    largest = float(np.nanmax(np.abs(values), initial=0.0))
    decimals = 5 if 0 < largest < _SMALL * 10 else decimals_for(largest)
    return [[number(value, decimals, language) or "–" for value in line] for line in values]


def _pale() -> Colormap:
    """Return blues on which black letters can be read."""
    from matplotlib import colormaps

    return LinearSegmentedColormap.from_list("pale", colormaps["Blues"](np.linspace(0.0, 0.55, 64)))
