"""What a sweep found: reading, filtering, summaries, export; and the country's table."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from agents.errors import InputError
from experiments.design.study import study_of
from experiments.evidence.national import country, more_than_first, national_study, national_table, write_national
from experiments.sweeps.results import read_results
from experiments.sweeps.runner import sweep
from experiments.sweeps.shown import results_html
from model.town.municipalities import municipalities
from tests.helpers.sweeps import HALF, SMALL
from tests.shell import called


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("results") / "out"
    sweep(study_of(SMALL), out, workers=1)
    return out


@pytest.fixture(scope="module")
def found(folder):
    return read_results(folder)


def test_the_last_month_of_runs_that_did_not_fail(found, tmp_path):
    assert len(found.last) == 8 and set(found.last["month"]) == {3} and found.missing == 0 and len(found.failed) == 0
    sweep(study_of(HALF), tmp_path / "half", workers=1)
    half = read_results(tmp_path / "half")
    assert len(half.last) == 2 and len(half.failed) == 2 and half.missing == 0


def test_a_summary_by_hand(found):
    means = found.summary(["paradigm"], ["fit"]).set_index("paradigm")
    by_hand = found.last.groupby("paradigm")["fit"].mean()
    assert means["mean"].to_dict() == pytest.approx(by_hand.to_dict()) and set(means["runs"]) == {4}
    assert (means["low"] < means["mean"]).all() and (means["mean"] < means["high"]).all()
    points = found.summary().drop_duplicates(["paradigm", "trust.gain"])[["paradigm", "trust.gain"]]
    in_order = [["TPA", 0.1], ["TPA", 0.2], ["NPG", 0.1], ["NPG", 0.2]]
    assert points.to_numpy().tolist() == in_order and len(found.summary()) == 4 * 3  # four points, three outcomes
    overall = found.summary([], ["trust"])
    assert overall["mean"].item() == pytest.approx(found.last["trust"].mean())


def test_a_notebook_shows_a_table_with_intervals_in_a_language(found):
    assert repr(found).startswith("Results(small; 8 runs, 0 failed, 0 missing, month 3; ") and len(repr(found)) < 120
    shown = found._repr_html_()
    assert shown == found.html() and shown.count("<tr>") == 1 + 4 * 3 and shown.count("\N{PLUS-MINUS SIGN}") == 12 + 1
    assert "Hvor godt tjenesten passer, andel" in found.html("nb") and ">0,2<" in found.html("nb")


def test_a_notebook_shows_the_first_rows_of_many(found):
    shown = results_html(found, most=5)
    assert shown.count("<tr>") == 1 + 5 and "7 more rows: .summary() has all." in shown


def test_results_of_no_run_show_how_many_are_missing(found):
    none = replace(found, table=found.table.iloc[:0])
    assert "0 runs, 0 failed, 8 missing" in none.html() and "<table>" not in none.html()


def test_filters_know_types_and_names(found):
    assert set(found.where({"trust.gain": "0.2"}).table["trust.gain"]) == {0.2}
    assert len(found.where({"paradigm": "NPG", "seed": "2"}).last) == 2
    assert set(found.where({"month": ["1", "2"], "seed": "2"}).last["month"]) == {2}
    assert set(found.where({"month": ["1", "2"]}).table["month"]) == {1, 2}
    with pytest.raises(InputError, match="did you mean 'paradigm'"):
        found.where({"paradim": "NPG"})
    assert found.where({"paradigm": "NPG"}).missing == 0  # of the study, not of what is shown
    with pytest.raises(InputError, match="paradigm is never NPX; it is TPA, NPG; did you mean 'NPG'"):
        found.where({"paradigm": "NPX"})
    with pytest.raises(InputError, match="no factor 'fit'; valid: paradigm, trust.gain, seed"):
        found.summary(["fit"])
    with pytest.raises(InputError, match="no outcome 'seed'; valid: fit, trust, load"):
        found.summary(outcomes=["seed"])
    with pytest.raises(InputError, match="holds numbers"):
        found.where({"seed": "two"})
    with pytest.raises(InputError, match="holds no sweep"):
        read_results("nowhere")


def test_another_month_can_be_shown(found, folder, tmp_path):
    assert found.month == 3 and found.where({"month": "2"}).month == 2
    second = found.table[found.table["month"] == 2]
    means = found.where({"month": 2}).summary([], ["fit"])
    assert means["mean"].item() == pytest.approx(second["fit"].mean()) and means["runs"].item() == 8
    shown = called("results", str(folder), "--where", "month=2", cwd=tmp_path).stdout
    assert "missing; month 2" in shown and "TPA" in shown
    norwegian = called("results", str(folder), "--where", "month=2", "--lang", "nb", cwd=tmp_path).stdout
    assert "mangler; måned 2" in norwegian and "95 %-intervallet over gjentakelser" in norwegian
    assert json.loads(called("results", str(folder), "--where", "month=2", "--json", cwd=tmp_path).stdout)["month"] == 2


def test_failed_runs_are_counted_whatever_month_is_shown(tmp_path):
    sweep(study_of(HALF), tmp_path / "half", workers=1)
    first = read_results(tmp_path / "half").where({"month": 1})
    assert (len(first.last), len(first.failed), first.runs, first.missing) == (2, 2, 4, 0)
    assert len(first.where({"paradigm": "TPA"}).failed) == 2 and set(first.table["month"]) == {1}


@pytest.mark.parametrize(
    "column, value, words",
    [
        ("month", "6", "month 6 is not kept; months kept: 1, 2, 3"),
        ("seed", "7", "seed is never 7; it is 1, 2"),
        ("status", "failed", "no row has status = failed"),
        ("fit", "0.123", "no row has fit = 0.123"),
    ],
)
def test_a_filter_that_leaves_nothing_is_refused(found, column, value, words):
    with pytest.raises(InputError, match=words):
        found.where({column: value})


def test_an_unfinished_sweep_says_how_it_is_resumed(tmp_path):
    study = study_of(SMALL.replace('keep = "all"\n', ""))
    called_folder = tmp_path / "my sweep"
    sweep(study, called_folder, workers=1)
    assert "resumes the sweep" not in called("results", "my sweep", cwd=tmp_path).stdout
    parts = sorted((called_folder / "runs").iterdir())
    parts[0].unlink()
    left = read_results(called_folder).missing if parts[1:] else study.size
    shown = {lang: called("results", "my sweep", "--lang", lang, cwd=tmp_path) for lang in ("en", "nb")}
    assert f"{left} runs are missing: `samskaping sweep 'my sweep'` resumes the sweep" in shown["en"].stdout
    assert f"{left} kjøringer mangler: `samskaping sweep 'my sweep' --lang nb` fortsetter" in shown["nb"].stdout


def test_a_decimal_comma_in_a_filter_is_put_right(folder, tmp_path):
    for language, words in {"en": "written with a point: trust.gain=0.2", "nb": "med punktum: trust.gain=0.2"}.items():
        refused = called("results", str(folder), "--where", "trust.gain=0,2", "--lang", language, cwd=tmp_path)
        assert refused.returncode == 2 and words in refused.stderr


def test_the_command_line_shows_filters_and_exports(folder, tmp_path):
    shown = called("results", str(folder), "--by", "paradigm", "--outcomes", "fit", cwd=tmp_path)
    assert shown.returncode == 0 and "8 runs, 0 failed, 0 missing" in shown.stdout and "NPG" in shown.stdout
    told = json.loads(called("results", str(folder), "--json", cwd=tmp_path).stdout)
    assert (told["runs"], told["failed"], told["missing"]) == (8, 0, 0) and len(told["summary"]) == 12
    done = called("results", str(folder), "--csv", "rows.csv", "--where", "paradigm=NPG", cwd=tmp_path)
    assert done.returncode == 0 and done.stdout.strip() == "rows.csv"
    rows = pd.read_csv(tmp_path / "rows.csv")
    assert len(rows) == 12 and set(rows["paradigm"]) == {"NPG"} and rows["run_id"].is_monotonic_increasing
    again = called("results", str(folder), "--csv", "rows.csv", cwd=tmp_path)
    assert again.returncode == 2 and "nothing is overwritten" in again.stderr


def test_the_country_has_every_municipality_the_largest_first():
    study = national_study(["TPA", "NPG"])
    points = list(study.points())
    assert len(points) == 2 * 357 == study.size and study.months == 240
    assert points[0] == {"municipality": "Oslo", "paradigm": "TPA"} and points[1]["paradigm"] == "NPG"
    codes = {study.run(point, 1).checked().town.code for point in points}
    assert codes == {place.code for place in municipalities()}
    assert study.run(points[0], 1).citizens is None  # at full size
    scaled = list(national_study(["TPA"], share=0.01).points())
    assert scaled[0]["citizens"] > 5_000 and scaled[-1]["citizens"] == 50


def test_a_county_in_small_from_study_to_table(tmp_path):
    county = "Finnmark"
    study = national_study(["TPA", "NPG"], months=2, share=0.001, county=county)
    sweep(study, tmp_path / "out", workers=1)
    results = read_results(tmp_path / "out")
    table = national_table(results)
    places = [place for place in municipalities() if place.county == county]
    assert len(table) == 2 * len(places) and set(table["code"]) == {place.code for place in places}
    assert list(table.columns[:6]) == ["code", "name", "county", "population", "citizens", "paradigm"]
    assert table["population"].is_monotonic_decreasing and list(table["paradigm"][:3]) == ["TPA", "NPG", "TPA"]
    more = more_than_first(table, ["trust"])
    pairs = table.pivot(index="code", columns="paradigm", values="trust")
    assert more.loc["NPG", "trust"] == (pairs["NPG"] > pairs["TPA"]).sum() and list(more.index) == ["NPG"]
    means = country(table, ["trust"])
    part = table[table["paradigm"] == "NPG"]
    by_hand = (part["trust"] * part["population"]).sum() / part["population"].sum()
    assert means.loc["NPG", "trust"] == pytest.approx(by_hand)
    assert pd.read_csv(write_national(results), dtype={"code": str})["code"].tolist() == table["code"].tolist()


def test_municipalities_of_one_name_are_told_apart(tmp_path):
    codes = ["3114", "3419", "1515", "1818", "0301"]
    study = f"""
