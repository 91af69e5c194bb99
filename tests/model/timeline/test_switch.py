"""A switch of paradigm in mid-run, the habits of roles, and what is left when a model is closed."""

import numpy as np
import pytest

from agents.errors import InputError
from model import GovernanceModel, load_paradigm
from model.outcomes.outcomes import NAMES
from model.paradigms.rules import ROLES, RULE
from model.phases.participation.roles import put_in_force
from model.town.ledger import EVENT

SMALL = {"citizens": 150, "rng": 3}
WARM = {"town.warm_up": 2}


def made(paradigm="TPA", **overrides) -> GovernanceModel:
    return GovernanceModel(paradigm=paradigm, parameters={**WARM, "mechanisms.subsample": False, **overrides}, **SMALL)


def readiness(model: GovernanceModel) -> float:
    return float(model.town.readiness.mean())


# --- a switch --------------------------------------------------------------------------------------------------


def test_months_run_on_across_a_switch():
    model = made()
    first = model.run(months=3)
    model.switch_paradigm("NPG")
    then = model.run(months=4)
    assert first["month"].tolist() == [1, 2, 3] and then["month"].tolist() == [4, 5, 6, 7]
    assert model.steps == model.months == 7 and model.town.month == 2 + 7
    assert len(model.datacollector.get_model_vars_dataframe()) == 7
    assert model.groups()["month"].unique().tolist() == list(range(1, 8))
    assert np.isfinite(then[list(NAMES)].to_numpy()).all()
    assert model.paradigm == load_paradigm("NPG") and model.town.paradigm.name == "NPG"


@pytest.mark.parametrize("after", ["NPM", "NPG", "triage"])
def test_before_the_switch_nothing_differs_and_after_it_something_does(after):
    switched, stayed = made(), made()
    assert switched.run(months=5).equals(stayed.run(months=5))
    switched.switch_paradigm(after)
    for name in ("trust", "need_state", "need_vector", "expectation"):
        assert np.array_equal(getattr(switched.citizens, name), getattr(stayed.citizens, name))  # people do not change
    a, b = switched.run(months=5), stayed.run(months=5)
    assert not a["trust"].equals(b["trust"]) and not a["hours_delivery"].equals(b["hours_delivery"])


def test_needs_arrive_as_they_would_have_without_the_switch():
    def arrivals(switch: str | None) -> list[list[float]]:
        model, found = made(**{"needs.rate": 0.2}), []
        for month in range(8):
            if month == 3 and switch:
                model.switch_paradigm(switch)
            model.step()
            found.append(model.town.ledger.events[:, :, EVENT.arrived].sum(axis=0).tolist())
        return found

    stayed = arrivals(None)
    assert sum(map(sum, stayed)) > 100
    assert arrivals("NPG") == arrivals("NPM") == stayed


def test_a_switch_is_repeatable():
    def run() -> list:
        model = made("NPM")
        frames = [model.run(months=3)]
        for paradigm in ("NPG", "facilitating", "TPA"):
            model.switch_paradigm(paradigm)
            frames.append(model.run(months=3))
        return frames

    assert all(one.equals(other) for one, other in zip(run(), run(), strict=True))


def test_new_rules_hold_from_the_next_month():
    model = made()
    model.run(months=2)
    before = model.outcomes
    model.switch_paradigm("NPG")
    assert model.outcomes == before  # a switch is not a month
    assert np.array_equal(model.town.rules, load_paradigm("NPG").matrix())


def test_counts_of_decisions_and_of_months_begin_anew():
    model = made("NPG", **{"arenas.threshold": 0.0, "arenas.proposals": 4})
    model.run(months=14)
    assert model.town.counts.any() and model.town.months_of_paradigm == 14
    model.switch_paradigm("thin")
    assert not model.town.counts.any() and model.town.months_of_paradigm == 0
    model.step()
    assert model.town.months_of_paradigm == 1


def test_a_variant_may_be_switched_to_and_bad_ones_change_nothing():
    model, other = made(), made()
    mine = load_paradigm("NPG").replace("aggregation.weight_design", 0.9)
    for bad in ("NPX", None, mine.model_copy(update={"intensity": 2.0})):
        with pytest.raises(InputError):
            model.switch_paradigm(bad)
    assert model.paradigm.name == "TPA"
    assert model.run(months=2).equals(other.run(months=2))
    model.switch_paradigm(mine)
    assert model.paradigm == mine and model.town.rules[0].tolist() == mine.vector().tolist()


# --- arenas ----------------------------------------------------------------------------------------------------


def test_arenas_come_and_go_with_the_rules():
    model = made()
    model.run(months=2)
    assert model.town.arenas is None
    model.switch_paradigm("NPG")
    frame = model.run(months=3)
    assert model.town.arenas is not None and (model.town.arenas.member >= 0).any()
    assert set(model.town.arenas.area.tolist()) == {0, 1, 2, 3}
    assert model.citizens.meetings.sum() > 0 and frame["hours_process"].iloc[-1] > 0
    model.switch_paradigm("TPA")
    met = model.citizens.meetings.copy()
    model.run(months=3)
    assert model.town.arenas is None and np.array_equal(model.citizens.meetings, met)


