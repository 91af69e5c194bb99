"""Which factors the outcomes depend on: Sobol' indices and Morris' elementary effects, by SALib.

The analysis is of means over seeds in the last kept month, separately for every combination of the crossed (list)
factors. Samples are drawn and analysed as shares (0-1) of each range. Whole-number factors are rounded afterwards, so
they act in steps, and their indices are those of the rounded factor.

Sources: Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018 (S1, ST); Saltelli 2002, doi:10.1016/S0010-4655(02)00280-1
(S2); Campolongo et al. 2007, doi:10.1016/j.envsoft.2006.10.004 (mu*).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd

from agents.errors import InputError
from experiments.analysis.points import points_of
from experiments.design.samples import MORRIS_LEVELS, problem_of
from experiments.runs.estimates import CONFIDENCE
from experiments.sweeps.results import Results

CHANCE = "(chance)"
"""In the place of a factor: how much of an index may be chance that the seeds did not average out."""

Row = tuple[str, str, float, float, float]  # factor, index, value, low, high


def sensitivity(
    results: Results, outcomes: Sequence[str] | None = None, resamples: int = 1000, seed: int = 1
) -> pd.DataFrame:
    """Return Sobol' or Morris' indices with 95 % intervals, by the kind of the study's design.

    Where the design has groups of ranges, an index is of a group, whose name stands in the place of the factor.

    Columns: the crossed factors, `outcome, factor, index, value, low, high`. Indices are

    - sobol: S1 and ST, shares of the variance between points, and S2 for pairs ("a x b") where they were sampled;
    - morris: mu_star and sigma, in the outcome's unit per whole range of the factor (sigma has no interval);
    - both, with more than one seed: `noise` of the factor "(chance)". It is the ST or mu_star of a factor whose only
      effect is to draw new random numbers at every point. This much of an index may be due to these seeds. It is
      usually less: seeds are the same at all points, and a factor without any effect has 0.

    An outcome that is the same at all points, or undefined at some, has indices NaN.

    Args:
        results: all results of a study with design sobol or morris.
        outcomes: names; None is the headline outcomes kept.
        resamples: of the bootstrap over the sample.
        seed: of the bootstrap; not 0, which SALib reads as no seed.

    Raises:
        InputError: the design is another one, runs are missing or have failed, or an outcome is unknown.
    """
    study = results.study
    kind = study.design.kind
    if kind not in ("sobol", "morris"):
        raise InputError(
            "{folder} has a design of kind {kind!r}, and sensitivity indices need a sample of their own. Give the "
            "study a [design] of kind 'sobol' or 'morris'",
            folder=results.folder,
            kind=kind,
        )
    points = points_of(results, outcomes)
    if points.missing and len(points.table) + points.left_out < points.of_all[0]:
        raise InputError(
            "{folder}: sensitivity indices need every point, and {n:,} runs are missing; finish the sweep first",
            folder=results.folder, n=points.missing,
        )  # fmt: skip
    ranges = [factor.name for factor in study.factors if factor.sampled]
    units = list(dict.fromkeys(study.design.groups)) or ranges
    crossed = [factor for factor in study.factors if not factor.sampled]
    names = [factor.name for factor in crossed]
    combos = [
        combo
        for combo in product(*(factor.levels for factor in crossed))
        if not study.leaves_out(dict(zip(names, combo, strict=True)))
    ]
    sample = study.design.sample(len(ranges))
    values = points.values.reshape(len(sample), len(combos), points.values.shape[1], -1)
    table = []
    for c, combo in enumerate(combos):
        for k, outcome in enumerate(points.outcomes):
            Y = values[:, c, :, k]
            of = sobol_rows if kind == "sobol" else morris_rows
            more = {"second_order": study.design.second_order} if kind == "sobol" else {"X": sample}
            table += [(*combo, outcome, *row) for row in of(units, Y, resamples=resamples, seed=seed, **more)]
    columns = [*(factor.name for factor in crossed), "outcome", "factor", "index", "value", "low", "high"]
    return pd.DataFrame(table, columns=columns)


def sobol_rows(names: Sequence[str], Y: np.ndarray, second_order: bool, resamples: int, seed: int) -> Iterator[Row]:
    """Yield factor, index, value and interval; `Y` is (rows of Saltelli's sample, seeds)."""
    from SALib.analyze import sobol

    mean = Y.mean(axis=1)
    if varies(mean):
        indices: Any = sobol.analyze(
            problem_of(names), mean, calc_second_order=second_order, num_resamples=resamples, conf_level=CONFIDENCE,
            seed=seed,
        )  # fmt: skip
    else:
        nothing = np.full(len(names), np.nan)
        pairs = np.full((len(names), len(names)), np.nan)
        indices = {"S1": nothing, "S1_conf": nothing, "ST": nothing, "ST_conf": nothing, "S2": pairs, "S2_conf": pairs}
    for j, name in enumerate(names):
        for index in ("S1", "ST"):
            yield name, index, *_interval(indices[index][j], indices[f"{index}_conf"][j])
    if second_order:
        for j, k in combinations(range(len(names)), 2):
            yield f"{names[j]} x {names[k]}", "S2", *_interval(indices["S2"][j, k], indices["S2_conf"][j, k])
    if Y.shape[1] > 1:
        luck = chance_variance(Y) / mean.var() if varies(mean) else math.nan
        yield CHANCE, "noise", luck, math.nan, math.nan


def morris_rows(names: Sequence[str], Y: np.ndarray, X: np.ndarray, resamples: int, seed: int) -> Iterator[Row]:
    """Yield factor, index, value and interval; `X` is (rows, factors) shares, `Y` (rows, seeds)."""
    from SALib.analyze import morris

    mean = Y.mean(axis=1)
    if varies(mean):
        indices: Any = morris.analyze(
            problem_of(names), X, mean, num_resamples=resamples, conf_level=CONFIDENCE, num_levels=MORRIS_LEVELS,
            seed=seed,
        )  # fmt: skip
    else:
        nothing = np.full(len(names), np.nan)
        indices = {"mu_star": nothing, "mu_star_conf": nothing, "sigma": nothing}
    for j, name in enumerate(names):
        yield name, "mu_star", *_interval(indices["mu_star"][j], indices["mu_star_conf"][j])
        yield name, "sigma", float(indices["sigma"][j]), math.nan, math.nan
    if Y.shape[1] > 1:
        # An elementary effect is the difference of two means over a step. The mean size of a normal error is
        # its standard deviation times sqrt(2 / pi).
        step = MORRIS_LEVELS / (2 * (MORRIS_LEVELS - 1))
        luck = math.sqrt(2 * chance_variance(Y)) / step * math.sqrt(2 / math.pi)
        yield CHANCE, "noise", luck, math.nan, math.nan


def varies(values: np.ndarray) -> bool:
    """Return whether values of any shape are all finite, and not all the same (up to rounding)."""
    return bool(np.isfinite(values).all() and np.ptp(values) > 1e-12 * np.abs(values).max())


def chance_variance(Y: np.ndarray) -> float:
    """Return the variance of a point's mean over seeds that is due to chance; `Y` is (points, seeds).

    Seeds are the same at all points, so an effect that a seed has at every point does not separate them and is removed.
    """
    points, seeds = Y.shape
    left = Y - Y.mean(axis=1, keepdims=True) - Y.mean(axis=0) + Y.mean()
    return float((left**2).sum() / ((points - 1) * (seeds - 1)) / seeds)


def _interval(value: float, half: float) -> tuple[float, float, float]:
    return float(value), float(value - half), float(value + half)
