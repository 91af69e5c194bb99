"""Links to pages of documentation that the server shows."""

from __future__ import annotations

from dashboard.classroom.web.plans import DOCUMENTS, address_of, plan_page
from dashboard.texts.common import text
from samskaping.language import Language


def document(name: str, language: Language) -> dict[str, str] | None:
    """Return title, its language and address of a page of documentation that the server shows; None for any other.

    `other` names the language of a page that the reader's does not have.
    """
    if name not in DOCUMENTS:
        return None
    title, _, found = plan_page(name, language, "/class")
    written_in = text("page_in_nb" if found == "nb" else "page_in_en", language)
    other = "" if found == language else f" ({written_in})"
    return {"title": title, "lang": found, "path": f"/class{address_of(name, language)}", "other": other}
