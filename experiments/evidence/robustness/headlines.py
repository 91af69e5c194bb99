"""The headlines: outcomes and pairs of paradigms, as `headlines.toml` declares them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from model.outcomes.outcomes import OUTCOMES


@dataclass(frozen=True)
class Headline:
    """A difference that pages and talks quote: `first` minus `second`, levelled, in one outcome."""

    outcome: str
    first: str
    second: str


@cache
def headlines() -> tuple[Headline, ...]:
    """Return the declared headlines whose outcome the model has, by outcome and pair."""
    text = files("experiments.evidence.robustness").joinpath("headlines.toml").read_text("utf-8")
    declared = tomllib.loads(text)
    known = {outcome.name for outcome in OUTCOMES}
    return tuple(
        Headline(outcome, first, second)
        for outcome in declared["outcomes"]
        if outcome in known
        for first, second in declared["pairs"]
    )


def paradigms() -> tuple[str, ...]:
    """Return the paradigms that headlines compare."""
    return tuple(sorted({name for headline in headlines() for name in (headline.first, headline.second)}))


def outcomes() -> tuple[str, ...]:
    """Return the outcomes of the headlines."""
    return tuple(dict.fromkeys(headline.outcome for headline in headlines()))
