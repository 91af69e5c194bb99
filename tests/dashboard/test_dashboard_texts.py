"""The dashboard has every text in every language, and shows everything that the model declares."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

import dashboard
from agents.errors import InputError
from dashboard.classroom.web.plans import DOCUMENTS
from dashboard.components import controls
from dashboard.components.palette import COLOURS, DASHES, in_text, series, title
from dashboard.content import show
from dashboard.content.matrix import matrix_of
from dashboard.content.questions import QUESTIONS
from dashboard.content.sentence import summary
from dashboard.content.tour import steps
from dashboard.content.when import KINDS
from dashboard.pages.parts.documents import document
from dashboard.server.assets import script
from dashboard.server.full import Full, page
from dashboard.state import CURVES, from_link
from dashboard.texts.common import _TABLE_OF as TEXTS
from dashboard.texts.common import TABLES, text
from dashboard.texts.frame import SLIDERS
from dashboard.texts.guide import MATRIX, QUESTION, TOUR
from dashboard.texts.languages import choices
from dashboard.views import COLOURINGS
from dashboard.visitor import Visitor
from experiments.analysis.relevance import Size
from experiments.evidence.arms import VERSIONS
from experiments.evidence.contingency.stored import NAMES as CONDITIONS
from experiments.evidence.validation.catalogue import PATTERNS
from experiments.output.texts_sources import source_of, sources_of
from experiments.output.texts_units import UNITS, unit_of
from model.outcomes.outcomes import GROUP_OUTCOMES, NAMES, OUTCOMES
from model.paradigms.presets import PRESETS
from model.paradigms.rules import GROUPS
from model.parameters.parameters import AREA_NAMES
from samskaping import catalogue
from samskaping.catalogue import SOURCE, languages, translate
from samskaping.language import Texts
from tests.shell import ROOT

HOME = Path(dashboard.__file__).parent


def test_every_text_of_the_dashboard_exists_in_every_language():
    """Its values, the names in braces, are those of the English."""
    wrong = []
    for table in Texts.tables:
        if table.context.startswith("dashboard."):
            for key, english in table.items():
                for language in languages():
                    text = translate(english, f"{table.context}.{key}", language)
                    if not text.strip() or _values(text) != _values(english):
                        wrong.append((table.context, key, language))
                    if language != SOURCE and text == english and key not in SAME and len(english) > 3:
                        wrong.append((table.context, key, language, "is English"))
    assert not wrong


SAME = {"case", "csv", "pause", "interval", "case_hours_per_capita", "save_json", "send"}
"""Texts that may be the same in two languages."""


def _values(template):
    return sorted(name for _, name, _, _ in Formatter().parse(template) if name)


def test_every_text_is_used_and_every_text_that_is_used_exists():
    assert len(TEXTS) == sum(map(len, TABLES)), "two tables have a key in common"
    source = "\n".join(path.read_text() for path in HOME.rglob("*.py") if path.parent.name != "texts")
    used = set(re.findall(r"""["']([A-Za-z0-9_]+)["']""", source)) | set(GROUPS)
    made = {f"set_{one}" for one in ("watch", *show.CHARTS)} | {f"dim_{one}" for one in show.DIMENSIONS}
    made |= {f"d_{one.better}" for one in OUTCOMES} | {f"{one}_better" for one in ("higher", "lower")}
    made |= {f"size_{one.value}" for one in Size} | {f"sum_{one}" for one in summary.COUNTS}
    made |= {f"by_{one}" for one in COLOURINGS} | {"sum_better", "sum_worse", "case_hours_per_capita_help"}
    made |= {f"curves_{one}" for one in CURVES} | {f"towns_{one}" for one in ("both", "here", "there", "opposite")}
    made |= {f"Q{n}" for n in range(1, 6)} | {"years_old", "district_n"} | set(AREA_NAMES)
    made |= {f"when_{one}" for one in (*CONDITIONS, *VERSIONS)} | {f"when_short_{one}" for one in VERSIONS}
    made |= {f"when_cell_{one}" for one in KINDS}
    assert set(TEXTS) - used - made == set()
    templates = {path.name: path.read_text() for path in HOME.rglob("*.vue")}
    for name, template in templates.items():
        for key in re.findall(r"\bt\.([a-z_A-Z0-9]+)", template):
            assert key in TEXTS, (name, key)
        assert "http" not in template.replace("http://www.w3.org/2000/svg", ""), f"{name} fetches from elsewhere"
    assert set(SLIDERS) <= set(controls.declared())
    assert set(QUESTION) == {f"{one.id}.{part}" for one in QUESTIONS for part in PARTS}
    steps_of_tour = {key.partition(".")[0] for key in TOUR}
    assert len(TOUR) == 2 * len(steps_of_tour) == 2 * len(steps("en"))
    assert len(MATRIX) == 3 + 3 + 9


PARTS = ("title", "story", "guess", "discuss")
# A word of a person's language between tags, or in an attribute that people read or hear.
WRITTEN = re.compile(r">\s*([A-Za-z]{3,}[^<>{}]*)<|\s(?:aria-label|placeholder|title|alt)=\"([^\"]+)\"")
NO_WORDS = {"samskaping", "PNG", "SVG"}


def test_components_have_no_words_of_their_own():
    """They get all words from the tables."""
    found = []
    for path in HOME.rglob("*.vue"):
        template = path.read_text().partition("<script>")[0]
        for match in WRITTEN.finditer(template):
            written = next(filter(None, match.groups())).strip()
            if written not in NO_WORDS:
                found.append((path.name, written))
    assert not found


def test_a_further_language_needs_catalogues_only(tmp_path, monkeypatch):
    """A folder of its own offers the language in the page's switch, in links and on a full server's page."""
    for code in ("nb", "da"):
        folder = tmp_path / code / "LC_MESSAGES"
        folder.mkdir(parents=True)
        shutil.copy(catalogue.LOCALES / "nb" / "LC_MESSAGES" / "dashboard.po", folder)
    path = tmp_path / "da" / "LC_MESSAGES" / "dashboard.po"
    path.write_text(path.read_text("utf-8").replace('msgstr "Sammenlign"', 'msgstr "Sammenhold"'), "utf-8")
    monkeypatch.setattr(catalogue, "LOCALES", tmp_path)
    caches = (catalogue.languages, catalogue._translations)
    for cache in caches:
        cache.cache_clear()
    try:
        assert choices() == [
            {"code": "en", "name": "English"},
            {"code": "da", "name": "Dansk"},
            {"code": "nb", "name": "Bokmål"},
        ]
        assert (text("compare", "da"), text("compare", "nb")) == ("Sammenhold", "Sammenlign")
        assert from_link("lang=da").language == "da" and Visitor("lang=da&town=Atlantis").state.value.language == "da"
        assert '<a href="?town=Larvik&amp;lang=da" lang="da">Dansk</a>' in page(
            Full("all", 3), "nb", {"town": ["Larvik"]}
        )
        assert '"da": {"lost": "Forbindelsen' in script()
        assert '"locales": {"en": ["en"], "da": ["da", "en"], "nb": ["nb", "en"]}' in script()
    finally:
        monkeypatch.undo()
        for cache in caches:
            cache.cache_clear()
    assert '"nn": ["nn", "nb", "en"]' in script()  # no browser writes numbers as nynorsk does, which is as bokmål does
    assert [one["code"] for one in choices()] == list(languages()) == ["en", "nb", "nn"]
    with pytest.raises(InputError, match="it must be en, nb or nn"):
        from_link("lang=da")


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


def test_the_panel_has_every_parameter_once_with_help_unit_and_source():
    for language in languages():
        items = [item for group in controls.groups(language) for item in group["items"]]
        assert sorted(item["name"] for item in items) == sorted(controls.declared())
        for item in items:
            assert item["label"] and item["help"] and item["unit"] and item["source"], item["name"]
            if item["kind"] in ("number", "whole"):
                steps_to_default = (item["default"] - item["low"]) / item["step"]
                assert abs(steps_to_default - round(steps_to_default)) < 1e-4, item["name"]
        assert len(controls.first(language)) == len(SLIDERS)


def test_tour_questions_and_matrix_have_texts():
    for language in languages():
        assert all(all(step.values()) for step in steps(language))
        assert all(all(question.described(language).values()) for question in QUESTIONS)
        assert all(cell["title"] for row in matrix_of(language)["cells"] for cell in row)


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
    "seen": "app",
    "printed": "app",
    "panel": "pages/parts/settings",
    "status": "pages/compare",
    "tools": "pages/compare",
    "charts": "pages/compare",
    "course": "pages/parts/course",
    "towns": "pages/parts/towns",
    "case": "pages/parts/case",
    "groups": "pages/compare",
    "scorecard": "pages/parts/card",
    "scenarios": "pages/scenarios",
    "questions": "pages/questions",
    "rules": "pages/rules",
    "town": "pages/town",
    "when": "pages/when",
    "about": "pages/about",
}


