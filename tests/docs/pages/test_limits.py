"""What texts say about the model's limits agrees with the stored results of filed patterns and predictions."""

from pathlib import Path

from experiments.council.limits import of_the_model
from experiments.evidence.filed.summary import in_words, shortfalls

DOCS = Path(__file__).resolve().parents[3] / "docs"


def section(name: str, heading: str) -> str:
    text = (DOCS / name).read_text(encoding="utf-8")
    return " ".join(text.partition(heading)[2].partition("\n## ")[0].split())


def test_what_is_called_a_shortfall_still_is_one() -> None:
    assert all(one.passed is False and not one.low <= one.value <= one.high for one in shortfalls().values())


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
