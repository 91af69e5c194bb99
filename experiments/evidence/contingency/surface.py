"""Differences between paradigms at the points of a map, and where one is best by the surfaces fitted to them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from experiments.analysis.surface import Surface, fit_surface
from experiments.evidence.arms import VERSIONS
from experiments.evidence.contingency.studies import CONDITIONS, HORIZONS, OUTCOMES, PARADIGMS, Map, knowledge_shares
from experiments.evidence.listed import Values
from model.parameters.parameters import Parameters

__all__ = ["Surface", "best", "differences", "fit_surface"]


def conditions_of(study: Map) -> pd.DataFrame:
    """Return the sampled conditions: a row each point and horizon, with a column each condition, and `point`."""
    today = Parameters().money.case_budget
    rows = []
    for k, sampled in enumerate(study.sampled):
        lived, codified = knowledge_shares(sampled)
        conditions = {c.name: sampled[c.setting] for c in CONDITIONS if c.setting}
        conditions |= {"lived": lived, "codified": codified, "levers": float(study.levers[k])}
        conditions["budget"] /= today
        rows += [{**conditions, "horizon": month / 12.0, "point": k} for month in HORIZONS]
    return pd.DataFrame(rows)


def differences(study: Map, values: Values) -> tuple[pd.DataFrame, dict[tuple[str, str, str], np.ndarray]]:
    """Return how paradigms differ from the first one, at each point and horizon.

    Returns:
        The conditions, see `conditions_of`.
        The differences seed by seed, (rows, seeds), by (version, paradigm, outcome); NaN where a run is missing.
    """
    by_seed = {}
    for version in VERSIONS:
        for paradigm in PARADIGMS[1:]:
            for outcome in OUTCOMES:
                by_seed[version, paradigm, outcome] = np.stack([
                    values.of((k, version, paradigm), outcome, month)
                    - values.of((k, version, PARADIGMS[0]), outcome, month)
                    for k in range(len(study.sampled)) for month in HORIZONS
                ])  # fmt: skip
    return conditions_of(study), by_seed


def best(surfaces: Sequence[Surface], x: np.ndarray, higher_is_better: bool) -> np.ndarray:
    """Return the significantly best paradigm at conditions `x`: 0 is the first, 1 and on the others, -1 none.

    A paradigm is best where its difference from each other paradigm exceeds the 95 % interval. Surfaces of two
    paradigms are treated as independent. Both are differences from the same runs, so they are correlated, and the
    intervals between them are too wide rather than too narrow.
    """
    means, halves = [np.zeros(len(x))], [np.zeros(len(x))]
    for surface in surfaces:
        mean, half = surface.at(x)
        means.append(mean)
        halves.append(half)
    value = np.stack(means) * (1.0 if higher_is_better else -1.0)
    half = np.stack(halves)
    winner = value.argmax(axis=0)
    significant = np.ones(len(x), bool)
    for k in range(len(value)):
        gap = np.take_along_axis(value, winner[None], 0)[0] - value[k]
        slack = np.hypot(np.take_along_axis(half, winner[None], 0)[0], half[k])
        significant &= (winner == k) | (gap > slack)
    return np.where(significant, winner, -1)
