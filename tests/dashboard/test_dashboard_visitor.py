"""A visitor's steps back and forth, on a clock of the test's own, with nobody who computes."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from dashboard import visitor as module
from dashboard.state import Settings
from dashboard.visitor import SAME_MOVE, Visitor
from dashboard.workers.jobs import FullError


@pytest.fixture
def clock(monkeypatch):
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: clock.now))
    monkeypatch.setattr(module, "pool", lambda: SimpleNamespace(submit=lambda job: None, cancel=lambda owner: None))
    return clock


def moved(visitor, name, *values):
    for value in values:
        visitor.set(name, value, 1.0)


def test_quick_moves_of_one_slider_are_one_step(clock):
    visitor = Visitor("")
    start = visitor.settings
    moved(visitor, "needs.lived", 1.1, 1.2, 1.3)
    there = visitor.settings
    visitor.undo()
    assert visitor.settings == start and not visitor.can_undo
    visitor.redo()
    assert visitor.settings == there != start and not visitor.can_redo


def test_slow_moves_and_moves_of_two_sliders_are_steps_of_their_own(clock):
    visitor = Visitor("")
    seen = [visitor.settings]
    for name, value, later in (
        ("needs.lived", 1.1, 0.0),
        ("needs.lived", 1.2, SAME_MOVE),
        ("needs.codified", 1.2, 0.0),
    ):
        clock.now += later
        moved(visitor, name, value)
        seen.append(visitor.settings)
    assert len(set(seen)) == 4
    for settings in reversed(seen[:-1]):
        visitor.undo()
        assert visitor.settings == settings
    assert not visitor.can_undo


@pytest.mark.parametrize(("query", "said"), [("", "i kø"), ("lang=en", "3 computations are waiting")])
def test_too_many_jobs_are_refused_on_the_page_and_what_is_there_stays(clock, monkeypatch, query, said):
    def refuse(job):
        raise FullError("The server is full: {n} computations are waiting. Try again in a minute.", n=3)

    visitor = Visitor(query)
    monkeypatch.setattr(module, "pool", lambda: SimpleNamespace(submit=refuse, cancel=lambda owner: None))
    moved(visitor, "needs.lived", 1.1)
    assert said in visitor.message.value and visitor.cancelled  # the page offers to go on later
    assert dict(visitor.settings.changes) == {"needs.lived": 1.1}
    visitor.message.value = ""
    visitor.live(SimpleNamespace(name="town"))
    assert said in visitor.message.value


NOTICES = {
    "nb": "Lenken kan ikke brukes. Siden viser derfor standardoppsettet (Larvik). ",
    "en": "The link cannot be used, so the page shows the default settings (Larvik). ",
}


def test_a_page_whose_link_is_refused_says_that_it_shows_the_default(clock):
    for query in ("town=Herøy", "town=1507", "citizens=99999999&town=1507"):
        for language, notice in NOTICES.items():
            visitor = Visitor(f"{query}&lang={language}")
            assert visitor.settings == Settings()
            assert visitor.message.value.startswith(notice) and query.partition("=")[2][:4] in visitor.message.value


def test_the_page_says_so_until_the_visitor_has_read_it_or_chooses_settings(clock):
    visitor = Visitor("town=1507")
    visitor.go(replace(visitor.state.peek(), language="en", page="town"))
    assert visitor.message.value.startswith(NOTICES["en"])
    visitor.set("needs.lived", -1.0, 1.0)  # refused: the default is still shown
    assert not visitor.message.value.startswith(NOTICES["en"]) and NOTICES["en"] in visitor.message.value
    moved(visitor, "needs.lived", 1.1)
    assert visitor.message.value == ""
    visitor = Visitor("town=1507")
    visitor.dismiss()
    visitor.go(replace(visitor.state.peek(), page="town"))
    assert visitor.message.value == ""


def test_old_names_in_a_link_are_noted_on_the_page_until_they_are_read(clock):
    visitor = Visitor("lang=en&set=rules.aggregation.lam_d:0.4")
    assert visitor.settings.changes == (("rules.aggregation.weight_design", 0.4),) and visitor.only_note
    assert "lam_d is now called rules.aggregation.weight_design" in visitor.message.value
    visitor.go(replace(visitor.state.peek(), language="nb"))
    assert "lam_d heter nå rules.aggregation.weight_design" in visitor.message.value
    visitor.change(citizens=3)  # refused
    assert not visitor.only_note and visitor.message.value.startswith("innbyggere = 3")
    visitor.dismiss()
    assert visitor.message.value == "" and not visitor.only_note
