"""Rows that decide, Holm's correction, and how rows make a verdict.

A row holds one statistic, turned so that values above its threshold speak for the claim. Its verdict is *upheld* where
the interval lies beyond the threshold, *rejected* where it lies below, and else
*undecided*. The p-values of a question's rows are corrected together (Holm 1979).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
from scipy.special import stdtr

from experiments.runs.estimates import CONFIDENCE, interval

UPHELD, REJECTED, UNDECIDED = "upheld", "rejected", "undecided"
VERDICTS = (UPHELD, REJECTED, UNDECIDED)
ALPHA = 1 - CONFIDENCE
COMBINE = ("all", "any", "split")

Combine = Literal["all", "any", "split"]


@dataclass(frozen=True)
class Row:
    """One statistic and its test against a threshold.

    Attributes:
        name: says what is compared. group: the group that it belongs to. outcome: the outcome, or "".
        mean, low, high: the statistic and its 95 % interval. threshold: what the claim needs it to exceed.
        p: two-sided, that the statistic equals the threshold; corrected by `holm`. NaN: cannot be tested.
        seeds: how many paired values it rests on.
        precision: half the interval's width that the protocol asks for; None where it asks for none.
        decides: whether the verdict depends on it. gate: the group that must be upheld before it counts.
        relative: whether it is a share of the outcome rather than in its unit.
        exact: whether the statistic is compared as it is, without a test.
    """

    name: str
    group: str
    outcome: str
    mean: float
    low: float
    high: float
    threshold: float
    p: float
    seeds: int
    precision: float | None = None
    decides: bool = True
    gate: str = ""
    relative: bool = False
    exact: bool = False
    verdict: str = UNDECIDED
    p_holm: float = math.nan


@dataclass(frozen=True)
class Group:
    """Rows that count together, with their verdict; `counts` says whether the question's verdict rests on it."""

    name: str
    combine: Combine
    verdict: str
    counts: bool
    note: str = ""


@dataclass(frozen=True)
class Judged:
    """All rows and groups of a question, and the verdict. `notes` are keys of texts, with their values."""

    rows: tuple[Row, ...]
    groups: tuple[Group, ...]
    verdict: str
    p: float
    notes: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    combine: Combine = "all"
    within: Mapping[str, Combine] = field(default_factory=dict)

    def at_a_point(self) -> Judged:
        """Return what the means alone say, without tests."""
        return decided(by_mean(self.rows), self.combine, self.within)


def row_of(values: np.ndarray, threshold: float, two_sided: bool = False, **fields: Any) -> Row:
    """Return the row of paired values by seed, (seeds,); seeds with NaN are left out.

    With `two_sided` the claim is that the mean differs from 0 by more than `threshold` in either direction.
    """
    values = np.asarray(values, dtype=float)
    values = values[np.isfinite(values)]
    if not len(values):
        return Row(mean=math.nan, low=math.nan, high=math.nan, threshold=threshold, p=math.nan, seeds=0, **fields)
    if two_sided and values.mean() < 0:
        values = -values
    mean, low, high = interval(values)
    p = _p(values, threshold)
    p = min(1.0, 2 * p) if two_sided else p
    return Row(mean=mean, low=low, high=high, threshold=threshold, p=p, seeds=len(values), **fields)


def _p(values: np.ndarray, threshold: float) -> float:
    """Return the two-sided p-value of a t-test that the mean is the threshold."""
    if len(values) < 2:
        return math.nan
    error = values.std(ddof=1) / math.sqrt(len(values))
    distance = abs(float(values.mean()) - threshold)
    if error == 0.0:
        return 0.0 if distance > 0 else 1.0
    return float(2 * stdtr(len(values) - 1, -distance / error))


def bootstrapped(value: float, draws: np.ndarray, threshold: float, **fields: Any) -> Row:
    """Return the row of a statistic with its bootstrap draws, (draws,)."""
    draws = draws[np.isfinite(draws)]
    if len(draws) < 2 or not math.isfinite(value):
        return Row(mean=value, low=math.nan, high=math.nan, threshold=threshold, p=math.nan, **fields)
    low, high = (float(end) for end in np.quantile(draws, [ALPHA / 2, 1 - ALPHA / 2]))
    below, above = (np.count_nonzero(side) + 1 for side in (draws <= threshold, draws >= threshold))
    p = min(1.0, 2 * min(below, above) / (len(draws) + 1))
    return Row(mean=value, low=low, high=high, threshold=threshold, p=p, **fields)


def holm(p: Sequence[float]) -> list[float]:
    """Return p-values corrected by Holm's step-down; NaN stays NaN but counts as a test."""
    order = sorted(range(len(p)), key=lambda k: (math.isnan(p[k]), p[k]))
    corrected, largest = [math.nan] * len(p), 0.0
    for rank, k in enumerate(order):
        if math.isnan(p[k]):
            break
        largest = max(largest, min(1.0, (len(p) - rank) * p[k]))
        corrected[k] = largest
    return corrected


