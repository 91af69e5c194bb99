"""Behaviour of professionals, units and politicians: compiled scalar rules, one behaviour each.

Arguments named `encounter`, `delivery`, `market`, `staff` and `politics` are the numbers of a parameter group. A named
constant is a design choice unless its comment gives a source. Numbers that readers may want to vary are parameters.
"""

import math

from agents.citizen_rules import MIDDLE, clip, logistic
from agents.engine.kernel import kernel

CODIFIED, PROFESSIONAL, LIVED = 0, 1, 2  # kinds of knowledge that a dimension of need requires

MISCONCEPTION_OF_POOREST, MISCONCEPTION_BY_RESOURCES = 1.3, 0.6  # multiples: 1.3 with no resources, 0.7 with full ones
CLOSED_MIND = 0.5  # share of citizens' weight under the rules that professionals without openness grant
STATUS_HALF = 0.6  # resources from which an unfacilitated voice has its full weight
ENOUGH_TRUST = 1.5  # at a trust of 2/3 citizens disclose everything
UNRELATED, BY_RELATION = 0.4, 0.6  # tailoring of lived dimensions: 0.4 without relational skill, 1 with full skill
LEAST_UNMEASURED = 0.01  # unmeasured effort never falls to 0, since quality is a product of both efforts
HALF_OF_CONTROL = 0.5  # documentation and targets are each half of control
ROUNDING = 1e-9  # tolerance for rounding in sums of monthly parts of a right
ARENAS_TURN = 0.5  # of a trial saved up by an arena, from which the next trial is the arena's
STRAIN_BASE = 0.15  # strain with little load and no control
EASY_LOAD = 0.8  # load up to which work causes no strain
SPREADS_IN_ADVANCE = 2.0  # standard deviations of the cases that a real unit sees in a month
LEAST_CASES = 1e-9  # cases are divided by at least this
USUAL_STRAIN = 0.35  # strain at the start; up to it, strain raises no turnover
RIVALRY_BY_CONTRACT, RIVALRY_BY_MONEY = 0.5, 0.5  # rivalry of contracted units, and of units that users choose among
DRIVE_BY_TARGETS = 0.5  # what full target pressure drives units to, relative to full rivalry
MOST_SIGNS = 2.0  # further sectors and returns beyond these make a case look no costlier


# --- the professional ---


@kernel
def effective_dialogue(dialogue, attention, facilitation, encounter):
    """Information gained from dialogue, most of it lost without facilitation (M16). Equation E47.

    Dialogue gets the same share of its normal time as the rest of the case, `attention` (M11).
    """
    return dialogue * attention * (encounter.unaided_dialogue + (1.0 - encounter.unaided_dialogue) * facilitation)


@kernel
def assessment_bias(kind, social_distance, dialogue, encounter):
    """How far a professional misreads a person toward the majority, as a share of the distance (M1). Equation E48."""
    not_codified = encounter.bias_professional if kind == PROFESSIONAL else encounter.bias_lived
    bias = 0.0 if kind == CODIFIED else not_codified
    return bias * social_distance * (1.0 - encounter.bias_relief * dialogue)


@kernel
def assessment_error(kind, dialogue, documentation, returns, encounter):
    """Standard deviation of a professional's view of a need, in need units (M1, M6). Equation E48.

    It falls with every return, in lived matters with dialogue, and in codified ones with documentation.
    """
    if kind == CODIFIED:
        sd = encounter.sd_codified * (1.0 + encounter.documentation_precision * (1.0 - documentation))
    elif kind == PROFESSIONAL:
        sd = encounter.sd_professional
    else:
        sd = encounter.sd_lived / math.sqrt(1.0 + encounter.dialogue_precision * dialogue)
    return sd / math.sqrt(1.0 + returns)


@kernel
def citizen_error(kind, encounter):
    """Standard deviation of a citizen's own view of the need, in need units (M1). Equation E50."""
    return encounter.citizen_sd_lived if kind == LIVED else encounter.citizen_sd_expert


@kernel
def citizen_misconception(kind, shared, resources, dialogue, encounter):
    """Error that citizens share, in need units; dialogue removes part of it. Equation E50.

    `shared` is the area's direction of error in this dimension.
    """
    if kind == LIVED:
        return encounter.misconception_lived * shared
    held = MISCONCEPTION_OF_POOREST - MISCONCEPTION_BY_RESOURCES * resources
    return encounter.misconception * shared * held * (1.0 - encounter.bias_relief * dialogue)


@kernel
def lay_expertise(kind, encounter):
    """Lay expertise by kind of knowledge: none in codified, some in professional, full in lived. Equation E51."""
    not_codified = encounter.professional_lay_share if kind == PROFESSIONAL else 1.0
    return 0.0 if kind == CODIFIED else not_codified


@kernel
def lay_weight(kind, lay_rule, facilitation, resources, openness, encounter):
    """Weight of the citizen's view: facilitation sorts who knows what; without it status decides. Equation E51.

    Args:
        lay_rule: weight that the rules give to citizens.
        openness: how far professionals recognise lay expertise.
    """
    status = min(1.0, 2.0 * resources / (resources + STATUS_HALF))
    recognised = CLOSED_MIND + (1.0 - CLOSED_MIND) * openness
    return recognised * lay_rule * (facilitation * lay_expertise(kind, encounter) + (1.0 - facilitation) * status)


