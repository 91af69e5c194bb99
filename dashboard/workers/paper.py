"""Figure, report and slide of a comparison as files. Drawing and laying out take a second or two of a worker's time."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.errors import InputError
from dashboard.workers.worker import Steps
from experiments.comparison import Comparison
from experiments.council.slide import SlideTexts
from samskaping.language import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Order:
    """What is needed to make one file."""

    kind: str
    """The figure of a comparison ("png", "svg"), the report of two pages ("report", "report-pdf"), or the slide."""
    comparison: Comparison
    texts: SlideTexts
    language: Language


def make(order: Order) -> Steps:
    """Make a file, and yield ("made", its bytes); None where the work may be paused."""
    if order.kind.startswith("report"):
        yield from _report(order)
        return
    figure = _figure(order)
    yield None
    yield ("made", _saved(figure, order))


def _figure(order: Order) -> Figure:
    if order.kind.startswith("slide"):
        from experiments.council.slide import slide_figure

        return slide_figure(order.comparison, order.texts, order.language)
    from experiments.output.figures import add_foot

    texts, figure = order.texts, order.comparison.figure(order.language)
    add_foot(figure, [*_lines(texts.subtitle), *_lines(texts.caveat), *_lines(texts.link)])
    return figure


def _lines(words: str) -> list[str]:
    from textwrap import wrap

    return wrap(words, 165, break_on_hyphens=False)[:6]


def _saved(figure: Figure, order: Order) -> bytes:
    import matplotlib as mpl

    from experiments.council import slide
    from experiments.output.figures import DPI, REPRODUCIBLE

    kind = "svg" if order.kind.endswith("svg") else "png"
    out = io.BytesIO()
    with mpl.rc_context(REPRODUCIBLE):
        dpi = slide.DPI if order.kind == "slide" else DPI
        figure.savefig(out, format=kind, dpi=dpi, metadata=slide.metadata(order.texts, kind))
    return out.getvalue()


def _report(order: Order) -> Steps:
    from experiments.council.report import report_html, report_values

    values = report_values(order.comparison, order.language, "", link=order.texts.link)
    yield None
    html = report_html(values)
    if order.kind == "report":
        yield ("made", html.encode())
        return
    yield None
    yield ("made", _pdf(html))


def _pdf(html: str) -> bytes:
    try:
        from experiments.council.pdf import pages_of

        return bytes(pages_of(html).write_pdf())
    except InputError:
        raise InputError(
            "this server cannot make PDF files; save the report as HTML, and print it from your browser"
        ) from None
