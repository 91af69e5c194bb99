"""The plan of an evaluation as tables and advice, and as plain data."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.table import Table

from experiments.council.amounts import amount, unit_for_readers
from experiments.council.evaluation.panel import Components, Panel
from experiments.council.evaluation.plan import MANY_PLACES, MOST_PERSONS, MOST_PLACES, Asked, Plan
from experiments.council.evaluation.texts import TEXTS
from experiments.council.findings import DECLARED
from experiments.output.terminal import table
from experiments.output.texts import label, number, share_text
from samskaping.language import Language, Listing

_NORMAL = 1.96
_ALARMING = 2.0
"""Times the significance level from which false alarms are warned of."""


def evaluation_tables(
    panel: Panel, asked: Asked, parts: Mapping[int, Components], plans: Sequence[Plan], citizens: int,
    language: Language = "en",
) -> Iterator[tuple[Table, list[str]]]:  # fmt: skip
    """Yield the table of an outcome and the lines of advice below it."""
    outcome = DECLARED[panel.outcome]
    unit = unit_for_readers(outcome, language)
    title = TEXTS(
        "title", language, outcome=label(outcome, language), effect=amount(outcome, asked.effect, language), unit=unit,
        power=asked.power, alpha=asked.alpha,
    )  # fmt: skip
    right = {"justify": "right"}
    columns: list[tuple[str, dict[str, Any]]] = [
        (TEXTS("months", language), right),
        (TEXTS("design", language), {"no_wrap": True}),
    ]
    keys = ("persons", "controls", "simulated", "false_alarms", "self_selected")
    columns += [(TEXTS(key, language), right) for key in keys]
    rows = [
        [str(one.months), TEXTS(one.design, language), _most(one.persons, MOST_PERSONS, language),
         "–" if one.controls == 0 else _most(one.controls, MOST_PLACES, language),
         *(_share(share, language) for share in (one.simulated, one.false_alarms, one.self_selected))]
        for one in plans
    ]  # fmt: skip
    few_changes = () if "place_sd" in asked.own.given else ("note_few_changes",)
    notes = [
        *(_spread(outcome, span, one, language) for span, one in parts.items()),
        TEXTS("note_units", language),
        TEXTS("note_alarms", language, alpha=share_text(asked.alpha, language)),
        " ".join(TEXTS(key, language) for key in ("note_common", *few_changes)),
        TEXTS(
            "note_margin", language, draws=number(asked.draws, 0, language), alpha=share_text(asked.alpha, language),
            power=share_text(asked.power, language), low=_margin(asked.alpha, asked.draws, language),
            high=_margin(asked.power, asked.draws, language),
        ),
        *_sources(panel, asked, parts, citizens, language),
    ]  # fmt: skip
    yield table(title, columns, rows, note="\n".join(notes)), [*_advice(asked, plans, language), ""]


def _sources(
    panel: Panel, asked: Asked, parts: Mapping[int, Components], citizens: int, language: Language
) -> Iterator[str]:
    """Yield what the figures come from: the model, and a survey of one's own."""
    outcome, own = DECLARED[panel.outcome], asked.own.given
    if own:
        shown = {
            "sd": lambda value: amount(outcome, value, language),
            "place_sd": lambda value: amount(outcome, value, language, more=1),
            "stability": lambda value: number(value, 2, language),
            "icc": lambda value: number(value, 3, language),
        }
        figures = [
            TEXTS(f"own_{name}", language, value=shown[name](value), unit=unit_for_readers(outcome, language),
                  months=max(parts))
            for name, value in own.items()
        ]  # fmt: skip
        yield TEXTS("note_own", language, figures=Listing(figures))
    key = "note_rest" if own else "note_model"
    yield TEXTS(key, language, places=len(panel.places), citizens=citizens, reliability=asked.reliability)


def _most(count: int | None, most: int, language: Language) -> str:
    return TEXTS("more_than", language, n=most) if count is None else number(count, 0, language)


def _share(value: float, language: Language) -> str:
    return share_text(value, language) if math.isfinite(value) else "–"


def _margin(share: float, draws: int, language: Language) -> str:
    """Return half the 95 % interval of a share of so many draws, in percentage points."""
    return number(100 * _NORMAL * math.sqrt(share * (1.0 - share) / draws), 0, language)


def _spread(outcome: Any, months: int, parts: Components, language: Language) -> str:
    place = amount(outcome, parts.place, language, more=1)
    trend = amount(outcome, parts.trend, language, more=1)
    return TEXTS(
        "spread", language, person=amount(outcome, parts.person, language), unit=unit_for_readers(outcome, language),
        months=months, stability=number(parts.stability, 2, language), icc=number(parts.icc, 3, language), trend=trend,
        place=place,
    )  # fmt: skip


def _advice(asked: Asked, plans: Sequence[Plan], language: Language) -> list[str]:
    last = max(one.months for one in plans)
    by_design = {one.design: one for one in plans if one.months == last}
    residents, places, alone = (by_design[name] for name in ("did-residents", "did-municipalities", "before-after"))
    lines = [
        TEXTS("advice_none", language, most=MOST_PERSONS)
        if residents.persons is None
        else TEXTS("advice_design", language, persons=number(residents.persons, 0, language)),
        _of_places(asked, places, language),
    ]
    if alone.false_alarms > _ALARMING * asked.alpha:
        lines.append(TEXTS("advice_alarm", language, share=number(100 * alone.false_alarms, 0, language)))
    return [TEXTS("advice", language, months=last, advice=lines[0]), *lines[1:]]


def _of_places(asked: Asked, places: Plan, language: Language) -> str:
    """Return the advice on comparing municipalities."""
    if places.controls is not None:
        return TEXTS("advice_places", language, controls=places.controls, persons=places.persons)
    if places.persons_of_many is None:
        return TEXTS("advice_no_places", language, controls=MANY_PLACES)
    return TEXTS(
        "advice_more_persons", language, n=asked.participants, controls=MANY_PLACES,
        persons=number(places.persons_of_many, 0, language),
    )  # fmt: skip


def as_data(panel: Panel, asked: Asked, parts: Mapping[int, Components], plans: Sequence[Plan]) -> dict[str, Any]:
    """Return the plan for an outcome as plain data, for JSON."""
    return {
        "outcome": panel.outcome, **asdict(asked), "municipalities": list(panel.places),
        "components": [{"months": span, **asdict(one)} for span, one in parts.items()],
        "plans": [asdict(one) for one in plans],
    }  # fmt: skip
