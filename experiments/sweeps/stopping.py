"""The rule that stops a sweep when its results are precise enough: what was reached, after which number of seeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from experiments.design.clauses.precision import Precision
from experiments.design.study import Study
from experiments.runs.estimates import interval
from experiments.sweeps.parts import OK

KEY = "precision"
"""Of the manifest: what the rule has reached so far."""


def reached(study: Study, table: pd.DataFrame, seeds: int) -> dict[str, Any]:
    """Return what a study's rule says after its first `seeds` seeds, as plain data for the manifest.

    `rows` has the half width of each interval that counts, and whether it is narrow enough. Points with a failed run do
    not count, as in the analyses. `finished` says that no more seeds follow.
    """
    rule = study.precision
    assert rule is not None
    rows = half_widths(study, table, study.seeds[:seeds]).to_dict("records")
    narrow = bool(rows) and all(row["reached"] for row in rows)
    return {
        "seeds": seeds,
        "reached": narrow,
        "finished": narrow or seeds >= rule.max_seeds,
        "stopped_by": "precision" if narrow else "max_seeds" if seeds >= rule.max_seeds else None,
        "rows": rows,
    }


def half_widths(study: Study, table: pd.DataFrame, seeds: Sequence[int]) -> pd.DataFrame:
    """Return `factor level, by..., mean, half_width, reached` for every interval of a study's rule."""
    rule = study.precision
    assert rule is not None
    factors = [factor.name for factor in study.factors]
    rows = table[table["seed"].isin(list(seeds)) & ((table["month"] == study.months) | (table["status"] != OK))]
    rows = rows.assign(_point=rows.groupby(factors, sort=False).ngroup() if factors else 0)
    whole = rows.groupby("_point")["status"].agg(
        lambda status: bool((status == OK).all()) and len(status) == len(seeds)
    )
    rows = rows[rows["_point"].map(whole).to_numpy(bool)]
    keys = list(rule.by)
    found = []
    for level, part in _parts(study, rule, rows):
        for key, group in part.groupby(keys) if keys else [((), part)]:
            of_seeds = group.groupby("seed")[rule.outcome].agg(lambda values: values.mean(skipna=False))
            mean, low, _ = interval(of_seeds.to_numpy()) if len(of_seeds) > 1 else (np.nan,) * 3
            half = mean - low
            levels = {rule.factor: level} if rule.factor else {}
            found.append({
                **levels, **dict(zip(keys, key, strict=True)), "mean": mean, "half_width": half,
                "reached": bool(half <= rule.half_width),
            })  # fmt: skip
    return pd.DataFrame(found)


def _parts(study: Study, rule: Precision, rows: pd.DataFrame) -> list[tuple[Any, pd.DataFrame]]:
    """Return each level with its rows, or with its differences from the first level at the same point and seed."""
    if not rule.factor:
        return [(None, rows)]
    here = set(rows[rule.factor])
    given = next(factor.levels for factor in study.factors if factor.name == rule.factor)
    levels = [level for level in given if level in here]
    by_level = {level: rows[rows[rule.factor] == level] for level in levels}
    if rule.of == "level":
        return list(by_level.items())
    others = [factor.name for factor in study.factors if factor.name != rule.factor] + ["seed"]
    found = []
    for level in levels[1:]:
        both = by_level[level].merge(by_level[levels[0]], on=others, suffixes=("", "_base"))
        found.append((level, both.assign(**{rule.outcome: both[rule.outcome] - both[f"{rule.outcome}_base"]})))
    return found


def as_reached(study: Study, manifest: Mapping[str, Any]) -> Study:
    """Return a study with the seeds that its rule has completed, by its manifest."""
    made = manifest.get(KEY)
    if study.precision is None or not isinstance(made, dict) or not isinstance(made.get("seeds"), int):
        return study
    return replace(study, seeds=study.seeds[: made["seeds"]])
