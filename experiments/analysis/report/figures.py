"""Figures of sensitivity, contrasts and regret: one panel per outcome, since outcomes have their own units.

Figures use `matplotlib.figure.Figure`, never pyplot, and draw the tables that are written beside them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from experiments.analysis.report.drawing import GREY, legend, offsets, outcome_panel, panels, row_names
from experiments.analysis.report.words import levels_text, rows_text, word
from experiments.analysis.sensitivity import CHANCE
from experiments.analysis.tradeoffs import ALL
from experiments.output.figures import style
from experiments.output.texts import share_text
from experiments.output.texts_units import outcome_label
from samskaping.language import Language

_COLUMNS = 3
_GROUPS = 40
"""Most groups drawn; the table has all."""

_OUTCOMES = 15
"""Most outcomes drawn, one panel each; the table has all."""

_FACTORS = 15
"""Most factors drawn, the strongest first; the table has all."""


def sensitivity_figure(table: pd.DataFrame, title: str, language: Language = "en") -> Figure:
    """Return Sobol' or Morris indices as bars with intervals: one row per factor, one colour per combination."""
    morris = "mu_star" in set(table["index"])
    main, second = ("mu_star", "sigma") if morris else ("ST", "S1")
    crossed = list(table.columns[: list(table.columns).index("outcome")])
    table = table.assign(combination=rows_text(table[crossed], language))
    combos = list(dict.fromkeys(table["combination"]))
    outcomes, cut = _drawn(table["outcome"], language)
    table = table[table["outcome"].isin(outcomes)]
    values = table.set_index(["outcome", "combination", "index", "factor"])[["value", "low", "high"]].sort_index()
    factors = _by_weight(table[table["index"] == main])
    luck = (table["factor"] == CHANCE).any()
    notes = [
        word("note_morris" if morris else "note_sobol", language),
        *([word("note_luck", language)] if luck else []),
        *cut,
    ]
    tall = 0.25 + len(factors) * max(0.26, 0.13 * len(combos))
    figure, axes = panels(len(outcomes), _COLUMNS, tall, title, notes, factors)
    for place, (panel, outcome) in enumerate(zip(axes, outcomes)):
        for k, combo in enumerate(combos):
            colour, y = style(k + (len(combos) == 1) * 2)[0], np.arange(len(factors)) + offsets(len(combos))[k]
            here = values.loc[(outcome, combo)]
            thick = 0.76 / len(combos)
            large, small = (here.loc[index].reindex(factors) for index in (main, second))
            panel.barh(y, large["value"], thick * 0.9, color=colour, alpha=0.75 if morris else 0.3, linewidth=0)
            if morris:
                _whiskers(panel, large, y, "#222222")
                panel.plot(small["value"], y, "D", markersize=3.2, markerfacecolor="white", markeredgecolor=colour)
            else:
                _whiskers(panel, large, y + thick * 0.32, colour, 0.6)
                panel.barh(y, small["value"].clip(lower=0), thick * 0.5, color=colour, linewidth=0)
                _whiskers(panel, small, y, "#8c8c8c" if colour == "#000000" else "#222222")
            if luck:
                panel.axvline(here.loc[("noise", CHANCE), "value"], color=colour, linestyle=":", linewidth=1.1)
        outcome_panel(panel, outcome, language, None if morris else word("share", language))
        row_names(panel, factors, place % _COLUMNS == 0)
        end = panel.get_xlim()[1]
        panel.set_xlim(0, (end if end > 0 else 1.0) if morris else max(1.0, min(1.5, end)))
    legend(figure, combos)
    return figure


def contrasts_figure(table: pd.DataFrame, title: str, language: Language = "en") -> Figure:
    """Return each level's difference from the base as a dot with its interval, one row per level and group."""
    by = list(table.columns[: list(table.columns).index("outcome")])
    levels = list(dict.fromkeys(table["level"]))
    outcomes, notes = _drawn(table["outcome"], language)
    table = table.assign(group=rows_text(table[by], language))
    groups = list(dict.fromkeys(table["group"]))
    if len(groups) > _GROUPS:
        notes.append(word("some_rows", language, n=_GROUPS, all=len(groups)))
        groups = groups[:_GROUPS]
    names = groups if by else [levels_text([level], language) for level in levels]
    key = "note_contrasts_one" if table["low"].isna().all() else "note_contrasts"
    note = word(key if (table["points"] > 1).any() else f"{key}_point", language)
    tall = 0.3 + len(names) * max(0.3, (0.17 * len(levels) if by else 0.3))
    notes = [note, *([word("rows", language, names=", ".join(by))] if by else []), *notes]
    figure, axes = panels(len(outcomes), _COLUMNS, tall, title, notes, names)
    for place, (panel, outcome) in enumerate(zip(axes, outcomes)):
        for k, level in enumerate(levels):
            part = table[(table["outcome"] == outcome) & (table["level"] == level)].set_index("group")
            part = part.reindex(groups)
            y = np.arange(len(groups)) + offsets(len(levels))[k] if by else np.array([float(k)])
            colour, _, marker = style(k + 1)
            panel.hlines(y, part["p05"], part["p95"], color=colour, linewidth=0.9)
            panel.hlines(y, part["low"], part["high"], color=colour, linewidth=3.4)
            panel.plot(part["difference"], y, marker, color=colour, markersize=5.5, markeredgecolor="white")
        panel.axvline(0, color=GREY, linewidth=0.9)
        outcome_panel(panel, outcome, language)
        row_names(panel, names, place % _COLUMNS == 0)
    if by:
        legend(figure, [levels_text([level], language) for level in levels], first=1)
    return figure


