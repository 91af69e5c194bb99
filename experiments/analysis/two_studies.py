"""Two studies beside each other: the same points matched, differences paired by seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from agents.errors import InputError
from experiments.analysis.contrasts import mean_intervals
from experiments.analysis.points import Points
from experiments.design.factors import declared
from experiments.design.study import Study
from samskaping.language import Message

GROUPS = ("paradigm", "arm")
"""Factors whose levels get rows of their own where both studies have them."""


@dataclass(frozen=True)
class Differences:
    """How one study's results differ from another's."""

    table: pd.DataFrame
    """`level, outcome, points, seeds, first, second, difference, low, high, p05, p95, higher`; "" is all levels."""
    differ: dict[str, tuple[Any, Any]]
    """Settings that are the same within each study and differ between them: {name: (first, second)}."""
    unmatched: tuple[int, int]
    """Points of each study that the other does not have."""


def two_studies(first: Points, second: Points, resamples: int = 5000, seed: int = 1) -> Differences:
    """Return how the second study's outcomes differ from the first's at the points and seeds that both have.

    A point is the same where the factors of either study have the same values. A setting that only one study varies
    counts in the other with its value under [base], or with its default. Settings that no study varies may differ. They
    are what is compared, and are listed.

    Args:
        first: points of one study.
        second: points of the other, with the same outcomes.
        resamples: of the bootstrap over seeds.
        seed: of the bootstrap.

    Raises:
        InputError: the studies have no point or no seed in common.
    """
    varied = list(dict.fromkeys([*first.table.columns, *second.table.columns]))
    keys = [_keys(points, varied) for points in (first, second)]
    here = {key: place for place, key in enumerate(keys[1])}
    pairs = [(place, here[key]) for place, key in enumerate(keys[0]) if key in here]
    if not pairs:
        raise InputError(
            "the two studies have no point in common; they vary: {first}; {second}",
            first=", ".join(first.table.columns) or Message("none"),
            second=", ".join(second.table.columns) or Message("none"),
        )
    seeds = [one for one in first.study.seeds if one in set(second.study.seeds)]
    if not seeds:
        raise InputError("the two studies have no seed in common, so nothing can be paired")
    values = []
    for points, places in zip((first, second), zip(*pairs, strict=True), strict=True):
        at = [list(points.study.seeds).index(one) for one in seeds]
        values.append(points.values[np.array(places)][:, at])
    rows, by_seed = [], []
    change = values[1] - values[0]
    for level, chosen in _levels(first, [a for a, _ in pairs]):
        for k, outcome in enumerate(first.outcomes):
            part = change[chosen][:, :, k]
            fine = np.isfinite(part).all(axis=1)
            part, sides = part[fine], [side[chosen][:, :, k][fine] for side in values]
            by_seed.append(part.mean(axis=0) if len(part) else np.full(len(seeds), np.nan))
            means = [float(side.mean()) if len(side) else np.nan for side in sides]
            spread = np.percentile(part.mean(axis=1), [5, 95]) if len(part) else (np.nan, np.nan)
            higher = float((part.mean(axis=1) > 0).mean()) if len(part) else np.nan
            rows.append([level, outcome, len(part), len(seeds), *means, *spread, higher])
    table = pd.DataFrame(rows, columns="level outcome points seeds first second p05 p95 higher".split())
    intervals = mean_intervals(np.array(by_seed), resamples, seed)
    for place, name in enumerate(("difference", "low", "high")):
        table.insert(6 + place, name, intervals[:, place])
    unmatched = len(keys[0]) - len(pairs), len(keys[1]) - len({b for _, b in pairs})
    return Differences(table, _differing(first.study, second.study, varied), unmatched)


def _keys(points: Points, varied: list[str]) -> list[tuple[Any, ...]]:
    """Return the values of settings at each point, with a count that separates points which a sample repeats."""
    columns = [
        points.table[name].tolist() if name in points.table else [_shared(points.study, name)] * len(points.table)
        for name in varied
    ]
    seen: dict[tuple[Any, ...], int] = {}
    keys = []
    for values in zip(*columns, strict=True) if columns else [()] * len(points.table):
        key = tuple(round(one, 12) if isinstance(one, float) else one for one in values)
        seen[key] = seen.get(key, 0) + 1
        keys.append((*key, seen[key]))
    return keys


def _shared(study: Study, name: str) -> Any:
    """Return the value of a setting that a study does not vary."""
    scenario = study.scenarios.get(study.base.get("scenario", ""))
    given = {**(scenario.overrides if scenario is not None else {}), **study.base}
    return given.get(name, declared()[name].default if name in declared() else None)


def _levels(points: Points, places: list[int]) -> list[tuple[str, np.ndarray]]:
    """Return all matched points, then those of each level of the paradigm or arm, as masks."""
    whole = [("", np.ones(len(places), bool))]
    for name in GROUPS:
        if name in points.table and points.table[name].iloc[places].nunique() > 1:
            column = points.table[name].iloc[places].to_numpy()
            here = set(column)
            return whole + [(str(level), column == level) for level in points.levels(name) if level in here]
    return whole


def _differing(first: Study, second: Study, varied: list[str]) -> dict[str, tuple[Any, Any]]:
    names = [name for name in dict.fromkeys([*first.base, *second.base]) if name not in varied]
    values = {name: (_shared(first, name), _shared(second, name)) for name in names}
    values["months"] = first.months, second.months
    return {name: pair for name, pair in values.items() if pair[0] != pair[1]}
