"""The plans of a lesson and a workshop as pages: `docs/` has them, and an installed package a copy.

A teacher on somebody else's server has no `docs/`, so the server shows them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from samskaping.language import SOURCE, Language, in_nearest

PLANS = ("lesson-45", "workshop-90")
LANGUAGES: tuple[Language, ...] = (SOURCE, "nb")
"""The languages that plans are written in."""
FOLDERS = tuple(Path(__file__).resolve().parents[place] / "docs" for place in (1, 3))
"""Where plans are: in an installed package, and in the sources."""


def path_of(plan: str, language: Language) -> Path:
    """Return the file of one of `PLANS` in a language, as it is written there."""
    name = f"{plan}.md" if language == SOURCE else f"{plan}-{language}.md"
    return next(path for path in (folder / name for folder in FOLDERS) if path.is_file())


@cache
def plan_page(plan: str, language: Language, home: str) -> tuple[str, Markup, Language]:
    """Return title, HTML and language of one of `PLANS`, in the reader's language or the nearest that it has.

    `home` is the path of class mode. Links to plans lead to their pages, and other links to `docs/` become plain text.
    """
    found = in_nearest(dict(zip(LANGUAGES, LANGUAGES)), language)
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(path_of(plan, found).read_text(encoding="utf-8"))
    for token in tokens:
        token.children = token.children and _with_links(token.children, home)
    title = next(token.content for place, token in enumerate(tokens) if place and tokens[place - 1].tag == "h1")
    return title, Markup(parser.renderer.render(tokens, parser.options, {})), found


def _with_links(tokens: list[Token], home: str) -> list[Token]:
    """Return the parts of a paragraph with links that lead somewhere on this server."""
    kept, inside = [], False
    for token in tokens:
        if token.type == "link_open":
            name = Path(str(token.attrs["href"])).stem
            inside = name.removesuffix("-nb") in PLANS
            language = "nb" if name.endswith("-nb") else SOURCE
            token.attrs["href"] = f"{home}/plan/{name.removesuffix('-nb')}?lang={language}"
        if token.type not in ("link_open", "link_close") or inside:
            kept.append(token)
    return kept
