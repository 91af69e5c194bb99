"""The results of one comparison: arrays that fill as parts arrive, and estimates from them.

The intervals are those of `experiments.runs.estimates`, over whole arrays at a time.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.state import Settings
from dashboard.workers.jobs import Unit
from dashboard.workers.worker import Part
from experiments.runs.estimates import t_quantile
from experiments.runs.run import Run
from model.outcomes.outcomes import GROUP_OUTCOMES, NAMES
from model.paradigms.paradigm import Paradigm

PLACE = {name: place for place, name in enumerate(NAMES)}
GROUP_PLACE = {name: place for place, name in enumerate(GROUP_OUTCOMES)}


def unit_of(runs: list[Run], kind: str) -> Unit:
    """Return the unit of work that does these runs, of one town and seed under several paradigms.

    Its name holds everything that the outcome depends on, and no names that do not matter.
    """
    first, rules = runs[0], [run.paradigms[0][1] for run in runs]
    changes = tuple(sorted((name, v) for name, v in first.overrides.items() if not name.startswith("rules.")))
    values = tuple(map(_rules_of, rules))
    timelines = tuple(repr([change.as_dict() for change in run.changes]) for run in runs)
    name = (kind, first.town.code, first.citizens, first.seed, first.months, changes, values, timelines)
    return Unit(name, kind, runs, shown_after=len(runs) if kind == "runs" else 1)


def _rules_of(paradigm: Paradigm) -> tuple[Any, ...]:
    """Return all rules of a paradigm: its own, those of its options, and those outside its areas."""
    outside = None if paradigm.outside is None else _rules_of(paradigm.outside)
    options = tuple(map(_rules_of, paradigm.options))
    return (tuple(paradigm.flat().values()), options, paradigm.areas, outside)


def same_rules(run: Run, other: Run) -> bool:
    """Return whether two runs of one town and seed have the same rules, also in the course of the months."""
    one, another = ([_rules_of(paradigm) for _, paradigm in each.paradigms] for each in (run, other))
    return one == another and [change.as_dict() for change in run.changes] == [c.as_dict() for c in other.changes]


def units_of(settings: Settings) -> list[Unit]:
    """Return the units of a comparison: one a seed, with all its paradigms."""
    by_seed: dict[int, list[Run]] = {}
    for run in settings.runs:
        by_seed.setdefault(run.seed, []).append(run)
    return [unit_of(runs, "runs") for runs in by_seed.values()]


@dataclass(frozen=True)
class Estimate:
    """Mean over seeds and its 95 % interval; low and high are NaN with one seed."""

    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray
    seeds: int


class Results:
    """Outcomes of one comparison. Workers' threads fill them, the page's thread reads them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.names = settings.paradigms
        shape = (len(self.names), settings.seeds, settings.months, len(NAMES))
        self._values = np.full(shape, np.nan, dtype="f4")
        self._groups: np.ndarray | None = None
        self.group_names: tuple[tuple[str, str], ...] = ()
        self._lock = threading.Lock()
        self.error: object = None
        """Why the results could not be computed: a text, or an object that renders itself in a language."""

    def add(self, seed_place: int, part: Part) -> None:
        """Add a part of the seed's unit."""
        with self._lock:
            self._values[part.run, seed_place, part.first : part.first + len(part.months)] = part.months
            if part.groups is not None:
                if self._groups is None:
                    shape = (len(self.names), self.settings.seeds, *part.groups.shape)
                    self._groups = np.full(shape, np.nan, dtype="f4")
                    self.group_names = part.group_names
                self._groups[part.run, seed_place] = part.groups

    def complete_seeds(self) -> int:
        """Return the number of seeds whose last month is computed under all paradigms."""
        return int(self._complete().sum())

    def _complete(self) -> np.ndarray:
        return np.isfinite(self._values[:, :, -1, 0]).all(axis=0)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return self.complete_seeds() == self.settings.seeds

    def months_so_far(self) -> int:
        """Return how many months at least one seed has under all paradigms."""
        there = np.isfinite(self._values[:, :, :, 0]).all(axis=0)
        return int(there.sum(axis=1).max(initial=0))

    def progress(self) -> float:
        """Return the share of all months that is done."""
        return float(np.isfinite(self._values[:, :, :, 0]).mean())

    def monthly(self, outcome: str) -> dict[str, Estimate]:
        """Return each paradigm's estimate by month, over the complete seeds; before there is one, over the furthest."""
        values = self._by_month(outcome)
        return {name: estimate(values[place]) for place, name in enumerate(self.names)}

    def monthly_differences(self, outcome: str) -> dict[str, Estimate]:
        """Return each paradigm's difference from the first one by month, paired by seed; seeds as in `monthly`."""
        values = self._by_month(outcome)
        return {name: estimate(values[place] - values[0]) for place, name in enumerate(self.names)}

    def _by_month(self, outcome: str) -> np.ndarray:
        """Return an outcome as (paradigms, seeds, months): of the complete seeds, or else of the furthest."""
        with self._lock:
            complete = self._complete()
            chosen = complete if complete.any() else self._furthest()
            return self._values[..., PLACE[outcome]][:, chosen].astype("f8")

    def _furthest(self) -> np.ndarray:
        there = np.isfinite(self._values[:, :, :, 0]).all(axis=0).sum(axis=1)
        chosen = np.zeros(len(there), dtype=bool)
        chosen[int(there.argmax())] = True
        return chosen

    def at_the_end(self, outcome: str) -> dict[str, Estimate]:
        """Return each paradigm's estimate at the end, over the complete seeds."""
        values = self.by_seed(outcome)
        return {name: estimate(values[place]) for place, name in enumerate(self.names)}

    def differences(self, outcome: str) -> dict[str, Estimate]:
        """Return each paradigm's difference from the first one at the end, paired by seed."""
        values = self.by_seed(outcome)
        return {name: estimate(values[place] - values[0]) for place, name in enumerate(self.names)}

    def by_seed(self, outcome: str) -> np.ndarray:
        """Return an outcome in the last month as (paradigms, complete seeds)."""
        with self._lock:
            return self._values[:, :, -1, PLACE[outcome]][:, self._complete()].astype("f8")

    def by_group(self, outcome: str, dimension: str) -> dict[str, dict[str, Estimate]]:
        """Return {group: {paradigm: estimate}} at the end for groups of a dimension (quintile, age, district, area)."""
        return {
            group: {name: estimate(values[place]) for place, name in enumerate(self.names)}
            for group, values in self._of_groups(outcome, dimension).items()
        }

    def group_differences(self, outcome: str, dimension: str) -> dict[str, dict[str, Estimate]]:
        """As `by_group`, minus the first paradigm, paired by seed."""
        return {
            group: {name: estimate(values[place] - values[0]) for place, name in enumerate(self.names)}
            for group, values in self._of_groups(outcome, dimension).items()
        }

    def group_gains(self, outcome: str, dimension: str, name: str) -> dict[str, np.ndarray]:
        """Return {group: difference of a paradigm from the first one by complete seed} at the end."""
        place = self.names.index(name)
        return {group: values[place] - values[0] for group, values in self._of_groups(outcome, dimension).items()}

    def _of_groups(self, outcome: str, dimension: str) -> dict[str, np.ndarray]:
        """Return an outcome at the end of each group of a dimension as (paradigms, complete seeds)."""
        with self._lock:
            if self._groups is None:
                return {}
            values = self._groups[..., GROUP_PLACE[outcome]][:, self._complete()].astype("f8")
        rows = enumerate(self.group_names)
        return {group: values[:, :, row] for row, (kind, group) in rows if kind == dimension}

    def group_table(self) -> tuple[np.ndarray, tuple[tuple[str, str], ...]]:
        """Return a copy of the groups' values (paradigms, seeds, groups, outcomes), and (dimension, group) of each."""
        with self._lock:
            if self._groups is None:
                return np.empty((len(self.names), self.settings.seeds, 0, len(GROUP_OUTCOMES))), ()
            return self._groups.copy(), self.group_names

    def table(self) -> tuple[np.ndarray, tuple[int, ...]]:
        """Return a copy of all values (paradigms, seeds, months, outcomes) and the seeds."""
        first = self.settings.first_seed
        with self._lock:
            return self._values.copy(), tuple(range(first, first + self.settings.seeds))


