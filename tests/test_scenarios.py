"""Scenarios: those that come with the program are sound and do something; bad files are refused in words."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_cli import called
from test_texts import norwegian_faults

from agents.errors import InputError
from experiments import compare
from experiments.cli import main
from experiments.comparison import planned
from experiments.scenario import Scenario, chosen, load_scenario, overridden, scenarios
from experiments.texts_sources import source_of
from model import governance
from model.municipalities import municipalities
from model.outcomes import NAMES
from model.paradigms import load_paradigm
from model.parameters import Parameters

ROOT = Path(__file__).resolve().parent.parent
FIRST_FIVE = {"indre-ostfold", "nav-families", "perspektivmeldingen", "svarstad", "svelvik"}
SHIPPED = [pytest.param(scenario, id=scenario.name) for scenario in scenarios()]
SMALL = {"citizens": 200, "months": 3, "seeds": 1}

MINE = """
municipality = "Bodø"
citizens = 400
months = 5
paradigms = ["thin", "NPG"]

[title]
en = "Mine"
nb = "Min"

[story]
en = "A story."
nb = "En historie."

[[changes]]
name = "needs.wickedness"
value = 2
why_en = "Assumption: to see what it does"
why_nb = "Antakelse: for å se hva det gjør"

[[changes]]
name = "rules.choice.discretion"
value = 0.9
why_en = "Professionals may decide more"
why_nb = "Fagfolk får bestemme mer"
source = "nowhere"

[watch]
outcomes = ["fit", "trust"]
en = "Fit and trust"
nb = "Treff og tillit"

[questions]
en = ["Why?", "How?"]
nb = ["Hvorfor?", "Hvordan?"]
"""


@pytest.fixture
def mine(tmp_path, monkeypatch) -> Path:
    """A valid scenario file, alone in an empty working folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "mine.toml"
    path.write_text(MINE, encoding="utf-8")
    return path


def samskaping(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return subprocess.run(
        [sys.executable, "-m", "experiments", *arguments], cwd=cwd, capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}, timeout=300, check=False,
    )  # fmt: skip


# --- those that come with the program --------------------------------------------------------------------------


def test_they_are_listed_by_name():
    names = [scenario.name for scenario in scenarios()]
    assert names == sorted(names) and set(names) >= FIRST_FIVE


@pytest.mark.parametrize("scenario", SHIPPED)
def test_both_languages_are_complete(scenario: Scenario):
    pairs = [
        (scenario.title_en, scenario.title_nb),
        (scenario.story_en, scenario.story_nb),
        (scenario.watch_en, scenario.watch_nb),
        *zip(scenario.questions_en, scenario.questions_nb, strict=True),
        *((change.why_en, change.why_nb) for change in scenario.changes),
    ]
    for english, norwegian in pairs:
        assert english != norwegian and english[0].isupper() and norwegian[0].isupper()
        assert norwegian_faults(norwegian) == []
    assert scenario.story_en.endswith(".") and scenario.story_nb.endswith(".")
    assert all(question.endswith(("?", ".")) for question in (*scenario.questions_en, *scenario.questions_nb))


@pytest.mark.parametrize("scenario", SHIPPED)
def test_every_change_is_one(scenario: Scenario):
    """A parameter differs from its default; a rule differs from that of at least one paradigm compared."""
    assert scenario.changes and scenario.municipality and scenario.paradigms and scenario.outcomes
    usual = Parameters().flat()
    for name, value in scenario.overrides.items():
        if name in usual:
            assert value != usual[name], name
        else:
            rule = name.removeprefix("rules.")
            assert any(load_paradigm(paradigm).flat()[rule] != value for paradigm in scenario.paradigms), name


@pytest.mark.parametrize("scenario", SHIPPED)
def test_sizes_without_a_source_are_called_assumptions(scenario: Scenario):
    for change in scenario.changes:
        assert change.source or "ssumption" in change.why_en or change.name == "town.fixed_costs"
        assert ("ssumption" in change.why_en) == ("ntakelse" in change.why_nb)


@pytest.mark.parametrize("scenario", SHIPPED)
def test_it_runs_and_makes_a_difference(scenario: Scenario):
    case = compare(scenario=scenario, **SMALL)
    plain = compare(scenario.paradigms, scenario.municipality, **SMALL)
    assert case.names == plain.names == scenario.paradigms and case.scenario is scenario
    assert len(case.runs) == 3 * len(scenario.paradigms)
    assert case.runs[list(NAMES)].notna().all(axis=None)
    for paradigm in case.names:
        one, other = (table.runs[table.runs["paradigm"] == paradigm][list(NAMES)] for table in (case, plain))
        assert not one.equals(other), f"{scenario.name} changes nothing under {paradigm}"


