"""A scenario of one's own: read as written, or refused in words that say where and what would be valid."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from agents.errors import InputError
from experiments.cli.command_line import main
from experiments.runs.scenario import load_scenario, scenarios
from tests.each import each
from tests.helpers.my_scenario import MINE
from tests.shell import ROOT


def test_a_file_is_read_as_written(mine):
    scenario = load_scenario(mine)
    assert scenario == load_scenario("mine.toml") == load_scenario(str(mine)) == load_scenario(scenario)
    assert (scenario.name, scenario.municipality, scenario.citizens, scenario.months) == ("mine", "Bodø", 400, 5)
    assert scenario.paradigms == ("thin", "NPG") and scenario.outcomes == ("fit", "trust")
    assert scenario.overrides == {"needs.wickedness": 2, "rules.choice.discretion": 0.9}
    assert scenario.changes[1].source == "nowhere" and scenario.changes[0].source == ""
    assert [one.text("nb") for one in scenario.questions] == ["Hvorfor?", "Hvordan?"] and scenario.text == MINE
    assert scenario.as_dict()["title"] == {"en": "Mine", "nb": "Min"}
    assert hash(scenario)


def test_what_may_be_left_out_is_left_open(mine):
    head, tail = MINE.split("[title]"), MINE.split("[watch]")
    mine.write_text("[title]" + head[1].split("[[changes]]")[0] + "[watch]" + tail[1], encoding="utf-8")
    scenario = load_scenario(mine)
    assert (scenario.municipality, scenario.citizens, scenario.months, scenario.paradigms) == (None,) * 4
    assert scenario.overrides == {}


def test_a_file_with_settings_alone_is_a_scenario(mine, capsys):
    mine.write_text('months = 5\nparadigms = ["thin", "NPG"]\n', encoding="utf-8")
    scenario = load_scenario(mine)
    assert (scenario.months, scenario.paradigms, scenario.outcomes, scenario.questions) == (5, ("thin", "NPG"), (), ())
    assert scenario.title.text("nb") == "mine" and scenario.story.text() == scenario.watch.text("nn") == ""
    assert scenario.as_dict()["questions"] == {"en": ()}
    assert main(["scenarios", "mine.toml"]) == 0
    printed = capsys.readouterr().out
    assert "thin, NPG" in printed and "What to watch" not in printed and "Questions to discuss" not in printed


def test_outcomes_to_watch_need_no_text(mine):
    mine.write_text('[watch]\noutcomes = ["fit"]\n', encoding="utf-8")
    assert load_scenario(mine).outcomes == ("fit",) and load_scenario(mine).watch.text("nb") == ""


def test_lines_of_a_text_become_one(mine):
    mine.write_text(MINE.replace('"A story."', '"""\n  A  story\nof two lines."""'), encoding="utf-8-sig")
    assert load_scenario(mine).story.text() == "A story of two lines."


def test_english_stands_in_for_a_language_that_a_text_lacks(mine):
    text = MINE
    for line in ('nb = "Min"', 'why_nb = "Fagfolk får bestemme mer"', 'nb = ["Hvorfor?", "Hvordan?"]'):
        assert line in text
        text = text.replace(line, "")
    mine.write_text(text, encoding="utf-8")
    scenario = load_scenario(mine)
    assert scenario.title.text("nb") == "Mine" and scenario.story.text("nb") == "En historie."
    assert scenario.changes[1].why.text("nb") == "Professionals may decide more"
    assert [one.text("nb") for one in scenario.questions] == ["Why?", "How?"]
    assert scenario.as_dict()["questions"] == {"en": ("Why?", "How?")}


def test_a_further_language_is_a_key_and_no_change_of_code(mine, monkeypatch):
    """Danish is added to the languages of a process of its own, and a scenario then has its texts."""
    code = (
        "import sys, samskaping.language, samskaping.catalogue; "
        "samskaping.language.languages = samskaping.catalogue.languages = lambda: ('da', 'en', 'nb'); "
        "from experiments.runs.scenario import load_scenario; one = load_scenario(sys.argv[1]); "
        "print(one.title.text('da'), one.changes[0].why.text('da'), one.questions[1].text('da'), one.story.text('da'))"
    )
    text = MINE.replace('nb = "Min"', 'nb = "Min"\nda = "Mit"').replace('why_nb = "Ant', 'why_da = "Se"\nwhy_nb = "Ant')
    text = text.replace('nb = ["Hvorfor', 'da = ["Hvorfor?", "Hvorledes?"]\nnb = ["Hvorfor')
    mine.write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", code, str(mine)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "Mit Se Hvorledes? A story."


def test_a_scenario_without_nynorsk_shows_bokmaal_under_nynorsk(mine):
    scenario = load_scenario(mine)
    texts = [(one.text("nn"), one.text("nb")) for one in (scenario.title, scenario.story, *scenario.questions)]
    assert [nn for nn, _ in texts] == [nb for _, nb in texts] and texts[0] == ("Min", "Min")


def test_names_are_found_without_regard_to_case():
    assert load_scenario("Svarstad") == load_scenario("svarstad")
    assert load_scenario("Indre Østfold").name == "indre-ostfold"


BAD = {
    "unknown key": ('citizens = 400', 'citizen = 400', ["unknown key 'citizen'", "did you mean 'citizens'"]),
    "unknown key of a table": ('en = "Mine"', 'en = "Mine"\nsv = "x"', ["[title]", "unknown key 'sv'", "valid: en"]),
    "unknown key of a change": ('source = "nowhere"', 'sauce = "x"', ["#2", "'sauce'", "did you mean 'source'"]),
    "English missing": ('en = "Mine"', "", ["[title]", "'en' is missing"]),
    "English of a reason missing": ('why_en = "Professionals may decide more"', "", ["#2", "'why_en' is missing"]),
    "a question missing": ('["Hvorfor?", "Hvordan?"]', '["Hvorfor?"]', ["[questions]", "2 in en but 1 in nb"]),
    "not a text in Norwegian": ('"En historie."', "3", ["[story] nb", "3"]),
    "unknown language of a reason": ('source = "nowhere"', 'why_sv = "x"', ["#2", "unknown key 'why_sv'", "why_nb"]),
    "no questions": ('["Why?", "How?"]', "[]", ["[questions] en", "at least one"]),
    "empty text": ('"A story."', '" "', ["[story] en", "not empty"]),
    "not a text": ('"A story."', "3", ["[story] en", "3"]),
    "not a table": ("[title]\nen = \"Mine\"\nnb = \"Min\"", '[[title]]\nen = "Mine"', ["must be a table with en"]),
    "English of what to watch missing": ('en = "Fit and trust"', "", ["[watch]", "'en' is missing"]),
    "text for a table": ('months = 5', 'months = 5\ntitle = "x"', ["not TOML"]),
    "one table for changes": ("municipality =", 'changes = {a = 1}\nmunicipality =', ["not TOML"]),
    "malformed": ("[title]", "[title", ["not TOML", "line 7"]),
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
    "unknown group": ('months = 5', 'months = 5\ngroup = "case"', ["unknown group 'case'", "did you mean 'cases'"]),
    "unknown outcome": ('"fit", "trust"', '"fit", "trus"', ["unknown outcome 'trus'", "did you mean 'trust'"]),
}  # fmt: skip


@each("case", BAD)
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
    assert refusal.value.text("nb") != str(refusal.value) and "mine.toml" in refusal.value.text("nb")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("svarstd", ["unknown scenario 'svarstd'", "did you mean 'svarstad'", "valid: ", "svelvik", "my.toml"]),
        ("", ["unknown scenario ''"]),
        ("none.toml", ["none.toml", "cannot be read", "no such file"]),
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
        "import sys; import experiments.runs.scenario; light = sorted({'numpy', 'pydantic'} & set(sys.modules)); "
        "experiments.runs.scenario.scenarios(); "
        "print(light, sorted({'mesa', 'numba', 'pandas', 'model.governance'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] []"


# --- shown ----------------------------------------------------------------------------------------------------


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
    assert "The scenario changes no parameters" in printed and printed.count("as without a scenario") == 3