def estimate(values: np.ndarray) -> Estimate:
    """Return mean and 95 % t-interval along the first axis (seeds)."""
    n = len(values)
    if n == 0:
        nothing = np.full(values.shape[1:], np.nan)
        return Estimate(nothing, nothing, nothing, 0)
    mean = values.mean(axis=0)
    if n < 2:
        nothing = np.full_like(mean, np.nan)
        return Estimate(mean, nothing, nothing, n)
    half = t_quantile(n - 1) * values.std(axis=0, ddof=1) / np.sqrt(n)
    return Estimate(mean, mean - half, mean + half, n)


def unpaired(one: Estimate, other: Estimate) -> Estimate:
    """Return the difference of two numbers that share no seeds, `other` minus `one`, with Welch's 95 % interval."""
    mean = other.mean - one.mean
    if min(one.seeds, other.seeds) < 2:
        return Estimate(mean, mean * np.nan, mean * np.nan, min(one.seeds, other.seeds))
    parts = [((each.high - each.mean) / t_quantile(each.seeds - 1)) ** 2 for each in (one, other)]
    total = parts[0] + parts[1]
    if not total > 0:
        return Estimate(mean, mean, mean, min(one.seeds, other.seeds))
    freedom = total**2 / (parts[0] ** 2 / (one.seeds - 1) + parts[1] ** 2 / (other.seeds - 1))
    half = t_quantile(float(freedom)) * np.sqrt(total)
    return Estimate(mean, mean - half, mean + half, min(one.seeds, other.seeds))
