"""What a comparison shows, in words: differences graded by the smallest relevant effects, and who gains and pays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from experiments.analysis.courses.settling import courses
from experiments.analysis.courses.words import course_text
from experiments.analysis.relevance import RELEVANT, Size, size_of
from experiments.council.amounts import amount, unit_for_readers
from experiments.council.report_texts import TEXTS
from experiments.runs.arms.values import NO_ARENAS
from experiments.runs.estimates import interval
from model.outcomes.outcomes import OUTCOMES, Outcome
from samskaping.language import Language

if TYPE_CHECKING:
    from experiments.comparison import Comparison

DECLARED = {outcome.name: outcome for outcome in OUTCOMES}

# What a council asks about first, and the kinds of result that three findings should come from.
_KINDS: dict[str, tuple[str, ...]] = {
    "services": ("met_need", "fit", "fit_in_use", "take_up", "failure_demand", "satisfaction", "below_floor",
                 "given_up", "private_exit", "fit_p10"),
    "resources": ("public_hours_per_capita", "public_cost_nok_per_capita", "citizen_hours_per_capita",
                  "cost_per_met_need_nok", "cost_per_met_need_public_nok", "cost_per_met_need_wage_nok",
                  "hours_per_case"),
    "democracy": ("trust", "felt_voice", "felt_influence", "justice", "efficacy", "ownership", "input_followed",
                  "trust_low", "political_support"),
    "inequality": ("met_need_gap", "take_up_gap", "trust_gap", "participation_parity", "private_exit_gap"),
    "staff": ("strain", "load", "competence"),
}  # fmt: skip
_KIND = {name: kind for kind, names in _KINDS.items() for name in names}
_ALWAYS = ("met_need", "met_need_gap", "public_cost_nok_per_capita", "citizen_hours_per_capita", "trust", "strain")

LEAST, MOST = "Q1", "Q5"
"""The fifths with least and most resources."""


@dataclass(frozen=True)
class Finding:
    """The difference in one outcome between an arm and the reference. Amounts are in the outcome's own unit."""

    outcome: Outcome
    arm: str
    reference: str
    value: float
    reference_value: float
    difference: float
    low: float
    high: float
    size: Size
    times: float
    """The difference in smallest relevant effects."""
    group: str = ""
    """A fifth by resources; empty where it is about everyone."""

    @property
    def good(self) -> bool | None:
        """Whether most people would call the difference good; None where the outcome has no better direction."""
        if self.outcome.better == "neither":
            return None
        return (self.difference > 0) == (self.outcome.better == "higher")

    def as_dict(self) -> dict[str, object]:
        """Return the finding as plain data."""
        return {
            "outcome": self.outcome.name, "arm": self.arm, "reference": self.reference, "group": self.group,
            "value": self.value, "reference_value": self.reference_value, "difference": self.difference,
            "low": self.low, "high": self.high, "size": self.size.value, "good": self.good,
        }  # fmt: skip


def findings(comparison: Comparison, names: Sequence[str]) -> list[Finding]:
    """Return the difference of every arm but the first from the first in these outcomes, ordered as the names."""
    way, first = comparison.way, comparison.names[0]
    pairs = comparison.paired.set_index(["outcome", f"{way}_a", f"{way}_b"])
    means = comparison.summary.set_index(["outcome", way])["mean"]
    found = []
    for name in names:
        for arm in comparison.names[1:]:
            row = pairs.loc[(name, first, arm)]
            found.append(
                _graded(name, arm, first, float(means[name, arm]), float(means[name, first]),
                        (float(row["difference"]), float(row["low"]), float(row["high"])))
            )  # fmt: skip
    return found


def _graded(
    name: str, arm: str, first: str, value: float, reference: float, change: tuple[float, float, float], group: str = ""
) -> Finding:
    smallest = RELEVANT[name].at(reference)
    size = size_of(*change, smallest)
    times = abs(change[0]) / smallest if smallest > 0 else 0.0
    return Finding(DECLARED[name], arm, first, value, reference, *change, size, times, group)


