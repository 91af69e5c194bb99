"""`python -m benchmarks.check`: warn where a ratio has fallen by half since benchmarks/measured.json was made.

It measures for some seconds, prints, and always exits with 0: a busy machine must not fail a check.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from benchmarks.measures.speed import cell
from benchmarks.page import MEASURED
from benchmarks.report import yardsticks

CITIZENS, PARADIGM, REPEATS = 1_000, "TPA", 1
FALL = 2.0


def multiple_of_normals(figures: dict[str, Any]) -> float | None:
    """Return the kept time of a citizen's month, in normal deviates; None if it was not measured."""
    cells = (figures.get("speed") or {}).get("cells", ())
    kept = (c for c in cells if (c["citizens"], c["paradigm"]) == (CITIZENS, PARADIGM))
    return next((float(c["multiples"]["normal"]) for c in kept), None)


def warning(now: float, before: float | None) -> str | None:
    """Return a warning if a month takes twice as many normal deviates as before; None otherwise."""
    if before is None or now < FALL * before:
        return None
    return (
        f"a citizen's month takes {now:.0f} normal deviates, {now / before:.1f} times the {before:.0f} of "
        "docs/performance.md; run `python -m benchmarks speed phases` on a quiet machine"
    )


def main() -> int:
    """Measure, and warn."""
    before = multiple_of_normals(json.loads(MEASURED.read_text(encoding="utf-8"))) if MEASURED.exists() else None
    if before is None:
        print(f"{MEASURED.name} has no times of {CITIZENS:,} citizens under {PARADIGM}; nothing to compare with")
        return 0
    now = cell(PARADIGM, CITIZENS, REPEATS)["ns"]["min"] / yardsticks()["normal"]
    found = warning(now, before)
    print(f"warning: {found}" if found else f"a citizen's month takes {now:.0f} normal deviates ({before:.0f} kept)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
