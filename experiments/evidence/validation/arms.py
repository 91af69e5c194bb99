"""The runs that patterns share, by name. Presets and defaults apply unless an arm overrides them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from experiments.evidence.validation import measures
from experiments.evidence.validation.declare import Arm
from experiments.evidence.validation.probes import Experience, Seats, TrustOfParticipants, UnitsAfterTwoYears, at_end
from model.parameters.parameters import AREA_NAMES
from model.town.municipalities import Municipality, municipalities

LONG, MIDDLE, SHORT = 120, 60, 36
SMALL_TOWN, LARGE_TOWN = 1_500, 20_000

_NO_MEETINGS = {"rules.scope.meetings_per_year": 0.0, "rules.boundary.recruitment": "none"}
_NOTHING_CHANGES = {"revision.step": 0.0, **{f"{area}.solution_weight": 0.0 for area in AREA_NAMES}}
_NOTHING_FOLLOWS = {
    **{
        f"rules.aggregation.{weight}": 0.0
        for weight in (
            "weight_agenda", "weight_design", "weight_delivery", "weight_evaluation", "binding", "budget_to_voice"
        )  # fmt: skip
    },
    "rules.position.presence": 0.0, "rules.payoff.support": 0.0,
}  # fmt: skip
_participation, _delivered = at_end(measures.participation), at_end(measures.co_delivered)


@cache
def towns_near(population: int) -> tuple[str, ...]:
    """Return municipalities' codes, sorted by distance of their population to `population`."""
    near = sorted(municipalities(), key=lambda place: (abs(place.population - population), place.code))
    return tuple(place.code for place in near)


def small_town(k: int) -> str:
    """Return the municipality whose population is the k-th nearest to `SMALL_TOWN`, from 0."""
    return towns_near(SMALL_TOWN)[k]


def large_town(k: int) -> str:
    """Return the municipality whose population is the k-th nearest to `LARGE_TOWN`, from 0."""
    return towns_near(LARGE_TOWN)[k]


BELOW, COUNTRY_TOWNS = 5_000, 43


def below_5000(k: int) -> str:
    """Return the k-th of 43 municipalities below 5,000 inhabitants, at equal steps of their order by size, from 0."""
    return _spread_over([place for place in municipalities() if place.population < BELOW], k)


def any_size(k: int) -> str:
    """Return the k-th of 43 municipalities, at equal steps of their order by size, from 0."""
    return _spread_over(list(municipalities()), k)


def _spread_over(places: list[Municipality], k: int) -> str:
    ordered = sorted(places, key=lambda place: (place.population, place.code))
    return ordered[int((k % COUNTRY_TOWNS + 0.5) / COUNTRY_TOWNS * len(ordered))].code


TOWNS: dict[str, Callable[[int], str]] = {
    "small": small_town,
    "large": large_town,
    "below 5,000": below_5000,
    "any size": any_size,
}
"""Towns of an arm by name, for files: each returns the municipality of the k-th seed."""


def _measurability(value: float) -> dict[str, float]:
    return {f"{area}.measurability": value for area in AREA_NAMES}


def _contract(name: str, contract: float, measurability: float) -> Arm:
    overrides = {"rules.payoff.contract": contract, **_measurability(measurability)}
    return Arm(name, "NPM", MIDDLE, overrides, (at_end(measures.tender_share),))


def _answer(name: str, complementarity: float, budget: float) -> Arm:
    overrides = {"delivery.complementarity": complementarity, "money.case_budget": budget, **_NO_MEETINGS}
    return Arm(name, "NPG", SHORT, overrides, (_delivered, at_end(measures.answer_to_public_effort)))


def _co_delivering(name: str, **rules: float) -> Arm:
    overrides = {f"rules.{rule.replace('__', '.')}": value for rule, value in rules.items()}
    return Arm(name, "NPG", SHORT, {**overrides, **_NO_MEETINGS}, (_delivered,))


_spreads = at_end(measures.spreads)
ARMS = {
    arm.name: arm
    for arm in (
        # the main comparison and the status quo
        Arm("status quo", "status-quo", LONG, {}, (
            Experience, at_end(measures.trust_and_voice), at_end(measures.council))),
        Arm("TPA", "TPA", LONG, {}, (_spreads, UnitsAfterTwoYears)),
        Arm("NPM", "NPM", LONG, {}, (at_end(measures.tender_share),)),
        Arm("NPG", "NPG", LONG, {}, (_spreads, UnitsAfterTwoYears, Seats, at_end(measures.who_gives_effort))),
        # ways of recruiting
        *(Arm(mode, "NPG", MIDDLE, {"rules.boundary.recruitment": mode}, (_participation,))
          for mode in ("open", "targeted", "sortition", "stratified")),
        # own effort, in towns without meetings
        _co_delivering("little information", information__plain_language=0.4),
        _co_delivering("much information", information__plain_language=1.0),
        _co_delivering("little support", payoff__support=0.1),
        _co_delivering("much support", payoff__support=0.9),
        _answer("complements, poor", -1.0, 0.034), _answer("complements, rich", -1.0, 0.051),
        _answer("substitutes, poor", 0.9, 0.034), _answer("substitutes, rich", 0.9, 0.051),
        # being consulted
        Arm("asked, not followed", "NPG", 6, _NOTHING_FOLLOWS, (TrustOfParticipants,)),
        Arm("fixed, not asked", "responsive", MIDDLE, _NOTHING_CHANGES),
        Arm("fixed, asked", "NPG", MIDDLE, _NOTHING_CHANGES),
        # targets and contracts
        *(Arm(f"targets {p:g}", "NPM", SHORT, {"rules.payoff.target_pressure": p}) for p in (0.0, 0.5, 1.0)),
        _contract("measurable, own", 0.0, 0.9), _contract("measurable, contracted", 1.0, 0.9),
        _contract("unmeasurable, own", 0.0, 0.1), _contract("unmeasurable, contracted", 1.0, 0.1),
        # distance to the office
        Arm("near offices", "status-quo", 24, {}, (at_end(measures.applications),), measures.offices_near),
        Arm("closed offices", "status-quo", 24, {}, (at_end(measures.applications),), measures.offices_closed),
        # task committees
        Arm("task committee", "task-committee", 24),
        # size
        Arm("small town", "status-quo", SHORT, {}, town=small_town),
        Arm("large town", "status-quo", SHORT, {}, town=large_town),
        # a council without a lean
        Arm("no lean", "status-quo", LONG, {"politics.seat_skill": 0.0}, (at_end(measures.council),)),
    )
}  # fmt: skip
