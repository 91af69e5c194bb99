"""`samskaping report` of a question: two pages with rule, verdict and certainty; a pilot is marked on both."""

import json
import re

import pytest

from experiments.analysis.relevance import size_of
from experiments.cli.command_line import main
from experiments.council.asked.answers import answered
from experiments.council.asked.report import question_html, question_values
from experiments.council.asked.tables import by_arm
from experiments.council.asked.texts import TEXTS
from experiments.evidence.asking.question import shipped
from experiments.evidence.asking.reading import load_question
from experiments.evidence.asking.report.figures import strongest
from experiments.evidence.asking.report.texts import TEXTS as ASKED
from experiments.runs.scenario import scenarios
from samskaping.language import languages

MINE = """
title_en = "Does it hurt to stop?"
claim_en = "Support that ends leaves less trust than support that lasts."
fails_en = "Citizens may not notice."
source = "A test"
outcomes = ["trust", "citizen_hours_per_capita", "met_need_gap"]
[sre]
trust = 0.01
citizen_hours_per_capita = "3 %"
met_need_gap = 0.02
[protocol]
citizens = 200
months = 6
seeds = 3
most_seeds = 3
[robust]
points = 2
seeds = 1
citizens = 200
[[arms]]
name = "lasting"
title_en = "Support that lasts"
base = "NPG"
[[arms]]
name = "ending"
title_en = "Support that ends"
base = "NPG"
[[arms]]
name = "responsive"
title_en = "Responsive administration"
base = "responsive"
[[timeline]]
arm = "ending"
month = 3
event = "support_withdrawn"
[rule]
kind = "contrast"
[[rule.tests]]
outcomes = ["trust"]
first = "ending"
second = "lasting"
sense = "worse"
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Return folders of a question's answers: `pilot`, `whole`, and `cannot`, which the model cannot represent."""
    root = tmp_path_factory.mktemp("asked")
    file = root / "mine.toml"
    file.write_text(MINE, encoding="utf-8")
    for name, more in (("pilot", ["--pilot"]), ("whole", [])):
        assert main(["ask", str(file), *more, "-o", str(root / name), "--seeds", "3", "--jobs", "1", "--quiet"]) == 0
    assert load_question("what-will-you-scrap").kind == "cannot"  # else the next line makes thousands of runs
    assert main(["ask", "what-will-you-scrap", "-o", str(root / "cannot"), "--quiet"]) == 0
    return root


def pages(html: str) -> list[str]:
    return re.findall(r'<section class="page">.*?</section>', html, re.DOTALL)


def test_the_pages_have_rule_verdict_certainty_figure_costs_and_the_command_in_each_language(folders, here, capsys):
    for language in languages():
        name = f"{language}.html"
        assert main(["report", str(folders / "whole"), "--out", name, "--lang", language]) == 0
        html = (here / name).read_text(encoding="utf-8")
        first, second = pages(html)
        answer = json.loads((folders / "whole" / "answer.json").read_text(encoding="utf-8"))
        values = question_values(answered(str(folders / "whole")), language)
        for part in (values["verdict"], values["certainty"], answer["sha256"][:12], TEXTS("rule", language)):
            assert part in first, (language, part)
        assert first.count("<svg") == 1 and "support_withdrawn" not in first and "A test" in first
        for part in (TEXTS("costs", language), TEXTS("who", language), "Support that ends"):
            assert part in second, (language, part)
        asks = f"samskaping ask {folders}/whole/question.toml --seeds 3 --out {folders}/whole-again --lang {language}"
        assert asks in second and f"samskaping report {folders}/whole --lang {language}" in second
        assert TEXTS("pilot", language) not in html
        assert not re.search(r"<(script|link|img|iframe|object|embed)\b|@import|url\((?!#)", html)
    capsys.readouterr()


