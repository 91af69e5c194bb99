"""The contingency page: runs the studies, draws the figures, and computes the numbers of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.evidence.arms import VERSIONS, free_levers
from experiments.evidence.contingency.figures import drivers, intensity_figure, map_figure
from experiments.evidence.contingency.intensity import verdicts
from experiments.evidence.contingency.levelling import Comparison, comparisons
from experiments.evidence.contingency.stored import stored
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
    today_study,
)
from experiments.evidence.contingency.summary import MapResults, levels, summary
from experiments.evidence.contingency.surface import Surface, differences, fit_surface
from experiments.evidence.listed import Listed, Values
from experiments.evidence.pages import in_languages, page_languages
from experiments.output.csv_files import write_csv
from experiments.output.figures import save_figure, shrink_figure
from experiments.runs.versions import model_hash
from experiments.sweeps.results import run_study
from model.paradigms.protocol import levelled
from model.parameters.parameters import Parameters
from samskaping.language import SOURCE

COMMAND = "samskaping contingency --out results/contingency --write docs/contingency.md"
MAP_COMMAND = "samskaping contingency --out results/contingency --map FILE"
TEN_YEARS = 10.0


def make(
    out: Path, samples: int, map_seeds: int, seeds: int, citizens: int, workers: int | None, figures: Path | None,
    map_file: Path | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Run what the studies in `out` still lack, draw the figures, and return the page's values.

    Args:
        out: folder of the sweeps, figures and tables.
        samples: points of the map.
        map_seeds: seeds at each point of the map.
        seeds: seeds of today's conditions; the intensity study has half as many.
        citizens: of each town.
        workers: processes; None is one for each core.
        figures: folder for copies of the figures that the page shows, or None.
        map_file: file for the results at each point of the map, see `stored`, or None.
    """
    over_map, now = map_study(samples, map_seeds, citizens), today_study(seeds, citizens)
    intensities = intensity_study(max(2, seeds // 2), citizens)

    def run(study: Listed) -> Values:
        return Values(study, run_study(study.study, out / study.study.name, workers))

    today_values = run(now)
    intensity_values = run(intensities)
    map_values = run(over_map.listed)
    if map_file is not None:
        stored(over_map, map_values, out / over_map.listed.study.name, citizens, MAP_COMMAND).save(map_file)
    points, by_seed = differences(over_map, map_values)
    names = [c.name for c in CONDITIONS]
    x, point = points[names].to_numpy(float), points["point"].to_numpy()
    surfaces = {key: fit_surface(x, change, point) for key, change in by_seed.items()}
    for language in page_languages("contingency"):
        end = "" if language == SOURCE else f"-{language}"
        for version, name in zip(VERSIONS, ("contingency", "contingency-argued"), strict=True):
            drawn = map_figure(of_version(surfaces, version), today(), points, version, language)
            _draw(drawn, f"{name}{end}", out, figures)
        _draw(intensity_figure(intensity_values, language), f"intensity{end}", out, figures)
    judged = {version: verdicts(intensity_values, version) for version in VERSIONS}
    compared = comparisons(today_values)
    for version in VERSIONS:
        write_csv(judged[version], out / f"intensity-{version}.csv")
    write_csv(points, out / "points.csv")
    write_csv(_table(compared), out / "today.csv")
    size = {
        "samples": samples, "map_seeds": map_seeds, "seeds": seeds, "citizens": citizens,
        "necessities": len(NECESSITIES), "intensities": len(INTENSITIES),
        "intensity_seeds": len(intensities.study.seeds), "intensity_runs": intensities.study.size,
        "runs": sum(study.study.size for study in (over_map.listed, now, intensities)),
    }  # fmt: skip
    return values(points, surfaces, judged, compared, size)


def of_version(surfaces: Mapping[tuple[str, str, str], Surface], version: str) -> dict[tuple[str, str], Surface]:
    """Return the surfaces of one version, by (paradigm, outcome)."""
    return {(paradigm, outcome): surface for (of, paradigm, outcome), surface in surfaces.items() if of == version}


def values(
    points: pd.DataFrame,
    surfaces: Mapping[tuple[str, str, str], Surface],
    judged: Mapping[str, pd.DataFrame],
    compared: Sequence[Comparison],
    size: Mapping[str, int],
) -> dict[str, Any]:
    """Return the values of the templates `contingency*.md.jinja`, independent of language.

    Args:
        points: conditions sampled, see `surface.differences`.
        surfaces: differences from the first paradigm, by (version, paradigm, outcome).
        judged: the best intensity by outcome and necessity, see `intensity.verdicts`, by version.
        compared: differences under today's conditions, see `levelling.comparisons`.
        size: numbers of points, seeds, citizens and runs.
    """
    names = [c.name for c in CONDITIONS]
    x = points[names].to_numpy(float)
    results = {version: MapResults(x, names, of_version(surfaces, version), _today(names)) for version in VERSIONS}
    return {
        "command": COMMAND,
        "model": model_hash(),
        "size": size,
        "paradigms": PARADIGMS,
        "knowledge": KNOWLEDGE,
        "levelled": levelled(),
        "levers": {end: free_levers(end) for end in ("low", "high")},
        "today": compared,
        "summary": {version: summary(one) for version, one in results.items()},
        "counts": {version: levels(one) for version, one in judged.items()},
        "claim": {version: _claim(one) for version, one in judged.items()},
        "conditions": [
            {
                "name": c.name, "text": in_languages(c.text), "low": points[c.name].min(),
                "high": points[c.name].max(), "today": today()[c.name],
            }
            for c in CONDITIONS
        ],
        "shares": [
            {"outcome": outcome, **{version: _shares(one, outcome) for version, one in results.items()}}
            for outcome in OUTCOMES
        ],
        "effects": _effects(results["levelled"]),
        "verdicts": judged["levelled"].to_dict("records"),
    }  # fmt: skip


def _draw(figure: Figure, name: str, out: Path, figures: Path | None) -> None:
    """Write a figure into `out`, and into `figures` as the page shows it."""
    out.mkdir(parents=True, exist_ok=True)
    save_figure(figure, out, name)
    if figures is not None:
        shrink_figure(out / f"{name}.png", figures, name)


def today() -> dict[str, float]:
    """Return the conditions of the default town after ten years, the free levers in the middle of their ranges."""
    p = Parameters()
    lived, codified = knowledge_shares({"needs.lived": 1.0, "needs.codified": 1.0})
    return {
        "lived": lived, "codified": codified, "wickedness": 1.0, "facilitation": 0.3, "trust": p.trust.start,
        "budget": 1.0, "levers": 0.5, "horizon": TEN_YEARS,
    }  # fmt: skip


def _today(names: Sequence[str]) -> np.ndarray:
    return np.array([[today()[name] for name in names]])


def _shares(results: MapResults, outcome: str) -> list[float]:
    """Return the share of the conditions in which each paradigm, and none, is significantly best."""
    winner = results.winners(outcome)
    return [float((winner == k).mean()) for k in (*range(len(PARADIGMS)), -1)]


def _effects(results: MapResults) -> list[dict[str, Any]]:
    """Return by paradigm and outcome today's difference, the fit of the surface and the largest effects."""
    rows = []
    for (paradigm, outcome), surface in results.surfaces.items():
        now = results.now(paradigm, outcome)
        rows.append({
            "outcome": outcome, "paradigm": paradigm, "mean": now.mean, "half": now.half,
            "explained": surface.explained, "drivers": drivers(surface, results.names),
        })  # fmt: skip
    return rows


def _table(compared: Sequence[Comparison]) -> pd.DataFrame:
    """Return the differences under today's conditions as a table: a row each outcome, paradigm, version and levers."""
    rows = [
        (one.outcome, one.paradigm, *key.split(), difference.mean, difference.low, difference.high, one.verdict)
        for one in compared
        for key, difference in one.differences.items()
    ]
    names = ["outcome", "paradigm", "version", "levers", "difference", "low", "high", "verdict"]
    return pd.DataFrame(rows, columns=names)


def _claim(judged: pd.DataFrame) -> dict[str, int]:
    """Return in how many cases Borge's rule has an answer, and in how many it is significantly right, and wrong."""
    verdict, low, high = judged["verdict"], judged["necessity"] < 0.5, judged["necessity"] > 0.5
    return {
        "answered": int((low | high).sum()),
        "right": int(((verdict == "none") & low).sum() + ((verdict == "all") & high).sum()),
        "wrong": int(((verdict == "all") & low).sum() + ((verdict == "none") & high).sum()),
    }
