"""A page of the dashboard without a browser: what it asks for, and what comes back over its websocket."""

from __future__ import annotations

import contextlib
import json
import socket
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from http.client import HTTPMessage
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.browser import PATIENCE

SMALL = "/?citizens=100&months=3&seeds=1"


def ask(
    url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes | None = None
) -> tuple[int, HTTPMessage, bytes]:
    """Return status, headers and body of an answer, whatever the status."""
    request = urllib.request.Request(url, method=method, headers=dict(headers or {}), data=body)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.headers, refused.read()


def raw(address: str, sent: bytes) -> bytes:
    """Send bytes to a server and return the beginning of what it answers, b"" where it only hangs up."""
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as line, contextlib.suppress(ConnectionError):
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        return line.recv(4096)
    return b""


def frame(kind: str, content: Any, **changed: Any) -> str:
    """Return a frame as a page sends it, with parts of it replaced."""
    header = {
        "msg_id": uuid.uuid4().hex, "msg_type": kind, "session": "s", "username": "", "version": "5.3",
        "date": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    whole = {"header": header, "parent_header": {}, "metadata": {}, "channel": "shell", "buffers": []}
    return json.dumps(whole | {"content": content} | changed)


def call(channel: str, data: Any, **changed: Any) -> str:
    """Return a frame for one of the page's channels."""
    return frame("comm_msg", {"comm_id": channel, "data": data}, **changed)


class Visitor:
    """A visitor with a cookie and one page."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookie = ask(f"{address}/")[1]["Set-Cookie"].partition(";")[0]
        self.kernel, self.page = str(uuid.uuid4()), str(uuid.uuid4())

    @property
    def socket(self) -> str:
        """The address of the page's websocket."""
        return (
            f"{self.address.replace('http', 'ws', 1)}/jupyter/api/kernels/{self.kernel}/channels?session_id={self.page}"
        )

    @property
    def closing(self) -> str:
        """The address to which the page says that it is closed."""
        return f"{self.address}/_solara/api/close/{self.kernel}?session_id={self.page}"

    @contextlib.contextmanager
    def connected(self, origin: str | None = "", name: str = "") -> Iterator[ClientConnection]:
        """Open the websocket.

        `origin` is the site of the page that asks, by default this server's own; None sends none. `name` is what the
        page calls the server.
        """
        _, _, where = self.address.partition("://")
        host, _, port = where.partition(":")
        address = self.socket.replace(where, name, 1) if name else self.socket
        with connect(
            address,
            sock=socket.create_connection((host, int(port)), timeout=PATIENCE),
            additional_headers={"Cookie": self.cookie},
            origin=self.address if origin == "" else origin,  # type: ignore[arg-type]
            open_timeout=PATIENCE,
            proxy=None,
        ) as line:
            yield line

    def leave(self) -> int:
        """Close the page as a browser does; return the answer's status."""
        return ask(self.closing, method="POST", headers={"Cookie": self.cookie, "Origin": self.address})[0]


def open_channel(line: ClientConnection, target: str = "solara.control", **changed: Any) -> str:
    """Open a channel and return its name."""
    channel = uuid.uuid4().hex
    line.send(frame("comm_open", {"comm_id": channel, "target_name": target, "data": {}}, **changed))
    return channel


def answer(line: ClientConnection, channel: str, opened: list[str] | None = None) -> dict[str, Any]:
    """Return the data of the next message on a channel; `opened` gets the channels that the server opens before."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        got = line.recv(timeout=PATIENCE)
        if isinstance(got, str):
            message = json.loads(got)
            if opened is not None and message["header"]["msg_type"] == "comm_open":
                opened.append(message["content"]["comm_id"])
            if message["header"]["msg_type"] == "comm_msg" and message["content"]["comm_id"] == channel:
                data: dict[str, Any] = message["content"]["data"]
                return data
    raise TimeoutError(f"nothing came on {channel}")


def show(line: ClientConnection, path: str = SMALL, opened: list[str] | None = None) -> str:
    """Draw the page, as a browser does when it has loaded; return the channel that controls it.

    `opened` gets the channels of the page's components.
    """
    line.send(frame("kernel_info_request", {}))
    control = open_channel(line)
    themes: dict[str, Any] = {"light": {}, "dark": {}}
    line.send(
        call(control, {"method": "run", "args": {"path": path, "dark": False, "themes": themes, "appName": None}})
    )
    assert answer(line, control, opened)["method"] == "finished"
    return control
