"""Every parameter of the model, declared once: default, bounds, unit, sources, and help text.

Codes such as `M5` and `P20` are explained in docs/evidence.md; `@key` cites a work of model/references.bib. Parameters
hold for all paradigms alike. Paradigms differ in rules, which stand in `model.paradigms`.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from agents.errors import InputError, suggestion
from model.aliases import current_names
from model.parameters.declare import DESIGN, Declaration, Group, declarations_of, flat, number, replaced, switch, whole
from model.parameters.people import (
    AccessParameters,
    NeedParameters,
    SocialParameters,
    TownParameters,
    TrustParameters,
)
from model.parameters.services import (
    AreaParameters,
    DeliveryParameters,
    EncounterParameters,
    MarketParameters,
    MoneyParameters,
    StaffParameters,
)
from model.parameters.steering import ArenaParameters, PoliticsParameters, RevisionParameters, RoleParameters

AREA_NAMES = ("elder_care", "upbringing", "work_income", "place")

# A table: the number, its bounds and sources on the first line, the help text below.
# fmt: off


class OutcomeParameters(Group):
    """Reporting of outcomes."""

    start_only = ("window",)

    window: int = whole(12, 1, 36, "months", DESIGN, DESIGN,
        "Months up to now that outcomes counting events cover (fit, take-up and failure demand, for example)")
    statutory_floor: float = number(0.30, 0, 1, "fit", "M26", DESIGN,
        "Fit below which a service fails the statutory minimum and leaves the need unmet")
    low_trust: float = number(0.40, 0, 1, "trust", DESIGN, "survey fact 10: 0-4 on a scale of 0-10",
        "Trust below this counts as low; trust above 1.1 minus this counts as high")


class Mechanisms(Group):
    """Switches for ablation: each turns one mechanism off.

    `off` holds the neutral values that apply while the mechanism is off, by dotted name.
    """

    burden: bool = switch(True, "M6", DESIGN,
        "Administrative burden (learning one's rights, paperwork, stigma, expected wait) deters people from applying",
        off={"access.learning_cost": 0.0, "access.compliance_cost": 0.0, "access.stigma": 0.0, "access.wait": 0.0})
    coping: bool = switch(True, "M11", DESIGN,
        "Professionals under load give each case less attention and fall back on routine",
        off={"delivery.least_attention": 1.0, "delivery.routine": 0.0})
    standardisation: bool = switch(True, "M2", DESIGN,
        "Rule categories match codified needs only roughly (off: nearly exactly)",
        off={"encounter.categories_dimensions": 1})
    misconception: bool = switch(True, "M1", DESIGN,
        "Citizens share misconceptions, above all about codified and professional matters",
        off={"encounter.misconception": 0.0, "encounter.misconception_lived": 0.0})
    group_bias: bool = switch(True, "M1", DESIGN,
        "Professionals believe that people unlike themselves are closer to the majority than they are",
        off={"encounter.bias_professional": 0.0, "encounter.bias_lived": 0.0})
    codelivery: bool = switch(True, "M14, M23", DESIGN,
        "Citizens deliver part of a service where the rules leave it to them",
        off={"delivery.largest_share": 0.0, "delivery.shortfall": 0.0})
    failure_demand: bool = switch(True, "M12", DESIGN,
        "Cases come back as new demand when the service misses the need",
        off={"delivery.returning": 0.0})
    disconfirmation: bool = switch(True, "M3", DESIGN,
        "Satisfaction depends on whether the service was better or worse than expected",
        off={"trust.exceeded": 0.0, "trust.disappointed": 0.0, "trust.expectation_published": 0.0})
    halo: bool = switch(True, "P10", DESIGN,
        "Trust in the municipality colours satisfaction with its services, and felt voice",
        off={"trust.halo": 0.0})
    procedural_justice: bool = switch(True, "M4", DESIGN,
        "Satisfaction and trust depend on whether staff hear or ignore the citizen",
        off={"trust.process_weight": 0.0, "trust.process_when_bad": 0.0, "trust.justice_weight": 0.0})
    trust_asymmetry: bool = switch(True, "M5", DESIGN,
        "Bad experience lowers trust more than equally good experience raises it",
        off={"trust.loss_aversion": 1.0})
    social_influence: bool = switch(True, "M22", DESIGN,
        "Trust, felt voice, ownership and the expectation of being followed spread among ties",
        off={"social.influence": 0.0, "social.voice_hearsay": 0.0, "social.ownership_share": 0.0,
             "social.news_passed_on": 0.0})
    expected_input_followed: bool = switch(True, "M24", DESIGN,
        "People join arenas more readily when they expect their input to be followed",
        off={"arenas.join_input_followed": 0.0})
    ownership: bool = switch(True, "M20", DESIGN,
        "Citizens who feel ownership of the municipality's work use services more",
        off={"delivery.use_ownership": 0.0})
    collective_search: bool = switch(True, "M15", DESIGN,
        "Arenas search for better shared solutions that nobody knows yet",
        off={"arenas.proposals": 0})
    group_trust: bool = switch(True, "M17, P26", DESIGN,
        "Arenas thrive or wither with members' trust, a quorum and the facilitator's skill (off: all arenas alike)",
        off={"arenas.quorum": 0.0, "arenas.group_trust_start": 0.5, "arenas.group_trust_rate": 0.0,
             "arenas.facilitator_spread": 0.0})
    gaming: bool = switch(True, "M9", DESIGN,
        "Targets draw effort to looking good, and indicators overstate quality",
        off={"market.gaming": 0.0, "market.inflation": 0.0})
    slack: bool = switch(True, "M10", DESIGN,
        "Competition and targets wear down slack, and with it the quality that cannot be measured",
        off={"market.slack_wear": 0.0})
    choice: bool = switch(True, "M8", DESIGN,
        "Users choose units by the quality they know or hear of (off: quality plays no part)",
        off={"market.sharpness": 0.0})
    exit_and_voice: bool = switch(True, "M7", DESIGN,
        "People who wait may complain, leave for private help or give up; people with poor service may complain",
        off={"access.complain": -10.0, "access.complain_shortfall": 0.0, "access.leave": -10.0,
             "access.give_up": -10.0})
    adoption: bool = switch(True, "M21", DESIGN,
        "The council may turn down what arenas propose (off: it adopts nearly everything)",
        off={"politics.adopt_base": 5.0, "politics.adopt_status": 0.0, "politics.adopt_cost": 0.0})
    learning: bool = switch(True, "M18", DESIGN,
        "Meetings and tenders get cheaper with repetition, and staff get better with practice",
        off={"staff.learning": 0.0, "staff.relearning": 0.0, "arenas.learning_exponent": 0.0})
    strain: bool = switch(True, "M11, M25", DESIGN,
        "Load and control strain staff, who then do poorer work and leave more often",
        off={"staff.strain_load": 0.0, "staff.strain_loss": 0.0, "staff.strain_turnover": 0.0})
    subsample: bool = switch(True, "M11", DESIGN,
        "A town with fewer citizens than its municipality keeps its units, arenas and teams. Staff judge load by their "
        "usual cases (off: it works as a small municipality, and busy months count most)",
        off={"town.subsample": 0.0, "delivery.felt_by_cases": 1.0})
    inertia: bool = switch(True, "@ks-konsulent", DESIGN,
        "Politicians, leaders, professionals and citizens who are used to old rules practise new rules badly at "
        "first",
        off={"roles.worst": 1.0})
    hardship: bool = switch(True, "M4, M7, @leventhal1980", DESIGN,
        "Waiting, ending unserved and answers to complaints are experiences that change trust",
        off={"mechanisms.hardship": False})
    adaptive_anchor: bool = switch(True, "M5, @devine2023", DESIGN,
        "The predisposition that trust returns to follows lived trust slowly",
        off={"trust.anchor_rate": 0.0})
    conditional_voice: bool = switch(True, "P7, P12", DESIGN,
        "Felt voice moves the level that trust returns to only as far as it had influence",
        off={"mechanisms.conditional_voice": False})
    neutrality: bool = switch(True, "M4, @tyler1989, @leventhal1980", DESIGN,
        "Procedural justice falls where like cases are treated unlike",
        off={"trust.neutrality": 0.0})

    trial_capacity: bool = switch(True, "M15", DESIGN,
        "Units and their arenas try changes out of one budget, the same under all rules (off: revisions and meetings "
        "set how many)",
        off={"revision.trial_months": 0})
    queueing: bool = switch(True, "M11", DESIGN,
        "Where people have no right to a service, cases queue under load (off: every service thins time first)",
        off={"elder_care.dilution": 1.0, "upbringing.dilution": 1.0, "work_income.dilution": 1.0,
             "place.dilution": 1.0})
    yardsticks: bool = switch(True, "M10", DESIGN,
        "Rivalry and published targets raise effort on measurable work, so that a case takes fewer hours",
        off={"market.yardsticks": 0.0})
    skimming: bool = switch(True, "M9", DESIGN,
        "Units under rivalry and targets put costly cases back in the queue",
        off={"market.skimming": 0.0})
    fidelity: bool = switch(True, "M40, @durlak2008", DESIGN,
        "Units and towns differ in how faithfully they carry the rules out (off: all in full)",
        off={"roles.fidelity": 0.0, "roles.fidelity_town": 0.0})
    rule_ageing: bool = switch(True, "M2, M41", DESIGN,
        "Rules tailor worse the further needs have moved since the rules were last revised",
        off={"encounter.rule_ageing": 0.0})
    appeals: bool = switch(True, "M7, M42", DESIGN,
        "Citizens may appeal decisions below the statutory minimum; documented, rule-bound errors are put right",
        off={"access.appeal": 0.0})
    fatigue: bool = switch(True, "M14, @havlik", DESIGN,
        "Members of arenas tire: they drop out after long duty, and join less readily the more meetings they attended",
        off={"arenas.fatigue": 0.0, "arenas.join_fatigue": 0.0})
    volunteers: bool = switch(True, "M27", DESIGN,
        "Citizens whom the municipality asks give hours to others' cases, at the cost of coordination",
        off={"delivery.volunteer_hours": 0.0})
    peers: bool = switch(True, "M28", DESIGN,
        "Volunteers who have used a service help others in need to learn their rights",
        off={"access.peer_learning": 0.0, "access.peer_stigma": 0.0})
    initiative: bool = switch(True, "M29", DESIGN,
        "Tied residents with the same unmet need propose to run their unit themselves",
        off={"mechanisms.initiative": False})
    youth: bool = switch(True, "M30, @svelvik-barnetrakk", DESIGN,
        "Young people take part: seats in arenas, and a yearly registration of the places that they use",
        off={"mechanisms.youth": False})
    news: bool = switch(True, "M31, @vandijk2023", DESIGN,
        "Citizens who do not take part hear of the council's answers to arenas, and respond",
        off={"trust.news_weight": 0.0})
    declared_ambition: bool = switch(True, "M32, @fernandez2020", DESIGN,
        "Citizens believe part of the influence that the municipality declares, and resent a promise that is not kept",
        off={"trust.declared_belief": 0.0})


# fmt: on
class Parameters(BaseModel):
    """All parameters; `Parameters()` is the default town. Frozen.

    `.replace("trust.loss_aversion", 2.5)` makes another.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    town: TownParameters = TownParameters()
    needs: NeedParameters = NeedParameters()
    elder_care: AreaParameters = AreaParameters(
        arrivals=0.124, hours=366.0, codified=0.20, professional=0.35, lived=0.45,
        interdependence=4, solution_weight=0.20, measurability=0.45, universality=0.75,
        resource_gradient=0.2, young=0.0, adult=0.15, old=2.5, oldest=12.0, dilution=0.75,
    )  # fmt: skip
    upbringing: AreaParameters = AreaParameters(
        arrivals=0.310, hours=149.0, codified=0.25, professional=0.45, lived=0.30,
        interdependence=4, solution_weight=0.20, measurability=0.50, universality=0.85,
        resource_gradient=0.3, young=2.0, adult=1.1, old=0.05, oldest=0.0, dilution=0.5,
    )  # fmt: skip
    work_income: AreaParameters = AreaParameters(
        arrivals=0.226, hours=31.0, codified=0.50, professional=0.25, lived=0.25,
        interdependence=5, solution_weight=0.25, measurability=0.65, universality=0.30,
        resource_gradient=1.2, young=0.0, adult=1.5, old=0.1, oldest=0.0, dilution=1.0,
    )  # fmt: skip
    place: AreaParameters = AreaParameters(
        arrivals=0.340, hours=37.0, codified=0.35, professional=0.25, lived=0.40,
        interdependence=6, solution_weight=0.40, measurability=0.60, universality=1.0,
        resource_gradient=0.0, young=0.4, adult=1.2, old=1.2, oldest=0.6, dilution=0.0,
    )  # fmt: skip
    money: MoneyParameters = MoneyParameters()
    encounter: EncounterParameters = EncounterParameters()
    delivery: DeliveryParameters = DeliveryParameters()
    access: AccessParameters = AccessParameters()
    trust: TrustParameters = TrustParameters()
    social: SocialParameters = SocialParameters()
    market: MarketParameters = MarketParameters()
    staff: StaffParameters = StaffParameters()
    arenas: ArenaParameters = ArenaParameters()
    revision: RevisionParameters = RevisionParameters()
    politics: PoliticsParameters = PoliticsParameters()
    roles: RoleParameters = RoleParameters()
    outcomes: OutcomeParameters = OutcomeParameters()
    mechanisms: Mechanisms = Mechanisms()

    def replace(self, name: str, value: Any) -> Self:
        """Return a checked copy with one dotted name replaced; raise `InputError` naming what is valid."""
        return self.updated({name: value})

    def updated(self, values: Mapping[str, Any]) -> Self:
        """Return a checked copy with several dotted names replaced."""
        return replaced(self, values, "parameter")

    @classmethod
    def validated(cls, given: "Parameters") -> "Parameters":
        """Return `given` validated again, since `model_copy(update=...)` validates nothing."""
        extra = set(vars(given)) - set(cls.model_fields)
        if extra:
            raise InputError(
                "unknown parameter group {name!r}{hint}",
                name=sorted(extra)[0],
                hint=suggestion(sorted(extra)[0], cls.model_fields),
            )
        values = {}
        for name, field in cls.model_fields.items():
            group = getattr(given, name)
            if not isinstance(group, type(field.default)):
                raise InputError(
                    "{name} = {group!r} is not valid: it must be a {kind}",
                    name=name,
                    group=group,
                    kind=type(field.default).__name__,
                )
            values.update({f"{name}.{key}": value for key, value in vars(group).items()})
        return cls().updated(values)

    def flat(self) -> dict[str, Any]:
        """Return {dotted name: value} of all parameters."""
        return flat(self)

    @staticmethod
    @cache
    def declarations() -> tuple[Declaration, ...]:
        """Return every parameter's declaration, in order."""
        return tuple(declarations_of(Parameters()))


def split_overrides(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split flat dotted names into parameters and rules, under the names they have now.

    Rules come back without their `rules.` prefix.
    """
    for name in values:
        if not isinstance(name, str):
            raise InputError("a parameter's name must be text such as 'trust.loss_aversion', not {name!r}", name=name)
    values = current_names(values, "setting")
    rules = {name.removeprefix("rules."): value for name, value in values.items() if name.startswith("rules.")}
    return {name: value for name, value in values.items() if not name.startswith("rules.")}, rules
