"""CSV for programs and CSV for a Norwegian Excel: the same numbers, written two ways."""

import json

import numpy as np
import pandas as pd
import pytest

from experiments.design.study import study_of
from experiments.output.csv_files import csv_text, for_excel
from experiments.output.export import write_table
from experiments.sweeps.runner import sweep
from tests.helpers.sweeps import SMALL
from tests.shell import called

BOM = b"\xef\xbb\xbf"
HARD = pd.DataFrame({
    "where": ["Bodø", "Herøy; Nordland", 'the "old" one', "", "a, b"],
    "x": [1.5, -2.0e-12, 123456789.123456789, np.nan, 0.1 + 0.2],
    "n": [1, 2, 3, 4, 5],
})  # fmt: skip


def excel(path_or_text) -> pd.DataFrame:
    return pd.read_csv(
        path_or_text, sep=";", decimal=",", encoding="utf-8-sig", keep_default_na=False, na_values={"x": [""]}
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("csv") / "out"
    sweep(study_of(SMALL), out, workers=1)
    return out


def test_every_number_and_letter_comes_back_from_the_file_for_excel(tmp_path):
    path = tmp_path / "hard.csv"
    path.write_text(csv_text(HARD, excel=True), encoding="utf-8")
    assert path.read_bytes().startswith(BOM)
    pd.testing.assert_frame_equal(excel(path), HARD, check_exact=True)


def test_the_default_is_canonical(tmp_path):
    assert csv_text(HARD.iloc[:1]) == "where,x,n\nBodø,1.5,1\n"
    write_table(HARD, tmp_path / "a.csv")
    assert not (tmp_path / "a.csv").read_bytes().startswith(BOM)


def test_results_are_written_for_excel_when_asked(folder, tmp_path):
    for name, options in (("plain.csv", []), ("excel.csv", ["--excel"])):
        assert called("results", str(folder), "--csv", name, *options, cwd=tmp_path).returncode == 0
    assert (tmp_path / "excel.csv").read_bytes().startswith(BOM + b"run_id;status;")
    assert excel(tmp_path / "excel.csv").drop(columns="error").equals(
        pd.read_csv(tmp_path / "plain.csv").drop(columns="error")
    )  # fmt: skip
    shown = called("results", str(folder), "--csv", "--excel", cwd=tmp_path).stdout
    assert shown == (tmp_path / "excel.csv").read_text(encoding="utf-8")
    refused = called("results", str(folder), "--excel", "--lang", "nb", cwd=tmp_path)
    assert refused.returncode == 2 and "--csv FIL" in refused.stderr
    assert not for_excel()  # only while the command ran


def test_compare_and_run_write_every_csv_for_excel(tmp_path):
    small = ["--citizens", "60", "--months", "2", "--quiet", "--excel"]
    assert (
        called("compare", "--paradigms", "TPA,NPG", "--seeds", "2", *small, "--out", "c", cwd=tmp_path).returncode == 0
    )
    assert called("run", *small, "--out", "r", cwd=tmp_path).returncode == 0
    written = sorted(tmp_path.glob("*/*.csv"))
    assert [path.name for path in written] == [
        "courses.csv", "groups.csv", "paired.csv", "summary.csv", "groups.csv", "series.csv",
    ]  # fmt: skip
    for path in written:
        assert path.read_bytes().startswith(BOM) and len(excel(path).columns) > 3, path
    means = excel(tmp_path / "c" / "summary.csv")["mean"]
    runs = pd.read_parquet(tmp_path / "c" / "runs.parquet")
    assert means.dtype.kind == "f" and len(runs) == 8


def test_national_and_analyse_write_for_excel(folder, tmp_path):
    asked = ["--county", "Oslo", "--share", "0.0001", "--months", "1", "--paradigms", "TPA,NPG", "--jobs", "1"]
    assert called("national", *asked, "--quiet", "--excel", "--out", "n", cwd=tmp_path).returncode == 0
    assert excel(tmp_path / "n" / "national.csv")["name"].tolist() == ["Oslo", "Oslo"]
    asked = ["contrasts", "--factor", "paradigm", "--out", "a", "--json", "--excel"]
    done = called("analyse", str(folder), *asked, cwd=tmp_path)
    assert done.returncode == 0 and json.loads(done.stdout)
    files = list((tmp_path / "a").glob("*.csv"))
    assert files and all(path.read_bytes().startswith(BOM) for path in files)
