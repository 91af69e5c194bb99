"""Time of a month per citizen, by size and paradigm, and whether it is linear in citizens and months."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

from benchmarks.report import PARADIGMS, REFERENCE, SEED, spread, table, timed, yardsticks
from model import GovernanceModel

TARGET_DOUBLES = 60.0
LEAD_IN = 12  # months before the clock starts, so that queues and caches are as in the middle of a run
MONTHS = 12  # a whole year: its budget and its revisions
PLAIN_REPEATS = 3  # of the plain model, whose single run may take a quarter more than its least
FAST_CITIZENS = 50_000  # in all repeats of this model together: in a small town, a year takes a few milliseconds
SPANS = (12, 24, 60, 120)  # months of the check of linearity


def speed(sizes: Sequence[int], repeats: int) -> dict[str, Any]:
    """Measure and print; return the figures."""
    sticks, cells = [yardsticks()], []
    for size in sizes:
        for paradigm in PARADIGMS:
            cells.append(cell(paradigm, size, repeats))
            sticks.append(yardsticks())
    stick = {name: min(one[name] for one in sticks) for name in sticks[0]}
    base = {c["paradigm"]: c["ns"]["min"] for c in cells if c["citizens"] == REFERENCE}
    for c in cells:
        c["ratio"] = c["ns"]["min"] / base[c["paradigm"]] if c["paradigm"] in base else None
        c["multiples"] = {name: c["ns"]["min"] / ns for name, ns in stick.items()}
    table(
        f"Nanoseconds per citizen and month ({MONTHS} months after {LEAD_IN}; every repeat the same town)",
        ("citizens", "paradigm", "least", "median", "processor", "random doubles", "normals", f"/ {REFERENCE:,}",
         "build s", "repeats"),
        [
            (f"{c['citizens']:,}", c["paradigm"], c["ns"]["min"], c["ns"]["median"], c["ns_processor"]["min"],
             c["multiples"]["random double"], c["multiples"]["normal"], c["ratio"], c["build_s"], c["repeats"])
            for c in cells
        ],
        "The machine may be shared: read the least, of the clock or of the processor (which leaves out waiting for it)."
        f"\nYardsticks in the same run: {stick['random double']:.2f} ns for numpy's random double,"
        f" {stick['normal']:.2f} ns for a normal deviate.\n"
        f"target: at most {TARGET_DOUBLES:.0f} random doubles at 1,000 citizens. Building is apart from running.",
    )  # fmt: skip
    return {
        "yardsticks": stick,
        "cells": cells,
        "peer": peer([size for size in sizes if size <= REFERENCE]),
        "months": linearity(repeats),
    }


def cell(paradigm: str, citizens: int, repeats: int) -> dict[str, Any]:
    """Measure one size under one paradigm; every repeat is the same town from the same seed.

    On a shared machine few repeats run a whole year undisturbed, but most months run undisturbed in some repeat. The
    least time is therefore the sum, over months, of each month's least time over the repeats. The search for garbage
    comes before the months of lead-in, since it empties the processor's caches.
    """
    repeats = min(repeats, 2) if citizens >= 500_000 else repeats * 3 if citizens <= REFERENCE else repeats
    GovernanceModel(paradigm=paradigm, citizens=200, rng=SEED).run(months=LEAD_IN)  # compiles everything
    made: list[GovernanceModel] = []

    def build() -> None:
        made.append(GovernanceModel(paradigm=paradigm, citizens=citizens, rng=SEED, parameters={"town.warm_up": 0}))

    builds, walls, processors = [], [], []
    for _ in range(repeats):
        builds.append(timed(build)[0][0])
        model = made.pop()
        months = timed(model.step, LEAD_IN + MONTHS)[LEAD_IN:]
        walls.append([wall for wall, _ in months])
        processors.append([processor for _, processor in months])
        model.close()
    scale = 1e9 / citizens / MONTHS
    return {
        "paradigm": paradigm,
        "citizens": citizens,
        "months": MONTHS,
        "repeats": repeats,
        "build_s": min(builds),
        "ns": year(walls, scale),
        "ns_processor": year(processors, scale),
    }


def peer(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """Measure the same town in plain Mesa (`reference/plain_mesa`), and return the ratio to the fast model."""
    from reference.plain_mesa.agreement import fast_runs, plain_runs

    figures = []
    for size in sizes:
        for paradigm in PARADIGMS:
            changes = {"town.warm_up": 0}
            plain, fast = (
                runs(paradigm, size, MONTHS, [SEED] * many, changes).ns
                for runs, many in ((plain_runs, PLAIN_REPEATS), (fast_runs, max(FAST_CITIZENS // size, 9)))
            )
            figures.append(
                {"citizens": size, "paradigm": paradigm, "ns_plain": plain, "ns": fast, "ratio": plain / fast}
            )
    table(
        f"The same model in plain Mesa: one object a citizen, nothing compiled ({MONTHS} months, least processor time)",
        ("citizens", "paradigm", "plain ns", "this ns", "times"),
        [(f"{f['citizens']:,}", f["paradigm"], f["ns_plain"], f["ns"], f["ratio"]) for f in figures],
    )
    return figures


def year(seconds: list[list[float]], scale: float) -> dict[str, float]:
    """Return the minimum and the median of a year's time, from the seconds of (repeats, months)."""
    return {
        "min": sum(map(min, zip(*seconds))) * scale,
        "median": median(sum(months) for months in seconds) * scale,
    }


def linearity(repeats: int, paradigm: str = "NPG", citizens: int = REFERENCE) -> list[dict[str, Any]]:
    """Measure runs of different lengths at one size: twice the months should take twice the time."""
    figures = []
    for months in SPANS:
        walls = []
        for _ in range(min(repeats, 3)):
            model = GovernanceModel(paradigm=paradigm, citizens=citizens, rng=SEED)
            walls.append(timed(lambda model=model, months=months: model.run(months=months))[0][0])
            model.close()
        figures.append({"months": months, "seconds": spread(walls), "ns": spread(walls, 1e9 / citizens / months)})
    table(
        f"Linear in months: {paradigm}, {citizens:,} citizens, after the warm-up",
        ("months", "seconds", "ns per citizen and month", f"/ {SPANS[0]} months"),
        [
            (str(f["months"]), f["seconds"]["min"], f["ns"]["min"], f["ns"]["min"] / figures[0]["ns"]["min"])
            for f in figures
        ],
    )
    return figures
