"""The pool: fair turns, shared work, cancelling, what is remembered, and workers that die."""

import multiprocessing
import os
import signal
import threading
import time

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from dashboard.content.results import Results, units_of
from dashboard.pages.parts.words import progress_words
from dashboard.state import Settings, checked
from dashboard.workers import pool as work
from dashboard.workers import worker
from dashboard.workers.jobs import Job, Unit
from dashboard.workers.kept import Kept
from dashboard.workers.pool import Pool
from dashboard.workers.process import WorkerProcess
from dashboard.workers.units import UNITS
from experiments.machine import compiling
from tests.browser import PATIENCE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def one_worker():
    made = Pool(workers=1)
    assert made.ready.wait(PATIENCE)
    yield made
    made.close()


class Ear:
    """A listener that records the messages of a job."""

    def __init__(self, expected=1):
        self.said, self.ends, self.begun, self.done = [], [], threading.Event(), threading.Event()
        self.expected = expected

    def __call__(self, place, message, content):
        self.said.append((place, message, content))
        self.begun.set()
        if message in ("done", "error"):
            self.ends.append((place, message, time.monotonic()))
            if len(self.ends) == self.expected:
                self.done.set()


def small(first_seed, seeds=1, months=6, citizens=100):
    return checked(Settings(citizens=citizens, months=months, seeds=seeds, first_seed=first_seed))


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="Windows has no such priorities")
def test_workers_stand_back_for_the_server(one_worker):
    own = os.getpriority(os.PRIO_PROCESS, 0)
    workers = [os.getpriority(os.PRIO_PROCESS, one.pid) for one in multiprocessing.active_children()]
    assert workers and all(other == min(19, own + worker.NICE) for other in workers)


def test_a_job_comes_out_whole(one_worker):
    settings, ear = small(1, seeds=2), Ear(2)
    results = Results(settings)
    one_worker.submit(Job("a", units_of(settings), ear))
    assert ear.done.wait(PATIENCE)
    for place, message, content in ear.said:
        if message == "part":
            results.add(place, content)
    assert results.complete and results.by_group("trust", "age")


def test_what_is_known_is_told_at_once_and_only_once_computed(one_worker):
    settings, first, again = small(50), Ear(), Ear()
    one_worker.submit(Job("a", units_of(settings), first))
    assert first.done.wait(PATIENCE)
    one_worker.submit(Job("b", units_of(settings), again))
    assert again.done.is_set()
    assert [part.months.tolist() for _, m, part in first.said if m == "part"] == [
        part.months.tolist() for _, m, part in again.said if m == "part"
    ]


def test_turns_are_fair(one_worker):
    many, few = Ear(6), Ear(1)
    one_worker.submit(Job("many", units_of(small(100, seeds=6, months=40)), many))
    one_worker.submit(Job("few", units_of(small(200)), few))
    assert few.done.wait(PATIENCE) and many.done.wait(PATIENCE)
    before = [when for _, _, when in many.ends if when < few.ends[0][2]]
    assert len(before) <= 3  # one unit each in turn: the second visitor does not wait for the first one's six


def test_first_units_go_before_the_further_ones_of_others(one_worker):
    busy = Ear()
    one_worker.submit(Job("busy", units_of(small(1100, months=200, citizens=1000)), busy))  # while the others come
    ears = {name: Ear(3) for name in ("new 1", "new 2", "new 3")}
    for k, (name, ear) in enumerate(ears.items()):
        one_worker.submit(Job(name, units_of(small(1200 + 10 * k, seeds=3)), ear))
    assert all(ear.done.wait(60) for ear in ears.values())
    ended = {name: [when for _, _, when in ear.ends] for name, ear in ears.items()}
    assert max(times[0] for times in ended.values()) < min(times[1] for times in ended.values())


def test_a_new_job_replaces_the_old_one_and_nothing_more_is_told(one_worker):
    old, new = Ear(5), Ear(1)
    job = one_worker.submit(Job("a", units_of(small(300, seeds=5, months=200, citizens=1000)), old))
    assert old.begun.wait(PATIENCE)
    one_worker.submit(Job("a", units_of(small(400)), new))
    said = len(old.said)
    assert new.done.wait(PATIENCE)
    assert job.cancelled and len(old.said) <= said + 1  # at most what was being said just then
    assert not old.done.is_set()
    assert one_worker.waiting() == 0


def test_cancelling_frees_the_worker(one_worker):
    ear, next_ = Ear(5), Ear(1)
    one_worker.submit(Job("a", units_of(small(500, seeds=5, months=200, citizens=2000)), ear))
    one_worker.cancel("a")
    one_worker.submit(Job("b", units_of(small(600)), next_))
    assert next_.done.wait(PATIENCE)
    assert not ear.ends


