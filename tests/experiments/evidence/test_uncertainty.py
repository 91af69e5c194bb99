"""Uncertainty: seeds needed and rankings with known answers, study files, and the command at small size."""

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments.cli.command_line import main
from experiments.design.factors import declared
from experiments.design.study import read_study, study_of
from experiments.evidence.uncertainty.precision import half_width, power, precision, seeds_needed, subsets
from experiments.evidence.uncertainty.ranking import first_of, indices, ranking
from experiments.evidence.uncertainty.studies import (
    FEW,
    FOLDER,
    LEFT_OUT,
    screening_text,
    seeds_text,
    shares_text,
    uncertain,
)  # fmt: skip
from experiments.sweeps.results import Results

ROOT = Path(__file__).resolve().parents[3]


# --- seeds -------------------------------------------------------------------------------------------------------


def test_power_is_that_of_the_t_test():
    rng = np.random.default_rng(1)
    draws = rng.normal(0.8, 1.0, (20_000, 10))
    t = draws.mean(axis=1) / (draws.std(axis=1, ddof=1) / math.sqrt(10))
    assert power(0.8, 1.0, 10) == pytest.approx((abs(t) > stats.t.ppf(0.975, 9)).mean(), abs=0.01)


@pytest.mark.parametrize("effect", [0.1, 2.3, 4.61, 8.0, 30.0])
def test_more_seeds_see_more(effect):
    found = [power(effect, 1.0, seeds) for seeds in range(2, 8)]
    assert found == sorted(found) and 0.0 < found[0] and found[-1] <= 1.0


@pytest.mark.parametrize(("effect", "seeds"), [(1.0, 10), (0.5, 34), (0.2, 199)])  # textbook values, 80 %, 5 %
def test_seeds_needed(effect, seeds):
    assert seeds_needed(effect, 1.0) == seeds
    assert power(effect, 1.0, seeds) >= 0.8 > power(effect, 1.0, seeds - 1)


def test_extremes_of_seeds_needed():
    assert seeds_needed(0.0, 1.0) == math.inf
    assert seeds_needed(1e-9, 1.0) == math.inf
    assert seeds_needed(1.0, 0.0) == 2


def test_half_width_by_hand():
    assert half_width(1.0, 3) == pytest.approx(4.302652729911275 / math.sqrt(3))


def fake_seeds() -> Results:
    """Return 20 seeds in which both paradigms share most of their luck; NPG is 0.3 higher."""
    study = study_of('months = 1\nseeds = 20\noutcomes = ["fit"]\n[factors]\nparadigm = ["TPA", "NPG"]')
    rng = np.random.default_rng(2)
    shared, own = rng.normal(0, 1, 21), rng.normal(0, 0.1, (2, 21))
    rows = [
        {"run_id": job.run_id, "status": "ok", "error": None, "seed": job.seed, "month": 1, **job.point,
         "fit": shared[job.seed] + own[int(job.point["paradigm"] == "NPG"), job.seed]
         + 0.3 * (job.point["paradigm"] == "NPG")}
        for job in study.jobs()
    ]  # fmt: skip
    return Results(study, Path("fake"), pd.DataFrame(rows))


def test_pairing_saves_seeds():
    row = precision(fake_seeds()).iloc[0]
    assert row["difference"] == pytest.approx(0.3, abs=0.1)
    assert row["sd_paired"] == pytest.approx(0.1 * math.sqrt(2), rel=0.4)
    assert row["saving"] > 30
    assert row["half_10"] == pytest.approx(half_width(row["sd_paired"], 10))
    assert row["needed"] < row["needed_half"] < row["needed_quarter"]


def test_subsets_agree_with_the_formula():
    results = fake_seeds()
    drawn = subsets(results, "fit", "TPA", "NPG", [5, 10])
    curve = [half_width(precision(results).iloc[0]["sd_paired"], n) for n in (5, 10)]
    assert drawn == pytest.approx(curve, rel=0.25)


# --- rankings ----------------------------------------------------------------------------------------------------