def test_every_component_is_given_the_words_that_it_uses():
    assert {path.stem for path in HOME.rglob("*.vue")} == set(GIVEN)
    for name, module in GIVEN.items():
        given = set(re.findall(r'"([A-Za-z0-9_]+)"', (HOME / f"{module}.py").read_text()))
        used = set(re.findall(r"\bt\.([a-z_A-Z0-9]+)", (HOME / "components" / "vue" / f"{name}.vue").read_text()))
        assert used - given == set(), name


@pytest.mark.parametrize("ends", ["assets.remove()", ""], ids=["server ends", "process ends"])
def test_each_server_has_a_folder_of_its_own_and_removes_it(ends, tmp_path):
    code = (
        "from dashboard.server import assets; made, sources = assets.folders(); assert sources == assets.SOURCES; "
        f"print(made, oct(made.stat().st_mode & 0o777), *(path.name for path in made.iterdir())); {ends}"
    )
    places = set()
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "TMPDIR": str(tmp_path)}, capture_output=True,
            text=True, check=True,
        )  # fmt: skip
        place, mode, *files = done.stdout.split()
        assert mode == "0o700" and files == ["custom.js"] and Path(place).parent == tmp_path
        places.add(place)
    assert len(places) == 2 and not list(tmp_path.iterdir())


def test_one_s_own_way_of_governing_is_named_after_what_it_is_built_on():
    labels = [one["label"] for one in series(("TPA", "own", "own@place"), "en", "NPG")]
    assert labels == ["TPA", "Own, from NPG", "Own, from NPG (local development)"]
    assert in_text("own", "en", "thin") == "your own way of governing, built on thin co-creation"
    assert in_text("own@place", "nb", "NPG").startswith("din egen styringsform, bygd på NPG (")
    assert title("own", "nb") == "Din egen"


def test_a_page_in_another_language_says_in_which():
    others = {(name, language): document(name, language)["other"] for name in DOCUMENTS for language in languages()}
    assert others["evidence", "nb"] == " (på engelsk)"
    assert not any(other for (_, language), other in others.items() if language == "en")
