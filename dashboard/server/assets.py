"""The files that Solara includes in the page by name, with our texts filled in.

They show a message while the page loads and when its connection is lost. No component is there then to pass on texts.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from functools import cache
from pathlib import Path

from dashboard.texts.frame import FRAME
from dashboard.texts.languages import DEFAULT
from samskaping.language import languages

SOURCES = Path(__file__).resolve().parents[1] / "assets"
_PLACE = "/* TEXTS */ {}"
_KEYS = ("lost", "lost_help", "loading")


def script() -> str:
    """Return `custom.js` with the texts of every language."""
    texts = {language: {key: FRAME(key, language) for key in _KEYS} for language in languages()}
    written = json.dumps({"fallback": DEFAULT, "texts": texts}).replace("<", "\\u003c")
    source = (SOURCES / "custom.js").read_text("utf-8")
    if source.count(_PLACE) != 1:
        raise RuntimeError(f"custom.js must hold {_PLACE} once")
    return source.replace(_PLACE, written)


@cache
def folder() -> Path:
    """Return a folder with the files. It is removed when the server stops."""
    _folders.append(tempfile.TemporaryDirectory(prefix="samskaping-"))
    made = Path(_folders[-1].name)
    shutil.copytree(SOURCES, made, dirs_exist_ok=True)
    (made / "custom.js").write_text(script(), "utf-8")
    return made


_folders: list[tempfile.TemporaryDirectory[str]] = []
