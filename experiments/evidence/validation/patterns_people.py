"""Patterns of people: who participates and gives effort, effects of being consulted, sources of trust."""

# A table with a layout of its own.
# fmt: off

from __future__ import annotations

import numpy as np

from experiments.evidence.validation.arms import ARMS
from experiments.evidence.validation.declare import ArmResults, above, below, change, of, pattern, shown, within


def _less(first: str, second: str, arm: str):  # noqa: ANN202
    return lambda arms: arms[arm][first].to_numpy(float) - arms[arm][second].to_numpy(float)


def _share_of_skill(arms: ArmResults) -> np.ndarray:
    """Return the slope on income as a share of the mean slope on skill."""
    rows = arms["open"]
    return (rows["came_slope_income"] / rows["came_slope_skill"].mean()).to_numpy(float)


def _mean_share(key: str, base: str, arm: str):  # noqa: ANN202
    return lambda arms: ((arms[arm][key] - arms[base][key]) / arms[base][key].mean()).to_numpy(float)


def _arms(*names: str):  # noqa: ANN202
    return tuple(ARMS[name] for name in names)


PEOPLE = (
    pattern(
        "P1", "Participation rises with education and income",
        "survey fact 36", "imposed", "imposed (M13)", "imposed", _arms("open"),
        (
            above("share that attends arenas after an open call: highest fifth by education minus lowest",
                  of("open", "came_by_skill")),
            above("the same by income", of("open", "came_by_income")),
        ),
        remark="The source is about volunteering, the model about meetings in arenas.",
    ),
    pattern(
        "P2", "For activities that take time, skills matter and income hardly does",
        "M13", "imposed", "imposed (M13)", "imposed", _arms("open"),
        (
            above("attending arenas: slope on skill, controlled for income and free time (standard units)",
                  of("open", "came_slope_skill")),
            within("slope on income as a share of the slope on skill: at most a quarter",
                   _share_of_skill, -0.25, 0.25),
        ),
    ),
    pattern(
        "P3", "Self-efficacy matters most for co-production; women, the elderly and the informed do more; good outcomes lower it",
        "@parrado2013", "imposed in part", "imposed for efficacy and outcomes; the rest emergent", "emergent", _arms("NPG"),
        (
            above("slope of own effort on self-efficacy minus the largest other slope (standard units)",
                  of("NPG", "effort_efficacy_lead")),
            above("slope for women", of("NPG", "effort_woman"),
                  "The model does not use sex, neither for effort nor elsewhere."),
            above("slope for age 67 and above", of("NPG", "effort_elderly")),
            above("slope on felt voice (information and consultation)", of("NPG", "effort_voice")),
            below("slope on the fit of services received (good outcomes)", of("NPG", "effort_fit"),
                  "By the model's rule, higher expectations lower own effort. The effect is too small to show: 0.003 "
                  "for expectations a tenth higher. Citizens with better services give slightly more effort, also "
                  "controlled for income, resources, free time and the expectation of being followed. The reason "
                  "is unknown."),
        ),
        remark="Effort is what citizens would give by the model's rule, at three severities of need.",
    ),
    pattern(
        "P4", "Information letters hardly raise co-production",
        "@thomsen2015", "imposed", "imposed (no such lever)", "imposed",
        _arms("little information", "much information"),
        (
            within("change in co-delivered hours per case, plain language from 0.4 to 1 (share): at most a tenth",
                   _mean_share("delivered", "little information", "much information"), -0.1, 0.1),
        ),
        remark="This follows from the model's structure: information affects who applies, not how much effort they give.",
    ),
    pattern(
        "P5", "Support raises effort, also among the neediest, narrows the gap and costs less than later remedies",
        "@jakobsen2013", "imposed", "imposed", "imposed", _arms("little support", "much support"),
        (
            above("co-delivered hours per case in the fifth with least resources, support from 0.1 to 0.9",
                  change("delivered_lowest", "little support", "much support")),
            below("the gap to the fifth with most resources",
                  change("delivered_gap", "little support", "much support")),
            below("public cost per met need (NOK)",
                  change("cost_per_met_need_public_nok", "little support", "much support")),
        ),
        remark="The source compares with remedies years later, the model with returns within three years.",
    ),
    pattern(
        "P6", "More public effort may lower own effort, or raise it where the two are complements",
        "@andersen2015", "imposed", "imposed (M14)", "imposed",
        _arms("complements, poor", "complements, rich", "substitutes, poor", "substitutes, rich"),
        (
            above("change in own effort by the rule when public effort rises, as complements",
                  of("complements, rich", "effort_answer")),
            below("the same as substitutes", of("substitutes, rich", "effort_answer")),
            above("change in the co-delivered share of standard hours, budget 50 % larger, as complements",
                  change("delivered_share", "complements, poor", "complements, rich")),
            below("the same as substitutes",
                  change("delivered_share", "substitutes, poor", "substitutes, rich")),
        ),
        remark="In the rule, public effort is how well a citizen expects services to fit.",
    ),
    pattern(
        "P7", "Co-production need not raise trust: consultation without influence lowers it",
        "@fledderus2015", "imposed in part", "sign imposed, size emergent", "sign imposed, size emergent",
        _arms("asked, not followed"),
        (
            below("change in trust of participants in arenas relative to others, over half a year in which citizens have "
                  "no influence",
                  of("asked, not followed", "participants_moved"),
                  "With twenty seeds the fall is not significant."),
        ),
        remark="The sources give no size that can be compared. The fall was not significant with ten seeds, so all "
               "patterns now use twenty.",
    ),
    pattern(
        "P8", "Participation raises satisfaction and legitimacy even if decisions hardly change",
        "M20", "imposed in part", "imposed for justice; the rest emergent", "imposed",
        _arms("fixed, not asked", "fixed, asked"),
        (
            above("felt justice, NPG minus responsive, with fixed programmes and solutions",
                  change("justice", "fixed, not asked", "fixed, asked"),
                  "Dialogue takes hours and strains staff, who then have less time for dialogue and follow-up. With a "
                  "budget 50 % larger the fall is gone."),
            above("satisfaction", change("satisfaction", "fixed, not asked", "fixed, asked")),
            above("trust (legitimacy)", change("trust", "fixed, not asked", "fixed, asked")),
        ),
    ),
    pattern(
        "P9", "Bad experiences affect trust more than good ones",
        "M5", "imposed", "imposed (the ratio)", "imposed", _arms("status quo"),
        (
            above("change of trust per unit of satisfaction below the neutral level, minus the change above it",
                  of("status quo", "bad_minus_good")),
            shown("ratio of the two", of("status quo", "bad_over_good")),
        ),
    ),
    pattern(
        "P10", "Satisfied users trust more, but general trust explains more",
        "@christensen2005", "imposed", "imposed (the halo)", "imposed", _arms("status quo"),
        (
            above("correlation of trust with satisfaction",
                  of("status quo", "r_satisfaction")),
            above("correlation with own predisposition, minus the correlation with satisfaction",
                  _less("r_anchor", "r_satisfaction", "status quo")),
        ),
    ),
    pattern(
        "P11", "Responsiveness and openness drive trust in local government",
        "survey fact 7", "imposed", "imposed (sign: M4, P12)", "imposed", _arms("status quo"),
        (
            above("slope of trust on felt voice, controlled for resources and age (standard units)",
                  of("status quo", "trust_slope_voice")),
            above("that minus the slope on the fit of services received",
                  _less("trust_slope_voice", "trust_slope_fit", "status quo")),
        ),
    ),
    pattern(
        "P12", "Trust is 50 points lower among citizens who do not feel heard",
        "survey fact 5", "imposed in part", "sign imposed, size emergent", "sign imposed, size emergent",
        _arms("status quo"),
        (
            above("share with trust: citizens who feel heard minus the others",
                  of("status quo", "trusting_by_voice")),
            within("its size: 40 to 60 points",
                   of("status quo", "trusting_by_voice"), 0.4, 0.6,
                   "In the model trust raises felt voice and felt voice raises trust, but both effects are weak. Much of "
                   "the difference between citizens with and without trust has nothing to do with being heard."),
        ),
        remark="The survey is about the national government.",
    ),
    pattern(
        "P22", "Response to a lottery differs between groups; quotas correct the panel",
        "@flanigan2021", "imposed", "imposed", "imposed", _arms("open", "sortition", "stratified"),
        (
            below("participants from the two fifths with least resources, relative to their share of citizens, minus 1: by lot",
                  lambda arms: arms["sortition"]["parity"].to_numpy(float) - 1.0),
            above("the same, by lot minus open call",
                  change("parity", "open", "sortition")),
            above("the same, by quotas minus by lot",
                  change("parity", "sortition", "stratified")),
        ),
        remark="The response rate (\N{LEFT DOUBLE QUOTATION MARK}a few per cent\N{RIGHT DOUBLE QUOTATION MARK}) is not "
               "verified and not judged.",
    ),
    pattern(
        "P23", "Targeted invitations reach people who otherwise stay away",
        "@bergh2020", "imposed", "imposed", "imposed", _arms("open", "targeted"),
        (
            above("parity of participants, targeted minus open call", change("parity", "open", "targeted")),
        ),
        remark="The source is about turnout and the model about arenas, so sizes cannot be compared.",
    ),
    pattern(
        "P29", "Councils favour citizens with more resources",
        "@dagensperspektiv2020", "imposed", "imposed (lean to the resourceful)", "emergent", _arms("status quo", "no lean"),
        (
            below("council's priority of work and income, where citizens with least resources have most needs, minus "
                  "that of a council that favours nobody",
                  change("priority_work", "no lean", "status quo")),
        ),
        remark="Politicians have neither age nor education in the model; the bias is built in.",
    ),
    pattern(
        "P30", "One third feel consulted",
        "@kommunalrapport2019", "imposed", "imposed", "imposed", _arms("status quo"),
        (shown("felt voice", of("status quo", "felt_voice")),),
        unverified="The source's page is no longer available, so its number cannot be verified.",
    ),
    pattern(
        "P32", "Participants who leave do so early",
        "@lederliv-familiaritet", "imposed", "imposed (early leaving; cost by M18)", "emergent", _arms("NPG"),
        (
            above("share that leaves after a first meeting, minus the share after a later one",
                  _less("leave_first", "leave_later", "NPG")),
        ),
        remark="The speed at which unit cost falls is not verified and not judged.",
    ),
)
