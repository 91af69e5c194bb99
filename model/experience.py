"""Social influence: mood, felt voice and beliefs drift among ties, and the month's attitudes are counted (M5, M20,
M22).

Averaging acts on the distance of trust from one's own anchor: averaging trust itself would erase the spread.
"""

import numpy as np
from numba import njit

from agents.citizen_rules import trust_after_month
from agents.table import SLOTS
from model.ledger import STATE
from model.town import Town


def influence(town: Town) -> None:
    """One month of influence among ties, drift to one's own anchor, and the count of attitudes."""
    c = town.citizens
    o = town.p.outcomes
    _influence(
        town.tie_start, town.tie_other, c.anchor, c.trust, c.voice, c.expected_uptake, c.ownership, c.efficacy,
        c.rank, c.cell, c.need_state, town.numbers.social, town.numbers.trust, o.low_trust, town.ledger.states,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _influence(
    tie_start, tie_other, anchor, trust, voice, expected_uptake, ownership, efficacy, rank, cell, need_state, so, t,
    low, states,
):  # fmt: skip
    n = len(trust)
    before = np.empty((n, 4))  # side by side, as one tie's values are read together
    for i in range(n):
        before[i, 0] = trust[i] - anchor[i]
        before[i, 1] = voice[i]
        before[i, 2] = expected_uptake[i]
    for i in range(n):  # everyone looks at last month's values, so order does not matter
        first = tie_start[i]
        last = tie_start[i + 1]
        mood = before[i, 0]
        if last > first:
            a = 0.0
            b = 0.0
            e = 0.0
            for k in range(first, last):
                j = tie_other[k]
                a += before[j, 0]
                b += before[j, 1]
                e += before[j, 2]
            ties = float(last - first)
            mood += so.influence * (a / ties - mood)
            voice[i] += so.voice_hearsay * (b / ties - voice[i])
            expected_uptake[i] += so.voice_hearsay * (e / ties - expected_uptake[i])
        trust[i] = trust_after_month(min(max(anchor[i] + mood, 0.0), 1.0), anchor[i], voice[i], t)
        ownership[i] *= 1.0 - so.ownership_fading
        here = states[cell[i]]
        here[STATE.people] += 1.0
        here[STATE.trust] += trust[i]
        here[STATE.trust_square] += trust[i] * trust[i]
        here[STATE.trust_rank] += trust[i] * rank[i]
        if trust[i] < low:
            here[STATE.low_trust] += 1.0
        if trust[i] > max(1.1 - low, low):
            here[STATE.high_trust] += 1.0
        here[STATE.voice] += voice[i]
        here[STATE.efficacy] += efficacy[i]
        here[STATE.ownership] += ownership[i]
        here[STATE.expected_uptake] += expected_uptake[i]
        if voice[i] >= t.voice_reference:
            here[STATE.voiced] += 1.0
            here[STATE.voiced_trust] += trust[i]
        for s in range(SLOTS):
            if need_state[i, s] > 0:
                here[STATE.open_needs] += 1.0
            if need_state[i, s] == 2:
                here[STATE.waiting] += 1.0
