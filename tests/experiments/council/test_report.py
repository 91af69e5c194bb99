"""`samskaping report`: two pages in one file without network, in both languages, with the numbers of the comparison."""

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from agents.errors import InputError
from dashboard.limits import MONTHS, PARADIGMS
from dashboard.state import from_link
from experiments import compare, errors
from experiments.analysis import discovery
from experiments.analysis.relevance import RELEVANT, Relevant, Size, size_of
from experiments.cli.command_line import main
from experiments.cli.council.kept import comparison_in
from experiments.council import report_figure
from experiments.council.dashboard_link import MOST_IN_DASHBOARD, MOST_MONTHS_IN_DASHBOARD
from experiments.council.findings import DECLARED, findings, headline_findings, in_fifths, outcomes_shown
from experiments.council.limits import limits_of
from experiments.council.report import report_html, report_values
from experiments.evidence.matching import emulator
from experiments.output.texts import ARROW, label
from experiments.own.collection import code_files
from experiments.own.town_file import read_town
from experiments.runs.estimates import interval
from experiments.runs.scenario import scenarios
from experiments.runs.versions import model_hash
from experiments.sweeps import arrays
from model.timeline.change import changes_of
from model.town.municipalities import municipality
from samskaping.language import languages

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
SMALL = {"citizens": 300, "months": 24, "seeds": 3}


@pytest.fixture(scope="module")
def svarstad():
    return compare(scenario="svarstad", **SMALL)


def html_of(comparison, language="en"):
    return report_html(report_values(comparison, language, "samskaping report x"))


# --- sizes -----------------------------------------------------------------------------------------------------


def test_differences_are_called_by_their_whole_interval():
    nan = float("nan")
    expected = {
        (0.001, -0.009, 0.011): Size.NONE,
        (0.01, -0.01, 0.03): Size.UNCERTAIN,
        (0.025, 0.01, 0.04): Size.POSSIBLE,
        (0.03, 0.025, 0.035): Size.SMALL,
        (-0.03, -0.035, -0.025): Size.SMALL,
        (0.06, 0.05, 0.07): Size.MEDIUM,
        (-0.13, -0.14, -0.12): Size.LARGE,
        (0.5, nan, nan): Size.UNCERTAIN,
    }
    assert {change: size_of(*change, 0.02) for change in expected} == expected
    assert Relevant(0.03, relative=True).at(-200.0) == pytest.approx(6.0) and Relevant(0.02).at(5.0) == 0.02
    assert set(RELEVANT) <= set(DECLARED)


def test_findings_are_the_paired_differences_and_fifths_are_paired_by_seed(svarstad):
    shown = outcomes_shown(svarstad, 9)
    pairs = svarstad.paired.set_index(["outcome", "arm_a", "arm_b"])
    for one in findings(svarstad, shown):
        row = pairs.loc[(one.outcome.name, "desk", one.arm)]
        assert (one.difference, one.low, one.high) == (row["difference"], row["low"], row["high"])
    groups = svarstad.groups[(svarstad.groups["dimension"] == "quintile") & (svarstad.groups["group"] == "Q1")]
    by_arm = groups.pivot(index="seed", columns="arm", values="met_need")
    [found] = [one for one in in_fifths(svarstad, ["met_need"], ["Q1"]) if one.arm == "arena"]
    assert (found.difference, found.low, found.high) == interval((by_arm["arena"] - by_arm["desk"]).to_numpy())


def test_three_findings_are_of_different_kinds_and_never_about_a_twin(svarstad):
    found = headline_findings(svarstad)
    assert len(found) == 3 and len({one.outcome.name for one in found}) == 3
    assert not any(one.arm.endswith("no-arenas") for one in found)
    order = [one.size.matters for one in found]
    assert order == sorted(order, reverse=True)


def test_what_is_settled_for_one_option_is_not_said_to_be_open(svarstad):
    first, second, third = outcomes_shown(svarstad, 3)
    unsettled = {first: svarstad.names[1:], second: svarstad.names[1:2], third: ()}
    shown = [
        replace(one, size=Size.UNCERTAIN if one.arm in unsettled[one.outcome.name] else Size.LARGE)
        for one in findings(svarstad, list(unsettled))
    ]
    [line] = [one for one in limits_of(svarstad, shown, "en") if one.startswith("Not settled")]
    wholly, some = (label(DECLARED[name], "en").lower() for name in (first, second))
    assert line.startswith(f"Not settled: {wholly}. Not settled for the options marked “?” in the table: {some}. ")


# --- the file ----------------------------------------------------------------------------------------------------


