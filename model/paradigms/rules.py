"""The seven groups of rules that a paradigm is made of: the rule types of the IAD framework (Ostrom 2011).

A rule says what people in the town may or must do. Costs and consequences follow from the value of a rule
through the parameters, which are the same for all; nothing here is a result. Any paradigm may set any rule.
"""

from collections import namedtuple
from typing import Any, Literal

import numpy as np

from model.parameters.declare import DESIGN, Group, as_number, choice, number, switch, whole

Recruitment = Literal["none", "open", "network", "targeted", "sortition", "stratified"]
NO_ARENAS, OPEN_CALL, NETWORK, TARGETED, SORTITION, STRATIFIED = range(6)

# A table, laid out by hand: what a number is on its first line, then its help text.
# fmt: off


class Position(Group):
    """Which positions there are."""

    presence: float = number(0.05, 0, 1, "share of meetings", "M21, @torfing2017", DESIGN,
        "Share of the meetings with citizens at which politicians are present")
    facilitation: float = number(0.3, 0, 1, "intensity", "M16, @borge2024", DESIGN,
        "How well dialogue and meetings are facilitated (0: not at all, 1: fully)")


class Boundary(Group):
    """Who gets in, and how."""

    rule_categories: int = whole(12, 0, 40, "categories", "M2", DESIGN,
        "Number of categories that rules sort needs into (more tailor better, but cost and confuse more)")
    recruitment: Recruitment = choice("none", "M13, P22, P23", DESIGN,
        "How citizens are recruited to arenas: not (none), by open call, through members' networks, "
        "targeted at those in need or with few resources, by lot (sortition), by lot with quotas by "
        "resources (stratified)")
    pay: float = number(0, 0, 1000, "NOK per hour", "M13", DESIGN,
        "Pay to citizens for taking part in arenas")
    outreach: float = number(0.1, 0, 1, "intensity", "M6, P23", DESIGN,
        "Outreach to those who do not come by themselves (makes applying easier)")
    civic_provider: bool = switch(False, "@kobro2018", DESIGN,
        "One unit in each area is run by civil society")


class Choice(Group):
    """What one may do."""

    n_providers: int = whole(1, 1, 3, "units", "M8", DESIGN,
        "Number of units that a user may choose among (1: no choice)")
    discretion: float = number(0.525, 0, 1, "share", "M1, M11", DESIGN,
        "How far professionals may use discretion to tailor a service")
    exit_support: float = number(0.25, 0, 1, "share", "M7", DESIGN,
        "Public support for those who leave the queue for private help")


class Aggregation(Group):
    """How individual views become decisions; lam is the weight of citizens in each stage."""

    weight_agenda: float = number(0, 0, 1, "weight", "M19", DESIGN,
        "Citizens' weight in choosing which problems are worked on (0: none, 1: all)")
    weight_design: float = number(0.1, 0, 1, "weight", "M19", DESIGN,
        "Citizens' weight in the design of programmes and solutions (0: none, 1: all)")
    weight_delivery: float = number(0, 0, 1, "weight", "M19", DESIGN,
        "A citizen's weight in what is delivered in the own case (0: none, 1: all)")
    weight_evaluation: float = number(0.15, 0, 1, "weight", "M19", DESIGN,
        "Citizens' weight in the evaluation of programmes (0: none, 1: all)")
    binding: float = number(0, 0, 1, "probability", "M21", DESIGN,
        "Chance that an arena's proposal is adopted without the council weighing it")
    revision_interval: int = whole(24, 1, 120, "months", DESIGN, DESIGN,
        "Months between revisions of programmes")
    budget_to_demand: float = number(0.45, 0, 1, "weight", DESIGN, DESIGN,
        "Weight of demand (open case hours) in the yearly budget; the rest goes by politicians' priorities")
    budget_to_voice: float = number(0, 0, 1, "weight", "M21", DESIGN,
        "Weight of what citizens raise and get followed up in the yearly budget over areas")


class Information(Group):
    """Who knows what."""

    indicator_publication: float = number(0.5, 0, 1, "share", "M8, M9", DESIGN,
        "How far units' quality indicators are published, so that users can go by them")
    dialogue: float = number(0.325, 0, 1, "intensity", "M1", DESIGN,
        "How much professionals talk with the citizen about the case (gives knowledge, takes hours)")
    documentation: float = number(0.65, 0, 1, "intensity", "M6", DESIGN,
        "How much documentation is asked of those who apply and of staff")
    plain_language: float = number(0.4, 0, 1, "intensity", "M6", DESIGN,
        "Use of plain language in rules and letters (makes it easier to find out one's rights)")


