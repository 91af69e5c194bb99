"""People who help: volunteers, peers, residents' initiative, and who works or pays the hours."""

from __future__ import annotations

import numpy as np
import pytest

from agents.citizens import CHILD, NO_NEED, WAITING
from agents.engine.table import NONE
from agents.providers import CIVIC, PUBLIC
from model import GovernanceModel
from model.chance import INITIATIVE, PERMIT, VOLUNTEER, uniforms
from model.paradigms.rules import RULE
from model.phases.participation.initiative import take_initiative
from model.phases.participation.roles import put_in_force
from model.phases.participation.volunteers import OTHERS, PEERS, lend_hands, volunteer
from model.phases.service.needs import PLACE
from model.town.ledger import EVENT, PAYER, open_month
from model.town.town import COUNT, Town
from tests.model.test_limits import model, moved, run

VOLUNTEERS = {"rules__scope__volunteers": 1.0}
PEER_SUPPORT = {**VOLUNTEERS, "rules__scope__peers": 1.0}
INITIATIVES = {"rules__scope__initiative_support": 1.0}
FULL = {"town__subsample": 0.0}  # a simulated citizen stands for one
REST = {"citizens": 500, "months": 14}


# --- nothing changes where nobody is asked -------------------------------------------------------------------------


@pytest.mark.parametrize("paradigm", ["TPA", "NPG", "facilitating"])
def test_at_0_no_number_of_helping_changes_a_bit(paradigm):
    unlike = {
        "delivery__volunteer_hours": 40.0, "social__helping": 0.5, "access__peer_learning": 1.0,
        "access__peer_stigma": -1.0, "access__peer_hours": 0.1, "politics__initiative_organisers": 1.0,
        "politics__initiative_months": 1,
    }  # fmt: skip
    off = {"mechanisms__volunteers": False, "mechanisms__peers": False, "mechanisms__initiative": False}
    usual = run(paradigm, **REST)
    assert moved(usual, run(paradigm, **REST, **unlike)) == []
    assert moved(usual, run(paradigm, **REST, **off)) == []
    assert not usual[["hours_volunteers", "volunteers_unused", "initiatives", "resident_run"]].to_numpy().any()


@pytest.mark.parametrize(
    ("rules", "switch"), [(VOLUNTEERS, "volunteers"), (PEER_SUPPORT, "volunteers"), (INITIATIVES, "initiative")]
)
def test_a_switch_makes_its_rules_equal_0(rules, switch):
    assert moved(run("NPG", **REST), run("NPG", **REST, **rules, **{f"mechanisms__{switch}": False})) == []


def test_where_a_timeline_ends_helping_nobody_helps_any_more():
    rules = {"scope.volunteers": 0.8, "scope.peers": 1.0, "scope.initiative_support": 1.0}
    given = {f"rules.{name}": value for name, value in rules.items()}
    stop = {"month": 4, "rules": dict.fromkeys(rules, 0.0)}
    one = GovernanceModel(paradigm="NPG", citizens=500, parameters=given, rng=3, timeline=[stop])
    town = one.town
    one.run(3)
    assert len(town.helpers) and town.initiatives and (town.burdens < 1.0).any()
    one.step()
    assert not len(town.helpers) and not town.pool.any() and not town.met.any() and not town.initiatives
    assert (town.burdens == 1.0).all()


def test_a_saved_run_continues_with_its_helpers(tmp_path):
    one = model("NPG", **PEER_SUPPORT, **INITIATIVES, money__case_budget=0.034)
    one.run(5)
    other = GovernanceModel.load(one.save(tmp_path / "run.npz"))
    assert moved(one.run(6), other.run(6)) == []
    assert len(other.town.helpers)


# --- volunteers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rules", [VOLUNTEERS, PEER_SUPPORT])
def test_hours_offered_are_used_or_expire(rules):
    whole, sample = model("NPG", **FULL, **rules), model("NPG", **rules)
    sums = np.zeros(len(PAYER))
    for _ in range(14):
        for one in (whole, sample):
            one.step()
        now = whole.town.ledger.others
        assert now[PAYER.offered] > now[PAYER.used] > 0.0
        assert now[PAYER.offered] == pytest.approx(now[PAYER.used] + now[PAYER.expired])
        assert not whole.town.pool.any()  # nothing is left at the end of a month
        sums += sample.town.ledger.others
    assert sample.town.stands_for > 1.0
    left = sample.town.pool.sum()
    assert left > 0.0
    assert sums[PAYER.offered] == pytest.approx(sums[PAYER.used] + sums[PAYER.expired] + left)


