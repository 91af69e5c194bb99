"""Numbers of the contingency page's summary: where each paradigm is best and worst, and what it costs.

The template `contingency.md.jinja` puts them into words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.evidence.contingency.intensity import BETTER
from experiments.evidence.contingency.studies import OUTCOMES, PARADIGMS
from experiments.evidence.contingency.surface import Surface, best

LOCATED = ("fit", "cost_per_met_need_nok")
"""Outcomes for which the summary says under which conditions a paradigm is best."""

GAINS = ("met_need", "fit", "trust", "met_need_gap")
"""Outcomes in which NPG's gain is compared with that of the control."""

LISTED = 0.05
"""A paradigm is listed as best, or worst, from this share of the conditions on."""

LOCATED_FROM = 0.025
"""Conditions are described from this share on; where differences are noise, one map in twenty has so much."""

APART = 0.5
"""A condition is named where its means inside and outside differ by this many standard deviations."""


@dataclass(frozen=True)
class MapResults:
    """Results of the map that the summary needs.

    Attributes:
        x: conditions and horizons sampled, (n, conditions), in the order of the surfaces.
        names: names of the conditions.
        surfaces: differences from the first paradigm, by (paradigm, outcome).
        today: today's conditions after ten years, (1, conditions).
    """

    x: np.ndarray
    names: Sequence[str]
    surfaces: dict[tuple[str, str], Surface]
    today: np.ndarray

    def winners(self, outcome: str, worst: bool = False) -> np.ndarray:
        """Return at each condition the index of the significantly best (or worst) paradigm, or -1 for none."""
        own = [self.surfaces[paradigm, outcome] for paradigm in PARADIGMS[1:]]
        return best(own, self.x, (BETTER[outcome] != "lower") != worst)

    def now(self, paradigm: str, outcome: str) -> Estimate:
        """Return the difference from the first paradigm at today's conditions."""
        mean, half = self.surfaces[paradigm, outcome].at(self.today)
        return Estimate(float(mean[0]), float(half[0]), bool(abs(mean[0]) > half[0]))


@dataclass(frozen=True)
class Estimate:
    """A mean, half its 95 % interval, and whether the interval leaves 0 out."""

    mean: float
    half: float
    significant: bool


@dataclass(frozen=True)
class Place:
    """Conditions under which a paradigm is best at an outcome.

    `share` is the share of the sampled conditions. `higher` names the conditions that differ there, the clearest first,
    and whether each is higher than elsewhere.
    """

    outcome: str
    share: float
    higher: dict[str, bool]


@dataclass(frozen=True)
class Standing:
    """How a paradigm compares with the others.

    Attributes:
        name: of the paradigm.
        best, worst: (outcome, share of the conditions where it is significantly best, or worst), largest first.
        places: where it is best, for the outcomes in `LOCATED`.
        costs: differences from the first paradigm at today's conditions, by outcome; empty for the first.
    """

    name: str
    best: list[tuple[str, float]]
    worst: list[tuple[str, float]]
    places: list[Place]
    costs: dict[str, Estimate]


@dataclass(frozen=True)
class Summary:
    """The summary in numbers.

    Attributes:
        conditions: how many conditions were sampled.
        standings: one for each paradigm.
        control: by outcome in which NPG's gain is significant, the share of it that the control reaches; None where
            the control has no significant gain.
        undecided: share of (outcome, condition) cases without a significantly best paradigm.
        explained: share of the variance that each surface explains at points left out of its fit.
    """

    conditions: int
    standings: list[Standing]
    control: dict[str, float | None]
    undecided: float
    explained: list[float]


def summary(results: MapResults) -> Summary:
    """Return the summary of a map."""
    most, least = ({o: results.winners(o, worst) for o in OUTCOMES} for worst in (False, True))
    return Summary(
        conditions=len(results.x),
        standings=[_standing(k, name, results, most, least) for k, name in enumerate(PARADIGMS)],
        control=_control(results),
        undecided=float(np.mean([(winner == -1).mean() for winner in most.values()])),
        explained=[max(surface.explained, 0.0) for surface in results.surfaces.values()],
    )


def levels(verdicts: pd.DataFrame) -> dict[str, int]:
    """Return how many (outcome, necessity) cases have each verdict of `intensity.verdicts`."""
    return {word: int((verdicts["verdict"] == word).sum()) for word in ("none", "all", "between", "unsure")}


def _standing(
    k: int, name: str, results: MapResults, most: dict[str, np.ndarray], least: dict[str, np.ndarray]
) -> Standing:
    places = [
        Place(outcome, float((most[outcome] == k).mean()), higher)
        for outcome in LOCATED
        if (higher := _higher(most[outcome] == k, results))
    ]
    located = {place.outcome for place in places}
    return Standing(
        name,
        _listed(k, {outcome: winner for outcome, winner in most.items() if outcome not in located}),
        _listed(k, least),
        places,
        {o: results.now(name, o) for o in ("cost_per_met_need_nok", "citizen_hours_per_capita", "strain")} if k else {},
    )


def _listed(k: int, winners: dict[str, np.ndarray]) -> list[tuple[str, float]]:
    shares = [(outcome, float((winner == k).mean())) for outcome, winner in winners.items()]
    return sorted(((o, share) for o, share in shares if share >= LISTED), key=lambda pair: -pair[1])


def _higher(here: np.ndarray, results: MapResults) -> dict[str, bool]:
    """Return the conditions that differ `here`, (n,) of bool, from elsewhere; empty where hardly any is, or all."""
    if not LOCATED_FROM <= here.mean() <= 1 - LOCATED_FROM:
        return {}
    spread = results.x.std(axis=0)
    apart = (results.x[here].mean(axis=0) - results.x[~here].mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return {results.names[k]: bool(apart[k] > 0) for k in np.argsort(-np.abs(apart)) if abs(apart[k]) >= APART}


def _control(results: MapResults) -> dict[str, float | None]:
    shares: dict[str, float | None] = {}
    for outcome in GAINS:
        sign = -1.0 if BETTER[outcome] == "lower" else 1.0
        control, full = results.now("responsive", outcome), results.now("NPG", outcome)
        if sign * full.mean > full.half:
            shares[outcome] = control.mean / full.mean if sign * control.mean > control.half else None
    return shares
