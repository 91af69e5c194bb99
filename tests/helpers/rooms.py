"""A browser of a room without a network: it calls the application, and keeps its cookies."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from starlette.types import ASGIApp


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    text: str

    def header(self, name: str) -> str:
        """Return a header's value, or ""."""
        return next((value for key, value in self.headers if key == name), "")


@dataclass
class Browser:
    """Somebody at a network address, with cookies by path."""

    app: ASGIApp
    address: str = "192.0.2.1"
    cookies: dict[tuple[str, str], str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._send("GET", path, b"")

    def post(self, path: str, form: dict[str, str] | bytes | None = None) -> Answer:
        """Send a form."""
        body = form if isinstance(form, bytes) else urlencode(form or {}).encode()
        return self._send("POST", path, body)

    def _send(self, method: str, path: str, body: bytes) -> Answer:
        path, _, query = path.partition("?")
        sent = "; ".join(f"{name}={value}" for (at, name), value in self.cookies.items() if path.startswith(at))
        headers = [(b"host", b"class.example.no"), (b"cookie", sent.encode())]
        scope: dict[str, Any] = {
            "type": "http", "method": method, "scheme": "http", "path": path, "raw_path": path.encode(),
            "root_path": "", "query_string": query.encode(), "headers": headers, "client": (self.address, 1),
            "server": ("localhost", 80), "http_version": "1.1",
        }  # fmt: skip
        events: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(event: Any) -> None:
            events.append(event)

        asyncio.run(self.app(scope, receive, send))
        kept = [(name.decode(), value.decode()) for name, value in events[0]["headers"]]
        for name, value in kept:
            found = re.match(r"([\w-]+)=([^;]*); Path=([^;]*);", value) if name == "set-cookie" else None
            if found:
                self.cookies[found[3], found[1]] = found[2]
        return Answer(events[0]["status"], kept, b"".join(event.get("body", b"") for event in events[1:]).decode())


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now
