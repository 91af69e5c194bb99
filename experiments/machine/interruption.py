"""Ctrl-C and SIGTERM as a flag that a loop tests, so that no signal is lost.

An exception from a signal handler is lost when the signal arrives inside a destructor or a callback of C code. Python
then prints the exception and continues. A flag stays set until code reads it.
"""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

AGAIN_SECONDS = 0.05  # from a swallowed exception to the next: by then the destructor or callback is over


class Interruption:
    """Whether this process was asked to end.

    Outside `deferred` the handler sets the flag and raises `KeyboardInterrupt` at once. Inside it only sets the flag,
    and the loop there calls `check`. A second signal always raises at once, for a person who cannot wait.
    """

    def __init__(self) -> None:
        self._asked = 0
        self._deferred = False
        self._last: int | None = None

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Let signals only set the flag while the body runs; raise `KeyboardInterrupt` first if the flag is set."""
        self._deferred = True
        try:
            self.check()
            yield
            self.check()
        finally:
            self._deferred = False

    @property
    def asked(self) -> bool:
        """Whether a signal has arrived."""
        return self._asked > 0

    def check(self) -> None:
        """Raise `KeyboardInterrupt` if a signal has arrived."""
        if self._asked:
            raise KeyboardInterrupt

    def again(self) -> None:
        """Send the main thread the last signal again, or interrupt it otherwise where that is not possible.

        A signal also ends a wait of the main thread, such as for the results of other processes.
        """
        main = threading.main_thread().ident
        if self._last is None or main is None or not hasattr(signal, "pthread_kill"):
            _thread.interrupt_main()
        elif signal.getsignal(self._last) == self._handle:  # or else the handlers are restored, and nobody watches
            signal.pthread_kill(main, self._last)

    def _handle(self, number: int, _: Any) -> None:
        self._asked += 1
        self._last = number
        if not self._deferred or self._asked > 1:
            raise KeyboardInterrupt


@contextmanager
def watching(*signals: signal.Signals) -> Iterator[Interruption]:
    """Handle some signals by an `Interruption` while the body runs; then restore the handlers.

    A signal that came while the body ran raises `KeyboardInterrupt` at its end at the latest. Where Python swallows the
    exception (in a destructor, in a callback of the compiler), it is raised again a moment later.

    Only the main thread may set handlers: in another one, and for signals that the process was started to ignore, the
    flag is never set.
    """
    interruption = Interruption()
    previous_hook = sys.unraisablehook

    def swallowed(error: sys.UnraisableHookArgs) -> None:
        if isinstance(error.exc_value, KeyboardInterrupt):
            threading.Timer(AGAIN_SECONDS, interruption.again).start()
        else:
            previous_hook(error)

    before: dict[signal.Signals, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for one in signals:
            if signal.getsignal(one) != signal.SIG_IGN:
                before[one] = signal.signal(one, interruption._handle)
    if before:
        sys.unraisablehook = swallowed
    try:
        yield interruption
        interruption.check()  # for an exception that the handler raised in a destructor, which Python swallows
    finally:
        if before:
            sys.unraisablehook = previous_hook
        for one, handler in before.items():
            signal.signal(one, handler)
