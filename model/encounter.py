"""Encounter: assess, tailor, deliver, co-deliver; then what it leaves behind (M1-M5, M9, M11, M12, M14, M20).

What is delivered is the programme moved part of the way to an estimate of the person's need: y = z + G (xhat - z). The
estimate mixes the professional's view and the citizen's own; how far it can move, G, depends on the kind of knowledge
each dimension calls for. Fit falls with the squared distance of y from what is needed.
"""

import math
from typing import Any

import numpy as np

from agents.citizen_rules import (
    clip,
    efficacy_aim,
    expected_fit,
    felt_uptake,
    felt_voice,
    probability_of_complaining,
    probability_of_giving_up,
    probability_of_return,
    probability_of_use,
    procedural_justice,
    satisfaction,
    trust_after,
    trust_shock,
)
from agents.kernel import kernel
from agents.packed import unpacked
from agents.providers import CIVIC
from agents.service_rules import (
    CODIFIED,
    PROFESSIONAL,
    assessment_bias,
    assessment_error,
    attention_quality,
    citizen_error,
    citizen_misconception,
    codified_gain,
    effective_dialogue,
    effort_quality,
    in_use,
    lay_weight,
    lived_gain,
    routine_weight,
    topic_weight,
)
from agents.table import DIMENSIONS, NONE, SLOTS
from model.allocation import DELIVERY, MONEY, Served, citizen_share_of_case
from model.chance import ENCOUNTER, EXPERIENCE, fill_normals, normal_from, uniforms
from model.ledger import EVENT, FIT_BINS, KIND
from model.parameters import kind_of
from model.rules import RULE
from model.town import Town

NUMBERS: Any = kind_of("encounter")
TRUST: Any = kind_of("trust")
MARKET: Any = kind_of("market")
STAFF: Any = kind_of("staff")
ACCESS: Any = kind_of("access")

CATCHING_UP = 1.0 - 0.8 ** np.arange(6.0)  # how far a unit's quality of late follows that of 0, 1 ... 5 cases
SOCIAL_DISTANCE = (0.0, 0.5, 0.5, 1.0)  # of the groups from a professional's own world


def encounter(town: Town, served: Served) -> None:
    """Carry out the month's served cases."""
    c, units, areas, teams = town.citizens, town.units, town.areas, town.teams
    _encounters(
        served.slot, served.unit, served.hours, served.effort, served.attention, served.load, (c.identity, c.cell,
        c.group, c.quintile), (c.resources, c.rank, c.time, c.skill), c.trust, c.expectation, c.voice, c.efficacy,
        c.ownership, c.expected_uptake, c.known_fit, c.known_unit, (c.encounters, c.heard, c.ignored), c.fit_sum,
        c.hours_given, c.need_state, c.need_area, c.need_unit, c.need_span, c.need_returns, c.need_waited,
        c.need_pressed, c.need_vector, units.kind, units.programme, units.solution, units.quality, units.slack,
        units.file_sum, units.survey_sum, (units.file_count, units.survey_count), units.indicator, teams.competence,
        teams.relation, teams.openness, teams.strain, teams.motive, town.team_start, areas.kind, areas.codified_count,
        areas.centre, areas.misconception, areas.quality, areas.weight, areas.measurability, areas.hours, town.rules,
        town.readiness, town.units_per_area, town.p.outcomes.statutory_floor, town.p.revision.survey_response,
        town.packed.encounter, town.packed.delivery, town.packed.trust, town.packed.market, town.packed.money,
        town.packed.staff, town.packed.access, town.seed, town.month, town.ledger.events, town.ledger.hours,
        town.ledger.fits, town.complaints,
    )  # fmt: skip


@kernel
def tailoring_gain(kind, codified, discretion, competence, dialogue, revealed, quality, trust, relation, e):
    """How far service moves from the programme to the estimate in one dimension, by kind of knowledge. Equation E53."""
    if kind == CODIFIED:
        return codified
    if kind == PROFESSIONAL:
        return discretion * competence * quality
    return lived_gain(discretion, dialogue, revealed, quality, trust, relation, e)


@kernel
def fit_of(distance, solution_quality, weight, e):
    """Service fit: solution quality to a power, times exp(-steepness * mean squared distance). Equation E56."""
    return worth_of_solution(solution_quality, weight) * closeness(distance, e)


