"""The model is a real Mesa model, and Mesa's own tools run it (its agents: test_agents.py)."""

import copy
import gc
import importlib.util
import inspect
import pickle
import tracemalloc
import weakref

import mesa
import numpy as np
import pandas as pd
import pytest

from agents.citizens import Citizen
from agents.errors import InputError
from experiments import mesa_model
from model import GovernanceModel
from model.outcomes.outcomes import NAMES
from tests.each import each

SMALL = {"citizens": 120, "parameters": {"town.warm_up": 1}}

# What Mesa 3.5 adds to what Mesa 3.3 has; the installed version's own names are read from it.
ADDED_TO_MODEL = {
    "time", "scenario", "batch", "notify", "observe", "unobserve", "observables", "suppress", "subscribers",
    "clear_all_subscriptions", "run_for", "run_until", "schedule_event", "schedule_recurring", "data_registry",
    "agent_id_counter",
}  # fmt: skip


@pytest.fixture
def model():
    made = GovernanceModel(paradigm="NPG", rng=5, **SMALL)
    yield made
    made.close()


def public(names) -> set[str]:
    return {name for name in names if not name.startswith("__")}


# --- a Mesa model ----------------------------------------------------------------------------------------------


def test_it_is_a_mesa_model_that_steps(model):
    assert isinstance(model, mesa.Model)
    assert model.running is True and (model.steps, model.months) == (0, 0)
    model.step()
    model.step()
    assert (model.steps, model.months) == (2, 2)
    model.run(months=3)
    assert (model.steps, model.months) == (5, 5)


def test_running_stops_mesas_own_loop(model):
    def stop_after_three(step=model.step):
        step()
        model.running = model.steps < 3

    model.step = stop_after_three
    model.run_model()
    assert model.months == 3


def test_run_model_ends_after_ten_years():
    model = GovernanceModel(citizens=60, rng=1, parameters={"town.warm_up": 0})
    model.run_model()
    assert model.months == 120
    model.running = False
    model.run_model()
    assert model.months == 120


def test_steps_and_run_give_the_same_rows(model):
    rows = []
    for _ in range(4):
        model.step()
        rows.append(model.outcomes)
    other = GovernanceModel(paradigm="NPG", rng=5, **SMALL)
    frame = other.run(months=4)
    assert frame["month"].tolist() == [1, 2, 3, 4]
    assert pd.DataFrame(rows)[list(NAMES)].equals(frame[list(NAMES)])


def test_the_datacollector_holds_the_rows_of_run(model):
    frame = pd.concat([model.run(months=3), model.run(months=2)], ignore_index=True)
    collected = model.datacollector.get_model_vars_dataframe()
    assert collected.columns.tolist() == list(model.outcome_names) == list(NAMES)
    assert frame["month"].tolist() == [1, 2, 3, 4, 5]
    assert np.array_equal(collected.to_numpy(float), frame[list(NAMES)].to_numpy(float))
    assert np.isfinite(collected.to_numpy(float)).all()


def test_outcomes_can_be_read_before_the_first_month_and_reading_changes_nothing():
    for warm_up in (0, 2):
        one, other = (GovernanceModel(citizens=100, rng=2, parameters={"town.warm_up": warm_up}) for _ in range(2))
        assert all(np.isfinite(value) for value in one.outcomes.values())
        assert list(one.outcomes) == list(NAMES)
        one.datacollector.collect(one)
        assert one.run(months=3).equals(other.run(months=3))


def test_mesas_random_numbers_are_seeded_and_not_the_towns():
    one, other = (GovernanceModel(rng=9, **SMALL) for _ in range(2))
    assert isinstance(one.rng, np.random.Generator)
    assert one.rng.random(1_000).sum() == other.rng.random(1_000).sum()
    assert one.random.random() == other.random.random()
    one.rng.random(77)  # using them does not touch the town
    assert one.run(months=2).equals(other.run(months=2))


@pytest.mark.parametrize("kind", [np.int64, np.int32, np.uint8, np.uint64, np.intp])
def test_numpy_integers_are_seeds_and_sizes(kind):
    plain = GovernanceModel(rng=7, **SMALL)
    other = GovernanceModel(rng=kind(7), citizens=kind(120), parameters=SMALL["parameters"])
    assert other.seed == 7 and type(other.seed) is int
    assert plain.run(months=2).equals(other.run(months=kind(2)))
    assert plain.random.random() == other.random.random()


@each("bad", [-1, 2**63, 1.0, np.float64(3), True, "7", [1], np.array([1, 2])])
def test_what_is_no_seed_is_refused(bad):
    with pytest.raises(InputError, match="whole number from 0"):
        GovernanceModel(rng=bad, **SMALL)


def test_without_a_seed_a_fresh_one_is_drawn_and_kept():
    one, other = GovernanceModel(**SMALL), GovernanceModel(**SMALL)
    assert one.seed != other.seed
    assert GovernanceModel(rng=one.seed, **SMALL).run(months=2).equals(one.run(months=2))


