"""Behaviour and attitudes of citizens: compiled scalar rules, one behaviour each.

Arguments named `access`, `trust`, `delivery`, `arenas`, `market` and `politics` are the numbers of a parameter group
(see `model/parameters/`); `trust_level` is a citizen's trust. All quantities are on 0-1 unless a unit is given. Codes
such as M6 name the mechanism in the evidence list. A named constant is a design choice unless its comment gives a
source. Numbers that readers may want to vary are parameters.
"""

import math

from agents.engine.kernel import kernel

EFFORTS = 5  # number of own efforts that a citizen chooses among
MIDDLE = 0.5  # average resources, skill, income, free time, efficacy: the middle of each scale
USUAL_FOLLOWING = 0.3  # share of input that a newcomer expects to be followed; it leaves wishes to take part unchanged

# Getting to the service.
LEARNING_BASE = 0.30  # cost of learning that the service exists
HALF_OF_CATEGORIES = 12.0  # rule categories at which the cost rises by half of its limit
PROVIDER_BURDEN = 0.06  # cost of getting to know one more provider
COMPLIANCE_BASE = 0.10  # cost of applying without paperwork and distance
OUTREACH_COMPLIANCE_RELIEF = 0.25  # outreach helps less with paperwork than with learning
FADING_OF_TRIFLES, FADING_BY_SEVERITY = 1.3, 0.6  # multiples of the hazard: 1.3 for the mildest need, 0.7 for the worst
LONGEST_WAIT = 24.0  # months; longer waits have no further effect
LEAVE_BY_MONTH = 0.15  # logit a month waited
GIVE_UP_BY_MONTH = 0.10  # logit a month waited
GIVE_UP_BY_RETURN = 0.3  # logit a time the need came back
COMPLAIN_BY_EFFICACY = 0.5  # logit
COMPLAIN_BY_RETURN = 0.5  # logit a time the need came back
BLUNT_CHOICE, SHARP_CHOICE = 0.3, 0.7  # sharpness of choice: 0.3 with no resources, 1 with full ones (M8)

# Giving a hand.
LEAST_INPUT = 0.05  # least effort in the formula: at 0 the result would be 0 and its worth infinite
EVEN = 1e-6  # complementarity closer to 0 than this gives the limit, a geometric mean
MEANS_SCALE = 1.6  # gives an average person, with resources 0.5 and free time 0.4, means of about a third
LEAST_MEANS = 0.02  # least means, so that the cost of effort stays finite
LEAST_MASTERY = 0.05  # as above
WORTH_OF_TRIFLES, WORTH_BY_SEVERITY = 0.4, 0.6  # worth of a result: 0.4 for the mildest need, 1 for the worst
NO_WORTH = -1e9  # below every worth: where the search starts

# Taking part.
SUPPORTED_SKILL = 0.5  # part of the skill gradient that full support takes away (M13)
SUPPORT_LIFT = 0.5  # logit of full support
PAY_OF_POOREST = 1.3  # pay counts 1.3 for the lowest income, 0.3 for the highest
LEAVING_UNHEARD = 1.5  # multiple of the hazard with no proposal followed; 0.5 with all
EARLY_LEAVING_UNHEARD = 1.2  # the same after a first meeting: 1.2 to 0.2
LEAVING_STRANGERS = 1.5  # multiple without group trust; 0.5 with full
GIVING_UP_OF_POOREST = 1.5  # multiple of the chance without resources; 0.5 with full
TURNOUT_OF_OLDEST = 0.1  # part of the lift at age 67-79 that is left from 80 on (survey fact 26)
ROUNDING = 1e-9  # tolerance for rounding in the number of sessions


@kernel
def logistic(x):
    """Return 1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + math.exp(-x))


@kernel
def clip(x, low, high):
    """Return `x` held within [low, high]."""
    return min(max(x, low), high)


# --- getting to the service ---


@kernel
def learning_cost(categories, n_providers, plain_language, outreach, access):
    """Cost of learning one's rights (M6); more rule categories and providers raise it. Equation E32."""
    by_categories = access.categories_burden * categories / (categories + HALF_OF_CATEGORIES)
    cost = LEARNING_BASE + by_categories + PROVIDER_BURDEN * (n_providers - 1.0)
    plain = 1.0 - access.plain_language_relief * plain_language
    return clip(cost * plain * (1.0 - access.outreach_relief * outreach), 0.0, 1.0)


@kernel
def compliance_cost(documentation, distance, outreach, access):
    """Cost of paperwork and travel (M6, P19). Equation E32."""
    cost = COMPLIANCE_BASE + access.documentation_burden * documentation + access.distance_burden * distance
    return clip(cost * (1.0 - OUTREACH_COMPLIANCE_RELIEF * outreach), 0.0, 1.0)


@kernel
def probability_of_applying(severity, resources, trust_level, learning, compliance, stigma, wait, access):
    """Monthly chance of applying for a needed service (M6); `wait` in months, `stigma` is 1 - universality.

    Equation E31.
    """
    drive = access.intercept + access.severity * severity - access.stigma * stigma * (1.0 - trust_level)
    drive -= access.wait * wait
    burden = (1.0 - resources) * (access.learning_cost * learning + access.compliance_cost * compliance)
    return logistic(drive - burden)


