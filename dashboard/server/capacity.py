"""Limits on open tabs: per visitor, per address and in all. A full server answers at once.

Left to itself, Solara accepts every websocket and then waits in silence for a thread. So the page itself is refused
with HTTP 503 and a sentence in the visitor's language, before anything is loaded. The websocket is refused as well, for
programs that do not ask for the page first. A tab that lost its connection keeps its place until it is culled.

All websockets without a cookie from one address count as one visitor. A program would otherwise have a new name for
every connection without even sending one. A page that is asked for without a cookie is a new visitor's, who gets one.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import solara.server.kernel_context
import solara.server.server
import solara.server.settings
import solara.server.starlette
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.server.full import Full, page
from dashboard.texts.languages import valid
from dashboard.workers.quota import Quota, quota
from dashboard.workers.turns import Client

TAB = b"x-samskaping-tab"
"""Header that names the tab that asks. A tab without connection may find the server full only because of itself."""
SOCKETS = 4
"""Open connections of one tab. A tab has one, and briefly two while it reconnects."""
_KERNEL = re.compile(r"/jupyter/api/kernels/(?P<kernel>[^/]+)/[^/]+")
_NO_PAGE = re.compile(r"/(readyz|resourcez|favicon\.ico)$|/(static|jupyter|_solara)/")


@dataclass
class _Tab:
    client: Client
    sockets: int = 0


class Places:
    """The tabs that are open, and whether there is a place for one more. Safe for threads."""

    def __init__(self, most: Quota, kernels: Mapping[str, Any]) -> None:
        """`kernels` has a key for every tab that the server holds, connected or not."""
        self._most, self._kernels = most, kernels
        self._tabs: dict[str, _Tab] = {}
        self._lock = threading.Lock()

    def full(self, client: Client) -> Full | None:
        """Return why there is no place for one more tab of this client, or None where there is one."""
        with self._lock:
            return self._full(client)

    def enter(self, tab: str, client: Client) -> Full | None:
        """Take a place for a connection of a tab, or return why there is none."""
        with self._lock:
            held = self._tabs.get(tab)
            if held is None:
                full = self._full(client)
                if full is not None:
                    return full
                held = self._tabs[tab] = _Tab(client)
            elif held.sockets >= SOCKETS:
                return Full("tab", SOCKETS)
            held.sockets += 1
            return None

    def has(self, tab: str) -> bool:
        """Return whether this tab has a place, connected or not."""
        with self._lock:
            self._forget()
            return tab in self._tabs

    def leave(self, tab: str) -> None:
        """Give up a connection of a tab."""
        with self._lock:
            if tab in self._tabs:
                self._tabs[tab].sockets -= 1

    def client(self, tab: str) -> Client:
        """Return the visitor of a tab."""
        with self._lock:
            held = self._tabs.get(tab)
            return held.client if held is not None else Client(tab)

    def _forget(self) -> None:
        for tab in [tab for tab, held in self._tabs.items() if held.sockets <= 0 and tab not in self._kernels]:
            del self._tabs[tab]

    def _full(self, client: Client) -> Full | None:
        self._forget()
        clients = [held.client for held in self._tabs.values()]
        if sum(one.session == client.session for one in clients) >= self._most.tabs_per_visitor:
            return Full("visitor", self._most.tabs_per_visitor)
        if len(clients) >= self._most.tabs:
            return Full("all", self._most.tabs)
        if sum(one.address == client.address for one in clients) >= self._most.tabs_per_address:
            return Full("address", self._most.tabs_per_address)
        return None


class Capacity:
    """ASGI middleware that refuses pages and websockets for which there is no place."""

    def __init__(self, app: ASGIApp, places: Places) -> None:
        self.app, self.places = app, places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        kernel = _KERNEL.search(scope["path"]) if scope["type"] == "websocket" else None
        if kernel is not None:
            await self._connect(kernel["kernel"], scope, receive, send)
        elif scope["type"] == "http" and not _NO_PAGE.search(scope["path"]):
            tab = dict(scope["headers"]).get(TAB, b"").decode("latin-1")
            full = None if self.places.has(tab) else self.places.full(client_of(scope, without="new"))
            await (self.app if full is None else _answer(full, scope))(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _connect(self, tab: str, scope: Scope, receive: Receive, send: Send) -> None:
        full = self.places.enter(tab, client_of(scope))
        if full is not None:
            await receive()
            if "websocket.http.response" in scope.get("extensions", {}):
                await _answer(full, scope)(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": 1013})
            return
        try:
            await self.app(scope, receive, send)
        finally:
            self.places.leave(tab)


def client_of(scope: Scope, without: str = "no cookie") -> Client:
    """Return the visitor who sends a request. The address is the proxy's, unless the proxy passes on the visitor's.

    `without` names the session of a request that has no cookie.
    """
    address = scope["client"][0] if scope.get("client") else ""
    header = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin-1")
    session = solara.server.server.get_session_id_cookie(cookie_parser(header))
    return Client(session or f"{without} {address}", address)


def _answer(full: Full, scope: Scope) -> HTMLResponse:
    query = parse_qs(scope["query_string"].decode("latin-1"))
    language = valid(query.get("lang", [""])[-1])
    return HTMLResponse(page(full, language, query), 503, {"retry-after": "30", "cache-control": "no-store"})


def install() -> Places:
    """Put `Capacity` before Solara's pages, once, and return its places. Raises `InputError` for a bad quota."""
    application: Any = solara.server.starlette.app
    if not hasattr(application.state, "places"):
        most = quota()
        # Solara's own bound makes visitors wait, so it is never to be reached.
        solara.server.settings.kernel.max_count = SOCKETS * most.tabs
        application.state.places = Places(most, solara.server.kernel_context.contexts)
        inside = application.middleware_stack or application.build_middleware_stack()
        application.middleware_stack = Capacity(inside, application.state.places)
    places: Places = application.state.places
    return places


def current_client() -> Client:
    """Return the visitor for whom the calling code works. Call it in the context of the visitor's tab."""
    return install().client(solara.get_kernel_id())
