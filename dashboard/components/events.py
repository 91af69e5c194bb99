"""Vue components that accept only the events they declare, with values of the declared kind; others are ignored.

Lists and dicts go to a component as `Data`. Solara and reacton look through all that they are given for other widgets,
number by number and several times. With 30 visitors this was the largest part of the server's work.

An event declared as `Event` brings nothing or one value (text, a number, yes or no), one declared as `Fields` brings
values by name. `dashboard.server.frames` has made sure that values are neither lists nor objects.

An event that changes something comes through the page's outbox (`assets/outbox.js`), with a number `n`. It is handled
once, in order. An `Event` then brings its value under the name `value`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Protocol

import solara

Event = Callable[..., Any]

seen = solara.reactive(0)
"""The number of the last event that the tab has sent and the server has handled. Every tab has its own."""


class Data:
    """A list or a dict for a component, sent as it is. Equal data are not sent again."""

    __slots__ = ("value",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Data) and self.value == other.value


class Fields(Protocol):
    """The handler of an event that brings values by name."""

    def __call__(self, fields: dict[str, Any]) -> Any:
        """Handle the event."""


def component(path: str) -> Callable[[Callable[..., None]], Callable[..., solara.Element]]:
    """Make a component of the Vue file at `path`, which the decorated function declares."""

    def decorate(function: Callable[..., None]) -> Callable[..., solara.Element]:
        declared = inspect.signature(function, eval_str=True).parameters
        fields = {name: one.annotation is Fields for name, one in declared.items() if name.startswith("event_")}
        made = solara.component_vue(path, to_json={name: _plain for name in declared if name not in fields})(function)

        def show(**given: Any) -> solara.Element:
            return made(**{k: taking(v, fields[k]) if k in fields else _whole(v) for k, v in given.items()})

        show.__doc__ = function.__doc__
        return show

    return decorate


def _whole(value: Any) -> Any:
    return Data(value) if isinstance(value, list | dict | tuple) else value


def _plain(value: Any, _: Any) -> Any:
    return value.value if isinstance(value, Data) else value


def taking(handler: Event, fields: bool) -> Event:
    """Return a handler that is called with values by name only (`fields`), or with one value or None only."""

    def take(data: Any = None, *_: Any) -> None:
        if isinstance(data, dict) and type(n := data.get("n")) is int:
            rest = {name: value for name, value in data.items() if name != "n"}
            _in_order(n, lambda: pass_on(rest if fields else rest.get("value")))
        else:
            pass_on(data)

    def pass_on(data: Any) -> None:
        if fields and isinstance(data, dict):
            handler(data)
        elif not fields and not isinstance(data, dict | list):
            handler(data)
        elif not fields and data == {}:  # what ipyvue makes of an event without a value
            handler(None)

    return take


def _in_order(n: int, handle: Callable[[], None]) -> None:
    """Handle event `n`, unless it was handled before. The number is returned after all that follows from the event."""
    if n == seen.peek() + 1:
        try:
            handle()
        finally:
            seen.value = n
