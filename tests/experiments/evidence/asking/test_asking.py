"""Questions with a rule fixed beforehand: verdicts on small tables where the right answer is known."""

import json
import math

import numpy as np
import pandas as pd
import pytest

from experiments.evidence.asking import verdicts
from experiments.evidence.asking.kinds import KINDS
from experiments.evidence.asking.reading import load_question
from experiments.evidence.asking.report.words import paragraphs
from experiments.evidence.asking.table import Table
from experiments.evidence.asking.verdicts import combined, decided, holm, row_of, settled
from tests.helpers.questions import BOX, DIFFERENCE, asked

NOISE = np.array([-0.004, 0.001, 0.003, 0.0, 0.002, -0.002, 0.004, -0.004])


def table(**cells: float | np.ndarray) -> Table:
    """Return fit by cell: the same noise by seed everywhere, and a little more where the cell is not the first."""
    values = {}
    for k, (name, mean) in enumerate(cells.items()):
        arm, _, condition = name.partition("__")
        fit = np.asarray(mean, float) if np.ndim(mean) else mean + NOISE + 0.2 * k * np.roll(NOISE, k)
        values[f"{arm}@{condition or 'today'}"] = {"fit": fit, "cost_per_met_need_public_nok": 1000.0 * fit}
    return Table(values)


def test_a_difference_is_upheld_beyond_the_smallest_relevant_effect_and_rejected_below_it():
    question = asked(DIFFERENCE)
    found = {
        gain: KINDS["contrast"].judge(question, table(TPA=0.5, NPG=0.5 + gain)).verdict for gain in (0.03, 0.01, 0.0201)
    }
    assert found == {0.03: "upheld", 0.01: "rejected", 0.0201: "undecided"}


def test_a_difference_in_differences_a_slope_and_a_share_of_the_level_are_contrasts():
    terms = '[rule]\nkind = "contrast"\n[[rule.tests]]\noutcomes = ["fit"]\nsense = "worse"\nterms = '
    shock = asked(terms + '{ "NPG@cut" = 1, "NPG@today" = -1, "TPA@cut" = -1, "TPA@today" = 1 }')
    judge = KINDS["contrast"].judge
    falls_more = table(TPA__today=0.6, TPA__cut=0.57, NPG__today=0.62, NPG__cut=0.55)
    falls_alike = table(TPA__today=0.6, TPA__cut=0.57, NPG__today=0.62, NPG__cut=0.59)
    assert judge(shock, falls_more).verdict == "upheld"
    assert judge(shock, falls_more).rows[0].mean == pytest.approx(0.04, abs=0.005)
    assert judge(shock, falls_alike).verdict == "rejected"
    cheaper = asked(DIFFERENCE.replace('["fit"]', '["cost_per_met_need_public_nok"]'))
    row = judge(cheaper, table(TPA=0.5, NPG=0.45)).rows[0]  # 10 % lower, and lower is better
    assert (row.relative, row.threshold, row.verdict) == (True, 0.03, "upheld")
    assert row.mean == pytest.approx(0.1, abs=0.005)
    assert row.name == "TPA \N{MINUS SIGN} NPG"  # what is taken from what, as the value has it


def test_a_difference_either_way_is_upheld_below_as_well_as_above():
    question = asked(DIFFERENCE + 'sense = "different"\n')
    judge = KINDS["contrast"].judge
    found = {gain: judge(question, table(TPA=0.5, NPG=0.5 + gain)).verdict for gain in (0.05, -0.05, 0.005, -0.005)}
    assert found == {0.05: "upheld", -0.05: "upheld", 0.005: "rejected", -0.005: "rejected"}


def test_seeds_are_added_until_half_the_interval_is_a_third_of_the_smallest_effect():
    from experiments.evidence.asking.asked import seeds_needed

    question = asked(DIFFERENCE)
    wide = table(TPA=0.5, NPG=0.5 + 8 * np.roll(NOISE, 3))
    judged = KINDS["contrast"].judge(question, wide)
    half = (judged.rows[0].high - judged.rows[0].low) / 2
    assert seeds_needed(judged, 8) == math.ceil(8 * (half / (0.02 / 3)) ** 2) > 8
    assert seeds_needed(KINDS["contrast"].judge(question, table(TPA=0.5, NPG=0.53)), 8) == 8


