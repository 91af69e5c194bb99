"""Values of docs/predictions.md: what was filed, what came of it, and the out-of-sample table."""

from __future__ import annotations

from typing import Any

from experiments.evidence.calibration.fit import misses
from experiments.evidence.calibration.result import Calibration
from experiments.evidence.calibration.targets import TARGETS
from experiments.evidence.filed import patterns, predictions, words
from experiments.evidence.filed.predictions import TOPICS, Prediction
from experiments.evidence.filed.register import register
from experiments.evidence.filed.results import Results
from experiments.evidence.validation.declare import Pattern
from experiments.evidence.validation.report import expected as expected_of
from experiments.output.texts import MINUS
from model.references import CITATION, cite, entries, short

COMMAND = "samskaping predictions --run --patterns --keep --write docs/predictions.md"


def values(results: Results) -> dict[str, Any]:
    """Return the values of the template `predictions.md.jinja`."""
    now = predictions.current()
    newest = {one.key for one in now}
    filed = patterns.current()
    return {
        "command": COMMAND,
        "files": [[one.name, one.filed.isoformat(), one.sha256, one.note] for one in register()],
        "counts": words.counts(now, results),
        "pilot_seen": sum(one.pilot_seen for one in now),
        "topics": [
            {
                "name": topic,
                "predictions": [
                    {**_prediction(one, results), "superseded": one.key not in newest}
                    for one in predictions.every_version() if one.topic == topic
                ],
            }
            for topic in TOPICS
        ],
        "corrected": [_pattern(one, results) for one in patterns.every_version() if one.corrects],
        "new": [_pattern(one, results) for one in patterns.every_version() if not one.corrects],
        "figures": [[one.pattern.code, one.pattern.source, one.address] for one in filed if one.address],
        "held_out": _held_out(),
        "sources": [
            [key, one["text"], one["address"], one["read"]] for key, one in sorted(predictions.sources().items())
        ],
        "models": sorted({kept["model"] for kept in (*results.predictions.values(), *results.patterns.values())}),
    }  # fmt: skip


def _prediction(one: Prediction, results: Results) -> dict[str, Any]:
    tests = zip(one.tests, results.tests(one), strict=True)
    return {
        "id": one.id,
        "version": one.filed.version,
        "topic": one.topic,
        "claim": one.claim,
        "literature": _cited(one.literature),
        "mechanism": one.mechanism,
        "condition": one.condition,
        "protocol": f"{one.months} months, seeds {one.first_seed} to {one.first_seed + one.seeds - 1}, size {one.size}",
        "pilot_seen": one.pilot_seen,
        "pilot": one.pilot,
        "range_from": " ".join(one.range_from.split()),
        "verdict": results.verdict(one),
        "tests": [
            {
                "says": test.says,
                "expected": words.expected(test),
                "value": "; ".join(words.interval(i) for i in result.intervals) if result else "",
                "result": _result(result.passed if result else None, run=result is not None),
            }
            for test, result in tests
        ],
    }


def _result(passed: bool | None, run: bool = True) -> str:
    if not run:
        return "not yet run"
    return {True: "pass", False: "fail", None: "cannot be measured"}[passed]


def _pattern(one: patterns.FiledPattern, results: Results) -> dict[str, Any]:
    kept = results.patterns.get(one.key, {})
    return {
        "code": one.pattern.code,
        "version": one.filed.version,
        "seeds": f"{one.first_seed} to {one.first_seed + one.seeds - 1}",
        "pilot_seen": one.pilot_seen,
        "held_out": one.held_out,
        "remark": one.remark,
        "filed": criteria_of(one.pattern, kept.get("filed")),
        "original": criteria_of(one.original, kept.get("original")) if one.original else None,
    }


def criteria_of(pattern: Pattern, kept: dict[str, Any] | None) -> dict[str, Any]:
    """Return a pattern with its verdict and, for each criterion, text, expected range, value and result."""
    return {
        "code": pattern.code,
        "title": pattern.title.english,
        "source": cite(pattern.source, lambda key: f"[{short(key)}](odd.md#{key})"),
        "place": pattern.imposed,
        "verdict": kept["verdict"] if kept else "not yet run",
        "measures": [
            {
                "text": criterion.text.english,
                "expected": expected_of(criterion),
                "value": _value(kept["criteria"][k]) if kept else "",
                "result": _result(kept["criteria"][k]["passed"]) if kept and criterion.judged
                else ("not judged" if not criterion.judged else "not yet run"),
            }
            for k, criterion in enumerate(pattern.criteria)
        ],
    }  # fmt: skip


def _value(row: dict[str, Any]) -> str:
    if row["low"] is None:
        return "–" if row["mean"] is None else f"{row['mean']:.3g}".replace("-", MINUS)
    return f"{row['mean']:.3g} [{row['low']:.3g}, {row['high']:.3g}]".replace("-", MINUS)


def _held_out() -> list[list[str]]:
    """Return a row for each target held out: name, meaning, figure, the model on other municipalities, distance."""
    kept = Calibration.load()
    rows = {row["target"]: row for row in kept.targets}
    table = []
    for target in TARGETS:
        if target.name not in patterns.held_out_targets():
            continue
        figure = f"{target.value:g} ± {target.tolerance:g}".replace("-", MINUS)
        if target.name in kept.held_out:
            row = rows[target.name]
            far = float(misses({target.name: row["check"]}, (target,))[0])
            found = [f"{row['check']:.3f} ± {row['check_half']:.3f}", f"{far:+.1f}"]
        else:
            found = ["not yet refitted without it", ""]
        table.append([target.name, target.meaning, figure, *(text.replace("-", MINUS) for text in found)])
    return table


def _cited(text: str) -> str:
    """Return a text with its citations as names; those of the filed sources point to the list below."""
    known = entries()
    filed = predictions.sources()

    def name(key: str) -> str:
        return f"[{short(key)}](odd.md#{key})" if key in known else f"[{key}](#{key})" if key in filed else f"@{key}"

    return CITATION.sub(lambda match: name(match[1]), text)
