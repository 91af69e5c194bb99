"""The kinds of work that a worker process does, by name. Each takes a payload and yields `worker.Steps`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard.workers.life import record
from dashboard.workers.paper import make
from dashboard.workers.worker import Steps, run_side_by_side

UNITS: dict[str, Callable[[Any], Steps]] = {"runs": run_side_by_side, "life": record, "paper": make}
