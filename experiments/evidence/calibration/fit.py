"""The fit: least squares of the targets' misses, in tolerances, over a sample of municipalities (SciPy's own solver).

All evaluations use the same seeds, so differences between them come from the parameters alone and are smooth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import least_squares

from agents.errors import InputError
from experiments.evidence.calibration.measures import measure
from experiments.evidence.calibration.targets import FREE, HELD_OUT, NOT_FITTED, TARGETS, Free, Target
from experiments.runs.estimates import crossed
from experiments.runs.threads import workers_for
from model.parameters.parameters import Parameters
from model.town.municipalities import Municipality
from samskaping.language import Listing, Message

STEP = 0.08  # of a parameter's range, for slopes: wide enough to exceed chance
PRIOR_VARIANCE = 1.0 / 12.0  # of a uniform distribution over the range, in units of the range
Progress = Callable[[Message], None]


@dataclass(frozen=True)
class Bench:
    """The setting of every evaluation: municipalities, most citizens in each, seeds, parallel runs."""

    places: Sequence[Municipality]
    citizens: int
    seeds: Sequence[int]
    jobs: int | None = None

    def rows(self, overrides: Mapping[str, Any]) -> pd.DataFrame:
        """Return the measures of every town, one row each, indexed by (municipality number, seed)."""
        runs = [(place, seed) for seed in self.seeds for place in self.places]
        with ThreadPoolExecutor(workers_for(len(runs), self.jobs)) as pool:
            rows = list(pool.map(lambda run: measure(run[0], self.citizens, run[1], overrides), runs))
        return pd.DataFrame(rows, index=pd.MultiIndex.from_tuples([(m.code, seed) for m, seed in runs]))

    def means(self, overrides: Mapping[str, Any]) -> pd.Series:
        """Return each target's mean over towns and seeds."""
        return self.rows(overrides).mean()


def default_of(name: str) -> float:
    """Return a parameter's default by its dotted name."""
    group, field = name.split(".")
    return float(getattr(getattr(Parameters(), group), field))


def fitted() -> tuple[Target, ...]:
    """Return the targets that move parameters."""
    return tuple(target for target in TARGETS if target.role == "fitted")


def refuse_held_out(targets: Sequence[Target]) -> None:
    """Raise `InputError` where a fit would use a target that is held out."""
    held = [target.name for target in targets if target.name in HELD_OUT]
    if held:
        raise InputError(
            "the calibration may not use {names}: they are held out as a test of the fit", names=Listing(held, "and")
        )


def misses(means: Mapping[str, float] | pd.Series, targets: Sequence[Target]) -> np.ndarray:
    """Return (model - target) / tolerance, shape (targets,)."""
    return np.array([(means[t.name] - t.value) / t.tolerance for t in targets])


def fit(bench: Bench, progress: Progress, rounds: int = 5) -> dict[str, float]:
    """Return the fitted values of the free parameters, rounded as they will be declared."""
    low, width = _range(FREE)
    start = np.clip((np.array([default_of(f.name) for f in FREE]) - low) / width, 0.02, 0.98)
    targets = fitted()
    refuse_held_out(targets)

    def overrides(x: np.ndarray) -> dict[str, float]:
        return dict(zip((f.name for f in FREE), (low + width * x).tolist(), strict=True))

    def residuals(x: np.ndarray) -> np.ndarray:
        missed = misses(bench.means(overrides(x)), targets)
        progress(Message("sum of squared misses {sum:.2f}", sum=float(missed @ missed)))
        return missed

    solution = least_squares(
        residuals, start, jac=lambda x: slopes(bench, overrides(x), FREE, targets, progress), bounds=(0.0, 1.0),
        max_nfev=rounds, xtol=1e-3, ftol=1e-3,
    )  # fmt: skip
    return {f.name: round(v, f.decimals) for f, v in zip(FREE, overrides(solution.x).values(), strict=True)}


def slopes(
    bench: Bench, at: Mapping[str, float], free: Sequence[Free], targets: Sequence[Target], progress: Progress
) -> np.ndarray:
    """Return slopes of the misses over each parameter's range, shape (targets, parameters)."""
    here = misses(bench.means(at), targets)
    columns = []
    for f in free:
        value = at.get(f.name, default_of(f.name))
        step = STEP * (f.high - f.low)
        step = -step if value + step > f.high else step
        moved = misses(bench.means({**at, f.name: value + step}), targets)
        columns.append((moved - here) / (step / (f.high - f.low)))
        progress(Message("slope of {name}", name=f.name))
    return np.stack(columns, axis=1)


def identification(bench: Bench, at: Mapping[str, float], progress: Progress) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return how well the targets identify each parameter, and pairs of parameters that they cannot separate.

    The first table has `parameter, fitted, left, low, high`. `left` is the share of the range's spread that the targets
    leave (1: no information). `low` to `high` is an approximate 95 % interval (Laplace's, flat over the range). The
    second has `one, other, correlation` for correlations beyond 0.7.
    """
    free = (*FREE, *NOT_FITTED)
    slope = slopes(bench, at, free, fitted(), progress)
    spread = np.linalg.inv(slope.T @ slope + np.eye(len(free)) / PRIOR_VARIANCE)
    sd = np.sqrt(np.diag(spread))
    rows = []
    for k, f in enumerate(free):
        value, half = at.get(f.name, default_of(f.name)), 1.96 * sd[k] * (f.high - f.low)
        near = max(f.low, value - half), min(f.high, value + half)
        rows.append((f.name, f in FREE, sd[k] / np.sqrt(PRIOR_VARIANCE), *near))
    correlation = spread / np.outer(sd, sd)
    pairs = [
        (free[i].name, free[j].name, correlation[i, j])
        for i in range(len(free))
        for j in range(i)
        if abs(correlation[i, j]) > 0.7
    ]
    return (
        pd.DataFrame(rows, columns=["parameter", "fitted", "left", "low", "high"]),
        pd.DataFrame(pairs, columns=["one", "other", "correlation"]),
    )


def compared(benches: Mapping[str, Bench], at: Mapping[str, float]) -> pd.DataFrame:
    """Return by target and bench the mean over towns and seeds, and half its 95 % interval."""
    table = pd.DataFrame({"target": [t.name for t in TARGETS], "value": [t.value for t in TARGETS]})
    for name, bench in benches.items():
        rows = bench.rows(at)
        estimates = [crossed(rows[t.name].unstack().to_numpy()) for t in TARGETS]  # every town has the same seeds
        table[name] = [mean for mean, _, _ in estimates]
        table[f"{name}_half"] = [high - mean for mean, _, high in estimates]
    return table


def _range(free: Sequence[Free]) -> tuple[np.ndarray, np.ndarray]:
    low = np.array([f.low for f in free])
    return low, np.array([f.high for f in free]) - low
