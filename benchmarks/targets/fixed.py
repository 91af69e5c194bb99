"""What a month costs whatever the town's size: the intercept of time against citizens, from 500 to 4,000."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.measures.speed import cell
from benchmarks.report import PARADIGMS, table

SIZES = (500, 1_000, 2_000, 3_000, 4_000)
TARGET_US = 60.0


def fixed(repeats: int, paradigms: tuple[str, ...] = PARADIGMS) -> list[dict[str, Any]]:
    """Measure and print; return the figures."""
    figures = []
    for paradigm in paradigms:
        months = {size: cell(paradigm, size, repeats)["ns"]["min"] * size / 1e3 for size in SIZES}
        slope, intercept = np.polyfit(list(months), list(months.values()), 1)
        figures.append({
            "paradigm": paradigm, "us": {str(size): us for size, us in months.items()},
            "intercept_us": float(intercept), "slope_ns": float(slope * 1e3),
        })  # fmt: skip
    table(
        "A month's cost apart from citizens: line through the least times of towns of 500 to 4,000 citizens",
        ("paradigm", *(f"{size:,} us" for size in SIZES), "fixed us", "ns a citizen"),
        [(f["paradigm"], *f["us"].values(), f["intercept_us"], f["slope_ns"]) for f in figures],
        f"target: fixed below {TARGET_US:.0f} us",
    )
    return figures
