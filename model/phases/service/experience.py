"""Social influence among ties on mood, felt voice and beliefs, and the count of attitudes (M5, M20, M22).

Averaging acts on mood, the distance of trust from the citizen's anchor: averaging trust itself would erase its spread.
"""

import numpy as np

from agents.attitude_rules import anchor_after_month, trust_after_month
from agents.citizens import NO_NEED, WAITING
from agents.engine.kernel import kernel
from agents.engine.sums import sum_of_rows
from agents.engine.table import SLOTS
from model.town.ledger import STATE

BLOCK = 256  # citizens whose ties are asked together
TRUST_SCALE = 1.1  # eleven answers, 0 to 10: trust is low below `low_trust`, high above 1.1 minus that (survey fact 10)


@kernel
def _ask_ties(of_ties, first, last, tie_start, tie_other, before):
    """Fill rows of `of_ties` (block, 4) with the means over the ties of citizens `first` to `last` - 1.

    `before` (citizens, 4) holds last month's mood, felt voice, expected following and felt influence.
    """
    for i in range(first, last):
        moods, voices, beliefs, influences = sum_of_rows(
            before, tie_other, np.int64(tie_start[i]), np.int64(tie_start[i + 1])
        )
        each = 1.0 / float(tie_start[i + 1] - tie_start[i])
        of_ties[i - first, 0] = moods * each
        of_ties[i - first, 1] = voices * each
        of_ties[i - first, 2] = beliefs * each
        of_ties[i - first, 3] = influences * each


@kernel
def influence(town):
    """Apply one month of influence among ties and drift to the anchor, and count attitudes by cell.

    Felt voice counts as far as it had influence, unless `conditional_voice` is off. Equations E63, E86 and E88.
    """
    social, trust, low = town.numbers.social, town.numbers.trust, town.numbers.outcomes.low_trust
    conditional, states = town.numbers.mechanisms.conditional_voice > 0.0, town.ledger.states
    tie_start, tie_other = town.tie_start, town.tie_other
    citizens = town.citizens
    anchor, trust_level, voice, ownership, efficacy = (
        citizens.anchor, citizens.trust, citizens.voice, citizens.ownership, citizens.efficacy
    )  # fmt: skip
    expected_following, felt_influence = citizens.expected_following, citizens.felt_influence
    rank, cell, need_state = citizens.rank, citizens.cell, citizens.need_state
    n = len(trust_level)
    low_from, high_from = low, max(TRUST_SCALE - low, low)
    before = np.empty((n, 4), np.float32)  # side by side, as one tie's values are read together
    for i in range(n):
        before[i, 0] = trust_level[i] - anchor[i]
        before[i, 1] = voice[i]
        before[i, 2] = expected_following[i]
        before[i, 3] = felt_influence[i]
    # Everyone reads last month's values, so order does not matter. Citizens are read in blocks and then changed: a
    # loop that only reads lets the processor fetch many ties, far apart in memory, at once.
    of_ties = np.empty((BLOCK, 4))
    for i in range(n):
        place = i % BLOCK
        if place == 0:
            _ask_ties(of_ties, i, min(i + BLOCK, n), tie_start, tie_other, before)
        mood = trust_level[i] - anchor[i]
        felt = voice[i]
        if tie_start[i + 1] > tie_start[i]:
            mood += social.influence * (of_ties[place, 0] - mood)
            felt += social.voice_hearsay * (of_ties[place, 1] - felt)
            voice[i] = felt
            expected_following[i] += social.voice_hearsay * (of_ties[place, 2] - expected_following[i])
            felt_influence[i] += social.voice_hearsay * (of_ties[place, 3] - felt_influence[i])
        counts = felt_influence[i] if conditional else 1.0
        now = trust_after_month(min(max(anchor[i] + mood, 0.0), 1.0), anchor[i], felt, counts, trust)
        trust_level[i] = now
        anchor[i] = anchor_after_month(anchor[i], now, trust)
        owned = ownership[i] * (1.0 - social.ownership_fading)
        ownership[i] = owned
        voiced = 1.0 if felt >= trust.voice_reference else 0.0
        open_needs = 0
        waiting = 0
        for s in range(SLOTS):
            open_needs += 1 if need_state[i, s] != NO_NEED else 0
            waiting += 1 if need_state[i, s] == WAITING else 0
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
        here[STATE.expected_following] += expected_following[i]
        here[STATE.voiced] += voiced
        here[STATE.voiced_trust] += voiced * now
        here[STATE.open_needs] += open_needs
        here[STATE.waiting] += waiting
        here[STATE.felt_influence] += felt_influence[i]
