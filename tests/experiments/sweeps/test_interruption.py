"""Signals as a flag: whatever swallows an exception, the flag stays."""

import os
import signal
import time

import pytest

from experiments.machine.interruption import watching


def test_a_signal_in_a_deferred_body_is_raised_at_its_end_at_the_latest():
    with pytest.raises(KeyboardInterrupt), watching(signal.SIGTERM) as interruption, interruption.deferred():
        os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_a_signal_that_a_destructor_swallows_is_not_lost():
    class Swallowing:
        def __del__(self):
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.01)  # the handler runs here, and what it raises goes no further

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), watching(signal.SIGTERM):
        Swallowing()
        time.sleep(60)  # the exception comes again, and ends the wait
    assert time.monotonic() - began < 30


def test_a_second_signal_is_raised_at_once():
    with pytest.raises(KeyboardInterrupt), watching(signal.SIGTERM) as interruption, interruption.deferred():
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
        raise AssertionError("not reached")
