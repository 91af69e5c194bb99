"""The patterns of the About page: read from the written page, shown in both languages."""

import re
from dataclasses import replace

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from dashboard.content import patterns
from experiments.evidence.validation.catalogue import PATTERNS
from experiments.output.texts_sources import source_of

PAGE = """# Patterns

| | pattern (source), and what is measured | expected | model | result |
| --- | --- | --- | --- | --- |
| **P6** | **More (Andersen)** | imposed (M14) |  | **fail** |
|  | the same as substitutes | below 0 | 1,234.5 [−0.1, 2,000.0] | pass |
|  | the same as substitutes | below 0 | 0.0043 [0.0039, 0.0047] | fail |
"""
BY_CODE = {one.code: one for one in PATTERNS}
WHY = BY_CODE["P25"].criteria[0].why
FAILING = replace(BY_CODE["P6"].criteria[-1], why=WHY)
SIX = replace(BY_CODE["P6"], criteria=(*BY_CODE["P6"].criteria[:-1], FAILING))
"""P6, whose last measure fails with the explanation of P25."""


def items(language, places=patterns.PLACES):
    return {item["code"]: item for group in patterns.groups(language, places) for item in group["items"]}


def test_without_a_page_there_is_nothing(tmp_path):
    assert patterns.groups("en", (tmp_path / "none.md",)) == []


def test_rows_are_read_and_told_in_both_languages(tmp_path, monkeypatch):
    monkeypatch.setattr(patterns, "PATTERNS", (SIX,))
    path = tmp_path / "patterns.md"
    path.write_text(PAGE)
    en, nb = (items(language, (tmp_path / "none.md", path))["P6"] for language in ("en", "nb"))
    assert [row["value"] for row in en["rows"]] == ["1,234.5 [−0.1, 2,000.0]", "0.0043 [0.0039, 0.0047]"]
    assert nb["rows"][0]["value"] == "1\N{NO-BREAK SPACE}234,5 [−0,1; 2\N{NO-BREAK SPACE}000,0]"
    assert nb["title"].startswith("Mer offentlig innsats kan senke egen innsats")
    assert (nb["source"], nb["verdict"], nb["kind"]) == (source_of(SIX.source, "nb"), "ikke bestått", "fail")
    assert [(row["text"], row["kind"]) for row in nb["rows"]] == [
        ("det samme som erstattende", "pass"), ("det samme som erstattende", "fail"),
    ]  # fmt: skip
    assert en["notes"] == [SIX.criteria[-1].why.english, SIX.remark.english]
    assert [note[:14] for note in nb["notes"]] == [WHY.text("nb")[:14], "I regelen er o"]


def test_the_page_that_is_there_is_shown_whole_in_both_languages():
    found = patterns.measured() | {code: rows for code, (_, rows) in patterns.filed().items()}
    assert len(found) == len(patterns.known()) > 30
    for language in ("en", "nb"):
        told = items(language)
        assert set(told) == set(found)
        for code, item in told.items():
            assert len(item["rows"]) == len(found[code].rows), code
            assert item["verdict"] and all(all(row.values()) for row in item["rows"]), code


def test_every_pattern_is_in_a_group_that_counts_it():
    counted = [[int(n) for n in re.findall(r"\d+", one["tally"])] for one in patterns.groups("en")]
    assert sum(judged + sum(rest) for _, judged, *rest in counted) == len(patterns.known())
    assert tuple(counted[0][:2]) == patterns.independent()


def test_every_pattern_has_its_own_words_in_norwegian():
    for one in PATTERNS:
        for text in one.texts():
            en, nb = text.text("en"), text.text("nb")
            assert en.strip() and nb.strip() and en != nb, one.code
            assert not re.search(r"\b(the|and|with|than)\b", nb), (one.code, nb)
