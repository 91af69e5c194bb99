"""`samskaping case`: what is recorded of each need equals what the model counts, and following changes nothing."""

import json
from pathlib import Path

import numpy as np
import pytest

from experiments import own_code
from experiments.cli.command_line import main
from experiments.council.case.cases import MEASURES, Together, follow, measures
from experiments.council.case.following import Case, Event, Followed
from experiments.runs.run import Run
from model import GovernanceModel
from model.town.ledger import EVENT

# Every need of the run is followed, queues are long, and many leave and appeal.
FROM_BIRTH = {
    "town.warm_up": 0, "needs.cross_sector": 0.0, "money.case_budget": 0.03, "access.leave": -2.5, "access.appeal": 5.0,
}  # fmt: skip
SETTINGS = {"municipality": "Larvik", "citizens": 1500, "rng": 3, "paradigm": "TPA"}
MONTHS = 18


@pytest.fixture(scope="module")
def followed():
    """Return a model whose needs are all followed, and the sums of the months' events."""
    model = Followed(span=1, arising=MONTHS, parameters=FROM_BIRTH, **SETTINGS)
    events = np.zeros(len(EVENT))
    for _ in range(MONTHS):
        model.step()
        events += model.town.ledger.events.sum(axis=(0, 1))
    yield model, events
    model.close()


def test_following_needs_changes_no_outcome(followed):
    model, _ = followed
    plain = GovernanceModel(parameters=FROM_BIRTH, **SETTINGS)
    plain.run(MONTHS)
    expected = plain.datacollector.get_model_vars_dataframe()
    plain.close()
    assert model.datacollector.get_model_vars_dataframe().equals(expected)


def test_mechanisms_of_a_file_act_on_the_needs_followed():
    examples = Path(__file__).resolve().parents[3] / "examples"
    own = own_code(mechanisms=[examples / "word_of_mouth.py"])
    trust = []
    for on in (True, False):
        made = {"word_of_mouth.pull": 0.9, "mechanisms.word_of_mouth": on, "town.warm_up": 0}
        model = Followed(span=1, arising=3, parameters=made, extensions=own, **{**SETTINGS, "citizens": 200})
        model.run(3)
        trust.append(model.citizens.trust.copy())
        model.close()
    assert not np.array_equal(*trust)


def test_what_is_recorded_sums_to_what_the_model_counts(followed):
    model, events = followed
    cases = model.cases

    def ends(end):
        return sum(case.end == end for case in cases)

    found = {
        "arrived": len(cases),
        "applied": sum(case.count("applied") for case in cases),
        "cases": sum(case.count("served") for case in cases),
        "met": ends("met"),
        "closed": ends("met") + ends("unmet"),
        "faded": ends("faded"),
        "left": ends("private"),
        "gave_up": ends("gave_up"),
        "returned": sum(case.count("returned") + case.count("upheld") for case in cases),
        "appeals": sum(case.count("appealed") + case.count("upheld") for case in cases),
        "upheld": sum(case.count("upheld") for case in cases),
        "public_hours": sum(case.total("public") for case in cases),
    }
    counted = {name: float(events[getattr(EVENT, name)]) for name in found}
    counted["arrived"] -= float(events[EVENT.overflow])
    assert all(counted[name] > 0 for name in found), counted
    assert found == pytest.approx(counted)


def test_hours_of_citizens_are_those_that_the_model_counts_for_cases(followed):
    model, events = followed
    found = sum(case.total("own") for case in model.cases)
    assert found == pytest.approx(float(events[EVENT.citizen_hours]), rel=1e-3)  # TPA has no meetings


def test_the_same_needs_are_compared_and_a_difference_is_paired(followed):
    runs = [Run(name, "Larvik", 800, seed=seed, months=12) for name in ("TPA", "NPG") for seed in (1, 2)]
    found = follow(runs, {"TPA": "TPA", "NPG": "NPG"}, span=2)
    assert all(isinstance(need, Together) and need.cases[0].key == need.cases[1].key for need in found.needs)
    assert {case.month for need in found.needs for case in need.cases} <= set(range(1, 5))
    table = found.table().set_index(["arm", "measure"])
    for measure in MEASURES:
        values = np.array([[measures(case)[measure] for case in need.cases] for need in found.needs])
        both = values[np.isfinite(values).all(axis=1)]
        difference = (both[:, 1] - both[:, 0]).mean()
        assert table.loc[("NPG", measure), "difference"] == pytest.approx(difference, nan_ok=True)
    for measure in ("to_service", "fit"):  # of needs with a service: the mean's own, and the difference's under both
        values = np.array([[measures(case)[measure] for case in need.cases] for need in found.needs])
        assert table.loc[("NPG", measure), "mean"] == pytest.approx(np.nanmean(values[:, 1]))
    assert found.typical in found.needs and all(case.count("served") for case in found.typical.cases)
    fewer = table.loc[("NPG", "handoffs"), "mean"] / table.loc[("NPG", "services"), "mean"]
    assert fewer < table.loc[("TPA", "handoffs"), "mean"] / table.loc[("TPA", "services"), "mean"]  # more coordination


def test_measures_of_a_case_with_a_known_course():
    case = Case(1, 2, 0, 3, 0.5, 1, 0, 0, until=4, end="met")
    case.events = [
        Event(1, "applied", own=2.0), Event(2, "waits"),
        Event(3, "served", public=10.0, own=1.0, fit=0.3, handoffs=1.5), Event(3, "upheld"),
        Event(4, "served", public=8.0, own=1.0, fit=0.7, handoffs=2.5), Event(4, "met"),
    ]  # fmt: skip
    assert measures(case) == {
        "met": 1.0, "months": 4.0, "to_service": 3.0, "services": 2.0, "handoffs": 4.0, "public_hours": 18.0,
        "own_hours": 4.0, "appeals": 1.0, "complaints": 0.0, "fit": 0.7, "left": 0.0, "open": 0.0,
    }  # fmt: skip


SMALL = ["--citizens", "800", "--months", "12", "--seeds", "2", "--quiet"]


def test_the_command_tells_one_case_and_shows_means_in_both_languages(capsys):
    assert main(["case", "--paradigms", "TPA,NPG", *SMALL]) == 0
    english = capsys.readouterr().out
    assert main(["case", "--paradigms", "TPA,NPG", *SMALL, "--lang", "nb"]) == 0
    norwegian = capsys.readouterr().out
    assert "handoffs" in english and "public hours" in english and "into five equal groups" in english
    assert "only needs that got a service" in english and "bare behov som fikk" in norwegian
    assert "overføringer" in norwegian and "kommunens timer" in norwegian and "Måned" in norwegian


def test_the_command_follows_the_arms_of_a_scenario_and_prints_json(capsys):
    assert main(["case", "--scenario", "svarstad", "--span", "1", *SMALL, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [way["name"] for way in found["ways"]] == ["desk", "co-location", "arena", "arena-no-arenas"]
    assert found["typical"]["area"] == "place" and set(found["typical"]["cases"]) == {
        way["name"] for way in found["ways"]
    }
    assert {row["measure"] for row in found["means"]} == set(MEASURES)


def test_what_cannot_be_followed_is_refused(capsys):
    assert main(["case", "--area", "place_", *SMALL]) == 2
    assert "did you mean 'place'" in capsys.readouterr().err
    assert main(["case", "--citizens", "60", "--months", "3", "--seeds", "1", "--fifth", "1", "--quiet"]) == 2
    assert "--citizens" in capsys.readouterr().err
    assert main(["case", "--span", "4"]) == 2
