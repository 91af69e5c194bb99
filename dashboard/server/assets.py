"""The files that Solara includes in the page by name, with our texts filled in.

They show a message while the page loads and when its connection is lost. No component is there then to pass on texts.
"""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path

from dashboard.texts.frame import FRAME
from dashboard.texts.languages import DEFAULT
from samskaping.language import formats_of, languages, preferred

SOURCES = Path(__file__).resolve().parents[1] / "assets"
_PARTS = ("outbox.js", "terms.js", "wide.js")
_PLACE = "/* TEXTS */ {}"
_KEYS = ("lost", "lost_help", "loading", "busy")


def script() -> str:
    """Return all scripts as one, with the texts of every language: Solara includes one by name."""
    texts = {language: {key: FRAME(key, language) for key in _KEYS} for language in languages()}
    locales = {one: preferred(formats_of(one)) for one in languages()}  # browsers know few languages' numbers
    written = json.dumps({"fallback": DEFAULT, "texts": texts, "locales": locales}).replace("<", "\\u003c")
    source = (SOURCES / "custom.js").read_text("utf-8")
    if source.count(_PLACE) != 1:
        raise RuntimeError(f"custom.js must hold {_PLACE} once")
    return "".join((SOURCES / name).read_text("utf-8") for name in _PARTS) + source.replace(_PLACE, written)


def folders() -> list[Path]:
    """Return the folders that Solara looks for assets in: our texts filled in, then our files as they are."""
    return [_made(), SOURCES]


def remove() -> None:
    """Remove the folder that `folders` made."""
    while _temporary:
        _temporary.pop().cleanup()
    _made.cache_clear()


@cache
def _made() -> Path:
    """Return a new folder of this process alone, in which only this user may write."""
    _temporary.append(tempfile.TemporaryDirectory(prefix="samskaping-"))
    made = Path(_temporary[-1].name)
    (made / "custom.js").write_text(script(), "utf-8")
    return made


_temporary: list[tempfile.TemporaryDirectory[str]] = []
