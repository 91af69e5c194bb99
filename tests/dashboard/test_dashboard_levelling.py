"""The sentences above the scorecard say what survives levelling, and what does not."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from dashboard import visitor as module
from dashboard.content import show
from dashboard.content.files import paper
from dashboard.content.results import Results
from dashboard.content.sentence.summary import summary
from dashboard.levelling import counterpart, other_names, turned, without_other
from dashboard.state import Settings, checked, from_link
from dashboard.visitor import Visitor
from dashboard.workers.choice import HELD, choose
from dashboard.workers.jobs import FullError, Job, Task, Unit
from dashboard.workers.pool import Pool
from dashboard.workers.quota import Quota
from dashboard.workers.turns import Client, Turns
from dashboard.workers.worker import Part
from model.outcomes.outcomes import NAMES

SETTINGS = checked(Settings(citizens=300, months=1, seeds=3, paradigms=("TPA", "NPG")))


def filled(settings, spread=0.01, **differences):
    """Return results in which the second way differs from the first by so much, with a spread over the seeds."""
    values = np.ones((2, settings.seeds, 1, len(NAMES)), "f4")
    for name, difference in differences.items():
        values[1, :, -1, NAMES.index(name)] += difference * np.linspace(1 - spread, 1 + spread, settings.seeds)
    made = Results(settings)
    for way, of_seeds in enumerate(values):
        for place, months in enumerate(of_seeds):
            made.add(place, Part(way, 0, months))
    return made


def told(results, other, language="en"):
    """Return what the page says of the second way of governing: [(kind, text), ...]."""
    (one,) = summary(results, show.scorecard(results, language), language, other)
    return [(part["kind"], part["text"]) for part in one["parts"]]


def kinds(results, other):
    return [kind for kind, _ in told(results, other)]


def test_a_counterpart_has_all_levelled_or_all_as_argued_and_is_its_own_counterparts():
    change = (("month", 24), ("arm", "NPG"), ("paradigm", "NPM"))
    argued = checked(Settings(second="Oslo", timeline=(change,)))
    levelled = counterpart(argued)
    assert levelled.paradigms == ("TPA-levelled", "NPM-levelled", "NPG-levelled") and not levelled.second
    assert dict(levelled.timeline[0]) == {"month": 24, "arm": "NPG-levelled", "paradigm": "NPM-levelled"}
    assert turned(argued) == replace(levelled, second=argued.second) and turned(turned(argued)) == argued
    assert other_names(("TPA", "own", "NPG@place")) == {"TPA": "TPA-levelled", "NPG@place": "NPG-levelled@place"}
    for compared in (("TPA",), ("own", "NPG"), ("TPA", "own"), ("TPA", "TPA-levelled", "NPG")):
        assert other_names(compared) == {}, compared
    half = checked(replace(argued, timeline=((("month", 24), ("arm", "NPG"), ("paradigm", "thin")),)))
    assert turned(half) is None  # the thin paradigm has no levelled preset
    assert counterpart(checked(Settings(seeds=1))) is None  # one seed settles nothing
    assert counterpart(from_link("scenario=svarstad&paradigms=svarstad/desk,svarstad/arena").settings) is None


def test_a_way_without_a_levelled_version_says_which_have_one():
    settings = checked(Settings(citizens=300, months=1, seeds=3, paradigms=("TPA", "thin")))
    assert ("only", "compared only between TPA, NPM and NPG, which have a levelled version") in told(
        filled(settings), None
    )
    lacking = {
        ("TPA", "NPM", "thin", "own"): ("thin", "own"), ("thin", "NPG"): ("thin", "NPG"),
        ("TPA-levelled", "thin"): ("thin",), ("TPA", "TPA-levelled", "thin"): (),
        ("TPA", "svarstad/desk"): (), ("svarstad/desk", "TPA"): (),
    }  # fmt: skip
    assert {names: without_other(names) for names in lacking} == lacking


def of_rules(results, other, language="en"):
    """Return the line on the counterpart, after its head: [(kind, text), ...]."""
    said = told(results, other, language)
    at = [kind for kind, _ in said].index("rules") + 1
    return said[at : next(place for place in range(at, len(said)) if said[place][0] == "counts")]


def test_what_survives_levelling_is_said_and_what_does_not():
    argued = filled(SETTINGS, met_need=0.05, citizen_hours_per_capita=0.58, trust=0.1)
    levelled = filled(counterpart(SETTINGS), met_need=0.03, citizen_hours_per_capita=-0.5, felt_voice=0.2)
    assert of_rules(argued, levelled) == [
        ("survives", "these remain: needs met"),
        ("turns_levelled", "the opposite: citizens' time"),
        ("argued", "smaller: trust"),
        ("levelled", "only then better: felt voice"),
    ]
    assert of_rules(levelled, argued) == [
        ("also_argued", "these remain: needs met"),
        ("turns_argued", "the opposite: citizens' time"),
        ("levelled", "smaller: felt voice"),
        ("argued", "only then better: trust"),
    ]
    heads = [dict(told(*both))["rules"] for both in ((argued, levelled), (levelled, argued))]
    assert heads[0].endswith("alike:") and heads[1].endswith("as advocates would choose:")


def test_nothing_is_called_levelling_that_may_be_chance():
    argued, other = filled(SETTINGS, met_need=0.05), counterpart(SETTINGS)
    assert [kind for kind, _ in of_rules(argued, filled(other))] == ["nothing", "argued"]
    unsettled = filled(other, spread=2.0, met_need=0.03)
    assert of_rules(argued, unsettled) == [
        ("nothing", "it is not certain that any difference remains"),
        ("open_levelled", "not settled: needs met"),
    ]
    assert [kind for kind, _ in of_rules(unsettled, argued)] == ["nothing"]
    slight = filled(SETTINGS, spread=0.2, met_need=0.021)
    assert [text for kind, text in told(slight, unsettled) if kind == "much"] == [
        "2 more of 100 new needs are met, 100.0 → 102.1 (perhaps too small to matter)"
    ]


def test_no_gap_that_matters_is_called_uncertain():
    for change, said in ((0.0, "services, trust or inequality is"), (0.3, "services or trust is")):
        even = dict(told(filled(SETTINGS, met_need_gap=change), None))["even"]
        assert even == f"no difference in {said} certain to matter"


def test_a_gap_that_turns_is_told_by_its_ends():
    (gap,) = [words for _, words in told(filled(SETTINGS, met_need_gap=-1.3), None) if words.startswith("the gap")]
    assert "widens" not in gap and "narrows" not in gap and "(100.0 → \N{MINUS SIGN}30.0, " in gap


def test_what_is_said_of_levelling_has_its_place_before_it_is_known():
    argued, other = filled(SETTINGS, met_need=0.05), counterpart(SETTINGS)
    assert of_rules(argued, Results(other)) == [("later", "computing …")]
    known, early = told(argued, filled(other, met_need=0.05)), told(argued, Results(other))
    at = [kind for kind, _ in known].index("rules")
    assert known[: at + 1] == early[: at + 1] and known[-1] == early[-1]
    blocks = show.scorecard(argued, "en")
    assert summary(argued, blocks, "en", Results(other)) == summary(argued, blocks, "en", wait=True)
    assert "rules" not in kinds(argued, None)


def test_a_slide_says_what_becomes_of_its_differences():
    other = filled(counterpart(SETTINGS), met_need=0.03)
    results = filled(SETTINGS, met_need=0.05, trust=0.1)
    unit = paper.unit_of(results, "slide", "", "", "en", other)
    ((*_, sentence),) = unit.payload.texts.ways
    early = paper.unit_of(results, "slide", "", "", "en", Results(counterpart(SETTINGS)))
    assert early.name == paper.unit_of(results, "slide", "", "", "en").name != unit.name
    assert sentence.startswith(
        "Better: trust +0.100, 1.000 → 1.100 (large difference); 5 more of 100 new needs are met, 100.0 → 105.0 (small "
        "difference). Who pays: citizen"
    )
    assert sentence.endswith(". With other rules, such as paperwork, alike: these remain: needs met; smaller: trust.")


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
    others = [job(str(n)) for n in range(HELD)]
    for other in others:
        other.shown = True
        ranks[other] = turns.rank(Client("much used"), False)
    full = [held, *(Task(other.units[0], other, 0) for other in others)]
    held.seconds, ranks[main] = 5.0, replace(ranks[main], score=-10.0)
    assert choose(full, full[1], [main], ranks) in full[1:]  # a visitor's unit is finished, none in the background


def test_jobs_in_the_background_take_no_room_from_others():
    pool = Pool(workers=1, most=Quota(jobs=4))
    pool.close()  # nothing is begun
    nothing = lambda *_: None  # noqa: E731
    for n in range(2):
        pool.submit(Job(f"behind {n}", [Unit(n, "runs", None)], nothing, background=True))
    with pytest.raises(FullError):
        pool.submit(Job("behind 2", [Unit(2, "runs", None)], nothing, background=True))
    for n in range(4):
        pool.submit(Job(f"main {n}", [Unit(10 + n, "runs", None)], nothing))
    with pytest.raises(FullError, match="4 computations"):
        pool.submit(Job("main 4", [Unit(20, "runs", None)], nothing))


def test_the_counterpart_is_asked_for_when_all_else_is_there_and_refused_alone(monkeypatch):
    asked, cancelled = [], []

    def submit(job):
        asked.append(job)
        if job.background:
            raise FullError("the server has too much to do")

    monkeypatch.setattr(module, "pool", lambda: SimpleNamespace(submit=submit, cancel=cancelled.append))
    visitor = Visitor("paradigms=TPA,NPG&citizens=300&months=1&seeds=3", Client("somebody", "somewhere"))
    visitor.compute()
    assert [job.background for job in asked] == [False]
    parts = filled(visitor.settings)._values
    for seed in range(3):
        for way in range(2):
            asked[0].on_message(seed, "part", Part(way, 0, parts[way, seed]))
    assert [job.background for job in asked] == [False, True]
    assert asked[0].client == Client("somebody", "somewhere") and not {"somebody", "somewhere"} & {
        asked[1].client.session,
        asked[1].client.address,
    }
    assert not visitor.message.value and not visitor.cancelled
    assert visitor.behind.results_of(visitor.settings).error
    visitor.change(paradigms=("TPA", "own"))
    assert visitor.behind.results_of(visitor.settings) is None and len(asked) == 3
    assert f"{visitor.id} behind" in cancelled
