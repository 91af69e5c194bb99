"""A pool with one pretended worker: its units last as long as they say, on a clock of the test's own."""

from types import SimpleNamespace

from dashboard.workers import pool as work
from dashboard.workers.jobs import Job, Unit
from dashboard.workers.pool import Pool
from dashboard.workers.quota import Quota
from dashboard.workers.turns import Turns
from dashboard.workers.worker import SLICE


class FakeWorker:
    """Stands in for `WorkerProcess`, and for the clock. A unit's payload is (its name, its seconds)."""

    def __init__(self):
        self.now, self.log, self.most_held, self.deadly = 0.0, [], 0, set()
        self._held, self._answers = {}, []

    def start(self):
        self._held, self._answers = {}, []

    def send(self, order):
        what, number, unit = order
        if what == "drop":
            del self._held[number]
            return
        if unit is not None:
            self._held[number] = unit[1]
        self.most_held = max(self.most_held, len(self._held))
        name, left = self._held.pop(number)
        ran = min(SLICE, left)
        self.now = round(self.now + ran, 6)
        self.log.append((name, ran))
        if name in self.deadly:
            raise EOFError
        left = round(left - ran, 6)
        self._answers = [("part", name), ("paused", None) if left else ("done", None)]
        if left:
            self._held[number] = name, left

    def receive(self, seconds):
        return self._answers.pop(0)


class FakePool:
    """A pool whose worker is pretended, and runs in the test's own thread."""

    def __init__(self, monkeypatch, most=None):
        self.worker, self._plan = FakeWorker(), []
        monkeypatch.setattr(work, "time", SimpleNamespace(monotonic=lambda: self.worker.now))
        monkeypatch.setattr(work.threading, "Thread", lambda **_: SimpleNamespace(start=lambda: None))
        self.pool = Pool(workers=1, most=most or Quota(), turns=Turns(lambda: self.worker.now))

    def at(self, seconds, what):
        """Plan something for a time."""
        self._plan.append((seconds, what))
        self._plan.sort(key=lambda one: one[0])

    def submit(self, owner, client, *seconds):
        """Submit a job with units of so many seconds; return when messages came, by their kind, in seconds from now."""
        came, began = {}, self.worker.now
        units = [Unit((owner, began, k), "fake", (f"{owner} {k}", length)) for k, length in enumerate(seconds)]

        def note(place, message, content):
            came.setdefault(message, round(self.worker.now - began, 6))
            came["last"] = round(self.worker.now - began, 6)

        self.pool.submit(Job(owner, units, note, client))
        return came

    def run(self):
        """Do what is planned and everything that is submitted."""
        task, held = None, []
        while self._plan or held or self.pool.waiting():
            if not held and not self.pool.waiting():
                self.worker.now = max(self.worker.now, self._plan[0][0])
            while self._plan and self._plan[0][0] <= self.worker.now:
                self._plan.pop(0)[1]()
            if held or self.pool.waiting():
                task = self.pool._next(held, task)
                self.pool._guarded_turn(task, held, self.worker)
