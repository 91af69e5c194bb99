"""The figure on seeds: half of the 95 % interval of a paired difference against the number of seeds, by outcome."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from experiments.evidence.uncertainty.precision import half_width, subsets
from experiments.output.figures import places, style, tidy
from experiments.output.texts import MINUS, Language, label, number, unit
from experiments.output.texts_units import DECLARED
from experiments.sweeps.results import Results
from samskaping.language import Texts

GREY = "#595959"
_ACROSS = 4
_SHOWN = (3, 6, 10, 20, 40, 100)
_WORDS = Texts(
    "experiments.uncertainty",
    {
        "title": "Precision of a difference: half of its 95 % interval, by number of seeds",
        "paired": "{pair}, paired by seed",
        "unpaired": "without pairing",
        "drawn": "median of random subsets",
        "found": "estimated difference",
        "seeds": "seeds",
        "read": (
            "Where a line is below the dashed line of its colour, that many seeds detect the difference at "
            "least half of the time."
        ),
    },
)


def _word(key: str, language: Language, **values: str) -> str:
    return _WORDS(key, language, **values)


def seeds_figure(table: pd.DataFrame, results: Results, language: Language = "en") -> Figure:
    """Return one panel an outcome, with logarithmic axes: lines by formula, dots from random subsets of the seeds."""
    outcomes = list(dict.fromkeys(table["outcome"]))
    paradigms = [table["base"].iloc[0], *dict.fromkeys(table["paradigm"])]
    at = places(paradigms)
    many = len(results.study.seeds)
    rows = -(-len(outcomes) // _ACROSS)
    figure = Figure(figsize=(13.0, 1.35 + 2.15 * rows))
    height = figure.get_figheight()
    figure.text(0.02, 1 - 0.36 / height, _word("title", language), fontsize=14, fontweight="bold")
    figure.text(0.02, 1 - 0.62 / height, _word("read", language), fontsize=9, color=GREY)
    counts = np.unique(np.round(np.geomspace(_SHOWN[0], _SHOWN[-1], 40)).astype(int))
    drawn = [count for count in _SHOWN if count <= many // 2]
    for place, outcome in enumerate(outcomes):
        row, column = divmod(place, _ACROSS)
        left, bottom = 0.065 + column * 0.24, height - 1.25 - (row + 1) * 2.15 + 0.55
        panel = figure.add_axes((left, bottom / height, 0.17, 1.35 / height))
        for _, estimate in table[table["outcome"] == outcome].iterrows():
            colour = style(at[estimate["paradigm"]])[0]
            for sd, line in ((estimate["sd_paired"], "-"), (estimate["sd"] * np.sqrt(2), ":")):
                panel.plot(counts, [half_width(sd, n) for n in counts], line, color=colour, linewidth=1.6)
            panel.axhline(abs(estimate["difference"]), color=colour, linestyle=(0, (5, 2)), linewidth=0.9)
            if drawn:
                points = subsets(results, outcome, estimate["base"], estimate["paradigm"], drawn)
                panel.plot(drawn, points, style(at[estimate["paradigm"]])[2], color=colour, markersize=4)
        panel.set_xscale("log")
        panel.set_yscale("log")
        panel.set_title(label(DECLARED[outcome], language), fontsize=10, loc="left")
        panel.set_ylabel(unit(DECLARED[outcome], language), fontsize=8, color=GREY)
        panel.xaxis.set_major_locator(FixedLocator(list(_SHOWN)))
        panel.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:.0f}"))
        panel.xaxis.set_minor_locator(NullLocator())
        panel.yaxis.set_major_formatter(FuncFormatter(lambda y, _: _plain(y, language)))
        panel.yaxis.set_minor_locator(NullLocator())
        panel.set_xlabel(_word("seeds", language), fontsize=8, color=GREY)
        tidy(panel)
    handles = []
    for paradigm in paradigms[1:]:
        colour, _, marker = style(at[paradigm])
        pair = f"{paradigm} {MINUS} {paradigms[0]}"
        handles.append(Line2D([], [], color=colour, label=_word("paired", language, pair=pair)))
    handles += [
        Line2D([], [], color=GREY, linestyle=":", label=_word("unpaired", language)),
        Line2D([], [], color=GREY, marker="o", linestyle="", markersize=4, label=_word("drawn", language)),
        Line2D([], [], color=GREY, linestyle=(0, (5, 2)), linewidth=0.9, label=_word("found", language)),
    ]
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(0.015, 1 - 0.72 / height), ncols=len(handles),
                  frameon=False, fontsize=9, borderaxespad=0)  # fmt: skip
    return figure


def _plain(value: float, language: Language) -> str:
    """Return a power of ten as people write it."""
    return number(value, max(0, -int(np.floor(np.log10(value)))) if value < 1 else 0, language)
