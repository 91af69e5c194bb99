"""Paired differences between levels: small tables with known answers, and the coverage of intervals."""

import math

import numpy as np
import pytest

from experiments.analysis.contrasts import contrasts, mean_intervals
from experiments.analysis.points import points_of
from experiments.analysis.report.reports import contrasts_report
from experiments.analysis.report.reports_studies import convergence_report, surface_report
from experiments.output.texts import text, unit
from experiments.output.texts_units import DECLARED
from samskaping.language import languages
from tests.helpers.fake_sweeps import factorial, fake, same, study_text


def test_differences_by_hand():
    """NPG is above TPA by 1 at gain 0.1 and by 3 at 0.2, and by a tenth of the seed everywhere."""

    def outcome(point: dict, seed: int) -> dict[str, float]:
        effect = {0.1: 1.0, 0.2: 3.0}[point["trust.gain"]] + seed / 10
        return same(100 * seed + point["trust.gain"] + (effect if point["paradigm"] == "NPG" else 0.0))

    points = points_of(fake(factorial("paradigm = ['TPA', 'NPG']\n'trust.gain' = [0.1, 0.2]", seeds=3), outcome))
    row = contrasts(points).set_index("outcome").loc["fit"]
    assert (row["base"], row["level"], row["points"], row["seeds"]) == ("TPA", "NPG", 2, 3)
    assert row["difference"] == pytest.approx(2.2)  # mean of 1 and 3, and of 0.1, 0.2, 0.3
    half = 4.302653 * 0.1 / math.sqrt(3)  # three seeds: Student's t
    assert (row["low"], row["high"]) == pytest.approx((2.2 - half, 2.2 + half))
    assert (row["p05"], row["p95"], row["higher"]) == pytest.approx((1.3, 3.1, 1.0))
    groups = contrasts(points, by=["trust.gain"], against="NPG").query("outcome == 'fit'")
    assert groups["trust.gain"].to_list() == [0.1, 0.2] and set(groups["level"]) == {"TPA"}
    assert groups["difference"].to_list() == pytest.approx([-1.2, -3.2]) and groups["higher"].to_list() == [0, 0]


def test_a_table_tells_of_points_only_where_a_row_has_several_and_of_chance_where_it_is_long():
    factors = "paradigm = ['TPA', 'NPM', 'NPG']\n'trust.gain' = [0.1, 0.2, 0.3, 0.4]"
    results = fake(factorial(factors, seeds=3), lambda point, seed: same(seed * len(point["paradigm"])))
    asked = {"whole": (), "by": ("trust.gain",)}
    made = {name: contrasts_report(results, by=by) for name, by in asked.items()}
    columns = {name: report.shown()[0].columns for name, report in made.items()}
    heads = {name: [str(column.header).strip() for column in of] for name, of in columns.items()}
    assert "above 0 (points)" in heads["whole"] and heads["by"] == [
        "trust.gain",
        "level",
        "difference",
        "95 % interval",
    ]
    n = len(made["by"].tables["contrasts"])
    assert n >= 20 and f"{n} intervals: if nothing differed, about {round(n / 20)} of" in made["by"].notes[-1]
    assert not any("intervals:" in note for note in made["whole"].notes)


def test_a_table_says_what_its_star_means_and_what_it_compares_with():
    results = fake(
        factorial("'rules.information.plain_language' = [0.2, 0.8]", seeds=3),
        lambda point, seed: same(seed + point["rules.information.plain_language"]),
    )
    for language in languages():
        report = contrasts_report(results, outcomes=["fit", "met_need_gap"], language=language)
        table = report.shown()[0]
        assert str(table.caption).strip() == text("star", language)
        assert "rules.information.plain_language = 0" in str(table.title) and str(table.title) in _words(
            report.figure()
        )
        assert unit(DECLARED["fit"], language) in str(next(iter(table.columns[0].cells)))
    alone = fake(factorial("paradigm = ['TPA', 'NPG']", seeds=1), lambda point, seed: same(seed))
    assert contrasts_report(alone).shown()[0].caption is None
    assert "differences from TPA," in str(contrasts_report(alone).shown()[0].title)


def test_courses_and_surfaces_of_differences_name_what_they_compare_with():
    factors = "'trust.gain' = [0.1, 0.2]\n'trust.loss_aversion' = [1.5, 2.0]\nparadigm = ['TPA', 'NPG']"
    results = fake(factorial(factors), lambda point, seed: same(seed + point["trust.gain"]))
    for report in (
        convergence_report(results, "trust.gain", "difference"),
        surface_report(results, factor="paradigm", of="difference"),
    ):
        base = "trust.gain = 0.1" if report.kind == "convergence" else "TPA"
        assert f"differences from {base} " in str(report.shown()[0].title)


def _words(figure) -> list[str]:
    return [words.get_text() for words in figure.texts]


def test_ranges_are_grouped_by_thirds():
    results = fake(study_text("lhs", 30), lambda point, seed: same((point["paradigm"] == "NPG") * point["trust.gain"]))
    found = contrasts(points_of(results, ["fit"]), by=["trust.gain"])
    assert [name.replace("\N{EN DASH}", "-") for name in found["trust.gain"]] == [
        "0.1-0.1667",
        "0.1667-0.2333",
        "0.2333-0.3",
    ]
    assert found["points"].to_list() == [10, 10, 10]  # a Latin hypercube is even
    assert found["difference"].to_list() == pytest.approx([0.4 / 3, 0.2, 0.8 / 3], abs=0.01)


def test_points_that_a_sample_repeats_stay_paired():
    factors = "'town.warm_up' = {low = 0, high = 1}"
    results = fake(
        study_text("lhs", 10, factors=factors),
        lambda point, seed: same(point["town.warm_up"] + (point["paradigm"] == "NPG")),
    )
    found = contrasts(points_of(results, ["fit"]))
    assert found["points"].to_list() == [10] and found["difference"].to_list() == [1.0]


@pytest.mark.parametrize(("draw", "least"), [("normal", 0.93), ("exponential", 0.87)])
def test_intervals_hold_about_as_often_as_they_say(draw, least):
    rng = np.random.default_rng(0)
    samples = getattr(rng, draw)(size=(2000, 10))
    low, high = mean_intervals(samples, 2000, 1)[:, 1:].T
    truth = 0.0 if draw == "normal" else 1.0
    assert least <= ((low <= truth) & (truth <= high)).mean() <= 0.97
    assert (low[:5] == mean_intervals(samples, 2000, 1)[:5, 1]).all()


def test_intervals_of_nothing_are_nothing():
    samples = np.vstack([np.full(6, np.nan), np.arange(6.0)])
    found = mean_intervals(samples, 100, 1)
    assert np.isnan(found[0]).all() and found[1, 1] < 2.5 < found[1, 2]
    assert np.isnan(mean_intervals(np.array([[1.0]]), 100, 1)[0, 1:]).all()
