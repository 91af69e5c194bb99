"""Tests of words on pages that come from elsewhere: names that values keep from the runs, and sources in English."""

from __future__ import annotations

import re
from pathlib import Path

from experiments.evidence.asking.question import shipped
from experiments.evidence.asking.reading import load_question
from experiments.evidence.asking.report.today import name_today
from experiments.evidence.asking.report.words import source_in

DOCS = Path(__file__).resolve().parents[3] / "docs"

QUESTION = "not-in-my-field"
ENGLISH = "service fit: New public management − Thick co-creation, Codified knowledge, tame problems"
KEPT = "hvor godt tjenesten passer: New public management − Tykk samskaping, Nedskrevet kunnskap, enkle problemer"


def test_a_kept_name_is_written_in_todays_words():
    today = KEPT.replace("New public management", "Mål- og resultatstyring")
    assert name_today(QUESTION, {"en": ENGLISH, "nb": KEPT}, "nb") == today


def test_a_longer_name_goes_before_one_that_it_begins_with():
    english = "service fit: Thick co-creation, levelled − New public management, levelled"
    assert name_today(QUESTION, {"en": english, "nb": ""}, "nb").endswith(
        "Tykk samskaping, utjevnet − Mål- og resultatstyring, utjevnet"
    )


def test_a_name_with_a_part_that_the_question_lacks_stays():
    english = ENGLISH.replace("New public management", "An arm of an earlier file")
    assert name_today(QUESTION, {"en": english, "nb": KEPT}, "nb") == KEPT


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
