"""About the model: what it rests on, every number and its source, patterns, and what it cannot say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import solara

import model
from dashboard import controls
from dashboard.components import About
from dashboard.pages.words import written
from dashboard.texts import text, words
from dashboard.texts_about import ASSUMPTIONS, LIMITS
from dashboard.texts_units import source_of, unit_of
from dashboard.visitor import Visitor
from experiments.texts import Language
from model.outcomes import OUTCOMES

_WORDS = (
    "about",
    "about_lead",
    "assumptions",
    "limits",
    "patterns_title",
    "patterns_none",
    "outcomes_title",
    "outcomes_n",
    "parameters_title",
    "search",
    "name",
    "default",
    "range",
    "meaning",
    "source",
    "unit",
    "direction",
)
PATTERNS = (
    Path(__file__).resolve().parents[1] / "data" / "patterns.md",
    Path(model.__file__).resolve().parents[1] / "docs" / "patterns.md",
)
"""Where `samskaping validate` puts its table: packaged, or in the sources."""


@solara.component
def AboutPage(visitor: Visitor) -> None:
    """The page."""
    language = visitor.state.value.language
    k = int(language == "nb")
    declared = solara.use_memo(lambda: parameters(language), [language])
    About(
        t=words(language, *_WORDS),
        assumptions=[one[k] for one in ASSUMPTIONS],
        limits=[one[k] for one in LIMITS],
        patterns=solara.use_memo(patterns, []),
        outcomes=outcomes(language),
        parameters=declared,
        parameters_lead=text("parameters_lead", language, n=len(declared)),
    )


def parameters(language: Language) -> list[dict[str, Any]]:
    """Return every parameter and rule as a row of the table."""
    rows = []
    for one in controls.declared().values():
        bounds = "–".join(written(v, language) for v in (one.low, one.high) if v is not None)
        choices = ", ".join(written(word, language) for word in one.choices)
        rows.append(
            {
                "name": one.name,
                "range": bounds or choices,
                "unit": unit_of(one.unit, language),
                "source": source_of(one.source, language),
                "default": text("by_paradigm", language)
                if one.name.startswith("rules.")
                else written(one.default, language),
                "help": one.help_nb if language == "nb" else one.help_en,
            }
        )
    return rows


def outcomes(language: Language) -> list[dict[str, str]]:
    """Return every outcome as a row of the table."""
    return [
        {
            "name": one.name,
            "label": one.label_nb if language == "nb" else one.label_en,
            "unit": unit_of(one.unit, language),
            "help": one.help_nb if language == "nb" else one.help_en,
            "better": text(f"d_{one.better}", language),
        }
        for one in OUTCOMES
    ]


def _plain(line: str) -> str:
    """Return a line of Markdown without its marks: emphasis, code, and the addresses of links."""
    return re.sub(r"(?<!!)\[([^\]]+)\]\([^)]*\)", r"\1", line.strip().replace("*", "").replace("`", ""))


def patterns(places: tuple[Path, ...] = PATTERNS) -> list[dict[str, Any]]:
    """Return the table of patterns as blocks of text and tables; empty when there is none."""
    found = next((path for path in places if path.is_file()), None)
    if found is None:
        return []
    blocks: list[dict[str, Any]] = []
    for line in found.read_text(encoding="utf-8").splitlines():
        line = _plain(line)
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not blocks or "head" not in blocks[-1]:
                blocks.append({"head": cells, "rows": []})
            elif not all(set(cell) <= set("-: ") for cell in cells):
                blocks[-1]["rows"].append(cells)
        elif line and not line.startswith("!["):
            line = line.lstrip("# ")
            if blocks and "text" in blocks[-1] and not blocks[-1]["closed"]:
                blocks[-1]["text"] += " " + line
            else:
                blocks.append({"text": line, "closed": False})
        elif blocks and "text" in blocks[-1]:
            blocks[-1]["closed"] = True
    return blocks
