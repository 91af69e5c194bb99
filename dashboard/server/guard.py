"""A check of every request before Solara sees it. Solara gets only the headers that the pages need.

Left to itself, Solara takes the path of all pages from one visitor's header, and closes pages without asking whose
they are. It fetches scripts that a visitor names, and acts on any message. `Guard` is ASGI middleware around its
application.
"""

from __future__ import annotations

import hmac
import logging
import re
from collections.abc import Callable, Iterable
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs

from solara.server import kernel_context, settings
from solara.server.server import COOKIE_KEY_SESSION_ID
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from dashboard.server import capacity, frames, policy
from dashboard.server.options import PORTS, Options, parse_host, parse_origin, write_origin
from dashboard.server.tracebacks import ours
from dashboard.texts.languages import in_order
from samskaping.language import Message

log = logging.getLogger("samskaping.dashboard")

SESSION = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KERNEL = re.compile(r"/jupyter/api/kernels/([A-Za-z0-9._-]{1,128})/channels")
STILL_THERE = re.compile(r"/jupyter/api/kernels/[A-Za-z0-9._-]{1,128}")
"""Asked by a page that has lost its connection. The answer is the same for all."""
CLOSE = re.compile(r"/_solara/api/close/([A-Za-z0-9._-]{1,128})")
FILE = re.compile(r"/(?:static|jupyter/nbextensions)(?:/@?[A-Za-z0-9_-][A-Za-z0-9@+._-]{0,99}){1,12}")
ASSET = re.compile(r"/_solara/cdn((?:/@?[A-Za-z0-9_-][A-Za-z0-9@+._-]{0,99}){1,12})")
ROOMS = re.compile(r"/class(?:/[A-Za-z0-9._-]{1,64}){0,4}")
"""Rooms of classes; the path is ASCII."""
PAGE = re.compile(r"[A-Za-z0-9._-]{1,128}")
PASSED_ON = {b"accept-encoding", b"accept-language", b"content-length", b"if-none-match", capacity.TAB}
"""Headers that Solara gets unchanged. `Host` and the session's cookie are rewritten."""
BODY = 4096
"""Bytes of the longest body of a request; the pages send none."""


class Refusal(NamedTuple):
    """An answer given at once: an HTTP status, and the reason."""

    status: int
    reason: Message


NOT_FOUND = Refusal(404, Message("There is nothing at this address."))
MALFORMED = Refusal(400, Message("The request cannot be read."))
WRONG_METHOD = Refusal(405, Message("This address does not accept such requests."))
TOO_LARGE = Refusal(413, Message("The request is too large."))
FOREIGN = Refusal(403, Message("Another site sent this request."))


def wrong_host(host: str) -> Refusal:
    """Return the answer to a name that this server does not answer to."""
    return Refusal(
        400,
        Message(
            "This server does not answer to the name {host}. Its administrator can allow the name: "
            "samskaping dashboard --allow-host {host}",
            host=host,
        ),
    )