@kernel
def topic_weight(kind, facilitation, encounter):
    """Share of dialogue that concerns a dimension. Equation E51.

    Facilitated dialogue concentrates on citizens' knowledge; other dialogue covers all dimensions equally.
    """
    return facilitation * lay_expertise(kind, encounter) + (1.0 - facilitation)


@kernel
def codified_gain(categories, dimensions, encounter):
    """How far rules tailor a codified dimension: 1 - R^(-1/d), for R categories over d dimensions (M2).

    Equation E53.
    """
    if dimensions == 0 or categories < 1.0:
        return 0.0
    return 1.0 - categories ** (-1.0 / min(float(dimensions), encounter.categories_dimensions))


@kernel
def up_to_date(categories, dimensions, moved, encounter):
    """Share of codified tailoring that is left when typical needs have moved since the rules were written (M2).

    The finer the categories, the sooner a need falls outside the category that was made for it. Equation E98.

    Args:
        moved: mean squared distance that typical needs have moved in codified dimensions, over the squared spread
            of needs.
    """
    if moved <= 0.0 or dimensions == 0:
        return 1.0
    width = max(categories, 1.0) ** (-2.0 / min(float(dimensions), encounter.categories_dimensions))
    return width / (width + encounter.rule_ageing * moved)


@kernel
def lived_gain(discretion, dialogue, revealed, quality, trust_level, relation, encounter):
    """How far a professional tailors a lived dimension.

    The professional uses knowledge that the citizen discloses, given trust and relational skill. Equation E53.
    """
    disclosed = clip(dialogue + revealed, 0.0, 1.0)
    trusting = clip(trust_level * ENOUGH_TRUST, 0.0, 1.0)
    openness = (1.0 - encounter.trust_needed) + encounter.trust_needed * trusting
    return discretion * disclosed * quality * openness * (UNRELATED + BY_RELATION * relation)


@kernel
def admitted_load(load, dilution):
    """Load that a unit lets in: `dilution` of an overload, while the rest queues (M11). Equation E90."""
    return load if load <= 1.0 else dilution * load + (1.0 - dilution)


@kernel
def attention_share(load, dilution, delivery):
    """Share of normal time that a case gets under admitted load; cases without time then wait (M11).

    A service that queues (`dilution` 0) gives every served case its full time. Equations E40 and E90.
    """
    if load <= 1.0:
        return 1.0
    return clip(1.0 / load, dilution * delivery.least_attention + (1.0 - dilution), 1.0)


@kernel
def felt_rate(cases, stands_for, delivery):
    """Share of the way that felt load moves to this month's load, 0-1 (M11). Equation E83.

    `cases` is the unit's number of cases a month. A unit of a sub-sample sees one of `stands_for` real cases, so its
    load varies more by chance. With this rate felt load varies by chance as much as in the real unit.
    """
    return cases / max(cases * (1.0 + stands_for) / 2.0 + delivery.felt_cases, LEAST_CASES)


@kernel
def hours_in_advance(at_hand, base, stands_for):
    """Hours of coming months that a unit of a sub-sample may use before its cases wait; 0 in a real unit. Equation E84.

    `base` is the hours of a standard case, `at_hand` the unit's hours this month.
    """
    return SPREADS_IN_ADVANCE * base * math.sqrt(at_hand / base * (stands_for - 1.0))


@kernel
def attention_quality(share, delivery):
    """Quality of attention given `share` of normal time: saturating (M11). Equation E40."""
    return (1.0 - math.exp(-delivery.attention * share)) / (1.0 - math.exp(-delivery.attention))


@kernel
def routine_weight(load, delivery):
    """How far a professional under load sees the group instead of the person (M11). Equation E49."""
    return logistic(delivery.routine * (load - 1.0)) if delivery.routine > 0.0 else 0.0


@kernel
def measured_effort(target_pressure, measurability, motive):
    """Share of effort for measured work; targets raise it, motivation resists (M9). Equation E55."""
    return measurability + (1.0 - measurability) * target_pressure * (1.0 - motive)


@kernel
def gaming_effort(target_pressure, market):
    """Share of effort spent on looking good (M9). Equation E55."""
    return market.gaming * target_pressure * (1.0 - market.audit)


@kernel
def effort_quality(target_pressure, measurability, motive, market):
    """True quality of effort under targets, 1 when nothing distorts it: m^a u^(1-a), normalised (M9). Equation E55."""
    to_measured = measured_effort(target_pressure, measurability, motive)
    total = 1.0 - gaming_effort(target_pressure, market)
    measured = total * to_measured
    unmeasured = max(total - measured, LEAST_UNMEASURED)
    return (measured / measurability) ** measurability * (unmeasured / (1.0 - measurability)) ** (1.0 - measurability)


# --- the unit among others ---


