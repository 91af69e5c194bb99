"""The model as other tools want it: what the EMA Workbench runs is what we run."""

import pickle

import numpy as np
import pytest

from agents.errors import InputError
from experiments.adapters.ema import ema_model
from experiments.runs.run import Run, simulate
from model.parameters.parameters import Parameters
from tests.each import each

SMALL = {"citizens": 60, "months": 2, "seeds": (1, 2), "outcomes": ["fit", "trust", "hours_process"]}


@pytest.fixture(scope="module")
def workbench():
    """The package, whose import takes seconds, so only the process that runs these tests imports it."""
    import ema_workbench

    return ema_workbench


def test_bounds_and_directions_are_those_declared(workbench):
    model = ema_model(
        "trust.gain", "town.warm_up", "mechanisms.social_influence",
        levers=["paradigm", "rules.boundary.recruitment", "rules.choice.discretion"], ranges={"town.warm_up": (0, 1)},
        **SMALL,
    )  # fmt: skip
    declared = {d.name: d for d in Parameters.declarations()}["trust.gain"]
    gain, warm_up = model.uncertainties["trust__gain"], model.uncertainties["town__warm_up"]
    assert (gain.lower_bound, gain.upper_bound) == (declared.low, declared.high)
    assert (warm_up.lower_bound, warm_up.upper_bound) == (0, 1)
    assert {category.value for category in model.levers["paradigm"].categories} == {"TPA", "NPM", "NPG"}
    assert len(model.levers["rules__boundary__recruitment"].categories) == 6
    kinds = {outcome.name: outcome.kind for outcome in model.outcomes}
    assert kinds == {
        "fit": workbench.ScalarOutcome.MAXIMIZE,
        "trust": workbench.ScalarOutcome.MAXIMIZE,
        "hours_process": workbench.ScalarOutcome.INFO,
    }
    pickle.loads(pickle.dumps(model.function))  # to be sent to workers


def test_the_workbench_gets_what_single_runs_give(workbench):
    model = ema_model("trust.gain", ranges={"trust.gain": (0.1, 0.2)}, **SMALL)
    with workbench.SequentialEvaluator(model) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=2, policies=2)
    assert len(experiments) == 4
    for row, fit in zip(experiments.to_dict("records"), outcomes["fit"], strict=True):
        overrides = {"trust.gain": row["trust__gain"]}
        runs = [simulate(Run(str(row["paradigm"]), "Larvik", 60, overrides, seed, 2)) for seed in (1, 2)]
        assert fit == pytest.approx(np.mean([run.months["fit"].iloc[-1] for run in runs]))


CUT = {"name": "cut", "month": 1, "parameters": {"money.case_budget": "*0.5"}}


def test_the_month_of_a_change_can_be_a_lever():
    """A point is the run with the change in that month."""
    small = SMALL | {"outcomes": ["strain"]}
    model = ema_model(levers=["timeline.cut.month"], paradigms=["TPA"], timeline=[CUT], **small)
    [lever] = model.levers
    assert (lever.name, lever.lower_bound, lever.upper_bound) == ("timeline__cut__month", 1, SMALL["months"])
    found = {month: model.function(**{"timeline.cut.month": month})["strain"] for month in (1, 2)}
    for month, strain in found.items():
        runs = [simulate(Run("TPA", "Larvik", 60, {}, seed, 2, timeline=[CUT | {"month": month}])) for seed in (1, 2)]
        assert strain == np.mean([run.months["strain"].iloc[-1] for run in runs])
    assert found[1] != found[2]


def test_a_point_that_cannot_be_run_is_nan_and_touches_no_other(workbench):
    """Money cannot follow users who have no choice: under TPA they have none, under NPM they have."""
    model = ema_model(levers=["paradigm"], paradigms=["NPM", "TPA"], **SMALL)
    good = model.function(paradigm="NPM", **{"rules.payoff.money_follows_user": 0.5})
    with pytest.warns(UserWarning, match="contradictory rules"):
        bad = model.function(paradigm="TPA", **{"rules.payoff.money_follows_user": 0.5})
    assert all(np.isnan(value) for value in bad.values()) and 0 < good["fit"] < 1
    varied = ema_model("rules.payoff.money_follows_user", paradigms=["NPM", "TPA"], **SMALL)
    with pytest.warns(UserWarning, match="contradictory rules"), workbench.SequentialEvaluator(varied) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=2, policies=4)
    paradigms = experiments["paradigm"].astype(str)
    assert set(paradigms) == {"NPM", "TPA"}
    assert (np.isnan(outcomes["fit"]) == (paradigms == "TPA")).all()


