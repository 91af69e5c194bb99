"""Two factors together: means at each pair of levels, or a quadratic surface over two ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from agents.errors import InputError
from experiments.analysis.points import Points
from experiments.analysis.surface import fit_surface
from experiments.design.factors import is_text
from experiments.runs.estimates import interval
from samskaping.language import Message

STEPS = 21
"""Values of each range at which a surface is computed."""


@dataclass(frozen=True)
class Surfaces:
    """An outcome over two factors, for each level of a third."""

    x: str
    y: str
    fitted: bool
    """Whether the means are those of a fitted surface; otherwise they are of the runs at each pair of levels."""
    table: pd.DataFrame
    """`level, outcome, <x>, <y>, mean, low, high`."""
    quality: pd.DataFrame
    """`level, outcome, explained`: the share of variance explained at points left out of the fit; NaN without a fit."""


def surfaces(points: Points, x: str, y: str, factor: str | None = None, of: str = "level") -> Surfaces:
    """Return outcomes over two factors.

    Where both have levels, means are over the points of all other factors, with intervals over seeds. Where either is a
    range, a quadratic surface is fitted over all ranges and numbers of the study. It is shown with the others at their
    middle, and the interval is that of the surface.

    Args:
        points: the points.
        x: a factor.
        y: another factor.
        factor: a list factor whose levels are apart; None is all points together.
        of: "level", or "difference" of each level from the first at the same point and seed.

    Raises:
        InputError: a factor is unknown, is named twice, or a word has no place on a surface.
    """
    known = {one.name: one for one in points.study.factors}
    if len({points.factor(x), points.factor(y), factor}) < 3:
        raise InputError("--x, --y and --factor must name different factors, not {x}, {y} and {factor}",
                         x=x, y=y, factor=factor or Message("none"))  # fmt: skip
    fitted = known[x].sampled or known[y].sampled
    make = _fitted if fitted else _means
    tables, quality = [], []
    for level, others, values in _parts(points, factor, of):
        for k, outcome in enumerate(points.outcomes):
            frame, explained = make(points, others, values[:, :, k], x, y)
            tables.append(frame.assign(level=level, outcome=outcome))
            quality.append((level, outcome, explained))
    columns = ["level", "outcome", x, y, "mean", "low", "high"]
    return Surfaces(
        x, y, fitted, pd.concat(tables, ignore_index=True)[columns],
        pd.DataFrame(quality, columns=["level", "outcome", "explained"]),
    )  # fmt: skip


def usual_axes(points: Points, factor: str | None, x: str | None, y: str | None) -> tuple[str, str]:
    """Return two factors to show: those given, else the study's only two numbers besides `factor`.

    Raises `InputError` where the study has more or fewer numbers.
    """
    numbers = [one.name for one in points.study.factors if not is_text(one.name) and one.name != factor]
    numbers = [name for name in numbers if points.table[name].nunique() > 1 and name not in (x, y)]
    missing = (x is None) + (y is None)
    if missing and len(numbers) != missing:
        raise InputError(
            "name two factors with --x and --y; numbers that the study varies: {names}",
            names=", ".join(numbers) or Message("none"),
        )
    return x or numbers.pop(0), y or numbers.pop(0)


def _parts(points: Points, factor: str | None, of: str) -> list[tuple[Any, pd.DataFrame, np.ndarray]]:
    """Return each level with the other factors' values, and (points, seeds, outcomes)."""
    if factor is None:
        return [("", points.table, points.values)]
    levels = points.levels(factor)
    if of == "difference":
        pairs = [(level, points.across(factor, [levels[0], level])) for level in levels[1:]]
        return [(level, others, values[1] - values[0]) for level, (others, values) in pairs]
    chosen = [(level, (points.table[factor] == level).to_numpy()) for level in levels]
    return [(level, points.table[mask].reset_index(drop=True), points.values[mask]) for level, mask in chosen]


def _means(points: Points, others: pd.DataFrame, values: np.ndarray, x: str, y: str) -> tuple[pd.DataFrame, float]:
    rows = []
    for a in points.levels(x):
        for b in points.levels(y):
            here = values[((others[x] == a) & (others[y] == b)).to_numpy()]
            here = here[np.isfinite(here).all(axis=1)]
            rows.append((a, b, *(interval(here.mean(axis=0)) if len(here) else (np.nan,) * 3)))
    return pd.DataFrame(rows, columns=[x, y, "mean", "low", "high"]), float("nan")


def _fitted(points: Points, others: pd.DataFrame, values: np.ndarray, x: str, y: str) -> tuple[pd.DataFrame, float]:
    factors = [one for one in points.study.factors if one.name in others and not is_text(one.name)]
    factors = [one for one in factors if others[one.name].nunique() > 1]
    names = [one.name for one in factors]
    for name in (x, y):
        if name not in names:
            raise InputError("{name} takes words or one value only, so it has no place on a fitted surface", name=name)
    logs = [one.log for one in factors]
    fine = np.isfinite(values).all(axis=1)
    sampled = _scaled(others.loc[fine, names].to_numpy(float), logs)
    terms = 1 + 2 * len(names) + len(names) * (len(names) - 1) // 2
    if len(sampled) <= terms:
        raise InputError(
            "a quadratic surface over {n} factors has {terms} coefficients, and there are {points} points; give more",
            n=len(names), terms=terms, points=len(sampled),
        )  # fmt: skip
    surface = fit_surface(sampled, values[fine], np.arange(len(sampled)))
    axes = [np.linspace(surface.low[names.index(name)], surface.high[names.index(name)], STEPS) for name in (x, y)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 2)
    at = np.tile((surface.low + surface.high) / 2, (len(grid), 1))
    at[:, [names.index(x), names.index(y)]] = grid
    mean, half = surface.at(at)
    shown = [np.exp(grid[:, k]) if logs[names.index(name)] else grid[:, k] for k, name in enumerate((x, y))]
    frame = pd.DataFrame({x: shown[0], y: shown[1], "mean": mean, "low": mean - half, "high": mean + half})
    return frame, surface.explained


def _scaled(values: np.ndarray, logs: Sequence[bool]) -> np.ndarray:
    """Return values with those of log factors as logarithms."""
    return np.where(np.array(logs), np.log(np.where(np.array(logs), values, 1.0)), values)
