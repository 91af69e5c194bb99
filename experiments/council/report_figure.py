"""The figure of a report: differences from the reference, in smallest relevant effects."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from io import StringIO

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.council.findings import DECLARED, Finding, in_effects
from experiments.council.report_texts import TEXTS
from experiments.output.figures import REPRODUCIBLE, style
from experiments.output.texts import label, number
from samskaping.language import Language

_WIDTH, _ROW, _REST = 7.2, 0.33, 0.95  # inches
_FARTHEST = 12.0  # smallest relevant effects; a dot farther out stands at the edge as an arrow

_LONGEST = 24  # letters of a name on a line, which have room left of the axis on paper and on a slide


def effects_figure(found: Sequence[Finding], labels: Mapping[str, str], language: Language) -> Figure:
    """Return a figure with a row for each outcome and a dot with its interval for each arm but the reference."""
    figure = Figure(figsize=(_WIDTH, _REST + _ROW * len({one.outcome.name for one in found})))
    axes = figure.add_axes((0.27, 0.55 / figure.get_figheight(), 0.70, 1.0 - 0.85 / figure.get_figheight()))
    draw_effects(axes, found, labels, language)
    return figure


def draw_effects(
    axes: Axes, found: Sequence[Finding], labels: Mapping[str, str], language: Language, size: float = 7.0
) -> None:
    """Draw the dots and intervals of `effects_figure`; `size` in points is that of the small text."""
    table = in_effects(found)
    outcomes = list(dict.fromkeys(table["outcome"]))
    arms = list(dict.fromkeys(table["arm"]))
    edge = float(np.clip(np.nanmax(np.abs(table[["low", "high"]].to_numpy()), initial=3.0), 3.0, _FARTHEST))
    axes.axvspan(-1, 1, color="#e6e6e6", linewidth=0)
    axes.axvline(0, color="#595959", linewidth=0.8)
    for place, arm in enumerate(arms):
        colour, _, marker = style(place + 1)
        rows = table[table["arm"] == arm].set_index("outcome").loc[outcomes]
        at = np.arange(len(outcomes)) + (place - (len(arms) - 1) / 2) * min(0.22, 0.75 / max(len(arms), 1))
        axes.hlines(at, rows["low"].clip(-edge, edge), rows["high"].clip(-edge, edge), color=colour, linewidth=1.4)
        axes.plot(
            rows["difference"].clip(-edge, edge), at, marker, color=colour, markersize=4.5 * size / 7, label=labels[arm]
        )
        for x, y in zip(rows["difference"], at, strict=True):
            if abs(x) > edge:
                axes.annotate(
                    "", (np.sign(x) * edge * 1.06, y), (np.sign(x) * edge, y),
                    arrowprops={"arrowstyle": "->", "color": colour, "shrinkA": 0, "shrinkB": 0},
                )  # fmt: skip
    axes.set_xlim(-edge * 1.08, edge * 1.08)
    axes.set_ylim(len(outcomes) - 0.5, -0.5)
    names = [textwrap.fill(label(DECLARED[name], language), _LONGEST) for name in outcomes]
    axes.set_yticks(range(len(outcomes)), names, fontsize=size + 1)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=9))
    axes.tick_params(axis="x", labelsize=size)
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.set_xlabel(axis_words(found, language), fontsize=size)
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=min(len(arms), 4), frameon=False, fontsize=size,
                borderaxespad=0.1, handletextpad=0.2, columnspacing=1.0)  # fmt: skip


def axis_words(found: Sequence[Finding], language: Language) -> str:
    """Return what the axis counts; a second line says how far out dots are that stand at the edge as arrows."""
    differences = in_effects(found)["difference"].to_numpy()
    far = differences[np.abs(differences) > _FARTHEST]
    words = TEXTS("figure_axis", language)
    if not len(far):
        return words
    farthest = max(far, key=abs)
    n = number(round(float(farthest), -1 if abs(farthest) >= 20 else 0), 0, language)
    return f"{words};\n{TEXTS('figure_far' if len(far) == 1 else 'figure_fars', language, n=n)}"


def inline_svg(figure: Figure, alternative: str) -> str:
    """Return a figure as an `<svg>` element for HTML, with a text alternative; the same numbers give the same text."""
    drawn = StringIO()
    with mpl.rc_context(REPRODUCIBLE):
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    svg = drawn.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    label = alternative.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
