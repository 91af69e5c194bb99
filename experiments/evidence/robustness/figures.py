"""The figure of the robustness page: what each change does to each headline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from textwrap import fill
from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from experiments.evidence.listed import Difference
from experiments.evidence.robustness.changes import BASE, Change
from experiments.evidence.robustness.changes import TEXTS as CHANGES
from experiments.evidence.robustness.verdicts import REMOVES, TURNS, Judged
from experiments.output.texts import label
from model.outcomes.outcomes import OUTCOMES
from samskaping.language import Language, Texts

BETTER, WORSE, UNSURE, GREY = "#0072B2", "#E69F00", "#e4e4e4", "#595959"
CELL, ROW = 0.27, 0.185
LEFT, TOP, BOTTOM, GAP = 3.75, 2.45, 0.25, 0.32
DECLARED = {outcome.name: outcome for outcome in OUTCOMES}
MARKS: dict[tuple[str, bool], dict[str, Any]] = {  # by verdict, and whether the difference has changed significantly
    (TURNS, True): {"marker": "x", "color": "black"},
    (TURNS, False): {"marker": "x", "color": "black"},
    (REMOVES, True): {"marker": "o", "color": GREY, "markersize": 3.5},
    (REMOVES, False): {"marker": "o", "color": GREY, "markersize": 3.5, "markerfacecolor": "none"},
}

_TEXTS = Texts(
    "experiments.robustness.figure",
    {
        "title": "What each change does to each headline",
        "note": (
            "Columns: differences between levelled presets after ten years, such as NPG minus TPA. Rows: one change at "
            "a time, under every paradigm alike."
        ),
        "better": "first one significantly better",
        "worse": "first one significantly worse",
        "unsure": "not significant",
        "turns": "turned by the change",
        "removes": "removed by the change",
        "unmoved": "only less certain",
    },
)


def matrix_figure(headlines: Sequence[Judged], changes: Sequence[Change], language: Language) -> Figure:
    """Return a matrix: a row each change, group by group, and a column each headline, outcome by outcome."""
    groups = [(None, [BASE]), *((key, list(rows)) for key, rows in groupby(changes, lambda change: change.group))]
    rows = sum(len(members) for _, members in groups)
    height = TOP + BOTTOM + ROW * rows + GAP * (len(groups) - 1)
    width = LEFT + CELL * len(headlines) + 0.3
    figure = Figure(figsize=(width, height))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    effects = [{effect.change: effect for effect in one.effects} for one in headlines]
    y = TOP
    for key, members in groups:
        if key is not None:
            y += GAP
            axes.text(LEFT - 0.08, y - 0.06, CHANGES(f"group.{key}", language), ha="right", fontsize=8, weight="bold")
        for change in members:
            name = change.text.text(language).replace("`", "")
            axes.text(LEFT - 0.08, y + ROW / 2, name, ha="right", va="center", fontsize=7)
            for column, (one, by_change) in enumerate(zip(headlines, effects, strict=True)):
                effect = by_change.get(change.key)
                difference = one.base if effect is None else effect.difference
                x = LEFT + CELL * column
                colour = _colour(one, difference)
                axes.add_patch(Rectangle((x, y), CELL - 0.02, ROW - 0.02, facecolor=colour, linewidth=0))
                if effect is not None and (effect.verdict, effect.moved) in MARKS:
                    mark: Any = {"markersize": 5, **MARKS[effect.verdict, effect.moved]}
                    axes.plot(x + CELL / 2 - 0.01, y + ROW / 2 - 0.01, **mark)
            y += ROW
    _columns(axes, headlines, height, language)
    axes.text(0.2, 0.28, _TEXTS("title", language), fontsize=12, weight="bold", va="center")
    axes.text(0.2, 0.45, fill(_TEXTS("note", language), 125), fontsize=8, color=GREY, va="top")
    marks: dict[str, Any] = {
        "turns": MARKS[TURNS, True], "removes": MARKS[REMOVES, True], "unmoved": MARKS[REMOVES, False],
    }  # fmt: skip
    handles = [
        *(Patch(facecolor=colour, label=_TEXTS(key, language))
          for key, colour in (("better", BETTER), ("worse", WORSE), ("unsure", UNSURE))),
        *(Line2D([], [], linestyle="", label=_TEXTS(key, language), **mark) for key, mark in marks.items()),
    ]  # fmt: skip
    figure.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0.15 / width, 1 - 0.78 / height), ncols=6, frameon=False,
        fontsize=7.5, columnspacing=1.2, handletextpad=0.5,
    )  # fmt: skip
    return figure


def _columns(axes, headlines: Sequence[Judged], height: float, language: Language) -> None:  # type: ignore[no-untyped-def]
    """Name the columns: the outcome above its pairs."""
    start = 0
    for outcome, members in groupby(headlines, lambda one: one.headline.outcome):
        count = len(list(members))
        x = LEFT + CELL * start
        if start:
            axes.plot([x - 0.01, x - 0.01], [TOP - 0.85, height - BOTTOM], color="white", linewidth=3)
            axes.plot([x - 0.01, x - 0.01], [TOP - 0.85, height - BOTTOM], color="#bbbbbb", linewidth=0.6)
        name = fill(label(DECLARED[outcome], language), 13, break_long_words=False)
        axes.text(x + CELL * count / 2, TOP - 0.86, name,
                  ha="center", va="bottom", fontsize=7.5, linespacing=1.05)  # fmt: skip
        start += count
    for column, one in enumerate(headlines):
        pair = f"{one.headline.first} \N{MINUS SIGN} {one.headline.second}"
        axes.text(LEFT + CELL * (column + 0.5), TOP - 0.05, pair, rotation=90, ha="center", va="bottom", fontsize=6.5)


def _colour(one: Judged, difference: Difference) -> str:
    if difference.sign == 0:
        return UNSURE
    higher: Mapping[int, str] = {1: BETTER, -1: WORSE}
    return higher[-difference.sign if DECLARED[one.headline.outcome].better == "lower" else difference.sign]
