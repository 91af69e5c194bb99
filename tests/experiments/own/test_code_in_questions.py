"""Questions that name files of one's own of every kind."""

import json
import shutil
from pathlib import Path

import pytest

from tests.experiments.own.examples_of_code import EXAMPLES, written
from tests.shell import called

QUESTION = """
title_en = "Does asking help?"
claim_en = "Asking helps."
fails_en = "It may not."
source = "A test"
mechanisms = ["word_of_mouth.py"]
[outcomes]
files = ["my_outcomes.py"]
names = ["fit", "given_up_hope"]
[sre]
fit = 0.02
given_up_hope = 0.02
[protocol]
municipality = "innbygda.toml"
citizens = 100
months = 4
seeds = 2
most_seeds = 2
[conditions.usual]
title_en = "As usual"
[conditions.talk]
title_en = "More talk"
start = { "word_of_mouth.pull" = 0.9 }
[[arms]]
name = "responsive"
base = "responsive"
[[arms]]
name = "asking"
base = "listening.toml"
[[arms]]
name = "later"
base = "TPA"
[[timeline]]
arm = "later"
month = 3
paradigm = "listening.toml"
[rule]
kind = "contrast"
[[rule.tests]]
outcomes = ["given_up_hope"]
first = "asking"
second = "later"
"""


@pytest.fixture(scope="module")
def answered(tmp_path_factory) -> Path:
    """The answer of a question that names files of every kind, without those files."""
    place = tmp_path_factory.mktemp("asked")
    names = ("word_of_mouth.py", "my_outcomes.py", "innbygda.toml", "listening.toml")
    for name in names:
        shutil.copy(EXAMPLES / name, place)
    written(place, QUESTION, "mine.toml")
    done = called("ask", "mine.toml", "-o", "answer", "--jobs", "1", "--quiet", cwd=place)
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 100, "a paragraph is not wrapped"
    for name in names:
        (place / name).unlink()
    return place


def test_a_question_may_name_files_of_every_kind(answered: Path) -> None:
    answer = json.loads((answered / "answer" / "answer.json").read_text(encoding="utf-8"))
    [row] = answer["rows"]  # fewer without hope is better, so what the reference has is not taken from the arm
    assert (answer["municipality"], row["outcome"], row["name"]) == (
        "Innbygda", "given_up_hope", "later \N{MINUS SIGN} asking",
    )  # fmt: skip
    means = answer["means"]
    assert means["asking@usual"] != means["asking@talk"], "the mechanism's parameter has no effect"
    assert means["later@usual"] != means["responsive@usual"]


def test_the_report_of_a_question_needs_none_of_its_files(answered: Path) -> None:
    done = called("report", "answer", "--out", "report.html", cwd=answered)
    assert done.returncode == 0, done.stderr
    html = (answered / "report.html").read_text(encoding="utf-8")
    assert "Innbygda" in html and "given up hope" in html and "samskaping ask mine.toml" in html


def test_code_in_a_question_s_folder_does_not_run(answered: Path) -> None:
    done = called("ask", "answer/question.toml", "-o", "again", cwd=answered)
    assert done.returncode == 2
    assert "code in a folder of results does not run" in done.stderr