def test_holm_corrects_p_values_together():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    corrected = holm([0.01, math.nan])
    assert corrected[0] == pytest.approx(0.02) and math.isnan(corrected[1])


def test_verdicts_are_combined_as_declared():
    cases = {
        "any": {("upheld", "rejected"): "upheld", ("rejected", "rejected"): "rejected",
                ("undecided", "rejected"): "undecided"},
        "all": {("upheld", "upheld"): "upheld", ("upheld", "rejected"): "rejected",
                ("undecided", "upheld"): "undecided"},
        "split": {("upheld", "upheld"): "upheld", ("upheld", "rejected"): "undecided"},
    }  # fmt: skip
    wrong = [
        (how, given) for how, table in cases.items() for given, right in table.items() if combined(given, how) != right
    ]
    assert wrong == []


def test_tests_without_a_group_are_combined_as_the_rule_says():
    two = DIFFERENCE.replace('["fit"]', '["fit", "cost_per_met_need_public_nok"]')
    assert two != DIFFERENCE
    better_and_dearer = table(TPA=0.5, NPG=0.55)
    for combine, right in (("any", "upheld"), ("all", "rejected")):
        question = asked(two.replace('kind = "contrast"', f'kind = "contrast"\ncombine = "{combine}"'))
        assert KINDS["contrast"].judge(question, better_and_dearer).verdict == right, combine


def test_a_group_behind_a_gate_counts_only_where_the_gate_is_upheld():
    def judged(gain: float) -> verdicts.Judged:
        fields = {"name": "", "outcome": "fit"}
        rows = [
            row_of(gain + NOISE, 0.02, group="gain", **fields),
            row_of(0.1 + NOISE, 0.0, group="carries", gate="gain", **fields),
        ]
        return decided(settled(rows), "split", {})

    assert judged(0.05).verdict == "upheld"
    assert judged(0.01).verdict == "undecided"
    assert [group.note for group in judged(0.01).groups] == ["gate", "shut"]


def test_weightings_ask_who_would_put_an_arm_first_whatever_the_scaling():
    rule = """
[rule]
kind = "weightings"
least = 0.667
most = 0.333
draws = 200
sets = { argued = ["NPG", "TPA"] }
supporters = { fit = 1.0, cost_per_met_need_public_nok = 9.0 }
opponents = { fit = 9.0, cost_per_met_need_public_nok = 1.0 }
scales.wide = { fit = 0.02, cost_per_met_need_public_nok = 0.03 }
"""
    question = asked(rule)

    def verdict(npg_fit: float, npg_cost: float) -> verdicts.Judged:
        values = {
            "TPA@today": {"fit": 0.5 + NOISE, "cost_per_met_need_public_nok": 1000.0 + NOISE},
            "NPG@today": {"fit": npg_fit + NOISE, "cost_per_met_need_public_nok": npg_cost + NOISE},
        }
        return KINDS["weightings"].judge(question, Table(values))

    assert verdict(0.48, 900.0).verdict == "upheld"  # cheaper and worse: first where cost counts most
    assert verdict(0.55, 900.0).verdict == "rejected"  # first for both
    skewed = asked(rule.replace("fit = 0.02, cost", "fit = 0.0001, cost"))
    cells = verdict(0.48, 900.0)
    values = {
        "TPA@today": {"fit": 0.5 + NOISE, "cost_per_met_need_public_nok": 1000.0 + NOISE},
        "NPG@today": {"fit": 0.48 + NOISE, "cost_per_met_need_public_nok": 900.0 + NOISE},
    }
    found = KINDS["weightings"].judge(skewed, Table(values))
    assert cells.notes == () and found.verdict == "undecided" and found.notes[0][0] == "scaling"


