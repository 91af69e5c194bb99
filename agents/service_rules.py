"""What professionals, units and politicians do: small scalar rules, compiled, one behaviour each.

Arguments named `e`, `d`, `m`, `s`, `p`, `j` are the numbers of a parameter group (encounter, delivery, market, staff,
politics, arenas).
"""

import math

from agents.citizen_rules import clip, logistic
from agents.engine.kernel import kernel

CODIFIED, PROFESSIONAL, LIVED = 0, 1, 2  # kinds of knowledge a dimension of need calls for


# --- the professional ---


@kernel
def effective_dialogue(dialogue, attention, facilitation, e):
    """Information that dialogue brings; without facilitation most of it is lost (M16), and so is what there is no time
    for: talk gets the share of its time that the case gets, `attention` (M11). Equation E47.
    """
    return dialogue * attention * (e.unaided_dialogue + (1.0 - e.unaided_dialogue) * facilitation)


@kernel
def assessment_bias(kind, social_distance, dialogue, e):
    """Share of the way to the majority's typical need by which a professional misreads a person (M1). Equation E48."""
    bias = 0.0 if kind == CODIFIED else (e.bias_professional if kind == PROFESSIONAL else e.bias_lived)
    return bias * social_distance * (1.0 - e.bias_relief * dialogue)


@kernel
def assessment_error(kind, dialogue, documentation, returns, e):
    """Standard deviation of a professional's view of a need; less with dialogue (or, in codified matters, papers), and
    with every return (M1, M6). Equation E48.
    """
    if kind == CODIFIED:
        sd = e.sd_codified * (1.0 + e.documentation_precision * (1.0 - documentation))
    elif kind == PROFESSIONAL:
        sd = e.sd_professional
    else:
        sd = e.sd_lived / math.sqrt(1.0 + e.dialogue_precision * dialogue)
    return sd / math.sqrt(1.0 + returns)


@kernel
def citizen_error(kind, e):
    """Standard deviation of a citizen's own view of the need (M1). Equation E50."""
    return e.citizen_sd_lived if kind == LIVED else e.citizen_sd_expert


@kernel
def citizen_misconception(kind, shared, resources, dialogue, e):
    """Error citizens share, `shared` being the area's direction in this dimension; dialogue explains part of it
    away. Equation E50.
    """
    if kind == LIVED:
        return e.misconception_lived * shared
    return e.misconception * shared * (1.3 - 0.6 * resources) * (1.0 - e.bias_relief * dialogue)


@kernel
def lay_expertise(kind, e):
    """How far citizens are the ones who know: not codified matters, in part professional ones, wholly their own
    life. Equation E51.
    """
    return 0.0 if kind == CODIFIED else (e.professional_lay_share if kind == PROFESSIONAL else 1.0)


@kernel
def lay_weight(kind, lam, facilitation, resources, openness, e):
    """Weight of the citizen's view: facilitation sorts who knows what; without it status decides.

    `openness` is how far professionals recognise lay expertise; closed ones leave half of the weight rules give.
    Equation E51.
    """
    status = min(1.0, 2.0 * resources / (resources + 0.6))
    return (0.5 + 0.5 * openness) * lam * (facilitation * lay_expertise(kind, e) + (1.0 - facilitation) * status)


@kernel
def topic_weight(kind, facilitation, e):
    """How much the talk is about a dimension: facilitated, about what citizens know; otherwise about everything
    alike. Equation E51.
    """
    return facilitation * lay_expertise(kind, e) + (1.0 - facilitation)


@kernel
def codified_gain(categories, dimensions, e):
    """How far rules tailor a codified dimension: 1 - R^(-1/d), for R categories over d dimensions (M2).

    Equation E53.
    """
    if dimensions == 0 or categories < 1.0:
        return 0.0
    return 1.0 - categories ** (-1.0 / min(float(dimensions), e.categories_dimensions))


