"""What a citizen concludes from an answer to a matter or a complaint, and from being left unserved (M4, M7)."""

from agents.attitude_rules import (
    felt_voice,
    justice_lost_to_promise,
    procedural_justice,
    trust_after,
    unserved_shock,
)
from agents.engine.kernel import kernel
from agents.engine.sums import mean
from model.chance import CONTACT, uniform

MATTER_VOICE = 0.5  # voice of raising a matter or complaining, between none and a full dialogue
CERTAIN_AT_FULL_OPENNESS = 2.0  # `contact_followed` is the chance at openness 1/2
QUEUE_BLOCK, SERVICE_BLOCK = 1, 4  # first blocks of chance of answers to complaints in the queue, about services


@kernel
def chance_of_being_followed(town):
    """Return the chance that a complaint is followed, which is that of a matter raised. Equation E16."""
    return town.numbers.politics.contact_followed * mean(town.politicians.openness) * CERTAIN_AT_FULL_OPENNESS


@kernel
def answer_to_complaint(chance, seed, month, identity, block):
    """Return 1 if a complaint is followed, else 0; `block` is its own address of chance. Equation E85."""
    return 1.0 if uniform(seed, CONTACT, month, identity, block) < chance else 0.0


@kernel
def take_answer(
    i, followed, trust_level, voice, expected_following, felt_influence, heard, ignored, trust
):  # fmt: skip
    """Change attitudes of citizen `i` after an answer, `followed` 0 or 1; the rest are columns. Equation E16."""
    if followed > 0.0:
        heard[i] += 1
    else:
        ignored[i] += 1
    justice = procedural_justice(MATTER_VOICE, followed, 0.0, trust)
    shock = trust.process_weight * (justice - trust.justice_reference)
    trust_level[i] = trust_after(trust_level[i], shock, trust)
    felt = felt_voice(MATTER_VOICE, followed, trust_level[i], trust)
    voice[i] += trust.voice_rate * (felt - voice[i])
    expected_following[i] += trust.expected_following_contact * (followed - expected_following[i])
    felt_influence[i] += trust.voice_rate * (followed - felt_influence[i])


@kernel
def resent_promise(i, followed, declared, trust_level, trust):
    """Lower the trust of citizen `i` where the answer to a matter falls short of the influence declared. E123."""
    lost = justice_lost_to_promise(MATTER_VOICE, followed, declared, trust_level[i], trust)
    trust_level[i] = trust_after(trust_level[i], -trust.process_weight * lost, trust)


@kernel
def leave_unserved(i, trust_level, expectation, hardships, trust):
    """Change the trust of citizen `i`, left unserved; expectation and felt voice stay. Equation E85."""
    trust_level[i] = trust_after(trust_level[i], unserved_shock(trust_level[i], expectation[i], trust), trust)
    hardships[i] += 1
