"""The dashboard speaks both languages everywhere, and shows everything that the model declares."""

import re
from pathlib import Path
from string import Formatter

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

import dashboard
from dashboard.components import controls
from dashboard.components.palette import COLOURS, DASHES, series
from dashboard.content import show
from dashboard.content.matrix import matrix_of
from dashboard.content.questions import QUESTIONS
from dashboard.content.tour import steps
from dashboard.texts.about import ASSUMPTIONS, LIMITS
from dashboard.texts.common import _TEXTS, TEXTS, text
from dashboard.texts.pages import PAGES
from experiments.evidence.validation.catalogue import PATTERNS
from experiments.output.texts_sources import source_of, sources_of
from experiments.output.texts_units import UNITS, unit_of
from model.outcomes.outcomes import GROUP_OUTCOMES, NAMES, OUTCOMES
from model.paradigms.presets import PRESETS
from model.paradigms.rules import GROUPS

HOME = Path(dashboard.__file__).parent


def fields(template):
    return sorted(name for _, name, _, _ in Formatter().parse(template) if name)


def test_every_text_is_there_in_both_languages_with_the_same_blanks():
    assert not set(_TEXTS) & set(PAGES)
    for key, (en, nb) in TEXTS.items():
        assert en.strip() and nb.strip(), key
        assert fields(en) == fields(nb), key


def test_every_text_that_is_used_exists_and_none_is_left_over():
    source = "\n".join(path.read_text() for path in HOME.rglob("*.py") if "texts" not in path.name)
    used = set(re.findall(r"""["']([A-Za-z0-9_]+)["']""", source)) | set(GROUPS)
    made = {
        f"{a}{b}"
        for a in ("set_", "dim_", "d_", "by_")
        for b in (*show.CHARTS, *show.DIMENSIONS, "higher", "lower", "neither", "trust", "fit", "need", "wait")
    } | {
        "years_old",
        "higher_better",
        "lower_better",
        "case_hours_per_capita_help",
        "sum_better",
        "sum_worse",
        "Q1",
        "Q2",
        "Q3",
        "Q4",
        "Q5",
        "elder_care",
        "upbringing",
        "work_income",
        "place",
    }
    templates = "\n".join(path.read_text() for path in HOME.rglob("*.vue"))
    assert set(TEXTS) - used - made == set()
    for template in HOME.rglob("*.vue"):
        for key in re.findall(r"\bt\.([a-z_A-Z0-9]+)", template.read_text()):
            assert key in TEXTS, (template.name, key)
    assert "http" not in re.sub(r"http://www\.w3\.org/2000/svg", "", templates)  # nothing is fetched from elsewhere


def test_units_are_translated():
    used = {one.unit for one in (*controls.declared().values(), *OUTCOMES)}
    assert used - set(UNITS) == set()
    assert unit_of("share", "nb") == "andel" and unit_of("share", "en") == "share"


def test_sources_are_told_in_norwegian():
    cited = {one.number_source for one in controls.declared().values()} | {one.source for one in PATTERNS}
    english = re.compile(r"\b(the|and|of|with|when|about|are|is|need|care|cent|share|from|only|not|what|by|in|a)\b")
    for source in cited:
        told = source_of(source, "nb")
        assert not english.search(told), told
        if re.search(r"[a-z]{3}", re.sub(r"[A-Z]\w+|@[a-z0-9-]+", "", source)):
            assert told != source_of(source, "en"), source
    assert (
        source_of("calibrated to P18 (@petersen2019), 1.5-3", "nb") == "kalibrert til P18 (Petersen mfl. (2019)), 1,5-3"
    )


def test_a_control_shows_where_mechanism_and_number_come_from():
    declared = controls.declared()["access.stigma"]
    assert sources_of(declared, "en").startswith("mechanism: M6 – Deshpande & Li (2019), ")
    assert controls.slider(declared, "nb")["source"].endswith("; tall: valgt")


@pytest.mark.parametrize("language", ["en", "nb"])
def test_the_panel_has_every_parameter_once_with_help_unit_and_source(language):
    items = [item for group in controls.groups(language) for item in group["items"]]
    assert sorted(item["name"] for item in items) == sorted(controls.declared())
    for item in items:
        assert item["label"] and item["help"] and item["unit"] and item["source"], item["name"]
        if item["kind"] in ("number", "whole"):
            steps_to_default = (item["default"] - item["low"]) / item["step"]
            assert abs(steps_to_default - round(steps_to_default)) < 1e-4, item["name"]
    assert len(controls.first(language)) == len(controls.FIRST)


@pytest.mark.parametrize("language", ["en", "nb"])
def test_everything_told_has_words(language):
    assert all(all(step.values()) for step in steps(language))
    assert all(all(question.described(language).values()) for question in QUESTIONS)
    assert all(cell["title"] for row in matrix_of(language)["cells"] for cell in row)
    assert all(len(pair) == 2 and all(pair) for pair in (*ASSUMPTIONS, *LIMITS))
    assert text("heading", language, town="Larvik", citizens=1, months=2)


def test_charts_and_cards_show_outcomes_that_exist():
    shown = {name for names in (*show.CHARTS.values(), *show.SCORECARD.values()) for name in names}
    assert shown <= set(NAMES)
    assert set(show.GROUP_CHARTS) <= set(GROUP_OUTCOMES)


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours_can_be_read_on_white_and_lines_told_apart_without_colour():
    for colour in COLOURS:
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5, colour
    five = series(list(PRESETS)[:5], "en")
    assert len({s["dash"] for s in five}) == 5 and len({s["colour"] for s in five}) == 5
    assert len(set(DASHES)) == len(DASHES)


GIVEN = {
    "shell": "app",
    "panel": "pages/compare",
    "status": "pages/compare",
    "charts": "pages/compare",
    "groups": "pages/compare",
    "scorecard": "pages/compare",
    "scenarios": "pages/scenarios",
    "questions": "pages/questions",
    "rules": "pages/rules",
    "town": "pages/town",
    "about": "pages/about",
}


def test_every_component_is_given_the_words_that_it_uses():
    assert {path.stem for path in HOME.rglob("*.vue")} == set(GIVEN)
    for name, module in GIVEN.items():
        given = set(re.findall(r'"([A-Za-z0-9_]+)"', (HOME / f"{module}.py").read_text()))
        used = set(re.findall(r"\bt\.([a-z_A-Z0-9]+)", (HOME / "components" / "vue" / f"{name}.vue").read_text()))
        assert used - given == set(), name
