"""The pages of class mode as HTML. They are plain pages with forms; a script only keeps them up to date."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import segno
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dashboard.classroom.codes import REASON, spaced
from dashboard.classroom.room import Room
from dashboard.classroom.rooms import HOURS, IDLE
from dashboard.texts.classroom import CLASS, ROLE
from dashboard.texts.common import text
from dashboard.texts.languages import choices
from samskaping.language import Language

ASSETS = Path(__file__).resolve().parent / "assets"
FILES = {"room.css": "text/css; charset=utf-8", "room.js": "text/javascript; charset=utf-8"}


@cache
def asset(name: str) -> bytes:
    """Return one of `FILES`."""
    return (ASSETS / name).read_bytes()


@cache
def version_of(name: str) -> str:
    """Return the beginning of a file's hash, which stands in its address, so that browsers may keep the file."""
    return hashlib.sha256(asset(name)).hexdigest()[:12]


@lru_cache(maxsize=64)
def qr(url: str) -> Markup:
    """Return a QR code as inline SVG."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(out.getvalue().decode())  # made of a matrix, not of anybody's text


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dashboard.classroom.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"version_of": version_of, "spaced": spaced, "REASON": REASON}
    return environment


def main_part(template: str, language: Language, **values: Any) -> tuple[str, str]:
    """Return what stands in the page's `main`, and a name of its contents, which changes when they do."""

    def words(key: str, **given: Any) -> str:
        return CLASS(key, language, **given)

    made = _environment().get_template(template)
    html = made.render(
        t=words, common=lambda key: text(key, language), role=lambda key: ROLE(key, language), lang=language,
        hours=int(HOURS), idle=int(IDLE), **values,
    )  # fmt: skip
    return html, hashlib.sha256(html.encode()).hexdigest()[:16]


def whole(
    main: tuple[str, str], language: Language, *, root: str, title: str, kind: str, links: Mapping[str, str]
) -> str:
    """Return a whole page around its `main`.

    `root` is the server's path, `kind` a class of the body, and `links` this page's address in each language.
    """
    html, version = main

    def words(key: str, **given: Any) -> str:
        return CLASS(key, language, **given)

    others = [(one["code"], one["name"], links[one["code"]]) for one in choices() if one["code"] != language]
    layout = _environment().get_template("layout.html.jinja")
    return layout.render(
        t=words, lang=language, root=root, title=title, kind=kind, main=Markup(html), version=version, others=others
    )


def room_title(room: Room, language: Language) -> str:
    """Return the title of a room's pages."""
    return CLASS("room_title", language, code=spaced(room.code))
