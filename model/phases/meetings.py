"""Meetings of arenas, compiled: all that are held in a month (M13, M15-M17, M21, M24, P22, P32).

Tables come as tuples of the columns that a meeting reads and writes, their first axis as in the tables.
"""

import math
from collections import namedtuple
from typing import Any

import numpy as np

from agents.citizen_rules import (
    clip,
    felt_voice,
    group_trust_after,
    group_trust_among,
    probability_of_dropping_out,
    procedural_justice,
    trust_after,
)
from agents.engine.kernel import kernel, part
from agents.engine.packed import unpacked
from agents.engine.sums import mean, total
from agents.engine.table import DIMENSIONS, SLOTS
from agents.service_rules import (
    LIVED,
    citizen_misconception,
    hazard_of_leaving_post,
    in_use,
    probability_of_adopting,
)
from model.chance import COUNCIL, DELIBERATE, FACILITATOR, MEMBER, fill_normals, normals, uniform, uniforms
from model.paradigms.rules import RULE
from model.parameters.parameters import kind_of
from model.phases.programmes import change_solution, understood
from model.phases.recruitment import recruit
from model.town.ledger import EVENT, KIND
from model.town.town import COUNT

ENCOUNTER_NUMBERS: Any = kind_of("encounter")
ARENAS: Any = kind_of("arenas")
POLITICS: Any = kind_of("politics")
TRUST: Any = kind_of("trust")
SOCIAL: Any = kind_of("social")
MONEY: Any = kind_of("money")
REVISION: Any = kind_of("revision")
STAFF: Any = kind_of("staff")

MOST_PROCESS = 0.15  # of paid hours in a month
FEWEST = 3  # citizens without whom no meeting is held

Seats = namedtuple("Seats", "number area unit member attended held group_trust facilitator")  # noqa: PYI024
People = namedtuple(  # noqa: PYI024
    "People",
    "identity age_band group cell quintile rank resources skill time income trust voice efficacy expected_uptake "
    "ownership need_state need_area need_vector hours_given meetings heard ignored",
)
Matters = namedtuple(  # noqa: PYI024
    "Matters", "kind centre misconception quality novelty known_citizen known_professional heard uptake"
)
Ties = namedtuple("Ties", "tie_start tie_other row_of")  # noqa: PYI024
Groups = namedtuple("Groups", "arenas encounter politics trust social money revision staff")  # noqa: PYI024


@part
def is_due(months, a_year):
    """Return whether the month after `months` months of the paradigm is one of the `a_year` meetings'."""
    return int((months + 1) * a_year / 12.0 + 1e-9) > int(months * a_year / 12.0 + 1e-9)


@kernel
def hold_meetings(
    seats, c, ties, areas, units, openness, platform, priorities, share, paid, strain, rules, readiness, months, counts,
    hours, events, cost, n, seed, month,
):  # fmt: skip
    """Recruit to empty seats and hold the meetings that are due; return `cost` plus NOK paid to those who take part.

    `paid` is the town's paid hours; no meeting is held that would take its processes above a share of them (tiny towns
    only). `share` (areas,) is of the budget, `strain` (areas,) staff's mean, `n` are the parameters' numbers.
    """
    n = Groups(
        unpacked(ARENAS, n.arenas), unpacked(ENCOUNTER_NUMBERS, n.encounter), unpacked(POLITICS, n.politics),
        unpacked(TRUST, n.trust), unpacked(SOCIAL, n.social), unpacked(MONEY, n.money), unpacked(REVISION, n.revision),
        unpacked(STAFF, n.staff),
    )  # fmt: skip
    closeness = _closeness(priorities, share)
    heard_of = len(seats.area)
    per = len(units.users) // len(rules)
    for turn in range(heard_of):
        k = (turn + month) % heard_of  # another begins every month, should hours not be enough for all
        area = seats.area[k]
        rule = rules[area]
        if not is_due(months, rule[RULE.meetings_per_year]):
            continue
        if not total(hours[:, KIND.process]) < MOST_PROCESS * paid:
            break
        member, attended = seats.member[k], seats.attended[k]
        pay = rule[RULE.pay] / max(n.money.wage, 1e-9)
        invited, present = recruit(member, attended, area, c, ties, rule, pay, n.arenas, seed, month, seats.number[k])
        hours[area, KIND.process] += invited * n.money.invitation
        if present < FEWEST:
            continue
        cost += present * rule[RULE.pay] * rule[RULE.meeting_hours]
        hours[area, KIND.process] += _hours_of_a_meeting(present, total(seats.held), rule, n.arenas)
        seats.held[k] += 1
        facilitation = _facilitation(k, seats, rule, readiness[1], strain[area], n, seed, month)
        seats.group_trust[k] = _meet(
            seats.number[k], area * per + seats.unit[k], area, member, attended, seats.group_trust[k], facilitation, c,
            ties, areas, units, openness, platform, closeness[area], rule, readiness, counts, events, n, seed, month,
        )  # fmt: skip
    return cost


