"""What citizens do and feel: small scalar rules, compiled, one behaviour each.

Arguments named `a`, `t`, `d`, `j` are the numbers of a parameter group (access, trust, delivery, arenas: see
`model/parameters/`). All quantities are on 0-1 unless a unit is given. Codes such as M6 name the mechanism in the
evidence list.
"""

import math

from agents.engine.kernel import kernel

EFFORTS = 5  # own efforts a citizen chooses among


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
def learning_cost(categories, n_providers, plain_language, outreach):
    """Cost of finding out what one is entitled to (M6): more rule categories and providers raise it. Equation E32."""
    cost = 0.30 + 0.30 * categories / (categories + 12.0) + 0.06 * (n_providers - 1.0)
    return clip(cost * (1.0 - 0.4 * plain_language) * (1.0 - 0.4 * outreach), 0.0, 1.0)


@kernel
def compliance_cost(documentation, distance, outreach):
    """Cost of papers and of getting there (M6, P19). Equation E32."""
    return clip((0.10 + 0.55 * documentation + 0.35 * distance) * (1.0 - 0.25 * outreach), 0.0, 1.0)


@kernel
def probability_of_applying(severity, resources, trust, learning, compliance, stigma, wait, a):
    """Monthly chance of applying for a service one needs (M6); `wait` in months, `stigma` is 1 - universality.

    Equation E31.
    """
    drive = a.intercept + a.severity * severity - a.stigma * stigma * (1.0 - trust) - a.wait * wait
    burden = (1.0 - resources) * (a.learning_cost * learning + a.compliance_cost * compliance)
    return logistic(drive - burden)


@kernel
def hazard_of_fading(severity, a):
    """Monthly chance that a need outside the service ends by itself: self-help or resignation. Equation E34."""
    return clip(a.fading * (1.3 - 0.6 * severity), 0.0, 1.0)


@kernel
def waiting_odds(resources, income, efficacy, expected_uptake, waited, returns, exit_support, a):
    """Odds against staying in the queue of leaving for private help, complaining, giving up (M7, multinomial logit).

    No trade-off between exit and voice is wired in: both may rise together. After two years waiting longer changes
    nothing more. Equation E33.
    """
    waited = min(waited, 24.0)
    leave = math.exp(a.leave + 2.0 * exit_support + 2.5 * (income - 0.5) + 0.15 * waited)
    complain = math.exp(complaint_drive(resources, efficacy, expected_uptake, returns, a))
    give_up = math.exp(a.give_up + 1.5 * (1.0 - resources) + 0.10 * waited + 0.3 * returns)
    return leave, complain, give_up


@kernel
def complaint_drive(resources, efficacy, expected_uptake, returns, a):
    """Log odds of complaining: who can, and who expects it to help, and more with every return (M7). Equation E33."""
    return a.complain + 1.5 * (resources - 0.5) + expected_uptake + 0.5 * (efficacy - 0.5) + 0.5 * returns


@kernel
def probability_of_complaining(shortfall, resources, efficacy, expected_uptake, returns, a):
    """Chance of complaining about a service had: none if it was as expected, and the likelier the further it fell
    short (M7). Equation E78.
    """
    odds = math.exp(complaint_drive(resources, efficacy, expected_uptake, returns, a))
    odds *= math.exp(a.complain_shortfall * shortfall) - 1.0
    return odds / (1.0 + odds)


@kernel
def hazard_of_contact(resources, expected_uptake, has_need, a):
    """Monthly chance of raising a matter with politicians or officials (survey facts 20, 21). Equation E16."""
    lift = math.exp(a.contact_gradient * (resources - 0.5) + 0.8 * (expected_uptake - 0.3) + 0.5 * has_need)
    return clip(a.contact * lift, 0.0, 1.0)


@kernel
def appeal_of_unit(believed_quality, at_home, resources, market):
    """Utility of a provider in a logit choice: sharper for those with resources (M8). Equation E35."""
    return market.sharpness * (0.3 + 0.7 * resources) * believed_quality + market.home * at_home


# --- giving a hand ---


