"""Arms in scenarios, on the command line, in manifests and in studies."""

import json

import pandas as pd
import pytest

from agents.errors import InputError
from experiments import compare, read_results, run_study
from experiments.analysis.contrasts import contrasts
from experiments.analysis.points import points_of
from experiments.cli.arm_option import arms_in
from experiments.design.study import read_study, study_of
from experiments.runs.arms import paradigms_of
from experiments.runs.scenario import load_scenario
from tests.each import each
from tests.helpers.my_scenario import MINE
from tests.shell import called

ARMS = """
[[arms]]
name = "now"
base = "status-quo"
title_en = "As today"
title_nb = "Som i dag"

[[arms]]
name = "square"
base = "NPG"
areas = ["place"]
rules.information.dialogue = 0.9
parameters = { "trust.gain" = "*0.5" }
twin = "no-arenas"
title_en = "The square"
title_nb = "Torget"
"""
CASE = MINE.replace('paradigms = ["thin", "NPG"]\n', "") + ARMS
SMALL = ("--citizens", "300", "--months", "3", "--seeds", "2")
NAMES = ["now", "square", "square-no-arenas"]


@pytest.fixture
def case(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text(CASE, encoding="utf-8")
    (tmp_path / "arms.toml").write_text(ARMS, encoding="utf-8")
    return tmp_path


def test_a_scenario_has_arms_as_written(case):
    scenario = load_scenario("mine.toml")
    assert [arm.name for arm in scenario.arms] == ["now", "square"] and scenario.arms[1].twin == "no-arenas"
    assert scenario.paradigms is None and hash(scenario)
    assert [arm["title_nb"] for arm in scenario.as_dict()["arms"]] == ["Som i dag", "Torget"]
    comparison = compare(scenario=scenario, citizens=300, months=2, seeds=1)
    assert list(comparison.names) == NAMES
    assert comparison.paradigms[1].choice.discretion == comparison.paradigms[0].choice.discretion == 0.9  # [[changes]]


def test_a_scenario_without_arms_is_what_it_was(case):
    (case / "plain.toml").write_text(MINE, encoding="utf-8")
    scenario = load_scenario("plain.toml")
    assert scenario.arms == () and "arms" not in scenario.as_dict()
    comparison = compare(scenario=scenario, citizens=300, months=2, seeds=1)
    assert comparison.arms == () and "arm" not in comparison.runs and comparison.names == ("thin", "NPG")


def test_paradigms_or_arms_that_are_given_override_the_scenarios(case):
    small = {"scenario": "mine.toml", "citizens": 300, "months": 1, "seeds": 1}
    assert compare(["TPA"], **small).names == ("TPA",)
    assert compare(arms=[{"name": "a", "base": "NPM"}], **small).names == ("a",)


BAD = {
    "beside paradigms": (CASE.replace("months = 5", 'months = 5\nparadigms = ["NPG"]'), "not both"),
    "unknown key": (CASE.replace("areas =", "area ="), "[[arms]] #2", "unknown key 'area'", "did you mean 'areas'"),
    "unknown rule": (CASE.replace(".dialogue", ".dialogu"), "[[arms]] #2", "square", "unknown rule", "dialogue"),
    "unknown parameter": (CASE.replace("trust.gain", "trust.gian"), "square", "unknown parameter", "trust.gain"),
    "a table among arms": (CASE.replace("[[arms]]\nname = \"square\"", "[arms.x]\nname = 1"), "unknown key 'x'"),
    "contradiction": (CASE.replace("information.dialogue = 0.9", "boundary.recruitment = 'none'"), "square", "contrad"),
    "over the edge": (CASE.replace('"*0.5"', '"*50"'), "square", "month 1", "trust.gain = "),
}  # fmt: skip


@each("fault", BAD)
def test_a_scenario_with_wrong_arms_is_refused_in_words(fault, case):
    text, *words = BAD[fault]
    assert text != CASE
    (case / "bad.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        load_scenario("bad.toml")
    for word in ("bad.toml", *words):
        assert word in str(refusal.value), word


# --- the command line ----------------------------------------------------------------------------------------------


def test_compare_takes_arms_in_every_form_and_repeats_them_from_the_manifest(case):
    inline = (
        "--arm", "now;base=status-quo;title_en=As today;title_nb=Som i dag",
        "--arm", "square;base=NPG;areas=place;rules.information.dialogue=0.9;trust.gain=*0.5;twin=no-arenas;"
        "title_en=The square;title_nb=Torget",
    )  # fmt: skip
    for place, given in enumerate((inline, ("--arm", "arms.toml"))):
        done = called("compare", *SMALL, *given, "-o", f"out{place}", "--lang", "nb", cwd=case)
        assert done.returncode == 0, done.stderr
    printed = " ".join(done.stdout.split())
    assert "Som i dag" in printed and "Torget" in printed and "møteplasser" in printed
    runs = [pd.read_parquet(case / f"out{place}" / "runs.parquet") for place in (0, 1)]
    pd.testing.assert_frame_equal(*runs, check_exact=True)
    assert list(runs[0]["arm"].unique()) == NAMES
    summary = pd.read_csv(case / "out0" / "summary.csv")
    assert set(summary["title"]) == {"Som i dag", "Torget", "Torget (uten møteplasser)"}
    assert {"arm_a", "title_a", "arm_b", "title_b"} <= set(pd.read_csv(case / "out0" / "paired.csv"))
    manifest = json.loads((case / "out0" / "manifest.json").read_text(encoding="utf-8"))
    assert [arm["name"] for arm in manifest["arms"]] == NAMES == list(manifest["paradigms"])
    assert manifest["paradigms"]["square"]["areas"] == ["place"]
    assert "status-quo" in manifest["paradigms"]["square"]["outside"]
    again = called("compare", "out0/manifest.json", "-o", "again", "--quiet", cwd=case)
    assert again.returncode == 0, again.stderr
    assert (case / "again" / "runs.parquet").read_bytes() == (case / "out0" / "runs.parquet").read_bytes()
    made = json.loads((case / "again" / "manifest.json").read_text(encoding="utf-8"))
    assert (made["arms"], made["paradigms"]) == (manifest["arms"], manifest["paradigms"])


def test_run_takes_one_arm_of_a_scenario_and_repeats_it(case):
    small = ("--scenario", "mine.toml", "--citizens", "300", "--months", "3")
    whole = compare(scenario="mine.toml", citizens=300, months=3, seeds=1).runs
    for given, name in (((), "square"), (("--arm", "square-no-arenas"), "square-no-arenas")):
        done = called("run", *small, *given, "-o", name, "--quiet", cwd=case)
        assert done.returncode == 0, done.stderr
        runs = pd.read_parquet(case / name / "runs.parquet")
        same = whole[whole["arm"] == name].reset_index(drop=True)
        pd.testing.assert_frame_equal(runs, same, check_exact=True)
        assert called("run", f"{name}/manifest.json", "-o", f"{name}-2", "--quiet", cwd=case).returncode == 0
        again = pd.read_parquet(case / f"{name}-2" / "runs.parquet")
        pd.testing.assert_frame_equal(again, runs, check_exact=True)


def test_plans_lists_and_json_name_the_arms(case):
    plan = called("compare", "--scenario", "mine.toml", "--dry-run", "--json", cwd=case)
    assert json.loads(plan.stdout)["arms"] == NAMES
    assert "square-no-arenas" in called("compare", "--scenario", "mine.toml", "--dry-run", cwd=case).stdout
    told = called("scenarios", "mine.toml", "--lang", "nb", cwd=case).stdout
    for word in (
        "Torget (square): NPG på området stedsutvikling",
        "rules.information.dialogue = 0.9",
        "trust.gain = *0.5",
    ):
        assert word in told, told
    done = called("compare", "--scenario", "mine.toml", *SMALL, "--json", "--quiet", "-o", "j", cwd=case)
    found = json.loads(done.stdout)
    assert [arm["name"] for arm in found["arms"]] == NAMES and found["paradigms"] == ["status-quo", "NPG", "NPG"]


WRONG = [
    (("compare", "--paradigms", "TPA", "--arm", "a;base=NPG"), "not both"),
    (("compare", "--arm", "a;base"), "not of the form key=value"),
    (("compare", "--arm", "a;base=NPG;base=TPA"), "base is given twice"),
    (("compare", "--arm", "a;bas=NPG"), "did you mean 'base'"),
    (("compare", "--arm", "a;base=NPG;areas=plac"), "did you mean 'place'"),
    (("compare", "--arm", "none.toml"), "none.toml cannot be read"),
    (("compare", "--arm", "mine.toml"), "beside [[arms]]"),
    (("compare", "--arm", ""), "is missing"),
    (("run", "--arm", "square"), "needs --scenario"),
    (("run", "--scenario", "mine.toml", "--arm", "squar"), "did you mean 'square'"),
    (("run", "--scenario", "mine.toml", "--arm", "square", "--paradigm", "TPA"), "not both"),
]


@each("arguments, words", WRONG)
def test_a_wrong_option_is_refused_with_code_2(arguments, words, case):
    done = called(*arguments, "-o", "out", cwd=case)
    assert done.returncode == 2 and words in done.stderr, done.stderr
    assert not (case / "out").exists()


def test_a_file_holds_one_arm_or_several(case):
    (case / "one.toml").write_text('name = "a"\nbase = "NPG"\n', encoding="utf-8")
    assert [arm.name for arm in arms_in(case / "one.toml")] == ["a"]
    assert [arm.name for arm in arms_in(case / "arms.toml")] == ["now", "square"]


# --- studies -------------------------------------------------------------------------------------------------------

STUDY = f"""
name = "squares"
months = 2
seeds = 2
outcomes = ["fit", "trust"]
[base]
citizens = 300
municipality = "Larvik"
[factors]
"needs.wickedness" = [0.5, 1.5]
{ARMS}"""


def test_arms_are_a_factor_of_a_study():
    study = study_of(STUDY)
    assert [(factor.name, factor.levels) for factor in study.factors][0] == ("arm", tuple(NAMES)) and study.size == 12
    point = {"arm": "square", "needs.wickedness": 1.5}
    run = study.run(point, 1)
    assert run.arm == "square" and run.paradigm == paradigms_of(study.arms)[1] and run.overrides == {
        "needs.wickedness": 1.5
    }  # fmt: skip
    assert [change.parameters for change in run.timeline] == [{"trust.gain": "*0.5"}]
    some = study_of(STUDY.replace("[factors]", '[factors]\narm = ["square", "now"]'))
    assert some.size == 8 and some.run_id(point, 1) == study.run_id(point, 1)
    shared = study_of(STUDY.replace("[base]", '[base]\narm = "square"'))
    assert shared.size == 4 and shared.run({"needs.wickedness": 1.5}, 1) == run


def test_an_id_holds_what_decides_an_arm_and_not_its_title():
    def ids(text: str) -> tuple[str, str]:
        study = study_of(text)
        return study.key, study.run_id({"arm": "square", "needs.wickedness": 1.5}, 1)

    key, run = ids(STUDY)
    assert ids(STUDY.replace("The square", "A square")) == (key, run)
    for old, new in (('areas = ["place"]', 'areas = ["upbringing"]'), ("0.9", "0.8"), ('"*0.5"', '"*0.6"'),
                     ('base = "status-quo"', 'base = "TPA"')):  # fmt: skip
        changed = ids(STUDY.replace(old, new, 1))
        assert changed[0] != key and changed[1] != run, old


def test_a_study_with_arms_is_swept_resumed_and_analysed(tmp_path):
    (tmp_path / "squares.toml").write_text(STUDY, encoding="utf-8")
    folder = tmp_path / "swept"
    whole = run_study(read_study(tmp_path / "squares.toml"), folder, workers=1)
    table = whole.last.set_index("run_id").sort_index()
    assert sorted(table["arm"].unique()) == sorted(NAMES) and not len(whole.failed)
    for part in (folder / "runs").glob("*.parquet"):
        part.unlink()
    again = run_study(read_study(folder), folder, workers=1)
    pd.testing.assert_frame_equal(again.last.set_index("run_id").sort_index(), table, check_exact=True)
    assert read_study(folder / "manifest.json").key == whole.study.key
    direct = compare(
        arms=whole.study.arms, municipality="Larvik", citizens=300, parameters={"needs.wickedness": 1.5}, seeds=1,
        months=2,
    ).runs  # fmt: skip
    swept = table[(table["needs.wickedness"] == 1.5) & (table["seed"] == 1)].set_index("arm")["trust"]
    assert swept[NAMES].tolist() == direct.query("month == 2").set_index("arm").loc[NAMES, "trust"].tolist()
    found = contrasts(points_of(read_results(folder), ["fit"]), factor="arm")
    assert list(found["level"]) == NAMES[1:]


def test_a_study_in_python_is_written_with_its_arms(tmp_path):
    from dataclasses import replace

    from experiments.design.text import written

    study = study_of(STUDY)
    made = written(replace(study, months=1, text=""))
    assert study_of(made.text).key == made.key and made.arms == study.arms and "[[arms]]" in made.text


def test_a_study_may_use_the_arms_of_its_scenario(case):
    text = 'months = 1\nseeds = 1\n[base]\nscenario = "mine.toml"\n[factors]\narm = ["now", "square-no-arenas"]\n'
    (case / "study.toml").write_text(text, encoding="utf-8")
    study = read_study("study.toml")
    run = study.run({"arm": "square-no-arenas"}, 1)
    assert run.citizens == 400 and run.paradigm.scope.meetings_per_year == 0
    assert run.paradigm.choice.discretion == run.paradigm.outside.choice.discretion == 0.9  # [[changes]]


STUDIES = {
    "arm without arms": ('[factors]\narm = ["a"]', "arm needs arms"),
    "unknown arm": (STUDY.replace("[factors]", '[factors]\narm = ["squar"]'), "line", "did you mean 'square'"),
    "no name": (STUDY.replace("[factors]", "[factors]\narm = [3]"), "arm = 3"),
    "beside paradigms": (STUDY.replace("[factors]", '[factors]\nparadigm = ["TPA"]'), "cannot be given beside arms"),
    "unknown key": (STUDY.replace("areas =", "area ="), "[[arms]] #2", "did you mean 'areas'"),
    "contradiction": (STUDY.replace("information.dialogue = 0.9", "boundary.recruitment = 'none'"), "contradictory"),
    "no table": ("arms = 3\n[factors]\nseed = [1]", "give a list of arms"),
}  # fmt: skip


@each("fault", STUDIES)
def test_a_wrong_study_is_refused_in_words(fault):
    text, *words = STUDIES[fault]
    with pytest.raises(InputError) as refusal:
        study_of(text, "study.toml")
    for word in ("study.toml", *words):
        assert word in str(refusal.value), word
