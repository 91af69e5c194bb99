"""Who takes part: young people, news of answers, declared influence and short sessions, in limiting cases."""

from __future__ import annotations

from math import isclose

import numpy as np

from agents.citizens import CHILD
from model import GovernanceModel
from model.paradigms.rules import RULE
from model.phases.governing.news import spread_news
from model.phases.participation.arenas import call_arenas, hold_arenas
from model.phases.participation.youth import MAPPED, children_in_design, young_people
from model.town.ledger import KIND
from tests.model.test_limits import model, moved, run

MANY = {"revision__trials": 4.0, "rules__scope__meetings_per_year": 12.0}  # an answer of the council in most months
REFUSED = {"politics__adopt_base": -5.0, "rules__aggregation__binding": 0.0}
ADOPTED = {"rules__aggregation__binding": 1.0, "roles__worst": 1.0}
PUBLISHED = {"rules__information__answers_published": 1.0}


# --- the young


def test_young_people_hold_the_last_seats_and_only_those():
    town = model("NPG", 1500, rules__boundary__youth=0.25, rules__scope__meetings_per_year=12.0)
    town.run(3)
    members, bands = town.town.arenas.member, town.citizens.age_band
    seats = members.shape[1]
    young = set(town.town.young.tolist())
    assert 0.3 < len(young) / (bands == CHILD).sum() < 0.6  # ages 10 to 17 of 0 to 17
    late, early = members[:, seats - 4 :], members[:, : seats - 4]
    assert set(late[late >= 0].tolist()) <= young and (bands[early[early >= 0]] != CHILD).all()
    assert isclose(town.outcomes["youth_seats"], (late >= 0).sum() / (members >= 0).sum())
    assert 0.15 < town.outcomes["youth_seats"] < 0.35


def test_all_seats_may_be_the_youngs_and_they_do_not_vote():
    given = {"rules__boundary__youth": 1.0, "town__warm_up": 0, "politics__term": 12}
    one, other = model("NPG", 1500, **given), model("NPG", 1500, **given)
    assert one.run(12)["youth_seats"].iloc[-1] == other.run(12)["youth_seats"].iloc[-1] == 1.0
    other.citizens.trust[other.citizens.age_band == CHILD] = 0.0
    before = one.outcomes["turnout"]
    one.step(), other.step()  # an election
    assert one.outcomes["turnout"] == other.outcomes["turnout"] != before


def test_registering_the_young_costs_their_hours_and_weighs_as_their_number():
    rules = {"rules__information__child_mapping": 0.5, "mechanisms__fidelity": False}
    plain, mapped = model("TPA", 900), model("TPA", 900, **rules)
    plain.step(), mapped.step()
    more = mapped.town.ledger.hours[:, KIND.process] - plain.town.ledger.hours[:, KIND.process]
    children = (mapped.citizens.age_band == CHILD).sum()
    each = 0.5 * children * (8 / 18) * 0.5 / 12 / 2  # share x young x hours, a month, two areas
    assert np.allclose(more[list(MAPPED)], each) and np.allclose(np.delete(more, MAPPED), 0.0)
    weight, view = children_in_design(mapped.town)
    assert np.allclose(weight[list(MAPPED)], 0.5 * children / 900) and np.delete(weight, MAPPED).sum() == 0.0
    groups = np.bincount(mapped.citizens.group[mapped.citizens.age_band == CHILD], minlength=4) / children
    shared = mapped.parameters.encounter.misconception_lived * mapped.town.areas.misconception
    for area in MAPPED:
        assert np.allclose(view[area], groups @ mapped.town.areas.centre[area] + shared[area])


def test_the_registration_moves_programmes_toward_children_as_far_as_citizens_weigh_in_design():
    ours = {"rules__aggregation__revision_interval": 6, "citizens": 900, "months": 13}
    everyone = {**ours, "rules__aggregation__weight_design": 1.0, "roles__fidelity": 0.0}
    with_map = {"rules__information__child_mapping": 1.0, "arenas__mapping_hours": 0.0}
    assert moved(run("TPA", **everyone), run("TPA", **everyone, **with_map))
    nobody = {**ours, "rules__aggregation__weight_design": 0.0, "mechanisms__fidelity": False}
    assert moved(run("TPA", **nobody), run("TPA", **nobody, **with_map)) == []