def settled(rows: Iterable[Row]) -> list[Row]:
    """Return rows with their corrected p-values and verdicts; rows that decide are corrected together."""
    rows = list(rows)
    found: dict[int, float] = {}
    for decides in (True, False):
        places = [k for k, row in enumerate(rows) if row.decides == decides and not row.exact]
        found |= dict(zip(places, holm([rows[k].p for k in places]), strict=True))
    return [_settled(row, found.get(k, 0.0)) for k, row in enumerate(rows)]


def _settled(row: Row, p: float) -> Row:
    if row.exact:
        beyond = row.mean >= row.threshold if math.isfinite(row.mean) else None
        verdict = UNDECIDED if beyond is None else UPHELD if beyond else REJECTED
        return replace(row, p_holm=math.nan, verdict=verdict)
    significant = p < ALPHA  # false for NaN
    verdict = (UPHELD if row.mean > row.threshold else REJECTED) if significant else UNDECIDED
    return replace(row, p_holm=p, verdict=verdict)


def by_mean(rows: Iterable[Row]) -> list[Row]:
    """Return rows judged by their means alone, as at a sampled point."""
    return [
        replace(row, verdict=UNDECIDED if math.isnan(row.mean) else UPHELD if row.mean > row.threshold else REJECTED)
        for row in rows
    ]


def combined(verdicts: Sequence[str], how: Combine) -> str:
    """Return the verdict of several.

    - "any": upheld if one is, rejected if all are; - "all": upheld if all are, rejected if one is;
    - "split": each stands for itself, so the common verdict where all are alike.
    """
    if not verdicts:
        return UNDECIDED
    if how == "any":
        return UPHELD if UPHELD in verdicts else REJECTED if set(verdicts) == {REJECTED} else UNDECIDED
    if how == "all":
        return REJECTED if REJECTED in verdicts else UPHELD if set(verdicts) == {UPHELD} else UNDECIDED
    return verdicts[0] if len(set(verdicts)) == 1 else UNDECIDED


def decided(
    rows: Sequence[Row], combine: Combine, within: Mapping[str, Combine], notes: Sequence[Any] = (),
    extra: Mapping[str, Any] | None = None,
) -> Judged:  # fmt: skip
    """Return the verdict of settled rows: first by group (`within`, else "all"), then of the groups that count.

    A group behind a gate counts only where the gate's group is upheld; a gate itself is no part of the verdict.
    """
    gates = {row.gate for row in rows if row.gate}
    names = list(dict.fromkeys(row.group for row in rows))
    verdicts = {
        name: combined([row.verdict for row in rows if row.group == name], within.get(name, "all")) for name in names
    }
    groups = []
    for name in names:
        here = [row for row in rows if row.group == name]
        gate = next((row.gate for row in here if row.gate), "")
        shut = bool(gate) and verdicts.get(gate) != UPHELD
        decides = any(row.decides for row in here)
        note = "gate" if name in gates else "shut" if shut else "" if decides else "shown"
        verdict = UNDECIDED if shut else verdicts[name]
        groups.append(Group(name, within.get(name, "all"), verdict, not note, note))
    counting = [group for group in groups if group.counts]
    verdict = combined([group.verdict for group in counting], combine)
    p = _question_p(rows, counting, verdict, combine)
    return Judged(tuple(rows), tuple(groups), verdict, p, tuple(notes), extra or {}, combine, within)


def _question_p(rows: Sequence[Row], groups: Sequence[Group], verdict: str, combine: Combine) -> float:
    """Return the p-value of a question's verdict, for the correction across questions.

    It is the least favourable p-value that the verdict needs: the best row where one is enough, else the worst.
    """
    if verdict == UNDECIDED:
        return 1.0

    def of(values: Sequence[float], how: Combine) -> float:
        one_is_enough = how == ("any" if verdict == UPHELD else "all")
        return (min if one_is_enough else max)(values) if values else 1.0

    by_group = []
    for group in groups:
        found = [0.0 if row.exact else row.p_holm for row in rows if row.group == group.name and row.verdict == verdict]
        if group.verdict == verdict:
            by_group.append(of(found, group.combine))
    return of(by_group, combine)


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share."""
    if not total:
        return math.nan, math.nan
    z, share = 1.959964, count / total
    middle = (share + z**2 / (2 * total)) / (1 + z**2 / total)
    half = z * math.sqrt(share * (1 - share) / total + z**2 / (4 * total**2)) / (1 + z**2 / total)
    return max(0.0, middle - half), min(1.0, middle + half)
