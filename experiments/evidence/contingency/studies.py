"""The studies behind the page: the map, today's conditions, and the test of intensity.

The map and today's conditions run each paradigm levelled and as argued (`arms.VERSIONS`). The free levers are crossed
as a factor: at each point of the map they are low or high, the same under every paradigm.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from experiments.design.designs import Design
from experiments.evidence.arms import LEVERS, VERSIONS, arm, settings
from experiments.evidence.listed import Listed, listed
from model.paradigms.paradigm import load_paradigm
from model.paradigms.protocol import levelled
from model.parameters.parameters import AREA_NAMES, Parameters
from samskaping.language import Message

PARADIGMS = ("TPA", "NPM", "responsive", "NPG")  # responsive: a control, NPG's rules that ask nothing of citizens
OUTCOMES = (
    "fit", "met_need", "cost_per_met_need_nok", "citizen_hours_per_capita", "trust", "met_need_gap", "strain",
)  # fmt: skip
INTENSITIES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
NECESSITIES = (0.0, 0.25, 0.5, 0.75, 1.0)
HORIZONS = (12, 60, 120)
MONTHS = max(HORIZONS)


@dataclass(frozen=True)
class Condition:
    """A condition of the map: its name, its meaning, and the range sampled where a setting of a run is behind it."""

    name: str
    text: Message
    setting: str | None = None
    low: float = 0.0
    high: float = 1.0


BUDGET = (0.75, 1.25)  # of today's
KNOWLEDGE = (0.2, 3.0)  # factors on the weights of lived and of codified knowledge

CONDITIONS = (
    Condition("lived", Message("share of lived knowledge"), "needs.lived", *KNOWLEDGE),
    Condition("codified", Message("share of codified knowledge"), "needs.codified", *KNOWLEDGE),
    Condition("wickedness", Message("wickedness (1: as today)"), "needs.wickedness", 0.0, 2.0),
    Condition("facilitation", Message("facilitation, under every paradigm"), "rules.position.facilitation"),
    Condition("trust", Message("initial trust"), "trust.start", 0.35, 0.70),
    Condition("budget", Message("budget (1: as today)"), "money.case_budget", *BUDGET),
    Condition("levers", Message("free levers, under every paradigm (0: least, 1: most)")),
    Condition("horizon", Message("years under the paradigm")),
)


@dataclass(frozen=True)
class Map:
    """The study of the map and, by point, the settings sampled there and the levers' end (0: low, 1: high)."""

    listed: Listed
    sampled: list[dict[str, float]]
    levers: list[int]


def map_study(samples: int, seeds: int, citizens: int) -> Map:
    """Return the study of the map: a Latin hypercube of conditions, under every paradigm and version, ten years.

    Every second point has the free levers low, the others high. Its runs are named (point, version, paradigm).
    """
    sampled = [condition for condition in CONDITIONS if condition.setting]
    today = Parameters().money.case_budget
    points = []
    for shares in Design("lhs", samples, seed=1).sample(len(sampled)):
        point = {c.setting: c.low + float(share) * (c.high - c.low) for c, share in zip(sampled, shares, strict=True)}
        point["money.case_budget"] *= today
        points.append({str(name): round(value, 6) for name, value in point.items()})
    levers = [k % 2 for k in range(len(points))]
    runs: dict[Hashable, dict[str, Any]] = {
        (k, version, paradigm): {**arm(paradigm, version, ("low", "high")[levers[k]]), **point}
        for k, point in enumerate(points)
        for version in VERSIONS
        for paradigm in PARADIGMS
    }
    made = listed("contingency", runs, months=MONTHS, seeds=seeds, citizens=citizens, outcomes=OUTCOMES)
    return Map(made, points, levers)


def today_study(seeds: int, citizens: int) -> Listed:
    """Return the study of today's conditions; its runs are named (version, levers, paradigm)."""
    runs: dict[Hashable, dict[str, Any]] = {
        (version, levers, paradigm): arm(paradigm, version, levers)
        for version in VERSIONS
        for levers in LEVERS
        for paradigm in PARADIGMS
    }
    return listed("today", runs, months=MONTHS, seeds=seeds, citizens=citizens, outcomes=OUTCOMES, keep="last")


def intensity_study(seeds: int, citizens: int) -> Listed:
    """Return the study of NPG at 0 to 100 % intensity; its runs are named (version, necessity, intensity)."""
    runs: dict[Hashable, dict[str, Any]] = {}
    for necessity in NECESSITIES:
        for intensity in INTENSITIES:
            needs = needs_of(necessity)
            runs["argued", necessity, intensity] = {"paradigm": "NPG", "rules.intensity": intensity, **needs}
            runs["levelled", necessity, intensity] = {**diluted("NPG", intensity), **settings(levelled()), **needs}
    return listed("intensity", runs, months=MONTHS, seeds=seeds, citizens=citizens, outcomes=OUTCOMES, keep="last")


def diluted(paradigm: str, intensity: float) -> dict[str, Any]:
    """Return a preset at an intensity with every number written out, so that single rules can be held fixed.

    `rules.intensity` scales all numbers, and could not leave out the rules of the levels.
    """
    if intensity == 0.0:
        return {"paradigm": "status-quo"}  # without meetings, rules that name a way to recruit contradict themselves
    full, start = load_paradigm(paradigm).flat(), load_paradigm("status-quo").flat()
    numbers = {rule: value for rule, value in full.items() if type(value) in (int, float) and rule != "intensity"}
    scaled = {rule: start[rule] + intensity * (value - start[rule]) for rule, value in numbers.items()}
    whole = {rule: round(scaled[rule]) if isinstance(value, int) else scaled[rule] for rule, value in numbers.items()}
    return {"paradigm": paradigm, **settings(whole)}


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
