"""What is measured: every outcome declared once. Computed in `measures.py`; never one index.

`better` says which way most people would call better; for many outcomes there is no such way.
"""

from dataclasses import dataclass
from typing import Any, Literal

from samskaping.language import SOURCE, Language, Texts, languages


@dataclass(frozen=True)
class Outcome:
    """An outcome's column name, unit, short label and meaning. Unit "share" runs 0-1."""

    name: str
    unit: str
    label_en: str
    help_en: str
    better: Literal["higher", "lower", "neither"] = "neither"
    headline: bool = False

    def label(self, language: Language = SOURCE) -> str:
        """Return the short label in a language."""
        return LABELS(self.name, language)

    def help(self, language: Language = SOURCE) -> str:
        """Return the meaning in a language."""
        return MEANINGS(self.name, language)

    def as_dict(self) -> dict[str, Any]:
        """Return the declaration as plain data for JSON, label and meaning in every language."""
        texts = {f"{what}_{one}": getattr(self, what)(one) for what in ("label", "help") for one in languages()}
        return {"name": self.name, "unit": self.unit, **texts, "better": self.better, "headline": self.headline}


OUTCOMES: tuple[Outcome, ...] = (
    # --- service fit
    Outcome("fit", "share", "Service fit",
        "Mean fit of services delivered: how close what is delivered comes to what is needed",
        "higher", True),
    Outcome("fit_p10", "share", "Fit, lowest tenth",
        "Fit that one service in ten falls below", "higher"),
    Outcome("below_floor", "share", "Below statutory floor",
        "Share of services whose fit is below the statutory minimum", "lower"),
    Outcome("fit_in_use", "share", "Fit in use",
        "Mean of fit times the chance that the service is used", "higher"),
    Outcome("met_need", "share", "Needs met",
        "Needs met, at least to the statutory minimum, as a share of needs that arose", "higher", True),
    Outcome("take_up", "share", "Take-up",
        "Needs applied for, as a share of these and of needs that ended without an application", "higher", True),
    Outcome("failure_demand", "share", "Failure demand",
        "Share of cases that are returns after a service that missed the need", "lower", True),
    Outcome("satisfaction", "share", "Satisfaction",
        "Mean satisfaction after a service", "higher"),
    Outcome("wait", "months", "Expected wait",
        "Cases left waiting divided by cases served in a month", "lower"),
    # --- resource use
    Outcome("public_hours_per_capita", "hours/month", "Public hours",
        "Public hours used per inhabitant, with absence and the running of the council", "lower", True),
    Outcome("citizen_hours_per_capita", "hours/month", "Citizen hours",
        "Hours citizens give to services, papers, dialogue and meetings, per inhabitant", "lower", True),
    Outcome("public_cost_nok_per_capita", "NOK/month", "Public cost",
        "Cost of public hours and of pay to participants, per inhabitant", "lower"),
    Outcome("cost_per_met_need_nok", "NOK", "Cost per met need",
        "Public cost and citizens' hours at the price set by money.citizen_price, per met need", "lower", True),
    Outcome("cost_per_met_need_public_nok", "NOK",
        "Cost per met need, public only",
        "Public cost per met need, with citizens' hours at no price", "lower"),
    Outcome("cost_per_met_need_wage_nok", "NOK",
        "Cost per met need, hours at wage",
        "Public cost and citizens' hours at full wage, per met need", "lower"),
    Outcome("hours_delivery", "hours/month", "Hours: delivery",
        "Public hours of delivering services the first time, without dialogue, per inhabitant"),
    Outcome("hours_dialogue", "hours/month", "Hours: dialogue",
        "Public hours of dialogue in cases served the first time, per inhabitant"),
    Outcome("hours_administration", "hours/month", "Hours: administration",
        "Public hours of documentation, outreach, training, monitoring and complaints, per inhabitant",
        "lower"),
    Outcome("hours_transaction", "hours/month", "Hours: tenders",
        "Public hours of tendering, per inhabitant", "lower"),
    Outcome("hours_process", "hours/month", "Hours: process",
        "Public hours of arenas, recruitment, revisions and triage, per inhabitant"),
    Outcome("hours_idle", "hours/month", "Hours: idle",
        "Public hours paid for cases that did not come, per citizen and month; not part of public hours or cost"),
    Outcome("hours_returns", "hours/month", "Hours: returns",
        "Public hours of cases that came back, per inhabitant", "lower"),
    # --- trust
    Outcome("trust", "share", "Trust",
        "Mean trust in the municipality", "higher", True),
    Outcome("trust_spread", "share", "Spread of trust",
        "Standard deviation of trust between citizens"),
    Outcome("trust_low", "share", "Low trust",
        "Share of citizens with low trust", "lower"),
    Outcome("trust_gap", "difference", "Trust gap",
        "Mean trust of the fifth with most resources minus that of the fifth with least", "lower", True),
    Outcome("trust_voice_gap", "difference", "Trust gap by voice",
        "Mean trust of those who feel heard minus that of those who do not"),
    Outcome("polarisation", "share", "Polarisation",
        "Four times share of low times share of high trust: 1 when the town is split in two camps", "lower"),
    Outcome("felt_voice", "share", "Felt voice",
        "Mean feeling of having a say", "higher"),
    Outcome("justice", "share", "Procedural justice",
        "Mean felt fairness of how services treat people", "higher"),
    Outcome("efficacy", "share", "Efficacy",
        "Citizens' mean belief that they can master things and be of use", "higher"),
    Outcome("ownership", "share", "Ownership",
        "Mean ownership of what the town does", "higher"),
    # --- inequality
    Outcome("met_need_gap", "difference", "Gap in needs met",
        "Share of needs met in the fifth with most resources minus that in the fifth with least", "lower", True),
    Outcome("met_need_concentration", "index", "Concentration of needs met",
        "Concentration index over resources, -1 to 1; above 0, those with most have more of their needs met",
        "lower"),
    Outcome("take_up_gap", "difference", "Take-up gap",
        "Take-up in the fifth with most resources minus that in the fifth with least", "lower"),
    Outcome("citizen_hours_concentration", "index",
        "Concentration of citizen hours",
        "Who gives the hours: index from -1 to 1, above 0 those with most resources"),
    Outcome("influence_concentration", "index", "Concentration of influence",
        "Whose voice is followed: index from -1 to 1, above 0 that of those with most resources", "lower"),
    Outcome("trust_concentration", "index", "Concentration of trust",
        "Who trusts: index from -1 to 1, above 0 those with most resources", "lower"),
    Outcome("horizontal_inequity", "need units", "Horizontal inequity",
        "How much what like cases are given differs (standard deviation)", "lower"),
    # --- democracy and innovation
    Outcome("participation_parity", "share", "Participation parity",
        "Share of all meetings attended, complaints and matters raised that comes from the two fifths "
        "with least resources, over their share of citizens; at most 1", "higher", True),
    Outcome("input_followed", "share", "Input followed",
        "Share of what citizens raised or proposed that was followed", "higher", True),
    Outcome("power_shared", "share", "Power shared",
        "Citizens' realised weight, as a mean of own cases and of decisions on design"),
    Outcome("turnout", "share", "Turnout",
        "Share of electors who voted at the last municipal election", "higher"),
    Outcome("overruled", "share", "Decisions overruled",
        "Share of arenas' proposals that the council has turned down since the paradigm began", "lower"),
    Outcome("innovation", "per unit and year", "Innovation",
        "Changes that are new to the area, useful and used, since the paradigm began", "higher", True),
    Outcome("solution_quality", "share", "Quality of shared solutions",
        "Quality of units' answers to the areas' shared problems; 1 is the best there is", "higher"),
    Outcome("reported_minus_real", "difference", "Reported minus real",
        "Reported minus real quality, mean over units", "lower"),
    # --- workforce and politics
    Outcome("load", "share", "Load",
        "Hours of open cases over hours at hand; above 1 there is more work than time", "lower", True),
    Outcome("strain", "share", "Staff strain",
        "Mean strain of professionals", "lower", True),
    Outcome("turnover", "per year", "Staff turnover",
        "Share of posts that change hands, as a yearly rate", "lower"),
    Outcome("competence", "share", "Competence",
        "Mean competence of professionals", "higher"),
    Outcome("political_support", "share", "Support of the council",
        "Mean support among citizens of the members of the council", "higher"),
    Outcome("readiness", "share", "Readiness of roles",
        "How far politicians, leaders, professionals and citizens have grown into the rules; 1 is fully"),
)  # fmt: skip
LABELS = Texts("model.outcomes.label", {outcome.name: outcome.label_en for outcome in OUTCOMES})
MEANINGS = Texts("model.outcomes.help", {outcome.name: outcome.help_en for outcome in OUTCOMES})
NAMES = tuple(outcome.name for outcome in OUTCOMES)

# Outcomes by resources quintile, age band, district and area: the same meaning as above, per inhabitant of
# the group.
GROUP_OUTCOMES = (
    "fit",
    "fit_in_use",
    "below_floor",
    "met_need",
    "take_up",
    "failure_demand",
    "satisfaction",
    "justice",
    "horizontal_inequity",
    "case_hours_per_capita",
    "citizen_hours_per_capita",
    "open_needs_per_capita",
    "acts_per_capita",
    "complaints_per_capita",
    "influence_per_capita",
    "input_followed",
    "trust",
    "trust_spread",
    "trust_low",
    "felt_voice",
    "efficacy",
    "ownership",
)
