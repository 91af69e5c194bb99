"""Scenario discovery: under which ranges of the factors something happens, by PRIM of the EMA Workbench.

PRIM (the patient rule induction method) peels a box down, a little at a time, until the points in it are mostly of the
kind looked for. A box says where, not why, and it is found in the same points that it is judged by.

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

MISSING = (
    "scenario discovery uses the EMA Workbench, which is not installed here; install it with: "
    "pip install 'samskaping[research]' (in a checkout: pip install -c constraints.txt -e '.[research]')",
    "scenariooppdagelse bruker EMA Workbench, som ikke er installert her; installer den med: "
    "pip install 'samskaping[research]' (i en kopi av kildekoden: pip install -c constraints.txt -e '.[research]')",
)
FEWEST = 20
"""Points that a search begins to make sense with."""

SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Discovery:
    """A box, and how well it tells the points looked for from the others."""

    box: pd.DataFrame
    """A row a restricted factor: `factor, low, high, levels, from, to, qp_low, qp_high`. `low` and `high` are NaN where
    that side is open, `levels` are those left of a list, `from` and `to` are all values that the study has. A
    quasi-p value is the chance of so good a box if that limit meant nothing; above 0.05 it may well mean nothing."""
    trajectory: pd.DataFrame = field(repr=False)
    """A row a box on the way, from all points to the smallest: `coverage, density, mass, restricted`."""
    points: pd.DataFrame = field(repr=False)
    """The factors of every point, with `case` (looked for) and `inside` (the box)."""
    coverage: float
    """Share of the points looked for that are in the box."""
    density: float
    """Share of the points in the box that are looked for."""
    mass: float
    """Share of all points that are in the box."""
    base: float
    """Share of all points that are looked for: the density without any box."""
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

    What is compared is the mean over seeds; points at which an outcome is not defined are left out.
    """
    ways = list(directions(points.outcomes, better).values())
    others, values = points.across(factor, [points.level(factor, winner), points.level(factor, loser)])
    won, lost = as_costs(values.mean(axis=2), ways)
    fine = np.isfinite(lost - won).all(axis=1)
    return others[fine], (lost - won > margin).all(axis=1)[fine]


def where_met(points: Points, threshold: Threshold) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the points at which an outcome is defined, and where its mean over seeds meets a threshold."""
    if threshold.outcome not in points.outcomes:
        raise InputError(
            f"{threshold} is on an outcome that is not analysed; there are {', '.join(points.outcomes)}",
            f"{threshold} gjelder et utfall som ikke analyseres; det finnes {', '.join(points.outcomes)}",
        )
    means = points.means[:, points.outcomes.index(threshold.outcome)]
    fine = np.isfinite(means)
    return points.table[fine], threshold.met(means)[fine]


def discover(
    factors: pd.DataFrame, cases: np.ndarray, density: float | None = None, smallest: float = 0.05
) -> Discovery:
    """Return the box that holds most of the cases while at least `density` of its points are cases.

    Args:
        factors: (points, factors), as `where_better` and `where_met` give them.
        cases: (points,) bool, the points looked for.
        density: what share of the points in the box are to be cases; None is 0.8, or half-way from the share of all
            points that are cases to 1, if that is more. If no box reaches it, the densest is taken.
        smallest: a box holds at least this share of all points.

    Raises:
        InputError: without the EMA Workbench; for too few points, or where all are alike.
    """
    cases = np.asarray(cases, bool)
    factors = factors.loc[:, factors.nunique() > 1].reset_index(drop=True)
    asked = max(0.8, (1 + cases.mean()) / 2) if density is None else density
    if not 0 < asked <= 1 or not 0 < smallest < 1:
        raise InputError(
            f"density = {asked} and smallest = {smallest} are not valid: shares above 0, at most 1",
            f"density = {asked} og smallest = {smallest} kan ikke brukes: andeler over 0, høyst 1",
        )
    if len(cases) < FEWEST or factors.shape[1] == 0:
        raise InputError(
            f"{len(cases)} points of {factors.shape[1]} factors that vary are too few to search: at least {FEWEST} "
            "points, better hundreds, such as a [design] of kind 'lhs' makes",
            f"{len(cases)} punkter av {factors.shape[1]} faktorer som varierer er for få å lete i: minst {FEWEST} "
            "punkter, helst hundrevis, som et [design] av typen 'lhs' gir",
        )
    if cases.all() or not cases.any():
        raise InputError(
            f"{'all' if cases.all() else 'none'} of the {len(cases)} points are what is looked for, so there is "
            "nothing to tell apart; choose another threshold, margin or outcome",
            f"{'alle' if cases.all() else 'ingen'} av de {len(cases)} punktene er det som letes etter, så det er "
            "ingenting å skille; velg en annen grense, margin eller et annet utfall",
        )
    prim, numbers = _search(factors, cases, smallest)
    steps = prim.peeling_trajectory[["coverage", "density", "mass", "res_dim"]].astype(float)
    steps = steps.rename(columns={"res_dim": "restricted"}).astype({"restricted": int})
    enough = steps[steps["density"] >= asked - 1e-12].sort_values(["coverage", "density"], kind="stable")
    pick = enough.index[-1] if len(enough) else steps["density"].idxmax()
    box = _box(factors, numbers, prim, int(pick))
    inside = _inside(factors, box)
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
    """Return the EMA Workbench's first box with all that led to it, and which factors are numbers.

    Numbers go in as floats: given whole numbers it fails with pandas 3 (they are cut at halves). Version 2 wants a
    threshold for what a case is, version 3 takes cases only.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of optional parts that are not installed
            from ema_workbench.analysis import prim
    except ImportError:
        raise InputError(*MISSING) from None
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


def _box(factors: pd.DataFrame, numbers: list[str], prim: Any, pick: int) -> pd.DataFrame:
    """Return the limits of one box on the way, whole-number limits moved to the whole numbers inside."""
    limits, all_of_it = prim.box_lims[pick], prim.box_lims[0]
    p_values = getattr(prim, "p_values", None) or prim.qp  # version 3, version 2
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


def _inside(factors: pd.DataFrame, box: pd.DataFrame) -> np.ndarray:
    """Return which points are in a box."""
    inside = np.ones(len(factors), bool)
    for row in box.to_dict("records"):
        column = factors[row["factor"]]
        if row["levels"]:
            inside &= column.astype(str).isin(row["levels"]).to_numpy()
        else:
            inside &= ~(column < row["low"]).to_numpy() & ~(column > row["high"]).to_numpy()
    return inside
