"""Put the guard before Solara's pages, for `samskaping dashboard` and for `solara run app.py` alike.

Both import `dashboard.app` while the server starts, before it listens. `install` then wraps Solara's application and
tries whether the wrapping works. If it does not, it raises, and the server ends without having answered anybody.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any

import click
import ipywidgets
import solara.server.server
import solara.server.settings
import solara.server.starlette
from starlette.types import ASGIApp, Message

from dashboard.server import options
from dashboard.server.guard import Guard
from dashboard.server.tracebacks import Brief, BriefText


def install() -> options.Options:
    """Guard Solara's pages and return the options in force.

    Raises `InputError` for an option that cannot be used, and RuntimeError where this version of Solara cannot be
    guarded.
    """
    main = solara.server.settings.main
    chosen = options.read(os.environ, _root_path())
    # Solara would keep the first visitor's headers for these two.
    main.root_path = chosen.root_path
    main.base_url = f"http://localhost{chosen.root_path}/"
    _separate_controls()
    _shorten_logs()
    application: Any = solara.server.starlette.app
    inside = application.middleware_stack or application.build_middleware_stack()
    if hasattr(inside, "options"):  # a guard of before, when code is loaded again while it is being written
        inside = inside.app
    application.middleware_stack = Guard(inside, chosen, _page)
    _try(application)
    return chosen


def serve_rooms(rooms: ASGIApp) -> None:
    """Have the guard pass on requests for `/class` to `rooms` and not to Solara. Call it after `install`."""
    application: Any = solara.server.starlette.app
    application.middleware_stack.rooms = rooms


def _root_path() -> str:
    """Return the root path from the environment, or from an option of `solara run`."""
    context = click.get_current_context(silent=True)
    given = context.params.get("root_path") if context is not None else None
    return solara.server.settings.main.root_path or given or ""


def _page() -> str:
    """Return the HTML of the page."""
    html = solara.server.server.read_root("/", solara.server.settings.main.root_path or "")
    if html is None:
        raise RuntimeError("Solara has no page at /")
    return html


def _separate_controls() -> None:
    """Keep the channel over which a page asks for its widgets apart from those of other visitors.

    ipywidgets keeps the last opened one for the whole process. Two visitors whose pages reload at the same time may
    then get each other's widgets.
    """
    widget: Any = ipywidgets.Widget
    if hasattr(widget, "_separate"):
        return
    opened, asked = widget.handle_control_comm_opened.__func__, widget._handle_control_comm_msg.__func__

    class Control(SimpleNamespace):
        """Stands in for the class, for one channel."""

        def _handle_control_comm_msg(self, message: Any) -> None:
            asked(self, message)

    def open_one(comm: Any, message: Any) -> None:
        opened(Control(_control_comm=None, get_manager_state=widget.get_manager_state), comm, message)

    widget.handle_control_comm_opened = staticmethod(open_one)
    widget._separate = True


def _shorten_logs() -> None:
    for name, kind in (("Comm", Brief), ("solara.server.patch", Brief), ("uvicorn.error", BriefText)):
        logger = logging.getLogger(name)
        if not any(type(one).__name__ == kind.__name__ for one in logger.filters):
            logger.addFilter(kind())


def _try(application: Callable[..., Coroutine[Any, Any, None]]) -> None:
    """Ask for what must be refused. Raises RuntimeError where it is not."""
    foreign = [(b"host", b"elsewhere.invalid"), (b"origin", b"http://elsewhere.invalid")]
    common = {"query_string": b"", "root_path": "", "headers": foreign, "client": None, "server": None}
    page = {**common, "type": "http", "method": "GET", "scheme": "http", "path": "/", "raw_path": b"/"}
    socket = {**common, "type": "websocket", "scheme": "ws", "path": "/", "raw_path": b"/", "subprotocols": []}
    answered, closed = _ask(application, page), _ask(application, socket)
    guarded = (
        answered[0].get("status") == 400
        and b"content-security-policy" in dict(answered[0].get("headers", ()))
        and [one["type"] for one in closed] == ["websocket.close"]
    )
    if not guarded:
        raise RuntimeError(
            f"the pages cannot be protected with Solara {solara.__version__}, so the server does not start; install "
            "the version that constraints.txt names"
        )


def _ask(application: Callable[..., Coroutine[Any, Any, None]], scope: dict[str, Any]) -> list[Message]:
    """Return what the application answers without waiting for anything, at least one message."""
    answers: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        answers.append(message)

    asked = application(scope, receive, send)
    try:
        asked.send(None)
    except StopIteration:
        pass
    except Exception as error:
        answers.append({"type": f"{type(error).__name__}"})
    finally:
        asked.close()
    return answers or [{"type": "none"}]
