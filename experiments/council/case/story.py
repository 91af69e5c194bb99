"""A followed case as text: who it is, what happened month by month, and a table of means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
from rich.table import Table
from rich.text import Text

from experiments.council.case.cases import MEASURES, Followings, told
from experiments.council.case.following import ENDS, Case, Event
from experiments.council.case.texts import NAMES, TEXTS
from experiments.output.terminal import table
from experiments.output.texts import months_text, number, with_margin
from experiments.output.texts_units import AREAS
from model.parameters.parameters import AREA_NAMES
from samskaping.language import Language, Listing

_OF_100 = ("met", "fit", "left", "open")
_MOST_ACROSS = 3


def case_tables(found: Followings, language: Language = "en") -> Iterator[Table]:
    """Yield tables of means, a column for each way of governing."""
    means = found.table().set_index(["measure", "arm"])
    first, *others = found.names
    span = found.needs[0].cases[0].span
    key = "title" if span > 1 else "title_one_sector"
    title = TEXTS(key, language, n=len(found.needs), span=span)
    notes = [
        TEXTS("note", language, months=found.months - found.months // 3, first=found.labels[first]),
        TEXTS("services_note", language),
        TEXTS("handoffs_note", language),
    ]
    if found.areas:
        areas = Listing([AREAS(AREA_NAMES[area], language) for area in found.areas]).text(language)
        notes.insert(0, TEXTS("areas_note", language, areas=areas))
    for start in range(0, max(len(others), 1), _MOST_ACROSS - 1):
        names = [first, *others[start : start + _MOST_ACROSS - 1]]
        columns: list[tuple[str, dict[str, Any]]] = [(TEXTS("measure", language), {})]
        columns += [(found.labels[name], {"justify": "right"}) for name in names]
        rows = [
            [TEXTS(measure, language), *(_cell(means.loc[(measure, name)], measure, language) for name in names)]
            for measure in MEASURES
        ]
        yield table(title, columns, rows, note="\n".join(notes))


def _cell(row: pd.Series, measure: str, language: Language) -> str:
    factor = 100.0 if measure in _OF_100 else 1.0
    written = number(factor * row["mean"], 1, language) or "–"
    if pd.notna(row["difference"]):
        mean, low, high = (factor * float(row[name]) for name in ("difference", "low", "high"))
        written += f" ({with_margin(mean, low, high, 1, language, sign=True)})"
    return written


def story(found: Followings, language: Language = "en") -> list[str]:
    """Return the most typical case under every way of governing as lines of text, empty lines between parts."""
    need = found.typical
    case = need.cases[0]
    name = NAMES[case.sex]
    lines = [
        TEXTS("story", language, name=name, seed=need.seed),
        TEXTS(
            "person", language, name=name, age=TEXTS(f"age_{case.age_band}", language),
            fifth=case.fifth + 1, month=case.month,
            area=AREAS(AREA_NAMES[case.area], language), span=TEXTS(f"span_{case.span}", language),
        ),
    ]  # fmt: skip
    for way, one in zip(found.names, need.cases, strict=True):
        lines += ["", found.labels[way], *_lines(one, name, language)]
    return lines


def _lines(case: Case, name: str, language: Language) -> list[str]:
    lines = []
    last = 0
    for event in told(case):
        first = last + 1 if event.what == "waits" else event.month
        lines.append(f"  {_when(min(first, event.month), event.month, language)}: {_sentence(event, name, language)}")
        last = event.month
    if not case.end:
        lines.append("  " + TEXTS("still_open", language, months=months_text(case.until, language)))
        if not case.events:
            lines.insert(0, "  " + TEXTS("nothing_yet", language, name=name))
    lines.append("  " + TEXTS(
        "sum", language, months=months_text(case.until, language), services=case.count("served"),
        handoffs=number(case.total("handoffs"), 1, language), public=number(case.total("public"), 1, language),
        own=number(case.total("own"), 1, language),
    ))  # fmt: skip
    return lines


def _when(first: int, last: int, language: Language) -> str:
    return TEXTS("month", language, n=last) if first == last else TEXTS(
        "months_to", language, first=first, last=last
    )  # fmt: skip


def _sentence(event: Event, name: str, language: Language) -> str:
    if event.what in ENDS:
        return TEXTS(f"{event.what}_end", language, name=name)
    values: dict[str, Any] = {"name": name, "own": number(event.own, 1, language)}
    if event.what == "served":
        values |= {
            "unit": TEXTS(event.unit, language), "public": number(event.public, 1, language),
            "fit": number(100 * event.fit, 0, language),
        }  # fmt: skip
    text = TEXTS(event.what, language, **values)
    if event.handoffs >= 0.05:
        text += " " + TEXTS("passed", language, handoffs=number(event.handoffs, 1, language))
    return text


def as_data(found: Followings) -> dict[str, Any]:
    """Return everything that was followed as plain data, for JSON."""
    need = found.typical
    return {
        "ways": [{"name": name, "title": found.labels[name]} for name in found.names],
        "needs": len(found.needs),
        "span": need.cases[0].span,
        "months": found.months,
        "means": found.table().to_dict("records"),
        "typical": {
            "seed": need.seed, "citizen": need.cases[0].identity, "area": AREA_NAMES[need.cases[0].area],
            "arose": need.cases[0].month, "fifth": need.cases[0].fifth + 1,
            "cases": {name: _plain(case) for name, case in zip(found.names, need.cases, strict=True)},
        },
    }  # fmt: skip


def _plain(case: Case) -> dict[str, Any]:
    keys = ("month", "what", "unit", "public", "own", "fit", "handoffs")
    return {
        "end": case.end or "open", "months": case.until,
        "events": [{key: getattr(event, key) for key in keys} for event in told(case)],
    }  # fmt: skip


def as_text(lines: Sequence[str]) -> Text:
    """Return lines as a text for the terminal, without markup."""
    return Text("\n".join(lines))
