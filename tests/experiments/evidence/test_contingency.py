"""The contingency map and the test of intensity: planted truths are found, and noise is not called a finding."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from experiments.evidence.arms import LEVERS, VERSIONS, arm, free_levers
from experiments.evidence.contingency import page as pages
from experiments.evidence.contingency.intensity import BETTER, verdicts
from experiments.evidence.contingency.levelling import Comparison, judged
from experiments.evidence.contingency.studies import (
    CONDITIONS,
    NECESSITIES,
    OUTCOMES,
    PARADIGMS,
    diluted,
    intensity_study,
    knowledge_shares,
    map_study,
    needs_of,
    today_study,
)
from experiments.evidence.contingency.surface import best, fit_surface
from experiments.evidence.listed import Difference
from experiments.evidence.pages import plain, render
from experiments.output.figures import save_figure
from model.paradigms.paradigm import load_paradigm
from model.paradigms.protocol import FREE, PRINCIPAL, levelled
from model.parameters.parameters import Parameters

RNG = np.random.default_rng(1)
X = RNG.uniform(-3.0, 5.0, (400, 3))
POINT = np.repeat(np.arange(100), 4)


def test_a_planted_surface_is_found():
    y = 1.0 + 2.0 * X[:, 0] - X[:, 1] ** 2 + 0.5 * X[:, 0] * X[:, 2] + RNG.normal(0, 0.1, 400)
    surface = fit_surface(X, y, POINT)
    at = np.array([[1.0, 2.0, -1.0], [0.0, 0.0, 0.0]])
    mean, half = surface.at(at)
    assert mean == pytest.approx([1.0 + 2.0 - 4.0 - 0.5, 1.0], abs=0.1)
    assert (half < 0.1).all() and surface.explained > 0.99


def test_noise_explains_nothing_and_makes_nobody_best():
    surface = fit_surface(X, RNG.normal(0, 1.0, 400), POINT)
    assert surface.explained < 0.1
    assert (best([surface], X[:50], True) == -1).mean() > 0.8


def test_rows_of_one_point_are_not_taken_for_news():
    """The same 100 runs, seen four times each, must not give intervals half as wide."""
    once = np.repeat(RNG.normal(0, 1.0, 100), 4)
    x = np.repeat(X[:100], 4, axis=0)
    clustered = fit_surface(x, once, POINT).at(X[:20])[1]
    alone = fit_surface(X[:100], once[::4], np.arange(100)).at(X[:20])[1]
    assert clustered == pytest.approx(alone, rel=0.15)


@pytest.mark.parametrize("seeds, moved", [(2, 0.3), (4, 0.3), (8, 0.3)])
def test_95_percent_covers_where_all_points_share_their_seeds(seeds, moved):
    """A seed moves all points alike and along a condition; points add chance of their own."""
    rng = np.random.default_rng(seeds)
    covered, of_points_alone = [], []
    for _ in range(80):
        x = np.repeat(rng.uniform(-1.0, 1.0, (60, 3)), 3, axis=0)
        x[:, 2] = np.tile([-1.0, 0.0, 1.0], 60)
        y = x[:, :1] - x[:, 1:2] ** 2 + rng.normal(0, moved, seeds) + x[:, :1] * rng.normal(0, moved / 2, seeds)
        surface = fit_surface(x, y + np.repeat(rng.normal(0, 0.5, (60, seeds)), 3, axis=0), np.repeat(np.arange(60), 3))
        at = rng.uniform(-1.0, 1.0, (20, 3))
        truth = at[:, 0] - at[:, 1] ** 2
        for found, counted in ((surface, covered), (replace(surface, by_seed=0.0), of_points_alone)):
            mean, half = found.at(at)
            counted.append(np.mean(np.abs(mean - truth) <= half))
    assert 0.90 <= np.mean(covered) <= 0.99
    assert np.mean(of_points_alone) < 0.88  # what it was


def test_the_best_is_by_the_direction_of_the_outcome():
    y = np.where(np.arange(400) % 2, 1.0, 1.0) + 0.001 * RNG.normal(size=400)
    up, down = fit_surface(X, y, POINT), fit_surface(X, -y, POINT)
    assert set(best([up, down], X[:9], True)) == {1}
    assert set(best([up, down], X[:9], False)) == {2}
    assert set(best([down, down], X[:9], True)) == {0}


def test_necessity_in_the_middle_is_today():
    assert needs_of(0.5) == {"needs.lived": 1.0, "needs.codified": 1.0, "needs.wickedness": 1.0}
    p = Parameters()
    lived = np.mean([getattr(p, a).lived for a in ("elder_care", "upbringing", "work_income", "place")])
    assert knowledge_shares(needs_of(0.5))[0] == pytest.approx(lived)
    shares = [knowledge_shares(needs_of(n)) for n in NECESSITIES]
    assert [s[0] for s in shares] == sorted(s[0] for s in shares)
    assert [s[1] for s in shares] == sorted((s[1] for s in shares), reverse=True)


def rules_in(settings) -> dict:
    """Return all rules of a run's settings."""
    changed = {name.removeprefix("rules."): value for name, value in settings.items() if name.startswith("rules.")}
    return load_paradigm(settings["paradigm"]).updated(changed).flat()