def regret_figure(table: pd.DataFrame, title: str, ways: Mapping[str, str], language: Language = "en") -> Figure:
    """Return bars of each option's mean and largest regret, with how often it is best; below, the requirements met."""
    option = table.columns[0]
    levels = list(dict.fromkeys(table[option]))
    outcomes, cut = _drawn(table.loc[table["outcome"] != ALL, "outcome"], language)
    demands = list(dict.fromkeys(table.loc[table["measure"] == "satisfied", "outcome"]))
    values = table.set_index(["outcome", "measure", option])[["value", "chance"]]
    one = values["chance"].isna().all()
    notes = [word("note_regret_one" if one else "note_regret", language), *cut]
    figure, axes = panels(len(outcomes) + bool(demands), _COLUMNS, 0.3 + 0.5 * len(levels), title, notes, own=1.75)
    for panel, outcome in zip(axes, outcomes):
        for k, level in enumerate(levels):
            colour = style(k)[0]
            for measure, alpha, tall, layer in (("max_regret", 0.3, 0.62, 1), ("mean_regret", 1.0, 0.34, 3)):
                row = values.loc[(outcome, measure, level)]
                panel.barh(k, row["value"], tall, color=colour, alpha=alpha, linewidth=0, zorder=layer)
                if not one:
                    panel.vlines(
                        row["chance"], k - tall / 2, k + tall / 2, color="#222222", linestyle=":", linewidth=1.4,
                        zorder=layer + 1,
                        path_effects=[withStroke(linewidth=3, foreground="white")],
                    )  # fmt: skip
        names = [_best(values, outcome, level, language) for level in levels]
        outcome_panel(panel, outcome, language, way=ways[outcome])
        row_names(panel, names, True)
        panel.set_xlim(0, max(panel.get_xlim()[1], 0.0) or 1.0)
    if demands:
        panel = axes[-1]
        for k, level in enumerate(levels):
            shares = [values.loc[(outcome, "satisfied", level), "value"] for outcome in demands]
            panel.barh(np.arange(len(demands)) + offsets(len(levels))[k], shares, 0.7 / len(levels), color=style(k)[0])
        outcome_panel(panel, outcomes[0], language, word("share_scenarios", language))
        panel.set_title(word("demands", language), fontsize=10, loc="left")
        row_names(
            panel, [word("all_demands", language) if o == ALL else outcome_label(o, language) for o in demands], True
        )
        panel.set_xlim(0, 1)
    legend(figure, [levels_text([level], language) for level in levels])
    return figure


def _drawn(named: pd.Series, language: Language) -> tuple[list[str], list[str]]:
    """Return the outcomes to draw, and a note where there are more."""
    outcomes = list(dict.fromkeys(named))
    cut = [word("some_panels", language, n=_OUTCOMES, all=len(outcomes))] if len(outcomes) > _OUTCOMES else []
    return outcomes[:_OUTCOMES], cut


def _best(values: pd.DataFrame, outcome: str, level: object, language: Language) -> str:
    """Return an option's name with how often it is best."""
    best, clearly = (values.loc[(outcome, measure, level), "value"] for measure in ("best", "clearly_best"))
    lines = [levels_text([level], language), f"{word('best', language)} {share_text(best, language)}"]
    if np.isfinite(clearly):
        lines.append(f"{word('clearly_best', language)} {share_text(clearly, language)}")
    return "\n".join(lines)


def _by_weight(table: pd.DataFrame) -> list[str]:
    """Return the strongest factors on average over outcomes, the strongest first."""
    largest = table.groupby("outcome")["value"].transform("max")
    weight = (table["value"] / largest.where(largest > 0)).groupby(table["factor"], sort=False).mean().fillna(0)
    return list(weight.sort_values(ascending=False, kind="stable").index[:_FACTORS])


def _whiskers(panel: Axes, rows: pd.DataFrame, y: np.ndarray, colour: str, alpha: float = 1.0) -> None:
    panel.hlines(y, rows["low"].clip(lower=0), rows["high"].clip(lower=0), color=colour, linewidth=1.2, alpha=alpha)