def test_volunteers_hours_count_as_citizens_hours():
    town_of = model("TPA", **FULL, **VOLUNTEERS)
    town = town_of.town
    given = town.citizens.hours_given.copy()
    town_of.step()
    rows = town.helpers[(town.citizens.need_state[town.helpers] == NO_NEED).all(axis=1)]
    assert town.ledger.others[PAYER.used] > 0.0
    assert (town.citizens.hours_given - given)[rows].max() > 0.0
    assert town.citizens.hours_given.sum(dtype=float) - given.sum(dtype=float) == pytest.approx(
        town.ledger.events[:, :, EVENT.citizen_hours].sum(), rel=1e-4
    )


def test_more_volunteers_never_raise_the_public_hours_of_a_case():
    town = model("NPG", **VOLUNTEERS).town
    slots = np.flatnonzero(town.citizens.need_state.ravel() == WAITING)
    area = town.citizens.need_area.ravel()[slots].astype(np.int64)
    rows = area * town.units_per_area + town.citizens.need_unit.ravel()[slots] % town.units_per_area
    town.units.kind[:] = PUBLIC
    public, before = town.areas.hours[area] * 1.2, None
    for hours in (0.0, 1.0, 10.0, 1e3, 1e6):
        town.pool[:] = hours
        now = public.copy()
        helped = lend_hands(town, slots, rows, now, np.zeros(len(slots)))
        by_place = np.zeros(town.lent.shape)
        np.add.at(by_place, (town.citizens.district[slots // 3], area), helped)
        assert (by_place <= town.pool.sum(axis=2) * (1 + 1e-9)).all()
        assert (now == public).all() if hours == 0.0 else (now < public).any()
        assert before is None or (now <= before).all()
        before = now
    share, cost = town.p.delivery.largest_share, town.p.delivery.coordination_share
    assert before == pytest.approx(public - town.areas.hours[area] * share * (1.0 - cost))  # all that laypeople can do


def test_nobody_helps_a_contractor():
    town = model("NPM", **VOLUNTEERS, rules__payoff__contract=1.0).town
    one = np.array([0]), np.array([1]), np.array([50.0]), np.zeros(1)
    town.pool[:] = 1e3
    town.units.kind[:] = 1
    assert not lend_hands(town, *one).any()
    town.units.kind[:] = CIVIC
    assert lend_hands(town, *one).all()


def test_nobody_volunteers_who_is_not_willing_or_not_asked():
    town = model("NPG", **VOLUNTEERS).town
    volunteer(town)
    willing = len(town.helpers)
    assert 0 < willing < 0.2 * town.population
    assert (town.citizens.age_band[town.helpers] != CHILD).all()
    town.usual[:, RULE.volunteers] = 0.5
    volunteer(town)
    assert 0 < len(town.helpers) < willing
    town.citizens.age_band[:] = CHILD
    volunteer(town)
    assert not len(town.helpers) and not town.pool.any()
    lazy = model("NPG", **VOLUNTEERS, arenas__join_base=-8.0, arenas__join_efficacy=0.0, arenas__join_salience=0.0)
    volunteer(lazy.town)
    assert len(lazy.town.helpers) < willing / 20


def test_dugnad_volunteers_of_place_help_there_alone():
    one = model("NPG", **VOLUNTEERS)
    rules = one.town.rules.copy()
    rules[:PLACE, RULE.volunteers] = 0.0
    put_in_force(one.town, rules)
    volunteer(one.town)
    assert len(one.town.helpers) and (one.town.helper_area == PLACE).all()
    assert one.town.pool[:, PLACE].any() and not one.town.pool[:, :PLACE].any()


def test_the_same_people_help_all_year():
    one = model("TPA", **VOLUNTEERS, social__helping=0.0)
    helpers = []
    for _ in range(13):
        one.step()
        helpers.append(set(one.town.helpers))
    assert len(helpers[0] & helpers[11]) > 0.9 * len(helpers[0])
    assert len(helpers[11] & helpers[12]) < 0.5 * len(helpers[0])


def test_helpers_gain_and_trust_is_left_alone():
    gains, still = (model("TPA", **FULL, **VOLUNTEERS, social__helping=helping) for helping in (0.1, 0.0))
    for one in (gains, still):
        one.step()
    a, b = gains.town.citizens, still.town.citizens
    calm = (a.encounters == 0)[gains.town.helpers]  # not changed by a service
    rows = gains.town.helpers[calm]
    assert (a.efficacy[rows] >= b.efficacy[rows]).all() and (a.efficacy[rows] > b.efficacy[rows]).any()
    others = np.setdiff1d(np.arange(len(a)), gains.town.helpers)
    assert a.ownership[rows].sum() > b.ownership[rows].sum()
    assert (a.ownership[others] > b.ownership[others]).any()  # their ties
    assert (a.efficacy[others] == b.efficacy[others]).mean() > 0.9
    assert a.trust[rows] == pytest.approx(b.trust[rows], abs=1e-12)


# --- peers ---------------------------------------------------------------------------------------------------------


def first_month(**values: float) -> Town:
    one = model("NPM", citizens=3000, needs__rate=0.2, access__peer_hours=0.1, **VOLUNTEERS, **values)
    one.step()
    return one.town


def test_peers_make_more_people_apply_and_their_stigma_may_make_fewer():
    def applied(town: Town) -> float:
        return float(town.ledger.events[:, :, EVENT.applied].sum())

    alone, met = first_month(), first_month(rules__scope__peers=1.0)
    strong = first_month(rules__scope__peers=1.0, access__peer_learning=1.0, access__peer_stigma=1.0)
    shaming = first_month(rules__scope__peers=1.0, access__peer_learning=0.0, access__peer_stigma=-1.0)
    assert not alone.met.any() and 0.0 < met.met.mean() <= 1.0
    assert applied(shaming) < applied(alone) < applied(met) < applied(strong)


def test_only_volunteers_who_used_the_service_are_peers():
    town = model("NPM", **PEER_SUPPORT).town
    town.citizens.known_unit[:] = NONE
    volunteer(town)
    assert town.pool[:, :, OTHERS].any() and not town.pool[:, :, PEERS].any() and not town.met.any()


def test_peers_hours_are_not_given_twice():
    town = model("NPM", **PEER_SUPPORT, access__peer_hours=40.0).town
    volunteer(town)
    sought = town.lent > 0.0
    assert sought.any() and not town.pool[:, :, PEERS][sought].round(9).any()
    assert town.ledger.others[PAYER.offered] == pytest.approx(town.pool.sum() + town.lent.sum())


# --- initiative ----------------------------------------------------------------------------------------------------


def crowded(**values: float) -> Town:
    """Return a town in which everyone, and so every tie, has waited for elder care."""
    town = model("TPA", citizens=1000, **{**INITIATIVES, **values}).town
    town.citizens.need_state[:, 0], town.citizens.need_area[:, 0] = WAITING, 0
    town.citizens.need_waited[:, 0], town.citizens.need_unit[:, 0] = 3, 0
    town.citizens.need_returns[:] = 0
    open_month(town)
    return town


def test_residents_propose_and_run_their_unit_after_the_delay():
    town = crowded(politics__initiative_months=2)
    per = town.units_per_area
    young = town.citizens.age_band == CHILD
    heard = town.citizens.heard.copy()
    take_initiative(town)
    assert (town.units.proposal[:per] == 2).all() and town.counts[COUNT.permitted] >= per
    assert not town.units.resident_run.any() and town.ledger.hours[0].sum() > 0.0
    assert (town.citizens.heard > heard)[~young].any() and (town.citizens.heard == heard)[young].all()
    take_initiative(town)
    take_initiative(town)
    assert town.units.resident_run[:per].all()
    take_initiative(town)
    assert town.counts[COUNT.initiatives] == town.counts[COUNT.permitted] and not town.units.proposal[:per].any()


def test_refused_residents_wait_and_propose_again():
    town = crowded(rules__scope__initiative_support=1e-9, politics__initiative_months=2)
    before = town.citizens.trust.copy()
    seen = []
    for _ in range(4):
        take_initiative(town)
        seen.append(int(town.units.proposal[0]))
    assert seen == [-2, -1, 0, -2] and town.counts[COUNT.permitted] == 0
    assert not town.units.resident_run.any() and town.citizens.ignored.sum() > 0
    assert town.citizens.trust.mean() < before.mean()


def test_without_ties_or_unmet_needs_nobody_proposes():
    lonely = crowded()
    lonely.tie_start[:] = 0
    content = crowded()
    content.citizens.need_state[:] = NO_NEED
    young = crowded()
    young.citizens.age_band[:] = CHILD
    for town in (lonely, content, young):
        take_initiative(town)
        assert not town.counts[COUNT.initiatives] and not town.units.pressure.any()


def test_needs_that_came_back_count_as_unmet():
    town = crowded()
    town.citizens.need_waited[:] = 0
    take_initiative(town)
    assert not town.counts[COUNT.initiatives]
    town.citizens.need_returns[:, 0] = 1
    take_initiative(town)
    assert town.counts[COUNT.initiatives]


def test_a_unit_run_by_residents_is_civic_until_support_is_withdrawn():
    one = model("TPA", citizens=600, **INITIATIVES, rules__payoff__contract=0.0)
    one.town.initiatives = True
    one.town.units.resident_run[2] = 1
    row = one.run(2).iloc[-1]
    assert one.town.units.kind[2] == CIVIC and row["resident_run"] == 1 / len(one.town.units)
    one.run(2)
    assert one.run(1)["hours_civic"].iloc[-1] > 0.0
    rules = one.town.rules.copy()
    rules[:, RULE.initiative_support] = 0.0
    put_in_force(one.town, rules)
    assert one.run(1)["resident_run"].iloc[-1] == 0.0 and one.town.units.kind[2] == PUBLIC


def test_a_subsample_counts_its_organisers_as_the_real_ones():
    real, sample = crowded(town__subsample=0.0), crowded()
    for town in (real, sample):
        take_initiative(town)
    ratio = sample.units.pressure.sum() / real.units.pressure.sum()
    assert ratio == pytest.approx(sample.stands_for, rel=0.1)


# --- hours by payer ------------------------------------------------------------------------------------------------


def test_public_hours_are_divided_between_staff_contracted_and_civic_units():
    for paradigm, values in (("TPA", {}), ("NPM", {}), ("facilitating", VOLUNTEERS)):
        last = run(paradigm, months=14, **values).iloc[-1]
        parts = last["hours_staff"] + last["hours_contracted"] + last["hours_civic"]
        assert parts == pytest.approx(last["public_hours_per_capita"])
        everyone = parts + last["hours_users"] + last["hours_volunteers"] + last["hours_private"]
        assert last["staff_share"] == pytest.approx(last["hours_staff"] / everyone)
        assert (last["hours_contracted"] > 0.0) == (paradigm != "TPA")
        assert (last["hours_civic"] > 0.0) == (paradigm == "facilitating")
        assert (last["hours_users"] > 0.0) == (paradigm == "facilitating")


def test_hours_bought_privately_are_the_standard_hours_of_those_who_left():
    poor = {"money__case_budget": 0.015, "access__leave": -2.0, "outcomes__window": 1}
    one = model("TPA", **poor)
    for _ in range(6):
        one.step()
    left = one.town.ledger.window_events()[-4:, EVENT.left]
    assert left.sum() > 0.0
    assert one.outcomes["hours_private"] * one.population == pytest.approx(float(left @ one.town.areas.hours))
    assert run("TPA", mechanisms__exit_and_voice=False, months=6)["hours_private"].max() < 0.01


# --- chance --------------------------------------------------------------------------------------------------------


def test_each_kind_of_luck_has_an_address_of_its_own():
    seed = GovernanceModel(citizens=50, rng=1).town.seed
    drawn = [uniforms(seed, stream, 3, 5, 0) for stream in (VOLUNTEER, INITIATIVE, PERMIT)]
    assert len({x for four in drawn for x in four}) == 12
