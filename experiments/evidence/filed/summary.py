"""What filed tests found, in short, for texts about the model's limits: from the frozen files and the kept results."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from typing import Any

from experiments.evidence.filed.register import FOLDER, contents
from experiments.output.texts import number
from samskaping.language import SOURCE, Language

KEPT = FOLDER / "results.json"
DECIMALS = 2

_PATTERNS = {"towns": ("P33", 0), "voices": ("P34", 0), "users": ("P35", 0), "gap": ("P36", 1)}
_PREDICTIONS = {"stability": ("T3", 0)}


@dataclass(frozen=True)
class Found:
    """A filed measure: the model's value, the range that was filed, and whether its interval lies in the range."""

    value: float
    low: float
    high: float
    passed: bool | None


@dataclass(frozen=True)
class Emergent:
    """Patterns filed after those of `validation.catalogue` that are not built in, and those of them that pass."""

    codes: tuple[str, ...]
    passed: tuple[str, ...]


@cache
def emergent() -> Emergent:
    """Return the filed patterns that are emergent and correct no earlier one, in the order of filing."""
    verdicts = {}
    for code, (version, entry) in _newest("patterns", "pattern", "code").items():
        if entry["place"] == "emergent" and not entry.get("corrects"):
            verdicts[code] = _kept("patterns", code, version)["filed"]["verdict"]
    return Emergent(tuple(sorted(verdicts)), tuple(sorted(code for code in verdicts if verdicts[code] == "pass")))


@cache
def shortfalls() -> dict[str, Found]:
    """Return what lies outside its filed range and is among the model's limits, by the name that texts use."""
    patterns, predictions = _newest("patterns", "pattern", "code"), _newest("predictions", "prediction", "id")
    found = {}
    for name, (code, k) in _PATTERNS.items():
        version, entry = patterns[code]
        row = _kept("patterns", code, version)["filed"]["criteria"][k]
        found[name] = _found(entry["criterion"][k], row["mean"], row["passed"])
    for name, (code, k) in _PREDICTIONS.items():
        version, entry = predictions[code]
        row = _kept("predictions", code, version)["tests"][k]
        found[name] = _found(entry["test"][k], row["intervals"][0]["mean"], row["passed"])
    return found


@cache
def misses(prediction: str) -> list[tuple[str, list[float]]]:
    """Return what a filed prediction missed: each test that failed, and the mean and interval of its results."""
    version, entry = _newest("predictions", "prediction", "id")[prediction]
    kept = _kept("predictions", prediction, version)["tests"]
    return [
        (test["says"], [row["intervals"][0][key] for key in ("mean", "low", "high")])
        for test, row in zip(entry["test"], kept, strict=True)
        if row["passed"] is False
    ]


def in_words(language: Language = SOURCE) -> dict[str, str]:
    """Return the numbers of `shortfalls` as texts take them: "users", "users_low", "users_high" and so on."""
    made = {}
    for name, one in shortfalls().items():
        for end, value in (("", one.value), ("_low", one.low), ("_high", one.high)):
            made[f"{name}{end}"] = number(value, DECIMALS, language)
    return made


def _newest(kind: str, table: str, key: str) -> dict[str, tuple[int, dict[str, Any]]]:
    return {entry[key]: (filed.version, entry) for filed, held in contents(kind) for entry in held[table]}


def _kept(kind: str, code: str, version: int) -> dict[str, Any]:
    kept: dict[str, Any] = _results()[kind][f"{code}@{version}"]
    return kept


@cache
def _results() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    return kept


def _found(given: dict[str, Any], value: float, passed: bool | None) -> Found:
    return Found(value, given.get("low", -math.inf), given.get("high", math.inf), passed)
