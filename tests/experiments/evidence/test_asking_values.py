"""Values of a question's tests are written by what they are: shares in per cent, differences with a sign."""

import json
from pathlib import Path

from experiments.evidence.asking.report import kept
from experiments.evidence.asking.report.names import Names

VALUES = Path(__file__).resolve().parents[3] / "docs" / "values" / "questions.json"
NAMES = {"words": {}, "arms": {}, "conditions": {}}
ROW = {"name": "NPG", "outcome": "", "relative": False}


def test_a_value_is_written_by_what_it_is():
    cases = [
        ("joint", "NPG", 0.5, "50 %"), ("joint", "NPG", 0.074, "7.4 %"), ("weightings", "NPG", 0.0092, "0.9 %"),
        ("ranks", "top", 0.607, "60.7 %"), ("ranks", "tau", -0.333, "\N{MINUS SIGN}0.33"), ("box", "lift", 1.5, "1.50"),
        ("contrast", "top", 0.607, "+0.607"), ("contrast", "NPG", float("nan"), "–"),
    ]  # fmt: skip
    wrong = []
    for kind, name, value, right in cases:
        written = Names({**NAMES, "kind": kind}, "en").value(value, {**ROW, "name": name})
        if written != right:
            wrong.append((kind, name, value, written))
    assert wrong == []
    assert Names({**NAMES, "kind": "joint"}, "nb").value(0.074, ROW) == "7,4 %"


def test_the_page_names_the_statistic_of_shares_in_the_table_and_the_paragraph():
    values = {one["question"]: one for one in json.loads(VALUES.read_text(encoding="utf-8"))["questions"]}
    cases = {
        "better-and-cheaper": ("Thick co-creation better and cheaper, share of seeds: ", "0 % [0 %, 7.4 %]", "50 %"),
        "right-wing": ("share of weightings: Thick co-creation, first: right", "0.9 % [0.9 %, 0.9 %]", "66.7 %"),
        "obstacles": ("service fit: same three first, share of bootstraps", "60.7 %", "90 %"),
    }  # fmt: skip
    for name, (called, value, needed) in cases.items():
        page = kept.on_the_page(values[name], "en")
        row = page["rows"][0]
        assert row["name"].startswith(called) and (row["value"], row["needed"]) == (value, needed), row
        assert needed in page["paragraph"] and "+0." not in page["paragraph"], page["paragraph"]


def test_a_cell_is_named_by_its_arm_and_condition_and_shared_parts_once():
    arms, conditions = {"A": {"en": "Thick"}, "B": {"en": "Thin"}}, {"x": {"en": "Today"}, "y": {"en": "Cut"}}
    names = Names({**NAMES, "arms": arms, "conditions": conditions, "kind": "contrast"}, "en")
    assert [names(name) for name in ("A@x − B@x", "A@x − A@y", "A@x − B@y", "A@x+y")] == [
        "Thick − Thin, Today", "Today − Cut (Thick)", "Thick (Today) − Thin (Cut)", "Thick (Today + Cut)",
    ]  # fmt: skip
