"""What survives levelling: each difference as the page shows it, beside the same difference in the counterpart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from dashboard.content.results import Results, estimate
from dashboard.content.show import OUTCOME, graded
from experiments.analysis.relevance import Size


class Survival(Enum):
    """What becomes of a difference that matters in one comparison or in both, levelled and as argued."""

    SURVIVES = "survives"
    """It matters in both, with the same sign."""
    TURNS = "turns"
    """It matters in both, with opposite signs."""
    HERE = "here"
    """It matters in the comparison shown, and is another one in the counterpart."""
    OPEN = "open"
    """It matters in the comparison shown. The repeats do not settle whether it is another one in the counterpart."""
    THERE = "there"
    """It matters in the counterpart, and is another one in the comparison shown."""
    NEITHER = "neither"
    """It does not matter in the comparison shown, and it is not settled that the counterpart's is another one."""


@dataclass(frozen=True)
class Fate:
    """A difference in both comparisons: what becomes of it, and whether either is unsettled or perhaps too small."""

    survival: Survival
    unsettled: bool
    up: bool
    """Whether the counterpart's difference is positive."""


def fates(results: Results, other: Results, way: str, counterpart: str, outcomes: list[str]) -> dict[str, Fate]:
    """Return what becomes of each outcome's difference from the first way of governing.

    A difference counts as another one in the counterpart where it is about nothing there. So it does where the change,
    paired by seed, has a 95 % interval without zero. Mattering in one and not in the other is no evidence by itself.

    Args:
        results: complete, of the comparison shown.
        other: complete, of its counterpart, with the same seeds.
        way: a way of governing in `results`, compared with the first.
        counterpart: the same in `other`.
        outcomes: names.
    """
    return {name: _fate(results, other, way, counterpart, name) for name in outcomes}


def _fate(results: Results, other: Results, way: str, counterpart: str, outcome: str) -> Fate:
    here, there = (one.by_seed(outcome) for one in (results, other))
    place, place_there = results.names.index(way), other.names.index(counterpart)
    gain, gain_there = here[place] - here[0], there[place_there] - there[0]
    size = graded(estimate(gain), float(here[0].mean()), OUTCOME[outcome])
    size_there = graded(estimate(gain_there), float(there[0].mean()), OUTCOME[outcome])
    change = estimate(gain - gain_there)
    another, up = bool(change.low > 0 or change.high < 0), bool(gain_there.mean() > 0)
    survival = _survival(size, size_there, bool(gain.mean() > 0) == up, another)
    return Fate(survival, bool({size, size_there} & {Size.POSSIBLE, Size.UNCERTAIN}), up)


def _survival(here: Size, there: Size, same_sign: bool, another: bool) -> Survival:
    if here.matters and there.matters:
        return Survival.SURVIVES if same_sign else Survival.TURNS
    if here.matters:
        return Survival.HERE if another or there is Size.NONE else Survival.OPEN
    return Survival.THERE if there.matters and (another or here is Size.NONE) else Survival.NEITHER
