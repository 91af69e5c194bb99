"""All rooms of a server: opened, found by code, and ended by the leader or by time. Nothing is written to disk.

A code is no secret, since it stands on the wall of the class. It must not be found by trying either: failed tries are
limited by network address and in all. What changes a room needs the key that only its leader's browser holds.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from dashboard.classroom.codes import digest, new_code, new_key, read_code
from dashboard.classroom.errors import NoRoomError, RefusedError
from dashboard.classroom.rates import Rate, network
from dashboard.classroom.room import Room
from dashboard.state import Settings
from dashboard.workers.quota import Quota
from samskaping.language import Language

HOURS = 4.0
"""Hours after which a room ends."""
IDLE = 90.0
"""Minutes after which a room ends whose leader's window is closed."""
ENDED = 1_000
"""Codes of ended rooms that are kept, with the language, so that their phones learn it. Nothing else is kept."""
TRIES = (100.0, 1.0 / 6.0)
"""Codes that one network address may try in vain: so many at once, and so many a second in the long run."""
ALL_TRIES = (1_000.0, 1.0)
"""The same for all addresses together. It concerns only addresses that have failed before."""
OPENINGS = (10.0, 1.0 / 60.0)
"""How often one network address may open a room."""


@dataclass(frozen=True)
class Opened:
    """A new room, and the key of its leader."""

    room: Room
    key: str


class Rooms:
    """The rooms of a server. Safe for threads."""

    def __init__(
        self,
        most: Quota | None = None,
        clock: Callable[[], float] = time.monotonic,
        on_end: Callable[[Room], None] = lambda room: None,
    ) -> None:
        """`on_end` is called with every room that ends, before its data goes."""
        self._most = most or Quota()
        self._clock, self._on_end = clock, on_end
        self._rooms: dict[str, Room] = {}
        self._addresses: dict[str, str] = {}
        self._gone: OrderedDict[str, Language] = OrderedDict()
        self._tries, self._all_tries, self._openings = (
            Rate(*limit, clock=clock) for limit in (TRIES, ALL_TRIES, OPENINGS)
        )
        self._changed = threading.Condition(threading.RLock())
        self._sweeper: threading.Thread | None = None

    def __len__(self) -> int:
        with self._changed:
            return len(self._rooms)

    def open(self, address: str, language: Language, base: Settings, reasons: bool = True) -> Opened:
        """Open a room. Raises `RefusedError` when there are too many, on the server or from this address."""
        self.sweep()
        place = network(address)
        with self._changed:
            if len(self._rooms) >= self._most.rooms:
                raise RefusedError("rooms_full", 503, n=self._most.rooms)
            if sum(one == place for one in self._addresses.values()) >= self._most.rooms_per_address:
                raise RefusedError("rooms_full_here", 503, n=self._most.rooms_per_address)
            if not self._openings.take(place):
                raise RefusedError("too_fast", 429)
            code = new_code()
            while code in self._rooms or code in self._gone:
                code = new_code()
            key = new_key()
            room = Room(code, digest(key), language, base, self._most.phones_per_room, reasons, self._clock)
            self._rooms[code], self._addresses[code] = room, place
            self._watch()
            return Opened(room, key)

    def find(self, text: str, address: str) -> Room:
        """Return the room of a code. Raises `NoRoomError`, or `RefusedError` after too many tries in vain."""
        self.sweep()
        place = network(address)
        blocked = self._tries.used(place) and not self._all_tries.allows("all")
        if blocked or not self._tries.allows(place):
            raise RefusedError("too_many_tries", 429)
        code = read_code(text) or ""
        with self._changed:
            room = self._rooms.get(code)
            if room is not None:
                return room
            if code in self._gone:
                raise NoRoomError(ended=True, language=self._gone[code])
        self.failed(address)
        raise NoRoomError

    def failed(self, address: str) -> None:
        """Count a code or a key that an address tried in vain."""
        self._tries.take(network(address))
        self._all_tries.take("all")

    def end(self, room: Room) -> None:
        """End a room: its data goes, and its code is not used again for a while."""
        with self._changed:
            if self._rooms.pop(room.code, None) is None:
                return
            self._addresses.pop(room.code, None)
            self._gone[room.code] = room.language
            while len(self._gone) > ENDED:
                self._gone.popitem(last=False)
        self._on_end(room)
        room.clear()

    def left(self, room: Room) -> float:
        """Return the seconds until a room ends if its leader's window stays open."""
        return max(0.0, room.opened + 3600.0 * HOURS - self._clock())

    def sweep(self) -> None:
        """End the rooms whose time is over."""
        now = self._clock()
        with self._changed:
            over = [room for room in self._rooms.values() if self._deadline(room) <= now]
        for room in over:
            self.end(room)

    @staticmethod
    def _deadline(room: Room) -> float:
        return min(room.opened + 3600.0 * HOURS, room.used + 60.0 * IDLE)

    def _watch(self) -> None:
        """Have a thread end rooms in time, also when nobody asks for anything. It ends with the last room."""
        if self._sweeper is None or not self._sweeper.is_alive():
            self._sweeper = threading.Thread(target=self._sweep_on, name="rooms", daemon=True)
            self._sweeper.start()

    def _sweep_on(self) -> None:
        while True:
            with self._changed:
                if not self._rooms:
                    self._sweeper = None
                    return
            self.sweep()
            time.sleep(SWEEP)


SWEEP = 20.0
"""Seconds between two looks for rooms whose time is over."""
