"""Arenas: recruit, deliberate, search, decide, adopt (M13, M15, M16, M17, M21, M24, P22, P32).

An arena works on one unit of one area. Members bring their view of what would fit (evidence for the next revision) and
judge changes to the unit's solution; the council adopts or not. Anyone may propose; whoever does not understand a part
of the problem judges it with more error. Facilitation lowers error among unlike members; without it status speaks.
"""

import math

import numpy as np

from agents.citizen_rules import (
    clip,
    felt_voice,
    probability_of_dropping_out,
    procedural_justice,
    trust_after,
)
from agents.kernel import kernel
from agents.service_rules import LIVED, citizen_misconception, probability_of_adopting
from agents.sums import mean, total
from agents.table import AREAS, DIMENSIONS, SLOTS
from model.chance import COUNCIL, DELIBERATE, MEMBER, fill_normals, normals, uniform, uniforms
from model.ledger import EVENT, KIND
from model.programmes import change_solution, understood
from model.recruitment import recruit
from model.rules import RULE
from model.town import COUNT, Arenas, Town

MOST_PROCESS = 0.15  # of paid hours in a month
FEWEST = 3  # citizens without whom no meeting is held
SCOPE = (RULE.elder_care, RULE.upbringing, RULE.work_income, RULE.place)
CALLING = [*SCOPE, RULE.meetings_per_year, RULE.arenas_per_10000, RULE.arena_size]  # rules on which arenas there are


def hold_arenas(town: Town) -> None:
    """Recruit to empty seats and hold the meetings that are due, where the rules have arenas."""
    if not (town.rules[:, RULE.meetings_per_year] > 0).any():
        town.arenas = None
        return
    arenas = town.arenas = _arenas_by_the_rules(town)
    heard_of = len(arenas.area)
    closeness = _closeness(town)
    for turn in range(heard_of):
        k = (turn + town.month) % heard_of  # another begins every month, should hours not be enough for all
        rule = town.rules[arenas.area[k]]
        a_year = rule[RULE.meetings_per_year]
        if int((town.months_of_paradigm + 1) * a_year / 12.0 + 1e-9) > int(
            town.months_of_paradigm * a_year / 12.0 + 1e-9
        ):
            if not _affordable(town):
                return
            present = _recruit(town, arenas, k, rule)
            if present >= FEWEST:
                _pay(town, arenas, k, rule, present)
                _meet(town, arenas, k, rule, closeness[arenas.area[k]])


def _affordable(town: Town) -> bool:
    """A town holds no meeting that would take its processes above a share of its paid hours (tiny towns only)."""
    return bool(total(town.ledger.hours[:, KIND.process]) < MOST_PROCESS * total(town.areas.budget))


def _closeness(town: Town) -> np.ndarray:
    """Return how much more politicians care for each area than its share of the budget says, (areas,), -1 to 1."""
    priorities = town.politicians.priorities.sum(axis=0) / len(town.politicians)
    return np.minimum(np.maximum(priorities / np.maximum(town.areas.share, 0.05) - 1.0, -1.0), 1.0)


def _arenas_by_the_rules(town: Town) -> Arenas:
    """Return the arenas that the rules in force call for; those of areas whose rules still do go on as they are."""
    old = town.arenas
    if old is not None and np.array_equal(old.called_for, town.rules[:, CALLING]):
        return old
    new = _new_arenas(town)
    if old is None:
        return new
    seats = min(new.member.shape[1], old.member.shape[1])
    for a in range(AREAS):
        here, before = np.flatnonzero(new.area == a), np.flatnonzero(old.area == a)
        for k, j in zip(here, before, strict=False):
            new.member[k, :seats], new.attended[k, :seats] = old.member[j, :seats], old.attended[j, :seats]
            new.held[k] = old.held[j]
    return new


def _new_arenas(town: Town) -> Arenas:
    area: list[int] = []
    unit: list[int] = []
    for a in range(AREAS):
        rule = town.rules[a]
        if rule[SCOPE[a]] and rule[RULE.meetings_per_year] > 0:
            count = max(1, round(rule[RULE.arenas_per_10000] * town.population / 10000.0))
            area += [a] * count
            unit += [k % town.units_per_area for k in range(count)]
    seats = max(int(town.rules[a, RULE.arena_size]) for a in area) if area else 0
    empty = np.full((len(area), seats), -1, np.int32)
    called_for = town.rules[:, CALLING].copy()
    held = np.zeros(len(area))
    return Arenas(np.array(area, np.int64), np.array(unit, np.int64), empty, np.zeros_like(empty), held, called_for)


