"""The studies behind the map and the test of intensity, as study files that can also be run on their own."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from experiments.design.objects import toml_value
from experiments.design.study import Study, study_of
from model.parameters.parameters import AREA_NAMES, Parameters
from samskaping.language import Message

PARADIGMS = ("TPA", "NPM", "responsive", "NPG")  # responsive: a control, NPG's rules that ask nothing of citizens
OUTCOMES = (
    "fit", "met_need", "cost_per_met_need_nok", "citizen_hours_per_capita", "trust", "met_need_gap", "strain",
)  # fmt: skip
INTENSITIES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
NECESSITIES = (0.0, 0.25, 0.5, 0.75, 1.0)
HORIZONS = (12, 60, 120, 240)


@dataclass(frozen=True)
class Condition:
    """A condition of the map, and the study's factor behind it (None where computed)."""

    name: str
    text: Message
    factor: str | None = None
    low: float = 0.0
    high: float = 1.0


CONDITIONS = (
    Condition("lived", Message("share of lived knowledge")),
    Condition("codified", Message("share of codified knowledge")),
    Condition("wickedness", Message("wickedness (1: as today)"), "needs.wickedness", 0.0, 2.0),
    Condition("facilitation", Message("facilitation, under every paradigm"), "rules.position.facilitation"),
    Condition("trust", Message("initial trust"), "trust.start", 0.35, 0.70),
    Condition("budget", Message("budget (1: as today)"), "money.case_budget"),
    Condition("horizon", Message("years under the paradigm")),
)
BUDGET = (0.75, 1.25)  # of today's
KNOWLEDGE = (0.2, 3.0)  # factors on the weights of lived and of codified knowledge


def map_study(samples: int, seeds: int, citizens: int) -> Study:
    """Return the study of the map: a Latin hypercube of conditions, crossed with the paradigms, 20 years."""
    today = Parameters().money.case_budget
    ranges = {
        "needs.lived": KNOWLEDGE,
        "needs.codified": KNOWLEDGE,
        "money.case_budget": tuple(round(today * part, 5) for part in BUDGET),
        **{c.factor: (c.low, c.high) for c in CONDITIONS if c.factor and c.name != "budget"},
    }
    factors = [f'"{name}" = {{ low = {low}, high = {high} }}' for name, (low, high) in ranges.items()]
    return study_of(_text("contingency", max(HORIZONS), seeds, "yearly", citizens, [
        "[design]", 'kind = "lhs"', f"samples = {samples}", "[factors]", *factors,
        f"paradigm = {toml_value(PARADIGMS)}",
    ]))  # fmt: skip


def intensity_study(seeds: int, citizens: int) -> Study:
    """Return the study of NPG at 0 to 100 % intensity, at several levels of necessity."""
    points = [(necessity, intensity) for necessity in NECESSITIES for intensity in INTENSITIES]
    settings = [needs_of(necessity) for necessity, _ in points]
    columns: dict[str, list[float]] = {name: [s[name] for s in settings] for name in settings[0]}
    columns["rules.intensity"] = [intensity for _, intensity in points]
    return study_of(_text("intensity", 120, seeds, "last", citizens, [
        'paradigm = "NPG"', "[design]", 'kind = "list"', "[factors]",
        *(f'"{name}" = {values}' for name, values in columns.items()),
    ]))  # fmt: skip


def needs_of(necessity: float) -> dict[str, float]:
    """Return the parameters of needs at a necessity of co-creation from 0 to 1.

    0: codified knowledge (x 3) and tame problems; 0.5: as today; 1: lived knowledge (x 3) and twice the wickedness.
    The seeds call co-creation necessary where only citizens have the knowledge, or nobody has it yet.
    """
    lean = 2.0 * necessity - 1.0
    return {
        "needs.lived": round(math.pow(3.0, lean), 4),
        "needs.codified": round(math.pow(3.0, -lean), 4),
        "needs.wickedness": 2.0 * necessity,
    }


def necessity_of(wickedness: float) -> float:
    """Return the necessity that `needs_of` gave this wickedness."""
    return wickedness / 2.0


def knowledge_shares(point: Mapping[str, Any]) -> tuple[float, float]:
    """Return (lived, codified): their shares of what needs call for, mean over areas, at a point of the map."""
    p = Parameters()
    lived = codified = 0.0
    for name in AREA_NAMES:
        area = getattr(p, name)
        parts = area.lived * point["needs.lived"], area.codified * point["needs.codified"], area.professional
        lived += parts[0] / sum(parts) / len(AREA_NAMES)
        codified += parts[1] / sum(parts) / len(AREA_NAMES)
    return lived, codified


def _text(name: str, months: int, seeds: int, keep: str, citizens: int, rest: list[str]) -> str:
    head = [f'name = "{name}"', f"months = {months}", f"seeds = {seeds}", f"outcomes = {toml_value(OUTCOMES)}",
            f'keep = "{keep}"', "[base]", f"citizens = {citizens}"]  # fmt: skip
    return "\n".join([*head, *rest]) + "\n"