@kernel
def co_production(public, own, d):
    """Result of public and own effort (0-1 each), constant elasticity of substitution (M14). Equation E45."""
    q = d.complementarity
    public = max(public, 0.05)
    own = max(own, 0.05)
    if abs(q) < 1e-6:
        return public ** (1.0 - d.own_weight) * own**d.own_weight
    return ((1.0 - d.own_weight) * public**q + d.own_weight * own**q) ** (1.0 / q)


@kernel
def worth_of_result(result, d):
    """What a result is worth to the citizen: ever less for ever better ones (M14). Equation E45.

    So public effort crowds own effort out where the two replace each other, and draws it in where they complement.
    """
    return result**d.result_worth / d.result_worth


@kernel
def effort(severity, worths, share, resources, time, efficacy, expected_uptake, support, d):
    """Own effort a citizen gives to a service, on the grid 0, 1/4 ... 1 (M14): worth minus cost is largest.

    `worths` (5,) is what the result of each effort on the grid is worth (see `worth_of_result`); `share` is the part
    of delivery that rules leave to citizens; without it there is nothing to give. Belief in own mastery makes the same
    effort weigh less (P3). Equation E46.
    """
    if share <= 0.0:
        return 0.0
    means = clip((resources + support) * time * 1.6, 0.02, 1.0) * max(2.0 * efficacy, 0.05)
    motive = d.motive * (0.5 + efficacy + 0.5 * expected_uptake)
    cost = 0.5 * d.effort_cost * share / means
    best = 0.0
    most = -1e9
    for step in range(EFFORTS):
        e = step / (EFFORTS - 1)
        worth = (0.4 + 0.6 * severity) * worths[step] + motive * e - cost * e * e
        if worth > most:
            most = worth
            best = e
    return best


# --- what the encounter leaves behind ---


@kernel
def felt_uptake(offered, delivered, steepness):
    """How far a citizen finds a wish followed, from mean squared distances of it to the standard offer and to what was
    delivered.

    People judge both how far the service came to meet them and how near it ended: the mean of the two. The first alone
    would make asking without changing always hurt, against P8; the second alone never, against P7. Equation E57.
    """
    met_halfway = clip(1.0 - delivered / max(offered, 1e-9), 0.0, 1.0)
    return 0.5 * met_halfway + 0.5 * math.exp(-steepness * delivered)


@kernel
def procedural_justice(voice, uptake, noise, t):
    """Felt fairness: voice that is followed lifts it, voice that is ignored hurts (M4, P7). Equation E58."""
    return clip(t.justice_base + t.heard * voice * uptake - t.ignored * voice * (1.0 - uptake) + noise, 0.0, 1.0)


@kernel
def expected_fit(experience, indicator, publication, t):
    """Fit that a citizen expects: what experience says, moved toward the indicator where it is published (M3).

    Equation E77.
    """
    return experience + t.expectation_published * publication * (clip(indicator, 0.0, 1.0) - experience)


@kernel
def satisfaction(fit, justice, trust, expectation, noise, t):
    """Satisfaction with a service: performance, fairness, a halo of trust, and (dis)confirmed expectations (M3).

    Equation E59.
    """
    value = t.satisfaction_base + t.fit_weight * fit + t.justice_weight * justice + t.halo * (trust - 0.55)
    value += t.exceeded * max(fit - expectation, 0.0) - t.disappointed * max(expectation - fit, 0.0)
    return clip(value + noise, 0.0, 1.0)


@kernel
def trust_shock(satisfied, justice, trust, t):
    """What an encounter says about the municipality, the halo taken out; process counts more when the outcome is
    bad (M4). Equation E60.
    """
    outcome = satisfied - t.halo * (trust - 0.55) - t.satisfaction_reference
    process = t.process_weight + t.process_when_bad * max(t.satisfaction_reference - satisfied, 0.0)
    return t.outcome_weight * outcome + process * (justice - t.justice_reference)


@kernel
def trust_after(trust, shock, t):
    """Trust after an encounter: slow to win, quick to lose (M5). Equation E60."""
    if shock >= 0.0:
        return clip(trust + t.gain * (1.0 - trust) * shock, 0.0, 1.0)
    return clip(trust + t.gain * t.loss_aversion * trust * shock, 0.0, 1.0)