def projected(year: str, ages: tuple[str, ...] = ()) -> int:
    """Persons in the main projection, of some ages or of all."""
    with (ROOT / "model" / "data" / "projection.csv").open(encoding="utf-8") as table:
        rows = [row for row in csv.DictReader(table) if row["year"] == year and row["alternative"] == "MMMM"]
    return sum(int(row["population"]) for row in rows if not ages or row["age_group"] in ages)


def growth(first: float, last: float) -> float:
    """Growth a year that leads from the first to the last in the 24 years from 2026 to 2050."""
    return (last / first) ** (1 / 24) - 1


def test_ageing_is_what_the_projection_leads_to():
    """Persons of each age, times how often it needs elder care, per inhabitant. Half of those aged 16-19 are adults."""
    care, weighted = Parameters().elder_care, []
    for year in ("2026", "2050"):
        adults = projected(year, ("20-44", "45-66")) + projected(year, ("16-19",)) / 2
        children = projected(year, ("0", "1-5", "6-12", "13-15")) + projected(year, ("16-19",)) / 2
        old, oldest = projected(year, ("67-79",)), projected(year, ("80-89", "90+"))
        everyone = projected(year)
        assert children + adults + old + oldest == everyone
        needs = care.young * children + care.adult * adults + care.old * old + care.oldest * oldest
        weighted.append(needs / everyone)
    assert load_scenario("perspektivmeldingen").overrides["needs.ageing"] == round(growth(*weighted), 4)


def test_the_budget_follows_the_share_of_working_age():
    shares = [projected(year, ("20-44", "45-66")) / projected(year) for year in ("2026", "2050")]
    assert load_scenario("perspektivmeldingen").overrides["money.trend"] == round(growth(*shares), 4)


def test_the_months_of_ageing_end_in_2050():
    months = load_scenario("perspektivmeldingen").months
    assert months is not None and (months + Parameters().town.warm_up) / 12 == 2050 - 2026
    model = governance.GovernanceModel(
        municipality="Ålesund", citizens=100, rng=1, parameters={"needs.ageing": 0.02, "town.warm_up": 12}
    )
    plain = governance.GovernanceModel(municipality="Ålesund", citizens=100, rng=1)
    factor = model.town.areas.rate[:, :, 0].sum() / plain.town.areas.rate[:, :, 0].sum()
    assert factor == pytest.approx(1.02)  # the year of the warm-up counts
    model.close()
    plain.close()


def test_the_town_of_ageing_has_ages_nearest_to_the_countrys():
    towns = municipalities()
    people = sum(town.population for town in towns)
    ages = ("share_0_17", "share_18_66", "share_67_79", "share_80plus")
    country = [sum(getattr(town, age) * town.population for town in towns) / people for age in ages]
    nearest = min(towns, key=lambda town: sum(abs(getattr(town, a) - c) for a, c in zip(ages, country, strict=True)))
    assert load_scenario("perspektivmeldingen").municipality == nearest.name


# --- reading ---------------------------------------------------------------------------------------------------


def test_a_file_is_read_as_written(mine):
    scenario = load_scenario(mine)
    assert scenario == load_scenario("mine.toml") == load_scenario(str(mine)) == load_scenario(scenario)
    assert (scenario.name, scenario.municipality, scenario.citizens, scenario.months) == ("mine", "Bodø", 400, 5)
    assert scenario.paradigms == ("thin", "NPG") and scenario.outcomes == ("fit", "trust")
    assert scenario.overrides == {"needs.wickedness": 2, "rules.choice.discretion": 0.9}
    assert scenario.changes[1].source == "nowhere" and scenario.changes[0].source == ""
    assert scenario.questions_nb == ("Hvorfor?", "Hvordan?") and scenario.text == MINE
    assert scenario.as_dict()["title"] == {"en": "Mine", "nb": "Min"}
    assert hash(scenario)


def test_what_may_be_left_out_is_left_open(mine):
    head, tail = MINE.split("[title]"), MINE.split("[watch]")
    mine.write_text("[title]" + head[1].split("[[changes]]")[0] + "[watch]" + tail[1], encoding="utf-8")
    scenario = load_scenario(mine)
    assert (scenario.municipality, scenario.citizens, scenario.months, scenario.paradigms) == (None,) * 4
    assert scenario.overrides == {}


def test_lines_of_a_text_become_one(mine):
    mine.write_text(MINE.replace('"A story."', '"""\n  A  story\nof two lines."""'), encoding="utf-8-sig")
    assert load_scenario(mine).story_en == "A story of two lines."