def test_better_and_cheaper_is_tested_on_the_seeds_on_which_it_was_not_chosen():
    rule = """
[rule]
kind = "joint"
candidates = ["NPG", "responsive"]
references = ["TPA"]
better = "fit"
cheaper = ["cost_per_met_need_public_nok"]
"""
    question, seeds = asked(rule), 24
    chosen_only = np.where(np.arange(seeds) % 2 == 0, 0.1, -0.1)  # better on the first half of the seeds alone

    def judged(gain: np.ndarray) -> verdicts.Judged:
        plain = {"fit": np.full(seeds, 0.5), "cost_per_met_need_public_nok": np.full(seeds, 1000.0)}
        arm = {"fit": 0.5 + gain, "cost_per_met_need_public_nok": np.full(seeds, 900.0)}
        return KINDS["joint"].judge(question, Table({"TPA@today": plain, "NPG@today": arm, "responsive@today": plain}))

    assert judged(np.full(seeds, 0.1)).verdict == "upheld"
    assert judged(chosen_only).verdict == "rejected"
    assert judged(np.where(np.arange(seeds) % 4 < 2, 0.1, -0.1)).verdict == "undecided"
    assert judged(np.full(seeds, 0.1)).extra["chosen"] == {"cost_per_met_need_public_nok": "NPG"}


def test_obstacles_keep_their_ranks_or_do_not():
    names = ["a", "b", "c", "d", "e"]
    conditions = "".join(f'[conditions.{one}]\ntitle_en = "{one}"\n' for one in names)
    rule = f"""
[rule]
kind = "ranks"
arm = "NPG"
base = "TPA"
outcome = "fit"
obstacles = {json.dumps(names)}
"""
    question = asked(conditions + rule)
    losses = dict(zip(names, (0.10, 0.08, 0.06, 0.01, 0.005), strict=True))
    rng = np.random.default_rng(1)

    def judged(noise: float) -> verdicts.Judged:
        values = {}
        for cell in KINDS["ranks"].cells(question):
            arm, _, condition = cell.partition("@")
            lost = sum(losses.get(part, 0.0) for part in condition.split("+")) if arm == "NPG" else 0.0
            values[cell] = {"fit": 0.6 - lost + noise * rng.standard_normal(12)}
        return KINDS["ranks"].judge(question, Table(values))

    assert len(KINDS["ranks"].cells(question)) == 2 * (1 + 5 + 10)
    clear = judged(0.0005)
    assert clear.verdict == "upheld"
    assert list(clear.extra["weights"]) == names
    assert clear.extra["weights"]["a"] == pytest.approx(0.10, abs=0.002)
    clear.extra["weights"] = {"a": 0.10004, "b": -8.8e-05}
    named = {"kind": "ranks", "words": {}, "arms": {}, "conditions": {}}
    assert "largest first: a (0.1000), b (−0.0001)." in paragraphs(named, clear, None, False)["en"]
    assert judged(0.5).verdict == "rejected"


def test_a_box_found_in_one_half_is_tested_in_the_other():
    question = asked(BOX)
    points = pd.DataFrame(
        {name: np.random.default_rng(k).random(200) for k, name in enumerate(question.sampled, start=5)}
    )

    def judged(success: np.ndarray) -> verdicts.Judged:
        fit = {"NPG@today": 0.5 + 0.1 * success, "TPA@today": np.full(200, 0.5)}
        return KINDS["box"].judge(
            question, Table({cell: {"fit": values[:, None]} for cell, values in fit.items()}, points=points)
        )

    real = judged((points["trust.start"] > 0.6).to_numpy())
    assert real.verdict == "upheld"
    assert [one["name"] for one in real.extra["box"]] == ["trust.start"]
    chance = judged(np.random.default_rng(9).random(200) < 0.5)
    assert chance.verdict in ("rejected", "undecided")
    rare = judged(np.arange(200) < 4)
    assert (rare.verdict, rare.notes[0][0]) == ("undecided", "base_rate")
    assert rare.extra["parts"] == [{"outcome": "fit", "share": 0.02}]
    named = {"kind": "box", "words": {}, "arms": {}, "conditions": {}}
    assert (
        "Each requirement alone is met at these shares of the points: service fit 2 %."
        in paragraphs(named, rare, None, False)["en"]
    )


def test_a_question_that_the_model_cannot_represent_is_undecided_with_its_reason():
    question = load_question("what-will-you-scrap")
    judged = KINDS["cannot"].judge(question, Table({}))
    assert judged.verdict == "undecided"
    assert "decommissioning" in str(judged.notes[0][1]["reason"]).lower()
