"""Members of an arena: the evidence that they bring to a meeting, and what the meeting leaves in them."""

import numpy as np

from agents.attitude_rules import felt_voice, justice_lost_to_promise, procedural_justice, trust_after
from agents.citizen_rules import USUAL_FOLLOWING, clip, probability_of_dropping_out, weariness
from agents.citizens import NO_NEED
from agents.engine.kernel import kernel
from agents.engine.table import DIMENSIONS, SLOTS
from agents.service_rules import LIVED, citizen_misconception
from model.chance import MEMBER, SAMPLED, fill_side_by_side, rounded_up, uniform, uniforms
from model.paradigms.rules import RULE
from model.town.ledger import EVENT, tally_of

# What a meeting leaves.
OWN_CASE = 0.5  # a member with an open need speaks half from it, half for similar people
NEED_BLOCKS = 16  # blocks of chance reserved for a member's evidence in an area
MEETING_BLOCK = 1000  # block of chance for what a meeting leaves in a member, by area
EFFICACY_BY_FOLLOWING = 0.03  # efficacy that a meeting adds per share of proposals followed above the usual


@kernel
def add_evidence(room, area, citizens, areas, facilitation, encounter, seed, month, arena_sum):
    """Add members' views of a fitting service to `arena_sum` (12,). Equation E23.

    Members with an open need in the area speak from it and for similar people; other members speak for similar people.
    """
    rows, weight = room.rows, room.weight
    many = rounded_up(len(rows))
    noise, addresses = np.empty((DIMENSIONS, many)), np.zeros(many, np.int64)
    for k in range(len(rows)):
        addresses[k] = citizens.identity[rows[k]]
    blocks = np.full(many, area * NEED_BLOCKS)
    fill_side_by_side(noise, many, seed, MEMBER, month, addresses, blocks)
    for k in range(len(rows)):
        i = rows[k]
        own = -1
        for s in range(SLOTS):
            if citizens.need_state[i, s] != NO_NEED and citizens.need_area[i, s] == area:
                own = s
        for x in range(DIMENSIONS):
            kind = int(areas.kind[area, x])
            view = areas.centre[area, citizens.group[i], x]
            if own >= 0:
                view = OWN_CASE * float(citizens.need_vector[i, own, x]) + (1.0 - OWN_CASE) * view
            view += (encounter.citizen_sd_lived if kind == LIVED else encounter.citizen_sd_expert) * noise[x, k]
            shared, resources = areas.misconception[area, x], citizens.resources[i]
            view += citizen_misconception(kind, shared, resources, facilitation, encounter)
            arena_sum[x] += view * weight[k] * len(rows)


@kernel
def represents(identity, arena, stands_for, seed):
    """Return whether an arena leaves marks in the citizen with a seat: in one of `stands_for`. Equation E84."""
    return stands_for <= 1.0 or uniform(seed, SAMPLED, 0, identity, arena) * stands_for < 1.0


@kernel
def leave_marks(
    member, attended, citizens, ties, facilitation, followed, group_trust, decided, rule, area, arenas, trust, social,
    arena, stands_for, seed, month, tallies, session, sessions,
):  # fmt: skip
    """Count the session, change what members feel, and after the last one let some leave the arena. Equation E28."""
    hours = rule[RULE.meeting_hours] / sessions + arenas.preparation
    last = session == sessions - 1
    for seat in range(len(member)):
        i = member[seat]
        if i < 0:
            continue
        u = uniforms(seed, MEMBER, month, citizens.identity[i], MEETING_BLOCK + area)
        voice = arenas.meeting_voice * (facilitation + (1.0 - facilitation) * citizens.rank[i])
        attended[seat] += 1 if last else 0
        sampled = represents(citizens.identity[i], arena, stands_for, seed)
        if sampled:
            citizens.meetings[i] += 1 if last else 0
            citizens.hours_given[i] = float(citizens.hours_given[i]) + hours
        one = 1.0 / stands_for
        tally = tally_of(tallies, citizens.cell[i], area)
        if last:
            tally[EVENT.acts] += one
            tally[EVENT.attended] += one
            tally[EVENT.repeated] += one if citizens.meetings[i] > rule[RULE.meetings_per_year] else 0.0
        tally[EVENT.citizen_hours] += hours * one
        tally[EVENT.citizen_hours_rank] += hours * citizens.rank[i] * one
        if decided:
            tally[EVENT.answered] += one
            tally[EVENT.followed] += followed * one
            tally[EVENT.influence] += voice * followed * one
            tally[EVENT.influence_rank] += voice * followed * citizens.rank[i] * one
        if decided and sampled:
            _draw_conclusions(i, voice, followed, rule, citizens, ties, arenas, trust, social)
            if u[0] < followed:
                citizens.heard[i] += 1
            else:
                citizens.ignored[i] += 1
        if not last:
            continue
        weary = weariness(float(attended[seat]), rule[RULE.meetings_per_year], arenas)
        continuity = rule[RULE.continuity]
        if u[1] < probability_of_dropping_out(attended[seat], followed, group_trust, continuity, weary, arenas):
            member[seat] = -1
            attended[seat] = 0


@kernel
def _draw_conclusions(i, voice, followed, rule, citizens, ties, arenas, trust, social):
    """Change the attitudes of member `i`, and the ownership of the member's ties. Equations E28 and E123."""
    justice = procedural_justice(voice, followed, 0.0, trust)
    shock = trust.process_weight * (justice - trust.justice_reference)
    broken = 0.0
    if rule[RULE.declared] > 0.0:
        broken = justice_lost_to_promise(voice, followed, rule[RULE.declared], citizens.trust[i], trust)
        shock -= trust.process_weight * broken
    citizens.trust[i] = trust_after(citizens.trust[i], shock, trust)
    felt = felt_voice(voice, followed, citizens.trust[i], trust)
    citizens.voice[i] += trust.voice_rate * (felt - citizens.voice[i])
    citizens.expected_following[i] += trust.expected_following_meeting * (followed - citizens.expected_following[i])
    citizens.felt_influence[i] += trust.voice_rate * (followed - citizens.felt_influence[i])
    citizens.efficacy[i] = clip(citizens.efficacy[i] + EFFICACY_BY_FOLLOWING * (followed - USUAL_FOLLOWING), 0.0, 1.0)
    gained = arenas.ownership_meeting * rule[RULE.weight_design] * followed
    citizens.ownership[i] = clip(citizens.ownership[i] + gained * (1.0 - citizens.ownership[i]), 0.0, 1.0)
    for k in range(ties.tie_start[i], ties.tie_start[i + 1]):
        other = ties.tie_other[k]
        owned = citizens.ownership[other]
        citizens.ownership[other] = clip(owned + social.ownership_share * gained * (1.0 - owned), 0.0, 1.0)
        if broken > 0.0:
            heard_of = -social.news_passed_on * trust.process_weight * broken
            citizens.trust[other] = trust_after(citizens.trust[other], heard_of, trust)
