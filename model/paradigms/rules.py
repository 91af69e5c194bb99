"""The seven groups of rules of a paradigm, the rule types of the IAD framework (Ostrom 2011).

Rules state what people in the town may or must do. Costs and consequences follow from their values through the
parameters, which are the same for all paradigms. Any paradigm may set any rule.
"""

from collections import namedtuple
from typing import Any, Literal

import numpy as np

from model.parameters.declare import DESIGN, Group, as_number, choice, number, switch, whole

Recruitment = Literal["none", "open", "network", "targeted", "sortition", "stratified"]
NO_ARENAS, OPEN_CALL, NETWORK, TARGETED, SORTITION, STRATIFIED = range(6)

# A table: the number, its bounds and sources on the first line, the help text below.
# fmt: off


class Position(Group):
    """Positions: politicians at meetings, and facilitators."""

    presence: float = number(0.05, 0, 1, "share of meetings", "M21, @torfing2017", DESIGN,
        "Share of meetings with citizens that politicians attend")
    facilitation: float = number(0.3, 0, 1, "intensity", "M16, @borge2024", DESIGN,
        "How well dialogue and meetings are facilitated (0: not at all, 1: fully)")


class Boundary(Group):
    """Access: how citizens come to services and arenas."""

    rule_categories: int = whole(12, 0, 40, "categories", "M2", DESIGN,
        "Categories into which rules sort needs; more categories tailor better, but cost and confuse more")
    recruitment: Recruitment = choice("none", "M13, P22, P23", DESIGN,
        "Recruitment to arenas: none; open call; members' networks; targeted (people in need or with few "
        "resources); sortition; stratified sortition (quotas by resources)")
    pay: float = number(0, 0, 1000, "NOK per hour", "M13", DESIGN,
        "Pay to citizens who take part in arenas")
    outreach: float = number(0.1, 0, 1, "intensity", "M6, P23", DESIGN,
        "Outreach to people who do not come by themselves (makes applying easier)")
    civic_provider: bool = switch(False, "@kobro2018", DESIGN,
        "Civil society runs one unit in each area")
    youth: float = number(0, 0, 1, "share of seats", "M30", DESIGN,
        "Share of an arena's seats kept for young people of 10 to 17 years")


class Choice(Group):
    """Actions that users and professionals may choose."""

    n_providers: int = whole(1, 1, 3, "units", "M8", DESIGN,
        "Number of units that a user may choose among (1: no choice)")
    discretion: float = number(0.525, 0, 1, "share", "M1, M11", DESIGN,
        "How far professionals may use discretion to tailor a service")
    exit_support: float = number(0.25, 0, 1, "share", "M7", DESIGN,
        "Public support for people who leave the queue for private help")


class Aggregation(Group):
    """How views become decisions, and citizens' weight in each stage."""

    weight_agenda: float = number(0, 0, 1, "weight", "M19", DESIGN,
        "Citizens' weight when the town chooses which problems to work on, and the arenas' share of trials (0: none, "
        "1: all)")
    weight_design: float = number(0.1, 0, 1, "weight", "M19", DESIGN,
        "Citizens' weight in the design of programmes and solutions (0: none, 1: all)")
    weight_delivery: float = number(0, 0, 1, "weight", "M19", DESIGN,
        "The citizen's weight in deciding the service in their own case (0: none, 1: all)")
    weight_evaluation: float = number(0.15, 0, 1, "weight", "M19", DESIGN,
        "Citizens' weight in the evaluation of programmes (0: none, 1: all)")
    binding: float = number(0, 0, 1, "probability", "M21", DESIGN,
        "Chance that an arena's proposal is adopted without a decision by the council")
    revision_interval: int = whole(24, 1, 120, "months", DESIGN, DESIGN,
        "Months between revisions of programmes")
    budget_to_demand: float = number(0.45, 0, 1, "weight", DESIGN, DESIGN,
        "Weight of demand (open case hours) in the yearly budget; politicians' priorities decide the rest")
    budget_to_voice: float = number(0, 0, 1, "weight", "M21", DESIGN,
        "Weight in the yearly budget of matters that citizens raise and politicians follow up")


class Information(Group):
    """Information that citizens and staff have."""

    indicator_publication: float = number(0.5, 0, 1, "share", "M8, M9", DESIGN,
        "How widely the municipality publishes units' quality indicators for users to go by")
    dialogue: float = number(0.325, 0, 1, "intensity", "M1", DESIGN,
        "How much professionals talk with the citizen about the case (gives knowledge, takes hours)")
    documentation: float = number(0.65, 0, 1, "intensity", "M6", DESIGN,
        "How much documentation the rules require of applicants and staff")
    plain_language: float = number(0.4, 0, 1, "intensity", "M6", DESIGN,
        "How far rules and letters use plain language (makes it easier to learn one's rights)")
    child_mapping: float = number(0, 0, 1, "share of the young", "M30, @svelvik-barnetrakk", DESIGN,
        "Share of young people of 10 to 17 years whose use of places the municipality registers each year, in "
        "upbringing and place")
    answers_published: float = number(0, 0, 1, "share of citizens", "M31", DESIGN,
        "Share of citizens whom the municipality reaches with each answer of the council to an arena's proposals")
    declared: float = number(0, 0, 1, "share of input", "M32", DESIGN,
        "Influence that the municipality declares: the share of citizens' input that it says it will follow")


