"""Numbers on the page are those of the command line, and never those of another setting."""

import math
import pickle
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from agents.errors import InputError
from dashboard.content import curves, questions, show, towns
from dashboard.content.files.exports import comparison_of, runs_of
from dashboard.content.results import Estimate, Results, unpaired
from dashboard.pages.parts.words import progress_words, with_unit
from dashboard.pages.questions import answer, held
from dashboard.state import Settings, State, checked, from_link, to_link
from dashboard.texts.common import text
from dashboard.visitor import Visitor
from dashboard.workers.worker import started
from experiments import compare, simulate
from experiments.analysis.relevance import Size
from experiments.runs import estimates
from model.outcomes.outcomes import NAMES
from samskaping.language import languages
from tests.helpers.finished import SETTINGS, with_values


@pytest.fixture(scope="module")
def comparison():
    return compare(citizens=300, months=14, seeds=3, parameters={"needs.wickedness": 1.5})


@pytest.mark.parametrize(
    ("size", "words"),
    [(Size.NONE, "about the same"), (Size.POSSIBLE, "lower, but perhaps too little to matter"), (Size.LARGE, "lower"),
     (Size.UNCERTAIN, "not settled by these repeats")],
)  # fmt: skip
def test_a_question_s_verdict_has_the_words_of_the_scorecard(results, monkeypatch, size, words):
    asked = next(one for one in questions.QUESTIONS if one.outcome == "fit")
    monkeypatch.setattr(show, "graded", lambda *_: size)
    monkeypatch.setattr(Results, "differences", lambda *_: {results.names[-1]: Estimate(-0.1, -0.2, -0.01, 4)})
    assert f"The model's answer: {words}. " in answer(asked, results, "en")


@pytest.mark.parametrize(
    ("size", "guess", "said"),
    [(Size.LARGE, "lower", "It held: the difference is -0.100."), (Size.LARGE, "higher", "It did not hold: the diff"),
     (Size.NONE, "same", "It held: "), (Size.NONE, "lower", "It did not hold: the difference is -0.100, so small that"),
     (Size.POSSIBLE, "higher", "It did not hold: "),
     (Size.POSSIBLE, "lower", "Whether it holds is not settled"), (Size.UNCERTAIN, "same", "Whether it holds is not")],
)  # fmt: skip
def test_a_guess_is_held_against_the_answer(results, monkeypatch, size, guess, said):
    asked = next(one for one in questions.QUESTIONS if one.outcome == "fit")
    monkeypatch.setattr(show, "graded", lambda *_: size)
    monkeypatch.setattr(Results, "differences", lambda *_: {results.names[-1]: Estimate(-0.1, -0.2, -0.01, 4)})
    told = held(asked, guess, results, "en").replace("\N{MINUS SIGN}", "-")
    assert told.startswith(f"Your guess: {text(guess, 'en')}. {said}")
    assert held(asked, guess, Results(SETTINGS), "en") == f"Your guess: {text(guess, 'en')}."


def test_numbers_of_questions_and_scenarios_have_their_units(results):
    asked = next(one for one in questions.QUESTIONS if one.outcome == "cost_per_met_need_nok")
    assert "Cost per met need (NOK): " in answer(asked, results, "en")
    assert with_unit("arenas.facilitator_hours", 24.0, "nb") == "24 timer per møte"
    assert (
        with_unit("rules.choice.n_providers", 1, "en") == "1 unit"
        and with_unit("needs.cross_sector", 0.5, "en") == "0.5"
    )


