"""One town month by month with all its citizens, for the town page.

A worker process records it as bytes and events while the model runs: a town of 1,500 people over five years takes half
a megabyte. The same seed makes the same people under every paradigm: row i is one person in all of them.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.runs.run import Run

NOTHING = 255
NEED, APPLIED, ENDED, SERVED, HEARD, IGNORED, MEETING, RETURNED, FADED = range(9)
"""Kinds of events in a citizen's story. A case ends without a service; a need fades before an application."""
UNKNOWN = 7
"""The area of a service where it cannot be seen."""
_AREAS, _MONTHS = 256, 256 * 8


def service_of(value: int) -> tuple[float, int, int]:
    """Return fit (0-1), area and months waited of a service's event."""
    return (value % _AREAS) / 250, value // _AREAS % 8, value // _MONTHS


@dataclass(frozen=True)
class Life:
    """A town's months under one paradigm. Frames are bytes of shape (months + 1, citizens); row 0 is the start."""

    run: int
    trust: np.ndarray
    """Trust, 0-1 as 0-250."""
    fit: np.ndarray
    """Fit of the last service had since the start, 0-1 as 0-250; 255 none."""
    need: np.ndarray
    """0 none, 1 outside the service, 2 applied and waiting."""
    wait: np.ndarray
    """Months waited, of the longest wait."""
    events: np.ndarray
    """Rows of (month, citizen, kind, value): area of a need, what `service_of` reads of a service; int32."""
    people: np.ndarray
    """(citizens, 4): district, quintile, age band, sex."""
    places: tuple[dict[str, Any], ...]
    """Each month's load and queue by unit, strain by area, priorities, openness, arenas."""


def record(payload: list[Run]) -> Generator[tuple[str, Life] | None, None, None]:
    """Run each town and yield its `Life` when it is done; None where it may be paused."""
    for place, run in enumerate(payload):
        yield ("life", (yield from _lived(run, place)))


def _lived(run: Run, place: int) -> Generator[None, None, Life]:
    """Return the life of a town under the run's paradigm."""
    from model.governance import GovernanceModel

    midway: _Seen = {}
    model = GovernanceModel(
        paradigm=run.paradigms[0][1], municipality=run.town, citizens=run.citizens, parameters=run.parameters,
        rng=run.seed, timeline=run.changes, extensions=_looking(midway),
    )  # fmt: skip
    try:
        c, n = model.citizens, model.population
        frames = {name: np.zeros((run.months + 1, n), dtype="u1") for name in ("trust", "fit", "need", "wait")}
        frames["fit"][0] = NOTHING
        people = np.stack([c.district, c.quintile, c.age_band, c.sex], axis=1).astype("u1")
        events: list[np.ndarray] = []
        places = []
        before = _seen(c)
        for month in range(run.months + 1):
            if month:
                if month % 6 == 0:
                    yield None
                model.step()
                now = _seen(c)
                events += _events(before, midway, now, month, frames["fit"])
                before = now
            frames["trust"][month] = np.round(c.trust * 250)
            frames["need"][month] = c.need_state.max(axis=1)
            waiting = np.where(c.need_state == 2, c.need_waited, 0).max(axis=1)
            frames["wait"][month] = np.minimum(waiting, 250)
            places.append(_places(model))
        joined = np.concatenate(events) if events else np.empty((0, 4), dtype="i4")
        return Life(place, events=joined, people=people, places=tuple(places), **frames)
    finally:
        model.close()


_COLUMNS = (
    "encounters", "fit_sum", "heard", "ignored", "meetings", "need_state", "need_area", "need_returns", "need_waited",
)  # fmt: skip


_Seen = dict[str, np.ndarray]
"""Columns of the citizens by name."""


