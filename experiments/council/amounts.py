"""Amounts as a council reads them: shares of 100, minutes, kroner and per cent."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.output.texts import number
from model.outcomes.outcomes import Outcome
from samskaping.language import Language, Texts

TEXTS = Texts(
    "experiments.council.amounts",
    {
        "share": "of 100",
        "hours/month": "minutes a month per inhabitant",
        "NOK": "NOK",
        "NOK/month": "NOK a month per inhabitant",
        "months": "months",
    },
)


@dataclass(frozen=True)
class _Form:
    """How a unit is shown: times a factor, with decimals, and with a unit for readers."""

    factor: float
    decimals: int
    unit: str


_FORMS = {
    "share": _Form(100.0, 1, "share"),
    "difference": _Form(100.0, 1, "share"),
    "hours/month": _Form(60.0, 0, "hours/month"),
    "NOK": _Form(1.0, 0, "NOK"),
    "NOK/month": _Form(1.0, 0, "NOK/month"),
    "months": _Form(1.0, 1, "months"),
}
_PLAIN = _Form(1.0, 2, "")


def _form(outcome: Outcome) -> _Form:
    return _FORMS.get(outcome.unit, _PLAIN)


def unit_for_readers(outcome: Outcome, language: Language) -> str:
    """Return the unit that `amount` and `change` use, such as "of 100"; "" where an outcome has a scale of its own."""
    form = _form(outcome)
    return TEXTS(form.unit, language) if form.unit else ""


def amount(outcome: Outcome, value: float, language: Language, more: int = 0) -> str:
    """Return a value of an outcome as readers know it, without its unit: 0.623 needs met are "62.3".

    `more` is how many decimals there are beyond the usual.
    """
    form = _form(outcome)
    return number(form.factor * value, form.decimals + more, language)


def change(outcome: Outcome, difference: float, low: float, high: float, language: Language) -> str:
    """Return a difference with half its 95 % interval and without its unit: "+3.1 ± 0.4"."""
    form = _form(outcome)
    half = form.factor * (high - low) / 2.0
    decimals = form.decimals
    if half == half and 0.0 < half < 10.0**-decimals and decimals < 3:
        decimals += 1
    written = number(form.factor * difference, decimals, language, sign=True)
    margin = number(half, decimals, language)
    return f"{written} \N{PLUS-MINUS SIGN} {margin}" if margin else written
