"""Choosing when outcomes conflict or the future is uncertain: Pareto fronts, and the regret of each option.

A point is on the front when no other is at least as good in all outcomes and better in one. Regret takes the points of
all factors but one as scenarios. It is the distance of an option (a level of that factor) from the best option in the
same scenario. Both use means over seeds, and both report how much may be due to chance.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from agents.errors import InputError
from experiments.analysis.directions import Better, as_costs, directions
from experiments.analysis.points import Points, other_lists
from experiments.runs.estimates import CONFIDENCE
from model.aliases import current

CHOSEN = ("fit", "cost_per_met_need_nok", "trust", "met_need_gap")
"""Outcomes of a front by default: service, resources, trust, equality."""

ALL = "(all)"
MEASURES = ("max_regret", "mean_regret", "best", "clearly_best")

_COMPARES = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}


def pareto(
    points: Points,
    better: Mapping[str, str] | None = None,
    options: Sequence[str] | None = None,
    draws: int = 500,
    seed: int = 1,
) -> pd.DataFrame:
    """Return every option with its means, and whether it is on the Pareto front.

    Columns: `options...`, the outcomes, `front`, `often`: the share of bootstrap draws over seeds in which it is on the
    front; NaN with one seed. An option with an undefined outcome is on no front.

    Args:
        points: the points to choose among (`points_of`), with the outcomes to compare.
        better: outcome to "higher", "lower" or "zero" (closest to 0), where it differs from the declaration.
        options: factors that a decision can choose; outcomes are averaged over the points of all others. None is all
            factors.
        draws: of the bootstrap.
        seed: of the bootstrap.
    """
    ways = list(directions(points.outcomes, better).values())
    names = list(points.table.columns) if options is None else [points.factor(name) for name in options]
    table, values = points.table[names], points.values
    if options is not None and names:
        place = table.groupby(names, sort=False).ngroup().to_numpy()
        values = np.stack([values[place == k].mean(axis=0) for k in range(place.max() + 1)])
        table = table.drop_duplicates(ignore_index=True)
    means = values.mean(axis=1)
    table = table.assign(**dict(zip(points.outcomes, means.T, strict=True)))
    table["front"] = on_front(as_costs(means, ways))
    often = np.zeros(len(values))
    for drawn in _draws(values, draws, seed):
        often += on_front(as_costs(drawn, ways))
    table["often"] = often / draws if values.shape[1] > 1 else np.nan
    return table


def on_front(costs: np.ndarray) -> np.ndarray:
    """Return which points no other dominates, (points,); `costs` is (points, outcomes), less is better, NaN is out."""
    kept = np.isfinite(costs).all(axis=1)
    order = np.argsort(np.where(kept, costs.sum(axis=1), np.inf), kind="stable")  # the likely dominators first
    for k in order:
        if kept[k]:
            kept &= ~((costs >= costs[k]).all(axis=1) & (costs > costs[k]).any(axis=1))
    return kept


@dataclass(frozen=True)
class Threshold:
    """A requirement on an outcome: `fit >= 0.6`."""

    outcome: str
    sign: str
    value: float

    def met(self, values: np.ndarray) -> np.ndarray:
        """Return where values meet the requirement, bool in their shape; NaN does not."""
        return np.asarray(_COMPARES[self.sign](values, self.value))

    def __str__(self) -> str:
        return f"{self.outcome} {self.sign} {self.value:g}"


def threshold(text: str) -> Threshold:
    """Return the threshold in a text such as "fit>=0.6", or raise `InputError`."""
    match = re.fullmatch(r"\s*(\w+)\s*(>=|<=|>|<)\s*(\S+)\s*", text)
    try:
        if match:
            return Threshold(current(match[1], "outcome"), match[2], float(match[3]))
    except ValueError:
        pass
    raise InputError(
        "{value!r} is not a threshold: give an outcome, one of >= <= > <, and a number, such as fit>=0.6", value=text
    )


def regret(
    points: Points,
    option: str = "paradigm",
    better: Mapping[str, str] | None = None,
    thresholds: Sequence[Threshold] = (),
    draws: int = 500,
    seed: int = 1,
) -> pd.DataFrame:
    """Return how each level of `option` performs over the points of the other factors, taken as scenarios.

    Columns: `option`, `outcome`, `measure`, `value`, `chance`. Measures, by outcome, are

    - max_regret, mean_regret: how much worse than the best option in the same scenario, in the outcome's unit;
    - best: the share of scenarios in which no option does better;
    - clearly_best: the share of scenarios in which it alone is best in 95 % of bootstrap draws over seeds;
    - satisfied: the share of scenarios in which the outcome's thresholds are met; under "(all)", all thresholds.

    Regret is measured from the luckiest option, so chance alone gives some. `chance` is the average of the measure if
    options differed only by the chance in these seeds: compare with it rather than with 0. Both `chance` and
    clearly_best are NaN with one seed. There are no intervals, because bootstrap intervals covered the true value far
    less often than 95 %.

    Raises:
        InputError: there are fewer than two options, an outcome has no direction, or a threshold is on another outcome.
    """
    ways = list(directions(points.outcomes, better).values())
    for given in thresholds:
        if given.outcome not in points.outcomes:
            raise InputError(
                "{threshold}: that outcome is not analysed; valid: {names}",
                threshold=given,
                names=", ".join(points.outcomes),
            )
    levels = points.levels(option)
    if len(levels) < 2:
        raise InputError(
            "{option} has only the level {level} here, and regret needs options to choose among{others}",
            option=option,
            level=levels[0],
            others=other_lists(points, option),
        )
    _, values = points.across(option, levels)
    means = values.mean(axis=2)
    measures = {**_regrets(as_costs(means, ways)), "clearly_best": np.full((len(levels), len(ways)), np.nan)}
    by_chance, best = _luck(values, ways, draws, seed)
    if values.shape[2] > 1:
        measures["clearly_best"] = (best >= CONFIDENCE).mean(axis=1)
    rows: list[tuple[object, ...]] = []
    for i, level in enumerate(levels):
        for j, outcome in enumerate(points.outcomes):
            for measure in MEASURES:
                luck = by_chance[measure][i, j] if measure in by_chance else np.nan
                rows.append((level, outcome, measure, measures[measure][i, j], luck))
            mine = [given for given in thresholds if given.outcome == outcome]
            if mine:
                rows.append((level, outcome, "satisfied", _satisfied(means[i], points.outcomes, mine), np.nan))
        if thresholds:
            rows.append((level, ALL, "satisfied", _satisfied(means[i], points.outcomes, thresholds), np.nan))
    return pd.DataFrame(rows, columns=[option, "outcome", "measure", "value", "chance"])


def _regrets(costs: np.ndarray) -> dict[str, np.ndarray]:
    """Return each measure, (levels, outcomes), of costs, (levels, scenarios, outcomes)."""
    behind = costs - costs.min(axis=0)
    return {
        "max_regret": behind.max(axis=1),
        "mean_regret": behind.mean(axis=1),
        "best": np.where(np.isfinite(costs).all(axis=(0, 1)), (behind == 0).mean(axis=1), np.nan),
    }


def _luck(
    values: np.ndarray, ways: Sequence[Better], draws: int, seed: int
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return the mean of each measure when only chance differs, and how often each option alone is best in a scenario.

    `values` is (levels, scenarios, seeds, outcomes); chance is the change of the means when seeds are resampled.
    """
    seeds = values.shape[2]
    means = values.mean(axis=2)
    best = np.zeros_like(means)
    sums: dict[str, np.ndarray] = {}
    for drawn in _draws(np.moveaxis(values, 2, 1), draws, seed):
        costs = as_costs(drawn, ways)
        at_least = costs == costs.min(axis=0)
        best += at_least & (at_least.sum(axis=0) == 1)
        luck = (drawn - means) * np.sqrt(seeds / (seeds - 1))
        for measure, value in _regrets(luck).items():
            sums[measure] = sums.get(measure, 0) + value / draws
    return sums, best / draws


def _satisfied(means: np.ndarray, outcomes: Sequence[str], thresholds: Sequence[Threshold]) -> float:
    """Return the share of scenarios in which all thresholds are met; `means` is (scenarios, outcomes)."""
    return float(np.all([given.met(means[:, outcomes.index(given.outcome)]) for given in thresholds], axis=0).mean())


def _draws(values: np.ndarray, draws: int, seed: int) -> Iterator[np.ndarray]:
    """Yield means over seeds resampled with replacement, the same for all points; seeds are the second axis."""
    seeds = values.shape[1]
    if seeds < 2:
        return
    for counts in np.random.default_rng(seed).multinomial(seeds, np.full(seeds, 1 / seeds), size=draws):
        yield np.tensordot(counts / seeds, values, axes=(0, 1))
