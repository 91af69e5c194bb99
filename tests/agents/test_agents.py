"""Agents are real Mesa agents and views of the tables' rows; what is shown says what it is."""

import gc
import inspect
import pydoc

import mesa
import numpy as np
import pytest
from mesa.agent import AgentSet

from agents.citizens import Citizen
from agents.politicians import Politician
from agents.professionals import Professional
from experiments import mesa_model
from model import GovernanceModel
from tests.model.test_mesa import public

KINDS = {Citizen: "citizens", Professional: "teams", Politician: "politicians"}
ADDED_TO_AGENTS = {"scenario", "from_dataframe", "_datasets"}  # by Mesa 3.5
SMALL = {"citizens": 120, "parameters": {"town.warm_up": 1}}


@pytest.fixture
def model():
    made = GovernanceModel(paradigm="NPG", rng=5, **SMALL)
    yield made
    made.close()


@pytest.mark.parametrize("kind", KINDS)
def test_no_name_of_an_agent_is_one_of_mesas(model, kind):
    bare = mesa.Agent(mesa.Model(rng=1))
    mesas = public(dir(mesa.Agent)) | public(vars(bare)) | ADDED_TO_AGENTS
    view = next(iter(model.agents_by_type[kind]))
    ours = {name for base in kind.__mro__[: kind.__mro__.index(mesa.Agent)] for name in public(vars(base))}
    ours |= public(vars(view)) - public(vars(bare))
    # Mesa makes a `_datasets` for every class of agents itself; `remove` is refused, for rows do not leave a table.
    assert ours & mesas - {"_datasets", "remove"} == set()
    with pytest.raises(AttributeError, match="cannot be removed"):
        view.remove()
    assert {"row", "columns"} <= ours and {column.name for column in kind.columns} <= ours


def test_agents_are_views_of_the_tables(model):
    by_type = model.agents_by_type
    assert set(by_type) == set(model.agent_types) == set(KINDS)
    for kind, table in KINDS.items():
        assert isinstance(by_type[kind], AgentSet)
        assert len(by_type[kind]) == len(getattr(model.town, table)) > 0
        assert all(isinstance(agent, mesa.Agent) and agent.model is model for agent in by_type[kind])
        assert [agent.row for agent in by_type[kind]] == list(range(len(by_type[kind])))
    assert isinstance(model.agents, AgentSet)
    assert len(model.agents) == sum(map(len, by_type.values()))
    assert len({agent.unique_id for agent in model.agents}) == len(model.agents)
    assert set(model.agents) == {agent for agents in by_type.values() for agent in agents}


