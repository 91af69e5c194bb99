"""The seven groups of rules that a paradigm is made of (Ostrom's rule types in the IAD framework).

A rule says what people in the town may or must do. Costs and consequences follow from the value of a rule through the
parameters, which are the same for all; nothing here is a result. Any paradigm may set any rule.
"""

from collections import namedtuple
from typing import Any, Literal

import numpy as np

from model.declare import DESIGN, Group, as_number, choice, number, switch, whole

Recruitment = Literal["none", "open", "network", "targeted", "sortition", "stratified"]
NO_ARENAS, OPEN_CALL, NETWORK, TARGETED, SORTITION, STRATIFIED = range(6)


class Position(Group):
    """Which positions there are."""

    presence: float = number(0.05, 0, 1, "share of meetings", "M21; Svelvik: 5 politicians in a task committee",
        "Politicians' presence where citizens take part", "Politikeres tilstedeværelse der innbyggere deltar")  # fmt: skip
    facilitation: float = number(0.3, 0, 1, "intensity", "M16; seed 003; MODEL 5",
        "How well dialogue and meetings are facilitated", "Hvor godt dialog og møter er tilrettelagt")  # fmt: skip


class Boundary(Group):
    """Who gets in, and how."""

    rule_categories: int = whole(12, 0, 40, "categories", "M2; MODEL 5",
        "Categories that rules sort needs into", "Kategorier reglene sorterer behov i")  # fmt: skip
    recruitment: Recruitment = choice("none", "M13, P22, P23",
        "How citizens are recruited to arenas", "Hvordan innbyggere rekrutteres til arenaer")  # fmt: skip
    pay: float = number(0, 0, 1000, "NOK per hour", "M13", "Pay for taking part in arenas", "Betaling for å delta i arenaer")
    outreach: float = number(0.1, 0, 1, "intensity", "M6, P23", "Outreach to those who do not come by themselves",
        "Oppsøkende arbeid mot dem som ikke kommer selv")  # fmt: skip
    civic_provider: bool = switch(False, "seed 002: 3 x 3 matrix", "One unit in each area is run by civil society",
        "Én enhet i hvert område drives av sivilsamfunnet")  # fmt: skip


class Choice(Group):
    """What one may do."""

    n_providers: int = whole(1, 1, 3, "units", "M8", "Units that a user may choose among", "Enheter en bruker kan velge mellom")
    discretion: float = number(0.525, 0, 1, "share", "M1, M11; MODEL 5", "Professionals' discretion to tailor", "Fagfolks skjønn til å tilpasse")
    exit: float = number(0.25, 0, 1, "share", "M7", "Support for leaving to private help", "Støtte til å gå til privat hjelp")


class Aggregation(Group):
    """How individual views become decisions; lam is the weight of citizens in each stage."""

    lam_p: float = number(0, 0, 1, "weight", "M19; MODEL 5", "Citizens' weight in choosing problems", "Innbyggernes vekt i valg av problem")
    lam_d: float = number(0.1, 0, 1, "weight", "M19; MODEL 5", "Citizens' weight in design", "Innbyggernes vekt i utforming")
    lam_y: float = number(0, 0, 1, "weight", "M19; MODEL 5", "The citizen's weight in the own case (delivery)", "Innbyggerens vekt i egen sak (utføring)")
    lam_e: float = number(0.15, 0, 1, "weight", "M19; MODEL 5", "Citizens' weight in evaluation", "Innbyggernes vekt i evaluering")
    binding: float = number(0, 0, 1, "probability", "M21", "Chance that a proposal is adopted without further ado", "Sjanse for at et forslag vedtas uten videre")
    revision_interval: int = whole(24, 1, 120, "months", "MODEL 5", "Months between revisions of a programme", "Måneder mellom revisjoner av et tilbud")
    budget_to_demand: float = number(0.45, 0, 1, "weight", "MODEL 4: budget rule", "Weight of demand in the yearly budget", "Vekt på etterspørsel i årsbudsjettet")
    budget_to_voice: float = number(0, 0, 1, "weight", "M21", "Weight of what citizens raise in the yearly budget", "Vekt på det innbyggere tar opp i årsbudsjettet")


