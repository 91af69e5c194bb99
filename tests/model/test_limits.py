"""Limiting cases with known answers: where it can be said beforehand what must happen, it does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from agents.engine.table import AREAS, DIMENSIONS
from agents.service_rules import (
    CODIFIED,
    LIVED,
    PROFESSIONAL,
    attention_quality,
    codified_gain,
    effective_dialogue,
    lived_gain,
)
from model import GovernanceModel
from model.paradigms.rules import RULE
from model.phases.service.needs import PLACE
from model.town.ledger import EVENT, KIND
from model.town.town import Town

MONTHS = 24
# No arenas, no dialogue, no say: what citizens think of their needs reaches nobody.
SILENT = {
    "rules__information__dialogue": 0.0,
    "rules__aggregation__weight_agenda": 0.0, "rules__aggregation__weight_design": 0.0,
    "rules__aggregation__weight_delivery": 0.0, "rules__aggregation__weight_evaluation": 0.0,
    "town__warm_up": 0,  # under the rules of the status quo, which do ask
    "mechanisms__fidelity": False,  # else units go on asking as they used to
}  # fmt: skip


def model(paradigm: str = "TPA", citizens: int = 500, rng: int = 3, **values: Any) -> GovernanceModel:
    """Return a small town; keyword `trust__gain` stands for the parameter `trust.gain`."""
    dotted = {name.replace("__", "."): value for name, value in values.items()}
    return GovernanceModel(paradigm=paradigm, citizens=citizens, parameters=dotted, rng=rng)


def run(paradigm: str = "TPA", months: int = MONTHS, **values: Any) -> pd.DataFrame:
    return model(paradigm, **values).run(months=months)


def moved(one: pd.DataFrame, other: pd.DataFrame) -> list[str]:
    """Return the outcomes that are not the same bit for bit."""
    return [name for name in one if one[name].to_numpy().tobytes() != other[name].to_numpy().tobytes()]


# --- a tame, codified world ---------------------------------------------------------------------------------------

ONLY = {
    CODIFIED: {"needs__professional": 0.0, "needs__lived": 0.0},
    PROFESSIONAL: {"needs__codified": 0.0, "needs__lived": 0.0},
    LIVED: {"needs__codified": 0.0, "needs__professional": 0.0},
}
# A professional who sees perfectly, has time, and is neither tired nor new to the rules.
PERFECT = {
    "encounter__sd_codified": 0.0, "encounter__sd_professional": 0.0, "encounter__sd_lived": 0.0,
    "encounter__discretion_noise": 0.0, "mechanisms__group_bias": False, "mechanisms__coping": False,
    "mechanisms__strain": False, "mechanisms__inertia": False, "mechanisms__slack": False,
    "mechanisms__codelivery": False, "delivery__cross_loss": 0.0, "delivery__returning": 0.0,
    "rules__aggregation__weight_delivery": 0.0, "rules__payoff__target_pressure": 0.0,
    "rules__boundary__civic_provider": False, "town__warm_up": 0, "mechanisms__fidelity": False,
    "mechanisms__rule_ageing": False,
}  # fmt: skip


def hand_computed_fits(town: Town, served: np.ndarray, gain: np.ndarray) -> np.ndarray:
    """Return Vn^w exp(-beta mean (1 - G)^2 (x - z)^2) for served (citizen, slot) pairs with `gain` (pairs,)."""
    c, areas = town.citizens, town.areas
    who, slot = served.T
    area = c.need_area[who, slot].astype(int)
    row = area * town.units_per_area + c.need_unit[who, slot]
    missed = ((1.0 - gain[:, None]) * (c.need_vector[who, slot].astype(float) - town.units.programme[row])) ** 2
    quality = areas.quality[area, town.units.solution[row]] ** areas.weight[area]
    return quality * np.exp(-town.p.encounter.steepness * missed.mean(axis=1))


@pytest.mark.parametrize("kind", [CODIFIED, PROFESSIONAL, LIVED], ids=["codified", "professional", "lived"])
@pytest.mark.parametrize("paradigm", ["TPA", "NPG"])
def test_fit_is_what_one_computes_by_hand(kind, paradigm, watching):
    """With one kind of knowledge and a perfect professional, y = z + G (x - z) and nothing else."""
    before: dict[str, Any] = {}
    compared = 0

    def gains(town: Town, served: np.ndarray) -> np.ndarray:
        rule, e = town.rules[0], town.numbers.encounter
        who = served[:, 0]
        area = town.citizens.need_area[who, served[:, 1]].astype(int)
        if kind == CODIFIED:
            return np.full(len(who), codified_gain(rule[RULE.rule_categories], DIMENSIONS, e))
        teams = town.team_start[area] + town.citizens.identity[who] % (
            town.team_start[area + 1] - town.team_start[area]
        )
        if kind == PROFESSIONAL:
            return rule[RULE.discretion] * town.teams.competence[teams] * attention_quality(1.0, town.numbers.delivery)
        told = effective_dialogue(rule[RULE.dialogue], 1.0, rule[RULE.facilitation], e)
        # trust was copied before the month's encounters: only citizens with a single case are compared
        return np.array([
            lived_gain(rule[RULE.discretion], told, 0.0, 1.0, town.citizens.trust[i], town.teams.relation[j], e)
            for i, j in zip(who, teams, strict=True)
        ])  # fmt: skip

    def look(phase: str, town: Town) -> None:
        nonlocal compared
        c = town.citizens
        if phase == "access":
            waiting = np.argwhere(c.need_state == 2)
            before["cases"] = waiting
            before["fit"] = hand_computed_fits(town, waiting, gains(town, waiting))
            before["area"] = c.need_area[waiting[:, 0], waiting[:, 1]]
            before["encounters"] = c.encounters.copy()
        if phase == "encounters":
            once = c.encounters == before["encounters"] + 1
            done = (c.need_state[before["cases"][:, 0], before["cases"][:, 1]] == 0) & once[before["cases"][:, 0]]
            who, area = before["cases"][done, 0], before["area"][done]
            np.testing.assert_allclose(c.known_fit[who, area], before["fit"][done], rtol=2e-6)
            compared += int(done.sum())

    with watching(look):
        outcomes = run(paradigm, months=12, needs__wickedness=0.0, **ONLY[kind], **PERFECT)
    assert compared > 100
    assert outcomes["fit"].between(0.05, 0.999).all()


def test_a_tame_world_is_solved_from_the_start():
    """One-flip search on a landscape without interdependence ends at its only peak, of quality 1."""
    town = model(needs__wickedness=0.0).town
    assert (town.areas.quality[np.arange(AREAS), town.areas.start_solution] == 1.0).all()
    outcomes = run(needs__wickedness=0.0, revision__trials=0.0)
    assert (outcomes["solution_quality"] == 1.0).all()
    wicked = run(needs__wickedness=3.0, revision__trials=0.0)
    assert wicked["solution_quality"].max() < 0.8


def test_in_a_codified_world_only_rules_tailor():
    """Discretion is then worth nothing for fit, and one category is no tailoring at all."""
    world = {**ONLY[CODIFIED], **PERFECT, "needs__wickedness": 0.0, "money__case_budget": 0.18}  # nobody need wait
    none, full = (run(rules__choice__discretion=d, **world) for d in (0.0, 1.0))
    assert not {"fit", "met_need", "satisfaction", "horizontal_inequity", "trust"} & set(moved(none, full))
    assert "public_hours_per_capita" in moved(none, full)  # it costs its hours all the same
    one, dozen, forty = (run(rules__boundary__rule_categories=r, **world)["fit"].iloc[-1] for r in (1, 12, 40))
    assert one < dozen < forty


# --- citizens' view -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paradigm", ["TPA", "NPM"])
def test_misconceptions_cannot_matter_where_citizens_are_not_asked(paradigm, state_of, differing):
    """All weights of citizens 0 and no dialogue: what they get wrong together changes nothing at all."""
    pair = [
        model(paradigm, encounter__misconception=m, encounter__misconception_lived=m / 2, **SILENT) for m in (0.0, 1.0)
    ]
    frames = [m.run(months=MONTHS) for m in pair]
    assert moved(*frames) == []
    # Surveys are filled in, but weigh nothing.
    assert differing(*(state_of(m.town) for m in pair)) == ["units.survey_sum"]


def test_one_who_is_not_asked_is_not_heard():
    town = model(access__contact=0.0, mechanisms__exit_and_voice=False, **SILENT)  # nor complains
    town.run(months=MONTHS)
    assert town.citizens.encounters.sum() > 50
    assert town.citizens.heard.sum() == 0


@pytest.mark.parametrize("paradigm", ["NPG", "self-organised"])
def test_misconceptions_do_matter_where_citizens_decide(paradigm):
    none, some = (run(paradigm, encounter__misconception=m, mechanisms__fidelity=False) for m in (0.0, 1.0))
    assert "fit" in moved(none, some)
    assert none["fit"].tail(12).mean() > some["fit"].tail(12).mean()


def test_without_misconceptions_their_direction_is_nothing():
    """Switched off is the same as 0, and then nothing depends on what citizens would get wrong."""
    off = run("NPG", mechanisms__misconception=False)
    assert moved(off, run("NPG", encounter__misconception=0.0, encounter__misconception_lived=0.0)) == []
    turned = model("NPG", mechanisms__misconception=False, town__warm_up=0)
    straight = model("NPG", mechanisms__misconception=False, town__warm_up=0)
    turned.town.areas.misconception *= -5.0
    assert moved(straight.run(months=MONTHS), turned.run(months=MONTHS)) == []


@pytest.mark.parametrize("paradigm", ["TPA", "NPG"])
def test_facilitation_at_its_ends(paradigm):
    """With none, nobody sorts who knows what; with full (by roles ready for it), unaided talk does not matter."""
    cold = {"town__warm_up": 0, "mechanisms__inertia": False, "mechanisms__fidelity": False}
    none = {**cold, "rules__position__facilitation": 0.0}
    assert moved(*(run(paradigm, encounter__professional_lay_share=share, **none) for share in (0.0, 1.0))) == []
    full = {**cold, "rules__position__facilitation": 1.0}
    assert moved(*(run(paradigm, encounter__unaided_dialogue=share, **full) for share in (0.0, 1.0))) == []
    # in between both matter
    assert "justice" in moved(*(run(paradigm, encounter__professional_lay_share=share, **cold) for share in (0.0, 1.0)))
    assert "justice" in moved(*(run(paradigm, encounter__unaided_dialogue=share, **cold) for share in (0.0, 1.0)))


# --- hours --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paradigm", ["TPA", "NPM", "NPG"])
def test_with_enough_hours_nobody_waits(paradigm, watching):
    """Load below 1, everyone served in the month of applying, nobody complains of waiting or leaves."""
    seen = np.zeros(len(EVENT))

    def look(phase: str, town: Town) -> None:
        nonlocal seen
        if phase == "roles":
            seen = seen + town.ledger.events.sum(axis=(0, 1))
            assert (town.units.load < 1.0).all()
            assert (town.units.wait == 0.0).all()
            assert (town.citizens.need_waited == 0).all()

    with watching(look):
        # the whole town large enough for its smallest unit to hold the largest case
        outcomes = run(
            paradigm, citizens=3000, money__case_budget=0.3, needs__rate=0.02, town__warm_up=0,
            access__complain_shortfall=0.0,  # nor of what they got, since it does not matter here
        )  # fmt: skip
    assert seen[EVENT.cases] > 500
    assert seen[EVENT.complaints] == seen[EVENT.left] == 0.0
    assert (outcomes["wait"] == 0.0).all() and (outcomes["load"] < 1.0).all()
    assert seen[EVENT.acts] > 0.0  # people do raise matters, but not for waiting


def test_a_little_overload_makes_haste_not_queues(watching):
    """Where people have a right to the service, there is time for all until cases get their least attention (M11)."""
    least = model().parameters.delivery.least_attention
    kept = np.zeros(0)
    hurried = 0

    def look(phase: str, town: Town) -> None:
        nonlocal kept, hurried
        if phase == "access":
            kept = town.units.bank.copy()
        if phase == "encounters":
            overheads = town.ledger.hours[:, [KIND.administration, KIND.transaction, KIND.process]].sum(axis=1)
            direct = np.repeat(town.paid * (1.0 - town.p.money.absence) - overheads, town.units_per_area)
            direct *= town.units.share
            asked = town.units.load * direct / (direct + kept)  # open hours over hours at hand and kept
            tight = (asked > 1.0 + 1e-6) & (asked < 1.0 / least - 1e-6)
            hurried += int(tight.sum())
            assert (town.units.wait[tight] == 0.0).all()

    with watching(look):
        run(
            "TPA",
            town__fixed_costs=0.0,
            citizens=3000,
            delivery__felt_cases=0,
            mechanisms__queueing=False,
            mechanisms__subsample=False,
        )
    assert hurried > 50


@pytest.mark.parametrize("paradigm", ["TPA", "NPM", "NPG"])
def test_where_nobody_needs_anything_nothing_is_done(paradigm, watching):
    seen = np.zeros(len(EVENT))

    def look(phase: str, town: Town) -> None:
        nonlocal seen
        if phase == "roles":
            seen = seen + town.ledger.events.sum(axis=(0, 1))
            assert (town.citizens.need_state == 0).all()

    with watching(look):
        town = model(paradigm, needs__rate=0.0)
        outcomes = town.run(months=MONTHS)
    assert seen[EVENT.arrived] == seen[EVENT.cases] == seen[EVENT.applied] == seen[EVENT.closed] == 0.0
    assert np.isfinite(outcomes.to_numpy(float)).all()
    for name in ("hours_delivery", "hours_dialogue", "hours_returns", "wait", "load", "failure_demand"):
        start = outcomes[name].iloc[0]
        assert (outcomes[name] == (start if name == "failure_demand" else 0.0)).all(), name
    assert (outcomes["fit"] == outcomes["fit"].iloc[0]).all()
    assert town.citizens.encounters.sum() == 0


# --- choice -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paradigm", ["TPA", "NPG"])
def test_one_provider_equals_no_choice(paradigm, state_of, differing):
    """With a single unit to go to, nothing about choosing matters."""
    plain = model(paradigm)
    assert plain.paradigm.choice.n_providers == 1
    frame, state = plain.run(months=MONTHS), state_of(plain.town)
    variants = (
        {"mechanisms__choice": False}, {"market__sharpness": 12.0}, {"market__sharpness": 0.0}, {"market__home": 0.0},
        {"rules__choice__n_providers": 1},
    )  # fmt: skip
    for values in variants:
        other = model(paradigm, **values)
        assert moved(frame, other.run(months=MONTHS)) == [], values
        assert differing(state, state_of(other.town)) == [], values


def test_choice_does_matter_with_three_providers():
    base = run("NPM")
    for values in ({"mechanisms__choice": False}, {"market__sharpness": 12.0}, {"market__home": 0.0}):
        assert "fit" in moved(base, run("NPM", **values)), values


# --- ties ---------------------------------------------------------------------------------------------------------


def test_without_social_influence_ties_are_nothing(state_of, differing):
    """Where nobody chooses by hearsay either, any other ties give the same town bit for bit."""
    pair = [model("TPA", mechanisms__social_influence=False, town__warm_up=0) for _ in range(2)]
    ties = pair[1].town.tie_other
    ties[:] = (ties.astype(int) + 250) % 500
    frames = [m.run(months=MONTHS) for m in pair]
    assert moved(*frames) == []
    assert differing(*(state_of(m.town) for m in pair)) == []


def test_with_social_influence_ties_matter():
    pair = [model("TPA", town__warm_up=0) for _ in range(2)]
    ties = pair[1].town.tie_other
    ties[:] = (ties.astype(int) + 250) % 500
    assert "trust_spread" in moved(*(m.run(months=MONTHS) for m in pair))


def test_without_social_influence_trust_moves_by_own_experience_alone(watching):
    """Neither service nor answer to a matter raised: then trust stays where it is (its drift to the anchor is off)."""
    kept: dict[str, np.ndarray] = {}
    still = touched = 0

    def look(phase: str, town: Town) -> None:
        nonlocal still, touched
        c = town.citizens
        lived = c.encounters.astype(int) + c.heard + c.ignored + c.hardships
        if phase == "start":
            kept.update(trust=c.trust.copy(), lived=lived)
        if phase == "roles":
            alone = lived == kept["lived"]
            np.testing.assert_allclose(c.trust[alone], kept["trust"][alone], rtol=0, atol=1e-12)
            still += int(alone.sum())
            touched += int((np.abs(c.trust - kept["trust"])[~alone] > 1e-6).sum())

    with watching(look):
        run("NPM", mechanisms__social_influence=False, trust__anchor_pull=0.0)
    assert still > 5000 and touched > 200


def test_a_matter_without_a_need_belongs_to_place(watching):
    """Citizens without an open need raise matters about the local surroundings."""
    total = np.zeros(AREAS)

    def look(phase: str, town: Town) -> None:
        nonlocal total
        if phase == "arrivals":
            total = total + town.ledger.events[:, :, EVENT.answered].sum(axis=0)

    with watching(look):
        run("TPA", needs__rate=0.0, months=12)
    assert total[PLACE] > 5 and total.sum() == total[PLACE]
