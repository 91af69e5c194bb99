"""Font sizes with which each part of a report fits on its A4 page, estimated from the lengths of texts.

A browser lays out the page, and no browser is asked. So the estimate is cautious: wide letters, and a margin at the
end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil
from typing import Any

SIZES = tuple(round(9.6 - 0.1 * step, 1) for step in range(31))
"""Font sizes in points, the largest first."""

_HEIGHT = 272.0 * 0.965  # mm between the margins of a page, and what is left free
_LETTERS = 1000.0  # letters on a full line, times the size in points
_LINE = 0.473  # mm of a line's height for each point
_FULL, _LIMITS, _QUESTIONS = 1.0, 0.61, 0.34  # shares of the page's width


def sizes(values: Mapping[str, Any], figure: float) -> tuple[float, float]:
    """Return the font sizes in points of the two pages; `figure` is the height of the figure in mm."""
    return fitting(lambda size: _first(values, size, figure)), fitting(lambda size: _second(values, size))


def fitting(tall: Callable[[float], float]) -> float:
    """Return the largest size in points with which a page of `tall(size)` mm fits, or the smallest there is."""
    return next((size for size in SIZES if tall(size) <= _HEIGHT), SIZES[-1])


def text_mm(text: str, size: float, width: float = _FULL, scale: float = 1.0, after: float = 1.1) -> float:
    """Return the height in mm of a paragraph with the space after it."""
    lines = ceil(max(len(text), 1) / (_LETTERS * width / (size * scale)))
    return lines * size * scale * _LINE + after


def heading_mm(size: float) -> float:
    """Return the height in mm of a heading with the space around it."""
    return 1.1 * size * _LINE + 4.0


def warnings_mm(values: Mapping[str, Any], size: float) -> float:
    """Return the height in mm of the warnings that stand on every page."""
    return sum(text_mm(line, size, after=5.4) for line in values["warnings"])


def _first(values: Mapping[str, Any], size: float, figure: float) -> float:
    tall = warnings_mm(values, size) + text_mm(values["title"], size, scale=1.72, after=2.4) + 0.84 * size * _LINE
    tall += 3 * heading_mm(size) + text_mm(values["story"], size) + text_mm(values["setting"], size, scale=0.88)
    tall += text_mm(values["elsewhere"], size) if values["elsewhere"] else 0.0
    tall += sum(text_mm(f"{arm['title']} () {' '.join(arm['lines'])}", size, after=0.9) for arm in values["arms"])
    keys = ("label", "size", "direction", "numbers", "judged", "course", "twin")
    tall += sum(text_mm(" ".join(one[key] for key in keys), size, 0.96, after=2.3) for one in values["findings"])
    return tall + text_mm(values["words"]["read_sizes"], size, scale=0.88) + size * _LINE + 0.5 + figure


def _second(values: Mapping[str, Any], size: float) -> float:
    tall = warnings_mm(values, size) + 4 * heading_mm(size)
    tall += table_mm(values["results"], size) + table_mm(values["who"], size)
    tall += text_mm(values["words"]["read_table"], size, scale=0.88)
    tall += text_mm(values["cost"], size, scale=0.88) if values["cost"] else 0.0
    tall += list_mm(values["gains"], size, _FULL)
    tall += max(list_mm(values["limits"], size, _LIMITS), list_mm(values["questions"], size, _QUESTIONS))
    tall += list_mm(values["restore"], size, 0.85) + 0.45 * len(values["restore"])
    return tall + text_mm(values["settings"], size, scale=0.88) + 3.0


def list_mm(lines: Iterable[str], size: float, width: float) -> float:
    """Return the height in mm of a list in a share `width` of the page."""
    return sum(text_mm(line, size, width * 0.95, after=0.65) for line in lines) + 1.0


def table_mm(table: Mapping[str, Any], size: float) -> float:
    """Return the height in mm of a table: `head`, `rows`, and the first column's share in per cent, `first`."""
    first = table["first"] / 100.0
    other = (1.0 - first) / max(len(table["head"]) - 1, 1)
    widths = [first, *[other] * (len(table["head"]) - 1)]
    tall = _row(table["head"], widths, size, 1.15)
    for row in table["rows"]:
        cells = [f"{row['name']} {row['unit']}", *(f"{cell['text']} {cell['word']}" for cell in row["cells"])]
        tall += _row(cells, widths, size, 1.0)
    return tall


def _row(cells: Sequence[str], widths: Sequence[float], size: float, bold: float) -> float:
    """Return the height of a table's row, whose tallest cell decides; words of a narrow cell waste some room."""
    tallest = max(text_mm(cell, size, width * 0.93, scale=0.9 * bold, after=0.0) for cell, width in zip(cells, widths))
    return tallest + 1.3