@kernel
def hazard_of_fading(severity, access):
    """Monthly chance that a need ends without an application: self-help or resignation. Equation E34."""
    return clip(access.fading * (FADING_OF_TRIFLES - FADING_BY_SEVERITY * severity), 0.0, 1.0)


@kernel
def waiting_odds(resources, income, efficacy, expected_following, waited, returns, exit_support, access):
    """Odds of leaving for private help, complaining and giving up, against staying in the queue (M7).

    A multinomial logit. It fixes no trade-off between exit and voice: both may rise together. Equation E33.

    Args:
        waited: months waited.
        returns: times the need came back.
    """
    waited = min(waited, LONGEST_WAIT)
    support, means = access.leave_support * exit_support, access.leave_income * (income - MIDDLE)
    leave = math.exp(access.leave + support + means + LEAVE_BY_MONTH * waited)
    complain = math.exp(complaint_drive(resources, efficacy, expected_following, returns, access))
    weakness = access.give_up_resources * (1.0 - resources)
    give_up = math.exp(access.give_up + weakness + GIVE_UP_BY_MONTH * waited + GIVE_UP_BY_RETURN * returns)
    return leave, complain, give_up


@kernel
def complaint_drive(resources, efficacy, expected_following, returns, access):
    """Log odds of complaining (M7).

    They rise with resources, with the expectation of being followed, and with every return. Equation E33.
    """
    can = access.complain + access.complain_resources * (resources - MIDDLE)
    return can + expected_following + COMPLAIN_BY_EFFICACY * (efficacy - MIDDLE) + COMPLAIN_BY_RETURN * returns


@kernel
def probability_of_complaining(shortfall, resources, efficacy, expected_following, returns, access):
    """Chance of complaining about a service that fell `shortfall` short of the expected fit; 0 for no shortfall (M7).

    Equation E78.
    """
    odds = math.exp(complaint_drive(resources, efficacy, expected_following, returns, access))
    odds *= math.exp(access.complain_shortfall * shortfall) - 1.0
    return odds / (1.0 + odds)


@kernel
def probability_of_appealing(resources, efficacy, expected_following, returns, access):
    """Chance of appealing a decision below the statutory minimum; it rises as complaints do (M7). Equation E99."""
    odds = access.appeal * math.exp(complaint_drive(resources, efficacy, expected_following, returns, access))
    return odds / (1.0 + odds)


@kernel
def hazard_of_contact(resources, expected_following, has_need, access):
    """Monthly chance of raising a matter with politicians or officials (survey facts 20, 21). Equation E16."""
    belief = access.contact_expectation * (expected_following - USUAL_FOLLOWING)
    lift = access.contact_gradient * (resources - MIDDLE) + belief
    return clip(access.contact * math.exp(lift + access.contact_need * has_need), 0.0, 1.0)


@kernel
def appeal_of_unit(believed_quality, at_home, resources, market):
    """Utility of a unit in a logit choice; more resources make the choice sharper (M8). Equation E35."""
    return market.sharpness * (BLUNT_CHOICE + SHARP_CHOICE * resources) * believed_quality + market.home * at_home


# --- giving a hand ---


@kernel
def co_production(public, own, delivery):
    """Result of public and own effort (0-1 each), constant elasticity of substitution (M14). Equation E45."""
    q = delivery.complementarity
    public = max(public, LEAST_INPUT)
    own = max(own, LEAST_INPUT)
    if abs(q) < EVEN:
        return public ** (1.0 - delivery.own_weight) * own**delivery.own_weight
    return ((1.0 - delivery.own_weight) * public**q + delivery.own_weight * own**q) ** (1.0 / q)


@kernel
def worth_of_result(result, delivery):
    """Worth of a result to the citizen, with falling marginal worth (M14). Equation E45.

    Public effort therefore crowds out own effort where the two are substitutes, and draws it in where they are
    complements.
    """
    return result**delivery.result_worth / delivery.result_worth


@kernel
def effort(severity, worths, share, resources, time, efficacy, expected_following, support, delivery):
    """Own effort that maximises worth minus cost, on the grid 0, 1/4 ... 1 (M14).

    Self-efficacy lowers the cost of effort (P3). Equation E46.

    Args:
        worths: shape (5,), worth of the result of each effort on the grid (see `worth_of_result`).
        share: part of delivery that rules leave to citizens; at 0 the effort is 0.
    """
    if share <= 0.0:
        return 0.0
    means = clip((resources + support) * time * MEANS_SCALE, LEAST_MEANS, 1.0) * max(2.0 * efficacy, LEAST_MASTERY)
    motive = delivery.motive * (0.5 + efficacy + 0.5 * expected_following)
    cost = 0.5 * delivery.effort_cost * share / means
    best = 0.0
    most = NO_WORTH
    for step in range(EFFORTS):
        e = step / (EFFORTS - 1)
        worth = (WORTH_OF_TRIFLES + WORTH_BY_SEVERITY * severity) * worths[step] + motive * e - cost * e * e
        if worth > most:
            most = worth
            best = e
    return best


