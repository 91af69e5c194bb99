"""TrustTown in ambr's vectorised lane: whole columns of its Polars frame, read as arrays and written once a month."""

from __future__ import annotations

from typing import Any

import ambr
import numpy as np

from benchmarks.peers import columns, rules

_VECTOR = tuple(f"need_{x}" for x in range(rules.DIMENSIONS))


class _Model(ambr.Model):  # type: ignore[misc]
    def setup(self) -> None:
        n = self.p.citizens
        first = rules.start(n, self.p.seed)
        self.draws = np.random.Generator(np.random.SFC64(self.p.seed))
        self.capacity, self.neighbours = first.capacity, columns.neighbours(first.ties)
        self.found: list[Any] = []
        self.add_agents(
            n, trust=first.trust, resources=first.resources, quintile=first.quintile, need=np.zeros(n, np.uint8),
            benefit=np.zeros(n, np.uint8), **{name: np.zeros(n) for name in _VECTOR},
        )  # fmt: skip

    def step_vectorized(self) -> None:
        agents, rng = self.agents, self.draws
        trust, need, benefit = (agents.array(name).copy() for name in ("trust", "need", "benefit"))
        vector = [agents.array(name).copy() for name in _VECTOR]
        rows, vectors = columns.arrivals(rng, need)
        need[rows] = 1
        for x, values in enumerate(vector):
            values[rows] = vectors[:, x]
        applied = columns.applicants(rng, need, trust, agents.array("resources"))
        served, left = columns.queue(rng, applied, self.capacity)
        trust[left] *= 1.0 - rules.WAITING
        cases = np.stack([values[served] for values in vector], axis=1)
        fit, trust[served], need[served] = columns.cases(rng, cases, trust[served])
        benefit[served] = columns.percent(fit)
        trust += rules.INFLUENCE * (self.neighbours @ trust - trust)
        agents.set(trust=trust, need=need, benefit=benefit, **dict(zip(_VECTOR, vector)))
        self.found.append(columns.outcomes(fit, need, trust, benefit, agents.array("quintile")))


class TrustTown:
    """The town in ambr; same chance as `columns`, so the same outcomes."""

    def __init__(self, citizens: int, seed: int) -> None:
        self.model = _Model({"citizens": citizens, "seed": seed, "show_progress": False}).cpu(mode="vectorized")
        self.model._ensure_setup()

    def run(self, months: int) -> np.ndarray:
        """Simulate some months; return their outcomes, (months, outcomes)."""
        for _ in range(months):
            self.model.run_step()
        return np.array(self.model.found[-months:])