@kernel
def rivalry_between_units(contract, money_follows_user, n_providers):
    """Rivalry: contracts that can be lost, and money that follows users who may choose (M10). Equation E67."""
    chosen = 1.0 if n_providers > 1.0 else 0.0
    return RIVALRY_BY_CONTRACT * contract + RIVALRY_BY_MONEY * money_follows_user * chosen


@kernel
def drive_to_perform(rivalry, targets):
    """How strongly rivalry and targets drive a unit toward good figures, 0-1. Equations E91 and E92."""
    return min(1.0, rivalry + DRIVE_BY_TARGETS * targets)


@kernel
def saving_aim(drive, measurability, market):
    """Share of standard hours that effort on measurable work would save in the long run. Equation E91."""
    return market.yardsticks * drive * measurability


@kernel
def passed_over(span, returns, drive, market):
    """Priority that a case loses in a unit that prefers easy cases; it sees sectors and returns. Equation E92."""
    return market.skimming * drive * min(span - 1.0 + returns, MOST_SIGNS) / MOST_SIGNS


@kernel
def control(documentation, target_pressure):
    """Control over professionals: documentation and targets in equal parts (M25). Equations E68 and E69."""
    return HALF_OF_CONTROL * documentation + HALF_OF_CONTROL * target_pressure


@kernel
def strain_aim(load, documentation, target_pressure, discretion, staff):
    """Strain implied by working conditions (M11, M25). Equation E68."""
    controlled = staff.strain_control * control(documentation, target_pressure)
    loaded = STRAIN_BASE + staff.strain_load * max(load - EASY_LOAD, 0.0)
    return clip(loaded + controlled - staff.strain_discretion * discretion, 0.0, 1.0)


@kernel
def effective_skill(skill, strain, staff):
    """Competence or relational skill that staff can use under strain (M11). Equations E22 and E53."""
    return skill * (1.0 - staff.strain_loss * strain)


@kernel
def hazard_of_leaving_post(strain, staff):
    """Monthly chance that a post changes hands (M11). Equation E70."""
    return staff.turnover * (1.0 + staff.strain_turnover * max(strain - USUAL_STRAIN, 0.0))


@kernel
def motive_change(documentation, target_pressure, discretion, fit, staff):
    """Yearly change of professionals' motivation: control lowers it, autonomy and visible benefit raise it (M25).

    Equation E69.
    """
    worn = -staff.control * control(documentation, target_pressure)
    return worn + staff.autonomy * (discretion - MIDDLE) + staff.benefit * (fit - MIDDLE)


# --- the unit that tries a change ---


@kernel
def trials_due(rights):
    """Whole trials that a stock of rights pays for. Equation E80."""
    return int(rights + ROUNDING)


@kernel
def turn_of_arena(turn, weight_agenda, accrued):
    """How far the next trial is the arena's turn, after `accrued` further rights of the unit (M19). Equation E80."""
    return min(turn + weight_agenda * accrued, 1.0)


@kernel
def measurement_blur(target_pressure, measurability, weight_evaluation):
    """Multiple of errors of judgement in units that are steered by what can be measured (M9, M19). Equation E81.

    Users' own evaluation shows what is not measured.
    """
    return 1.0 + target_pressure * (1.0 - measurability) * (1.0 - weight_evaluation)


@kernel
def observation_error(cases, blur, revision):
    """Error in observing a solution's quality from some cases (standard deviation; M15). Equation E81."""
    return revision.realised_noise * blur / math.sqrt(max(cases, 1.0))


# --- the unit ---


@kernel
def fidelity_of_unit(unit_luck, town_luck, roles):
    """How far a unit carries a rule out, above 0 and at most 1. Equation E96.

    Args:
        unit_luck: standard normal number of this unit and rule.
        town_luck: standard normal number of the town.
    """
    return math.exp(-roles.fidelity * abs(unit_luck) - roles.fidelity_town * abs(town_luck))


@kernel
def rule_in_practice(rule, status_quo, fidelity):
    """A rule as a unit carries it out, between the status quo and the rule as decided. Equation E97."""
    return rule - (1.0 - fidelity) * (rule - status_quo)


@kernel
def probability_of_upholding(documentation, discretion):
    """Chance that an appeal against a decision below the statutory minimum is upheld. Equation E100.

    Files show what was decided on, and appeal bodies review the use of rules more closely than discretion.
    """
    return documentation * (1.0 - discretion)


# --- the politician ---


@kernel
def probability_of_adopting(binding, presence, closeness, openness, power_at_stake, strained, platform, politics):
    """Chance that the council adopts a proposal (M21). Equation E26.

    With probability `binding` the council does not decide. Otherwise presence and closeness raise the odds; fear of
    losing control and cost under strain lower them. Cost weighs most for a right-leaning council (`platform` -1 to 1).
    """
    lean = politics.adopt_base + politics.adopt_presence * presence + politics.adopt_closeness * closeness
    fear, cost = politics.adopt_status * power_at_stake * (1.0 - openness), politics.adopt_cost * strained
    lean -= fear + cost * (1.0 + platform)
    return binding + (1.0 - binding) * logistic(lean)
