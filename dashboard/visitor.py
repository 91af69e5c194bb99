"""One visitor: the state with its history, the computations under way, and their results.

Made for every browser tab and closed with it. Nothing here is shared between visitors but the pool of workers.
"""

from __future__ import annotations

import re
import threading
import time
import uuid
from dataclasses import dataclass, replace
from typing import Any

import solara

from agents.errors import InputError
from dashboard import limits
from dashboard.behind import Behind, filling
from dashboard.content.results import Results, units_of
from dashboard.state import Settings, State, from_link
from dashboard.texts.common import text
from dashboard.texts.languages import valid
from dashboard.workers.jobs import FullError, Job, Unit
from dashboard.workers.life import Life
from dashboard.workers.pool import pool, share_compiled
from dashboard.workers.turns import Client
from model.aliases import RenamedWarning, collecting

HISTORY = 60
"""Steps that can be undone."""
SAME_MOVE = 1.5
"""Seconds within which changes of the same slider are one step."""
FRAME = 0.25
"""Least seconds between two redraws while results come in. The first and the last are drawn at once."""


@dataclass(frozen=True)
class Paper:
    """A file that a visitor asked for: its number, name and kind, and its content or why it could not be made."""

    n: int = 0
    name: str = ""
    mime: str = ""
    content: bytes | None = None
    error: object = None

    @property
    def making(self) -> bool:
        """Whether it is being made."""
        return bool(self.name) and self.content is None and self.error is None


