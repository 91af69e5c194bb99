"""Limits on how often something may be done: tokens that are spent and come back with time."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

MOST = 10_000
"""Keys that one limit remembers; those unused for the longest are forgotten first."""


class Rate:
    """At most `burst` times at once, and `per_second` in the long run, for each key. Safe for threads."""

    def __init__(self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.burst, self.per_second = burst, per_second
        self._clock = clock
        self._lock = threading.Lock()
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()  # tokens left, and when

    def allows(self, key: Hashable) -> bool:
        """Return whether `take` would succeed, without taking anything."""
        with self._lock:
            return self._now(key, self._clock()) >= 1.0

    def used(self, key: Hashable) -> bool:
        """Return whether the key has spent anything lately."""
        with self._lock:
            return self._now(key, self._clock()) < self.burst

    def take(self, key: Hashable) -> bool:
        """Spend a token of the key; return whether there was one."""
        with self._lock:
            now = self._clock()
            left = self._now(key, now)
            taken = left >= 1.0
            self._left[key] = (left - 1.0 if taken else left, now)
            self._left.move_to_end(key)
            while len(self._left) > MOST:
                self._left.popitem(last=False)
            return taken

    def _now(self, key: Hashable, now: float) -> float:
        left, when = self._left.get(key, (self.burst, now))
        return min(self.burst, left + self.per_second * (now - when))


def network(address: str) -> str:
    """Return the address that a limit counts by: of IPv6 the first half, since one machine has all of the rest."""
    try:
        read = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(read, ipaddress.IPv6Address):
        if read.ipv4_mapped is not None:
            return str(read.ipv4_mapped)
        return str(ipaddress.ip_network((read, 64), strict=False))
    return str(read)
