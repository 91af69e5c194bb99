"""The scorecard and the sentences above it say what the results hold, and what may be chance."""

import re

import numpy as np
import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from dashboard.content import show
from dashboard.content.files.exports import caveat
from dashboard.content.results import Results
from dashboard.content.sentence import amounts, summary
from dashboard.state import Settings, checked
from experiments.analysis.relevance import RELEVANT, Size, size_of
from model.outcomes.outcomes import NAMES
from tests.helpers.finished import SETTINGS, with_values


def test_the_scorecard_says_what_may_be_chance(results):
    for language, comma in (("en", "."), ("nb", ",")):
        rows = {row["name"]: row for block in show.scorecard(results, language) for row in block["rows"]}
        assert len(rows) == 13
        cell = rows["fit"]["cells"][2]
        assert comma in cell["value"] and comma in cell["interval"]
        for name, row in rows.items():
            reference = float(results.at_the_end(name)["TPA"].mean)
            change = results.differences(name)["NPG"]
            size = size_of(float(change.mean), float(change.low), float(change.high), RELEVANT[name].at(reference))
            verdict = row["cells"][2]["verdict"]
            assert (verdict in ("better", "worse")) == size.matters and (verdict == "same") == (size is Size.NONE)


def test_the_scorecard_has_the_unit_of_the_sentences(results):
    rows = {row["name"]: row for block in show.scorecard(results, "en") for row in block["rows"]}
    for name in ("public_hours_per_capita", "citizen_hours_per_capita"):
        row, hours = rows[name], [float(one.mean) for one in results.at_the_end(name).values()]
        assert row["unit"] == "minutes/month per inhabitant"
        assert [float(cell["value"]) for cell in row["cells"]] == pytest.approx([60 * one for one in hours], abs=0.051)
        change = results.differences(name)["NPG"]
        line = row["cells"][2]["line"].replace("\N{MINUS SIGN}", "-")
        written = [float(one) for one in re.findall(r"[+-][\d.]+\d", line)]
        assert amounts.levels(results, "NPG", name, "en") == " → ".join(row["cells"][at]["value"] for at in (0, 2))
        exact = [60 * float(one) for one in (change.mean, change.low, change.high)]
        assert written == pytest.approx(exact, abs=0.051)


def test_what_a_tap_explains_is_in_whole_sentences(results):
    for block in show.scorecard(results, "en"):
        for row in block["rows"]:
            assert re.search(r"[a-z0-9)]\. The smallest difference that matters", row["help"])
            for cell in row["cells"][1:]:
                assert re.fullmatch(r"\S+ \(95 % interval [^)]+\)\. [A-Z].+[a-z]\.", cell["line"])


def test_the_summary_says_what_the_scorecard_marks(results):
    for language in ("en", "nb"):
        blocks = show.scorecard(results, language)
        rows = [row for block in blocks for row in block["rows"]]
        made = summary.summary(results, blocks, language)
        for place, one in enumerate(made, start=1):
            much = amounts.magnitudes(results, one["label"], language)
            texts = [part["text"] for part in one["parts"]]
            assert all(any(words.startswith(amount) for words in texts) for amount in much.values())
            rest = [row for row in rows if row["name"] not in much]
            said = {part["kind"]: part["text"] for part in one["parts"]}
            for kind in {"better", "worse"} & set(said):
                named = [row for row in rest if row["cells"][place]["verdict"] == kind]
                assert named
                for row in named:  # with its amount
                    between = " → ".join(row["cells"][at]["value"] for at in (0, place))
                    amount = f"{row['label'].lower()} {row['cells'][place]['difference']}, {between} ("
                    assert amount in said[kind]
                items = next(part["items"] for part in one["parts"] if part["kind"] == kind)
                assert [item["title"] for item in items] == [row["label"] for row in named]
                assert all(item["help"] for item in items)
            marks = [row["cells"][place]["mark"] for row in rows]
            for kind, mark in {"matters": "▲▼", "slight": "△▽", "same": "≈", "unsure": "?"}.items():
                n = sum(one[0] in mark for one in marks)
                assert (kind in said) == (n > 0) and (not n or said[kind].startswith(f"{n} ")), (kind, marks)
            assert " 13 " in said["counts"]
        assert [one["label"] for one in made] == ["NPM", "NPG"]
    empty = Results(SETTINGS)
    assert summary.summary(empty, show.scorecard(empty, "nb"), "nb") == []
    assert [one["name"] for one in summary.expected(empty, "nb")] == ["NPM", "NPG"]


def test_a_case_s_own_ways_of_governing_are_led_in_by_their_titles():
    results = with_values(
        checked(Settings(citizens=300, months=1, seeds=3, scenario="svarstad", paradigms=("TPA", "svarstad/desk"))),
        np.ones((2, 3, 1, len(NAMES)), "f4"),
    )
    (one,) = summary.expected(results, "en")
    assert not one["under"].startswith("Under") and one["under"].endswith(":") and one["under"][0].isupper()


