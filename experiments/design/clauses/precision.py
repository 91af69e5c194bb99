"""The table `[precision]` of a study: seeds are added in batches until an interval is narrow enough, or to a maximum.

The rule stands in the study, so it is decided before any result is seen. All points get the same seeds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agents.errors import InputError, shown, suggestion
from experiments.defaults import MOST_SEEDS
from experiments.design.factors import Factor
from experiments.design.values import integer_of, one_of

KEYS = ("outcome", "half_width", "of", "factor", "by", "batch", "max_seeds")
OF = ("level", "difference")
FEWEST = 5
"""Fewest seeds of the first batch: a standard deviation of fewer is too uncertain to stop on."""


@dataclass(frozen=True)
class Precision:
    """When a sweep has enough seeds."""

    outcome: str
    half_width: float
    """Of the 95 % interval, in the outcome's unit."""
    first: int
    """Seeds of the first batch."""
    max_seeds: int
    batch: int = 10
    of: str = "level"
    """Of each level's mean, or of each level's paired difference from the first level."""
    factor: str = ""
    """The factor whose levels count; "" where the mean over all points does."""
    by: tuple[str, ...] = ()
    """Further factors: each combination of their levels must be precise enough by itself."""

    def steps(self) -> list[int]:
        """Return the numbers of seeds after which the rule is checked."""
        return [*range(self.first, self.max_seeds, self.batch), self.max_seeds]

    def as_dict(self) -> dict[str, Any]:
        """Return the table as a study file has it."""
        found: dict[str, Any] = {"outcome": self.outcome, "half_width": self.half_width, "of": self.of}
        found |= {"factor": self.factor} if self.factor else {}
        found |= {"by": list(self.by)} if self.by else {}
        return {**found, "batch": self.batch, "max_seeds": self.max_seeds}


def read_precision(
    given: Any, first: Any, factors: Sequence[Factor], outcomes: Collection[str], where: Callable[[str], str]
) -> Precision:
    """Return the rule of a study file, checked; `first` is what it gives as `seeds`.

    Raises:
        InputError: a key is missing, unknown or not valid.
    """
    place = where("precision")
    if not isinstance(given, Mapping):
        raise InputError("{where}: it must be a table, [precision]", where=place)
    for key in given:
        if key not in KEYS:
            raise InputError(
                "{where}: unknown key {key!r}; valid: {names}{hint}",
                where=place, key=key, names=", ".join(KEYS), hint=suggestion(key, KEYS),
            )  # fmt: skip
    for key in ("outcome", "half_width", "max_seeds"):
        if key not in given:
            raise InputError(
                "{where}: {key!r} is missing; needed: {needed}",
                where=place, key=key, needed="outcome, half_width, max_seeds",
            )  # fmt: skip
    outcome = one_of(given["outcome"], tuple(outcomes), f"{place}: outcome")
    width = given["half_width"]
    if isinstance(width, bool) or not isinstance(width, int | float) or not 0 < width < float("inf"):
        raise InputError(
            "{where}: half_width = {value} is not valid: it must be a number above 0", where=place, value=shown(width)
        )
    if isinstance(first, list):
        raise InputError(
            "{where}: with [precision], seeds is the number of the first batch, such as seeds = 10",
            where=where("seeds"),
        )
    first = integer_of(first, where("seeds"), FEWEST, MOST_SEEDS)
    most = integer_of(given["max_seeds"], f"{place}: max_seeds", first, MOST_SEEDS)
    of = one_of(given.get("of", "level"), OF, f"{place}: of")
    factor = _factor(given.get("factor"), of, factors, place)
    by = given.get("by", [])
    if not isinstance(by, list):
        raise InputError(
            "{where}: by = {value} is not valid: it must be a list of factors", where=place, value=shown(by)
        )
    lists = [one.name for one in factors if not one.sampled and one.name != factor]
    by = tuple(one_of(name, lists, f"{place}: by") for name in by)
    batch = integer_of(given.get("batch", 10), f"{place}: batch", 1, MOST_SEEDS)
    return Precision(outcome, float(width), first, most, batch, of, factor, by)


def _factor(given: Any, of: str, factors: Sequence[Factor], place: str) -> str:
    """Return the factor whose levels count: the one given, else the paradigm or arm, else the only list, else none."""
    lists = [one.name for one in factors if not one.sampled and len(one.levels) > 1]
    if given is not None:
        return one_of(given, lists, f"{place}: factor")
    usual = [name for name in ("paradigm", "arm") if name in lists] or (lists if len(lists) == 1 else [])
    if not usual and of == "difference":
        raise InputError(
            "{where}: of = 'difference' needs a factor whose levels to compare: factor = ...; factors with levels: "
            "{names}",
            where=place, names=", ".join(lists) or "-",
        )  # fmt: skip
    return usual[0] if usual else ""