def test_the_command_on_the_page_gives_the_same_answer(folders, here, capsys):
    values = question_values(answered(str(folders / "pilot")), "en")
    command = re.search(r"`samskaping (ask .*?)`", values["restore"][0]).group(1).split()
    out = here / "again"
    command[command.index("--out") + 1] = str(out)
    assert "--pilot" in command and main([*command, "--jobs", "1", "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert main([*command, "--jobs", "1", "--quiet"]) == 0
    said = capsys.readouterr().out
    assert said.index(ASKED("verdict_pilot", "en")) < said.index(again["paragraph"]["en"][:20])
    assert "Support that lasts" in said and "lasting" not in said.split("Verdict")[0]
    before = json.loads((folders / "pilot" / "answer.json").read_text(encoding="utf-8"))
    for key in ("rows", "means", "differences", "verdict", "robust", "seeds"):
        assert again[key] == before[key], key


def test_a_pilot_is_marked_on_every_page_and_a_changed_rule_too(folders, here):
    asked = answered(str(folders / "pilot"))
    for language in languages():
        html = question_html(asked, question_values(asked, language))
        assert [TEXTS("pilot", language) in page for page in pages(html)] == [True, True]
        assert TEXTS("rule_changed", language) not in html
    asked.answer["rule_changed"], asked.answer["model"] = True, "0123456789abcdef"
    html = question_html(asked, question_values(asked, "en"))
    for mark in (TEXTS("rule_changed", "en"), "0123456789abcdef"):
        assert [mark in page for page in pages(html)] == [True, True]


def test_differences_are_those_of_the_answer_graded_by_the_smallest_that_matters(folders):
    asked = answered(str(folders / "whole"))
    table = by_arm(asked, ["trust", "citizen_hours_per_capita"], "en")
    assert [row["name"] for row in table["rows"]] == [
        "Responsive administration (reference: level)", "Support that lasts", "Support that ends"
    ]  # fmt: skip
    mean, low, high = asked.answer["differences"]["lasting@today"]["citizen_hours_per_capita"]
    level = asked.answer["means"]["responsive@today"]["citizen_hours_per_capita"]
    cell = table["rows"][1]["cells"][1]
    assert cell["text"].startswith(f"{60 * mean:+.0f}".replace("-", "\N{MINUS SIGN}")[:2])
    assert ("matters" in cell["tone"]) == size_of(mean, low, high, 0.03 * level).matters
    lasting, responsive = (
        asked.answer["means"][f"{arm}@today"]["trust"] for arm in ("lasting", "responsive")
    )  # fmt: skip
    assert asked.answer["differences"]["lasting@today"]["trust"][0] == pytest.approx(lasting - responsive)


def test_a_name_means_the_answer_under_results_the_whole_protocol_first(folders, here, capsys):
    assert not set(shipped()) & {one.name for one in scenarios()}
    root = here / "results" / "ask"
    root.mkdir(parents=True)
    assert main(["report", "what-will-you-scrap", "--out", "r.html"]) == 2
    assert "samskaping ask what-will-you-scrap" in capsys.readouterr().err
    (root / "what-will-you-scrap").symlink_to(folders / "cannot")
    assert main(["report", "what-will-you-scrap", "--out", "r.html", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"] == "Cannot be answered with the model" and found["robust_share"] is None
    html = (here / "r.html").read_text(encoding="utf-8")
    assert "samskaping ask what-will-you-scrap --out" in html and len(pages(html)) == 2
    assert load_question("what-will-you-scrap").sha256[:12] in html and "was registered on" in html


def test_a_question_of_ones_own_is_known_by_its_name_and_its_file(folders, here, capsys):
    (here / "mine.toml").write_text(MINE, encoding="utf-8")
    for name in ("mine", "mine.toml"):
        assert main(["report", name, "--out", "r.html"]) == 2
        said = capsys.readouterr().err
        assert "ask mine.toml" in said if name.endswith(".toml") else "what-will-you-scrap" in said, said
    root = here / "results" / "ask"
    root.mkdir(parents=True)
    (root / "mine-pilot").symlink_to(folders / "pilot")
    for name in ("mine", "mine.toml"):
        assert main(["report", name, "--out", f"{name}.html"]) == 0
        assert "PILOT" in (here / f"{name}.html").read_text(encoding="utf-8")
        capsys.readouterr()
    assert main(["report", "min", "--out", "r.html"]) == 2
    assert "did you mean 'mine'" in capsys.readouterr().err
    (here / "mine.toml").write_text(MINE.replace("trust = 0.01", "trust = 0.02"), encoding="utf-8")
    assert main(["report", "mine.toml", "--out", "r.html"]) == 2
    assert "another version of mine.toml" in capsys.readouterr().err
    assert main(["report", "mine.toml", "--seeds", "3"]) == 2 and "--seeds" in capsys.readouterr().err
    assert not (here / "r.html").exists()


def test_what_cannot_be_reported_is_refused_and_nothing_is_written(folders, here, capsys):
    for name in ("empty", "old"):
        (here / name).mkdir()
        for file in ("manifest.json", "question.toml"):
            (here / name / file).write_text((folders / "pilot" / file).read_text(encoding="utf-8"), encoding="utf-8")
    answer = json.loads((folders / "pilot" / "answer.json").read_text(encoding="utf-8"))
    del answer["differences"]
    (here / "old" / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
    faults = {
        ("more-inequalty",): "did you mean 'more-inequality'",
        ("empty",): "without an answer",
        ("old",): "older version",
        (str(folders / "pilot"), "--seeds", "3"): "--seeds",
    }
    wrong = []
    for arguments, why in faults.items():
        code, said = main(["report", *arguments, "--out", "r.html"]), capsys.readouterr().err
        if code != 2 or why not in said or (here / "r.html").exists():
            wrong.append((arguments, code, said))
    assert not wrong


def test_the_pages_are_two_as_pdf(folders):
    pytest.importorskip("weasyprint", exc_type=(ImportError, OSError))
    from experiments.council.pdf import pages_of

    wrong = []
    for name in ("pilot", "whole", "cannot"):
        asked = answered(str(folders / name))
        for language in languages():
            count = len(pages_of(question_html(asked, question_values(asked, language))).pages)
            if count != 2:
                wrong.append((name, language, count))
    assert not wrong


def test_a_figure_with_too_many_tests_keeps_the_strongest_of_either_side():
    rows = [{"mean": mean, "threshold": 0.0, "precision": None, "name": k} for k, mean in enumerate([5, -1, 0, 3, -4])]
    assert [row["name"] for row in strongest(rows, 4)] == [0, 1, 3, 4]
    assert strongest(rows, 5) == rows
