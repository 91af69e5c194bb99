"""Turns of visitors: a new job's first moments come first, then the visitor who has used the workers least.

A visitor is a browser: all its tabs send the same session cookie. Tabs are no measure, since one person can open
twenty. Addresses alone are none either: a class behind one router shares one, and so do all visitors behind a
proxy that hides their addresses. But a program can send a new cookie with every connection, and would then
always look new. Therefore a quarter of what all at the same address used counts as well. A class of thirty and one
visitor from elsewhere then share a full server about 80 to 20. A hundred cookies and that visitor share it alike.

Use is measured in seconds of a worker and is forgotten gradually. The first moments of jobs are counted by themselves.
So a visitor who just computed a lot still sees something of the next settings at once, and nobody can live on first
moments alone. A job in the background comes after all others.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

FIRST = 1.0
"""Seconds of a worker that a job's first moments last at most. They end when there is something to see."""
FIRSTS = 10.0
"""Seconds of first moments that a visitor may have used recently and still go first."""
HEAD_START = 2.0
"""Seconds of use that do not count until a job's first unit is done, so that first seeds come before others."""
HALF_LIFE = 60.0
"""Seconds after which half of a visitor's use is forgotten; half as many for first moments."""
ADDRESS_SHARE = 0.25
"""Part of the use of all at an address that counts for each of them."""
_FORGOTTEN = 0.001
"""Seconds of use that are as good as none."""


@dataclass(frozen=True)
class Client:
    """Who sends a request: a browser's session, at a network address."""

    session: str
    address: str = ""


@dataclass(frozen=True, order=True)
class Rank:
    """Place in the queue; the lowest goes first."""

    later: int
    """0 for the first moments of a job, 1 for the rest of it, 2 for a job in the background."""
    score: float
    """Seconds used recently."""


class Turns:
    """Recent use by each visitor and address, and the ranks that follow. Not safe for threads: the pool locks."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._all = _Use(clock, HALF_LIFE)
        self._firsts = _Use(clock, HALF_LIFE / 2)

    def charge(self, client: Client, seconds: float, first: bool) -> None:
        """Add seconds of a worker to what the client has used, in the first moments of a job or later."""
        self._all.add(client, seconds)
        if first:
            self._firsts.add(client, seconds)

    def rank(self, client: Client, first: bool, head_start: bool = False, background: bool = False) -> Rank:
        """Return the rank of a client's job.

        It depends on whether the job is in the background, in its first moments, and still has its head start.
        """
        if background:
            return Rank(2, self._all.score(client))
        if first and (firsts := self._firsts.score(client)) < FIRSTS:
            return Rank(0, firsts)
        return Rank(1, self._all.score(client) - (HEAD_START if head_start else 0.0))


class _Use:
    """Seconds by session and by address, half of which are forgotten in some time."""

    def __init__(self, clock: Callable[[], float], half_life: float) -> None:
        self._clock, self._half_life = clock, half_life
        self._used: dict[tuple[str, str], tuple[float, float]] = {}  # seconds used, and when that was counted

    def add(self, client: Client, seconds: float) -> None:
        now = self._clock()
        for key in self._keys(client):
            self._used[key] = (self._left(key, now) + seconds, now)
        if len(self._used) > 1000:
            for key in [key for key in self._used if self._left(key, now) < _FORGOTTEN]:
                del self._used[key]

    def score(self, client: Client) -> float:
        now = self._clock()
        own, address = (self._left(key, now) for key in self._keys(client))
        return own + ADDRESS_SHARE * address

    def _keys(self, client: Client) -> tuple[tuple[str, str], tuple[str, str]]:
        return ("session", client.session), ("address", client.address)

    def _left(self, key: tuple[str, str], now: float) -> float:
        seconds, when = self._used.get(key, (0.0, now))
        return seconds * 0.5 ** ((now - when) / self._half_life)
