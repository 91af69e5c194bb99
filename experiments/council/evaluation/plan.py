"""How large an evaluation must be to see an effect: power by closed form, checked by simulation on the model's persons.

Four designs, of which each needs something else:

- `before-after`: the participants alone, the same persons before and after.
- `after-only`: participants and other residents of the municipality, once, afterwards.
- `did-residents`: difference in differences with other residents of the municipality, the same persons twice.
- `did-municipalities`: the whole municipality takes part; difference in differences with control municipalities.

Let s be the standard deviation between persons and r their stability over the months. Let t be the standard deviation
between municipalities of the change in their means. With n persons in each group and C controls the standard error is

    before-after         s sqrt(2 (1 - r) / n)                                n - 1 degrees of freedom
    after-only           s sqrt(2 / n)                                        2 (n - 1)
    did-residents        s sqrt(2 (1 - r)) sqrt(2 / n)                        2 (n - 1)
    did-municipalities   sqrt(t^2 + 2 s^2 (1 - r) / n) sqrt(1 + 1 / C)        C - 1

and power is that of the t-test, from the noncentral t-distribution (Bloom 1995, doi:10.1177/0193841X9501900504, for
evaluations). Repeated measurement helps as far as persons are stable (Frison and Pocock 1992,
doi:10.1002/sim.4780111304; McKenzie 2012, doi:10.1016/j.jdeveco.2012.01.002). More persons do not help against t. With
one treated municipality the units are municipalities, and the test has C - 1 degrees of freedom (Donald and Lang 2007,
doi:10.1162/rest.89.2.221). Bertrand, Duflo and Mullainathan (2004, doi:10.1162/003355304772839588) show how often
studies that ignore this find effects where there are none.

The simulation draws persons, municipalities and months from the panel, adds measurement error and the effect, and does
the same test. It needs none of the assumptions above. Where a municipality has figures of its own, persons and
municipalities of the panel are rescaled to them (`figures`). Without an effect it gives the share of false alarms, also
where participants choose themselves: drawn in proportion to resources.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy import stats

from experiments.council.evaluation.figures import Figures, rescaled
from experiments.council.evaluation.panel import EVERY, FEWEST, Components, Panel, components, excess

DESIGNS = ("before-after", "after-only", "did-residents", "did-municipalities")
MOST_PERSONS, MOST_PLACES = 100_000, 200
_NOT = float("nan")
MANY_PLACES = 10
"""Control municipalities that an evaluation might find."""


@dataclass(frozen=True)
class Asked:
    """What an evaluation should see. `participants` is the number in each municipality of `did-municipalities`.

    `own` holds figures that stand in for the model's.
    """

    effect: float
    alpha: float = 0.05
    power: float = 0.8
    reliability: float = 0.8
    participants: int = 200
    draws: int = 400
    own: Figures = Figures()


@dataclass(frozen=True)
class Plan:
    """What one design needs to see an effect after so many months.

    Attributes:
        design: one of `DESIGNS`.
        months: from the first measurement to the last.
        persons: in each group, or in each municipality; None where `MOST_PERSONS` are too few.
        controls: control municipalities of `did-municipalities`, None where `MOST_PLACES` are too few; 0 elsewhere.
        smallest: the smallest effect that this many see with the power asked for; NaN where they are None.
        simulated: the power in the simulation; NaN where it could not be simulated.
        false_alarms: the share of significant results without an effect, in the simulation.
        self_selected: the same where participants choose themselves; NaN where nobody chooses.
        persons_of_many: persons in each municipality of `did-municipalities` with `MANY_PLACES` controls; None where
            `MOST_PERSONS` are too few, 0 elsewhere.
    """

    design: str
    months: int
    persons: int | None
    controls: int | None
    smallest: float
    simulated: float
    false_alarms: float
    self_selected: float
    persons_of_many: int | None = 0


def power_of(effect: float, error: float, freedom: float, alpha: float) -> float:
    """Return the power of a two-sided t-test for an effect with this standard error and degrees of freedom."""
    if not error > 0.0:
        return 1.0
    critical = stats.t.ppf(1.0 - alpha / 2.0, freedom)
    shift = effect / error
    found = float(stats.nct.sf(critical, freedom, shift) + stats.nct.cdf(-critical, freedom, shift))
    return found if np.isfinite(found) else float(stats.norm.sf(critical - shift))  # scipy has none for large shifts


def least(enough: Callable[[int], bool], low: int, most: int) -> int | None:
    """Return the least whole number from `low` that is enough, None if `most` is not; more is never less enough."""
    if not enough(most):
        return None
    high = low
    while not enough(high):
        low, high = high + 1, min(high * 2, most)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return high


def error_of(design: str, parts: Components, persons: int, controls: int = 0) -> tuple[float, float]:
    """Return the standard error of a design's estimate, and its degrees of freedom."""
    change = parts.person * (2.0 * (1.0 - parts.stability)) ** 0.5
    if design == "before-after":
        return change / persons**0.5, persons - 1.0
    if design == "did-municipalities":
        return ((parts.place**2 + change**2 / persons) * (1.0 + 1.0 / controls)) ** 0.5, controls - 1.0
    spread = change if design == "did-residents" else parts.person
    return spread * (2.0 / persons) ** 0.5, 2.0 * (persons - 1.0)


def parts_of(panel: Panel, months: int, asked: Asked) -> Components:
    """Return how an outcome varies over so many months: as in the model, or by figures of one's own."""
    return asked.own.in_place_of(components(panel, months, asked.reliability))


