"""A process that simulates. It holds a few units of work, runs one at a time, and pauses it after a moment.

A unit is one seed under some paradigms, run side by side so that all of them show from the first months on. The server
says after each pause which unit to run next, so that a long unit does not keep others waiting. Processes and not
threads: the page must answer while they compute, and they must not wait for each other.
"""

from __future__ import annotations

import copy
import logging
import os
import time
import traceback
from collections import OrderedDict
from collections.abc import Generator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from agents.errors import InputError
from experiments.runs.run import Run

STRIDES = (3, 3, 6)
"""Months before the first words, the second, and all later ones: something to see at once, then less often."""
SLICE = 0.1
"""Seconds after which a unit pauses, at its next step."""

NICE = 10
"""How far workers stand back when the server itself, which answers the pages, wants the processor."""

Step = tuple[str, Any] | None
"""A unit yields messages for its listeners, or None. It may be paused after each."""
Steps = Generator[Step, None, None]


@dataclass(frozen=True)
class Part:
    """Outcomes of one run, from the first month so far: rows of months; groups only with the last month."""

    run: int
    """Place of the run in the unit."""
    first: int
    months: np.ndarray  # (months of this part, outcomes) float32
    groups: np.ndarray | None = None  # (groups, group outcomes) float32
    group_names: tuple[tuple[str, str], ...] = ()


_NONE: tuple[tuple[str, str], ...] = ()


def work(link: Connection) -> None:
    """Serve orders until the link closes; sends ("ready", None) first.

    An order is ("run", number, None or (kind, payload)) or ("drop", number, None). The first "run" of a unit brings its
    kind and payload. The answers are the unit's messages, and then ("paused", None), ("done", None) or
    ("error", reason). The reason is an `InputError`, or the text of an unforeseen error.
    A dropped unit is closed without an answer, also where closing it fails.
    """
    from dashboard.workers.units import UNITS
    from experiments.machine.compiling import warm_up

    if hasattr(os, "nice"):  # not on Windows
        os.nice(NICE)
    warm_up()
    try:
        link.send(("ready", None))
    except OSError:  # the server has ended meanwhile
        return
    units: dict[int, Steps] = {}
    while True:
        try:
            order, number, unit = link.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        try:
            if order == "drop":
                _close(units.pop(number))
                continue
            if unit is not None:
                kind, payload = unit
                units[number] = UNITS[kind](payload)
            last = _advance(units[number], link)
        except (BrokenPipeError, KeyboardInterrupt):
            return
        except Exception as error:
            if isinstance(error, InputError):
                last = ("error", error)
            else:
                traceback.print_exc()
                last = ("error", f"{type(error).__name__}: {error}")
        if last[0] != "paused":
            units.pop(number, None)
        try:
            link.send(last)
        except OSError:
            return


def _advance(unit: Steps, link: Connection) -> tuple[str, Any]:
    """Run a unit for a moment, send its messages, and return whether it is paused or done."""
    until = time.monotonic() + SLICE
    for message in unit:
        if message is not None:
            link.send(message)
        if time.monotonic() >= until:
            return ("paused", None)
    return ("done", None)


def _close(unit: Steps) -> None:
    """Close a dropped unit; log where that fails. An answer would be read as that of the next unit."""
    try:
        unit.close()
    except Exception:
        logging.getLogger(__name__).exception("a dropped unit could not be closed")


def run_side_by_side(runs: list[Run]) -> Steps:
    """Simulate the runs (same town, same seed, same months) together, yielding a `Part` of each after some months."""
    from model.outcomes.outcomes import NAMES

    models: list[Any] = []
    try:
        for run in runs:
            models.append(started(run))
            models[-1].keep_groups(1)  # those of the last month are shown
            yield None
        done, months, turn = 0, runs[0].months, 0
        while done < months:
            stride = min(STRIDES[min(turn, len(STRIDES) - 1)], months - done)
            for place, model in enumerate(models):
                rows = np.empty((stride, len(NAMES)), dtype="f4")
                for row in rows:
                    model.step()
                    row[:] = list(model.outcomes.values())
                groups, names = None, _NONE
                if done + stride == months:
                    groups, names = last_groups(model)
                yield ("part", Part(place, done, rows, groups, names))
            done += stride
            turn += 1
    finally:
        for model in models:
            model.close()


_warm: OrderedDict[Any, Any] = OrderedDict()
_MOST_WARM = 6


def started(run: Run) -> Any:
    """Return the run's model at its start. The two years before are simulated once for all paradigms, and cached.

    Until the start every town is under the status quo. So a copy that switches at the start is bit for
    bit the model that was made for the paradigm (a test compares them). A change of rules alone starts at once.
    """
    from model.governance import GovernanceModel

    def made(paradigm: Any) -> GovernanceModel:
        return GovernanceModel(
            paradigm=paradigm, municipality=run.town, citizens=run.citizens, parameters=parameters, rng=run.seed,
            timeline=run.changes,
        )  # fmt: skip

    paradigm, parameters = run.paradigms[0][1], run.parameters
    if parameters.roles.steady_start >= 0.5 or parameters.town.warm_up == 0 or run.changes:
        return made(paradigm)
    key = (run.town.code, run.citizens, parameters, run.seed)
    if key not in _warm:
        _warm[key] = made("status-quo")
        while len(_warm) > _MOST_WARM:
            _warm.popitem(last=False)[1].close()
    _warm.move_to_end(key)
    model = copy.deepcopy(_warm[key])
    model.switch_paradigm(paradigm)
    return model


def last_groups(model: Any) -> tuple[np.ndarray, tuple[tuple[str, str], ...]]:
    """Return the groups' outcomes in the last month, and (dimension, group) of each."""
    last = model.groups(last=1)
    names = tuple(zip(last["dimension"].astype(str), last["group"].astype(str)))
    return last.drop(columns=["month", "dimension", "group"]).to_numpy(dtype="f4"), names
