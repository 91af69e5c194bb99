"""Write docs/performance.md from the figures of `python -m benchmarks --json FILE`.

`python -m benchmarks.page [FILE] [--write PAGE]` keeps the figures in `benchmarks/measured.json`, so that a change of
words needs no new run. The words stand in `targets/performance.md.jinja` and `targets/tried.md`.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.peers.__main__ import ratios
from benchmarks.targets.aims import aims
from experiments.evidence.pages import environment
from experiments.output.documents import write_page
from experiments.output.folders import write_text

HERE = Path(__file__).parent
MEASURED = HERE / "measured.json"
PARTS = (
    "machine", "yardsticks", "yardsticks_after", "speed", "fixed", "memory", "phases", "limits", "compile", "processes",
    "throughput", "peers", "sweep", "norway",
)  # fmt: skip


def page(figures: dict[str, Any]) -> str:
    """Return the page's text. Parts that were not measured are named as such."""
    given = {part: figures.get(part) for part in PARTS}
    tried = (HERE / "targets" / "tried.md").read_text(encoding="utf-8")
    template = environment().from_string((HERE / "targets" / "performance.md.jinja").read_text(encoding="utf-8"))
    found = aims(figures)
    return template.render(
        **given,
        aims=found,
        rows=[(one.what, one.target, one.measured, "yes" if one.met else "no") for one in found],
        tried=tried.split("\n", 1)[1].strip(),
        floors=floors(figures),
        peer_ratios=[(cell["citizens"], ratios(cell)) for cell in (given["peers"] or {}).get("cells", ())],
        missing=[part for part in PARTS if given[part] is None],
        apart=figures.get("apart", []),
        earlier=figures.get("earlier", []),
    )


def floors(figures: dict[str, Any]) -> list[dict[str, float]]:
    """Return, by town size, what no month can avoid, beside the least time measured. Nanoseconds a citizen.

    Every citizen's state is streamed once, one Philox block is drawn, and the ties are asked once.
    """
    if not all(figures.get(part) for part in ("speed", "memory", "limits")):
        return []
    limits, rows = figures["limits"], []
    for memory in figures["memory"]:
        size = memory["citizens"]
        times = [cell["ns"]["min"] for cell in figures["speed"]["cells"] if cell["citizens"] == size]
        if not times or str(size) not in limits["gathers"]:
            continue
        speeds = {int(bytes_): gb for bytes_, gb in limits["gb_per_s"].items()}
        streamed = memory["state_bytes"] * size
        nearest = min(speeds, key=lambda bytes_, streamed=streamed: abs(bytes_ - streamed))  # type: ignore[misc]
        bytes_ns = memory["state_bytes"] / speeds[nearest]
        chance = limits["chance"]["Philox block of four, side by side"]
        ties = limits["gathers"][str(size)]
        floor = bytes_ns + chance + ties
        rows.append({
            "citizens": size, "bytes": bytes_ns, "chance": chance, "ties": ties, "floor": floor,
            "measured": min(times), "times": min(times) / floor,
        })  # fmt: skip
    return rows


def main() -> int:
    """Write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    parser.add_argument("figures", nargs="?", type=Path, default=MEASURED, metavar="FILE")
    parser.add_argument("--write", type=Path, default=Path("docs/performance.md"), metavar="PAGE")
    asked = parser.parse_args()
    if not asked.figures.exists():
        parser.error(f"no file {asked.figures}; `python -m benchmarks --json {asked.figures}` makes it")
    figures = json.loads(asked.figures.read_text(encoding="utf-8"))
    write_page(asked.write, page(figures))
    write_text(MEASURED, json.dumps(figures, indent=1) + "\n")
    print(asked.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
