"""Studies whose results can be checked on paper, and files as their sweeps would leave them, without the model."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.design.study import study_of
from experiments.sweeps.results import Results

# Three ranges of different widths, so that values and shares are not the same.
RANGES = {"trust.gain": (0.1, 0.3), "trust.loss_aversion": (1.0, 3.0), "needs.wickedness": (0.5, 1.5)}
OUTCOMES = ("fit", "trust", "met_need_gap")


def study_text(kind: str, samples: int = 0, seeds: int = 2, more: str = "", factors: str = "") -> str:
    """Return a study of three ranges, crossed with two paradigms."""
    ranges = "\n".join(f'"{name}" = {{ low = {low}, high = {high} }}' for name, (low, high) in RANGES.items())
    return f"""
months = 2
seeds = {seeds}
outcomes = {json.dumps(OUTCOMES)}
[design]
kind = "{kind}"
samples = {samples}
{more}
[factors]
{factors or ranges}
paradigm = ["TPA", "NPG"]
"""


def fake(text: str, outcome: Callable[..., dict[str, float]]) -> Results:
    """Return results as a sweep would leave them, where `outcome(point, seed)` stands in for the model."""
    study = study_of(text)
    rows = [
        {"run_id": job.run_id, "status": "ok", "error": None, "seed": job.seed, "month": study.months, **job.point,
         **outcome(job.point, job.seed)}
        for job in study.jobs()
    ]  # fmt: skip
    shuffled = pd.DataFrame(rows).sample(frac=1, random_state=1)  # parts are written in any order
    return Results(study, Path("fake"), shuffled.reset_index(drop=True))


def shares(point: dict) -> np.ndarray:
    """Return a point's ranges as shares of them."""
    return np.array([(point[name] - low) / (high - low) for name, (low, high) in RANGES.items()])


def same(value: float) -> dict[str, float]:
    return dict.fromkeys(OUTCOMES, value)


def factorial(levels: str, seeds: int = 4) -> str:
    return f"months = 1\nseeds = {seeds}\noutcomes = {json.dumps(OUTCOMES)}\n[factors]\n{levels}"
