"""Visitors without a browser: their pages are on the server, and all messages reach them, but nothing is drawn.

Thirty browsers take more of a small machine than the server that they measure.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Sequence
from typing import Any

from websockets.sync.client import ClientConnection

from tests.browser import PATIENCE
from tests.helpers.websocket import Visitor, call, frame, open_channel

SLIDER = "needs.wickedness"


PANEL, STATUS = {"bounds", "levels"}, {"percent", "cancelled"}
"""Values that only the panel has, and only the status."""


class Guest:
    """One visitor, in a thread. It opens the page, and moves a slider when asked."""

    def __init__(self, url: str, path: str, who: int, values: Sequence[float], go: threading.Event) -> None:
        """`values` are what it moves the slider to."""
        self._url, self._path, self._who, self._values, self._go = url, path, who, values, go
        self.ready, self.full = threading.Event(), list[float]()
        self.error: BaseException | None = None
        self._panel = self._status = self._key = ""
        self._complete = False
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            with Visitor(self._url).connected() as line:
                self._visit(line)
        except BaseException as error:
            self.error = error
        finally:
            self.ready.set()

    def _visit(self, line: ClientConnection) -> None:
        line.send(frame("kernel_info_request", {}))
        control = open_channel(line)
        themes: dict[str, Any] = {"light": {}, "dark": {}}
        asked = {"path": self._path, "dark": False, "themes": themes, "appName": None}
        line.send(call(control, {"method": "run", "args": asked}))
        self._listen(line, PATIENCE, lambda: self._complete and bool(self._panel))
        self.ready.set()
        while not self._go.is_set():
            self._listen(line, 0.1, lambda: False)
        for move, value in enumerate(self._values):
            before, began = self._key, time.monotonic()
            data = {"n": move + 1, "name": SLIDER, "value": value}
            line.send(call(self._panel, {"method": "custom", "content": {"event": "set", "data": data}}))
            self._listen(line, PATIENCE, lambda before=before: self._complete and self._key != before)
            self.full.append(time.monotonic() - began)
            self._listen(line, 1 + self._who % 5, lambda: False)  # time that people look before they move again

    def _listen(self, line: ClientConnection, seconds: float, done: Any) -> None:
        """Take messages until `done`, or for so many seconds."""
        until = time.monotonic() + seconds
        while not done():
            left = until - time.monotonic()
            if left <= 0:
                if seconds == PATIENCE:
                    raise TimeoutError("the page was not complete in time")
                return
            try:
                self._take(line.recv(timeout=left))
            except TimeoutError:
                continue

    def _take(self, got: str | bytes) -> None:
        """Note the channels of the panel and the status, and what the status says."""
        if not isinstance(got, str) or (self._panel and self._status and self._status not in got):
            return
        message = json.loads(got)
        content = message["content"]
        if message["header"]["msg_type"] == "comm_open":
            state = content["data"].get("state", {})
            if PANEL <= state.keys():
                self._panel = content["comm_id"]
            if STATUS <= state.keys():
                self._status = content["comm_id"]
        elif message["header"]["msg_type"] == "comm_msg" and content["comm_id"] == self._status:
            state = content["data"].get("state", {})
        else:
            return
        if self._status == content["comm_id"]:
            self._key, self._complete = state.get("key_", self._key), state.get("complete", self._complete)
