"""Timelines and ways in some areas: the same grammar, messages and numbers as `compare`, in links that restore them."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from agents.errors import InputError
from dashboard.components.palette import series
from dashboard.content import course
from dashboard.content.results import unit_of
from dashboard.pages.parts.card import levelled
from dashboard.pages.parts.settings import chosen
from dashboard.state import State, from_link, from_scenario, to_link
from dashboard.timeline import timed_of
from dashboard.workers.worker import run_side_by_side
from experiments import compare
from experiments.runs.scenario import load_scenario, scenarios
from model.outcomes.outcomes import NAMES
from model.timeline.change import changes_of
from tests.each import each

SMALL = "lang=en&citizens=150&months=14&seeds=1"
GRAMMAR = (
    {"month": 5, "paradigm": "NPM"},
    {"month": 5, "until": 9, "over": 2, "arm": "NPG", "paradigm": "status-quo", "areas": ["place"]},
    {"month": 2, "parameters": {"money.case_budget": "*0.85", "trust.loss_aversion": "+0.1"}},
    {"month": 3, "parameters": {"money.case_budget": 0.05}},
    {"month": 4, "until": 6, "rules": {"information.dialogue": "-0.1"}},
    {"month": 4, "rules": {"choice.discretion": 0.9}, "areas": ["elder_care", "place"]},
    {"month": 7, "until": 8, "event": "scandal", "areas": ["work_income"], "size": 0.25},
    {"month": 7, "event": "support_withdrawn", "over": 3},
)


def settings_of(query):
    return from_link(f"{SMALL}&{query}").settings


def monthly(settings):
    """Return the runs' outcomes by month, {way: (months, outcomes)}, as the page's workers compute them."""
    made = {name: [] for name in settings.paradigms}
    for message in run_side_by_side(unit_of(settings.runs, "runs").payload):
        if message is not None:
            made[settings.paradigms[message[1].run]].append(message[1].months)
    return {name: np.concatenate(parts) for name, parts in made.items()}


def agrees(settings, runs, way, names):
    for name, other in names.items():
        theirs = runs[(runs[way] == other) & (runs["seed"] == 1)][list(NAMES)].to_numpy()
        np.testing.assert_allclose(monthly(settings)[name], theirs, rtol=1e-6, atol=1e-7)


def test_a_link_holds_a_timeline_in_the_grammar_of_files():
    for given in GRAMMAR:
        (change,) = changes_of([given])
        settings = settings_of("paradigms=TPA,NPG").changed(timeline=(timed_of(change),))
        link = to_link(State(settings=settings))
        assert from_link(link).settings == settings and link.count("at=") == 1, given
        runs = {run.paradigm.name: run.changes for run in settings.runs}
        assert runs["NPG"] == changes_of([{key: value for key, value in given.items() if key != "arm"}])
        assert runs["TPA"] == (() if "arm" in given else runs["NPG"])


def test_a_form_writes_and_reads_every_change():
    for given in GRAMMAR:
        timed = timed_of(changes_of([given])[0])
        form = course.form_of(timed)
        again = dict(course.from_form({name: str(value) for name, value in form.items()}, timed))
        assert {key: str(value) for key, value in again.items()} == {key: str(value) for key, value in timed}, given
    cut = course.from_form({"kind": "money", "value": "-12,5", "month": "3", "over": "1", "until": "", "arm": ""})
    assert cut == (("month", 3), ("parameters.money.case_budget", "*0.875"))


@each(
    ("query", "said"),
    [
        ("at=month:80;arm:thin;paradigm:NPM", "never reached: the run has 14 months"),
        ("at=month:80;paradigm:NPM", "never reached: the run has 14 months"),
        ("at=month:1;paradigm:NPM", "replace the run's own at once"),
        ("at=month:x;paradigm:NPM", "whole number from 1 to 12000"),
        ("at=month:5;paradigm:NPX", "mean 'NPM'"),
        ("at=month:5;event:scandal", "needs its last month"),
        ("at=month:5;event:scandals;until:6", "did you mean"),
        ("at=month:5;until:6;over:4;paradigm:NPM", "before it is phased in"),
        ("at=month:5;paradigm:NPM&at=month:5;paradigm:NPG", "two changes of paradigm"),
        ("at=month:5;parameters.money.case_budget:99", "from 0.002 to 0.3"),
        ("at=month:5;parameters.trust.start:0.1", "cannot change in a run"),
        ("at=month:5;arm:NPX;paradigm:NPM", "unknown paradigm 'NPX'"),
        ("at=month:5", "exactly one of paradigm"),
        ("at=5", "not key:value"),
        ("&".join(f"at=month:{n + 2};paradigm:NPM" for n in range(21)), "at most 20"),
        ("paradigms=TPA,NPG@plce", "mean 'place'"),
        ("paradigms=TPA,NPG@", "unknown area ''"),
        ("paradigms=NPG@place,TPA", "the first arm is the reference"),
        ("paradigms=TPA,NPG@place,NPG@place", "given twice"),
    ],
)
def test_a_change_or_an_area_that_cannot_be_is_refused_with_the_models_own_words(query, said):
    with pytest.raises(InputError) as refused:
        settings_of(query)
    assert said in str(refused.value) and refused.value.text("nb") != str(refused.value)


def test_the_form_says_in_the_readers_language_what_is_valid():
    shown = {one["name"]: one for group in course.parameters("nb") for one in group["items"]}
    assert shown["needs.rate"]["valid"] == "0 – 0,3" and shown["needs.rate"]["choices"] == []
    labels = {one["value"]: one["label"] for one in shown["rules.boundary.recruitment"]["choices"]}
    assert labels["stratified"] == "loddtrekning med kvoter"
    assert [one["value"] for one in shown["rules.scope.place"]["choices"]] == ["true", "false"]
    scandal = {"month": 7, "until": 9, "event": "scandal", "areas": "place,upbringing", "size": 0.4}
    assert course.what(tuple(scandal.items()), "en").count("(") == 1


def test_every_scenarios_timeline_can_be_shown_edited_and_taken_away():
    for scenario in scenarios():
        settings = from_scenario(scenario)
        assert len(settings.course) == len(scenario.timed)
        assert settings.changed(timeline=settings.course) == settings  # the same changes are the scenario's own
        for language in ("en", "nb"):
            assert all(one["when"] and one["what"] for one in course.described(settings, language)), scenario.name
        if settings.course:
            bare = settings.changed(timeline=())
            assert from_link(to_link(State(settings=bare))).settings == bare != settings
            assert not any(run.changes for run in bare.runs)


def test_a_timeline_gives_the_numbers_of_compare():
    settings = settings_of(
        "paradigms=TPA,NPG&at=month:4;arm:TPA;paradigm:NPM&at=month:6;parameters.money.case_budget:*0.8"
    )
    timeline = [
        {"month": 4, "arm": "TPA", "paradigm": "NPM"},
        {"month": 6, "parameters": {"money.case_budget": "*0.8"}},
    ]
    theirs = compare(["TPA", "NPG"], citizens=150, months=14, seeds=1, timeline=timeline)
    agrees(settings, theirs.runs.assign(way=np.repeat(["TPA", "NPG"], 14)), "way", {"TPA": "TPA", "NPG": "NPG"})
    assert [len(run.changes) for run in replace(settings, months=5).runs] == [1, 0]  # as on the town's page
    own = settings_of("paradigms=TPA&base=NPM&own=choice.discretion:0.9&at=month:4;paradigm:own")
    assert own.runs[0].paradigms[1][1].choice.discretion == 0.9


def test_a_way_in_some_areas_gives_the_numbers_of_an_arm():
    settings = settings_of("paradigms=TPA,NPG@place upbringing&at=month:4;arm:TPA;paradigm:NPM")
    name = "NPG@upbringing+place"
    assert settings.paradigms == ("TPA", name) and from_link(to_link(State(settings=settings))).settings == settings
    assert settings_of("paradigms=TPA,NPG@place+upbringing+elder_care+work_income").paradigms == ("TPA", "NPG")
    arms = [{"name": "TPA", "base": "TPA"}, {"name": "part", "base": "NPG", "areas": ["place", "upbringing"]}]
    timeline = [{"month": 4, "arm": "TPA", "paradigm": "NPM"}]
    theirs = compare(arms=arms, citizens=150, months=14, seeds=1, timeline=timeline)
    agrees(settings, theirs.runs, "arm", {"TPA": "TPA", name: "part"})
    assert series(settings.paradigms, "nb")[1]["label"] == "NPG (oppvekst, stedsutvikling)"
    assert levelled(settings.paradigms) == ("TPA-levelled", "NPG-levelled@upbringing+place")
    inside = settings.changed(paradigms=("svarstad/desk", name))  # elsewhere as the first way, an arm of a scenario
    assert inside.runs[1].paradigms[0][1].outside == inside.runs[0].paradigms[0][1].model_copy(
        update={"name": inside.runs[1].paradigms[0][1].outside.name}
    )


def test_the_reference_holds_everywhere_whatever_is_ticked():
    order = ["TPA", "NPM", "NPG"]
    assert chosen(("TPA", "NPM"), order, "NPG@place", True) == ("TPA", "NPM", "NPG@place")
    assert chosen(("TPA", "NPG@place", "NPM"), order, "TPA", False) == ("NPM", "NPG@place")
    assert chosen(("NPG", "TPA"), order, "NPM", True) == ("NPG", "TPA", "NPM")
    assert chosen(("TPA", "NPM"), order, "NPM", False) == ("TPA",)


def test_marks_stand_at_the_changes_of_ways_that_are_compared():
    settings = settings_of(
        "paradigms=TPA,NPM&at=month:3;until:5;parameters.money.case_budget:*0.85&at=month:6;arm:NPM;paradigm:NPG"
        "&at=month:7;arm:thin;paradigm:NPG"
    )
    marks = course.marks(settings, "en")
    assert [(one["month"], one["label"]) for one in marks] == [(3, "1"), (6, "1"), (6, "2")]
    assert [one["words"] for one in marks] == [
        "Public budget: 15 % less", "Public budget: 15 % less ends", "NPM: change to NPG",
    ]  # fmt: skip
    assert marks[0]["colour"] == "" and marks[2]["colour"] == series(("TPA", "NPM"), "en")[1]["colour"]
    assert "not compared now" in course.described(settings, "en")[2]["who"]
    waves = from_scenario(load_scenario("waves"))
    assert [one["month"] for one in course.marks(waves, "nb")][:2] == [61, 121]
