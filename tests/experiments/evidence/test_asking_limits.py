"""A claim that asks only for "not worse" is not called upheld, and the answer says which way is best."""

import json
from pathlib import Path

import numpy as np
import pytest

from experiments.evidence.asking.kinds import KINDS
from experiments.evidence.asking.report import kept
from experiments.evidence.asking.report.limits import best_of, limits_of
from experiments.evidence.asking.report.names import names_of
from experiments.evidence.asking.report.words import group_word, paragraphs, row_word, verdict_word
from experiments.evidence.asking.table import Table
from model.paradigms.presets import PRESETS
from tests.helpers.questions import DIFFERENCE, asked

VALUES = Path(__file__).resolve().parents[3] / "docs" / "values" / "questions.json"
NOISE = np.array([-0.004, 0.001, 0.003, 0.0, 0.002, -0.002, 0.004, -0.004])
NOT_WORSE = DIFFERENCE.replace('second = "TPA"', 'second = ["TPA", "responsive"]') + "over = -1\n"


def answer_of(rule: str, **fit: float) -> dict:
    """Return an answer as plain data, of a table with this fit by arm."""
    question = asked(rule)
    values = {f"{arm}@today": {"fit": mean + (k + 1) * np.roll(NOISE, k)} for k, (arm, mean) in enumerate(fit.items())}
    judged = KINDS["contrast"].judge(question, Table(values))
    found = {"kind": "contrast", "verdict": judged.verdict, "rows": [vars(row) for row in judged.rows],
             "groups": [vars(group) for group in judged.groups], **names_of(question)}  # fmt: skip
    return {**found, "paragraph": paragraphs(found, judged, None, False)}


def words(answer: dict) -> tuple:
    return (
        verdict_word(answer, "en"), group_word(answer, answer["groups"][0], "en"),
        [row_word(answer, row, "en") for row in answer["rows"]],
    )  # fmt: skip


def test_not_worse_is_not_called_upheld_and_the_data_of_the_verdict_stay():
    answer = answer_of(NOT_WORSE, TPA=0.505, NPG=0.5, responsive=0.48)
    assert {answer["verdict"], *(one["verdict"] for one in (*answer["groups"], *answer["rows"]))} == {"upheld"}
    assert words(answer) == ("not relevantly worse", "not relevantly worse", ["not relevantly worse"] * 2)
    for code, word in (("nb", "ikke merkbart dårligere"), ("nn", "ikkje merkbart dårlegare")):
        assert verdict_word(answer, code) == word and word in answer["paragraph"][code]
    assert "upheld" not in answer["paragraph"]["en"] and "for the claim" not in answer["paragraph"]["en"]


def test_worse_is_said_of_the_tests_and_the_part_and_the_claim_stays_rejected():
    answer = answer_of(NOT_WORSE, TPA=0.55, NPG=0.5, responsive=0.48)
    assert words(answer) == (
        "rejected", "relevantly worse than at least one", ["relevantly worse", "not relevantly worse"]
    )  # fmt: skip


def test_a_gain_stays_upheld_and_rejected():
    assert words(answer_of(DIFFERENCE, TPA=0.4, NPG=0.5))[:2] == ("upheld", "upheld")
    assert words(answer_of(DIFFERENCE, TPA=0.5, NPG=0.5))[:2] == ("rejected", "rejected")
    mixed = NOT_WORSE + DIFFERENCE.partition("\n")[2].partition("\n")[2]  # one more test, which asks for a gain
    assert limits_of(asked(mixed)) == {}


def test_an_answer_says_which_is_best_by_point_estimate_and_which_stay_within_the_limit():
    answer = answer_of(NOT_WORSE, TPA=0.505, NPG=0.5, responsive=0.48)
    (best,) = best_of(answer["limits"], answer["rows"])
    assert (best.claimed, best.best, best.within) == ("NPG@today", "TPA@today", ("NPG@today",))
    assert best.ahead == pytest.approx(0.005) and best.low < best.ahead < best.high
    assert "Best by point estimate: TPA (in 1 of 1); NPG (in 0 of 1)." in answer["paragraph"]["en"]


