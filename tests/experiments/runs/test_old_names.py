"""Files written under an old name load, warn once with the new name, and give the same run.

Revision 02d0a96 wrote `tests/data/old_names` before any name in the table changed. The folder holds a study, its
scenario, its finished sweep, and the manifest of a run.
"""

import warnings
from pathlib import Path

import pytest

from agents.errors import InputError
from dashboard.state import from_link
from experiments.analysis.points import points_of
from experiments.analysis.report.reports import contrasts_report
from experiments.cli.again import run_again
from experiments.design.factors import declared
from experiments.design.study import read_study, study_of
from experiments.design.text import written
from experiments.runs.run import Run
from experiments.runs.scenario import load_scenario
from experiments.sweeps.results import read_results, run_study
from experiments.sweeps.store import inspect_folder
from model.aliases import ALIASES, RenamedWarning, collecting, current_names, new_name
from model.outcomes.outcomes import NAMES
from model.paradigms.paradigm import Paradigm, load_paradigm
from model.parameters.parameters import Parameters
from tests.shell import called

OLD = Path(__file__).resolve().parents[2] / "data" / "old_names"
LINK = (  # as the dashboard of that revision wrote it
    "lang=en&citizens=500&months=12&seeds=1&paradigms=TPA%2Cown&set=arenas.join_uptake%3A2.0"
    "&set=rules.aggregation.lam_d%3A0.4&own=aggregation.lam_e%3A0.2"
)


