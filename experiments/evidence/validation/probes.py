"""Probes: measures taken inside a run, from citizens' columns, seats in arenas and the ledger.

A probe observes the model before the first month and after each, and returns its measures at the end.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np

from agents.attitude_rules import satisfaction
from agents.citizens import FIFTHS
from model.governance import GovernanceModel
from model.town.ledger import EVENT

PANEL_MONTHS = 24


class Probe(Protocol):
    """A measurement that observes a run."""

    def observe(self, model: GovernanceModel, last: bool) -> None:
        """Observe the model without changing it; `last` is true after the last month."""

    def measures(self) -> Mapping[str, Any]:
        """Return the measures by name: a number each, or an array over citizens."""


class _AtEnd:
    def __init__(self, measure: Callable[[GovernanceModel], dict[str, float]]) -> None:
        self.measure, self.values = measure, dict[str, float]()

    def observe(self, model: GovernanceModel, last: bool) -> None:
        if last:
            self.values = self.measure(model)

    def measures(self) -> dict[str, float]:
        return self.values


def at_end(measure: Callable[[GovernanceModel], dict[str, float]]) -> Callable[[], Probe]:
    """Return a probe that measures once, after the last month."""
    return lambda: _AtEnd(measure)


class Experience:
    """Fit, and trust before and after, of citizens with exactly one service in a month, over the last two years.

    The model does not keep satisfaction with a single service. The model's rule computes it here from fit, expectation
    and trust, at the town's mean felt justice.
    """

    def __init__(self) -> None:
        self.rows: deque[np.ndarray] = deque(maxlen=PANEL_MONTHS)
        self.before: tuple[np.ndarray, ...] = ()
        self.seed = 0
        self.numbers: Any = None

    def observe(self, model: GovernanceModel, last: bool) -> None:
        """Record the services of the month."""
        c = model.citizens
        if self.before:
            encounters, fit_sum, trust, expectation = self.before
            rows = np.flatnonzero(c.encounters == encounters + 1)
            fit = c.fit_sum[rows] - fit_sum[rows]
            justice = np.full(len(rows), model.outcomes["justice"])
            self.rows.append(np.stack([fit, trust[rows], c.trust[rows], expectation[rows], c.anchor[rows], justice]))
        self.before = (c.encounters.copy(), c.fit_sum.copy(), c.trust.copy(), c.expectation.copy())
        self.seed, self.numbers = model.seed, model.town.numbers.trust

    def measures(self) -> dict[str, float]:
        """Return slopes of the change of trust on satisfaction below and above the neutral level, and correlations."""
        t = self.numbers
        fit, trust, after, expectation, anchor, justice = np.concatenate(self.rows, axis=1).astype(float)
        expected = np.array(
            [satisfaction(f, j, w, e, 0.0, t) for f, j, w, e in zip(fit, justice, trust, expectation, strict=True)]
        )
        outcome = expected - t.halo * (trust - 0.55) - t.satisfaction_reference
        bad, good = np.minimum(outcome, 0.0), np.maximum(outcome, 0.0)
        moved = slopes(after - trust, {"bad": bad, "good": good}, standard=False)
        noise = np.random.default_rng(self.seed).normal(0.0, t.satisfaction_noise, len(fit))
        satisfied = np.clip(expected + noise, 0.0, 1.0)
        return {
            "bad_minus_good": moved["bad"] - moved["good"],
            "bad_over_good": moved["bad"] / moved["good"],
            "r_satisfaction": float(np.corrcoef(after, satisfied)[0, 1]),
            "r_anchor": float(np.corrcoef(after, anchor)[0, 1]),
        }


class Seats:
    """The shares of participants who leave an arena after their first meeting, and after later ones."""

    def __init__(self) -> None:
        self.meetings = self.seated = np.empty(0)
        self.counts = np.zeros(4)  # first meetings, left after them, later ones, left after them

    def observe(self, model: GovernanceModel, last: bool) -> None:
        """Compare this month's seats with last month's."""
        meetings = model.citizens.meetings.astype(int)
        arenas = model.town.arenas
        seated = np.zeros(len(meetings), bool)
        if arenas is not None:
            seated[arenas.member[arenas.member >= 0]] = True
        if len(self.meetings):
            met = meetings > self.meetings
            first, later = met & (self.meetings == 0), met & (self.meetings > 0) & self.seated.astype(bool)
            self.counts += [first.sum(), (first & ~seated).sum(), later.sum(), (later & ~seated).sum()]
        self.meetings, self.seated = meetings, seated

    def measures(self) -> dict[str, float]:
        """Return the share that leaves after a first meeting, and after a later one."""
        first, left_first, later, left_later = self.counts
        return {"leave_first": left_first / max(first, 1.0), "leave_later": left_later / max(later, 1.0)}


class UnitsAfterTwoYears:
    """The quality of each unit after two years, as evaluations see it."""

    def __init__(self) -> None:
        self.values: dict[str, float] = {}

    def observe(self, model: GovernanceModel, last: bool) -> None:
        """Record the units' quality after two years."""
        if model.months == 24:
            self.values = {f"unit {row}": float(quality) for row, quality in enumerate(model.town.units.quality)}

    def measures(self) -> dict[str, float]:
        """Return the quality of every unit."""
        return self.values


