"""Recruitment to arenas: who is asked, and who joins (M13, M22-M24, P1, P22, P23).

"Can't, don't want to, nobody asked": each way of recruiting misses different people.
"""

import numpy as np

from agents.citizen_rules import MIDDLE, expected_when_declared, probability_of_joining, sessions_of_meeting
from agents.citizens import CHILD, FIFTHS, NO_NEED
from agents.engine.kernel import kernel
from agents.engine.table import SLOTS
from model.chance import INVITE, JOIN, fill_uniforms, uniform
from model.paradigms.rules import NETWORK, OPEN_CALL, RULE, STRATIFIED, TARGETED

UNIFORMS, AT_ONCE = 4, 16  # of a block of chance; addresses drawn together
LOOKED_THROUGH = 8  # addresses looked through for each person who may be asked
SEAT_ADDRESSES = 64  # addresses of chance reserved for the seats of an arena
CALL_SEEN, CALL_BY_SKILL = 0.2, 0.8  # chance of seeing an open call: 0.2 without skill, 1 with full skill (P22)


@kernel
def _filled(member, seat, size):
    """Return the member in the nearest filled seat before `seat`, round the table; -1 where all are empty."""
    for back in range(1, size):
        if member[(seat - back) % size] >= 0:
            return member[(seat - back) % size]
    return -1


@kernel
def recruit(member, attended, area, citizens, ties, rule, pay, for_young, arenas, trust, seed, month, arena):
    """Fill empty seats as the rules say; return (persons asked, seats taken now).

    `citizens` holds columns, `pay` is per hour in wages. Persons are drawn by identity, not by row. The last seats, a
    share `for_young`, are kept for the young. Equation E116.
    """
    n = len(citizens.identity)
    size = int(rule[RULE.arena_size])
    mode = int(rule[RULE.recruitment])
    young_from = size - int(for_young * size + 0.5) if len(ties.young) > 0 else size
    hours = rule[RULE.meeting_hours] / sessions_of_meeting(rule[RULE.meeting_hours], rule[RULE.session_hours])
    asked = 0
    luck = np.empty(UNIFORMS * AT_ONCE)
    for seat in range(size):
        if member[seat] >= 0:
            continue
        invited = 0
        for attempt in range(LOOKED_THROUGH * int(arenas.asked)):  # until enough eligible persons were asked
            if invited >= arenas.asked:
                break
            place = attempt % AT_ONCE
            if place == 0:
                fill_uniforms(luck, seed, INVITE, month, arena * SEAT_ADDRESSES + seat, attempt)
            u = luck[UNIFORMS * place : UNIFORMS * (place + 1)]
            i = int(ties.row_of[int(u[0] * n)])
            friend = _filled(member, seat, size) if mode == NETWORK else -1
            if friend >= 0:
                many = int(ties.tie_start[friend + 1]) - int(ties.tie_start[friend])
                if many > 0:
                    i = int(ties.tie_other[int(ties.tie_start[friend]) + int(u[0] * many)])
            if seat >= young_from:
                i = int(ties.young[int(u[0] * len(ties.young))])
            elif citizens.age_band[i] == CHILD:
                continue
            if mode == OPEN_CALL and u[1] > CALL_SEEN + CALL_BY_SKILL * citizens.skill[i]:
                continue  # did not see the call
            if mode == STRATIFIED and citizens.quintile[i] != seat % FIFTHS:
                continue
            salience = 0.0
            for s in range(SLOTS):
                if citizens.need_state[i, s] != NO_NEED and citizens.need_area[i, s] == area:
                    salience = 1.0
            if mode == TARGETED and citizens.rank[i] > MIDDLE and salience == 0.0:
                continue
            asked += 1
            invited += 1
            expected = expected_when_declared(
                citizens.expected_following[i], rule[RULE.declared], citizens.trust[i], trust
            )
            joining = probability_of_joining(
                citizens.skill[i], citizens.time[i], salience, citizens.efficacy[i], expected, citizens.income[i],
                hours, pay, rule[RULE.support], float(citizens.meetings[i]), arenas,
            )  # fmt: skip
            if uniform(seed, JOIN, month, citizens.identity[i], arena) < joining:
                already = False
                for other in range(size):
                    if member[other] == i:
                        already = True
                if not already:
                    member[seat] = i
                    attended[seat] = 0
                    break
    present = 0
    for seat in range(size):
        present += 1 if member[seat] >= 0 else 0
    return asked, present
