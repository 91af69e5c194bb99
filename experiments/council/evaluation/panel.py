"""What an evaluation would measure if nothing were done: the same persons over months, in municipalities of the model.

Each municipality is simulated under the status quo. A power analysis needs how persons differ, and how alike persons of
a municipality are. It also needs how much a person and a whole municipality change by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.errors import InputError
from experiments.runs.run import Run, simulate
from experiments.runs.threads import Progress, in_threads
from model.town.municipalities import Municipality, municipalities

if TYPE_CHECKING:
    from model.governance import GovernanceModel

EVERY = 3
"""Months between two measurements."""

FEWEST = 10
"""Persons with a value in both measurements, below which a municipality is left out."""

YEAR = 12 // EVERY
"""Measurements in a year."""

PARADIGM = "status-quo"


def _column(name: str) -> Callable[[Mapping[str, np.ndarray]], np.ndarray]:
    return lambda kept: kept[name]


def _fit(kept: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the fit of the services of the last year, NaN for persons without any, (measurements, persons)."""
    sums, counts = kept["fit_sum"], kept["encounters"]
    found = np.full(sums.shape, np.nan)
    new = counts[YEAR:] - counts[:-YEAR]
    with np.errstate(invalid="ignore", divide="ignore"):
        found[YEAR:] = np.where(new > 0, (sums[YEAR:] - sums[:-YEAR]) / new, np.nan)
    return found


OUTCOMES: Mapping[str, Callable[[Mapping[str, np.ndarray]], np.ndarray]] = {
    "trust": _column("trust"),
    "felt_voice": _column("voice"),
    "felt_influence": _column("felt_influence"),
    "efficacy": _column("efficacy"),
    "ownership": _column("ownership"),
    "fit": _fit,
}
"""Outcomes that persons have, and how they are read; each returns (measurements, persons)."""

_KEPT = ("resources", "trust", "voice", "felt_influence", "efficacy", "ownership", "fit_sum", "encounters")


@dataclass(frozen=True)
class Panel:
    """One outcome of the same persons over time, in several municipalities without any intervention."""

    outcome: str
    places: tuple[str, ...]
    values: tuple[np.ndarray, ...]
    """Of each municipality, (measurements, persons); NaN where a person has no value."""
    resources: tuple[np.ndarray, ...]
    """Of each municipality, (persons,), 0-1."""

    @property
    def measurements(self) -> int:
        """Number of measurements, `EVERY` months apart."""
        return len(self.values[0])


@dataclass(frozen=True)
class Components:
    """How an outcome varies without an intervention, as a survey would measure it.

    Attributes:
        person: standard deviation between persons of one municipality, with measurement error.
        stability: correlation of a person's two measurements so many months apart, with measurement error.
        place: standard deviation between municipalities of the change in their means over these months.
        trend: change of all municipalities' means together.
        between: standard deviation between municipalities' means.
        icc: share of the variance between persons that lies between municipalities.
    """

    person: float
    stability: float
    place: float
    trend: float
    between: float
    icc: float


def sampled_places(count: int) -> list[Municipality]:
    """Return so many of Norway's municipalities, evenly spread from the smallest to the largest."""
    ordered = sorted(municipalities(), key=lambda one: (one.population, one.code))
    at = np.linspace(0, len(ordered) - 1, count + 2)[1:-1].round().astype(int)
    return [ordered[k] for k in at]


def panels(
    outcomes: Sequence[str], places: Sequence[Municipality], citizens: int, months: int, seed: int,
    workers: int | None = None, progress: Progress | None = None,
) -> list[Panel]:  # fmt: skip
    """Simulate municipalities under the status quo and return a panel for each outcome.

    Args:
        outcomes: names in `OUTCOMES`.
        places: the municipalities, each with a seed of its own.
        citizens: simulated in each, at most.
        months: from the first to the last measurement.
        seed: of the first municipality.
        workers: runs side by side.
        progress: as in `experiments.runs.threads`.
    """
    runs = [
        Run(PARADIGM, place, min(citizens, place.population), seed=seed + k, months=months + 12)
        for k, place in enumerate(places)
    ]

    def one(run: Run, after: Any) -> dict[str, np.ndarray]:
        seen: list[dict[str, np.ndarray]] = []

        def observe(model: GovernanceModel) -> None:
            if model.months % EVERY == 0:
                seen.append({name: np.array(getattr(model.town.citizens, name), float) for name in _KEPT})

        simulate(run, after=after, observe=observe)
        return {name: np.stack([one[name] for one in seen]) for name in _KEPT}

    kept = in_threads(one, runs, workers, progress)
    names = tuple(place.name for place in places)
    resources = tuple(one["resources"][0] for one in kept)
    return [Panel(name, names, tuple(OUTCOMES[name](one)[YEAR:] for one in kept), resources) for name in outcomes]


def excess(panel: Panel, months: int, place: float) -> np.ndarray:
    """Return by how much each municipality's mean change is too far from that of all, (municipalities, measurements).

    The simulated persons are a sample, so their mean changes by chance too. Without the excess, municipalities differ
    by the standard deviation `place`. It is less than 0 where municipalities shall differ more than they do.
    """
    apart = months // EVERY
    starts = range(panel.measurements - apart)
    changes = np.array([[_mean(values[n + apart] - values[n]) for n in starts] for values in panel.values])
    apart_from_all = changes - np.nanmean(changes, axis=0)
    spread = float(np.mean(np.nanvar(changes, axis=0, ddof=1))) ** 0.5
    kept = place / spread if spread > 0.0 else 1.0
    return np.asarray((1.0 - kept) * apart_from_all)


def _mean(values: np.ndarray) -> float:
    valid = values[np.isfinite(values)]
    return float(valid.mean()) if len(valid) >= FEWEST else float("nan")


def components(panel: Panel, months: int, reliability: float) -> Components:
    """Return how a panel's outcome varies over so many months.

    Sampling of persons is removed from the spread between municipalities (one-way analysis of variance). Changes of a
    municipality's mean are taken over all pairs of measurements so far apart.
    """
    apart = months // EVERY
    starts = range(panel.measurements - apart)
    within, alike, noise, sizes = [], [], [], []
    changes = np.full((len(panel.values), len(starts)), np.nan)
    for k, values in enumerate(panel.values):
        for first in starts:
            before, after = values[first], values[first + apart]
            both = np.isfinite(before) & np.isfinite(after)
            if both.sum() < FEWEST:
                continue
            before, after = before[both], after[both]
            spread = float(np.sqrt(before.var(ddof=1) * after.var(ddof=1)))
            within.append(float(before.var(ddof=1) + after.var(ddof=1)) / 2)
            alike.append(float(np.cov(before, after)[0, 1]) / spread if spread > 0 else 1.0)
            changes[k, first] = (after - before).mean()
            noise.append(float((after - before).var(ddof=1)) / len(before))
            sizes.append(len(before))
    if not within:
        raise InputError(
            "too few persons have a value of {outcome} in the simulated municipalities; give more --citizens",
            outcome=panel.outcome,
        )
    variance = float(np.mean(within)) / reliability
    means = np.array([np.nanmean(values) for values in panel.values])
    between = max(float(means.var(ddof=1)) - float(np.mean(np.array(within) / np.array(sizes))), 0.0)
    own = float(np.mean(np.nanvar(changes, axis=0, ddof=1))) - float(np.mean(noise))
    return Components(
        variance**0.5, float(np.mean(alike)) * reliability, max(own, 0.0) ** 0.5, float(np.nanmean(changes)),
        between**0.5, between / (between + variance),
    )  # fmt: skip
