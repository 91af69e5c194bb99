"""Studies of listed runs: named settings become the points of one study, and its results are looked up by name.

Settings that several names share run once. Every point holds every setting that the study varies. A setting that a
point does not name keeps its paradigm's rule or the parameter's default.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.design.factors import of_the_model
from experiments.design.study import Study, study_of
from experiments.design.text import toml_value
from experiments.evidence.arms import rules_of
from experiments.runs.estimates import interval
from experiments.sweeps.parts import OK
from experiments.sweeps.results import Results


@dataclass(frozen=True)
class Listed:
    """A study of listed runs, and the place of each name's point in it."""

    study: Study
    places: Mapping[Hashable, int]


@dataclass(frozen=True)
class Difference:
    """A mean paired difference and its 95 % interval."""

    mean: float
    low: float
    high: float

    @property
    def half(self) -> float:
        """Half the interval's width."""
        return (self.high - self.low) / 2

    @property
    def sign(self) -> int:
        """1 or -1 where the interval leaves out 0, else 0."""
        return int(self.low > 0) - int(self.high < 0)


def listed(
    name: str, runs: Mapping[Hashable, Mapping[str, Any]], *, months: int, seeds: int, citizens: int,
    outcomes: Sequence[str], keep: str = "yearly",
) -> Listed:  # fmt: skip
    """Return the study of `runs`, {name: settings}; settings are `paradigm`, `citizens`, parameters and rules."""
    varied = list(dict.fromkeys(key for settings in runs.values() for key in settings))
    defaults = {paradigm: rules_of(paradigm) for paradigm in {settings["paradigm"] for settings in runs.values()}}
    points: dict[tuple[Any, ...], int] = {}
    places = {}
    for key, settings in runs.items():
        rules = defaults[settings["paradigm"]]
        point = tuple(settings.get(one, rules.get(one, _default(one, citizens))) for one in varied)
        places[key] = points.setdefault(point, len(points))
    lines = [
        f'name = "{name}"', f"months = {months}", f"seeds = {seeds}", f"outcomes = {toml_value(list(outcomes))}",
        f'keep = "{keep}"', "[design]", 'kind = "list"',
        *([] if "citizens" in varied else ["[base]", f"citizens = {citizens}"]), "[factors]",
        *(f'"{one}" = {toml_value([point[k] for point in points])}' for k, one in enumerate(varied)),
    ]  # fmt: skip
    return Listed(study_of("\n".join(lines) + "\n", name), places)


def _default(setting: str, citizens: int) -> Any:
    return citizens if setting == "citizens" else of_the_model()[setting].default if setting in of_the_model() else None


class Values:
    """The outcomes of a listed study, by the names of its runs."""

    def __init__(self, listed: Listed, results: Results) -> None:
        study = listed.study
        place = {
            study.run_id(point, seed): (k, s)
            for k, point in enumerate(study.points())
            for s, seed in enumerate(study.seeds)
        }
        table = results.table[results.table["status"] == OK]
        months = sorted(set(table["month"]))
        self._places, self._months = listed.places, {int(month): k for k, month in enumerate(months)}
        self._outcomes = {outcome: k for k, outcome in enumerate(study.outcomes)}
        shape = (len(set(listed.places.values())), len(months), len(self._outcomes), len(study.seeds))
        self._values = np.full(shape, np.nan)
        at = np.array([place[run_id] for run_id in table["run_id"]]).reshape(-1, 2)
        month = table["month"].map(self._months).to_numpy()
        self._values[at[:, 0], month, :, at[:, 1]] = table[list(study.outcomes)].to_numpy(float)

    def of(self, name: Hashable, outcome: str, month: int) -> np.ndarray:
        """Return an outcome of a named run in a month, (seeds,); NaN for runs that failed."""
        return self._values[self._places[name], self._months[month], self._outcomes[outcome]]

    def difference(self, first: Hashable, second: Hashable, outcome: str, month: int) -> Difference:
        """Return how an outcome differs between two named runs in a month: first minus second, paired by seed."""
        return difference(self.of(first, outcome, month) - self.of(second, outcome, month))


def difference(paired: np.ndarray) -> Difference:
    """Return the mean of paired differences, (seeds,), with its 95 % interval; failed runs are left out."""
    there = paired[np.isfinite(paired)]
    return Difference(*(interval(there) if len(there) else (float("nan"),) * 3))