def test_an_error_is_told_and_the_worker_goes_on(one_worker):
    bad, good = Ear(), Ear()
    one_worker.submit(Job("a", [Unit("bad", "runs", ["no run at all"])], bad))
    assert bad.done.wait(PATIENCE) and bad.ends[0][1] == "error"
    one_worker.submit(Job("a", units_of(small(700)), good))
    assert good.done.wait(PATIENCE) and good.ends[0][1] == "done"


def test_a_worker_that_dies_is_replaced(one_worker, monkeypatch):
    pids = []
    send = WorkerProcess.send

    def killed_once(self, order):
        if not pids:
            pids.append(self._process.pid)
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.join(10)
        return send(self, order)

    monkeypatch.setattr(WorkerProcess, "send", killed_once)
    ear = Ear()
    one_worker.submit(Job("a", units_of(small(800)), ear))
    assert ear.done.wait(PATIENCE) and ear.ends[0][1] == "done" and pids


def test_a_unit_that_cannot_be_closed_is_dropped_without_an_answer(monkeypatch, caplog):
    """An answer would be taken for that of the unit that runs next."""

    def stubborn(name):
        try:
            while True:
                yield "part", name
        finally:
            if name == "first":
                raise OSError("cannot be closed")

    monkeypatch.setattr(compiling, "warm_up", lambda: None)
    monkeypatch.setattr(worker, "SLICE", 0.0)
    monkeypatch.setitem(UNITS, "stubborn", stubborn)
    ours, theirs = multiprocessing.Pipe()
    thread = threading.Thread(target=worker.work, args=(theirs,), daemon=True)
    thread.start()
    orders = [("run", 1, ("stubborn", "first")), ("drop", 1, None), ("run", 2, ("stubborn", "second"))]
    for order in orders:
        ours.send(order)
    answers = []
    while len(answers) < 5 and ours.poll(PATIENCE):
        answers.append(ours.recv())
    ours.close()
    thread.join(PATIENCE)
    assert answers == [("ready", None), ("part", "first"), ("paused", None), ("part", "second"), ("paused", None)]
    assert "a dropped unit could not be closed" in caplog.text and not thread.is_alive()


def test_memory_is_bounded(one_worker):
    kept = one_worker._kept
    bound, kept._memory = kept._memory, 60_000
    try:
        ear = Ear(12)
        one_worker.submit(Job("a", units_of(small(900, seeds=12)), ear))
        assert ear.done.wait(PATIENCE)
        assert kept.bytes <= 60_000
        assert len(kept) < 12
    finally:
        kept._memory = bound


def test_a_result_that_is_kept_twice_counts_once():
    kept = Kept(memory=100)
    kept.add("old", [("done", 1)], 40)
    kept.add("same", [("done", 1)], 30)
    kept.add("old", [("done", 2)], 40)
    assert kept.bytes == 70 and kept.messages("old") == [("done", 2)]
    kept.add("new", [("done", 3)], 50)
    assert "same" not in kept and "old" in kept and kept.bytes == 90, "the one added last counts as used last"


# --- rules are compiled first ----------------------------------------------------------------------------------


def test_a_worker_starts_when_rules_are_compiled_and_the_page_says_how_far_that_is(monkeypatch):
    seen, let = [], threading.Event()

    def slowly(told):
        told(1, 4)
        assert let.wait(PATIENCE)

    monkeypatch.setattr(work, "compiled", lambda: False)
    monkeypatch.setattr(work, "compile_once", slowly)
    monkeypatch.setattr(WorkerProcess, "start", lambda self: seen.append("started"))
    made = Pool(workers=1)
    monkeypatch.setattr(work, "_pool", made)
    try:
        assert _soon(lambda: made.compiled == 0.25) and not seen
        nothing = Results(small(1))
        assert "25 %" in progress_words(nothing, False, "en") and "25 %" in progress_words(nothing, False, "nb")
        let.set()
        assert made.ready.wait(PATIENCE) and seen == ["started"]
        assert "%" not in progress_words(nothing, False, "nb")
    finally:
        let.set()
        made.close()


def test_a_server_that_ends_does_not_wait_for_compiling(monkeypatch):
    def for_ever(told):
        while True:
            told(0, 1)
            time.sleep(0.01)

    monkeypatch.setattr(work, "compile_once", for_ever)
    made = Pool(workers=2)
    made.close()
    assert not any(thread.is_alive() for thread in made._threads)


def _soon(true):
    until = time.monotonic() + PATIENCE
    while not true() and time.monotonic() < until:
        time.sleep(0.01)
    return true()


def test_a_worker_that_the_machine_refuses_is_started_again():
    class Busy:
        """A machine that has no room for the first process."""

        Pipe = staticmethod(multiprocessing.Pipe)
        asked = 0

        def Process(self, **of):
            self.asked += 1
            return Refused() if self.asked == 1 else multiprocessing.get_context("spawn").Process(**of)

    class Refused:
        def start(self) -> None:
            raise BlockingIOError("no more processes")

    worker = WorkerProcess(lambda: False)
    worker._context = Busy()
    worker.start()
    worker.close()
    assert worker._context.asked == 2
