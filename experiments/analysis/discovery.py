"""Scenario discovery: under which ranges of the factors something happens, by PRIM of the EMA Workbench.

PRIM (the patient rule induction method) shrinks a box a little at a time, until most points in it are cases. A box
shows where cases are, not why, and it is evaluated on the points in which it was found.

Sources: Friedman and Fisher 1999, doi:10.1023/A:1008894516817; Bryant and Lempert 2010,
doi:10.1016/j.techfore.2009.08.002 (coverage, density, quasi-p values).
"""

from __future__ import annotations

import inspect
import math
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from agents.errors import InputError
from experiments.analysis.directions import as_costs, directions
from experiments.analysis.points import Points
from experiments.analysis.tradeoffs import Threshold
from experiments.design.factors import is_whole
from experiments.errors import installing
from samskaping.language import Message

MISSING = Message(
    "scenario discovery uses the EMA Workbench, which is not installed; install it with: {command}",
    command=installing("research"),
)
FEWEST = 20
"""Fewest points for which a search makes sense."""

SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Discovery:
    """A box, and how well it separates the cases from the other points."""

    box: pd.DataFrame
    """One row per restricted factor: `factor, low, high, levels, from, to, qp_low, qp_high`. `low` and `high` are NaN
    where that side is open. `levels` are the levels of a list that remain. `from` and `to` are the range in the study.
    A quasi-p value is the probability of a box this good without an effect of that limit. Above 0.05 the limit may be
    due to chance."""
    trajectory: pd.DataFrame = field(repr=False)
    """One row per box along the way, from all points to the smallest box: `coverage, density, mass, restricted`."""
    points: pd.DataFrame = field(repr=False)
    """The factors of every point, with `case` (it is a case) and `inside` (it is in the box)."""
    coverage: float
    """Share of the cases that are in the box."""
    density: float
    """Share of the points in the box that are cases."""
    mass: float
    """Share of all points that are in the box."""
    base: float
    """Share of all points that are cases: the density without a box."""
    asked: float
    """The density asked for."""


def where_better(
    points: Points,
    winner: Any,
    loser: Any,
    factor: str = "paradigm",
    margin: float = 0.0,
    better: Mapping[str, str] | None = None,
) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the points of the other factors, and where `winner` beats `loser` by more than `margin` in all outcomes.

    The means over seeds are compared; points at which an outcome is undefined are left out.

    Returns (points, other factors) and (points,) bool. Raises `InputError` for an unknown factor, level or direction.
    """
    ways = list(directions(points.outcomes, better).values())
    others, values = points.across(factor, [points.level(factor, winner), points.level(factor, loser)])
    won, lost = as_costs(values.mean(axis=2), ways)
    fine = np.isfinite(lost - won).all(axis=1)
    return others[fine], (lost - won > margin).all(axis=1)[fine]


def where_met(points: Points, threshold: Threshold) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the points at which an outcome is defined, and where its mean over seeds meets a threshold.

    Returns (points, factors) and (points,) bool. Raises `InputError` for an outcome that is not analysed.
    """
    if threshold.outcome not in points.outcomes:
        raise InputError(
            "{threshold}: that outcome is not analysed; valid: {names}",
            threshold=threshold,
            names=", ".join(points.outcomes),
        )
    means = points.means[:, points.outcomes.index(threshold.outcome)]
    fine = np.isfinite(means)
    return points.table[fine], threshold.met(means)[fine]


