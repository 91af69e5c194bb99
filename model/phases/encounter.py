"""Encounter: assess, tailor, deliver, co-deliver; then what it leaves behind (M1-M5, M9, M11, M12, M14, M20).

What is delivered is the programme moved part of the way to an estimate of the person's need: y = z + G (xhat - z). The
estimate mixes the professional's view and the citizen's own; how far it can move, G, depends on the kind of knowledge
each dimension calls for. Fit falls with the squared distance of y from what is needed.
"""

import math
from collections import namedtuple
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
from agents.engine.kernel import kernel
from agents.engine.packed import unpacked
from agents.engine.table import DIMENSIONS, NONE, SLOTS, taker
from agents.providers import CIVIC, LEAST_SLACK
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
from model.chance import ENCOUNTER, EXPERIENCE, fill_normals, normal_from, uniforms
from model.paradigms.rules import RULE
from model.parameters.parameters import kind_of
from model.phases.allocation import DELIVERY, MONEY, Served, citizen_share_of_case
from model.town.ledger import EVENT, FIT_BINS, KIND
from model.town.town import Town

NUMBERS: Any = kind_of("encounter")
TRUST: Any = kind_of("trust")
MARKET: Any = kind_of("market")
STAFF: Any = kind_of("staff")
ACCESS: Any = kind_of("access")

Users = namedtuple(  # noqa: PYI024
    "Users",
    "identity cell group resources rank time skill trust expectation voice efficacy ownership expected_uptake "
    "known_fit known_unit encounters heard ignored fit_sum hours_given need_state need_area need_unit need_span "
    "need_returns need_waited need_pressed need_vector",
)
Units = namedtuple(  # noqa: PYI024
    "Units", "kind programme solution quality slack indicator file_sum survey_sum file_count survey_count"
)
Teams = namedtuple("Teams", "competence relation openness strain motive")  # noqa: PYI024
Services = namedtuple(  # noqa: PYI024
    "Services", "kind codified_count centre misconception quality weight measurability hours"
)
Groups = namedtuple("Groups", "encounter delivery trust market money staff access")  # noqa: PYI024
Counts = namedtuple("Counts", "events hours fits")  # noqa: PYI024
USERS, UNITS, TEAMS, SERVICES = taker(Users), taker(Units), taker(Teams), taker(Services)
GROUPS, COUNTS = taker(Groups), taker(Counts)

CATCHING_UP = 1.0 - 0.8 ** np.arange(6.0)  # how far a unit's quality of late follows that of 0, 1 ... 5 cases
SOCIAL_DISTANCE = (0.0, 0.5, 0.5, 1.0)  # of the groups from a professional's own world