@part
def _facilitation(k, seats, rule, ready, strain, n, seed, month):
    """Return how well a meeting is facilitated: as the rules say, as well as whoever does it can, worn by strain.

    Facilitators leave as other staff do; half of what the group had built goes with them. Equation E22.
    """
    chance = hazard_of_leaving_post(strain, n.staff) * 12.0 / rule[RULE.meetings_per_year]
    arena = seats.number[k]
    if uniform(seed, FACILITATOR, month, arena, 0) < chance:
        seats.facilitator[k] = facilitators_skill(normals(seed, FACILITATOR, month, arena, 1)[0], n.arenas)
        seats.group_trust[k] = group_trust_among(seats.group_trust[k], 0.5, n.arenas)
    return clip(rule[RULE.facilitation] * ready * in_use(seats.facilitator[k], strain, n.staff), 0.0, 1.0)


@kernel
def facilitators_skill(z, j):
    """Return how well a facilitator does the work, 1 the average one, from a normal number. Equation E22."""
    return clip(1.0 + j.facilitator_spread * z, 0.3, 1.7)


@part
def _closeness(priorities, share):
    """Return how much more politicians care for each area than its share of the budget says, (areas,), -1 to 1.

    Equation E25.
    """
    close = np.empty(len(share))
    for a in range(len(share)):
        close[a] = clip(mean(priorities[:, a]) / max(share[a], 0.05) - 1.0, -1.0, 1.0)
    return close


@part
def _hours_of_a_meeting(present, held, rule, j):
    """Return public hours: staff, facilitators, politicians, support of those who take part. Equation E30."""
    practice = max((1.0 + held) ** -j.learning_exponent, 0.4)  # whoever has held many does it cheaper
    work = (j.staff_hours + j.facilitator_hours * rule[RULE.facilitation]) * practice
    work += j.politicians * rule[RULE.presence] * rule[RULE.meeting_hours]
    return work + j.support_hours * rule[RULE.support] * present


@part
def _meet(
    arena, row, area, member, attended, group_trust, facilitation, c, ties, areas, units, openness, platform, closeness,
    rule, readiness, counts, events, n, seed, month,
):  # fmt: skip
    """One meeting: evidence, proposals, the council's answer, what it does to the members; return group trust after it.

    Without a quorum the members talk, but decide nothing. Equations E25 and E79.
    """
    known = areas.known_citizen[area]
    rows, weight, unlike, new, room = _members(member, attended, c.rank, c.group, known, facilitation)
    _evidence(rows, weight, area, c, areas, facilitation, n.encounter, seed, month, units.arena_sum[row])
    units.arena_count[row] += len(rows)
    blur = (1.0 + n.arenas.conflict * unlike * (1.0 - facilitation)) * (1.0 + 0.5 * new)
    strained = min(1.0, max(0.0, (units.felt_load[row] - 1.0) * 4.0))
    quorate = len(rows) >= n.arenas.quorum * rule[RULE.arena_size]
    proposed, adopted = 0, 0
    if quorate:
        proposed, adopted = _decide(
            area, row, arena, rows, weight, blur, room, closeness, strained, readiness[0], rule, c.group, known, areas,
            units, openness, platform, counts, n, seed, month,
        )  # fmt: skip
    areas.heard[area] += adopted
    uptake = areas.uptake[area]
    if proposed > 0:
        uptake = adopted / proposed
        areas.uptake[area] += 0.15 * (uptake - areas.uptake[area])
    achieved = uptake if proposed > 0 else (0.5 * facilitation if quorate else 0.0)
    group_trust = group_trust_after(group_trust_among(group_trust, new, n.arenas), achieved, n.arenas)
    _after_meeting(
        member, attended, c, ties, facilitation, uptake, group_trust, proposed > 0, rule, area, n.arenas, n.trust,
        n.social, seed, month, events,
    )  # fmt: skip
    return group_trust


