"""Time of each phase of a month."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.report import PARADIGMS, SEED, table
from model import GovernanceModel, governance
from model.phases.occasional import occasional
from model.town.town import Town

MONTHS = 12
LEAD_IN = 12
REST = "the rest"  # the ledger, outcomes, and Mesa's collector


def phases(sizes: Sequence[int], repeats: int) -> list[dict[str, Any]]:
    """Measure and print; return the figures."""
    cells = []
    for size in sizes:
        by_paradigm = {paradigm: phase_times(paradigm, size, repeats) for paradigm in PARADIGMS}
        cells.append({"citizens": size, "ns": by_paradigm})
        names = [*(name for name, _ in governance.STEP), REST]
        rows: list[Sequence[Any]] = [(name, *(by_paradigm[p][name] for p in PARADIGMS)) for name in names]
        rows.append(("all", *(sum(by_paradigm[p].values()) for p in PARADIGMS)))
        table(
            f"Nanoseconds per citizen and month by phase: {size:,} citizens (the least of {repeats} repeats)",
            ("phase", *PARADIGMS),
            rows,
        )
    return cells


def phase_times(paradigm: str, citizens: int, repeats: int) -> dict[str, float]:
    """Return nanoseconds per citizen and month of every phase: each month's least over the repeats, added up."""
    years = []
    for _ in range(repeats):
        model = GovernanceModel(paradigm=paradigm, citizens=citizens, rng=SEED)
        model.run(months=LEAD_IN)
        years.append([a_month(model) for _ in range(MONTHS)])
        model.close()
    scale = 1e9 / citizens / MONTHS
    return {name: sum(min(months[name] for months in same) for same in zip(*years)) * scale for name in years[0][0]}


def a_month(model: GovernanceModel) -> dict[str, float]:
    """Run a month with a clock around every phase; return the seconds that each took."""
    spent: dict[str, float] = {}

    def clocked(name: str, phase: Callable[[Town], None]) -> Callable[[Town], None]:
        def run(town: Town) -> None:
            start = time.perf_counter()
            phase(town)
            spent[name] = time.perf_counter() - start

        return occasional(phase.due)(run) if hasattr(phase, "due") else run

    original = governance.STEP
    governance.STEP = tuple((name, clocked(name, phase)) for name, phase in original)
    try:
        start = time.perf_counter()
        model.step()
        whole = time.perf_counter() - start
    finally:
        governance.STEP = original
    return {**dict.fromkeys((name for name, _ in original), 0.0), **spent, REST: whole - sum(spent.values())}
