"""Words and tables of `samskaping predictions`, and of the page docs/predictions.md."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rich.table import Table
from rich.text import Text

from experiments.evidence.filed.judging import Finding, Interval
from experiments.evidence.filed.predictions import TOPICS, Prediction, Test
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
    },
)

CLAIMS = Texts(
    "experiments.predictions.short",
    {
        "L1": "Levelled, services still fit better under NPG than under TPA, by less than as presets.",
        "L2": "Levelled, NPG meets no more needs than TPA and meets them no more equally.",
        "L3": "Levelled, NPG is not cheaper than TPA.",
        "L4": "Levelled, NPG has slightly more trust than TPA.",
        "L5": "Levelled, NPG gains fit where knowledge is lived, and not where it is professional or codified.",
        "L6": "Levelled, NPG's gain in fit grows with wickedness.",
        "L7": "Levelled, NPG loses on cost where knowledge is codified and gains trust where it is lived.",
        "L8": "In truly small municipalities the levelled difference in fit has the same sign as in Larvik.",
        "I1": "Without programme learning, the interval between revisions does not change NPG minus TPA in fit.",
        "I2": "With programme learning, frequent revision helps TPA's fit.",
        "I3": "NPG fits better than TPA at 1, 2 and 4 trials a year, by less the more trials there are.",
        "I4": "NPG is cheaper than TPA only where units try nothing themselves.",
        "S1": "A sub-sample of 3,000 citizens has the levels of its full town.",
        "S2": "A sub-sample of 3,000 citizens has the differences between paradigms of its full town.",
        "T1": "Each cut of the budget by a further 20 % of today's lowers trust after ten years.",
        "T2": "Each of these cuts also lowers trust among adults who had no service for two years.",
        "T3": "Among the same adults, trust correlates between .56 and .93 over ten years.",
        "T4": "The spread of trust between adults stays within 15 % of its start over ten years.",
        "T5": "Being asked and never followed does not raise trust.",
        "T6": "Where NPG is no better on fit, it wins no trust.",
        "V1": "TPA's virtue: equal treatment is felt.",
        "V2": "TPA's failure: rules age.",
        "V3": "NPM's virtue: yardsticks and competition raise effort where work can be measured.",
        "V4": "NPM's failure: providers skim, and costly cases get less than others.",
        "V5": "NPG's virtue: arenas find better shared solutions, and their participants own them.",
        "V6": "NPG's failure: participants tire, and the same people come again.",
        "M1": "As presets, TPA treats like cases most equally where knowledge is codified and little changes.",
        "M2": "Levelled, TPA is cheapest where knowledge is codified, problems are tame and little changes.",
        "M3": "Levelled, NPM is cheapest where work can be measured, problems are tame and providers compete.",
        "M4": "Levelled, NPG fits best where knowledge is lived, problems are wicked and much changes.",
        "M5": "Levelled, NPG has most trust where knowledge is lived, problems are wicked and much changes.",
        "M6": "Levelled, NPG costs more than TPA where knowledge is codified: not in every field.",
        "M7": "Levelled, TPA has the least strained staff today.",
        "Q1": "Higher demand forms queues where services are no right, and dilutes services that are.",
        "Q2": "Exit rises with income and with the wait.",
        "F1": "Many towns show no gain after two years, and many do.",
    },
)
"""Each current prediction in a line. The claim as filed stands on the page."""


def claim(prediction: Prediction, language: Language = SOURCE) -> str:
    """Return a prediction in a line, in a language."""
    return CLAIMS(prediction.id, language)


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


def _grid(tests: Sequence[tuple[Test, Finding | None]], language: Language) -> Table:
    grid = Table.grid(padding=(0, 2), expand=True)
    for ratio in (2, 1, 2):
        grid.add_column(ratio=ratio)
    for test, result in tests:
        values = ", ".join(interval(one, language) for one in result.intervals) if result else ""
        style = {True: "green", False: "red", None: "dim"}[result.passed if result else None]
        grid.add_row(Text(test.says), expected(test, language), Text(values, style=style))
    return grid