@pytest.mark.parametrize("kind", KINDS)
def test_every_attribute_reads_its_column(model, kind):
    model.run(months=2)
    table = getattr(model.town, KINDS[kind])
    for view in list(model.agents_by_type[kind])[:: max(1, len(table) // 5)]:
        for column, array in table:
            value = getattr(view, column.name)
            assert np.array_equal(value, array[view.row])
            assert column.shape or type(value) in (int, float)  # a plain number, not numpy's


@pytest.mark.parametrize("kind", KINDS)
def test_every_attribute_writes_its_column_and_no_other_row(model, kind):
    table = getattr(model.town, KINDS[kind])
    view = list(model.agents_by_type[kind])[1]
    for column, array in table:
        before = array.copy()
        value = np.ones_like(array[1]) if column.shape else 1
        setattr(view, column.name, value)
        assert (array[1] == 1).all() and np.array_equal(np.delete(array, 1, 0), np.delete(before, 1, 0))
        array[:] = before


def test_what_agents_write_the_model_reads(model):
    other = GovernanceModel(paradigm="NPG", rng=5, **SMALL)
    for citizen in model.agents_by_type[Citizen]:
        citizen.trust = 0.0
    assert (model.citizens.trust == 0.0).all()
    model.step()
    other.step()
    assert model.outcomes["trust"] < 0.1 < other.outcomes["trust"]


def test_open_needs_counts_the_slots_in_use(model):
    model.run(months=4)
    counted = [citizen.open_needs for citizen in model.agents_by_type[Citizen]]
    assert counted == (model.citizens.need_state > 0).sum(axis=1).tolist() and max(counted) > 0


def test_views_do_not_go_stale(model):
    citizen = next(iter(model.agents_by_type[Citizen]))
    seen = set()
    for _ in range(4):
        model.step()
        assert citizen.trust == model.citizens.trust[0]
        seen.add(citizen.trust)
    assert len(seen) > 1


def test_reading_agents_changes_nothing(model):
    other = GovernanceModel(paradigm="NPG", rng=5, **SMALL)
    assert len(other.agents) > 0
    assert other.run(months=3).equals(model.run(months=3))


def test_agent_sets_select_get_set_aggregate_group_and_do(model):
    citizens, trust = model.agents_by_type[Citizen], model.citizens.trust
    assert citizens.get("trust") == trust.tolist()
    assert citizens.agg("trust", np.mean) == pytest.approx(trust.mean())
    low = citizens.select(lambda citizen: citizen.quintile == 0)
    assert len(low) == (model.citizens.quintile == 0).sum() > 0
    groups = citizens.groupby("quintile")
    assert {q: len(set_) for q, set_ in groups} == {q: int((model.citizens.quintile == q).sum()) for q in range(5)}
    in_order = citizens.sort("trust", ascending=True).get("trust")
    assert in_order == sorted(trust.tolist())
    low.set("trust", 0.125)
    assert (trust[model.citizens.quintile == 0] == 0.125).all()
    assert citizens.map(lambda citizen: citizen.row) == list(range(len(citizens)))


def test_agent_sets_shuffle_and_do_something_to_each(model):
    citizens, rows = model.agents_by_type[Citizen], []
    citizens.shuffle_do(lambda citizen: rows.append(citizen.row))
    assert rows != sorted(rows) and sorted(rows) == list(range(120))
    citizens.do("step")  # Mesa's own, which does nothing: the town's month is `model.step()`
    assert model.months == 0
    assert [agent.row for agent in model.agents_by_type[Citizen]] == list(range(120))


def test_agents_cannot_be_replaced(model):
    with pytest.raises(AttributeError, match="views"):
        model.agents = []
    for name in ("agents_by_type", "agent_types"):
        with pytest.raises(AttributeError):
            setattr(model, name, {})


def test_two_models_do_not_share_agents(model):
    other = GovernanceModel(paradigm="TPA", rng=6, **SMALL)
    mine, others = (next(iter(m.agents_by_type[Citizen])) for m in (model, other))
    mine.trust = 0.25
    assert mine is not others and others.trust == other.citizens.trust[0] != 0.25


def test_no_agent_is_made_before_one_is_asked_for():
    def alive() -> int:
        return sum(isinstance(thing, mesa.Agent) and type(thing) in KINDS for thing in gc.get_objects())

    gc.collect()
    before = alive()
    model = GovernanceModel(rng=1, **SMALL)
    model.run(months=2)
    model.switch_paradigm("TPA")
    model.step()
    assert model.groups() is not None and model.agent_types == [*KINDS]
    assert alive() == before and model._views is None
    assert len(model.agents_by_type[Citizen]) == 120
    assert alive() > before + 120
    assert model.agents_by_type[Citizen] is model.agents_by_type[Citizen]  # made once


# --- what is shown ---------------------------------------------------------------------------------------------


def test_a_model_says_which_it_is(model):
    assert repr(model) == "<GovernanceModel: NPG in Larvik, 120 citizens, month 0, seed 5, 1 number changed>"
    model.step()
    model.switch_paradigm("TPA")
    assert "TPA in Larvik" in repr(model) and "month 1" in repr(model)
    model.close()
    assert repr(model).endswith("closed>")
    assert "changed" not in repr(GovernanceModel(citizens=60, rng=1))
    rules = {"trust.gain": 0.3, "rules.intensity": 0.5, "rules.choice.exit_support": 0.1}
    assert "3 numbers changed" in repr(GovernanceModel(citizens=60, rng=1, parameters=rules))


def test_an_error_in_the_making_of_a_model_can_show_it():
    assert repr(GovernanceModel.__new__(GovernanceModel)) == "<GovernanceModel: not made>"


def test_agents_say_who_they_are(model):
    citizen = model.agents_by_type[Citizen][7]
    citizen.age_band, citizen.sex, citizen.district, citizen.quintile, citizen.trust = 3, 1, 2, 4, 0.125
    citizen.need_state[:] = [1, 0, 2]
    assert repr(citizen) == (
        f"<Citizen {citizen.unique_id}: man of 80+, district 2, fifth 5 of 5 by resources, trust 0.12, open needs 2>"
    )
    professional, politician = (model.agents_by_type[kind][0] for kind in (Professional, Politician))
    assert repr(professional).startswith(f"<Professional {professional.unique_id}: team of area 0, competence 0.")
    assert repr(politician).startswith(f"<Politician {politician.unique_id}: platform ")
    model.close()
    assert repr(citizen) == f"<Citizen {citizen.unique_id} of a closed model>"


def test_tables_and_the_town_are_shown_in_a_line(model):
    assert repr(model.citizens).startswith("<Table of 120 rows: identity, age_band, ")
    assert repr(model.town).startswith("<Town: Larvik, 120 citizens, ")


@pytest.mark.parametrize("kind", [GovernanceModel, mesa_model("trust.gain")])
def test_help_is_about_this_model_and_not_mesas(kind):
    helped = pydoc.render_doc(kind.__init__)
    assert inspect.getdoc(kind.__init__) != inspect.getdoc(mesa.Model.__init__)
    assert "GovernanceModel" in helped and "Pseudorandom" not in helped
