"""From which month a difference stays beyond the smallest relevant effect, and whether it went the other way before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.analysis.relevance import RELEVANT

if TYPE_CHECKING:
    from experiments.comparison import Comparison

SOON = 12
"""Months within which a difference settles at once: ratios and hours cover twelve months."""

LASTING = 3
"""Months in which a difference must be there to be named where it does not stay."""


@dataclass(frozen=True)
class Course:
    """How the difference in an outcome between two ways of governing (b minus a) develops.

    A difference is there in a month if it is beyond the smallest relevant effect and its 95 % interval excludes 0. It
    stays if it is there in every month to the end, for a year or more. In a short run a quarter of the months will do.
    """

    outcome: str
    a: str
    b: str
    sign: int
    """1 where a difference above 0 stays, -1 where one below 0 does, 0 where none stays."""
    since: int | None
    """The first month from which it stays."""
    at_times: int | None
    """The first month of several before `since` in which it was there already."""
    other: int
    """The sign of a difference that was there in several months and did not stay; 0 where there is none."""
    first: int | None
    """The first month in which that one was there."""
    last: int | None
    """The last month in which it was."""
    steady: bool
    """Whether it was there in every month between them."""
    most: float
    """The largest difference with that sign, NaN where there is none."""
    month: int | None
    """The month of the largest."""

    @property
    def turns(self) -> bool:
        """Whether it goes one way first, and the other way at the end."""
        return self.sign != 0 and self.other != 0

    @property
    def is_late(self) -> bool:
        """Whether it settles later than at once, turns, or passes."""
        return self.other != 0 or (self.since is not None and self.since > SOON)

    def as_dict(self) -> dict[str, Any]:
        """Return the course as plain data."""
        return asdict(self)


def courses(comparison: Comparison, outcomes: Sequence[str]) -> list[Course]:
    """Return the courses of each way of governing against the first, of outcomes with a smallest relevant effect."""
    return list(_courses(comparison, [name for name in outcomes if name in RELEVANT]))


def _courses(comparison: Comparison, outcomes: Sequence[str]) -> Iterator[Course]:
    table, first = comparison.by_month(outcomes), comparison.names[0]
    ways = [f"{comparison.way}_{end}" for end in "ab"]
    for (a, b, outcome), months in table[table[ways[0]] == first].groupby([*ways, "outcome"], sort=False):
        yield course_of(outcome, a, b, months)


def course_of(outcome: str, a: str, b: str, months: pd.DataFrame) -> Course:
    """Return the course of a difference: `months` has `month, mean_a, difference, low, high`, ordered by month."""
    rows = months[["difference", "low", "high", "mean_a"]].to_numpy(float)
    smallest = np.array([RELEVANT[outcome].at(mean) for mean in rows[:, 3]])
    there = (np.abs(rows[:, 0]) >= smallest) & ((rows[:, 1] > 0) | (rows[:, 2] < 0))
    signs = np.where(there, np.sign(rows[:, 0]), 0).astype(int)
    at = months["month"].to_numpy(int)
    sign = int(signs[-1])
    before = int(np.flatnonzero(signs != sign)[-1]) + 1 if (signs != sign).any() else 0
    if len(signs) - before < min(SOON, len(signs) // 4):
        sign = 0
    early = np.flatnonzero(signs[:before] == sign) if sign else np.zeros(0, int)
    others = [one for one in (1, -1) if one != sign]
    other = max(others, key=lambda one: int((signs == one).sum()))
    passing = np.flatnonzero(signs == other)
    if len(passing) < LASTING:
        other, passing = 0, passing[:0]
    peak = int(passing[np.argmax(np.abs(rows[passing, 0]))]) if other else None
    return Course(
        outcome, a, b, sign,
        since=int(at[before]) if sign else None,
        at_times=int(at[early[0]]) if len(early) >= LASTING else None,
        other=other,
        first=int(at[passing[0]]) if other else None,
        last=int(at[passing[-1]]) if other else None,
        steady=bool(other) and len(passing) == passing[-1] - passing[0] + 1,
        most=float("nan") if peak is None else float(rows[peak, 0]),
        month=None if peak is None else int(at[peak]),
    )  # fmt: skip
