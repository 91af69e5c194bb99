"""The figure of an answer's tests: each with its interval and what the claim needs."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from experiments.analysis.report.drawing import GREY, PALE
from experiments.evidence.asking.report.limits import limit_of_all, verdict_key
from experiments.evidence.asking.report.names import Names
from experiments.evidence.asking.report.texts import TEXTS
from experiments.evidence.asking.report.words import verdict_word
from experiments.output.figures import number_formatter, style
from samskaping.language import SOURCE, Language, in_nearest

MOST_ROWS = 60
COLOURS = {"upheld": style(2)[0], "rejected": style(1)[0], "undecided": GREY}

# Inches.
WIDTH = 11.0
_LETTER, _LINE, _EDGE = 0.066, 0.14, 0.22  # of 8 points; smaller letters in proportion
_ABOVE, _UNTITLED, _BELOW = 0.9, 0.32, 0.72
_AXES = {"joint": "axis_joint", "weightings": "axis_weightings", "ranks": "axis_ranks", "box": "axis_box"}


def tests_figure(
    answer: Mapping[str, Any], language: Language = SOURCE, *, width: float = WIDTH, most: int = MOST_ROWS,
    titled: bool = True, size: float = 8.0, labels: float = 0.42,
) -> Figure | None:  # fmt: skip
    """Return the figure of the tests that decide, each with its 95 % interval and its threshold; None without tests.

    Effects are divided by the smallest relevant effect, so that outcomes share an axis; shares stay shares.

    Args:
        answer: as plain data.
        language: of its texts.
        width: in inches.
        most: tests shown; of more than these, those that speak most strongly for the claim and against it.
        titled: whether title and verdict stand above.
        size: of letters, in points.
        labels: share of the width for names of tests, at most.
    """
    every = [row for row in answer["rows"] if row["decides"] and _number(row["mean"]) is not None]
    if not every:
        return None
    letter, line = _LETTER * size / 8, _LINE * size / 8
    lines = _lines(strongest(every, most), Names(answer, language), int(labels * width / letter))
    heights = np.array([line * (0.55 + name.count("\n") + 1) for name, _ in lines])
    above = _ABOVE if titled else _UNTITLED
    height = above + float(heights.sum()) + _BELOW
    figure = Figure(figsize=(width, height))
    longest = max((len(one) for name, row in lines if row is not None for one in name.splitlines()), default=0)
    left = (_EDGE + letter * longest + 0.1) / width
    axes = figure.add_axes((left, _BELOW / height, 1 - _EDGE / width - left, float(heights.sum()) / height))
    places = heights.cumsum() - heights / 2
    for place, (name, row) in zip(places, lines, strict=True):
        if row is None:
            text = figure.text(_EDGE / width, 0, name, fontsize=size, fontweight="bold", va="center")
            text.set_y((_BELOW + float(heights.sum()) - place) / height)
        else:
            _draw(axes, place, row, size)
    axes.axvline(0, color=PALE, linewidth=1, zorder=0)
    tests = [(place, name) for place, (name, row) in zip(places, lines, strict=True) if row is not None]
    axes.set_yticks([place for place, _ in tests], [name for _, name in tests], fontsize=size)
    axes.set_ylim(float(heights.sum()), 0)
    in_units = any(row["precision"] for _, row in lines if row is not None)
    label = TEXTS("axis" if in_units else _AXES.get(answer["kind"], "axis_share"), language)
    axes.set_xlabel(f"{label}\n{TEXTS('axis_note', language)}", fontsize=size - 0.5, color=GREY, x=1.0, ha="right")
    axes.xaxis.set_major_formatter(number_formatter(language))
    axes.tick_params(axis="x", labelsize=size)
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    limit = limit_of_all(answer, answer["groups"])
    handles: list[Any] = [Patch(color=colour, label=TEXTS(verdict_key(verdict, limit), language))
                          for verdict, colour in COLOURS.items()]  # fmt: skip
    handles.append(Line2D([], [], color="black", marker="|", linestyle="", markersize=9, markeredgewidth=1.6,
                          label=TEXTS("needed", language)))  # fmt: skip
    figure.legend(handles=handles, loc="upper right", ncols=4, frameon=False, fontsize=size, handlelength=1.0,
                  bbox_to_anchor=(1.0, 1 - (0.4 if titled else 0.0) / height))  # fmt: skip
    if titled:
        shown = len(tests)
        entitle(
            figure, answer, language, TEXTS("some", language, n=shown, all=len(every)) if shown < len(every) else ""
        )
    return figure


def strongest(rows: Sequence[Mapping[str, Any]], most: int) -> list[Mapping[str, Any]]:
    """Return at most so many rows in their order: half that speak most for the claim, half most against it."""
    if len(rows) <= most:
        return list(rows)
    order = sorted(range(len(rows)), key=lambda k: (rows[k]["mean"] - rows[k]["threshold"]) / unit_of(rows[k]))
    kept = {*order[: most - most // 2], *order[len(order) - most // 2 :]}
    return [row for k, row in enumerate(rows) if k in kept]


def unit_of(row: Mapping[str, Any]) -> float:
    """Return the smallest relevant effect of a test, 1 where it has none."""
    return 3 * float(row["precision"]) if row["precision"] else 1.0


def _draw(axes: Any, place: float, row: Mapping[str, Any], size: float) -> None:
    unit, colour = unit_of(row), COLOURS[row["verdict"]]
    mean, low, high, threshold = (_number(row[key]) for key in ("mean", "low", "high", "threshold"))
    if low is not None and high is not None:
        axes.plot([low / unit, high / unit], [place, place], color=colour, linewidth=2, solid_capstyle="butt")
    axes.plot(float(mean or 0.0) / unit, place, "o", color=colour, markersize=5 * size / 8)
    axes.plot(float(threshold or 0.0) / unit, place, "|", color="black", markersize=11 * size / 8, markeredgewidth=1.6)


def _lines(
    rows: Sequence[Mapping[str, Any]], called: Names, wide: int
) -> list[tuple[str, Mapping[str, Any] | None]]:  # fmt: skip
    """Return the lines of the figure: each group's name where some have several tests, and the tests below.

    A test does not repeat the outcome that its group names.
    """
    groups = list(dict.fromkeys(row["group"] for row in rows))
    headed = 1 < len(groups) < len(rows)
    lines: list[tuple[str, Mapping[str, Any] | None]] = []
    for group in groups:
        heading, parts = called(group), group.split(", ")
        if headed:
            lines.append((heading, None))
        for row in (row for row in rows if row["group"] == group):
            name = called(row["name"]) if row["outcome"] in parts and row["name"] else called.row(row)
            if not headed and len(groups) > 1:
                name = called.row(row) if heading in called.row(row) else f"{heading}: {name}"
            lines.append((textwrap.fill(name, wide), row))
    return lines


def entitle(figure: Figure, answer: Mapping[str, Any], language: Language, note: str = "") -> None:
    """Write the question above a figure, and below it the verdict and a note."""
    width, height = figure.get_size_inches()
    title = in_nearest(answer["title"], language)
    figure.text(_EDGE / width, 1 - 0.32 / height, title, fontsize=12, fontweight="bold")
    parts = [TEXTS("pilot_word", language)] if answer["pilot"] else []
    parts += [part for part in (verdict_word(answer, language), note) if part]
    written = "   ".join(part[0].upper() + part[1:] for part in parts)
    figure.text(_EDGE / width, 1 - 0.58 / height, written, fontsize=9, color=GREY)


def _number(value: Any) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)
