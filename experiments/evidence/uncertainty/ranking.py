"""Ranking of uncertain parameters, for outcomes under each paradigm and for differences between paradigms."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from experiments.analysis.points import Points, points_of
from experiments.analysis.sensitivity import CHANCE, morris_rows, sobol_rows
from experiments.sweeps.results import Results

OF = "of"


def indices(results: Results, outcomes: Sequence[str] | None = None, resamples: int = 500) -> pd.DataFrame:
    """Return Morris' or Sobol' indices of levels under each paradigm, and of paired differences from the first.

    Columns: `of` (a paradigm, or "NPG - TPA"), `outcome, factor, index, value, low, high`, as `sensitivity` has them.
    The study has ranges, and the one list factor `paradigm`.
    """
    study = results.study
    points: Points = points_of(results, outcomes)
    ranges = [factor.name for factor in study.factors if factor.sampled]
    paradigms = next(list(factor.levels) for factor in study.factors if factor.name == "paradigm")
    sample = study.design.sample(len(ranges))
    values = points.values.reshape(len(sample), len(paradigms), len(study.seeds), -1)
    series = {str(p): values[:, k] for k, p in enumerate(paradigms)}
    series |= {f"{p} - {paradigms[0]}": values[:, k] - values[:, 0] for k, p in enumerate(paradigms) if k}
    rows = []
    for of, result in series.items():
        for k, outcome in enumerate(points.outcomes):
            Y = result[:, :, k]
            if study.design.kind == "morris":
                index_rows = morris_rows(ranges, Y, sample, resamples, 1)
            else:
                index_rows = sobol_rows(ranges, Y, study.design.second_order, resamples, 1)
            rows += [(of, outcome, *row) for row in index_rows]
    return pd.DataFrame(rows, columns=[OF, "outcome", "factor", "index", "value", "low", "high"])


def main_index(table: pd.DataFrame) -> str:
    """Return the index by which factors are ranked: mu_star of Morris, ST of Sobol'."""
    return "mu_star" if (table["index"] == "mu_star").any() else "ST"


def ranking(table: pd.DataFrame) -> pd.DataFrame:
    """Return `factor, score, strongest, above_luck, all`, sorted by falling score.

    A factor's score is its index over the largest one. It is averaged over outcomes, levels and differences, so every
    outcome has the same weight. `strongest` names the outcome and paradigm (or pair) with the highest score.
    `above_luck` counts those, of `all`, where the index exceeds what chance may cause.
    """
    here = table[table["index"] == main_index(table)].copy()
    largest = here.groupby([OF, "outcome"])["value"].transform("max")
    here["score"] = (here["value"] / largest.where(largest > 0)).fillna(0.0)
    luck = table[table["factor"] == CHANCE].set_index([OF, "outcome"])["value"]
    here["above"] = (
        here["value"] > here.set_index([OF, "outcome"]).index.map(luck).to_numpy(float) if len(luck) else True
    )
    rows = []
    for factor, part in here.groupby("factor", sort=False):
        top = part.loc[part["score"].idxmax()]
        rows.append((factor, part["score"].mean(), f"{top['outcome']}, {top[OF]}", int(part["above"].sum()), len(part)))
    ranked = pd.DataFrame(rows, columns=["factor", "score", "strongest", "above_luck", "all"])
    return ranked.sort_values("score", ascending=False, kind="stable").reset_index(drop=True)


def first_of(table: pd.DataFrame, of: str, outcome: str, count: int = 3) -> list[tuple[str, float]]:
    """Return the factors with the largest index for an outcome, and the index; only factors that exceed chance."""
    here = table[(table[OF] == of) & (table["outcome"] == outcome)]
    luck = here.loc[here["factor"] == CHANCE, "value"]
    largest = here[here["index"] == main_index(table)].sort_values("value", ascending=False, kind="stable").head(count)
    limit = float(luck.iloc[0]) if len(luck) else 0.0
    return [(name, value) for name, value in zip(largest["factor"], largest["value"], strict=True) if value > limit]