class Payoff(Group):
    """Costs and rewards of actions."""

    target_pressure: float = number(0.4, 0, 1, "intensity", "M9", DESIGN,
        "Pressure on units and staff to reach measured targets")
    contract: float = number(0.25, 0, 1, "share", "M10", DESIGN,
        "Share of services that the municipality puts out to tender")
    money_follows_user: float = number(0, 0, 1, "share", "M8", DESIGN,
        "How far money follows users' choice of unit (0: not at all, 1: fully)")
    support: float = number(0.1, 0, 1, "intensity", "M14, P5", DESIGN,
        "Support for citizens who take part or deliver (training, interpreter, materials)")


class Scope(Group):
    """Reach of the rules: arenas, training, delivery by citizens, coordination."""

    elder_care: bool = switch(True, DESIGN, DESIGN,
        "Arenas in elder care")
    upbringing: bool = switch(True, DESIGN, DESIGN,
        "Arenas in upbringing (children, young people, schools)")
    work_income: bool = switch(True, DESIGN, DESIGN,
        "Arenas in work and income")
    place: bool = switch(True, DESIGN, DESIGN,
        "Arenas in place (the local surroundings)")
    arena_size: int = whole(16, 2, 40, "citizens", "M21, @torfing2017",
        "design choice; the committees of Svelvik had ten citizens",
        "Seats for citizens in an arena")
    arenas_per_10000: float = number(1.0, 0.05, 20, "arenas per area and 10,000 citizens", DESIGN, DESIGN,
        "Number of arenas (at least one in every area that allows arenas)")
    meetings_per_year: float = number(0, 0, 12, "meetings", DESIGN, DESIGN,
        "Meetings that each arena holds per year (0: no arenas)")
    meeting_hours: float = number(3, 0.5, 48, "hours", DESIGN, DESIGN,
        "Length of a meeting, all its sessions together")
    session_hours: float = number(12, 0.5, 12, "hours", "M33", DESIGN,
        "Longest session; a longer meeting is held in several sessions of equal length within the month")
    continuity: float = number(0.5, 0, 1, "share", "M19", DESIGN,
        "How long members stay (0: new members for each meeting, 1: a standing arena)")
    training: float = number(0.15, 0, 1, "intensity", "@borge2024", DESIGN,
        "Training in the new rules, so that roles adapt faster")
    delivery_share: float = number(0, 0, 1, "share", "@kobro2018", DESIGN,
        "Share of citizens' possible delivery that the rules leave to them")
    coordination: float = number(0.25, 0, 1, "intensity", "@npm-lecture", DESIGN,
        "Coordination between sectors in cases that span several (0: none, 1: full)")
    volunteers: float = number(0, 0, 1, "share of adults", "M27", DESIGN,
        "Share of adults whom the municipality asks in a year to help others as volunteers, spread over the areas")
    peers: float = number(0, 0, 1, "share", "M28", DESIGN,
        "How far the municipality brings people who have not applied together with volunteers who have used the same "
        "kind of service")
    initiative_support: float = number(0, 0, 1, "share of proposals", "M29", DESIGN,
        "Share of residents' proposals to run a unit themselves that the municipality permits and funds (0: residents "
        "may not propose)")


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

# Rules that `intensity` (the "100 %" of Borge 2024) scales between the status quo and the rule set: all numbers. Words
# and switches are not scaled.
INTENSITY = tuple(field for group, field in FIELDS if GROUPS[group].model_fields[field].annotation in (int, float))
WHOLE = tuple(field for group, field in FIELDS if GROUPS[group].model_fields[field].annotation is int)

# Rules that staff carry out, each unit more or less faithfully (`roles.fidelity`). All others hold whole for an area:
# who provides and who is recruited, calendars, arenas' number, size and length, pay, and what the council decides.
CARRIED_OUT = (
    "facilitation", "rule_categories", "outreach", "discretion", "weight_agenda", "weight_design", "weight_delivery",
    "weight_evaluation", "indicator_publication", "dialogue", "documentation", "plain_language", "target_pressure",
    "support", "training", "delivery_share", "coordination",
)  # fmt: skip

# Rules that each role practises and adapts to.
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
