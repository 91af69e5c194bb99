"""Figures of the contingency page: the best paradigm by conditions, and the effect of intensity by necessity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from scipy import stats

from experiments.evidence.contingency.intensity import BETTER, surface_of
from experiments.evidence.contingency.studies import CONDITIONS, INTENSITIES, NECESSITIES, OUTCOMES, PARADIGMS
from experiments.evidence.contingency.surface import Surface, best
from experiments.evidence.listed import Values
from experiments.output.figures import number_formatter, places, style
from experiments.output.texts import Language, label
from experiments.runs.estimates import CONFIDENCE
from model.outcomes.outcomes import OUTCOMES as DECLARED
from samskaping.language import Texts

UNSURE, GREY = "#dcdcdc", "#595959"
GRID = 81
LEVELS = (0.2, 0.5, 0.8)
LABELS = {outcome.name: outcome for outcome in DECLARED}
HATCH = {"NPM": "....", "responsive": "||||", "NPG": "////"}  # patterns, for readers who cannot distinguish the colours
COLOURS = {name: style(place)[0] for name, place in places(PARADIGMS).items()}

_TEXTS = Texts(
    "experiments.contingency",
    {
        "title_levelled": "Best paradigm after ten years, levelled",
        "title_argued": "Best paradigm after ten years, presets as argued",
        "note_map": (
            "Colour: the paradigm that is significantly best at 95 %; grey: none. Facilitation is as above "
            "each column, under every paradigm; the free levers are in the middle, the other conditions as today."
        ),
        "facilitation": "facilitation {level}",
        "unsure": "not significant",
        "title_intensity": "Effect of co-creation, levelled, by intensity and necessity",
        "note_intensity": (
            "Co-creation (NPG) at 0 to 100 % intensity, where it is needed little (0) to much (1). Lines: "
            "mean difference from no co-creation; bands: 95 % intervals, paired by seed. Rings: the best "
            "intensity."
        ),
        "intensity": "intensity",
        "necessity": "necessity {level}",
    },
)


def words(key: str, language: Language, **values: object) -> str:
    """Return a text of the figures."""
    return _TEXTS(key, language, **values)


def map_figure(
    surfaces: Mapping[tuple[str, str], Surface],
    today: Mapping[str, float],
    sampled: pd.DataFrame,
    version: str,
    language: Language,
) -> Figure:
    """Return maps of the best paradigm: one outcome a row, one level of facilitation a column.

    `surfaces` are by (paradigm, outcome), `today` holds the conditions that do not vary, `sampled` the study's points.
    `version` names the presets in the title.
    """
    names = [c.name for c in CONDITIONS]
    lived = np.linspace(sampled["lived"].min(), sampled["lived"].max(), GRID)
    wicked = np.linspace(0.0, 2.0, GRID)
    xs, ys = np.meshgrid(lived, wicked)
    figure = Figure(figsize=(9.6, 2.15 * len(OUTCOMES) + 1.5))
    axes = figure.subplots(len(OUTCOMES), len(LEVELS), sharex=True, sharey=True)
    colours = ListedColormap([UNSURE, *(COLOURS[name] for name in PARADIGMS)])
    slope = np.polyfit(sampled["lived"], sampled["codified"], 1)
    for r, outcome in enumerate(OUTCOMES):
        for k, level in enumerate(LEVELS):
            at = np.tile([today[name] for name in names], (xs.size, 1))
            for name, values in (("lived", xs), ("wickedness", ys)):
                at[:, names.index(name)] = values.ravel()
            at[:, names.index("codified")] = np.polyval(slope, xs.ravel())
            at[:, names.index("facilitation")] = level
            own = [surfaces[paradigm, outcome] for paradigm in PARADIGMS[1:]]
            winner = best(own, at, BETTER[outcome] != "lower").reshape(xs.shape)
            panel = axes[r, k]
            panel.pcolormesh(xs, ys, winner, cmap=colours, vmin=-1.5, vmax=len(PARADIGMS) - 0.5, rasterized=True)
            for place, hatch in enumerate(map(HATCH.get, PARADIGMS)):
                if hatch and (winner == place).any():
                    panel.contourf(xs, ys, (winner == place).astype(float), [0.5, 1.5], colors="none", hatches=[hatch])
            panel.plot([today["lived"]], [today["wickedness"]], marker="+", color="white", markersize=9, mew=2.4)
            panel.plot([today["lived"]], [today["wickedness"]], marker="+", color="black", markersize=8, mew=1.2)
            if r == 0:
                shown = number_formatter(language)(level, 0)
                panel.set_title(words("facilitation", language, level=shown), fontsize=9)
            if k == 0:
                panel.set_ylabel(fill(label(LABELS[outcome], language), 16), fontsize=9)
            for axis in (panel.xaxis, panel.yaxis):
                axis.set_major_formatter(number_formatter(language))
            panel.tick_params(labelsize=8)
    condition = {c.name: c.text.text(language) for c in CONDITIONS}
    figure.supxlabel(condition["lived"], fontsize=9)
    figure.supylabel(condition["wickedness"], fontsize=9)
    handles = [
        Patch(facecolor=COLOURS[name], hatch=HATCH.get(name), edgecolor="white", label=name) for name in PARADIGMS
    ]
    handles.append(Patch(facecolor=UNSURE, label=words("unsure", language)))
    _head(figure, words(f"title_{version}", language), words("note_map", language))
    height = figure.get_figheight()
    figure.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0.01, 1 - 0.72 / height), ncols=len(handles),
        frameon=False, fontsize=9,
    )  # fmt: skip
    figure.subplots_adjust(top=1 - 1.3 / height)
    return figure


def intensity_figure(results: Values, language: Language) -> Figure:
    """Return one panel an outcome: the change from no co-creation over intensity, one line a level of necessity."""
    figure = Figure(figsize=(11.6, 6.6))
    axes = figure.subplots(2, 4).ravel()
    axes[-1].set_axis_off()
    shades = [(0.85 * (1 - n) ** 0.8, 0.85 * (1 - n) ** 0.8, 0.85 * (1 - n) ** 0.8) for n in NECESSITIES]
    for panel, outcome in zip(axes, OUTCOMES, strict=False):
        values = surface_of(results, outcome, "levelled")
        change = values - values[:, :1]
        means = change.mean(axis=2)
        seeds = change.shape[2]
        t = stats.t.ppf((1 + CONFIDENCE) / 2, seeds - 1)
        half = t * change.std(axis=2, ddof=1) / np.sqrt(seeds)
        sign = -1.0 if BETTER[outcome] == "lower" else 1.0
        for k, necessity in enumerate(NECESSITIES):
            name = words("necessity", language, level=number_formatter(language)(necessity, 0))
            panel.plot(INTENSITIES, means[k], color=shades[k], label=name, lw=1.6, ls=style(k)[1])
            panel.fill_between(INTENSITIES, means[k] - half[k], means[k] + half[k], color=shades[k], alpha=0.18, lw=0)
            top = int((sign * means[k]).argmax())
            panel.plot([INTENSITIES[top]], [means[k, top]], "o", mfc="none", mec="#D55E00", ms=8, mew=1.6)
        panel.axhline(0.0, color=GREY, lw=0.7)
        arrow = "\N{DOWNWARDS ARROW}" if sign < 0 else "\N{UPWARDS ARROW}"
        panel.set_title(f"{label(LABELS[outcome], language)} {arrow}", fontsize=9, loc="left")
        panel.set_xlabel(words("intensity", language), fontsize=8)
        for axis in (panel.xaxis, panel.yaxis):
            axis.set_major_formatter(number_formatter(language))
        panel.tick_params(labelsize=8)
        panel.spines[["top", "right"]].set_visible(False)
    handles, names = axes[0].get_legend_handles_labels()
    _head(figure, words("title_intensity", language), words("note_intensity", language))
    axes[-1].legend(handles, names, loc="center", frameon=False, fontsize=9)
    figure.subplots_adjust(bottom=0.08, top=0.83, hspace=0.42, wspace=0.38, left=0.08, right=0.98)
    return figure


def _head(figure: Figure, title: str, note: str) -> None:
    height = figure.get_figheight()
    figure.text(0.02, 1 - 0.3 / height, title, fontsize=13, fontweight="bold")
    figure.text(0.02, 1 - 0.42 / height, fill(note, 138), fontsize=8.5, color=GREY, va="top")
    figure.subplots_adjust(top=1 - 1.15 / height, bottom=0.6 / height, left=0.13, right=0.98, hspace=0.16, wspace=0.1)


def drivers(surface: Surface, names: Sequence[str], most: int = 3) -> list[tuple[str, float]]:
    """Return the conditions with the steepest slopes at the middle: (name, change over half the range)."""
    slopes = surface.b[1 : 1 + len(names)]
    order = np.argsort(-np.abs(slopes))[:most]
    return [(names[k], float(slopes[k])) for k in order]