def discover(
    factors: pd.DataFrame, cases: np.ndarray, density: float | None = None, smallest: float = 0.05,
    most: int | None = None,
) -> Discovery:  # fmt: skip
    """Return the box that holds most of the cases while at least `density` of its points are cases.

    Args:
        factors: (points, factors), from `where_better` or `where_met`.
        cases: (points,) bool, the points to find.
        density: least share of the points in the box that are cases; None is 0.8, or half-way between the share of
            cases among all points and 1, if that is more. If no box reaches it, the densest is taken.
        smallest: least share of all points in a box.
        most: factors that the box may restrict; None is any number.

    Raises:
        InputError: the EMA Workbench is not installed; the points are too few, or all or none are cases.
    """
    cases = np.asarray(cases, bool)
    factors = factors.loc[:, factors.nunique() > 1].reset_index(drop=True)
    asked = max(0.8, (1 + cases.mean()) / 2) if density is None else density
    if not 0 < asked <= 1 or not 0 < smallest < 1:
        raise InputError(
            "density = {density} and smallest = {smallest} are not valid: give shares above 0 and at most 1",
            density=str(asked),
            smallest=str(smallest),
        )
    if len(cases) < FEWEST or factors.shape[1] == 0:
        raise InputError(
            "{n} points of {factors} varying factors are too few to search. At least {fewest} points are needed, "
            "preferably hundreds, as in a [design] of kind 'lhs'",
            n=len(cases),
            factors=factors.shape[1],
            fewest=FEWEST,
        )
    if cases.all() or not cases.any():
        raise InputError(
            "all {n:,} points are cases, so there is nothing to separate; choose another threshold, margin or outcome"
            if cases.all()
            else "none of the {n:,} points is a case, so there is nothing to find; choose another threshold, margin or "
            "outcome",
            n=len(cases),
        )
    prim, numbers = _search(factors, cases, smallest)
    steps = prim.peeling_trajectory[["coverage", "density", "mass", "res_dim"]].astype(float)
    steps = steps.rename(columns={"res_dim": "restricted"}).astype({"restricted": int})
    allowed = steps if most is None else steps[steps["restricted"] <= most]
    enough = allowed[allowed["density"] >= asked - 1e-12].sort_values(["coverage", "density"], kind="stable")
    pick = enough.index[-1] if len(enough) else allowed["density"].idxmax()
    box = _box(factors, numbers, prim, int(pick))
    inside = within(factors, box)
    return Discovery(
        box=box,
        trajectory=steps,
        points=factors.assign(case=cases, inside=inside),
        coverage=float(cases[inside].sum() / cases.sum()),
        density=float(cases[inside].mean()),
        mass=float(inside.mean()),
        base=float(cases.mean()),
        asked=float(asked),
    )


def _search(factors: pd.DataFrame, cases: np.ndarray, smallest: float) -> tuple[Any, list[str]]:
    """Return the first box of the EMA Workbench with its trajectory, and the names of numeric factors.

    Numbers are passed as floats: with pandas 3 the workbench fails on integers, which it cuts at halves. Version 2
    needs a threshold for cases, version 3 takes the cases alone.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of optional parts that are not installed
            from ema_workbench.analysis import prim
    except ImportError:
        raise InputError(MISSING) from None
    numbers = [
        name for name in factors if pd.api.types.is_numeric_dtype(factors[name]) and not _is_switch(factors[name])
    ]
    columns = {name: factors[name].astype(float if name in numbers else str) for name in factors}
    given = {"threshold": 0.5} if "threshold" in inspect.signature(prim.Prim).parameters else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        search = prim.Prim(pd.DataFrame(columns), cases.astype(float), mass_min=smallest, **given)
        return search.find_box(), numbers


def _is_switch(column: pd.Series) -> bool:
    return bool(pd.api.types.is_bool_dtype(column))


def _box(factors: pd.DataFrame, numbers: list[str], prim_box: Any, pick: int) -> pd.DataFrame:
    """Return the limits of one box along the way; limits of whole-number factors are moved to the integers inside."""
    limits, all_of_it = prim_box.box_lims[pick], prim_box.box_lims[0]
    p_values = getattr(prim_box, "p_values", None) or prim_box.qp  # version 3, version 2
    rows = []
    for name, quasi_p in p_values[pick].items():
        low = high = from_ = to = math.nan
        levels: tuple[str, ...] = ()
        if name in numbers:
            from_, to = (float(end) for end in all_of_it[name])
            low, high = (
                float(end) if end != all_end else math.nan for end, all_end in zip(limits[name], all_of_it[name])
            )
            if is_whole(name):
                low, high = (
                    math.nan if math.isnan(end) else move(end) for end, move in ((low, math.ceil), (high, math.floor))
                )
        else:
            order = [str(level) for level in dict.fromkeys(factors[name])]
            levels = tuple(level for level in order if level in limits[name].iloc[0])
        rows.append([name, low, high, levels, from_, to, *(p if p >= 0 else math.nan for p in quasi_p)])
    return pd.DataFrame(rows, columns=["factor", "low", "high", "levels", "from", "to", "qp_low", "qp_high"])


def within(factors: pd.DataFrame, box: pd.DataFrame) -> np.ndarray:
    """Return which points are in a box, (points,) bool; `factors` is (points, factors), and `box` as in `Discovery`."""
    inside = np.ones(len(factors), bool)
    for row in box.to_dict("records"):
        column = factors[row["factor"]]
        if row["levels"]:
            inside &= column.astype(str).isin(row["levels"]).to_numpy()
        else:
            inside &= ~(column < row["low"]).to_numpy() & ~(column > row["high"]).to_numpy()
    return inside
