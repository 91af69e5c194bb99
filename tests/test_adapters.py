"""The model as other tools want it: what the EMA Workbench runs is what we run."""

import pickle

import numpy as np
import pytest
from ema_workbench import ScalarOutcome, SequentialEvaluator

from agents.errors import InputError
from experiments.adapters.ema import ema_model
from experiments.runs import Run, simulate
from model.parameters import Parameters

SMALL = {"citizens": 60, "months": 2, "seeds": (1, 2), "outcomes": ["fit", "trust", "hours_process"]}


def test_bounds_and_directions_are_those_declared():
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
        "fit": ScalarOutcome.MAXIMIZE,
        "trust": ScalarOutcome.MAXIMIZE,
        "hours_process": ScalarOutcome.INFO,
    }
    pickle.loads(pickle.dumps(model.function))  # to be sent to workers


def test_the_workbench_gets_what_single_runs_give():
    model = ema_model("trust.gain", ranges={"trust.gain": (0.1, 0.2)}, **SMALL)
    with SequentialEvaluator(model) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=2, policies=2)
    assert len(experiments) == 4
    for row, fit in zip(experiments.to_dict("records"), outcomes["fit"], strict=True):
        overrides = {"trust.gain": row["trust__gain"]}
        runs = [simulate(Run(str(row["paradigm"]), "Larvik", 60, overrides, seed, 2)) for seed in (1, 2)]
        assert fit == pytest.approx(np.mean([run.months["fit"].iloc[-1] for run in runs]))


def test_a_point_that_cannot_be_run_is_nan_and_touches_no_other():
    """Money cannot follow users who have no choice: under TPA they have none, under NPM they have."""
    model = ema_model(levers=["paradigm"], paradigms=["NPM", "TPA"], **SMALL)
    good = model.function(paradigm="NPM", **{"rules.payoff.money_follows_user": 0.5})
    with pytest.warns(UserWarning, match="contradictory rules"):
        bad = model.function(paradigm="TPA", **{"rules.payoff.money_follows_user": 0.5})
    assert all(np.isnan(value) for value in bad.values()) and 0 < good["fit"] < 1
    varied = ema_model("rules.payoff.money_follows_user", paradigms=["NPM", "TPA"], **SMALL)
    with pytest.warns(UserWarning, match="contradictory rules"), SequentialEvaluator(varied) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=2, policies=4)
    paradigms = experiments["paradigm"].astype(str)
    assert set(paradigms) == {"NPM", "TPA"}
    assert (np.isnan(outcomes["fit"]) == (paradigms == "TPA")).all()


@pytest.mark.parametrize(
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