@each(
    ("names", "given", "words"),
    [
        (["trust.gian"], {}, "did you mean 'trust.gain'"),
        (["citizens"], {}, "given by its own argument"),
        (["trust.gain"], {"ranges": {"trust.gain": (0.2, 0.1)}}, "is not below high"),
        (["trust.gain"], {"ranges": {"trust.gain": (-1, 0.1)}}, "a number from"),
        (["trust.gain"], {"ranges": {"trust.start": (0, 1)}}, "neither an uncertainty nor a lever"),
        (["mechanisms.social_influence"], {"ranges": {"mechanisms.social_influence": (0, 1)}}, "has no range"),
        ([], {"outcomes": ["fitt"]}, "did you mean 'fit'"),
        ([], {"paradigms": ["TPB"]}, "'TPA'"),
    ],
)
def test_what_is_wrong_is_said(names, given, words):
    with pytest.raises(InputError, match=words):
        ema_model(*names, **given)


def test_what_cannot_be_run_is_refused_when_the_model_is_made():
    timed = {"levers": ["timeline.cut.month"], "timeline": [CUT]}
    refused = {
        "seeds is empty": {"seeds": ()},
        "a seed = -1": {"seeds": (-1,)},
        "number of seeds = 0": {"seeds": 0},
        "number of seeds = '12'": {"seeds": "12"},
        "a seed is given twice": {"seeds": (1, 1)},
        "months = 0": {"months": 0},
        "citizens = 3": {"citizens": 3},
        "'Våler' is the name of 2": {"municipality": "Våler"},
        "outcomes is empty": {"outcomes": []},
        "outcomes = 'trust'": {"outcomes": "trust"},
        "paradigms is empty": {"paradigms": []},
        "paradigms = 'NPG'": {"paradigms": "NPG"},
        "levers = 'paradigm'": {"levers": "paradigm"},
        "paradigm is given twice": {"levers": ["paradigm", "paradigm"]},
        "both as an uncertainty and as a lever": {"levers": ["trust.gain"]},
        "give the pair": {"ranges": {"trust.gain": 0.3}},
        "give bounds by name": {"ranges": 3},
        "paradigm is not a number": {"ranges": {"paradigm": (0, 1)}},
        "contradictory = 'zero'": {"contradictory": "zero"},
        "name = 'cat'; did you mean 'cut'": {"levers": ["timeline.cat.month"], "timeline": [CUT]},
        "did you mean 'parameters'": {"timeline": [{"month": 1, "parameter": {}}]},
        "timeline.cut.month: low = 2 is not below": timed | {"ranges": {"timeline.cut.month": (2, 1)}},
        "high = 3 is after the last month, 2": timed | {"ranges": {"timeline.cut.month": (1, 3)}},
        "only its choice none is possible": {"levers": ["rules.boundary.recruitment"], "paradigms": ["TPA"]},
    }
    for words, given in refused.items():
        with pytest.raises(InputError) as error:
            ema_model("trust.gain", **(SMALL | given))
        assert words in str(error.value), (given, str(error.value))


def test_a_number_of_seeds_is_that_many_from_the_first_as_in_compare():
    means = [ema_model("trust.gain", **(SMALL | {"seeds": seeds})).function(paradigm="TPA") for seeds in (2, (1, 2))]
    assert means[0] == means[1]


def test_choices_that_contradict_everything_else_are_not_offered():
    name = "rules.boundary.recruitment"

    def offered(*uncertainties, **given):
        model = ema_model(*uncertainties, **(SMALL | given))
        return {category.value for category in model.levers["rules__boundary__recruitment"].categories}

    assert "none" not in offered(levers=[name], paradigms=["NPG"])  # which has meetings
    assert "none" in offered(levers=["paradigm", name])  # with TPA, which has none
    assert "none" in offered(
        "rules.scope.meetings_per_year", "rules.boundary.pay", levers=[name], paradigms=["NPG"]
    )  # with no meetings


@pytest.mark.filterwarnings("ignore:.*cannot be run")
def test_optimize_passes_by_what_cannot_be_run(workbench):
    model = ema_model(
        levers=["paradigm", "rules.boundary.recruitment"],
        contradictory="worst",
        **(SMALL | {"outcomes": ["fit", "trust"]}),
    )
    with workbench.SequentialEvaluator(model) as evaluator:
        best = evaluator.optimize(nfe=20, searchover="levers", epsilons=[0.01, 0.01])
    assert len(best) and best[["fit", "trust"]].to_numpy(float).min() > 0


def test_a_point_that_cannot_be_run_is_named_with_the_reason():
    model = ema_model("rules.payoff.money_follows_user", paradigms=["TPA"], levers=[], **SMALL)
    with pytest.warns(
        UserWarning, match=r"paradigm = TPA, rules.payoff.money_follows_user = 0.5 cannot be run.*optimize"
    ):
        model.function(**{"rules.payoff.money_follows_user": 0.5})
