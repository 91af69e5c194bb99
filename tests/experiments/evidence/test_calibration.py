"""Calibration: targets are measured, a planted truth is recovered, and the stored values are the code's defaults."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.evidence.calibration import fit as fitting
from experiments.evidence.calibration.fit import Bench, default_of, fit, identification, misses
from experiments.evidence.calibration.measures import measure, sample
from experiments.evidence.calibration.page import values
from experiments.evidence.calibration.result import KEPT, Calibration
from experiments.evidence.calibration.targets import FREE, NOT_FITTED, TARGETS
from experiments.evidence.pages import write
from model.parameters.parameters import Parameters
from model.town.municipalities import municipality
from tests.each import each

ROOT = Path(__file__).resolve().parents[3]
BOUNDS = {d.name: d for d in Parameters.declarations()}


def test_fit_and_check_are_on_different_municipalities():
    fitted, checked = sample(8), sample(8, check=True)
    assert not set(fitted) & set(checked)
    assert len(fitted) >= 7 and len(checked) >= 6
    assert fitted[-1].population > 10 * fitted[0].population


def test_every_target_is_measured():
    found = measure(municipality("Bykle"), 500, 1, {})
    assert {t.name for t in TARGETS} <= set(found)
    assert all(np.isfinite(found[t.name]) for t in TARGETS)
    shares = [found[f"share_{name}"] for name in ("elder_care", "upbringing", "work_income", "place")]
    assert sum(shares) == pytest.approx(1.0)


def test_a_measure_answers_to_its_parameter():
    place = municipality("Nesbyen")
    few, many = (measure(place, 2000, 1, {"access.contact": value})["acts"] for value in (0.004, 0.02))
    assert many > 2 * few
    poor, rich = (measure(place, 500, 1, {"money.nok_per_hour": value})["cost"] for value in (300.0, 600.0))
    assert rich == pytest.approx(2 * poor)


@each("free", [*FREE, *NOT_FITTED])
def test_ranges_lie_within_the_parameters_bounds(free):
    assert BOUNDS[free.name].low <= free.low < free.high <= BOUNDS[free.name].high


class _Planted(Bench):
    """Towns in which each target is a straight line in one parameter, which is met at a known value."""

    lines = {t.name: (FREE[k % len(FREE)], t) for k, t in enumerate(t for t in TARGETS if t.role == "fitted")}

    def means(self, overrides):
        found = {}
        for name, (free, target) in self.lines.items():
            value = overrides.get(free.name, default_of(free.name))
            found[name] = target.value + 8.0 * target.tolerance * (value - self.truth(free)) / (free.high - free.low)
        return pd.Series(found)

    @staticmethod
    def truth(free):
        return free.low + 0.37 * (free.high - free.low)


def test_a_planted_truth_is_found():
    found = fit(_Planted([], 0, ()), lambda _: None)
    for free in FREE:
        assert found[free.name] == pytest.approx(_Planted.truth(free), abs=0.51 * 10**-free.decimals)


def test_parameters_without_a_target_are_not_identified():
    bench = _Planted([], 0, ())
    left, pairs = identification(bench, {f.name: _Planted.truth(f) for f in FREE}, lambda _: None)
    left = left.set_index("parameter")["left"]
    assert (left[[f.name for f in NOT_FITTED]] > 0.99).all()
    assert (left[[f.name for f in FREE]] < 0.45).all()
    assert pairs.empty


def test_parameters_that_only_act_together_are_a_pair(monkeypatch):
    class Sum(_Planted):
        def means(self, overrides):
            one, other = ((overrides.get(f.name, default_of(f.name)) - f.low) / (f.high - f.low) for f in FREE[:2])
            return pd.Series({t.name: t.value + 10 * t.tolerance * (one + other - 1) for t in fitting.fitted()})

    _, pairs = identification(Sum([], 0, ()), {f.name: default_of(f.name) for f in FREE}, lambda _: None)
    assert pairs[["one", "other"]].to_numpy().tolist() == [[FREE[1].name, FREE[0].name]]
    assert pairs["correlation"].iloc[0] < -0.9


def test_misses_are_in_tolerances():
    target = TARGETS[0]
    assert misses(pd.Series({target.name: target.value + 2 * target.tolerance}), [target]) == pytest.approx([2.0])


def test_defaults_are_the_calibration_kept():
    kept = Calibration.load(KEPT)
    assert set(kept.values) == {f.name for f in FREE}
    assert {name: default_of(name) for name in kept.values} == kept.values


def test_the_page_is_made_from_the_calibration_kept(tmp_path):
    write(tmp_path / "calibration.md", "calibration", values(Calibration.load(KEPT)))
    assert (ROOT / "docs" / "calibration.md").read_bytes() == (tmp_path / "calibration.md").read_bytes()
