"""A room: its phones, its rounds, and who may change what. Everything is in memory, and goes with the room.

A browser proves who it is with a random key in a cookie. The room keeps digests of these keys and nothing else about
anybody: no name, no address, no time of a guess.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dashboard.classroom.codes import cleaned, digest, fits, new_key
from dashboard.classroom.errors import RefusedError
from dashboard.classroom.rates import Rate
from dashboard.classroom.roles import BY_ID, at_the_start
from dashboard.classroom.rounds import ANSWER, GUESS, GUESSES, SHOWN, Guess, Round
from dashboard.classroom.tasks import Task
from dashboard.state import Settings
from samskaping.language import Language

ROUNDS = 40
"""Rounds that one room holds."""
AWAY = 600.0
"""Seconds since its last request after which a phone no longer counts, and gives up its place in a full room.

A phone in a pocket asks for nothing, and is still there.
"""
SENDS = (30.0, 0.5)
"""How often one phone may send something: so many times at once, and so many a second in the long run."""


@dataclass
class Phone:
    """One browser in the room."""

    seen: float
    team: str = ""


@dataclass
class Room:
    """One class. Its methods are safe for threads."""

    code: str
    host: str
    """The digest of the leader's key."""
    language: Language
    base: Settings
    """The town, size and seeds of all rounds, and the comparison of the link."""
    most_phones: int
    reasons: bool = True
    """Whether phones may add a reason to a guess."""
    clock: Callable[[], float] = time.monotonic
    door_open: bool = True
    phones: dict[str, Phone] = field(default_factory=dict)
    rounds: list[Round] = field(default_factory=list)
    ended: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.opened = self.used = self.clock()
        self._sends = Rate(*SENDS, clock=self.clock)

    # --- who asks ---

    def is_host(self, key: str | None) -> bool:
        """Return whether a key is the leader's."""
        return key is not None and fits(key, self.host)

    def require_host(self, key: str | None) -> None:
        """Raise `RefusedError` unless the key is the leader's."""
        if not self.is_host(key):
            raise RefusedError("not_yours", 403)
        self.used = self.clock()

    def phone(self, key: str | None) -> str | None:
        """Return the digest of a phone's key, where it is in the room; it then counts as present."""
        if key is None:
            return None
        with self.lock:
            kept = self.phones.get(name := digest(key))
            if kept is None:
                return None
            kept.seen = self.clock()
            return name

    def require_phone(self, key: str | None) -> str:
        """Return the digest of a phone's key. Raises `RefusedError` for a phone not in the room, or too fast."""
        name = self.phone(key)
        if name is None:
            raise RefusedError("join_first", 403)
        if not self._sends.take(name):
            raise RefusedError("too_fast", 429)
        return name

    def join(self) -> str:
        """Let a phone in; return its key. Raises `RefusedError` when the door is closed or the room is full."""
        with self.lock:
            self._require_alive()
            if not self.door_open:
                raise RefusedError("door_closed", 403)
            now = self.clock()
            if len(self.phones) >= self.most_phones:
                away = [name for name, phone in self.phones.items() if now - phone.seen > AWAY]
                for name in away:
                    del self.phones[name]
            if len(self.phones) >= self.most_phones:
                raise RefusedError("room_full", 503, n=self.most_phones)
            key = new_key()
            self.phones[digest(key)] = Phone(now)
            return key

    def leave(self, name: str) -> None:
        """Forget a phone, and everything that it sent."""
        with self.lock:
            self.phones.pop(name, None)
            for one in self.rounds:
                one.guesses.pop(name, None)

    def present(self) -> int:
        """Return how many phones are in the room, without phones that have been away for long."""
        now = self.clock()
        with self.lock:
            return sum(now - phone.seen <= AWAY for phone in self.phones.values())

    # --- phones ---

    @property
    def current(self) -> Round | None:
        """The last round, or None before the first."""
        return self.rounds[-1] if self.rounds else None

    def choose_team(self, name: str, team: str) -> None:
        """Put a phone into a team. Raises `RefusedError` for another name, and when the teams have committed."""
        with self.lock:
            if team not in BY_ID:
                raise RefusedError("unknown_choice", 422)
            phone, one = self._phone(name), self.current
            if one is not None and one.is_role_play:
                if not one.open and phone.team:
                    raise RefusedError("closed")
                one.guesses.pop(name, None)  # a vote belongs to the team in which it was cast
            phone.team = team

    def guess(
        self,
        name: str,
        number: int,
        guesses: Mapping[str, str],
        reason: str = "",
        votes: Mapping[str, str] | None = None,
    ) -> None:
        """Take a phone's guesses, and its votes in a role round. They replace earlier ones of the round.

        Raises `RefusedError` when the round is not open, and for guesses and votes that it does not ask for.
        """
        with self.lock:
            one = self.current
            if one is None or one.number != number or not one.open:
                raise RefusedError("closed")
            phone = self._phone(name)
            asked = one.task.outcomes
            if one.is_role_play:
                if not phone.team:
                    raise RefusedError("team_first")
                asked = (BY_ID[phone.team].guessed,)
                options = {choice.id: {o.name for o in choice.options} for choice in BY_ID[phone.team].choices}
                if any(choice not in options or vote not in options[choice] for choice, vote in (votes or {}).items()):
                    raise RefusedError("unknown_choice", 422)
            elif votes:
                raise RefusedError("unknown_choice", 422)
            if not guesses or not set(guesses) <= set(asked) or not set(guesses.values()) <= set(GUESSES):
                raise RefusedError("guess_missing", 422)
            old = one.guesses.get(name)
            text = cleaned(reason) if self.reasons else ""
            hidden = old is not None and old.hidden and old.reason == text
            one.guesses[name] = Guess(dict(guesses), text, hidden, phone.team, dict(votes or {}))

    # --- the leader ---

    def ask(self, task: Task) -> Round:
        """Begin a round. Raises `RefusedError` when the room has had as many as it holds, and while one is open."""
        with self.lock:
            self._require_alive()
            if len(self.rounds) >= ROUNDS:
                raise RefusedError("too_many_rounds", n=ROUNDS)
            if self.current is not None and self.current.step != ANSWER:
                raise RefusedError("round_open")
            before = next((one for one in reversed(self.rounds) if one.committed), None)
            start = dict(before.committed) if before is not None else at_the_start()
            self.rounds.append(Round(len(self.rounds) + 1, task, start))
            return self.rounds[-1]

    def close_guesses(self, number: int) -> Round:
        """Close guesses, and in a role round commit what the teams decided. Raises `RefusedError`."""
        with self.lock:
            one = self._at(number, GUESS)
            if one.is_role_play:
                one.committed = one.decided()
            one.step = SHOWN
            return one

    def reveal(self, number: int) -> Round:
        """Show the answer. Raises `RefusedError` before there is one."""
        with self.lock:
            one = self._at(number, SHOWN)
            if one.work is None or one.work.answer is None:
                raise RefusedError("not_computed")
            one.step = ANSWER
            return one

    def drop(self, number: int) -> None:
        """Give up the round under way, with its guesses. Raises `RefusedError`."""
        with self.lock:
            if self.current is None or self.current.number != number:
                raise RefusedError("closed")
            self.rounds.pop()

    def set_door(self, open_: bool) -> None:
        """Let phones in, or let no more in."""
        with self.lock:
            self.door_open = open_

    def show_reasons(self, number: int, shown: bool) -> None:
        """Show the reasons of a round to the class, or hide them."""
        with self.lock:
            one = self._round(number)
            if one.open:
                raise RefusedError("closed")
            one.reasons_shown = shown

    def hide_reason(self, number: int, id_: str, hidden: bool) -> None:
        """Hide one reason, or show it again."""
        with self.lock:
            self._round(number).hide(id_, hidden)

    def clear(self) -> None:
        """Forget everything. What still holds the room finds nothing in it."""
        with self.lock:
            self.ended = True
            self.phones.clear()
            self.rounds.clear()
            self.host = ""

    def _phone(self, name: str) -> Phone:
        if name not in self.phones:  # it has left, or the room has ended
            raise RefusedError("join_first", 403)
        return self.phones[name]

    def _at(self, number: int, step: str) -> Round:
        one = self.current
        if one is None or one.number != number or one.step != step:
            raise RefusedError("closed")
        return one

    def _round(self, number: int) -> Round:
        for one in self.rounds:
            if one.number == number:
                return one
        raise RefusedError("closed")

    def _require_alive(self) -> None:
        if self.ended:
            raise RefusedError("gone", 410)
