"""Pattern validation: declarations agree with docs/evidence.md, verdicts match known cases, the page is up to date."""

import json
import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from agents.errors import InputError
from experiments.cli.command_line import main
from experiments.evidence.validation import PATTERNS, probes, report
from experiments.evidence.validation.arms import ARMS, LARGE_TOWN, SMALL_TOWN, large_town, small_town
from experiments.evidence.validation.declare import Criterion, above, below, change, of, relative, shown, within
from experiments.evidence.validation.page import page, place_of
from experiments.evidence.validation.verdicts import Outcome, chosen, judge, planned
from model.references import cite, short
from model.town.municipalities import municipality
from samskaping.language import Keyed
from tests.each import each
from tests.model.parameters.test_texts import norwegian_faults

ROOT = Path(__file__).resolve().parents[3]
EVIDENCE = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "patterns.md").read_text(encoding="utf-8")
ROWS = {row[0]: row[1:] for row in re.findall(r"^\| (P\d+) \| (.*) \| (.*) \| (.*) \|$", EVIDENCE, re.MULTILINE)}


# --- declarations ------------------------------------------------------------------------------------------------


def test_every_pattern_of_the_evidence_list_is_declared_once():
    assert [pattern.code for pattern in PATTERNS] == list(ROWS)


@each("pattern", PATTERNS)
def test_a_pattern_says_of_its_place_what_the_evidence_list_says(pattern):
    _, _, place = ROWS[pattern.code]
    assert pattern.imposed == place
    wholly = place.startswith("imposed") and "emergent" not in place
    assert pattern.place == ("imposed" if wholly else "emergent" if place.startswith("emergent") else "imposed in part")


@each("pattern", PATTERNS)
def test_a_source_is_in_the_evidence_list(pattern):
    _, source, _ = ROWS[pattern.code]
    wanted = pattern.source.replace("@", "(odd.md#")
    assert wanted in source, f"{wanted!r} is not in the row of {pattern.code}: {source}"


@each("pattern", PATTERNS)
def test_texts_are_there_in_both_languages(pattern):
    for text in pattern.texts():
        english, norwegian = text.text("en"), text.text("nb")
        assert english and norwegian and english != norwegian
        assert "  " not in english + norwegian
        assert norwegian_faults(norwegian) == [], norwegian


@each("pattern", PATTERNS)
def test_a_test_is_fixed_beforehand(pattern):
    assert pattern.arms and pattern.criteria
    for criterion in pattern.criteria:
        bounded = math.isfinite(criterion.low) or math.isfinite(criterion.high)
        assert bounded == criterion.judged
        assert criterion.judged or criterion.why is None
    assert pattern.unverified or any(criterion.judged for criterion in pattern.criteria)


def test_what_is_to_be_verified_is_not_judged():
    for code, row in ROWS.items():
        if "To be verified" in " ".join(row):
            pattern = next(p for p in PATTERNS if p.code == code)
            assert pattern.unverified or "not verified" in pattern.remark.english, code


def test_small_and_large_towns_are_so():
    for k in range(20):
        assert 0.7 * SMALL_TOWN < municipality(small_town(k)).population < 1.3 * SMALL_TOWN
        assert 0.7 * LARGE_TOWN < municipality(large_town(k)).population < 1.3 * LARGE_TOWN
    assert len({small_town(k) for k in range(50)}) == 50


def test_every_arm_can_be_run_and_is_used():
    used = {arm.name for pattern in PATTERNS for arm in pattern.arms}
    assert used == set(ARMS)
    planned(PATTERNS, 100, 2)  # checks each


# --- verdicts ----------------------------------------------------------------------------------------------------


def found(**columns):
    """Return what two arms would find: A has zeros, B the values given."""
    table = pd.DataFrame(columns, dtype=float)
    return {"A": table * 0 + 1, "B": table}


