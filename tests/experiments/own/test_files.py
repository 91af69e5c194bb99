"""Paradigms and towns from files: read, refused with what is valid, and kept with the runs that they are part of."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from agents.errors import InputError
from experiments.design.study import read_study, study_of
from experiments.own.collection import Own, code_files, own_from
from experiments.own.paradigm_file import label_of, paradigm_of, read_paradigm, register_words
from experiments.own.town_file import (
    FIGURES,
    newer_name,
    read_town,
    town_named,
    town_text,
    towns_of,
)
from experiments.runs.manifest import as_json, sweep_manifest
from experiments.runs.scenario import scenario_of
from model.paradigms.paradigm import load_paradigm
from model.town.municipalities import council_seats, municipalities, municipality
from model.town.own import OwnTown, municipality_from
from samskaping import registry
from tests.each import each
from tests.shell import called

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples"
TOWN = (EXAMPLES / "innbygda.toml").read_text(encoding="utf-8")


def town(**changes: str) -> str:
    """Return the example's text with lines changed, or left out where the new value is empty."""
    lines = [line for line in TOWN.splitlines() if line.partition("=")[0].strip() not in changes]
    return "\n".join([*lines, *(f"{key} = {value}" for key, value in changes.items() if value)])


def refusal(read, *arguments, language: str = "en") -> str:
    with pytest.raises(InputError) as caught:
        read(*arguments)
    return caught.value.text(language)


def test_a_paradigm_file_is_its_base_with_the_rules_changed() -> None:
    made, source = read_paradigm(EXAMPLES / "listening.toml")
    wanted = load_paradigm("TPA").updated({"information.dialogue": 0.7, "information.plain_language": 0.7})
    assert made == wanted.model_copy(update={"name": "listening"})
    assert (source.kind, source.name) == ("paradigm", "listening")


def test_a_town_file_has_every_figure() -> None:
    made, _ = read_town(EXAMPLES / "innbygda.toml")
    assert (made.name, made.population, made.share_80plus, made.turnout_2023) == ("Innbygda", 8000, 0.07, 0.66)
    assert made.council_seats == 21
    smallest = next(iter(towns_of(town(seats=""), "x", "x", False).values()))
    assert smallest.council_seats == council_seats(8000)


def test_a_row_of_a_table_may_take_figures_from_a_municipality() -> None:
    made, _ = read_town(str(EXAMPLES / "towns.csv") + "#Fjellgrend")
    lom = municipality("Lom")
    assert (made.population, made.turnout_2023, made.council_seats) == (900, 0.74, 13)
    assert (made.share_80plus, made.share_higher_education) == (lom.share_80plus, lom.share_higher_education)


def test_a_table_of_a_norwegian_spreadsheet_is_read() -> None:
    text = "name;like;turnout\nUtbygda;Larvik;0,61\n"
    assert towns_of(text, "towns", "towns.csv", True)["Utbygda"].turnout_2023 == 0.61
    for space in (" ", "\u00a0", "\u202f"):
        text = f"name;like;population;turnout\nUtbygda;Larvik;12{space}000;0,61\n"
        assert towns_of(text, "towns", "towns.csv", True)["Utbygda"].population == 12_000
    text = "name;like;population\nUtbygda;Larvik;12 00\n"
    assert "population = '12 00'" in refusal(towns_of, text, "towns", "towns.csv", True)