def test_without_the_mechanism_the_rules_for_the_young_change_nothing():
    rules = {"rules__boundary__youth": 0.5, "rules__information__child_mapping": 1.0}
    assert moved(run("NPG", months=14), run("NPG", months=14, **rules, mechanisms__youth=False)) == []


# --- news of answers


def told(citizens: int, reach: float, **values: float):
    """Return a town after news of one proposal refused in each of two areas."""
    town = model("NPG", citizens, rules__information__answers_published=reach, **values).town
    town.rules[:, RULE.answers_published] = reach
    town.month += 1
    call_arenas(town)
    hold_arenas(town)
    town.citizens.overruling_heard[:] = 0
    town.areas.answers[:] = [[1, 0], [0, 0], [1, 0], [0, 0]]
    before = {name: getattr(town.citizens, name).copy() for name in ("trust", "voice", "expected_following")}
    spread_news(town)
    heard = town.citizens.overruling_heard > 0
    changed = {name: getattr(town.citizens, name) - old for name, old in before.items()}
    return heard, changed, town


def test_a_refusal_lowers_trust_felt_voice_and_belief_of_those_who_hear_and_of_nobody_else():
    heard, changed, town = told(800, 0.4)
    assert 0.3 < heard.mean() < 0.95 and town.news_felt < 0
    for name, change in changed.items():
        assert (change[heard] <= 0).all() and (change[heard] < 0).mean() > 0.95, name
        assert (change[~heard] == 0).all(), name


def test_everyone_but_members_hears_when_all_are_reached_and_nobody_when_none_is():
    heard, _, town = told(800, 1.0, mechanisms__subsample=False)
    members = town.arenas.member[town.arenas.member >= 0]
    assert not heard[members].any() and heard.sum() == 800 - len(set(members.tolist()))
    assert not told(800, 0.0)[0].any()


def test_as_many_are_reached_in_a_sub_sample():
    """Reached by either of two areas: 1 - .7 x .7 = .51, whatever number of citizens each one stands for."""
    for citizens in (800, 1500, 6000):
        heard, _, _ = told(citizens, 0.3, social__news_passed_on=0.0)
        assert abs(heard.mean() - 0.51) < 4 * (0.25 / citizens) ** 0.5


def test_ties_tell_more_people():
    few, many = told(1500, 0.1, social__news_passed_on=0.0)[0], told(1500, 0.1, social__news_passed_on=0.5)[0]
    assert (many | ~few).all() and many.mean() > few.mean() + 0.1


def test_overruling_and_binding_move_trust_support_and_turnout_of_people_who_took_no_part():
    elections = {"politics__term": 12, "citizens": 1500, "months": 25, "politics__turnout_trust": 5.0, **MANY}
    last = {
        name: run("NPG", **elections, **rules).iloc[-1]
        for name, rules in (("refused", REFUSED | PUBLISHED), ("quiet", REFUSED), ("bound", ADOPTED | PUBLISHED))
    }
    for outcome in ("trust", "felt_voice", "political_support", "turnout"):
        assert last["refused"][outcome] < last["quiet"][outcome] < last["bound"][outcome], outcome
    assert last["refused"]["heard_overruled"] > 0.9
    assert last["quiet"]["heard_overruled"] == last["bound"]["heard_overruled"] == 0.0


# --- declared and practised


def test_a_promise_that_is_kept_costs_nothing():
    """Nobody raises matters, the council is bound, and joining does not depend on what people expect."""
    kept = {**ADOPTED, **MANY, "citizens": 900, "access__contact": 0.0, "arenas__join_input_followed": 0.0}
    assert moved(run("NPG", **kept), run("NPG", **kept, rules__information__declared=1.0)) == ["declared_gap"]