def test_seeds_beyond_32_bits_are_kept_apart():
    frames = [GovernanceModel(rng=seed, **SMALL).run(months=1) for seed in (1, 1 + 2**32, 1 + 2**62)]
    assert not frames[0].equals(frames[1]) and not frames[1].equals(frames[2])


# --- names -----------------------------------------------------------------------------------------------------


def test_no_name_of_the_model_is_one_of_mesas(model):
    class Bare(mesa.Model):
        pass

    mesas = public(dir(mesa.Model)) | public(vars(Bare(rng=1))) | ADDED_TO_MODEL
    ours = public(vars(GovernanceModel)) | (public(vars(model)) - public(vars(Bare(rng=1))))
    by_mesa = {"observables"}  # which Mesa 3.5 gives every class of models
    assert (ours & mesas) - by_mesa == {
        "step",
        "run_model",
        "agents",
        "agents_by_type",
        "agent_types",
    }  # overridden on purpose
    assert {"run", "close", "town", "months", "datacollector", "_views"} <= ours


def test_init_takes_plain_keywords_only():
    parameters = list(inspect.signature(GovernanceModel.__init__).parameters.values())[1:]
    assert {p.kind for p in parameters} == {inspect.Parameter.KEYWORD_ONLY}
    assert {p.name for p in parameters} == {
        "paradigm",
        "municipality",
        "citizens",
        "parameters",
        "rng",
        "timeline",
        "extensions",
    }


# --- memory ----------------------------------------------------------------------------------------------------


@pytest.mark.thorough
def test_models_leave_no_memory_behind():
    """200 models made, stepped and closed, a quarter with their agents read: flat."""

    def one(seed: int) -> tuple[weakref.ref, weakref.ref]:
        made = GovernanceModel(paradigm=("NPG", "TPA")[seed % 2], citizens=60, rng=seed, parameters={"town.warm_up": 0})
        if seed % 4 == 0:
            made.agents_by_type[Citizen].set("trust", 0.5)
        made.step()
        assert made.agents is not None if seed % 8 == 0 else True
        held = weakref.ref(made), weakref.ref(made.town)
        made.close()
        return held

    def rounds(first: int, last: int) -> tuple[list[weakref.ref], int, int]:
        held = [ref for seed in range(first, last) for ref in one(seed)]
        gc.collect()
        return held, tracemalloc.get_traced_memory()[0], len(gc.get_objects())

    def held_by_mesa() -> int:
        return sum(isinstance(key, GovernanceModel) for key in getattr(mesa.Agent, "_ids", ()))

    before = held_by_mesa()  # models of other tests
    rounds(0, 10)  # whatever is made once
    tracemalloc.start()
    try:
        some, bytes_before, _ = rounds(0, 10)
        more, bytes_after, things_before = rounds(10, 40)
    finally:
        tracemalloc.stop()
    rest, _, things_after = rounds(40, 200)
    assert len(some + more + rest) == 400
    assert [ref() for ref in some + more + rest if ref() is not None] == []
    assert bytes_after - bytes_before < 300_000  # the town of one model alone is more than 500,000
    assert things_after - things_before < 160 + 340  # the weak references themselves, and a little
    assert held_by_mesa() == before


def test_closing_drops_the_columns_at_once(model):
    model.step()
    town = weakref.ref(model.town)
    assert len(model.agents) > 0
    frame = model.datacollector.get_model_vars_dataframe()
    model.close()
    gc.collect()
    assert town() is None
    assert model.months == 1 and model.outcomes == frame.iloc[-1].to_dict()  # what was measured stays


def test_closing_drops_the_agents_too(model):
    held = weakref.ref(next(iter(model.agents_by_type[Citizen])))
    model.close()
    gc.collect()
    assert held() is None  # though the model itself is still here


# --- Mesa's own tools ------------------------------------------------------------------------------------------


def test_batch_run_gives_what_direct_runs_give():
    from mesa.batchrunner import batch_run

    Plain = mesa_model("trust.loss_aversion", "town.warm_up", citizens=100)
    varied = {"paradigm": ["TPA", "NPG"], "trust__loss_aversion": [1.0, 3.0], "town__warm_up": 1}
    given = {"max_steps": 4, "data_collection_period": 1, "display_progress": False}
    if "rng" in inspect.signature(batch_run).parameters:  # Mesa 3.5
        rows = pd.DataFrame(batch_run(Plain, varied, rng=[3, 4], **given))
    else:
        rows = pd.DataFrame(batch_run(Plain, {**varied, "rng": [3, 4]}, **given))
    runs = list(rows.groupby(["paradigm", "trust__loss_aversion", "rng"]))
    assert len(runs) == 8
    for (paradigm, aversion, seed), found in runs:
        overrides = {"trust.loss_aversion": aversion, "town.warm_up": 1}
        direct = GovernanceModel(paradigm=paradigm, citizens=100, parameters=overrides, rng=int(seed))
        expected = direct.run(months=len(found))  # Mesa 3.3 goes one step too far
        assert len(found) in (4, 5)
        assert np.array_equal(found[list(NAMES)].to_numpy(float), expected[list(NAMES)].to_numpy(float))
        assert set(found["seed"]) == {seed} and found["month"].tolist() == expected["month"].tolist()


