"""Vue components that accept only the events they declare, with values of the declared kind; others are ignored.

An event declared as `Event` brings nothing or one value (text, a number, yes or no), one declared as `Fields` brings
values by name. `dashboard.server.frames` has made sure that values are neither lists nor objects.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Protocol

import solara

Event = Callable[..., Any]


class Fields(Protocol):
    """The handler of an event that brings values by name."""

    def __call__(self, fields: dict[str, Any]) -> Any:
        """Handle the event."""


def component(path: str) -> Callable[[Callable[..., None]], Callable[..., solara.Element]]:
    """Make a component of the Vue file at `path`, which the decorated function declares."""

    def decorate(function: Callable[..., None]) -> Callable[..., solara.Element]:
        made = solara.component_vue(path)(function)
        declared = inspect.signature(function, eval_str=True).parameters
        fields = {name: one.annotation is Fields for name, one in declared.items() if name.startswith("event_")}

        def show(**given: Any) -> solara.Element:
            return made(**{k: taking(v, fields[k]) if k in fields else v for k, v in given.items()})

        show.__doc__ = function.__doc__
        return show

    return decorate


def taking(handler: Event, fields: bool) -> Event:
    """Return a handler that is called with values by name only (`fields`), or with one value or None only."""

    def take(data: Any = None, *_: Any) -> None:
        if fields and isinstance(data, dict):
            handler(data)
        elif not fields and not isinstance(data, dict | list):
            handler(data)
        elif not fields and data == {}:  # what ipyvue makes of an event without a value
            handler(None)

    return take
