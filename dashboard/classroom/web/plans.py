"""Pages of `docs/` that the server shows: the plans of a lesson and a workshop, and pages that the dashboard names.

A visitor of somebody else's server has no `docs/`. An installed package has a copy of these files.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from samskaping.language import SOURCE, Language, in_nearest

PLANS = ("lesson-45", "workshop-90")
DOCUMENTS = ("robustness", "evidence", "questions")
"""Pages that the page about the model and that of questions name."""
LANGUAGES: tuple[Language, ...] = (SOURCE, "nb")
"""The languages that these pages may be written in."""
FOLDERS = tuple(Path(__file__).resolve().parents[place] / "docs" for place in (1, 3))
"""Where the files are: in an installed package, and in the sources."""

_ANCHOR = re.compile(r'^<a id="([\w-]+)"></a>\n(?=#+ (.*)$)', re.MULTILINE)
_LINKED = re.compile(r"\]\(#([^)]+)\)")


def files_of(name: str) -> dict[Language, Path]:
    """Return the files of one of `PLANS` or `DOCUMENTS` by the language that they are written in."""
    names = {language: f"{name}.md" if language == SOURCE else f"{name}-{language}.md" for language in LANGUAGES}
    places = {language: [folder / file for folder in FOLDERS] for language, file in names.items()}
    there = {language: [path for path in paths if path.is_file()] for language, paths in places.items()}
    return {language: paths[0] for language, paths in there.items() if paths}


def address_of(name: str, language: Language) -> str:
    """Return the address of a page below that of class mode, such as `/docs/evidence?lang=nb`."""
    return f"/{'plan' if name in PLANS else 'docs'}/{name}?lang={language}"


@cache
def plan_page(name: str, language: Language, home: str) -> tuple[str, Markup, Language]:
    """Return title, HTML and language of one of these pages, in the reader's language or the nearest that it has.

    `home` is the path of class mode. Links to these pages lead there, other links become plain text, and figures are
    left out. A heading has the id of the anchor above it, or of its words where the page links to them. Tables can be
    scrolled sideways.
    """
    files = files_of(name)
    found = in_nearest({code: code for code in files}, language)
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    written = files[found].read_text(encoding="utf-8")
    tokens = parser.parse(_ANCHOR.sub("", written))
    headings = [following.content for token, following in pairwise(tokens) if token.type == "heading_open"]
    linked = set(_LINKED.findall(written))
    anchors = {heading: slug for heading in headings if (slug := _slug(heading)) in linked}
    anchors |= {heading: name for name, heading in _ANCHOR.findall(written)}
    for token, following in zip(tokens, [*tokens[1:], None]):
        if token.type == "heading_open" and following is not None and following.content in anchors:
            token.attrs["id"] = anchors[following.content]
        token.children = token.children and _with_links(token.children, home, anchors.values())
    title = next(token.content for place, token in enumerate(tokens) if place and tokens[place - 1].tag == "h1")
    return title, Markup(parser.renderer.render(_with_wide(tokens), parser.options, {})), found


def _slug(heading: str) -> str:
    """Return the anchor that a link within the file has for a heading without one of its own."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _with_wide(tokens: list[Token]) -> list[Token]:
    """Return a page with a box around each table that scrolls where it is too wide, named by the heading above."""
    made, heading = [], ""
    for place, token in enumerate(tokens):
        if token.type == "inline" and tokens[place - 1].type == "heading_open":
            heading = token.content
        if token.type == "table_open":
            label = Markup('<div class="wide" tabindex="0" role="group" aria-label="{}">').format(heading)
            made.append(Token("html_block", "", 0, content=str(label)))
        made.append(token)
        if token.type == "table_close":
            made.append(Token("html_block", "", 0, content="</div>"))
    return made


def _with_links(tokens: list[Token], home: str, anchors: Collection[str]) -> list[Token]:
    """Return the parts of a paragraph with links to anchors of the page or to this server, and without figures."""
    kept, inside = [], False
    for token in tokens:
        if token.type == "link_open":
            path, _, anchor = str(token.attrs["href"]).partition("#")
            stem = Path(path).stem
            name, language = stem.removesuffix("-nb"), "nb" if stem.endswith("-nb") else SOURCE
            inside = name in (*PLANS, *DOCUMENTS) if path else unquote(anchor) in anchors
            token.attrs["href"] = home + address_of(name, language) if path else f"#{unquote(anchor)}"
        if token.type == "image" or (token.type in ("link_open", "link_close") and not inside):
            continue
        kept.append(token)
    return kept