def _looking(midway: _Seen) -> Any:
    """Return a phase that keeps in `midway` who has applied for what, before services are given. It changes nothing."""
    from experiments.own.in_python import own_code
    from model.extend import mechanism

    @mechanism(after="access")
    def looking(town: Any, own: Any) -> None:
        """The town page sees who has applied."""
        midway.update(_seen(town.citizens))

    return own_code(mechanisms=[looking])


def _seen(citizens: Any) -> _Seen:
    return {name: getattr(citizens, name).copy() for name in _COLUMNS}


def _events(
    before: dict[str, np.ndarray],
    midway: dict[str, np.ndarray],
    now: dict[str, np.ndarray],
    month: int,
    fit: np.ndarray,
) -> list[np.ndarray]:
    """Return this month's events, as rows of `Life.events`, and put the fit of services into the month's frame."""
    found: list[np.ndarray] = []

    def happened(who: np.ndarray, kind: int, value: Any) -> None:
        rows = np.flatnonzero(who)
        if len(rows):
            values = np.broadcast_to(value, who.shape)[rows] if np.ndim(value) else np.full(len(rows), value)
            found.append(
                np.stack([np.full(len(rows), month), rows, np.full(len(rows), kind), values], axis=1).astype("i4")
            )

    services = now["encounters"].astype("i4") - before["encounters"]
    gained = now["fit_sum"].astype("f8") - before["fit_sum"]
    last = np.round(250 * np.clip(np.divide(gained, services, out=np.zeros_like(gained), where=services > 0), 0, 1))
    fit[month] = np.where(services > 0, last, fit[month - 1]).astype("u1")
    area_served, waited = np.full(len(last), UNKNOWN), np.zeros(len(last), "i8")
    for slot in range(now["need_state"].shape[1]):
        old, applied, new = (seen["need_state"][:, slot] for seen in (before, midway, now))
        area = midway["need_area"][:, slot]
        happened((old == 0) & (applied > 0), NEED, area)
        happened((old < 2) & (applied == 2), APPLIED, area)
        happened((old == 1) & (applied == 0), FADED, before["need_area"][:, slot])
        happened((old == 2) & (applied == 0), ENDED, before["need_area"][:, slot])
        happened((applied == 1) & (new == 0), FADED, area)
        back = (new == 2) & (now["need_returns"][:, slot] > midway["need_returns"][:, slot])
        got = (services > 0) & (applied == 2) & ((new == 0) | back)
        first = got & (area_served == UNKNOWN)
        area_served = np.where(first, area, area_served)
        waited = np.where(first & (old == 2), np.minimum(before["need_waited"][:, slot], 120), waited)
        happened(got & back, RETURNED, area)
        happened((applied == 2) & (new == 0) & (services == 0), ENDED, area)
    happened(services > 0, SERVED, last + _AREAS * area_served + _MONTHS * waited)
    for name, kind in (("heard", HEARD), ("ignored", IGNORED), ("meetings", MEETING)):
        happened(now[name] > before[name], kind, 0)
    return found


def _places(model: Any) -> dict[str, Any]:
    town, c = model.town, model.citizens
    per_area = town.units_per_area
    waiting = c.need_state == 2
    row = c.need_area[waiting].astype("i8") * per_area + c.need_unit[waiting]
    queue = np.bincount(row[row < len(town.units)], minlength=len(town.units))
    arenas = []
    if town.arenas is not None:
        for area, members in zip(town.arenas.area, town.arenas.member):
            there = members[members >= 0]
            arenas.append((int(area), len(there), int((c.quintile[there] <= 1).sum())))
    strain = [float(town.teams.strain[town.teams.area == a].mean()) for a in range(4)]
    return {
        "load": [round(float(v), 2) for v in town.units.load], "queue": queue.tolist(), "per_area": per_area,
        "strain": [round(v, 3) for v in strain],
        "priorities": [round(float(v), 3) for v in town.politicians.priorities.mean(axis=0)],
        "open": round(float(town.politicians.openness.mean()), 3), "council": len(town.politicians), "arenas": arenas,
    }  # fmt: skip
