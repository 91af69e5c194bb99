"""Predictions as the frozen files hold them: claims, arms, worlds and tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from experiments.evidence.filed.register import Filed, contents

TOPICS = ("levelled", "trials", "size", "trust", "virtues and failures", "map", "queues", "fidelity")
SIZES = ("full", "valid", "small", "large")
STATISTICS = {
    "level": 1, "difference": 2, "relative": 2, "contrast": 4, "relative contrast": 4, "interaction": 2, "best": 0,
    "relative best": 0, "no gain": 2, "unserved": 2, "stability": 1, "spread ratio": 1, "participants": 1,
}  # fmt: skip
"""Statistics of a test, with the number of arms that each compares; 0 is two or more."""


@dataclass(frozen=True)
class World:
    """A world: its name, and the parameters that it sets."""

    name: str
    set: dict[str, Any]


@dataclass(frozen=True)
class FiledArm:
    """An arm: its name, the paradigm, rules and parameters that differ, and citizens (0: the whole town)."""

    name: str
    paradigm: str
    set: dict[str, Any]
    citizens: int | None = None


@dataclass(frozen=True)
class Test:
    """One test: a statistic of an outcome over arms and worlds, and the range its interval must lie in."""

    says: str
    statistic: str
    outcome: str
    arms: tuple[FiledArm, ...]
    worlds: tuple[World, ...]
    size: str
    low: float
    high: float
    confidence: float


@dataclass(frozen=True)
class Prediction:
    """A prediction, as filed; `months`, `first_seed` and `seeds` are those of its runs."""

    id: str
    filed: Filed
    topic: str
    claim: str
    literature: str
    mechanism: str
    condition: str
    size: str
    months: int
    first_seed: int
    seeds: int
    municipality: str
    pilot_seen: bool
    pilot: str
    range_from: str
    tests: tuple[Test, ...] = field(repr=False)

    @property
    def key(self) -> str:
        """The prediction's id and version, unique over all files: "L1@1"."""
        return f"{self.id}@{self.filed.version}"


@cache
def every_version() -> tuple[Prediction, ...]:
    """Return the predictions of all versions, the oldest file first."""
    return tuple(
        _prediction(filed, table, entry) for filed, table in contents("predictions") for entry in table["prediction"]
    )


@cache
def current() -> tuple[Prediction, ...]:
    """Return each prediction in its newest version, in the order of first filing."""
    return tuple({prediction.id: prediction for prediction in every_version()}.values())


@cache
def sources() -> dict[str, dict[str, str]]:
    """Return the sources named in the files: {key: {text, address, read}}."""
    return {key: source for _, table in contents("predictions") for key, source in table.get("source", {}).items()}


def _prediction(filed: Filed, table: dict[str, Any], entry: dict[str, Any]) -> Prediction:
    protocol = table["protocol"]
    given = dict(entry)
    tests = given.pop("test")
    size = given.pop("size")
    return Prediction(
        filed=filed,
        size=size,
        tests=tuple(_test(table, size, protocol, test) for test in tests),
        municipality=protocol["municipality"],
        **{name: given.pop(name, protocol[name]) for name in ("months", "first_seed", "seeds")},
        **{name: given.pop(name, "") for name in ("pilot", "range_from")},
        **given,
    )


def _test(table: dict[str, Any], size: str, protocol: dict[str, Any], entry: dict[str, Any]) -> Test:
    low, high = entry.get("low", float("-inf")), entry.get("high", float("inf"))
    around = float("-inf") < low < 0.0 < high < float("inf")
    return Test(
        says=entry["says"],
        statistic=entry["statistic"],
        outcome=entry["outcome"],
        arms=tuple(_arm(table["arm"], name) for name in entry["arms"]),
        worlds=tuple(World(name, table["world"][name]["set"]) for name in entry.get("worlds", ["today"])),
        size=entry.get("size", size),
        low=low,
        high=high,
        confidence=entry.get("confidence", protocol["equivalence"] if around else protocol["confidence"]),
    )


def _arm(arms: dict[str, Any], name: str) -> FiledArm:
    given = arms[name]
    if "like" not in given:
        return FiledArm(name, given["paradigm"], given.get("set", {}), given.get("citizens"))
    base = _arm(arms, given["like"])
    return FiledArm(name, base.paradigm, {**base.set, **given.get("set", {})}, given.get("citizens", base.citizens))
