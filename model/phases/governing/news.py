"""News of the council's answers to arenas reaches citizens who take no part (M31).

The municipality reaches some citizens, who pass the news on to ties. All judge the answer against what they expected.
"""

import numpy as np

from agents.attitude_rules import justice_of_news, trust_after
from agents.citizen_rules import chance_of_hearing_from_ties, clip, expected_when_declared
from agents.engine.kernel import kernel
from agents.engine.table import AREAS
from model.chance import NEWS, uniform, uniforms
from model.paradigms.rules import RULE
from model.phases.participation.members import represents

REACHED, FROM_TIES = 0, 1  # blocks of chance: reached by the municipality, by ties


@kernel
def spread_news(town):
    """Let citizens hear of the month's answers to arenas, where rules publish them. Equations E119, E120 and E121."""
    answers, published = town.areas.answers, False
    for a in range(AREAS):
        published = published or (answers[a, 0] > 0.0 and town.rules[a, RULE.answers_published] > 0.0)
    if not published or town.numbers.trust.news_weight == 0.0:
        return
    knows = _participants(town.seats.member, town.seats.number, town.citizens.identity, town.stands_for, town.seed)
    felt, overruled = _spread(town, knows)
    town.news_felt = town.numbers.trust.news_weight * felt / len(knows)
    if overruled > 0:
        town.news_month = town.month


@kernel
def _participants(member, number, identity, stands_for, seed):
    """Return which citizens are members of arenas and know of its answers, (citizens,)."""
    knows = np.zeros(len(identity), np.bool_)
    for arena in range(len(member)):
        for seat in range(member.shape[1]):
            i = member[arena, seat]
            if i >= 0 and represents(identity[i], number[arena], stands_for, seed):
                knows[i] = True
    return knows


@kernel
def _spread(town, knows):
    """Change the attitudes of citizens who hear; return (sum of what they feel, how many heard a refusal).

    `knows` (citizens,) are members of arenas, who were there.
    """
    citizens = town.citizens
    identity, trust_level, voice = citizens.identity, citizens.trust, citizens.voice
    expected_following, overruling_heard = citizens.expected_following, citizens.overruling_heard
    tie_start, tie_other, seed, month = town.tie_start, town.tie_other, town.seed, town.month
    answers, reach, declared = town.areas.answers, town.rules[:, RULE.answers_published], town.rules[:, RULE.declared]
    social, trust = town.numbers.social, town.numbers.trust
    n = len(identity)
    reached = np.zeros(n, np.int64)  # areas that a citizen hears of from the municipality, a bit each
    for i in range(n):
        u = uniforms(seed, NEWS, month, identity[i], REACHED)
        for a in range(AREAS):
            if answers[a, 0] > 0.0 and u[a] < reach[a]:
                reached[i] |= 1 << a
    felt = 0.0
    overruled = 0
    for i in range(n):
        if knows[i]:
            continue
        areas = reached[i]
        if areas == 0:
            areas = _from_ties(i, reached, tie_start, tie_other, social, identity, seed, month)
        if areas == 0:
            continue
        proposed, adopted, promised = 0.0, 0.0, 0.0
        for a in range(AREAS):
            if (areas >> a) & 1:
                proposed += answers[a, 0]
                adopted += answers[a, 1]
                promised += answers[a, 0] * declared[a]
        followed = adopted / proposed
        expected = expected_when_declared(expected_following[i], promised / proposed, trust_level[i], trust)
        shock = trust.process_weight * justice_of_news(followed, expected, trust)
        surprise = trust.news_weight * (followed - expected)
        trust_level[i] = trust_after(trust_level[i], shock, trust)
        voice[i] = clip(voice[i] + trust.voice_rate * surprise, 0.0, 1.0)
        learned = trust.news_weight * trust.expected_following_contact * (followed - expected_following[i])
        expected_following[i] += learned
        felt += followed - expected
        if adopted < proposed:
            overruling_heard[i] = month + 1
            overruled += 1
    return felt, overruled


@kernel
def _from_ties(i, reached, tie_start, tie_other, social, identity, seed, month):
    """Return the areas that citizen `i` hears of from ties, a bit each; 0 where none passes the news on."""
    heard = 0
    areas = 0
    for k in range(tie_start[i], tie_start[i + 1]):
        there = reached[tie_other[k]]
        heard += 1 if there != 0 else 0
        areas |= there
    if heard == 0 or uniform(seed, NEWS, month, identity[i], FROM_TIES) >= chance_of_hearing_from_ties(heard, social):
        return 0
    return areas