def noted(call, *values):
    """Return what a call gives, and the names in its one note."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = call(*values)
    (note,) = [one.message for one in caught if isinstance(one.message, RenamedWarning)]
    for old, new in note.names.items():
        assert f"{old} is now called {new}" in str(note) and f"{old} heter nå {new}" in note.text("nb")
    return found, note.names


def test_every_new_name_is_valid_and_no_old_one_is():
    rules = {name.removeprefix("rules.") for name in declared() if name.startswith("rules.")}
    valid = {"rule": rules, "parameter": set(declared()), "outcome": set(NAMES), "setting": set(declared())}
    wrong = [(kind, old) for kind, names in valid.items() for old in ALIASES[kind] if old in names]
    wrong += [(kind, old) for kind, names in valid.items() for old in ALIASES[kind] if new_name(old, kind) not in names]
    assert not wrong and all(ALIASES[kind] for kind in valid)


def test_parameters_and_rules_take_old_names():
    parameters, names = noted(Parameters().replace, "access.press", 0.5)
    assert parameters.access.complaint_priority == 0.5 and names == {"access.press": "access.complaint_priority"}
    paradigm, _ = noted(Paradigm(name="mine").updated, {"aggregation.lam_d": 0.7, "aggregation.lam_e": 0.3})
    assert paradigm.aggregation.weight_design == 0.7 and paradigm.aggregation.weight_evaluation == 0.3
    run, _ = noted(Run("NPG", "Larvik", 100, {"rules.aggregation.lam_d": 0.7, "arenas.join_uptake": 2}).checked)
    assert run.overrides == {"rules.aggregation.weight_design": 0.7, "arenas.join_input_followed": 2}
    assert run.parameters.arenas.join_input_followed == 2


def test_an_old_name_beside_its_new_one_is_refused():
    both = {"arenas.join_uptake": 1.0, "arenas.join_input_followed": 1.0}
    with pytest.raises(InputError, match="arenas.join_uptake is the old name of arenas.join_input_followed") as refused:
        Parameters().updated(both)
    assert "det gamle navnet" in refused.value.text("nb")
    with pytest.raises(InputError, match="rules.aggregation.lam_d is the old name"):
        study_of('[factors]\n"rules.aggregation.lam_d" = [0.1]\n"rules.aggregation.weight_design" = [0.2]')
    with pytest.raises(InputError, match="uptake is the old name of input_followed"):
        study_of('outcomes = ["uptake", "input_followed"]')
    with pytest.raises(InputError, match="arenas.join_uptake is the old name"):
        from_link("&".join(f"set={name}:1" for name in both))
    assert current_names({"trust.gain": 0.1}, "setting") == {"trust.gain": 0.1}


def test_an_old_link_restores_the_same_settings():
    state, names = noted(from_link, LINK)
    assert state.settings.changes == (("arenas.join_input_followed", 2.0), ("rules.aggregation.weight_design", 0.4))
    assert state.settings.own == (("aggregation.weight_evaluation", 0.2),) and len(names) == 3
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        link = LINK.replace("join_uptake", "join_input_followed").replace("lam_d", "weight_design")
        assert from_link(link.replace("lam_e", "weight_evaluation")) == state
        with collecting() as collected:
            from_link(LINK)
    assert collected == names


def test_an_old_scenario_loads():
    scenario, names = noted(load_scenario, OLD / "old-case.toml")
    assert scenario.overrides == {"arenas.join_input_followed": 2.0, "rules.choice.exit_support": 0.3}
    assert scenario.outcomes == ("trust", "input_followed") and "uptake" in names


def test_an_old_study_loads_and_keeps_its_identity():
    study, names = noted(read_study, OLD / "old-names.toml")
    assert study.outcomes == ("fit", "input_followed", "reported_minus_real") and len(names) == 6
    assert [factor.name for factor in study.factors] == ["paradigm", "rules.aggregation.weight_design"]
    assert study.base["access.complaint_priority"] == 0.4
    overrides = study.run(next(study.points()), 1).overrides
    assert overrides["arenas.join_input_followed"] == 2.0 and overrides["rules.aggregation.weight_design"] == 0.2
    assert study.key == "5ee8161dc4fc9e8d"  # as that revision's manifest has it
    with collecting():
        assert written(study) is study


def test_a_finished_old_sweep_is_read_and_has_the_runs_of_this_version(tmp_path):
    results, names = noted(read_results, OLD / "sweep")
    assert results.missing == 0 and set(results.outcomes) <= set(results.table.columns) and len(names) == 6
    with collecting():
        again = run_study(OLD / "old-names.toml", tmp_path / "again", workers=1)
    columns = ["run_id", "seed", "month", *results.factors]  # outcomes are those of another version of the model
    old, new = (found.table.sort_values("run_id")[columns].reset_index(drop=True) for found in (results, again))
    assert old.equals(new)
    where, _ = noted(results.where, {"rules.aggregation.lam_d": "0.6"})
    summary, _ = noted(where.summary, ["paradigm"], ["uptake"])
    assert set(summary["outcome"]) == {"input_followed"} and len(summary) == 2
    assert points_of(results).values.shape == (4, 2, 3)
    report, _ = noted(lambda: contrasts_report(results, by=["rules.aggregation.lam_d"], outcomes=["uptake"]))
    assert report.asked["by"] == ["rules.aggregation.weight_design"] and report.asked["outcomes"] == ["input_followed"]


def test_an_old_sweep_is_not_resumed():
    with collecting(), pytest.raises(InputError, match="made by another version of the model"):
        inspect_folder(OLD / "sweep", read_study(OLD / "old-names.toml"))


def test_a_run_is_made_again_from_its_old_manifest():
    (run, _), names = noted(run_again, OLD / "run.json")
    assert names["arenas.join_uptake"] == "arenas.join_input_followed"
    assert run.parameters.arenas.join_input_followed == 2.0 and run.parameters.town.warm_up == 1
    kept = run.paradigms[0][1]
    assert kept.aggregation.weight_design == 0.4
    assert kept.aggregation.revision_interval == 3  # as NPG had it then
    assert kept == load_paradigm(kept.name).updated(
        {
            "aggregation.weight_design": 0.4, "aggregation.revision_interval": 3, "boundary.outreach": 0.5,
            "information.plain_language": 0.7,
        }
    )  # fmt: skip
    assert run.parameters.trust.start == 0.524 != Parameters().trust.start  # all numbers are those of the manifest


def test_adapters_take_old_names():
    from experiments.adapters.mesa import mesa_model

    made, names = noted(mesa_model, "rules.aggregation.lam_d")
    assert list(names) == ["rules.aggregation.lam_d"]
    model, _ = noted(lambda: made(citizens=60, rules__aggregation__lam_d=0.7, rng=1))
    assert model.paradigm.aggregation.weight_design == 0.7
    pytest.importorskip("ema_workbench")
    from experiments.adapters.ema import ema_model

    with collecting() as collected:
        ema = ema_model(
            "arenas.join_uptake", ranges={"arenas.join_uptake": (0.5, 1.0)}, outcomes=["uptake"], citizens=60, months=1
        )
    assert [one.name for one in ema.uncertainties] == ["arenas__join_input_followed"]
    assert [one.name for one in ema.outcomes] == ["input_followed"] and len(collected) == 2


def test_the_command_line_notes_once_and_lists_point_to_the_new_name(tmp_path):
    arguments = ["run", "--months", "1", "--set", "rules.aggregation.lam_d=0.4", "--dry-run"]
    done = called(*arguments, cwd=tmp_path)
    assert done.returncode == 0
    named, *others = done.stderr.splitlines()
    assert named == "note: rules.aggregation.lam_d is now called rules.aggregation.weight_design"
    assert not any("is now called" in line for line in others)
    done = called(*arguments, "--lang", "nb", cwd=tmp_path)
    assert done.stderr.splitlines()[0] == "merk: rules.aggregation.lam_d heter nå rules.aggregation.weight_design"
    lists = {"parameters": ("lam_d", "rules.aggregation.weight_design"), "outcomes": ("uptake", "input_followed")}
    for command, (old, new) in lists.items():
        done = called(command, old, "--json", cwd=tmp_path)
        assert done.returncode == 0 and f'"{new}"' in done.stdout and f"is now called {new}" in done.stderr
    done = called("results", str(OLD / "sweep"), "--outcomes", "uptake", "--where", "paradigm=NPG", cwd=tmp_path)
    assert done.returncode == 0 and "Input followed" in done.stdout
    assert len(done.stderr.splitlines()) == 1 and done.stderr.count("; uptake is now called input_followed") == 1
