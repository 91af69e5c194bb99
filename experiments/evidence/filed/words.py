"""Words and tables of `samskaping predictions`, and of the page docs/predictions.md."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rich.table import Table
from rich.text import Text

from experiments.evidence.filed.judging import Interval, Tested
from experiments.evidence.filed.predictions import TOPICS, Prediction, Test, current
from experiments.evidence.filed.results import Results
from experiments.output.texts import MINUS, Language
from samskaping.language import SOURCE, Texts, localised

VERDICTS = ("met", "missed", "cannot be measured", "not yet run")
STYLES = {"met": "green", "missed": "red", "cannot be measured": "yellow", "not yet run": "dim"}

TEXTS = Texts(
    "experiments.predictions",
    {
        **{verdict: verdict for verdict in VERDICTS},
        **{topic: topic for topic in TOPICS},
        "above": "above {end}",
        "below": "below {end}",
        "least": "at least {end}",
        "most": "at most {end}",
        "within": "{low} to {high}",
        "title": "{count} predictions: {met} met, {missed} missed, {unmeasured} cannot be measured, {open} not yet run",
        "pilot": "pilot results were seen before filing",
        **{f"{prediction.id}.claim": prediction.claim for prediction in current()},
    },
)


def claim(prediction: Prediction, language: Language = SOURCE) -> str:
    """Return a prediction's claim in a language."""
    return TEXTS(f"{prediction.id}.claim", language)


def expected(test: Test, language: Language = SOURCE) -> str:
    """Return a test's range as text."""
    low, high = (_number(end, language) for end in (test.low, test.high))
    if math.isinf(test.high):
        return TEXTS("above" if test.low == 0 else "least", language, end=low)
    if math.isinf(test.low):
        return TEXTS("below" if test.high == 0 else "most", language, end=high)
    return TEXTS("within", language, low=low, high=high)


def interval(one: Interval, language: Language = SOURCE) -> str:
    """Return mean and interval as text, with the other arm's name where there is one."""
    parts = [_number(value, language) for value in (one.mean, one.low, one.high)]
    comma = ";" if localised(".", language) == "," else ","
    text = f"{parts[0]} [{parts[1]}{comma} {parts[2]}]" if one.low == one.low else parts[0]
    return f"{one.against}: {text}" if one.against else text


def _number(value: float, language: Language) -> str:
    if value != value:
        return "–"
    if abs(value) >= 1000:
        text = f"{value:,.0f}"
    else:
        decimals = 3 if abs(value) < 10 else 1
        text = f"{value:.{decimals}f}".rstrip("0").rstrip(".") if value == round(value, 2) else f"{value:.{decimals}f}"
    return localised(text, language).replace("-", MINUS)


def counts(predictions: Sequence[Prediction], results: Results) -> dict[str, int]:
    """Return how many predictions have each verdict."""
    found = [results.verdict(prediction) for prediction in predictions]
    return {verdict: found.count(verdict) for verdict in VERDICTS}


def shown(predictions: Sequence[Prediction], results: Results, language: Language = SOURCE) -> Iterator[Text | Table]:
    """Yield a heading, then a line a prediction and a table of its tests that have been run."""
    found = counts(predictions, results)
    yield Text(
        TEXTS(
            "title", language, count=len(predictions), met=found["met"], missed=found["missed"],
            unmeasured=found["cannot be measured"], open=found["not yet run"],
        ),
        style="bold",
    )  # fmt: skip
    for prediction in predictions:
        verdict = results.verdict(prediction)
        line = Text(f"\n{prediction.id} ", style="bold")
        line.append(claim(prediction, language), style="default")
        line.append(f" {TEXTS(verdict, language)}", style=STYLES[verdict])
        if prediction.pilot_seen:
            line.append(f" ({TEXTS('pilot', language)})", style="dim")
        yield line
        tests = list(zip(prediction.tests, results.tests(prediction), strict=True))
        if any(result is not None for _, result in tests):
            yield _grid(tests, language)


def _grid(tests: Sequence[tuple[Test, Tested | None]], language: Language) -> Table:
    grid = Table.grid(padding=(0, 2), expand=True)
    for ratio in (2, 1, 2):
        grid.add_column(ratio=ratio)
    for test, result in tests:
        values = ", ".join(interval(one, language) for one in result.intervals) if result else ""
        style = {True: "green", False: "red", None: "dim"}[result.passed if result else None]
        grid.add_row(Text(test.says), expected(test, language), Text(values, style=style))
    return grid
