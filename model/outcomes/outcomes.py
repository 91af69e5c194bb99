"""Declarations of the outcomes, which `measures.py` computes. They are never combined into one index.

`better` gives the direction that most people would call better; many outcomes have none.
"""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from samskaping.language import SOURCE, Language, Texts, languages

Better: TypeAlias = Literal["higher", "lower", "neither"]
"""The direction of an outcome that most people would call better."""
BETTER: tuple[Better, ...] = get_args(Better)


@dataclass(frozen=True)
class Outcome:
    """An outcome's column name, unit, short label and meaning. Unit "share" runs 0-1."""

    name: str
    unit: str
    label_en: str
    help_en: str
    better: Better = "neither"
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
        "How closely services match the needs they answer, on average; 1 is a perfect match",
        "higher", True),
    Outcome("fit_p10", "share", "Fit of the worst tenth",
        "The fit below which the worst tenth of services lie", "higher"),
    Outcome("below_floor", "share", "Services below the statutory minimum",
        "Share of services whose fit is below the statutory minimum", "lower"),
    Outcome("fit_in_use", "share", "Fit in use",
        "Fit, counted only as far as the service is used: mean of fit times the chance of use", "higher"),
    Outcome("met_need", "share", "Needs met",
        "Share of new needs that a service meets at least to the statutory minimum", "higher", True),
    Outcome("take_up", "share", "Take-up",
        "Share of needs that citizens apply for, out of these and of needs that end without an application",
        "higher", True),
    Outcome("failure_demand", "share", "Failure demand",
        "Share of cases that come back because the first service missed the need", "lower", True),
    Outcome("satisfaction", "share", "Satisfaction",
        "Mean satisfaction after a service", "higher"),
    Outcome("satisfaction_spread", "share", "Spread of satisfaction",
        "Standard deviation of satisfaction between users, over services received"),
    Outcome("satisfaction_unit_spread", "share", "Spread between units",
        "Standard deviation of mean satisfaction between units of an area, over about a year; chance in small units "
        "is part of it"),
    Outcome("appeals", "share", "Appeals per error",
        "Share of decisions below the statutory minimum that citizens appeal"),
    Outcome("appeals_upheld", "share", "Appeals upheld",
        "Share of appeals that put the decision right"),
    Outcome("rules_outdated", "share", "Outdated rules",
        "Share of rules' tailoring that is lost because needs have moved since the rules were written", "lower"),
    Outcome("wait", "months", "Expected wait",
        "Months a case waits at the present pace: cases waiting, divided by cases served in a month", "lower"),
    Outcome("unserved", "per year", "Left unserved",
        "How often applicants are left unserved, per inhabitant and year: a wait has doubled, or a need ends unmet",
        "lower"),
    Outcome("months_to_service", "months", "Months to service",
        "Months from application, or from a case's return, to the service; mean over the cases served", "lower"),
    Outcome("attention", "share", "Time per case",
        "Share of its normal time that a served case gets; below 1 when load thins time", "higher"),
    Outcome("private_exit", "share", "Left for private help",
        "Citizens who leave the queue for private help, per application", "lower"),
    Outcome("given_up", "share", "Gave up",
        "Citizens who give up, in the queue or after a service that missed the need, per application", "lower"),
    Outcome("private_exit_gap", "difference", "Gap in private help",
        "Share who leave for private help in the fifth with most resources minus that in the fifth with least"),
    Outcome("complex_wait_gap", "months", "Extra wait of complex cases",
        "Months to service of cases that span several sectors or came back, minus those of other cases", "lower"),
    # --- resource use
    Outcome("public_hours_per_capita", "hours/month", "Public working time",
        "Public hours used per inhabitant, including absence and the running of the council", "lower", True),
    Outcome("citizen_hours_per_capita", "hours/month", "Citizens' time",
        "Hours citizens spend on services, paperwork, dialogue and meetings, per inhabitant", "lower", True),
    Outcome("public_cost_nok_per_capita", "NOK/month", "Public cost",
        "Cost of public hours and of payment to participants, per inhabitant", "lower"),
    Outcome("cost_per_met_need_nok", "NOK", "Cost per met need",
        "Public cost plus citizens' hours at the price in money.citizen_price, per met need", "lower", True),
    Outcome("cost_per_met_need_public_nok", "NOK",
        "Cost per met need, public only",
        "Public cost per met need; citizens' hours cost nothing", "lower"),
    Outcome("cost_per_met_need_wage_nok", "NOK",
        "Cost per met need, hours at wage",
        "Public cost plus citizens' hours at full wage, per met need", "lower"),
    Outcome("hours_per_case", "ratio", "Hours per case",
        "Public hours of the cases served, divided by these areas' standard hours for the same number of cases",
        "lower"),
    Outcome("hours_delivery", "hours/month", "Time: delivery",
        "Public hours spent delivering services the first time, without dialogue, per inhabitant"),
    Outcome("hours_dialogue", "hours/month", "Time: dialogue",
        "Public hours spent on dialogue in cases served the first time, per inhabitant"),
    Outcome("hours_administration", "hours/month", "Time: administration",
        "Public hours spent on documentation, outreach, training, monitoring and complaints, per inhabitant",
        "lower"),
    Outcome("hours_transaction", "hours/month", "Time: tenders",
        "Public hours spent on tenders, per inhabitant", "lower"),
    Outcome("hours_process", "hours/month", "Time: process",
        "Public hours spent on arenas, recruitment, revisions of programmes and triage, per inhabitant"),
    Outcome("hours_idle", "hours/month", "Time: idle",
        "Paid public hours without a case to spend them on, per inhabitant; not part of public hours or cost"),
    Outcome("hours_returns", "hours/month", "Time: returns",
        "Public hours spent on cases that came back, per inhabitant", "lower"),
    Outcome("hours_staff", "hours/month", "Time: municipal staff",
        "Public hours of municipal staff per inhabitant, with administration, absence and the council"),
    Outcome("hours_contracted", "hours/month", "Time: contracted units",
        "Public hours of cases in contracted units per inhabitant, with the absence that goes with them"),
    Outcome("hours_civic", "hours/month", "Time: civic units",
        "Paid hours of cases in units run by civil society per inhabitant, with the absence that goes with them"),
    Outcome("hours_users", "hours/month", "Time: users themselves",
        "Hours of services that users deliver in their own cases, per inhabitant"),
    Outcome("hours_volunteers", "hours/month", "Time: volunteers",
        "Hours that volunteers give to others, per inhabitant"),
    Outcome("hours_private", "hours/month", "Time: bought privately",
        "Standard hours of the services that citizens leave the queue to buy for themselves, per inhabitant"),
    Outcome("staff_share", "share", "Municipal staff's share",
        "Municipal staff's share of all hours that go into services: public, users', volunteers' and bought hours"),
    Outcome("volunteers_unused", "share", "Volunteers not called on",
        "Share of the hours that volunteers offer which expire unused", "lower"),
    # --- trust
    Outcome("trust", "share", "Trust",
        "Citizens' mean trust in the municipality", "higher", True),
    Outcome("trust_spread", "share", "Spread of trust",
        "Standard deviation of trust between citizens"),
    Outcome("trust_low", "share", "Low trust",
        "Share of citizens with low trust", "lower"),
    Outcome("trust_gap", "difference", "Trust gap",
        "Mean trust in the fifth with most resources minus that in the fifth with least", "lower", True),
    Outcome("trust_voice_gap", "difference", "Trust gap by voice",
        "Mean trust of citizens who feel heard minus that of citizens who do not"),
    Outcome("polarisation", "share", "Polarisation",
        "Share with low trust times share with high trust, times four; 1 when the town is split into two equal camps",
        "lower"),
    Outcome("felt_voice", "share", "Felt voice",
        "How far citizens feel that they are heard, on average", "higher"),
    Outcome("felt_influence", "share", "Felt influence",
        "How far services and answers move toward citizens' wishes because citizens spoke, as citizens feel it, on "
        "average", "higher"),
    Outcome("justice", "share", "Procedural justice",
        "How fairly citizens feel that services treat them, on average", "higher"),
    Outcome("efficacy", "share", "Self-efficacy",
        "Citizens' mean belief that they can manage and contribute (self-efficacy)", "higher"),
    Outcome("ownership", "share", "Ownership",
        "How far citizens feel that the municipality's work is theirs too, on average", "higher"),
    # --- inequality
    Outcome("met_need_gap", "difference", "Gap in needs met",
        "Share of needs met in the fifth with most resources minus that in the fifth with least", "lower", True),
    Outcome("met_need_lowest", "share", "Needs met, lowest fifth",
        "Share of needs met in the fifth with least resources", "higher"),
    Outcome("met_need_concentration", "index", "Concentration of needs met",
        "Concentration index over resources, -1 to 1; above 0, people with more resources have more needs met",
        "lower"),
    Outcome("costly_need_gap", "difference", "Needs met, costly cases",
        "Share met of needs that span several sectors, the costly ones, minus that of all other needs", "higher"),
    Outcome("take_up_gap", "difference", "Take-up gap",
        "Take-up in the fifth with most resources minus that in the fifth with least", "lower"),
    Outcome("citizen_hours_concentration", "index",
        "Concentration of citizens' time",
        "Concentration index, -1 to 1; above 0, people with more resources give more hours"),
    Outcome("influence_concentration", "index", "Concentration of influence",
        "Concentration index, -1 to 1; above 0, people with more resources have more influence", "lower"),
    Outcome("trust_concentration", "index", "Concentration of trust",
        "Concentration index, -1 to 1; above 0, people with more resources trust more", "lower"),
    Outcome("horizontal_inequity", "need units", "Horizontal inequity",
        "How much the services given to like cases differ (standard deviation)", "lower"),
    # --- democracy and innovation
    Outcome("participation_parity", "share", "Participation parity",
        "How far the two fifths with least resources take part (meetings, complaints, matters raised), relative to "
        "their number; 1 is full parity", "higher", True),
    Outcome("input_followed", "share", "Input followed",
        "Share of citizens' matters and proposals that the municipality followed", "higher", True),
    Outcome("power_shared", "share", "Power shared",
        "Citizens' actual weight in decisions: mean of their own cases and of the design of services"),
    Outcome("turnout", "share", "Turnout",
        "Share of eligible voters who voted in the last municipal election", "higher"),
    Outcome("seats_filled", "share", "Seats filled",
        "Share of arenas' seats that are filled when a meeting is due; 0 without arenas", "higher"),
    Outcome("repeat_attendance", "share", "Repeat attendance",
        "Share of meeting places taken by citizens who have attended more meetings than an arena holds in a year",
        "lower"),
    Outcome("overruled", "share", "Decisions overruled",
        "Share of the arenas' proposals that the council has turned down since the paradigm began", "lower"),
    Outcome("youth_seats", "share", "Seats of the young",
        "Share of the filled seats of arenas that people under 18 hold; 0 without arenas"),
    Outcome("heard_overruled", "share", "Heard of an overruling",
        "Share of citizens who took no part, but heard in the past year that the council turned down a proposal"),
    Outcome("declared_gap", "difference", "Declared minus practised",
        "Influence that the municipality declares minus the share of citizens' input that it followed, in the areas "
        "with a declaration; 0 without one", "lower"),
    Outcome("innovation", "per unit and year", "Innovation",
        "Changes that are new to the area, useful and used, since the paradigm began", "higher", True),
    Outcome("trials", "per unit and year", "Trials",
        "Changes of the shared solution that units and arenas worked out and assessed, since the paradigm began"),
    Outcome("trials_reversed", "share", "Trials reversed",
        "Share of the changes judged since the paradigm began that the unit took back"),
    Outcome("solution_quality", "share", "Quality of shared solutions",
        "Quality of the units' solutions to the areas' shared problems; 1 is the best possible", "higher"),
    Outcome("reported_minus_real", "difference", "Reported minus real",
        "Reported quality minus real quality, mean over units", "lower"),
    Outcome("initiatives", "per unit and year", "Residents' initiatives",
        "Proposals by residents to run their unit themselves, since the paradigm began"),
    Outcome("resident_run", "share", "Units run by residents",
        "Share of units that residents run on their own initiative"),
    # --- workforce and politics
    Outcome("load", "ratio", "Load",
        "Hours that open cases need, divided by hours available; above 1 there is more work than time", "lower", True),
    Outcome("strain", "share", "Staff strain",
        "Professionals' mean strain", "lower", True),
    Outcome("turnover", "per year", "Staff turnover",
        "Share of posts that change hands, as a yearly rate", "lower"),
    Outcome("competence", "share", "Competence",
        "Professionals' mean competence", "higher"),
    Outcome("political_support", "share", "Support for the council",
        "Citizens' mean support for the members of the council", "higher"),
    Outcome("readiness", "share", "Adaptation of roles",
        "How far politicians, leaders, professionals and citizens have adapted to the rules; 1 is fully"),
    Outcome("fidelity", "share", "Fidelity",
        "How far units carry out the rules that differ from the status quo, on average; 1 is in full"),
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
    "months_to_service",
    "attention",
    "private_exit",
    "given_up",
)