@part
def _members(member, attended, rank, group, known, facilitation):
    """Return (rows, weight of each, how unlike they are, share of newcomers, bits the room understands) of an arena.

    Equation E22.
    """
    rows = member[member >= 0].astype(np.int64)
    n = len(rows)
    weight = np.empty(n)
    groups = 0
    room = 0
    ranks = 0.0
    square = 0.0
    for k in range(n):
        ranks += rank[rows[k]]
        square += rank[rows[k]] ** 2
        groups |= 1 << int(group[rows[k]])
        room |= known[group[rows[k]]]
    kinds = (groups & 1) + ((groups >> 1) & 1) + ((groups >> 2) & 1) + ((groups >> 3) & 1)
    new = 0.0
    for seat in range(len(member)):
        if member[seat] >= 0 and attended[seat] == 0:
            new += 1.0
    for k in range(n):
        weight[k] = facilitation / n + (1.0 - facilitation) * rank[rows[k]] / max(ranks, 1e-9)
    m = max(n, 1)
    spread = math.sqrt(max(square / m - (ranks / m) ** 2, 0.0))
    return rows, weight, min(1.0, 2.0 * spread + 0.1 * (kinds - 1)), new / m, room


@part
def _decide(
    area, row, arena, rows, weight, blur, room, closeness, strained, ready, rule, group, known, areas, units, openness,
    platform, counts, n, seed, month,
):  # fmt: skip
    """Judge changes to the unit's solution; return (proposals made, proposals adopted).

    Citizens' common judgement errs less the more of them understand a change; professionals' too. weight_agenda
    chooses whose bits are on the table, weight_design weighs the judgements. Equations E24 and E27.
    """
    j, p = n.arenas, n.politics
    quality = areas.quality[area]
    known_professional = areas.known_professional[area]
    proposed = 0
    adopted = 0
    lam = rule[RULE.weight_design]
    for trial in range(int(j.proposals)):
        u = uniforms(seed, DELIBERATE, month, arena, trial)
        z = normals(seed, DELIBERATE, month, arena, 100 + trial)
        bits = understood(room if u[0] < rule[RULE.weight_agenda] else known_professional)
        bit = bits[int(u[1] * len(bits))]
        now = units.solution[row]
        gain = quality[now ^ (1 << bit)] - quality[now]
        error = 0.0
        for k in range(len(rows)):
            sd = j.noise_known if (known[group[rows[k]]] >> bit) & 1 else j.noise_unknown
            error += (weight[k] * sd) ** 2
        lay = gain + math.sqrt(error) * blur * z[0]
        expert = gain + (j.noise_known if (known_professional >> bit) & 1 else j.noise_unknown) * z[1]
        if (1.0 - lam) * expert + lam * lay <= j.threshold:
            continue
        proposed += 1
        counts[COUNT.decisions] += 1.0
        bound = rule[RULE.binding] * ready
        present = rule[RULE.presence] * ready
        chance = probability_of_adopting(bound, present, closeness, mean(openness), lam, strained, mean(platform), p)
        step = -0.002 * lam  # sharing power costs a little openness; success won together gives some back
        if uniform(seed, COUNCIL, month, arena, trial) < chance:
            adopted += 1
            seen = quality[now] + n.revision.realised_noise / math.sqrt(max(units.users[row], 1.0)) * z[2]
            change_solution(area, row, now ^ (1 << bit), seen, units, areas.quality, areas.novelty, counts)
            counts[COUNT.design_weight] += lam
            counts[COUNT.design_count] += 1.0
            step += p.openness_rate * rule[RULE.presence] * (0.3 if gain > 0.0 else -0.3)
        else:
            counts[COUNT.overruled] += 1.0
        for seat in range(len(openness)):
            openness[seat] = clip(openness[seat] + step, 0.05, 0.95)
    return proposed, adopted


