"""Generated pages: each is what its template makes of its kept values, and a missing value stops it."""

import json
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from jinja2 import UndefinedError

from experiments.cli.options import as_given
from experiments.evidence import pages, protocol, readme
from experiments.evidence.earlier_labels import EARLIER, named_anew
from experiments.evidence.validation import PATTERNS
from experiments.evidence.validation.page import page as patterns_page
from experiments.evidence.validation.verdicts import Judged, Outcome
from experiments.output.documents import reflowed

DOCS = Path(__file__).resolve().parents[3] / "docs"
TEMPLATES = Path(pages.__file__).with_name("templates")
GENERATED = (
    "ablation",
    "calibration",
    "contingency",
    "patterns",
    "predictions",
    "robustness",
    "questions",
    "sizes",
    "trust",
    "uncertainty",
)


def kept(name: str) -> dict:
    return json.loads((DOCS / pages.VALUES / f"{name}.json").read_text(encoding="utf-8"))


def test_pages_are_what_their_templates_make_of_the_kept_values():
    for name in GENERATED:
        page = (DOCS / f"{name}.md").read_text(encoding="utf-8")
        assert reflowed(pages.render(f"{name}.md.jinja", **kept(name))) == page, (
            f"run `python -m experiments.evidence.pages docs` after a change of {name}.md.jinja"
        )


def test_a_number_has_three_digits_or_no_decimals():
    numbers = {0.0004567: "0.000457", 12.345: "12.3", 999.4: "999", 999.6: "1,000", -999.6: "-1,000", 12345.6: "12,346"}
    assert {number: pages.size3(number) for number in numbers} == numbers
    assert pages.signed3(999.6, "nb") == "+1\N{NO-BREAK SPACE}000"


def test_translated_pages_are_made_of_the_same_values():
    for name in pages.TRANSLATED:
        page = (DOCS / f"{name}-nb.md").read_text(encoding="utf-8")
        assert reflowed(pages.render(f"{name}-nb.md.jinja", language="nb", **kept(name))) == page


def test_a_language_without_a_template_has_the_page_of_the_nearest_language():
    chosen = {(name, code): pages.page_language(name, code) for name in ("patterns", "sizes") for code in ("nn", "en")}
    assert chosen == {
        ("patterns", "nn"): "nb", ("patterns", "en"): "en", ("sizes", "nn"): "en", ("sizes", "en"): "en",
    }  # fmt: skip
    assert pages.page_languages("robustness") == ["en", "nb"] and pages.page_languages("sizes") == ["en"]
    assert protocol.page("nn") == protocol.page("nb") != protocol.page("en")


def test_results_in_the_readme_come_from_kept_values():
    results = readme.sentences(DOCS)
    assert "\n| **NPG** | " in results and "Could it be otherwise?" in results
    text = f"# A\n\n{readme.START}\n\nold\n\n{readme.END}\n\nrest\n"
    new = readme.updated(text, results)
    assert "old" not in new and results.strip() in new and new.endswith(f"{readme.END}\n\nrest\n")
    assert readme.updated(new, results) == new and readme.updated("# A\n", results) == "# A\n"
    ours = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    assert readme.updated(ours, results) == ours, "run `python -m experiments.evidence.readme`"


def test_every_template_has_a_page():
    names = {path.name.removesuffix(".md.jinja") for path in TEMPLATES.glob("*.md.jinja")} - {"readme"}
    translated = {f"{name}-nb" for name in (*pages.TRANSLATED, "patterns", "presets", "sources")}
    assert names == {*GENERATED, *translated, "odd", "presets", "scenarios", "sources"}


def test_a_value_that_is_missing_stops_the_page():
    for name in GENERATED:
        values = kept(name)
        for key in values:
            with pytest.raises((UndefinedError, TypeError)):
                pages.render(f"{name}.md.jinja", **{other: value for other, value in values.items() if other != key})


def test_pages_are_rendered_again_from_their_values(tmp_path):
    pages.write(tmp_path / "calibration.md", "calibration", kept("calibration"))
    first = (tmp_path / "calibration.md").read_text(encoding="utf-8")
    (tmp_path / "calibration.md").write_text("old", encoding="utf-8")
    assert pages.rewrite(tmp_path) == [tmp_path / "calibration.md"]
    assert (tmp_path / "calibration.md").read_text(encoding="utf-8") == first


def test_patterns_have_a_page_in_each_language():
    outcomes = [
        Outcome(pattern, "fail", tuple(Judged(criterion, 0.5, 0.4, 0.6, False) for criterion in pattern.criteria))
        for pattern in PATTERNS
    ]
    en, nb, nn, other = (patterns_page(outcomes, 1000, 3, language) for language in ("en", "nb", "nn", "xx"))
    assert "## Why do patterns fail?" in en and "## Hvorfor er mønstre ikke bestått?" in nb
    for pattern in PATTERNS:
        assert pattern.title.text("en") in en and pattern.title.text("nb") in nb
    rows = [re.findall(r"^\| .*\|$", text, re.MULTILINE) for text in (en, nb)]
    assert len(rows[0]) == len(rows[1]) > 2 * len(PATTERNS)
    assert nn == nb and other == en  # without a template of their own


def test_tables_escape_bars_and_align():
    table = pages.table_macro()(["a", "b"], [["x|y", 1], ["z", 2]], [1])
    assert table.strip() == "| a | b |\n| --- | ---: |\n| x\\|y | 1 |\n| z | 2 |"


def test_paragraphs_are_wrapped_and_tables_are_not():
    row = f"| {'word ' * 40}|"
    text = f"{'word ' * 40}\nmore\n\n\n\n- {'item ' * 40}\n- next\n{row}\n```\nas  it   is\n```\n"
    lines = reflowed(text).split("\n")
    assert row in lines and "as  it   is" in lines and "- next" in lines
    assert all(len(line) <= 120 for line in lines if line != row)
    assert lines[0].startswith("word") and "more" in lines[1]
    assert [line for line in lines if line.startswith("  item")], "list items hang"
    assert "\n\n\n" not in "\n".join(lines)


def test_a_page_names_the_numbers_that_were_given():
    @click.command()
    @click.option("--seeds", type=int, default=12)
    @click.option("--map-seeds", type=click.IntRange(2, 9), default=6)
    @click.option("--jobs", type=int)
    @click.option("--quiet", is_flag=True)
    @click.option("--debug", is_flag=True, expose_value=False)
    def made(**_):
        print(as_given({"command": "samskaping trust --write docs/trust.md"})["command"])

    def shown(*given: str) -> str:
        return CliRunner().invoke(made, given).stdout.strip()

    assert shown() == shown("--jobs", "2", "--quiet", "--seeds", "12") == "samskaping trust --write docs/trust.md"
    assert shown("--map-seeds", "2") == "samskaping trust --map-seeds 2 --write docs/trust.md"


def test_kept_labels_of_outcomes_are_those_of_today():
    kept = {
        "rows": [["Citizen hours, TPA", 0.5], "public hours", "Public hours (hours/month)", "Trust", "Public hourss"]
    }
    today = [["Citizens' time, TPA", 0.5], "public working time", "Public working time (hours/month)"]
    assert named_anew(kept) == {"rows": [*today, "Trust", "Public hourss"]}
    stored = "".join((DOCS / pages.VALUES / f"{name}.json").read_text(encoding="utf-8") for name in GENERATED)
    assert [label for label in EARLIER if f'"{label}' not in stored] == []
