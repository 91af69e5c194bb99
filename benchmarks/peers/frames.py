"""TrustTown in mesa-frames: an agent set in Polars, changed by expressions over whole columns.

`AgentSetPolars.set` joins on identifiers at every call; writing whole columns with `with_columns` is faster.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from mesa_frames import AgentSetPolars, ModelDF

from benchmarks.peers import columns, rules

_VECTOR = tuple(f"need_{x}" for x in range(rules.DIMENSIONS))


class _Citizens(AgentSetPolars):  # type: ignore[misc]
    def __init__(self, model: Any, first: rules.Start) -> None:
        super().__init__(model)
        n = len(first.trust)
        zeros = {"need": np.zeros(n, np.uint8), "benefit": np.zeros(n, np.uint8)}
        self.add(
            pl.DataFrame({
                "unique_id": np.arange(n), "trust": first.trust, "resources": first.resources,
                "quintile": first.quintile, **zeros, **{name: np.zeros(n) for name in _VECTOR},
            })
        )  # fmt: skip
        self.neighbours = columns.neighbours(first.ties)
        self.fit = np.zeros(0)

    def write(self, **values: Any) -> None:
        """Write whole columns."""
        self.agents = self.agents.with_columns(**values)

    def changed(self, name: str, rows: np.ndarray, values: Any) -> Any:
        """Return a column with other values in some rows."""
        return self.agents[name].clone().scatter(rows, values)

    def step(self) -> None:
        """Simulate a month, but for the outcomes."""
        rng = self.model.random
        rows, vectors = columns.arrivals(rng, self.agents["need"].to_numpy())
        needs = {name: self.changed(name, rows, vectors[:, x]) for x, name in enumerate(_VECTOR)}
        self.write(need=self.changed("need", rows, 1), **needs)
        odds = rules.INTERCEPT + rules.BY_TRUST * pl.col("trust") + rules.BY_RESOURCES * pl.col("resources")
        chance = 1.0 / (1.0 + (-odds).exp())
        in_need = self.agents.lazy().filter(pl.col("need") > 0).select("unique_id", chance=chance).collect()
        applied = in_need["unique_id"].to_numpy()[rng.random(len(in_need)) < in_need["chance"].to_numpy()]
        served, left = columns.queue(rng, applied, self.model.capacity)
        self.write(trust=self.changed("trust", left, self.agents["trust"].gather(left) * (1.0 - rules.WAITING)))
        cases = self.agents.select(pl.col("trust", *_VECTOR).gather(served)).to_numpy()
        self.fit, after, still = columns.cases(rng, cases[:, 1:], cases[:, 0])
        self.write(
            trust=self.changed("trust", served, after),
            need=self.changed("need", served, still.astype(np.uint8)),
            benefit=self.changed("benefit", served, columns.percent(self.fit)),
        )
        others = pl.Series(self.neighbours @ self.agents["trust"].to_numpy())
        self.write(trust=pl.col("trust") + rules.INFLUENCE * (others - pl.col("trust")))


class _Model(ModelDF):  # type: ignore[misc]
    def __init__(self, citizens: int, seed: int) -> None:
        super().__init__(seed)
        first = rules.start(citizens, seed)
        self.capacity = first.capacity
        self.citizens = _Citizens(self, first)
        self.agents += self.citizens


class TrustTown:
    """The town in mesa-frames."""

    def __init__(self, citizens: int, seed: int) -> None:
        self.model = _Model(citizens, seed)

    def run(self, months: int) -> np.ndarray:
        """Simulate some months; return their outcomes, (months, outcomes)."""
        found = []
        for _ in range(months):
            self.model.step()
            citizens = self.model.citizens
            names = ("need", "trust", "benefit", "quintile")
            found.append(columns.outcomes(citizens.fit, *(citizens.agents[name].to_numpy() for name in names)))
        return np.array(found)