@part
def _evidence(rows, weight, area, c, areas, facilitation, e, seed, month, arena_sum):
    """Add members' views of what would fit to `arena_sum`: from own need where there is one, else from people like
    oneself. Equation E23.
    """
    noise = np.empty(DIMENSIONS)
    for k in range(len(rows)):
        i = rows[k]
        fill_normals(noise, seed, MEMBER, month, c.identity[i], area * 16)
        own = -1
        for s in range(SLOTS):
            if c.need_state[i, s] > 0 and c.need_area[i, s] == area:
                own = s
        for x in range(DIMENSIONS):
            of = int(areas.kind[area, x])
            if own >= 0:
                view = 0.5 * float(c.need_vector[i, own, x]) + 0.5 * areas.centre[area, c.group[i], x]
            else:
                view = areas.centre[area, c.group[i], x]
            view += (e.citizen_sd_lived if of == LIVED else e.citizen_sd_expert) * noise[x]
            view += citizen_misconception(of, areas.misconception[area, x], c.resources[i], facilitation, e)
            arena_sum[x] += view * weight[k] * len(rows)


@part
def _after_meeting(
    member, attended, c, ties, facilitation, uptake, group_trust, decided, rule, area, j, t, so, seed, month, events
):
    """What a meeting leaves behind in its members, and (ownership) in their ties; some do not come again.

    Equation E28.
    """
    hours = rule[RULE.meeting_hours] + j.preparation
    for seat in range(len(member)):
        i = member[seat]
        if i < 0:
            continue
        u = uniforms(seed, MEMBER, month, c.identity[i], 1000 + area)
        said = j.meeting_voice * (facilitation + (1.0 - facilitation) * c.rank[i])
        attended[seat] += 1
        c.meetings[i] += 1
        c.hours_given[i] = float(c.hours_given[i]) + hours
        tally = events[c.cell[i], area]
        tally[EVENT.acts] += 1.0
        tally[EVENT.citizen_hours] += hours
        tally[EVENT.citizen_hours_rank] += hours * c.rank[i]
        if decided:
            justice = procedural_justice(said, uptake, 0.0, t)
            c.trust[i] = trust_after(c.trust[i], t.process_weight * (justice - t.justice_reference), t)
            c.voice[i] += t.voice_rate * (felt_voice(said, uptake, c.trust[i], t) - c.voice[i])
            c.expected_uptake[i] += 0.3 * (uptake - c.expected_uptake[i])
            c.efficacy[i] = clip(c.efficacy[i] + 0.03 * (uptake - 0.3), 0.0, 1.0)
            tally[EVENT.answered] += 1.0
            tally[EVENT.followed] += uptake
            tally[EVENT.influence] += said * uptake
            tally[EVENT.influence_rank] += said * uptake * c.rank[i]
            gained = 0.3 * rule[RULE.weight_design] * uptake
            c.ownership[i] = clip(c.ownership[i] + gained * (1.0 - c.ownership[i]), 0.0, 1.0)
            for k in range(ties.tie_start[i], ties.tie_start[i + 1]):
                other = ties.tie_other[k]
                c.ownership[other] = clip(
                    c.ownership[other] + so.ownership_share * gained * (1.0 - c.ownership[other]), 0.0, 1.0
                )
            if u[0] < uptake:
                c.heard[i] += 1
            else:
                c.ignored[i] += 1
        if u[1] < probability_of_dropping_out(attended[seat], uptake, group_trust, rule[RULE.continuity], j):
            member[seat] = -1
            attended[seat] = 0