def test_names_are_found_without_regard_to_case():
    assert load_scenario("Svarstad") == load_scenario("svarstad")
    assert load_scenario("Indre Østfold").name == "indre-ostfold"


BAD = {
    "unknown key": ('citizens = 400', 'citizen = 400', ["unknown key 'citizen'", "did you mean 'citizens'"]),
    "unknown key of a table": ('en = "Mine"', 'en = "Mine"\nsv = "x"', ["[title]", "unknown key 'sv'", "valid: en"]),
    "unknown key of a change": ('source = "nowhere"', 'sauce = "x"', ["#2", "'sauce'", "did you mean 'source'"]),
    "language missing": ('nb = "Min"', "", ["[title]", "'nb' is missing"]),
    "language of a reason missing": ('why_nb = "Fagfolk får bestemme mer"', "", ["#2", "'why_nb' is missing"]),
    "a question missing": ('["Hvorfor?", "Hvordan?"]', '["Hvorfor?"]', ["[questions]", "2 in en but 1 in nb"]),
    "no questions": ('["Why?", "How?"]', "[]", ["[questions] en", "at least one"]),
    "empty text": ('"A story."', '" "', ["[story] en", "not empty"]),
    "not a text": ('"A story."', "3", ["[story] en", "3"]),
    "not a table": ("[title]\nen = \"Mine\"\nnb = \"Min\"", "", ["'title' is missing"]),
    "text for a table": ('months = 5', 'months = 5\ntitle = "x"', ["not valid TOML"]),
    "one table for changes": ("municipality =", 'changes = {a = 1}\nmunicipality =', ["not valid TOML"]),
    "malformed": ("[title]", "[title", ["not valid TOML", "line 7"]),
    "unknown parameter": ("needs.wickedness", "needs.wickednes", ["unknown parameter", "mean 'needs.wickedness'"]),
    "unknown rule": ("choice.discretion", "choice.discretio", ["unknown rule", "did you mean"]),
    "out of bounds": ("value = 2", "value = 99", ["needs.wickedness = 99", "from 0 to 3"]),
    "not a number": ("value = 2", "value = [2]", ["needs.wickedness = [2]", "from 0 to 3"]),
    "nan": ("value = 2", "value = nan", ["needs.wickedness = nan", "from 0 to 3"]),
    "given twice": ("rules.choice.discretion", "needs.wickedness", ["needs.wickedness is given twice"]),
    "contradiction": ("choice.discretion", "scope.meetings_per_year", ["contradictory", "TPA"]),
    "unknown paradigm": ('"thin"', '"thinn"', ["unknown paradigm 'thinn'", "did you mean 'thin'"]),
    "paradigm twice": ('"thin"', '"thick"', ["NPG is given twice"]),
    "no paradigm": ('["thin", "NPG"]', "[]", ["paradigms", "at least one"]),
    "unknown municipality": ("Bodø", "Lavrik", ["did you mean 'Larvik'"]),
    "municipality by number": ('"Bodø"', "1804", ["municipality", "1804"]),
    "too few citizens": ("citizens = 400", "citizens = 3", ["citizens = 3", "from 50"]),
    "no months": ("months = 5", "months = 0", ["months = 0", "from 1"]),
    "months in words": ("months = 5", 'months = "five"', ["months = 'five'", "whole number"]),
    "unknown outcome": ('"fit", "trust"', '"fit", "trus"', ["unknown outcome 'trus'", "did you mean 'trust'"]),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_in_words(case, mine):
    old, new, words = BAD[case]
    assert old in MINE
    text = MINE.replace(old, new)
    if case == "contradiction":
        text = text.replace('["thin", "NPG"]', '["TPA", "NPG"]')
    mine.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        load_scenario(mine)
    for word in ("mine.toml", *words):
        assert word in str(refusal.value)
    assert refusal.value.norwegian != str(refusal.value) and "mine.toml" in refusal.value.norwegian


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("svarstd", ["unknown scenario 'svarstd'", "did you mean 'svarstad'", "valid: ", "svelvik", "my.toml"]),
        ("", ["unknown scenario ''"]),
        ("none.toml", ["none.toml", "cannot be read", "No such file"]),
        ("svarstad.toml", ["svarstad.toml", "cannot be read", "did you mean 'svarstad'"]),
        (".", ["cannot be read"]),
        (3, ["by its name or its file", "3"]),
    ],
)
def test_what_is_not_there_is_said(name, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as refusal:
        load_scenario(Path(name) if name == "." else name)
    for word in words:
        assert word in str(refusal.value)


def test_a_file_that_is_no_text_is_refused(mine):
    mine.write_bytes(MINE.encode("latin-1"))
    with pytest.raises(InputError, match="UTF-8"):
        load_scenario(mine)


def test_loading_leaves_the_model_alone():
    code = (
        "import sys; import experiments.scenario; light = sorted({'numpy', 'pydantic'} & set(sys.modules)); "
        "experiments.scenario.scenarios(); "
        "print(light, sorted({'mesa', 'numba', 'pandas', 'model.governance'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] []"


# --- precedence: defaults < scenario < what is given explicitly -------------------------------------------------


def test_what_is_chosen(mine):
    scenario = load_scenario(mine)
    assert chosen(None, None, "months", 7) == 7
    assert chosen(None, scenario, "months", 7) == 5
    assert chosen(2, scenario, "months", 7) == 2
    assert overridden(None, {"a.b": 1}) == {"a.b": 1}
    assert overridden(scenario, {"needs.wickedness": 1.0})["needs.wickedness"] == 1.0


def test_a_comparison_is_planned_as_the_scenario_says(mine):
    runs = planned(scenario=mine, seeds=2)
    assert [run.paradigms[0][1].name for run in runs] == ["thin", "thin", "NPG", "NPG"]
    first = runs[0]
    assert (first.town.name, first.citizens, first.months) == ("Bodø", 400, 5)
    assert first.parameters.needs.wickedness == 2 and first.paradigms[0][1].choice.discretion == 0.9


def test_what_is_given_goes_before_the_scenario(mine):
    run = planned(("TPA",), "Larvik", 100, {"needs.wickedness": 1.5, "trust.start": 0.6}, 1, 3, 2, mine)[0]
    assert (run.paradigms[0][1].name, run.town.name, run.citizens, run.months) == ("TPA", "Larvik", 100, 2)
    assert run.parameters.needs.wickedness == 1.5 and run.parameters.trust.start == 0.6
    assert run.paradigms[0][1].choice.discretion == 0.9


def test_without_a_scenario_nothing_is_changed():
    runs = planned(seeds=1)
    assert [run.paradigms[0][1].name for run in runs] == ["TPA", "NPM", "NPG"]
    assert (runs[0].town.name, runs[0].citizens, runs[0].months, runs[0].overrides) == ("Larvik", None, 120, {})


def plan(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    assert main([*arguments, "--dry-run", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_options_go_before_the_scenario(mine, capsys):
    told = plan(capsys, "compare", "--scenario", "mine.toml")
    assert (told["municipality"], told["citizens"], told["months"]) == ("Bodø", 400, 5)
    assert told["paradigms"] == ["thin", "NPG"] and told["changed_parameters"]["needs.wickedness"] == 2
    assert "compare-mine-" in told["out"]
    told = plan(
        capsys, "compare", "--scenario", str(mine), "--municipality", "Larvik", "--citizens", "300", "--months", "120",
        "--paradigms", "TPA,NPM,NPG", "--set", "needs.wickedness=1.5", "--set", "trust.start=0.6",
    )  # fmt: skip
    assert (told["municipality"], told["citizens"], told["months"]) == ("Larvik", 300, 120)
    assert told["paradigms"] == ["TPA", "NPM", "NPG"]
    assert told["changed_parameters"] == {"needs.wickedness": 1.5, "rules.choice.discretion": 0.9, "trust.start": 0.6}


def test_a_run_takes_the_last_paradigm_compared(mine, capsys):
    assert plan(capsys, "run", "--scenario", "mine.toml")["paradigms"] == ["NPG"]
    assert plan(capsys, "run", "--scenario", "svelvik")["paradigms"] == ["task-committee"]
    assert plan(capsys, "run", "--scenario", "svelvik", "--paradigm", "thin")["paradigms"] == ["thin"]
    told = plan(capsys, "run")
    assert (told["paradigms"], told["months"], told["municipality"]) == (["NPG"], 120, "Larvik")


def test_a_scenario_without_a_town_leaves_the_default_one(mine, capsys):
    plain = plan(capsys, "compare")
    mine.write_text(MINE.replace('municipality = "Bodø"\ncitizens = 400', ""), encoding="utf-8")
    told = plan(capsys, "compare", "--scenario", "mine.toml")
    assert (told["municipality"], told["citizens"]) == (plain["municipality"], plain["citizens"])
    mine.write_text(MINE.replace("citizens = 400", ""), encoding="utf-8")
    assert plan(capsys, "compare", "--scenario", "mine.toml")["citizens"] > 50_000


# --- the command line ------------------------------------------------------------------------------------------


def test_the_list_names_them_all(capsys):
    assert main(["scenarios"]) == 0
    english = capsys.readouterr().out
    assert main(["scenarios", "--lang", "nb"]) == 0
    norwegian = capsys.readouterr().out
    for scenario in scenarios():
        assert scenario.name in english and scenario.title_en in english
        assert scenario.name in norwegian and scenario.title_nb in norwegian
    assert max(map(len, (english + norwegian).splitlines())) <= 100


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("scenario", SHIPPED)
def test_one_is_told_in_full(scenario: Scenario, language: str, capsys):
    assert main(["scenarios", scenario.name, "--lang", language]) == 0
    printed = capsys.readouterr().out
    told = " ".join(printed.split())
    for field in ("title", "story", "watch"):
        assert getattr(scenario, f"{field}_{language}") in told
    for question in getattr(scenario, f"questions_{language}"):
        assert question in told
    for change in scenario.changes:
        assert f"{change.name} = " in told and getattr(change, f"why_{language}") in told
        assert source_of(change.source, language) in told  # type: ignore[arg-type]
    for outcome in scenario.outcomes:
        assert f"({outcome})" in told
    assert f"samskaping compare --scenario {scenario.name}" in told
    assert all(len(line) <= 100 and line == line.rstrip() for line in printed.splitlines())


def test_json_has_both_languages(mine, capsys):
    assert main(["scenarios", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps([one.as_dict() for one in scenarios()]))
    assert main(["scenarios", "mine.toml", "--json", "--lang", "nb"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["questions"] == {"en": ["Why?", "How?"], "nb": ["Hvorfor?", "Hvordan?"]}
    assert told["changes"][0]["value"] == 2


def test_a_file_without_changes_or_town_is_told(mine, capsys):
    head, tail = MINE.split("[title]"), MINE.split("[watch]")
    mine.write_text("[title]" + head[1].split("[[changes]]")[0] + "[watch]" + tail[1], encoding="utf-8")
    assert main(["scenarios", "mine.toml"]) == 0
    printed = capsys.readouterr().out
    assert "Nothing differs" in printed and printed.count("as without a scenario") == 3


@pytest.mark.parametrize("command", ["compare", "run"])
def test_the_manifest_has_the_name_and_the_text(command, mine, capsys):
    small = ["--citizens", "100", "--months", "1", "--quiet", "--out", "out"] + ["--seeds", "1"] * (
        command == "compare"
    )
    assert main([command, "--scenario", "mine.toml", *small]) == 0
    manifest = json.loads(Path("out/manifest.json").read_text(encoding="utf-8"))
    assert manifest["scenario"] == {"name": "mine", "text": MINE}
    assert manifest["changed_parameters"] == {"needs.wickedness": 2, "rules.choice.discretion": 0.9}
    assert manifest["citizens"] == 100 and manifest["municipality"]["name"] == "Bodø"
    assert all(told["rules"]["choice.discretion"] == 0.9 for told in manifest["paradigms"].values())
    assert main([command, *small[:-2], "--out", "plain"]) == 0
    assert json.loads(Path("plain/manifest.json").read_text(encoding="utf-8"))["scenario"] is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["compare", "--scenario", "svarstd"], ["unknown scenario 'svarstd'", "did you mean 'svarstad'"]),
        (["run", "--scenario", "none.toml"], ["none.toml", "cannot be read"]),
        (["scenarios", "svarstd"], ["did you mean 'svarstad'"]),
        (["compare", "--scenario", "bad.toml"], ["bad.toml", "unknown parameter 'needs.wickednes'", "did you mean"]),
        (["compare", "--scenario", "svelvik", "--set", "needs.agein=1"], ["unknown parameter", "needs.ageing"]),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else str(part),
)
def test_bad_input_ends_with_exit_code_2(arguments, words, tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text(MINE.replace("needs.wickedness", "needs.wickednes"), encoding="utf-8")
    done = called(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ") and len(done.stderr.splitlines()) == 1
    for word in words:
        assert word in done.stderr
    assert list(tmp_path.iterdir()) == [bad]


def test_a_file_needs_no_code(mine):
    done = samskaping(
        "compare",
        "--scenario",
        "mine.toml",
        "--seeds",
        "2",
        "--citizens",
        "100",
        "--out",
        "out",
        "--json",
        cwd=mine.parent,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["scenario"], told["municipality"], told["months"]) == ("mine", "Bodø", 5)
    assert told["paradigms"] == ["thin", "NPG"]