def test_the_page_says_from_its_values_that_others_are_better_than_the_sweet_spot():
    values = json.loads(VALUES.read_text(encoding="utf-8"))["questions"]
    page = {one["question"]: kept.on_the_page(one, "en") for one in values if one["asked"]}
    limited = {name for name, one in page.items() if one["within"]}
    assert limited == {"sweet-spot", "forms-of-practice"}
    assert [one["name"] for one in page["sweet-spot"]["best"]] == 5 * [
        "Planned by professionals, delivered by both together"
    ]
    parts = {name for name, one in page.items() if any(group["word"].startswith("not ") for group in one["groups"])}
    assert parts == {*limited, "not-in-my-field", "volatile-at-home-and-outside"}
    assert page["volatile-at-home-and-outside"]["verdict"] == "rejected"


def test_rows_are_read_from_the_texts_that_the_page_kept():
    texts = {"en": {"value": "\N{MINUS SIGN}0.011 [\N{MINUS SIGN}0.014, +0.008]", "verdict": "rejected"}}
    one = {"rows": [{"group": "all", "texts": texts}], "extra": {}, "sha256": asked(DIFFERENCE).sha256}
    (row,) = kept.rows_of(asked(DIFFERENCE), one)
    assert [row[key] for key in ("mean", "low", "high", "threshold", "verdict", "name", "outcome")] == [
        -0.011, -0.014, 0.008, 0.02, "rejected", "NPG \N{MINUS SIGN} TPA", "fit"
    ]  # fmt: skip


def test_names_that_are_made_again_are_those_that_the_page_kept():
    """The English ones: others follow today's names of presets."""
    values = json.loads(VALUES.read_text(encoding="utf-8"))["questions"]
    wrong = []
    for one in values:
        shown = kept.on_the_page(one, "en")["rows"] if one["asked"] and one["kind"] == "contrast" else []
        for row, now in zip(one.get("rows", []) if shown else [], shown, strict=True):
            texts = row.get("texts", {}).get("en", {})
            wrong += [(one["question"], key) for key in ("group", "name", "value", "needed")
                      if texts and texts[key] != now[key]]  # fmt: skip
    assert wrong == []


def test_a_preset_has_todays_name_in_every_language_of_the_page():
    """Some values of the page were kept when its Norwegian name was another."""
    values = {one["question"]: one for one in json.loads(VALUES.read_text(encoding="utf-8"))["questions"]}
    title = PRESETS["NPM"].title("nb")
    for name in ("not-in-my-field", "volatile-at-home-and-outside", "which-knowledge-when"):
        names = [row["name"] for row in kept.on_the_page(values[name], "nb")["rows"]]
        assert any(title in one for one in names) and not any("New public management" in one for one in names)


def test_a_report_for_a_council_does_not_call_it_upheld_either():
    from experiments.council.asked.answers import Answered
    from experiments.council.asked.report import question_values

    kept_answer = {
        "robust": None, "sample": 0, "pilot": False, "rule_changed": False, "model": "", "title": {"en": ""},
        "note": None, "claim": {"en": ""}, "fails": {"en": ""}, "source": "", "means": {}, "differences": {},
        "control": "responsive", "sha256": "0", "p": 0.0, "extra": {}, "failed": 0, "seeds_needed": None, "seeds": 8,
        "citizens": 200, "runs": 24, "municipality": "Larvik", "months": 4, "first_seed": 1, "seeds_given": None,
    }  # fmt: skip
    two = NOT_WORSE + 'group = "{second}"\n'
    answer = {**kept_answer, **answer_of(two, TPA=0.505, NPG=0.5, responsive=0.48)}
    answer["paragraph"] = {"en": "The claim is upheld. Of 2 tests, 2 went for the claim."}  # of an earlier version
    values = question_values(Answered(asked(two), answer, Path("results")), "en")
    assert values["verdict"] == "Not relevantly worse"
    assert [row["cells"][0]["text"] for row in values["parts"]["rows"]] == 2 * ["not relevantly worse"]
    assert "Best by point estimate: TPA (in 1 of 2); NPG (in 1 of 2)." in values["paragraph"]
    said = " ".join([values["paragraph"], *values["rule"]])
    assert "upheld" not in said and "exceed" not in said and "Others may be better by less." in said
