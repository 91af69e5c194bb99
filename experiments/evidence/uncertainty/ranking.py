"""Which uncertain numbers matter: for outcomes under each paradigm, and for differences between paradigms."""

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
    for of, found in series.items():
        for k, outcome in enumerate(points.outcomes):
            Y = found[:, :, k]
            if study.design.kind == "morris":
                told = morris_rows(ranges, Y, sample, resamples, 1)
            else:
                told = sobol_rows(ranges, Y, study.design.second_order, resamples, 1)
            rows += [(of, outcome, *row) for row in told]
    return pd.DataFrame(rows, columns=[OF, "outcome", "factor", "index", "value", "low", "high"])


def main_index(table: pd.DataFrame) -> str:
    """Return the index by which factors are ranked: mu_star of Morris, ST of Sobol'."""
    return "mu_star" if (table["index"] == "mu_star").any() else "ST"


def ranking(table: pd.DataFrame) -> pd.DataFrame:
    """Return `factor, score, strongest, above_luck`, what matters most first.

    A factor's score is its index over the largest one, averaged over outcomes and over levels and differences, so that
    each outcome counts alike. `strongest` names the outcome and paradigm (or pair) where it scores most, `above_luck`
    is in how many of them, of all, its index is larger than what luck alone may cause.
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
    found = pd.DataFrame(rows, columns=["factor", "score", "strongest", "above_luck", "all"])
    return found.sort_values("score", ascending=False, kind="stable").reset_index(drop=True)


def first_of(table: pd.DataFrame, of: str, outcome: str, count: int = 3) -> list[tuple[str, float]]:
    """Return the factors with the largest index for an outcome, and it, largest first; none that luck may explain."""
    here = table[(table[OF] == of) & (table["outcome"] == outcome)]
    luck = here.loc[here["factor"] == CHANCE, "value"]
    found = here[here["index"] == main_index(table)].sort_values("value", ascending=False, kind="stable").head(count)
    limit = float(luck.iloc[0]) if len(luck) else 0.0
    return [(name, value) for name, value in zip(found["factor"], found["value"], strict=True) if value > limit]
