"""Tables in pipes and narrow terminals: no column is ever lost, and COLUMNS says how wide a line may be."""

import pytest

from experiments.output.terminal import WIDTH, console, show, table

LONG = ("rules.aggregation.revision_interval", "needs.wickedness")
NUMBERS = [(f"{paradigm} {index}", {"justify": "right", "no_wrap": True}) for paradigm in ("TPA", "NPG")
           for index in ("sigma", "mu_star")]  # fmt: skip


def wide():
    """A table of Morris' indices whose numbers alone fill a hundred columns."""
    columns = [("factor", {}), ("", {"overflow": "fold"}), *NUMBERS]
    return table("Morris", columns, [[name, "x" * 40, *["1,234,567.123 ± 234,567.123"] * 4] for name in LONG])


@pytest.mark.parametrize("columns", ["", "40", "100", "120", "300"])
def test_a_table_loses_no_column_and_cuts_no_number(columns, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    show(wide())
    printed = capsys.readouterr().out
    for word in (*LONG, "factor", "TPA sigma", "NPG mu_star"):
        assert word in printed
    assert printed.count("1,234,567.123 ± 234,567.123") == 8 and "…" not in printed
    assert printed.replace(" ", "").count("x" * 12) >= 2


@pytest.mark.parametrize("columns, width", [("60", 60), ("", WIDTH), ("0", WIDTH), ("wide", WIDTH), ("-5", WIDTH)])
def test_columns_says_how_wide_a_pipe_is(columns, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    assert console().width == width


def test_a_number_and_its_per_cent_sign_stay_together(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "10")
    show(table("", [("outcome", {}), ("in", {"justify": "right"})], [["fit", "100 %"]]))
    assert "100 %" in capsys.readouterr().out


def test_words_are_wrapped_to_the_width_asked_for(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "50")
    show(table("", [("name", {}), ("meaning", {})], [["trust", "a sentence of several words " * 5]]))
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 50
