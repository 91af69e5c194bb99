"""The kinds of work that a worker process does, by name. Each takes (payload, link, stop_if_asked)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard.life import record
from dashboard.worker import run_side_by_side
from experiments.compiling import warm_up
from experiments.runs import Run


def warm(_: Any, __: Any, ___: Any) -> None:
    """Load all rules, which takes two seconds; the server has seen that they are compiled."""
    warm_up()


def runs(payload: list[Run], link: Any, stop_if_asked: Callable[[], None]) -> None:
    """Simulate runs of one seed side by side."""
    run_side_by_side(payload, link, stop_if_asked)


UNITS: dict[str, Callable[[Any, Any, Callable[[], None]], Any]] = {"warm": warm, "runs": runs, "life": record}
