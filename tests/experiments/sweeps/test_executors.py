"""Processes that do the work of a sweep: what they inherit, and that who asks for them keeps an own environment."""

import os

import pytest

from agents.errors import InputError
from experiments.machine.processes import ONE_THREAD
from experiments.sweeps.executors import Processes, executor


@pytest.mark.own_workers
@pytest.mark.parametrize("asked", [{}, {"OMP_NUM_THREADS": "2"}], ids=["nothing asked for", "two threads asked for"])
def test_workers_have_one_thread_unless_asked_otherwise_and_who_leads_keeps_its_own(asked, monkeypatch):
    for name in ONE_THREAD:
        monkeypatch.delenv(name, raising=False)
    for name, value in asked.items():
        monkeypatch.setenv(name, value)
    before = dict(os.environ)
    with executor(1, None) as workforce:
        for _ in range(2):
            found = {name: workforce._pool.submit(os.getenv, name).result(60) for name in ONE_THREAD}
            assert found == {**dict.fromkeys(ONE_THREAD, "1"), **asked}
            assert dict(os.environ) == before
            workforce.restart()  # a second pool gets the same environment
    assert dict(os.environ) == before


def test_a_number_of_processes_that_cannot_be_is_refused():
    with pytest.raises(InputError, match="the number of jobs = 0 is not valid: it must be a whole number from 1 to"):
        Processes(0)