def test_the_html_is_one_file_without_network_and_says_what_a_council_asks(svarstad):
    for language in languages():
        html = html_of(svarstad, language)
        assert not re.search(r"<(script|link|img|iframe|object|embed)\b|@import|url\((?!#)", html)
        assert f'<html lang="{language}">' in html and html.count('<section class="page">') == 2
        assert html.count("<svg") == 1 and 'role="img"' in html
        scenario = svarstad.scenario
        wanted = [scenario.title, *scenario.questions, *(arm.title for arm in svarstad.arms)]
        missing = [one.text(language) for one in wanted if " ".join(one.text(language).split()) not in html]
        assert not missing
        assert {"en": "seeds 1-3."}.get(language, " 1–3.") in html
        link = re.search(r"localhost:8765/\?([^<]*)", html).group(1).replace("&amp;", "&")
        restored = from_link(link).settings
        assert (restored.scenario, restored.citizens, restored.months) == ("svarstad", 300, 24)
        assert restored.paradigms == tuple(f"svarstad/{arm.name}" for arm in svarstad.arms)
        assert dict(restored.changes) == scenario.overrides


def test_names_of_outcomes_have_room_beside_the_figure():
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    named = sorted(RELEVANT, key=lambda name: -len(DECLARED[name].label("nb")))[:3]
    table = pd.DataFrame({"arm": "NPG", "outcome": named, "difference": 1.0, "low": 0.5, "high": 1.5})
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(report_figure, "in_effects", lambda _: table)
        figure = report_figure.effects_figure([], {"NPG": "NPG"}, "nb")
    drawn = FigureCanvasAgg(figure).get_renderer()
    assert all(one.get_window_extent(drawn).x0 >= 0 for one in figure.axes[0].get_yticklabels())


def test_the_figure_and_the_table_have_every_finding_and_hours_and_trust(svarstad):
    values = report_values(svarstad, "en", "samskaping report x")
    wanted = {one.outcome.name for one in headline_findings(svarstad)} | {"citizen_hours_per_capita", "trust"}
    assert wanted <= {one.outcome.name for one in values["figured"]}
    assert wanted <= {one["outcome"] for one in values["found"]}


def test_another_municipality_than_the_scenarios_is_named_and_cost_is_also_a_sum(svarstad):
    values = report_values(svarstad, "en", "samskaping report x")
    [cost] = [one for one in findings(svarstad, ["public_cost_nok_per_capita"]) if one.arm == "arena"]
    assert values["elsewhere"] == ""
    assert f"{12 * svarstad.population * cost.difference / 1e6:.2f}".lstrip("-") in values["cost"]
    assert values["cost"].endswith(f"Larvik has {svarstad.municipality.population:,} inhabitants in all.")
    whole = replace(svarstad, municipality=replace(svarstad.municipality, population=svarstad.population))
    assert "in all" not in report_values(whole, "en", "samskaping report x")["cost"]
    moved = replace(svarstad, municipality=municipality("Levanger"))
    assert "written about Larvik" in html_of(moved) and "like those of Levanger" in html_of(moved)


@pytest.mark.thorough
def test_a_report_has_a_link_only_where_the_dashboard_takes_all_that_it_compares(svarstad, here):
    def link(**changed):
        found = re.search(r"localhost:8765/\?([^<]*)", html_of(replace(svarstad, **changed)))
        return found and found.group(1).replace("&amp;", "&")

    own_arms = (*svarstad.arms[:-1], replace(svarstad.arms[-1], rules={"choice.discretion": 0.3}))
    later = replace(svarstad.scenario, text=svarstad.scenario.text + "# mine")
    refused = {
        "own town": {"municipality": read_town(EXAMPLES / "innbygda.toml")[0]},
        "changed figures": {"municipality": replace(municipality("Larvik"), population=9000)},
        "own arms": {"arms": own_arms},
        "own timeline": {"timeline": changes_of([{"month": 3, "rules": {"choice.discretion": 0.3}}])},
        "own scenario": {"scenario": later},
        "own code": {"own": code_files([EXAMPLES / "my_outcomes.py"])},
        "too long": {"months": MONTHS[1] + 1},
    }
    assert "Innbygda (figures from a file)" in html_of(replace(svarstad, **refused["own town"]))
    assert link() and {name: link(**changed) for name, changed in refused.items()} == dict.fromkeys(refused)
    from_link(link(municipality=municipality("Levanger"), months=MONTHS[1]))
    assert (MOST_IN_DASHBOARD, MOST_MONTHS_IN_DASHBOARD) == (PARADIGMS[1], MONTHS[1])
    svarstad.save(here / "kept")
    assert "localhost:8765" in html_of(comparison_in(here / "kept"))


