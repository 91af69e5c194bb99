"""PDF from the report's HTML, by WeasyPrint, which is an optional extra."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from agents.errors import InputError
from experiments.errors import installing


def printer() -> Any:
    """Return the module `weasyprint`, or raise `InputError` with what to install."""
    try:
        import weasyprint
    except ImportError:
        raise InputError(
            "--pdf needs WeasyPrint: {command}. Or leave out --pdf and print the HTML file from a browser",
            command=installing("report"),
        ) from None
    except OSError as error:  # its Python part is there, and its library of the system is not
        raise InputError(
            "--pdf needs Pango, which WeasyPrint found none of ({why}). On Debian and Ubuntu: apt install "
            "libpangoft2-1.0-0. Or leave out --pdf and print the HTML file from a browser",
            why=str(error).splitlines()[0][:120],
        ) from None
    return weasyprint


def _no_network(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError(f"the report needs no other file: {url}")


def pages_of(html: str) -> Any:
    """Return the document that WeasyPrint lays out; `pages` are its pages. Nothing outside the HTML is read."""
    return printer().HTML(string=html, url_fetcher=_no_network).render()


def write_pdf(html: str, path: Path) -> int:
    """Write the HTML as PDF to a path, and return the number of its pages."""
    document = pages_of(html)
    document.write_pdf(str(path))
    return len(document.pages)
