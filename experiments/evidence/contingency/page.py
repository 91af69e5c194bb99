"""The contingency page: runs both studies, draws both figures and tells what they say, in numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.evidence.contingency.figures import LABELS, drivers, intensity_figure, map_figure
from experiments.evidence.contingency.intensity import BETTER, verdicts
from experiments.evidence.contingency.studies import (
    CONDITIONS,
    INTENSITIES,
    KNOWLEDGE,
    NECESSITIES,
    OUTCOMES,
    PARADIGMS,
    intensity_study,
    knowledge_shares,
    map_study,
)
from experiments.evidence.contingency.summary import Found, summary
from experiments.evidence.contingency.surface import Surface, best, differences, fit_surface
from experiments.output.csv_files import write_csv
from experiments.output.documents import markdown_table
from experiments.output.figures import save_figure, save_page_figure
from experiments.output.texts import LANGUAGES
from experiments.sweeps.results import Results, run_study
from model.parameters.parameters import Parameters

COMMAND = "samskaping contingency --out results/contingency --write docs/contingency.md"
TEN_YEARS = 10.0


def make(
    out: Path, samples: int, map_seeds: int, seeds: int, citizens: int, workers: int | None, figures: Path | None
) -> str:
    """Run what is not yet done of both studies in `out`, draw the figures, and return the page as Markdown."""
    over_map = run_study(map_study(samples, map_seeds, citizens), out / "map", workers)
    over_intensity = run_study(intensity_study(seeds, citizens), out / "intensity", workers)
    points, by_seed = differences(over_map)
    names = [c.name for c in CONDITIONS]
    x = points[names].to_numpy(float)
    surfaces = {
        (paradigm, outcome): fit_surface(x, by_seed[paradigm, outcome], points["point"].to_numpy())
        for paradigm in PARADIGMS[1:]
        for outcome in OUTCOMES
    }
    for language in LANGUAGES:
        end = "" if language == "en" else f"-{language}"
        shown = figures if language == "en" else None  # the page is English
        _draw(map_figure(surfaces, today(), points, language), f"contingency{end}", out, shown)
        _draw(intensity_figure(over_intensity, language), f"intensity{end}", out, shown)
    told = verdicts(over_intensity)
    write_csv(told, out / "intensity.csv")
    write_csv(points, out / "points.csv")
    size = (
        f"{samples} points x {len(PARADIGMS)} paradigms x {map_seeds} seeds, {citizens:,} citizens, 20 years; and "
        f"{len(NECESSITIES)} x {len(INTENSITIES)} points x {seeds} seeds, 10 years"
    )
    found = Found(x, names, surfaces, np.array([[today()[name] for name in names]]), told)
    parts = [*_head(size), *summary(found), *_map(points, surfaces, names), *_intensity(told, over_intensity)]
    return "\n".join(parts) + "\n"


def _draw(figure: Figure, name: str, out: Path, figures: Path | None) -> None:
    """Write a figure into `out`, and into `figures` as the page shows it."""
    out.mkdir(parents=True, exist_ok=True)
    save_figure(figure, out, name)
    if figures is not None:
        save_page_figure(figure, figures, name)


def today() -> dict[str, float]:
    """Return the conditions of the default town, after ten years."""
    p = Parameters()
    lived, codified = knowledge_shares({"needs.lived": 1.0, "needs.codified": 1.0})
    return {
        "lived": lived, "codified": codified, "wickedness": 1.0, "facilitation": 0.3, "trust": p.trust.start,
        "budget": 1.0, "horizon": TEN_YEARS,
    }  # fmt: skip


def _head(size: str) -> list[str]:
    return [
        "# When is each way of governing best?",
        "",
        f"Made by `{COMMAND}`; do not edit by hand. ({size}.)",
        "",
        "The question is not who wins on average but **where** each is best, for what, and how sure that is. *Responsive* is a",
        "control: NPG's rules that ask nothing of citizens (discretion, coordination, plain language, fewer papers, outreach,",
        "training). What it gives is good administration; what NPG gives beyond it is co-creation.",
        "",
    ]


def _map(points: pd.DataFrame, surfaces: dict[tuple[str, str], Surface], names: list[str]) -> list[str]:
    x = points[names].to_numpy(float)
    rows = []
    for outcome in OUTCOMES:
        own = [surfaces[paradigm, outcome] for paradigm in PARADIGMS[1:]]
        winner = best(own, x, BETTER[outcome] != "lower")
        shares = [f"{(winner == k).mean():.0%}" for k in range(len(PARADIGMS))]
        rows.append([LABELS[outcome].label_en, *shares, f"{(winner == -1).mean():.0%}"])
    effects = []
    for (paradigm, outcome), surface in surfaces.items():
        told = ", ".join(f"{name} {_signed(slope)}" for name, slope in drivers(surface, names))
        mean, half = surface.at(np.array([[today()[name] for name in names]]))
        effects.append([
            LABELS[outcome].label_en, f"{paradigm} - {PARADIGMS[0]}", f"{_signed(mean[0])} ± {_size(half[0])}",
            f"{surface.explained:.0%}", told,
        ])  # fmt: skip
    conditions = [
        [c.name, c.en, _range(points[c.name].min(), points[c.name].max()), _size(today()[c.name])] for c in CONDITIONS
    ]
    return [
        "## The map",
        "",
        "Conditions are drawn at random over the ranges below, all at once (a Latin hypercube), and each paradigm meets the",
        "same points with the same seeds. Kind of knowledge comes from factors of "
        f"{KNOWLEDGE[0]:g} to {KNOWLEDGE[1]:g} on the weights of lived and codified knowledge in every area.",
        "",
        *_table(["condition", "meaning", "sampled", "today"], conditions),
        "",
        "A quadratic surface of the paired difference from TPA is fitted over all conditions. *Best* means better than all",
        "others with 95 % certainty, on the fitted surfaces, at the conditions sampled (years 1, 5, 10 and 20). Intervals count",
        "both the points and the seeds as samples, since all points share their seeds:",
        "",
        *_table(["outcome", *(f"{p} best" for p in PARADIGMS), "not certain"], rows),
        "",
        "![Who is best where](figures/contingency.png)",
        "",
        "The cross is today's Norway as the model has it. How far the surfaces can be believed, what they say there, and what",
        "moves them most (change over half of a condition's range, in the outcome's unit). *Explained* is the share of",
        "variance predicted at points left out of the fit: where it is low, the colour of the map is too.",
        "",
        *_table(["outcome", "difference", "today, ten years", "explained", "moved most by"], effects),
        "",
    ]


def _intensity(told: pd.DataFrame, results: Results) -> list[str]:
    rows = []
    for _, row in told.iterrows():
        rows.append([
            LABELS[row["outcome"]].label_en, f"{row['necessity']:g}", f"{row['best']:.0%}", row["verdict"],
            *(_size(row[name]) for name in ("never", "always", "all_or_nothing", "rule")),
        ])  # fmt: skip
    verdict = told["verdict"]
    between = int((verdict == "between").sum())
    low, high = told["necessity"] < 0.5, told["necessity"] > 0.5
    agree = int(((verdict == "none") & low).sum() + ((verdict == "all") & high).sum())
    against = int(((verdict == "all") & low).sum() + ((verdict == "none") & high).sum())
    return [
        '## "Only when it is strictly necessary, but then 100 %"',
        "",
        "[Seed 003](evidence.md#seed-003-which-knowledge-do-i-need-when)'s rule is three claims that may fail: the best",
        "intensity is never between none and all; it is none where co-creation is not needed; it is all where it is.",
        "*Necessity* runs from 0 (codified knowledge x 3, tame problems) over 0.5 (as today) to 1 (lived knowledge x 3, twice",
        "as wicked). *Verdict* is what is sure: none or all better than every other intensity, or one between better than both ends (t-tests paired by seed, 95 %).",
        "",
        "![Intensity against necessity](figures/intensity.png)",
        "",
        f"Of {len(told)} cases (outcomes x necessities) the best intensity is surely *between* in {between}; of the"
        f" {int((low | high).sum())} where the rule has an answer (necessity not 0.5) it is surely right in {agree} and",
        f"surely wrong in {against}. The rest are not sure.",
        "",
        "Regret: what is lost against the best intensity at that necessity, by never co-creating, always, by the better of the",
        "two, and by the rule (all above 0.5, else none).",
        "",
        *_table(["outcome", "necessity", "best", "verdict", "never", "always", "all or nothing", "rule"], rows),
        "",
        f"({len(results.last)} runs.)",
    ]


def _size(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _signed(value: float) -> str:
    return ("+" if value >= 0 else "\N{MINUS SIGN}") + _size(abs(value))


def _range(low: float, high: float) -> str:
    return f"{_size(low)} to {_size(high)}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return markdown_table(head, list(rows)).splitlines()