def fake_sample(kind: str) -> Results:
    """Return a sample in which a moves TPA and NPG alike, b NPG only, c nothing."""
    names = ["trust.gain", "trust.loss_aversion", "needs.wickedness"]
    ranges = "\n".join(f'"{name}" = {{ low = 0.1, high = 0.4 }}' for name in names[:1])
    ranges += '\n"trust.loss_aversion" = { low = 1.0, high = 3.0 }\n"needs.wickedness" = { low = 0.5, high = 1.5 }'
    study = study_of(
        f'months = 1\nseeds = 2\noutcomes = ["fit", "trust"]\n[design]\nkind = "{kind}"\nsamples = 64\n'
        f'[factors]\n{ranges}\nparadigm = ["TPA", "NPG"]'
    )
    rows = []
    for job in study.jobs():
        a = (job.point["trust.gain"] - 0.1) / 0.3
        b = (job.point["trust.loss_aversion"] - 1.0) / 2.0
        value = 3 * a + (b if job.point["paradigm"] == "NPG" else 0.0) + 0.1 * job.seed
        rows.append({"run_id": job.run_id, "status": "ok", "error": None, "seed": job.seed, "month": 1, **job.point,
                     "fit": value, "trust": value})  # fmt: skip
    return Results(study, Path("fake"), pd.DataFrame(rows))


@pytest.mark.parametrize(("kind", "index"), [("morris", "mu_star"), ("sobol", "ST")])
def test_what_moves_levels_need_not_move_differences(kind, index):
    table = indices(fake_sample(kind), resamples=20)
    found = table[(table["index"] == index) & (table["outcome"] == "fit")].pivot(
        index="factor", columns="of", values="value"
    )
    assert list(found["TPA"].round(6) > 0.001) == [False, True, False]  # factors in order of the alphabet
    assert found.loc["trust.gain", "NPG - TPA"] == pytest.approx(0, abs=1e-6)
    assert found.loc["trust.loss_aversion", "NPG - TPA"] == pytest.approx(1.0, rel=0.1)
    assert first_of(table, "NPG - TPA", "fit")[0][0] == "trust.loss_aversion"
    ranked = ranking(table)
    assert list(ranked["factor"]) == ["trust.gain", "trust.loss_aversion", "needs.wickedness"]
    assert ranked["score"].iloc[2] == pytest.approx(0, abs=1e-6) and ranked["above_luck"].iloc[2] == 0


# --- study files -------------------------------------------------------------------------------------------------


def test_study_files_are_what_the_declarations_make():
    again = "run `python -m experiments.evidence.uncertainty`"
    assert (FOLDER / "seeds.toml").read_text(encoding="utf-8") == seeds_text(), again
    assert (FOLDER / "screening.toml").read_text(encoding="utf-8") == screening_text(), again
    shares = read_study(FOLDER / "shares.toml")
    names = [factor.name for factor in shares.factors if factor.sampled]
    assert len(names) == FEW
    assert (FOLDER / "shares.toml").read_text(encoding="utf-8") == shares_text(names), again


def test_every_uncertain_number_is_screened_about_its_default():
    study = study_of(screening_text())
    ranges = {factor.name: factor for factor in study.factors if factor.sampled}
    assert list(ranges) == [d.name for d in uncertain()] and len(ranges) > 200
    for name, factor in ranges.items():
        number = declared()[name]
        assert number.low <= factor.low <= number.default <= factor.high <= number.high
    left = {d.name for d in declared().values() if d.kind in ("number", "whole")} - set(ranges)
    for name in left:  # by name, or because the default has nothing about it
        small = abs(declared()[name].default) < 2 and declared()[name].kind == "whole"
        assert name.startswith(("rules.", *LEFT_OUT)) or declared()[name].default == 0 or small, name


# --- the command -------------------------------------------------------------------------------------------------


