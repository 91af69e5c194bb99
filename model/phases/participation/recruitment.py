"""Recruitment to arenas: who is asked, and who joins (M13, M22-M24, P1, P22, P23).

"Can't, don't want to, nobody asked": each way of recruiting misses different people.
"""

import numpy as np

from agents.citizen_rules import MIDDLE, expected_when_declared, probability_of_joining, sessions_of_meeting
from agents.citizens import CHILD, FIFTHS, NO_NEED
from agents.engine.kernel import kernel
from agents.engine.table import SLOTS
from model.chance import INVITE, JOIN, fill_firsts, fill_pairs, rounded_up
from model.paradigms.rules import NETWORK, OPEN_CALL, RULE, STRATIFIED, TARGETED

AT_ONCE = 32  # addresses drawn together
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
    size = int(rule[RULE.arena_size])
    mode = int(rule[RULE.recruitment])
    young_from = size - int(for_young * size + 0.5) if len(ties.young) > 0 else size
    hours = rule[RULE.meeting_hours] / sessions_of_meeting(rule[RULE.meeting_hours], rule[RULE.session_hours])
    asked = 0
    addresses = LOOKED_THROUGH * int(arenas.asked)
    drawn, sees, chances = np.empty(AT_ONCE), np.empty(AT_ONCE), np.empty(AT_ONCE)
    rows, places, block = np.empty(AT_ONCE, np.int64), np.empty(AT_ONCE, np.int64), np.full(AT_ONCE, arena)
    identities = np.zeros(AT_ONCE, np.int64)
    for seat in range(size):
        if member[seat] >= 0:
            continue
        friend = _filled(member, seat, size) if mode == NETWORK else -1
        invited = 0
        for first in range(0, addresses, AT_ONCE):  # until enough eligible persons were asked
            if member[seat] >= 0 or invited >= arenas.asked:
                break
            fill_pairs(drawn, sees, seed, INVITE, month, arena * SEAT_ADDRESSES + seat, first)
            found = _eligible(
                rows, places, drawn, min(AT_ONCE, addresses - first), mode, seat, seat >= young_from, friend, citizens,
                ties,
            )  # fmt: skip
            for k in range(found):
                identities[k] = citizens.identity[rows[k]]
            fill_firsts(chances[: rounded_up(found)], seed, JOIN, month, identities, block)
            for k in range(found):
                i = rows[k]
                salience = _salience(i, area, citizens)
                if mode == OPEN_CALL and sees[places[k]] > CALL_SEEN + CALL_BY_SKILL * citizens.skill[i]:
                    continue  # did not see the call
                if mode == TARGETED and citizens.rank[i] > MIDDLE and salience == 0.0:
                    continue
                if invited >= arenas.asked:
                    break
                asked += 1
                invited += 1
                expected = expected_when_declared(
                    citizens.expected_following[i], rule[RULE.declared], citizens.trust[i], trust
                )
                joining = probability_of_joining(
                    citizens.skill[i], citizens.time[i], salience, citizens.efficacy[i], expected, citizens.income[i],
                    hours, pay, rule[RULE.support], float(citizens.meetings[i]), arenas,
                )  # fmt: skip
                if chances[k] < joining and not _sits(i, member, size):
                    member[seat] = i
                    attended[seat] = 0
                    break
    present = 0
    for seat in range(size):
        present += 1 if member[seat] >= 0 else 0
    return asked, present


@kernel
def _eligible(rows, places, drawn, many, mode, seat, for_young, friend, citizens, ties):
    """List in `rows` who of the next `many` persons drawn may be asked to take a seat; return how many.

    The list grows without a branch, which the processor would often guess wrong.
    """
    n = len(citizens.identity)
    start = int(ties.tie_start[friend]) if friend >= 0 else 0
    known = int(ties.tie_start[friend + 1]) - start if friend >= 0 else 0
    found = 0
    for k in range(many):
        u = drawn[k]
        if for_young:
            i = int(ties.young[int(u * len(ties.young))])
        elif known > 0:
            i = int(ties.tie_other[start + int(u * known)])
        else:
            i = int(ties.row_of[int(u * n)])
        rows[found] = i
        places[found] = k
        fits = (mode != STRATIFIED) | (citizens.quintile[i] == seat % FIFTHS)
        found += 1 if (for_young | (citizens.age_band[i] != CHILD)) & fits else 0
    return found


@kernel
def _salience(i, area, citizens):
    """Return 1 where a citizen has an open need in the area, else 0."""
    salience = 0.0
    for s in range(SLOTS):
        if citizens.need_state[i, s] != NO_NEED and citizens.need_area[i, s] == area:
            salience = 1.0
    return salience


@kernel
def _sits(i, member, size):
    """Return whether a citizen has one of the first `size` seats."""
    for seat in range(size):
        if member[seat] == i:
            return True
    return False
