"""What each change does to each headline, and in how many drawn presets a headline keeps its sign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from experiments.evidence.arms import VERSIONS
from experiments.evidence.listed import Difference, Values, difference
from experiments.evidence.robustness.changes import BASE, Change
from experiments.evidence.robustness.headlines import Headline

STANDS, TURNS, REMOVES, APPEARS, SILENT = "stands", "turns", "removes", "appears", "silent"
VERDICTS = (STANDS, TURNS, REMOVES, APPEARS, SILENT)


@dataclass(frozen=True)
class Effect:
    """A headline's difference under a change, and what the change does to it.

    `moved` says whether the difference has changed significantly. Where it has not, a removed headline is only less
    certain.
    """

    change: str
    difference: Difference
    verdict: str
    moved: bool


@dataclass(frozen=True)
class Draws:
    """What drawn presets do to a headline: shares of the draws, or None where the base is not significant.

    Attributes:
        count: how many draws.
        same: share in which the mean difference has the sign of the base.
        opposite: share in which the difference is significant with the opposite sign.
    """

    count: int
    same: float | None
    opposite: float | None


@dataclass(frozen=True)
class Judged:
    """A headline with all that happens to it."""

    headline: Headline
    base: Difference
    argued: Difference
    effects: list[Effect]
    draws: dict[str, Draws]
    counts: dict[str, int]

    def with_effects(self, more: Sequence[Effect]) -> Judged:
        """Return the headline with effects measured in another study, such as that of the town's size."""
        found = [*self.effects, *more]
        return replace(self, effects=found, counts=_counts(found))


def verdict(base: Difference, changed: Difference) -> str:
    """Return what a change does to a difference.

    - `stands`: significant as before, with the same sign; `turns`: significant with the opposite sign;
    - `removes`: no longer significant; `appears`: significant only with the change; `silent`: significant in neither.
    """
    if base.sign == 0:
        return APPEARS if changed.sign else SILENT
    return {base.sign: STANDS, -base.sign: TURNS, 0: REMOVES}[changed.sign]


def effects(
    headline: Headline, changes: Sequence[Change], values: Values, base: Difference, paired: bool = True
) -> list[Effect]:
    """Return what each change does to a headline; the runs of `values` are named (change, paradigm).

    Where the base is among them, `paired`, its seeds are paired with those of the change.
    """
    found = []
    for change in changes:
        changed = _difference(headline, change, values)
        if paired:
            moved = bool(difference(_by_seed(headline, change, values) - _by_seed(headline, BASE, values)).sign)
        else:
            moved = bool(abs(changed.mean - base.mean) > np.hypot(changed.half, base.half))
        found.append(Effect(change.key, changed, verdict(base, changed), moved))
    return found


def judged(headline: Headline, changes: Sequence[Change], values: Values, drawn: Values, count: int) -> Judged:
    """Return a headline with what every change and the drawn presets do to it.

    Args:
        headline: the headline.
        changes: whose runs are in `values`; the presets as argued are among them.
        values: outcomes of the runs named (change, paradigm), the base included.
        drawn: outcomes of the runs named (version, draw, paradigm).
        count: how many draws there are.
    """
    base = _difference(headline, BASE, values)
    found = effects(headline, changes, values, base)
    argued = next(effect.difference for effect in found if effect.change == "argued")
    of_draws = {version: _draws(headline, base, version, drawn, count) for version in VERSIONS}
    return Judged(headline, base, argued, found, of_draws, _counts(found))


def _counts(found: Sequence[Effect]) -> dict[str, int]:
    counts = Counter(effect.verdict for effect in found)
    return {verdict: counts[verdict] for verdict in VERDICTS}


def _difference(headline: Headline, change: Change, values: Values) -> Difference:
    return difference(_by_seed(headline, change, values))


def _by_seed(headline: Headline, change: Change, values: Values) -> np.ndarray:
    """Return the difference under a change, seed by seed, (seeds,)."""
    names: list[Hashable] = [(change.key, headline.first), (change.key, headline.second)]
    first, second = (values.of(name, headline.outcome, change.month) for name in names)
    return first - second


def _draws(headline: Headline, base: Difference, version: str, drawn: Values, count: int) -> Draws:
    found = [
        drawn.difference((version, k, headline.first), (version, k, headline.second), headline.outcome, BASE.month)
        for k in range(count)
    ]
    if base.sign == 0:
        return Draws(count, None, None)
    same = np.mean([np.sign(one.mean) == base.sign for one in found])
    return Draws(count, float(same), float(np.mean([one.sign == -base.sign for one in found])))


def ranked(headlines: Sequence[Judged]) -> list[tuple[str, Mapping[str, int]]]:
    """Return the changes that turn or remove headlines, with counts of verdicts, the most consequential first."""
    counts: dict[str, Counter[str]] = {}
    for one in headlines:
        for effect in one.effects:
            counts.setdefault(effect.change, Counter())[effect.verdict] += 1
    hit = [(key, dict(count)) for key, count in counts.items() if count[TURNS] or count[REMOVES]]
    return sorted(hit, key=lambda pair: (-pair[1].get(TURNS, 0), -pair[1].get(REMOVES, 0)))
