"""The table of trust: what budgets do to trust, also among citizens without services, and how stable it is.

The same persons are followed for ten years under the status quo, with today's budget and three smaller ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from rich.table import Table
from rich.text import Text

from agents.engine.cache import source_hash
from experiments.defaults import TRUST_SEEDS, VALID_CITIZENS
from experiments.evidence.filed.derived import stability_range
from experiments.evidence.filed.judging import among
from experiments.evidence.validation.declare import Arm, ArmResults
from experiments.evidence.validation.probes import Panel
from experiments.evidence.validation.verdicts import gathered, jobs_of
from experiments.output.texts import MINUS, Language, seeds_text
from experiments.runs.estimates import interval
from experiments.runs.threads import Progress
from model.parameters.parameters import Parameters
from samskaping.language import SOURCE, Texts, localised

COMMAND = "samskaping trust --write docs/trust.md"
SHARES = (1.0, 0.8, 0.6, 0.4)
"""Budgets, as shares of today's."""
MONTHS, FIRST_SEED = 120, 201

Estimate = tuple[float, float, float]

TEXTS = Texts(
    "experiments.trust",
    {
        "title": "Trust after ten years, {citizens} citizens, {seeds}",
        "budget": "budget",
        "trust": "trust",
        "step": "step from the budget above",
        "unserved": "the same, no service for two years",
        "idle": "the same, no need either",
        "today": "as today",
        "cut": "−{percent} %",
        "stability": "correlation over ten years, same adults: {value}; panels suggest {low} to {high}",
        "spread": "spread after ten years, relative to the start: {value}",
    },
)


@dataclass(frozen=True)
class Step:
    """A budget and the step to it from the budget above; the first has none.

    Estimates are means over seeds with 95 % intervals.

    Attributes:
        share: of today's budget.
        trust, fit: levels.
        all: the step's paired difference in trust, all citizens.
        unserved: the same, adults without a service in either arm over the last two years.
        without_need: the same, those of them who had no need either.
        persons: mean number of adults without a service.
        slope, slope_unserved: difference in trust per difference in fit.
    """

    share: float
    trust: Estimate
    fit: Estimate
    all: Estimate | None
    unserved: Estimate | None
    without_need: Estimate | None
    persons: float | None
    slope: float | None
    slope_unserved: float | None


@dataclass(frozen=True)
class TrustTable:
    """The table: a step each budget, and stability and spread under today's budget."""

    citizens: int
    seeds: int
    steps: tuple[Step, ...]
    stability: Estimate
    spread: Estimate


def trust_table(
    citizens: int = VALID_CITIZENS, seeds: int = TRUST_SEEDS, months: int = MONTHS, workers: int | None = None,
    progress: Progress | None = None,
) -> TrustTable:  # fmt: skip
    """Run the budgets and return the table. `progress` is called with (months done, months in all)."""
    today = Parameters().money.case_budget
    arms = [
        Arm(f"{share:g}", "status-quo", months, {"money.case_budget": round(today * share, 6)}, (Panel,))
        for share in SHARES
    ]
    found = gathered(jobs_of(arms, citizens, seeds, FIRST_SEED), workers, progress)
    return table_of(found, citizens)


def table_of(found: ArmResults, citizens: int) -> TrustTable:
    """Return the table of the arms' rows, which are named by their share of the budget."""
    rows = [found[f"{share:g}"] for share in SHARES]
    steps = [_step(share, rows[k], rows[k - 1] if k else None) for k, share in enumerate(SHARES)]
    return TrustTable(
        citizens, len(rows[0]), tuple(steps), interval(rows[0]["stability"].to_numpy(float)),
        interval(rows[0]["spread ratio"].to_numpy(float)),
    )  # fmt: skip


def _step(share: float, here: pd.DataFrame, above: pd.DataFrame | None) -> Step:
    trust, fit = (interval(here[name].to_numpy(float)) for name in ("trust", "fit"))
    if above is None:
        return Step(share, trust, fit, None, None, None, None, None, None)
    moved = here["trust"].to_numpy(float) - above["trust"].to_numpy(float)
    service = float((here["fit"] - above["fit"]).mean())
    unserved, persons = among(here, above, "panel unserved")
    without_need, _ = among(here, above, "panel without need")

    def slope(change: np.ndarray) -> float | None:
        return float(np.nanmean(change)) / service if abs(service) > 1e-6 and np.isfinite(change).any() else None

    return Step(
        share, trust, fit, interval(moved), _known(unserved), _known(without_need), persons, slope(moved),
        slope(unserved),
    )  # fmt: skip


def _known(values: np.ndarray) -> Estimate | None:
    values = values[np.isfinite(values)]
    return interval(values) if len(values) else None


def values(table: TrustTable) -> dict[str, Any]:
    """Return the values of the template `trust.md.jinja`."""
    low, high = stability_range()
    return {
        "command": COMMAND,
        "citizens": table.citizens,
        "seeds": table.seeds,
        "months": MONTHS,
        "model": source_hash("agents", "model"),
        "steps": [
            [
                budget(one.share), written(one.trust), written(one.fit), written(one.all), written(one.unserved),
                written(one.without_need), "" if one.persons is None else f"{one.persons:,.0f}",
                _plain(one.slope), _plain(one.slope_unserved),
            ]
            for one in table.steps
        ],
        "fallen": sum(one.all is not None and one.all[2] < 0 for one in table.steps),
        "fallen_unserved": sum(one.unserved is not None and one.unserved[2] < 0 for one in table.steps),
        "stability": written(table.stability),
        "stability_range": [f"{low:.2f}", f"{high:.2f}"],
        "stable_inside": low <= table.stability[1] and table.stability[2] <= high,
        "spread": written(table.spread),
    }  # fmt: skip


def budget(share: float, language: Language = SOURCE) -> str:
    """Return a budget in words, in a language."""
    return TEXTS("today", language) if share == 1 else TEXTS("cut", language, percent=round(100 * (1 - share)))


def written(one: Estimate | None, language: Language = SOURCE) -> str:
    """Return mean and interval as text; empty where nothing is known."""
    if one is None:
        return ""
    mean, low, high = (f"{value:.4f}" for value in one)
    comma = ";" if localised(".", language) == "," else ","
    text = mean if one[1] != one[1] else f"{mean} [{low}{comma} {high}]"
    return localised(text, language).replace("-", MINUS)


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}".replace("-", MINUS)


def shown(table: TrustTable, language: Language = SOURCE) -> Iterator[Text | Table]:
    """Yield the table for the terminal."""
    yield Text(TEXTS("title", language, citizens=table.citizens, seeds=seeds_text(table.seeds, language)), style="bold")
    grid = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("budget", "trust", "step", "unserved", "idle"):
        grid.add_column(TEXTS(name, language))
    for one in table.steps:
        cells = (one.trust, one.all, one.unserved, one.without_need)
        grid.add_row(budget(one.share, language), *(written(cell, language) for cell in cells))
    yield grid
    low, high = stability_range()
    yield Text(
        TEXTS("stability", language, value=written(table.stability, language), low=round(low, 2), high=round(high, 2))
    )
    yield Text(TEXTS("spread", language, value=written(table.spread, language)))
