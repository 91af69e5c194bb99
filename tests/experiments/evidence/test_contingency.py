"""The contingency map and the test of intensity: planted truths are found, and noise is not called a finding."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from experiments.evidence.contingency import page as pages
from experiments.evidence.contingency.intensity import BETTER, verdicts
from experiments.evidence.contingency.studies import (
    CONDITIONS,
    HORIZONS,
    INTENSITIES,
    NECESSITIES,
    OUTCOMES,
    PARADIGMS,
    intensity_study,
    knowledge_shares,
    map_study,
    needs_of,
)
from experiments.evidence.contingency.surface import best, fit_surface
from experiments.evidence.pages import plain, render
from experiments.output.figures import save_figure
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


def test_studies_can_be_run():
    study = map_study(50, 1, 300)
    assert study.size == 50 * len(PARADIGMS) and study.keep == "yearly"
    assert intensity_study(2, 300).size == 2 * len(NECESSITIES) * len(INTENSITIES)
    assert {"needs.lived", "paradigm", "money.case_budget"} <= {f.name for f in study.factors}


def _table(shape) -> SimpleNamespace:
    rows = [
        {
            "needs.wickedness": 2 * n, "rules.intensity": i, "seed": seed,
            **{o: (-1 if BETTER[o] == "lower" else 1) * shape(n, i) + 0.001 * RNG.normal() for o in OUTCOMES},
        }
        for n in NECESSITIES for i in INTENSITIES for seed in range(6)
    ]  # fmt: skip
    return SimpleNamespace(last=pd.DataFrame(rows))


@pytest.mark.parametrize(
    "shape, expected",
    [
        (lambda n, i: i * (n - 0.4), lambda n: "all" if n > 0.4 else "none"),  # the seeds' rule
        (lambda n, i: -((i - 0.4) ** 2), lambda n: "between"),
        (lambda n, i: 0.0, lambda n: "unsure"),
    ],
)
def test_the_claim_is_judged(shape, expected):
    judged = verdicts(_table(shape))
    verdict = judged["verdict"]
    assert np.mean([v == expected(n) for v, n in zip(verdict, judged["necessity"], strict=True)]) > 0.85
    assert (judged[["never", "always", "all_or_nothing", "rule"]] >= -1e-12).all().all()


def summary_of(planted) -> str:
    """The page's summary where differences from TPA are planted: {(paradigm, outcome): function of conditions}."""
    rng = np.random.default_rng(4)
    names = [c.name for c in CONDITIONS]
    x = rng.uniform(0.0, 1.0, (400, len(names)))
    x[:, names.index("lived")] = np.linspace(0.0, 1.0, 400)
    at = dict(zip(names, x.T, strict=True))
    surfaces = {
        (p, o): fit_surface(x, planted.get((p, o), lambda _: 0.0)(at) + 1e-3 * rng.normal(size=400), np.arange(400))
        for p in PARADIGMS[1:] for o in OUTCOMES
    }  # fmt: skip
    judged = pd.DataFrame({
        "outcome": "fit", "necessity": [0.0, 0.25, 0.5, 0.75, 1.0], "best": 1.0,
        "verdict": ["all", "all", "none", "between", "unsure"],
        "never": 0.0, "always": 0.0, "all_or_nothing": 0.0, "rule": 0.0,
    })  # fmt: skip
    points = pd.DataFrame(x, columns=names)
    size = dict.fromkeys(
        ("samples", "map_seeds", "seeds", "citizens", "necessities", "intensities", "intensity_runs"), 1
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "today", lambda: dict.fromkeys(names, 0.5))
        text = render("contingency.md.jinja", **plain(pages.values(points, surfaces, judged, size)))
    return text.split("## In short")[1].split("## Where")[0]


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
    of = {line[4:].split("**")[0]: line for line in text.splitlines() if line.startswith("- **")}
    assert "best-fitting services (50 %) where citizens hold more of the knowledge needed." in of["NPG"]
    assert "best-fitting services (50 %) where citizens hold less of the knowledge needed." in of["responsive"]
    assert "the highest trust (100 %)" in of["NPG"] and "the highest strain on staff (100 %)" in of["NPG"]
    assert "the worst-fitting services (50 %)" in of["NPG"]
    assert "costs 1,000 ± 0 NOK more" in of["NPM"] and "the highest cost per met need (100 %)" in of["NPM"]
    assert "gives 30.0 minutes a month more" in of["NPG"]
    assert of["TPA"] == "- **TPA** is rarely significantly best or worst."
    control = of["Good administration or co-creation?"]
    assert "50 % in trust" in control and "fit" not in control
    assert "best in 2, none at all in 1, and a partial level in 1." in of["Partial co-creation."]


def test_the_summary_makes_nothing_of_noise():
    text = summary_of({})
    assert text.count("is rarely significantly best or worst.") == len(PARADIGMS) and " where " not in text
    assert "NPG has no significant gain" in text and "explain 0 % to " in text


def test_the_page_is_made_whole(tmp_path, monkeypatch):
    """Both figures in both languages and the page, from made-up runs (real ones take minutes)."""

    def made_up(study, out, workers):
        rows = []
        for job in study.jobs():
            for month in HORIZONS if study.keep == "yearly" else (120,):
                gain = {"TPA": 0.0, "NPM": 0.1, "responsive": 0.2, "NPG": job.point["needs.lived"] - 1.0}[
                    job.point.get("paradigm", "NPG")
                ]
                rows.append({
                    **job.point, "seed": job.seed, "month": month, "status": "ok",
                    **{o: gain + 0.01 * RNG.normal() for o in OUTCOMES},
                })  # fmt: skip
        table = pd.DataFrame(rows)
        return SimpleNamespace(table=table, last=table, factors=[f.name for f in study.factors])

    monkeypatch.setattr(pages, "run_study", made_up)
    drawn = []
    monkeypatch.setattr(pages, "save_figure", lambda *given: drawn.append(given[2]) or save_figure(*given))
    values = pages.make(tmp_path / "out", 60, 2, 3, 300, 1, tmp_path / "figures")
    text = render("contingency.md.jinja", **plain(values))
    assert all(c.text.english in text for c in CONDITIONS) and not re.search(r"\bnan\b", text)
    assert text.index("## In short") < text.index("## Where is")
    assert {p.name for p in (tmp_path / "figures").iterdir()} == {"contingency.png", "intensity.png"}
    assert (tmp_path / "out" / "contingency-nb.png").exists() and (tmp_path / "out" / "intensity-nb.svg").exists()
    for figure in (tmp_path / "figures").iterdir():  # the same picture, in fewer bytes
        drawn_as = tmp_path / "out" / figure.name
        one, other = (np.asarray(Image.open(path).convert("RGB"), dtype=float) for path in (figure, drawn_as))
        assert np.abs(one - other).mean() < 1.0 and figure.stat().st_size < drawn_as.stat().st_size
    assert len(drawn) == 4  # each is drawn once
    assert (tmp_path / "out" / "intensity.csv").exists()