def test_levelled_arms_are_the_levelled_presets_and_levers_are_alike():
    for name in PRINCIPAL:
        assert rules_in(arm(name)) == load_paradigm(f"{name}-levelled").flat()
        assert rules_in(arm(name, "argued")) == load_paradigm(name).flat()
    for end in ("low", "high"):
        for version in VERSIONS:
            alike = [{rule: rules_in(arm(name, version, end))[rule] for rule in FREE} for name in PARADIGMS]
            assert alike == [free_levers(end)] * len(PARADIGMS)
    assert all(free_levers("low")[rule] < free_levers("high")[rule] for rule in FREE)


def test_the_map_crosses_versions_and_levers():
    study = map_study(6, 1, 300)
    assert study.listed.study.size == 6 * len(PARADIGMS) * len(VERSIONS)
    assert study.levers == [0, 1] * 3
    points = list(study.listed.study.points())
    for (k, version, paradigm), place in study.listed.places.items():
        point = points[place]
        end = free_levers(("low", "high")[study.levers[k]])
        assert point["paradigm"] == paradigm and {rule: point[f"rules.{rule}"] for rule in FREE} == end
        assert all(point[name] == value for name, value in study.sampled[k].items())
        if version == "levelled":
            assert all(point[f"rules.{rule}"] == value for rule, value in levelled().items() if rule not in FREE)
    assert today_study(2, 300).study.months == 120  # nobody is born or dies in the model: no claim goes further


def test_intensity_levels_hold_at_every_intensity():
    study = intensity_study(2, 300)
    points = list(study.study.points())
    for (version, _, intensity), place in study.places.items():
        point = points[place]
        if version == "levelled":
            assert {rule: point[f"rules.{rule}"] for rule in levelled()} == levelled(), intensity
    for intensity in (0.2, 0.6, 1.0):  # numbers written out equal the rule `intensity`
        ours = load_paradigm("NPG").updated(
            {
                name.removeprefix("rules."): value
                for name, value in diluted("NPG", intensity).items()
                if "rules." in name
            }
        )
        assert ours.vector() == pytest.approx(load_paradigm("NPG").replace("intensity", intensity).vector())


def test_a_difference_survives_only_if_it_holds_in_every_version():
    up, down, unsure = Difference(1.0, 0.5, 1.5), Difference(-1.0, -1.5, -0.5), Difference(0.1, -0.5, 0.7)

    def verdict(preset, argued, low=up, high=up) -> str:
        return judged({
            "levelled preset": preset, "argued preset": argued, "levelled low": low, "levelled high": high,
        })  # fmt: skip

    assert verdict(up, up) == "survives"
    assert verdict(up, up, low=unsure) == verdict(up, up, high=down) == "levers"
    assert verdict(up, down) == "turned"
    assert verdict(unsure, down) == "argued" and verdict(down, unsure) == "levelled"
    assert verdict(unsure, unsure) == "none"


