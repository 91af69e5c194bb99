"""The comparison of two revisions: it sees a single bit, knows renamed columns, and asks only for what both know."""

from __future__ import annotations

import math

import pytest
from compare_revisions import aliases, bits, cases, differences, main, renamed


def test_one_bit_is_seen() -> None:
    before = {"trust": bits([0.5, 0.25]), "fit": bits([math.nan, 1.0])}
    assert differences(before, before) == []
    now = {**before, "trust": bits([0.5, math.nextafter(0.25, 1.0)])}
    assert differences(before, now) == [("trust", "row 1: 0.25 -> 0.25000000000000006")]


def test_columns_that_only_one_revision_has_are_seen() -> None:
    assert differences({"old": bits([1.0])}, {"new": bits([1.0])}) == [
        ("new", "only in this tree"),
        ("old", "only in the other revision"),
    ]


def test_renamed_columns_are_compared() -> None:
    table = aliases(["old=new"])
    before = renamed({"old": bits([1.0]), "groups: old": bits([2.0])}, table)
    assert differences(before, {"new": bits([1.0]), "groups: new": bits([2.0])}) == []


def test_settings_that_a_revision_does_not_know_are_left_out() -> None:
    chosen = cases(["TPA"], ["halo"], {"trust.gain", "mechanisms.halo"})
    assert {name for case in chosen for name in case.get("parameters", {})} == {"trust.gain", "mechanisms.halo"}


@pytest.mark.parametrize("arguments", [["no-such-revision"], ["HEAD", "--renamed", "uptake"]])
def test_bad_input_gives_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err
