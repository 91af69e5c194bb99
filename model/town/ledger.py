"""The town's ledger: counts of the month's events by cell of citizens and area, and hours by kind.

Phases add to `tally_of(ledger, cell, area)[what]`; a cell is a resources quintile x age band x district, so every
breakdown is a sum over cells. Few cells and areas have an event in a month, and only these get a row. A year of months
is kept by group for ratios over a trailing window.
"""

from collections import namedtuple
from typing import Any

import numpy as np

from agents.citizens import AGE_BANDS, BANDS, FIFTHS
from agents.engine.kernel import kernel
from agents.engine.part import Part, number
from agents.engine.sums import copy_to, total
from agents.engine.table import AREAS, columns
from model.parameters.parameters import AREA_NAMES

_EVENTS = (
    "arrived", "arrived_rank", "overflow", "applied", "faded", "left", "gave_up", "cases", "returned", "return_cases",
    "closed", "met", "met_rank", "fit", "use", "below_floor", "satisfaction", "justice", "lay_weight", "spread",
    "influence", "influence_rank", "complaints", "acts", "answered", "followed", "citizen_hours",
    "citizen_hours_rank", "delivered_hours", "public_hours", "unserved", "waited", "attention", "complex",
    "complex_waited", "satisfaction_square", "appeals", "upheld", "attended", "repeated",
    "arrived_complex", "met_complex",
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

Work = namedtuple("Work", "load wait turnover")  # noqa: PYI024
WORK: Any = Work(*range(3))
Tallies = namedtuple("Tallies", "place owner used rows")  # noqa: PYI024
NO_ROW = -1


@kernel
def tally_of(tallies, cell, area):
    """Return the month's counts of a cell in an area, (events,), to be added to; `tallies` is a `Tallies`."""
    place = tallies.place[cell, area]
    if place == NO_ROW:
        place = tallies.used[0]
        tallies.used[0] += 1
        tallies.place[cell, area] = place
        tallies.owner[place] = cell * AREAS + area
        tallies.rows[place] = 0.0
    return tallies.rows[place]


class Ledger(Part):
    """Counts of the month under way and of the months of the window before it."""

    districts: int = number("int64")
    window: int = number("int64")
    months: int = number("int64")  # closed
    extra_cost: float = number("float64", 0.0)  # NOK beyond public hours (pay of participants)

    def __init__(self, districts: int, window: int) -> None:
        cells = FIFTHS * BANDS * districts
        self.districts, self.window, self.months, self.extra_cost = districts, window, 0, 0.0
        self.place = np.full((cells, AREAS), NO_ROW, np.int32)  # row of each cell and area with events this month
        self.owner = np.zeros(cells * AREAS, np.int32)  # cell * areas + area of each row
        self.used = np.zeros(1, np.int32)  # rows of the month
        self.rows = np.zeros((cells * AREAS, len(EVENT)))
        self.states = np.zeros((cells, len(STATE)))
        self.hours = np.zeros((AREAS, len(KIND)))  # public hours by area and kind
        self.others = np.zeros(len(PAYER))  # hours that municipal staff do not work
        self.fits = np.zeros(FIT_BINS)  # encounters by fit
        self.groups = FIFTHS + BANDS + districts + AREAS
        self.event_ring = np.zeros((window, self.groups, len(EVENT)))
        self.fit_ring = np.zeros((window, FIT_BINS))
        self.hour_ring = np.zeros((window, len(KIND) + len(PAYER)))
        self.cost_ring = np.zeros(window)
        self.work_ring = np.zeros((window, len(WORK)))
        self.group_states = np.zeros((self.groups, len(STATE)))
        self.events_by_group = np.zeros((self.groups, len(EVENT)))  # sum of the window
        self.fits_of_window = np.zeros(FIT_BINS)
        self.hours_a_month = np.zeros(len(KIND) + len(PAYER))  # mean of the window
        self.work_a_month = np.zeros(len(WORK))  # mean of the window
        self.cost_a_month = np.zeros(1)  # mean of the window, NOK beyond hours

    @property
    def nbytes(self) -> int:
        """Bytes of all counts."""
        return sum(a.nbytes for a in vars(self).values() if isinstance(a, np.ndarray))

    @property
    def events(self) -> np.ndarray:
        """The month's events by cell and area, (cells, areas, events); a copy."""
        found = np.zeros((*self.place.shape, len(EVENT)))
        used = int(self.used[0])
        found.reshape(-1, len(EVENT))[self.owner[:used]] = self.rows[:used]
        return found

    def window_events(self) -> np.ndarray:
        """Return events over the window by group, shape (groups, events); not a copy."""
        return self.events_by_group

    def window_fits(self) -> np.ndarray:
        """Return encounters over the window by fit, shape (100,); not a copy."""
        return self.fits_of_window

    def window_hours(self) -> tuple[np.ndarray, np.ndarray]:
        """Return mean hours a month over the window: public hours by kind, (kinds,), and `others`, (payers,)."""
        return self.hours_a_month[: len(KIND)], self.hours_a_month[len(KIND) :]

    def group_names(self) -> list[tuple[str, str]]:
        """Return (dimension, group) for every row of the group tables."""
        return (
            [("quintile", f"Q{q + 1}") for q in range(FIFTHS)]
            + [("age", band) for band in AGE_BANDS]
            + [("district", str(d + 1)) for d in range(self.districts)]
            + [("area", name) for name in AREA_NAMES]
        )


@kernel
def open_month(town):
    """Set the month's counts to 0."""
    ledger = town.ledger
    ledger.place[:] = NO_ROW
    ledger.used[0] = 0
    ledger.states[:] = 0.0
    ledger.hours[:] = 0.0
    ledger.others[:] = 0.0
    ledger.fits[:] = 0.0
    ledger.extra_cost = 0.0


@kernel
def close_month(town):
    """Move the month's counts, summed by group, into the window, and sum up the window."""
    ledger = town.ledger
    ring = ledger.months % ledger.window
    _count_by_group(
        columns(Tallies, ledger), ledger.states, ledger.districts, ledger.event_ring[ring], ledger.group_states
    )
    copy_to(ledger.fit_ring[ring], ledger.fits)
    for kind in range(len(KIND)):
        ledger.hour_ring[ring, kind] = total(ledger.hours[:, kind])
    copy_to(ledger.hour_ring[ring, len(KIND) :], ledger.others)
    ledger.cost_ring[ring] = ledger.extra_cost
    _month_of_work(town, ledger.work_ring[ring])
    ledger.months += 1
    months = float(max(1, min(ledger.months, ledger.window)))
    _sum_rows(ledger.event_ring.reshape(ledger.window, -1), 1.0, ledger.events_by_group.ravel())
    _sum_rows(ledger.fit_ring, 1.0, ledger.fits_of_window)
    _sum_rows(ledger.hour_ring, months, ledger.hours_a_month)
    _sum_rows(ledger.work_ring, months, ledger.work_a_month)
    _sum_rows(ledger.cost_ring.reshape(-1, 1), months, ledger.cost_a_month)


@kernel
def _sum_rows(rows, over, sums):
    """Fill `sums` with the sums of the columns of `rows`, divided by `over`."""
    sums[:] = 0.0
    for k in range(len(rows)):
        for x in range(len(sums)):
            sums[x] += rows[k, x]
    for x in range(len(sums)):
        sums[x] /= over


@kernel
def _month_of_work(town, work):
    """Fill `work` (load, wait, turnover): hours of open cases over hours at hand, months, share of posts renewed."""
    units, areas = town.units, town.areas
    load, wait = 0.0, 0.0
    for area in range(AREAS):
        here = 0.0
        for row in range(area * town.units_per_area, (area + 1) * town.units_per_area):
            here += units.load[row] * units.share[row]
            wait += units.wait[row] * units.share[row]
        load += here * areas.share[area]
    work[WORK.load], work[WORK.wait], work[WORK.turnover] = load, wait / AREAS, town.turnover


@kernel
def _count_by_group(tallies, states, districts, group_events, group_states):
    """Sum events and states (cells, states) by quintile, age band, district and area.

    Both results have a row for each group; states are people's, so rows of areas stay as they are.
    """
    people = len(group_events) - AREAS
    group_events[:] = 0.0
    group_states[:people] = 0.0
    for row in range(tallies.used[0]):
        cell, area = tallies.owner[row] // AREAS, tallies.owner[row] % AREAS
        quintile = cell // (BANDS * districts)
        band = FIFTHS + cell // districts % BANDS
        district = FIFTHS + BANDS + cell % districts
        _add(tallies.rows[row], group_events[quintile])
        _add(tallies.rows[row], group_events[band])
        _add(tallies.rows[row], group_events[district])
        _add(tallies.rows[row], group_events[people + area])
    here = np.empty(states.shape[1])
    for group in range(FIFTHS * BANDS):
        here[:] = 0.0
        for d in range(districts):
            _add(states[group * districts + d], here)
            _add(states[group * districts + d], group_states[FIFTHS + BANDS + d])
        _add(here, group_states[group // BANDS])
        _add(here, group_states[FIFTHS + group % BANDS])


@kernel
def _add(amounts, sums):
    """Add `amounts` to `sums`."""
    for k in range(len(sums)):
        sums[k] += amounts[k]
