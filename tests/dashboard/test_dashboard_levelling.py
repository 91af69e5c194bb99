"""The sentences above the scorecard lead with what survives levelling, and say what does not."""

from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from dashboard import visitor as module
from dashboard.content import paper, show
from dashboard.content.results import Results
from dashboard.content.summary import summary
from dashboard.levelling import counterpart, other_names
from dashboard.state import Settings, checked, from_link
from dashboard.visitor import Visitor
from dashboard.workers.choice import choose
from dashboard.workers.jobs import FullError, Job, Task, Unit
from dashboard.workers.turns import Client, Turns
from dashboard.workers.worker import Part
from model.outcomes.outcomes import NAMES

SETTINGS = checked(Settings(citizens=300, months=1, seeds=3, paradigms=("TPA", "NPG")))


def filled(settings, **differences):
    """Return results in which the second way differs from the first by so much, nearly the same for each seed."""
    values = np.ones((2, settings.seeds, 1, len(NAMES)), "f4")
    for name, difference in differences.items():
        values[1, :, -1, NAMES.index(name)] += difference * np.linspace(0.99, 1.01, settings.seeds)
    made = Results(settings)
    for way, of_seeds in enumerate(values):
        for place, months in enumerate(of_seeds):
            made.add(place, Part(way, 0, months))
    return made


def told(results, other, language="en"):
    """Return what the page says of the second way of governing: [(kind, text), ...]."""
    (one,) = summary(results, show.scorecard(results, language), language, other)
    return [(part["kind"], part["text"]) for part in one["parts"] if part["kind"] not in ("slight", "same", "unsure")]


def test_a_counterpart_has_all_levelled_or_all_as_argued_and_is_its_own_counterparts():
    argued = checked(
        Settings(second="Oslo", timeline=((("month", 24), ("arm", "NPG"), ("rules.boundary.outreach", 0.5)),))
    )
    levelled = counterpart(argued)
    assert levelled.paradigms == ("TPA-levelled", "NPM-levelled", "NPG-levelled") and not levelled.second
    assert dict(levelled.timeline[0])["arm"] == "NPG-levelled"
    assert counterpart(levelled) == checked(Settings(timeline=argued.timeline))
    assert other_names(("TPA", "own", "NPG@place")) == {"TPA": "TPA-levelled", "NPG@place": "NPG-levelled@place"}
    for compared in (("TPA",), ("own", "NPG"), ("TPA", "own"), ("TPA", "TPA-levelled", "NPG")):
        assert other_names(compared) == {}, compared
    assert counterpart(from_link("scenario=svarstad&paradigms=svarstad/desk,svarstad/arena").settings) is None


def test_what_survives_levelling_comes_first_and_what_does_not_is_said():
    argued = filled(SETTINGS, met_need=0.05, citizen_hours_per_capita=0.58, trust=0.1)
    levelled = filled(counterpart(SETTINGS), met_need=0.03, citizen_hours_per_capita=-0.5, felt_voice=0.2)
    needs, minutes = "5 more of 100 new needs are met (small difference)", "each citizen gives 35 minutes more a month"
    kinds, texts = zip(*told(argued, levelled), strict=True)
    assert kinds == ("survives", "much", "argued", "much", "better", "levelled", "better")
    assert texts[1] == needs and texts[3].startswith(minutes) and texts[4] == "better: trust"
    assert texts[6] == "better: citizen hours, felt voice"
    kinds, texts = zip(*told(levelled, argued), strict=True)
    assert kinds == ("survives", "much", "levelled", "much", "better", "argued", "better", "worse")
    assert texts[1].startswith("3 more of 100") and texts[3].startswith("each citizen gives 30 minutes less a month")
    assert texts[4] == "better: felt voice" and texts[6:] == ("better: trust", "worse: citizen hours")
    nothing = told(argued, filled(counterpart(SETTINGS)))
    assert [kind for kind, _ in nothing] == ["survives", "nothing", "argued", "much", "much", "better"]


def test_nothing_is_said_of_levelling_before_it_is_known():
    argued = filled(SETTINGS, met_need=0.05)
    assert told(argued, None) == told(argued, Results(counterpart(SETTINGS)))
    assert [kind for kind, _ in told(argued, None)] == ["much"]


def test_a_slide_begins_a_sentence_with_what_survives():
    other = filled(counterpart(SETTINGS), met_need=0.03)
    unit = paper.unit_of(filled(SETTINGS, met_need=0.05, trust=0.1), "slide", "", "", "en", other)
    ((*_, sentence),) = unit.payload.texts.ways
    assert sentence.startswith(
        "Survives levelling – 5 more of 100 new needs are met (small difference). Only as argued – "
    )


def test_work_in_the_background_waits_for_everybody_else():
    def job(owner, background=False):
        return Job(owner, [Unit(owner, "runs", None)], lambda *_: None, background=background)

    turns = Turns(lambda: 0.0)
    behind, main = job("behind", background=True), job("main")
    main.shown = True  # not in its first moments
    turns.charge(main.client, 500.0, first=False)
    ranks = {one: turns.rank(one.client, one.first, one.head_start, one.background) for one in (behind, main)}
    assert choose([], None, [behind, main], ranks) is main
    assert choose([], None, [behind], ranks) is behind
    under_way = Task(main.units[0], main, 0)
    assert choose([under_way], under_way, [behind], ranks) is under_way
    held = Task(behind.units[0], behind, 0)
    assert choose([held], held, [main], ranks) is main


def test_a_full_server_refuses_the_counterpart_only(monkeypatch):
    asked = []

    def submit(job):
        asked.append(job)
        if job.background:
            raise FullError("The server is full: {n} computations are waiting. Try again in a minute.", n=3)

    monkeypatch.setattr(module, "pool", lambda: SimpleNamespace(submit=submit, cancel=lambda owner: None))
    visitor = Visitor("", Client("somebody"))
    visitor.compute()
    assert [job.background for job in asked] == [False, True] and asked[0].client != asked[1].client
    assert not visitor.message.value and not visitor.cancelled
    assert visitor.behind.results_of(visitor.settings).error
    visitor.change(paradigms=("TPA", "own"))
    assert visitor.behind.results_of(visitor.settings) is None and len(asked) == 3
