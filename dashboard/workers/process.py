"""The server's handle on a worker process, which it starts, talks to and restarts."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from typing import Any


class ClosedError(Exception):
    """The pool closes while a worker starts."""


class WorkerProcess:
    """One process that serves `worker.work`. Used by one thread."""

    def __init__(self, closed: Callable[[], bool]) -> None:
        self._closed = closed
        self._context = multiprocessing.get_context("spawn")
        self._process: Any = None
        self._link: Any = None

    def start(self) -> None:
        """Start a new process and wait until it is ready. After a failure try again, at growing intervals."""
        pause = 0.5
        while True:
            self.close()
            try:
                self._launch()
                return
            except (EOFError, OSError):
                time.sleep(pause)
                pause = min(30.0, 2 * pause)

    def _launch(self) -> None:
        from dashboard.workers.worker import work

        self._link, theirs = self._context.Pipe()
        process = self._context.Process(target=work, args=(theirs,), daemon=True)
        try:
            process.start()
        finally:
            theirs.close()
        self._process = process  # now there is something to end
        while not self._link.poll(0.2):
            if self._closed():
                raise ClosedError
        self._link.recv()

    def send(self, order: Any) -> None:
        """Send an order; raises OSError when the process has died."""
        self._link.send(order)

    def receive(self, seconds: float) -> tuple[str, Any] | None:
        """Return the next message, or None when none comes in time; raises EOFError when the process has died."""
        return self._link.recv() if self._link.poll(seconds) else None

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._link is not None:
            self._link.close()
        if self._process is not None:
            self._process.terminate()
            self._process.join(timeout=5)
        self._link = self._process = None
