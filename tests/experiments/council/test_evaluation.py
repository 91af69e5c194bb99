"""`samskaping plan-evaluation`: known powers, spreads that are put in are found again, and simulated evaluations."""

import json

import numpy as np
import pytest

from experiments.cli.command_line import main
from experiments.council.evaluation.figures import Figures, rescaled
from experiments.council.evaluation.panel import OUTCOMES, Components, Panel, components, panels, sampled_places
from experiments.council.evaluation.plan import DESIGNS, Asked, error_of, least, plan, power_of

PLACES, PERSONS, TIMES = 30, 400, 9


def panel_of(person=0.2, stability=0.6, place=0.0, between=0.0, trend=0.0, seed=1):
    """Return a panel with known components between measurements that are 12 months (4 measurements) apart."""
    rng = np.random.default_rng(seed)
    values = []
    for _ in range(PLACES):
        base = 0.5 + rng.normal(0, between) + rng.normal(0, person * stability**0.5, PERSONS)
        drift = rng.normal(0, place / 2**0.5, TIMES) + trend * np.arange(TIMES) / 4.0
        values.append(base + drift[:, None] + rng.normal(0, person * (1 - stability) ** 0.5, (TIMES, PERSONS)))
    resources = tuple(rng.uniform(0.1, 1.0, PERSONS) for _ in range(PLACES))
    return Panel("trust", tuple(map(str, range(PLACES))), tuple(values), resources)


