"""Recruitment to arenas: who is asked, and who says yes (M13, M22-M24, P1, P22, P23).

"Can't, don't want to, nobody asked": each way of recruiting leaves other people out.
"""

from agents.citizen_rules import probability_of_joining
from agents.engine.kernel import kernel
from agents.engine.table import SLOTS
from model.chance import INVITE, JOIN, uniform, uniforms
from model.paradigms.rules import NETWORK, OPEN_CALL, RULE, STRATIFIED, TARGETED


@kernel
def _filled(member, seat, size):
    """Return the member in the nearest filled seat before `seat`, round the table; -1 where all are empty."""
    for back in range(1, size):
        if member[(seat - back) % size] >= 0:
            return member[(seat - back) % size]
    return -1


@kernel
def recruit(member, attended, area, c, ties, rule, pay, j, seed, month, arena):
    """Fill empty seats as the rules say; return how many were asked, and how many seats are taken now.

    `c` holds columns of citizens, `pay` is per hour in wages. Names are drawn by identity, wherever its row stands.
    """
    n = len(c.identity)
    size = int(rule[RULE.arena_size])
    mode = int(rule[RULE.recruitment])
    asked = 0
    for seat in range(size):
        if member[seat] >= 0:
            continue
        invited = 0
        for attempt in range(8 * int(j.asked)):  # addresses are looked through until enough fitting persons were asked
            if invited >= j.asked:
                break
            u = uniforms(seed, INVITE, month, arena * 64 + seat, attempt)
            i = int(ties.row_of[int(u[0] * n)])
            friend = _filled(member, seat, size) if mode == NETWORK else -1
            if friend >= 0:
                many = int(ties.tie_start[friend + 1]) - int(ties.tie_start[friend])
                if many > 0:
                    i = int(ties.tie_other[int(ties.tie_start[friend]) + int(u[0] * many)])
            if c.age_band[i] == 0:
                continue
            salience = 0.0
            for s in range(SLOTS):
                if c.need_state[i, s] > 0 and c.need_area[i, s] == area:
                    salience = 1.0
            if mode == OPEN_CALL and u[1] > 0.2 + 0.8 * c.skill[i]:
                continue  # never saw the call
            if mode == TARGETED and c.rank[i] > 0.5 and salience == 0.0:
                continue
            if mode == STRATIFIED and c.quintile[i] != seat % 5:
                continue
            asked += 1
            invited += 1
            joining = probability_of_joining(
                c.skill[i], c.time[i], salience, c.efficacy[i], c.expected_uptake[i], c.income[i],
                rule[RULE.meeting_hours], pay, rule[RULE.support], j,
            )  # fmt: skip
            if uniform(seed, JOIN, month, c.identity[i], arena) < joining:
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