name = "names"
months = 1
seeds = 1
outcomes = ["fit"]
[base]
citizens = 60
"town.warm_up" = 0
[factors]
municipality = {codes}
paradigm = ["TPA"]
"""
    sweep(study_of(study), tmp_path / "out", workers=1)
    found = read_results(tmp_path / "out")
    table = national_table(found).set_index("code")
    assert table.loc["1515", ["name", "county"]].tolist() == ["Herøy", "Møre og Romsdal"]
    assert table.loc["3419", ["name", "county"]].tolist() == ["Våler", "Innlandet"] and set(table.index) == set(codes)
    shown = called("results", str(tmp_path / "out"), cwd=tmp_path).stdout
    assert "Våler (Østfold)" in shown and "Herøy (Nordland)" in shown
    for asked in ("1818", "Herøy (Nordland)", "0301", "oslo"):
        assert len(found.where({"municipality": asked}).last) == 1


def test_what_the_country_refuses():
    with pytest.raises(InputError, match="did you mean 'Finnmark'"):
        national_study(["TPA"], county="Finmark")
    with pytest.raises(InputError, match="share of citizens"):
        national_study(["TPA"], share=0.0)
    with pytest.raises(InputError, match="'TPA'"):
        national_study(["TPB"])
    with pytest.raises(InputError, match="no paradigms"):
        national_study([])
    with pytest.raises(InputError, match="given twice: TPA, TPA"):
        national_study(["TPA", "tpa"])
    with pytest.raises(InputError, match="the number of seeds = 0"):
        national_study(["TPA"], seeds=0)