def test_a_condition_at_two_levels_is_fitted_between_them():
    x = np.column_stack([X[:, 0], np.arange(400) % 2])
    surface = fit_surface(x, 3.0 + 2.0 * x[:, 0] + x[:, 1] + RNG.normal(0, 0.01, 400), POINT)
    assert surface.at(np.array([[1.0, 0.5]]))[0] == pytest.approx([5.5], abs=0.02)


class Planted:
    """Results of the intensity study where an outcome's shape over (necessity, intensity) is planted."""

    def __init__(self, shape) -> None:
        self.shape = shape

    def of(self, name, outcome, month):
        _, necessity, intensity = name
        sign = -1 if BETTER[outcome] == "lower" else 1
        return sign * self.shape(necessity, intensity) + 0.001 * RNG.normal(size=6)


@pytest.mark.parametrize(
    "shape, expected",
    [
        (lambda n, i: i * (n - 0.4), lambda n: "all" if n > 0.4 else "none"),  # the seeds' rule
        (lambda n, i: -((i - 0.4) ** 2), lambda n: "between"),
        (lambda n, i: 0.0, lambda n: "unsure"),
    ],
)
def test_the_claim_is_judged(shape, expected):
    found = verdicts(Planted(shape), "levelled")
    verdict = found["verdict"]
    assert np.mean([v == expected(n) for v, n in zip(verdict, found["necessity"], strict=True)]) > 0.85
    assert (found[["never", "always", "all_or_nothing", "rule"]] >= -1e-12).all().all()


def summary_of(planted) -> str:
    """The page's summary where differences from TPA are planted: {(paradigm, outcome): function of conditions}."""
    rng = np.random.default_rng(5)
    names = [c.name for c in CONDITIONS]
    x = rng.uniform(0.0, 1.0, (400, len(names)))
    x[:, names.index("lived")] = np.linspace(0.0, 1.0, 400)
    at = dict(zip(names, x.T, strict=True))
    one_version = {
        (p, o): fit_surface(x, planted.get((p, o), lambda _: 0.0)(at) + 1e-3 * rng.normal(size=400), np.arange(400))
        for p in PARADIGMS[1:] for o in OUTCOMES
    }  # fmt: skip
    surfaces = {(version, *key): surface for version in VERSIONS for key, surface in one_version.items()}
    found = pd.DataFrame({
        "outcome": "fit", "necessity": [0.0, 0.25, 0.5, 0.75, 1.0], "best": 1.0,
        "verdict": ["all", "all", "none", "between", "unsure"],
        "never": 0.0, "always": 0.0, "all_or_nothing": 0.0, "rule": 0.0,
    })  # fmt: skip
    points = pd.DataFrame(x, columns=names)
    size = dict.fromkeys(
        ("samples", "map_seeds", "seeds", "citizens", "necessities", "intensities", "intensity_runs",
         "intensity_seeds", "runs"), 1
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "today", lambda: dict.fromkeys(names, 0.5))
        values = plain(pages.values(points, surfaces, dict.fromkeys(VERSIONS, found), compared(), size))
    return render("contingency.md.jinja", **values)


def compared() -> list[Comparison]:
    """NPG's higher trust survives, NPM's lower trust holds only as argued."""
    up, down, unsure = Difference(0.02, 0.01, 0.03), Difference(-0.04, -0.05, -0.03), Difference(0.001, -0.01, 0.012)

    def one(paradigm, of_levelled, argued) -> Comparison:
        differences = {f"levelled {levers}": of_levelled for levers in LEVERS}
        differences |= {f"argued {levers}": argued for levers in LEVERS}
        return Comparison("trust", paradigm, differences, judged(differences))

    return [one("NPG", up, up), one("responsive", unsure, unsure), one("NPM", unsure, down)]