# --- what the encounter leaves behind ---


@kernel
def probability_of_use(fit, ownership, trust_level, delivery):
    """Chance that the citizen uses the delivered service (M20). Equation E62."""
    means = delivery.use_base + delivery.use_ownership * ownership + delivery.use_trust * trust_level
    return logistic(means + delivery.use_fit * fit)


@kernel
def probability_of_return(fit, efficacy, delivery):
    """Chance that a served need comes back as failure demand (M12). Equation E62."""
    return clip(delivery.returning * (1.0 - fit) * (1.0 - delivery.mastery * efficacy), 0.0, 1.0)


@kernel
def probability_of_giving_up(resources, delivery):
    """Chance of giving up instead of coming back after a service that missed; it falls with resources (M12).

    Equation E62.
    """
    return clip(delivery.return_give_up * (GIVING_UP_OF_POOREST - resources), 0.0, 1.0)


# --- taking part ---


@kernel
def probability_of_joining(
    skill, time, salience, efficacy, expected_following, income, hours, pay, support, meetings_before, arenas
):
    """Chance of joining an arena when asked (M13, M24): can, want, and believe that it matters; `pay` in wages.

    People who have attended many meetings before join less readily. Equations E21 and E102.
    """
    drive = arenas.join_base + arenas.join_skill * (skill - MIDDLE) * (1.0 - SUPPORTED_SKILL * support)
    drive += arenas.join_time * (time - MIDDLE)
    belief = arenas.join_salience * salience + arenas.join_efficacy * (efficacy - MIDDLE)
    drive += belief + arenas.join_input_followed * (expected_following - USUAL_FOLLOWING)
    paid = arenas.join_pay * pay * (PAY_OF_POOREST - income)
    rested = drive - arenas.join_hours * hours + paid + SUPPORT_LIFT * support
    return logistic(rested - arenas.join_fatigue * meetings_before)


@kernel
def expected_when_declared(expected_following, declared, trust_level, trust):
    """Share of input that a citizen expects to be followed when the municipality declares a share (M32, M24).

    Citizens believe a declaration as far as they trust; one below their own expectation changes nothing. Equation E122.
    """
    return expected_following + trust.declared_belief * trust_level * max(declared - expected_following, 0.0)


@kernel
def sessions_of_meeting(hours, session_hours):
    """Number of sessions in which a meeting of `hours` is held, none longer than `session_hours` (M33).

    Equation E124.
    """
    return max(math.ceil(hours / session_hours - ROUNDING), 1)


@kernel
def chance_of_hearing_from_ties(ties_who_heard, social):
    """Chance that at least one of the ties who heard of an answer passes it on (M31). Equation E119."""
    return 1.0 - (1.0 - social.news_passed_on) ** ties_who_heard


@kernel
def weariness(meetings_attended, a_year, arenas):
    """What long duty adds to the chance of leaving an arena: it starts with the second year (M14). Equation E101.

    Args:
        meetings_attended: meetings since the member joined.
        a_year: meetings that the arena holds per year.
    """
    return arenas.fatigue * max(meetings_attended - a_year, 0.0)


@kernel
def group_trust_among(group_trust, newcomers, arenas):
    """Group trust of members when the share `newcomers` of them do not know the others yet (M17). Equation E79."""
    return (1.0 - newcomers) * group_trust + newcomers * arenas.group_trust_start


@kernel
def group_trust_after(group_trust, achieved, arenas):
    """Group trust after a meeting: small wins (`achieved`, 0-1) raise it, idle meetings lower it (M17).

    Equation E79.
    """
    return group_trust + arenas.group_trust_rate * (achieved - group_trust)


@kernel
def probability_of_dropping_out(meetings_attended, followed, group_trust, continuity, weary, arenas):
    """Chance of leaving an arena after a meeting; 1 if the arena is ad hoc (`continuity` 0).

    It is high after the first meeting, falls with `followed` proposals and group trust (M17), and rises when members
    are `weary` (see `weariness`). Equation E29.
    """
    first = arenas.early_leaving * (EARLY_LEAVING_UNHEARD - followed) if meetings_attended <= 1 else 0.0
    hazard = arenas.leaving * (LEAVING_UNHEARD - followed) + first + weary
    stays = 1.0 - clip(hazard * (LEAVING_STRANGERS - group_trust), 0.0, 1.0)
    return clip(1.0 - continuity * stays, 0.0, 1.0)


@kernel
def turnout_lean(skill, age_band, trust_level, politics):
    """Log odds of voting relative to the town's average voter (survey facts 25-29); bands 0-17, 18-66, 67-79, 80+.

    Equation E19.
    """
    oldest = TURNOUT_OF_OLDEST * politics.turnout_age if age_band == 3 else 0.0
    age = politics.turnout_age if age_band == 2 else oldest
    return politics.turnout_skill * (skill - MIDDLE) + politics.turnout_trust * (trust_level - MIDDLE) + age
