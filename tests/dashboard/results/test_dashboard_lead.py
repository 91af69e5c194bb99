"""The sentence that leads the compare page names what matters, the largest first, and counts what is left."""

import re

import numpy as np
import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from dashboard.content import show
from dashboard.content.sentence import summary
from dashboard.content.sentence.amounts import size_in
from dashboard.content.sentence.lead import lead
from dashboard.state import Settings, checked
from experiments.analysis.relevance import Size
from model.outcomes.outcomes import NAMES
from tests.helpers.finished import with_values

RATIOS = ("fit", "met_need", "trust", "felt_voice", "participation_parity")


def filled(*ways, paradigms=("TPA", "NPM", "NPG"), scenario=""):
    """Return results in which each way of governing but the first differs by {outcome: difference} in every seed."""
    values = np.ones((len(paradigms), 3, 1, len(NAMES)), "f4")
    for place, differences in enumerate(ways, start=1):
        for name, change in differences.items():
            values[place, :, -1, NAMES.index(name)] += change
    settings = Settings(citizens=300, months=1, seeds=3, paradigms=paradigms, scenario=scenario, base="NPG")
    return with_values(checked(settings), values)


def written(results, language="en"):
    """Return the sentence as the page writes it, without its head."""
    clauses = lead(results, show.scorecard(results, language), language)
    said = [f"{one['label']} {', '.join(part['text'] for part in one['parts'])}".strip() for one in clauses]
    return f"{'; '.join(said)}."


def test_the_lead_says_what_matters_in_everyday_units_and_shares_what_does_not():
    results = filled({}, {"felt_voice": 0.2, "citizen_hours_per_capita": 29.4 / 60})
    assert written(results) == (
        "co-creation (NPG) does better on felt voice, and worse on citizens' time (29 minutes more a month per "
        "citizen); for new public management (NPM), no difference is certain to matter."
    )
    assert written(results, "nb").startswith(
        "samskaping (NPG) kommer bedre ut på opplevd medvirkning, og dårligere ut på innbyggernes tidsbruk (29 min"
    )
    assert written(filled({}, {})).startswith("for new public management (NPM) and co-creation (NPG), no difference")


def test_the_lead_names_the_largest_differences_and_counts_the_others():
    gains = dict(zip(RATIOS, (0.3, 0.05, 0.3, 0.3, 0.3), strict=True))
    for ways, most in ((1, 4), (2, 3)):
        results = filled(*[gains] * ways, paradigms=("TPA", "NPG", "NPM")[: ways + 1])
        said = lead(results, show.scorecard(results, "en"), "en")[0]["parts"][0]["text"]
        sizes = {one: size_in(results, "NPG", one) for one in RATIOS}
        assert [one for one, size in sizes.items() if size is not Size.LARGE] == ["met_need"]
        assert ("needs met" in said) == (most == 4)  # one more is named, as its number is no shorter
        assert ("2 more" in said) == (most == 3) and "fit" in said and "trust" in said


def test_the_lead_agrees_with_the_scorecard(results):
    for clause in lead(results, show.scorecard(results, "en"), "en"):
        for part in clause["parts"]:
            rows = [row for block in show.scorecard(results, "en") for row in block["rows"]]
            place = results.names.index(clause["name"]) if clause["name"] else 0
            named = [
                row
                for row in rows
                if re.search(rf"(on|,|and) {re.escape(row['label'].lower())}( \(|,| and|$)", part["text"])
            ]
            assert all(row["cells"][place]["verdict"] == part["verdict"] for row in named) and (named or not place)


def test_there_is_a_lead_only_where_there_are_intervals_and_the_same_rules_are_said_once():
    one_seed = with_values(
        checked(Settings(citizens=300, months=1, seeds=1, paradigms=("TPA", "NPG"))),
        np.ones((2, 1, 1, len(NAMES)), "f4"),
    )
    assert lead(one_seed, show.scorecard(one_seed, "en"), "en") == []
    gain = {"felt_voice": 0.2}
    assert "your own" not in written(filled(gain, gain, paradigms=("TPA", "NPG", "own")))
    twins = filled({}, paradigms=("NPG", "own"))
    assert summary.summary(twins, show.scorecard(twins, "en"), "en")[0]["parts"][0]["kind"] == "twin"
    assert written(twins) == (
        "your own way of governing, built on NPG "
        "(until a rule is changed, the same rules and results as co-creation (NPG))."
    )


def test_titles_of_a_scenario_s_own_ways_are_quoted():
    results = filled({"felt_voice": 0.2}, paradigms=("TPA", "svarstad/desk"), scenario="svarstad")
    assert re.match(r"“[A-Z][^”]+” does better on felt voice\.", written(results))
