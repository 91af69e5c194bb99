"""Whose turn it is, how much a worker holds, and how many jobs are taken: with a worker that computes nothing."""

from queue import Queue
from threading import Event, Thread

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from dashboard.workers.choice import HELD
from dashboard.workers.jobs import FullError
from dashboard.workers.quota import Quota, quota
from dashboard.workers.turns import FIRSTS, HALF_LIFE, Client, Turns
from tests.helpers.fake_workers import FakePool

HOME = "192.0.2.1"
ELSEWHERE = "192.0.2.2"
LARGE = (5.0, 5.0)


@pytest.fixture
def fake(monkeypatch):
    return FakePool(monkeypatch)


@pytest.mark.parametrize("address", [HOME, ELSEWHERE])
@pytest.mark.parametrize("cookies", [1, 20])
def test_twenty_large_jobs_do_not_delay_another_visitor(fake, cookies, address):
    """Also when the twenty come at the same moment as the visitor, who has used the server before."""
    you, hogs = Client("you", HOME), [Client(f"hog {k % cookies}", address) for k in range(20)]
    fake.at(0, lambda: fake.submit("you", you, 0.6, 0.6, 0.6, 0.6))
    came = []
    fake.at(5, lambda: [fake.submit(f"hog {k}", hog, *LARGE) for k, hog in enumerate(hogs)])
    for k in range(5):
        fake.at(5 + 20 * k, lambda: came.append(fake.submit("you", you, 0.6, 0.6, 0.6, 0.6)))
    fake.run()
    assert len(came) == 5 and all(one["part"] <= (1.0 if cookies == 1 else 2.2) for one in came)
    if cookies == 1:
        assert sum(one["last"] for one in came) / 5 <= 2 * 2.4 + 1  # half of the worker, not a twentieth


def test_units_are_paused_and_not_begun_anew(fake):
    fake.submit("a", Client("a"), 3.0)
    fake.at(1, lambda: fake.submit("b", Client("b"), 2.0))
    fake.run()
    assert fake.worker.now == 5.0
    order = [name for name, _ in fake.worker.log]
    assert sum(one != other for one, other in zip(order, order[1:])) > 3  # they take turns


def test_small_units_of_equal_visitors_are_not_interrupted(fake):
    for k in range(HELD):
        fake.submit(f"v{k}", Client(f"v{k}"), 0.4, 0.4)
    fake.run()
    later = [name for name, _ in fake.worker.log][HELD:]
    assert sum(one != other for one, other in zip(later, later[1:])) == len(set(later)) - 1


def test_everybody_sees_something_before_anybody_gets_more(fake):
    came = [fake.submit(f"v{k}", Client(f"v{k}"), 0.6, 0.6) for k in range(30)]
    fake.run()
    assert max(one["part"] for one in came) <= 3.1
    assert fake.worker.most_held <= HELD + 1
    assert all(one["last"] <= 30 * 1.3 for one in came)  # a unit that starts again loses a tenth of a second


def test_the_second_tab_of_a_visitor_sees_something_at_once(fake):
    you = Client("you")
    fake.submit("tab 1", you, *LARGE)
    came = []
    fake.at(1, lambda: came.append(fake.submit("tab 2", you, 0.6)))
    fake.run()
    assert came[0]["part"] <= 0.2


def test_a_unit_that_is_put_back_wakes_a_worker_that_has_nothing_to_do(fake, monkeypatch):
    you, held, asleep, begun = Client("you"), [], Event(), Queue()
    wait = fake.pool._changed.wait

    def turn(last):
        task = fake.pool._next(held, last)
        fake.pool._guarded_turn(task, held, fake.worker)
        return task

    def watched():
        asleep.set()
        wait()

    monkeypatch.setattr(fake.pool._changed, "wait", watched)
    fake.submit("tab 1", you, 5.0)
    task = turn(None)
    fake.submit("tab 2", you, 5.0)
    task = turn(task)
    assert task.unit.name[0] == "tab 2"
    Thread(target=lambda: begun.put(fake.pool._next([], None)), daemon=True).start()
    assert asleep.wait(20)  # the first worker has both units
    assert turn(task) is task and not task.wanted  # the worker of tab 1 gives up tab 2
    assert begun.get(timeout=20).unit.name[0] == "tab 2"


def test_first_moments_do_not_last_for_ever(fake):
    """A program that always asks for something new is served by its use, like everybody else, before long."""
    asked = [0]

    def again():
        fake.submit("new", Client("new"), 0.1)
        asked[0] += 1
        if fake.worker.now < 200:
            fake.at(fake.worker.now + 0.1, again)

    came = fake.submit("old", Client("old"), 40.0)
    fake.at(1, again)
    fake.run()
    assert asked[0] > 10 and came["last"] < 100


def test_use_is_forgotten_and_that_of_the_address_counts_a_little():
    now = [0.0]
    turns = Turns(lambda: now[0])
    a, neighbour, other = Client("a", HOME), Client("b", HOME), Client("c", ELSEWHERE)
    turns.charge(a, 20.0, first=False)
    scores = [turns.rank(one, first=False).score for one in (a, neighbour, other)]
    assert scores == [25.0, 5.0, 0.0]
    now[0] = HALF_LIFE
    assert turns.rank(a, first=False).score == 12.5
    assert turns.rank(a, first=True) < turns.rank(other, first=False)
    turns.charge(a, FIRSTS, first=True)
    assert turns.rank(a, first=True).later and not turns.rank(other, first=True).later


@pytest.mark.parametrize(
    ("most", "english", "norwegian"),
    [
        (Quota(jobs_per_visitor=3), "You already have 3 computations", "Du har allerede 3 beregninger"),
        (Quota(jobs=3), "The server is full", "Serveren er full"),
    ],
)
def test_jobs_are_capped(monkeypatch, most, english, norwegian):
    fake = FakePool(monkeypatch, most)
    you = Client("you")
    for tab in range(3):
        fake.submit(tab, you, 1.0)
    fake.submit(2, you, 1.0)  # a new job of the same tab is not one more
    with pytest.raises(FullError) as refused:
        fake.submit("one more", you, 1.0)
    assert english in refused.value.text("en") and norwegian in refused.value.text("nb")
    fake.run()
    assert fake.submit("one more", you, 1.0) == {} and fake.pool.jobs() == 1


def test_a_dead_worker_takes_nothing_with_it(fake):
    came = {name: fake.submit(name, Client(name), 2.0) for name in ("deadly", "a", "b")}
    fake.at(1.0, lambda: fake.worker.deadly.add("deadly 0"))
    fake.run()
    assert "error" in came["deadly"] and "done" not in came["deadly"]
    assert all("done" in came[name] and "error" not in came[name] for name in ("a", "b"))


def test_the_quota_is_set_by_the_environment(monkeypatch):
    assert quota() == Quota()
    monkeypatch.setenv("SAMSKAPING_DASHBOARD_TABS_PER_VISITOR", "7")
    assert quota() == Quota(tabs_per_visitor=7)
    for wrong in ("0", "-1", "many", "1e3", "9" * 30):
        monkeypatch.setenv("SAMSKAPING_DASHBOARD_TABS_PER_VISITOR", wrong)
        with pytest.raises(ValueError, match="SAMSKAPING_DASHBOARD_TABS_PER_VISITOR = .* whole number from 1 to"):
            quota()