def plan(panel: Panel, design: str, months: int, asked: Asked, rng: np.random.Generator) -> Plan:
    """Return what a design needs, and what the simulation makes of that."""
    parts = parts_of(panel, months, asked)

    def sees(persons: int, controls: int = 0) -> bool:
        return power_of(asked.effect, *error_of(design, parts, persons, controls), asked.alpha) >= asked.power

    persons: int | None
    controls: int | None
    of_many: int | None = 0
    if design == "did-municipalities":
        persons = asked.participants
        controls = least(partial(sees, persons), 2, MOST_PLACES)
        of_many = least(partial(sees, controls=MANY_PLACES), 2, MOST_PERSONS)
    else:
        persons, controls = least(sees, 2, MOST_PERSONS), 0
    if persons is None or controls is None:
        return Plan(design, months, persons, controls, _NOT, _NOT, _NOT, _NOT, of_many)
    error, freedom = error_of(design, parts, persons, controls)
    smallest = _smallest(error, freedom, asked)
    if controls >= len(panel.values):
        return Plan(design, months, persons, controls, smallest, _NOT, _NOT, _NOT, of_many)
    shares = [
        _share(panel, design, months, persons, controls, asked, effect, chosen, rng)
        for effect, chosen in ((asked.effect, False), (0.0, False), (0.0, True))
    ]
    if design == "did-municipalities":
        shares[2] = float("nan")
    power, alarms, self_selected = shares
    return Plan(design, months, persons, controls, smallest, power, alarms, self_selected, of_many)


def _smallest(error: float, freedom: float, asked: Asked) -> float:
    """Return the smallest effect that is seen with the power asked for, by bisection."""
    low, high = 0.0, 1.0
    while power_of(high * error, error, freedom, asked.alpha) < asked.power:
        high *= 2.0
    for _ in range(40):
        middle = (low + high) / 2.0
        low, high = (low, middle) if power_of(middle * error, error, freedom, asked.alpha) >= asked.power else (
            middle, high
        )  # fmt: skip
    return high * error


def _share(
    panel: Panel, design: str, months: int, persons: int, controls: int, asked: Asked, effect: float, chosen: bool,
    rng: np.random.Generator,
) -> float:  # fmt: skip
    """Return the share of draws with a significant result; `chosen` draws participants in proportion to resources."""
    apart = months // EVERY
    parts = parts_of(panel, months, asked)
    error = parts.person * (1.0 - asked.reliability) ** 0.5
    true = None
    if asked.own.of_persons:
        true = parts.person * asked.reliability**0.5, parts.stability / asked.reliability
    too_far = excess(panel, months, parts.place)
    significant = done = 0
    for _ in range(asked.draws):
        first = int(rng.integers(panel.measurements - apart))
        places = rng.permutation(len(panel.values))[: controls + 1]
        groups = [(int(k), chosen) for k in places]
        if design in ("after-only", "did-residents"):
            groups.append((int(places[0]), False))
        measured = [
            _measured(panel, k, first, apart, persons, (error, float(too_far[k, first])), own_choice, rng, true)
            for k, own_choice in groups
        ]
        if any(one is None for one in measured):
            continue
        treated, *others = [one for one in measured if one is not None]
        done += 1
        significant += _p(design, treated, others, effect) < asked.alpha
    return significant / done if done else float("nan")


def _measured(
    panel: Panel, place: int, first: int, apart: int, persons: int, chance: tuple[float, float],
    chosen: bool, rng: np.random.Generator, true: tuple[float, float] | None = None,
) -> tuple[np.ndarray, np.ndarray] | None:  # fmt: skip
    """Return two measurements of persons drawn from a municipality; None where too few have values.

    Persons are drawn with replacement, since those simulated stand for a larger population. `chance` is the standard
    deviation of measurement error, and what the municipality's mean has changed by too much (`excess`). `true` is the
    standard deviation and the correlation that persons are rescaled to, without measurement error; None keeps theirs.
    """
    before, after = panel.values[place][first], panel.values[place][first + apart]
    valid = np.flatnonzero(np.isfinite(before) & np.isfinite(after))
    if len(valid) < FEWEST:
        return None
    before, after = before[valid], after[valid]
    if true is not None:
        before, after = rescaled(before, after, *true, rng)
    weights = None
    if chosen:
        weights = panel.resources[place][valid] / panel.resources[place][valid].sum()
    drawn = rng.choice(len(valid), persons, p=weights)
    error, too_far = chance
    noise = rng.normal(0.0, error, (2, persons))
    return before[drawn] + noise[0], after[drawn] - too_far + noise[1]


def _p(
    design: str, treated: tuple[np.ndarray, np.ndarray], others: list[tuple[np.ndarray, np.ndarray]], effect: float
) -> float:
    """Return the p-value of a design's test where an effect is added to the treated persons' last measurement."""
    before, after = treated[0], treated[1] + effect
    if design == "before-after":
        return float(stats.ttest_1samp(after - before, 0.0).pvalue)
    if design == "after-only":
        return float(stats.ttest_ind(after, others[0][1]).pvalue)
    if design == "did-residents":
        return float(stats.ttest_ind(after - before, others[0][1] - others[0][0]).pvalue)
    changes = np.array([(last - start).mean() for start, last in others])
    spread = changes.std(ddof=1) * (1.0 + 1.0 / len(changes)) ** 0.5
    t = ((after - before).mean() - changes.mean()) / spread if spread > 0 else np.inf
    return float(2.0 * stats.t.sf(abs(t), len(changes) - 1))
