"""The contingency page: runs both studies, draws both figures, and computes the numbers of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.evidence.contingency.figures import LABELS, drivers, intensity_figure, map_figure
from experiments.evidence.contingency.intensity import verdicts
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
from experiments.evidence.contingency.summary import MapResults, levels, summary
from experiments.evidence.contingency.surface import Surface, differences, fit_surface
from experiments.evidence.pages import percent, signed3, size3
from experiments.output.csv_files import write_csv
from experiments.output.figures import save_figure, save_page_figure
from experiments.sweeps.results import run_study
from model.parameters.parameters import Parameters
from samskaping.language import SOURCE, languages

COMMAND = "samskaping contingency --out results/contingency --write docs/contingency.md"
TEN_YEARS = 10.0


def make(
    out: Path, samples: int, map_seeds: int, seeds: int, citizens: int, workers: int | None, figures: Path | None
) -> dict[str, Any]:
    """Run what both studies in `out` still lack, draw the figures, and return the page's values.

    Args:
        out: folder of both sweeps, figures and tables.
        samples: points of the map.
        map_seeds: seeds at each point of the map.
        seeds: seeds of the intensity study.
        citizens: of each town.
        workers: processes; None is one for each core.
        figures: folder for copies of the figures that the page shows, or None.
    """
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
    for language in languages():
        end = "" if language == SOURCE else f"-{language}"
        shown = figures if language == SOURCE else None  # the page is in English
        _draw(map_figure(surfaces, today(), points, language), f"contingency{end}", out, shown)
        _draw(intensity_figure(over_intensity, language), f"intensity{end}", out, shown)
    judged = verdicts(over_intensity)
    write_csv(judged, out / "intensity.csv")
    write_csv(points, out / "points.csv")
    size = {
        "samples": samples, "map_seeds": map_seeds, "seeds": seeds, "citizens": citizens,
        "necessities": len(NECESSITIES), "intensities": len(INTENSITIES), "intensity_runs": len(over_intensity.last),
    }  # fmt: skip
    return values(points, surfaces, judged, size)


def values(
    points: pd.DataFrame, surfaces: dict[tuple[str, str], Surface], judged: pd.DataFrame, size: Mapping[str, int]
) -> dict[str, Any]:
    """Return the values of the template `contingency.md.jinja`.

    Args:
        points: conditions sampled, see `surface.differences`.
        surfaces: differences from the first paradigm, by (paradigm, outcome).
        judged: the best intensity by outcome and necessity, see `intensity.verdicts`.
        size: numbers of points, seeds, citizens and runs.
    """
    names = [c.name for c in CONDITIONS]
    x = points[names].to_numpy(float)
    results = MapResults(x, names, surfaces, _today(names))
    return {
        "command": COMMAND,
        "size": size,
        "paradigms": PARADIGMS,
        "knowledge": KNOWLEDGE,
        "summary": summary(results),
        "counts": levels(judged),
        "claim": _claim(judged),
        "conditions": [
            [
                c.name,
                c.text.english,
                f"{size3(points[c.name].min())} to {size3(points[c.name].max())}",
                size3(today()[c.name]),
            ]
            for c in CONDITIONS
        ],  # fmt: skip
        "shares": _shares(results),
        "effects": _effects(results),
        "verdicts": _verdict_rows(judged),
    }


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


def _today(names: Sequence[str]) -> np.ndarray:
    return np.array([[today()[name] for name in names]])


def _shares(results: MapResults) -> list[list[str]]:
    """Return by outcome the share of the conditions in which each paradigm, and none, is significantly best."""
    rows = []
    for outcome in OUTCOMES:
        winner = results.winners(outcome)
        rows.append([LABELS[outcome].label_en, *(percent((winner == k).mean()) for k in (*range(len(PARADIGMS)), -1))])
    return rows


def _effects(results: MapResults) -> list[list[str]]:
    """Return by paradigm and outcome today's difference, the fit of the surface and the largest effects."""
    rows = []
    for (paradigm, outcome), surface in results.surfaces.items():
        now = results.now(paradigm, outcome)
        rows.append([
            LABELS[outcome].label_en, f"{paradigm} \N{MINUS SIGN} {PARADIGMS[0]}",
            f"{signed3(now.mean)} ± {size3(now.half)}", percent(surface.explained),
            ", ".join(f"{name} {signed3(slope)}" for name, slope in drivers(surface, results.names)),
        ])  # fmt: skip
    return rows


def _claim(judged: pd.DataFrame) -> dict[str, int]:
    """Return in how many cases Borge's rule has an answer, and in how many it is significantly right, and wrong."""
    verdict, low, high = judged["verdict"], judged["necessity"] < 0.5, judged["necessity"] > 0.5
    return {
        "answered": int((low | high).sum()),
        "right": int(((verdict == "none") & low).sum() + ((verdict == "all") & high).sum()),
        "wrong": int(((verdict == "all") & low).sum() + ((verdict == "none") & high).sum()),
    }


def _verdict_rows(judged: pd.DataFrame) -> list[dict[str, Any]]:
    rows = judged.to_dict("records")
    return [{**row, "label": LABELS[row["outcome"]].label_en} for row in rows]