@pytest.fixture
def studies(tmp_path, monkeypatch) -> Path:
    """Small studies in a folder, which is the working folder."""
    monkeypatch.chdir(tmp_path)
    top = 'months = 3\noutcomes = ["fit", "trust", "load"]\n'
    base = '[base]\ncitizens = 100\n"town.warm_up" = 0\n[factors]\n'
    ranges = '"trust.gain" = { low = 0.1, high = 0.3 }\n"needs.rate" = { low = 0.03, high = 0.07 }\n'
    ranges += 'paradigm = ["TPA", "NPG"]\n'
    (tmp_path / "studies").mkdir()
    texts = {
        "seeds": f'{top}seeds = 6\n{base}paradigm = ["TPA", "NPG"]\n',
        "screening": f'{top}seeds = 2\n[design]\nkind = "morris"\nsamples = 2\n{base}{ranges}',
        "shares": f'{top}seeds = 2\n[design]\nkind = "sobol"\nsamples = 2\n{base}{ranges}',
    }
    for name, text in texts.items():
        (tmp_path / "studies" / f"{name}.toml").write_text(f'name = "{name}"\n{text}', encoding="utf-8")
    return tmp_path


def test_the_command_runs_all_parts_and_writes_the_page(studies, capsys):
    (studies / "docs").mkdir()
    asked = ["uncertainty", "--studies", "studies", "--jobs", "1", "-o", "out", "--parts", "seeds,screening,shares"]
    assert main([*asked, "--write", "docs", "--difference", "fit=0.05", "--choose", "few.toml"]) == 0
    printed = capsys.readouterr().out
    assert "seeds detect a difference of 0.05" in printed and "needs.rate" in printed
    assert [path.name for path in (studies / "docs" / "figures").iterdir()] == ["seeds.png"]
    assert (studies / "out" / "seeds" / "seeds-nb.svg").exists()
    page = (studies / "docs" / "uncertainty.md").read_text(encoding="utf-8")
    for heading in ("## How many seeds", "## Which parameters matter?", "## How much of the variance"):
        assert heading in page
    chosen = study_of((studies / "few.toml").read_text(encoding="utf-8"))
    assert {factor.name for factor in chosen.factors} == {"trust.gain", "needs.rate", "paradigm"}
    assert main([*asked, "--json", "--quiet"]) == 0  # nothing left to run
    plain = json.loads(capsys.readouterr().out.split("\n", 3)[3])
    assert len(plain["seeds"]) == 3 and {row["of"] for row in plain["shares"]} == {"TPA", "NPG", "NPG - TPA"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--parts", "seed"], "seeds"),
        (["--parts", ","], "no part"),
        (["--parts", "screening", "--difference", "fit=0.1"], "--difference"),
        (["--difference", "fit=much"], "OUTCOME=X"),
        (["--choose", "x.toml"], "screening"),
        (["--write", "nowhere"], "no such folder"),
        (["--studies", "nowhere"], "no study file"),
    ],
)
def test_bad_input_is_refused(arguments, said, studies, capsys):
    assert main(["uncertainty", "--studies", "studies", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not (studies / "results").exists()


def test_a_study_of_another_kind_is_refused(studies, capsys):
    text = (studies / "studies" / "seeds.toml").read_text(encoding="utf-8")
    (studies / "studies" / "screening.toml").write_text(text, encoding="utf-8")
    assert main(["uncertainty", "--studies", "studies", "--parts", "screening"]) == 2
    assert "morris" in capsys.readouterr().err


def test_a_dry_run_runs_nothing(studies, capsys):
    assert main(["uncertainty", "--studies", "studies", "--parts", "seeds,screening", "--dry-run", "--json"]) == 0
    assert {part: plan["runs"] for part, plan in json.loads(capsys.readouterr().out).items()} == {
        "seeds": 12, "screening": 24,
    }  # fmt: skip
    assert not (studies / "results").exists()


def test_the_page_in_the_documentation_has_a_section_on_seeds():
    page = (ROOT / "docs" / "uncertainty.md").read_text(encoding="utf-8")
    assert "## How many seeds" in page
    assert (ROOT / "docs" / "figures" / "seeds.png").exists()