class Payoff(Group):
    """What acts bring."""

    target_pressure: float = number(0.4, 0, 1, "intensity", "M9", DESIGN,
        "Pressure on units and staff to reach measured targets")
    contract: float = number(0.25, 0, 1, "share", "M10", DESIGN,
        "Share of services that are put out to tender")
    money_follows_user: float = number(0, 0, 1, "share", "M8", DESIGN,
        "How far the money follows users' choice of unit (0: not at all, 1: fully)")
    support: float = number(0.1, 0, 1, "intensity", "M14, P5", DESIGN,
        "Support of citizens who take part or deliver (training, interpreter, materials)")


class Scope(Group):
    """What the rules reach."""

    elder_care: bool = switch(True, DESIGN, DESIGN,
        "Arenas may be held in elder care")
    upbringing: bool = switch(True, DESIGN, DESIGN,
        "Arenas may be held in upbringing (children, young people, schools)")
    work_income: bool = switch(True, DESIGN, DESIGN,
        "Arenas may be held in work and income")
    place: bool = switch(True, DESIGN, DESIGN,
        "Arenas may be held in place (the local surroundings)")
    arena_size: int = whole(16, 2, 40, "citizens", "M21, @torfing2017",
        "design choice; the committees of Svelvik had ten citizens",
        "Seats for citizens in an arena")
    arenas_per_10000: float = number(1.0, 0.05, 20, "arenas per area and 10,000 citizens", DESIGN, DESIGN,
        "Number of arenas (at least one in an area that has them)")
    meetings_per_year: float = number(0, 0, 12, "meetings", DESIGN, DESIGN,
        "Meetings that each arena holds in a year (0: no arenas)")
    meeting_hours: float = number(3, 0.5, 12, "hours", DESIGN, DESIGN,
        "Hours that a meeting lasts")
    continuity: float = number(0.5, 0, 1, "share", "M19", DESIGN,
        "Continuity of membership (0: new members for each meeting, 1: a standing arena)")
    training: float = number(0.15, 0, 1, "intensity", "@borge2024", DESIGN,
        "Training of staff and others in the rules in force, so that roles grow into them faster")
    delivery_share: float = number(0, 0, 1, "share", "@kobro2018", DESIGN,
        "Share of what citizens can deliver of a service that is left to them")
    coordination: float = number(0.25, 0, 1, "intensity", "@npm-lecture", DESIGN,
        "Coordination between sectors in cases that span several (0: none, 1: full)")


# fmt: on
GROUPS: dict[str, type[Group]] = {
    "position": Position,
    "boundary": Boundary,
    "choice": Choice,
    "aggregation": Aggregation,
    "information": Information,
    "payoff": Payoff,
    "scope": Scope,
}
FIELDS = tuple((group, field) for group, cls in GROUPS.items() for field in cls.model_fields)
RuleIndex = namedtuple("RuleIndex", [field for _, field in FIELDS])  # type: ignore[misc]  # noqa: PYI024
# RULE.weight_design is the column of weight_design in the rule matrix that kernels read.
RULE: Any = RuleIndex(*range(len(FIELDS)))
RANGES = np.array(
    [
        next((m.le for m in f.metadata if hasattr(m, "le")), 1.0)
        - next((m.ge for m in f.metadata if hasattr(m, "ge")), 0.0)
        for f in (GROUPS[group].model_fields[field] for group, field in FIELDS)
    ]
)

# What intensity (half-hearted or whole-hearted, the "100 %" of Borge 2024) scales between the status quo and the rule
# set: every rule that is a number. Words and switches are as given.
INTENSITY = tuple(field for group, field in FIELDS if GROUPS[group].model_fields[field].annotation in (int, float))
WHOLE = tuple(field for group, field in FIELDS if GROUPS[group].model_fields[field].annotation is int)

# The rules each role practises, and habituates to.
ROLES = {
    "politicians": ("presence", "weight_agenda", "binding", "budget_to_demand", "budget_to_voice"),
    "leaders": (
        "facilitation",
        "target_pressure",
        "contract",
        "money_follows_user",
        "coordination",
        "meetings_per_year",
    ),
    "professionals": ("discretion", "dialogue", "documentation", "weight_delivery", "weight_design", "rule_categories"),
    "citizens": ("delivery_share", "n_providers", "weight_evaluation", "support"),
}


def rule_vector(groups: dict[str, Group]) -> np.ndarray:
    """Return all rule values as floats in the order of `FIELDS`."""
    return np.array([as_number(groups[group], field) for group, field in FIELDS])
