"""Tests of the names of tests on the page of questions, which its values keep in the words of the runs' version."""

from __future__ import annotations

from experiments.evidence.asking.report.today import name_today

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
