"""Results of filed predictions and patterns, kept beside the code as JSON; the page is made from them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from agents.engine.cache import source_hash
from experiments.evidence.filed.judging import Finding, Interval, Result
from experiments.evidence.filed.patterns import FiledPattern
from experiments.evidence.filed.predictions import Prediction
from experiments.evidence.validation.verdicts import Outcome
from experiments.output.folders import write_text

KEPT = Path(__file__).with_name("results.json")


class Results:
    """Results by id and version. `load` reads the kept ones; `save` writes them, whole or not at all."""

    def __init__(self, predictions: dict[str, Any] | None = None, patterns: dict[str, Any] | None = None) -> None:
        self.predictions, self.patterns = predictions or {}, patterns or {}

    @classmethod
    def load(cls, path: Path = KEPT) -> Results:
        """Return the results of a file; none where there is no file."""
        return cls(**json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else cls()

    def save(self, path: Path = KEPT) -> None:
        """Write the results."""
        held = {"predictions": self.predictions, "patterns": self.patterns}
        write_text(path, json.dumps(held, indent=1, ensure_ascii=False) + "\n")

    def add(self, results: Sequence[Result], citizens: int) -> None:
        """Put predictions' results in, over older ones of the same version."""
        for result in results:
            tests = [{"passed": one.passed, "intervals": [_plain(i) for i in one.intervals]} for one in result.tests]
            self.predictions[result.prediction.key] = {**_made(citizens), "verdict": result.verdict, "tests": tests}

    def add_patterns(self, outcomes: Sequence[tuple[FiledPattern, Outcome, Outcome | None]], citizens: int) -> None:
        """Put patterns' results in: each filed pattern, its outcome, and that of the pattern it corrects."""
        for one, outcome, original in outcomes:
            self.patterns[one.key] = {
                **_made(citizens), "filed": _judged(outcome), "original": _judged(original) if original else None,
            }  # fmt: skip

    def verdict(self, prediction: Prediction) -> str:
        """Return a prediction's verdict: "met", "missed", "cannot be measured" or "not yet run"."""
        kept = self.predictions.get(prediction.key)
        return kept["verdict"] if kept else "not yet run"

    def tests(self, prediction: Prediction) -> list[Finding | None]:
        """Return the results of a prediction's tests, None each where it has not been run."""
        kept = self.predictions.get(prediction.key)
        if kept is None:
            return [None] * len(prediction.tests)
        return [
            Finding(tuple(Interval(**_numbers(i)) for i in one["intervals"]), one["passed"]) for one in kept["tests"]
        ]


def _made(citizens: int) -> dict[str, Any]:
    return {"model": source_hash("agents", "model"), "citizens": citizens}


def _plain(interval: Interval) -> dict[str, Any]:
    """Return an interval as JSON has it: what is not a number is null."""
    return {name: None if isinstance(v, float) and not np.isfinite(v) else v for name, v in asdict(interval).items()}


def _numbers(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: float("nan") if value is None else value for name, value in kept.items()}


def _judged(outcome: Outcome) -> dict[str, Any]:
    rows = [
        {**_plain(Interval(one.mean, one.low, one.high)), "passed": one.passed} for one in outcome.judged
    ]  # fmt: skip
    return {"verdict": outcome.verdict, "criteria": rows}