def encounter(town: Town, served: Served) -> None:
    """Carry out the month's served cases."""
    _encounters(
        tuple(served), USERS(town.citizens), UNITS(town.units), TEAMS(town.teams), SERVICES(town.areas),
        town.team_start, town.units_per_area, town.rules, town.readiness, town.p.outcomes.statutory_floor,
        town.p.revision.survey_response, GROUPS(town.packed), town.seed, town.month, COUNTS(town.ledger),
        town.complaints,
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
    served, c, units, teams, areas, team_start, units_per_area, rules, readiness, floor, survey_response, n, seed,
    month, counts, complaints,
):  # fmt: skip
    """Equations E48, E49, E50, E52, E54, E56, E57 and E61.

    Tables come as the values of `Served`, `Users`, `Units`, `Teams`, `Services`, numbers as those of `Groups`; what
    happens goes to those of `Counts`, and `complaints` (areas,) counts those made about the services had.
    """
    served, c, units, teams, areas = Served(*served), Users(*c), Units(*units), Teams(*teams), Services(*areas)
    n, counts = Groups(*n), Counts(*counts)
    e, d, t = unpacked(NUMBERS, n.encounter), unpacked(DELIVERY, n.delivery), unpacked(TRUST, n.trust)
    market, money, staff = unpacked(MARKET, n.market), unpacked(MONEY, n.money), unpacked(STAFF, n.staff)
    access = unpacked(ACCESS, n.access)
    # What the loops over dimensions read and write is looked up once.
    kind, centre, misconception = areas.kind, areas.centre, areas.misconception
    programme, need_vector, file_sum, survey_sum = units.programme, c.need_vector, units.file_sum, units.survey_sum
    noise = np.empty(3 * DIMENSIONS)
    professional_noise = noise[:DIMENSIONS]
    citizen_noise = noise[DIMENSIONS : 2 * DIMENSIONS]
    act_noise = noise[2 * DIMENSIONS :]
    professional_view = np.empty(DIMENSIONS)
    citizen_view = np.empty(DIMENSIONS)
    error_sd, pull, own_sd, mistake = np.empty(3), np.empty(3), np.empty(3), np.empty(3)
    lam_of, topic, gain_of = np.empty(3), np.empty(3), np.empty(3)
    rows = len(units.kind)
    worth, routine_of, attentive = np.empty(rows), np.empty(rows), np.empty(rows)
    for row in range(rows):  # what depends on the unit only
        area = row // units_per_area
        worth[row] = worth_of_solution(areas.quality[area, units.solution[row]], areas.weight[area])
        routine_of[row] = routine_weight(served.load[row], d)
        attentive[row] = attention_quality(served.attention[row], d)
    by_rules = np.empty(len(rules))
    effort_of_team = np.empty(team_start[len(rules)])
    for area in range(len(rules)):  # what depends on the area's rules, and a team's motive under them
        by_rules[area] = codified_gain(rules[area, RULE.rule_categories], areas.codified_count[area], e)
        for team in range(team_start[area], team_start[area + 1]):
            target = rules[area, RULE.target_pressure]
            effort_of_team[team] = effort_quality(target, areas.measurability[area], teams.motive[team], market)
    fit_sum, fit_count = np.zeros(rows), np.zeros(rows)
    for k in range(len(served.slot)):
        i = served.slot[k] // SLOTS
        s = served.slot[k] % SLOTS
        row = served.unit[k]
        area = int(c.need_area[i, s])
        identity, group = int(c.identity[i]), int(c.group[i])
        rule = rules[area]
        returns = float(c.need_returns[i, s])
        tally = counts.events[c.cell[i], area]
        own_effort = served.effort[k]
        share = rule[RULE.delivery_share] * readiness[3]
        if units.kind[row] == CIVIC:
            share = max(share, d.civic_share)
        team = team_start[area] + identity % (team_start[area + 1] - team_start[area])

        # What the professional can give this case.
        facilitation = rule[RULE.facilitation] * readiness[1]
        told = effective_dialogue(rule[RULE.dialogue] * readiness[2], served.attention[row], facilitation, e)
        distance = clip(SOCIAL_DISTANCE[group] + 0.3 * (0.5 - c.resources[i]), 0.0, 1.0)
        gone = max(0.0, 1.0 - units.slack[row] / max(market.slack, LEAST_SLACK))
        worn = market.unmeasured_loss * (1.0 - areas.measurability[area]) * gone
        quality = attentive[row]
        if units.kind[row] == CIVIC:  # targets do not reach it
            quality *= effort_quality(0.0, areas.measurability[area], teams.motive[team], market)
        else:
            quality *= effort_of_team[team]
        quality = clip(quality * (1.0 - worn), 0.0, 1.0)
        able = in_use(teams.competence[team], teams.strain[team], staff) * readiness[2]
        relates = in_use(teams.relation[team], teams.strain[team], staff)
        routine = routine_of[row]
        revealed = 0.6 * d.largest_share * share * own_effort
        by_rule = by_rules[area]
        for of in range(3):  # what depends on the kind of knowledge only
            error_sd[of] = assessment_error(of, told, rule[RULE.documentation], returns, e)
            pull[of] = assessment_bias(of, distance, told, e) / math.sqrt(1.0 + returns)
            own_sd[of] = citizen_error(of, e)
            mistake[of] = citizen_misconception(of, 1.0, c.resources[i], told, e)
            lam_of[of] = lay_weight(
                of, rule[RULE.weight_delivery], facilitation, c.resources[i], teams.openness[team], e
            )
            topic[of] = topic_weight(of, facilitation, e)
            gain_of[of] = tailoring_gain(of, by_rule, rule[RULE.discretion], able, told, revealed, quality, c.trust[i],
                                         relates, e)  # fmt: skip
        foreign = 3 * (int(c.need_span[i, s]) - 1)

        # Views of the need, estimate, delivery.
        fill_normals(noise, seed, ENCOUNTER, month, identity, s * 16)
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
            view = (1.0 - routine) * (need + bias + error) + routine * centre[area, group, x]
            own_error = own_sd[of] * citizen_noise[x]
            own_view = need + mistake[of] * misconception[area, x] + own_error
            lam = lam_of[of]
            gain = gain_of[of]
            if (x + identity) % DIMENSIONS < foreign:
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
        u = uniforms(seed, EXPERIENCE, month, identity, s * 2)
        v = uniforms(seed, EXPERIENCE, month, identity, s * 2 + 1)
        answers = v[0] < survey_response * (0.5 + c.resources[i])
        units.file_count[row] += 1.0
        units.survey_count[row] += 1.0 if answers else 0.0
        for x in range(DIMENSIONS):
            file_sum[row, x] += professional_view[x]
            if answers:
                survey_sum[row, x] += citizen_view[x]

        # Experience.
        justice = procedural_justice(told, uptake, t.justice_noise * normal_from(u[0]), t)
        expected = expected_fit(c.expectation[i], units.indicator[row], rule[RULE.indicator_publication], t)
        happy = satisfaction(fit, justice, c.trust[i], expected, t.satisfaction_noise * normal_from(u[1]), t)
        c.trust[i] = trust_after(c.trust[i], trust_shock(happy, justice, c.trust[i], t), t)
        c.expectation[i] = clip(c.expectation[i] + t.expectation_rate * (fit - c.expectation[i]), 0.0, 1.0)
        c.voice[i] += t.voice_rate * (felt_voice(told, uptake, c.trust[i], t) - c.voice[i])
        c.expected_uptake[i] += 0.1 * told * (uptake - c.expected_uptake[i])
        aim = efficacy_aim(c.skill[i], told, uptake, own_effort * share, t)
        c.efficacy[i] += t.efficacy_rate * (aim - c.efficacy[i])
        c.ownership[i] = clip(c.ownership[i] + 0.05 * own_effort * share * (1.0 - c.ownership[i]), 0.0, 1.0)
        c.known_fit[i, area] = fit
        c.known_unit[i, area] = c.need_unit[i, s]
        c.encounters[i] += 1
        c.fit_sum[i] = float(c.fit_sum[i]) + fit
        if told >= 0.25:  # asked in earnest
            if uptake >= 0.5:
                c.heard[i] += 1
            else:
                c.ignored[i] += 1

        # Hours: the citizen's, and the public ones by kind.
        given = areas.hours[area] * citizen_share_of_case(own_effort, share, c.time[i], areas.hours[area], d)
        tally[EVENT.delivered_hours] += given
        given += d.dialogue_hours * rule[RULE.dialogue] * served.attention[row]
        c.hours_given[i] = float(c.hours_given[i]) + given
        talk = (money.dialogue + money.facilitation * rule[RULE.facilitation]) * rule[RULE.dialogue]
        dialogue_part = talk * areas.hours[area] * served.attention[row]
        dialogue_part = min(dialogue_part, served.hours[k])
        if returns > 0.0:
            counts.hours[area, KIND.returns] += served.hours[k]
        else:
            counts.hours[area, KIND.dialogue] += dialogue_part
            counts.hours[area, KIND.delivery] += served.hours[k] - dialogue_part
        tally[EVENT.public_hours] += served.hours[k]
        tally[EVENT.citizen_hours] += given
        tally[EVENT.citizen_hours_rank] += given * c.rank[i]

        # Met, or back again.
        used = probability_of_use(fit, c.ownership[i], c.trust[i], d)
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
        tally[EVENT.influence_rank] += told * uptake * c.rank[i]
        counts.fits[min(int(fit * FIT_BINS), FIT_BINS - 1)] += 1.0
        fit_sum[row] += fit
        fit_count[row] += 1.0
        complains = v[1] < probability_of_complaining(
            max(expected - fit, 0.0), c.resources[i], c.efficacy[i], c.expected_uptake[i], returns, access
        )
        if complains:
            complaints[area] += 1.0
            tally[EVENT.complaints] += 1.0
            tally[EVENT.acts] += 1.0
        c.need_pressed[i, s] = access.complaint_priority if complains else 0.0
        c.need_waited[i, s] = 0
        if u[2] < probability_of_return(fit, c.efficacy[i], d):
            if u[3] < probability_of_giving_up(c.resources[i], d):
                c.need_state[i, s] = 0
                c.need_area[i, s] = NONE
                tally[EVENT.gave_up] += 1.0
            else:
                c.need_returns[i, s] = min(int(c.need_returns[i, s]) + 1, 250)
                c.need_unit[i, s] = NONE
                tally[EVENT.returned] += 1.0
        else:
            c.need_state[i, s] = 0
            c.need_area[i, s] = NONE
            tally[EVENT.closed] += 1.0
            if fit >= floor:
                tally[EVENT.met] += 1.0
                tally[EVENT.met_rank] += c.rank[i]
    for row in range(rows):
        count = fit_count[row]
        if count > 0.0:
            followed = CATCHING_UP[min(int(count), 5)] * 0.5
            units.quality[row] += followed * (fit_sum[row] / count - units.quality[row])
