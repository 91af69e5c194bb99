"""Two factors together, and groups of factors in Sobol' designs."""

import numpy as np
import pytest
from SALib.analyze import sobol as salib_analysis
from SALib.sample import sobol as salib

from agents.errors import InputError
from experiments.analysis.points import points_of
from experiments.analysis.report.reports_studies import surface_report
from experiments.analysis.sensitivity import sensitivity
from experiments.analysis.surfaces import surfaces, usual_axes
from experiments.design.study import study_of
from experiments.design.text import toml_of
from tests.helpers.fake_sweeps import RANGES, factorial, fake, same, shares, study_text


def test_heat_maps_are_means_of_levels() -> None:
    text = factorial("paradigm = ['TPA', 'NPG']\n'trust.gain' = [0.1, 0.2]\n'trust.loss_aversion' = [1.0, 2.0, 3.0]")

    def outcome(point: dict, seed: int) -> dict[str, float]:
        effect = point["trust.gain"] * point["trust.loss_aversion"] * (1 + (point["paradigm"] == "NPG"))
        return same(effect + seed)

    results = fake(text, outcome)
    points = points_of(results, ["fit"])
    assert usual_axes(points, "paradigm", None, None) == ("trust.gain", "trust.loss_aversion")
    found = surfaces(points, "trust.gain", "trust.loss_aversion", "paradigm", "difference")
    at = found.table.set_index(["trust.gain", "trust.loss_aversion"])["mean"]
    assert at[0.2, 3.0] == pytest.approx(0.6) and len(at) == 6 and not found.fitted
    report = surface_report(results, outcomes=["fit"], language="nb")
    assert len(report.figure().axes) == 3 and len(report.shown()) == 1  # two paradigms and a scale
    with pytest.raises(InputError, match="different factors"):
        surfaces(points, "trust.gain", "trust.gain")


def test_surfaces_are_fitted_over_ranges() -> None:
    def outcome(point: dict, seed: int) -> dict[str, float]:
        x, y, _ = shares(point)
        return same(2 * x + y**2 + x * y + 0.001 * seed)

    points = points_of(fake(study_text("lhs", 60), outcome), ["fit"])
    found = surfaces(points, "trust.gain", "trust.loss_aversion")
    table = found.table
    top = table.loc[table["mean"].idxmax()]
    assert found.fitted and found.quality["explained"].iloc[0] > 0.999
    assert top["mean"] == pytest.approx(4.0, abs=0.2) and top["trust.gain"] == pytest.approx(0.3, abs=0.01)
    assert (table["low"] <= table["mean"]).all()
    assert (
        len(
            surface_report(fake(study_text("lhs", 60), outcome), "trust.gain", "trust.loss_aversion", outcomes=["fit"])
            .figure()
            .axes
        )
        == 3
    )


@pytest.mark.parametrize("second_order", [False, True])
def test_groups_vary_together_as_in_salib(second_order: bool) -> None:
    more = f"second_order = {str(second_order).lower()}\n[design.groups]\ntrust = ['trust.gain', 'trust.loss_aversion']"
    text = study_text("sobol", 64, more=more)
    study = study_of(text)
    problem = {"num_vars": 3, "names": list(RANGES), "bounds": [[0.0, 1.0]] * 3, "groups": ["trust", "trust", "w"]}
    sample = salib.sample(problem, 64, calc_second_order=second_order, seed=1)
    np.testing.assert_array_equal(study.design.sample(3), sample)
    assert study.size == len(np.unique(sample, axis=0)) * 2 * 2  # with two groups, points repeat
    assert study_of(toml_of(study), name=study.name).key == study.key != study_of(study_text("sobol", 64)).key
    found = sensitivity(fake(text, lambda point, seed: same(shares(point) @ [1.0, 2.0, 1.0])), ["fit"])
    values = sample @ [1.0, 2.0, 1.0]
    right = salib_analysis.analyze(problem, values, calc_second_order=second_order, seed=1)
    rows = found[(found["paradigm"] == "TPA") & (found["index"] == "ST")].set_index("factor")["value"]
    assert rows["trust"] == pytest.approx(right["ST"][0]) and rows["needs.wickedness"] == pytest.approx(right["ST"][1])


def test_groups_are_checked() -> None:
    wrong = []
    for kind, groups, part in (
        ("sobol", "trust = ['trust.gian']", "did you mean 'trust.gain'"),
        ("sobol", "trust = 'trust.gain'", "lists of ranges"),
        ("sobol", "a = ['trust.gain']\nb = ['trust.gain']", "in two groups"),
        ("sobol", "'trust.gain' = ['needs.wickedness']", "another name"),
        ("morris", "trust = ['trust.gain']", "belong to kind = 'sobol'"),
    ):
        try:
            study_of(study_text(kind, 8, more=f"[design.groups]\n{groups}"))
            wrong.append((groups, "accepted"))
        except InputError as error:
            if part not in str(error):
                wrong.append((groups, str(error)))
    assert not wrong, wrong
