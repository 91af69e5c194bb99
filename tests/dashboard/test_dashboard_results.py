"""Numbers on the page are those of the command line, and never those of another setting."""

import html
import io
import math
import pickle
import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from agents.errors import InputError
from dashboard.content import curves, questions, show, towns
from dashboard.content.files import paper
from dashboard.content.files.exports import caveat, comparison_of, csv_of, file_name, link_of, runs_of
from dashboard.content.results import Estimate, Results, units_of, unpaired
from dashboard.content.sentence import amounts, summary
from dashboard.pages.parts.words import progress_words, with_unit
from dashboard.pages.questions import answer, held
from dashboard.state import Settings, State, checked, from_link, to_link
from dashboard.texts.common import text
from dashboard.visitor import Visitor
from dashboard.workers.paper import make
from dashboard.workers.worker import Part, run_side_by_side, started
from experiments import compare, simulate
from experiments.analysis.relevance import RELEVANT, Size, size_of
from experiments.runs import estimates
from model.outcomes.outcomes import NAMES
from samskaping.language import languages

SETTINGS = checked(Settings(citizens=300, months=14, seeds=3, changes=(("needs.wickedness", 1.5),)))


def finished(settings):
    made = Results(settings)
    for place, unit in enumerate(units_of(settings)):
        for message, part in filter(None, run_side_by_side(unit.payload)):
            assert message == "part"
            made.add(place, part)
    return made


@pytest.fixture(scope="module")
def results():
    return finished(SETTINGS)


@pytest.fixture(scope="module")
def comparison():
    return compare(citizens=300, months=14, seeds=3, parameters={"needs.wickedness": 1.5})


@pytest.mark.parametrize(
    ("size", "words"),
    [(Size.NONE, "about the same"), (Size.POSSIBLE, "lower, but perhaps too little to matter"), (Size.LARGE, "lower"),
     (Size.UNCERTAIN, "not settled by these repeats")],
)  # fmt: skip
def test_a_question_s_verdict_has_the_words_of_the_scorecard(results, monkeypatch, size, words):
    asked = next(one for one in questions.QUESTIONS if one.outcome == "fit")
    monkeypatch.setattr(show, "graded", lambda *_: size)
    monkeypatch.setattr(Results, "differences", lambda *_: {results.names[-1]: Estimate(-0.1, -0.2, -0.01, 4)})
    assert f"The model's answer: {words}. " in answer(asked, results, "en")


@pytest.mark.parametrize(
    ("size", "guess", "said"),
    [(Size.LARGE, "lower", "It held: the difference is -0.100."), (Size.LARGE, "higher", "It did not hold: the diff"),
     (Size.NONE, "same", "It held: "), (Size.NONE, "lower", "It did not hold: the difference is -0.100, so small that"),
     (Size.POSSIBLE, "higher", "It did not hold: "),
     (Size.POSSIBLE, "lower", "Whether it holds is not settled"), (Size.UNCERTAIN, "same", "Whether it holds is not")],
)  # fmt: skip
def test_a_guess_is_held_against_the_answer(results, monkeypatch, size, guess, said):
    asked = next(one for one in questions.QUESTIONS if one.outcome == "fit")
    monkeypatch.setattr(show, "graded", lambda *_: size)
    monkeypatch.setattr(Results, "differences", lambda *_: {results.names[-1]: Estimate(-0.1, -0.2, -0.01, 4)})
    told = held(asked, guess, results, "en").replace("\N{MINUS SIGN}", "-")
    assert told.startswith(f"Your guess: {text(guess, 'en')}. {said}")
    assert held(asked, guess, Results(SETTINGS), "en") == f"Your guess: {text(guess, 'en')}."


def test_numbers_of_questions_and_scenarios_have_their_units(results):
    asked = next(one for one in questions.QUESTIONS if one.outcome == "cost_per_met_need_nok")
    assert "Cost per met need (NOK): " in answer(asked, results, "en")
    assert with_unit("arenas.facilitator_hours", 24.0, "nb") == "24 timer per møte"
    assert (
        with_unit("rules.choice.n_providers", 1, "en") == "1 unit"
        and with_unit("needs.cross_sector", 0.5, "en") == "0.5"
    )


