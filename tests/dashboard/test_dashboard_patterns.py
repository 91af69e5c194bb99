"""The patterns of the About page: read from the written page, told in both languages."""

import re

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from dashboard.content import patterns
from experiments.evidence.validation.catalogue import PATTERNS
from experiments.evidence.validation.declare import Pattern, above, below, of

PAGE = """# Patterns

| | pattern (source), and what is measured | expected | model | result |
| --- | --- | --- | --- | --- |
| **P6** | **More (Andersen)** | imposed (M14) |  | **fail** |
|  | effort | above 0 | 1,234.5 [−0.1, 2,000.0] | pass |
|  | the same | below 0 | 0.0043 [0.0039, 0.0047] | fail |
|  | the same | below 0 | −0.0015 [−0.0034, −0.0004] | pass |
"""
SAME = ("the same", "det samme")
SIX = Pattern(
    "P6", ("More effort", "Mer innsats"), "survey fact 7", "imposed", "imposed (M14)", "imposed", (),
    (
        above(("effort", "innsats"), of("NPG", "x")),
        below(SAME, of("NPG", "x"), why=("Too little.", "For lite.")),
        below(SAME, of("NPG", "y")),
    ),
)  # fmt: skip


def items(language, places=patterns.PLACES):
    return {item["code"]: item for group in patterns.groups(language, places) for item in group["items"]}


def test_without_a_page_there_is_nothing(tmp_path):
    assert patterns.groups("en", (tmp_path / "none.md",)) == []


def test_rows_are_read_and_told_in_both_languages(tmp_path, monkeypatch):
    monkeypatch.setattr(patterns, "PATTERNS", (SIX,))
    path = tmp_path / "patterns.md"
    path.write_text(PAGE)
    en, nb = (items(language, (tmp_path / "none.md", path))["P6"] for language in ("en", "nb"))
    assert [row["value"] for row in en["rows"]] == [
        "1,234.5 [−0.1, 2,000.0]", "0.0043 [0.0039, 0.0047]", "−0.0015 [−0.0034, −0.0004]",
    ]  # fmt: skip
    assert nb["rows"][0]["value"] == "1\N{NO-BREAK SPACE}234,5 [−0,1; 2\N{NO-BREAK SPACE}000,0]"
    assert (nb["title"], nb["source"], nb["verdict"], nb["kind"]) == (
        "Mer innsats", "undersøkelsesfunn 7", "ikke bestått", "fail",
    )  # fmt: skip
    assert [(row["text"], row["kind"]) for row in nb["rows"]] == [
        ("innsats", "pass"), ("det samme", "fail"), ("det samme", "pass"),
    ]  # fmt: skip
    assert (en["notes"], nb["notes"]) == (["Too little."], ["For lite."])


def test_the_page_that_is_there_is_shown_whole_in_both_languages():
    found = patterns.measured()
    assert len(found) > 20
    for language in ("en", "nb"):
        told = items(language)
        assert set(told) == set(found)
        for code, item in told.items():
            assert len(item["rows"]) == len(found[code].rows), code
            assert item["verdict"] and all(all(row.values()) for row in item["rows"]), code


def test_every_pattern_has_its_own_words_in_norwegian():
    for one in PATTERNS:
        texts = [one.title, one.unverified, one.remark]
        for criterion in one.criteria:
            texts += [criterion.text, criterion.why]
        for en, nb in filter(None, texts):
            assert en.strip() and nb.strip() and en != nb, one.code
            assert not re.search(r"\b(the|and|with|than)\b", nb), (one.code, nb)
