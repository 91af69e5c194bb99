"""The comparison of two revisions: it sees a single bit, knows renamed columns, and asks only for what both know."""

from __future__ import annotations

import math

import pytest
from compare_revisions import aliases, as_toml, bits, cases, differences, keep, main, renamed

from experiments.cli import command_line
from experiments.runs import versions


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


def test_the_version_names_both_hashes_of_models_that_compute_the_same(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(versions, "EQUAL", tmp_path / "equal_models.toml")
    listed = [{"model": "a" * 16, "code": "e" * 16}, {"model": "b" * 16}]  # earlier lists have no `code`
    versions.EQUAL.write_text(as_toml(versions.model_hash(), listed))
    assert command_line.main(["--version"]) == 0
    said = capsys.readouterr().out
    assert f"model {'e' * 16} (code), {'a' * 16} (code and data)" in said
    assert f"model ? (code), {'b' * 16} (code and data)" in said


def test_a_revision_that_computes_the_same_is_listed_until_the_model_changes(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(versions, "EQUAL", tmp_path / "equal_models.toml")
    monkeypatch.setattr("compare_revisions.TREE", tmp_path)
    monkeypatch.setattr(versions, "model_hash", lambda: "b" * 16)
    keep({"model": "a" * 16, "code": "e" * 16, "cases": 3}, "0123456789abcdef")
    assert versions.same_results("e" * 16) and not versions.same_results("")  # pages name the code alone
    assert versions.same_results("a" * 16) and versions.same_results("b" * 16) and not versions.same_results("c" * 16)
    monkeypatch.setattr(versions, "model_hash", lambda: "c" * 16)
    assert not versions.same_results("a" * 16)  # the model has changed since
    keep({"model": "b" * 16, "cases": 3}, "fedcba9876543210")  # equal to `b`, and so to what was equal to it
    assert versions.same_results("a" * 16) and versions.same_results("b" * 16)
    keep({"model": "d" * 16, "cases": 3}, "fedcba9876543210")  # another past: nothing is known of `a` and `b`
    assert versions.same_results("d" * 16) and not versions.same_results("a" * 16)
