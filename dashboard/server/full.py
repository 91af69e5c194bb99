"""The page that a full server shows, in the visitor's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal
from urllib.parse import urlencode

from experiments.output.texts import LANGUAGES, Language


@dataclass(frozen=True)
class Full:
    """Why there is no place: what is full, and how many it holds."""

    what: Literal["all", "visitor", "address", "tab"]
    most: int


_TEXTS: dict[str, tuple[str, str]] = {
    "all": (
        "All {most} places on this server are taken.",
        "Alle de {most} plassene på denne serveren er opptatt.",
    ),
    "visitor": (
        "You already have {most} tabs open here. Close one of them, and try again.",
        "Du har allerede {most} faner åpne her. Lukk en av dem, og prøv igjen.",
    ),
    "address": (
        "{most} tabs are already open from your network. Somebody there has to close one.",
        "Det er allerede {most} faner åpne fra nettverket ditt. Noen der må lukke en fane.",
    ),
    "tab": (
        "This tab has too many connections.",
        "Denne fanen har for mange forbindelser.",
    ),
    "title": ("The server is full", "Serveren er full"),
    "later": ("A place is free when somebody closes a tab.", "Det blir ledig plass når noen lukker en fane."),
    "again": ("Try again", "Prøv igjen"),
    "other": ("Norsk", "English"),
}

_PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ margin: 0; color: #1b2733; font: 17px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif }}
header {{ background: #12283c; color: #fff; padding: 12px 18px; font-weight: 700 }}
main {{ max-width: 640px; margin: 8vh auto; padding: 0 18px }}
a {{ color: #00508f }}
a.again {{ display: inline-block; padding: 8px 18px; border-radius: 6px; background: #00508f; color: #fff }}
</style></head>
<body data-testid="full">
<header>samskaping</header>
<main><h1>{title}</h1><p>{why}</p>{later}
<p><a class="again" href="{again_link}">{again}</a></p>
<p><a href="{other_link}" lang="{other_language}">{other}</a></p></main>
</body></html>
"""


def page(full: Full, language: Language, query: Mapping[str, Sequence[str]]) -> str:
    """Return the page as HTML. `query` is that of the link, which the visitor is to keep."""
    place, other = LANGUAGES.index(language), LANGUAGES[1 - LANGUAGES.index(language)]
    texts = {key: text[place].format(most=full.most) for key, text in _TEXTS.items()}

    def link(to: Language) -> str:
        return "?" + urlencode({**query, "lang": to}, doseq=True)

    return _PAGE.format(
        language=language, title=texts["title"], why=texts[full.what], again=texts["again"], other=texts["other"],
        later=f"<p>{texts['later']}</p>" if full.what == "all" else "", other_language=other,
        again_link=escape(link(language)), other_link=escape(link(other)),
    )  # fmt: skip
