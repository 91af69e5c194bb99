"""The bibliography `references.bib`: short citations and reference lists.

The reader handles only the form of this file. An entry begins with `@type{key,` and ends with `}` on a line of its own.
Each field has one line, `name = {value},`. Texts cite a work as `@key`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("references.bib")
CITATION = re.compile(r"(?<!\w)@([a-z][a-z0-9-]*[a-z0-9])")
MECHANISM = re.compile(r"\b[MP]\d{1,2}\b")
_ENTRY = re.compile(r"^@(\w+)\{([^,\s]+),\n(.*?)^\}$", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"^  (\w+) = \{(.*)\},$", re.MULTILINE)


@cache
def entries() -> dict[str, dict[str, str]]:
    """Return {key: {field: value}} of all works, in the file's order; the kind of work is the field `type`."""
    text = FILE.read_text(encoding="utf-8").replace(r"\&", "&")
    return {key: {"type": kind, **dict(_FIELD.findall(body))} for kind, key, body in _ENTRY.findall(text)}


def cited_keys(text: str) -> tuple[str, ...]:
    """Return the keys of the works that a text cites as `@key`, each once, in order."""
    return tuple(dict.fromkeys(CITATION.findall(text)))


@cache
def works(code: str) -> tuple[str, ...]:
    """Return the keys of the works that support a mechanism (`M6`) or a pattern (`P19`)."""
    return tuple(key for key, entry in entries().items() if code in entry.get("keywords", "").split(", "))


def short(key: str) -> str:
    """Return a work as `Herd & Moynihan (2018)`; raise `KeyError` for a key that the bibliography lacks."""
    entry = entries()[key]
    names = [name.split(", ")[0].strip("{}") for name in _authors(entry)]
    who = " & ".join(names) if len(names) < 3 else f"{names[0]} et al."
    return f"{who} ({entry.get('year', 'n.d.')})"


def cite(text: str, shown: Callable[[str], str] = short) -> str:
    """Return a text with each `@key` written as `shown(key)`."""
    return CITATION.sub(lambda match: shown(match[1]), text)


def full(key: str) -> str:
    """Return a work as a line of a reference list, in Markdown."""
    entry = entries()[key]
    names = [_initials(name) for name in _authors(entry)]
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} & {names[-1]}".replace(" & others", " et al.")
    issue = entry.get("volume", "") + (f"({entry['number']})" if "number" in entry else "")
    journal = (f"*{entry['journal']}*", issue, entry.get("pages", "").replace("--", "–")) if "journal" in entry else ()
    part_of_a_whole = journal or "booktitle" in entry
    address = f"https://doi.org/{entry['doi']}" if "doi" in entry else entry.get("url", "")
    sentences = (
        f"{who} ({entry.get('year', 'n.d.')})",
        entry["title"] if part_of_a_whole else f"*{entry['title']}*",
        ", ".join(part for part in journal if part),
        f"In *{entry['booktitle']}*" if "booktitle" in entry else "",
        *(entry.get(field, "") for field in ("publisher", "institution", "howpublished", "note")),
    )
    line = " ".join(s if s.rstrip("*").endswith("?") else f"{s}." for s in sentences if s)
    return f"{line} <{address}>" if address else line


def ordered(keys: Iterable[str]) -> list[str]:
    """Return keys in the order of a reference list: by authors, then year."""
    return sorted(set(keys), key=lambda key: (full(key).casefold(), key))


def _authors(entry: dict[str, str]) -> list[str]:
    """Return the authors as the file has them; or the journal where an entry has no author."""
    authors = entry.get("author", f"{{{entry.get('journal', entry['title'])}}}")
    return re.split(r" and (?![^{]*\})", authors)


def _initials(name: str) -> str:
    """Return "Herd, Pamela" as "Herd, P."; an organisation, in braces, stays as it is."""
    family, comma, given = name.partition(", ")
    letters = re.sub(r"(\w)\w*\.?", r"\1.", given)
    return f"{family}, {letters}" if comma else name.strip("{}")
