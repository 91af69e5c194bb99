"""Answers that come with the program: which there are, what they hold, and a report made of them."""

import json
from pathlib import Path

import pytest

from experiments.cli.command_line import main
from experiments.council.asked.answers import answered
from experiments.council.asked.report import question_values
from experiments.council.asked.texts import TEXTS
from experiments.evidence.asking.folder import read_json
from experiments.evidence.asking.question import shipped
from experiments.evidence.asking.reading import load_question
from experiments.evidence.asking.report import answers
from experiments.evidence.asking.report.answers import is_same, valid_answer
from experiments.evidence.asking.report.keep import from_results, keep
from experiments.runs.versions import same_results
from samskaping.language import languages

PAGE = Path(__file__).resolve().parents[3] / "docs" / "values" / "questions.json"


@pytest.fixture(scope="module")
def page():
    return {one["question"]: one for one in json.loads(PAGE.read_text(encoding="utf-8"))["questions"]}


def test_every_answer_of_the_page_comes_with_the_program(page):
    asked = {name for name, one in page.items() if one["asked"] and not one["pilot"] and one["kind"] != "cannot"}
    assert {path.stem for path in answers.FOLDER.glob("*.json")} == asked <= set(shipped())
    wrong = [name for name in asked if not is_same(read_json(answers.file_of(name)), page[name])]
    assert wrong == []


def test_writing_them_again_changes_nothing(page, tmp_path):
    for path in answers.FOLDER.glob("*.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    keep(page.values(), {}, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in answers.FOLDER.glob("*.json")
    }


def test_an_answer_of_results_replaces_what_the_page_kept_and_a_pilot_does_not(page, tmp_path):
    one = page["more-inequality"]
    keep([one], {}, tmp_path)
    path = tmp_path / "more-inequality.json"
    assert read_json(path)["means"] == {}
    found = {**read_json(path), "means": {"a@today": {"trust": 0.123456789}, "a@b+c": {}}, "p": one["p"]}
    assert list(from_results(found)["means"]) == ["a@today"]
    keep([one], {"more-inequality": {**found, "verdict": "upheld"}}, tmp_path)
    assert read_json(path)["means"] == {}, "another answer than the page's is not kept"
    keep([one], {"more-inequality": found}, tmp_path)
    assert read_json(path)["means"] == {"a@today": {"trust": 0.123457}}
    keep([{**one, "pilot": True, "question": "pilot"}], {}, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_an_answer_holds_only_for_the_same_question_and_the_same_results(tmp_path):
    question, known = load_question("more-inequality"), read_json(answers.file_of("more-inequality"))
    for change, holds in (({}, same_results(known["model"])), ({"model": "0"}, False), ({"sha256": "0"}, False)):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        (folder / "more-inequality.json").write_text(json.dumps({**known, **change}), encoding="utf-8")
        assert bool(valid_answer(question, folder)) == holds, change


@pytest.mark.skipif(not valid_answer(load_question("sweet-spot")), reason="the model has changed since the answers")
def test_a_question_of_the_program_is_reported_without_runs_and_the_report_says_so(here, capsys):
    for name in ("more-inequality", "sweet-spot", "right-wing", "obstacles", "what-must-be-in-place"):
        asked = answered(name)
        assert asked.folder is None
        for language in languages():
            values = question_values(asked, language)
            assert TEXTS("limit_kept", language, model=asked.answer["model"]) == values["limits"][0]
            levels = TEXTS("no_levels", language)
            assert (levels in values["costs_notes"]) == (not asked.answer["means"]), (name, language)
            assert f"samskaping report {name} --lang {language}" in " ".join(values["restore"])
            assert "answer.json" not in " ".join([*values["restore"], *values["who_notes"]])
    assert main(["report", "more-inequality", "--out", "r.html"]) == 0
    said = capsys.readouterr()
    assert said.out.strip() == "r.html" and "comes with the program" in said.err
    assert "+0.086" in (here / "r.html").read_text(encoding="utf-8")
