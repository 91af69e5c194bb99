"""How much a way of governing differs from the first, in everyday units where there are any, and who gives."""

from __future__ import annotations

import math

from dashboard.content.results import Results, estimate
from dashboard.content.show import OUTCOME, graded
from dashboard.texts.common import text
from experiments.analysis.relevance import Size
from experiments.output.texts import decimals_for, label, number
from samskaping.language import Language

COSTS = ("citizen_hours_per_capita", "public_hours_per_capita", "cost_per_met_need_nok", "strain")
"""Outcomes with everyday units among what is paid: citizens' time, public time, money, and strain on staff."""
SHARED = ("met_need_gap",)
"""Outcomes with everyday units among who gains."""
ALWAYS = ("citizen_hours_per_capita", "public_hours_per_capita", "cost_per_met_need_nok", "met_need_gap")
"""Outcomes of which a summary says something even where they are about the same, or not settled."""
UNITS = {
    "met_need": (100, "met_more", "met_fewer"),
    "citizen_hours_per_capita": (60, "time_more", "time_less"),
    "public_hours_per_capita": (60, "public_more", "public_less"),
    "cost_per_met_need_nok": (1, "cost_more", "cost_less"),
    "strain": (0, "strain_more", "strain_less"),
    "met_need_gap": (100, "gap_more", "gap_less"),
}
"""Everyday units in one of the outcome's (0: none, the difference is as the scorecard has it), and texts."""
_LEVELS = {
    "citizen_hours_per_capita": "levels_minutes", "public_hours_per_capita": "levels_minutes",
    "cost_per_met_need_nok": "levels_money",
}  # fmt: skip
"""Texts that say what costs come to under the first way of governing, and under another one."""


def magnitudes(results: Results, name: str, language: Language) -> dict[str, str]:
    """Return how much a way of governing differs from the first in everyday units, by outcome, where it is significant.

    These are what is gained, and at whose cost: needs met, citizens' and public time, money, strain on staff, and the
    gap.
    """
    return {outcome: words for outcome in UNITS if (words := _much(results, name, outcome, language))}


def _much(results: Results, name: str, outcome: str, language: Language) -> str:
    units, more, less = UNITS[outcome]
    change, size = results.differences(outcome)[name], size_in(results, name, outcome)
    if not (size.matters or (size is Size.POSSIBLE and units)):
        return ""
    ends = results.at_the_end(outcome)
    if outcome in SHARED and min(float(ends[one].mean) for one in (results.names[0], name)) < 0:
        # A gap in favour of the others neither widens nor narrows by its difference.
        between = levels(results, name, outcome, language)
        return text("gap_is", language, size=f"{between}, {text(f'size_{size.value}', language)}")
    if units:
        much = abs(float(change.mean)) * units
        n = number(much, 0 if much >= 2 else 1, language)  # so that no text needs a singular
    else:
        n = as_the_scorecard(results, name, outcome, language)
    words = text(more if change.mean > 0 else less, language, n=n)
    return f"{words}, {levels(results, name, outcome, language)} ({text(f'size_{size.value}', language)})"


def levels(results: Results, name: str, outcome: str, language: Language) -> str:
    """Return an outcome under the first way of governing, and under this one, in everyday units where there are any."""
    ends, units = results.at_the_end(outcome), UNITS.get(outcome, (0, "", ""))[0]
    two = [float(ends[one].mean) * (units or 1) for one in (results.names[0], name)]
    if units:
        decimals = 0 if max(map(abs, two)) >= 1000 else 1  # so that their difference is the one said, but for the last
    else:
        decimals = decimals_for(*(float(one.mean) for one in ends.values()))
    a, b = (number(one, decimals, language) for one in two)
    return f"{a} \N{RIGHTWARDS ARROW} {b}"


def otherwise(results: Results, name: str, outcome: str, language: Language) -> str:
    """Return that an outcome is about the same, or not settled, where `magnitudes` has no words for it."""
    size = text("size_none" if size_in(results, name, outcome) is Size.NONE else "sum_unsettled", language)
    if outcome in SHARED:
        return text("gap_is", language, size=size)
    between = text(_LEVELS[outcome], language, levels=levels(results, name, outcome, language))
    return f"{label(OUTCOME[outcome], language).lower()} {between} ({size})"


def amount(results: Results, name: str, outcome: str, language: Language) -> str:
    """Return an outcome's difference as the scorecard has it, what it is between, and its size in words."""
    size = text(f"size_{size_in(results, name, outcome).value}", language)
    change = as_the_scorecard(results, name, outcome, language)
    return f"{change}, {levels(results, name, outcome, language)} ({size})"


def as_the_scorecard(results: Results, name: str, outcome: str, language: Language) -> str:
    """Return a difference from the first way of governing, with as many decimals as the scorecard."""
    decimals = decimals_for(*(float(one.mean) for one in results.at_the_end(outcome).values()))
    return number(float(results.differences(outcome)[name].mean), decimals, language, sign=True)


def spread(results: Results, name: str, language: Language) -> str:
    """Return how many minutes more the fifths of citizens with fewest and with most resources give, or "".

    Whether these two differ is settled where the difference between them, paired by seed, has an interval without 0.
    """
    if not size_in(results, name, "citizen_hours_per_capita").matters:
        return ""
    gains = results.group_gains("citizen_hours_per_capita", "quintile", name)
    if not {"Q1", "Q5"} <= set(gains):
        return ""
    few, most = 60 * gains["Q1"], 60 * gains["Q5"]
    between = estimate(most - few)
    settled = bool(between.low > 0 or between.high < 0)
    decimals = 0 if min(abs(few.mean()), abs(most.mean())) >= 2 else 1
    values = [float(one.mean()) for one in (few, most)]
    if not all(map(math.isfinite, values)):
        return ""
    a, b = (number(value, decimals, language, sign=True) for value in values)
    return text("spread" if settled else "spread_unsure", language, a=a, b=b)


def size_in(results: Results, name: str, outcome: str) -> Size:
    """Return the size of an outcome's difference between a way of governing and the first."""
    reference = float(results.at_the_end(outcome)[results.names[0]].mean)
    return graded(results.differences(outcome)[name], reference, OUTCOME[outcome])
