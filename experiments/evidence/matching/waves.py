"""The waves of history matching: runs where nothing rules values out yet, and emulators of all runs so far."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import qmc

from agents.errors import InputError
from experiments.design.factors import Factor
from experiments.design.study import Study, read_study
from experiments.evidence.matching.emulator import Emulator, emulate, implausibility
from experiments.evidence.matching.targets import Target, Targets
from experiments.output.texts import TEXTS
from experiments.sweeps.parts import OK
from experiments.sweeps.results import Results, read_results
from experiments.sweeps.store import STUDY
from samskaping.language import Message

CANDIDATES = 1 << 15
"""Points at which the emulators are asked, in a Sobol' sequence over all ranges."""
SHOWN = 2_000
"""Points of the non-implausible set that are kept, at most."""

Run = Callable[[Study, Path], object]
Progress = Callable[[Message], None]


@dataclass(frozen=True)
class Matched:
    """What history matching has found."""

    targets: Targets
    shares: np.ndarray = field(repr=False)
    """(points, parameters) of all runs, as shares of the ranges."""
    values: np.ndarray = field(repr=False)
    """(points, seeds, targets)."""
    wave: np.ndarray = field(repr=False)
    """(points,): the wave of each point."""
    left: np.ndarray = field(repr=False)
    """(points, parameters): a sample of the non-implausible set by the last emulators, as shares."""
    volume: tuple[float, ...]
    """Share of the ranges' volume that is non-implausible after each wave."""
    emulators: tuple[Emulator, ...] = field(repr=False)
    """Of each target, held-out targets included."""
    failed: int = 0
    """Points whose runs failed or had no value; they are left out."""

    @property
    def missed(self) -> np.ndarray:
        """(points, targets): implausibility of every run point, with chance instead of the emulator's variance."""
        columns = [
            implausibility(self.values[:, :, k].mean(axis=1), np.array(self.emulators[k].noise), t.value, t.tolerance)
            for k, t in enumerate(self.targets.targets)
        ]
        return np.stack(columns, axis=1)

    @property
    def worst(self) -> np.ndarray:
        """(points,): the largest implausibility of the fitted targets."""
        return self.missed[:, [k for k, t in enumerate(self.targets.targets) if not t.held_out]].max(axis=1)


def match(targets: Targets, folder: Path, run: Run, progress: Progress) -> Matched:
    """Run the waves, each a sweep in a folder of its own, and return what they leave.

    A wave whose folder exists is resumed with the points that it has.

    Args:
        targets: what to match.
        folder: for the sweeps.
        run: makes all runs of a study in a folder.
        progress: called with what begins.

    Raises:
        InputError: most runs failed, or scikit-learn is not installed.
    """
    emulate(np.array([[0.0], [1.0]]), np.zeros((2, 2)))  # refuses before any run where scikit-learn is missing
    d = len(targets.parameters)
    shares, values, waves = np.empty((0, d)), np.empty((0, targets.seeds, len(targets.targets))), np.empty(0, int)
    candidates = qmc.Sobol(d, rng=targets.seed).random(CANDIDATES)
    left, volume, failed = candidates, [], 0
    emulators: tuple[Emulator, ...] = ()
    for wave in range(1, targets.waves + 1):
        place = folder / f"wave-{wave}"
        if (place / STUDY).exists():
            study = replace(read_study(place / STUDY), own=targets.study(wave, np.full((1, d), 0.5)).own)
        elif wave == 1:
            study = targets.study(wave, qmc.LatinHypercube(d, rng=targets.seed).random(targets.points))
        else:
            study = targets.study(wave, _spread(left, targets.points))
        seeds = TEXTS.message("one_seed") if targets.seeds == 1 else TEXTS.message("seeds", n=targets.seeds)
        count = {"wave": wave, "waves": targets.waves, "points": len(study.factors[0].levels)}
        progress(Message("wave {wave} of {waves}: {points} points, each with {seeds}", seeds=seeds, **count))
        run(study, place)
        new, found, lost = _read(read_results(place), targets)
        failed += lost
        shares, values = np.concatenate([shares, new]), np.concatenate([values, found])
        waves = np.concatenate([waves, np.full(len(new), wave)])
        if len(shares) < d + 2:
            raise InputError(
                "{folder}: only {n} points gave a value of every target; `samskaping results {folder} --failed` may "
                "show why", folder=shlex.quote(str(place)), n=len(shares),
            )  # fmt: skip
        emulators = tuple(emulate(shares, values[:, :, k]) for k in range(len(targets.targets)))
        plausible = _plausible(candidates, emulators, targets)
        left = candidates[plausible]
        volume.append(float(plausible.mean()))
        progress(Message("{share:.1f} % of the ranges' volume is not ruled out", share=100 * volume[-1]))
        if not len(left):
            break
    return Matched(targets, shares, values, waves, left[:SHOWN], tuple(volume), emulators, failed)


def _plausible(shares: np.ndarray, emulators: tuple[Emulator, ...], targets: Targets) -> np.ndarray:
    """Return which points no fitted target rules out, bool (points,)."""
    fine = np.ones(len(shares), bool)
    for emulator, target in zip(emulators, targets.targets, strict=True):
        if not target.held_out:
            mean, variance = emulator.predict(shares)
            fine &= implausibility(mean, variance + emulator.noise, target.value, target.tolerance) <= targets.cutoff
    return fine


def _spread(left: np.ndarray, points: int) -> np.ndarray:
    """Return points of a set, spread evenly: each next is the farthest from all before it (Kennard and Stone 1969)."""
    if len(left) <= points:
        return left
    left = left[: 20 * points]
    chosen = [0]
    far = ((left - left[0]) ** 2).sum(axis=1)
    while len(chosen) < points:
        chosen.append(int(far.argmax()))
        far = np.minimum(far, ((left - left[chosen[-1]]) ** 2).sum(axis=1))
    return left[chosen]


def _read(results: Results, targets: Targets) -> tuple[np.ndarray, np.ndarray, int]:
    """Return shares and values of a wave's points that have all their values, and the number of the others."""
    study = results.study
    points = list(study.points())
    ids = np.array([[study.run_id(point, seed) for seed in study.seeds] for point in points])
    table = results.table[results.table["status"] == OK].set_index(["run_id", "month"])
    values = np.stack([_of(table, ids, target) for target in targets.targets], axis=2)
    fine = np.isfinite(values).all(axis=(1, 2))
    columns = [share_of(factor, np.array([point[factor.name] for point in points])) for factor in targets.parameters]
    return np.column_stack(columns)[fine], values[fine], int((~fine).sum())


def _of(table: pd.DataFrame, ids: np.ndarray, target: Target) -> np.ndarray:
    keys = pd.MultiIndex.from_product([ids.ravel(), [target.month]])
    return table[target.outcome].reindex(keys).to_numpy(float).reshape(ids.shape)


def share_of(factor: Factor, values: np.ndarray) -> np.ndarray:
    """Return the shares (0-1) of a range at which `values` lie, in their shape; the inverse of `Factor.at`."""
    if factor.log:
        return np.log(values / factor.low) / np.log(factor.high / factor.low)
    return (values - factor.low) / (factor.high - factor.low)
