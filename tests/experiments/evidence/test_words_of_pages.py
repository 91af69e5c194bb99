"""Tests of words on pages that come from elsewhere: sources are written in English."""

from __future__ import annotations

import re
from pathlib import Path

from experiments.evidence.asking.question import shipped
from experiments.evidence.asking.reading import load_question
from experiments.evidence.asking.report.names import source_in

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_sources_of_questions_are_in_the_language_of_the_page():
    for name in shipped():
        said = source_in(load_question(name).source, "nb")
        assert not re.search(r"(?i)\b(slide|lecture|closing|the|and|municipality)\b|'", said), said


def test_norwegian_pages_cite_works_in_norwegian():
    cited = [
        work for page in DOCS.glob("*-nb.md") for work in re.findall(r"\[([^]]*)\]\(odd\.md#", page.read_text("utf-8"))
    ]
    english = r"n\.d\.|et al\.|municipality|Lecture|Ministry|Statistics"
    assert cited and not [work for work in cited if re.search(english, work)]
