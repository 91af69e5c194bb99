"""Robustness of headlines: changes are found in the model's own lists, and verdicts say what a change does."""

from types import SimpleNamespace

import numpy as np
import pandas as pd

from experiments.evidence.listed import Difference
from experiments.evidence.pages import plain, render
from experiments.evidence.robustness import page as pages
from experiments.evidence.robustness.changes import BASE, TRIALS, changes, large
from experiments.evidence.robustness.draws import draws
from experiments.evidence.robustness.headlines import headlines, outcomes, paradigms
from experiments.evidence.robustness.studies import changes_study
from experiments.evidence.robustness.verdicts import verdict
from model.outcomes.outcomes import OUTCOMES
from model.paradigms.paradigm import load_paradigm
from model.paradigms.protocol import LEVELS, PRINCIPAL, levelled, protocol, values
from model.parameters.mechanisms import OFF

CHANGES = {change.key: change for change in changes()}


def test_headlines_are_differences_in_outcomes_that_the_model_has() -> None:
    assert set(outcomes()) <= {outcome.name for outcome in OUTCOMES} and len(outcomes()) >= 8
    assert set(paradigms()) == set(PRINCIPAL) and len(headlines()) == 3 * len(outcomes())


def test_every_mechanism_of_the_model_is_switched_off_once() -> None:
    assert {key.removeprefix("off_") for key in CHANGES if key.startswith("off_")} == set(OFF)
    for name in OFF:
        assert CHANGES[f"off_{name}"].settings == {f"mechanisms.{name}": False}


def test_trials_are_swept_at_the_intervals_of_all_three_paradigms() -> None:
    intervals = {values(name)["aggregation.revision_interval"] for name in PRINCIPAL}
    swept = {
        (change.settings["revision.trials"], change.settings["rules.aggregation.revision_interval"])
        for change in CHANGES.values() if change.group == "trials" and change.version == "levelled"
    }  # fmt: skip
    base = (1.0, levelled()["aggregation.revision_interval"])  # the default, and so the base itself
    assert swept | {base} == {(float(n), months) for n in TRIALS for months in intervals}


def test_changes_differ_from_the_base_and_from_each_other() -> None:
    study = changes_study(tuple(CHANGES.values()), 2, 300)
    places = [
        (change.month, *(study.places[change.key, name] for name in paradigms()))
        for change in (BASE, *CHANGES.values())
    ]
    assert len(set(places)) == len(places)
    assert study.study.keep == "yearly" and CHANGES["early"].month in study.study.kept_months


def test_drawn_presets_lie_within_their_ranges_and_differ() -> None:
    for name in PRINCIPAL:
        drawn = draws(name, 30)
        assert drawn == draws(name, 30)
        for rule, argument in protocol(name).items():
            found = {settings[f"rules.{rule}"] for settings in drawn}
            if not argument.varies:
                assert found == {argument.value}
            elif isinstance(argument.value, str):
                assert found <= set(argument.choices) and len(found) > 1
            else:
                low, high = argument.choices
                assert len(found) > 1 and all(low <= value <= high for value in found), rule
        load_paradigm(name).updated({key.removeprefix("rules."): value for key, value in drawn[0].items()})


def test_a_change_turns_removes_or_leaves_a_headline() -> None:
    up, down, unsure = Difference(1.0, 0.5, 1.5), Difference(-1.0, -1.5, -0.5), Difference(0.9, -0.1, 1.9)
    assert [verdict(up, changed) for changed in (up, down, unsure)] == ["stands", "turns", "removes"]
    assert [verdict(down, changed) for changed in (up, down, unsure)] == ["turns", "stands", "removes"]
    assert [verdict(unsure, changed) for changed in (up, down, unsure)] == ["appears", "appears", "silent"]


def planted(study, out, workers):
    """Return results where NPG's trust is higher, lower without strain, and unsure as argued; else nothing differs."""
    rng = np.random.default_rng(3)
    documentation = levelled()["information.documentation"]
    rows = []
    for job in study.jobs():
        gain = 0.1 * (job.point["paradigm"] == "NPG")
        if not job.point.get("mechanisms.strain", True):
            gain = -gain
        if job.point.get("rules.information.documentation", documentation) != documentation:
            gain = 0.0
        rows += [
            {
                "run_id": job.run_id, "status": "ok", "month": month,
                **dict.fromkeys(study.outcomes, 0.5), "trust": gain + 1e-4 * rng.normal(),
            }
            for month in study.kept_months
        ]  # fmt: skip
    return SimpleNamespace(table=pd.DataFrame(rows))


def test_the_page_names_what_turns_and_what_removes_a_planted_headline(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(pages, "run_study", planted)
    kept = plain(
        pages.make(
            tmp_path, seeds=4, draws=6, draw_seeds=2, citizens=300, large_citizens=900, figures=tmp_path / "figures"
        )
    )
    trust = next(one for one in kept["headlines"] if one["headline"] == {
        "outcome": "trust", "first": "NPG", "second": "TPA",
    })  # fmt: skip
    turned = [effect["change"] for effect in trust["effects"] if effect["verdict"] == "turns"]
    assert turned == ["off_strain"]
    removed = {effect["change"]: effect["moved"] for effect in trust["effects"] if effect["verdict"] == "removes"}
    assert removed["argued"] and not [effect for effect in trust["effects"] if effect["verdict"] == "silent"]
    unmoved = [effect["change"] for effect in trust["effects"] if not effect["moved"]]
    assert "off_gaming" in unmoved and "off_strain" not in unmoved
    assert trust["draws"]["levelled"] == {"count": 6, "same": 1.0, "opposite": 0.0}
    assert sum(trust["counts"].values()) == len(changes()) + 1  # and the larger town
    english = render("robustness.md.jinja", **kept)
    norwegian = render("robustness-nb.md.jinja", language="nb", **kept)
    assert "Would turn it: without `strain` (−0.1)." in english and "presets as argued" in english
    assert "Ville snudd det: uten `strain` (−0,1)." in norwegian
    assert english.count("\n|") == norwegian.count("\n|") > 3 * len(outcomes())
    assert {path.name for path in (tmp_path / "figures").iterdir()} == {"robustness.png", "robustness-nb.png"}


def test_levels_stay_alike_in_levelled_runs_and_the_larger_town_changes_size_only() -> None:
    rules = {f"rules.{rule}" for rule_names in LEVELS.values() for rule in rule_names}
    for name in PRINCIPAL:
        assert {key for key in large(900).run(name) if key not in rules} == {"paradigm", "citizens"}
