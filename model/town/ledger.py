"""The town's ledger: counts of the month's events by cell of citizens and area, and hours by kind.

Phases add to `events[cell, area, what]`; a cell is a resources quintile x age band x district, so every breakdown is a
sum over cells. A year of months is kept by group for ratios over a trailing window.
"""

from collections import namedtuple
from typing import Any

import numpy as np

from agents.citizens import AGE_BANDS, BANDS, FIFTHS
from agents.engine.kernel import kernel
from agents.engine.table import AREAS
from model.parameters.parameters import AREA_NAMES

_EVENTS = (
    "arrived", "arrived_rank", "overflow", "applied", "faded", "left", "gave_up", "cases", "returned", "return_cases",
    "closed", "met", "met_rank", "fit", "use", "below_floor", "satisfaction", "justice", "lay_weight", "spread",
    "influence", "influence_rank", "complaints", "acts", "answered", "followed", "citizen_hours",
    "citizen_hours_rank", "delivered_hours", "public_hours", "unserved", "waited", "attention", "complex",
    "complex_waited", "satisfaction_square", "appeals", "upheld", "attended", "repeated",
)  # fmt: skip
Events = namedtuple("Events", _EVENTS)  # type: ignore[misc]  # noqa: PYI024
EVENT: Any = Events(*range(len(_EVENTS)))  # EVENT.met is the place of "met" on the last axis of `events`

_STATES = ("people", "trust", "trust_square", "trust_rank", "low_trust", "high_trust", "voice", "efficacy", "ownership",
           "expected_following", "voiced", "voiced_trust", "open_needs", "waiting", "felt_influence")  # fmt: skip
States = namedtuple("States", _STATES)  # type: ignore[misc]  # noqa: PYI024
STATE: Any = States(*range(len(_STATES)))

_KINDS = ("delivery", "dialogue", "administration", "transaction", "process", "returns", "idle")
Kinds = namedtuple("Kinds", _KINDS)  # type: ignore[misc]  # noqa: PYI024
KIND: Any = Kinds(*range(len(_KINDS)))  # kinds of public hours

_PAYERS = ("contracted", "civic", "offered", "used", "expired")
Payers = namedtuple("Payers", _PAYERS)  # type: ignore[misc]  # noqa: PYI024
PAYER: Any = Payers(*range(len(_PAYERS)))  # hours in units run by others; volunteers' hours, by what became of them

FIT_BINS = 100


@kernel
def count_by_group(events, states, districts, group_events, group_states):
    """Sum events (cells, areas, events) and states (cells, states) by quintile, age band, district and area.

    Both results have a row for each group; states are people's, so rows of areas stay as they are.
    """
    areas = events.shape[1]
    people = len(group_events) - areas
    group_events[:] = 0.0
    group_states[:people] = 0.0
    here = np.empty(events.shape[2])
    for cell in range(len(events)):
        quintile = cell // (BANDS * districts)
        band = FIFTHS + cell // districts % BANDS
        district = FIFTHS + BANDS + cell % districts
        here[:] = 0.0
        for a in range(areas):
            for k in range(len(here)):
                here[k] += events[cell, a, k]
                group_events[people + a, k] += events[cell, a, k]
        for k in range(len(here)):
            group_events[quintile, k] += here[k]
            group_events[band, k] += here[k]
            group_events[district, k] += here[k]
        for k in range(states.shape[1]):
            group_states[quintile, k] += states[cell, k]
            group_states[band, k] += states[cell, k]
            group_states[district, k] += states[cell, k]


class Ledger:
    """Counts of the month under way and of the months of the window before it."""

    def __init__(self, districts: int, window: int) -> None:
        self.districts = districts
        self.events = np.zeros((FIFTHS * BANDS * districts, AREAS, len(EVENT)))
        self.states = np.zeros((FIFTHS * BANDS * districts, len(STATE)))
        self.hours = np.zeros((AREAS, len(KIND)))  # public hours by area and kind
        self.others = np.zeros(len(PAYER))  # hours that municipal staff do not work
        self.fits = np.zeros(FIT_BINS)  # encounters by fit
        self.extra_cost = 0.0  # NOK beyond public hours (pay of participants)
        self.groups = FIFTHS + BANDS + districts + AREAS
        self.window = window
        self._event_ring = np.zeros((window, self.groups, len(EVENT)))
        self._fit_ring = np.zeros((window, FIT_BINS))
        self._hour_ring = np.zeros((window, len(KIND) + len(PAYER)))
        self._cost_ring = np.zeros(window)
        self._work_ring = np.zeros((window, 3))
        self.group_states = np.zeros((self.groups, len(STATE)))
        self.months = 0
        self._events_by_group = np.zeros((self.groups, len(EVENT)))  # sum of the window

    @property
    def nbytes(self) -> int:
        """Bytes of all counts."""
        return sum(a.nbytes for a in vars(self).values() if isinstance(a, np.ndarray))

    def open_month(self) -> None:
        """Set the month's counts to 0."""
        self.events[:] = 0.0
        self.states[:] = 0.0
        self.hours[:] = 0.0
        self.others[:] = 0.0
        self.fits[:] = 0.0
        self.extra_cost = 0.0

    def close_month(self, load: float, wait: float, turnover: float) -> None:
        """Move the month's counts, summed by group, into the window; load, wait and turnover are the month's."""
        place = self.months % self.window
        count_by_group(self.events, self.states, self.districts, self._event_ring[place], self.group_states)
        self._events_by_group = self._event_ring.sum(axis=0)
        self._fit_ring[place] = self.fits
        self._hour_ring[place, : len(KIND)] = self.hours.sum(axis=0)
        self._hour_ring[place, len(KIND) :] = self.others
        self._cost_ring[place] = self.extra_cost
        self._work_ring[place] = load, wait, turnover
        self.months += 1

    def window_events(self) -> np.ndarray:
        """Return events over the window by group, shape (groups, events); not a copy."""
        return self._events_by_group

    def window_fits(self) -> np.ndarray:
        """Return encounters over the window by fit, shape (100,)."""
        return self._fit_ring.sum(axis=0)

    def window_hours(self) -> tuple[np.ndarray, np.ndarray]:
        """Return mean hours a month over the window: public hours by kind, (kinds,), and `others`, (payers,)."""
        hours = self._hour_ring.sum(axis=0) / max(1, min(self.months, self.window))
        return hours[: len(KIND)], hours[len(KIND) :]

    def window_work(self) -> tuple[float, float, float]:
        """Return mean load, expected wait (months) and posts renewed (share a month) over the window."""
        load, wait, turnover = self._work_ring.sum(axis=0) / max(1, min(self.months, self.window))
        return float(load), float(wait), float(turnover)

    def window_cost(self) -> float:
        """Return mean NOK a month beyond hours over the window."""
        return float(self._cost_ring.sum() / max(1, min(self.months, self.window)))

    def group_names(self) -> list[tuple[str, str]]:
        """Return (dimension, group) for every row of the group tables."""
        return (
            [("quintile", f"Q{q + 1}") for q in range(FIFTHS)]
            + [("age", band) for band in AGE_BANDS]
            + [("district", str(d + 1)) for d in range(self.districts)]
            + [("area", name) for name in AREA_NAMES]
        )
