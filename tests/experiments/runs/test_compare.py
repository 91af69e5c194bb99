"""Runs, comparisons and the statistics on them; and the model with plain keywords for Mesa's own tools."""

import inspect
import math
import pickle
import time

import numpy as np
import pandas as pd
import pytest

from agents.errors import InputError
from experiments import Run, compare, mesa_model, simulate
from experiments.comparison import overrides_of, planned
from experiments.runs import estimates
from experiments.runs import run as runs
from experiments.runs.threads import side_by_side, workers_for
from model import GovernanceModel, Parameters, load_paradigm
from model.outcomes.outcomes import NAMES
from tests.each import each

SMALL = {"municipality": "Larvik", "citizens": 200, "months": 14}


@pytest.fixture(scope="module")
def comparison():
    return compare(("TPA", "NPG"), seeds=3, **SMALL)


# --- statistics with known answers ---------------------------------------------------------------------------------


def toy(**series: list[list[float]]) -> pd.DataFrame:
    """A runs table with one outcome: a paradigm's list has one list of months for each seed."""
    rows = [
        (paradigm, seed, month, value)
        for paradigm, by_seed in series.items()
        for seed, months in enumerate(by_seed, start=1)
        for month, value in enumerate(months, start=1)
    ]
    return pd.DataFrame(rows, columns=["paradigm", "seed", "month", "fit"])


def test_an_interval_by_hand():
    mean, low, high = estimates.interval(np.array([1.0, 2.0, 3.0]))
    half = 4.302652729911275 / math.sqrt(3)  # t(2 degrees of freedom, 97.5 %) times 1 / sqrt(3)
    assert (mean, low, high) == pytest.approx((2.0, 2 - half, 2 + half))


def test_one_value_has_no_interval():
    mean, low, high = estimates.interval(np.array([5.0]))
    assert mean == 5 and math.isnan(low) and math.isnan(high)


def test_the_end_is_the_last_month_of_each_run():
    ends = estimates.at_the_end(toy(TPA=[[100.0, 1.0], [50.0, 3.0]]))["fit"]
    assert ends.loc[("TPA", 1)] == 1.0 and ends.loc[("TPA", 2)] == 3.0 and len(ends) == 2


def test_paired_differences_are_taken_seed_by_seed():
    # The seeds differ by tens, the paradigms by 1, 2 and 3 within each seed.
    table = toy(TPA=[[10.0], [30.0], [20.0]], NPG=[[11.0], [32.0], [23.0]])
    row = estimates.paired(table, ("TPA", "NPG")).iloc[0]
    half = 4.302652729911275 / math.sqrt(3)
    assert (row["paradigm_a"], row["paradigm_b"]) == ("TPA", "NPG")
    assert (row["difference"], row["low"], row["high"]) == pytest.approx((2.0, 2 - half, 2 + half))
    # Variances between runs: 100 under TPA, 111 under NPG.
    assert row["pooled_sd"] == pytest.approx(math.sqrt((100 + 111) / 2))
    means = estimates.summary(table, ("TPA", "NPG")).set_index("paradigm")["mean"]
    assert means["TPA"] == 20 and means["NPG"] == 22


def test_paired_differences_do_not_depend_on_the_order_of_rows():
    table = toy(TPA=[[10.0], [30.0], [20.0]], NPG=[[11.0], [32.0], [23.0]])
    shuffled = table.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(estimates.paired(table, ("TPA", "NPG")), estimates.paired(shuffled, ("TPA", "NPG")))


def test_the_monthly_band_by_hand():
    band = estimates.monthly(toy(TPA=[[1.0, 5.0], [3.0, 5.0]]), "TPA", "fit")
    half = 12.706204736432095 * math.sqrt(2) / math.sqrt(2)  # t(1 degree of freedom), sd of 1 and 3
    assert band.loc[1].tolist() == pytest.approx([2.0, 2 - half, 2 + half])
    assert band.loc[2].tolist() == pytest.approx([5.0, 5.0, 5.0])


# --- comparing -------------------------------------------------------------------------------------------------