def _recruit(town: Town, arenas: Arenas, k: int, rule: np.ndarray) -> int:
    """Fill empty seats, book the invitations, and return how many citizens there are."""
    c = town.citizens
    area = int(arenas.area[k])
    pay = rule[RULE.pay] / max(town.p.money.wage, 1e-9)
    invited, present = recruit(
        arenas.member[k], arenas.attended[k], int(rule[RULE.arena_size]), int(rule[RULE.recruitment]), area,
        c.identity, c.age_band, c.quintile, c.rank, c.skill, c.time, c.income, c.efficacy, c.expected_uptake,
        c.need_state, c.need_area, town.tie_start, town.tie_other, rule[RULE.meeting_hours], pay, rule[RULE.support],
        town.numbers.arenas, town.seed, town.month, k,
    )  # fmt: skip
    town.ledger.hours[area, KIND.process] += invited * town.p.money.invitation
    return int(present)


def _pay(town: Town, arenas: Arenas, k: int, rule: np.ndarray, present: int) -> None:
    """Book what a meeting costs: pay, staff, facilitators, politicians, support of those who take part."""
    p, area = town.p.arenas, arenas.area[k]
    town.ledger.extra_cost += present * rule[RULE.pay] * rule[RULE.meeting_hours]
    practice = (1.0 + total(arenas.held)) ** -p.learning_exponent  # whoever has held many does it cheaper
    practice = max(practice, 0.4)
    work = (p.staff_hours + p.facilitator_hours * rule[RULE.facilitation]) * practice
    work += p.politicians * rule[RULE.presence] * rule[RULE.meeting_hours]
    work += p.support_hours * rule[RULE.support] * present
    town.ledger.hours[area, KIND.process] += work
    arenas.held[k] += 1


def _meet(town: Town, arenas: Arenas, k: int, rule: np.ndarray, closeness: float) -> None:
    """One meeting: evidence, proposals, the council's answer, and what it does to the members."""
    c, areas, units, p = town.citizens, town.areas, town.units, town.p
    area = int(arenas.area[k])
    row = area * town.units_per_area + int(arenas.unit[k])
    facilitation = rule[RULE.facilitation] * town.readiness[1]
    rows, weight, unlike, new, room = _members(
        arenas.member[k], arenas.attended[k], c.rank, c.group, areas.known_citizen[area], facilitation
    )
    _evidence(
        rows, weight, area, c.identity, c.group, c.resources, c.need_state, c.need_area, c.need_vector, areas.kind,
        areas.centre, areas.misconception, facilitation, town.numbers.encounter, town.seed, town.month,
        units.arena_sum[row],
    )  # fmt: skip
    units.arena_count[row] += len(rows)
    blur = (1.0 + p.arenas.conflict * unlike * (1.0 - facilitation)) * (1.0 + 0.5 * new)
    strained = min(1.0, max(0.0, (float(units.felt_load[row]) - 1.0) * 4.0))
    proposed, adopted = _decide(
        area, row, k, rows, weight, blur, room, closeness, p.revision.realised_noise, strained, town.readiness[0], rule,
        c.group, areas.known_citizen[area], areas.known_professional[area], town.politicians.openness,
        town.politicians.platform, units.solution, units.previous, units.seen_before, units.on_trial, units.users,
        areas.quality, areas.novelty, town.counts, town.numbers.arenas, town.numbers.politics, town.seed, town.month,
    )  # fmt: skip
    areas.heard[area] += adopted
    uptake = adopted / proposed if proposed else float(areas.uptake[area])
    if proposed:
        areas.uptake[area] += 0.15 * (uptake - areas.uptake[area])
    _after_meeting(
        arenas.member[k], arenas.attended[k], c.identity, c.cell, c.rank, c.trust, c.voice, c.expected_uptake,
        c.efficacy, c.ownership, c.hours_given, c.meetings, c.heard, c.ignored, town.tie_start, town.tie_other,
        facilitation, uptake, 1.0 if proposed else 0.0, rule[RULE.lam_d], rule[RULE.continuity],
        rule[RULE.meeting_hours] + p.arenas.preparation, area, town.numbers.arenas, town.numbers.trust,
        town.numbers.social, town.seed, town.month, town.ledger.events,
    )  # fmt: skip


@kernel
def _members(member, attended, rank, group, known, facilitation):
    """Return (rows, weight of each, how unlike they are, share of newcomers, bits the room understands) of an arena."""
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


