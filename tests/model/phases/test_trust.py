"""Hardship, adaptive anchors, conditional voice and neutrality: switched off and in limits with known answers."""

from __future__ import annotations

import numpy as np
import pytest

from agents.service_rules import CODIFIED
from model.town.town import Town
from tests.model.test_limits import MONTHS, ONLY, PERFECT, model, moved, run

POOR = {"citizens": 600, "money__case_budget": 0.02}  # so that many wait
ALONE = {"mechanisms__social_influence": False, "trust__anchor_pull": 0.0}  # trust moves by own experience only


def test_hardship_off_leaves_nothing_behind_and_on_it_lowers_trust():
    on, off = (model(**POOR, mechanisms__hardship=switch) for switch in (True, False))
    frames = [one.run(MONTHS) for one in (on, off)]
    assert (frames[1]["unserved"] == 0.0).all() and off.citizens.hardships.sum() == 0
    assert frames[0]["unserved"].iloc[-1] > 0.1 and on.citizens.hardships.sum() > 50
    assert frames[0]["trust"].iloc[-1] < frames[1]["trust"].iloc[-1]


def test_hardship_touches_only_those_who_applied(watching):
    """Citizens with neither service, answer nor hardship keep their trust: burden alone is no experience."""
    start: dict[str, np.ndarray] = {}
    latent = 0

    def look(phase: str, town: Town) -> None:
        nonlocal latent
        c = town.citizens
        if phase == "start":
            start.update(trust=c.trust.copy(), lived=lived(town))
        if phase == "roles":
            untouched = lived(town) == start["lived"]
            np.testing.assert_allclose(c.trust[untouched], start["trust"][untouched], rtol=0, atol=1e-12)
            latent += int((untouched & (c.need_state == 1).any(axis=1)).sum())

    with watching(look):
        run(**POOR, **ALONE)
    assert latent > 500


def lived(town: Town) -> np.ndarray:
    """Return the number of each citizen's experiences, (citizens,)."""
    c = town.citizens
    return c.encounters.astype(int) + c.heard + c.ignored + c.hardships


@pytest.mark.parametrize("paradigm", ["TPA", "NPG"])
def test_trust_hears_of_others_hardship(paradigm):
    """Citizens with no experience of their own lose trust when people they know wait, by ties alone."""
    lost = {}
    for heard in (True, False):
        pair = [
            model(paradigm, **POOR, mechanisms__hardship=on, mechanisms__social_influence=heard) for on in (True, False)
        ]
        for one in pair:
            one.run(MONTHS)
        alone = (lived(pair[0].town) == 0) & (lived(pair[1].town) == 0)
        assert alone.sum() > 50
        lost[heard] = (pair[0].citizens.trust - pair[1].citizens.trust)[alone].mean()
    assert lost[False] == pytest.approx(0.0, abs=1e-12)
    assert lost[True] < -1e-4


def test_anchors_follow_trust_only_where_they_adapt():
    fixed, slow = (model(**POOR, mechanisms__adaptive_anchor=switch) for switch in (False, True))
    before = fixed.citizens.anchor.copy()
    start = slow.citizens.anchor.copy()
    gap = slow.citizens.trust - start
    for one in (fixed, slow):
        one.run(1)
    assert (fixed.citizens.anchor == before).all()
    rate = slow.parameters.trust.anchor_rate
    expected = start + rate * (slow.citizens.trust - start)
    np.testing.assert_allclose(slow.citizens.anchor, expected, rtol=0, atol=1e-12)
    assert np.abs(gap).max() > 0.01


def test_felt_influence_counts_only_where_voice_is_conditional():
    for conditional in (False, True):
        pair = [model("NPG", mechanisms__conditional_voice=conditional) for _ in range(2)]
        pair[1].citizens.felt_influence[:] = 1.0
        changed = moved(*(one.run(MONTHS) for one in pair))
        assert ("trust" in changed) is conditional
        assert "felt_influence" in changed


@pytest.mark.parametrize("conditional", [True, False])
def test_asking_lifts_trust_only_where_it_is_followed(conditional):
    """In a codified world without lay weight dialogue moves no service: with time for all, trust stays bit for bit."""
    world = {
        **ONLY[CODIFIED], **PERFECT, "needs__wickedness": 0.0, "money__case_budget": 0.18, "access__contact": 0.0,
        "mechanisms__procedural_justice": False, "mechanisms__conditional_voice": conditional,
    }  # fmt: skip
    asked, silent = (model(rules__information__dialogue=dialogue, **world) for dialogue in (1.0, 0.0))
    for one in (asked, silent):
        one.citizens.felt_influence[:] = 0.0  # no memory of other rules
    frames = [one.run(MONTHS) for one in (asked, silent)]
    assert (frames[0]["felt_voice"] > frames[1]["felt_voice"]).all()
    assert (frames[0]["felt_influence"] == 0.0).all()
    assert ("trust" not in moved(*frames)) is conditional
    if not conditional:
        assert frames[0]["trust"].iloc[-1] > frames[1]["trust"].iloc[-1]


def test_a_followed_matter_is_influence():
    """All matters followed by an open council, or none: felt influence goes to its ends."""
    pair = [
        model(needs__rate=0.0, access__contact=0.2, politics__contact_followed=share, citizens=300)
        for share in (0.5, 0.0)
    ]
    pair[0].town.politicians.openness[:] = 1.0
    followed, ignored = (one.run(MONTHS)["felt_influence"].iloc[-1] for one in pair)
    assert followed > 0.6 > 0.1 > ignored


def test_equal_treatment_raises_justice_and_trust():
    """The same service with less chance in it: justice differs by the weight of what is left out, and trust with it."""
    for switch in (True, False):
        pair = [run(mechanisms__neutrality=switch, trust__neutrality_reference=r) for r in (0.0, 0.2)]
        assert bool(moved(*pair)) is switch
        if switch:
            strict, lax = (frame.iloc[-1] for frame in pair)
            assert lax["justice"] - strict["justice"] == pytest.approx(0.2, abs=0.03)
            assert lax["trust"] > strict["trust"]


def test_the_answer_to_a_complaint_has_its_own_chance():
    """Where attitudes do not move, whether complaints are followed shifts nobody's luck."""
    still = {
        "access__contact": 0.0, "trust__process_weight": 0.0, "trust__voice_rate": 0.0,
        "trust__expected_following_contact": 0.0,
    }  # fmt: skip
    pair = [model(**POOR, **still, politics__contact_followed=share) for share in (0.0, 0.5)]
    assert moved(*(one.run(MONTHS) for one in pair)) == []
    assert pair[0].citizens.heard.sum() < pair[1].citizens.heard.sum()
