"""The plans of a lesson and a workshop name buttons and questions as the pages show them."""

import re
from pathlib import Path

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from dashboard.classroom.rooms import HOURS, IDLE
from dashboard.texts.classroom import CLASS
from dashboard.texts.common import TABLES
from dashboard.texts.guide import QUESTION
from dashboard.workers.quota import Quota
from samskaping.language import languages

DOCS = Path(__file__).resolve().parents[2] / "docs"
PLANS = {"en": ("lesson-45.md", "workshop-90.md"), "nb": ("lesson-45-nb.md", "workshop-90-nb.md")}
OWN_HEADS = {
    "What students learn", "What the group takes home", "bold", "Reasons.", "Dette lærer elevene",
    "Dette tar gruppa med seg", "halvfet", "Begrunnelser.", "Words that students meet", "Ord elevene møter",
}  # fmt: skip
"""Words in bold that name nothing on a page."""


def labels(language):
    shown = {table(key, language) for table in (CLASS, QUESTION, *TABLES) for key in table if "{" not in table[key]}
    return shown | {f"{CLASS('end_title', language)} · {CLASS('save_title', language)}"}


def minutes(plan):
    """Return (from, to) of each row of the plan's table."""
    return [(int(a), int(b)) for a, b in re.findall(r"^\| (\d+)–(\d+) \|", plan, flags=re.MULTILINE)]


def test_every_word_in_bold_stands_on_a_page():
    assert set(PLANS) <= set(languages())
    unknown = {}
    for language, names in PLANS.items():
        for name in names:
            written = set(re.findall(r"\*\*(.+?)\*\*", " ".join((DOCS / name).read_text().split())))
            assert len(written - OWN_HEADS) > 15
            if missing := written - OWN_HEADS - labels(language):
                unknown[name] = missing
    assert unknown == {}


def test_the_minutes_add_up_and_are_the_same_in_both_languages():
    for length, *pair in ((45, "lesson-45.md", "lesson-45-nb.md"), (90, "workshop-90.md", "workshop-90-nb.md")):
        one, other = (minutes((DOCS / name).read_text()) for name in pair)
        assert one == other and one[0][0] == 0 and one[-1][1] == length
        assert all(before[1] == after[0] for before, after in zip(one, one[1:]))


def test_numbers_in_the_plans_are_the_programs():
    lesson, workshop = (DOCS / "lesson-45.md").read_text(), (DOCS / "workshop-90.md").read_text()
    assert f"{Quota().phones_per_room} phones have joined" in lesson
    assert (HOURS, IDLE) == (4, 90) and "deleted after four hours, or 90 minutes after" in workshop
