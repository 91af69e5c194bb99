"""Encounter: assess, tailor, deliver, co-deliver, and change attitudes (M1-M5, M9, M11, M12, M14, M20).

Delivery moves the programme part of the way to an estimate of the person's need: y = z + G (xhat - z). The estimate
mixes the professional's view and the citizen's own. How far it can move, G, depends on the kind of knowledge that each
dimension requires. Fit falls with the squared distance of y from the need.
"""

import math

import numpy as np

from agents.attitude_rules import (
    efficacy_aim,
    expected_fit,
    felt_following,
    felt_voice,
    inconsistency,
    influence_of_voice,
    procedural_justice,
    satisfaction,
    trust_after,
    trust_shock,
)
from agents.citizen_rules import (
    MIDDLE,
    clip,
    probability_of_appealing,
    probability_of_complaining,
    probability_of_giving_up,
    probability_of_return,
    probability_of_use,
)
from agents.citizens import NO_NEED
from agents.engine.kernel import kernel
from agents.engine.sums import square
from agents.engine.table import DIMENSIONS, NONE, SLOTS, columns
from agents.helping_rules import citizen_share_of_case
from agents.providers import CIVIC, CONTRACTED, LEAST_SLACK
from agents.service_rules import (
    CODIFIED,
    LIVED,
    assessment_bias,
    assessment_error,
    citizen_error,
    citizen_misconception,
    effective_dialogue,
    effective_skill,
    effort_quality,
    lay_weight,
    lived_gain,
    probability_of_upholding,
    topic_weight,
)
from agents.year import MONTHLY_FADING
from model.chance import (
    APPEAL,
    ENCOUNTER,
    EXPERIENCE,
    fill_side_by_side,
    fill_uniforms_side_by_side,
    normal_from,
    uniforms,
)
from model.paradigms.rules import RULE
from model.phases.service.allocation import allocate
from model.phases.service.answers import (
    SERVICE_BLOCK,
    answer_to_complaint,
    chance_of_being_followed,
    leave_unserved,
    take_answer,
)
from model.phases.service.cases import (
    ByKind,
    Case,
    Counts,
    Delivered,
    Services,
    Setting,
    Teams,
    Units,
    Users,
    Views,
    count_case,
)
from model.phases.service.fit import by_rules_in_units, by_unit, closeness, tailoring_gain
from model.town.ledger import EVENT, KIND, PAYER, Tallies, tally_of
from model.town.town import ROLE

KINDS = 3  # of knowledge
AT_ONCE = 64  # cases whose noise is drawn together
LUCK_BLOCKS = 2  # blocks of chance of what one slot's case leaves behind
NOISE_BLOCKS = 16  # blocks of chance reserved for the noise of one slot's case
QUALITY_MEMORY = 0.8  # with each case a unit's recent quality keeps this share of its distance to the new fit
FULL_CATCH_UP = 5  # cases a month from which more cases move it no further
CATCHING_UP = 1.0 - QUALITY_MEMORY ** np.arange(FULL_CATCH_UP + 1.0)  # by number of cases
QUALITY_RATE = 0.5  # of that way, a month
SOCIAL_DISTANCE = (0.0, 0.5, 0.5, 1.0)  # of majority, youth, elderly and minority from a professional's own world
DISTANCE_BY_RESOURCES = 0.3  # the poorest are 0.15 further away, the richest 0.15 nearer
REVEALED_BY_EFFORT = 0.6  # information from working together, relative to dialogue
SURVEYED_BY_RESOURCES = 0.5  # the poorest answer surveys half as often as the average, the richest 1.5 times
FOREIGN_DIMENSIONS = 3  # dimensions of a need that each further sector takes part in
MOST_RETURNS = 250  # highest count of a byte column


@kernel
def serve(town):
    """Allocate hours to cases, and carry out the served cases."""
    encounter(town, allocate(town))


