"""One slide, 16:9: what differs, by how much, and how far to trust it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from experiments.council.findings import findings, outcomes_shown
from experiments.council.report_figure import axis_words, draw_effects
from experiments.council.report_texts import TEXTS
from experiments.output.figures import style
from samskaping.language import Language

if TYPE_CHECKING:
    from experiments.comparison import Comparison

WIDTH, HEIGHT = 40 / 3, 7.5  # inches, as presentation programs have it
DPI = 144  # 1,920 x 1,080 pixels
_LEFT, _MIDDLE, _RIGHT = 0.6, 6.3, 0.45  # inches: margin, end of the sentences, margin
_INK, _GREY, _BLUE = "#1b2733", "#4a4a4a", "#14506b"
_LETTER = 0.54  # of the size: the mean width of a letter, rather too wide than too narrow
_SIZES = (17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0)
_WIDE = 1.25  # letters of a link, of which many are capitals and %, beside those of a sentence
_ROWS = 8
_LONGEST_LINK = 900  # characters that the foot has room for


@dataclass(frozen=True)
class SlideTexts:
    """What a slide says in words: `ways` are (name, label, sentence) of ways of governing but the reference."""

    title: str
    subtitle: str
    first: str
    ways: Sequence[tuple[str, str, str]]
    caveat: str
    changed: str
    link: str


def slide_figure(comparison: Comparison, texts: SlideTexts, language: Language) -> Figure:
    """Return the slide as a figure, to be saved as PNG with `DPI` or as SVG."""
    figure = Figure(figsize=(WIDTH, HEIGHT), facecolor="white")
    foot = _foot(figure, texts)
    title = textwrap.wrap(texts.title, _letters(WIDTH - _LEFT - _RIGHT, 26))[:2]
    y = HEIGHT - 0.45
    for line in title:
        _write(figure, _LEFT, y, line, 26, weight="bold", color=_BLUE)
        y -= 0.48
    _write(figure, _LEFT, y + 0.05, texts.subtitle, 14, color=_GREY)
    y -= 0.42
    _sentences(figure, texts, comparison.names, y, foot)
    found = findings(comparison, outcomes_shown(comparison, _ROWS))
    labels = comparison.courses(language) | {name: label for name, label, _ in texts.ways}
    heading = textwrap.wrap(TEXTS("figure", language, reference=labels[comparison.names[0]]), 52)
    for line in heading:
        _write(figure, _MIDDLE + 0.35, y, line, 14, weight="bold")
        y -= 0.26
    left, bottom = _MIDDLE + 2.55, foot + 0.75
    axes = figure.add_axes((
        left / WIDTH, bottom / HEIGHT, (WIDTH - left - _RIGHT) / WIDTH, max(1.0, y - 0.35 - bottom) / HEIGHT
    ))  # fmt: skip
    draw_effects(axes, found, labels, language, size=10.5)
    axes.set_xlabel("")
    for k, line in enumerate(textwrap.wrap(axis_words(found, language), 80)):
        _write(figure, _MIDDLE + 0.35, foot + 0.32 - 0.17 * k, line, 10, color=_GREY)
    return figure


def metadata(texts: SlideTexts, kind: str) -> dict[str, str | None]:
    """Return what a saved picture says of itself: its title, and what its foot says, with the whole link."""
    said = " ".join(one for one in (texts.subtitle, texts.changed, texts.caveat, texts.link) if one)
    plain: dict[str, str | None] = {"Title": texts.title, "Description": said}
    return plain | ({"Date": None, "Creator": None} if kind == "svg" else {"Software": None})


def _foot(figure: Figure, texts: SlideTexts) -> float:
    """Write caveat, changed settings and link at the foot; return where it ends, in inches."""
    width, y = WIDTH - _LEFT - _RIGHT, 0.16
    link = texts.link if len(texts.link) <= _LONGEST_LINK else ""
    for words, size in ((link, 8.0), (texts.changed, 10.0), (texts.caveat, 12.0)):
        letters = _letters(width, size * (_WIDE if words == link else 1.0))
        lines = textwrap.wrap(words, letters, break_on_hyphens=False)
        for line in reversed(lines):
            _write(figure, _LEFT, y, line, size, color=_INK if words == texts.caveat else _GREY, va="bottom")
            y += 1.28 * size / 72
        y += 0.05 if lines else 0.0
    figure.add_artist(_rule(figure, y))
    return y + 0.1


def _rule(figure: Figure, y: float) -> Line2D:
    ends = [_LEFT / WIDTH, 1 - _RIGHT / WIDTH]
    return Line2D(ends, [y / HEIGHT] * 2, transform=figure.transFigure, color="#c9d1d5", linewidth=1.0)


def _sentences(figure: Figure, texts: SlideTexts, names: Sequence[str], top: float, bottom: float) -> None:
    """Write a paragraph on each way of governing, as large as there is room for."""
    width = _MIDDLE - _LEFT

    def wrapped(size: float) -> list[list[str]]:
        return [textwrap.wrap(sentence, _letters(width, size)) for _, _, sentence in texts.ways]

    def tall(size: float) -> float:
        return sum((len(lines) + 1) * 1.36 * size / 72 + 0.12 for lines in wrapped(size)) + 0.35

    size = next((size for size in _SIZES if tall(size) <= top - bottom), _SIZES[-1])
    y = top
    _write(figure, _LEFT, y, texts.first, size, color=_GREY)
    y -= 0.35
    for (name, label, _), lines in zip(texts.ways, wrapped(size), strict=True):
        _write(figure, _LEFT, y, label, size, weight="bold", color=style(names.index(name))[0])
        for line in lines:
            y -= 1.36 * size / 72
            _write(figure, _LEFT, y, line, size)
        y -= 1.36 * size / 72 + 0.12


def _letters(width: float, size: float) -> int:
    """Return about how many letters of a size, in points, stand on a line of a width, in inches."""
    return max(10, int(width * 72 / (_LETTER * size)))


def _write(
    figure: Figure, x: float, y: float, words: str, size: float, weight: str = "normal", color: str = _INK,
    va: str = "top",
) -> None:  # fmt: skip
    if va == "top":  # lines stand on their baselines, whichever letters they have
        y, va = y - 0.8 * size / 72, "baseline"
    figure.text(x / WIDTH, y / HEIGHT, words, fontsize=size, weight=weight, color=color, va=va, parse_math=False)