@each(
    ("values", "criterion", "holds"),
    [
        ([1.0, 2.0, 3.0], above("x", of("B", "v")), False),  # 2 +- 2.48
        ([1.9, 2.0, 2.1], above("x", of("B", "v")), True),
        ([0.0, 0.0, 0.0], above("x", of("B", "v")), False),  # nothing is not above nothing
        ([0.0, 0.0, 0.0], below("x", of("B", "v")), False),
        ([-1.9, -2.0, -2.1], below("x", of("B", "v")), True),
        ([1.9, 2.0, 2.1], within("x", of("B", "v"), 1.5, 2.5), True),
        ([1.9, 2.0, 2.1], within("x", of("B", "v"), 1.5, 2.2), False),  # 2 +- 0.248 crosses 2.2
        ([1.9, 2.0, 2.1], above("x", change("v", "A", "B")), True),
        ([0.9, 1.0, 1.1], above("x", change("v", "A", "B")), False),
        ([1.4, 1.5, 1.6], within("x", relative("v", "A", "B"), 0.2, 0.8), True),
    ],
)
def test_a_criterion_by_hand(values, criterion, holds):
    pattern = replace(PATTERNS[0], criteria=(criterion,), unverified=None)
    outcome = judge(pattern, found(v=values))
    assert outcome.judged[0].passed is holds
    assert outcome.verdict == ("pass" if holds else "fail")


def verdict(*criteria: Criterion, values=(1.9, 2.0, 2.1), unverified=None) -> Outcome:
    pattern = replace(PATTERNS[0], criteria=criteria, unverified=unverified)
    return judge(pattern, found(v=list(values)))


def test_one_criterion_that_fails_is_enough():
    good, bad = above("a", of("B", "v")), below("c", of("B", "v"))
    assert verdict(good, bad).verdict == "fail"
    assert verdict(good, shown("e", of("B", "v"))).verdict == "pass"


def test_one_seed_and_unverified_sources_cannot_be_judged():
    good = above("a", of("B", "v"))
    assert verdict(good, values=[2.0]).verdict == "cannot be judged"
    assert verdict(good, unverified=Keyed("", "why")).verdict == "cannot be judged"


def test_an_explanation_that_no_longer_fits_is_reported():
    explained = above("a", of("B", "v"), "since")
    unexplained = below("c", of("B", "v"))
    assert len(report.stale([verdict(explained)])) == len(report.stale([verdict(unexplained)])) == 1
    assert report.stale([verdict(above("a", of("B", "v")))]) == []
    assert "no longer agree" in page([verdict(explained)], 1, 1)


# --- probes ---------------------------------------------------------------------------------------------------


def test_slopes_are_found_again():
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(2, 4000))
    plain = probes.slopes(3 * a - 2 * b, {"a": a, "b": b, "none": np.ones(4000)}, standard=False)
    assert plain == pytest.approx({"a": 3, "b": -2, "none": 0})
    standard = probes.slopes(3 * a - 2 * b, {"a": 10 * a, "b": b})
    assert standard["a"] == pytest.approx(3 / math.sqrt(13), abs=0.03)


def test_seats_count_who_leaves_when():
    class Citizens:
        meetings = np.zeros(3, int)

    class Model:
        citizens, town = Citizens(), type("Town", (), {"arenas": None})()

    class Arenas:
        def __init__(self, *members):
            self.member = np.array(members)

    seats, model = probes.Seats(), Model()
    seats.observe(model, False)
    for meetings, members in (([1, 1, 0], (0, -1)), ([2, 1, 0], (0, -1)), ([3, 1, 0], (-1, -1))):
        model.citizens.meetings, model.town.arenas = np.array(meetings), Arenas(*members)
        seats.observe(model, False)
    # Citizens 0 and 1 came first and 1 left at once; 0 came twice more, and left after the last.
    assert seats.measures() == {"leave_first": 0.5, "leave_later": 0.5}


# --- the page ----------------------------------------------------------------------------------------------------


