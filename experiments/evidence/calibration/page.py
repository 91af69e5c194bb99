"""Values of docs/calibration.md, computed from a finished calibration alone."""

from __future__ import annotations

from typing import Any

from experiments.evidence.calibration.result import PARTLY, WELL, Calibration, missed, verdict
from experiments.evidence.calibration.targets import FREE, NOT_FITTED, TARGETS, Free, Target
from experiments.output.texts import MINUS
from model.references import cite, short

COMMAND = "samskaping calibrate --write docs/calibration.md --keep"


def values(kept: Calibration) -> dict[str, Any]:
    """Return the values of the template `calibration.md.jinja`."""
    free = {f.name: f for f in FREE}
    return {
        "command": COMMAND,
        "size": kept.size,
        "far": [row["target"] for row in kept.targets if abs(missed(row, "check")) > 2],
        "targets": _targets(kept),
        "edge": [n for n, v in kept.values.items() if min(v - free[n].low, free[n].high - v) < 0.01 * _width(free[n])],
        "parameters": [
            [
                f"`{name}`", _minus(f"{kept.before[name]:g}"), _minus(f"**{value:g}**"),
                _minus(f"{free[name].low:g} to {free[name].high:g}"), free[name].by,
            ]
            for name, value in kept.values.items()
        ],
        "fitted": len(FREE),
        "others": len(NOT_FITTED),
        "well": WELL,
        "partly": PARTLY,
        "identification": [
            [
                f"`{row['parameter']}`", "yes" if row["fitted"] else "no", f"{100 * row['left']:.0f} %",
                _minus(f"{row['low']:.3g} to {row['high']:.3g}"), verdict(row["left"]),
            ]
            for row in sorted(kept.identification, key=lambda row: row["left"])
        ],
        "unidentified": [row["parameter"] for row in kept.identification if row["left"] >= PARTLY],
        "pairs": [[f"`{p['one']}`", f"`{p['other']}`", _minus(f"{p['correlation']:+.2f}")] for p in kept.pairs],
    }  # fmt: skip


def _linked(key: str) -> str:
    """Return a citation as a link to the reference list."""
    return f"[{short(key)}](odd.md#{key})"


def _targets(kept: Calibration) -> list[list[str]]:
    declared = {t.name: t for t in TARGETS}
    rows = []
    for row in kept.targets:
        target = declared[row["target"]]
        rows.append([
            f"`{target.name}`" + _role(target, kept), target.meaning, target.unit,
            f"{target.value:g} ± {target.tolerance:g}", _with_half(row, "fit"), _with_half(row, "check"),
            f"{_signed(missed(row, 'fit'))} / {_signed(missed(row, 'check'))}", cite(target.source, _linked),
            target.note,
        ])  # fmt: skip
    return rows


def _role(target: Target, kept: Calibration) -> str:
    """Return how the kept fit used a target, as the table writes it; one held out later still moved that fit."""
    if target.role == "held out" and target.name not in kept.held_out:
        return ""
    return "" if target.role == "fitted" else f" ({target.role})"


def _with_half(row: dict[str, float], where: str) -> str:
    half = row[f"{where}_half"]
    digits = 0 if abs(row[where]) >= 100 else (1 if abs(row[where]) >= 10 else 3)
    mean = round(row[where], digits) + 0.0  # without this, a rounded -0.0 would keep its sign
    return _minus(f"{mean:,.{digits}f} ± {half:.{digits}f}")


def _signed(value: float) -> str:
    rounded = round(value, 1)
    return _minus(f"{rounded:+.1f}") if rounded else "0.0"


def _minus(text: str) -> str:
    return text.replace("-", MINUS)


def _width(free: Free) -> float:
    return free.high - free.low
