"""Figures of analyses that look at a whole study: its convergence, its surfaces, another study beside it."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.analysis.report.drawing import GREY, legend, panels, tidy
from experiments.analysis.report.words import levels_text, word
from experiments.design.clauses.precision import Precision
from experiments.output.figures import number_formatter, style
from experiments.output.texts import unit
from experiments.output.texts_units import DECLARED, outcome_label
from samskaping.language import Language

_COLUMNS = 3
_OUTCOMES = 15


def convergence_figure(frame: pd.DataFrame, title: str, rule: Precision | None, language: Language = "en") -> Figure:
    """Return each outcome's estimate with its interval against the number of seeds, a line a level.

    Where the study stops by a rule, dotted lines show how near to the last estimate its outcome must come.
    """
    outcomes = list(dict.fromkeys(frame["outcome"]))
    notes = [word("note_convergence", language)]
    if len(outcomes) > _OUTCOMES:
        notes.append(word("some_panels", language, n=_OUTCOMES, all=len(outcomes)))
    levels = list(dict.fromkeys(frame["level"]))
    figure, axes = panels(len(outcomes[:_OUTCOMES]), _COLUMNS, 2.1, title, notes, own=0.6)
    for panel, outcome in zip(axes, outcomes, strict=False):
        for k, level in enumerate(levels):
            part = frame[(frame["outcome"] == outcome) & (frame["level"] == level)]
            colour, dashes, _ = style(k)
            panel.fill_between(part["seeds"], part["low"], part["high"], color=colour, alpha=0.15, linewidth=0)
            panel.plot(part["seeds"], part["mean"], color=colour, linestyle=dashes, linewidth=1.6)
            last = float(part["mean"].iloc[-1]) if len(part) else float("nan")
            panel.axhline(last, color=colour, linewidth=0.6)
            if rule is not None and rule.outcome == outcome:
                for end in (last - rule.half_width, last + rule.half_width):
                    panel.axhline(end, color=colour, linewidth=0.9, linestyle=":")
        # The first few intervals are so wide that nothing else could be seen.
        late = frame[(frame["outcome"] == outcome) & (frame["seeds"] >= min(5, frame["seeds"].max()))]
        low, high = late["low"].min(), late["high"].max()
        if low < high:
            panel.set_ylim(low - 0.05 * (high - low), high + 0.05 * (high - low))
        panel.set_title(outcome_label(outcome, language), fontsize=10, loc="left")
        panel.set_ylabel(unit(DECLARED[outcome], language), fontsize=8, color=GREY)
        panel.set_xlabel(word("seeds_axis", language), fontsize=8, color=GREY)
        panel.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        panel.yaxis.set_major_locator(MaxNLocator(5))
        panel.yaxis.set_major_formatter(number_formatter(language))
        tidy(panel)
    legend(figure, [levels_text([level], language) for level in levels])
    return figure
