"""A process that simulates. It takes one unit of work at a time and sends what comes out, a few months at a time.

A unit is one seed under some paradigms, run side by side so that all of them show from the first months on. Processes
and not threads: the page must answer while they compute, and they must not wait for each other.
"""

from __future__ import annotations

import copy
import traceback
from collections import OrderedDict
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from agents.errors import InputError
from experiments.runs import Run

STRIDES = (3, 3, 6)
"""Months before the first words, the second, and all later ones: something to see at once, then less often."""


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


class _CancelledError(Exception):
    """Raised when nobody waits for the unit any longer."""


def work(link: Connection) -> None:
    """Serve units until the link closes. Sends ("ready",), ("part", Part), ("done", answer) or ("error", text, bad)."""
    from dashboard.units import UNITS

    UNITS["warm"](None, link, lambda: None)
    link.send(("ready", None))
    while True:
        try:
            order = link.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        if order == "cancel":  # for a unit that was done already
            continue
        kind, payload = order

        def stop_if_asked() -> None:
            if link.poll():
                link.recv()
                raise _CancelledError

        try:
            link.send(("done", UNITS[kind](payload, link, stop_if_asked)))
        except _CancelledError:
            link.send(("cancelled", None))
        except (BrokenPipeError, KeyboardInterrupt):
            return
        except Exception as error:
            bad = isinstance(error, InputError)
            if not bad:
                traceback.print_exc()
            link.send(("error", str(error) if bad else f"{type(error).__name__}: {error}"))


def run_side_by_side(runs: list[Run], link: Any, stop_if_asked: Any) -> None:
    """Simulate the runs (same town, same seed, same months) together, sending a `Part` for each after some months."""
    from model.outcomes import NAMES

    models: list[Any] = []
    try:
        for run in runs:
            stop_if_asked()
            models.append(started(run))
        done, months, turn = 0, runs[0].months, 0
        while done < months:
            stride = min(STRIDES[min(turn, len(STRIDES) - 1)], months - done)
            for place, model in enumerate(models):
                stop_if_asked()
                rows = np.empty((stride, len(NAMES)), dtype="f4")
                for row in rows:
                    model.step()
                    row[:] = [model.outcomes_now[name] for name in NAMES]
                groups, names = None, _NONE
                if done + stride == months:
                    groups, names = last_groups(model)
                link.send(("part", Part(place, done, rows, groups, names)))
            done += stride
            turn += 1
    finally:
        for model in models:
            model.close()


_warm: OrderedDict[Any, Any] = OrderedDict()
_MOST_WARM = 6


def started(run: Run) -> Any:
    """Return the run's model at its start. The two years before are lived once for all paradigms, and remembered.

    Until the paradigm begins, a town is under the status quo, whatever comes: so a copy that switches then is bit for
    bit the model that was made for the paradigm (a test compares them). A change of rules alone starts at once.
    """
    from model.governance import GovernanceModel

    def made(paradigm: Any) -> GovernanceModel:
        return GovernanceModel(
            paradigm=paradigm, municipality=run.town, citizens=run.citizens, parameters=parameters, rng=run.seed
        )

    paradigm, parameters = run.paradigms[0][1], run.parameters
    if parameters.roles.steady_start >= 0.5 or parameters.town.warm_up == 0:
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
