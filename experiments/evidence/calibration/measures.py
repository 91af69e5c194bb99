"""Measures of a town under the status quo, in the units of the targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from agents.citizen_rules import logistic, turnout_lean
from model.governance import GovernanceModel
from model.paradigms.paradigm import Paradigm
from model.parameters.parameters import AREA_NAMES
from model.town.ledger import EVENT
from model.town.municipalities import Municipality, municipalities
from model.town.town import Town

YEARS = 5  # simulated after the warm-up; the first is left out of changes
POSITIONS_PER_TEAM = 6


def sample(towns: int, check: bool = False) -> list[Municipality]:
    """Return `towns` municipalities, each of which represents equally many inhabitants of the country.

    Municipalities are sorted by size and taken at equal steps of their cumulated population. Those for the check lie
    half a step away and are never the same.
    """
    ordered = sorted(municipalities(), key=lambda m: (m.population, m.code))
    upto = np.cumsum([m.population for m in ordered])
    first, second = ([_at(ordered, upto, (k + part) / towns) for k in range(towns)] for part in (0.35, 0.85))
    return _distinct([m for m in second if m not in first]) if check else _distinct(first)


def _at(ordered: list[Municipality], upto: np.ndarray, share: float) -> Municipality:
    return ordered[int(np.searchsorted(upto, share * upto[-1]))]


def _distinct(places: list[Municipality]) -> list[Municipality]:
    return list(dict.fromkeys(places))


def measure(place: Municipality, citizens: int, seed: int, overrides: Mapping[str, Any]) -> dict[str, float]:
    """Simulate `place` under the status quo for five years and return its measures by name of target."""
    model = GovernanceModel(
        paradigm=Paradigm(name="status-quo"),
        municipality=place,
        citizens=min(citizens, place.population),
        parameters=dict(overrides),
        rng=seed,
    )
    try:
        early = model.run(months=12).iloc[-1]
        late = model.run(months=12 * (YEARS - 1)).iloc[-1]
        values = _of_people(model.town) | _of_turnout(model.town) | _of_money(model.town, late)
        values |= {
            name: float(late[name]) for name in ("take_up", "failure_demand", "felt_voice", "horizontal_inequity")
        }
        values["trust_change"] = float(late["trust"] - early["trust"])
        values["voice_change"] = float(late["felt_voice"] - early["felt_voice"])
        return values
    finally:
        model.close()


def _of_people(town: Town) -> dict[str, float]:
    c = town.citizens
    adult = c.age_band > 0
    higher = _higher_educated(town)
    trusting = c.trust >= 0.55
    ledger = town.ledger
    acts = ledger.window_events()[:5, EVENT.acts].sum() * 12.0 / min(ledger.months, ledger.window)
    return {
        "trust": float(c.trust.mean()),
        "trusting": float((c.trust >= 0.5).mean()),
        "low_trust": float((c.trust < 0.45).mean()),
        "trusting_by_education": float(trusting[adult & higher].mean() - trusting[adult & ~higher].mean()),
        "acts": float(acts / adult.sum()),
    }


def _higher_educated(town: Town) -> np.ndarray:
    """Return who has higher education: citizens with most skill, by the municipality's share."""
    skill = town.citizens.skill
    return skill >= np.quantile(skill, 1.0 - town.place.share_higher_education)


def _of_turnout(town: Town) -> dict[str, float]:
    """Return turnout by group, from the model's rule of voting (`model/phases/governing/politics.py`)."""
    c, politics, base = town.citizens, town.numbers.politics, town.place.turnout_2023
    adult = np.flatnonzero(c.age_band > 0)
    skill, band, trust = c.skill[adult], c.age_band[adult], c.trust[adult]
    middle = np.mean([turnout_lean(s, b, 0.55, politics) for s, b in zip(skill, band, strict=True)])
    odds = np.log(base / (1.0 - base)) - middle
    rows = zip(skill, band, trust, strict=True)
    chance = np.array([logistic(odds + turnout_lean(s, b, t, politics)) for s, b, t in rows])
    higher, middle_aged = _higher_educated(town)[adult], chance[band == 1].mean()
    return {
        "turnout_by_education": float(chance[higher].mean() - chance[~higher].mean()),
        "turnout_67_79": float(chance[band == 2].mean() - middle_aged),
        "turnout_80": float(chance[band == 3].mean() - middle_aged),
        "voted_of_three": float((1.0 - (1.0 - chance) ** 3).mean()),
    }


def _of_money(town: Town, late: Any) -> dict[str, float]:
    paid = town.areas.budget.sum()
    positions = town.population / town.p.town.citizens_per_team * POSITIONS_PER_TEAM
    for_cases = sum(float(late[f"hours_{kind}"]) for kind in ("delivery", "dialogue", "returns", "idle"))
    return {
        "cost": float(paid * town.p.money.nok_per_hour * 12.0 / town.population / 1000.0),
        "hours_per_position": float(paid * 12.0 / positions),
        "direct": for_cases * town.population / float(paid),
        **{f"share_{name}": float(s) for name, s in zip(AREA_NAMES, town.areas.start_share, strict=True)},
    }