@kernel
def closeness(distance, e):
    """The part of fit that depends on the mean squared distance of what is delivered to what is needed."""
    return math.exp(-e.steepness * distance)


@kernel
def worth_of_solution(quality, weight):
    """The part of fit that depends on the unit's answer to the area's shared problem only."""
    return quality**weight


@kernel
def _encounters(
    served_slot, served_unit, served_hours, served_effort, attention, load, who, means, trust, expectation, voice,
    efficacy, ownership, expected_uptake, known_fit, known_unit, counters, fit_total, hours_given, need_state,
    need_area, need_unit, need_span, need_returns, need_waited, need_pressed, need_vector, unit_kind, programme,
    solution, quality_of_late, slack, file_sum, survey_sum, unit_counts, indicator, competence, relation, openness,
    strain, motive, team_start, kind, codified_count, centre, misconception, solution_quality, weight, measurability,
    base_hours, rules, readiness, units_per_area, floor, survey_response, e, d, t, market, money, staff, access, seed,
    month, events, hours, fits, complaints,
):  # fmt: skip
    """Equations E48, E49, E50, E52, E54, E56, E57 and E61.

    `complaints` (areas,) counts those made about the services had.
    """
    e, d, t = unpacked(NUMBERS, e), unpacked(DELIVERY, d), unpacked(TRUST, t)
    market, money, staff = unpacked(MARKET, market), unpacked(MONEY, money), unpacked(STAFF, staff)
    access = unpacked(ACCESS, access)
    identity, cell, group, _ = who
    resources, rank, time, skill = means
    encounters, heard, ignored = counters
    file_count, survey_count = unit_counts
    noise = np.empty(3 * DIMENSIONS)
    professional_noise = noise[:DIMENSIONS]
    citizen_noise = noise[DIMENSIONS : 2 * DIMENSIONS]
    act_noise = noise[2 * DIMENSIONS :]
    professional_view = np.empty(DIMENSIONS)
    citizen_view = np.empty(DIMENSIONS)
    error_sd, pull, own_sd, mistake = np.empty(3), np.empty(3), np.empty(3), np.empty(3)
    lam_of, topic, gain_of = np.empty(3), np.empty(3), np.empty(3)
    units = len(unit_kind)
    worth, routine_of, attentive = np.empty(units), np.empty(units), np.empty(units)
    for row in range(units):  # what depends on the unit only
        area = row // units_per_area
        worth[row] = worth_of_solution(solution_quality[area, solution[row]], weight[area])
        routine_of[row] = routine_weight(load[row], d)
        attentive[row] = attention_quality(attention[row], d)
    by_rules = np.empty(len(rules))
    effort_of_team = np.empty(team_start[len(rules)])
    for area in range(len(rules)):  # what depends on the area's rules, and a team's motive under them
        by_rules[area] = codified_gain(rules[area, RULE.rule_categories], codified_count[area], e)
        for team in range(team_start[area], team_start[area + 1]):
            target = rules[area, RULE.target_pressure]
            effort_of_team[team] = effort_quality(target, measurability[area], motive[team], market)
    fit_sum, fit_count = np.zeros(units), np.zeros(units)
    for k in range(len(served_slot)):
        i = served_slot[k] // SLOTS
        s = served_slot[k] % SLOTS
        row = served_unit[k]
        area = int(need_area[i, s])
        rule = rules[area]
        returns = float(need_returns[i, s])
        tally = events[cell[i], area]
        own_effort = served_effort[k]
        share = rule[RULE.delivery_share] * readiness[3]
        if unit_kind[row] == CIVIC:
            share = max(share, d.civic_share)
        team = team_start[area] + int(identity[i]) % (team_start[area + 1] - team_start[area])

        # What the professional can give this case.
        facilitation = rule[RULE.facilitation] * readiness[1]
        told = effective_dialogue(rule[RULE.dialogue] * readiness[2], attention[row], facilitation, e)
        distance = clip(SOCIAL_DISTANCE[group[i]] + 0.3 * (0.5 - resources[i]), 0.0, 1.0)
        worn = (
            market.unmeasured_loss * (1.0 - measurability[area]) * max(0.0, 1.0 - slack[row] / max(market.slack, 1e-9))
        )
        quality = attentive[row]
        if unit_kind[row] == CIVIC:  # targets do not reach it
            quality *= effort_quality(0.0, measurability[area], motive[team], market)
        else:
            quality *= effort_of_team[team]
        quality = clip(quality * (1.0 - worn), 0.0, 1.0)
        able = in_use(competence[team], strain[team], staff) * readiness[2]
        relates = in_use(relation[team], strain[team], staff)
        routine = routine_of[row]
        revealed = 0.6 * d.largest_share * share * own_effort
        by_rule = by_rules[area]
        for of in range(3):  # what depends on the kind of knowledge only
            error_sd[of] = assessment_error(of, told, rule[RULE.documentation], returns, e)
            pull[of] = assessment_bias(of, distance, told, e) / math.sqrt(1.0 + returns)
            own_sd[of] = citizen_error(of, e)
            mistake[of] = citizen_misconception(of, 1.0, resources[i], told, e)
            lam_of[of] = lay_weight(of, rule[RULE.lam_y], facilitation, resources[i], openness[team], e)
            topic[of] = topic_weight(of, facilitation, e)
            gain_of[of] = tailoring_gain(of, by_rule, rule[RULE.discretion], able, told, revealed, quality, trust[i],
                                         relates, e)  # fmt: skip
        foreign = 3 * (int(need_span[i, s]) - 1)

        # Views of the need, estimate, delivery.
        fill_normals(noise, seed, ENCOUNTER, month, identity[i], s * 16)
        missed = 0.0
        unheard = 0.0
        asked = 0.0
        talked = 1e-9
        spread = 0.0
        lay = 0.0
        for x in range(DIMENSIONS):
            of = kind[area, x]
            need = float(need_vector[i, s, x])
            error = error_sd[of] * professional_noise[x]
            bias = pull[of] * (centre[area, 0, x] - need)
            view = (1.0 - routine) * (need + bias + error) + routine * centre[area, group[i], x]
            own_error = own_sd[of] * citizen_noise[x]
            own_view = need + mistake[of] * misconception[area, x] + own_error
            lam = lam_of[of]
            gain = gain_of[of]
            if (x + int(identity[i])) % DIMENSIONS < foreign:
                gain *= 1.0 - d.cross_loss * (1.0 - rule[RULE.coordination])
            scatter = e.discretion_noise * rule[RULE.discretion] * act_noise[x] if of != CODIFIED else 0.0
            estimate = (1.0 - lam) * view + lam * own_view
            start = programme[row, x]
            step = gain * (estimate - start)
            missed += (need - start - step - scatter) ** 2
            unheard += topic[of] * (own_view - start - step - scatter) ** 2
            asked += topic[of] * (own_view - start) ** 2
            talked += topic[of]
            spread += (gain * ((1.0 - lam) * (1.0 - routine) * error + lam * own_error) + scatter) ** 2
            lay += lam
            professional_view[x] = view
            citizen_view[x] = own_view
        fit = worth[row] * closeness(missed / DIMENSIONS, e)
        fit *= 1.0 - d.shortfall * d.largest_share * share * (1.0 - own_effort)
        uptake = felt_uptake(asked / talked, unheard / talked, e.steepness)

        # Evidence for the next revision; who answers surveys depends on resources.
        u = uniforms(seed, EXPERIENCE, month, identity[i], s * 2)
        v = uniforms(seed, EXPERIENCE, month, identity[i], s * 2 + 1)
        answers = v[0] < survey_response * (0.5 + resources[i])
        file_count[row] += 1.0
        survey_count[row] += 1.0 if answers else 0.0
        for x in range(DIMENSIONS):
            file_sum[row, x] += professional_view[x]
            if answers:
                survey_sum[row, x] += citizen_view[x]

        # Experience.
        justice = procedural_justice(told, uptake, t.justice_noise * normal_from(u[0]), t)
        expected = expected_fit(expectation[i], indicator[row], rule[RULE.indicator_publication], t)
        happy = satisfaction(fit, justice, trust[i], expected, t.satisfaction_noise * normal_from(u[1]), t)
        trust[i] = trust_after(trust[i], trust_shock(happy, justice, trust[i], t), t)
        expectation[i] = clip(expectation[i] + t.expectation_rate * (fit - expectation[i]), 0.0, 1.0)
        voice[i] += t.voice_rate * (felt_voice(told, uptake, trust[i], t) - voice[i])
        expected_uptake[i] += 0.1 * told * (uptake - expected_uptake[i])
        efficacy[i] += t.efficacy_rate * (efficacy_aim(skill[i], told, uptake, own_effort * share, t) - efficacy[i])
        ownership[i] = clip(ownership[i] + 0.05 * own_effort * share * (1.0 - ownership[i]), 0.0, 1.0)
        known_fit[i, area] = fit
        known_unit[i, area] = need_unit[i, s]
        encounters[i] += 1
        fit_total[i] = float(fit_total[i]) + fit
        if told >= 0.25:  # asked in earnest
            if uptake >= 0.5:
                heard[i] += 1
            else:
                ignored[i] += 1

        # Hours: the citizen's, and the public ones by kind.
        given = base_hours[area] * citizen_share_of_case(own_effort, share, time[i], base_hours[area], d)
        tally[EVENT.delivered_hours] += given
        given += d.dialogue_hours * rule[RULE.dialogue] * attention[row]
        hours_given[i] = float(hours_given[i]) + given
        talk = (money.dialogue + money.facilitation * rule[RULE.facilitation]) * rule[RULE.dialogue]
        dialogue_part = talk * base_hours[area] * attention[row]
        dialogue_part = min(dialogue_part, served_hours[k])
        if returns > 0.0:
            hours[area, KIND.returns] += served_hours[k]
        else:
            hours[area, KIND.dialogue] += dialogue_part
            hours[area, KIND.delivery] += served_hours[k] - dialogue_part
        tally[EVENT.public_hours] += served_hours[k]
        tally[EVENT.citizen_hours] += given
        tally[EVENT.citizen_hours_rank] += given * rank[i]

        # Met, or back again.
        used = probability_of_use(fit, ownership[i], trust[i], d)
        tally[EVENT.cases] += 1.0
        tally[EVENT.return_cases] += 1.0 if returns > 0.0 else 0.0
        tally[EVENT.fit] += fit
        tally[EVENT.use] += fit * used
        tally[EVENT.below_floor] += 1.0 if fit < floor else 0.0
        tally[EVENT.satisfaction] += happy
        tally[EVENT.justice] += justice
        tally[EVENT.lay_weight] += lay / DIMENSIONS
        tally[EVENT.spread] += spread / DIMENSIONS
        tally[EVENT.influence] += told * uptake
        tally[EVENT.influence_rank] += told * uptake * rank[i]
        fits[min(int(fit * FIT_BINS), FIT_BINS - 1)] += 1.0
        fit_sum[row] += fit
        fit_count[row] += 1.0
        complains = v[1] < probability_of_complaining(
            max(expected - fit, 0.0), resources[i], efficacy[i], expected_uptake[i], returns, access
        )
        if complains:
            complaints[area] += 1.0
            tally[EVENT.complaints] += 1.0
            tally[EVENT.acts] += 1.0
        need_pressed[i, s] = access.press if complains else 0.0
        need_waited[i, s] = 0
        if u[2] < probability_of_return(fit, efficacy[i], d):
            if u[3] < probability_of_giving_up(resources[i], d):
                need_state[i, s] = 0
                need_area[i, s] = NONE
                tally[EVENT.gave_up] += 1.0
            else:
                need_returns[i, s] = min(int(need_returns[i, s]) + 1, 250)
                need_unit[i, s] = NONE
                tally[EVENT.returned] += 1.0
        else:
            need_state[i, s] = 0
            need_area[i, s] = NONE
            tally[EVENT.closed] += 1.0
            if fit >= floor:
                tally[EVENT.met] += 1.0
                tally[EVENT.met_rank] += rank[i]
    for row in range(units):
        count = fit_count[row]
        if count > 0.0:
            followed = CATCHING_UP[min(int(count), 5)] * 0.5
            quality_of_late[row] += followed * (fit_sum[row] / count - quality_of_late[row])
