"""Every parameter of the model, declared once: default, bounds, unit, source, help in English and Norwegian.

Sources: `M5`, `P20` point into the evidence list of the documentation; "design choice" marks a value that no source gives.
Parameters hold for all paradigms alike. What differs between paradigms are rules, and those stand in `paradigms.py`.
"""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from model.declare import DESIGN, Declaration, Group, declarations_of, flat, number, replaced, switch, whole
from model.parameters_people import AccessParameters, NeedParameters, SocialParameters, TownParameters, TrustParameters
from model.parameters_services import (
    AreaParameters,
    DeliveryParameters,
    EncounterParameters,
    MarketParameters,
    MoneyParameters,
    StaffParameters,
)
from model.parameters_steering import ArenaParameters, PoliticsParameters, RevisionParameters, RoleParameters

AREA_NAMES = ("elder_care", "upbringing", "work_income", "place")


class OutcomeParameters(Group):
    """How outcomes are reported."""

    window: int = whole(12, 1, 36, "months", DESIGN,
        "Ratios of flows (fit, take-up, failure demand) are reported over this many trailing months",
        "Forholdstall (treff, bruk, feilettersporsel) rapporteres over sa mange siste maneder")  # fmt: skip
    statutory_floor: float = number(0.30, 0, 1, "fit", DESIGN,
        "A service below this fit does not meet the statutory minimum",
        "Tjenester under dette treffet oppfyller ikke lovens minstekrav")  # fmt: skip
    low_trust: float = number(0.40, 0, 1, "trust", "survey fact 10 (0-4 on a 0-10 scale)",
        "Trust below this counts as low", "Tillit under dette regnes som lav")  # fmt: skip


class Mechanisms(Group):
    """Each mechanism may be switched off alone (ablation); what that sets is declared in `mechanisms.py`."""

    burden: bool = switch(True, "M6", "Administrative burden keeps people from applying",
                          "Administrative byrder holder folk fra a soke")  # fmt: skip
    coping: bool = switch(True, "M11", "Professionals under load give less attention and routinise",
                          "Fagfolk under press gir mindre oppmerksomhet og rutiniserer")  # fmt: skip
    standardisation: bool = switch(True, "M2", "Rules reach only the codified part of a need, in categories",
                                   "Regler nar bare den kodifiserte delen av behovet, i kategorier")  # fmt: skip
    misconception: bool = switch(True, "M1", "Citizens share misconceptions of codified and professional matters",
                                 "Innbyggere deler misforstaelser om kodifiserte og faglige forhold")  # fmt: skip
    group_bias: bool = switch(True, "M1", "Professionals see people far from them as more like the majority",
                              "Fagfolk ser folk langt fra seg som likere flertallet")  # fmt: skip
    codelivery: bool = switch(True, "M14, M23", "Citizens deliver part of a service",
                              "Innbyggere utforer en del av tjenesten")  # fmt: skip
    failure_demand: bool = switch(True, "M12", "Services that miss come back as new demand",
                                  "Tjenester som bommer, kommer tilbake som ny ettersporsel")  # fmt: skip
    disconfirmation: bool = switch(True, "M3", "Satisfaction depends on expectations",
                                   "Tilfredshet avhenger av forventninger")  # fmt: skip
    halo: bool = switch(True, "P10", "Trust colours satisfaction", "Tillit farger tilfredsheten")
    procedural_justice: bool = switch(True, "M4", "Being heard, or ignored, moves trust",
                                      "A bli hort, eller oversett, endrer tilliten")  # fmt: skip
    trust_asymmetry: bool = switch(True, "M5", "Bad experience moves trust more than good",
                                   "Darlige erfaringer endrer tillit mer enn gode")  # fmt: skip
    social_influence: bool = switch(True, "M22", "Trust and beliefs spread among ties",
                                    "Tillit og tro smitter mellom bekjente")  # fmt: skip
    expected_uptake: bool = switch(True, "M24", "People join when they expect to be heard",
                                   "Folk blir med nar de venter a bli hort")  # fmt: skip
    ownership: bool = switch(True, "M20", "Having had a part in a service raises its use",
                             "A ha hatt en del i tjenesten oker bruken")  # fmt: skip
    collective_search: bool = switch(True, "M15", "Arenas search for solutions nobody knows yet",
                                     "Arenaer leter etter losninger ingen kjenner enna")  # fmt: skip
    gaming: bool = switch(True, "M9", "Targets bend effort and indicators", "Mal vrir innsats og indikatorer")
    slack: bool = switch(True, "M10", "Competition and targets wear down slack, then unmeasured quality",
                         "Konkurranse og mal tærer pa slakk, sa pa umalt kvalitet")  # fmt: skip
    choice: bool = switch(True, "M8", "Users choose among providers on quality they hear of",
                          "Brukere velger leverandor etter kvalitet de horer om")  # fmt: skip
    exit_and_voice: bool = switch(True, "M7", "Waiting users may complain, leave or give up",
                                  "Ventende brukere kan klage, ga eller gi opp")  # fmt: skip
    adoption: bool = switch(True, "M21", "Politicians may turn down what arenas propose",
                            "Politikere kan avsla det arenaene foreslar")  # fmt: skip
    learning: bool = switch(True, "M18", "Processes get cheaper and staff better with repetition",
                            "Prosesser blir billigere og ansatte bedre med ovelse")  # fmt: skip
    strain: bool = switch(True, "M11, M25", "Load and control wear staff out, and some leave",
                          "Press og kontroll sliter pa ansatte, og noen slutter")  # fmt: skip
    inertia: bool = switch(True, "seed 004", "Roles habituated to old rules do new ones badly at first",
                           "Roller vant til gamle regler gjor nye darlig i starten")  # fmt: skip