class Guard:
    """ASGI middleware: refuses what the pages do not ask for, and adds the headers that protect a page."""

    def __init__(self, app: ASGIApp, options: Options, page: Callable[[], str]) -> None:
        """Wrap `app`. `page` returns the HTML of the page, and only that page's own scripts may run."""
        self.app = app
        self.options = options
        self.rooms: ASGIApp | None = None
        """Serves `/class` and what lies below it, outside Solara."""
        self._page = page
        self._own: list[tuple[bytes, bytes]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    # --- requests ---

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, headers = self._path(scope), Headers(scope=scope)
        refusal = self._refusal(scope, path, headers)
        if refusal is not None:
            await self._refuse(scope, send, refusal)
            return
        if self._for_rooms(path):
            await self._to_rooms(scope, path, receive, send)
            return
        session = session_of(headers)
        own = self._page_headers() if path == "/" else policy.headers(self.options)

        async def answer(message: Event) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": self._answered(scope, path, message["headers"], own)}
            await send(message)

        await self.app(self._inner(scope, path, headers, session), receive, answer)

    def _for_rooms(self, path: str) -> bool:
        return self.rooms is not None and ROOMS.fullmatch(path) is not None

    async def _to_rooms(self, scope: Scope, path: str, receive: Receive, send: Send) -> None:
        own = policy.room_headers(self.options)

        async def answer(message: Event) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *own]}
            await send(message)

        assert self.rooms is not None
        await self.rooms({**scope, "path": path, "raw_path": path.encode(), "root_path": ""}, receive, answer)

    def _page_headers(self) -> list[tuple[bytes, bytes]]:
        """Return the page's headers. To hash its scripts the page is rendered, in production once only."""
        if self._own is None or settings.main.mode != "production":  # a developer may have changed a script
            self._own = policy.page_headers(self.options, self._page())
        return self._own

    def _refusal(self, scope: Scope, path: str, headers: Headers) -> Refusal | None:
        """Return why a request is not passed on to Solara, or None where it is."""
        if path == "/readyz":  # for monitoring, under any host name
            return None if scope["method"] in ("GET", "HEAD") else WRONG_METHOD
        refusal = self._wrong_host(headers)
        if refusal is not None:
            return refusal
        if not scope["query_string"].isascii():
            return MALFORMED
        if path == "/resourcez":
            return None if _knows_token(headers) else NOT_FOUND
        closing = CLOSE.fullmatch(path)
        if closing is not None:
            return self._refuse_closing(scope, closing[1], headers)
        if self._for_rooms(path) and scope["method"] == "POST":
            return self._refuse_form(scope, headers)
        asset = ASSET.fullmatch(path)
        known = path == "/" or self._for_rooms(path) or FILE.fullmatch(path) or STILL_THERE.fullmatch(path)
        if not known and not (asset is not None and _is_asset(asset[1])):
            return NOT_FOUND
        return None if scope["method"] in ("GET", "HEAD") else WRONG_METHOD

    def _wrong_host(self, headers: Headers) -> Refusal | None:
        hosts = headers.getlist("host")
        host = parse_host(hosts[0]) if len(hosts) == 1 else None
        if host is None:
            return MALFORMED
        return None if self.options.answers_to(host[0]) else wrong_host(host[0])

    def _refuse_closing(self, scope: Scope, kernel: str, headers: Headers) -> Refusal | None:
        """Refuse to close a page, unless its own visitor asks."""
        if scope["method"] != "POST":
            return WRONG_METHOD
        refusal = self._refuse_form(scope, headers)
        if refusal is not None:
            return refusal
        context, page = kernel_context.contexts.get(kernel), page_of(scope)
        if context is None or page not in context.page_status or context.session_id != session_of(headers):
            return NOT_FOUND
        return None

    def _refuse_form(self, scope: Scope, headers: Headers) -> Refusal | None:
        """Refuse what another site's page sends, and what is too long."""
        if not self._allows_origin(scope, headers):
            return FOREIGN
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > 9 or int(length) > BODY:
            return TOO_LARGE
        return None

    def _allows_origin(self, scope: Scope, headers: Headers) -> bool:
        """Return whether the page that asks is this server's own, or of a site that is allowed.

        Programs other than browsers send no `Origin`; every browser sends it with a websocket and with a `POST`.
        """
        origins = headers.getlist("origin")
        if not origins:
            return True
        origin = parse_origin(origins[0]) if len(origins) == 1 else None
        host = parse_host(headers.get("host", ""))
        if origin is None or host is None:
            return False
        if write_origin(origin) in self.options.origins:
            return True
        scheme, name, port = origin
        if scope["scheme"] in ("https", "wss") and scheme != "https":
            return False
        return name == host[0] and port == (host[1] or PORTS[scheme])

    # --- websockets ---

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, headers = self._path(scope), Headers(scope=scope)
        if not self._may_connect(scope, path, headers):
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        closed = False

        async def checked() -> Event:
            nonlocal closed
            message = await receive()
            if message["type"] != "websocket.receive" or closed:
                return message
            try:
                text = message.get("text")
                frames.check(message.get("bytes") or b"" if text is None else text)
            except frames.FrameError as refused:
                closed = True
                log.info("a websocket was closed: %s", refused)
                await send({"type": "websocket.close", "code": refused.code})
                return {"type": "websocket.disconnect", "code": refused.code}
            return message

        async def answer(message: Event) -> None:
            if not closed:
                await send(message)

        try:
            await self.app(self._inner(scope, path, headers, session_of(headers)), checked, answer)
        except Exception as error:
            if ours(error):
                raise
            log.info("a websocket ended with %s", type(error).__name__)

    def _may_connect(self, scope: Scope, path: str, headers: Headers) -> bool:
        kernel, page = KERNEL.fullmatch(path), page_of(scope)
        if kernel is None or page is None or self._wrong_host(headers) or not self._allows_origin(scope, headers):
            return False
        context = kernel_context.contexts.get(kernel[1])
        return context is None or context.session_id == session_of(headers)

    # --- requests to Solara, and its answers ---

    def _path(self, scope: Scope) -> str:
        """Return the path below the root path, whether or not a proxy has taken that away."""
        path: str = scope["path"]
        for root in (scope.get("root_path", ""), self.options.root_path):
            if root and (path == root or path.startswith(f"{root}/")):
                path = path[len(root) :]
        return path or "/"

    def _inner(self, scope: Scope, path: str, headers: Headers, session: str | None) -> Scope:
        """Return the request as Solara gets it: of this machine, without headers that it would act on."""
        kept = [(name, value) for name, value in headers.raw if name in PASSED_ON]
        kept.append((b"host", b"localhost"))
        if session is not None:
            kept.append((b"cookie", f"{COOKIE_KEY_SESSION_ID}={session}".encode()))
        return {**scope, "path": path, "raw_path": path.encode(), "root_path": "", "headers": kept}

    def _answered(
        self, scope: Scope, path: str, headers: Iterable[tuple[bytes, bytes]], own: list[tuple[bytes, bytes]]
    ) -> list[tuple[bytes, bytes]]:
        """Return Solara's headers with ours instead of its cookies."""
        replaced = {name for name, _ in own} | {b"set-cookie"}
        kept = [(name, value) for name, value in headers if name.lower() not in replaced]
        cookies = [value.decode("latin-1") for name, value in headers if name.lower() == b"set-cookie"]
        session = next((one for text in cookies if (one := _session_in(text)) is not None), None)
        if path == "/" and session is not None:
            secure = scope["scheme"] == "https"
            kept.append((b"set-cookie", policy.cookie(COOKIE_KEY_SESSION_ID, session, self.options, secure)))
        return kept + own

    async def _refuse(self, scope: Scope, send: Send, refusal: Refusal) -> None:
        body = "".join(f"{refusal.reason.text(language)}\n" for language in in_order()).encode()
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"), *policy.headers(self.options),
        ]  # fmt: skip
        await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def session_of(headers: Headers) -> str | None:
    """Return the visitor's session, or None where there is none that this server could have given."""
    for text in headers.getlist("cookie"):
        session = _session_in(text)
        if session is not None:
            return session
    return None


def page_of(scope: Scope) -> str | None:
    """Return the page (a tab) that a request is about, or None where it names none."""
    query = scope["query_string"]
    named = parse_qs(query.decode("ascii")).get("session_id", []) if query.isascii() else []
    return named[0] if len(named) == 1 and PAGE.fullmatch(named[0]) else None


def _session_in(text: str) -> str | None:
    try:
        morsel = SimpleCookie(text).get(COOKIE_KEY_SESSION_ID)
    except CookieError:
        return None
    return morsel.value if morsel is not None and SESSION.fullmatch(morsel.value) else None


def _knows_token(headers: Headers) -> bool:
    """Return whether the request has the token in SOLARA_RESOURCEZ_TOKEN, which the server's administrator sets."""
    token = getattr(settings.main, "resourcez_token", "")  # older versions of Solara have none
    given = headers.get("authorization", "")
    return bool(token) and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


def _is_asset(path: str) -> bool:
    """Return whether this machine has the file. Solara would fetch it otherwise, and delete a folder so named."""
    return (Path(settings.assets.proxy_cache_dir) / path[1:]).is_file()
