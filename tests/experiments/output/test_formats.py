"""Tables as Markdown and LaTeX, figures as PDF, results as arrays and NetCDF, and in R."""

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from agents.errors import InputError
from experiments import compare, read_results
from experiments.analysis.report.reports import contrasts_report
from experiments.design.study import study_of
from experiments.output.formats import html, latex, markdown
from experiments.output.terminal import table
from experiments.output.texts import text
from experiments.sweeps.results import run_study
from tests.helpers.fake_sweeps import fake, same, study_text
from tests.helpers.sweeps import SMALL
from tests.shell import called

ROOT = Path(__file__).resolve().parents[3]


def test_tables_are_escaped_and_aligned() -> None:
    made = table(
        "a_b: 5 %", [("name", {}), ("x & y", {"justify": "right"})], [["a|b", "1 ± 2"], ["c", "−3"]], note="*: 95 %"
    )
    assert markdown(made).splitlines() == [
        "**a_b: 5 %**", "", "| name | x & y |", "| --- | ---: |", r"| a\|b | 1 ± 2 |", "| c | −3 |", "", "*: 95 %",
    ]  # fmt: skip
    text = latex(made)
    for part in (
        r"\begin{tabular}{lr}", r"\toprule", r"name & x \& y \\", r"a|b & 1 $\pm$ 2 \\", r"c & $-$3 \\",
        r"\caption{a\_b: 5 \%}", r"\footnotesize *: 95 \%",
    ):  # fmt: skip
        assert part in text, part


def test_a_table_in_html_is_escaped() -> None:
    made = table("<t>", [("a & b", {}), ("x", {"justify": "right"})], [["<script>", "1 ± 2"]], note="5 < 6\nend")
    shown = html([made], "<h>")._repr_html_()
    for part in (
        "<b>&lt;h&gt;</b>",
        ">&lt;t&gt;</caption>",
        ">a &amp; b</th>",
        ">&lt;script&gt;</td>",
        "5 &lt; 6<br>end",
    ):
        assert part in shown, part


def test_numbers_are_aligned_to_the_right_as_any_language_writes_them() -> None:
    for numbers in (["0.5 *", "-12.25"], ["0,5 *", "−12,25"], ["1 000", ""]):
        made = table("", [("name", {}), ("difference", {})], [["a", numbers[0]], ["b", numbers[1]]])
        assert r"\begin{tabular}{lr}" in latex(made), numbers
    words = table("", [("name", {}), ("better", {})], [["a", "3 of 4"], ["b", "none"]])
    assert r"\begin{tabular}{ll}" in latex(words)


def test_a_caller_in_python_is_refused_what_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    compared = compare(["TPA"], citizens=60, months=1, seeds=1)
    report = contrasts_report(read_results(folder / "small"))
    for given, wanted in {
        ("docx",): "unknown format 'docx'; valid: csv, parquet, md, tex, png, svg, pdf",
        "pdf": "formats = 'pdf' is not a list; write it in brackets",
    }.items():
        for saved in (compared, report):
            with pytest.raises(InputError, match=re.escape(wanted)):
                saved.save(tmp_path / "made", formats=given)
    wanted = "language = 'xx' is not valid: there are no texts in that language; valid: en (English), nb (Bokmål)"
    for asked in (
        lambda: compared.figure("xx"),
        lambda: compared.save(tmp_path / "made", "xx"),
        lambda: contrasts_report(read_results(folder / "small"), language="xx"),
    ):
        with pytest.raises(InputError, match=re.escape(wanted)):
            asked()
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("formats")
    run_study(study_of(SMALL), folder / "small", workers=1)
    return folder


def test_an_analysis_is_written_in_the_formats_asked_for(folder: Path) -> None:
    command = ("analyse", "small", "contrasts", "--outcomes", "fit,trust", "-o", "made")
    done = called(*command, "--format", "md,tex,pdf,parquet", "--lang", "nb", cwd=folder)
    assert done.returncode == 0, done.stderr
    names = {path.name for path in (folder / "made").iterdir()}
    assert names == {
        "tables.md", "tables.tex", "figure.pdf", "contrasts.csv", "contrasts.parquet", "manifest.json",
    }  # fmt: skip
    tex = (folder / "made" / "tables.tex").read_text(encoding="utf-8")
    label = next(line for line in tex.splitlines() if line.startswith(r"\label"))
    assert label == r"\label{tab:small-contrasts-1}" and text("star", "nb").replace("%", r"\%") in tex
    assert (folder / "made" / "figure.pdf").read_bytes()[:5] == b"%PDF-"
    assert "Tillit" in (folder / "made" / "tables.md").read_text(encoding="utf-8")
    printed = called("results", "small", "--outcomes", "fit", "--format", "md", cwd=folder).stdout
    assert "| --- |" in printed and "TPA" in printed and "Service fit, share" in printed
    wrong = called("analyse", "small", "contrasts", "--format", "pfd", cwd=folder)
    assert wrong.returncode == 2 and "did you mean 'pdf'" in wrong.stderr