def test_a_broken_promise_costs_trust_and_draws_more_people_at_first():
    refused = {**REFUSED, **MANY, "citizens": 900}
    modest, broken = run("NPG", **refused), run("NPG", **refused, rules__information__declared=1.0)
    assert broken.iloc[-1]["trust"] < modest.iloc[-1]["trust"]
    assert broken["seats_filled"].iloc[:3].mean() > modest["seats_filled"].iloc[:3].mean()


def test_without_the_mechanism_a_declaration_moves_nothing_but_its_gap():
    off = {"mechanisms__declared_ambition": False}
    assert moved(run("NPG", **off), run("NPG", **off, rules__information__declared=1.0)) == ["declared_gap"]


def test_the_gap_is_what_is_declared_less_the_share_of_input_followed():
    town = model("TPA", 900, rules__information__declared=0.8)
    town.run(13)
    assert isclose(town.outcomes["declared_gap"], 0.8 - town.outcomes["input_followed"])
    assert run("TPA", 3)["declared_gap"].eq(0.0).all()


# --- sessions


def test_a_long_meeting_in_short_sessions_fills_its_seats():
    day = {"rules__scope__meeting_hours": 12.0, "citizens": 1500, **MANY}
    whole, split = run("NPG", **day), run("NPG", **day, rules__scope__session_hours=3.0)
    evening = run("NPG", citizens=1500, **MANY)
    filled = [frame["seats_filled"].tail(12).mean() for frame in (whole, split, evening)]
    assert filled[0] < 0.65 < filled[1] and abs(filled[1] - filled[2]) < 0.1


def test_sessions_share_the_hours_of_one_meeting():
    """A burst: 36 hours in twelve sessions of three, in one month; an hour's preparation for each session."""
    rules = {"rules__scope__meeting_hours": 36.0, "rules__scope__session_hours": 3.0, **MANY}
    quiet = {"mechanisms__subsample": False, "needs__rate": 0.0, "town__warm_up": 0, "rules__scope__continuity": 1.0}
    stays = {"arenas__leaving": 0.0, "arenas__early_leaving": 0.0, "arenas__fatigue": 0.0}
    town = model("NPG", 1500, **rules, **quiet, **stays)
    town.step()
    members = town.town.arenas.member[town.town.arenas.member >= 0]
    assert len(members) > 10 and (town.town.arenas.held <= 1).all()
    given = town.citizens.hours_given[np.unique(members)]
    assert np.isclose(given % (36.0 + 12 * 1.0), 0.0).all() and given.min() > 0  # some sit in two arenas
    assert (town.citizens.meetings[np.unique(members)] * 48.0 == given).all()
    assert (town.town.arenas.attended[town.town.arenas.member >= 0] == 1).all()


def test_nobody_young_is_listed_where_no_rule_keeps_seats():
    assert len(young_people(model("NPG", 600).town)) == 0


def test_a_burst_lasts_one_month_and_a_saved_town_keeps_its_news(tmp_path):
    burst = {
        "scope.meetings_per_year": 12.0, "scope.meeting_hours": 36.0, "scope.session_hours": 3.0,
        "boundary.recruitment": "stratified", "boundary.youth": 0.2, "information.answers_published": 0.5,
    }  # fmt: skip
    made = {"paradigm": "TPA", "citizens": 900, "rng": 3}
    filled = GovernanceModel(**made, timeline=[{"month": 2, "until": 2, "rules": burst}]).run(4)["seats_filled"]
    assert filled.iloc[1] > 0.2 and filled.iloc[[0, 2, 3]].eq(0.0).all()
    town = model("NPG", 900, **MANY, **PUBLISHED, rules__boundary__youth=0.2)
    town.run(4)
    again = GovernanceModel.load(town.save(tmp_path / "town.npz"))
    assert moved(town.run(4), again.run(4)) == [] and again.outcomes["heard_overruled"] > 0.0