class Parameters(BaseModel):
    """All parameters; `Parameters()` is the default town. Frozen: `.replace("trust.loss_aversion", 2.5)` makes another."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    town: TownParameters = TownParameters()
    needs: NeedParameters = NeedParameters()
    elder_care: AreaParameters = AreaParameters(
        arrivals=0.124, hours=390.0, codified=0.20, professional=0.35, lived=0.45, interdependence=4, solution_weight=0.20,
        measurability=0.45, universality=0.75, resource_gradient=0.2, young=0.0, adult=0.15, old=2.5, oldest=12.0,
    )  # fmt: skip
    upbringing: AreaParameters = AreaParameters(
        arrivals=0.310, hours=148.0, codified=0.25, professional=0.45, lived=0.30, interdependence=4, solution_weight=0.20,
        measurability=0.50, universality=0.85, resource_gradient=0.3, young=2.0, adult=1.1, old=0.05, oldest=0.0,
    )  # fmt: skip
    work_income: AreaParameters = AreaParameters(
        arrivals=0.226, hours=58.0, codified=0.50, professional=0.25, lived=0.25, interdependence=5, solution_weight=0.25,
        measurability=0.65, universality=0.30, resource_gradient=1.2, young=0.0, adult=1.5, old=0.1, oldest=0.0,
    )  # fmt: skip
    place: AreaParameters = AreaParameters(
        arrivals=0.340, hours=8.0, codified=0.35, professional=0.25, lived=0.40, interdependence=6, solution_weight=0.40,
        measurability=0.60, universality=1.0, resource_gradient=0.0, young=0.4, adult=1.2, old=1.2, oldest=0.6,
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

    def flat(self) -> dict[str, Any]:
        """Return {dotted name: value} of all parameters."""
        return flat(self)

    @staticmethod
    def declarations() -> tuple[Declaration, ...]:
        """Return every parameter's declaration, in order."""
        return tuple(declarations_of(Parameters()))


def split_overrides(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split flat dotted names into parameters and rules; rules come back without their `rules.` prefix."""
    rules = {name.removeprefix("rules."): value for name, value in values.items() if name.startswith("rules.")}
    return {name: value for name, value in values.items() if not name.startswith("rules.")}, rules