@kernel
def lived_gain(discretion, dialogue, revealed, quality, trust, relation, e):
    """How far a professional tailors a lived dimension: what is told, if there is trust and a relation to tell it
    in. Equation E53.
    """
    told = clip(dialogue + revealed, 0.0, 1.0)
    openness = (1.0 - e.trust_needed) + e.trust_needed * clip(trust * 1.5, 0.0, 1.0)
    return discretion * told * quality * openness * (0.4 + 0.6 * relation)


@kernel
def attention_share(load, d):
    """Share of normal time a case gets under load; what does not fit then waits (M11). Equation E40."""
    if load <= 1.0:
        return 1.0
    return clip(1.0 / load, d.least_attention, 1.0)


@kernel
def attention_quality(share, d):
    """Quality of attention given `share` of normal time: saturating (M11). Equation E40."""
    return (1.0 - math.exp(-d.attention * share)) / (1.0 - math.exp(-d.attention))


@kernel
def routine_weight(load, d):
    """How far load replaces the person by the group (M11). Equation E49."""
    return logistic(d.routine * (load - 1.0)) if d.routine > 0.0 else 0.0


@kernel
def measured_effort(target_pressure, measurability, motive):
    """Share of effort that goes to what is measured: targets pull, motive holds back (M9). Equation E55."""
    return measurability + (1.0 - measurability) * target_pressure * (1.0 - motive)


@kernel
def gaming_effort(target_pressure, m):
    """Share of effort spent on looking good (M9). Equation E55."""
    return m.gaming * target_pressure * (1.0 - m.audit)


@kernel
def effort_quality(target_pressure, measurability, motive, m):
    """True quality of effort under targets, 1 when none bends it: m^a u^(1-a), normalised (M9). Equation E55."""
    to_measured = measured_effort(target_pressure, measurability, motive)
    total = 1.0 - gaming_effort(target_pressure, m)
    measured = total * to_measured
    unmeasured = max(total - measured, 0.01)
    return (measured / measurability) ** measurability * (unmeasured / (1.0 - measurability)) ** (1.0 - measurability)


@kernel
def strain_aim(load, documentation, target_pressure, discretion, s):
    """Strain that working conditions point to (M11, M25). Equation E68."""
    control = 0.5 * documentation + 0.5 * target_pressure
    return clip(0.15 + s.strain_load * max(load - 0.8, 0.0) + 0.25 * control - 0.15 * discretion, 0.0, 1.0)


@kernel
def in_use(skill, strain, s):
    """Return a competence or relational skill as far as strain leaves it in use (M11). Equations E22 and E53."""
    return skill * (1.0 - s.strain_loss * strain)


@kernel
def hazard_of_leaving_post(strain, s):
    """Monthly chance that a post changes hands (M11). Equation E70."""
    return s.turnover * (1.0 + s.strain_turnover * max(strain - 0.35, 0.0))


@kernel
def motive_change(documentation, target_pressure, discretion, fit, s):
    """Yearly change of professionals' motive: control wears, autonomy and visible benefit feed it (M25).

    Equation E69.
    """
    control = 0.5 * documentation + 0.5 * target_pressure
    return -s.control * control + s.autonomy * (discretion - 0.5) + s.benefit * (fit - 0.5)


# --- the politician ---


@kernel
def probability_of_adopting(binding, presence, closeness, openness, power_at_stake, strained, platform, p):
    """Chance that the council adopts a proposal (M21): binding first, then presence, closeness, fear of losing
    control, and cost under strain, which weighs most for a council leaning to the right (`platform` -1 to 1).
    Equation E26.
    """
    lean = p.adopt_base + p.adopt_presence * presence + p.adopt_closeness * closeness
    lean -= p.adopt_status * power_at_stake * (1.0 - openness) + p.adopt_cost * strained * (1.0 + platform)
    return binding + (1.0 - binding) * logistic(lean)