@kernel
def trust_after_month(trust, anchor, felt_voice, t):
    """Trust drifting back to one's own predisposition, shifted by felt voice (M5, P12). Equation E63."""
    aim = anchor + t.voice_lift * (felt_voice - t.voice_reference)
    return clip(trust + t.anchor_pull * (aim - trust), 0.0, 1.0)


@kernel
def felt_voice(voice, uptake, trust, t):
    """Feeling of having a say: being asked and being followed are both needed (their geometric mean).

    Trust colours it, as it colours satisfaction: whoever trusts finds oneself heard more readily (P12). Equation E61.
    """
    return clip(t.voice_scale * math.sqrt(max(voice * uptake, 0.0)) + t.halo * (trust - 0.55), 0.0, 1.0)


@kernel
def efficacy_aim(skill, voice, uptake, own_effort, t):
    """Belief in own mastery that an encounter points to: it withers in those never asked. Equation E61."""
    return clip(
        0.28 + 0.30 * skill + t.efficacy_voice * math.sqrt(max(voice * uptake, 0.0)) + 0.15 * own_effort,
        0.0,
        1.0,
    )


@kernel
def probability_of_use(fit, ownership, trust, d):
    """Chance that what was delivered is used in one's life (M20). Equation E62."""
    return logistic(d.use_base + d.use_ownership * ownership + d.use_trust * trust + d.use_fit * fit)


@kernel
def probability_of_return(fit, efficacy, d):
    """Chance that a served need comes back as failure demand (M12). Equation E62."""
    return clip(d.returning * (1.0 - fit) * (1.0 - d.mastery * efficacy), 0.0, 1.0)


@kernel
def probability_of_giving_up(resources, d):
    """Chance that one who should come back gives up instead: more likely with few resources (M12). Equation E62."""
    return clip(d.return_give_up * (1.5 - resources), 0.0, 1.0)


# --- taking part ---


@kernel
def probability_of_joining(skill, time, salience, efficacy, expected_uptake, income, hours, pay, support, j):
    """Chance of joining an arena when asked (M13, M24): can, want, and believe it matters; `pay` in wages.

    Equation E21.
    """
    drive = j.join_base + j.join_skill * (skill - 0.5) * (1.0 - 0.5 * support) + j.join_time * (time - 0.5)
    drive += (
        j.join_salience * salience
        + j.join_efficacy * (efficacy - 0.5)
        + j.join_input_followed * (expected_uptake - 0.3)
    )
    return logistic(drive - j.join_hours * hours + j.join_pay * pay * (1.3 - income) + 0.5 * support)


@kernel
def group_trust_among(group_trust, newcomers, j):
    """Members' trust that the others do their part, when a share of them are new and do not know each other (M17).

    Equation E79.
    """
    return (1.0 - newcomers) * group_trust + newcomers * j.group_trust_start


@kernel
def group_trust_after(group_trust, achieved, j):
    """Group trust after a meeting that `achieved` something, 0-1: small wins build it, idle meetings wear it (M17).

    Equation E79.
    """
    return group_trust + j.group_trust_rate * (achieved - group_trust)


@kernel
def probability_of_dropping_out(meetings_attended, uptake, group_trust, continuity, j):
    """Chance of leaving an arena after a meeting: front-loaded, less when proposals are followed and members trust each
    other (M17), certain if ad hoc.

    Equation E29.
    """
    hazard = j.leaving * (1.5 - uptake) + (j.early_leaving * (1.2 - uptake) if meetings_attended <= 1 else 0.0)
    return clip(1.0 - continuity * (1.0 - clip(hazard * (1.5 - group_trust), 0.0, 1.0)), 0.0, 1.0)


@kernel
def turnout_lean(skill, age_band, trust, politics):
    """Log odds of voting relative to the town's average voter (survey facts 25-29); bands 0-17, 18-66, 67-79, 80+.

    Equation E19.
    """
    age = politics.turnout_age if age_band == 2 else (0.1 * politics.turnout_age if age_band == 3 else 0.0)
    return politics.turnout_skill * (skill - 0.5) + politics.turnout_trust * (trust - 0.5) + age