def test_the_own_way_repeats_no_sentences_of_the_way_that_it_is_still_the_same_as():
    other_rules = {"own": (("scope.coordination", 0.1),)}
    other_course = {"timeline": ((("month", 2), ("arm", "own"), ("paradigm", "NPM")),)}
    for more in ({}, other_rules, other_course):
        ways = ("TPA", "NPG", "own")
        settings = checked(Settings(citizens=300, months=2, seeds=3, base="NPG", paradigms=ways, **more))
        results = with_values(settings, np.ones((3, 3, 2, len(NAMES)), "f4"))
        npg, own = summary.summary(results, show.scorecard(results, "en"), "en")
        same = ["until a rule is changed, the same rules and results as co-creation (NPG)"]
        assert len(npg["parts"]) > 1 and ([part["text"] for part in own["parts"]] == same) == (not more)


def test_the_summary_says_who_pays_and_who_gains_whatever_the_answer():
    for results in (filled([0.0] * 3, [0.0] * 3), filled([0.05, -0.05, 0.01], [3.0, -3.0, 0.1])):
        (one,) = summary.summary(results, show.scorecard(results, "en"), "en")
        said = [part["text"] for part in one["parts"]]
        pays, gains = said.index("Who pays:"), said.index("Who gains:")
        assert [re.split(r" [A-Z\d]", words)[0] for words in said[pays + 1 : gains]] == [
            "citizens' time", "public working time", "cost per met need",
        ]  # fmt: skip
        assert "cost per met need NOK 1.0 → 1.0 (" in said[gains - 1]
        assert said[gains + 1].startswith("the gap in needs met between those with most and fewest resources (")


def test_citizens_time_is_said_by_resources(results):
    said = amounts.spread(results, "NPG", "en")
    gains = {group: one["NPG"].mean * 60 for group, one in
             results.group_differences("citizen_hours_per_capita", "quintile").items()}  # fmt: skip
    assert said.startswith(f"those with fewest resources +{gains['Q1']:.0f}, those with most +{gains['Q5']:.0f}")


def filled(met, minutes):
    """Return results in which NPG differs from TPA by these shares of needs met and minutes, one for each seed."""
    values = np.ones((2, 3, 1, len(NAMES)), "f4")
    values[1, :, -1, NAMES.index("met_need")] += met
    values[1, :, -1, NAMES.index("citizen_hours_per_capita")] += np.array(minutes) / 60
    return with_values(checked(Settings(citizens=300, months=1, seeds=3, paradigms=("TPA", "NPG"))), values)


def test_significant_differences_are_told_in_everyday_units():
    more = filled([0.05, 0.051, 0.049], [35.0, 35.1, 34.9])
    assert list(amounts.magnitudes(more, "NPG", "en").values()) == [
        "5 more of 100 new needs are met, 100.0 → 105.0 (small difference)",
        "each citizen gives 35 minutes more a month, 60.0 → 95.0 (large difference)",
    ]
    less = filled([-0.021, -0.018, -0.025], [-6.5, -6.51, -6.49])
    assert list(amounts.magnitudes(less, "NPG", "nb").values()) == [
        "2 færre av 100 nye behov blir dekket, 100,0 → 97,9 (kanskje for lite til å bety noe)",
        "hver innbygger bruker 7 minutter mindre i måneden, 60,0 → 53,5 (middels forskjell)",
    ]
    assert amounts.magnitudes(filled([0.05, -0.05, 0.01], [3.0, -3.0, 0.1]), "NPG", "en") == {}
    same = filled([0.002, 0.001, 0.003], [0.5, 0.51, 0.49])
    assert amounts.magnitudes(same, "NPG", "en") == {}
    row = next(row for block in show.scorecard(same, "en") for row in block["rows"] if row["name"] == "met_need")
    assert row["cells"][1]["words"] == "about the same"


def test_few_repeats_are_warned_of():
    warnings = [show.few_seeds(n, "en") for n in range(1, 6)]
    assert warnings[0].startswith("Only one repeat") and warnings[1].startswith("Only 2 repeats: intervals are wide")
    assert "3 gjentakelser" in show.few_seeds(3, "nb") and warnings[3:] == ["", ""]


def test_the_page_and_its_files_say_that_no_claim_reaches_beyond_ten_years():
    for months, expected in ((120, False), (121, True)):
        settings = checked(Settings(citizens=5000, months=months))
        said = [show.warnings(settings, "nb"), caveat(Results(settings), "nb")]
        assert ["121 måneder er mer enn ti år" in words for words in said] == [expected] * 2


def test_time_and_money_of_a_month_are_said_to_be_per_inhabitant():
    units = {name: show.unit_in_full(outcome, "nb") for name, outcome in show.OUTCOME.items()}
    assert units["citizen_hours_per_capita"] == units["hours_process"] == "minutter/måned per innbygger"
    assert units["public_cost_nok_per_capita"].endswith("per innbygger")
    assert "per innbygger" not in units["cost_per_met_need_nok"] + units["wait"] + units["trust"]