class TrustOfParticipants:
    """The change of trust of participants in arenas, relative to that of others."""

    def __init__(self) -> None:
        self.start = np.empty(0)
        self.values: dict[str, float] = {}

    def observe(self, model: GovernanceModel, last: bool) -> None:
        """Record trust at the start, and compare it at the end."""
        c = model.citizens
        if not len(self.start):
            self.start = c.trust.copy()
        if last:
            moved, came = c.trust - self.start, c.meetings > 0
            self.values = {"participants_moved": float(moved[came].mean() - moved[~came].mean())}

    def measures(self) -> dict[str, float]:
        """Return the difference in the change of trust."""
        return self.values


class Complaints:
    """Complaints per inhabitant and year: over the year up to a month, and over the last year."""

    def __init__(self, month: int = 60) -> None:
        self.month, self.values = month, dict[str, float]()

    def observe(self, model: GovernanceModel, last: bool) -> None:
        """Count the complaints of the ledger's window at the month and at the end."""
        if model.months == self.month or last:
            ledger = model.town.ledger
            counted = ledger.window_events()[:FIFTHS, EVENT.complaints].sum()
            yearly = counted * 12.0 / min(ledger.months, ledger.window) / model.population
            self.values["complaints after" if last else "complaints before"] = float(yearly)

    def measures(self) -> dict[str, float]:
        """Return complaints before and after."""
        return self.values


class Panel:
    """The same adults at the start and at the end: trust, and who had no service over the last two years.

    Its measures are numbers, and arrays over the adults of the start: `panel trust`, and `panel unserved` and
    `panel without need` (no service, and no need either).
    """

    def __init__(self) -> None:
        self.start = np.empty(0)
        self.values: dict[str, Any] = {}
        # Services and months in need of the last two years, a pair a month, the oldest first.
        self.recent: deque[tuple[np.ndarray, np.ndarray]] = deque(maxlen=PANEL_MONTHS + 1)

    def observe(self, model: GovernanceModel, last: bool) -> None:
        """Record trust at the start, services two years before the end, and all at the end."""
        c = model.citizens
        if not len(self.start):
            self.start = c.trust.copy()
        self.recent.append((c.encounters.copy(), c.months_in_need.copy()))
        if last:
            self.values = self._compared(model)

    def _compared(self, model: GovernanceModel) -> dict[str, Any]:
        c = model.citizens
        adult = c.age_band > 0
        before, after = self.start[adult], c.trust[adult]
        served, needed = self.recent[0]
        unserved = (c.encounters == served)[adult]
        moved, came = after - before, (c.meetings > 0)[adult]
        return {
            "stability": float(np.corrcoef(before, after)[0, 1]),
            "spread ratio": float(after.std() / before.std()),
            "participants": float(moved[came].mean() - moved[~came].mean()) if 0 < came.sum() < len(came) else np.nan,
            "panel trust": after.astype(np.float32),
            "panel unserved": unserved,
            "panel without need": unserved & (c.months_in_need == needed)[adult],
        }

    def measures(self) -> dict[str, Any]:
        """Return the comparison."""
        return self.values


def slopes(y: np.ndarray, x: dict[str, np.ndarray], standard: bool = True) -> dict[str, float]:
    """Return least-squares slopes of `y` on all `x`, in standard units of both or in their own units.

    `y` and each column of `x` are (rows,). A column that does not vary has slope 0.
    """
    columns = {name: np.asarray(values, float) for name, values in x.items()}
    scale = {name: values.std() if standard else 1.0 for name, values in columns.items()}
    kept = [name for name, values in columns.items() if np.ptp(values) > 0]
    design = np.stack([np.ones(len(y)), *((columns[n] - columns[n].mean()) / scale[n] for n in kept)], axis=1)
    unit = (y.std() or 1.0) if standard else 1.0
    solution = np.linalg.lstsq(design, np.asarray(y, float) / unit, rcond=None)[0]
    return {**dict.fromkeys(columns, 0.0), **dict(zip(kept, map(float, solution[1:]), strict=True))}