def test_the_file_of_a_municipality_gives_its_figures(tmp_path: Path) -> None:
    done = called("municipalities", "Levanger", "--toml", cwd=tmp_path)
    made = towns_of(done.stdout, "x", "x.toml", False)["Levanger 2027"]
    levanger = municipality("Levanger")
    for one in FIGURES.values():
        wanted = levanger.council_seats if one.field == "seats" else getattr(levanger, one.field)
        assert getattr(made, one.field) == wanted, one
    assert "# share of the electorate" in done.stdout
    assert called("municipalities", "5037", "--toml", "-o", "lev.toml", "--lang", "nb", cwd=tmp_path).returncode == 0
    small = ["--citizens", "100", "--months", "2", "--seeds", "1", "--quiet", "--jobs", "1"]
    for name, where in (("lev.toml", "file"), ("Levanger", "name")):
        done = called("compare", "--municipality", name, *small, "-o", where, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    tables = [(tmp_path / folder / "summary.csv").read_bytes() for folder in ("file", "name")]
    assert tables[0] == tables[1]


def test_a_town_file_is_made_of_one_municipality_and_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("mine", encoding="utf-8")
    faults = {
        ("--toml",): "357 match; give the number of one: 0301 Oslo",
        ("Herøy", "--toml"): "1515 Herøy (Møre og Romsdal), 1818 Herøy (Nordland)",
        ("Larvik", "--toml", "--json"): "--json",
        ("Larvik", "--out", "new.toml"): "--toml",
        ("Larvik", "--toml", "--out", "mine.toml"): "mine.toml exists",
        ("Larvik", "--toml", "--out", "new.txt"): "such as town.toml",
    }
    for words, why in faults.items():
        done = called("municipalities", *words, cwd=tmp_path)
        assert done.returncode == 2 and why in done.stderr, (words, done.stderr)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.toml"]
    assert called("municipalities", "Os", "--toml", cwd=tmp_path).stdout.count('name = "Os 2027"') == 1  # not Oslo


def test_every_municipality_has_a_valid_town_file() -> None:
    for one in municipalities():
        made = towns_of(town_text(one), "x", "x.toml", False)
        assert list(made) == [newer_name(one)]


def test_what_is_wrong_in_a_table_is_said_with_the_row_that_a_spreadsheet_shows() -> None:
    faults = {
        "name,like\n\nUtbygda,Larvik,more\n": "towns.csv, row 3: the row has not as many values",
        'name,like\n"' + 200_000 * "x": "more than 131,072 characters; look for a quotation mark",
        "name,like\n": "the table is empty",
        "name,like,turnuot\nUtbygda,Larvik,0.6\n": "towns.csv, row 1: unknown column 'turnuot'",
        "navn,like\nUtbygda,Larvik\n": "'navn'; columns have these names, whatever the language: name, like,",
        "name,like,turnout\nUtbygda,Larvik,61 %\n": "turnout = '61 %' is not valid: it must be a number from 0.01 to",
        "name;like;turnout\nUtbygda;Larvik;61,5\n": "(share of the electorate), here 0.615",
        'name,like,turnout\nUtbygda,Larvik,"0,61"\n': "(share of the electorate), here 0.61",
    }
    for text, wanted in faults.items():
        found = refusal(towns_of, text, "towns", "towns.csv", True)
        assert wanted in found, found


TOWN_FAULTS = {
    town(turnout=""): ["missing: turnout (share of the electorate). Give it, or like = 'Larvik'"],
    town(population="", share_0_17=""): ["population (residents), share_0_17 (share of residents). Give them, "],
    town(share_80plus="7"): ["share_80plus = 7", "from 0 to 1", "share of residents"],
    town(population="800.5"): ["population = 800.5", "whole number from 1 to 10,000,000"],
    town(seats="0"): ["seats = 0", "from 1 to 1,000", "members of the council"],
    town(share_0_17="0.4"): ["add to 1.210"],
    town(turnuot="0.5"): ["unknown figure 'turnuot'", "did you mean 'turnout'"],
    town(name='"Larvik"'): ["Larvik is the name of a municipality", "such as 'Larvik 2027'"],
    town(like='"Larvikk"'): ["did you mean 'Larvik'"],
    'like = "Larvik"\nshare_80plus = 0.1': ["all shares of ages or none"],
    town(turnout='"much"'): ["turnout = 'much'"],
}


@each("text, wanted", TOWN_FAULTS.items())
def test_what_is_wrong_in_a_town_file_is_said(text: str, wanted: list[str]) -> None:
    found = refusal(towns_of, text, "my", "my.toml", False)
    assert found.startswith("my.toml"), found
    assert all(part in found for part in wanted), found


PARADIGM_FAULTS = {
    'base = "TPQ"\n[rules]': "did you mean 'TPA'",
    "[rules]\ninformation.dialog = 0.7": "did you mean 'rules.information.dialogue'",
    "[rules]\ninformation.dialogue = 7": "from 0 to 1",
    'name = "NPG"\n[rules]': "is a preset's",
    'name = "a,b"\n[rules]': "none of",
    'base = "TPA"': "'rules' is missing",
    "[rules]\nscope.meetings_per_year = 4.0": "contradictory rules",
    "rule = 1\n[rules]": "did you mean 'rules'",
}


@each("text, wanted", PARADIGM_FAULTS.items())
def test_what_is_wrong_in_a_paradigm_file_is_said(text: str, wanted: str) -> None:
    found = refusal(paradigm_of, text, "my", "my.toml")
    assert found.startswith("my.toml") and wanted in found, found


def test_a_refusal_is_in_the_readers_language() -> None:
    assert "mangler" in refusal(towns_of, town(turnout=""), "my", "my.toml", False, language="nb")


def test_a_file_with_another_ending_is_no_town_file(tmp_path: Path) -> None:
    (tmp_path / "full").write_text(TOWN, encoding="utf-8")
    for given in ("full.txt", "full"):
        assert f"{given} is no municipality, and the file of a town" in refusal(town_named, given, tmp_path)
    assert (town_named("Larvik", tmp_path), town_named("nowhere", tmp_path)) == ("Larvik", "nowhere")
    study = 'name = "x"\n[factors]\nmunicipality = ["full.txt"]\n'
    assert "must end in .toml or .csv" in refusal(study_of, study, "study.toml")


def test_a_missing_file_names_the_nearest() -> None:
    assert "did you mean 'innbygda.toml'" in refusal(read_town, EXAMPLES / "inbygda.toml")


def test_a_table_with_several_towns_needs_a_choice() -> None:
    assert "choose one" in refusal(read_town, EXAMPLES / "towns.csv")
    assert "did you mean 'Utbygda'" in refusal(read_town, str(EXAMPLES / "towns.csv") + "#Utbygd")


def test_a_link_or_a_name_never_reads_a_file() -> None:
    assert "unknown paradigm" in refusal(load_paradigm, str(EXAMPLES / "listening.toml"))
    assert "no municipality is called" in refusal(municipality, str(EXAMPLES / "innbygda.toml"))


def test_a_study_names_files_and_keeps_their_content() -> None:
    study = read_study(EXAMPLES / "own-study.toml")
    points = list(study.points())
    run = study.run(points[-1], 1)
    assert (run.checked().paradigms[0][1].name, run.town.name) == ("listening", "Fjellgrend")
    kept = sweep_manifest(study)["own"]
    assert {(one["kind"], one["name"]) for one in kept} == {
        ("paradigm", "listening"), ("town", "Innbygda"), ("town", "Fjellgrend"),
    }  # fmt: skip
    again = study_of(study.text, "elsewhere/study.toml", own=own_from(kept))
    assert again.key == study.key
    assert again.run_id(points[-1], 1) == study.run_id(points[-1], 1)


def test_a_change_in_a_study_may_lead_to_a_paradigm_of_a_file(tmp_path: Path) -> None:
    text = (EXAMPLES / "listening.toml").read_text(encoding="utf-8")
    timed = '[base]\nparadigm = "TPA"\n[[timeline]]\nmonth = 3\nparadigm = "listening.toml"\n'
    made = []
    for dialogue in ("0.7", "0.6"):
        (tmp_path / "listening.toml").write_text(text.replace("dialogue = 0.7", f"dialogue = {dialogue}"), "utf-8")
        made.append(study_of(f"months = 6\n{timed}", str(tmp_path / "study.toml")))
    run = made[0].run({}, 1).checked()
    assert [(month, paradigm.name) for month, paradigm in run.paradigms] == [(1, "TPA"), (3, "listening")]
    assert made[0].key != made[1].key and made[0].run_id({}, 1) != made[1].run_id({}, 1)
    again = study_of(made[0].text, "elsewhere/study.toml", own=own_from(sweep_manifest(made[0])["own"]))
    assert (again.key, again.run_id({}, 1)) == (made[0].key, made[0].run_id({}, 1))


SCENARIO = """
paradigms = ["TPA", "NPG"]
[title]
en = "Mine"
[story]
en = "A made-up case."
[watch]
outcomes = ["fit"]
en = "Does it fit?"
[questions]
en = ["Would we do it?"]
"""


@each(
    "old, new, wanted",
    [
        ("paradigms =", 'municipality = "innbygda.toml"\nparadigms =', "with --municipality innbygda.toml"),
        ('"NPG"]', '"listening.toml"]', "with --paradigms, --arm or --switch"),
        ('"NPG"]', '"NPG"]\ntimeline = [{ month = 5, paradigm = "listening.toml" }]', "--arm or --switch"),
        ("paradigms =", 'mechanisms = ["word_of_mouth.py"]\nparadigms =', "with --mechanisms"),
        ('["fit"]', '["fit", "given_up_hope"]', "is of a file of your own"),
        ("[watch]", '[[changes]]\nname = "word_of_mouth.pull"\nvalue = 0.2\nwhy_en = "Assumption"\n[watch]', "--set"),
    ],
)
def test_a_scenario_names_no_files_and_says_where_they_may_be_named(old: str, new: str, wanted: str) -> None:
    code_files([EXAMPLES / "my_outcomes.py"], [EXAMPLES / "word_of_mouth.py"])  # as the options of a command do
    assert scenario_of(SCENARIO, "mine", "mine.toml").paradigms == ("TPA", "NPG")
    assert wanted in refusal(scenario_of, SCENARIO.replace(old, new), "mine", "mine.toml")


def test_other_content_under_the_same_name_makes_other_runs(tmp_path: Path) -> None:
    for name in ("own-study.toml", "listening.toml", "innbygda.toml", "towns.csv"):
        (tmp_path / name).write_text((EXAMPLES / name).read_text(encoding="utf-8"), encoding="utf-8")
    study = read_study(tmp_path / "own-study.toml")
    (tmp_path / "innbygda.toml").write_text(town(turnout="0.5"), encoding="utf-8")
    other = read_study(tmp_path / "own-study.toml")
    changed = [study.run_id(point, 1) != other.run_id(point, 1) for point in study.points()]
    assert changed == [point["municipality"] == "Innbygda" for point in study.points()]
    assert study.key != other.key


def test_a_town_in_a_manifest_is_the_same_town() -> None:
    made, _ = read_town(EXAMPLES / "innbygda.toml")
    again = municipality_from(json.loads(as_json(asdict(made))))
    assert isinstance(again, OwnTown)
    assert as_json(asdict(again)) == as_json(asdict(made))


def test_compare_runs_files_and_repeats_them_without_the_files(tmp_path: Path) -> None:
    for name in ("listening.toml", "innbygda.toml"):
        (tmp_path / name).write_text((EXAMPLES / name).read_text(encoding="utf-8"), encoding="utf-8")
    small = ["--citizens", "200", "--months", "2", "--seeds", "1", "--quiet"]
    done = called(
        "compare", "--paradigms", "TPA,listening.toml", "--municipality", "innbygda.toml", *small, "-o", "first",
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for name in ("listening.toml", "innbygda.toml"):
        (tmp_path / name).unlink()
    done = called("compare", "first/manifest.json", "--quiet", "-o", "again", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    tables = [(tmp_path / folder / "runs.parquet").read_bytes() for folder in ("first", "again")]
    assert tables[0] == tables[1]


def test_a_run_in_a_town_of_ones_own_continues_from_its_file(tmp_path: Path) -> None:
    place = ["run", "--municipality", str(EXAMPLES / "innbygda.toml"), "--citizens", "200", "--quiet"]
    later = ["--switch", "4:NPM", "--months", "5"]
    for words in (
        [*place, *later, "-o", "whole"],
        [*place, "--months", "2", "--save", "past.run", "-o", "past"],
        ["run", "--from", "past.run", *later, "--quiet", "-o", "rest"],
        ["run", "rest", "--quiet", "-o", "again"],
    ):
        done = called(*words, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    whole = (tmp_path / "whole" / "runs.parquet").read_bytes()
    assert [(tmp_path / folder / "runs.parquet").read_bytes() == whole for folder in ("rest", "again")] == [True, True]


def test_a_paradigm_is_called_by_the_title_of_its_file_also_without_the_file(tmp_path: Path) -> None:
    text = (EXAMPLES / "listening.toml").read_text(encoding="utf-8")
    (tmp_path / "listening.toml").write_text(text, encoding="utf-8")
    small = ["--citizens", "100", "--months", "3", "--lang", "nb", "--jobs", "1"]
    done = called("compare", "--paradigms", "TPA,listening.toml", *small, "--seeds", "2", "-o", "kept", cwd=tmp_path)
    assert "Lyttende forvaltning" in done.stdout, done.stderr
    done = called("run", "--switch", "2:listening.toml", *small[:-2], "-o", "ran", cwd=tmp_path)
    assert "under NPG → Lyttende forvaltning" in done.stdout, done.stderr
    done = called("case", "--paradigms", "TPA,listening.toml", *small, "--seeds", "1", "--span", "1", cwd=tmp_path)
    assert "Lyttende forvaltning" in done.stdout, done.stderr
    (tmp_path / "listening.toml").unlink()
    register_words("listening", None, None)  # as in a new process
    assert called("report", "kept", "--out", "r.html", "--lang", "nb", cwd=tmp_path).returncode == 0
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<b>Lyttende forvaltning</b>" in html and "Tradisjonell forvaltning som spør i hver sak" in html


def test_a_title_in_one_language_is_shown_in_all() -> None:
    made, title, _ = paradigm_of('title_nb = "Norsk"\n[rules]\ninformation.dialogue = 0.7', "x", "x.toml")
    assert title is not None and (title.text("en"), title.text("nb"), title.text("nn")) == ("Norsk",) * 3
    register_words("x", title, None)
    assert (label_of("x", "nb"), label_of("y", "nb"), label_of("TPA", "nb")) == ("Norsk", "y", "TPA")


def test_a_switch_may_lead_to_a_paradigm_of_a_file() -> None:
    words = ["run", "--switch", "3:examples/listening.toml", "--months", "4", "--dry-run", "--json"]
    done = called(*words, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert '"listening"' in done.stdout


def test_installed_packages_add_files_by_name(tmp_path: Path, monkeypatch) -> None:
    package = tmp_path / "extra_towns"
    (package / "towns").mkdir(parents=True)
    (package / "__init__.py").write_text("raise AssertionError('a package is found, not imported')\n")
    (package / "towns" / "innbygda.toml").write_text(TOWN, encoding="utf-8")
    info = tmp_path / "extra_towns-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: extra-towns\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[samskaping]\nextra = extra_towns\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    registry.packages.cache_clear()
    try:
        assert registry.installed("town") == {"innbygda": package / "towns" / "innbygda.toml"}
        assert read_town("innbygda")[0].name == "Innbygda"
    finally:
        registry.packages.cache_clear()


def test_two_files_of_one_name_are_refused() -> None:
    made, source = read_paradigm(EXAMPLES / "listening.toml")
    other = type(source)("paradigm", "listening", "b.toml", source.text + "\n# another\n")
    assert "both have the name listening" in refusal(Own((source,)).plus, other)
