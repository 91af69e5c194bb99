"""The page on calibration, made from a finished calibration alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from experiments.evidence.calibration.result import PARTLY, TOLD, Calibration, missed, verdict
from experiments.evidence.calibration.targets import FREE, TARGETS, UNTOLD, Free
from experiments.output.documents import markdown_table
from model.references import cite, short

COMMAND = "samskaping calibrate --write docs/calibration.md --keep"


def page(found: Calibration) -> str:
    """Return the page as Markdown."""
    return "\n".join([*_head(found), *_targets(found), *NOT_FITTED, *_values(found), *_told(found)]) + "\n"


NOT_FITTED = [
    "**Not among the targets**, though the sources have something on them:",
    "",
    "- *Volunteering* (survey facts 33-36): the model has none outside services and arenas.",
    "- *Gradients of taking part* (survey facts 21, 36): the sources give a direction and no figures, so",
    "  `access.contact_gradient` and the weights of joining stay with their ranges; P1 tests the direction.",
    "- *Cost of a user-year* ([evidence.md](evidence.md#norwegian-figures)): a case in the model has hours and no length, so only spending shares, hours of a",
    "  position and cost a head are compared.",
    "- *The 50 points by felt voice* (survey fact 5): a test (P12), not a target.",
    "",
]


def _head(found: Calibration) -> list[str]:
    size = found.size
    own, others = ", ".join(size["fit"]), ", ".join(size["check"])
    return [
        "# Calibration to Norway",
        "",
        f"Made by `{COMMAND}`; do not edit by hand.",
        "",
        "Only the **status quo** is fitted: the rules in force before any paradigm begins. No paradigm is fitted, and",
        "no outcome of one is a target, so what paradigms do is not imposed here. Targets are national figures (see",
        "[evidence.md](evidence.md)); the fit makes the sum of squared misses least, each miss measured in the target's",
        "tolerance, with SciPy's `least_squares`. Every parameter stays within a range searched, listed below: a judgement, narrower than its bounds.",
        "",
        f"- **Fitted on** {own}; **checked on** {others}, with other seeds. Municipalities are taken at equal steps of",
        "  the population in order of size, so each stands for as many inhabitants.",
        f"- At most {size['citizens']:,} citizens in each, {size['seeds']} seeds, {size['years']} years after the warm-up.",
        "- Intervals are 95 % over municipalities and seeds: all municipalities have the same seeds.",
        "",
    ]


def _linked(key: str) -> str:
    """Return a citation as a link to the reference list."""
    return f"[{short(key)}](odd.md#{key})"


def _targets(found: Calibration) -> list[str]:
    by_name = {t.name: t for t in TARGETS}
    rows = []
    for row in found.targets:
        target = by_name[row["target"]]
        off, checked = missed(row, "fit"), missed(row, "check")
        rows.append([
            f"`{target.name}`", target.meaning, target.unit, f"{target.value:g} ± {target.tolerance:g}",
            _with_half(row, "fit"), _with_half(row, "check"), f"{off:+.1f} / {checked:+.1f}",
            cite(target.source, _linked), target.note or "",
        ])  # fmt: skip
        rows[-1][0] += "" if target.role == "fitted" else " (compared)"
    far = [row[0] for row, found_row in zip(rows, found.targets, strict=True) if abs(missed(found_row, "check")) > 2]
    return [
        "## Targets",
        "",
        "The last but two column is the miss in tolerances, on the fit's municipalities and on those checked. A target",
        "marked *compared* moves no parameter.",
        "",
        *_table(["target", "what", "unit", "Norway", "fit", "check", "miss", "source", "remark"], rows),
        "",
        "**Missed by more than two tolerances** on the municipalities checked: "
        + (", ".join(far) if far else "none")
        + ".",
        "",
    ]


def _values(found: Calibration) -> list[str]:
    by = {f.name: f for f in FREE}
    rows = [
        [
            f"`{name}`",
            f"{found.before[name]:g}",
            f"**{value:g}**",
            f"{by[name].low:g} to {by[name].high:g}",
            by[name].by,
        ]
        for name, value in found.values.items()
    ]
    edge = [f"`{n}`" for n, v in found.values.items() if min(v - by[n].low, by[n].high - v) < 0.01 * _width(by[n])]
    return [
        "## Parameters",
        "",
        "Defaults are these values, the same for all paradigms.",
        "",
        *_table(["parameter", "before", "fitted", "range searched", "told by"], rows),
        "",
        "At an end of the range, where the targets pull further than the range: "
        + (", ".join(edge) if edge else "none")
        + ".",
        "",
    ]


def _told(found: Calibration) -> list[str]:
    rows = [
        [f"`{row['parameter']}`", "yes" if row["fitted"] else "no", f"{row['left']:.0%}",
         f"{row['low']:.3g} to {row['high']:.3g}", verdict(row["left"])]
        for row in sorted(found.told, key=lambda row: row["left"])
    ]  # fmt: skip
    pairs = [[f"`{p['one']}`", f"`{p['other']}`", f"{p['correlation']:+.2f}"] for p in found.pairs]
    untold = [f"`{row['parameter']}`" for row in found.told if row["left"] >= PARTLY]
    return [
        "## What the targets tell, and what they do not",
        "",
        f"The {len(FREE)} fitted parameters and {len(UNTOLD)} others that matter in theory, judged together. *Left* is the",
        "share of the range's spread that remains once the targets are known (100 %: they say nothing); the interval is",
        "Laplace's approximation, cut at the range. Below"
        f" {TOLD:.0%} a parameter is well told, from {PARTLY:.0%} it is not told.",
        "",
        *_table(["parameter", "fitted", "left", "about 95 %", "told"], rows),
        "",
        f"**Not told by any target**: {', '.join(untold) if untold else 'none'}. Their values rest on the ranges in",
        "[evidence.md](evidence.md), and conclusions that hang on them should be tried over those ranges.",
        "",
        "Pairs that the targets cannot tell apart (correlation beyond 0.7):",
        "",
        *(_table(["one", "other", "correlation"], pairs) if pairs else ["none"]),
    ]


def _with_half(row: dict[str, float], where: str) -> str:
    half = row[f"{where}_half"]
    digits = 0 if abs(row[where]) >= 100 else (1 if abs(row[where]) >= 10 else 3)
    return f"{row[where]:,.{digits}f} ± {half:.{digits}f}"


def _width(free: Free) -> float:
    return free.high - free.low


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return markdown_table(head, list(rows)).splitlines()