def test_the_summary_names_where_planted_effects_are_best_and_worst_and_what_they_cost():
    text = summary_of({
        ("NPG", "fit"): lambda at: at["lived"] - 0.5,
        ("NPG", "strain"): lambda _: 0.2,
        ("NPM", "cost_per_met_need_nok"): lambda _: 1000.0,
        ("NPG", "citizen_hours_per_capita"): lambda _: 0.5,
        ("NPG", "trust"): lambda _: 0.1,
        ("responsive", "trust"): lambda _: 0.05,
        ("responsive", "fit"): lambda at: 0.2 * (0.5 - at["lived"]),
    })  # fmt: skip
    assert text.index("## What survives levelling?") < text.index("## Where is each paradigm best?")
    of = {line[4:].split("**")[0]: line for line in text.splitlines() if line.startswith("- **")}
    half = r"best-fitting services \((49|50|51) %\) where citizens hold "
    assert re.search(half + "more of the knowledge needed", of["NPG"])
    assert re.search(half + "less of the knowledge needed", of["responsive"])
    assert "the highest trust (100 %)" in of["NPG"] and "the highest strain on staff (100 %)" in of["NPG"]
    assert re.search(r"the worst-fitting services \((49|50|51) %\)", of["NPG"])
    assert "costs 1,000 ± 0 NOK more" in of["NPM"] and "the highest cost per met need (100 %)" in of["NPM"]
    assert "gives 30.0 minutes a month more" in of["NPG"]
    assert of["TPA"].startswith("- **TPA** is rarely")
    control = of["Good administration or co-creation? Levelled"]
    assert "50 % in trust" in control and "fit" not in control
    assert "best in 2, none at all in 1, and a partial level in 1." in of["Levelled."]
    lead = " ".join(text.split("## What survives")[1].split("The table has")[0].split())
    assert "**NPG − TPA.** Survives: trust (+0.02). Does not survive: nothing." in lead
    assert "**NPM − TPA.** Survives: nothing. Does not survive: trust (+0.001, as argued −0.04)." in lead
    assert "Never significant: trust." in lead


def test_the_summary_makes_nothing_of_noise():
    text = summary_of({}).split("The list describes")[1].split("![")[0]
    assert text.count("is rarely significantly best or worst.") == len(PARADIGMS) and " where " not in text
    assert "NPG has no significant gain" in text and "explain 0 % to " in text


def made_up(study, out, workers):
    """Return results of a study without running it."""
    gains = {"TPA": 0.0, "NPM": 0.1, "responsive": 0.2}
    rows = []
    for job in study.jobs():
        gain = gains.get(job.point["paradigm"], job.point.get("needs.lived", 1.0) - 1.0)
        rows += [
            {
                "run_id": job.run_id, "status": "ok", "month": month,
                **{outcome: gain + 0.01 * RNG.normal() for outcome in study.outcomes},
            }
            for month in study.kept_months
        ]  # fmt: skip
    return SimpleNamespace(table=pd.DataFrame(rows))


def test_the_page_is_made_whole(tmp_path, monkeypatch):
    """All figures and both pages, from made-up runs (real ones take minutes)."""
    monkeypatch.setattr(pages, "run_study", made_up)
    drawn = []
    monkeypatch.setattr(pages, "save_figure", lambda *given: drawn.append(given[2]) or save_figure(*given))
    values = plain(pages.make(tmp_path / "out", 60, 2, 4, 300, 1, tmp_path / "figures"))
    english = render("contingency.md.jinja", **values)
    norwegian = render("contingency-nb.md.jinja", language="nb", **values)
    assert all(c.text.english in english and c.text.text("nb") in norwegian for c in CONDITIONS)
    assert not re.search(r"\bnan\b", english + norwegian)
    tables = [re.findall(r"^\| .*\|$", text, re.MULTILINE) for text in (english, norwegian)]
    assert len(tables[0]) == len(tables[1])
    names = {f"{name}{end}" for name in ("contingency", "contingency-argued", "intensity") for end in ("", "-nb")}
    assert {p.stem for p in (tmp_path / "figures").iterdir()} == names
    assert len(drawn) == len(names)  # each is drawn once
    for figure in (tmp_path / "figures").iterdir():  # the same picture, in fewer bytes
        drawn_as = tmp_path / "out" / figure.name
        one, other = (np.asarray(Image.open(path).convert("RGB"), dtype=float) for path in (figure, drawn_as))
        assert np.abs(one - other).mean() < 1.0 and figure.stat().st_size < drawn_as.stat().st_size
    assert {path.name for path in (tmp_path / "out").glob("*.csv")} == {
        "intensity-levelled.csv", "intensity-argued.csv", "points.csv", "today.csv",
    }  # fmt: skip
