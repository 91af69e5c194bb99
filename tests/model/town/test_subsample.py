"""A town with fewer citizens than its municipality works as the whole municipality; a small municipality as itself."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from agents.service_rules import felt_rate, hours_in_advance
from model import GovernanceModel, Parameters, municipality
from model.town.municipalities import SMALLEST_VALID
from model.town.town import build_town

N = Parameters().delivery.numbers()
SMALL = "Utsira"  # about 200 residents
OFF = {"town.subsample": 0.0}


def town(citizens: int | None = None, **values: float):
    return build_town(
        municipality("Larvik"), citizens or municipality("Larvik").population, Parameters().updated(values), 1
    )


def test_a_subsample_has_the_municipality_s_districts_units_and_teams():
    few, small, full = town(600), town(600, **OFF), town()
    for count in (lambda t: t.districts, lambda t: t.units_per_area, lambda t: len(t.teams)):
        assert count(few) == count(full) > count(small)


def test_a_subsample_has_the_municipality_s_arenas():
    few, small = (GovernanceModel(paradigm="NPG", citizens=600, parameters=p, rng=1) for p in ({}, OFF))
    for model in (few, small):
        model.step()
    per_area = round(municipality("Larvik").population / 10_000)
    assert (len(few.town.arenas.area), len(small.town.arenas.area)) == (4 * per_area, 4)


def test_the_ages_of_a_subsample_are_the_municipality_s():
    place = municipality("Larvik")
    share = np.bincount(town(600).citizens.age_band, minlength=4) / 600
    expected = [place.share_0_17, place.share_18_66, place.share_67_79, place.share_80plus]
    np.testing.assert_allclose(share, expected, atol=4 / 600)  # by chance alone the error would be three times that


@pytest.mark.parametrize("cases", [0.5, 4.0, 60.0])
@pytest.mark.parametrize("weight", [2.0, 16.0])
def test_felt_load_varies_by_chance_as_much_as_in_the_real_unit(cases, weight):
    def passed_on(rate: float) -> float:  # of the variance of the month's load
        return rate / (2.0 - rate)

    real = passed_on(felt_rate(cases * weight, 1.0, N))
    assert weight * passed_on(felt_rate(cases, weight, N)) == pytest.approx(real)


def test_only_a_subsample_uses_hours_in_advance():
    assert hours_in_advance(500.0, 140.0, 1.0) == 0.0
    least = {}
    for name, citizens in (("Larvik", 400), (SMALL, None)):
        model = GovernanceModel(
            paradigm="TPA", municipality=name, citizens=citizens, parameters={"money.case_budget": 0.015}, rng=1
        )
        least[name] = model.town.units.bank.min()
        for _ in range(24):
            model.step()
            least[name] = min(least[name], model.town.units.bank.min())
    assert least["Larvik"] < 0.0 <= least[SMALL]


def test_lasting_overload_uses_the_advance_up_and_then_cases_wait():
    poor = {"money.case_budget": 0.01, "town.warm_up": 0}
    wait = GovernanceModel(paradigm="TPA", citizens=1_000, parameters=poor, rng=1).run(36)["wait"]
    assert wait.iloc[0] < 0.1 < 1.0 < wait.iloc[-1]


def test_the_switch_changes_nothing_in_a_municipality_simulated_in_full_but_how_load_is_felt():
    runs = [
        GovernanceModel(paradigm="NPG", municipality=SMALL, parameters={**p, "delivery.felt_by_cases": 1.0}, rng=1)
        .run(12)
        for p in ({}, {"mechanisms.subsample": False})
    ]  # fmt: skip
    assert runs[0].equals(runs[1])


def test_the_smallest_valid_size_is_no_smaller_than_measured():

    values = json.loads((Path(__file__).parents[3] / "docs" / "values" / "sizes.json").read_text(encoding="utf-8"))
    assert values["valid"] <= values["stated"] == SMALLEST_VALID
