"""Time of each phase of a month."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from benchmarks.report import PARADIGMS, SEED, table
from model import GovernanceModel
from model.governance import STEP
from model.measures import measure, measure_groups
from model.town import Town

MONTHS = 12
LEAD_IN = 12
OUTCOMES = "outcomes"  # the ledger and what is measured from it


def phases(sizes: Sequence[int], repeats: int) -> list[dict[str, Any]]:
    """Measure and print; return the figures."""
    cells = []
    for size in sizes:
        by_paradigm = {paradigm: phase_times(paradigm, size, repeats) for paradigm in PARADIGMS}
        cells.append({"citizens": size, "ns": by_paradigm})
        names = [*next(iter(by_paradigm.values()))]
        rows: list[Sequence[Any]] = [(name, *(by_paradigm[p][name] for p in PARADIGMS)) for name in names]
        rows.append(("all", *(sum(by_paradigm[p].values()) for p in PARADIGMS)))
        table(
            f"Nanoseconds per citizen and month by phase: {size:,} citizens (least of {repeats} years)",
            ("phase", *PARADIGMS),
            rows,
        )
    return cells


def phase_times(paradigm: str, citizens: int, repeats: int) -> dict[str, float]:
    """Return nanoseconds per citizen and month of every phase: the least of several repeats of the same year."""
    best: dict[str, float] = {}
    for _ in range(repeats):
        model = GovernanceModel(paradigm=paradigm, citizens=citizens, rng=SEED)
        model.run(months=LEAD_IN)
        for name, seconds in a_year(model.town, model.outcomes).items():
            best[name] = min(best.get(name, seconds), seconds)
        model.close()
    return {name: seconds * 1e9 / citizens / MONTHS for name, seconds in best.items()}


def a_year(town: Town, last: dict[str, float]) -> dict[str, float]:
    """Simulate a year as the model does, phase by phase; return the seconds that each took."""
    spent = dict.fromkeys([name for name, _ in STEP] + [OUTCOMES], 0.0)
    for _ in range(MONTHS):
        clock = time.perf_counter()
        town.ledger.open_month()
        spent[OUTCOMES] += time.perf_counter() - clock
        for name, phase in STEP:
            clock = time.perf_counter()
            phase(town)
            spent[name] += time.perf_counter() - clock
        clock = time.perf_counter()
        town.ledger.close_month()
        last = measure(town, last)
        measure_groups(town.ledger.window_events(), town.ledger.group_states, 12, town.population)
        spent[OUTCOMES] += time.perf_counter() - clock
        town.month += 1
    return spent