def test_batch_run_works_on_the_model_itself():
    from mesa.batchrunner import batch_run

    fixed = {"citizens": 100, "municipality": "Larvik", "paradigm": "TPA"}
    if "rng" in inspect.signature(batch_run).parameters:
        rows = batch_run(GovernanceModel, fixed, rng=[3], max_steps=2, display_progress=False)
    else:
        rows = batch_run(GovernanceModel, {**fixed, "rng": 3}, max_steps=2, display_progress=False)
    (row,) = rows
    expected = GovernanceModel(rng=3, **fixed).run(months=3)
    assert row["seed"] == 3 and row["month"] in (2, 3)  # Mesa 3.3 goes one step further than asked
    assert {name: row[name] for name in NAMES} == expected.iloc[row["month"] - 1][list(NAMES)].to_dict()


@pytest.mark.skipif(not hasattr(mesa.Model, "run_for"), reason="Mesa before 3.5 has no clock of its own")
def test_mesas_clock_counts_months(model):
    model.run_for(3)
    assert (model.months, model.steps, model.time) == (3, 3, 3.0)
    model.run_until(5)
    assert model.months == 5


MISSING = [name for name in ("solara", "altair") if importlib.util.find_spec(name) is None]
with_solara = pytest.mark.skipif(
    bool(MISSING), reason=f"SolaraViz needs {' and '.join(MISSING)}: pip install -e '.[solaraviz]'"
)


@with_solara
@pytest.mark.filterwarnings("ignore:.*found despite early return:UserWarning")  # of Mesa's own components
def test_solaraviz_draws_steps_and_resets_the_model():
    import ipyvuetify
    import solara
    from mesa.visualization import Slider, SolaraViz, make_plot_component

    Plain = mesa_model("trust.loss_aversion", "town.warm_up", paradigm="NPG", citizens=100)
    choices = {
        "trust__loss_aversion": Slider("Loss aversion", 2.0, 1.0, 5.0, 0.5),
        "town__warm_up": 1, "citizens": 100,
        "paradigm": {"type": "Select", "value": "NPG", "values": ["TPA", "NPM", "NPG"], "label": "Paradigm"},
        "rng": {"type": "InputText", "value": "5", "label": "Seed"},
    }  # fmt: skip
    shown = solara.reactive(Plain(rng=5, town__warm_up=1))
    first = shown.value

    @solara.component
    def Page():
        with solara.AppLayout():  # has the sidebar in which SolaraViz puts its buttons
            SolaraViz(shown, components=[make_plot_component(["trust", "fit"])], model_params=choices, name="town")

    _, context = solara.render(Page(), handle_error=False)

    def button(label: str):
        return context.find(ipyvuetify.Btn, children=[label]).widget

    try:
        assert first.months == 0
        for months in (1, 2, 3):
            button("Step").click()
            assert first.months == first.steps == months
        assert context.find(ipyvuetify.Alert).widgets == []  # SolaraViz shows an error of a step in one
        expected = GovernanceModel(paradigm="NPG", citizens=100, parameters={"town.warm_up": 1}, rng=5).run(months=3)
        assert first.datacollector.get_model_vars_dataframe().equals(expected[list(NAMES)])

        button("Reset").click()
        assert shown.value is not first and shown.value.months == 0
        assert (shown.value.seed, shown.value.population, shown.value.paradigm.name) == (5, 100, "NPG")
        button("Step").click()
        assert shown.value.months == 1 and first.months == 3
        assert shown.value.outcomes == first.datacollector.get_model_vars_dataframe().iloc[0].to_dict()
    finally:
        context.close()


def test_reporters_that_others_add_are_collected_too():
    model = GovernanceModel(paradigm="TPA", citizens=60, rng=1)
    model.datacollector._new_model_reporter("mine", lambda m: m.months * 10)
    model.run(months=2)
    assert model.datacollector.model_vars["mine"] == [10, 20]


def test_a_model_and_its_tables_can_be_copied():
    model = GovernanceModel(paradigm="TPA", citizens=60, rng=1)
    other = copy.deepcopy(model.town.citizens)
    assert other.trust.tolist() == model.citizens.trust.tolist() and other.trust is not model.citizens.trust
    assert pickle.loads(pickle.dumps(model.town)).citizens.trust.tolist() == model.citizens.trust.tolist()


def test_groups_are_kept_of_the_last_months_only_where_that_is_asked_for():
    model = GovernanceModel(citizens=60, rng=1, parameters={"town.warm_up": 0})
    model.run(3)
    whole = model.groups()
    model.keep_groups(2)
    assert model.groups().equals(whole[whole["month"] > 1].reset_index(drop=True))
    model.step()
    assert model.groups()["month"].unique().tolist() == [3, 4] and model.groups(last=1)["month"].unique().tolist() == [
        4
    ]
    for wrong in (0, 1.5, True):
        with pytest.raises(InputError, match="must be a whole number from 1"):
            model.keep_groups(wrong)
