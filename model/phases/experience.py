"""Social influence: mood, felt voice and beliefs drift among ties, and the month's attitudes are counted (M5, M20,
M22).

Averaging acts on the distance of trust from one's own anchor: averaging trust itself would erase the spread.
"""

from typing import Any

import numpy as np

from agents.citizen_rules import trust_after_month
from agents.engine.kernel import kernel
from agents.engine.packed import unpacked
from agents.engine.table import SLOTS
from model.parameters.parameters import kind_of
from model.town.ledger import STATE
from model.town.town import Town

SOCIAL: Any = kind_of("social")
TRUST: Any = kind_of("trust")

BLOCK = 256  # citizens whose ties are asked together


def influence(town: Town) -> None:
    """One month of influence among ties, drift to one's own anchor, and the count of attitudes."""
    c = town.citizens
    o = town.p.outcomes
    _influence(
        town.tie_start, town.tie_other, c.anchor, c.trust, c.voice, c.expected_uptake, c.ownership, c.efficacy,
        c.rank, c.cell, c.need_state, town.packed.social, town.packed.trust, o.low_trust, town.ledger.states,
    )  # fmt: skip


@kernel
def _ask_ties(of_ties, first, last, tie_start, tie_other, before):
    """Fill rows of `of_ties` (block, 3) with the means over the ties of citizens `first` to `last` - 1; `before` holds
    (citizens, 3) mood, felt voice and expected uptake of last month.
    """
    for i in range(first, last):
        moods = 0.0
        voices = 0.0
        beliefs = 0.0
        for k in range(tie_start[i], tie_start[i + 1]):
            j = tie_other[k]
            moods += float(before[j, 0])
            voices += float(before[j, 1])
            beliefs += float(before[j, 2])
        each = 1.0 / float(tie_start[i + 1] - tie_start[i])
        of_ties[i - first, 0] = moods * each
        of_ties[i - first, 1] = voices * each
        of_ties[i - first, 2] = beliefs * each


@kernel
def _influence(
    tie_start, tie_other, anchor, trust, voice, expected_uptake, ownership, efficacy, rank, cell, need_state, so, t,
    low, states,
):  # fmt: skip
    """Equation E63."""
    so, t = unpacked(SOCIAL, so), unpacked(TRUST, t)
    n = len(trust)
    low_from, high_from = low, max(1.1 - low, low)
    before = np.empty((n, 3), np.float32)  # side by side, as one tie's values are read together
    for i in range(n):
        before[i, 0] = trust[i] - anchor[i]
        before[i, 1] = voice[i]
        before[i, 2] = expected_uptake[i]
    # Everyone looks at last month's values, so order does not matter. A block of citizens at a time looks first and
    # changes then: a loop that only looks has many ties, far away in memory, on their way at once.
    of_ties = np.empty((BLOCK, 3))
    for i in range(n):
        place = i % BLOCK
        if place == 0:
            _ask_ties(of_ties, i, min(i + BLOCK, n), tie_start, tie_other, before)
        mood = trust[i] - anchor[i]
        felt = voice[i]
        if tie_start[i + 1] > tie_start[i]:
            mood += so.influence * (of_ties[place, 0] - mood)
            felt += so.voice_hearsay * (of_ties[place, 1] - felt)
            voice[i] = felt
            expected_uptake[i] += so.voice_hearsay * (of_ties[place, 2] - expected_uptake[i])
        now = trust_after_month(min(max(anchor[i] + mood, 0.0), 1.0), anchor[i], felt, t)
        trust[i] = now
        owned = ownership[i] * (1.0 - so.ownership_fading)
        ownership[i] = owned
        voiced = 1.0 if felt >= t.voice_reference else 0.0
        open_needs = 0
        waiting = 0
        for s in range(SLOTS):
            open_needs += 1 if need_state[i, s] > 0 else 0
            waiting += 1 if need_state[i, s] == 2 else 0
        here = states[cell[i]]
        here[STATE.people] += 1.0
        here[STATE.trust] += now
        here[STATE.trust_square] += now * now
        here[STATE.trust_rank] += now * rank[i]
        here[STATE.low_trust] += 1.0 if now < low_from else 0.0
        here[STATE.high_trust] += 1.0 if now > high_from else 0.0
        here[STATE.voice] += felt
        here[STATE.efficacy] += efficacy[i]
        here[STATE.ownership] += owned
        here[STATE.expected_uptake] += expected_uptake[i]
        here[STATE.voiced] += voiced
        here[STATE.voiced_trust] += voiced * now
        here[STATE.open_needs] += open_needs
        here[STATE.waiting] += waiting