def test_power_is_that_of_the_textbooks():
    two = Components(1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert power_of(0.5, *error_of("after-only", two, 64), 0.05) == pytest.approx(0.801, abs=0.002)  # Cohen 1988
    assert power_of(0.5, *error_of("after-only", two, 63), 0.05) < 0.8
    assert power_of(0.0, 1.0, 30, 0.05) == pytest.approx(0.05, abs=1e-6)
    assert power_of(0.2, *error_of("after-only", two, 100_000), 0.05) == pytest.approx(1.0)
    assert least(lambda n: n >= 37, 2, 1000) == 37 and least(lambda n: False, 2, 1000) is None


def test_stable_persons_need_fewer_and_more_persons_do_not_help_against_municipalities():
    parts = Components(0.2, 0.7, 0.01, 0.0, 0.0, 0.0)
    change, once = (error_of(name, parts, 100)[0] for name in ("did-residents", "after-only"))
    assert change < once
    assert error_of("did-municipalities", parts, 10**9, 20)[0] == pytest.approx(0.01 * (1 + 1 / 20) ** 0.5)
    assert error_of("did-municipalities", parts, 100, 5)[1] == 4


def test_components_that_are_put_in_are_found():
    found = components(panel_of(person=0.2, stability=0.6, place=0.05, between=0.1, trend=0.03), 12, 1.0)
    assert found.person == pytest.approx(0.2, rel=0.03)
    assert found.stability == pytest.approx(0.6, abs=0.03)
    assert found.place == pytest.approx(0.05, rel=0.25)
    assert found.trend == pytest.approx(0.03, abs=0.02)
    assert found.between == pytest.approx(0.1, rel=0.35)
    assert found.icc == pytest.approx(found.between**2 / (found.between**2 + found.person**2))
    assert components(panel_of(), 12, 1.0).place < 0.01
    noisy = components(panel_of(person=0.2, stability=0.6), 12, 0.8)
    assert noisy.person == pytest.approx(0.2 / 0.8**0.5, rel=0.03) and noisy.stability == pytest.approx(0.48, abs=0.03)


def test_simulated_evaluations_have_the_power_and_the_false_alarms_that_they_should():
    asked = Asked(effect=0.06, reliability=0.9, participants=400, draws=400)
    rng = np.random.default_rng(5)
    quiet = panel_of(person=0.2, place=0.008)
    for design in ("did-residents", "after-only", "did-municipalities"):
        found = plan(quiet, design, 12, asked, rng)
        assert found.simulated == pytest.approx(0.8, abs=0.09), design
        assert found.false_alarms == pytest.approx(0.05, abs=0.045), design
        assert found.smallest <= asked.effect
    drifting = plan(panel_of(person=0.2, trend=0.06), "before-after", 12, asked, rng)
    assert drifting.false_alarms > 0.3  # what all municipalities do looks like an effect


def test_figures_of_ones_own_stand_in_for_the_models():
    model = Components(0.1, 0.6, 0.01, 0.02, 0.03, 0.08)
    assert Figures().in_place_of(model).person == 0.1 and not Figures(place_sd=0.2).of_persons
    found = Figures(sd=0.25, stability=0.5, place_sd=0.02).in_place_of(model)
    assert (found.person, found.stability, found.place, found.trend) == (0.25, 0.5, 0.02, 0.02)
    found = Figures(sd=0.25, icc=0.04).in_place_of(model)  # the standard deviation is then that of all municipalities
    assert found.person == pytest.approx(0.25 * 0.96**0.5) and found.between == pytest.approx(0.05)
    assert found.icc == pytest.approx(0.04)
    alone = Figures(icc=0.5).in_place_of(model)
    assert alone.person**2 == pytest.approx((0.1**2 + 0.03**2) / 2) and alone.icc == pytest.approx(0.5)


def test_persons_are_rescaled_to_a_spread_and_a_correlation():
    rng = np.random.default_rng(3)
    before = rng.uniform(0.3, 0.5, 500)
    for after in (before + rng.normal(0.1, 0.05, 500), before.copy(), np.full(500, 0.7)):
        first, second = rescaled(before, after, 0.25, 0.4, rng)
        assert first.mean() == pytest.approx(before.mean()) and second.mean() == pytest.approx(after.mean())
        assert np.corrcoef(first, second)[0, 1] == pytest.approx(0.4, abs=0.05)
        assert (first.std(), second.std()) == pytest.approx((0.25, 0.25), rel=0.05)


def test_simulated_evaluations_follow_figures_of_ones_own():
    own = Figures(sd=0.25, stability=0.5, place_sd=0.015)
    asked = Asked(effect=0.06, participants=400, own=own)
    model = panel_of(person=0.05, stability=0.9, place=0.001)
    for design in ("did-residents", "did-municipalities"):
        found = plan(model, design, 12, asked, np.random.default_rng(5))
        assert found.simulated == pytest.approx(0.8, abs=0.09), design
        assert found.false_alarms == pytest.approx(0.05, abs=0.045), design
    few = plan(model, "did-residents", 12, Asked(effect=0.06), np.random.default_rng(5)).persons
    assert few and found.persons == 400 and few < 30


def test_the_model_gives_a_panel_for_every_outcome():
    made = panels(list(OUTCOMES), sampled_places(3), 150, 24, 1)
    for panel in made:
        assert len(panel.values) == len(panel.places) == 3 and panel.measurements == 24 // 3 + 1
        valid = np.concatenate([values[np.isfinite(values)] for values in panel.values])
        assert len(valid) and valid.min() >= 0 and valid.max() <= 1.0 + 1e-6
    populations = [place.population for place in sampled_places(9)]
    assert populations == sorted(populations) and len(set(populations)) == 9


SMALL = ["--municipalities", "4", "--citizens", "150", "--draws", "20", "--quiet"]


def test_the_command_plans_in_both_languages_and_as_json(capsys):
    assert main(["plan-evaluation", "--months", "12", *SMALL]) == 0
    english = capsys.readouterr().out
    assert main(["plan-evaluation", "--months", "12", *SMALL, "--lang", "nb"]) == 0
    norwegian = capsys.readouterr().out
    assert "false alarms" in " ".join(english.split()) and "falske" in norwegian and "Råd" in norwegian
    assert main(["plan-evaluation", "--outcome", "fit", "--months", "6,12", *SMALL, "--json"]) == 0
    [found] = json.loads(capsys.readouterr().out)
    assert found["outcome"] == "fit" and found["effect"] == 0.02
    assert [(one["months"], one["design"]) for one in found["plans"]] == [(m, d) for m in (6, 12) for d in DESIGNS]


def test_the_command_names_figures_of_ones_own(capsys):
    own = ["--sd", "0.28", "--stability", "0.5", "--icc", "0.05", "--place-sd", "0.02"]
    command = ["plan-evaluation", "--outcome", "trust", "--months", "12", *SMALL, *own]
    assert main(command) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "Figures of your own: standard deviation between persons 28.0 of 100, correlation over 12 months" in printed
    assert "The rest is the model’s" in printed and "is a minimum" not in printed
    assert main([*command, "--json"]) == 0
    [found] = json.loads(capsys.readouterr().out)
    assert found["own"] == {"sd": 0.28, "stability": 0.5, "icc": 0.05, "place_sd": 0.02}
    assert found["components"][0]["place"] == 0.02


def test_what_cannot_be_planned_is_refused(capsys):
    faults = {
        ("--outcome", "trsut"): "did you mean 'trust'",
        ("--outcome", "met_need"): "valid: trust",
        ("--months", "7"): "multiples of 3",
        ("--months", "12,x"): "'x'",
        ("--effect", "0"): "0",
        ("--municipalities", "2"): "2",
        ("--outcome", "trust", "--sd", "12"): "0.0<x<=0.5",
        ("--sd", "0.2"): "--sd: figures of your own are of one outcome; name it, such as --outcome felt_voice",
        ("--outcome", "trust", "--stability", "0.5", "--place-sd", "0.1"): "such as --months 12",
        ("--outcome", "trust", "--months", "12", "--stability", "0.9"): "--reliability 0.8",
    }
    wrong = []
    for arguments, why in faults.items():
        code = main(["plan-evaluation", *arguments])
        said = capsys.readouterr().err
        if code != 2 or why not in said:
            wrong.append((arguments, code, said))
    assert not wrong