def cells():
    """Return the rows of the page's table, cells without their emphasis."""
    lines = [line for line in PAGE.split("## What are the results?")[1].splitlines() if line.startswith("| ")]
    return [[cell.strip().strip("*") for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def test_the_page_says_what_is_declared():
    wanted = []
    for pattern in PATTERNS:
        source = cite(pattern.source, lambda key: f"[{short(key)}](odd.md#{key})")
        wanted.append([pattern.code, f"{pattern.title.english} ({source})", place_of(pattern)])
        wanted += [["", criterion.text.english, report.expected(criterion)] for criterion in pattern.criteria]
    assert [row[:3] for row in cells()] == wanted, "run `samskaping validate --write docs/patterns.md` again"


def test_failures_on_the_page_are_explained():
    assert "no longer agree" not in " ".join(PAGE.split())
    results = [row[-1] for row in cells() if not row[0]]
    criteria = [criterion for pattern in PATTERNS for criterion in pattern.criteria]
    assert [result == "fail" for result in results] == [criterion.why is not None for criterion in criteria]
    for criterion in criteria:
        if criterion.why is not None:
            assert criterion.why.english in " ".join(PAGE.split())


def test_numbers_on_the_page_agree_with_its_verdicts():
    def number(text):
        return float(text.replace("\N{MINUS SIGN}", "-").replace(",", ""))

    criteria = [criterion for pattern in PATTERNS for criterion in pattern.criteria]
    rows = [row for row in cells() if not row[0]]
    for criterion, (_, _, _, value, result) in zip(criteria, rows, strict=True):
        low, high = re.search(r"\[(\S+), (\S+)\]", value).groups()
        if result == "pass":
            assert number(low) >= criterion.low and number(high) <= criterion.high


# --- the command -------------------------------------------------------------------------------------------------


def test_the_command_judges_and_writes(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = ["--citizens", "150", "--seeds", "2", "--jobs", "1", "--patterns", "p31, P4,P30"]
    assert main(["validate", *asked, "-o", "out", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(dict.fromkeys(row["code"] for row in told["patterns"])) == ["P4", "P30", "P31"]
    assert {row["verdict"] for row in told["patterns"] if row["code"] == "P30"} == {"cannot be judged"}
    tenders = [row for row in told["patterns"] if row["code"] == "P31"]
    assert 0.01 < tenders[0]["mean"] < 0.04 and tenders[0]["low"] < tenders[0]["high"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "manifest.json", "patterns.csv", "patterns.json", "patterns.md",
    ]  # fmt: skip
    written = pd.read_csv(tmp_path / "out" / "patterns.csv")
    assert list(written["mean"]) == pytest.approx([row["mean"] for row in told["patterns"]])


def test_the_table_in_norwegian(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = ["--citizens", "100", "--seeds", "2", "--patterns", "P7", "--quiet"]
    assert main(["validate", *asked, "-o", "quiet"]) == 0
    assert capsys.readouterr().out.strip() == "quiet"
    assert main(["validate", *asked[:-1], "-o", "out", "--lang", "nb"]) == 0
    told = capsys.readouterr().out
    assert "Fledderus" in told and "delvis innebygd" in told and "tilliten" in told


def test_a_dry_run_runs_nothing(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["validate", "--dry-run", "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert plan["runs"] == len(ARMS) * plan["seeds"] and len(plan["patterns"]) == len(PATTERNS)
    assert not list(tmp_path.iterdir())


@each(
    ("arguments", "said"),
    [
        (["--patterns", "P15"], "unknown pattern 'P15'"),
        (["--patterns", ","], "no pattern"),
        (["--seeds", "0"], "--seeds = 0 is not valid: it must be a whole number from 1 to 50"),
        (["--seeds", "51"], "from 1 to 50"),
        (["--citizens", "3"], "citizens"),
        (["--patterns", "P3", "--write", "x.md"], "--write"),
        (["--write", "nowhere/x.md"], "no folder nowhere"),
        (["--write", "x.txt"], "Markdown"),
    ],
)
def test_bad_input_is_refused_before_anything_runs(arguments, said, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    assert main(["validate", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == before


def test_patterns_are_chosen_by_code():
    assert [pattern.code for pattern in chosen(["p13", "P3"])] == ["P3", "P13"]
    with pytest.raises(InputError, match="P31"):
        chosen(["P311"])
