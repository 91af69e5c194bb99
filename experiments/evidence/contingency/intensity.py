"""Tests a claim about intensity: partial co-creation is worse than none or full.

Borge (2024) proposes co-creation "only when it is strictly necessary, but then 100 %". Each of three parts can fail:

- the best intensity is 0 or 1;
- it is 0 where necessity is low;
- it is 1 where necessity is high.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from experiments.evidence.contingency.studies import INTENSITIES, MONTHS, NECESSITIES, OUTCOMES
from experiments.evidence.listed import Values
from experiments.runs.estimates import CONFIDENCE
from model.outcomes.outcomes import OUTCOMES as DECLARED

BETTER = {outcome.name: outcome.better for outcome in DECLARED}


def surface_of(values: Values, outcome: str, version: str) -> np.ndarray:
    """Return an outcome over (necessity, intensity, seed)."""
    return np.array([
        [values.of((version, necessity, intensity), outcome, MONTHS) for intensity in INTENSITIES]
        for necessity in NECESSITIES
    ])  # fmt: skip


def verdicts(results: Values, version: str) -> pd.DataFrame:
    """Return, by outcome and necessity, which intensity is best, and the regret of four policies.

    Columns: `outcome, necessity, best, verdict, never, always, all_or_nothing, rule`. The last four are mean regret, in
    the outcome's unit, of intensity 0, intensity 1, the better of the two, and Borge's rule. The rule is 1 where
    necessity is above 0.5, else 0. `verdict` is none, all, between or unsure, see `judged`.
    """
    rows = []
    for outcome in OUTCOMES:
        values = surface_of(results, outcome, version) * (1.0 if BETTER[outcome] != "lower" else -1.0)
        for k, necessity in enumerate(NECESSITIES):
            means = values[k].mean(axis=1)
            top = means.max()
            rule = means[-1] if necessity > 0.5 else means[0]
            rows.append((
                outcome, necessity, INTENSITIES[int(means.argmax())], judged(values[k]),
                top - means[0], top - means[-1], top - max(means[0], means[-1]), top - rule,
            ))  # fmt: skip
    columns = ["outcome", "necessity", "best", "verdict", "never", "always", "all_or_nothing", "rule"]
    return pd.DataFrame(rows, columns=columns)


def judged(values: np.ndarray) -> str:
    """Return which intensity is significantly best, for values (intensities, seeds) where more is better.

    `none` or `all`: intensity 0 or 1 is better than every other at 95 % (t-tests paired by seed). `between`: a partial
    intensity is better than both ends at 95 %, after Bonferroni's correction for their number. Else `unsure`.
    """
    last = len(values) - 1
    if all(_significantly_better(values[0], values[k]) for k in range(1, last + 1)):
        return "none"
    if all(_significantly_better(values[last], values[k]) for k in range(last)):
        return "all"
    tried = range(1, last)
    if any(all(_significantly_better(values[k], values[end], len(tried)) for end in (0, last)) for k in tried):
        return "between"
    return "unsure"


def _significantly_better(one: np.ndarray, other: np.ndarray, tries: int = 1) -> bool:
    change = one - other
    sd = change.std(ddof=1) / np.sqrt(len(change))
    return bool(change.mean() > stats.t.ppf(1 - (1 - CONFIDENCE) / tries, len(change) - 1) * sd)