def test_runs_are_those_of_compare(results, comparison):
    ours, theirs = runs_of(results), comparison.runs
    assert list(ours.columns) == list(theirs.columns)
    assert ours[["paradigm", "seed", "month"]].equals(theirs[["paradigm", "seed", "month"]])
    np.testing.assert_allclose(ours.drop(columns="paradigm"), theirs.drop(columns="paradigm"), rtol=1e-6, atol=1e-7)
    made = comparison_of(results, last=True)
    keys = ["paradigm", "seed", "dimension", "group"]
    ours, theirs = (one.groups.set_index(keys).sort_index() for one in (made, comparison))
    np.testing.assert_allclose(ours, theirs[ours.columns].loc[ours.index], rtol=1e-6, atol=1e-6)
    pd.testing.assert_frame_equal(made.paired, comparison.paired, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", ["TPA", "NPG", "triage"])
def test_a_start_from_the_shared_two_years_changes_nothing(name):
    run = checked(Settings(citizens=200, months=8, seeds=1, paradigms=(name,))).runs[0]
    for _ in range(2):  # the first makes the two years, the second finds them
        model = started(run)
        ours = model.run(months=8)
        assert ours.drop(columns="month").equals(simulate(run).months[ours.columns[1:]])
        model.close()


def test_estimates_are_those_of_compare(results, comparison):
    for outcome in ("fit", "trust_gap", "cost_per_met_need_nok"):
        monthly = results.monthly(outcome)
        for name in SETTINGS.paradigms:
            expected = estimates.monthly(comparison.runs, name, outcome)
            for column in ("mean", "low", "high"):
                np.testing.assert_allclose(getattr(monthly[name], column), expected[column], rtol=1e-4, atol=1e-6)
        paired = comparison.paired.set_index(["outcome", "paradigm_a", "paradigm_b"]).loc[(outcome, "TPA", "NPG")]
        change = results.differences(outcome)["NPG"]
        assert math.isclose(change.mean, paired["difference"], rel_tol=1e-3, abs_tol=1e-5)
        assert math.isclose(change.low, paired["low"], rel_tol=1e-3, abs_tol=1e-4)


def test_curves_of_differences_are_paired_and_end_where_the_scorecard_does(results, comparison):
    paired = comparison.paired.set_index(["outcome", "paradigm_a", "paradigm_b"])
    for outcome in ("fit", "citizen_hours_per_capita"):
        by_month = results.monthly_differences(outcome)["NPG"]
        assert by_month.mean.shape == (14,)
        for column in ("low", "high"):
            expected = paired.loc[(outcome, "TPA", "NPG"), column]
            assert math.isclose(getattr(by_month, column)[-1], expected, rel_tol=1e-3, abs_tol=1e-4)
        levels = results.monthly(outcome)
        np.testing.assert_allclose(by_month.mean, levels["NPG"].mean - levels["TPA"].mean, atol=1e-9)
    hours, fit, strain = curves.charts(results, None, ("citizen_hours_per_capita", "fit", "innovation"), "nb", True)
    assert [line["k"] for line in fit["lines"]] == ["NPM", "NPG"]
    assert set(fit["zone"]) == {0.02} and strain["zone"] == []
    start = results.monthly("citizen_hours_per_capita")["TPA"].mean  # a share of what the first way has that month
    np.testing.assert_allclose(hours["zone"], 0.03 * start, rtol=1e-4)
    row = next(one for block in show.scorecard(results, "nb") for one in block["rows"] if one["name"] == "fit")
    for place, name in enumerate(("NPM", "NPG"), 1):
        assert f"{name} {row['cells'][place]['difference']} ({row['cells'][place]['words']})" in fit["words"]
    assert fit["words"].startswith("Sammenlignet med TPA ")


def test_groups_are_those_of_compare(results, comparison):
    table = comparison.groups.set_index(["paradigm", "seed", "dimension", "group"])["trust"]
    ours = results.by_group("trust", "quintile")
    assert list(ours) == ["Q1", "Q2", "Q3", "Q4", "Q5"]
    for group in ours:
        expected = np.mean([table.loc[("NPG", seed, "quintile", group)] for seed in (1, 2, 3)])
        assert math.isclose(ours[group]["NPG"].mean, expected, rel_tol=1e-5)


def test_before_anything_has_come_there_are_no_numbers():
    empty = Results(SETTINGS)
    assert empty.complete_seeds() == 0 and empty.months_so_far() == 0 and not empty.complete
    rows = [row for block in show.scorecard(empty, "nb") for row in block["rows"]]
    assert all(cell["value"] == "" for row in rows for cell in row["cells"])
    panel = curves.charts(empty, None, show.CHARTS["main"], "en")[0]
    assert all(value is None for line in panel["lines"] for value in line["mean"])


def test_while_settings_change_each_has_its_own_results():
    visitor, other = Visitor("citizens=300"), SETTINGS.changed(months=13)
    visitor.results = left = Results(SETTINGS)
    visitor._begin(State(settings=other))  # the state still says SETTINGS: news drawn now must find them
    assert visitor.results_of(SETTINGS) is left
    assert visitor.results_of(other) is visitor.results
    assert visitor.results_of(SETTINGS.changed(months=12)) is None


def with_values(settings, values):
    """Return results in which the runs have these outcomes, (ways of governing, seeds, months, outcomes)."""
    made = Results(settings)
    for way, of_seeds in enumerate(values):
        for place, months in enumerate(of_seeds):
            made.add(place, Part(way, 0, months))
    return made


def test_part_of_the_seeds_is_compared_over_the_same_seeds(results):
    values, _ = results.table()
    less = values.copy()
    less[2, 1, 5:] = np.nan  # one seed of one paradigm is not there yet
    part = with_values(SETTINGS, less)
    assert part.complete_seeds() == 2
    change = part.differences("fit")["NPM"]
    place = show.OUTCOME and list(runs_of(results).columns[3:]).index("fit")
    expected = (values[1, [0, 2], -1, place] - values[0, [0, 2], -1, place]).mean()
    assert math.isclose(change.mean, expected, rel_tol=1e-5)


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
            "citizen hours", "public hours", "cost per met need",
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


def test_downloads_hold_everything(results):
    table = pd.read_csv(io.StringIO(csv_of(results)), dtype={"municipality": str})
    expected = runs_of(results)
    assert list(table)[: len(expected.columns)] == list(expected) and len(table) == 3 * 3 * 14
    assert (table[list(NAMES)].astype("f4") == expected[list(NAMES)].astype("f4")).all(axis=None)
    assert table["settings"][0].startswith("lang=en&citizens=300&months=14&seeds=3&set=needs.wickedness%3A1.5")
    assert from_link(table["settings"][0]).settings == results.settings
    assert (table["municipality"][5], table["municipality_name"][5], table["citizens"][5]) == ("3909", "Larvik", 300)
    assert "3 repeats" in table["caveat"][0] and table["link"][0].endswith(table["settings"][0])


def test_every_paper_has_town_settings_seeds_caveat_and_link(results):
    """Each is made as a worker makes it: figure and slide as SVG (texts are in the metadata), and report."""
    address = "https://samskaping.example.no/kommune/"
    link = link_of(results.settings, address, "nb")
    assert (
        link.startswith(f"{address}?lang=nb&citizens=300")
        and from_link(link.partition("?")[2]).settings == results.settings
    )
    for kind in ("svg", "slide-svg", "report"):
        unit = paper.unit_of(results, kind, address, "Endret: noe = 1,5", "nb")
        *_, (message, content) = [step for step in make(unit.payload) if step is not None]
        written = html.unescape(content.decode())
        wanted = ["Larvik", "300 innbyggere", "14 måneder", link]
        wanted += ["needs.wickedness = 1,5", "gjentakelse 1–3"] if kind == "report" else ["nr. 1–3", "kjente funn"]
        assert message == "made" and not [one for one in wanted if one not in written], kind
        assert (
            unit.name
            == paper.unit_of(results, kind, address, "", "nb").name
            != paper.unit_of(results, kind, "", "", "nb").name
        )
    for bad in ("javascript:alert(1)", "https://x/?a", "https://x/ y", "https://" + "x" * 300, None, 7):
        assert link_of(results.settings, bad, "nb").startswith("?lang=nb")


def test_arms_and_the_own_paradigm_have_titles_in_a_report():
    settings = from_link(
        "scenario=svarstad&citizens=300&months=2&seeds=1&paradigms=svarstad/desk,svarstad/arena,own"
    ).settings
    made = comparison_of(finished(settings), last=True)
    assert made.names == settings.paradigms and made.way == "arm"
    labels = list(made.labels("nb").values())
    assert labels[2] == "Din egen, fra NPG" and "svarstad/desk" not in labels


def test_the_download_for_excel_holds_the_same_numbers(results):
    plain, excel = csv_of(results), csv_of(results, excel=True)
    assert excel.startswith("\ufeffparadigm;seed;month;fit;")
    same = pd.read_csv(io.StringIO(excel.removeprefix("\ufeff")), sep=";", decimal=",")
    pd.testing.assert_frame_equal(same, pd.read_csv(io.StringIO(plain)), check_exact=True)


def test_downloads_have_names_of_their_own_in_plain_letters():
    bodo = checked(Settings(municipality="Bodø"))
    assert [file_name(bodo, kind) for kind in ("csv", "excel", "png", "svg")] == [
        "samskaping-bodo-1804.csv", "samskaping-bodo-1804-excel.csv", "samskaping-bodo-1804.png",
        "samskaping-bodo-1804.svg",
    ]  # fmt: skip
    assert file_name(checked(Settings(municipality="Nordre Follo")), "csv") == "samskaping-nordre-follo-3207.csv"


def test_a_workers_error_is_shown_in_the_readers_language():
    failed = Results(SETTINGS)
    failed.error = pickle.loads(pickle.dumps(InputError("{key} is given twice in the link", key="town")))
    assert progress_words(failed, False, "nb") == "Resultatene kunne ikke beregnes: town står to ganger i lenken"
    assert progress_words(failed, False, "en").endswith("town is given twice in the link")
    failed.error = "KeyError: 7"
    assert progress_words(failed, False, "nb").endswith(": KeyError: 7")


def test_two_towns_are_compared_way_by_way_and_their_difference_is_not_paired():
    settings = checked(Settings(citizens=100, months=12, seeds=3, paradigms=("TPA", "NPG"), second="Bodø"))
    assert (settings.second, settings.beside.place.name, settings.beside.second) == ("1804", "Bodø", "")
    assert from_link(to_link(State(settings=settings))).settings == settings
    assert settings.changed(second="").beside is None
    with pytest.raises(InputError, match="Bodø is the first town already"):
        settings.changed(municipality="Bodø")
    with pytest.raises(InputError, match="With two towns"):
        settings.changed(citizens=20_000, months=150, seeds=4)
    rng = np.random.default_rng(3)
    places = [NAMES.index(name) for name in ("fit", "trust", "met_need", "felt_voice")]
    pair = []
    for one, level, effects in (
        (settings, 0.0, (0.1, 0.1, 0.1, 0.0)), (settings.beside, 0.3, (0.1, -0.1, 0.0, 0.0)),
    ):  # fmt: skip
        values = (0.3 + level + rng.normal(0.0, 1e-3, (2, 3, 12, len(NAMES)))).astype("f4")
        values[1][:, :, places] = values[0][:, :, places] + np.array(effects, dtype="f4")
        pair.append(with_values(one, values))
    here, there = pair
    (npg,) = towns.sentences(here, there, "en")
    said = {part["kind"]: part["text"] for part in npg["parts"]}
    assert "service fit (better)" in said["both"] and "trust" in said["opposite"]
    assert "settled only in Larvik: needs met (better)" in said["here"] and "there" not in said
    assert "Bodø compared with Larvik: service fit +0.3" in towns.levels(here, there, "en")
    cells = next(row for block in towns.blocks(here, there, "en") for row in block["rows"] if row["name"] == "fit")[
        "cells"
    ]
    assert len(cells) == 4 and "difference" not in cells[1] and cells[2]["verdict"] == cells[3]["verdict"] == "better"
    ends = [one.table()[0][0, :, -1, places[0]].astype("f8") for one in (here, there)]
    welch = stats.ttest_ind(ends[1], ends[0], equal_var=False).confidence_interval()
    change = unpaired(*(one.at_the_end("fit")["TPA"] for one in (here, there)))
    assert math.isclose(change.low, welch.low, rel_tol=1e-6) and math.isclose(change.high, welch.high, rel_tol=1e-6)
    assert (
        towns.sentences(here, Results(settings.beside), "en") == []
        and towns.levels(here, Results(settings), "en") == ""
    )


def test_the_compare_page_has_all_its_parts_in_every_language(monkeypatch):
    """An open case, a timeline, a way in one area, curves of differences and a second town, before any numbers."""
    import solara

    from dashboard.pages.compare import Compare

    nobody = SimpleNamespace(submit=lambda job: None, cancel=lambda owner: None)
    monkeypatch.setattr("dashboard.visitor.pool", lambda: nobody)
    seen = {}
    for name in ("case", "course", "towns", "charts"):
        monkeypatch.setattr(
            f"dashboard.pages.{'compare' if name == 'charts' else f'parts.{name}'}.{name.title()}",
            lambda name=name, **given: seen.update({name: given}) or solara.Div(),
        )
    query = "citizens=200&months=24&scenario=svarstad&curves=differences&at=month:5;paradigm:NPM&town2=1804"
    for language in languages():
        visitor = Visitor(f"lang={language}&{query}&paradigms=svarstad/desk,NPG@place")
        settings = visitor.settings
        visitor.results, visitor.kept = Results(settings), {settings.beside: Results(settings.beside)}
        solara.render(Compare(visitor), handle_error=False)
        case, charts = seen["case"], seen["charts"]
        assert len(case["questions"]) == 3 and [one["name"] for one in case["watched"]][0] == "felt_voice"
        assert [panel["name"] for panel in charts["panels"]] == [one["name"] for one in case["watched"]]
        assert charts["view"] == "differences" and [mark["month"] for mark in charts["marks"]] == [5]
        assert len(seen["course"]["items"]) == 1 and seen["towns"]["towns"] == ["Larvik", "Bodø"]
    case["event_close"]()
    assert visitor.settings.scenario == "" and visitor.settings.timeline == settings.timeline
    put = seen["course"]["event_enter"]
    put({"place": 0, "kind": "paradigm", "to": "TPA", "month": "9", "over": "1", "until": "", "arm": "", "areas": ""})
    assert visitor.settings.timeline == ((("month", 9), ("paradigm", "TPA")),)
    put({"place": 0, "kind": "paradigm", "to": "TPA", "month": "99", "over": "1", "until": "", "arm": "", "areas": ""})
    assert "24" in visitor.message.value and visitor.settings.timeline[0][0] == ("month", 9)
    visitor.undo()
    assert visitor.settings.timeline == settings.timeline


def test_hours_and_money_of_a_month_are_said_to_be_per_inhabitant():
    units = {name: show.unit_in_full(outcome, "nb") for name, outcome in show.OUTCOME.items()}
    assert units["citizen_hours_per_capita"] == units["hours_process"] == "timer/måned per innbygger"
    assert units["public_cost_nok_per_capita"].endswith("per innbygger")
    assert "per innbygger" not in units["cost_per_met_need_nok"] + units["wait"] + units["trust"]