def test_an_arena_that_shrinks_loses_the_seats_beyond_its_size():
    """Though those of other areas, which stand in the same table, keep theirs (under triage areas may differ)."""
    model = made("NPG", **{"arenas.asked": 60})
    model.run(months=3)
    before = model.town.arenas
    assert (before.member[before.area == 0, 4:] >= 0).any()
    model.town.rules[0, RULE.arena_size] = 4
    put_in_force(model.town, model.town.rules)
    model.step()
    after = model.town.arenas
    assert after.member.shape == before.member.shape
    here = after.area == 0
    assert (after.member[here, 4:] < 0).all() and (after.member[~here, 4:] >= 0).any()


def test_arenas_follow_the_scope_of_the_new_rules():
    model = made("NPG")
    model.run(months=2)
    narrower = load_paradigm("NPG").updated({"scope.upbringing": False, "scope.place": False, "scope.arena_size": 7})
    model.switch_paradigm(narrower)
    model.run(months=2)
    assert set(model.town.arenas.area.tolist()) == {0, 2}
    assert model.town.arenas.member.shape[1] == 7
    model.switch_paradigm("NPG")
    model.run(months=1)
    assert set(model.town.arenas.area.tolist()) == {0, 1, 2, 3} and model.town.arenas.member.shape[1] == 16


# --- the inertia of roles --------------------------------------------------------------------------------------


def test_readiness_drops_at_a_switch_and_recovers():
    model = made()
    model.run(months=30)
    settled = readiness(model)
    model.switch_paradigm("NPG")
    dropped = readiness(model)
    assert dropped < settled - 0.02
    seen = [dropped]
    for _ in range(30):
        model.step()
        seen.append(readiness(model))
        assert model.outcomes["readiness"] == seen[-1]
    assert all(later > earlier for earlier, later in zip(seen, seen[1:], strict=False))
    assert 1.0 - seen[-1] < 0.25 * (1.0 - dropped)


def test_training_makes_roles_ready_sooner():
    frames = [made("NPG", **{"rules.scope.training": training}).run(months=12) for training in (0.0, 1.0)]
    assert frames[0]["readiness"].iloc[-1] < frames[1]["readiness"].iloc[-1]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_with_its_own_pace_leaves_the_others_alone(role):
    usual, quick, slow = (made("NPG", **{f"roles.pace_{role}": pace}) for pace in (1, 3, 0.3))
    for model in (usual, quick, slow):
        model.run(months=6)
    place = list(ROLES).index(role)
    one, others = (lambda m: m.town.readiness[place]), (lambda m: np.delete(m.town.readiness, place))
    assert one(slow) < one(usual) < one(quick)
    assert (others(slow) == others(usual)).all() and (others(usual) == others(quick)).all()


def test_no_habit_goes_further_than_to_its_rule():
    model = made("NPG", **{"roles.months": 2, "roles.trained_months": 1, "roles.pace_leaders": 10})
    model.run(months=1)
    assert model.town.readiness[list(ROLES).index("leaders")] == 1.0


def test_a_switch_to_the_rules_in_force_costs_no_readiness():
    model = made("NPM", **{"roles.steady_start": 1})
    model.run(months=2)
    model.switch_paradigm("NPM")
    assert readiness(model) == pytest.approx(1.0)


def test_without_inertia_roles_are_ready_at_once():
    model = made(**{"mechanisms.inertia": False})
    model.switch_paradigm("NPG")
    assert readiness(model) == 1.0
    assert (model.run(months=2)["readiness"] == 1.0).all()


def test_a_steady_start_has_roles_used_to_the_paradigm():
    steady, changing = made("NPG", **{"roles.steady_start": 1}), made("NPG")
    assert readiness(steady) == 1.0 > readiness(changing)
    for name in ("trust", "need_state"):  # the same town all the same
        assert np.array_equal(getattr(steady.citizens, name), getattr(changing.citizens, name))
    a, b = steady.run(months=6), changing.run(months=6)
    assert (a["readiness"] > b["readiness"]).all() and not a["fit"].equals(b["fit"])
    steady.switch_paradigm("TPA")  # later paradigms have to be grown into
    assert readiness(steady) < 1.0


def test_roles_matter_for_what_rules_bring():
    slow, ready = (
        made("NPG", **{"roles.worst": 0.0, "roles.steady_start": steady, "needs.rate": 0.2}).run(months=12)
        for steady in (0, 1)
    )
    assert ready["felt_voice"].mean() > slow["felt_voice"].mean()


# --- closing ---------------------------------------------------------------------------------------------------


def test_outcomes_stay_when_a_model_is_closed():
    model = made("NPG")
    frame = model.run(months=3)
    last, groups = model.outcomes, model.groups()
    model.close()
    model.close()  # twice is once
    assert model.months == 3 and model.outcomes == last == frame[list(NAMES)].iloc[-1].to_dict()
    assert model.datacollector.get_model_vars_dataframe().equals(frame[list(NAMES)])
    assert model.groups().equals(groups)


@pytest.mark.parametrize(
    "use",
    [lambda m: m.step(), lambda m: m.run(months=1), lambda m: m.citizens, lambda m: m.agents,
     lambda m: m.agents_by_type, lambda m: m.switch_paradigm("NPM")],
    ids=["step", "run", "citizens", "agents", "agents_by_type", "switch_paradigm"],
)  # fmt: skip
def test_a_closed_model_says_that_it_is_closed(use):
    model = made("NPG")
    model.run(months=2)
    model.close()
    with pytest.raises((RuntimeError, AttributeError), match="closed"):
        use(model)
    assert model.months == 2 and model.paradigm.name == "NPG"