def test_a_comparison_and_a_run_are_written_in_the_formats_asked_for(tmp_path: Path) -> None:
    small = ["--citizens", "100", "--months", "2", "--quiet", "--lang", "nb", "--format", "md,tex,pdf,parquet"]
    made = ["groups.csv", "groups.parquet", "runs.parquet", "tables.md", "tables.tex", "figure.pdf", "manifest.json"]
    for command, more, own in (
        (
            "compare",
            ["--seeds", "2"],
            [f"{name}.{end}" for name in ("summary", "paired", "courses") for end in ("csv", "parquet")],
        ),
        ("run", [], ["series.csv"]),
    ):
        done = called(command, *small, *more, "-o", command, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert {path.name for path in (tmp_path / command).iterdir()} == {*made, *own}
        tex = (tmp_path / command / "tables.tex").read_text(encoding="utf-8")
        assert rf"\label{{tab:larvik-{command}-1}}" in tex and text("read", "nb").split()[0] in tex
        assert "| Tillit |" in (tmp_path / command / "tables.md").read_text(encoding="utf-8")
        wrong = called(command, "--format", "pfd", "--dry-run", cwd=tmp_path)
        assert wrong.returncode == 2 and "did you mean 'pdf'" in wrong.stderr


def test_results_become_arrays(folder: Path) -> None:
    xarray = pytest.importorskip("xarray")
    from experiments.sweeps.results import read_results

    results = read_results(folder / "small")
    made = results.to_xarray()
    assert dict(made.sizes) == {"paradigm": 2, "trust.gain": 2, "seed": 2, "month": 3}
    row = results.table.iloc[5]
    at = {name: row[name] for name in ("paradigm", "trust.gain", "seed", "month")}
    assert float(made["fit"].sel(at)) == row["fit"] and made["fit"].attrs["units"] == "share"
    assert called("results", "small", "--netcdf", "small.nc", cwd=folder).returncode == 0
    with xarray.open_dataset(folder / "small.nc") as back:
        assert float(back["fit"].sel(at)) == row["fit"] and back.attrs["study_key"] == results.study.key
    sampled = fake(study_text("lhs", 5), lambda point, seed: same(point["trust.gain"] + seed)).to_xarray()
    assert dict(sampled.sizes) == {"point": 10, "seed": 2, "month": 1}
    np.testing.assert_allclose(sampled["fit"].sel(seed=2, month=2), sampled["trust.gain"] + 2)
    with pytest.raises(InputError, match="nothing is overwritten"):
        from experiments.sweeps.arrays import write_netcdf

        write_netcdf(results, folder / "small.nc")


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r_reads_the_csv_as_documented(folder: Path) -> None:
    page = (ROOT / "docs" / "experiments.md").read_text(encoding="utf-8")
    lines = page[page.index('runs <- read.csv("pilot.csv"') : page.index("library(arrow)")]
    assert called("results", "small", "--csv", "pilot.csv", cwd=folder).returncode == 0
    shown = 'sprintf("%.10f", c(mean(last$trust), tested$estimate)), names(runs)[6:7], length(runs$`trust.gain`)'
    code = lines.replace("t.test(", "tested <- t.test(") + f"cat({shown})"
    done = subprocess.run(["Rscript", "-e", code], cwd=folder, capture_output=True, text=True, timeout=120, check=True)
    from experiments.sweeps.results import read_results

    results = read_results(folder / "small")
    of = results.last.groupby("paradigm")["trust"].mean()
    expected = (
        f"{results.last['trust'].mean():.10f} {of['NPG'] - of['TPA']:.10f} paradigm trust.gain {len(results.table)}"
    )
    assert done.stdout == expected