class Visitor:
    """State and results of one tab. Its methods are called in the tab's own context."""

    def __init__(self, query: str, client: Client | None = None) -> None:
        """`client` is the tab's browser, by which the pool gives turns."""
        self.id = uuid.uuid4().hex
        self.client = client or Client(self.id)
        self._unused: InputError | None = None
        """Why the link is not used."""
        try:
            with collecting() as renamed:
                state = from_link(query)
        except InputError as error:
            state, self._unused = State(language=valid(_language_in(query))), error
            renamed = {}
        self._renamed: dict[str, str] = renamed
        """{old: new} of the old names in the link."""
        self.state = solara.reactive(state)
        self.message = solara.reactive(self._about_link(state))
        self.tick = solara.reactive(0)
        """Counts news. A component that reads it is redrawn when results come in."""
        self.step = 0
        """Counts the places in the browser's history: other settings, or another page."""
        self._past: list[State] = []
        self._future: list[State] = []
        self._last_move: tuple[str, float] = ("", 0.0)
        self.results: Results | None = None
        self._previous: Results | None = None
        self.before: Results | None = None
        """The last results that were complete, of other settings: the grey lines."""
        self.kept: dict[Settings, Results] = {}
        """Results of the second town and of the settings kept."""
        self.asked: dict[str, tuple[str, Results]] = {}
        """The guess and the results of each question whose answer was asked for."""
        self.cancelled = False
        self.paper = Paper()
        """The file asked for last."""
        self._lives: tuple[Any, dict[int, Life]] = (None, {})
        self._news = threading.Event()
        self.behind = Behind(f"{self.id} behind", self.client, lambda: pool(), self._news.set)
        self._closed = False

    # --- opening and closing ---

    def open(self) -> Any:
        """Start listening and computing; return what closes the visitor again (for `solara.use_effect`)."""
        self.compute()
        threading.Thread(target=self._listen, name=f"visitor-{self.id[:8]}", daemon=True).start()
        return self.close

    def close(self) -> None:
        """Cancel the computations, and free the results."""
        self._closed = True
        pool().cancel(self.id)
        self.behind.close()
        for owner in ("town", "paper", *self.asked):
            pool().cancel(f"{self.id} {owner}")
        self._news.set()
        self.results = self.before = self._previous = None
        self.kept, self.asked = {}, {}
        self._lives = (None, {})
        self.paper = Paper()
        self._past, self._future = [], []

    def _listen(self) -> None:
        """Redraw when results come in, but not more often than eyes can follow."""
        while True:
            self._news.wait(None if share_compiled() == 1.0 else 1.0)  # of compiling there is no news
            if self._closed:
                return
            self._news.clear()
            settings = self.state.peek().settings
            self.tick.value += 1
            until = time.monotonic() + FRAME
            nothing = self.results is not None and not self.results.months_so_far()
            while time.monotonic() < until and not self._closed:
                time.sleep(0.01)
                now = self.results
                if now is None or now.complete or self.state.peek().settings != settings:
                    break
                if nothing and now.months_so_far():
                    break

    def _about_link(self, state: State) -> str:
        """Return why the link is not used, or its old names; "" for a link without either."""
        if self._unused is None:
            if not self._renamed:
                return ""
            return text("link_renamed", state.language, names=RenamedWarning(self._renamed).text(state.language))
        town, why = state.settings.place.label, limits.error_text(self._unused, state.language)
        return text("link_unused", state.language, town=town, why=why)

    # --- changing ---

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.state.peek().settings

    def change(self, move: str = "", **values: Any) -> None:
        """Replace parts of the settings. Invalid ones are refused, with the reason on the page."""
        try:
            self.go(replace(self.state.peek(), settings=self.settings.changed(**values)), move)
        except InputError as error:
            self.refuse(error)

    def set(self, name: str, value: Any, default: Any) -> None:
        """Set one parameter, or rule of all paradigms."""
        try:
            settings = self.settings.with_change(name, value, default)
            self.go(replace(self.state.peek(), settings=settings), f"set {name}")
        except InputError as error:
            self.refuse(error)

    def refuse(self, error: Exception) -> None:
        """Show an error, and leave the state unchanged."""
        state = self.state.peek()
        self.message.value = f"{limits.error_text(error, state.language)} {self._about_link(state)}".rstrip()

    @property
    def only_note(self) -> bool:
        """Whether the message refuses nothing."""
        return (
            self._unused is None and bool(self._renamed) and self.message.value == self._about_link(self.state.peek())
        )

    def dismiss(self) -> None:
        """Remove the message, which the visitor has read."""
        self._unused = None
        self._renamed = {}
        self.message.value = ""

    def go(self, state: State, move: str = "", *, new: bool = True) -> None:
        """Go to another state and compute it. Moves of the same name in quick succession are one step.

        `new` is false for a place that the browser's history already has.
        """
        old = self.state.peek()
        if state == old or state.settings != old.settings:  # the visitor asks for these settings
            self._unused = None
            self._renamed = {}
        self.message.value = self._about_link(state)  # stays while the visitor changes nothing
        if state == old:
            return
        now = time.monotonic()
        again = move != "" and self._last_move[0] == move and now - self._last_move[1] < SAME_MOVE
        self._last_move = (move, now)
        if (state.settings, state.kept) != (old.settings, old.kept):
            if not again:
                self._past = [*self._past[-HISTORY + 1 :], _light(old)]
            self._future = []
        if new and (state.page != old.page or (state.settings != old.settings and not again)):
            self.step += 1
        self._show(state)

    def follow(self, query: Any) -> None:
        """Go to the place of a link, to which the visitor went back or forward in the browser's history."""
        try:
            state = from_link(str(query))
        except InputError as error:
            self.refuse(error)
        else:
            self.go(replace(state, language=self.state.peek().language), new=False)

    def _show(self, state: State) -> None:
        """Make a state the current one. Its results are requested first, so that workers compute during drawing."""
        old = self.state.peek()
        if state.settings != old.settings:
            self._begin(state)
        if state.settings != old.settings or state.kept != old.kept:
            self.compute(state)
        self.state.value = state

    def _begin(self, state: State) -> None:
        """From now on no number of the old settings is shown as the new ones'."""
        if self.results is not None and self.results.complete:
            self.before = self.results
        self._previous = self.results
        self.results = Results(state.settings)
        self.cancelled = False

    def results_of(self, settings: Settings) -> Results | None:
        """Return the results of these settings: the current ones, or the previous ones during a change.

        News may be drawn, by another thread, between the change of results and that of the state.
        """
        return next((one for one in (self.results, self._previous) if one and one.settings == settings), None)

    def undo(self) -> None:
        """Go one step back."""
        if self._past:
            state = self._past.pop()
            self._future.append(_light(self.state.peek()))
            self.step += 1
            self._show(self._as_seen(state))

    def redo(self) -> None:
        """Take back an undo."""
        if self._future:
            state = self._future.pop()
            self._past.append(_light(self.state.peek()))
            self.step += 1
            self._show(self._as_seen(state))

    def _as_seen(self, state: State) -> State:
        now = self.state.peek()
        self._last_move = ("", 0.0)
        return replace(state, language=now.language, page=now.page, curves=now.curves)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undo to take back."""
        return bool(self._future)

    # --- computing ---

    def compute(self, state: State | None = None) -> None:
        """Request all missing results: of the current settings, then of the second town and of the kept settings."""
        state = state or self.state.peek()
        if self.results is None or self.results.settings != state.settings:
            self.results = Results(state.settings)
        beside = state.settings.beside
        others = dict.fromkeys((*(() if beside is None else (beside,)), *state.kept))
        self.kept = {settings: self.kept.get(settings) or Results(settings) for settings in others}
        self.cancelled = False
        targets, units = [], []
        for results in (self.results, *self.kept.values()):
            if not results.complete:
                own = units_of(results.settings)
                targets += [(results, place) for place in range(len(own))]
                units += own

        def message_callback(place: int, message: str, content: Any) -> None:
            results, seed = targets[place]
            if message == "part":
                results.add(seed, content)
            elif message == "error":
                results.error = content
            if results.error or results.months_so_far():  # nothing can be compared before all have a month
                self._news.set()
            complete_callback()

        current, wanted = self.results, (self.results, *self.kept.values())

        def complete_callback() -> None:
            """Ask for the counterpart when all that the visitor asked for is there, and still wanted."""
            if self.results is current and all(one.complete for one in wanted):
                self.behind.request(current.settings)

        self.behind.cancel()
        if not self._ask(Job(self.id, units, message_callback, self.client)):
            self.cancelled = True
        elif not units:
            complete_callback()

    def _ask(self, job: Job) -> bool:
        """Submit a job. Where there are too many, show that on the page and return False."""
        try:
            pool().submit(job)
        except FullError as error:
            self.refuse(error)
            self._news.set()
            return False
        return True

    def resume(self) -> None:
        """Resume stopped computations."""
        self.compute()
        self._news.set()

    def ask(self, question: str, guess: str, settings: Settings) -> None:
        """Request the answer to a question, beside everything else. The visitor's own settings stay."""
        results = Results(settings)
        callback = filling(results, self._news.set)
        if self._ask(Job(f"{self.id} {question}", units_of(settings), callback, self.client)):
            self.asked = {**self.asked, question: (guess, results)}
            self.tick.value += 1

    def print(self, unit: Unit, name: str, mime: str) -> None:
        """Request a file that a worker makes, instead of the one requested before it."""
        asked = self.paper = Paper(self.paper.n + 1, name, mime)

        def message_callback(_: int, message: str, content: Any) -> None:
            if self.paper is asked and message in ("made", "error"):
                self.paper = replace(asked, **{"content" if message == "made" else "error": content})
                self._news.set()

        if self._ask(Job(f"{self.id} paper", [unit], message_callback, self.client)):
            self.tick.value += 1
        else:
            self.paper = Paper(asked.n)

    def hand(self, content: bytes, name: str, mime: str) -> None:
        """Hand the visitor a file that is there."""
        self.paper = Paper(self.paper.n + 1, name, mime, content)
        self.tick.value += 1

    def live(self, unit: Unit) -> None:
        """Request the town's months, and drop those of other settings."""
        if self._lives[0] == unit.name:
            return
        lives: dict[int, Life] = {}
        self._lives = (unit.name, lives)

        def message_callback(_: int, message: str, content: Any) -> None:
            if message == "life":
                lives[content.run] = content
            self._news.set()

        if not self._ask(Job(f"{self.id} town", [unit], message_callback, self.client)):
            self._lives = (None, {})

    def lives_of(self, name: Any) -> dict[int, Life]:
        """Return the months computed so far of this unit, by place of the paradigm."""
        return self._lives[1] if self._lives[0] == name else {}

    def cancel(self) -> None:
        """Stop the computations, and keep the results so far."""
        pool().cancel(self.id)
        self.behind.cancel()
        self.cancelled = True
        self._news.set()


def _light(state: State) -> State:
    """Return the state without the runs that its settings have cached, as the history keeps it."""
    return replace(state, settings=replace(state.settings))


def _language_in(query: str) -> str | None:
    """Return the language that a link names, also where the rest of it cannot be read."""
    found = re.search(r"(?:^|[?&])lang=(\w+)", query)
    return found[1] if found else None