def outcomes_shown(comparison: Comparison, most: int, first: Sequence[str] = ()) -> list[str]:
    """Return the outcomes for a council's table: the scenario's to watch, then what councils ask about first.

    Only outcomes with a smallest relevant effect are among them, `most` at most, ordered as declared. Those of `first`
    come before all others.
    """
    watched = comparison.scenario.outcomes if comparison.scenario else ()
    columns = set(comparison.runs.columns)
    wanted = [name for name in (*first, *_ALWAYS[:3], *watched, *_ALWAYS[3:]) if name in RELEVANT and name in columns]
    chosen = list(dict.fromkeys(wanted))[:most]
    return [name for name in DECLARED if name in chosen]


def headline_findings(comparison: Comparison, most: int = 3) -> list[Finding]:
    """Return the findings for the top of a report: the largest that matter, of different kinds of result.

    Outcomes that the scenario watches come before others. Where fewer than `most` differences matter, the rest are
    differences that do not matter, or that the seeds leave open. Twins without meeting places are left out: they
    explain the arm beside them.
    """
    watched = comparison.scenario.outcomes if comparison.scenario else ()
    columns = set(comparison.runs.columns)
    found = [
        one
        for one in findings(comparison, [name for name in _KIND if name in columns and name in RELEVANT])
        if not one.arm.endswith(f"-{NO_ARENAS}")
    ]

    def rank(one: Finding) -> tuple[bool, bool, float]:
        return not one.size.matters, one.outcome.name not in watched, -one.times

    def open_rank(one: Finding) -> tuple[bool, bool]:
        return one.outcome.name not in watched, one.size is not Size.NONE

    chosen: list[Finding] = []
    for candidates in (
        sorted((one for one in found if one.size.matters), key=rank),
        sorted((one for one in found if not one.size.matters), key=open_rank),
    ):
        for one in candidates:
            if len(chosen) < most and _KIND[one.outcome.name] not in {_KIND[c.outcome.name] for c in chosen}:
                chosen.append(one)
    return chosen


def over_time(comparison: Comparison, one: Finding, language: Language) -> str:
    """Return from which month the difference stays, or how it turns; "" where it is steady from early on."""
    if len(comparison.seeds) < 2:
        return ""
    [course] = [each for each in courses(comparison, [one.outcome.name]) if each.b == one.arm]

    def written(outcome: Outcome, value: float) -> str:
        return f"{amount(outcome, value, language)} {unit_for_readers(outcome, language)}".strip()

    return TEXTS("course", language, course=course_text(course, language, written)) if course.is_late else ""


def in_fifths(comparison: Comparison, names: Sequence[str], fifths: Sequence[str] = (LEAST, MOST)) -> list[Finding]:
    """Return the differences of every arm from the first within fifths by resources, at the end of the runs."""
    way, first = comparison.way, comparison.names[0]
    groups = comparison.groups
    by_fifth = groups[groups["dimension"] == "quintile"].set_index([way, "group", "seed"]).sort_index()
    found = []
    for name in names:
        for fifth in fifths:
            reference = by_fifth.loc[(first, fifth), name]
            for arm in comparison.names[1:]:
                here = by_fifth.loc[(arm, fifth), name]
                change = interval((here - reference).to_numpy())
                found.append(_graded(name, arm, first, float(here.mean()), float(reference.mean()), change, fifth))
    return found


def in_effects(found: Sequence[Finding]) -> pd.DataFrame:
    """Return findings in smallest relevant effects: `outcome, arm, difference, low, high`, for a figure."""

    def rows() -> Iterator[tuple[str, str, float, float, float]]:
        for one in found:
            smallest = RELEVANT[one.outcome.name].at(one.reference_value) or np.nan
            yield one.outcome.name, one.arm, one.difference / smallest, one.low / smallest, one.high / smallest

    return pd.DataFrame(list(rows()), columns=["outcome", "arm", "difference", "low", "high"])