class Information(Group):
    """Who knows what."""

    indicator_publication: float = number(0.5, 0, 1, "share", "M8, M9", "Publication of indicators", "Offentliggjøring av indikatorer")
    dialogue: float = number(0.325, 0, 1, "intensity", "M1; MODEL 5", "Dialogue with the citizen in the case", "Dialog med innbyggeren i saken")
    documentation: float = number(0.65, 0, 1, "intensity", "M6", "Documentation asked of citizens and staff", "Dokumentasjon krevd av innbyggere og ansatte")
    plain_language: float = number(0.4, 0, 1, "intensity", "M6", "Plain language", "Klarspråk")


class Payoff(Group):
    """What acts bring."""

    target_pressure: float = number(0.4, 0, 1, "intensity", "M9", "Pressure of targets", "Målpress")
    contract: float = number(0.25, 0, 1, "share", "M10", "Share of services that are tendered", "Andel av tjenestene på anbud")
    money_follows_user: float = number(0, 0, 1, "share", "M8", "How far money follows the user's choice", "Hvor langt pengene følger brukerens valg")
    support: float = number(0.1, 0, 1, "intensity", "M14, P5", "Support of those who take part (training, interpreter, materials)",
        "Støtte til dem som deltar (opplæring, tolk, materiell)")  # fmt: skip


class Scope(Group):
    """What the rules reach."""

    elder_care: bool = switch(True, DESIGN, "Arenas in elder care", "Arenaer i eldreomsorg")
    upbringing: bool = switch(True, DESIGN, "Arenas in upbringing", "Arenaer i oppvekst")
    work_income: bool = switch(True, DESIGN, "Arenas in work and income", "Arenaer i arbeid og inntekt")
    place: bool = switch(True, DESIGN, "Arenas in place", "Arenaer i stedsutvikling")
    arena_size: int = whole(16, 2, 40, "citizens", "Svelvik: 10 citizens", "Citizens in an arena", "Innbyggere i en arena")
    arenas_per_10000: float = number(1.0, 0.05, 20, "arenas per area and 10,000 citizens", DESIGN,
        "Arenas (at least one in an area that has them)", "Arenaer (minst én i et område som har dem)")  # fmt: skip
    meetings_per_year: float = number(0, 0, 12, "meetings", DESIGN, "Meetings of an arena in a year", "Møter i en arena per år")
    meeting_hours: float = number(3, 0.5, 12, "hours", DESIGN, "Hours of a meeting", "Timer per møte")
    continuity: float = number(0.5, 0, 1, "share", "M19: ad hoc or standing", "0: new members for each meeting, 1: standing", "0: nye medlemmer hver gang, 1: stående")
    training: float = number(0.15, 0, 1, "intensity", "seed 003: competence", "Training in the rules in force", "Opplæring i gjeldende regler")
    delivery_share: float = number(0, 0, 1, "share", "seed 002: 3 x 3 matrix", "Share of the deliverable part left to citizens",
        "Andel av det som kan overlates, som innbyggere utfører")  # fmt: skip
    coordination: float = number(0.25, 0, 1, "intensity", "seed 000: cross-agency links", "Coordination between sectors in a case", "Samordning mellom sektorer i en sak")


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
RULE: Any = RuleIndex(*range(len(FIELDS)))  # RULE.lam_d is the column of lam_d in the rule matrix that kernels read
RANGES = np.array(
    [
        next((m.le for m in f.metadata if hasattr(m, "le")), 1.0) - next((m.ge for m in f.metadata if hasattr(m, "ge")), 0.0)
        for f in (GROUPS[group].model_fields[field] for group, field in FIELDS)
    ]
)

# What intensity (half-hearted or whole-hearted) scales between the status quo and the rule set: seed 003's "100 %".
INTENSITY = (
    "facilitation", "presence", "lam_p", "lam_d", "lam_y", "lam_e", "binding", "dialogue", "support", "training",
    "meetings_per_year", "delivery_share",
)  # fmt: skip

# The rules each role practises, and habituates to.
ROLES = {
    "politicians": ("presence", "lam_p", "binding", "budget_to_demand", "budget_to_voice"),
    "leaders": ("facilitation", "target_pressure", "contract", "money_follows_user", "coordination", "meetings_per_year"),
    "professionals": ("discretion", "dialogue", "documentation", "lam_y", "lam_d", "rule_categories"),
    "citizens": ("delivery_share", "n_providers", "lam_e", "support"),
}


def rule_vector(groups: dict[str, Group]) -> np.ndarray:
    """Return all rule values as floats in the order of `FIELDS`."""
    return np.array([as_number(groups[group], field) for group, field in FIELDS])
