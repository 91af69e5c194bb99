"""Analyses of a sweep: what they refuse, and through the command line on a real sweep."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from agents.errors import InputError
from experiments.analysis.contrasts import contrasts
from experiments.analysis.directions import directions
from experiments.analysis.discovery import where_met
from experiments.analysis.points import points_of
from experiments.analysis.sensitivity import sensitivity
from experiments.analysis.tradeoffs import Threshold, regret, threshold
from experiments.cli.command_line import main
from experiments.sweeps.results import Results
from tests.each import each
from tests.helpers.fake_sweeps import OUTCOMES, factorial, fake, same, study_text
from tests.shell import called, samskaping

# --- what is refused ---------------------------------------------------------------------------------------------


def test_missing_and_failed_runs_are_counted_and_refused():
    whole = fake(study_text("sobol", 4), lambda point, seed: same(1.0))
    part = Results(whole.study, whole.folder, whole.table.iloc[:-3])
    with pytest.raises(InputError, match=r"3 of 80 runs are missing .* samskaping sweep fake/study.toml --out fake"):
        sensitivity(part)
    with pytest.raises(InputError, match="3 of 80 runs are missing"):
        points_of(part, failed=True)
    table = whole.table.copy()
    table.loc[table.index[:2], ["status", *OUTCOMES]] = ["failed", *[math.nan] * 3]
    broken = Results(whole.study, whole.folder, table)
    with pytest.raises(InputError, match=r"2 of 80 runs in fake failed.*samskaping results fake --failed"):
        sensitivity(broken)
    with pytest.raises(InputError, match=r"samskaping results 'my runs' --failed"):  # as a shell needs it
        sensitivity(replace(broken, folder=Path("my runs")))
    points = points_of(broken, failed=True)
    assert 1 <= points.left_out <= 2 and len(points.table) == 40 - points.left_out


@pytest.mark.parametrize("kind", ["lhs", "factorial"])
def test_sensitivity_needs_a_sample_made_for_it(kind):
    text = study_text("lhs", 4) if kind == "lhs" else factorial("paradigm = ['TPA', 'NPG']")
    with pytest.raises(InputError, match=f"'{kind}'.*'sobol' or 'morris'"):
        sensitivity(fake(text, lambda point, seed: same(1.0)))


def test_unknown_names_are_refused_with_the_nearest():
    results = fake(factorial("paradigm = ['TPA', 'NPG']\n'trust.gain' = [0.1, 0.2]"), lambda point, seed: same(1.0))
    points = points_of(results)
    for call, words in (
        (lambda: points_of(results, ["trsut"]), "did you mean 'trust'"),
        (lambda: points_of(results, ["load"]), "kept no outcome 'load'"),
        (lambda: points_of(results, []), "at least one outcome"),
        (lambda: contrasts(points, "paradgim"), "did you mean 'paradigm'"),
        (lambda: contrasts(points, against="NPM"), "no level 'NPM'"),
        (lambda: contrasts(points, by=["paradigm"]), "cannot be in --by"),
        (lambda: points.where({"trust.gain": "0.3"}), "no level '0.3'"),
        (lambda: contrasts(points.where({"paradigm": "npg"})), "only the level NPG"),
        (lambda: regret(points.where({"paradigm": "NPG"})), "only the level NPG"),
        (lambda: directions(["fit"], {"fit": "hihger"}), "did you mean 'higher'"),
        (lambda: directions(["fit"], {"trust": "higher"}), "'trust' is not analysed"),
        (lambda: directions(["trust_spread"]), "--better trust_spread=higher"),
        (lambda: threshold("fit=0.5"), "fit>=0.6"),
        (lambda: threshold("fit>=half"), "fit>=0.6"),
        (lambda: regret(points, thresholds=[Threshold("load", "<", 1)]), "load < 1: that outcome is not analysed"),
        (lambda: where_met(points, Threshold("load", "<", 1)), "load < 1: that outcome is not analysed"),
    ):
        with pytest.raises(InputError, match=words.replace("(", r"\(")):
            call()


def test_a_range_has_no_levels_to_compare():
    points = points_of(fake(study_text("lhs", 4), lambda point, seed: same(1.0)))
    with pytest.raises(InputError, match="trust.gain is a range.*paradigm"):
        contrasts(points, "trust.gain")


def test_a_list_design_without_pairs_is_refused():
    text = factorial("paradigm = ['TPA', 'NPG']\n'trust.gain' = [0.1, 0.2]").replace(
        "[factors]", "[design]\nkind = 'list'\n[factors]"
    )
    with pytest.raises(InputError, match="cannot be compared in pairs"):
        contrasts(points_of(fake(text, lambda point, seed: same(1.0))))


# --- words -------------------------------------------------------------------------------------------------------


# --- the command line, on a real sweep ---------------------------------------------------------------------------

REAL = """\
name = "real"
months = 2
seeds = 5
outcomes = ["fit", "trust", "load", "hours_process", "met_need_gap"]
[design]
kind = "sobol"
samples = 4
[base]
citizens = 60
"town.warm_up" = 0
[factors]
"trust.gain" = { low = 0.05, high = 0.3 }
"rules.position.facilitation" = { low = 0.0, high = 1.0 }
paradigm = ["TPA", "NPG"]
"""


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    (folder / "real.toml").write_text(REAL)
    done = called("sweep", "real.toml", "--out", "out", "--quiet", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


ASKED = {
    "sensitivity": ["--outcomes", "fit,load"],
    "contrasts": ["--by", "trust.gain"],
    "pareto": ["--outcomes", "fit,trust,met_need_gap"],
    "regret": ["--outcomes", "fit,load", "--threshold", "fit>=0.1"],
    "discover": ["--threshold", "load>MEDIAN"],
}


def median_load(folder: Path) -> str:
    runs = pd.read_parquet(folder / "out" / "runs")
    return f"{runs.groupby(['paradigm', 'trust.gain', 'rules.position.facilitation'])['load'].mean().median():.6g}"


@pytest.fixture
def here(real, monkeypatch) -> Path:
    """The folder with the real sweep, to work in."""
    monkeypatch.chdir(real)
    return real


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("kind", ASKED)
def test_an_analysis_is_printed_and_written(kind, language, here, capsys):
    words = [word.replace("MEDIAN", median_load(here)) for word in ASKED[kind]]
    folder = f"{kind}-{language}"
    arguments = ["analyse", "out", kind, *words, "--lang", language, "-o"]
    assert main([*arguments, folder]) == 0
    printed = capsys.readouterr()
    assert printed.err == "" and printed.out.splitlines()[-1] == folder
    assert max(map(len, printed.out.splitlines())) <= 100 and "nan" not in printed.out.lower().split()
    names = {"box", "trajectory", "points"} if kind == "discover" else {kind}
    files = {path.name for path in (here / folder).iterdir()}
    assert files == {"figure.png", "figure.svg", "manifest.json"} | {f"{name}.csv" for name in names}
    manifest = json.loads((here / folder / "manifest.json").read_text())
    assert manifest["kind"] == "analysis" and manifest["analysis"] == kind and manifest["versions"]["SALib"]
    assert main([*arguments, folder]) == 2
    assert ("ikke tom" if language == "nb" else "not empty") in capsys.readouterr().err
    if language == "en":  # the same results give the same bytes
        assert main([*arguments, f"{folder}-again"]) == 0
        for file in files - {"manifest.json"}:
            assert (here / folder / file).read_bytes() == (here / f"{folder}-again" / file).read_bytes(), file


@pytest.mark.parametrize("kind", ASKED)
def test_json_is_one_document(kind, here, capsys):
    words = [word.replace("MEDIAN", median_load(here)) for word in ASKED[kind]]
    assert main(["analyse", "out", kind, *words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["analysis"] == kind and told["study"] == "real" and told["out"] is None
    assert told["box" if kind == "discover" else kind]


def test_numbers_of_the_command_are_those_of_the_runs(real):
    done = samskaping("analyse", "out", "contrasts", "--outcomes", "load", "--json", cwd=real)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    (row,) = json.loads(done.stdout)["contrasts"]
    runs = pd.read_parquet(real / "out" / "runs").groupby("paradigm")["load"].mean()
    assert row["difference"] == pytest.approx(runs["NPG"] - runs["TPA"]) and row["points"] == 16
    bad = samskaping("analyse", "out", "sensitivty", cwd=real)
    assert (bad.returncode, bad.stdout) == (2, "") and "did you mean 'sensitivity'" in bad.stderr


@pytest.mark.parametrize("kind", ["sensitivity", "pareto"])
def test_points_can_be_left_out(kind, here, capsys):
    assert main(["analyse", "out", kind, "--where", "paradigm=npg", "--json"]) == 0
    assert {row["paradigm"] for row in json.loads(capsys.readouterr().out)[kind]} == {"NPG"}
    assert main(["analyse", "out", kind, "--where", "paradigm=npg", "--where", "paradigm=TPA", "--json"]) == 0
    assert {row["paradigm"] for row in json.loads(capsys.readouterr().out)[kind]} == {"NPG", "TPA"}


@each(
    ("arguments", "words"),
    [
        (["nowhere", "contrasts"], "holds no sweep"),
        (["out", "sensitivty"], "did you mean 'sensitivity'"),
        (["out"], "name an analysis"),
        (["out", "contrasts", "--factor", "paradgim"], "did you mean 'paradigm'"),
        (["out", "contrasts", "--against", "NPM"], "no level 'NPM'"),
        (["out", "contrasts", "--outcomes", "trsut"], "did you mean 'trust'"),
        (["out", "contrasts", "--where", "paradigm"], "--where 'paradigm' is not of the form FACTOR=LEVEL"),
        (["out", "sensitivity", "--where", "trust.gain=0.1"], "trust.gain is a range"),
        (["out", "pareto", "--outcomes", "fit"], "needs at least two outcomes"),
        (["out", "pareto", "--better", "fit=up", "--outcomes", "fit,trust"], "valid: higher, lower, zero"),
        (["out", "regret", "--threshold", "fit"], "such as fit>=0.6"),
        (["out", "discover"], "give what to look for"),
        (["out", "discover", "--beats", "NPG", "--outcomes", "fit"], "needs two levels"),
        (["out", "discover", "--threshold", "fit<-5"], "none of the 32 points"),
        (["out", "contrasts", "-o", "out"], "not empty"),
    ],
)
def test_bad_input_has_exit_code_2(arguments, words, here, capsys):
    before = sorted(path.name for path in here.iterdir())
    assert main(["analyse", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and words in printed.err and "Traceback" not in printed.err
    assert sorted(path.name for path in here.iterdir()) == before