@kernel
def _decide(
    area, row, arena, rows, weight, blur, room, closeness, realised_noise, strained, ready, rule, group, known,
    known_professional, openness, platform, solution, previous, seen_before, on_trial, users, quality, novelty, counts,
    j, p, seed, month,
):  # fmt: skip
    """Judge changes to the unit's solution; return (proposals made, proposals adopted).

    Citizens' common judgement errs less the more of them understand a change; professionals' too. lam_p chooses whose
    bits are on the table, lam_d weighs the judgements.
    """
    proposed = 0
    adopted = 0
    lam = rule[RULE.lam_d]
    for trial in range(int(j.proposals)):
        u = uniforms(seed, DELIBERATE, month, arena, trial)
        z = normals(seed, DELIBERATE, month, arena, 100 + trial)
        bits = understood(room if u[0] < rule[RULE.lam_p] else known_professional)
        bit = bits[int(u[1] * len(bits))]
        now = solution[row]
        gain = quality[area, now ^ (1 << bit)] - quality[area, now]
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
        chance = probability_of_adopting(
            bound,
            rule[RULE.presence] * ready,
            closeness,
            mean(openness),
            lam,
            strained,
            mean(platform),
            p,
        )
        step = -0.002 * lam  # sharing power costs a little openness; success won together gives some back
        if uniform(seed, COUNCIL, month, arena, trial) < chance:
            adopted += 1
            seen = quality[area, now] + realised_noise / math.sqrt(max(users[row], 1.0)) * z[2]
            change_solution(area, row, now ^ (1 << bit), seen, solution, previous, seen_before,
            on_trial, users,
                            quality, novelty, counts)  # fmt: skip
            counts[COUNT.design_weight] += lam
            counts[COUNT.design_count] += 1.0
            step += p.openness_rate * rule[RULE.presence] * (0.3 if gain > 0.0 else -0.3)
        else:
            counts[COUNT.overruled] += 1.0
        for seat in range(len(openness)):
            openness[seat] = clip(openness[seat] + step, 0.05, 0.95)
    return proposed, adopted


@kernel
def _evidence(
    rows, weight, area, identity, group, resources, need_state, need_area, need_vector, kind, centre, misconception,
    facilitation, e, seed, month, arena_sum,
):  # fmt: skip
    """Add members' views of what would fit to `arena_sum`: from own need where there is one, else from people like
    oneself.
    """
    noise = np.empty(DIMENSIONS)
    for k in range(len(rows)):
        i = rows[k]
        fill_normals(noise, seed, MEMBER, month, identity[i], area * 16)
        own = -1
        for s in range(SLOTS):
            if need_state[i, s] > 0 and need_area[i, s] == area:
                own = s
        for x in range(DIMENSIONS):
            of = kind[area, x]
            if own >= 0:
                view = 0.5 * float(need_vector[i, own, x]) + 0.5 * centre[area, group[i], x]
            else:
                view = centre[area, group[i], x]
            view += (e.citizen_sd_lived if of == LIVED else e.citizen_sd_expert) * noise[x]
            view += citizen_misconception(of, misconception[area, x], resources[i], facilitation, e)
            arena_sum[x] += view * weight[k] * len(rows)


@kernel
def _after_meeting(
    member, attended, identity, cell, rank, trust, voice, expected_uptake, efficacy, ownership, hours_given, meetings,
    heard, ignored, tie_start, tie_other, facilitation, uptake, decided, lam_d, continuity, hours, area, j, t, so,
    seed, month, events,
):  # fmt: skip
    for seat in range(len(member)):
        i = member[seat]
        if i < 0:
            continue
        u = uniforms(seed, MEMBER, month, identity[i], 1000 + area)
        said = j.meeting_voice * (facilitation + (1.0 - facilitation) * rank[i])
        attended[seat] += 1
        meetings[i] += 1
        hours_given[i] = float(hours_given[i]) + hours
        events[cell[i], area, EVENT.acts] += 1.0
        events[cell[i], area, EVENT.citizen_hours] += hours
        events[cell[i], area, EVENT.citizen_hours_rank] += hours * rank[i]
        if decided > 0.0:
            justice = procedural_justice(said, uptake, 0.0, t)
            trust[i] = trust_after(trust[i], t.process_weight * (justice - t.justice_reference), t)
            voice[i] += t.voice_rate * (felt_voice(said, uptake, t) - voice[i])
            expected_uptake[i] += 0.3 * (uptake - expected_uptake[i])
            efficacy[i] = clip(efficacy[i] + 0.03 * (uptake - 0.3), 0.0, 1.0)
            events[cell[i], area, EVENT.answered] += 1.0
            events[cell[i], area, EVENT.followed] += uptake
            events[cell[i], area, EVENT.influence] += said * uptake
            events[cell[i], area, EVENT.influence_rank] += said * uptake * rank[i]
            gained = 0.3 * lam_d * uptake
            ownership[i] = clip(ownership[i] + gained * (1.0 - ownership[i]), 0.0, 1.0)
            for k in range(tie_start[i], tie_start[i + 1]):
                other = tie_other[k]
                ownership[other] = clip(
                    ownership[other] + so.ownership_share * gained * (1.0 - ownership[other]), 0.0, 1.0
                )
            if u[0] < uptake:
                heard[i] += 1
            else:
                ignored[i] += 1
        if u[1] < probability_of_dropping_out(attended[seat], uptake, continuity, j):
            member[seat] = -1
            attended[seat] = 0
