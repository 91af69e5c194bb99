"""How a citizen's trust, expectation, voice and efficacy respond to service and to answers."""

import math

from agents.citizen_rules import clip
from agents.engine.kernel import kernel

AVERAGE_TRUST = 0.55  # trust of the average voter, at which the halo changes no judgement


@kernel
def felt_following(offered, delivered, steepness, trust):
    """How far a citizen feels that the service followed a wish, 0-1.

    A weighted mean of two judgements: how far the service moved toward the wish, and how near to it the service ended.
    With the first alone, asking without changing would always hurt, against P8. With the second alone it would never
    hurt, against P7. Equation E57.

    Args:
        offered: mean squared distance from the wish to the standard offer.
        delivered: mean squared distance from the wish to the delivered service.
    """
    met_halfway = clip(1.0 - delivered / max(offered, 1e-9), 0.0, 1.0)
    nearness = math.exp(-steepness * delivered)
    return trust.following_movement * met_halfway + (1.0 - trust.following_movement) * nearness


@kernel
def procedural_justice(voice, followed, noise, trust):
    """Felt fairness: rises when staff follow the citizen's voice, falls when they ignore it (M4, P7). Equation E58."""
    felt = trust.justice_base + trust.heard * voice * followed - trust.ignored * voice * (1.0 - followed)
    return clip(felt + noise, 0.0, 1.0)


@kernel
def justice_lost_to_promise(voice, followed, declared, trust_level, trust):
    """Felt fairness lost where less was followed than the municipality declared (M32).

    It is what being ignored costs, for the part of the promise that was believed and not kept. Equation E123.
    """
    believed = trust.declared_belief * trust_level * max(declared - followed, 0.0)
    return trust.ignored * voice * believed


@kernel
def justice_of_news(followed, expected, trust):
    """Felt fairness gained by hearing how the council answered others, against what was expected (M31).

    Equation E120.

    Args:
        followed: share of the proposals heard of that were adopted.
        expected: share that the citizen expected.
    """
    return trust.news_weight * (trust.heard + trust.ignored) * (followed - expected)


@kernel
def expected_fit(experience, indicator, publication, trust):
    """Fit that a citizen expects: experience, moved toward the published indicator (M3). Equation E77."""
    return experience + trust.expectation_published * publication * (clip(indicator, 0.0, 1.0) - experience)


@kernel
def satisfaction(fit, justice, trust_level, expectation, noise, trust):
    """Satisfaction with a service: performance, fairness, a halo of trust, and (dis)confirmed expectations (M3).

    Equation E59.
    """
    value = trust.satisfaction_base + trust.fit_weight * fit + trust.justice_weight * justice
    value += trust.halo * (trust_level - AVERAGE_TRUST)
    value += trust.exceeded * max(fit - expectation, 0.0) - trust.disappointed * max(expectation - fit, 0.0)
    return clip(value + noise, 0.0, 1.0)


@kernel
def trust_shock(satisfied, justice, trust_level, trust):
    """Signal of an encounter about the municipality, without the halo (M4). Equation E60.

    Process counts more when the outcome is bad.
    """
    outcome = satisfied - trust.halo * (trust_level - AVERAGE_TRUST) - trust.satisfaction_reference
    process = trust.process_weight + trust.process_when_bad * max(trust.satisfaction_reference - satisfied, 0.0)
    return trust.outcome_weight * outcome + process * (justice - trust.justice_reference)


@kernel
def trust_after(trust_level, shock, trust):
    """Trust after an encounter; losses are larger than equal gains (M5). Equation E60."""
    if shock >= 0.0:
        return clip(trust_level + trust.gain * (1.0 - trust_level) * shock, 0.0, 1.0)
    return clip(trust_level + trust.gain * trust.loss_aversion * trust_level * shock, 0.0, 1.0)


@kernel
def wait_doubled(months):
    """Return 1 in the months of a wait when it has doubled (1, 2, 4, 8 ...), else 0. Equation E85.

    A duration is sensed by ratios, so each doubling is felt alike.
    """
    return 1.0 if months > 0 and months & (months - 1) == 0 else 0.0


@kernel
def unserved_shock(trust_level, expectation, trust):
    """Signal of being left unserved: that of a service with fit 0 that asks nobody (M4, M7). Equation E85."""
    justice = procedural_justice(0.0, 0.0, 0.0, trust)
    satisfied = satisfaction(0.0, justice, trust_level, expectation, 0.0, trust)
    return trust_shock(satisfied, justice, trust_level, trust)


@kernel
def influence_of_voice(silent, delivered):
    """Share of the distance to a citizen's wish that the citizen's voice removed. Equation E87.

    Args:
        silent: mean squared distance from the wish to the service, had the citizen not spoken.
        delivered: mean squared distance from the wish to the delivered service.
    """
    return clip((silent - delivered) / max(silent, 1e-9), 0.0, 1.0)


@kernel
def inconsistency(spread, trust):
    """Procedural justice lost where treatment is less consistent than usual; a gain where it is more (M4).

    Equation E89.

    Args:
        spread: mean squared deviation of the service that does not follow from the need.
    """
    return trust.neutrality * (math.sqrt(spread) - trust.neutrality_reference)


@kernel
def trust_after_month(trust_level, anchor, felt_voice, influence, trust):
    """Trust after a month of drift toward the predisposition, shifted by felt voice (M5, P12). Equation E63.

    Felt voice counts as far as it had influence (E88).
    """
    aim = anchor + trust.voice_lift * (felt_voice - trust.voice_reference) * influence
    return clip(trust_level + trust.anchor_pull * (aim - trust_level), 0.0, 1.0)


@kernel
def anchor_after_month(anchor, trust_level, trust):
    """Predisposition after a month: it follows lived trust slowly (M5). Equation E86."""
    return anchor + trust.anchor_rate * (trust_level - anchor)


@kernel
def felt_voice(voice, followed, trust_level, trust):
    """Felt voice: the geometric mean of being asked and being followed, with a halo of trust (P12).

    Equation E61.
    """
    coloured = trust.halo * (trust_level - AVERAGE_TRUST)
    return clip(trust.voice_scale * math.sqrt(max(voice * followed, 0.0)) + coloured, 0.0, 1.0)


@kernel
def efficacy_aim(skill, voice, followed, own_effort, trust):
    """Self-efficacy that an encounter leads to; low for citizens whom staff never ask. Equation E61."""
    asked = trust.efficacy_voice * math.sqrt(max(voice * followed, 0.0))
    return clip(
        trust.efficacy_base + trust.efficacy_skill * skill + asked + trust.efficacy_effort * own_effort, 0.0, 1.0
    )