def test_a_paradigm_of_ones_own_is_in_no_link():
    made = compare(["TPA", EXAMPLES / "listening.toml"], scenario="indre-ostfold", citizens=100, seeds=2, months=2)
    assert "localhost:8765" not in html_of(made)


def test_changes_in_the_course_of_the_runs_are_told(here):
    made = compare(
        paradigms=["TPA", "NPM"], citizens=200, seeds=2, months=6, timeline=[{"month": 3, "paradigm": "NPG"}]
    )
    assert "In the course of the runs: From month 3: NPG." in html_of(made)
    made.save("kept")
    assert "In the course of the runs: From month 3: NPG." in html_of(comparison_in(here / "kept"))


def test_a_quick_look_and_one_with_few_seeds_are_marked_on_every_page(svarstad):
    enough = replace(svarstad, seeds=(1, 2, 3, 4))
    wrong = []
    for language in languages():
        for comparison, quick, marked in ((enough, True, 2), (svarstad, False, 2), (enough, False, 0)):
            html = report_html(report_values(comparison, language, "samskaping report x", quick=quick))
            pages = html.split('<section class="page">')[1:]
            if [page.count('class="warning"') for page in pages] != [marked // 2] * 2:
                wrong.append((language, quick, marked))
    assert not wrong and "FIRST LOOK" in html_of(svarstad) and "FØRSTE BLIKK" in html_of(svarstad, "nb")


def test_a_finding_is_a_sentence_that_people_say(svarstad):
    values = report_values(svarstad, "en", "samskaping report x")
    numbers = [one["numbers"] for one in values["findings"]]
    assert all(re.fullmatch(r"\S+( [a-zA-Z0-9 ]+)?, against \S+ \(difference .+\)", one) for one in numbers), numbers
    assert {row["unit"] for row in values["results"]["rows"]} >= {"of 100", "minutes a month per inhabitant"}


def test_the_same_comparison_gives_the_same_bytes(svarstad):
    assert html_of(svarstad) == html_of(svarstad)


@pytest.mark.thorough
@pytest.mark.slow
def test_every_scenario_fits_on_two_pages(tries):
    """In one language each, in turn; with --night in all of them."""
    pytest.importorskip("weasyprint", exc_type=(ImportError, OSError))
    from experiments.council.pdf import pages_of

    wrong = []
    for place, scenario in enumerate(scenarios()):
        months = scenario.months if scenario.timed else 12  # what comes later than the last month is not shown
        comparison = compare(scenario=scenario, citizens=100, months=months, seeds=2)
        turn = (languages() * 2)[place % len(languages()) :]
        for language in turn[: tries(1, len(languages()))]:
            document = pages_of(html_of(comparison, language))
            if len(document.pages) != 2:
                wrong.append((scenario.name, language, len(document.pages)))
    assert not wrong


def test_a_report_on_more_than_ten_years_says_so_on_both_pages(svarstad):
    for months, times in ((120, 0), (121, 2)):
        html = html_of(replace(svarstad, months=months))
        assert html.count("months are more than ten years, and no claim of the model reaches that far") == times


# --- the command ---------------------------------------------------------------------------------------------------


def test_the_command_writes_html_and_pdf_from_a_scenario(here, capsys):
    pytest.importorskip("weasyprint", exc_type=(ImportError, OSError))
    small = ["--citizens", "200", "--months", "6", "--seeds", "2", "--quiet"]
    assert (
        main(["report", "svelvik", "--municipality", "Levanger", *small, "--out", "r.html", "--pdf", "--lang", "nb"])
        == 0
    )
    assert capsys.readouterr().out.split() == ["r.html", "r.pdf"]
    assert sorted(path.name for path in here.iterdir()) == ["r.html", "r.pdf"]
    assert (here / "r.pdf").read_bytes().startswith(b"%PDF")
    html = (here / "r.html").read_text(encoding="utf-8")
    assert html.count('<p class="warning">FØRSTE BLIKK') == 2
    assert "samskaping report svelvik --municipality Levanger --seeds 2 --citizens 200 --months 6 --lang nb" in html


def test_a_folder_gives_the_report_of_its_comparison(here, capsys, svarstad):
    svarstad.save(here / "kept")
    kept = comparison_in(here / "kept")
    assert kept.names == svarstad.names and kept.labels("nb") == svarstad.labels("nb")
    assert [one.as_dict() for one in findings(kept, ["trust", "fit"])] == [
        one.as_dict() for one in findings(svarstad, ["trust", "fit"])
    ]
    assert main(["report", "kept", "--out", "r.html", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["title"] == svarstad.scenario.title.text("en") and len(found["findings"]) == 3
    html = (here / "r.html").read_text(encoding="utf-8")
    assert f"({model_hash()})" in html and "another version of the model" not in html


def test_a_report_marks_results_of_another_version_of_the_model(here, capsys, svarstad):
    svarstad.save(here / "kept")
    file = here / "kept" / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    marked = "The results are those of another version of the model ({})"
    cases = {
        "model_sha256_16": ({"model_sha256_16": "0" * 16}, "0" * 16),
        "model_code_sha256_16": ({"model_code_sha256_16": "1" * 16}, "1" * 16),  # as earlier versions wrote
        "none": ({}, "?"),
    }
    for name, (source, version) in cases.items():
        file.write_text(json.dumps({**manifest, "source": source}), encoding="utf-8")
        assert main(["report", "kept", "--out", f"{name}.html"]) == 0
        html = (here / f"{name}.html").read_text(encoding="utf-8")
        assert marked.format(version) in html and f"({version})" in html.replace(marked.format(version), "")
        assert "another version of samskaping" in capsys.readouterr().err


def test_a_report_names_all_paradigms_of_its_runs(here):
    small = ["--citizens", "150", "--months", "4", "--seeds", "2", "--quiet"]
    assert main(["compare", "--paradigms", "TPA,NPG", "--switch", "3:NPM", *small, "-o", "mine"]) == 0
    labels = report_values(comparison_in(here / "mine"), "en", "samskaping report mine")["labels"]
    assert labels == {"TPA": f"TPA {ARROW} NPM", "NPG": f"NPG {ARROW} NPM"}


def test_a_folder_with_arms_or_paradigms_written_for_excel_is_read(here, capsys):
    small = ["--citizens", "150", "--months", "3", "--seeds", "2", "--quiet"]
    assert main(["compare", "--paradigms", "TPA,NPG", *small, "--excel", "-o", "mine"]) == 0
    assert comparison_in(here / "mine").groups["trust"].dtype == float


def test_what_cannot_be_reported_is_refused_and_nothing_is_written(here, capsys, svarstad):
    svarstad.save(here / "kept")
    (here / "old.html").write_text("mine")
    (here / "empty").mkdir()
    before = sorted(path.name for path in here.iterdir())
    faults = {
        ("svarstat",): "did you mean 'svarstad'",
        ("mine.toml",): "mine.toml",
        ("empty",): "manifest.json",
        ("kept", "--seeds", "3"): "--seeds",
        ("kept", "--out", "old.html"): "old.html exists",
        ("kept", "--out", "report.docx"): "report.html",
        ("kept", "--out", "no/where.html"): "no folder no",
        ("svarstad", "--seeds", "0"): "--seeds = 0 is not valid",
    }
    wrong = []
    for arguments, why in faults.items():
        code = main(["report", *arguments, "--quiet"])
        said = capsys.readouterr().err
        if code != 2 or why not in said:
            wrong.append((arguments, code, said))
    assert not wrong and sorted(path.name for path in here.iterdir()) == before
    (here / "kept" / "groups.csv").unlink()
    assert main(["report", "kept", "--out", "r.html"]) == 2
    assert "groups.csv" in capsys.readouterr().err and not (here / "r.html").exists()


def test_tables_of_other_runs_than_the_manifest_are_refused(here, svarstad):
    svarstad.save(here / "kept")
    runs = svarstad.runs[svarstad.runs["seed"] != 2]
    runs.to_parquet(here / "kept" / "runs.parquet")
    with pytest.raises(InputError, match="other runs"):
        comparison_in(here / "kept")


def test_a_missing_printer_is_refused_before_anything_runs(here, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    assert main(["report", "svarstad", "--pdf", "--out", "r.html"]) == 2
    assert 'pip install -c constraints.txt -e ".[report]". Or leave out' in capsys.readouterr().err
    assert not list(here.iterdir())


def test_every_message_has_the_same_command_to_install_what_is_missing(monkeypatch, tmp_path):
    messages = (discovery.MISSING, emulator.MISSING, arrays.MISSING)
    for message, extra in zip(messages, ("research", "calibration", "arrays"), strict=True):
        assert str(message).endswith(f': pip install -c constraints.txt -e ".[{extra}]"')
    monkeypatch.setattr(errors, "_CHECKOUT", tmp_path)  # as where the program's package is installed
    assert errors.installing("report") == 'pip install "samskaping[report]"'
