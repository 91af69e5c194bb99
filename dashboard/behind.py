"""What is computed behind the results that a visitor looks at: the counterpart, for what survives levelling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard.content.results import Results, units_of
from dashboard.levelling import counterpart
from dashboard.state import Settings
from dashboard.workers.jobs import FullError, Job
from dashboard.workers.pool import Pool
from dashboard.workers.turns import Client


def filling(results: Results, done_callback: Callable[[], None]) -> Callable[[int, str, Any], None]:
    """Return what fills results from a job's messages; `done_callback` is called once there is nothing to wait for."""

    def message_callback(place: int, message: str, content: Any) -> None:
        if message == "part":
            results.add(place, content)
        elif message == "error":
            results.error = content
        if results.complete or results.error:
            done_callback()

    return message_callback


class Behind:
    """The results of the settings' counterpart. They are computed when no visitor waits for anything else."""

    def __init__(self, owner: str, client: Client, pool: Callable[[], Pool], done_callback: Callable[[], None]) -> None:
        self._owner, self._pool, self._done = owner, pool, done_callback
        # The visitor did not ask for it, so neither the visitor nor the others at the address wait longer for it.
        self._client = Client(f"{client.session} behind", f"{client.address} behind")
        self._now: tuple[Settings | None, Results | None] = (None, None)
        """Settings and their counterpart's results, in one place: other threads read them."""
        self._job: Job | None = None

    def request(self, settings: Settings) -> None:
        """Request the counterpart of the settings instead of the one before, where they have one."""
        if self._now[0] != settings:
            other = counterpart(settings)
            self._now = (settings, None if other is None else Results(other))
        elif self._job is not None and self._job.left and not self._job.cancelled:
            return
        results = self._now[1]
        if results is None or results.complete:
            self.cancel()
            return
        results.error = None
        units = units_of(results.settings)
        self._job = Job(self._owner, units, filling(results, self._done), self._client, background=True)
        try:
            self._pool().submit(self._job)
        except FullError as error:  # what the visitor asked for is not refused, and the page says that this is missing
            results.error, self._job = error, None

    def results_of(self, settings: Settings) -> Results | None:
        """Return the results of these settings' counterpart, which may be incomplete; None where they have none."""
        of, results = self._now
        return results if of == settings else None

    def cancel(self) -> None:
        """Give up what is not computed yet."""
        self._pool().cancel(self._owner)
        self._job = None

    def close(self) -> None:
        """Give up what is not computed yet, and free the results."""
        self.cancel()
        self._now = (None, None)