def test_runs_are_those_of_compare(results, comparison):
    ours, theirs = runs_of(results), comparison.runs
    assert list(ours.columns) == list(theirs.columns)
    assert ours[["paradigm", "seed", "month"]].equals(theirs[["paradigm", "seed", "month"]])
    np.testing.assert_allclose(ours.drop(columns="paradigm"), theirs.drop(columns="paradigm"), rtol=1e-6, atol=1e-7)
    made = comparison_of(results, last=True)
    keys = ["paradigm", "seed", "dimension", "group"]
    ours, theirs = (one.groups.set_index(keys).sort_index() for one in (made, comparison))
    np.testing.assert_allclose(ours, theirs[ours.columns].loc[ours.index], rtol=1e-6, atol=1e-6)
    pd.testing.assert_frame_equal(made.paired, comparison.paired, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", ["TPA", "NPG", "triage"])
def test_a_start_from_the_shared_two_years_changes_nothing(name):
    run = checked(Settings(citizens=200, months=8, seeds=1, paradigms=(name,))).runs[0]
    for _ in range(2):  # the first makes the two years, the second finds them
        model = started(run)
        ours = model.run(months=8)
        assert ours.drop(columns="month").equals(simulate(run).months[ours.columns[1:]])
        model.close()


def test_estimates_are_those_of_compare(results, comparison):
    for outcome in ("fit", "trust_gap", "cost_per_met_need_nok"):
        monthly = results.monthly(outcome)
        for name in SETTINGS.paradigms:
            expected = estimates.monthly(comparison.runs, name, outcome)
            for column in ("mean", "low", "high"):
                np.testing.assert_allclose(getattr(monthly[name], column), expected[column], rtol=1e-4, atol=1e-6)
        paired = comparison.paired.set_index(["outcome", "paradigm_a", "paradigm_b"]).loc[(outcome, "TPA", "NPG")]
        change = results.differences(outcome)["NPG"]
        assert math.isclose(change.mean, paired["difference"], rel_tol=1e-3, abs_tol=1e-5)
        assert math.isclose(change.low, paired["low"], rel_tol=1e-3, abs_tol=1e-4)


def test_curves_of_differences_are_paired_and_end_where_the_scorecard_does(results, comparison):
    paired = comparison.paired.set_index(["outcome", "paradigm_a", "paradigm_b"])
    for outcome in ("fit", "citizen_hours_per_capita"):
        by_month = results.monthly_differences(outcome)["NPG"]
        assert by_month.mean.shape == (14,)
        for column in ("low", "high"):
            expected = paired.loc[(outcome, "TPA", "NPG"), column]
            assert math.isclose(getattr(by_month, column)[-1], expected, rel_tol=1e-3, abs_tol=1e-4)
        levels = results.monthly(outcome)
        np.testing.assert_allclose(by_month.mean, levels["NPG"].mean - levels["TPA"].mean, atol=1e-9)
    minutes, fit, strain = curves.charts(results, None, ("citizen_hours_per_capita", "fit", "innovation"), "nb", True)
    assert [line["k"] for line in fit["lines"]] == ["NPM", "NPG"]
    assert set(fit["zone"]) == {0.02} and strain["zone"] == []
    start = results.monthly("citizen_hours_per_capita")["TPA"].mean  # a share of what the first way has that month
    np.testing.assert_allclose(minutes["zone"], 60 * 0.03 * start, rtol=1e-4)
    row = next(one for block in show.scorecard(results, "nb") for one in block["rows"] if one["name"] == "fit")
    for place, name in enumerate(("NPM", "NPG"), 1):
        assert f"{name} {row['cells'][place]['difference']} ({row['cells'][place]['words']})" in fit["words"]
    assert fit["words"].startswith("Sammenlignet med TPA ")


def test_groups_are_those_of_compare(results, comparison):
    table = comparison.groups.set_index(["paradigm", "seed", "dimension", "group"])["trust"]
    ours = results.by_group("trust", "quintile")
    assert list(ours) == ["Q1", "Q2", "Q3", "Q4", "Q5"]
    for group in ours:
        expected = np.mean([table.loc[("NPG", seed, "quintile", group)] for seed in (1, 2, 3)])
        assert math.isclose(ours[group]["NPG"].mean, expected, rel_tol=1e-5)


def test_before_anything_has_come_there_are_no_numbers():
    empty = Results(SETTINGS)
    assert empty.complete_seeds() == 0 and empty.months_so_far() == 0 and not empty.complete
    rows = [row for block in show.scorecard(empty, "nb") for row in block["rows"]]
    assert all(cell["value"] == "" for row in rows for cell in row["cells"])
    panel = curves.charts(empty, None, show.CHARTS["main"], "en")[0]
    assert all(value is None for line in panel["lines"] for value in line["mean"])


def test_while_settings_change_each_has_its_own_results():
    visitor, other = Visitor("citizens=300"), SETTINGS.changed(months=13)
    visitor.results = left = Results(SETTINGS)
    visitor._begin(State(settings=other))  # the state still says SETTINGS: news drawn now must find them
    assert visitor.results_of(SETTINGS) is left
    assert visitor.results_of(other) is visitor.results
    assert visitor.results_of(SETTINGS.changed(months=12)) is None


def test_part_of_the_seeds_is_compared_over_the_same_seeds(results):
    values, _ = results.table()
    less = values.copy()
    less[2, 1, 5:] = np.nan  # one seed of one paradigm is not there yet
    part = with_values(SETTINGS, less)
    assert part.complete_seeds() == 2
    change = part.differences("fit")["NPM"]
    place = show.OUTCOME and list(runs_of(results).columns[3:]).index("fit")
    expected = (values[1, [0, 2], -1, place] - values[0, [0, 2], -1, place]).mean()
    assert math.isclose(change.mean, expected, rel_tol=1e-5)


def test_a_workers_error_is_shown_in_the_readers_language():
    failed = Results(SETTINGS)
    failed.error = pickle.loads(pickle.dumps(InputError("{key} is given twice in the link", key="town")))
    assert progress_words(failed, False, "nb") == "Resultatene kunne ikke beregnes: town står to ganger i lenken"
    assert progress_words(failed, False, "en").endswith("town is given twice in the link")
    failed.error = "KeyError: 7"
    assert progress_words(failed, False, "nb").endswith(": KeyError: 7")


def test_two_towns_are_compared_way_by_way_and_their_difference_is_not_paired():
    settings = checked(Settings(citizens=100, months=12, seeds=3, paradigms=("TPA", "NPG"), second="Bodø"))
    assert (settings.second, settings.beside.place.name, settings.beside.second) == ("1804", "Bodø", "")
    assert from_link(to_link(State(settings=settings))).settings == settings
    assert settings.changed(second="").beside is None
    with pytest.raises(InputError, match="Bodø is the first town already"):
        settings.changed(municipality="Bodø")
    with pytest.raises(InputError, match="With two towns"):
        settings.changed(citizens=20_000, months=150, seeds=4)
    rng = np.random.default_rng(3)
    places = [NAMES.index(name) for name in ("fit", "trust", "met_need", "felt_voice")]
    pair = []
    for one, level, effects in (
        (settings, 0.0, (0.1, 0.1, 0.1, 0.0)), (settings.beside, 0.3, (0.1, -0.1, 0.0, 0.0)),
    ):  # fmt: skip
        values = (0.3 + level + rng.normal(0.0, 1e-3, (2, 3, 12, len(NAMES)))).astype("f4")
        values[1][:, :, places] = values[0][:, :, places] + np.array(effects, dtype="f4")
        pair.append(with_values(one, values))
    here, there = pair
    (npg,) = towns.sentences(here, there, "en")
    said = {part["kind"]: part["text"] for part in npg["parts"]}
    assert "service fit (better)" in said["both"] and "trust" in said["opposite"]
    assert "settled only in Larvik: needs met (better)" in said["here"] and "there" not in said
    assert "Bodø compared with Larvik: service fit +0.3" in towns.levels(here, there, "en")
    cells = next(row for block in towns.blocks(here, there, "en") for row in block["rows"] if row["name"] == "fit")[
        "cells"
    ]
    assert len(cells) == 4 and "difference" not in cells[1] and cells[2]["verdict"] == cells[3]["verdict"] == "better"
    ends = [one.table()[0][0, :, -1, places[0]].astype("f8") for one in (here, there)]
    welch = stats.ttest_ind(ends[1], ends[0], equal_var=False).confidence_interval()
    change = unpaired(*(one.at_the_end("fit")["TPA"] for one in (here, there)))
    assert math.isclose(change.low, welch.low, rel_tol=1e-6) and math.isclose(change.high, welch.high, rel_tol=1e-6)
    assert (
        towns.sentences(here, Results(settings.beside), "en") == []
        and towns.levels(here, Results(settings), "en") == ""
    )


def test_the_compare_page_has_all_its_parts_in_every_language(monkeypatch):
    """An open case, a timeline, a way in one area, curves of differences and a second town, before any numbers."""
    import solara

    from dashboard.pages.compare import Compare

    nobody = SimpleNamespace(submit=lambda job: None, cancel=lambda owner: None)
    monkeypatch.setattr("dashboard.visitor.pool", lambda: nobody)
    seen = {}
    for name in ("case", "course", "towns", "charts"):
        monkeypatch.setattr(
            f"dashboard.pages.{'compare' if name == 'charts' else f'parts.{name}'}.{name.title()}",
            lambda name=name, **given: seen.update({name: given}) or solara.Div(),
        )
    query = "citizens=200&months=24&scenario=svarstad&curves=differences&at=month:5;paradigm:NPM&town2=1804"
    for language in languages():
        visitor = Visitor(f"lang={language}&{query}&paradigms=svarstad/desk,NPG@place")
        settings = visitor.settings
        visitor.results, visitor.kept = Results(settings), {settings.beside: Results(settings.beside)}
        solara.render(Compare(visitor), handle_error=False)
        case, charts = seen["case"], seen["charts"]
        assert len(case["questions"]) == 3 and [one["name"] for one in case["watched"]][0] == "felt_voice"
        assert [panel["name"] for panel in charts["panels"]] == [one["name"] for one in case["watched"]]
        assert charts["view"] == "differences" and [mark["month"] for mark in charts["marks"]] == [5]
        assert len(seen["course"]["items"]) == 1 and seen["towns"]["towns"] == ["Larvik", "Bodø"]
    case["event_close"]()
    assert visitor.settings.scenario == "" and visitor.settings.timeline == settings.timeline
    put = seen["course"]["event_enter"]
    put({"place": 0, "kind": "paradigm", "to": "TPA", "month": "9", "over": "1", "until": "", "arm": "", "areas": ""})
    assert visitor.settings.timeline == ((("month", 9), ("paradigm", "TPA")),)
    put({"place": 0, "kind": "paradigm", "to": "TPA", "month": "99", "over": "1", "until": "", "arm": "", "areas": ""})
    assert "24" in visitor.message.value and visitor.settings.timeline[0][0] == ("month", 9)
    visitor.undo()
    assert visitor.settings.timeline == settings.timeline