@kernel
def encounter(town, served):
    """Carry out the cases served, a `Served`, one after another.

    Equations E44, E48, E49, E50, E51, E52, E53, E54, E56, E57, E58, E59, E60, E61, E62, E75, E77, E85, E87, E89, E99
    and E100.
    """
    citizens, units, teams = columns(Users, town.citizens), columns(Units, town.units), columns(Teams, town.teams)
    areas, counts, tallies = columns(Services, town.areas), columns(Counts, town.ledger), columns(Tallies, town.ledger)
    numbers, complaints = town.numbers, town.complaints
    encounter, delivery, trust, access = numbers.encounter, numbers.delivery, numbers.trust, numbers.access
    market, money, staff = numbers.market, numbers.money, numbers.staff
    floor, survey_response = numbers.outcomes.statutory_floor, numbers.revision.survey_response
    hardship, followed_from = numbers.mechanisms.hardship > 0.0, chance_of_being_followed(town)
    usual = town.usual
    practice, team_start, readiness, seed, month = town.practice, town.team_start, town.readiness, town.seed, town.month
    noises, luck = np.empty((KINDS * DIMENSIONS, AT_ONCE)), np.empty((8, AT_ONCE))
    addresses, blocks, of_luck = np.empty(AT_ONCE, np.int64), np.empty(AT_ONCE, np.int64), np.empty(AT_ONCE, np.int64)
    views = Views(np.empty(DIMENSIONS), np.empty(DIMENSIONS))
    by_kind = ByKind(
        np.empty(KINDS), np.empty(KINDS), np.empty(KINDS), np.empty(KINDS), np.empty(KINDS), np.empty(KINDS),
        np.empty(KINDS), np.empty(KINDS),
    )  # fmt: skip
    rows = len(units.kind)
    worth, routine_of, attentive = by_unit(served, units, areas, town.units_per_area, delivery)
    by_rules = by_rules_in_units(practice, town.units_per_area, areas, encounter)
    fit_sum, fit_count = np.zeros(rows), np.zeros(rows)
    for k in range(len(served.slot)):
        if k % AT_ONCE == 0:
            many = min(AT_ONCE, len(served.slot) - k)
            for j in range(many):
                addresses[j] = citizens.identity[served.slot[k + j] // SLOTS]
                blocks[j] = served.slot[k + j] % SLOTS * NOISE_BLOCKS
                of_luck[j] = served.slot[k + j] % SLOTS * LUCK_BLOCKS
            fill_side_by_side(noises, many, seed, ENCOUNTER, month, addresses, blocks)
            fill_uniforms_side_by_side(luck, many, seed, EXPERIENCE, month, addresses, of_luck)
        noise, u, v = noises[:, k % AT_ONCE], luck[:4, k % AT_ONCE], luck[4:, k % AT_ONCE]
        i = served.slot[k] // SLOTS
        s = served.slot[k] % SLOTS
        row = served.unit[k]
        area = int(citizens.need_area[i, s])
        identity = int(citizens.identity[i])
        rule = practice[row]
        returns = float(citizens.need_returns[i, s])
        tally = tally_of(tallies, citizens.cell[i], area)
        own_effort = served.effort[k]
        share = rule[RULE.delivery_share] * readiness[ROLE.citizens]
        if units.kind[row] == CIVIC:
            share = max(share, delivery.civic_share)
        team = team_start[area] + identity % (team_start[area + 1] - team_start[area])

        gone = max(0.0, 1.0 - units.slack[row] / max(market.slack, LEAST_SLACK))
        worn = market.unmeasured_loss * (1.0 - areas.measurability[area]) * gone
        quality = attentive[row]
        if units.kind[row] == CIVIC:  # targets do not affect it
            quality *= effort_quality(0.0, areas.measurability[area], teams.motive[team], market)
        else:
            target = usual[area, RULE.target_pressure]
            quality *= effort_quality(target, areas.measurability[area], teams.motive[team], market)
        quality = clip(quality * (1.0 - worn), 0.0, 1.0)
        ready = readiness[ROLE.professionals]
        facilitation = rule[RULE.facilitation] * readiness[ROLE.leaders]
        dialogue = effective_dialogue(rule[RULE.dialogue] * ready, served.attention[row], facilitation, encounter)
        revealed = REVEALED_BY_EFFORT * delivery.largest_share * share * own_effort
        apart = SOCIAL_DISTANCE[int(citizens.group[i])] + DISTANCE_BY_RESOURCES * (MIDDLE - citizens.resources[i])
        setting = Setting(
            facilitation, dialogue, clip(apart, 0.0, 1.0), quality,
            effective_skill(teams.competence[team], teams.strain[team], staff) * ready,
            effective_skill(teams.relation[team], teams.strain[team], staff), routine_of[row],
            revealed, by_rules[row],
        )  # fmt: skip
        resources = citizens.resources[i]
        for kind in range(KINDS):
            by_kind.error[kind] = assessment_error(kind, dialogue, rule[RULE.documentation], returns, encounter)
            bias = assessment_bias(kind, setting.distance, dialogue, encounter)
            by_kind.pull[kind] = bias / math.sqrt(1.0 + returns)
            by_kind.own_error[kind] = citizen_error(kind, encounter)
            by_kind.misconception[kind] = citizen_misconception(kind, 1.0, resources, dialogue, encounter)
            by_kind.lay_weight[kind] = lay_weight(
                kind, rule[RULE.weight_delivery], setting.facilitation, resources, teams.openness[team], encounter
            )
            by_kind.topic[kind] = topic_weight(kind, setting.facilitation, encounter)
            by_kind.gain[kind] = tailoring_gain(
                kind, setting.codified_gain, rule[RULE.discretion], setting.competence, dialogue, setting.revealed,
                setting.quality, citizens.trust[i], setting.relation, encounter,
            )  # fmt: skip
            by_kind.silent_gain[kind] = by_kind.gain[kind]
            if kind == LIVED:
                by_kind.silent_gain[kind] = lived_gain(
                    rule[RULE.discretion], 0.0, setting.revealed, setting.quality, citizens.trust[i], setting.relation,
                    encounter,
                )  # fmt: skip
        group, routine = int(citizens.group[i]), setting.routine
        foreign = FOREIGN_DIMENSIONS * (int(citizens.need_span[i, s]) - 1)
        missed = 0.0
        delivered_wish = 0.0
        offered_wish = 0.0
        silent_wish = 0.0
        talked = 1e-9
        spread = 0.0
        lay = 0.0
        for x in range(DIMENSIONS):
            kind = areas.kind[area, x]
            need = float(citizens.need_vector[i, s, x])
            error = by_kind.error[kind] * noise[x]
            bias = by_kind.pull[kind] * (areas.centre[area, 0, x] - need)
            view = (1.0 - routine) * (need + bias + error) + routine * areas.centre[area, group, x]
            own_error = by_kind.own_error[kind] * noise[DIMENSIONS + x]
            own_view = need + by_kind.misconception[kind] * areas.misconception[area, x] + own_error
            weight = by_kind.lay_weight[kind]
            gain = by_kind.gain[kind]
            silent_gain = by_kind.silent_gain[kind]
            if (x + identity) % DIMENSIONS < foreign:
                gain *= 1.0 - delivery.cross_loss * (1.0 - rule[RULE.coordination])
                silent_gain *= 1.0 - delivery.cross_loss * (1.0 - rule[RULE.coordination])
            scatter = 0.0
            if kind != CODIFIED:
                scatter = encounter.discretion_noise * rule[RULE.discretion] * noise[2 * DIMENSIONS + x]
            estimate = (1.0 - weight) * view + weight * own_view
            start = units.programme[row, x]
            step = gain * (estimate - start)
            topic = by_kind.topic[kind]
            missed += square(need - start - step - scatter)
            delivered_wish += topic * square(own_view - start - step - scatter)
            offered_wish += topic * square(own_view - start)
            silent_wish += topic * square(own_view - start - silent_gain * (view - start) - scatter)
            talked += topic
            spread += square(gain * ((1.0 - weight) * (1.0 - routine) * error + weight * own_error) + scatter)
            lay += weight
            views.professional[x] = view
            views.citizen[x] = own_view
        delivered = Delivered(
            missed / DIMENSIONS, offered_wish / talked, delivered_wish / talked, silent_wish / talked,
            spread / DIMENSIONS, lay / DIMENSIONS,
        )  # fmt: skip
        fit = worth[row] * closeness(delivered.missed, encounter)
        fit *= 1.0 - delivery.shortfall * delivery.largest_share * share * (1.0 - own_effort)
        followed = felt_following(delivered.offered_wish, delivered.delivered_wish, encounter.steepness, trust)

        answers = v[0] < survey_response * (SURVEYED_BY_RESOURCES + citizens.resources[i])
        units.file_count[row] += 1.0
        units.survey_count[row] += 1.0 if answers else 0.0
        for x in range(DIMENSIONS):
            units.file_sum[row, x] += views.professional[x]
            if answers:
                units.survey_sum[row, x] += views.citizen[x]
        felt_otherwise = trust.justice_noise * normal_from(u[0]) - inconsistency(delivered.spread, trust)
        justice = procedural_justice(dialogue, followed, felt_otherwise, trust)
        publication = rule[RULE.indicator_publication]
        expected = expected_fit(citizens.expectation[i], units.indicator[row], publication, trust)
        chance = trust.satisfaction_noise * normal_from(u[1])
        satisfied = satisfaction(fit, justice, citizens.trust[i], expected, chance, trust)
        shock = trust_shock(satisfied, justice, citizens.trust[i], trust)
        citizens.trust[i] = trust_after(citizens.trust[i], shock, trust)
        expectation = citizens.expectation[i]
        citizens.expectation[i] = clip(expectation + trust.expectation_rate * (fit - expectation), 0.0, 1.0)
        felt = felt_voice(dialogue, followed, citizens.trust[i], trust)
        citizens.voice[i] += trust.voice_rate * (felt - citizens.voice[i])
        citizens.expected_following[i] += (
            trust.expected_following_case * dialogue * (followed - citizens.expected_following[i])
        )
        moved = influence_of_voice(delivered.silent_wish, delivered.delivered_wish)
        citizens.felt_influence[i] += trust.voice_rate * (moved - citizens.felt_influence[i])
        aim = efficacy_aim(citizens.skill[i], dialogue, followed, own_effort * share, trust)
        citizens.efficacy[i] += trust.efficacy_rate * (aim - citizens.efficacy[i])
        owned = citizens.ownership[i]
        citizens.ownership[i] = clip(owned + delivery.ownership_effort * own_effort * share * (1.0 - owned), 0.0, 1.0)
        citizens.encounters[i] += 1
        citizens.fit_sum[i] = float(citizens.fit_sum[i]) + fit
        if dialogue >= trust.asked_from:
            if followed >= trust.followed_from:
                citizens.heard[i] += 1
            else:
                citizens.ignored[i] += 1
        citizens.known_fit[i, area] = fit
        citizens.known_unit[i, area] = citizens.need_unit[i, s]
        base, attention = areas.hours[area], served.attention[row]
        given = base * citizen_share_of_case(own_effort, share, citizens.time[i], base, delivery)
        tally[EVENT.delivered_hours] += given
        given += delivery.dialogue_hours * rule[RULE.dialogue] * attention
        citizens.hours_given[i] = float(citizens.hours_given[i]) + given
        if returns > 0.0:
            counts.hours[area, KIND.returns] += served.hours[k]
        else:
            talk = (money.dialogue + money.facilitation * rule[RULE.facilitation]) * rule[RULE.dialogue]
            talked_hours = min(talk * base * attention, served.hours[k])
            counts.hours[area, KIND.dialogue] += talked_hours
            counts.hours[area, KIND.delivery] += served.hours[k] - talked_hours

        if units.kind[row] == CONTRACTED:
            counts.others[PAYER.contracted] += served.hours[k]
        elif units.kind[row] == CIVIC:
            counts.others[PAYER.civic] += served.hours[k]
        used = probability_of_use(fit, citizens.ownership[i], citizens.trust[i], delivery)
        case = Case(fit, used, followed, dialogue, justice, satisfied, given, served.hours[k], returns)
        count_case(case, delivered, citizens.rank[i], floor, counts.fits, tally)
        fit_sum[row] += fit
        fit_count[row] += 1.0
        units.satisfaction_sum[row] += satisfied
        units.satisfaction_count[row] += 1.0
        complains = v[1] < probability_of_complaining(
            max(expected - fit, 0.0), citizens.resources[i], citizens.efficacy[i], citizens.expected_following[i],
            returns, access,
        )  # fmt: skip
        if complains:
            complaints[area] += 1.0
            tally[EVENT.complaints] += 1.0
            tally[EVENT.acts] += 1.0
            if hardship:
                answer = answer_to_complaint(followed_from, seed, month, identity, SERVICE_BLOCK + s)
                take_answer(
                    i, answer, citizens.trust, citizens.voice, citizens.expected_following, citizens.felt_influence,
                    citizens.heard, citizens.ignored, trust,
                )  # fmt: skip
        citizens.need_pressed[i, s] = access.complaint_priority if complains else 0.0
        months = float(citizens.need_waited[i, s])
        tally[EVENT.waited] += months
        tally[EVENT.attention] += attention
        if returns > 0.0 or citizens.need_span[i, s] > 1:
            tally[EVENT.complex] += 1.0
            tally[EVENT.complex_waited] += months
        citizens.need_waited[i, s] = 0
        unmet = False
        upheld = False
        if fit < floor and access.appeal > 0.0:
            w = uniforms(seed, APPEAL, month, identity, s)
            appealing = probability_of_appealing(
                citizens.resources[i], citizens.efficacy[i], citizens.expected_following[i], returns, access
            )
            if w[0] < appealing:
                upheld = w[1] < probability_of_upholding(rule[RULE.documentation], rule[RULE.discretion])
                complaints[area] += 1.0  # an appeal takes the hours of a complaint
                tally[EVENT.appeals] += 1.0
                tally[EVENT.upheld] += 1.0 if upheld else 0.0
                tally[EVENT.acts] += 1.0
        if upheld:
            citizens.need_returns[i, s] = min(int(citizens.need_returns[i, s]) + 1, MOST_RETURNS)
            citizens.need_unit[i, s] = NONE
            citizens.need_pressed[i, s] = access.complaint_priority
            tally[EVENT.returned] += 1.0
        elif u[2] < probability_of_return(fit, citizens.efficacy[i], delivery):
            if u[3] < probability_of_giving_up(citizens.resources[i], delivery):
                citizens.need_state[i, s] = NO_NEED
                citizens.need_area[i, s] = NONE
                tally[EVENT.gave_up] += 1.0
                unmet = True
            else:
                citizens.need_returns[i, s] = min(int(citizens.need_returns[i, s]) + 1, MOST_RETURNS)
                citizens.need_unit[i, s] = NONE
                tally[EVENT.returned] += 1.0
        else:
            citizens.need_state[i, s] = NO_NEED
            citizens.need_area[i, s] = NONE
            tally[EVENT.closed] += 1.0
            if fit >= floor:
                tally[EVENT.met] += 1.0
                tally[EVENT.met_complex] += 1.0 if citizens.need_span[i, s] > 1 else 0.0
                tally[EVENT.met_rank] += citizens.rank[i]
            else:
                unmet = True
        if unmet and hardship:
            leave_unserved(i, citizens.trust, citizens.expectation, citizens.hardships, trust)
            tally[EVENT.unserved] += 1.0
    for row in range(rows):
        count = fit_count[row]
        if count > 0.0:
            followed = CATCHING_UP[min(int(count), FULL_CATCH_UP)] * QUALITY_RATE
            units.quality[row] += followed * (fit_sum[row] / count - units.quality[row])
        units.satisfaction_sum[row] *= MONTHLY_FADING
        units.satisfaction_count[row] *= MONTHLY_FADING