def test_a_comparison_has_every_run_month_and_outcome(comparison):
    assert list(comparison.runs.columns) == ["paradigm", "seed", "month", *NAMES]
    keys = comparison.runs[["paradigm", "seed", "month"]].itertuples(index=False, name=None)
    assert list(keys) == [(p, s, m) for p in ("TPA", "NPG") for s in (1, 2, 3) for m in range(1, 15)]
    assert np.isfinite(comparison.runs[list(NAMES)].to_numpy()).all()
    assert comparison.population == 200 and comparison.seeds == (1, 2, 3) and comparison.names == ("TPA", "NPG")


def test_summary_and_paired_agree_with_the_runs(comparison):
    last = comparison.runs[comparison.runs["month"] == 14].groupby(["paradigm", "seed"])["trust"].mean()
    summary = comparison.summary.set_index(["paradigm", "outcome"])
    assert summary.loc[("NPG", "trust"), "mean"] == pytest.approx(last["NPG"].mean())
    change = comparison.paired.set_index(["outcome", "paradigm_a", "paradigm_b"]).loc[("trust", "TPA", "NPG")]
    assert change["difference"] == pytest.approx((last["NPG"] - last["TPA"]).mean())
    assert change["low"] < change["difference"] < change["high"]


def test_a_notebook_shows_means_and_differences_in_a_language(comparison):
    shown = comparison._repr_html_()
    assert shown == comparison.html() and shown.count("<table>") == 2 and "NPG \N{MINUS SIGN} TPA" in shown
    assert ">Service fit<" in shown and ">Hvor godt tjenesten passer<" in comparison.html("nb")


def test_group_outcomes_are_those_of_the_last_month(comparison):
    assert list(comparison.groups.columns[:4]) == ["paradigm", "seed", "dimension", "group"]
    assert set(comparison.groups["dimension"]) == {"quintile", "age", "district", "area"}
    model = GovernanceModel(paradigm="TPA", municipality="Larvik", citizens=200, rng=1)
    model.run(months=14)
    expected = model.groups().query("month == 14 and dimension == 'quintile' and group == 'Q1'")["trust"].item()
    got = comparison.groups.query("paradigm == 'TPA' and seed == 1 and dimension == 'quintile' and group == 'Q1'")
    assert got["trust"].item() == pytest.approx(expected)


def test_results_do_not_depend_on_how_many_run_side_by_side(comparison):
    for workers in (1, 3):
        again = compare(("TPA", "NPG"), seeds=3, workers=workers, **SMALL)
        pd.testing.assert_frame_equal(again.runs, comparison.runs, check_exact=True)
        pd.testing.assert_frame_equal(again.groups, comparison.groups, check_exact=True)


def test_a_run_does_not_depend_on_what_it_is_compared_with(comparison):
    alone = compare(("NPG",), seeds=1, first_seed=2, **SMALL)
    same = comparison.runs.query("paradigm == 'NPG' and seed == 2").reset_index(drop=True)
    pd.testing.assert_frame_equal(alone.runs, same, check_exact=True)


def test_the_same_rules_under_another_name_differ_in_nothing():
    twin = load_paradigm("TPA").model_copy(update={"name": "twin"})
    placebo = compare(("TPA", twin), seeds=2, municipality="Larvik", citizens=100, months=6)
    assert (placebo.paired[["difference", "low", "high"]] == 0).all(axis=None)


def test_overrides_reach_every_paradigm():
    overrides = {"trust.loss_aversion": 3.0, "rules.choice.discretion": 0.9}
    comparison = compare(("TPA", "NPG"), "Larvik", 100, overrides, seeds=1, months=2)
    assert comparison.parameters.trust.loss_aversion == 3.0
    assert [paradigm.choice.discretion for paradigm in comparison.paradigms] == [0.9, 0.9]
    plain = compare(("TPA", "NPG"), "Larvik", 100, seeds=1, months=2)
    assert not plain.runs["fit"].equals(comparison.runs["fit"])


def test_parameters_may_be_an_object():
    changed = Parameters().replace("trust.loss_aversion", 3.0)
    assert overrides_of(changed) == {"trust.loss_aversion": 3.0}
    assert overrides_of(None) == overrides_of(Parameters()) == {}
    assert compare(("TPA",), "Larvik", 100, changed, seeds=1, months=1).parameters == changed


def test_one_seed_gives_means_without_intervals():
    one = compare(("TPA", "NPM"), "Larvik", 100, seeds=1, months=2)
    assert one.summary["mean"].notna().all() and one.paired["difference"].notna().all()
    assert one.summary[["low", "high"]].isna().all(axis=None)
    assert one.figure() is not None


