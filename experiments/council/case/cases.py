"""The same needs under every way of governing: who is compared, means over all, and the most typical one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from agents.errors import InputError
from experiments.council.case.following import Case, Event, Followed
from experiments.runs.estimates import pooled
from experiments.runs.run import Run
from experiments.runs.threads import Progress, in_threads

MEASURES = (
    "met", "months", "to_service", "services", "handoffs", "public_hours", "own_hours", "appeals", "complaints", "fit",
    "left", "open",
)  # fmt: skip


@dataclass(frozen=True)
class Together:
    """One need of one person, a `Case` for each way of governing, in their order."""

    seed: int
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Followings:
    """What was followed: the needs that arose under every way of governing."""

    names: tuple[str, ...]
    labels: dict[str, str]
    needs: tuple[Together, ...]
    runs: tuple[Run, ...]
    months: int
    areas: tuple[int, ...] = ()
    """Numbers of the areas that were followed rather than others; empty where all were."""

    @property
    def typical(self) -> Together:
        """The need that lies closest to the medians of months, hours and handoffs under every way of governing.

        It is one of the needs with a service under every way, or under one, where there are such needs.
        """
        served = [[case.count("served") > 0 for case in need.cases] for need in self.needs]
        for enough in (all, any):
            chosen = [need for need, services in zip(self.needs, served, strict=True) if enough(services)]
            if chosen:
                break
        chosen = chosen or list(self.needs)
        numbers = np.array([[_for_typical(case) for case in need.cases] for need in chosen])
        middle = np.median(numbers, axis=0)
        scale = np.maximum(np.abs(numbers - middle).mean(axis=0), 1e-9)
        return chosen[int((np.abs(numbers - middle) / scale).sum(axis=(1, 2)).argmin())]

    def table(self) -> pd.DataFrame:
        """Return `arm, measure, mean, difference, low, high`: means, and paired differences from the first.

        Needs of one seed are one cluster. `low` and `high` are NaN with one seed, and for the first.
        """
        seeds = np.array([need.seed for need in self.needs])
        values = {
            name: pd.DataFrame([measures(need.cases[place]) for need in self.needs])
            for place, name in enumerate(self.names)
        }
        first, rows = values[self.names[0]], []
        for name in self.names:
            for measure in MEASURES:
                here, there = values[name][measure].to_numpy(float), first[measure].to_numpy(float)
                mean = float(np.nanmean(here)) if np.isfinite(here).any() else float("nan")
                both = np.isfinite(here) & np.isfinite(there)
                change = (float("nan"),) * 3
                if name != self.names[0] and both.any():
                    change = pooled((here - there)[both], np.zeros(int(both.sum()), int), seeds[both])
                rows.append((name, measure, mean, *change))
        return pd.DataFrame(rows, columns=["arm", "measure", "mean", "difference", "low", "high"])


def measures(case: Case) -> dict[str, float]:
    """Return a case in numbers, by the names of `MEASURES`; NaN where there was no service."""
    services = [event for event in case.events if event.what == "served"]
    return {
        "met": float(case.end == "met"),
        "months": float(case.until),
        "to_service": float(services[0].month) if services else float("nan"),
        "services": float(len(services)),
        "handoffs": case.total("handoffs"),
        "public_hours": case.total("public"),
        "own_hours": case.total("own"),
        "appeals": float(case.count("appealed") + case.count("upheld")),
        "complaints": float(case.count("complained")),
        "fit": services[-1].fit if services else float("nan"),
        "left": float(case.end in ("gave_up", "faded", "private")),
        "open": float(not case.end),
    }


def _for_typical(case: Case) -> tuple[float, ...]:
    return float(case.until), case.total("public"), case.total("own"), case.total("handoffs")


def follow(
    plan: Sequence[Run], labels: dict[str, str], span: int, fifth: int | None = None, area: int | None = None,
    rather: Collection[int] = (), workers: int | None = None, progress: Progress | None = None,
) -> Followings:  # fmt: skip
    """Run a comparison's runs and follow the needs of a span that arise in the first third of the months.

    Args:
        plan: the runs, as `experiments.comparison.planned` makes them.
        labels: of the ways of governing, in their order.
        span: sectors that the need spans.
        fifth: 0 to 4, of the citizens by resources; None is all.
        area: number of the area; None is all.
        rather: numbers of areas whose needs alone are kept, if any arose there.
        workers: runs side by side.
        progress: as in `experiments.runs.threads`.

    Raises:
        InputError: no such need arose under every way of governing.
    """
    arising = max(1, plan[0].months // 3)

    def one(run: Run, after: Any) -> list[Case]:
        model = Followed(span=span, arising=arising, fifth=fifth, area=area, **run.arguments)
        try:
            for _ in range(run.months):
                model.step()
                after(1)
            return model.cases
        finally:
            model.close()

    found = in_threads(one, plan, workers, progress)
    names = tuple(labels)
    seeds = list(dict.fromkeys(run.seed for run in plan))
    needs = []
    for place, seed in enumerate(seeds):
        by_key = [{case.key: case for case in found[arm * len(seeds) + place]} for arm in range(len(names))]
        shared = [key for key in by_key[0] if all(key in other for other in by_key)]
        needs += [Together(seed, tuple(cases[key] for cases in by_key)) for key in shared]
    if not needs:
        raise InputError(
            "no need that spans {span} sectors arose by month {month}; give more --months, --citizens or --seeds, or "
            "leave out --fifth and --area",
            span=span, month=arising,
        )  # fmt: skip
    there = [need for need in needs if need.cases[0].area in rather]
    areas = tuple(sorted(rather)) if there else ()
    return Followings(names, labels, tuple(there or needs), tuple(plan), plan[0].months, areas)


def told(case: Case) -> list[Event]:
    """Return the events of a case with waits in a row as one, whose month is the last of them."""
    shown: list[Event] = []
    for event in case.events:
        if event.what == "waits" and shown and shown[-1].what == "waits":
            shown[-1] = replace(shown[-1], month=event.month)
        else:
            shown.append(event)
    return shown
