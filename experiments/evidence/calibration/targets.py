"""Targets of the calibration, and the parameters that it may change.

A target's tolerance is the standard error that we grant it. It covers the distance of the source from the truth, and of
the survey's question from the quantity in the model. It is a judgement, so the table shows it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from experiments.evidence.filed.patterns import held_out_targets

Role = Literal["fitted", "compared", "held out"]


@dataclass(frozen=True)
class Target:
    """A Norwegian figure that the status quo should reproduce.

    `name` is a key of `measures.measure`; `value` and `tolerance` are in its unit. Only a target that is `fitted` moves
    parameters. A target that is `held out` was named beforehand as a test of the fit (`held_out_targets`).
    """

    name: str
    value: float
    tolerance: float
    unit: str
    source: str
    meaning: str
    note: str = ""
    role: Role = "fitted"


@dataclass(frozen=True)
class Free:
    """A parameter that the fit may change, within a range narrower than the parameter's own bounds."""

    name: str
    low: float
    high: float
    decimals: int
    by: str  # the targets that should identify it


TARGETS: tuple[Target, ...] = (
    Target(
        "trust", 0.54, 0.02, "0-1", "survey facts 3, 8: 5.82 on 1-10, 5.6 on 0-10", "mean trust in the municipality"
    ),
    Target(
        "trusting", 0.57, 0.05, "share", "survey fact 1: score 6 or more on 1-10", "citizens with trust of 0.5 or more"
    ),
    Target(
        "low_trust",
        0.16,
        0.05,
        "share",
        "survey fact 10: 0-4 on 0-10",
        "citizens with trust below 0.45",
        "the survey asks about the political system, not the municipality",
    ),
    Target(
        "trusting_by_education",
        0.20,
        0.05,
        "share",
        "survey fact 6: 20 points",
        "trusting (0.55 or more): higher education minus others",
        "the survey asks about the national government; assumed to hold for the municipality",
    ),
    Target(
        "trust_change", 0.0, 0.01, "0-1", "the status quo is stable", "change of mean trust over the last four years"
    ),
    Target(
        "felt_voice",
        0.33,
        0.05,
        "0-1",
        "@kommunalrapport2019: one third",
        "mean felt voice",
        "a share that agrees, taken as a mean; the source's page is no longer available; "
        "survey fact 15 has 48 of 100 for another question",
    ),
    Target(
        "voice_change",
        0.0,
        0.02,
        "0-1",
        "the status quo is stable",
        "change of mean felt voice over the last four years",
    ),
    Target(
        "acts",
        0.146,
        0.02,
        "per adult and year",
        "survey fact 20: 13.6 % in a year, -ln(1 - 0.136) acts",
        "matters raised and complaints",
    ),
    Target("take_up", 0.60, 0.10, "share", "@ko2022: most programmes 40-80 %", "needs ever applied for"),
    Target("failure_demand", 0.30, 0.05, "share", "P20: about 30 % where measured", "cases that are returns"),
    Target(
        "share_elder_care",
        0.405,
        0.02,
        "share",
        "survey fact 40: health and care 32 of 79",
        "spending on elder care, of the four areas",
    ),
    Target(
        "share_upbringing",
        0.418,
        0.02,
        "share",
        "survey fact 40: school, kindergarten, child welfare 33 of 79",
        "spending on upbringing, of the four areas",
    ),
    Target(
        "share_work_income",
        0.063,
        0.01,
        "share",
        "survey fact 40: social services 5 of 79",
        "spending on work and income, of the four areas",
    ),
    Target(
        "share_place",
        0.114,
        0.02,
        "share",
        "survey fact 40: water, waste and culture 9 of 79",
        "spending on place, of the four areas",
    ),
    Target(
        "cost",
        77.4,
        8.0,
        "kNOK per head and year",
        "@ssb-kostra2020: 91,000 per head, 85 % of it in areas modelled",
        "cost of paid hours",
        "four areas 79 %, administration 6 %; prices of 2020",
    ),
    Target(
        "turnout_by_education",
        0.24,
        0.05,
        "share",
        "survey facts 24, 28, 46: 80 % with a degree when 64.7 % voted",
        "turnout: higher education minus others",
    ),
    Target("turnout_67_79", 0.165, 0.04, "share", "survey fact 26: 79 minus 62", "turnout: age 67-79 minus 18-66"),
    Target("turnout_80", 0.0, 0.04, "share", "survey facts 25, 26: 62 minus 62", "turnout: age 80+ minus 18-66"),
    Target(
        "hours_per_position",
        1700.0,
        25.0,
        "hours a year",
        "@npe: about 1,700",
        "paid hours per full-time position",
        "teams of six for every 80 citizens",
    ),
    Target(
        "direct",
        0.625,
        0.05,
        "share",
        "design choice: 55-70 %",
        "paid hours left for cases",
        "",
        "compared",
    ),
    Target(
        "voted_of_three",
        0.80,
        0.03,
        "share",
        "survey fact 27: voted in at least one of three elections",
        "voted in at least one of three",
        "elections are independent in the model, which has no habit of voting",
        "compared",
    ),
)

HELD_OUT = held_out_targets()
"""Targets that no fit may use; the filed patterns name them."""

TARGETS = tuple(replace(target, role="held out") if target.name in HELD_OUT else target for target in TARGETS)

FREE = (
    Free("trust.start", 0.45, 0.65, 3, "trust"),
    Free("trust.start_spread", 0.06, 0.25, 3, "low_trust, trusting"),
    Free("trust.start_gradient", 0.0, 0.4, 3, "trusting_by_education"),
    Free("trust.satisfaction_reference", 0.40, 0.60, 3, "trust_change"),
    Free("trust.voice_scale", 0.5, 2.0, 2, "voice_change, felt_voice"),
    Free("access.contact", 0.004, 0.03, 4, "acts"),
    Free("access.intercept", -2.6, 0.0, 2, "take_up"),
    Free("delivery.returning", 0.2, 0.8, 2, "failure_demand"),  # M12: 0.2-0.8
    Free("elder_care.hours", 250.0, 500.0, 0, "share_elder_care, hours_per_position"),
    Free("upbringing.hours", 90.0, 200.0, 0, "share_upbringing, hours_per_position"),
    Free("work_income.hours", 10.0, 90.0, 0, "share_work_income"),
    Free("place.hours", 4.0, 60.0, 0, "share_place"),
    Free("money.nok_per_hour", 400.0, 800.0, 0, "cost"),
    Free("politics.turnout_skill", 0.5, 4.0, 2, "turnout_by_education"),
    Free("politics.turnout_age", 0.2, 2.0, 2, "turnout_67_79"),
)

# Not fitted, since no target is meant to identify them. The calibration shows whether one does.
NOT_FITTED = (
    Free("trust.gain", 0.05, 0.4, 2, ""),
    Free("trust.loss_aversion", 1.5, 3.0, 1, ""),
    Free("trust.anchor_pull", 0.002, 0.02, 3, ""),
    Free("trust.justice_reference", 0.45, 0.58, 3, ""),
    Free("trust.voice_lift", 0.05, 0.4, 2, ""),
    Free("access.learning_cost", 0.5, 3.0, 1, ""),
    Free("access.contact_gradient", 0.4, 2.0, 1, ""),
    Free("politics.turnout_trust", 0.2, 2.0, 1, ""),
    Free("encounter.steepness", 1.0, 3.0, 1, ""),
    Free("social.influence", 0.01, 0.1, 2, ""),
)