@each(
    ("change", "words"),
    [
        ({"seeds": 0}, "the number of seeds = 0"),
        ({"seeds": 2.5}, "whole number"),
        ({"seeds": True}, "whole number"),
        ({"first_seed": -1}, "the first seed = -1"),
        ({"first_seed": 2**63}, "the first seed"),
        ({"months": 0}, "months = 0"),
        ({"months": -3}, "months = -3"),
        ({"citizens": 0}, "citizens = 0"),
        ({"citizens": -5}, "citizens = -5"),
        ({"paradigms": ()}, "no paradigm"),
        ({"paradigms": ("TPA", "TPA")}, "TPA is given twice"),
        ({"paradigms": ("NPG", "thick")}, "NPG is given twice"),
        ({"paradigms": ("TPA", "NPX")}, "unknown paradigm 'NPX'"),
        ({"municipality": "Herøy"}, "1818"),
        ({"municipality": "Lavrik"}, "Larvik"),
        ({"parameters": {"trust.los_aversion": 2}}, "trust.loss_aversion"),
        ({"parameters": {"trust.loss_aversion": 99}}, "from 1 to 5"),
        ({"parameters": {"rules.aggregation.weight": 1}}, "weight_"),
        ({"parameters": {"rules.scope.meetings_per_year": 6}, "paradigms": ("TPA",)}, "contradictory rules"),
        ({"parameters": ["trust.loss_aversion"]}, "mapping"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(change, words):
    with pytest.raises(InputError) as refusal:
        planned(**{"paradigms": ("TPA",), "municipality": "Larvik", "citizens": 100, **change})
    assert words in str(refusal.value)


# --- runs ------------------------------------------------------------------------------------------------------


def test_a_run_is_what_the_model_gives():
    model = GovernanceModel(paradigm="NPM", municipality="Larvik", citizens=100, rng=7)
    expected = model.run(months=15)
    got = simulate(Run("NPM", "Larvik", 100, seed=7, months=15))
    pd.testing.assert_frame_equal(got.months.drop(columns=["paradigm", "seed"]), expected, check_exact=True)


def test_how_many_months_are_asked_for_at_a_time_changes_nothing(monkeypatch):
    run = Run("NPG", "Larvik", 100, seed=1, months=7)
    whole, parts = simulate(run), []
    monkeypatch.setattr(runs, "_CITIZEN_MONTHS_AT_A_TIME", 200)
    pd.testing.assert_frame_equal(simulate(run, parts.append).months, whole.months, check_exact=True)
    assert parts == [2, 2, 2, 1]


def test_a_switch_takes_effect_in_the_month_named():
    got = simulate(Run("TPA", "Larvik", 100, seed=1, months=20, switches=((6, "NPG"), (15, "NPM"))))
    assert got.months["paradigm"].tolist() == ["TPA"] * 5 + ["NPG"] * 9 + ["NPM"] * 6
    assert got.months["month"].tolist() == list(range(1, 21))
    model = GovernanceModel(paradigm="TPA", municipality="Larvik", citizens=100, rng=1)
    expected = [model.run(months=5)]
    for paradigm, months in (("NPG", 9), ("NPM", 6)):
        model.switch_paradigm(paradigm)
        expected.append(model.run(months=months))
    same = pd.concat(expected, ignore_index=True)
    pd.testing.assert_frame_equal(got.months.drop(columns=["paradigm", "seed"]), same, check_exact=True)


@pytest.mark.parametrize(
    ("switches", "words"),
    [
        (((1, "NPG"),), "the month of a switch = 1"),
        (((11, "NPG"),), "never reached"),
        (((5, "NPG"), (5, "NPM")), "two switches"),
        (((5, "NPX"),), "unknown paradigm"),
    ],
)
def test_a_switch_that_cannot_be_made_is_refused(switches, words):
    with pytest.raises(InputError, match=words):
        Run("TPA", "Larvik", 100, months=10, switches=switches).checked()


def test_a_checked_run_is_the_same_run_and_can_be_sent_to_a_worker():
    run = Run("TPA", "larvik", 100, {"rules.choice.discretion": 0.9}, 3, 4, ((2, "NPG"),))
    checked = run.checked()
    assert checked.checked() == checked == pickle.loads(pickle.dumps(checked))
    pd.testing.assert_frame_equal(simulate(run).months, simulate(checked).months, check_exact=True)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("failure", [KeyboardInterrupt, RuntimeError])
def test_a_stop_ends_all_runs_and_closes_every_model(monkeypatch, workers, failure):
    made, closed = [], []
    start, close = GovernanceModel.__init__, GovernanceModel.close
    monkeypatch.setattr(GovernanceModel, "__init__", lambda m, **k: (made.append(1), start(m, **k))[1])
    monkeypatch.setattr(GovernanceModel, "close", lambda m: (closed.append(1), close(m))[1])

    def progress(done: int, total: int) -> None:
        if done > 20:
            raise failure("stop")

    plan = planned(("TPA",), "Larvik", 100, seeds=50, months=12)
    with pytest.raises(failure):
        side_by_side(plan, workers, progress)
    deadline = time.monotonic() + 30  # threads under way end by themselves
    while len(closed) < len(made) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(made) == len(closed) < 10


def test_progress_counts_every_month_once():
    seen = []
    side_by_side(
        planned(("TPA",), "Larvik", 100, seeds=3, months=13), 2, lambda done, total: seen.append((done, total))
    )
    assert seen[0] == (0, 39) and seen[-1] == (39, 39)
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})


def test_no_more_workers_than_runs():
    assert workers_for(2, 8) == 2 and workers_for(8, 3) == 3 and workers_for(8, None) >= 1
    with pytest.raises(InputError, match="number of jobs = 0"):
        workers_for(3, 0)


# --- for Mesa's own tools --------------------------------------------------------------------------------------

PlainModel = mesa_model("trust.loss_aversion", "rules.choice.discretion", paradigm="TPA", citizens=100)


def test_plain_keywords_are_dotted_names():
    model = PlainModel(trust__loss_aversion=3, rules__choice__discretion=0.9, rng=1)
    assert model.parameters.trust.loss_aversion == 3 and model.paradigm.choice.discretion == 0.9
    assert model.population == 100 and model.paradigm.name == "TPA" and model.seed == 1
    same = GovernanceModel(
        paradigm="TPA", municipality="Larvik", citizens=100, rng=1,
        parameters={"trust.loss_aversion": 3, "rules.choice.discretion": 0.9},
    )  # fmt: skip
    pd.testing.assert_frame_equal(model.run(months=2), same.run(months=2), check_exact=True)


def test_defaults_are_the_declared_ones_and_the_paradigms_own():
    signature = inspect.signature(PlainModel)
    assert list(signature.parameters) == [
        "paradigm", "municipality", "citizens", "trust__loss_aversion", "rules__choice__discretion", "rng",
    ]  # fmt: skip
    assert signature.parameters["trust__loss_aversion"].default == Parameters().trust.loss_aversion
    assert PlainModel(paradigm="NPG", rng=1).paradigm == load_paradigm("NPG")


def test_a_seed_typed_into_a_text_field_is_a_number():
    assert PlainModel(rng="42").seed == 42
    with pytest.raises(InputError):
        PlainModel(rng="many")


def test_unknown_names_are_refused_with_the_nearest():
    with pytest.raises(InputError, match=r"did you mean 'trust\.loss_aversion'"):
        mesa_model("trust.los_aversion")
    with pytest.raises(TypeError, match="did you mean 'trust__loss_aversion'"):
        PlainModel(trust__los_aversion=2)


def test_the_class_can_be_sent_to_a_worker():
    assert pickle.loads(pickle.dumps(PlainModel)) is PlainModel
    assert mesa_model("trust.loss_aversion", "rules.choice.discretion", paradigm="TPA", citizens=100) is PlainModel


def test_mesas_batch_run_varies_keywords_and_seeds():
    from mesa.batchrunner import batch_run

    varied = {"trust__loss_aversion": [1.5, 3.0], "paradigm": ["TPA", "NPG"]}
    if "rng" in inspect.signature(batch_run).parameters:
        rows = batch_run(PlainModel, varied, rng=[1, 2], max_steps=3, display_progress=False)
    else:
        rows = batch_run(PlainModel, {**varied, "rng": [1, 2]}, max_steps=3, display_progress=False)
    table = pd.DataFrame(rows)
    assert len(table) == 8
    assert not table.duplicated([*varied, "rng"]).any() and table["trust"].nunique() == 8
