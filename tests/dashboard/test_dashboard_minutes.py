"""Tests that the whole dashboard gives time in minutes, where columns have hours."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from dashboard.content import curves, show, when
from dashboard.state import Settings, checked
from dashboard.texts.common import text
from dashboard.views import MapView
from experiments.output.texts import label
from model.outcomes.outcomes import OUTCOMES
from samskaping.language import languages
from tests.helpers.finished import finished

SETTINGS = checked(Settings(citizens=300, months=13, seeds=2))
TIME = tuple(outcome for outcome in OUTCOMES if outcome.unit == "hours/month")


@pytest.fixture(scope="module")
def results():
    return finished(SETTINGS)


@pytest.mark.parametrize("differences", [False, True])
def test_curves_of_time_end_where_the_scorecard_does(results, differences):
    panels = curves.charts(results, None, [outcome.name for outcome in TIME], "en", differences)
    for outcome, panel in zip(TIME, panels, strict=True):
        row = show.row(results, outcome.name, "en")
        assert row["unit"] in panel["unit"]
        written = "difference" if differences else "value"
        cells = {way: cell for way, cell in zip(results.names, row["cells"], strict=True) if cell.get(written)}
        for line in panel["lines"]:
            shown = float(cells[line["k"]][written].replace("\N{MINUS SIGN}", "-").replace(",", ""))
            assert line["mean"][-1] == pytest.approx(shown, abs=0.051)


def test_groups_have_minutes(results):
    panels = {panel["name"]: panel for panel in show.groups(results, "quintile", "en")}
    for name in ("citizen_hours_per_capita", "case_hours_per_capita"):
        hours = results.group_differences(name, "quintile")["Q1"]["NPG"].mean
        assert panels[name]["unit"] == text("minutes_each", "en")
        assert panels[name]["rows"][0]["cells"][-1]["mean"] == pytest.approx(60 * hours)


def test_the_map_has_minutes():
    view = MapView(outcome="citizen_hours_per_capita")
    found, drawn = when.cells(view), when.drawing(view, "en")["rows"][-1][0]["lines"]
    for line, hours in zip(drawn, found.means[:, 0], strict=True):
        written = re.search(r"([+\N{MINUS SIGN}]?[\d.]+) compared", line)
        assert written is not None
        assert float(written[1].replace("\N{MINUS SIGN}", "-")) == pytest.approx(60 * hours, abs=0.051)
    assert text("minutes_each", "en") in when.heading(view, "en")


def test_no_name_of_time_has_another_unit_in_it():
    for language in languages():
        for outcome in TIME:
            assert not re.search(r"(?i)\b(hours?|minut\w*|timer|timar)\b", label(outcome, language)), outcome.name
