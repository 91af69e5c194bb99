"""What texts say about the model's limits agrees with the stored results of filed patterns and predictions."""

import json
import re
from pathlib import Path

from experiments.council.limits import of_the_model
from experiments.defaults import VALID_CITIZENS
from experiments.evidence.filed.summary import in_words, shortfalls

DOCS = Path(__file__).resolve().parents[3] / "docs"


def section(name: str, heading: str) -> str:
    text = (DOCS / name).read_text(encoding="utf-8")
    return " ".join(text.partition(heading)[2].partition("\n## ")[0].split())


def test_what_is_called_a_shortfall_still_is_one() -> None:
    assert all(one.passed is False and not one.low <= one.value <= one.high for one in shortfalls().values())


def test_parameters_that_no_target_identifies_are_counted_as_on_the_calibration_page() -> None:
    kept = json.loads((DOCS / "values" / "calibration.json").read_text(encoding="utf-8"))
    said = f"{len(kept['unidentified'])} of the {len(kept['identification'])} parameters that were examined"
    assert said in section("model.md", "## What the model cannot say")


def test_what_has_a_margin_lies_inside_it_at_the_size_that_the_limits_name() -> None:
    kept = json.loads((DOCS / "values" / "sizes.json").read_text(encoding="utf-8"))
    assert kept["valid"] <= VALID_CITIZENS
    assert {row["margin"] for row in kept["rows"] if row["outcome"] == "trust"} == {None}


def test_the_readme_names_every_file_with_rules_of_behaviour() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8").partition("The rules of behaviour are in")[2]
    named = set(re.findall(r"`agents\.(\w+)\.", (DOCS / "odd.md").read_text(encoding="utf-8")))
    assert not [name for name in named if f"{name}.py`" not in readme.partition(", one function")[0]]


def test_the_time_of_the_questions_is_the_sum_on_their_page() -> None:
    kept = json.loads((DOCS / "values" / "questions.json").read_text(encoding="utf-8"))["questions"]
    hours = sum(one["processor_seconds"] for one in kept if one["processor_seconds"]) / 3600
    assert f"{hours:.1f} h of processor time" in (DOCS / "redo.md").read_text(encoding="utf-8")


def test_the_numbers_of_the_limits_are_those_of_the_stored_results() -> None:
    limits, found = section("model.md", "## What the model cannot say"), in_words()
    for text in (
        f"satisfaction is {found['users']}, and surveys find {found['users_low']} or more (P35)",
        f"elder care by {found['gap']}, and surveys find {found['gap_low']} or more (P36)",
        f"deviation is {found['towns']}, and a survey suggests {found['towns_low']} to {found['towns_high']} (P33)",
        f"{found['voices']}, where a survey suggests {found['voices_low']} to {found['voices_high']} (P34)",
        f"correlates {found['stability']} over ten years",
        f"is {found['stability_low']} to {found['stability_high']} (",
    ):
        assert text in limits
    for language, users in (("en", found["users"]), ("nb", in_words("nb")["users"])):
        assert any(users in line for line in of_the_model(language))
