"""TrustTown in plain Mesa: an object for each citizen."""

from __future__ import annotations

import math
from typing import Any

import mesa
import numpy as np

from benchmarks.peers import rules


class Citizen(mesa.Agent):
    """A citizen, with at most one open need."""

    def __init__(self, model: Any, trust: float, resources: float, quintile: int) -> None:
        super().__init__(model)
        self.trust, self.resources, self.quintile = trust, resources, quintile
        self.need: list[float] | None = None
        self.benefit = 0
        self.before = trust
        self.others: list[Citizen] = []

    def meet_life(self) -> None:
        """A need may arrive."""
        chance = self.model.random
        if self.need is None and chance.random() < rules.ARRIVAL:
            self.need = [chance.gauss(0.0, 1.0) for _ in range(rules.DIMENSIONS)]

    def applies(self) -> bool:
        """Return whether the citizen takes up the service this month."""
        if self.need is None:
            return False
        odds = rules.INTERCEPT + rules.BY_TRUST * self.trust + rules.BY_RESOURCES * self.resources
        return self.model.random.random() < 1.0 / (1.0 + math.exp(-odds))

    def be_served(self) -> float:
        """Meet the professional; return the fit."""
        chance, need = self.model.random, self.need
        assert need is not None
        distance = sum((rules.SLIP * (value + chance.gauss(0.0, 1.0))) ** 2 for value in need[: rules.SEEN])
        distance += sum(value * value for value in need[rules.SEEN :])
        fit = math.exp(-rules.NARROWNESS * distance)
        gap = fit - self.trust
        self.trust += (rules.GAIN if gap > 0.0 else rules.LOSS) * gap
        if chance.random() >= rules.RETURNS * (1.0 - fit):
            self.need = None
        self.benefit = int(100.0 * fit + 0.5)
        return fit

    def remember(self) -> None:
        """Keep trust as it is before people talk."""
        self.before = self.trust

    def talk(self) -> None:
        """Move towards the mean trust of neighbours."""
        others = sum([other.before for other in self.others]) / rules.TIES
        self.trust = self.before + rules.INFLUENCE * (others - self.before)


class _Model(mesa.Model):
    def __init__(self, citizens: int, seed: int) -> None:
        super().__init__(rng=seed)
        first = rules.start(citizens, seed)
        state = zip(first.trust.tolist(), first.resources.tolist(), first.quintile.tolist())
        self.people = [Citizen(self, *values) for values in state]
        for citizen, ties in zip(self.people, first.ties.tolist()):
            citizen.others = [self.people[row] for row in ties]
        self.capacity, self.fits = first.capacity, [0.0]

    def step(self) -> None:
        self.agents.do("meet_life")
        waiting = [citizen for citizen in self.people if citizen.applies()]
        self.random.shuffle(waiting)
        self.fits = [citizen.be_served() for citizen in waiting[: self.capacity]]
        for citizen in waiting[self.capacity :]:
            citizen.trust *= 1.0 - rules.WAITING
        self.agents.do("remember").do("talk")

    def outcomes(self) -> tuple[float, ...]:
        n, people = len(self.people), self.people
        sums, many = [0] * rules.QUINTILES, [0] * rules.QUINTILES
        for citizen in people:
            sums[citizen.quintile] += citizen.benefit
            many[citizen.quintile] += 1
        gini = rules.gini(np.fromiter((citizen.benefit for citizen in people), np.int64, n))
        return (
            sum(self.fits) / len(self.fits) if self.fits else 0.0,
            sum(citizen.need is not None for citizen in people) / n,
            sum(citizen.trust for citizen in people) / n,
            gini,
            (sums[-1] / many[-1] - sums[0] / many[0]) * 0.01,
        )


class TrustTown:
    """The town in plain Mesa."""

    def __init__(self, citizens: int, seed: int) -> None:
        self.model = _Model(citizens, seed)

    def run(self, months: int) -> np.ndarray:
        """Simulate some months; return their outcomes, (months, outcomes)."""
        found = []
        for _ in range(months):
            self.model.step()
            found.append(self.model.outcomes())
        return np.array(found)
