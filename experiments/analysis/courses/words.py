"""Courses of differences in words: steady and late effects, dips before them, and effects that do not last."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from experiments.analysis.courses.settling import SOON, Course, courses
from experiments.output.texts import decimals_for, difference_of, label, number, unit
from experiments.output.texts_units import DECLARED
from model.outcomes.outcomes import Outcome
from samskaping.language import Language, Listing, Texts

if TYPE_CHECKING:
    from experiments.comparison import Comparison

TEXTS = Texts(
    "experiments.courses",
    {
        "title": "From which month does a difference last? Its 95 % interval excludes 0, and it is not below the "
        "smallest relevant effect.",
        "late": "{way} from month {since} on",
        "at_times": "{way} at times from month {first}, and steadily from month {since} on",
        "turns": "first {other}, {when} (most in month {month}: {most}); then {way}, from month {since} on",
        "passes": "{other} {when} (most in month {month}: {most}), too briefly or unevenly to last",
        "when": "in months {first} to {last}",
        "when_at_times": "at times in months {first} to {last}",
        "higher": "higher",
        "lower": "lower",
        "higher_better": "better (higher)",
        "higher_worse": "worse (higher)",
        "lower_better": "better (lower)",
        "lower_worse": "worse (lower)",
        "steady": "within {soon} months, and steadily from then on: {outcomes}",
        "unsteady": "at times, but too briefly or unevenly to last: {outcomes}",
        "never": "never: {outcomes}",
    },
)

Written = Callable[[Outcome, float], str]
"""Writes a difference with its sign and unit."""


def course_lines(comparison: Comparison, outcomes: Sequence[str], language: Language = "en") -> Iterator[str]:
    """Yield the lines below the tables of a comparison; none where there are no intervals or nothing to compare.

    Each difference that settles late or turns has a line of its own. One more line each names the differences that are
    steady from early on, the differences that come and go, and differences that never matter.
    """
    if len(comparison.seeds) < 2 or len(comparison.names) < 2:
        return
    found, labels = courses(comparison, outcomes), comparison.courses(language)
    yield TEXTS("title", language)
    for name in comparison.names[1:]:
        here = [one for one in found if one.b == name]
        yield f"{difference_of(labels[comparison.names[0]], labels[name])}:"
        for one in here:
            if one.sign and one.is_late:
                yield f"  {label(DECLARED[one.outcome], language)}: {course_text(one, language)}"
        rest = {
            "steady": [one for one in here if one.sign and not one.is_late],
            "unsteady": [one for one in here if not one.sign and one.other],
            "never": [one for one in here if not one.sign and not one.other],
        }
        for key, some in rest.items():
            if some:
                names = Listing([label(DECLARED[one.outcome], language) for one in some])
                yield "  " + TEXTS(key, language, soon=SOON, outcomes=names)


def course_text(one: Course, language: Language = "en", written: Written | None = None) -> str:
    """Return the course of a difference that is late, turns or passes: "first worse (higher), in months 2 to 9 ..."."""
    outcome = DECLARED[one.outcome]
    most = when = ""
    if one.other:
        most = written(outcome, one.most) if written else _plain(outcome, one.most, language)
        when = TEXTS("when" if one.steady else "when_at_times", language, first=one.first, last=one.last)
    key = "turns" if one.turns else "passes" if one.other else "at_times" if one.at_times is not None else "late"
    return TEXTS(
        key, language, way=_way(outcome, one.sign, language), other=_way(outcome, one.other, language),
        since=one.since, first=one.at_times, when=when, month=one.month, most=most,
    )  # fmt: skip


def _way(outcome: Outcome, sign: int, language: Language) -> str:
    """Return which way a difference goes, and whether most would call that better."""
    if not sign:
        return ""
    way = "higher" if sign > 0 else "lower"
    if outcome.better == "neither":
        return TEXTS(way, language)
    good = (sign > 0) == (outcome.better == "higher")
    return TEXTS(f"{way}_{'better' if good else 'worse'}", language)


def _plain(outcome: Outcome, value: float, language: Language) -> str:
    """Return a difference as tables write it."""
    return f"{number(value, decimals_for(value), language, sign=True)} {unit(outcome, language)}".strip()
