"""The kinds of work that a worker process does, by name. Each takes (payload, link, stop_if_asked)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard.life import record
from dashboard.worker import run_side_by_side
from experiments.runs import Run
from experiments.work import warm_up


def warm(_: Any, __: Any, ___: Any) -> None:
    """Load, and if need be compile, all rules: half a minute when the cache is empty, two seconds when it is not."""
    warm_up()


def runs(payload: list[Run], link: Any, stop_if_asked: Callable[[], None]) -> None:
    """Simulate runs of one seed side by side."""
    run_side_by_side(payload, link, stop_if_asked)


UNITS: dict[str, Callable[[Any, Any, Callable[[], None]], Any]] = {"warm": warm, "runs": runs, "life": record}
