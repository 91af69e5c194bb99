"""Headers that protect a page in its visitor's browser: allowed scripts, allowed frames and the cookie."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache

from dashboard.server.options import Options

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL | re.IGNORECASE)


def headers(options: Options, scripts: tuple[str, ...] = ()) -> list[tuple[bytes, bytes]]:
    """Return the headers of every answer; `scripts` are the hashes of scripts that may stand in the page."""
    content = {
        "default-src": "'none'",
        # Solara compiles the components' templates in the browser, which browsers count as `eval`.
        "script-src": " ".join(("'self'", "'unsafe-eval'", *scripts)),
        "style-src": "'self' 'unsafe-inline'",  # Vue and Vuetify set styles on elements
        "font-src": "'self' data:",  # KaTeX in Solara's style sheet
        "img-src": "'self' data: blob:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return _lines(content, options)


def _lines(content: Mapping[str, str], options: Options) -> list[tuple[bytes, bytes]]:
    """Return the headers with this content security policy, and with the sites that may frame the page."""
    frames = " ".join(("'self'", *options.frames)) if options.frames else "'none'"
    lines = {
        "content-security-policy": "; ".join(
            f"{name} {value}" for name, value in {**content, "frame-ancestors": frames}.items()
        ),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }
    if not options.frames:  # this older header knows no list of sites
        lines["x-frame-options"] = "DENY"
    return [(name.encode(), value.encode()) for name, value in lines.items()]


def page_headers(options: Options, html: str) -> list[tuple[bytes, bytes]]:
    """Return the headers of the page itself. They keep caches from storing its cookie."""
    return [*headers(options, script_hashes(html)), (b"cache-control", b"no-store")]


@lru_cache(maxsize=8)
def script_hashes(html: str) -> tuple[str, ...]:
    """Return the hashes of the scripts that stand in a page, as a content security policy names them."""
    texts = {found["text"] for found in _SCRIPT.finditer(html) if "src=" not in found["attributes"]}
    digests = sorted(base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
    return tuple(f"'sha256-{digest}'" for digest in digests)


def room_headers(options: Options) -> list[tuple[bytes, bytes]]:
    """Return the headers of pages of rooms: plain pages with forms, whose scripts and styles are files."""
    content = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
    }
    return _lines(content, options)


def cookie(name: str, value: str, options: Options, secure: bool, path: str = "", max_age: int | None = None) -> bytes:
    """Return a `Set-Cookie`: unreadable for scripts, gone when the browser is closed or after `max_age` seconds.

    It is sent to pages below `path`, a path below the root path.
    """
    parts = [f"{name}={value}", f"Path={options.root_path + path or '/'}", "HttpOnly"]
    if max_age is not None:
        parts.append(f"Max-Age={max_age}")
    if secure and options.frames:  # a browser sends no other cookie from within another site's page
        parts += ["SameSite=None", "Secure", "Partitioned"]
    else:
        parts += ["SameSite=Lax", *(["Secure"] if secure else [])]
    return "; ".join(parts).encode()
