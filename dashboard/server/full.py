"""The page that a full server shows, in the visitor's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal
from urllib.parse import urlencode

from dashboard.texts.languages import choices
from dashboard.texts.server import FULL
from samskaping.language import Language


@dataclass(frozen=True)
class Full:
    """Why there is no place: `what` is full, and holds `most`."""

    what: Literal["all", "visitor", "address", "tab"]
    most: int


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
<p>{others}</p></main>
</body></html>
"""


def page(full: Full, language: Language, query: Mapping[str, Sequence[str]]) -> str:
    """Return the page as HTML. The links on it keep `query`, the query of the link that the visitor opened."""

    def link(to: Language) -> str:
        return escape("?" + urlencode({**query, "lang": to}, doseq=True))

    others = [
        f'<a href="{link(one["code"])}" lang="{one["code"]}">{escape(one["name"])}</a>'
        for one in choices()
        if one["code"] != language
    ]
    later = f"<p>{escape(FULL('later', language))}</p>" if full.what == "all" else ""
    return _PAGE.format(
        language=language,
        title=escape(FULL("title", language)),
        why=escape(FULL(full.what, language, most=full.most)),
        later=later,
        again=escape(FULL("again", language)),
        again_link=link(language),
        others=" ".join(others),
    )
