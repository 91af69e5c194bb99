"""Role rounds: teams own rule groups, choices start from one way of governing, and votes become rules. And answers."""

from collections import Counter
from math import nan

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from dashboard.classroom.roles import BY_ID, ROLES, START, at_the_start, decided, rules_of, settings_of
from dashboard.classroom.tasks import LINK, OF_LINK, ROLE_PLAY, link_task, names, question_task, role_task
from dashboard.classroom.work import Measured, Work, answer_of
from dashboard.content.questions import QUESTIONS
from dashboard.content.results import Results, units_of
from dashboard.state import OWN, Settings
from dashboard.workers.units import UNITS
from experiments.analysis.relevance import RELEVANT, Size
from model.paradigms.paradigm import load_paradigm
from model.paradigms.rules import GROUPS
from tests.each import each

BASE = Settings(municipality="1804", citizens=100, months=6, seeds=2, first_seed=7, scenario="")


def test_the_teams_own_every_rule_group_once_and_choose_in_their_own():
    assert Counter(group for role in ROLES for group in role.groups) == dict.fromkeys(GROUPS, 1)
    for role in ROLES:
        rules = {rule for choice in role.choices for option in choice.options for rule, _ in option.rules}
        assert {rule.partition(".")[0] for rule in rules} == set(role.groups), role.id
        for choice in role.choices:
            assert len(choice.options) == 3
            assert len({tuple(rule for rule, _ in option.rules) for option in choice.options}) == 1, choice.id
        assert role.guessed in role.outcomes and set(role.outcomes) <= set(RELEVANT)


def test_a_team_that_changes_nothing_keeps_the_rules_of_the_start():
    start = load_paradigm(START).flat()
    assert {rule: start[rule] for rule, _ in rules_of(at_the_start())} == dict(rules_of(at_the_start()))
    settings = settings_of(BASE, at_the_start())
    assert settings.own == () and settings.paradigms == (START, OWN)


def test_every_option_is_a_comparison_that_can_be_run_in_the_rooms_town():
    for role in ROLES:
        for choice in role.choices:
            for option in choice.options:
                settings = settings_of(BASE, {**at_the_start(), choice.id: option.name})
                flat = settings.own_paradigm.flat()
                assert all(flat[rule] == value for rule, value in option.rules), (choice.id, option.name)
                assert bool(settings.own) == (option.name != choice.start), (choice.id, option.name)
                assert (settings.municipality, settings.citizens, settings.first_seed) == ("1804", 100, 7)


@each(
    "votes, now, holds",
    [
        ([], "none", "none"),
        (["lot"], "none", "lot"),
        (["lot", "lot", "none"], "none", "lot"),
        (["lot", "none"], "none", "none"),
        (["lot", "open"], "none", "open"),
        (["lot", "open"], "lot", "lot"),
        (["none"], "lot", "none"),
    ],
)
def test_the_option_with_most_votes_holds_and_what_is_now_on_a_tie(votes, now, holds):
    start = {**at_the_start(), "meetings": now}
    made = decided([{"meetings": vote} for vote in votes], start)
    assert made == {**start, "meetings": holds}


def test_questions_are_asked_in_the_rooms_town_and_size():
    assert set(names()) == {*(question.id for question in QUESTIONS), LINK, ROLE_PLAY}
    for question in QUESTIONS:
        task = question_task(question.id, BASE)
        assert task.outcomes == (question.outcome,) and set(task.outcomes) <= set(RELEVANT)
        assert (task.settings.municipality, task.settings.citizens, task.settings.months) == ("1804", 100, 6)
        assert task.settings.paradigms == question.paradigms and task.settings.own == question.settings().own
    assert role_task(BASE).outcomes == tuple(role.guessed for role in BY_ID.values())
    assert link_task("trust", BASE).settings == BASE and link_task("no outcome", BASE) is None
    assert link_task("trust", BASE.changed(paradigms=("TPA",))) is None and set(OF_LINK) <= set(RELEVANT)


@each(
    "size, difference, guess, agrees",
    [
        (Size.LARGE, -0.2, "lower", {"lower"}),
        (Size.SMALL, 0.2, "higher", {"higher"}),
        (Size.POSSIBLE, 0.02, "higher", {"higher", "same"}),
        (Size.NONE, 0.001, "same", {"same"}),
        (Size.UNCERTAIN, -0.1, "same", {"same"}),
    ],
)
def test_which_guesses_agree_with_an_answer(size, difference, guess, agrees):
    found = Measured("trust", 0.5, 0.5 + difference, difference, nan, nan, size)
    assert found.guess == guess
    assert {one for one in ("higher", "same", "lower") if found.agrees(one)} == agrees


def test_an_answer_has_the_numbers_of_the_comparison():
    settings = settings_of(BASE, {**at_the_start(), "dialogue": "high"})
    results, work = Results(settings), Work(settings, ("strain", "felt_voice", "strain"))
    for place, unit in enumerate(units_of(settings)):
        for step in UNITS[unit.kind](unit.payload):
            if step is not None:
                results.add(place, step[1])
                work.take(place, *step)
        assert work.done == (place == settings.seeds - 1)
    assert work.progress() == 1.0 and work.answer == answer_of(results, ("strain", "felt_voice"))
    strain, voice, *fifths = work.answer
    values, change = results.at_the_end("strain"), results.differences("strain")[OWN]
    assert (strain.first, strain.last) == (float(values[START].mean), float(values[OWN].mean))
    assert (strain.difference, strain.low, strain.high) == (float(change.mean), float(change.low), float(change.high))
    assert voice.difference > 0 and [one.fifth for one in fifths] == ["Q1", "Q5"]


def test_a_computation_that_fails_says_why_and_a_late_message_changes_nothing():
    work = Work(BASE, ("trust",))
    work.take(0, "error", "no memory")
    assert work.done and work.error == "no memory" and work.answer is None
    work.take(0, "part", None)
    assert work.error == "no memory"
