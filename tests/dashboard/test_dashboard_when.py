"""The map of the best way of governing: its stored results, its worlds, its cells, and its link. No browser."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from agents.errors import InputError
from dashboard.components.controls import first
from dashboard.content import when
from dashboard.state import Settings, State, checked, from_link, to_link
from dashboard.views import MapView
from experiments.evidence.arms import VERSIONS
from experiments.evidence.contingency.stored import NAMES, load
from experiments.evidence.contingency.studies import CONDITIONS, OUTCOMES, PARADIGMS, map_study
from experiments.evidence.contingency.worlds import LEVELS, TODAY, places_of, settings_of
from experiments.runs.versions import model_hash
from model.parameters.parameters import Parameters

ROOT = Path(__file__).resolve().parents[2]


def test_stored_results_are_those_of_the_contingency_page():
    kept, page = load(), json.loads((ROOT / "docs" / "values" / "contingency.json").read_text(encoding="utf-8"))
    today = places_of([TODAY])
    for row in page["effects"]:
        surface = kept.surface("levelled", row["paradigm"], row["outcome"])
        mean, half = surface.at(today)
        assert mean[0] == pytest.approx(row["mean"], rel=1e-2, abs=0.02 * row["half"]), row
        assert surface.explained == pytest.approx(row["explained"], abs=0.01), row
    assert (kept.points, len(kept.made["seeds"])) == (page["size"]["samples"], page["size"]["map_seeds"])
    assert kept.made["citizens"] == page["size"]["citizens"]


def test_a_world_has_the_runs_of_the_study_at_that_point():
    kept = load()
    study = map_study(kept.points, len(kept.made["seeds"]), kept.made["citizens"])
    asked, points = study.listed.study, list(study.listed.study.points())
    for k in (0, 1):  # the free levers low, and high
        world = {one.name: study.sampled[k][one.setting] for one in CONDITIONS if one.setting}
        world["budget"] /= Parameters().money.case_budget
        world |= {"levers": float(study.levers[k]), "horizon": 10.0}
        np.testing.assert_allclose(places_of([world])[0], kept.x[kept.point == k][-1], rtol=1e-6)
        for version in VERSIONS:
            changes = tuple(sorted(settings_of(world, version).items()))
            made = checked(Settings(citizens=kept.made["citizens"], months=120, paradigms=PARADIGMS, changes=changes))
            for place, paradigm in enumerate(PARADIGMS):
                own = made.runs[place * made.seeds]
                theirs = asked.run(points[study.listed.places[k, version, paradigm]], own.seed).checked()
                assert own.parameters == theirs.parameters, (k, version)
                assert own.paradigms[0][1].flat() == theirs.paradigms[0][1].flat(), (k, version, paradigm)
                assert (own.town, own.citizens, own.months) == (theirs.town, theirs.citizens, theirs.months)


def test_cells_name_a_way_only_where_it_is_settled():
    for outcome in OUTCOMES:
        view = MapView(outcome=outcome)
        drawn, found = when.drawing(view, "en"), when.cells(view)
        flat = [cell for row in drawn["rows"][::-1] for cell in row]
        assert len(flat) == len(LEVELS[view.x]) * len(LEVELS[view.y]) == len(found.leads)
        assert [bool(cell["letter"]) for cell in flat] == found.settled.tolist()
        assert [cell["letter"].isupper() for cell in flat] == (found.settled & ~found.slight).tolist()
        assert all(cell["letter"].isupper() == (cell["kind"] == "matters") for cell in flat)
        assert all(len(cell["lines"]) == len(PARADIGMS) - 1 for cell in flat)
        n = sum(cell["kind"] != "open" for cell in flat)
        assert f"{n} of {len(flat)} cells" in when.certainty(view, "en")


def test_the_map_says_first_whether_any_lead_matters():
    assert when.verdict(MapView(), "en") == "No lead on this map is both certain and large enough to matter."
    view = MapView(outcome="strain")
    n = sum(cell["kind"] == "matters" for row in when.drawing(view, "en")["rows"] for cell in row)
    assert n > 0 and f"In {n} of " in when.verdict(view, "en")
    shares = [float(row["matters"].split()[0]) for row in when.shares(view, "en")]
    assert sum(shares) == pytest.approx(100 * n / len(when.cells(view).leads), abs=2)


def test_the_heading_has_the_years_and_the_version():
    assert when.heading(MapView(), "en") == "Service fit (scale 0–1) after 10 years, ways of governing levelled"
    view = MapView().changed("version", "argued").changed("horizon", 1.0)
    assert when.heading(view, "en") == "Service fit (scale 0–1) after 1 year, ways of governing as presets"
    assert "year" not in when.heading(MapView().changed("y", "horizon"), "en")


def test_a_mark_names_the_world_that_it_marks():
    town = when.municipality(load().made["town"]).label
    assert when.start("en")["frame"] == f"{town} as it is, after 10 years, facilitation 0.3 under all ways"
    assert f"{town} as it is, after 10 years" in when.start("en")["dot"]


def test_a_cell_says_how_far_a_run_of_its_world_may_be_from_it():
    kept, view = load(), MapView()
    gaps = []
    for paradigm in PARADIGMS[1:]:
        mean, half = kept.surface(view.version, paradigm, view.outcome).at(kept.x)
        gaps.append((np.nanmean(kept.differences(view.version, paradigm, view.outcome), axis=1) - mean, half))
    share = np.mean([np.abs(gap) > half for gap, half in gaps])
    words = when.apart(view, "en")
    assert f"{100 * share:.0f} % of differences" in words and f"{kept.points} worlds" in words
    near = float(words.partition("within ")[2].split()[0])
    assert np.mean([np.abs(gap) <= near for gap, _ in gaps]) == pytest.approx(when.MOST, abs=0.05)


def test_a_condition_has_the_name_of_its_slider():
    names = {one["id"]: one["label"] for one in when.choices("en")["conditions"]}
    assert {names[n] for n in ("lived", "codified", "wickedness", "budget")} < {one["label"] for one in first("en")}


def test_the_map_says_what_facilitation_is_and_what_it_is_in_the_own_rules_of_each_way():
    assert "Facilitation is then 0.3 under all ways" in when.start("en")["dot"]
    named = {one["value"]: one["named"] for one in when.levels("facilitation", "nb")}
    assert named[0.8] == "0,8 (NPG)" and named[0.3].startswith("0,3 (TPA, NPM") and named[0.5] == "0,5"
    assert all(one["named"] == one["text"] for one in when.levels("trust", "nb"))


def test_a_cell_opens_the_world_that_it_shows():
    view = MapView().changed("trust", 0.6).changed("version", "argued")
    settings = when.settings_at(view, 1.5, 1.1)
    changes = dict(settings.changes)
    assert changes["needs.lived"] == 1.5 and changes["trust.start"] == 0.6 and "needs.codified" not in changes
    assert "rules.choice.discretion" not in changes
    assert dict(when.settings_at(MapView(), 1.5, 1.1).changes)["rules.choice.discretion"] == 0.55
    assert (settings.citizens, settings.months, settings.seeds, settings.paradigms) == (5_000, 120, 6, PARADIGMS)
    for name in NAMES:  # every level of every condition can be run
        other = "trust" if name == "lived" else "lived"
        for level in LEVELS[name]:
            when.settings_at(MapView(x=name, y=other), level, TODAY[other])


def test_the_page_says_whether_this_version_made_the_results(monkeypatch):
    kept = load()
    words = when.origin("en", replace(kept, made={**kept.made, "model": model_hash()}))
    assert words["kind"] == "same" and model_hash() in words["version"] and "5,000 citizens" in words["what"]
    assert "Computed on 29 November 2026." in words["what"]
    monkeypatch.setattr("experiments.runs.versions.equal_to", lambda version: [{"model": "e" * 16}])
    words = when.origin("en", replace(kept, made={**kept.made, "model": "e" * 16}))
    assert words["kind"] == "same" and "e" * 16 in words["version"] and "computes the same numbers" in words["version"]
    words = when.origin("en", replace(kept, made={**kept.made, "model": "0" * 16}))
    assert words["kind"] == "other" and "numbers may differ" in words["version"] and "0" * 16 in words["version"]


def test_a_link_restores_the_map():
    view = MapView().changed("y", "facilitation").changed("trust", 0.6).changed("outcome", "strain")
    state = State(page="when", map=view)
    assert from_link(to_link(state)) == state
    assert from_link("page=when").map == MapView() and "map=" not in to_link(State(page="when"))
    for bad in ("fit", "fit,lived,lived,levelled", "fit,lived,budget,levelled,trust:0.61", "x,lived,budget,levelled"):
        with pytest.raises(InputError, match=r"map|trust"):
            from_link(f"map={bad}")


def test_an_axis_chosen_twice_swaps_the_axes():
    assert (MapView().changed("x", "budget").x, MapView().changed("x", "budget").y) == ("budget", "lived")
    assert MapView().changed("trust", 0.6).changed("x", "trust").held == ()
