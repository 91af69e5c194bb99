"""What a page may send over its websocket. Solara acts on much more than the dashboard's pages send.

Solara passes on whatever a frame names: ipyvue, for one, imports any module and calls any class that a frame asks for.
So only the messages that the pages send are let through. `check` knows them; `tests/faults/test_dashboard_attacks.py`
sends others.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

LONGEST = 64 * 1024
"""Bytes of the longest frame: far more than the longest link takes."""
LARGEST = 1e300
"""The largest number; a browser's end a little above."""
TARGETS = {"solara.control", "jupyter.widget.control"}
TRAITS = ("location", "dark_effective")
"""What a page may set without an event: where the browser is, and whether its theme is dark."""

_NAME = re.compile(r"[a-z][a-z_]{0,39}")
_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
_HALF_LETTER = re.compile(r"\\u[dD][89a-fA-F]")
_TEXTS = ("msg_id", "session", "username", "version", "date")


class FrameError(ValueError):
    """A frame that no page of the dashboard sends. `code` closes the websocket (RFC 6455, section 7.4.1)."""

    def __init__(self, message: str, code: int = 1008) -> None:
        super().__init__(message)
        self.code = code


def check(frame: str | bytes) -> None:
    """Raise `FrameError` unless a page of the dashboard sends such frames."""
    if isinstance(frame, bytes):
        raise FrameError("a binary frame", 1003)
    if len(frame) > LONGEST:
        raise FrameError("a frame that is too long", 1009)
    message = _object(_parsed(frame), "the message")
    header = _object(message.get("header"), "the header")
    if any(not isinstance(header.get(name, ""), str) for name in _TEXTS):
        raise FrameError("a header whose values are not text")
    if message.get("channel") not in ("shell", "control") or message.get("buffers", []) != []:
        raise FrameError("a channel or buffers of another kind")
    _object(message.get("metadata", {}), "the metadata")
    kind = header.get("msg_type")
    content = _object(message.get("content", {}), "the content")
    if kind in ("kernel_info_request", "shutdown_request"):
        return
    if kind == "comm_info_request":
        if not isinstance(content.get("target_name", ""), str):
            raise FrameError("a target that is not text")
        return
    if kind not in ("comm_open", "comm_msg", "comm_close"):
        raise FrameError("a message of an unknown type")
    if not _matches(_ID, content.get("comm_id")):
        raise FrameError("a channel without its name")
    data = _object(content.get("data", {}), "the data")
    if kind == "comm_open":
        _check_open(content, message.get("metadata", {}))
    elif kind == "comm_msg":
        _check_call(message, data)


def _parsed(frame: str) -> Any:
    """Return the frame's content. Raises `FrameError` for anything but JSON that can be encoded as UTF-8 again."""
    try:
        message = json.loads(frame, parse_constant=_refuse)
        if _HALF_LETTER.search(frame):
            json.dumps(message, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:  # a letter that cannot be encoded is a ValueError too
        raise FrameError("a frame that cannot be read", 1007) from error
    return message


def _refuse(name: str) -> None:
    raise FrameError(f"a number that is {name}", 1007)


def _check_open(content: dict[str, Any], metadata: dict[str, Any]) -> None:
    if content.get("target_name") not in TARGETS:
        raise FrameError("a channel that the pages do not open")
    if not isinstance(metadata.get("version", ""), str):
        raise FrameError("a version that is not text")


def _check_call(message: dict[str, Any], data: dict[str, Any]) -> None:
    """Check a message to the page's control (`run` and the like) or to one of its components."""
    if "buffers" not in message:
        raise FrameError("a message without its buffers")
    method = data.get("method")
    if method == "run":
        _check_run(_object(data.get("args"), "the arguments"))
    elif method == "reload":
        _check_path(data.get("path", "/"))
    elif method == "update":
        for name, value in _object(data.get("state", {}), "the state").items():
            if name == "location":
                _check_path(value)
            elif name not in TRAITS or not isinstance(value, bool):
                raise FrameError("a value that the pages do not set")
        if data.get("buffer_paths", []) != []:
            raise FrameError("buffers of another kind")
    elif method == "custom":
        content = _object(data.get("content"), "the event")
        if not set(content) <= {"event", "data"} or not _matches(_NAME, content.get("event")):
            raise FrameError("something other than an event")
        given = content.get("data")
        for value in given.values() if isinstance(given, dict) else [given]:
            _check_value(value)
    elif method not in ("app-status", "request_state", "request_states"):
        raise FrameError("a message that the pages do not send")


def _check_run(arguments: dict[str, Any]) -> None:
    themes = _object(arguments.get("themes") or {}, "the themes")
    if not set(themes) <= {"light", "dark"} or any(theme != {} for theme in themes.values()):
        raise FrameError("colours, which the pages leave as they are")
    if arguments.get("appName") is not None:
        raise FrameError("another page than the dashboard's")
    if not isinstance(arguments.get("dark", False), bool):
        raise FrameError("a theme that is neither dark nor light")
    _check_path(arguments.get("path", "/"))


def _check_value(value: Any) -> None:
    """Refuse what an event cannot bring: lists, objects in objects, and numbers that a browser does not have."""
    if isinstance(value, list | dict) or (isinstance(value, int | float) and not abs(value) <= LARGEST):
        raise FrameError("a value that no event brings")


def _check_path(value: Any) -> None:
    """Refuse anything but the path of an address, with its query."""
    try:
        parts = urlsplit(value) if isinstance(value, str) and value.startswith("/") else None
    except ValueError:
        parts = None
    if parts is None or parts.netloc:
        raise FrameError("an address that is not a path")


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise FrameError(f"{name} is not an object")
    return value


def _matches(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
